"""Whose code runs: the learner's own, the course's, or an unchanged starter's."""

from __future__ import annotations

import inspect
import os
import sys
import threading
from collections.abc import Callable
from functools import cache

from bpteach.exercises import made

__all__ = ["CourseSpy", "alone", "course_code", "course_words", "same_code"]

_COURSE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_HANDED = os.path.abspath(made.__file__)  # what an exercise hands over may run in an answer


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
    named = code.co_filename if inspect.iscode(code) else ""
    return named.startswith(_COURSE) and named != _HANDED


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


@cache
def alone(source: str, name: str) -> Callable:
    """Define a function as a notebook's cell does, apart from the module it stands in.

    Python compiles ``np.maximum(...)`` in two ways: in one where ``np`` is imported in the same
    text, in another where it is not.

    Parameters
    ----------
    source : str
        The course's own text, with one ``def``.
    name : str
        What it defines.

    Returns
    -------
    callable
        To be looked at, not called: it finds no numpy.

    Examples
    --------
    >>> alone("def f(z): return z", "f").__code__.co_varnames
    ('z',)
    """
    names: dict[str, Callable] = {}
    exec(compile(source, "<a cell of its own>", "exec", dont_inherit=True), names)
    return names[name]


def _essence(code, function=None):
    doc = getattr(function, "__doc__", None)
    constants = tuple(
        _essence(constant) if inspect.iscode(constant) else (type(constant), constant)
        for constant in code.co_consts
        if constant is not None and (doc is None or constant != doc)
    )
    return code.co_code, constants, code.co_names, code.co_varnames


class CourseSpy:
    """Calls a function and notes whether code of the course ran inside it.

    Parameters
    ----------
    *through : callable or None
        Functions of the course that call the answer, and may run.

    Examples
    --------
    >>> spy = CourseSpy()
    >>> spy.watch(abs, -1), spy.seen
    (1, '')
    """

    def __init__(self, *through: Callable | None):
        self.seen = ""
        self._ours = {getattr(one, "__code__", None) for one in through}

    def watch(self, function: Callable, *arguments):
        """Call a function.

        Parameters
        ----------
        function : callable
            The answer.
        *arguments
            What it is called with.

        Returns
        -------
        object
            What it returned. `seen` then names the course's code that ran, if any did.
        """
        before = sys.getrecursionlimit(), sys.gettrace(), sys.getprofile()
        in_threads = threading.getprofile()
        sys.setprofile(self._look)
        threading.setprofile(self._look)  # of threads that the answer starts
        try:
            return function(*arguments)
        finally:  # an answer may have changed all of them
            threading.setprofile(in_threads)
            sys.setprofile(before[2])
            sys.settrace(before[1])
            sys.setrecursionlimit(before[0])

    def _look(self, frame, event, _):
        code = frame.f_code
        if event == "call" and _in_course(code) and code not in self._ours:
            self.seen = self.seen or getattr(code, "co_qualname", code.co_name)


def course_words(seen: str, name: str) -> str:
    """Say that the course's own code does the work of an answer.

    Parameters
    ----------
    seen : str
        Qualified name of what ran.
    name : str
        The function that the learner is to write.

    Returns
    -------
    str
        For the learner.

    Examples
    --------
    >>> course_words("Linear.vjp", "dL_dW")[:37]
    "Here the course's own code (`Linear`)"
    """
    return (
        f"Here the course's own code (`{seen.split('.')[0]}`) does the work. "
        f"Write {name} with numpy alone; use the course's code to check yourself."
    )
