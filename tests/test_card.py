"""An exercise in a notebook: the verdict, hints one at a time, the solution when it is due."""

from dataclasses import replace

import pytest

from bpteach.exercises import Status, card, get
from bpteach.exercises.attempts import Attempts
from bpteach.exercises.card import Card, Note


def right(a, dL_dz):
    return dL_dz @ a.T


def wrong(a, dL_dz):
    return a @ dL_dz.T


@pytest.fixture(autouse=True)
def progress(tmp_path, monkeypatch):
    monkeypatch.setenv("BPTEACH_PROGRESS", str(tmp_path / "attempts.json"))


def counts():
    return Attempts().of("linear.dW")


def test_a_card_judges_as_its_record_does_and_points_to_help():
    shown, judged = card("linear.dW").check(wrong), get("linear.dW").check(wrong)
    assert replace(shown, advice="") == judged
    assert judged.advice == ""
    assert str(shown) == f'{judged}\n  Stuck? `card("linear.dW").hint()` gives a hint.'


def test_after_two_tries_the_card_points_to_the_solution_too():
    card("linear.dW").check(wrong)
    assert card("linear.dW").check(wrong).advice == (
        'Stuck? `card("linear.dW").hint()` gives a hint, `card("linear.dW").solution()` a worked '
        "solution."
    )


def test_a_right_answer_needs_no_help():
    assert card("linear.dW").check(right).advice == ""


def test_failing_is_a_try_passing_is_kept_and_not_started_counts_nothing():
    card("linear.dW").check(wrong)
    card("linear.dW").check(get("linear.dW").starter)
    card("linear.dW").check({})
    assert counts() == {"tries": 1, "hints": 0, "passed": 0}
    card("linear.dW").check(right)
    assert counts() == {"tries": 1, "hints": 0, "passed": 1}


def test_a_fault_of_the_checker_is_no_try():
    broken = replace(get("linear.dW"), reference=lambda a, dL_dz: 1 / 0)
    assert Card(broken).check(right).status is Status.GRADER_ERROR
    assert counts()["tries"] == 0


def test_hints_come_one_at_a_time_and_the_last_stays():
    hints = get("linear.dW").hints
    shown = [card("linear.dW").hint() for _ in range(len(hints) + 1)]
    assert [note.title for note in shown] == ["Hint 1 of 2", "Hint 2 of 2", "Hint 2 of 2"]
    assert [note.words for note in shown] == [*hints, hints[-1]]


def test_an_exercise_without_hints_says_so():
    assert str(Card(replace(get("linear.dW"), hints=())).hint()) == (
        "Hint: This exercise has no hints. Read its prompt once more."
    )


def test_the_solution_opens_after_two_tries():
    locked = 'Worked solution: It opens after {}. Until then, `card("linear.dW").hint()` helps.'
    assert str(card("linear.dW").solution()) == locked.format("2 more tries")
    card("linear.dW").check(wrong)
    assert str(card("linear.dW").solution()) == locked.format("1 more try")
    card("linear.dW").check(wrong)
    note = card("linear.dW").solution()
    assert note.words == get("linear.dW").solution
    assert note.code == ("def dL_dW(a, dL_dz):\n    return dL_dz @ a.T")


def test_the_solution_opens_with_a_right_answer():
    card("linear.dW").check(right)
    assert "return dL_dz @ a.T" in str(card("linear.dW").solution())


def test_a_locked_solution_holds_no_code():
    for exercise in ("linear.dW", "linear.tensor"):
        assert card(exercise).solution().code == ""


def test_each_solution_is_code_that_passes_under_the_learners_name():
    import numpy as np

    for id in ("linear.forward", "linear.row_form", "linear.tensor"):
        namespace = {"np": np}
        exec(get(id).reference_source, namespace)
        assert get(id).check(namespace).status is Status.PASS


def test_a_note_is_markdown():
    assert Note("Hint 1 of 2", "Row $i$ is `a.T`.")._repr_markdown_() == (
        "**Hint 1 of 2.** Row $i$ is `a.T`."
    )
    assert Note("Worked solution", "Why.", "def f():\n    return 1")._repr_markdown_() == (
        "**Worked solution.** Why.\n\n```python\ndef f():\n    return 1\n```"
    )


def test_a_note_as_text_is_the_same_words():
    assert str(Note("Worked solution", "Why.", "x = 1")) == "Worked solution: Why.\n\nx = 1"


def test_a_card_says_how_it_is_used():
    assert repr(card("linear.dW")) == (
        'linear.dW, The gradient of the weights: card("linear.dW").check(dL_dW)'
    )


def test_an_unknown_card_is_an_error():
    with pytest.raises(KeyError, match=r"did you mean 'linear\.dW'"):
        card("linear.DW")


def test_attempts_that_cannot_be_kept_stop_no_hint(tmp_path):
    (tmp_path / "file").write_text("")
    blocked = Attempts(tmp_path / "file" / "attempts.json")
    shown = [Card(get("linear.dW"), blocked).hint().title for _ in range(2)]
    assert shown == ["Hint 1 of 2", "Hint 2 of 2"]
    assert Card(get("linear.dW"), blocked).check(right).status is Status.PASS
    assert Card(get("linear.dW"), blocked).solution().code
