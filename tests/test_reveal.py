"""Predict, then reveal: predictions are kept, a changed answer earns nothing, grading is apart."""

import json
import os
import sys
from dataclasses import replace

import nbformat
import numpy as np
import pytest

from bpteach.cli import main
from bpteach.exercises import Rung, Status, catalogue, check_namespace, get, units
from bpteach.exercises.attempts import Attempts
from bpteach.exercises.card import Card
from bpteach.exercises.learning.predictions import same
from bpteach.exercises.value import Question, Slip, Value


def asked(rng):
    return (
        Question("The shape of $W$?", (3, 4), "n rows, m columns.", (Slip((4, 3), "Turned."),)),
        Question("The slope?", 0.25, "s(1 − s) at ½."),
        Question("The Jacobian?", np.diag([1.0, 2.0]), "Each output has its own input."),
        Question("What does numpy say?", "error", "3×4 and 3×4 do not fit."),
    )


DEMO = Value(
    id="linear.demo",
    title="Four values",
    objective="Predict.",
    prompt="Predict.",
    difficulty=2,
    hints=("Look at the shapes.",),
    solution="As the reveal says.",
    questions=asked,
    fixed=True,
)
VARIED = replace(
    DEMO, fixed=False, questions=lambda rng: (Question("Number?", float(rng.integers(99))),)
)
RIGHT = [(3, 4), 0.25, [[1, 0], [0, 2]], "error"]
WRONG = [(4, 3), 0.5, [[1, 0], [0, 2]], "error"]
REAL = [one for unit in units() for one in unit.exercises if isinstance(one, Value)]


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("BPTEACH_PROGRESS", str(tmp_path / "attempts.json"))
    return tmp_path / "attempts.json"


@pytest.fixture
def demo(file):
    return lambda exercise=DEMO: Card(exercise)


def recorded(file):
    return json.loads(file.read_text())["linear.demo"]["predicted"]["fixed"]


# --- recording ----------------------------------------------------------------------------


def test_a_check_records_the_prediction_before_anything_is_revealed(demo, file):
    demo().check(WRONG)
    answer = [[4, 3], 0.5, [[1, 0], [0, 2]], "error"]
    assert recorded(file) == {"answer": answer, "revealed": False}


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (..., None),
        (3, 3),
        (True, True),
        (np.float32(0.5), 0.5),
        (np.array([[1.0], [2.0]]), [[1.0], [2.0]]),
        (np.int64(7), 7),
        ((), []),
        ([], []),
        ((3,), [3]),
        (" error ", "error"),
        ("", None),
        (float("nan"), "nan"),
        ([1.0, float("inf")], ["1.0", "inf"]),
        (1j, None),
        ({}, None),
        (object(), None),
        (lambda: 1, None),
        (np.zeros(5000), None),
        ([[1], [1, 2]], None),
    ],
    ids=lambda one: type(one).__name__,
)
def test_whatever_is_predicted_is_recorded_as_plain_values(demo, file, value, kept):
    demo().check([value, 0.25, None, None])
    assert recorded(file)["answer"] == [kept, 0.25, None, None]
    assert json.loads(file.read_text(), parse_constant=pytest.fail)


def test_a_later_prediction_takes_the_place_of_an_earlier_one(demo, file):
    demo().check(WRONG)
    demo().check(RIGHT)
    assert recorded(file)["answer"][:2] == [[3, 4], 0.25]


@pytest.mark.parametrize("answer", [None, [None] * 4, [1, 2], "text", 3, {}])
def test_what_is_no_prediction_leaves_the_one_that_is_recorded(demo, file, answer):
    demo().check(WRONG)
    demo().check(answer)
    assert recorded(file)["answer"][1] == 0.5


def test_an_answer_by_its_name_is_the_same_prediction(demo, file):
    demo().check({"linear_demo": WRONG})
    assert recorded(file)["answer"][1] == 0.5


# --- the reveal ---------------------------------------------------------------------------


def test_nothing_is_revealed_before_every_question_has_a_prediction(demo):
    first = str(demo().reveal())
    assert first == (
        "Reveal: Predict first: give every question a value, a guess counts too. Fill in the list "
        '`linear_demo`, run its cell, and record it with `card("linear.demo").check(linear_demo)`. '
        "Then the right values can be shown."
    )
    demo().check([(4, 3), None, None, "error"])
    assert "Still open: questions 2 and 3." in str(demo().reveal())
    demo().check([(4, 3), None, [[0, 0], [0, 0]], "error"])
    assert "Still open: question 2." in str(demo().reveal())
    assert "0.25" not in first + str(demo().reveal())


