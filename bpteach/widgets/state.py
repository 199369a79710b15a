"""What a widget is at one moment: a frozen dataclass on numpy, with its words and its data."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from bpteach.widgets.frames import along, at, resolve, said

if TYPE_CHECKING:
    from bpteach.plots import Picture

__all__ = ["History", "State"]

_KEPT = 200  # states that undo can go back through


class State(ABC):
    """The truth about a widget; nothing else holds any.

    A subclass is a frozen dataclass. Its fields are what can be chosen; all else follows.
    Fields that the page may change alone, because their data are in the spec, are its *moves*.
    What needs Python is an action: a method ``on_n`` returns the next state when the control
    ``n`` is used.

    Attributes
    ----------
    call : str
        The function that makes the widget, as a learner writes it.
    module : str
        JavaScript module of the widget in ``static``; of its own only where a part is.

    Examples
    --------
    >>> @dataclass(frozen=True)
    ... class Count(State):
    ...     call: ClassVar[str] = "count"
    ...     top: int = 2
    ...     k: int = 1
    ...     def moves(self): return {"k": range(1, self.top + 1)}
    ...     def arguments(self): return {"top": self.top}
    ...     def sentence(self): return f"{self.k} of {self.top}."
    ...     def spec(self):
    ...         return {"title": "Count", "body": [],
    ...                 "sentence": self.along("k", make=lambda state: state.sentence())}
    ...     def picture(self, theme="light"): ...
    >>> Count().code()
    'count(top=2, k=1)'
    >>> Count().moved(k=2).sentence()
    '2 of 2.'
    """

    call: ClassVar[str]
    module: ClassVar[str] = "live.js"

    @abstractmethod
    def sentence(self) -> str:
        """Say the finding at this moment in words.

        Returns
        -------
        str
            One to three short sentences.
        """

    @abstractmethod
    def spec(self) -> dict:
        """Give title, body, sentence and numbers as plain data; see ``bpteach.widgets.parts``.

        Returns
        -------
        dict
            The same wherever the moves are: what they change stands in frames.
        """

    @abstractmethod
    def picture(self, theme: str = "light") -> Picture:
        """Draw this moment once, for a page without a kernel.

        Parameters
        ----------
        theme : str
            ``"light"`` or ``"dark"``.

        Returns
        -------
        Picture
            With the finding as its alt text.
        """

    def moves(self) -> dict[str, Sequence]:
        """Name the fields that the page may change alone, and the values of each.

        Returns
        -------
        dict
            Field to values; none if left out.
        """
        return {}

    def arguments(self) -> dict:
        """Give the arguments of `call`, without the moves.

        Returns
        -------
        dict
            Name to value. A name that begins with ``*`` is given by its place.
        """
        return {}

    @property
    def position(self) -> dict:
        """Where the moves are: name to value."""
        return {name: getattr(self, name) for name in self.moves()}

    def moved(self, **position) -> State:
        """Move along what is computed.

        Parameters
        ----------
        **position
            Fields among the moves. A value that there is not changes nothing.

        Returns
        -------
        State
            The state there.
        """
        moves = self.moves()
        known = {name: value for name, value in position.items() if value in moves.get(name, ())}
        return replace(self, **known)

    def along(self, *fields: str, make: Callable) -> dict:
        """Frame what changes with some of the moves.

        Parameters
        ----------
        *fields : str
            Names of moves, the slowest first.
        make : callable
            From the state at each of their values to plain data.

        Returns
        -------
        dict
            Frames, one within the other.
        """
        if not fields:
            return make(self)
        first, *rest = fields
        values = self.moves()[first]
        return along(first, values, lambda v: self.moved(**{first: v}).along(*rest, make=make))

    def code(self) -> str:
        """Write the line of Python that rebuilds the widget as it is.

        Returns
        -------
        str
            A call of `call`.
        """
        return said(resolve(self.code_pieces(), self.position))

    def code_pieces(self) -> list:
        """Give the same line for every position: the page fills the moves in.

        Returns
        -------
        list
            Text and places.
        """
        given = [_written(name, value) for name, value in self.arguments().items()]
        for name, value in self.position.items():
            quote = '"' if isinstance(value, str) else ""
            given.append([f"{name}={quote}", at(name), quote])
        joined = [piece for one in given for piece in (", ", one)]
        return [f"{self.call}(", *joined[1:], ")"]

    def act(self, name: str, value=None) -> State:
        """Do what the page asks for.

        Parameters
        ----------
        name : str
            Of a control, or of a method without its ``on_``.
        value : plain data, optional
            Its argument.

        Returns
        -------
        State
            The next state.

        Raises
        ------
        ValueError
            If there is no such action.
        """
        method = getattr(self, f"on_{name}", None)
        if method is None:
            raise ValueError(f"{type(self).__name__} has no action {name!r}")
        return method() if value is None else method(value)


def _written(name, value):
    text = repr(value.tolist()) if isinstance(value, np.ndarray) else repr(value)
    text = text.replace("'", '"')
    return text if name.startswith("*") else f"{name}={text}"


@dataclass(frozen=True)
class History:
    """A state, and those before it.

    Parameters
    ----------
    now : State
        What is shown.
    past : tuple of State
        What undo goes back to, the latest last.
    first : State, optional
        What reset goes back to; `now` if left out.

    Examples
    --------
    >>> history = History(1).then(2).then(3)
    >>> history.back().now, history.back().back().back().now, history.reset().now
    (2, 1, 1)
    """

    now: State
    past: tuple = ()
    first: State | None = None

    def __post_init__(self):
        if self.first is None:
            object.__setattr__(self, "first", self.now)

    def then(self, state) -> History:
        """Go on to a state.

        Parameters
        ----------
        state : State
            The next one.

        Returns
        -------
        History
            With this one to go back to.
        """
        return replace(self, now=state, past=(*self.past, self.now)[-_KEPT:])

    def at(self, state) -> History:
        """Put another state in the place of this one: a move, which the page undoes itself.

        Parameters
        ----------
        state : State
            The state at the new position.

        Returns
        -------
        History
            With the same past.
        """
        return replace(self, now=state)

    def back(self) -> History:
        """Undo.

        Returns
        -------
        History
            One state earlier; the same if there is none.
        """
        return replace(self, now=self.past[-1], past=self.past[:-1]) if self.past else self

    def reset(self) -> History:
        """Go back to the first state.

        Returns
        -------
        History
            With this one to go back to, so that a reset can be undone.
        """
        return self.then(self.first)
