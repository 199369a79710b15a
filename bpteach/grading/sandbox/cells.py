"""Running a notebook's cells in order, each for itself, and keeping the answers they define."""

from __future__ import annotations

import contextlib
import re
import resource
import signal
import time
from collections.abc import Callable, Iterable

from bpteach.exercises.own_code import same_code

__all__ = ["Cells", "OutOfTime", "Time", "without_magics"]

_WHOLE = re.compile(r"\s*%%(?P<name>\w+)")
_KEPT = ("time", "timeit", "capture", "prun")  # magics of a cell whose body is Python
_LINE = re.compile(r"^(?P<indent>\s*)(?:(?P<to>[\w, ]+=)\s*)?(?:[%!]|\?{1,2}\w)")
_HELP = re.compile(r"^(?P<indent>\s*)[\w.]+\?{1,2}\s*$")


class OutOfTime(BaseException):
    """A cell or a call took longer than it may."""


def _compiled(source, name):
    """Compile a cell; what is no Python may be so without IPython's own lines."""
    try:
        return compile(source, name, "exec", dont_inherit=True)
    except SyntaxError:
        return compile(without_magics(source), name, "exec", dont_inherit=True)


def without_magics(source: str) -> str:
    r"""Take IPython's own lines out of a cell, line for line.

    Parameters
    ----------
    source : str
        A cell's text that is no Python as it stands.

    Returns
    -------
    str
        With ``pass`` for magics, commands and help; nothing of a cell in another language.

    Examples
    --------
    >>> without_magics("%matplotlib inline\nx = 1")
    'pass\nx = 1'
    """
    lines = source.split("\n")
    first = next((k for k, line in enumerate(lines) if line.strip()), 0)
    whole = _WHOLE.match(lines[first])
    if whole:
        if whole["name"] not in _KEPT:
            return ""
        lines[first] = ""
    return "\n".join(map(_plain_line, lines))


def _plain_line(line):
    if found := _LINE.match(line):
        return f"{found['indent']}{found['to']} None" if found["to"] else f"{found['indent']}pass"
    if found := _HELP.match(line):
        return f"{found['indent']}pass"
    return line


class Time:
    """Time to be spent in pieces; when it is up, Python code ends with `OutOfTime`.

    What does not come back from C is ended by the kernel's limit instead, a moment later.

    Parameters
    ----------
    cpu, wall : float
        Seconds of processor time, and of the clock.

    Examples
    --------
    >>> with Time(1.0, 2.0):
    ...     pass
    """

    def __init__(self, cpu: float, wall: float):
        self._cpu, self._wall, self._begun = cpu, wall, False

    def __enter__(self):
        if not self._begun:
            self._begun = True
            _processor_time(self._cpu)
            for one in (signal.SIGPROF, signal.SIGALRM):
                signal.signal(one, _out_of_time)
        # again and again: an answer may catch the first
        signal.setitimer(signal.ITIMER_PROF, max(self._cpu, 0.001), 0.1)
        signal.setitimer(signal.ITIMER_REAL, max(self._wall, 0.001), 0.1)

    def __exit__(self, *_):
        self._cpu = signal.setitimer(signal.ITIMER_PROF, 0)[0]
        self._wall = signal.setitimer(signal.ITIMER_REAL, 0)[0]


def _out_of_time(*_):
    raise OutOfTime


_NO_LIMIT = contextlib.nullcontext()


class Cells:
    """A notebook's names, as they become defined cell by cell.

    Parameters
    ----------
    starters : dict from str to sequence of callable
        What the learner started from, by the name of the answer.
    names : iterable of str
        The names that answers have.

    Examples
    --------
    >>> cells = Cells({}, ["x"])
    >>> cells.run(1, "x = 3"), cells.answers
    (None, {'x': 3})
    """

    def __init__(self, starters: dict[str, Iterable[Callable]], names: Iterable[str]):
        self._starters, self._names = starters, tuple(names)
        self.names: dict[str, object] = {"__name__": "__main__", "__builtins__": __builtins__}
        self.answers: dict[str, object] = {}

    def run(self, number: int, source: str, within=_NO_LIMIT) -> tuple[str, int] | None:
        """Run one cell.

        Parameters
        ----------
        number : int
            The cell's.
        source : str
            Its text.
        within : context manager
            What limits its time.

        Returns
        -------
        tuple of str and int, or None
            The name of the exception that it raised, and the line of the cell; None if it ran to
            its end. What it defined before it raised stays.
        """
        name = f"<cell {number}>"
        try:
            with within:
                exec(_compiled(source, name), self.names)
        except BaseException as raised:  # also SystemExit: it ends the cell, not the notebook
            return _named(raised), _line(raised, name)
        finally:
            self._keep()
        return None

    def _keep(self):
        """Keep what answers are now, but for a starter that a copied cell defines again."""
        for name in self._names:
            if name not in self.names:
                continue
            value = self.names[name]
            kept = self.answers.get(name, self)
            if kept is not value and (kept is self or not self._is_starter(name, value)):
                self.answers[name] = value

    def _is_starter(self, name, value):
        if any(same_code(value, one) for one in self._starters.get(name, ())):
            return True
        if type(value) is list:
            return all(one is None for one in value)
        return type(value) is str and not value


def _named(raised) -> str:
    if isinstance(raised, OutOfTime):
        return "OutOfTime"
    return str(type(raised).__name__)


def _line(raised, name):
    if isinstance(raised, SyntaxError) and raised.filename == name:
        return raised.lineno or 0
    found, step = 0, raised.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == name:
            found = step.tb_lineno
        step = step.tb_next
    return found


def _processor_time(cpu):
    """Let the kernel end this process a moment after its own time is up, or at its hard limit."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(time.process_time() + cpu) + 2
    if hard >= 0:  # where there is one: only inside
        resource.setrlimit(resource.RLIMIT_CPU, (min(soft, hard), hard))
