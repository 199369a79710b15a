"""The shape board without a page: its steps, its verdicts, its words and its data."""

import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from widget_laws import check_code, check_page, check_picture, numbers_in, parts_of

from bpteach import widgets
from bpteach.layout import COLUMN, ROW, ShapeError, Variable
from bpteach.widgets import Question, shape_board
from bpteach.widgets.boards.arrangement import arrangements
from bpteach.widgets.boards.problem import Problem
from bpteach.widgets.boards.state import ShapeBoard
from bpteach.widgets.frames import resolve, said

CHAIN = {"x": 4, "z": 3, "a": 3, "L": 1}
MAPS = {"M": "y x", "P": "w y", "C": "w z", "x": 4, "y": 3, "w": 3, "z": 1}
OPENING = shape_board("dL_da @ da_dz @ dz_dx", **CHAIN).state
SOLVED = shape_board("dz_dx @ da_dz @ dL_da", **CHAIN).state
ACCIDENT = shape_board("dL_da @ da_dz.T @ dz_dx", layout="row", **CHAIN).state
PLAIN = shape_board("C.T @ P.T @ M", **MAPS).state
EMPTY = shape_board("", **CHAIN).state
TWO = shape_board("dL_dz @ dz_dx.T", x=2, z=5, L=4, goal="x z").state
STATES = {
    "opening": OPENING,
    "solved": SOLVED,
    "accident": ACCIDENT,
    "plain": PLAIN,
    "empty": EMPTY,
    "two factors": TWO,
}
fixed = settings(max_examples=60, derandomize=True, database=None, deadline=None)
MATRICES = (("M", False), ("P", False), ("C", True))


def problem_of(sizes, names="xzaL", **more):
    return Problem(
        tuple(Variable(*one) for one in zip(names, ((k,) for k in sizes), strict=False)), **more
    )


@st.composite
def boards(draw, derivatives=None):
    """Any board of any problem, with vectors of 2 to 6 entries and often a scalar at the end."""
    count = draw(st.sampled_from([2, 3]))
    sizes = draw(st.lists(st.integers(2, 6), min_size=count, max_size=count))
    sizes.append(draw(st.sampled_from([1, 1, 2, 3, 4])))
    plain = draw(st.booleans()) if derivatives is None else not derivatives
    problem = problem_of(sizes, matrices=MATRICES[-count:] if plain else ())
    problem = problem_of(
        sizes, matrices=problem.matrices, goal=draw(st.sampled_from(problem.goals()))
    )
    return ShapeBoard(
        problem,
        board=draw(st.integers(0, len(arrangements(count)) - 1)),
        layout=draw(st.sampled_from(["column", "row"])) if not plain else "column",
        chosen=draw(st.integers(1, count)),
    )


# The properties that the page is built on


@given(boards())
@fixed
def test_converting_twice_changes_nothing(state):
    assert state.converted().converted().pieces == state.pieces
    assert state.converted().converted().layout == state.layout


@given(boards())
@fixed
def test_the_two_halves_of_a_conversion_commute_and_are_undone_by_themselves(state):
    assert state.flipped().reversed() == state.reversed().flipped() == state.converted()
    assert state.flipped().flipped() == state
    twice = state.reversed().reversed()
    assert (twice.pieces, twice.place) == (state.pieces, state.place)


@given(boards(derivatives=True))
@fixed
def test_a_conversion_keeps_the_verdict_and_transposes_the_product(state):
    there = state.converted()
    assert there.verdict.kind == state.verdict.kind
    if state.verdict.multiplies:
        assert np.array_equal(there.product(), state.product().T)


@given(boards(derivatives=True))
@fixed
def test_half_a_conversion_of_a_solved_board_solves_nothing(state):
    if state.verdict.kind == "solved" and len(state.pieces) > 1:
        assert state.flipped().verdict.kind in ("mismatch", "coincidence")
        assert state.reversed().verdict.kind in ("mismatch", "coincidence")