def test_the_reveal_shows_right_values_reasons_and_predictions(demo):
    demo().check(WRONG)
    note = demo().reveal()
    assert note.title == "Reveal"
    assert note.words == (
        "2 of 4 predictions are right.\n\n"
        "1. The shape of $W$?  \n"
        "   Right: `(3, 4)`; you predicted `(4, 3)`.  \n"
        "   n rows, m columns.\n"
        "2. The slope?  \n"
        "   Right: `0.25`; you predicted `0.5`.  \n"
        "   s(1 − s) at ½.\n"
        "3. The Jacobian?  \n"
        "   Right: `[[1, 0], [0, 2]]`; as you predicted.  \n"
        "   Each output has its own input.\n"
        "4. What does numpy say?  \n"
        "   Right: `error`; as you predicted.  \n"
        "   3×4 and 3×4 do not fit."
    )
    assert demo().reveal() == note


def test_after_the_reveal_a_changed_answer_earns_no_points_and_is_told_so(demo):
    before = demo().check(WRONG)
    demo().reveal()
    verdict = demo().check(RIGHT)
    assert (verdict.status, verdict.points, verdict.max_points) == (Status.FAIL, 0, 2)
    assert str(verdict) == (
        "✗ linear.demo: not yet (0 of 2 points)\n"
        "  The right values were revealed, and your answer was changed afterwards, so it earns no "
        "points here. Nothing is lost: the prediction you made before the reveal is kept and "
        "counts, with 2 of 4 right and 1 of 2 points.\n"
        '  `card("linear.demo").reveal()` shows the right values and your predictions again.'
    )
    assert before.points == Attempts().best("linear.demo") == 1
    assert Attempts().of("linear.demo") == {"tries": 1, "hints": 0, "passed": 0}


@pytest.mark.parametrize("answer", [RIGHT, WRONG])
def test_after_the_reveal_an_unchanged_answer_keeps_its_verdict(demo, answer):
    before = demo().check(answer)
    demo().reveal()
    after = demo().check([tuple(answer[0]), np.float64(answer[1]), np.array(answer[2]), answer[3]])
    assert replace(after, advice="") == replace(before, advice="")


def test_a_right_answer_spoilt_after_the_reveal_stays_what_it_was_in_the_file(demo, file):
    demo().check(RIGHT)
    demo().reveal()
    demo().check(WRONG)
    assert recorded(file) == {
        "answer": [[3, 4], 0.25, [[1, 0], [0, 2]], "error"],
        "revealed": True,
    }
    assert Attempts().best("linear.demo") == 2


def test_after_the_reveal_emptying_the_list_is_not_started_and_no_way_round(demo):
    demo().check(WRONG)
    demo().reveal()
    assert demo().check([None] * 4).status is Status.NOT_STARTED
    assert demo().check(RIGHT).points == 0


def test_the_worked_solution_of_values_opens_with_the_reveal_and_not_before(demo):
    for _ in range(3):
        demo().check([(4, 3), None, None, None])
    locked = demo().solution()
    assert str(locked) == (
        'Worked solution: It opens after the reveal: `card("linear.demo").reveal()`.'
    )
    demo().check(WRONG)
    demo().reveal()
    assert "(3, 4),  # 1" in demo().solution().code


def test_hints_reveal_nothing_and_what_is_no_value_has_no_reveal(demo, file):
    demo().check(WRONG)
    assert demo().hint().words == "Look at the shapes."
    assert recorded(file)["revealed"] is False
    assert str(Card(get("linear.dW")).reveal()) == (
        'Reveal: Only predicted values are revealed. Here `card("linear.dW").hint()` helps.'
    )


def test_deleting_the_file_begins_anew(demo, file):
    demo().check(WRONG)
    demo().reveal()
    file.unlink()
    assert "Predict first" in str(demo().reveal())
    assert demo().check(RIGHT).status is Status.PASS


def test_where_nothing_can_be_written_the_rule_lasts_as_long_as_the_process(tmp_path):
    (tmp_path / "file").write_text("")
    blocked = Attempts(tmp_path / "file" / "attempts.json")
    Card(DEMO, blocked).check(WRONG)
    assert "Right: `0.25`" in str(Card(DEMO, blocked).reveal())
    assert Card(DEMO, blocked).check(RIGHT).points == 0


@pytest.mark.parametrize(
    "predicted",
    [
        None,
        [],
        {"fixed": 3},
        {"fixed": {"answer": 3}},
        {"fixed": {"answer": [1], "revealed": True}},
    ],
    ids=str,
)
def test_a_record_that_makes_no_sense_is_none(demo, file, predicted):
    file.write_text(json.dumps({"linear.demo": {"predicted": predicted}}))
    assert "Predict first" in str(demo().reveal())
    assert demo().check(RIGHT).status is Status.PASS


