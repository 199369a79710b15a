import warnings
from decimal import Decimal, localcontext

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from subjects import same_numbers_elsewhere

from bpteach import relu, relu_derivative, sigmoid, sigmoid_derivative, tanh, tanh_derivative

FUNCTIONS = [relu, relu_derivative, sigmoid, sigmoid_derivative, tanh, tanh_derivative]
PAIRS = [(sigmoid, sigmoid_derivative), (tanh, tanh_derivative), (relu, relu_derivative)]
SMOOTH = PAIRS[:2]
FLOATS = [np.float16, np.float32, np.float64, np.longdouble]
INTEGERS = [np.bool_, np.int8, np.uint8, np.int16, np.uint16, np.int32, np.int64, np.uint64]
each_function = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
fixed = settings(max_examples=60, derandomize=True, database=None, deadline=None)


# --- values, against arithmetic with 60 digits ------------------------------------------------


def _sigmoid(z):
    return 1 / (1 + (-z).exp())


def _tanh(z):
    return 2 * _sigmoid(2 * z) - 1 if abs(z) > Decimal("1e-20") else z


REFERENCES = {
    sigmoid: _sigmoid,
    sigmoid_derivative: lambda z: _sigmoid(z) * _sigmoid(-z),
    tanh: _tanh,
    tanh_derivative: lambda z: 4 * _sigmoid(2 * z) * _sigmoid(-2 * z),
    relu: lambda z: max(z, Decimal(0)),
    relu_derivative: lambda z: Decimal(z >= 0),
}


def exactly(function, z):
    """The value with 60 digits, rounded once to the dtype of z."""
    with localcontext() as context, np.errstate(all="ignore"):
        context.prec, context.Emin, context.Emax = 60, -(10**7), 10**7
        values = [z.dtype.type(str(REFERENCES[function](Decimal(float(x))))) for x in z]
    return np.array(values, dtype=z.dtype)


def assert_right(function, z):
    """Within a few units in the last place, and of the smallest number near 0."""
    kind = np.finfo(z.dtype)
    with np.errstate(all="raise"):
        found = function(z)
    np.testing.assert_allclose(
        found,
        exactly(function, z),
        rtol=float(8 * kind.eps),
        atol=4 * kind.smallest_subnormal,
        strict=True,
    )


@pytest.mark.parametrize("dtype", FLOATS, ids=lambda dtype: dtype.__name__)
@each_function
def test_values_are_right_to_the_last_digits_in_every_float(function, dtype):
    assert_right(function, np.linspace(-12, 12, 97).astype(dtype))
    assert_right(function, np.array([-1e-4, -1e-7, -0.0, 0.0, 1e-7, 1e-4], dtype=dtype))


@each_function
def test_float16_is_computed_wider_and_rounded_once(function):
    z = np.linspace(-9, 9, 721).astype(np.float16)
    right, half_a_digit = exactly(function, z), 0.51 * float(np.finfo(np.float16).eps)
    wide = exactly(function, z.astype(np.float64))
    np.testing.assert_allclose(function(z), wide, rtol=half_a_digit, atol=3e-8)
    assert np.mean(function(z) == right) > 0.99


@pytest.mark.parametrize("dtype", FLOATS, ids=lambda dtype: dtype.__name__)
@each_function
def test_values_are_right_in_both_tails_down_to_the_smallest_number(function, dtype):
    end = float(-np.log(np.finfo(dtype).smallest_subnormal))
    z = np.linspace(0.3, min(end, 5500), 83).astype(dtype)
    assert_right(function, z)
    assert_right(function, -z)


@fixed
@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=5), st.sampled_from(FUNCTIONS))
def test_values_are_right_anywhere(z, function):
    assert_right(function, np.array(z))


# How many eps the result may be away from the truth where that is a normal number.
BOUNDS = {sigmoid: 1.5, sigmoid_derivative: 3, tanh: 2, tanh_derivative: 3}
TRUTH = {
    sigmoid: lambda z: 1 / (1 + mpmath.exp(-z)),
    sigmoid_derivative: lambda z: mpmath.exp(-abs(z)) / (1 + mpmath.exp(-abs(z))) ** 2,
    tanh: mpmath.tanh,
    tanh_derivative: lambda z: 4 * mpmath.exp(-2 * abs(z)) / (1 + mpmath.exp(-2 * abs(z))) ** 2,
}