def wanted(state):
    wrt, of = state.problem.ends
    if not state.problem.has_layouts:
        return [(wrt, of), (of, wrt)]
    return [(wrt, of) if state.convention is COLUMN else (of, wrt)]


def is_the_goal(state):
    """Whether numpy's product holds the numbers of the goal, found without any product."""
    found = state.product()
    if found is None:
        return False
    right = [(sides, state.problem.reference(*sides)) for sides in wanted(state)]
    shaped = [one for sides, one in right if found.shape == tuple(side.size for side in sides)]
    return any(np.abs(found - one).max() < 1e-6 for one in shaped)


@given(boards())
@settings(fixed, max_examples=400)
def test_solved_is_said_exactly_where_numpys_product_is_the_goal(state):
    assert (state.verdict.kind == "solved") == is_the_goal(state)


@pytest.mark.parametrize("matrices", [(), MATRICES], ids=["derivatives", "matrices"])
def test_no_board_of_any_size_is_solved_by_accident(matrices):
    """All boards with three factors and a scalar at the end, 2 to 5 entries each."""
    for sizes in product(range(2, 6), repeat=3):
        problem = problem_of((*sizes, 1), matrices=matrices)
        layouts = ("column",) if matrices else ("column", "row")
        for board, layout in product(range(79), layouts):
            state = ShapeBoard(problem, board, layout)
            assert (state.verdict.kind == "solved") == is_the_goal(state), (
                sizes,
                state.expression(),
            )


@given(boards())
@fixed
def test_a_check_mark_is_shown_only_where_numpy_multiplies(state):
    if not state.pieces:
        return
    arrays = [state.problem.array(piece, state.convention) for piece in state.pieces]
    try:
        by_numpy = arrays[0]
        for array in arrays[1:]:
            by_numpy = by_numpy @ array
    except ValueError:
        by_numpy = None
    assert state.verdict.multiplies == (by_numpy is not None)
    shown = _line(state)["product"]
    assert (shown["sign"] == "✗") == (by_numpy is None)
    if by_numpy is not None:
        assert (shown["rows"][0], shown["columns"][0]) == by_numpy.shape == state.verdict.shape


@given(boards())
@fixed
def test_every_board_can_be_reached_and_its_steps_stay_on_the_page(state):
    for step in ("moved_left", "moved_right", "turned", "taken_out", "reversed", "flipped"):
        there = getattr(state, step)()
        assert there.problem == state.problem
        assert there.moved(**there.position) == there
    for factor in range(state.problem.count):
        assert any(one.factor == factor for one in state.added(factor).pieces)


@given(boards(derivatives=True))
@fixed
def test_different_sizes_know_no_accident(state):
    there = state.on_different()
    assert there.problem.sizes_differ
    assert there.verdict.kind != "coincidence"
    assert there.on_different() == there


# The states that the course shows


def test_the_opening_is_the_row_order_read_in_the_column_convention():
    assert OPENING.verdict.kind == "mismatch"
    assert [joint.mark for joint in OPENING.verdict.joints] == ["no joint", "no joint"]
    assert OPENING.sentence() == (
        "Column convention: 1 L meets 3 z and 3 a meets 4 x. Sizes differ, so there is no "
        "product. This is the row convention's order: press C to read it so, or V to reverse it."
    )
    assert OPENING.flipped().verdict.kind == "solved"
    assert OPENING.reversed() == SOLVED.moved(chosen=3)


def test_the_accident_multiplies_and_is_wrong():
    assert ACCIDENT.verdict.kind == "coincidence"
    assert ACCIDENT.product().shape == ACCIDENT.reference().shape == (1, 4)
    assert round(ACCIDENT.gap(), 6) == 54
    assert ACCIDENT.on_different().verdict.kind == "mismatch"


