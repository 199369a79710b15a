"""`bpteach check`: the notebook's own verdicts, whatever its cells do to Python."""

import json
import re
import sys

import nbformat
import pytest

from bpteach.cli import kernel, main
from bpteach.exercises import Status, Verdict, get, units

LINEAR = next(unit for unit in units() if unit.name == "linear").exercises
POINTS = sum(exercise.points for exercise in LINEAR)
RIGHT_DW = "def dL_dW(a, dL_dz):\n    return dL_dz @ a.T"


@pytest.fixture
def check(monkeypatch, capsys, tmp_path):
    """Write cells into a notebook and check it; give exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*cells, metadata=None, arguments=()):
        if cells:
            code = [nbformat.v4.new_code_cell(cell) for cell in cells]
            metadata = {"bpteach": {"unit": "linear"}} if metadata is None else metadata
            notebook = nbformat.v4.new_notebook(cells=code, metadata=metadata)
            nbformat.write(notebook, "answers.ipynb")
        monkeypatch.setattr(sys, "argv", ["bpteach", "check", "answers.ipynb", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code or 0, *capsys.readouterr()

    return run


def test_right_answers_get_full_marks_and_exit_code_0(check):
    code, out, err = check("import numpy as np", *(e.reference_source for e in LINEAR))
    assert (code, err) == (0, "")
    assert [line.rstrip() for line in out.splitlines()] == [
        "answers.ipynb",
        *(f"✓ {e.id:15} pass {e.points:g}/{e.points:g}" for e in LINEAR),
        "",
        f"{len(LINEAR)} of {len(LINEAR)} exercises passed, {POINTS:g} of {POINTS:g} points",
    ]


def test_verdicts_are_those_of_the_notebook_and_other_exercises_are_not_started(check):
    wrong = "def dL_dW(a, dL_dz):\n    return a @ dL_dz.T"
    code, out, err = check("def dL_db(dL_dz):\n    return dL_dz", wrong, arguments=["--json"])
    verdicts = {}
    for line in out.splitlines():
        plain = json.loads(line)
        assert plain.pop("notebook") == "answers.ipynb"
        verdicts[plain["exercise"]] = Verdict.from_dict(plain)
    assert (code, err) == (1, "")
    assert list(verdicts) == [exercise.id for exercise in LINEAR]
    assert verdicts.pop("linear.db").status is Status.PASS
    assert verdicts.pop("linear.dW") == get("linear.dW").check(lambda a, dL_dz: a @ dL_dz.T)
    assert {verdict.status for verdict in verdicts.values()} == {Status.NOT_STARTED}


def test_words_of_what_is_not_passed_follow_the_table_and_fit_80_columns(check):
    _, out, _ = check(RIGHT_DW, "1 / 0\n2", "def dL_db(dL_dz):\n    return -dL_dz")
    assert "cell 2: `1 / 0` ended with ZeroDivisionError: division by zero\n" in out
    assert "\n✗ linear.db: not yet (0 of 2 points)\n  " in out
    assert "\n✓ linear.dW: " not in out
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out


def test_table_fits_a_narrow_terminal(check, monkeypatch):
    monkeypatch.setenv("COLUMNS", "34")
    _, out, _ = check(RIGHT_DW)
    assert "✓ linear.dW       pass        3/3" in out
    assert max(map(len, out.splitlines())) <= 34


def test_endless_loops_fail_alone(check):
    code, out, _ = check(
        RIGHT_DW,
        "while True:\n    print('on and on')",
        "def dL_db(dL_dz):\n    while True:\n        pass",
        "def linear(W, a, b):\n    return W @ a + b",
        arguments=["--timeout", "2"],
    )
    words = " ".join(out.split())
    assert code == 1
    assert "cell 2: `while True:` did not finish within 2 seconds" in words
    assert (
        "✗ linear.db: not yet (0 of 2 points) Calling dL_db did not finish within 2 seconds. "
        "Is there a loop whose condition never becomes false?"
    ) in words
    assert passed(out) == ["linear.forward", "linear.dW"]


def test_what_ends_python_fails_alone(check):
    code, out, _ = check(
        RIGHT_DW,
        "import os; os._exit(1)",
        "def dL_db(dL_dz):\n    import os; os._exit(1)",
        "def linear(W, a, b):\n    return W @ a + b",
    )
    assert code == 1
    assert "cell 2: `import os; os._exit(1)` ended Python\n" in out
    assert "✗ linear.db: not yet (0 of 2 points)\n  Calling dL_db ended Python.\n" in out
    assert passed(out) == ["linear.forward", "linear.dW"]


def test_what_cannot_be_interrupted_fails_alone(check, monkeypatch):
    monkeypatch.setattr(kernel, "SETTLES_WITHIN", 1)
    deaf = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"
    _, out, _ = check(
        f"def dL_db(dL_dz):\n    {deaf}\n    while True:\n        pass",
        RIGHT_DW,
        arguments=["--timeout", "2"],
    )
    assert "Calling dL_db did not finish and could not be interrupted.\n" in out
    assert passed(out) == ["linear.dW"]


def test_exit_in_a_cell_ends_no_check(check):
    _, out, _ = check("exit()", RIGHT_DW)
    assert passed(out) == ["linear.dW"]


def test_cells_that_check_count_no_attempt_and_the_notebook_stays_as_it_is(check, tmp_path):
    check(RIGHT_DW, "from bpteach.exercises import card\ncard('linear.dW').check(dL_dW)")
    assert [path.name for path in tmp_path.iterdir()] == ["answers.ipynb"]
    assert nbformat.read("answers.ipynb", as_version=4).cells[1].outputs == []


def test_a_fault_of_the_checker_is_told_apart(check):
    code, out, _ = check("import bpteach.exercises as e\ne.check_namespace = None", RIGHT_DW)
    assert code == 3
    assert "! linear.dW: could not be checked; the fault is ours (0 of 3 points)" in out
    assert "Your answer is not judged." in " ".join(out.split())


@pytest.mark.parametrize("metadata", [{}, {"bpteach": "linear"}, {"bpteach": {"unit": "gone"}}])
def test_a_notebook_that_names_no_unit_is_known_by_its_answers(check, metadata):
    assert passed(check(RIGHT_DW, metadata=metadata)[1]) == ["linear.dW"]


def test_a_notebook_of_another_language_is_refused(check):
    spec = {"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}}
    assert check("x <- 1", metadata=spec) == (
        2,
        "",
        "bpteach: answers.ipynb is a notebook for r\n"
        "  the exercises are answered in Python: choose a Python kernel in Jupyter and save\n",
    )


def test_a_notebook_without_exercises_is_refused(check):
    assert check("x = 1", metadata={}) == (
        2,
        "",
        "bpteach: answers.ipynb has no exercises of the course\n"
        "  bpteach start lays the student notebooks out, in the folder exercises\n",
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "its text is no JSON from line 1 on"),
        (b'{"cells": [\n<<<<<<< HEAD\n', "its text is no JSON from line 2 on"),
        (b"[1]", "it is JSON, but not a notebook's"),
        (b'{"cells": 3, "nbformat": 4}', "it is JSON, but not a notebook's"),
        (b"\xff\xfe", "it is not text in UTF-8"),
    ],
)
def test_a_file_that_is_no_notebook_is_refused(check, tmp_path, content, why):
    (tmp_path / "answers.ipynb").write_bytes(content)
    assert check() == (
        2,
        "",
        f"bpteach: answers.ipynb is not a notebook: {why}\n"
        "  open it in Jupyter, or begin it again: bpteach start\n",
    )


def test_a_missing_file_and_a_folder_are_named(check, tmp_path):
    assert check() == (2, "", "bpteach: there is no file answers.ipynb\n")
    (tmp_path / "answers.ipynb").mkdir()
    assert check() == (
        2,
        "",
        "bpteach: answers.ipynb is a folder\n  name its notebooks: answers.ipynb/*.ipynb\n",
    )


def passed(out):
    return re.findall(r"^✓ (\S+)", out, re.MULTILINE)


def test_a_cell_that_ends_with_an_error_is_no_answer_that_is_missing(check):
    code, out, _ = check("import numpy as np", "def dL_dW(a, dL_dz):\n    return dL_dz @ a.T)")
    assert code == 1
    told = " ".join(out.split())
    assert "✗ linear.dW: not yet (0 of 3 points) The cell of dL_dW ended with SyntaxError: " in told
    assert "in line 2." in told
    assert ".py" not in told
    assert "– linear.db: not started" in told


def test_a_lesson_is_not_checked_and_its_exercises_are_named(check):
    about = {"bpteach": {"unit": "linear", "kind": "lesson"}}
    code, out, err = check("dz_dW = 3", metadata=about)
    assert (code, out) == (2, "")
    assert err == (
        "bpteach: answers.ipynb is a lesson: its exercises stand in a notebook of their own\n"
        "  write bpteach check exercises/answers.ipynb\n"
    )
