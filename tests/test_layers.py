"""What layers do with the arrays they are given: values, edges, dtypes, memory."""

import re
from pathlib import Path

import numpy as np
import pytest
from subjects import (
    SUBJECTS,
    VARIABLE_IDS,
    VARIABLES,
    assert_same,
    gradient_in,
    same_numbers_elsewhere,
    value_of,
)

from bpteach import ROW, Dense, Diagonal, Linear, OneHot, ReLU, Sigmoid, Tanh

EDGES = Path(__file__).parents[1] / "docs" / "edges.md"
each_subject = pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
each_variable = pytest.mark.parametrize(("subject", "letter"), VARIABLES, ids=VARIABLE_IDS)


def drawn(subject, n=4, m=3, N=5, **more):
    return subject.draw(np.random.default_rng(11), n, m, N, **more)


def upstream_for(output):
    return np.random.default_rng(12).normal(size=output.shape).astype(output.dtype)


# --- values by hand ------------------------------------------------------------------------------

W = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
B = np.array([[10.0], [20.0]])
A = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 2.0]])
G = np.array([[1.0, -2.0], [3.0, 0.5]])


def test_a_linear_layer_by_hand():
    z, pullback = Linear(W, B).vjp(A)
    np.testing.assert_array_equal(z, [[8, 18], [18, 37]])
    gradients = pullback(G)
    np.testing.assert_array_equal(gradients.input, [[13, 0], [17, -1.5], [21, -3]])
    np.testing.assert_array_equal(gradients.W, [[1, -2, -5], [3, 0.5, -2]])
    np.testing.assert_array_equal(gradients.b, [[-1], [3.5]])


def test_the_jacobians_of_a_linear_layer_by_hand():
    layer, a = Linear(W, B), A[:, [1]]
    dz_da, dz_dW, dz_db = (layer.jacobian(a, wrt=letter) for letter in "aWb")
    assert (type(dz_da), type(dz_dW), type(dz_db)) == (Dense, OneHot, Diagonal)
    np.testing.assert_array_equal(dz_da.array, W.T)
    np.testing.assert_array_equal(dz_db.array, np.eye(2))
    np.testing.assert_array_equal(dz_dW.array[:, :, 0], [[0, 1, 2], [0, 0, 0]])
    np.testing.assert_array_equal(dz_dW.array[:, :, 1], [[0, 0, 0], [0, 1, 2]])


@pytest.mark.parametrize(
    ("layer", "output", "slope"),
    [
        (Sigmoid(), [0.5, 0.75], [0.25, 0.1875]),
        (Tanh(), [0.0, 0.8], [1.0, 0.36]),
        (ReLU(), [0.0, np.log(3)], [1.0, 1.0]),
        (ReLU(at_zero=0), [0.0, np.log(3)], [0.0, 1.0]),
        (ReLU(at_zero=0.5), [0.0, np.log(3)], [0.5, 1.0]),
    ],
    ids=repr,
)
def test_an_elementwise_layer_by_hand(layer, output, slope):
    z = np.array([[0.0], [np.log(3)]])
    found, pullback = layer.vjp(z)
    assert_same(found[:, 0], np.array(output))
    assert_same(pullback(np.array([[10.0], [-1.0]])).input[:, 0], np.array([10, -1]) * slope)
    assert_same(layer.jacobian(z).values, np.array(slope))
    assert type(layer.jacobian(z)) is Diagonal


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layer", "name"),
    [(Linear(W, B), "dz_da"), (Sigmoid(), "ds_dz"), (Tanh(), "dt_dz"), (ReLU(), "df_dz")],
    ids=repr,
)
def test_variables_have_the_letters_of_the_notes(layer, name):
    assert layer.jacobian(np.ones((3, 1))).name == name
    assert layer.jacobian(np.ones((3, 1)), wrt="input").name == name


def test_variables_can_be_renamed_by_a_pair_or_by_letter():
    layer, a = Linear(W, B), A[:, [0]]
    assert layer.jacobian(a, names=("a1", "z2")).name == "dz2_da1"
    assert layer.jacobian(a, names=["a1", "z2"], layout="row").name == "dz2_da1"
    assert layer.jacobian(a, wrt="W", names=("a1", "z2")).name == "dz2_dW"
    assert layer.jacobian(a, wrt="W", names={"W": "W2"}).name == "dz_dW2"
    assert layer.jacobian(a, wrt="b", names={"b": "b2", "z": "z2"}).name == "dz2_db2"
    assert Sigmoid().jacobian(a, names=("z1", "s1")).name == "ds1_dz1"


