"""Hostile submissions among honest ones: none is overpaid, none costs another, nothing stays."""

import contextlib
import os
import tempfile
import time
from pathlib import Path

import pytest
from hostile import HONEST, all_attacks
from sandboxed import needs_full

from bpteach.exercises import Status, get, units
from bpteach.grading.isolation import isolation
from bpteach.grading.submission import Cell, Submission
from bpteach.grading.workers import Limits, graded

ATTACKS = all_attacks()
LINEAR = next(one for one in units() if one.name == "linear")


def submission(name, sources):
    cells = tuple(Cell(k, source) for k, source in enumerate(sources, start=1))
    return Submission(name, Path(f"{name}.ipynb"), name, "linear", 0, cells)


def honest(number):
    sources = ["import numpy as np", *(one.reference_source for one in LINEAR.exercises)]
    return submission(f"honest {number}", sources)


def mixed():
    attacks = [one for several in ATTACKS.values() for one in several]
    for number, attack in enumerate(attacks):
        yield submission(attack.name, attack.cells)
        if number % 3 == 0:
            yield honest(number)


def processes():
    """Processes of sandboxes, by what they were called with."""
    found = set()
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if b"bpteach.grading.sandbox" in place.read_bytes():
                found.add(place.parent.name)
    return found


def left_in(folder):
    return {one for one in os.listdir(folder) if one.startswith("bpteach-sandbox")}


@pytest.fixture(scope="module")
def marks():
    places = (tempfile.gettempdir(), "/dev/shm")
    before = processes(), [left_in(one) for one in places]
    limits = Limits(cpu=1.0, wall=3.0)
    found = {
        mark.submission.student: mark
        for mark in graded(
            mixed(), secret=b"secret", isolation=isolation("full"), limits=limits, workers=2
        )
    }
    time.sleep(0.5)  # the kernel ends what was killed
    after = processes(), [left_in(one) for one in places]
    return found, before, after


def test_there_are_more_than_sixty_attacks_with_names_of_their_own():
    names = [one.name for several in ATTACKS.values() for one in several]
    assert len(names) == len(set(names)) >= 60


@needs_full
@pytest.mark.parametrize("kind", ATTACKS)
def test_an_attack_earns_what_it_deserves(kind, marks):
    found = marks[0]
    told = {
        attack.name: (found[attack.name].points, attack.deserved)
        for attack in ATTACKS[kind]
        if not (
            (attack.deserved if attack.least is None else attack.least)
            <= found[attack.name].points
            <= attack.deserved
        )
    }
    assert not told


@needs_full
def test_no_attack_is_taken_for_a_fault_of_the_grader(marks):
    faulty = [
        name
        for name, mark in marks[0].items()
        if any(one.status is Status.GRADER_ERROR for one in mark.verdicts)
    ]
    assert not faulty


@needs_full
def test_honest_neighbours_get_full_marks(marks):
    neighbours = [mark for name, mark in marks[0].items() if name.startswith("honest")]
    assert len(neighbours) > 30
    assert {(mark.points, mark.notes) for mark in neighbours} == {(26.0, ())}


@needs_full
def test_nothing_stays_behind(marks):
    _, before, after = marks
    assert before == after


@needs_full
def test_no_words_hold_what_a_hidden_call_said(marks):
    for mark in marks[0].values():
        said = "\n".join((*mark.notes, *map(str, mark.verdicts)))
        lines = [line for line in said.splitlines() if "LEAK" in line]
        # a line of the submission's own text may be quoted, with nothing filled in
        assert all(
            ("It happened in line" in line and "repr(" in line) or "type(" in line for line in lines
        )


def test_the_honest_cell_of_an_attack_is_worth_two_points():
    names = {}
    exec(HONEST, names)
    assert get("linear.db").check(names["dL_db"]).points == 2
