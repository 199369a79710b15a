"""The first lesson's machinery: an environment that checks itself, and where to begin."""

import itertools
import sys

import nbformat
import numpy as np
import pytest

from bpteach.authoring.lessons import NOTEBOOKS
from bpteach.exercises import diagnostic, environment
from bpteach.exercises.starting.diagnostic import AGAIN, OPEN, RIGHT
from bpteach.exercises.starting.items import BEYOND, ITEMS, UNITS

checks = sys.modules["bpteach.exercises.starting.environment"]
LESSON = nbformat.read(NOTEBOOKS / "00_start_here.ipynb", as_version=4)
TEXT = "\n\n".join(cell.source for cell in LESSON.cells if cell.cell_type == "markdown")
ALL_RIGHT = [item.right for item in ITEMS]
NONE = [None] * len(ITEMS)
OK = (
    "ok   Python is new enough\n"
    "ok   numpy multiplies matrices\n"
    "ok   the course is here, and its gradients agree with differences\n"
    "ok   a figure can be drawn\n"
    "ok   this folder can be written\n"
    "\n"
    "Everything works. You can begin."
)


# --- the environment ----------------------------------------------------------------------


def test_where_all_is_well_every_line_says_ok_and_no_version():
    assert repr(environment()) == OK
    assert environment().ok


def shown():
    found = environment()
    assert not found.ok
    return repr(found)


def test_an_old_python_is_told_with_what_to_do(monkeypatch):
    monkeypatch.setattr(checks.sys, "version_info", (3, 9, 2))
    assert shown().splitlines()[0] == "NOT  Python is new enough"
    assert "Python is new enough: this is Python 3.9, and the course needs 3.11 or newer" in shown()


def test_an_old_numpy_is_told_with_what_to_do(monkeypatch):
    monkeypatch.setattr(np, "__version__", "1.26.4")
    assert "this is numpy 1.26.4, and the course needs 2.0 or newer" in shown()