@each_subject
def test_a_layer_says_what_it_is_and_what_its_parameters_are(subject):
    layer, _ = drawn(subject)
    words = {
        "Linear": "Linear(W: 4 x 3, b: 4 x 1)",
        "ReLU": "ReLU(at_zero=1)",
        "SquaredError": "SquaredError(t: 3 x 5)",
        "CrossEntropy": "CrossEntropy(y: 3 x 5)",
        "SoftmaxCrossEntropy": "SoftmaxCrossEntropy(y: 3 x 5)",
    }
    assert repr(layer) == words.get(subject.name, f"{subject.name}()")
    assert list(layer.parameters) == list(subject.letters[1:])


def test_a_layer_with_other_parameters_is_a_new_layer():
    layer = Linear(W, B)
    other = layer.with_parameters(b=2 * B)
    np.testing.assert_array_equal(other(A), layer(A) + B)
    np.testing.assert_array_equal(layer.b, B)
    assert other.W is layer.W


# --- memory --------------------------------------------------------------------------------------


@each_variable
def test_a_layer_changes_none_of_its_inputs(subject, letter):
    layer, x = drawn(subject, N=1)
    before = x.copy()
    output, pullback = layer.vjp(x)
    upstream = upstream_for(output)
    given = upstream.copy()
    layer(x)[:] = 99
    layer.jacobian(x, wrt=letter).vjp(upstream)[:] = 99
    for gradient in pullback(upstream):
        gradient[:] = 99
    output[:] = 99
    np.testing.assert_array_equal(x, before)
    np.testing.assert_array_equal(upstream, given)


@each_variable
def test_a_pullback_and_a_jacobian_keep_no_alias_to_the_callers_arrays(subject, letter):
    layer, x = drawn(subject, N=1)
    output, pullback = layer.vjp(x)
    jacobian = layer.jacobian(x, wrt=letter)
    upstream = upstream_for(output)
    before = [gradient.copy() for gradient in pullback(upstream)], jacobian.array.copy()
    x[:], output[:] = 99, 99
    for gradient in pullback(upstream):
        gradient[:] = 99
    for found, wanted in zip(pullback(upstream), before[0], strict=True):
        np.testing.assert_array_equal(found, wanted)
    np.testing.assert_array_equal(jacobian.array, before[1])


def test_a_layer_keeps_no_alias_to_the_parameters_it_was_made_of():
    W_given, b_given = W.copy(), B.copy()
    layer = Linear(W_given, b_given)
    W_given[:], b_given[:] = 99, 99
    np.testing.assert_array_equal(layer.W, W)
    np.testing.assert_array_equal(layer.b, B)
    for parameter in layer.parameters.values():
        assert not parameter.flags.writeable


@each_variable
@pytest.mark.parametrize("lying", same_numbers_elsewhere(np.zeros((1, 1))))
def test_it_does_not_matter_how_the_numbers_lie_in_memory(subject, letter, lying):
    layer, x = drawn(subject)
    output, pullback = layer.vjp(x)
    upstream = upstream_for(output)
    other, back = layer.vjp(same_numbers_elsewhere(x)[lying])
    assert_same(other, output)
    found = back(same_numbers_elsewhere(upstream)[lying])
    assert_same(gradient_in(found, layer, letter), gradient_in(pullback(upstream), layer, letter))


@pytest.mark.parametrize("lying", same_numbers_elsewhere(np.zeros((1, 1))))
def test_it_does_not_matter_how_the_parameters_lie_in_memory(lying):
    layer = Linear(same_numbers_elsewhere(W)[lying], same_numbers_elsewhere(B)[lying])
    assert_same(layer(A), Linear(W, B)(A))
    assert_same(layer.jacobian(A[:, [0]]).array, W.T)


# --- dtypes --------------------------------------------------------------------------------------


@each_variable
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
def test_a_layer_keeps_its_float_dtype_all_the_way(subject, letter, dtype):
    layer, x = drawn(subject, dtype=dtype)
    exact, wide = drawn(subject)
    output, pullback = layer.vjp(x)
    gradients = pullback() if subject.name == "SquaredError" else pullback(np.ones_like(output))
    assert output.dtype == layer(x).dtype == dtype
    assert {gradient.dtype for gradient in gradients} == {np.dtype(dtype)}
    tolerance = max(float(np.finfo(dtype).eps), 1e-15) * 50
    np.testing.assert_allclose(output, exact(wide), rtol=tolerance, atol=tolerance)
    layer, x = drawn(subject, N=1, dtype=dtype)
    assert layer.jacobian(x, wrt=letter).dtype == dtype


