"""The microscope of a gradient check: its state, its words, and the data that the page draws."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from widget_laws import check_code, check_page, check_picture, numbers_in, parts_of

from bpteach.plots.regimes import LIMITS, regime_of, step_of
from bpteach.plots.scanned import BUGS, FUNCTIONS
from bpteach.plots.step_scan import EXPONENTS, PRECISIONS, SCHEMES
from bpteach.widgets import Question, microscope
from bpteach.widgets.frames import resolve, said
from bpteach.widgets.step_microscope import Microscope

STATES = st.builds(
    Microscope,
    st.sampled_from(list(FUNCTIONS)),
    st.floats(-6, 6, allow_nan=False).map(lambda z: round(z, 3)),
    st.sampled_from(list(EXPONENTS)),
    st.sampled_from(list(SCHEMES)),
    st.sampled_from(list(PRECISIONS)),
    st.sampled_from(list(BUGS)),
)
OPENING = Microscope()
DRAWN = (  # states of every kind, for what takes a whole spec
    OPENING,
    Microscope("tanh", -0.4, -9, "forward", "float32", "sign"),
    Microscope("product", -2.0, -7, "complex"),
    Microscope("relu", 0.003, -2),
    Microscope("square", 1.0, -3, "forward", bug="factor"),
    Microscope("sigmoid", 0.0, -15, "forward", "float32"),
    Microscope("tanh", 6.0, -12, "central", "float32", "term"),
)
TOLD = (Microscope(), Microscope("relu", 0.003), Microscope("square", 1.0, bug="sign"))


def body(state):
    return resolve(state.spec()["body"], state.position)


def chart(state, name):
    return next(plot for plot in parts_of(body(state), "plot") if plot["name"] == name)


def marks(state, name, kind):
    return [mark for mark in chart(state, name)["marks"] if mark["kind"] == kind]


def row_of(state, head):
    tables = resolve(state.spec()["numbers"], state.position)
    return next(row for table in tables for row in table["rows"] if row[0] == head)


def label_of(state, name, value):
    part = next(
        one
        for kind in ("choice", "select")
        for one in parts_of(body(state), kind)
        if one["name"] == name
    )
    return dict(part["options"])[value]


# the laws


@pytest.mark.parametrize("state", TOLD, ids=lambda state: f"{state.function} {state.z}")
def test_the_page_moves_as_python_would(state):
    check_page(state)


@pytest.mark.parametrize("state", TOLD, ids=lambda state: f"{state.function} {state.z}")
def test_the_line_of_code_rebuilds_the_state(state):
    check_code(state, {"microscope": microscope})


@pytest.mark.parametrize("state", [OPENING, Microscope("relu", 0.0, -5), Microscope(bug="factor")])
def test_the_picture_can_be_read(state):
    check_picture(state)


def test_it_opens_on_the_smallest_step_with_its_finding():
    panel = microscope()
    assert panel.state == OPENING
    assert panel.spec["title"]
    assert said(resolve(panel.spec["title"], panel.position)) == (
        "The best step is not the smallest one: too small a step drowns in rounding"
    )
    assert repr(panel).startswith("Rounding: at h = 10⁻¹⁵ the two values of f agree in nearly all")
    assert repr(panel).endswith(
        '\nmicroscope("sigmoid", z=0.7, exponent=-15, scheme="central", precision="float64", '
        'bug="none")'
    )


# the words


@given(STATES)
@settings(max_examples=200)
def test_every_number_of_a_sentence_is_one_of_the_state(state):
    scan, h = state.scan, state.step
    words = re.sub(r"10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", "", state.sentence())
    words = re.sub(r"float\d\d|slope 0 to slope 1|Ind\(z ≥ 0\)|\d instead|2 f′", "", words)
    words = re.sub(
        r"(z − 1|slope 1 that the formula takes at 0|finds 0\.5|difference is 0)", "", words
    )
    words = re.sub(r"½ \(z − 1\)²|is 0, as|A step 10 times|(?<=\d),(?=\d\d\d)", "", words)
    shares = [
        *(scan.left_out(state.scheme, h), scan.rounding(state.scheme, h)),
        *(scan.foretold(state.scheme, h), scan.bug_size(state.bug)),
    ]
    known = [*shares, 10 ** (scan.order(state.scheme) or 0)]
    known += [scan.difference(state.scheme, h), scan.slope]
    known += [x / 10 ** np.floor(np.log10(x)) for x in shares if x > 0]  # digits of "6 × 10⁻¹²"
    known += [10.0]  # 9.6 × 10⁻¹³ is written 1 × 10⁻¹²
    for found in numbers_in(words):
        near = min(abs(found - one) / max(abs(found), 1e-300) for one in known)
        assert near < 0.34 or found in (0, 1), (found, state.sentence())


@given(STATES)
@settings(max_examples=60)
def test_the_verdict_names_the_error_measured_and_what_the_thresholds_make_of_it(state):
    words = state.verdict()
    limits = [limit for limit, _ in LIMITS]
    below = "below" if state.error < limits[-1] else "above"
    place = sum(state.error >= limit for limit in limits)
    assert f": {below} 10⁻{'⁷⁵³³'[place]}, which means" in words
    assert words.startswith(("✓", "✓", "⚠", "✗")[place])
    alarm = place >= 2 and state.scan.bug_size(state.bug) == 0
    assert ("A false alarm: the formula is right" in words) == alarm


def test_a_false_alarm_names_who_is_to_blame():
    blamed = {
        "rounding": OPENING,
        "the kink": Microscope("relu", 0.0),
        "too large a step": Microscope(scheme="forward", exponent=-1),
        "float32": Microscope("sigmoid", 0.7, -3, scheme="forward", precision="float32"),
    }
    for blame, state in blamed.items():
        assert state.verdict().endswith(f"the formula is right, {blame} is to blame.")


def test_a_bug_that_hides_is_missed():
    state = Microscope("relu", 0.7, -5, bug="term")
    assert state.verdict().endswith("which means right. The bug is missed.")
    assert "no check here can see it" in state.sentence()


def test_the_five_states_of_a_check():
    found = [
        Microscope(exponent=-2).regime,
        Microscope(exponent=-14).regime,
        Microscope(exponent=-5).regime,
        Microscope("relu", 0.003, -2).regime,
        Microscope(bug="term").regime,
    ]
    assert found == ["truncation", "rounding", "near the bottom", "kink", "wrong formula"]


# the data


GOLDEN = {-1: -3.26, -2: -5.26, -3: -7.26, -4: -9.26}  # what a central difference leaves out


def test_errors_of_the_chosen_scheme_are_those_known():
    state = Microscope(scheme="complex")
    (markers, _) = marks(state, "errors", "points")
    found = dict(markers["points"])
    for exponent, expected in GOLDEN.items():
        assert_allclose(found[exponent], expected, atol=0.011)
    assert all(found[exponent] <= -14 for exponent in range(-15, -8))


@pytest.mark.parametrize("state", DRAWN, ids=str)
def test_the_page_draws_what_was_measured(state):
    scan = state.scan
    *_, chosen = marks(state, "errors", "line")
    y = [y for _, y in chosen["points"]]
    expected = np.log10(np.maximum(scan.errors(state.scheme, state.bug), 1e-16))
    assert_allclose(y, expected, atol=0.006)
    markers, ring = marks(state, "errors", "points")
    assert [x for x, _ in markers["points"]] == list(EXPONENTS)
    assert_allclose(ring["points"][0], [state.exponent, expected[4 * (state.exponent + 15)]],
                    atol=0.006)  # fmt: skip
    wrong = scan.bug_size(state.bug) > 0
    roles = {"forward": "gradient", "central": "value", "complex": "match"}
    assert chosen["role"] == ("alarm" if wrong else roles[state.scheme])


@pytest.mark.parametrize("state", DRAWN, ids=str)
def test_the_close_up_shows_f_and_the_points_used(state):
    used = marks(state, "window", "points")[0]["points"]
    assert len(used) == (1 if state.scheme == "complex" else 2)
    assert_allclose(used, state.scan.used(state.scheme, state.step), rtol=1e-4, atol=1e-9)
    f = marks(state, "window", "line")[1]
    close = state.scan.close_up(state.step)
    assert_allclose([x for x, _ in f["points"]], close.x, rtol=1e-5, atol=1e-9)
    ticks = [words for _, words in chart(state, "window")["x"]["ticks"]]
    assert ("z + h" in ticks) == (close.unit == state.step)


def test_a_bug_turns_the_line_of_the_formula_and_not_the_points():
    right, wrong = Microscope(), Microscope(bug="sign")
    assert marks(right, "window", "points") == marks(wrong, "window", "points")
    lines = [marks(state, "window", "line")[2] for state in (right, wrong)]
    assert [one["role"] for one in lines] == ["gradient", "alarm"]
    (_, up), (_, down) = (one["points"][1] for one in lines)
    assert up == -down


def test_thresholds_stand_beside_the_chart_as_words():
    beside = chart(OPENING, "errors")["y"]["beside"]
    assert [words for _, words in beside] == ["look closely", "probably right", "right", "wrong"]
    rules = [mark["y"] for mark in marks(OPENING, "errors", "rule") if "y" in mark]
    assert rules == [-7, -5, -3]


def test_the_zone_of_rounding_ends_at_the_best_step():
    for scheme, precision in (("central", "float64"), ("forward", "float32")):
        state = Microscope(scheme=scheme, precision=precision)
        (zone,) = marks(state, "errors", "area")
        best = state.scan.best(scheme)
        assert_allclose(max(x for x, _ in zone["points"]), np.log10(best), atol=1e-4)
    (zone,) = marks(Microscope(scheme="complex"), "errors", "area")
    assert zone["points"] == []


def test_the_numbers_are_those_of_the_state():
    state = Microscope("tanh", -0.4, -6, scheme="forward", precision="float32", bug="factor")
    assert row_of(state, "z")[1] == repr(float(np.float32(-0.4)))
    left, right = row_of(state, "f is evaluated at")[1].split(" and ")
    assert float(left) == np.float32(-0.4)
    assert float(right) == np.float32(np.float32(-0.4) + np.float32(1e-6))
    found = float(row_of(state, "slope by the difference")[1])
    formula = float(row_of(state, "slope by the formula")[1])
    assert_allclose(abs(found - formula) / abs(formula / 2), state.error)
    assert row_of(state, "10⁻⁶")[0] == "10⁻⁶"


# what can be done


def test_the_best_step_is_one_key_away():
    for state in (OPENING, Microscope(scheme="forward"), Microscope(precision="float32")):
        button = next(one for one in parts_of(body(state), "button") if one["name"] == "best")
        best = state.moved(**button["to"])
        assert regime_of(best.scan, best.scheme, best.exponent) == "near the bottom"
    kink = Microscope("relu", 0.0)
    button = next(one for one in parts_of(body(kink), "button") if one["name"] == "best")
    assert button["off"] is True


def test_zooming_out_goes_by_decades_to_the_largest_step():
    state, seen = OPENING, [OPENING.exponent]
    while not (play := parts_of(body(state), "play")[0])["off"]:
        state = state.moved(**play["to"])
        seen.append(state.exponent)
    assert seen == list(EXPONENTS)
    assert parts_of(body(OPENING), "play")[0]["end"] == {"exponent": -1}


def test_function_and_place_are_changed_by_python():
    panel = microscope()
    panel.do("z", 2)
    panel.do("function", "tanh")
    assert (panel.state.function, panel.state.z) == ("tanh", 2.0)
    assert panel.spec["title"] == panel.state.spec()["title"]
    assert "tanh(z)" in str(panel.spec["body"][3])
    panel.do("undo")
    assert panel.state.function == "sigmoid"


@pytest.mark.parametrize(
    ("do", "value", "message"),
    [
        ("z", 7, "z lies between −6 and 6 here, but z = 7.0"),
        ("function", "cosine", "there is no function 'cosine' to look at"),
    ],
)
def test_what_cannot_be_shown_is_refused(do, value, message):
    panel = microscope()
    with pytest.raises(ValueError, match=re.escape(message)):
        panel.do(do, value)
    assert panel.state == OPENING


@pytest.mark.parametrize(
    "options",
    [{"exponent": -16}, {"exponent": 0}, {"scheme": "x"}, {"precision": "float16"}, {"bug": "x"}],
)
def test_a_call_that_makes_no_sense_says_what_there_is(options):
    with pytest.raises(ValueError, match=r"\n  there are: "):
        microscope(**options)


def test_parts_can_be_hidden():
    names = ("function", "z", "precision", "scheme", "bug", "exponent", "sweep", "best", "errors")
    panel = microscope(hide=(*names, "window"))
    assert panel.hidden == [*names, "window"]
    with pytest.raises(ValueError, match="there is no part 'kink' to hide"):
        microscope(hide=("kink",))


def test_a_question_comes_first():
    panel = microscope(question=Question("Which h?", "10⁻⁵", ("10⁻⁵", "10⁻¹⁵"), 0))
    assert panel.question["ask"] == "Which h?"


def test_every_step_and_choice_has_words():
    assert label_of(OPENING, "bug", "term") == "a term missing"
    assert label_of(OPENING, "scheme", "complex") == "complex"
    assert label_of(OPENING, "function", "square") == "½ (z − 1)²"
    for exponent in (-15, -8, -1):
        slider = parts_of(body(Microscope(exponent=exponent)), "slider")[0]
        assert slider["value"] == str(exponent)
        assert step_of(exponent) == float(f"1e{exponent}")
        assert slider["shown"].startswith("10⁻")
