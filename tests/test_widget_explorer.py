"""The activation explorer's state: its numbers, words and picture, and its data for the page."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from widget_laws import check_code, check_page, check_picture, numbers_in, parts_of

from bpteach import ReLU, Sigmoid, Tanh
from bpteach.plots.exploring import HEIGHTS
from bpteach.widgets import explorer
from bpteach.widgets.activation_explorer import Explorer
from bpteach.widgets.activation_explorer.choices import FUNCTIONS, PRESETS, STEPS, TAUS, VECTOR
from bpteach.widgets.frames import resolve, said
from bpteach.widgets.panel import Panel

fixed = settings(max_examples=60, derandomize=True, database=None, deadline=None)
few = settings(fixed, max_examples=8)
NUMBERS = st.one_of(st.floats(-20, 20).map(lambda value: round(value, 3)), st.just(0.0))
CURVES = st.lists(st.integers(-30, 30).map(lambda t: t / 10), min_size=7, max_size=7).map(tuple)


@st.composite
def states(draw):
    vector = draw(st.lists(NUMBERS, min_size=1, max_size=5).map(tuple))
    state = Explorer(vector, draw(CURVES))
    return state.moved(**{name: draw(st.sampled_from(v)) for name, v in state.moves().items()})


def shown(state):
    return resolve(state.spec(), state.position)


def charts(state):
    return parts_of(shown(state), "plot")


def marks(chart, kind, **wanted):
    return [
        mark
        for mark in chart["marks"]
        if mark["kind"] == kind and all(mark.get(name) == value for name, value in wanted.items())
    ]


# the laws of every widget


@few
@given(states())
def test_the_page_moves_as_python_would(state):
    check_page(state)


@few
@given(states())
def test_the_line_of_code_rebuilds_the_state(state):
    check_code(state, {"explorer": explorer})


@few
@given(states())
def test_any_state_has_a_picture(state):
    picture = state.picture()
    assert state.sentence() in picture.alt + state.sentence()
    assert picture.data["slope"] == state.subject().slope(state.place, state.choice)


@pytest.mark.parametrize(
    "state",
    [
        Explorer(z=-20),
        Explorer(function="relu", h=6),
        Explorer(function="drawn", z=8, tau=3, at_zero=1),
        Explorer((0.0,), function="leaky", at_zero=0),
    ],
    ids=["saturated", "on the kink", "drawn", "one number"],
)
def test_the_picture_can_be_read_in_both_themes(state):
    check_picture(state)
    assert state.sentence().partition(". On the")[0] in state.picture().alt


# what it shows is true


@pytest.mark.parametrize(
    ("function", "layer"), [("sigmoid", Sigmoid()), ("tanh", Tanh()), ("relu", ReLU())]
)
def test_the_jacobian_is_the_layers_own(function, layer):
    state = Explorer(function=function)
    jacobian = layer.jacobian(np.array(state.vector)[:, None])
    assert_array_equal(np.diag(state.diagonal()), jacobian.array, strict=True)


@fixed
@given(states())
def test_saturated_entries_are_counted_and_framed(state):
    flat = [k for k, slope in enumerate(state.diagonal()) if abs(slope) < state.bound * (1 - 1e-9)]
    few = re.search(r"Jacobian (\d+) of (\d+) slopes", state.sentence())
    assert [int(few[1]), int(few[2])] == [len(flat), len(state.vector)]
    (heat,) = parts_of(shown(state), "heat")
    assert [frame["rows"] for frame in heat["frames"]] == [[k, k] for k in flat]
    assert all(frame["rows"] == frame["columns"] for frame in heat["frames"])


@fixed
@given(states())
def test_structural_zeros_are_dots_and_the_diagonal_has_numbers(state):
    (heat,) = parts_of(shown(state), "heat")
    n = len(state.vector)
    dots = np.array(heat["text"]) == "·"
    assert_array_equal(dots, ~np.eye(n, dtype=bool))
    full = [float(heat["full"][k][k].replace("−", "-")) for k in range(n)]
    assert_allclose(full, state.diagonal(), rtol=1e-5, atol=1e-11)


@fixed
@given(states())
def test_charts_show_the_numbers_of_the_state(state):
    above, below = charts(state)
    value = float(state.subject().value(state.place))
    (dot,) = marks(above, "points", role="value")
    assert_allclose(dot["points"], [[state.place, value]], rtol=1e-5, atol=1e-9)
    (start, end) = marks(above, "line", role="gradient")[-1]["points"]
    slope = state.subject().slope(state.place, state.choice)
    assert_allclose((end[1] - start[1]) / 3.2, slope, rtol=1e-4, atol=1e-5)
    (circles,) = marks(below, "points", role="ink")
    found = [y for _, y in circles["points"]]
    check = state.subject().check(state.step, state.choice)
    assert_allclose(found, check.difference, rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize(("at_zero", "chosen"), [(2, 1.0), (1, 0.5), (0, 0.0)])
def test_on_its_kink_relu_has_three_squares_and_one_is_filled(at_zero, chosen):
    for z in (0, 8):  # also when we look elsewhere
        _, below = charts(Explorer(function="relu", at_zero=at_zero, z=z))
        hollow = marks(below, "points", marker="square", hollow=True)[0]["points"]
        filled = marks(below, "points", marker="square", hollow=None)[0]["points"]
        assert filled == [[0.0, chosen]]
        assert sorted([*hollow, *filled]) == [[0.0, 0.0], [0.0, 0.5], [0.0, 1.0]]


@pytest.mark.parametrize("h", range(len(STEPS)))
def test_the_circle_on_the_kink_says_one_half_for_every_step(h):
    _, below = charts(Explorer(function="relu", h=h))
    (circles,) = marks(below, "points", role="ink")
    assert [0.0, 0.5] in circles["points"]


def test_a_long_step_is_seen_as_a_chord():
    above, _ = charts(Explorer(function="relu", h=6))
    (chord,) = marks(above, "line", role="ink")
    assert chord["points"] == [[-1.0, 0.0], [1.0, 1.0]]
    above, _ = charts(Explorer(function="relu", h=2))
    assert marks(above, "line", role="ink")[0]["points"] == []


def test_both_charts_begin_at_the_same_place():
    for function in FUNCTIONS:
        above, below = charts(Explorer(function=function))
        assert above["y"]["room"] == below["y"]["room"]
        longest = [len(words) for one in (above, below) for _, words in one["y"]["ticks"]]
        assert max(longest) <= above["y"]["room"]
        assert above["x"] == below["x"]


def test_only_your_own_curve_has_handles_and_fields_for_its_knots():
    for function in FUNCTIONS:
        spec = shown(Explorer(function=function))
        fields = [one["name"] for one in parts_of(spec, "numbers")]
        drawn = function == "drawn"
        assert fields == ["vector"] + ["knots"] * drawn
        assert bool(parts_of(spec, "plot")[0].get("handles")) == drawn


def test_only_a_kink_has_a_choice():
    for function in FUNCTIONS:
        names = [one["name"] for one in parts_of(shown(Explorer(function=function)), "choice")]
        assert ("at_zero" in names) == (function in ("relu", "leaky", "drawn"))
    (choice,) = [
        one
        for one in parts_of(shown(Explorer(function="leaky")), "choice")
        if one["name"] == "at_zero"
    ]
    assert choice["options"] == [[2, "1"], [1, "0.55"], [0, "0.1"]]
    assert choice["keys"] == ["1", "2", "3"]


# words


@fixed
@given(states())
def test_the_sentences_numbers_are_the_states(state):
    words = state.sentence().replace("½", "0.5").replace("¼", "0.25").replace("¾", "0.75")
    numbers = numbers_in(words.partition("On the diagonal")[0].replace("z = ", "z = "))
    assert numbers[0] == float(f"{state.place:.3g}")
    assert state.situation() in ("kink", "saturated", "smooth")
    slope = float(state.subject().slope(state.place, state.choice))
    if state.kink:
        kink = state.kink
        expected = [kink.left, kink.right, kink.chosen, kink.difference]
        assert_allclose(numbers[1:5], expected, rtol=5.1e-3, atol=1e-9)
    elif abs(slope) < 1e-9:
        assert "no gradient comes back" in words
    else:
        assert_allclose(numbers[-1], slope, rtol=5.1e-3)
    assert ("saturated" in words) == (state.situation() == "saturated" and abs(slope) >= 1e-9)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (
            Explorer(z=-20),
            "At z = −5 the sigmoid is saturated: the gradient comes back times 0.00665. "
            "On the diagonal of the Jacobian 2 of 5 slopes are below 0.05.",
        ),
        (
            Explorer(function="relu", at_zero=0),
            "At z = 0 ReLU has no slope: 0 on the left, 1 on the right. 0 is chosen, as in PyTorch "
            "and JAX; the central difference says ½ for every h. "
            "On the diagonal of the Jacobian 3 of 5 slopes are below 0.05.",
        ),
        (
            Explorer((1.0, -7.0), function="relu", z=-4),
            "At z = −1 ReLU is flat: its slope is 0, and no gradient comes back. "
            "On the diagonal of the Jacobian 1 of 2 slopes is below 0.05.",
        ),
        (
            Explorer(function="drawn", z=12),
            "At z = 3 your curve has slope −0.1: the gradient comes back times −0.1. "
            "On the diagonal of the Jacobian 1 of 5 slopes is below 0.05.",
        ),
    ],
)
def test_sentences(state, words):
    assert state.sentence() == words


def test_the_check_is_told_beside_the_circles():
    def words(state):
        texts = [said(one["words"]) for one in parts_of(shown(state), "text")]
        return next(one for one in texts if one.startswith("○"))

    assert words(Explorer(h=1)).endswith("they agree with the formula within 1e‑9.")
    assert words(Explorer(function="drawn", h=1)) == (
        "○ Central differences of f alone: largest gap 0.35, at the corner z = 2; "
        "away from corners within 1e‑9."
    )


def test_numbers_are_given_as_tables():
    state = Explorer(function="relu", at_zero=1, h=6)
    curve, diagonal = shown(state)["numbers"]
    assert said(curve["caption"]) == "f, f′ by its formula, and ○ with h = 1"
    assert curve["rows"][12] == ["0", "0", "0.5", "0.5"]
    assert curve["rows"][13] == ["0.5", "0.5", "1", "0.75"]
    assert diagonal["rows"][2] == ["z₃", "0", "0.5"]


# actions


def test_numbers_knots_and_presets_are_changed():
    state = Explorer()
    assert state.on_vector([4, -7.5]).vector == (*VECTOR[:4], -7.5)
    assert state.on_knots([3, 2.5]).knots == (*HEIGHTS[:3], 2.5, *HEIGHTS[4:])
    assert state.on_knots([3, 2.5]).preset == "your own"
    assert state.on_preset("hat").knots == PRESETS["hat"]
    assert state.on_preset("hat").preset == "hat"
    assert state.on_preset("your own") == state


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_drawn(name):
    assert explorer("drawn", knots=PRESETS[name]).state.preset == name


@pytest.mark.parametrize(
    "call",
    [
        lambda s: s.on_vector([5, 1.0]),
        lambda s: s.on_vector([0, float("inf")]),
        lambda s: s.on_knots([0, 3.5]),
        lambda s: s.on_knots([7, 0.0]),
        lambda s: s.act("kink"),
    ],
)
def test_what_makes_no_sense_is_refused(call):
    with pytest.raises(ValueError, match=r".+"):
        call(Explorer())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"z": 1.1}, "z=1.1 is no place of its slider\n  the nearest one: z=1.0"),
        ({"h": 1e-4}, "h=0.0001 is no place of its slider"),
        ({"tau": 0.5}, "the nearest one: tau=0.2"),
        ({"at_zero": 0.3}, "the nearest one: at_zero=0.5"),
        ({"vector": [1.0, 2.0]}, r"write a column \(n, 1\)"),
        ({"knots": [1.0]}, "are not seven heights"),
        ({"function": "softmax"}, "there is no activation 'softmax'\n  there are: sigmoid, relu"),
    ],
)
def test_a_call_that_makes_no_sense_is_told_what_there_is(arguments, words):
    with pytest.raises(ValueError, match=words):
        explorer(**arguments)


def test_it_opens_where_it_is_told():
    state = explorer("ReLU", z=-2.25, h=0.5, tau=0.2, at_zero=0.5, vector=[[1.0]]).state
    assert state == Explorer((1.0,), HEIGHTS, "relu", -9, STEPS.index(0.5), TAUS.index(0.2), 1)


def test_what_a_hand_moves_without_letting_go_is_one_to_undo():
    panel = Panel(Explorer(function="drawn"))
    panel.do("knots", [3, 0.5])
    panel.do("knots", [3, 0.6], held=True)
    panel.do("knots", [3, 0.7], held=True)
    assert panel.state.knots[3] == 0.7
    panel.do("undo")
    assert panel.state.knots == HEIGHTS
