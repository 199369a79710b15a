"""Softmax, its logarithm, labels and cross-entropy: beside mpmath, and at their edges."""

import mpmath
import numpy as np
import pytest
from subjects import assert_same, same_numbers_elsewhere

from bpteach import (
    ROW,
    CrossEntropy,
    Diagonal,
    DiagonalMinusOuter,
    Linear,
    Network,
    ShapeError,
    Softmax,
    SoftmaxCrossEntropy,
    Variable,
    log_softmax,
    log_sum_exp,
    one_hot,
    softmax,
)

FUNCTIONS = [softmax, log_softmax, log_sum_exp]
each_function = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
FLOATS = [np.float16, np.float32, np.float64, np.longdouble]
DIGITS = 900  # 1 + exp(−2000) must be told from 1
inf, nan = np.inf, np.nan


# --- a thousand points beside mpmath --------------------------------------------------------------


def drawn():
    """200 columns of five scores: close together, far apart, and far out."""
    rng = np.random.default_rng(8)
    wide = rng.choice([1e-3, 1.0, 30.0, 300.0], 200)
    return rng.normal(size=(5, 200)) * wide + rng.choice([0.0, 1e3, -1e6], 200)


def exactly(Z, of_column):
    with mpmath.workdps(DIGITS):
        columns = [of_column([mpmath.mpf(float(z)) for z in column]) for column in Z.T]
        return np.array([[float(x) for x in column] for column in columns]).T


def softmax_of(column):
    e = [mpmath.exp(z - max(column)) for z in column]
    return [x / mpmath.fsum(e) for x in e]


def log_sum_exp_of(column):
    return max(column) + mpmath.log(mpmath.fsum(mpmath.exp(z - max(column)) for z in column))


def assert_within(found, right, count):
    """Within so many eps of each entry, and two of the smallest numbers near 0."""
    gap, kind = np.abs(found - right), np.finfo(np.float64)
    allowed = count * kind.eps * np.abs(right) + 2 * kind.smallest_subnormal
    worst = np.max(gap - allowed)
    assert worst <= 0, f"{np.max(gap / (kind.eps * np.abs(right) + kind.tiny)):.3g} eps"


def test_softmax_is_right_to_four_eps_at_a_thousand_points():
    Z = drawn()
    assert Z.size == 1000
    assert_within(softmax(Z), exactly(Z, softmax_of), 4)


def test_log_softmax_is_right_to_three_eps_also_where_it_is_nearly_0():
    Z = drawn()
    right = exactly(Z, lambda column: [z - log_sum_exp_of(column) for z in column])
    assert_within(log_softmax(Z), right, 3)


def test_log_sum_exp_is_right_to_two_eps():
    Z = drawn()
    right = exactly(Z, lambda column: [log_sum_exp_of(column)])
    np.testing.assert_allclose(log_sum_exp(Z, keepdims=True), right, rtol=5e-16, strict=True)


def test_cross_entropy_of_scores_and_its_gradient_are_right_at_a_thousand_points():
    Z = drawn()
    labels = np.random.default_rng(9).integers(5, size=200)
    loss = SoftmaxCrossEntropy(one_hot(labels, 5))

    def minus_log(column, label):
        return log_sum_exp_of(column) - column[label]

    with mpmath.workdps(DIGITS):
        columns = [[mpmath.mpf(float(z)) for z in column] for column in Z.T]
        pairs = list(zip(columns, labels, strict=True))
        right = float(mpmath.fsum(minus_log(*pair) for pair in pairs))
        gradient = [
            [float(p - (k == label)) for k, p in enumerate(softmax_of(column))]
            for column, label in pairs
        ]
    L, pullback = loss.vjp(Z)
    np.testing.assert_allclose(L, [[right]], rtol=1e-15, strict=True)
    assert_within(pullback().input, np.array(gradient).T, 6)
    ones = [SoftmaxCrossEntropy(loss.y[:, [k]])(Z[:, [k]])[0, 0] for k in range(200)]
    with mpmath.workdps(DIGITS):
        each = [float(minus_log(*pair)) for pair in pairs]
    assert_within(np.array(ones), np.array(each), 4)


