"""One place of an activation, as numbers and as a picture."""

from itertools import pairwise

import matplotlib
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from bpteach import functions
from bpteach.plots import explored_activation
from bpteach.plots.curves import LEAK
from bpteach.plots.explored import say_check
from bpteach.plots.exploring import HEIGHTS, KNOTS, drawn_activation, is_flat, subject_of
from bpteach.plots.lint import lint

NAMES = ("sigmoid", "relu", "tanh", "leaky", "drawn")
fixed = settings(max_examples=60, derandomize=True, database=None, deadline=None)
HEIGHT = st.integers(-30, 30).map(lambda tenths: tenths / 10)
CURVES = st.lists(HEIGHT, min_size=7, max_size=7).map(tuple)


def words_of(picture):
    return "\n".join(text.get_text() for text in picture.findobj(matplotlib.text.Text))


# numbers


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_smooth_formulas_agree_with_central_differences(name):
    assert subject_of(name).check(1e-5, 1.0).gap < 1e-9
    steps = (1.0, 0.5, 0.1, 0.01, 1e-3)
    gaps = [subject_of(name).check(h, 1.0).gap for h in steps]
    assert gaps == sorted(gaps, reverse=True)


def test_the_sigmoid_is_stable_far_out():
    subject = subject_of("sigmoid")
    with np.errstate(all="raise"):
        assert_array_equal(subject.value(np.array([-1000.0, 1000.0])), [0.0, 1.0])
        assert_array_equal(subject.slope(np.array([-1000.0, 1000.0]), 1.0), [0.0, 0.0])


@pytest.mark.parametrize(
    ("name", "at_zero", "chosen", "others", "difference"),
    [
        ("relu", 1.0, 1.0, (0.5, 0.0), 0.5),
        ("relu", 0.5, 0.5, (1.0, 0.0), 0.5),
        ("relu", 0.0, 0.0, (1.0, 0.5), 0.5),
        ("leaky", 1.0, 1.0, (0.55, 0.1), 0.55),
        ("leaky", 0.5, 0.55, (1.0, 0.1), 0.55),
        ("leaky", 0.0, 0.1, (1.0, 0.55), 0.55),
    ],
)
def test_the_table_of_a_kink(name, at_zero, chosen, others, difference):
    subject = subject_of(name)
    kink = subject.kink(0.0, at_zero)
    assert (kink.chosen, kink.others) == (chosen, others)
    for h in (1.0, 0.5, 0.1, 1e-3, 1e-5, 1e-7):
        assert_allclose(subject.difference(0.0, h), difference, rtol=1e-9)
    assert subject.kink(0.25, at_zero) is None


@given(CURVES)
@fixed
def test_a_drawn_curve_goes_through_its_knots_and_is_continuous(heights):
    curve = drawn_activation(heights)
    knots = np.array(KNOTS)
    assert_allclose(curve.function(knots), heights, rtol=0, atol=1e-12)
    for side in (-1e-9, 1e-9):
        assert_allclose(curve.function(knots + side), heights, rtol=0, atol=1e-8)


@given(CURVES, st.sampled_from([0.0, 0.5, 1.0]))
@fixed
def test_its_slope_is_constant_between_knots_and_a_choice_on_them(heights, at_zero):
    curve, slopes = drawn_activation(heights), np.diff(heights) / 2
    for k, (low, high) in enumerate(pairwise(KNOTS)):
        inside = np.linspace(low, high, 9)[1:-1]
        assert_array_equal(curve.derivative(inside, at_zero), np.full(7, slopes[k]))
    mixed = slopes[:-1] + at_zero * np.diff(slopes)
    assert_allclose(curve.derivative(np.array(KNOTS[1:-1]), at_zero), mixed, rtol=0, atol=1e-12)
    assert_array_equal(curve.derivative(np.array([-9.0, 9.0]), at_zero), slopes[[0, -1]])


@given(CURVES)
@fixed
def test_circles_of_a_drawn_curve_differ_on_its_corners_alone(heights):
    subject = subject_of("drawn", heights)
    check = subject.check(1e-5, 1.0)
    jumps = np.abs(np.diff(np.diff(heights) / 2))
    assert_allclose(check.gap, jumps.max() / 2, rtol=0, atol=1e-6)
    assert check.apart < 1e-9
    if check.gap > 1e-6:
        assert check.worst in subject.activation.kinks


@given(CURVES)
@fixed
def test_knots_in_line_are_no_corners(heights):
    kinks = drawn_activation(heights).kinks
    bends = np.abs(np.diff(heights, 2)) > 1e-9
    assert kinks == tuple(np.array(KNOTS)[1:-1][bends])


