"""No exercise asks for what has not been taught: each names what it needs, and where it is met."""

import re
from pathlib import Path

import nbformat
import pytest

from bpteach.exercises import units

TOP = Path(__file__).parents[1]
EXERCISES = [exercise for unit in units() for exercise in unit.exercises]
LESSONS = [path.stem for path in sorted((TOP / "notebooks" / "source").glob("[0-9]*.md"))]
GLOSSARY = {cell.id for cell in nbformat.read(TOP / "notebooks" / "glossary.ipynb", 4).cells}
LINK = re.compile(r"glossary\.ipynb#cell-id=([a-z0-9-]+)")


def taught(lesson):
    """A lesson's text from its first numbered section on: what stands before teaches nothing."""
    text = (TOP / "notebooks" / "source" / f"{lesson}.md").read_text(encoding="utf-8")
    start = re.search(r"^## 1 ", text, re.MULTILINE)
    return text[start.start() :] if start else ""


def met_before(exercise):
    """Every glossary word that a learner has met when the exercise is reached."""
    lesson = next(unit.lesson for unit in units() if unit.name == exercise.unit)
    earlier = [taught(name) for name in LESSONS[: LESSONS.index(lesson)]]
    here, found, _ = taught(lesson).partition(f"[Exercise {exercise.id}]")
    assert found, "no lesson links this exercise"
    return set(LINK.findall("\n".join([*earlier, here])))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_what_an_exercise_needs_is_in_the_glossary(exercise):
    assert set(exercise.needs) <= GLOSSARY


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_what_an_exercise_needs_has_been_taught_before_it(exercise):
    assert set(exercise.needs) <= met_before(exercise)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_words_of_later_lessons_stand_in_no_prompt(exercise):
    lesson = next(unit.lesson for unit in units() if unit.name == exercise.unit)
    later = LESSONS[LESSONS.index(lesson) + 1 :]
    known = set(LINK.findall("\n".join(map(taught, LESSONS[: LESSONS.index(lesson) + 1]))))
    new = set(LINK.findall("\n".join(map(taught, later)))) - known
    words = {one.replace("-", " ") for one in new}
    text = " ".join(re.findall(r"[a-z0-9]+", exercise.task.lower()))
    assert {word for word in words if re.search(rf"\b{re.escape(word)}\b", text)} == set()