@pytest.mark.parametrize(
    ("code", "layout", "kind"),
    [
        ("dz_dx @ da_dz @ dL_da", "column", "solved"),
        ("dL_da @ da_dz @ dz_dx", "row", "solved"),
        ("dL_da.T @ da_dz.T @ dz_dx.T", "column", "transposed"),
        ("dz_dx @ da_dz", "column", "incomplete"),
        ("dL_da", "row", "incomplete"),
        ("dz_dx @ da_dz.T @ dL_da", "column", "coincidence"),
        ("da_dz @ dz_dx", "column", "mismatch"),
        ("", "row", "empty"),
    ],
)
def test_every_kind_of_verdict(code, layout, kind):
    state = shape_board(code, layout=layout, **CHAIN).state
    assert state.verdict.kind == kind
    assert state.expression() == code


def test_without_a_convention_both_ways_round_are_right():
    state = shape_board("C.T @ P @ M", **MAPS).state
    assert state.verdict.kind == state.converted().verdict.kind == "solved"
    assert state.converted().expression() == "M.T @ P.T @ C"


def test_a_numbers_mode_compares_with_central_differences():
    assert SOLVED.gap() < 1e-9
    assert np.array_equal(SOLVED.reference().round(6), SOLVED.product())
    assert shape_board("C.T @ P @ M", **MAPS).state.gap() == 0
    assert OPENING.gap() is None


def test_a_smaller_goal_is_solved_by_fewer_factors():
    state = shape_board("dz_dx @ da_dz", goal="x a", **CHAIN).state
    assert state.verdict.kind == "solved"
    assert state.code().endswith('goal="x a", layout="column", chosen=1, numbers=False)')


# Words and data


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_the_page_moves_as_python_would(state):
    check_page(state)


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_the_line_of_code_rebuilds_the_state(state):
    check_code(state, {"widgets": widgets})


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_the_picture_can_be_read(state):
    check_picture(state)


def test_the_picture_is_the_static_board():
    assert ACCIDENT.picture().data["boards"] == [
        {
            "product": "∂L/∂a (∂a/∂z)ᵀ ∂z/∂x",
            "shapes": [(1, 3), (3, 3), (3, 4)],
            "marks": ["sizes only", "sizes only"],
            "outcome": "sizes only",
        }
    ]
    assert "the goal is ∂L/∂x, 1 by 4" in ACCIDENT.picture().alt


@given(boards())
@settings(fixed, max_examples=25)
def test_the_sentences_numbers_are_the_states(state):
    verdict = state.verdict
    known = {*state.problem.goal_shape(state.convention)} if verdict.kind != "solved" else set()
    if verdict.multiplies:
        known |= {*verdict.shape}
    for joint in verdict.joints:
        known |= {int(side[:-1].split("[")[1]) for side in (joint.left, joint.right)}
    assert {*numbers_in(state.sentence())} <= known
    assert ("no product" in state.sentence()) == (verdict.kind == "mismatch")


def _line(state):
    (chips,) = parts_of(resolve(state.spec()["body"], state.position), "chips")
    return chips["line"]


def test_the_joints_of_the_page_are_those_of_the_static_board():
    marks = {"joint holds": "✓", "sizes only": "⚠", "no joint": "✗"}
    for state in STATES.values():
        drawn = state.picture().data["boards"]
        if state.pieces:
            assert [one["sign"] for one in _line(state)["joints"]] == [
                marks[mark] for mark in drawn[0]["marks"]
            ]


def test_golden_data_of_the_accident():
    position = ACCIDENT.position | {"numbers": 1}
    there = resolve(ACCIDENT.spec(), position)
    line = _line(ACCIDENT)
    assert line["joints"] == [{"sign": "⚠", "role": "aux", "words": "a meets z"}] * 2
    assert line["product"] == {
        "sign": "⚠", "role": "aux", "words": "by accident", "rows": [1, "L"], "columns": [4, "x"],
    }  # fmt: skip
    wrong, right = parts_of(there, "heat")
    assert wrong["text"] == [["−8", "−17", "12", "−3"]]
    assert right["text"] == [["40", "15", "−33", "51"]]
    assert "differ by up to 54." in said([one["words"] for one in parts_of(there, "text")])


