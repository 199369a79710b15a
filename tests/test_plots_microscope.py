"""A derivative under the microscope: its numbers, what is said of them, and the figure."""

import re
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text
from numpy.lib.stride_tricks import sliding_window_view
from numpy.testing import assert_allclose, assert_array_equal

from bpteach.numeric import central_difference, complex_step, forward_difference
from bpteach.plots import step_microscope
from bpteach.plots.lint import lint
from bpteach.plots.regimes import (
    hides,
    regime_of,
    sentence_of,
    share_words,
    step_of,
    title_of,
    verdict_of,
)
from bpteach.plots.scanned import BUGS, FUNCTIONS
from bpteach.plots.step_scan import EXPONENTS, LAST_DIGIT, PRECISIONS, SCHEMES, scan_steps

NUMERIC = {"forward": forward_difference, "central": central_difference, "complex": complex_step}
SMOOTH = [name for name, one in FUNCTIONS.items() if one.kink is None]
EPS = {name: float(np.finfo(kind).eps) for name, kind in PRECISIONS.items()}
PLACES = st.floats(-6, 6, allow_nan=False).map(lambda z: round(z, 3))

FIGURES = {
    "opening": {},
    "bottom": {"exponent": -5},
    "truncation, forward": {"exponent": -3, "scheme": "forward"},
    "complex": {"scheme": "complex", "exponent": -9},
    "float32": {"precision": "float32", "exponent": -7},
    "float32, lost": {"precision": "float32", "exponent": -12, "scheme": "forward"},
    "a bug": {"bug": "factor", "exponent": -8},
    "a bug, float32": {"bug": "sign", "precision": "float32", "exponent": -3},
    "a missing term": {"z": -2.0, "bug": "term", "exponent": -4},
    "a hidden bug": {"function": "relu", "bug": "term", "exponent": -4},
    "on the kink": {"function": "relu", "z": 0.0, "exponent": -3},
    "near the kink": {"function": "relu", "z": 0.003, "exponent": -2},
    "flat": {"function": "relu", "z": -2.0, "scheme": "forward"},
    "quadratic": {"function": "square", "exponent": -13},
    "quadratic, bottom": {"function": "square", "z": 1.0, "exponent": -4},
    "steep tail": {"function": "tanh", "z": 6.0, "exponent": -6},
    "origin": {"function": "tanh", "z": 0.0, "scheme": "forward"},
    "product": {"function": "product", "z": -1.278, "exponent": -6},
}


@cache
def drawn(name, theme="light"):
    return step_microscope(**FIGURES[name], theme=theme)


def words_of(picture):
    return "\n".join(text.get_text() for text in picture.findobj(Text))


def fitted(scan, scheme, low, high):
    chosen = (scan.h > low * 0.99) & (scan.h < high * 1.01)
    h, errors = scan.h[chosen], scan.errors(scheme)[chosen]
    return np.polyfit(np.log10(h), np.log10(errors), 1)[0]


# the numbers


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("z", [0.7, -1.3, 0.0, 5.0])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_differences_are_those_of_the_package(name, z, precision):
    scan = scan_steps(name, z, precision)
    for scheme, one in NUMERIC.items():
        expected = np.array([float(one(scan.scanned.f, scan.z, h)) for h in scan.h])
        slack = 8 * scan.epsilon * max(abs(scan.value), 1) / scan.h
        if scheme == "complex":
            slack = 8 * scan.epsilon
        assert np.all(np.abs(scan.differences[scheme] - expected) <= slack)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "product"])
def test_errors_fall_with_slope_1_and_2(name):
    scan = scan_steps(name, 0.7)
    assert_allclose(fitted(scan, "forward", 1e-6, 1e-2), 1, atol=0.1)
    assert_allclose(fitted(scan, "central", 1e-4, 1e-1), 2, atol=0.1)
    assert_allclose(fitted(scan, "complex", 1e-6, 1e-1), 2, atol=0.1)
    assert_allclose(fitted(scan, "central", 1e-14, 1e-7), -1, atol=0.2)
    assert [scan.order(scheme) for scheme in SCHEMES] == [1, 2, 2]


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("name", ["sigmoid", "tanh", "product"])
def test_the_best_steps_lie_within_a_decade_of_the_roots_of_epsilon(name, precision):
    scan, eps = scan_steps(name, 0.7, precision), EPS[precision]
    assert abs(np.log10(scan.best("forward") / eps ** (1 / 2))) < 1
    assert abs(np.log10(scan.best("central") / eps ** (1 / 3))) < 1
    for scheme in ("forward", "central"):
        worst = sliding_window_view(scan.errors(scheme), 7).max(axis=1)  # no lucky hits
        measured = scan.h[3:-3][np.argmin(worst)]
        assert abs(np.log10(scan.best(scheme) / measured)) < 1


