"""The local check and the sandboxed marking say the same of every answer of the catalogue."""

import inspect
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import numpy as np
import pytest
from answers import UNITS
from sandboxed import LIMITS, needs_full

from bpteach.exercises import units
from bpteach.exercises.function import Several
from bpteach.exercises.lettered import Lettered
from bpteach.exercises.value import Value
from bpteach.exercises.written import Written
from bpteach.grading.marking import Marker, seed_of
from bpteach.grading.submission import Cell, Submission

SECRET = b"agreement"


def expressions(module, exercise):
    """Every answer of the catalogue to an exercise: as code, and as an object."""
    for k, answer in enumerate(module.CORRECT[exercise.id]):
        yield f"CORRECT[{exercise.id!r}][{k}]", answer
    for key, answers in module.WRONG.items():
        if key[0] == exercise.id:
            for k, answer in enumerate(answers):
                yield f"WRONG[{key!r}][{k}]", answer
    for k, (id, _, _, answer) in enumerate(getattr(module, "SEVERAL", ())):
        if id == exercise.id:
            yield f"SEVERAL[{k}][3]", answer


def as_cell(exercise, code, answer):
    """The code that binds an answer's names; None of what no notebook can hold."""
    if isinstance(exercise, Value | Lettered):
        code = repr(answer)
        try:
            eval(code, {"np": np, "array": np.array})
        except Exception:
            return None
        return f"from numpy import array\n{exercise.names[0]} = {code}"
    if isinstance(exercise, Several):
        return f"globals().update({code})"
    return f"{exercise.names[0]} = {code}"


def rounds(unit):
    """Notebooks that hold, together, every answer once."""
    module = UNITS[unit.name]
    listed = [list(expressions(module, one)) for one in unit.exercises]
    for number, row in enumerate(zip_longest(*listed)):
        yield number, list(zip(unit.exercises, row, strict=True))


def told(verdict):
    """What must be the same; of a wrong number also the words."""
    parts = {name: told(part) for name, part in verdict.parts.items()}
    points = round(verdict.points, 9)
    return verdict.status, verdict.rung, verdict.mistake, verdict.also, points, parts


@needs_full
@pytest.mark.parametrize("unit", units(), ids=lambda one: one.name)
def test_every_answer_is_told_the_same_here_and_behind_the_boundary(unit):
    source = inspect.getsource(UNITS[unit.name])
    compared = 0
    with Marker(secret=SECRET, level="full", limits=LIMITS) as marker:
        for number, row in rounds(unit):
            cells, answers = [Cell(1, source)], {}
            for exercise, found in row:
                if found is None:
                    continue
                code, answer = found
                if isinstance(exercise, Value | Lettered) and callable(answer):
                    answer = answer(exercise)
                cell = as_cell(exercise, code, answer)
                if cell is not None:
                    cells.append(Cell(len(cells) + 1, cell))
                    answers[exercise.id] = answer
            submission = Submission(
                "one", Path("one.ipynb"), f"{unit.name}-{number}", unit.name, 0, tuple(cells)
            )
            mark = marker.mark(submission)
            assert mark.notes == ()
            seed = int(mark.seed, 16)
            assert mark.seed == seed_of(SECRET, submission)
            for exercise, verdict in zip(unit.exercises, mark.verdicts, strict=True):
                if exercise.id not in answers:
                    continue
                hidden = isinstance(exercise, Written | Several)
                local = replace(exercise, seed=seed if hidden else 0).check(answers[exercise.id])
                assert told(verdict) == told(local), f"{cells[-1].source}\n{local}\n{verdict}"
                compared += 1
    assert compared >= len(UNITS[unit.name].CORRECT) * 3
