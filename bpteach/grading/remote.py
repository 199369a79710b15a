"""An answer behind the boundary, as the ladder reaches it: looked at and called by message.

Whatever comes back is only a claim. Numbers are judged by the ladder; names of types, warnings
and places in the code are told on only where they are among those that exist, so that nothing
which an answer could make up during a hidden call finds its way into a feedback.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable

import numpy as np

from bpteach.exercises.answer import UnreadableError
from bpteach.exercises.decider import Decider
from bpteach.exercises.figure import Figure
from bpteach.exercises.looked import Looked
from bpteach.exercises.own_code import course_words
from bpteach.exercises.parts import Case
from bpteach.exercises.reached import Reached, Sought
from bpteach.exercises.running import Asked, Outcome, Run
from bpteach.exercises.verdict import Rung
from bpteach.grading.returned import drawn_from, standing_for, told_name
from bpteach.grading.sandbox.client import GoneError, Session
from bpteach.grading.submission import Cell

__all__ = ["Remote"]

_UFUNCS = {name for name in dir(np) if isinstance(getattr(np, name), np.ufunc)}
_WARNING = re.compile(
    r"(?:overflow|underflow|divide by zero|invalid value) encountered in (?P<where>\w+)"
    r"|(?P<cast>invalid value encountered in cast)|Mean of empty slice\.?"
)
_OTHERS = {"scalar", "det", "reduce", "accumulate", "cast", "dot", "vecdot", "matmul"}


class _StoppedError(Exception):
    """A call did not return; the outcome says why."""

    def __init__(self, outcome: Outcome):
        super().__init__()
        self.outcome = outcome


class Remote(Reached):
    """A function that a notebook defines, in its session.

    Parameters
    ----------
    session : Session
        Where it is.
    name : str
        The name that it has in the notebook.
    parameters : tuple of str
        What it will be given.
    cells : sequence of Cell
        The notebook's, for the text of a line.

    Raises
    ------
    GoneError
        If its process ended when it was looked at.
    """

    def __init__(self, session: Session, name: str, parameters: tuple[str, ...], cells):
        self._session = session
        self._cells: dict[int, Cell] = {one.number: one for one in cells}
        told = session.ask(("look", name, list(parameters)))
        self.handle, self._seen = _seen(told)

    @property
    def is_none(self) -> bool:
        """Whether the name is bound to None."""
        return not self._seen.called and self._seen.kind == "NoneType"

    def looked(self, _: Sought) -> Looked:
        """Give what was seen; see `Reached`.

        Parameters
        ----------
        _ : Sought
            The exercise.

        Returns
        -------
        Looked
            Not the course's code, of which there is none inside.
        """
        return self._seen

    def running(self, record: Asked) -> Run:
        """Make what calls the answer in its session; see `Reached`.

        Parameters
        ----------
        record : Asked
            The exercise.

        Returns
        -------
        callable
            ``run(case)`` gives an `Outcome`.
        """
        return _Running(self, record)

    def send(self, *messages: tuple) -> None:
        """Ask for calls, and do not wait.

        Parameters
        ----------
        *messages : tuple
            What to call; a process that is gone shows in the reply.
        """
        with contextlib.suppress(GoneError):
            self._session.send(*messages)

    def asked(self, record: Asked, message: tuple | None) -> tuple:
        """Ask for a call, and raise what became of it where it did not return.

        Parameters
        ----------
        record : Asked
            The exercise.
        message : tuple or None
            What to call; None for the next that was sent already.

        Returns
        -------
        tuple
            What was returned, what was changed, and what numpy warned of.
        """
        try:
            told = self._session.ask(message) if message else self._session.reply()
        except GoneError as gone:
            raise _StoppedError(_gone(record, gone)) from None
        if type(told) is dict:
            raise _StoppedError(self._raised(record, told))
        return told

    def _raised(self, record, told) -> Outcome:
        name = record.function
        course = told.get("course")
        if type(course) is str and course:
            known = course.split(".")[0]
            known = known if self._stands_there(known) else "bpteach"
            return Outcome(words=course_words(known, name), rung=Rung.RUNS)
        if told.get("not_started") is True:
            return Outcome(not_started=True, rung=Rung.RUNS)
        if told.get("time") is True:
            return Outcome(words=_too_long(record), rung=Rung.RUNS)
        if told.get("without_end") is True:
            words = (
                f"{name} calls itself without end. Which call should give its answer without "
                "another call?"
            )
            return Outcome(words=words, rung=Rung.RUNS)
        kind = told.get("raised")
        kind = told_name(kind if type(kind) is str else "", "an exception of your own")
        words = f"{name} stopped with {kind}."
        if place := self._place(told.get("where")):
            words += f"\nIt happened in {place}"
        return Outcome(words=words, rung=Rung.RUNS, misfit=told.get("misfit") is True)

    def _stands_there(self, name) -> bool:
        """Whether a name is a word of the notebook's own text."""
        word = re.compile(rf"\b{re.escape(name)}\b")
        return any(word.search(one.source) for one in self._cells.values())

    def _place(self, where) -> str:
        """The line of the function, from the notebook itself; nothing where there is none such."""
        if type(where) is not tuple or [type(one) for one in where] != [str, int, int]:
            return ""
        cell = self._cells.get(int(where[0])) if where[0].isdecimal() else None
        lines = cell.source.split("\n") if cell else []
        if not 1 <= where[2] <= where[1] <= len(lines):
            return ""
        line = lines[where[1] - 1].strip()
        line = line if len(line) <= 100 else f"{line[:97]}..."
        return f"line {where[1] - where[2] + 1} of your function: `{line}`"