@given(st.sampled_from(SMOOTH), PLACES)
def test_a_complex_step_has_no_rounding_branch(name, z):
    scan = scan_steps(name, z)
    cancels = 1 + abs(scan.value) / scan.share  # where the formula's own terms cancel
    assert np.all(scan.errors("complex")[scan.h < 1e-9] < 1e-14 * cancels)


def test_a_complex_step_is_right_to_14_digits_and_more():
    for name in FUNCTIONS:
        scan = scan_steps(name, 0.7)
        assert np.all(scan.errors("complex")[scan.h < 1e-8] < 1e-14)


@pytest.mark.parametrize("scheme", ["forward", "central"])
@pytest.mark.parametrize("name", ["sigmoid", "tanh", "product"])
def test_float32_lies_above(name, scheme):
    one, other = (scan_steps(name, 0.7, precision) for precision in PRECISIONS)
    fine, coarse = one.errors(scheme), other.errors(scheme)
    small = one.h < min(one.best(scheme), 1e-3)
    assert np.all(coarse[small] > fine[small])
    assert np.min(coarse) > np.min(fine)


@given(st.sampled_from(SMOOTH), PLACES, st.sampled_from(list(PRECISIONS)))
def test_what_is_measured_was_foretold(name, z, precision):
    scan = scan_steps(name, z, precision)
    for scheme in ("forward", "central"):
        assert np.all(scan.errors(scheme) <= 4 * scan.foretold(scheme, scan.h))


@given(st.sampled_from(SMOOTH), PLACES)
def test_what_is_left_out_is_half_and_a_sixth_of_the_next_slopes(name, z):
    scan, h = scan_steps(name, z), 1e-4
    f = FUNCTIONS[name].slope
    second = float(complex_step(f, z))
    third = float((complex_step(f, z + 1e-4) - complex_step(f, z - 1e-4)) / 2e-4)
    size = max(abs(second), abs(third)) / scan.share
    assert_allclose(scan.left_out("forward", h), abs(second) / 2 * h / scan.share,
                    atol=size * h * h + 1e-12)  # fmt: skip
    assert_allclose(scan.left_out("central", h), abs(third) / 6 * h * h / scan.share,
                    atol=(size + 1) * h**3 + 1e-12)  # fmt: skip


@given(st.sampled_from(list(FUNCTIONS)), PLACES, st.sampled_from(list(BUGS)))
def test_formulas_are_right_but_for_the_bug(name, z, bug):
    scan = scan_steps(name, z)
    right = float(complex_step(FUNCTIONS[name].f, z))
    assert_allclose(scan.formula("none"), right, rtol=1e-12, atol=1e-15)
    assert scan.formula("factor") == 2 * scan.formula("none")
    assert scan.formula("sign") == -scan.formula("none")
    assert_allclose(scan.bug_size(bug) * scan.share, abs(scan.formula(bug) - scan.slope))