def test_a_folder_that_cannot_be_written_is_told_with_what_to_do(monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(checks.tempfile, "TemporaryFile", refuse)
    assert "NOT  this folder can be written" in shown()
    assert "nothing can be saved here (Permission denied)." in shown()
    assert "`bpteach start course`" in shown()


def test_figures_that_stay_empty_are_noticed(monkeypatch):
    from matplotlib.axes import Axes

    monkeypatch.setattr(Axes, "plot", lambda self, *_, **__: self.set_axis_off())
    assert "a figure came out empty" in shown()


def test_gradients_that_do_not_agree_are_noticed(monkeypatch):
    from bpteach.layers import Linear

    right = Linear.vjp

    def wrong(self, a):
        z, pullback = right(self, a)
        return z, lambda dL_dz, **more: pullback(2 * dL_dz, **more)

    monkeypatch.setattr(Linear, "vjp", wrong)
    assert "NOT  the course is here" in shown()


def test_whatever_is_broken_the_others_are_still_tried(monkeypatch):
    monkeypatch.setitem(checks.CHECKS, "numpy multiplies matrices", lambda: 1 / 0)
    assert shown().count("ok ") == 4
    assert "numpy multiplies matrices: it stopped with ZeroDivisionError: division by zero" in (
        shown()
    )


def test_nothing_is_left_in_the_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    environment()
    assert list(tmp_path.iterdir()) == []


# --- the twelve questions -----------------------------------------------------------------


def test_there_are_two_questions_for_each_unit_in_order():
    assert [item.unit for item in ITEMS] == [unit.number for unit in UNITS for _ in range(2)]
    assert len({item.topic for item in ITEMS}) == len(ITEMS) == 12


def test_right_letters_are_among_the_choices_and_spread():
    letters = [item.right for item in ITEMS if item.choices]
    assert all(tuple(item.choices) == tuple("ABCD") for item in ITEMS if item.choices)
    assert max(letters.count(letter) for letter in "ABCD") <= 3
    assert set(letters) == set("ABCD")


def test_numbers_are_what_numpy_says():
    numbers = [item.right for item in ITEMS if not item.choices]
    h, W, g, z = 1e-6, np.array([[1, 2], [3, 4]]), np.array([[1], [10]]), np.log(0.8 / 0.2)
    of = lambda x: 3 * x**2 + 2 * 5 * x  # noqa: E731
    s = lambda z: 1 / (1 + np.exp(-z))  # noqa: E731
    found = [
        (of(1 + h) - of(1 - h)) / (2 * h),
        (W.T @ g)[0, 0],
        (s(z + h) - s(z - h)) / (2 * h),
        (np.array([3, -2]) > 0) @ np.array([5, 7]),
    ]
    np.testing.assert_allclose(numbers, found, rtol=1e-6)


def test_letters_are_what_numpy_says():
    A, B = np.ones((3, 4)), np.ones((5, 4))
    assert (A @ B.T).shape == (3, 5)
    for one, two in [(A, B), (A.T, B), (B, A)]:
        with pytest.raises(ValueError, match="mismatch"):
            one @ two
    assert (np.ones((3, 1)) - np.ones((1, 3))).shape == (3, 3)
    rng = np.random.default_rng(0)
    M, C, g, a = (rng.normal(size=shape) for shape in ((4, 3), (4, 1), (4, 1), (3, 1)))
    np.testing.assert_allclose((M.T @ C).T, C.T @ M, rtol=1e-12, strict=True)
    assert (g @ a.T).shape == M.shape
    assert [ITEMS[k].right for k in (0, 1, 3, 4, 7, 9, 10, 11)] == list("BCCADBDC")


def test_the_lesson_asks_exactly_these_questions():
    asked = "\n\n".join(f"**{k}.** {item.text}" for k, item in enumerate(ITEMS, start=1))
    assert asked in TEXT


# --- the recommendation -------------------------------------------------------------------


def test_all_right_begins_beyond_the_notes():
    found = diagnostic(ALL_RIGHT)
    assert (found.begin, found.quick, found.remarks) == (BEYOND, (), ())
    assert found.words == [
        "Begin at unit 07, batches. All twelve are right, so what units 01 to 06 teach is yours "
        "already."
    ]


def test_all_open_begins_at_the_beginning():
    found = diagnostic(NONE)
    assert found.begin.number == "01"
    assert found.words == [
        "Begin at unit 01, shapes. All twelve are open. That is fine: the course begins at the "
        "beginning."
    ]
    assert {row[2] for row in found.table.rows} == {"open"}


@pytest.mark.parametrize("missing", range(12))
@pytest.mark.parametrize("answer", [None, "wrong"])
def test_each_topic_that_is_missing_sends_to_its_unit_with_its_name(missing, answer):
    item = ITEMS[missing]
    if answer == "wrong":
        answer = -1.5 if not item.choices else "ABCD"["ABCD".index(item.right) - 1]
    answers = [*ALL_RIGHT[:missing], answer, *ALL_RIGHT[missing + 1 :]]
    found = diagnostic(answers)
    assert found.begin.number == item.unit
    assert found.words[0] == (
        f"Begin at unit {item.unit}, {found.begin.title}. It is the first unit with something to "
        f"learn for you: {item.topic}."
    )
    assert found.found[missing] == (OPEN if answer is None else AGAIN)
    assert [unit.number for unit in found.quick] == [
        u.number for u in UNITS if u.number > item.unit
    ]
    assert found.table.rows[missing] == (
        item.topic,
        f"{item.unit} {found.begin.title}",
        found.found[missing],
    )


@pytest.mark.parametrize("units", [u for n in (2, 3) for u in itertools.combinations(range(6), n)])
def test_the_first_unit_with_a_gap_wins_and_sure_units_after_it_are_quick(units):
    answers = list(ALL_RIGHT)
    for unit in units:
        answers[2 * unit + 1] = None
    found = diagnostic(answers)
    assert found.begin == UNITS[units[0]]
    quick = [unit for k, unit in enumerate(UNITS) if k > units[0] and k not in units]
    assert list(found.quick) == quick
    assert len(found.words) == 1 + bool(quick)


def test_two_gaps_of_one_unit_are_both_named():
    assert (
        "learn for you: paths add and a gradient as a column."
        in (diagnostic([*ALL_RIGHT[:2], None, None, *ALL_RIGHT[4:]]).words[0])
    )


@pytest.mark.parametrize(
    "spelt",
    [
        [str(one).lower() for one in ALL_RIGHT],
        [f" ({one}) " if isinstance(one, str) else np.float64(one) for one in ALL_RIGHT],
        tuple(one if isinstance(one, str) else [one] for one in ALL_RIGHT),
        [f"{one}." if isinstance(one, str) else np.array([[one]]) for one in ALL_RIGHT],
    ],
)
def test_right_answers_may_be_spelt_in_other_ways(spelt):
    assert diagnostic(spelt).found == (RIGHT,) * 12


@pytest.mark.parametrize(
    ("garbage", "what"),
    [
        (None, "None"),
        ("BC", "text"),
        (3, "an int"),
        ({}, "a dict"),
        ([], "a list of 0"),
        ([None] * 11, "a list of 11"),
        ([*ALL_RIGHT, None], "a list of 13"),
        (np.zeros(12), "one array"),
    ],
    ids=str,
)
def test_what_is_no_list_of_twelve_is_told_and_begins_at_the_beginning(garbage, what):
    found = diagnostic(garbage)
    assert found.found == (OPEN,) * 12
    assert found.words[0] == (
        "A list of 12 answers is needed, in the order of the questions, with None where you do not "
        f"know. This is {what}, so that nothing could be read."
    )


@pytest.mark.parametrize(
    "odd", ["E", "", "AB", 1, 2.5, [], {}, object(), len, float("nan"), np.zeros(3), b"A", True]
)
def test_an_answer_that_cannot_be_understood_is_named_and_counts_as_open(odd):
    found = diagnostic([odd, *NONE[1:]])
    assert found.found[0] == OPEN
    assert found.remarks == (
        'Answer 1 should be one of the letters "A", "B", "C", "D" in quotes; it counts as open.',
    )


@pytest.mark.parametrize("odd", ["B", "", [], [1, 2], {}, object(), len, 1j, [None]])
def test_a_number_that_is_none_is_named_and_counts_as_open(odd):
    found = diagnostic([None, None, odd, *NONE[3:]])
    assert found.found[2] == OPEN
    assert found.remarks == ("Answer 3 should be a number; it counts as open.",)


def test_numbers_that_are_wild_are_only_wrong():
    for wild in (float("inf"), float("nan"), 1e308, -16, True):
        assert diagnostic([None, None, wild, *NONE[3:]]).found[2] == AGAIN


def test_the_right_answers_are_never_shown():
    for answers in (NONE, ALL_RIGHT, ["A"] * 12, [7.25] * 12, [*ALL_RIGHT[:5], *NONE[5:]]):
        shown = repr(diagnostic(answers)) + diagnostic(answers)._repr_html_()
        told = [item.choices[item.right] for item in ITEMS if item.choices]
        assert not any(right in shown for right in [*told, "16", "31"])


def test_a_reader_of_any_kind_gets_table_caption_and_scopes():
    html = diagnostic(NONE)._repr_html_()
    assert "<caption>Your answers, topic by topic</caption>" in html
    assert html.count('<th scope="col">') == 3
    assert html.count('<th scope="row">') == 12
    assert "style=" not in html
    assert '<a href="../notebooks/01_shapes.ipynb">Open unit 01, shapes</a>' in html


def test_a_unit_that_is_not_there_yet_is_named_without_a_link():
    html = diagnostic(ALL_RIGHT)._repr_html_()
    there = (NOTEBOOKS / f"{BEYOND.lesson}.ipynb").exists()
    assert ("<a " in html) == there


# --- the lesson ---------------------------------------------------------------------------


def outputs(words):
    cell = next(cell for cell in LESSON.cells if cell.cell_type == "code" and words in cell.source)
    return cell.outputs[0]["data"]["text/plain"]


def test_the_stored_lesson_shows_a_machine_that_is_well_and_nothing_answered():
    assert outputs("environment()") == OK
    assert outputs("diagnostic(mine)") == repr(diagnostic(NONE))


def test_the_live_exercise_is_wrong_first_and_then_right_and_is_not_recorded():
    code = [cell for cell in LESSON.cells if cell.cell_type == "code"]
    shown = [
        cell.outputs[0]["data"]["text/plain"].splitlines()[0]
        for cell in code
        if ".check(linear)" in cell.source
    ]
    assert [line[0] for line in shown] == ["✗", "✓"]
    assert not any("card(" in cell.source for cell in code)


def test_every_kind_of_exercise_is_explained():
    for kind in ("function", "value", "choice", "order", "figure"):
        assert f"\n| {kind} | " in TEXT