def test_each_variant_has_its_own_prediction(demo):
    ada, bob = replace(VARIED, seed="Ada"), replace(VARIED, seed="Bob")
    assert demo(ada).check([-1]).status is Status.FAIL
    assert "Right: " in str(demo(ada).reveal())
    assert "Predict first" in str(demo(bob).reveal())
    assert demo(bob).check(bob.reference).status is Status.PASS
    assert demo(replace(VARIED, seed=" ada ")).check(ada.reference).points == 0


@pytest.mark.parametrize("name", ["Ada", "O'Brien", 'Ann "Nan" Lee', "Ève", 7])
def test_a_variant_is_opened_by_code_that_runs_whatever_the_name(name):
    opened = eval(replace(VARIED, seed=name).card, {"card": lambda id, seed: (id, seed)})
    assert opened == ("linear.demo", name)


def test_two_values_are_the_same_up_to_the_last_digits():
    assert same([1, [0.1 + 0.2, "a"], None], [1.0, [0.3, "a"], None])
    for one, other in [([1], [1, 2]), (1, "1"), (0.25, 0.2500001), (None, 0), ([0], 0)]:
        assert not same(one, other)


# --- advice -------------------------------------------------------------------------------


def test_advice_points_to_the_reveal_and_says_what_follows(demo):
    partly = demo().check([(4, 3), None, None, None]).advice
    assert partly == (
        'Stuck? `card("linear.demo").hint()` gives a hint. With a value for every question, '
        '`card("linear.demo").reveal()` will show the right values with their reasons; what you '
        "predicted by then is what counts."
    )
    assert (
        'When you want to know, `card("linear.demo").reveal()` shows' in demo().check(WRONG).advice
    )
    assert demo().check(RIGHT).advice == '`card("linear.demo").reveal()` gives the reasons.'
    assert demo().check([None] * 4).advice == ""


def test_no_verdict_holds_a_right_value(demo):
    unlike = [(9, 9), -7.5, [[8, 8], [8, 8]], "nothing"]
    for answer in (unlike, WRONG, [None, 1, None, None]):
        said = str(demo().check(answer))
        assert not any(right in said for right in ("(3, 4)", "0.25", "[[1", "error"))


# --- grading reads the file alone ---------------------------------------------------------


def test_the_check_that_grading_uses_knows_nothing_of_a_reveal(demo, monkeypatch):
    unit = replace(units()[0], exercises=(DEMO,))
    monkeypatch.setattr(catalogue, "_UNITS", (unit,))
    demo().check(WRONG)
    demo().reveal()
    verdict = check_namespace("linear.demo", {"linear_demo": RIGHT})
    assert (verdict.status, verdict.points) == (Status.PASS, 2)


LEARNERS_FILE = """
import os
if os.path.exists({mine!r}) and os.environ["BPTEACH_PROGRESS"] != {mine!r}:
    raise LookupError("a place of its own")
"""


def checked(monkeypatch, capsys, *cells, unit="linear"):
    code = [nbformat.v4.new_code_cell(cell) for cell in cells]
    notebook = nbformat.v4.new_notebook(cells=code, metadata={"bpteach": {"unit": unit}})
    nbformat.write(notebook, "answers.ipynb")
    monkeypatch.setattr(sys, "argv", ["bpteach", "check", "answers.ipynb", "--json"])
    with pytest.raises(SystemExit):
        main()
    out, err = capsys.readouterr()
    return {one["exercise"]: one for one in map(json.loads, out.splitlines())}, err


def test_bpteach_check_runs_beside_the_learners_file_and_leaves_it(
    demo, file, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    demo().check(WRONG)
    demo().reveal()
    before = file.read_bytes()
    tried = 'from bpteach.exercises import card\ncard("linear.dW").check(lambda a, dL_dz: a)'
    _, err = checked(monkeypatch, capsys, tried, LEARNERS_FILE.format(mine=str(file)))
    assert "ended with LookupError: a place of its own" in err
    assert file.read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["answers.ipynb", "attempts.json"]


@pytest.mark.parametrize("exercise", REAL, ids=lambda one: one.id)
def test_every_value_exercise_is_held_here_and_graded_from_the_file(
    exercise, file, tmp_path, monkeypatch, capsys
):
    wrong = [-987.5] * len(exercise.asked)
    assert Card(exercise).check(wrong).status is Status.FAIL
    revealed = Card(exercise).reveal().words
    assert all(one.why in revealed for one in exercise.asked)
    assert Card(exercise).check(exercise.reference).points == 0
    assert Card(exercise).check(wrong).rung in (Rung.SHAPE, Rung.VALUES)
    monkeypatch.chdir(tmp_path)
    source = f"import numpy as np\n{exercise.reference_source}"
    verdicts, _ = checked(monkeypatch, capsys, source, unit=exercise.unit)
    assert verdicts[exercise.id]["status"] == "pass"
