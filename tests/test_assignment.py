"""An assignment: a notebook's own variant, what it leaves out, and points that nbgrader reads."""

import sys
import warnings

import pytest

from bpteach.authoring.handed_out import handed_out
from bpteach.exercises import Assignment, get, units
from bpteach.exercises.asked import asked_seed
from bpteach.exercises.attempts import Attempts

VALUE, CHOICE = "shapes.quiz", "sigmoid.layout"
IDS = [exercise.id for unit in units() for exercise in unit.exercises]


def right(a, dL_dz):
    return dL_dz @ a.T


def wrong(a, dL_dz):
    return a @ dL_dz.T


@pytest.fixture(autouse=True)
def progress(tmp_path, monkeypatch):
    monkeypatch.setenv("BPTEACH_PROGRESS", str(tmp_path / "attempts.json"))


def advice(card, times):
    for _ in range(times):
        shown = card.check(wrong)
    return shown.verdict.advice


@pytest.mark.parametrize("id", [VALUE, CHOICE, "linear.dW"])
def test_its_cards_ask_the_variant_and_need_no_seed_in_the_cell(id):
    asked = Assignment(seed="ada").card(id).exercise
    assert asked.task == get(id, seed="ada").task
    assert asked.card == f'card("{id}")'
    assert "seed" not in asked.starter_source


def test_a_notebook_shows_the_verdict_and_nbgrader_reads_the_points():
    shown = Assignment().card("linear.dW").check(right)
    assert repr(shown) == "3.0"
    assert str(shown).startswith("✓ linear.dW: right (3 of 3 points)")
    assert shown._repr_html_() == shown.verdict._repr_html_()
    assert repr(Assignment().card("linear.dW").check(wrong)) == "0.0"


@pytest.mark.parametrize("id", IDS)
def test_the_points_of_a_right_answer_are_never_more_than_there_are(id):
    asked = Assignment(seed=4711).card(id)
    names = {"np": __import__("numpy")}
    exec(asked.exercise.reference_source, names)
    assert float(repr(asked.check(names))) == asked.exercise.points


def test_what_an_answer_says_on_stderr_is_moved_where_nbgrader_does_not_look(capsys):
    def noisy(a, dL_dz):
        print("a word", file=sys.stderr)
        return dL_dz @ a.T

    Assignment().card("linear.dW").check(noisy)
    said = capsys.readouterr()
    assert said.err == ""
    assert "a word" in said.out


def test_a_warning_of_an_answer_is_moved_too(capsys):
    def warned(a, dL_dz):
        warnings.warn("odd", stacklevel=1)
        return dL_dz @ a.T

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = lambda text, *_, **__: sys.stderr.write(str(text))
        assert repr(Assignment().card("linear.dW").check(warned)) == "3.0"
    assert capsys.readouterr().err == ""


def test_nbgrader_counts_what_the_answer_earns_and_no_try(monkeypatch):
    answer = {"shapes_quiz": get(VALUE).reference}
    card = Assignment().card(VALUE)
    card.check({"shapes_quiz": [(0,)] * len(get(VALUE).asked)})
    card.reveal()
    changed = card.check(answer)
    assert changed.verdict.finding == "changed after the reveal"
    assert repr(changed) == repr(get(VALUE).points)
    before = Attempts().store.read()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert card.check(answer).verdict.finding is None
    assert Assignment().card("linear.dW").check(wrong).verdict.advice == ""
    assert Attempts().store.read() == before


@pytest.mark.parametrize(
    ("gives", "first", "second"),
    [
        ({}, "`card(\"linear.dW\").hint()` gives a hint.",
         "`card(\"linear.dW\").hint()` gives a hint, `card(\"linear.dW\").solution()` a worked "
         "solution."),
        ({"solutions": False}, "`card(\"linear.dW\").hint()` gives a hint.",
         "`card(\"linear.dW\").hint()` gives a hint."),
        ({"hints": False}, "", "`card(\"linear.dW\").solution()` gives a worked solution."),
        ({"hints": False, "solutions": False}, "", ""),
    ],
    ids=["all", "no solutions", "no hints", "neither"],
)  # fmt: skip
def test_advice_points_to_nothing_that_is_left_out(gives, first, second):
    card = Assignment(**gives).card("linear.dW")
    told = [advice(card, 1), advice(card, 1)]
    assert told == [f"Stuck? {words}" if words else "" for words in (first, second)]


def test_what_is_left_out_is_not_shown_whatever_is_tried():
    for id in (VALUE, CHOICE, "linear.dW"):
        card = Assignment(hints=False, solutions=False).card(id)
        for _ in range(3):
            card.check(get(id).reference if id != "linear.dW" else right)
        shown = [str(note) for note in (card.hint(), card.reveal(), card.solution())]
        assert shown == [
            "Hint: This assignment gives no hints. Read the prompt once more.",
            "Reveal: This assignment does not show right values.",
            "Worked solution: This assignment does not show any.",
        ]


def test_without_hints_a_solution_waits_without_pointing_to_one():
    card = Assignment(hints=False).card("linear.dW")
    assert str(card.solution()) == "Worked solution: It opens after 2 more tries."
    assert str(card.reveal()) == "Reveal: Only predicted values are revealed."


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.name)
@pytest.mark.parametrize("hints", [True, False])
@pytest.mark.parametrize("solutions", [True, False])
def test_the_notebook_speaks_of_what_there_is_and_of_nothing_else(unit, hints, solutions):
    notebook = handed_out(unit, Assignment(7, hints, solutions))
    text = notebook.cells[0].source
    assert (".hint()" in text, ".solution()" in text) == (hints, solutions)
    assert "](../" not in text  # the lesson is not beside it
    if not solutions:
        assert "reveal" not in text


@pytest.mark.parametrize("seed", [0, 4711, "ada", 'o"neil', "d'arc"])
def test_the_variant_is_found_in_the_notebook_also_where_its_metadata_are_gone(seed):
    notebook = handed_out(units()[0], Assignment(seed, hints=False))
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert asked_seed(sources, {}) == seed
    assert notebook.metadata["bpteach"].get("seed", 0) == seed