def test_cross_entropy_of_probabilities_is_right_at_a_thousand_points():
    P = softmax(np.random.default_rng(7).normal(size=(5, 200)) * 3)
    Y = softmax(np.random.default_rng(6).normal(size=(5, 200)))
    with mpmath.workdps(DIGITS):
        terms = [
            -mpmath.mpf(float(y)) * mpmath.log(mpmath.mpf(float(p)))
            for y, p in zip(Y.flat, P.flat, strict=True)
        ]
        right = float(mpmath.fsum(terms))
    L, pullback = CrossEntropy(Y).vjp(P)
    np.testing.assert_allclose(L, [[right]], rtol=1e-15, strict=True)
    assert_within(pullback().input, -Y / P, 2)


# --- edges ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", FLOATS, ids=lambda dtype: dtype.__name__)
@each_function
def test_floats_keep_their_dtype_and_nothing_warns_at_their_largest_numbers(function, dtype):
    largest = np.finfo(dtype).max
    z = np.array([[-largest, -inf, 0], [largest, 0, 0], [0, 1, np.finfo(dtype).tiny]], dtype)
    with np.errstate(all="raise"):
        found = function(z)
    assert found.dtype == dtype
    assert not np.isnan(found).any()


@pytest.mark.parametrize("dtype", [np.bool_, np.int8, np.uint8, np.int32, np.uint64])
@each_function
def test_integers_become_float64_before_anything_is_computed(function, dtype):
    ends = [0, 1] if dtype is np.bool_ else [np.iinfo(dtype).min, np.iinfo(dtype).max]
    z = np.array([ends, [0, 1]], dtype).T
    np.testing.assert_array_equal(function(z), function(z.astype(float)), strict=True)


@pytest.mark.parametrize("shape", [(3,), (3, 1), (4, 3), (2, 3, 4), (0,), (3, 0), (0, 3), ()])
def test_any_shape_is_kept_and_axis_0_sums_to_1(shape):
    z = np.random.default_rng(0).normal(size=shape)
    p = softmax(z)
    assert np.shape(p) == np.shape(log_softmax(z)) == shape
    if np.size(p):
        np.testing.assert_allclose(np.sum(np.atleast_1d(p), axis=0), 1, rtol=1e-15)


@each_function
def test_another_axis_is_the_same_turned(function):
    z = np.random.default_rng(1).normal(size=(4, 3))
    np.testing.assert_allclose(function(z.T, axis=1), function(z).T, rtol=1e-15, strict=True)
    np.testing.assert_allclose(function(z.T, axis=-1), function(z).T, rtol=1e-15, strict=True)


@pytest.mark.parametrize("lying", same_numbers_elsewhere(np.zeros((1, 1))))
@each_function
def test_it_does_not_matter_how_the_numbers_lie_in_memory(function, lying):
    z = np.random.default_rng(1).normal(size=(4, 3))
    before, given = z.copy(), same_numbers_elsewhere(z)[lying]
    np.testing.assert_allclose(function(given), function(z), rtol=1e-15, strict=True)
    np.testing.assert_array_equal(given, before)


@pytest.mark.parametrize("function", [softmax, log_softmax], ids=lambda f: f.__name__)
def test_a_complex_step_finds_the_derivative_along_any_change(function):
    rng = np.random.default_rng(2)
    z, change = rng.normal(size=(5, 1)), rng.normal(size=(5, 1))
    found = function(z + 1e-30j * change).imag / 1e-30
    p = softmax(z)
    pushed = change - np.sum(p * change)
    right = p * pushed if function is softmax else pushed
    np.testing.assert_allclose(found, right, rtol=1e-13, atol=1e-15, strict=True)


def test_a_complex_step_finds_that_the_slope_of_log_sum_exp_is_softmax():
    z = np.random.default_rng(2).normal(size=5) * 10
    found = [log_sum_exp(z + 1e-30j * step).imag / 1e-30 for step in np.eye(5)]
    np.testing.assert_allclose(found, softmax(z), rtol=1e-14, strict=True)


@pytest.mark.parametrize(
    "z", [[1e3, -1e3], [1e308, -1e308], [-inf, 0], [-inf, -inf], [inf, 1], [nan, 0], [inf, inf]]
)
def test_the_edges_are_those_of_torch(z):
    torch = pytest.importorskip("torch", reason="torch is a peer, and optional")
    there = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    for ours, theirs in [
        (softmax, torch.softmax),
        (log_softmax, torch.log_softmax),
        (log_sum_exp, torch.logsumexp),
    ]:
        np.testing.assert_allclose(ours(z), theirs(there, 0).detach().numpy(), rtol=1e-15)
    for label in (0, 1):
        there.grad = None
        right = torch.nn.functional.cross_entropy(there[None], torch.tensor([label]))
        right.backward()
        L, pullback = SoftmaxCrossEntropy(one_hot(label, 2)).vjp(np.array([z]).T)
        np.testing.assert_allclose(L, [[right.item()]], rtol=1e-15)
        np.testing.assert_allclose(pullback().input[:, 0], there.grad.numpy(), atol=1e-300)


