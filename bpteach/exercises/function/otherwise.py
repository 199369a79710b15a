"""A wrong result that would be right otherwise: for other inputs, or where a value is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, combinations

import numpy as np

from bpteach.diagnosis import Finding, close
from bpteach.exercises.function.record import FunctionRecord
from bpteach.exercises.function.tolerance import tolerance
from bpteach.exercises.parts import Case

__all__ = ["itself", "mistaken", "turned"]

_DERIVATIVE = re.compile(r"d(?P<of>\w+)_d(?P<wrt>\w+)")


def mistaken(record: FunctionRecord, part: int, cases: Sequence[Case], outs) -> Finding | None:
    """Find an answer that is right for other inputs: one transposed, one negative, two exchanged.

    Parameters
    ----------
    record : FunctionRecord
        The exercise.
    part : int
        Which of its results.
    cases : sequence of Case
        The inputs.
    outs : sequence of ndarray
        The answer's results on them.

    Returns
    -------
    Finding or None
        None where no such exchange explains every result.
    """
    if found := turned(record, part, cases, outs):
        return found
    name, first = record.results[part], cases[0].arguments
    arrays = [one for one, value in first.items() if isinstance(value, np.ndarray)]
    for one in arrays:
        if _explains(record, part, cases, outs, lambda given, k=one: {**given, k: -given[k]}):
            words = f"{name} is what it should be at −{one}: somewhere the sign of {one} is wrong."
            return Finding("inputs", words)
    for one, two in combinations(arrays, 2):
        exchanged = lambda given, k=one, m=two: {**given, k: given[m], m: given[k]}  # noqa: E731
        if _explains(record, part, cases, outs, exchanged):
            words = f"{name} is right with {one} and {two} exchanged: each stands for the other."
            return Finding("inputs", words)
    return None


def turned(record: FunctionRecord, part: int, cases: Sequence[Case], outs) -> Finding | None:
    """Find an answer that is right for the same inputs, some of the matrices transposed.

    Parameters
    ----------
    record : FunctionRecord
        The exercise.
    part : int
        Which of its results.
    cases : sequence of Case
        The inputs; on equal sizes every matrix can be transposed.
    outs : sequence of ndarray
        The answer's results on them, which are wrong.

    Returns
    -------
    Finding or None
        With as few matrices as possible; None where no transpose explains every result.
    """
    first = cases[0].arguments
    matrices = [one for one, value in first.items() if _is_matrix(value)]
    counts = range(1, len(matrices) + 1)
    for some in chain.from_iterable(combinations(matrices, count) for count in counts):
        transposed = lambda given, k=some: {**given, **{one: given[one].T for one in k}}  # noqa: E731
        if _explains(record, part, cases, outs, transposed):
            *most, last = some
            listed = f"{', '.join(most)} and {last}" if most else last
            words = f"{record.results[part]} would be right with {listed} transposed."
            return Finding("inputs", words)
    return None


def _is_matrix(value) -> bool:
    return isinstance(value, np.ndarray) and value.ndim == 2 and min(value.shape) > 1


def itself(record: FunctionRecord, part: int, cases: Sequence[Case], outs) -> Finding | None:
    """Find the value in the place of its derivative: z where dz/dx is asked for.

    Parameters
    ----------
    record : FunctionRecord
        The exercise; its `known` arrays hold the value under its own name.
    part : int
        Which of its results.
    cases : sequence of Case
        The inputs.
    outs : sequence of ndarray
        The answer's results on them.

    Returns
    -------
    Finding or None
        None for anything else.
    """
    name = record.results[part]
    asked = _DERIVATIVE.fullmatch(name)
    if not asked or not record.known:
        return None
    for case, out in zip(cases, outs, strict=False):
        value = record.known(**case.arguments).get(asked["of"])
        if value is None or not close(out.reshape(-1), value.reshape(-1), tolerance(out)):
            return None
    words = "{name} is {of} itself, and not how {of} changes when {wrt} moves."
    return Finding("value", words.format(name=name, **asked.groupdict()))


def _explains(record, part, cases, outs, change) -> bool:
    for case, out in zip(cases, outs, strict=False):
        try:
            with np.errstate(all="ignore"):
                returned = record.applied(record.reference, change(case.arguments))
        except Exception:  # shapes that do not fit the other way round
            return False
        one = returned[part] if len(record.results) > 1 else returned
        if not close(out, np.asarray(one, dtype=np.float64), tolerance(out)):
            return False
    return True
