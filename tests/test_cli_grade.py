"""`bpteach grade` and `bpteach adjust`: a folder in, marks out, whatever happens on the way."""

import csv
import json
import os
import subprocess
import sys

import pytest
from answers.handed_in import write_class
from killing import BPTEACH, differences, killed, left_behind, rows
from sandboxed import MISSING

from bpteach.authoring.student import exercise_notebook
from bpteach.cli import main
from bpteach.exercises import units

LINEAR = next(unit for unit in units() if unit.name == "linear")
# Where the full isolation cannot be had, the other tests of the grading say so.
LEVEL = "process" if MISSING else "full"


def run(*arguments, cwd):
    """Run a command as a person would; give exit code, stdout and stderr."""
    environment = {**os.environ, "COLUMNS": "80"}
    done = subprocess.run(
        [*BPTEACH, *map(str, arguments)],
        cwd=cwd, env=environment, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def grade(*arguments, cwd, workers=1):
    """Grade; a few submissions are done sooner than a second worker is ready."""
    return run("grade", *arguments, "--isolation", LEVEL, "--workers", workers, cwd=cwd)


@pytest.fixture
def says(monkeypatch, capsys, tmp_path):
    """Run a command here; give exit code and stderr."""
    monkeypatch.chdir(tmp_path)

    def called(*arguments):
        monkeypatch.setattr(sys, "argv", ["bpteach", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code or 0, capsys.readouterr().err

    return called


def solved(path, **more):
    """Write the solution notebook of unit 03, with other fields where they are given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**exercise_notebook(LINEAR, solved=True), **more}))


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


# --- one class, graded, regraded and adjusted ---------------------------------------------


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A folder in which a class was graded; give it with what the command said."""
    folder = tmp_path_factory.mktemp("course")
    solved(folder / "in" / "ada.ipynb")
    write_class(folder / "in", 3)
    (folder / "in" / "zed.ipynb").write_text("{")
    return folder, grade("in", "--out", "marks", cwd=folder)


def test_what_cannot_be_read_has_a_line_and_everything_else_is_graded(course):
    folder, (code, out, err) = course
    assert (code, out) == (1, "5 students, 4 marks: marks/class.html\n")
    assert err == (
        "not graded: zed, in/zed.ipynb: its text is no JSON from line 1 on, and no whole cell "
        "precedes it\n"
    )
    marks = table(folder / "marks" / "marks.csv")
    assert marks["ada"]["points"] == marks["ada"]["max_points"] == "26"
    assert marks["ada"]["linear isolation"] == LEVEL
    assert 0 < float(marks["student00000"]["points"]) < 26
    files = {path.name for path in (folder / "marks").iterdir()}
    assert files == {
        "marks.sqlite", "marks.csv", "verdicts.jsonl", "canvas.csv", "moodle.csv", "alike.csv",
        "moodle-03_linear.csv", "class.html", "feedback",
    }  # fmt: skip


def test_grading_again_grades_what_is_new_and_a_regrading_everything(course, tmp_path):
    folder, _ = course
    out = tmp_path / "marks"
    (folder / "in" / "zed.ipynb").unlink(missing_ok=True)
    assert grade("in", "--out", out, cwd=folder)[0] == 0
    solved(folder / "in" / "zed.ipynb", nbformat_minor=4)
    assert grade("in", "--out", out, cwd=folder)[0] == 0
    assert rows(out, "SELECT run, count(*) FROM mark GROUP BY run") == [(1, 5)]
    before = table(out / "marks.csv")
    code, _, err = run(
        "adjust", out, "ada", "linear.dW", "1", "--reason", "an oral exam", cwd=folder
    )
    assert (code, err) == (0, "")
    assert grade("in", "--out", out, "--regrade", cwd=folder)[0] == 0
    assert rows(out, "SELECT run, count(*) FROM mark GROUP BY run") == [(1, 5), (2, 5)]
    after = table(out / "marks.csv")
    assert after.pop("ada")["points"] == "24"
    assert before.pop("ada")["points"] == "26"
    assert after == before
    assert "an oral exam" in (out / "feedback" / "ada.html").read_text("utf-8")
    run("adjust", out, "ada", "linear.dW", "--withdraw", "--reason", "an error", cwd=folder)
    assert table(out / "marks.csv")["ada"]["points"] == "26"


def test_a_policy_holds_until_another_is_given(tmp_path):
    solved(tmp_path / "ada.ipynb")
    os.utime(tmp_path / "ada.ipynb", (1_800_000_000,) * 2)
    (tmp_path / "policy.toml").write_text(
        "[due]\nlinear = 2027-01-15T07:00:00Z\n[late]\npercent_per_day = 50\n"
    )
    arguments = ("ada.ipynb", "--out", "marks")
    assert grade(*arguments, "--policy", "policy.toml", cwd=tmp_path)[0] == 0
    assert table(tmp_path / "marks" / "marks.csv")["ada"]["points"] == "13"
    assert grade(*arguments, cwd=tmp_path)[0] == 0
    assert table(tmp_path / "marks" / "marks.csv")["ada"]["linear late"] == "13"
    (tmp_path / "policy.toml").write_text("")
    assert grade(*arguments, "--policy", "policy.toml", cwd=tmp_path)[0] == 0
    assert table(tmp_path / "marks" / "marks.csv")["ada"]["points"] == "26"


# --- wrong usage --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "say what to grade and where the marks belong"),
        (("in",), "write bpteach grade submitted --out marks"),
        (("nowhere", "--out", "m"), "cannot read nowhere: No such file or directory"),
        (("empty", "--out", "m"), "there is no notebook in empty"),
        (("in", "--out", "m", "--unit", "liner"), "there is no unit 'liner'\n  there are: shapes"),
        (("in", "--out", "m", "--policy", "no.toml"), "cannot read no.toml: No such file"),
        (("in", "--out", "m", "--policy", "bad.toml"), "bad.toml is no policy\n  there is no [x]"),
        (("in", "--out", "bad.toml"), "cannot make the folder bad.toml: File exists"),
        (("in", "--out", "m", "--keep", "worst"), "'worst' is not one of 'latest', 'best'"),
        (("in", "--out", "other"), "cannot be used as a file of marks"),
    ],
)
def test_wrong_usage_says_what_to_write(says, tmp_path, arguments, words):
    solved(tmp_path / "in" / "ada.ipynb")
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "marks.sqlite").write_text("something else, of some length " * 40)
    (tmp_path / "bad.toml").write_text("[x]")
    code, err = says("grade", *arguments, "--isolation", "process")
    assert code == 2
    assert words in err
    assert not (tmp_path / "m" / "marks.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ada", "linear.dW", "1"), "say why"),
        (("ada", "linear.dW", "--reason", "x"), "say how many points it shall count"),
        (
            ("ada", "linear.dw", "1", "--reason", "x"),
            "there is no exercise and no unit 'linear.dw'",
        ),
        (
            ("adda", "linear.dW", "1", "--reason", "x"),
            "no mark of 'adda' for linear\n  did you mean",
        ),
        (("ada", "linear.dW", "4", "--reason", "x"), "linear.dW counts from 0 to 3 points, not 4"),
        (("ada", "linear", "nan", "--reason", "x"), "linear counts from 0 to 26 points, not nan"),
    ],
)
def test_an_adjustment_that_makes_no_sense_is_refused(says, course, arguments, words):
    code, err = says("adjust", course[0] / "marks", *arguments)
    assert code == 2
    assert words in err