def test_the_numbers_of_the_solved_board_are_shown_twice():
    there = resolve(SOLVED.spec(), SOLVED.position | {"numbers": 1})
    by_numpy, by_differences = parts_of(there, "heat")
    assert by_numpy["text"] == by_differences["text"] == [["40"], ["15"], ["−33"], ["51"]]
    assert by_numpy["rows"] == ["x₁", "x₂", "x₃", "x₄"]


def test_every_button_says_where_it_leads():
    for button in parts_of(resolve(ACCIDENT.spec()["body"], ACCIDENT.position), "button"):
        if button.get("to"):
            there = ACCIDENT.moved(**button["to"])
            assert (there == ACCIDENT) == bool(button.get("off")), button["name"]


def test_the_tray_holds_what_is_not_on_the_board():
    assert not _tray(ACCIDENT)
    out = ACCIDENT.moved(chosen=2).taken_out()
    assert out.expression() == "dL_da @ dz_dx"
    assert _tray(out) == ["+ ∂a/∂z"]
    assert out.added(1).expression() == "dL_da @ dz_dx @ da_dz"


def _tray(state):
    buttons = parts_of(resolve(state.spec()["body"], state.position), "button")
    return [one["label"] for one in buttons if one["name"] == "add"]


# What cannot be shown


def test_sizes_can_be_changed_within_limits():
    assert OPENING.on_sizes([0, 6]).problem.path[0].size == 6
    for entry in ([0, 1], [0, 7], [3, 2], [0, 2.5], [0.5, 3]):
        with pytest.raises(ValueError, match=r"size is a whole number|no variable"):
            OPENING.on_sizes(entry)


def test_a_goal_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match=re.escape("there is no goal 'L x': write one of x L, ")):
        OPENING.on_goal("L x")


@pytest.mark.parametrize(
    ("product", "path", "error", "words"),
    [
        ("dL_dz", CHAIN, ValueError, "the board cannot read 'dL_dz'"),
        ("dz_dx @ dz_dx.T", CHAIN, ValueError, "each at most once"),
        ("dz_dx", {"x": 4, "z": 3}, ShapeError, "a board cannot hold x[4] → z[3]"),
        ("dz_dx", {}, ShapeError, "a board cannot hold a path of no sizes"),
        ("", {"x": 4, "z": 1, "L": 1}, ShapeError, "only the last may be a single number"),
        ("", {"x": 7, "z": 3, "L": 1}, ShapeError, "vectors of 2 to 6 entries"),
        ("", dict(zip("xyzwL", (2, 3, 4, 5, 1), strict=True)), ShapeError, "two or three maps"),
        ("", MAPS | {"P": "w x"}, ShapeError, "the matrix P with the sides w and x has no place"),
        ("", {"M": "y x", "x": 4, "y": 3, "z": 1}, ShapeError, "no matrix joins y and z"),
        ("", CHAIN | {"goal": "L x"}, ValueError, "there is no goal"),
        ("", CHAIN | {"chosen": 4}, ValueError, "chosen=4 makes no sense here"),
        ("", MAPS | {"layout": "row"}, ValueError, "matrices stand in no convention"),
    ],
)
def test_what_makes_no_board_is_refused_with_a_cure(product, path, error, words):
    with pytest.raises(error, match=re.escape(words)):
        shape_board(product, **path)


def test_parts_can_be_hidden_and_a_question_asked():
    question = Question("Which first?", "The one nearest x.")
    panel = shape_board("", hide=("problem", "numbers"), question=question, **CHAIN)
    assert panel.hidden == ["problem", "numbers"]
    assert panel.question["ask"] == "Which first?"


def test_rows_are_the_output_in_the_row_convention():
    assert OPENING.problem.goal_shape(ROW) == (1, 4)
    assert OPENING.problem.goal_shape(COLUMN) == (4, 1)
    assert PLAIN.problem.goal_shape(None) == (1, 4)
