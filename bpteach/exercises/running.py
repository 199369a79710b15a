"""Calling a learner's function here and now, and telling what became of it.

This is the local check: it protects a learner from puzzling crashes, not a class from a
hostile submission. What it gives is data, so that the ladder does not care who called.
"""

from __future__ import annotations

import itertools
import linecache
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bpteach.exercises.answer import UnreadableError
from bpteach.exercises.kept import process_kept
from bpteach.exercises.made import handed, unchanged
from bpteach.exercises.own_code import CourseSpy, course_code, course_words
from bpteach.exercises.parts import Case
from bpteach.exercises.verdict import Rung

_MISFIT = "the left factor of `{}` is {wide} wide, the right one {high} high: not equal."
_AT = re.compile(
    r"matmul: Input operand 1 has a mismatch in its core dimension 0.*"
    r"\(size (?P<high>\d+) is different from (?P<wide>\d+)\)"
)
_DOT = re.compile(r"shapes .* not aligned: (?P<wide>\d+) \(.*\) != (?P<high>\d+) \(.*\)")
_INTO = "matmul: Output operand 0 has a mismatch"
_AT_INTO = re.compile(r"(?P<out>\w+) *@= *(?P<factor>.+)")
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}")
_PATH = re.compile(r"""(?<![\w.])(?:[A-Za-z]:)?[/\\](?:[^\s/\\'":]+[/\\]+)+""")

__all__ = ["Asked", "Calls", "Outcome", "Run", "run_here", "running_here"]


class Asked(Protocol):
    """What running an answer needs to know of an exercise."""

    function: str
    through: Callable | None

    def called(self, function: Callable, values: list):
        """Call an answer on values that are its own already."""

    def read(self, returned) -> tuple:
        """Read what it returned as plain values."""


@dataclass(frozen=True)
class Outcome:
    """What became of one call.

    Parameters
    ----------
    results : tuple of ndarray or UnreadableError, or None
        What was returned, as plain values; None where something went wrong. One of several
        results that cannot be read has its error in its place.
    words : str
        What went wrong, for the learner.
    rung : Rung or None
        The step of the ladder on which it went wrong.
    not_started : bool
        The starter's own NotImplementedError came back.
    misfit : bool
        Shapes did not fit: the call may be tried on equal sizes, to name the mistake.
    changed : tuple of str
        Arguments that the call changed.
    warned : str
        What numpy warned of during the call, if it did.

    Examples
    --------
    >>> Outcome(results=(np.ones((2, 1)),)).words
    ''
    """

    results: tuple[np.ndarray | UnreadableError, ...] | None = None
    words: str = ""
    rung: Rung | None = None
    not_started: bool = False
    misfit: bool = False
    changed: tuple[str, ...] = ()
    warned: str = ""


def run_here(record: Asked, function: Callable, case: Case, *, quiet: bool = False) -> Outcome:
    """Call a function on copies of a case's arguments, in this process.

    Parameters
    ----------
    record : Asked
        The exercise.
    function : callable
        The answer.
    case : Case
        The inputs.
    quiet : bool
        Swallow what the function prints: only the first of several calls should be heard.

    Returns
    -------
    Outcome
        Whatever the function did. KeyboardInterrupt is an outcome too, since that is how an
        endless loop ends.
    """
    given = {name: handed(value) for name, value in case.arguments.items()}
    warned: list[str] = []
    spy = CourseSpy(record.called, record.through)
    try:
        with process_kept(quiet, warned):
            returned = spy.watch(record.called, function, list(given.values()))
            results = record.read(returned)
    except UnreadableError as unreadable:
        outcome = Outcome(words=str(unreadable), rung=Rung.SHAPE)
    except BaseException as raised:  # whatever the answer raises is an outcome, never a crash
        outcome = _raised(record, function, case, raised)
    else:
        changed = tuple(n for n, value in case.arguments.items() if not unchanged(value, given[n]))
        outcome = Outcome(results=results, changed=changed, warned=" and ".join(warned))
    if spy.seen and not course_code(function):
        return Outcome(words=course_words(spy.seen, record.function), rung=Rung.RUNS)
    return outcome


Run = Callable[[Case], Outcome]