@pytest.mark.parametrize("bug", ["factor", "sign", "term"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_bug_is_a_flat_line_at_its_own_size(scheme, bug):
    scan = scan_steps("sigmoid", 0.7)
    usable = scan.h > 1e-12
    assert_allclose(scan.errors(scheme, bug)[usable], scan.bug_size(bug), rtol=0.02)


def test_sizes_of_the_bugs():
    scan = scan_steps("sigmoid", 0.0)
    assert [scan.bug_size(bug) for bug in BUGS] == [0, 1, 2, 1]


@pytest.mark.parametrize(("z", "expected"), [(0.0, 0.5), (0.003, 0.65), (-0.003, 0.35)])
def test_across_a_kink_two_slopes_are_mixed(z, expected):
    scan = scan_steps("relu", z)
    assert scan.crosses("central", 1e-2)
    assert_allclose(scan.difference("central", 1e-2), expected)
    assert not scan.crosses("complex", 1e-2)


def test_on_the_kink_only_a_central_difference_reaches_over_it():
    scan = scan_steps("relu", 0.0)
    assert scan.best("central") is None
    assert not scan.crosses("forward", 1e-5)
    assert_array_equal(scan.errors("central"), 0.5)
    assert_array_equal(scan.errors("forward"), 0.0)


def test_places_are_numbers_of_the_precision():
    for precision, kind in PRECISIONS.items():
        scan = scan_steps("sigmoid", 0.7, precision)
        for exponent in EXPONENTS:
            for scheme in SCHEMES:
                places = scan.places(scheme, step_of(exponent))
                assert all(float(kind(place)) == place for place in places)
    assert scan.is_lost("central", 1e-9)
    assert scan.difference("central", 1e-9) == 0
    assert scan.places("complex", 1e-9) == (float(scan.z),)


# the close-up


@given(st.sampled_from(list(FUNCTIONS)), PLACES, st.sampled_from(list(PRECISIONS)))
def test_the_close_up_is_f_itself(name, z, precision):
    scan = scan_steps(name, z, precision)
    for exponent in (-15, -12, -7, -1):
        h = step_of(exponent)
        close = scan.close_up(h)
        assert close.unit >= h
        assert np.all(np.diff(close.x) >= 0)
        assert np.max(np.abs(close.x)) <= 2.3
        for x, y in scan.used("central", h):
            assert_allclose(np.interp(x, close.x, close.y), y, atol=np.ptp(close.y) / 3 + 1e-12)


def test_a_staircase_shows_where_the_step_is_tiny_and_not_elsewhere():
    scan = scan_steps("sigmoid", 0.7)
    assert [scan.close_up(step_of(e)).coarse for e in (-15, -14, -12, -5, -1)] == [
        *(True, True),
        *(False, False, False),
    ]
    stairs = scan.close_up(1e-15)
    rises = np.diff(stairs.y) * stairs.unit
    grain = np.spacing(scan.value)
    assert_allclose(np.unique(np.round(np.abs(rises) / grain, 6)), [0, 1])


def test_the_slope_between_the_points_is_the_difference():
    scan = scan_steps("sigmoid", 0.7)
    for exponent in EXPONENTS:
        h = step_of(exponent)
        (_, low), (_, high) = scan.used("central", h)
        rise = (high - low) * scan.close_up(h).unit
        assert_allclose(rise / (2 * h), scan.difference("central", h), rtol=1e-12)


# the words


@pytest.mark.parametrize(
    ("call", "exponent", "expected"),
    [
        (("sigmoid", 0.7), -15, "rounding"),
        (("sigmoid", 0.7), -5, "near the bottom"),
        (("sigmoid", 0.7), -2, "truncation"),
        (("sigmoid", 0.7, "float32"), -9, "lost"),
        (("sigmoid", 0.7, "float32"), -2, "near the bottom"),
        (("relu", 0.003), -2, "kink"),
        (("relu", 0.003), -3, "near the bottom"),
        (("square", 0.7), -1, "near the bottom"),
        (("square", 0.7), -9, "rounding"),
    ],
)
def test_regimes(call, exponent, expected):
    assert regime_of(scan_steps(*call), "central", exponent) == expected


@given(
    st.sampled_from(list(FUNCTIONS)),
    PLACES,
    st.sampled_from(list(PRECISIONS)),
    st.sampled_from(list(SCHEMES)),
    st.sampled_from(list(EXPONENTS)),
    st.sampled_from(list(BUGS)),
)
@settings(max_examples=300)
def test_regimes_say_what_is_so(name, z, precision, scheme, exponent, bug):
    scan, h = scan_steps(name, z, precision), step_of(exponent)
    regime = regime_of(scan, scheme, exponent, bug)
    assert (regime == "wrong formula") == (scan.bug_size(bug) > 0)
    if regime == "kink":
        assert name == "relu"
        assert 0 < scan.difference(scheme, h) < 1
    if regime == "lost":
        assert scan.difference(scheme, h) == 0
    if regime == "truncation":
        assert scan.order(scheme)
        assert h > scan.best(scheme)
    if regime == "rounding":
        assert h < scan.best(scheme)
    words = sentence_of(scan, scheme, exponent, bug)
    assert words.endswith(".")
    assert ("try another z" in words) == hides(scan, bug)
    assert not re.search(r"\d(e[-+]|\.\d{5})|nan|inf\b|None|-", words)


def test_sentences_name_error_regime_and_best_step():
    scan = scan_steps("sigmoid", 0.7)
    assert sentence_of(scan, "central", -15) == (
        "Rounding: at h = 10⁻¹⁵ the two values of f agree in nearly all their digits; only noise "
        "is left, and it is divided by h. That can cost 0.82 of the slope. The best h is near 10⁻⁵."
    )
    assert sentence_of(scan, "forward", -3) == (
        "Truncation: at h = 10⁻³ a forward difference leaves out 2 × 10⁻⁴ of the slope. A step 10 "
        "times smaller leaves out 10 times less. The best h is near 10⁻⁷."
    )
    assert sentence_of(scan, "central", -4, "sign") == (
        "Wrong formula: it gives −f′(z). The error stays near 2 times the slope, for every h that "
        "is of use. A bug does not go away with h."
    )
    assert sentence_of(scan_steps("sigmoid", 0.7, "float32"), "central", -9) == (
        "Rounding: h = 10⁻⁹ is less than half of the distance from z to the next float32, so z + h "
        "is z. The difference is 0, all of the slope is lost. The best h is near 10⁻²."
    )
    assert sentence_of(scan_steps("relu", 0.003), "central", -2) == (
        "Kink: between z − h and z + h ReLU turns from slope 0 to slope 1. The central difference "
        "mixes them and gives 0.65; the formula says 1. A step smaller than |z| helps: the best h "
        "is near 10⁻³."
    )


def test_a_bug_can_hide_at_some_z():
    scan = scan_steps("relu", 0.7)
    assert hides(scan, "term")
    assert sentence_of(scan, "central", -2, "term").startswith(
        "The formula is wrong (it says 1 instead of Ind(z ≥ 0)), but at this z it gives the right "
        "number, so no check here can see it: try another z. "
    )
    assert not hides(scan_steps("relu", -0.7), "term")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (0.0, "right"),
        (9e-8, "right"),
        (1e-7, "probably right"),
        (1e-5, "look closely"),
        (1e-3, "wrong"),
        (np.inf, "wrong"),
    ],
)
def test_thresholds_are_words(error, words):
    assert verdict_of(error) == words


