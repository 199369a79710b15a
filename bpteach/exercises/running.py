"""Calling a learner's function here and now, and telling what became of it.

This is the local check: it protects a learner from puzzling crashes, not a class from a
hostile submission. What it gives is data, so that the ladder does not care who called.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import linecache
import os
import random
import re
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bpteach.exercises.answer import UnreadableError, results_of
from bpteach.exercises.record import Case, Record
from bpteach.exercises.verdict import Rung

_MISFITS = {
    "@": re.compile(
        r"matmul: .* mismatch .*\(size (?P<high>\d+) is different from (?P<wide>\d+)\)"
    ),
    "dot": re.compile(r"shapes .* not aligned: (?P<wide>\d+) \(.*\) != (?P<high>\d+) \(.*\)"),
}
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}")
_PATH = re.compile(r"""(?<![\w.])(?:[A-Za-z]:)?[/\\](?:[^\s/\\'":]+[/\\]+)+""")
_COURSE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep

__all__ = ["Outcome", "course_code", "run_here", "same_code"]


@dataclass(frozen=True)
class Outcome:
    """What became of one call.

    Parameters
    ----------
    results : tuple of ndarray or UnreadableError, or None
        What was returned, as plain arrays; None where something went wrong. One of several
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


def run_here(record: Record, function: Callable, case: Case, *, quiet: bool = False) -> Outcome:
    """Call a function on copies of a case's arguments, in this process.

    Parameters
    ----------
    record : Record
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
    given = {name: _copy(value) for name, value in case.arguments.items()}
    spy = _CourseSpy()
    try:
        with _process_kept(quiet):
            returned = spy.watch(function, given.values())
            results = results_of(returned, record.results)
    except UnreadableError as unreadable:
        outcome = Outcome(words=str(unreadable), rung=Rung.SHAPE)
    except BaseException as raised:  # whatever the answer raises is an outcome, never a crash
        outcome = _raised(record, function, case, raised)
    else:
        changed = tuple(n for n, value in case.arguments.items() if not _same(value, given[n]))
        outcome = Outcome(results=results, changed=changed)
    if spy.seen and not course_code(function):
        return Outcome(words=_course_words(spy.seen, record), rung=Rung.RUNS)
    return outcome


@contextlib.contextmanager
def _process_kept(quiet):
    """Undo what an answer may do to warnings, printing and random numbers."""
    streams, options = (sys.stdout, sys.stderr), np.get_printoptions()
    drawn = random.getstate(), np.random.get_state()  # noqa: NPY002
    if quiet:
        sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.stdout, sys.stderr = streams
        np.set_printoptions(**options)
        random.setstate(drawn[0])
        np.random.set_state(drawn[1])  # noqa: NPY002


def course_code(function) -> bool:
    """Tell whether a function is the course's own.

    Parameters
    ----------
    function : callable
        Any answer.

    Returns
    -------
    bool
        True for what is defined in bpteach, also as a method or a layer.
    """
    called = function if hasattr(function, "__code__") else type(function).__call__
    return _in_course(getattr(inspect.unwrap(called), "__code__", None))


def _in_course(code) -> bool:
    return inspect.iscode(code) and code.co_filename.startswith(_COURSE)


def same_code(one: Callable, two: Callable) -> bool:
    """Tell whether two functions have the same code, whatever their names and comments.

    Parameters
    ----------
    one, two : callable
        Any functions.

    Returns
    -------
    bool
        True if what runs is the same; docstrings and line numbers do not count.
    """
    codes = [getattr(function, "__code__", None) for function in (one, two)]
    return all(map(inspect.iscode, codes)) and _essence(codes[0], one) == _essence(codes[1], two)


def _essence(code, function=None):
    doc = getattr(function, "__doc__", None)
    constants = tuple(
        _essence(constant) if inspect.iscode(constant) else (type(constant), constant)
        for constant in code.co_consts
        if constant is not None and (doc is None or constant != doc)
    )
    return code.co_code, constants, code.co_names, code.co_varnames


class _CourseSpy:
    """Calls a function and notes whether code of the course ran inside it."""

    def __init__(self):
        self.seen = ""

    def watch(self, function, arguments):
        before = sys.getrecursionlimit(), sys.gettrace(), sys.getprofile()
        sys.setprofile(self._look)
        try:
            return function(*arguments)
        finally:  # an answer may have changed all three
            sys.setprofile(before[2])
            sys.settrace(before[1])
            sys.setrecursionlimit(before[0])

    def _look(self, frame, event, _):
        code = frame.f_code
        if event == "call" and _in_course(code):
            self.seen = self.seen or getattr(code, "co_qualname", code.co_name)


def _course_words(seen, record):
    return (
        f"Here the course's own code (`{seen.split('.')[0]}`) does the work. "
        f"Write {record.function} with numpy alone; use the course's layers to check yourself."
    )


def _copy(value):
    return value.copy() if isinstance(value, np.ndarray) else value


def _same(before, after):
    if not isinstance(before, np.ndarray):
        return True
    shape, dtype = np.ndarray.shape.__get__(after), np.ndarray.dtype.__get__(after)
    return (shape, dtype) == (before.shape, before.dtype) and (
        np.ndarray.tobytes(after) == before.tobytes()
    )


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
    misfit = isinstance(error, (ValueError, IndexError))
    return Outcome(words=_error_words(record, function, case, error), rung=Rung.RUNS, misfit=misfit)


def _error_words(record, function, case, error):
    lines = [f"{record.function} stopped with {_type_and_text(error)}"]
    where = _line_of(function, error)
    if where:
        lines.append(f"It happened in line {where[0]} of your function: `{where[1]}`")
    shapes = ", ".join(
        f"{name} {value.shape}" for name, value in case.arguments.items() if hasattr(value, "shape")
    )
    lines.append(f"The inputs of this call were: {shapes}.")
    return "\n".join(lines)


def _type_and_text(error):
    try:
        text = " ".join(str(error).split())
    except BaseException:  # an exception can raise in its own __str__
        text = ""
    text = _PATH.sub("…/", _ADDRESS.sub("…", text))[:300]
    for product, pattern in _MISFITS.items():
        if misfit := pattern.fullmatch(text):
            text = "the left factor of `{}` is {wide} wide, the right one {high} high: not equal."
            text = text.format(product, **misfit.groupdict())
    if text.startswith("setting an array element with a sequence."):
        text += " An entry takes one number: entry i of a column is `[i, 0]`, and `[i]` is a row."
    return f"{type(error).__name__}: {text}" if text else f"{type(error).__name__}."


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