# Where a sigmoid of float32 falls, or is 1.7 eps off, if numpy's exp of float32 is taken.
FELL = [0.01289747, 0.01337063, 0.01374065, -16.639174]


def as_mpf(x):
    """The very number, of any float: a fraction of 64 bits and a power of two."""
    fraction, power = np.frexp(x)
    return mpmath.ldexp(int(fraction * np.longdouble(2) ** 64), int(power) - 64)


@pytest.mark.parametrize("dtype", FLOATS, ids=lambda dtype: dtype.__name__)
@pytest.mark.parametrize("function", BOUNDS, ids=lambda f: f.__name__)
def test_values_are_within_their_bound_at_a_thousand_points_beside_mpmath(function, dtype):
    rng, kind = np.random.default_rng(4), np.finfo(dtype)
    end = -float(np.log(kind.smallest_subnormal))
    z = [rng.normal(size=400) * 3, rng.uniform(-40, 40, 300), rng.uniform(-end, end, 300)]
    tail = rng.uniform(-float(np.log(kind.tiny)), end, 150)  # only few digits are left there
    z = np.concatenate([*z, tail, -tail, tail / 2, FELL]).astype(dtype)
    smallest, least_normal, eps = map(
        as_mpf, map(dtype, (kind.smallest_subnormal, kind.tiny, kind.eps))
    )
    with mpmath.workprec(160):
        for one, found in zip(z, function(z), strict=True):
            truth = TRUTH[function](as_mpf(one))
            allowed = BOUNDS[function] * eps * abs(truth)
            if abs(truth) < least_normal:
                allowed = 2 * smallest
            assert abs(as_mpf(found) - truth) <= allowed, one


@pytest.mark.parametrize("dtype", FLOATS, ids=lambda dtype: dtype.__name__)
def test_the_sigmoid_never_falls_over_runs_of_adjacent_floats(dtype):
    rng = np.random.default_rng(5)
    ends = -0.95 * float(np.log(np.finfo(dtype).max))  # where the tail begins
    begins = [
        rng.normal(size=60) * 4,
        rng.uniform(1.2 * ends, 40, 60),
        [ends, 0.0, 0.0129, 0.01375],
    ]
    for begin in np.concatenate(begins).astype(dtype):
        z = begin + np.arange(-500, 500) * np.spacing(np.abs(begin))
        assert np.all(np.diff(sigmoid(z)) >= 0), begin


@pytest.mark.parametrize(("function", "derivative"), PAIRS, ids=lambda f: f.__name__)
def test_the_derivative_is_what_central_differences_find(function, derivative):
    z = np.random.default_rng(3).uniform(0.1, 5, (4, 3)) * np.array([1, -1, 1])
    found = (function(z + 1e-5) - function(z - 1e-5)) / 2e-5
    np.testing.assert_allclose(derivative(z), found, rtol=1e-6, atol=1e-9, strict=True)


@pytest.mark.parametrize(("function", "derivative"), SMOOTH, ids=lambda f: f.__name__)
@pytest.mark.parametrize("z", [-600.0, -40.0, -1.5, 0.0, 0.25, 3.0, 37.5])
def test_a_complex_step_goes_through_smooth_functions(function, derivative, z):
    slope = function(np.array([z + 1e-40j])).imag / 1e-40
    np.testing.assert_allclose(slope, derivative([z]), rtol=1e-12, strict=True)


@pytest.mark.parametrize("derivative", [sigmoid_derivative, tanh_derivative])
@pytest.mark.parametrize("z", [-4.0, -0.5, 0.0, 0.5, 4.0])
def test_a_complex_step_goes_through_derivatives_too(derivative, z):
    slope = derivative(np.array([z + 1e-40j])).imag / 1e-40
    found = (derivative(z + 1e-5) - derivative(z - 1e-5)) / 2e-5
    np.testing.assert_allclose(slope, [found], rtol=1e-7, atol=1e-9, strict=True)


@pytest.mark.parametrize("z", [-2.0, 0.0, 2.0])
def test_a_complex_step_takes_the_right_branch_of_relu(z):
    assert relu(z + 1e-40j).imag == (1e-40 if z >= 0 else 0.0)


# --- edges -------------------------------------------------------------------------------------