def _seen(told) -> tuple[int, Looked]:
    handle, names = told.get("handle"), told.get("names")
    if type(told) is not dict:
        raise GoneError("a look is no look")
    if "raised" in told and "handle" not in told:  # the look itself went wrong
        told, handle, names = {"raised": told["raised"]}, 0, ()
    if type(handle) is not int or type(names) is not tuple:
        raise GoneError("a look is no look")
    kind, raised = (told.get(one, "") for one in ("kind", "raised"))
    seen = Looked(
        told_name(kind, "object") if type(kind) is str else "object",
        called=told.get("called", True) is True,
        starter=told.get("starter") is True,
        binds=told.get("binds", True) is True,
        names=tuple(one for one in names if type(one) is str),
        raised=told_name(raised, "an exception") if type(raised) is str and raised else "",
    )
    return handle, seen


class _Running:
    """Runs the answer case by case; calls that are known ahead are sent together."""

    def __init__(self, remote, record):
        self._remote, self._record, self._sent = remote, record, []

    def ahead(self, cases):
        """Send what will be asked for next, in this order."""
        simple = self._record.through is None and not isinstance(self._record, Figure)
        if simple and not self._sent:
            self._sent = list(cases)
            self._remote.send(*(_message(self._remote.handle, one) for one in cases))

    def __call__(self, case):
        known = bool(self._sent) and self._sent[0] is case
        self._sent = self._sent[1:] if known else []
        return _Call(self._remote, self._record, case, sent=known).outcome()


def _message(handle, case) -> tuple:
    return "call", handle, list(case.arguments.values()), True


class _Call:
    """One case: the function is called, and perhaps what it returned; then the result is read."""

    def __init__(self, remote: Remote, record, case: Case, sent: bool):
        self._remote, self._record, self._case, self._sent = remote, record, case, sent
        self._handed: list = []  # in the order in which they were handed over
        self._told: tuple = (None, (), ())

    def outcome(self) -> Outcome:
        try:
            results = self._record.read(self._returned())
        except _StoppedError as stopped:
            return stopped.outcome
        except UnreadableError as unreadable:
            return Outcome(words=str(unreadable), rung=Rung.SHAPE)
        return Outcome(results=results, changed=self._changed(), warned=_warned(self._told[2]))

    def _returned(self):
        if isinstance(self._record, Figure):
            return drawn_from(self._remote.asked(self._record, ("draw", self._remote.handle))[0])
        function = self._callable(self._remote.handle)
        returned = self._record.called(function, list(self._case.arguments.values()))
        return _not_quoted(self._record, returned)

    def _callable(self, handle) -> Callable:
        """What the record calls in the answer's place."""

        def call(*values):
            message = "call", handle, list(values), not self._handed
            self._handed += values
            sent, self._sent = self._sent, False
            self._told = self._remote.asked(self._record, None if sent else message)
            return standing_for(self._told[0], self._callable)

        return call

    def _changed(self) -> tuple[str, ...]:
        told = self._told[1]
        if type(told) is not tuple:
            return ()
        moved = [self._handed[k] for k in told if type(k) is int and 0 <= k < len(self._handed)]
        arguments = self._case.arguments.items()
        return tuple(name for name, value in arguments if any(one is value for one in moved))


def _warned(words) -> str:
    """What numpy can warn of; a warning of the answer's own is told as one."""
    texts = [one for one in words if type(one) is str] if type(words) is tuple else []
    known = []
    for text in texts:
        found = _WARNING.match(text)
        where = found and found.groupdict().get("where")
        usual = found and found.end() == len(text) and (not where or where in _UFUNCS | _OTHERS)
        scalar = re.fullmatch(
            r"(?:overflow|divide by zero|invalid value) encountered in "
            r"scalar (?:add|subtract|multiply|divide|power|negative)",
            text,
        )
        known.append(text if usual or scalar else "a warning of its own")
    return " and ".join(dict.fromkeys(known))


def _not_quoted(record, returned):
    """A word that is no decision is not quoted: it may say what the hidden inputs were."""
    if isinstance(record, Decider) and type(returned) is str:
        allowed = returned.strip().casefold() in record.allowed
        return returned if allowed else "…"
    return returned


def _gone(record, gone) -> Outcome:
    if isinstance(gone.__cause__, TimeoutError):
        return Outcome(words=_too_long(record), rung=Rung.RUNS)
    words = (
        f"{record.function} ended the process that it ran in: it left Python, or used more time "
        "or memory than a question may."
    )
    return Outcome(words=words, rung=Rung.RUNS)


def _too_long(record) -> str:
    return (
        f"{record.function} was ended before it returned: it took longer than a question may. Is "
        "there a loop whose condition never becomes false?"
    )
