"""The real nbgrader on what `bpteach release` writes, beside `bpteach grade` on the same files."""

import csv
import os
import sqlite3
from pathlib import Path

import nbformat
import pytest
from answers.handed_in import answer_handouts
from real_nbgrader import BIN, FOUND, lay_kernel, nbgrader
from test_cli_grade import grade, run, table

from bpteach.exercises.asked import named_unit
from bpteach.exercises.assignment import Assignment

PAGE = (Path(__file__).parents[1] / "docs" / "instructors.md").read_text("utf-8")
COMMANDS = [line.split()[1:] for line in PAGE.splitlines() if line.startswith("nbgrader ")]
UNITS = ("shapes", "sigmoid")  # every kind of exercise is among theirs
NOISY = "import sys, warnings\nprint('a word', file=sys.stderr)\nwarnings.warn('a warning')\n"

if os.environ.get("BPTEACH_NBGRADER") == "required" and not FOUND:
    raise RuntimeError(f"nbgrader is required here, and is not in {BIN}: write make nbgrader")
pytestmark = pytest.mark.skipif(not FOUND, reason="nbgrader is not installed: write make nbgrader")


def solve(notebook, unit):
    """Answer rightly, in cells and functions that also say something on stderr."""
    asked = Assignment(notebook.metadata["bpteach"]["seed"]).asked(unit)
    answers = {f"{one.id.replace('.', '-')}-answer": one for one in asked.exercises}
    for cell in notebook.cells:
        if cell.id in answers:
            head, _, body = answers[cell.id].reference_source.partition("\n")
            if head.startswith("def "):
                head += "\n" + "".join(f"    {line}\n" for line in NOISY.splitlines())
            cell.source = f"{NOISY}{head}\n{body}"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Release, answer, and grade with both; give the folder."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "class.csv").write_text("id\nada\nbob\ncem\n")
    units = [option for name in UNITS for option in ("--unit", name)]
    told = run("release", "c", "--seed", "7", "--roster", "class.csv", *units, cwd=folder)
    assert told[0] == 0, told
    course = folder / "c"
    answer_handouts(course / "handout", course / "submitted", seed=1)  # cem's stay like this
    for name in UNITS:
        unit = named_unit(name)
        within = Path(name) / f"{unit.lesson}.ipynb"
        untouched = (course / "handout" / "bob" / within).read_bytes()
        (course / "submitted" / "bob" / within).write_bytes(untouched)
        notebook = nbformat.read(course / "handout" / "ada" / within, as_version=4)
        solve(notebook, unit)
        nbformat.write(notebook, course / "submitted" / "ada" / within)
    told = grade("submitted", "--out", "marks", "--policy", "policy.toml", cwd=course)
    assert told[0] == 0, told
    lay_kernel(folder)
    for command in COMMANDS:
        for name in UNITS if "linear" in command else ("",):
            nbgrader(folder, *(name if word == "linear" else word for word in command))
    return course


def points(course):
    """What nbgrader gave: by student and exercise."""
    connection = sqlite3.connect(course / "gradebook.db")
    rows = connection.execute(
        "SELECT submitted_assignment.student_id, base_cell.name, grade.auto_score FROM grade "
        "JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id "
        "JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id "
        "JOIN base_cell ON grade.cell_id = base_cell.id"
    ).fetchall()
    connection.close()
    found = {}
    for student, cell, score in rows:
        found.setdefault(student, {})[cell.removesuffix("-check").replace("-", ".", 1)] = score
    return found


def test_the_page_for_instructors_has_the_commands_that_run_here():
    names = [command[0] for command in COMMANDS]
    assert names == ["generate_assignment", "autograde", "generate_feedback", "export"]


def test_both_give_the_same_points_for_every_exercise(course):
    found, marks = points(course), table(course / "marks" / "marks.csv")
    asked = [one for name in UNITS for one in named_unit(name).exercises]
    assert sorted(found) == sorted(marks) == ["ada", "bob", "cem"]
    for student, scores in found.items():
        assert sorted(scores) == sorted(one.id for one in asked)
        ours = {id: float(marks[student][id]) for id in scores}
        assert scores == pytest.approx(ours, rel=0, abs=0.006), student  # ours have two decimals
    assert found["ada"] == {one.id: one.points for one in asked}
    assert set(found["bob"].values()) == {0}
    assert {0, *(one.points for one in asked)} <= set(found["cem"].values())


def test_what_nbgrader_exports_is_the_sum(course):
    marks = table(course / "marks" / "marks.csv")
    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert len(rows) == 3 * len(UNITS)
    for row in rows:
        ours = float(marks[row["student_id"]][f"{row['assignment']} points"])
        assert float(row["score"]) == pytest.approx(ours, rel=0, abs=0.006)
        most = sum(one.points for one in named_unit(row["assignment"]).exercises)
        assert float(row["max_score"]) == most


def test_what_nbgrader_releases_is_what_was_handed_out_with_its_own_checksums(course):
    for name in UNITS:
        lesson = f"{named_unit(name).lesson}.ipynb"
        released = nbformat.read(course / "release" / name / lesson, as_version=4)
        ours = nbformat.read(course / "handout" / "ada" / name / lesson, as_version=4)
        assert len(released.cells) == len(ours.cells)
        for cell, other in zip(released.cells, ours.cells, strict=True):
            about = cell.metadata.get("nbgrader", {})
            about.pop("checksum", None), about.pop("cell_type", None)
            assert cell.metadata == other.metadata
            if cell.id.endswith("-check"):
                assert cell.source == other.source
        text = "\n".join(cell.source for cell in released.cells)
        assert "SOLUTION" not in text
        assert "YOUR CODE HERE" not in text


def test_its_feedback_shows_our_words_and_nothing_is_left_beside_it(course):
    files = sorted((course / "feedback").rglob("*.*"))
    assert {path.suffix for path in files} == {".html"}
    assert len(files) == 3 * len(UNITS)
    bob = (course / "feedback" / "bob" / "shapes" / "01_shapes.html").read_text("utf-8")
    assert "not started (0 of 1 point)" in bob
    assert "Traceback (most recent call last)" not in bob