def test_an_adjustment_needs_marks(says):
    code, err = says("adjust", "nowhere", "ada", "linear", "1", "--reason", "x")
    assert (code, err) == (
        2, "bpteach: there are no marks in nowhere\n  write bpteach grade PATH --out nowhere\n"
    )  # fmt: skip


def test_the_isolation_explains_itself(tmp_path):
    code, out, _ = run("grade", "--explain-isolation", "--isolation", "process", cwd=tmp_path)
    assert code == 0
    assert out.startswith("isolation: process\n")


# --- killed and begun again ---------------------------------------------------------------

CLASS = 500


def test_a_run_killed_three_times_ends_with_the_marks_of_an_unbroken_one(tmp_path):
    write_class(tmp_path / "in", CLASS)
    unbroken = grade("in", "--out", "unbroken", "--seed", "s", cwd=tmp_path, workers=2)
    assert unbroken == (0, f"{CLASS} students, {CLASS} marks: unbroken/class.html\n", "")
    kept = killed(tmp_path, CLASS, LEVEL)
    assert len(kept) == 3
    assert left_behind(tmp_path) == []
    code, out, err = grade("in", "--out", "killed", cwd=tmp_path, workers=2)
    assert (code, out, err) == (0, f"{CLASS} students, {CLASS} marks: killed/class.html\n", "")
    assert differences(tmp_path / "killed", tmp_path / "unbroken") == []
    assert rows(tmp_path / "killed", "SELECT count(*) FROM run") == [(1,)]


def test_two_graders_of_one_class_make_every_mark_once(tmp_path):
    write_class(tmp_path / "in", 24)
    command = [*BPTEACH, "grade", "in", "--out", "marks", "--isolation", LEVEL, "--workers", "1"]
    both = [subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait(120) for one in both] == [0, 0]
    assert rows(tmp_path / "marks", "SELECT count(*) FROM mark") == [(24,)]
    assert len(table(tmp_path / "marks" / "marks.csv")) == 24