@each_subject
@pytest.mark.parametrize("dtype", [np.bool_, np.int8, np.uint8, np.int64])
def test_integers_and_booleans_become_float64(subject, dtype):
    layer, _ = drawn(subject)
    x = np.array([[1, 0, 1, 1, 0], [0, 100, 1, 100, 0], [1, 1, 0, 50, 100]]).astype(dtype)
    output, pullback = layer.vjp(x)
    wanted, back = layer.vjp(x.astype(float))
    assert_same(output, wanted, rtol=0, atol=0)
    upstream = np.ones(output.shape, dtype)
    for found, right in zip(pullback(upstream), back(upstream.astype(float)), strict=True):
        assert_same(found, right, rtol=0, atol=0)


def test_small_integers_do_not_overflow_in_parameters_either():
    layer = Linear(np.full((2, 3), 100, dtype=np.int8), np.full((2, 1), 100, dtype=np.uint8))
    np.testing.assert_array_equal(layer(np.full((3, 1), 100)), [[30_100.0], [30_100.0]])


# --- edges ---------------------------------------------------------------------------------------


@each_subject
def test_an_empty_batch_gives_an_empty_output_and_gradients_of_zero(subject):
    layer, x = drawn(subject, N=0)
    output, pullback = layer.vjp(x)
    gradients = pullback(np.ones_like(output))
    assert layer(x).shape == output.shape
    assert gradients.input.shape == (3, 0)
    for letter in layer.parameters:
        zeros = np.zeros(value_of(layer, x, letter).shape)
        assert_same(getattr(gradients, letter), zeros, rtol=0, atol=0)


@pytest.mark.parametrize("layer", [Sigmoid(), Tanh(), ReLU()], ids=repr)
@pytest.mark.parametrize("z", [-np.inf, -1e308, -1000.0, 1000.0, 1e308, np.inf])
def test_an_elementwise_layer_warns_at_no_end(layer, z):
    column = np.array([[z]])
    with np.errstate(all="raise"):
        output, pullback = layer.vjp(column)
        slope = layer.jacobian(column).values
        gradient = pullback(np.ones((1, 1))).input
    assert not np.isnan(output).any()
    assert_same(gradient[:, 0], slope, rtol=0, atol=0)
    assert slope[0] == (1.0 if isinstance(layer, ReLU) and z > 0 else 0.0)


@pytest.mark.parametrize("layer", [Sigmoid(), Tanh(), ReLU()], ids=repr)
def test_nan_stays_in_its_own_entry(layer):
    z = np.array([[np.nan, 1.0], [2.0, np.nan]])
    output, pullback = layer.vjp(z)
    np.testing.assert_array_equal(np.isnan(output), np.isnan(z))
    np.testing.assert_array_equal(np.isnan(pullback(np.ones((2, 2))).input), np.isnan(z))


def test_nan_in_an_input_reaches_every_output_of_a_linear_layer_and_only_its_own_weights():
    a = np.array([[np.nan], [1.0], [2.0]])
    z, pullback = Linear(W, B).vjp(a)
    gradients = pullback(G[:, [0]])
    assert np.isnan(z).all()
    assert np.isnan(gradients.W[:, 0]).all()
    assert np.isfinite(gradients.W[:, 1:]).all()
    assert np.isfinite(gradients.input).all()


@pytest.mark.parametrize("layout", ["row", "numerator", "Row", ROW])
def test_a_convention_may_be_given_as_a_word(layout):
    _, pullback = Linear(W, B).vjp(A[:, [0]])
    assert pullback(G[:, [0]].T, layout=layout).W.shape == (3, 2)
    assert Linear(W, B).jacobian(A[:, [0]], layout=layout).layout is ROW


# --- docs/edges.md -------------------------------------------------------------------------------

SECTIONS = EDGES.read_text(encoding="utf-8").split("\n## ")
SETUP = re.search(r"```python\n(.*?)```", SECTIONS[0], re.DOTALL)[1]
ROWS = [
    (section.partition("\n")[0], code, wanted)
    for section in SECTIONS
    for code, wanted in re.findall(r"^\| `(.+?)` \| `(.+?)` \|", section, re.MULTILINE)
]


@pytest.mark.parametrize(("section", "code", "wanted"), ROWS)
def test_the_table_of_edges_says_what_happens(section, code, wanted):
    names = {}
    exec(SETUP, names)
    warns = "in layers" in section
    with np.errstate(all="ignore" if warns else "raise"):
        try:
            found = repr(eval(code, names))
        except (TypeError, ValueError) as error:
            found = type(error).__name__
    assert found == wanted


def test_every_row_of_the_table_of_edges_is_run():
    lines = [line for line in EDGES.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    headings = [line for line in lines if line.startswith(("| write", "| ---"))]
    assert len(lines) - len(headings) == len(ROWS) > 60
