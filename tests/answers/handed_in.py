"""A class that never was: notebooks of a unit, answered rightly, wrongly, not at all, and oddly."""

import inspect
import json
import os
import random
import textwrap
import types

from answers import UNITS
from answers.syllabus import SYLLABUS
from bpteach.exercises.asked import named_unit
from bpteach.exercises.assignment import Assignment
from bpteach.exercises.written import Written

__all__ = ["answer_handouts", "forms", "write_class"]

BEGUN = 1_790_000_000  # when the first of them is handed in


def forms(unit):
    """Sources of answers that stand for themselves: by exercise the right ones, and the wrong."""
    module, found = UNITS[unit.name], {}
    for exercise in unit.exercises:
        if not isinstance(exercise, Written):
            right = [f"{exercise.names[0]} = {exercise.reference!r}", exercise.reference_source]
            found[exercise.id] = right[1:], [exercise.starter_source]
            continue
        wrong = [one for key, all in module.WRONG.items() if key[0] == exercise.id for one in all]
        right = [exercise.reference_source, *_sources(module.CORRECT[exercise.id], exercise)]
        found[exercise.id] = right, _sources(wrong, exercise) or [exercise.starter_source]
    return found


def _sources(functions, exercise):
    listed = []
    for one in functions:
        if not isinstance(one, types.FunctionType) or one.__name__ == "<lambda>":
            continue
        inside = {name for code in _codes(one.__code__) for name in code.co_names}
        if one.__code__.co_freevars or inside & (vars(inspect.getmodule(one)).keys() - {"np"}):
            continue
        source = textwrap.dedent(inspect.getsource(one)).rstrip()
        if source.startswith(f"def {one.__name__}("):
            listed.append(source.replace(one.__name__, exercise.function, 1))
    return listed


def _codes(code):
    yield code
    for one in code.co_consts:
        if isinstance(one, types.CodeType):
            yield from _codes(one)


def write_class(folder, count, *, seed=0, unit="linear"):
    """Write `count` notebooks into a folder, the same ones for the same seed."""
    assert unit in SYLLABUS
    rng, unit = random.Random(seed), named_unit(unit)
    choices = forms(unit)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        cells = [_cell("code", "import numpy as np\n\nfrom bpteach.exercises import card")]
        for exercise in unit.exercises:
            answer = _answer(rng, exercise, *choices[exercise.id])
            check = f"{exercise.card}.check({exercise.answered_with})"
            cells += [_cell("markdown", f"## {exercise.id}"), _cell("code", answer)]
            cells.append(_cell("code", check))
        cells = _oddly(rng, cells)
        metadata = (
            {"bpteach": {"unit": unit.name, "kind": "exercises"}} if rng.random() < 0.8 else {}
        )
        notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
        path = folder / f"student{number:05}.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        os.utime(path, (BEGUN + 60 * number,) * 2)


def answer_handouts(handout, submitted, *, seed=0):
    """Answer what was handed out to a class with a roster; give the students, in order."""
    choices = {}
    for path in sorted(handout.rglob("*.ipynb")):
        notebook = json.loads(path.read_text("utf-8"))
        student, unit = path.relative_to(handout).parts[0], named_unit(path.stem)
        rng = random.Random(f"{seed} {student}")
        choices.setdefault(unit.name, forms(unit))
        asked = Assignment(notebook["metadata"]["bpteach"]["seed"]).asked(unit)
        answers = {}
        for exercise in asked.exercises:
            right, wrong = choices[unit.name][exercise.id]
            if not isinstance(exercise, Written):
                right, wrong = [exercise.reference_source], [exercise.starter_source]
            name = f"{exercise.id.replace('.', '-')}-answer"
            answers[name] = _answer(rng, exercise, right, wrong)
        for cell in notebook["cells"]:
            cell["source"] = answers.get(cell["id"], cell["source"])
        target = submitted / path.relative_to(handout)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(notebook), encoding="utf-8")
    return sorted(one.name for one in handout.iterdir())


def _answer(rng, exercise, right, wrong):
    luck = rng.random()
    if luck < 0.65:
        return rng.choice(right)
    if luck < 0.85:
        return rng.choice(wrong)
    if luck < 0.95 or not isinstance(exercise, Written):
        return exercise.starter_source
    return f"def {exercise.function}({', '.join(exercise.parameters)}):\n    return 1 / 0"


def _cell(kind, source):
    cell = {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def _oddly(rng, cells):
    """Most leave the cells as they are; some copy, lose, split or add one."""
    luck, at = rng.random(), rng.randrange(1, len(cells))
    if luck < 0.05:
        return [*cells, cells[at]]
    if luck < 0.1:
        return [*cells[:at], *cells[at + 1 :]]
    if luck < 0.15:
        return [
            *cells[:at],
            _cell("code", "%matplotlib inline\n!ls\nprint(undefined)"),
            *cells[at:],
        ]
    return cells
