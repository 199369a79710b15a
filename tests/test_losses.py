import numpy as np
import pytest
from subjects import assert_same, same_numbers_elsewhere

from bpteach import COLUMN, ROW, Dense, Linear, SquaredError, Variable, chain

T = np.array([[1.0, 0.0], [-2.0, 0.5], [0.0, 3.0]])
OUT = np.array([[3.0, 0.0], [-1.0, 1.5], [-1.0, 1.0]])


def test_the_squared_error_is_half_the_square_summed_over_entries_and_examples():
    L, pullback = SquaredError(T).vjp(OUT)
    np.testing.assert_array_equal(L, [[3 + 2.5]], strict=True)
    np.testing.assert_array_equal(SquaredError(T)(OUT), L, strict=True)
    np.testing.assert_array_equal(pullback().input, OUT - T, strict=True)


def test_the_loss_of_a_batch_is_the_sum_of_the_losses_of_its_examples():
    ones = [SquaredError(T[:, [k]])(OUT[:, [k]]) for k in range(2)]
    assert_same(SquaredError(T)(OUT), sum(ones))


def test_the_upstream_gradient_is_1_unless_another_is_given():
    _, pullback = SquaredError(T).vjp(OUT)
    assert_same(pullback(np.array([[2.0]])).input, 2 * pullback().input)


def test_the_row_form_of_the_gradient_lies_down():
    o, loss = OUT[:, [0]], SquaredError(T[:, [0]])
    _, pullback = loss.vjp(o)
    row = np.array([[2.0, 1.0, -1.0]])
    np.testing.assert_array_equal(pullback(layout=ROW).input, row, strict=True)
    np.testing.assert_array_equal(loss.jacobian(o, layout="row").array, row, strict=True)


@pytest.mark.parametrize("layout", [COLUMN, ROW], ids=repr)
def test_the_jacobian_of_a_loss_is_a_gradient_with_the_scalars_axis(layout):
    jacobian = SquaredError(T[:, [0]]).jacobian(OUT[:, [0]], layout=layout, names=("o2", "L"))
    assert (type(jacobian), jacobian.name) == (Dense, "dL_do2")
    assert (jacobian.of, jacobian.wrt) == (Variable("L", (1,)), Variable("o2", (3,)))
    assert jacobian.shape == ((3, 1) if layout is COLUMN else (1, 3))


def test_a_loss_ends_a_chain():
    rng = np.random.default_rng(2)
    layer, a = Linear(rng.normal(size=(3, 4)), rng.normal(size=(3, 1))), rng.normal(size=(4, 1))
    z, pullback = layer.vjp(a)
    _, of_loss = SquaredError(T[:, [0]]).vjp(z)
    dL_dz = SquaredError(T[:, [0]]).jacobian(z, names=("z", "L"))
    for letter in "Wb":
        found = chain(layer.jacobian(a, wrt=letter), dL_dz).gradient
        assert_same(found, getattr(pullback(of_loss().input), letter))


def test_the_target_is_a_read_only_copy():
    given = T.copy()
    loss = SquaredError(given)
    given[:] = 99
    np.testing.assert_array_equal(loss.t, T)
    assert not loss.t.flags.writeable


@pytest.mark.parametrize("lying", same_numbers_elsewhere(np.zeros((1, 1))))
def test_it_does_not_matter_how_the_target_lies_in_memory(lying):
    assert_same(SquaredError(same_numbers_elsewhere(T)[lying])(OUT), SquaredError(T)(OUT))


def test_a_perfect_output_has_no_loss_and_no_gradient():
    L, pullback = SquaredError(T).vjp(T)
    np.testing.assert_array_equal(L, [[0.0]])
    np.testing.assert_array_equal(pullback().input, np.zeros((3, 2)))


def test_a_loss_has_no_parameters():
    assert SquaredError(T).parameters == {}
