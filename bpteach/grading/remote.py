"""An answer behind the boundary, as the ladder reaches it: looked at and called by message.

Whatever comes back is only a claim. Numbers are judged by the ladder; names of types, warnings
and places in the code are told on only where they are among those that exist, so that nothing
which an answer could make up during a hidden call finds its way into a feedback.
"""

from __future__ import annotations

import builtins
import contextlib
import re
from collections.abc import Callable

import numpy as np

from bpteach.exercises.answer import UnreadableError
from bpteach.exercises.decider import Decider
from bpteach.exercises.drawing import Curve, Drawn
from bpteach.exercises.figure import Figure
from bpteach.exercises.looked import Looked
from bpteach.exercises.own_code import course_words
from bpteach.exercises.parts import Case
from bpteach.exercises.reached import Reached, Sought
from bpteach.exercises.running import Asked, Outcome, Run
from bpteach.exercises.verdict import Rung
from bpteach.grading.sandbox.client import GoneError, Session
from bpteach.grading.sandbox.wire import Alien
from bpteach.grading.submission import Cell

__all__ = ["Remote", "standing_for", "told_name"]

_UFUNCS = {name for name in dir(np) if isinstance(getattr(np, name), np.ufunc)}
_WARNING = re.compile(
    r"(?:overflow|underflow|divide by zero|invalid value) encountered in (?P<where>\w+)"
    r"|(?P<cast>invalid value encountered in cast)|Mean of empty slice\.?"
)
_OTHERS = {"scalar", "det", "reduce", "accumulate", "cast", "dot", "vecdot", "matmul"}
_NAMES = {
    name
    for module in (builtins, np, np.linalg, np.exceptions)
    for name in dir(module)
    if isinstance(getattr(module, name), type)
} | {"NoneType", "function", "method", "module", "ellipsis", "generator", "partial", "range"}


def told_name(name: str, other: str) -> str:
    """Give a type's name, if it is one of Python's or numpy's.

    Parameters
    ----------
    name : str
        As it was said inside.
    other : str
        What to say instead: a class of a student's own may have any name.

    Returns
    -------
    str
        A name that exists.

    Examples
    --------
    >>> told_name("ValueError", "?"), told_name("HiddenInputWas17", "?")
    ('ValueError', '?')
    """
    return name if name in _NAMES else other


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
            return _drawn(self._remote.asked(self._record, ("draw", self._remote.handle))[0])
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


# --- what comes back -----------------------------------------------------------------------


def standing_for(value, callable_of: Callable | None = None):
    """Put something of the same kind in the place of what is no plain value.

    Parameters
    ----------
    value : object
        As it was read.
    callable_of : callable, optional
        Gives for a handle what calls it.

    Returns
    -------
    object
        For the readers of answers, which say what is wrong with it.

    Examples
    --------
    >>> standing_for((1, Alien("object", "set"))) == (1, set())
    False
    >>> type(standing_for(Alien("object", "set"))).__name__
    'set'
    """
    kind = type(value)
    if kind is Alien:
        return _ALIENS[value.kind](value, callable_of)
    if kind in (list, tuple):
        return kind(standing_for(one, callable_of) for one in value)
    if kind is dict:
        return {key: standing_for(one, callable_of) for key, one in value.items()}
    if kind is np.ndarray and value.dtype.kind == "O":
        found = [standing_for(one) for one in value.reshape(-1)]
        for k, one in enumerate(found):
            value.reshape(-1)[k] = one
    return value


def _callable(alien, callable_of):
    if callable_of is None or alien.number < 0:
        return lambda *_: None
    return callable_of(alien.number)


def _object(alien, _):
    return type(told_name(alien.name, "object"), (), {})()


def _generator(*_):
    return (one for one in ())


async def _asynchronous():
    """What a function gives that begins with `async def`."""


def _masked(alien, _):
    size = 4
    hidden = min(max(alien.number, 1), size)
    return np.ma.array(np.zeros(size), mask=[True] * hidden + [False] * (size - hidden))


def _deep(*_):
    value = 0.0
    for _ in range(20):
        value = [value]
    return value


_NO_NUMBERS = {"O": object, "S": "S1", "U": "U1", "M": "M8[s]", "m": "m8[s]", "V": "V1"}
_ALIENS = {
    "callable": _callable,
    "object": _object,
    "generator": _generator,
    "coroutine": lambda *_: _asynchronous(),
    "huge": lambda *_: 1 << 100,
    "large": lambda alien, _: np.broadcast_to(np.zeros(()), (1 << 20,)),
    "long": lambda *_: [0.0] * 200_000,
    "deep": _deep,
    "masked": _masked,
    "dtype": lambda alien, _: np.zeros(1, dtype=_NO_NUMBERS.get(alien.name, "V1")),
}


def _drawn(plain) -> Drawn:
    """Read what stands on the axes; whatever is not as it should be is nothing."""
    try:
        curves = tuple(map(_curve, plain["curves"]))
        return Drawn(
            curves,
            tuple(map(_text, plain["texts"])),
            _text(plain["xlabel"]),
            _text(plain["ylabel"]),
            scales=tuple(map(_text, plain["scales"]))[:2],
            limits=tuple((float(low), float(high)) for low, high in plain["limits"])[:2],
            areas=plain["areas"] is True,
            unseen=plain["unseen"] is True,
            alone=plain["alone"] is True,
        )
    except (KeyError, TypeError, ValueError):
        return Drawn()


def _curve(plain) -> Curve:
    xy = plain["xy"]
    if type(xy) is not np.ndarray or xy.ndim != 2 or xy.shape[1] != 2 or xy.dtype.kind not in "fi":
        raise ValueError("no points")
    if not np.isfinite(xy).all():
        raise ValueError("points that cannot be drawn")
    flags = (plain[one] is True for one in ("joined", "marked", "filled"))
    return Curve(xy.astype(np.float64), _text(plain["label"]), *flags)


def _text(value) -> str:
    if type(value) is not str:
        raise TypeError("no text")
    return value