# --- the layer and its Jacobian -------------------------------------------------------------------


def test_an_upstream_gradient_of_ones_comes_back_as_0():
    z = np.random.default_rng(3).normal(size=(4, 6))
    _, pullback = Softmax().vjp(z)
    np.testing.assert_allclose(pullback(np.ones((4, 6))).input, np.zeros((4, 6)), atol=1e-15)
    rows = Softmax().jacobian(z[:, [0]]).array.sum(axis=1)
    np.testing.assert_allclose(rows, np.zeros(4), atol=1e-15)


def test_the_jacobian_is_full_symmetric_and_stored_as_p():
    z = np.random.default_rng(3).normal(size=(4, 1))
    dp_dz = Softmax().jacobian(z, names=("z2", "p"))
    p = softmax(z)
    assert_same(dp_dz.array, np.diag(p[:, 0]) - p @ p.T)
    assert (dp_dz.name, dp_dz.nonzeros, dp_dz.nbytes) == ("dp_dz2", 16, 32)
    assert_same(dp_dz.T.array, dp_dz.array)


def test_a_large_jacobian_of_softmax_is_multiplied_without_being_built():
    n = 100_000  # 80 GB, if it were built
    p, z = Variable("p", (n,)), Variable("z", (n,))
    dp_dz = DiagonalMinusOuter(np.full(n, 1 / n), of=p, wrt=z)
    gradient = np.zeros((n, 1))
    gradient[0] = n
    pulled = dp_dz.vjp(gradient)
    np.testing.assert_allclose(pulled[:2], [[1 - 1 / n], [-1 / n]], rtol=1e-10)


def test_the_numbers_must_fit_two_vectors_of_one_size():
    p, z = Variable("p", (3,)), Variable("z", (2,))
    with pytest.raises(ShapeError) as caught:
        DiagonalMinusOuter(np.ones(3), of=p, wrt=z)
    assert str(caught.value) == (
        "the column p of dp_dz does not fit its variables\n"
        "  column p: 1-D with 3 entries\n"
        "  p[3] with respect to z[2] needs two vectors of one size\n"
        "  and one number for each entry"
    )


def test_cross_entropy_behind_softmax_is_the_composition_with_the_gradient_p_minus_y():
    rng = np.random.default_rng(4)
    z, y = rng.normal(size=(4, 3)), softmax(rng.normal(size=(4, 3)))
    apart, whole = Network(Softmax(), CrossEntropy(y)), SoftmaxCrossEntropy(y)
    (one, back), (other, along) = apart.vjp(z), whole.vjp(z)
    assert_same(one, other)
    assert_same(back().input, along().input)
    assert_same(along().input, softmax(z) - y)
    first = np.s_[:, [0]]
    apart, whole = Network(Softmax(), CrossEntropy(y[first])), SoftmaxCrossEntropy(y[first])
    assert_same(apart.jacobian(z[first]).array, whole.jacobian(z[first]).array)


def test_a_wrong_class_that_is_nearly_certain_keeps_its_gradient():
    loss = SoftmaxCrossEntropy([[1], [0]])
    L, pullback = loss.vjp([[0.0], [-50.0]])
    np.testing.assert_allclose(L, [[np.exp(-50)]], rtol=1e-15)
    np.testing.assert_allclose(pullback().input, np.exp(-50) * np.array([[-1], [1]]), rtol=1e-15)


@pytest.mark.parametrize("loss", [CrossEntropy, SoftmaxCrossEntropy])
def test_a_target_that_is_no_distribution_is_refused(loss):
    with pytest.raises(ValueError, match="needs a distribution") as caught:
        loss([[0, 3], [1, 2]])
    assert str(caught.value) == (
        f"{loss.__name__} needs a distribution in each column of its target y: numbers from 0 on "
        "that sum to 1\n"
        "  column 2 of y: 3, 2, with the sum 5\n"
        "  write one_hot(labels, classes) if you have labels, y / y.sum(axis=0) if these are "
        "counts"
    )
    for y in ([[1.5], [-0.5]], [[nan], [1.0]], [[0.5], [0.4]]):
        with pytest.raises(ValueError, match="needs a distribution"):
            loss(y)
    with pytest.raises(ShapeError) as caught:
        loss(np.array([2, 0, 1]))
    assert str(caught.value) == (
        f"{loss.__name__} needs its target y as a column (n, 1), or a batch (n, N)\n"
        "  y: 1-D with 3 entries\n"
        "  write one_hot(y, classes) if these are labels, y.reshape(-1, 1) if a column"
    )