class Calls:
    """What runs an answer, and remembers what was asked for the sake of all its results.

    Parameters
    ----------
    run : callable
        ``run(case)`` gives an `Outcome`. It may have ``run.ahead(cases)``, which is told what
        will be asked for next: where the answer is far away, calls then travel together.

    Examples
    --------
    >>> calls = Calls(lambda case: Outcome(warned=case))
    >>> [one.warned for one in calls.once("two", ["a", "b"])]
    ['a', 'b']
    """

    def __init__(self, run: Run):
        self._run, self._kept = run, {}
        self.ahead = getattr(run, "ahead", lambda cases: None)

    def __call__(self, case: Case) -> Outcome:
        """Call the answer.

        Parameters
        ----------
        case : Case
            The inputs.

        Returns
        -------
        Outcome
            What became of it.
        """
        return self._run(case)

    def once(self, what: str, cases: list[Case]) -> list[Outcome]:
        """Call the answer on several cases, unless that was done before.

        Parameters
        ----------
        what : str
            By what it is remembered.
        cases : list of Case
            The inputs.

        Returns
        -------
        list of Outcome
            What became of each.
        """
        if what not in self._kept:
            self.ahead(cases)
            self._kept[what] = [self._run(case) for case in cases]
        return self._kept[what]


def running_here(record: Asked, answer: Callable) -> Run:
    """Make what runs an answer here, case by case.

    Parameters
    ----------
    record : Asked
        The exercise.
    answer : callable
        The learner's function.

    Returns
    -------
    callable
        ``run(case)``; only the answer's first call may print.
    """
    calls = itertools.count()
    return lambda case: run_here(record, answer, case, quiet=next(calls) > 0)


# --- when it raises -----------------------------------------------------------------------


def _raised(record, function, case, error) -> Outcome:
    if isinstance(error, NotImplementedError):
        return Outcome(not_started=True, rung=Rung.RUNS)
    if isinstance(error, KeyboardInterrupt):
        words = (
            f"{record.function} was interrupted before it returned. Is there a loop whose "
            "condition never becomes false?"
        )
        return Outcome(words=words, rung=Rung.RUNS)
    if isinstance(error, RecursionError):
        words = (
            f"{record.function} calls itself without end. Which call should give its answer "
            "without another call?"
        )
        return Outcome(words=words, rung=Rung.RUNS)
    misfit = isinstance(error, (ValueError, IndexError)) and _INTO not in _text(error)
    return Outcome(words=_error_words(record, function, case, error), rung=Rung.RUNS, misfit=misfit)


def _error_words(record, function, case, error):
    where = _line_of(function, error)
    lines = [f"{record.function} stopped with {_type_and_text(error, where[1] if where else '')}"]
    if where:
        lines.append(f"It happened in line {where[0]} of your function: `{where[1]}`")
    told = [f"{name} {_shapes(value)}" for name, value in case.arguments.items()]
    shapes = ", ".join(one for one in told if one[-1] != " ")
    if shapes:
        lines.append(f"The inputs of this call were: {shapes}.")
    return "\n".join(lines)


def _shapes(value):
    if isinstance(value, list):
        return f"[{', '.join(map(_shapes, value))}]"
    return str(value.shape) if isinstance(value, np.ndarray) else ""


def _text(error):
    try:
        text = " ".join(str(error).split())
    except BaseException:  # an exception can raise in its own __str__
        text = ""
    return _PATH.sub("…/", _ADDRESS.sub("…", text))[:300]


def _type_and_text(error, line):
    text = _text(error)
    if misfit := _AT.fullmatch(text):
        text = _MISFIT.format("@", **misfit.groupdict())
        text += " Write the variable under each side: which ones meet?"
    elif "dot(" in line and (misfit := _DOT.fullmatch(text)):
        text = _MISFIT.format("dot", **misfit.groupdict())
    elif text.startswith(_INTO):
        text = _into_words(line)
    if text.startswith("setting an array element with a sequence."):
        text += " An entry takes one number: entry i of a column is `[i, 0]`, and `[i]` is a row."
    if text.startswith("The truth value of an array with more than one element is ambiguous."):
        text += (
            ". `if`, `and`, `or`, `max` and `min` of Python's own ask one question, and an array "
            "has many answers: numpy has functions that go entry by entry."
        )
    if text == "only integer scalar arrays can be converted to a scalar index":
        text += (
            ". `np.max(z, …)` takes an axis in second place and looks for the largest entry. Two "
            "things are compared entry by entry by another function."
        )
    return f"{type(error).__name__}: {text}" if text else f"{type(error).__name__}."


def _into_words(line):
    """A product that is to be written into an array which it does not fit."""
    words = "writes the product into the array on its left, which has another shape."
    if found := _AT_INTO.search(line):
        return "`@=` {} Write `{out} = {out} @ {factor}`: that makes a new array.".format(
            words, **found.groupdict()
        )
    return "the product is to be written into an array that has another shape: make a new array."


def _line_of(function, error):
    """Line of the learner's function, counted from its `def`, and its text."""
    code = getattr(function, "__code__", None)
    step = error.__traceback__
    while code is not None and step is not None:
        if step.tb_frame.f_code is code:
            line = linecache.getline(code.co_filename, step.tb_lineno).strip()
            line = line if len(line) <= 100 else f"{line[:97]}..."
            return (step.tb_lineno - code.co_firstlineno + 1, line) if line else None
        step = step.tb_next
    return None