def test_shares_are_short():
    assert [share_words(x) for x in (0.0, 6.4e-12, 0.0051, 0.25, 1.0, 489.0)] == [
        *("0", "6 × 10⁻¹²", "0.0051"),
        *("0.25", "1", "490"),
    ]


def test_titles_are_findings():
    smooth, kinked = scan_steps("sigmoid", 0.7), scan_steps("relu", 0.0)
    assert title_of(smooth, "central") == (
        "The best step is not the smallest one: too small a step drowns in rounding"
    )
    assert title_of(smooth, "complex").startswith("A complex step subtracts nothing")
    assert title_of(smooth, "complex", "sign").startswith("A bug does not go away with h")
    assert title_of(kinked, "central").startswith("Across a kink")


# the figure


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_can_be_read_in_both_themes(name, theme):
    assert lint(drawn(name, theme)) == []


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_its_takeaway_as_title_and_its_finding_as_alt_text(name):
    picture = drawn(name)
    assert picture.takeaway in words_of(picture)
    assert picture.alt.endswith(".")
    assert picture.alt == drawn(name, "dark").alt


def test_alt_text_states_slopes_best_steps_and_the_step_looked_at():
    assert drawn("bottom").description == (
        "Relative error of differences of σ(z) at z = 0.7 in float64 against the step h, from "
        "10⁻¹⁵ to 10⁻¹, both axes logarithmic. The forward difference falls with slope 1 down to a "
        "step near 10⁻⁷, then rises again and scatters: rounding wins. The central difference "
        "falls with slope 2 down to a step near 10⁻⁵, then rises again and scatters: rounding "
        "wins. The complex step has no rounding branch: it stays at the last digits. The step "
        "looked at: Near the bottom: at h = 10⁻⁵ truncation and rounding together cost about "
        "9 × 10⁻¹¹ of the slope. No step of a central difference does much better. The best h is "
        "near 10⁻⁵. Beside it f itself, so near to z: a smooth line, with the two points that the "
        "difference uses."
    )


def test_the_curves_drawn_are_those_measured():
    picture = drawn("a bug")
    errors = picture.axes[0]
    heavy = max(errors.lines, key=lambda one: (len(one.get_xdata()) == 57) * one.get_linewidth())
    expected = np.log10(np.maximum(picture.data["errors"]["central"], LAST_DIGIT))
    assert_array_equal(heavy.get_ydata(), expected)
    assert picture.data["error"] == picture.data["errors"]["central"][4 * 7]
    assert "a wrong formula: no h helps" in words_of(picture)


@pytest.mark.parametrize("words", ["wrong", "look closely", "probably right", "right"])
def test_thresholds_stand_beside_the_errors_as_words(words):
    assert words in words_of(drawn("opening")).split("\n")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"function": "cosine"}, "there is no function 'cosine' to look at"),
        ({"z": 7}, "z lies between −6 and 6 here, but z = 7"),
        ({"z": float("nan")}, "z lies between −6 and 6 here, but z = nan"),
        ({"exponent": 0}, "there is no exponent 0"),
        ({"scheme": "backward"}, "there is no scheme 'backward'"),
        ({"precision": "float16"}, "there is no precision 'float16' to look at"),
        ({"bug": "typo"}, "there is no bug 'typo'"),
    ],
)
def test_what_makes_no_sense_is_refused(options, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        step_microscope(**options)