EDGES = np.array([-np.inf, -1e308, -1000.0, -0.0, 0.0, 1000.0, 1e308, np.inf, np.nan])
AT_EDGES = {
    relu: [0, 0, 0, 0, 0, 1000, 1e308, np.inf, np.nan],
    relu_derivative: [0, 0, 0, 1, 1, 1, 1, 1, np.nan],
    sigmoid: [0, 0, 0, 0.5, 0.5, 1, 1, 1, np.nan],
    sigmoid_derivative: [0, 0, 0, 0.25, 0.25, 0, 0, 0, np.nan],
    tanh: [-1, -1, -1, 0, 0, 1, 1, 1, np.nan],
    tanh_derivative: [0, 0, 0, 1, 1, 0, 0, 0, np.nan],
}


@each_function
def test_every_edge_has_its_value_and_nothing_warns(function):
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        found = function(EDGES)
    np.testing.assert_array_equal(found, np.array(AT_EDGES[function], dtype=float), strict=True)


@pytest.mark.parametrize("dtype", FLOATS, ids=lambda dtype: dtype.__name__)
@each_function
def test_no_float_warns_at_its_own_largest_and_smallest_numbers(function, dtype):
    kind = np.finfo(dtype)
    z = np.array([-kind.max, -kind.tiny, -kind.smallest_subnormal, kind.tiny, kind.max, np.inf])
    with np.errstate(all="raise"):
        found = function(z.astype(dtype))
    assert found.dtype == dtype
    assert np.isfinite(found[:-1]).all()


@pytest.mark.parametrize("dtype", INTEGERS, ids=lambda dtype: dtype.__name__)
@each_function
def test_integers_and_booleans_become_float64_before_anything_is_computed(function, dtype):
    kind = None if dtype is np.bool_ else np.iinfo(dtype)
    whole = [0, 1] if kind is None else [kind.min, 0, 1, 100, kind.max]
    with np.errstate(all="raise"):
        found = function(np.array(whole, dtype=dtype))
    np.testing.assert_array_equal(found, function(np.array(whole, dtype=float)), strict=True)


@pytest.mark.parametrize("dtype", [*FLOATS, np.complex64, np.complex128])
@each_function
def test_floats_keep_their_dtype(function, dtype):
    assert function(np.array([[-1, 0, 2]], dtype=dtype)).dtype == dtype
    assert function(dtype(0.5)).dtype == dtype


@pytest.mark.parametrize("shape", [(), (3,), (3, 1), (1, 3), (2, 3, 4), (0,), (3, 0)])
@each_function
def test_any_shape_is_kept(function, shape):
    z = np.random.default_rng(0).normal(size=shape)
    assert np.shape(function(z)) == shape


@pytest.mark.parametrize("lying", same_numbers_elsewhere(np.zeros((1, 1))))
@each_function
def test_it_does_not_matter_how_the_numbers_lie_in_memory(function, lying):
    z = np.random.default_rng(1).normal(size=(4, 3))
    found = function(same_numbers_elsewhere(z)[lying])
    np.testing.assert_allclose(found, function(z), rtol=1e-15, strict=True)
    assert found.dtype.isnative


@each_function
def test_inputs_are_not_changed_and_results_are_new(function):
    z = np.array([[-2.0, 0.0], [3.0, np.nan]])
    before = z.copy()
    found = function(z)
    found[:] = 99
    np.testing.assert_array_equal(z, before)


@each_function
def test_a_plain_number_gives_a_plain_number(function):
    assert isinstance(function(0.5), np.float64)
    assert isinstance(function(1), np.float64)


@pytest.mark.parametrize("dtype", FLOATS, ids=lambda dtype: dtype.__name__)
@pytest.mark.parametrize("at_zero", [0, 0.5, 1, np.float32(0.25), True])
def test_relu_takes_the_value_asked_for_at_its_kink_and_nowhere_else(at_zero, dtype):
    z = np.array([-1e-3, -0.0, 0.0, 1e-3], dtype=dtype)
    wanted = np.array([0, at_zero, at_zero, 1], dtype=dtype)
    np.testing.assert_array_equal(relu_derivative(z, at_zero), wanted, strict=True)


def test_relus_derivative_at_zero_is_1_as_in_the_notes():
    assert relu_derivative(0.0) == 1


def test_the_sigmoids_right_tail_does_not_vanish_as_the_textbook_form_does():
    s = sigmoid(40.0)
    assert s * (1 - s) == 0
    np.testing.assert_allclose(sigmoid_derivative(40.0), np.exp(-40.0), rtol=1e-15)