@given(st.sampled_from(NAMES), CURVES, st.sampled_from([0.01, 0.05, 0.1, 0.2]))
@fixed
def test_hatched_is_just_where_the_slope_is_small(name, heights, tau):
    subject = subject_of(name, heights)
    z = np.linspace(-5.99, 5.99, 300)
    z = z[np.min(np.abs(z[:, None] - np.array([[*KNOTS]])), axis=1) > 1e-6]
    hatched = np.any([(z > low) & (z < high) for low, high in subject.flat(tau)], axis=0)
    small = is_flat(subject.slope(z, 1.0), tau)
    assert_array_equal(np.broadcast_to(hatched, z.shape), small)


def test_the_sigmoid_is_flat_from_where_its_formula_says():
    s = (1 - np.sqrt(1 - 4 * 0.05)) / 2  # s (1 − s) = 0.05
    (_, left), (right, _) = subject_of("sigmoid").flat(0.05)
    assert_allclose([left, right], [np.log(s / (1 - s)), -np.log(s / (1 - s))], atol=2e-6)


def test_leaky_relu_is_the_lessons():
    z = np.array([-2.0, -0.5, 0.0, 3.0])
    assert_array_equal(subject_of("leaky").value(z), np.where(z >= 0, z, LEAK * z), strict=True)
    assert_array_equal(subject_of("leaky").slope(z, 1.0), [0.1, 0.1, 1.0, 1.0])


def test_a_step_that_reaches_over_the_corner_is_told_from_the_corner_itself():
    assert say_check(subject_of("relu"), 1.0, 0.5) == (
        "largest gap ¼, at z = 0.5, near the corner z = 0; away from it within 1e-9"
    )


def test_names_and_knots_that_are_none_are_refused():
    with pytest.raises(ValueError, match="there are: sigmoid, relu, tanh, leaky, drawn\n  did you"):
        subject_of("sigmoit")
    for knots in ([1, 2, 3], [4, 0, 0, 0, 0, 0, 0], ["a"] * 7, [float("nan")] * 7):
        with pytest.raises(ValueError, match="are not seven heights"):
            subject_of("drawn", knots)


# the picture


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("z", [-6.0, -2.25, 0.0, 1.0, 4.0, 6.0])
@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_read_in_both_themes(name, z, theme):
    picture = explored_activation(name, z, h=1.0 if z == 0 else 1e-3, theme=theme)
    assert lint(picture) == []
    assert picture.takeaway in words_of(picture)


@pytest.mark.parametrize("at_zero", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("vector", [[[0.0]], [[-1234.5], [0.0], [0.001]]])
def test_it_can_be_read_with_other_vectors_and_choices(vector, at_zero):
    for name in ("relu", "leaky", "sigmoid"):
        assert lint(explored_activation(name, vector=vector, at_zero=at_zero, h=0.5)) == []


@pytest.mark.parametrize("heights", [(3.0, -3.0) * 3 + (3.0,), (0.0,) * 7, HEIGHTS])
def test_any_curve_can_be_read(heights):
    for z in (-4.0, 2.0, 5.0):
        assert lint(explored_activation("drawn", z, knots=heights)) == []


def test_its_data_are_true():
    data = explored_activation("tanh", 0.75, vector=[[0.5], [-2.0]], h=0.5).data
    assert data["f"] == functions.tanh(0.75)
    assert data["slope"] == functions.tanh_derivative(0.75)
    assert_allclose(data["difference"], np.tanh(1.25) - np.tanh(0.25), rtol=1e-12)
    expected = np.diag(functions.tanh_derivative(np.array([0.5, -2.0])))
    assert_array_equal(data["jacobian"], expected, strict=True)
    assert data["kink"] is None


def test_alt_text_states_the_finding():
    assert explored_activation("relu", h=1.0).description == (
        "ReLU: above f with its tangent, below f′ as dashes, and central differences with h = 1 "
        "as circles: largest gap ½, at the corner z = 0; away from it within 1e-9. At z = 0 ReLU "
        "has no slope: 0 on the left, 1 on the right. 1 is chosen, as in the notes; the central "
        "difference says ½ for every h. It is hatched where |f′| < 0.05: from −6 to 0. Beside it "
        "the Jacobian, 5×5 and diagonal, the same in both conventions. On the diagonal of the "
        "Jacobian 2 of 5 slopes are below 0.05."
    )


@pytest.mark.parametrize(
    "arguments",
    [
        *({"z": 7.0}, {"h": 0.0}, {"h": 2.0}, {"tau": 0.0}, {"at_zero": 2.0}),
        *({"vector": [1.0, 2.0]}, {"vector": [[np.nan]]}, {"vector": np.ones((6, 1))}),
    ],
)
def test_arguments_that_make_no_sense_are_refused(arguments):
    with pytest.raises(ValueError, match="\n  "):
        explored_activation("sigmoid", **arguments)
