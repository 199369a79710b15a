"""Hostile submissions among honest ones: none is overpaid, none costs another, nothing stays."""

import os
import pickle
import time
from pathlib import Path

import pytest
from hostile import HONEST, all_attacks
from sandboxed import begun, needs_full

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


def left_in(folder):
    return {one for one in os.listdir(folder) if one.startswith("bpteach-sandbox")}


def grade_into(file):
    """Grade all of them, and keep the marks."""
    limits = Limits(cpu=1.0, wall=3.0)
    how = {"secret": b"secret", "isolation": isolation("full"), "limits": limits, "workers": 2}
    found = {mark.submission.student: mark for mark in graded(mixed(), **how)}
    Path(file).write_bytes(pickle.dumps(found))


@pytest.fixture(scope="module")
def marks(tmp_path_factory):
    """The marks, and what was left: processes, and files where temporary ones are made."""
    folder = tmp_path_factory.mktemp("hostile")
    before = left_in("/dev/shm")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        process, alive = begun("test_hostile", "grade_into", str(folder / "marks"))
        assert process.wait(300) == 0
    until = time.monotonic() + 5  # the kernel ends what was killed
    while alive() and time.monotonic() < until:
        time.sleep(0.1)
    left = alive(), left_in(folder), left_in("/dev/shm") - before
    return pickle.loads((folder / "marks").read_bytes()), left


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
    assert marks[1] == (set(), set(), set())


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