@pytest.mark.parametrize("loss", [CrossEntropy, SoftmaxCrossEntropy])
def test_rows_are_refused_in_a_batch(loss):
    _, pullback = loss(one_hot([0, 1], 2)).vjp(np.full((2, 2), 0.5))
    with pytest.raises(ShapeError, match="the row convention takes one example"):
        pullback(layout=ROW)


def test_a_network_with_softmax_knows_its_sizes_and_its_formulas():
    W, b = np.ones((3, 2)), np.zeros((3, 1))
    with pytest.raises(ShapeError, match="does not take what"):
        Network(Linear(W, b), Softmax(), CrossEntropy(one_hot(0, 2)))
    network = Network(Linear(W, b), Softmax(), CrossEntropy(one_hot(0, 3)))
    assert network.output_letter == "L"
    how = {row.variable: row.how for row in network.backward(network.forward([[1], [2]])).rows}
    assert how["dL_dp1"] == "(-y / p1) * dL_dL"
    assert how["dL_dz1"] == "p1 * (dL_dp1 - (p1 * dL_dp1).sum(axis=0))"


@pytest.mark.parametrize("layout", ["column", "row"])
def test_the_formulas_give_the_gradients(layout):
    z, y = np.array([[1.0], [0.5], [-2.0]]), one_hot(1, 3)
    for layers in ([Softmax(), CrossEntropy(y)], [SoftmaxCrossEntropy(y)]):
        network = Network(*layers)
        forward = network.forward(z)
        backward = network.backward(forward, layout=layout)
        known = {row.variable: row.value for row in (*forward.rows, *backward.rows)}
        for row in backward.rows[1:]:
            value = eval(row.how, {"softmax": softmax, "y": y}, known)
            np.testing.assert_allclose(value, row.value, rtol=1e-12, err_msg=row.how, strict=True)


def test_a_diagonal_jacobian_says_the_same_of_its_own_numbers():
    with pytest.raises(ShapeError, match="the diagonal of ds_dz does not fit"):
        Diagonal(np.ones((3, 1)), of=Variable("s", (3,)), wrt=Variable("z", (3,)))


# --- labels ---------------------------------------------------------------------------------------


def test_labels_become_columns():
    np.testing.assert_array_equal(one_hot([1, 0, 2], 3), np.eye(3)[:, [1, 0, 2]], strict=True)
    np.testing.assert_array_equal(one_hot(np.uint8(1), 2), [[0.0], [1.0]], strict=True)
    assert one_hot([], 3).shape == (3, 0)


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (
            [0, -1],
            "label -1 of example 2 names none of 3 classes\n"
            "  labels count from 0, so that the last class is 2\n"
            "  numpy would count a negative label from the end; leave out examples without a "
            "label",
        ),
        (
            [1, 2, 3],
            "label 3 of example 3 names none of 3 classes\n"
            "  labels count from 0, so that the last class is 2\n"
            "  these count from 1: write labels - 1",
        ),
        (
            [0, 5],
            "label 5 of example 2 names none of 3 classes\n"
            "  labels count from 0, so that the last class is 2\n"
            "  write classes=6 if that is the last class",
        ),
        (
            [[0], [1]],
            "labels must have one axis, one number an example, but have shape (2, 1)\n"
            "  write labels.reshape(-1); columns that are one-hot already go into a loss as they "
            "are",
        ),
    ],
)
def test_labels_that_name_no_class_are_refused_where_numpy_would_wrap(labels, words):
    with pytest.raises(ValueError, match="label") as caught:
        one_hot(labels, 3)
    assert str(caught.value) == words


def test_labels_that_are_no_integers_are_refused():
    with pytest.raises(TypeError) as caught:
        one_hot([0.0, 1.0], 2)
    assert str(caught.value) == (
        "labels must be integers, but have dtype float64\n"
        "  a label is the number of a class, counted from 0\n"
        "  write labels.astype(int) if each is a whole number; a loss takes columns of "
        "probabilities as they are"
    )
