"""What choice and order share: lines that stand under letters, in an order drawn by the seed."""

from __future__ import annotations

import string
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bpteach.exercises.record import Record

__all__ = ["Lettered", "Line", "Sheet"]


@dataclass(frozen=True)
class Line:
    """A line to choose or to put in its place.

    Parameters
    ----------
    text : str
        Plain text or code, which reads without any typesetting: ``"dz/dx = Mᵀ C"``.
    words : str
        What to say to a learner who takes this line where it is wrong.
    mistake : str or None
        The id of the mistake that it is made of, if it has one.

    Examples
    --------
    >>> Line("dz/dx = M C").mistake is None
    True
    """

    text: str
    words: str = ""
    mistake: str | None = None


@dataclass(frozen=True)
class Sheet:
    """What one variant of an exercise asks.

    Parameters
    ----------
    lines : tuple of Line
        In the author's order.
    right : tuple of tuple of int
        Every right answer, as positions in `lines`.
    asked : str
        What this variant asks beside the prompt, in Markdown.

    Examples
    --------
    >>> Sheet((Line("one"), Line("two")), ((1,),)).right
    ((1,),)
    """

    lines: tuple[Line, ...]
    right: tuple[tuple[int, ...], ...]
    asked: str = ""


@dataclass(frozen=True, kw_only=True)
class Lettered(Record):
    """An exercise that is answered with letters.

    Parameters
    ----------
    make : callable
        ``make(rng)`` gives a `Sheet`. Its lines are shuffled by the seed.
    """

    make: Callable[[np.random.Generator], Sheet]

    @cached_property
    def _sheet(self) -> Sheet:
        return self.make(self.rng(1))

    @cached_property
    def lines(self) -> dict[str, Line]:
        """The lines by letter, in the order of the letters."""
        order = self.rng(2).permutation(len(self._sheet.lines))
        return {
            letter: self._sheet.lines[k]
            for letter, k in zip(string.ascii_lowercase, order, strict=False)
        }

    @property
    def accepted(self) -> tuple[tuple[str, ...], ...]:
        """Every right answer, as letters."""
        letter_of = {id(line): letter for letter, line in self.lines.items()}
        lines = self._sheet.lines
        return tuple(tuple(letter_of[id(lines[k])] for k in one) for one in self._sheet.right)

    @property
    def varies(self) -> bool:
        """Another seed puts the lines under other letters."""
        return True

    @property
    def task(self) -> str:
        """The prompt, what this variant asks, and its lines."""
        listed = "\n\n".join(_block(letter, one.text) for letter, one in self.lines.items())
        return "\n\n".join(part for part in (self.prompt, self._sheet.asked, listed) if part)

    @property
    def starter_source(self) -> str:
        """The line to fill in, and the board that fills it in."""
        empty = repr(self.starter)
        return f"{self.names[0]} = {empty}\n{self.card}.board({self.names[0]})"

    @property
    def reference_source(self) -> str:
        """The line with the right letters."""
        return f"{self.names[0]} = {self.reference!r}"

    @property
    @abstractmethod
    def starter(self):
        """The empty answer."""

    @property
    @abstractmethod
    def reference(self):
        """A right answer."""


def _block(letter, text):
    if "\n" in text:
        return f"**{letter}**\n\n```python\n{text}\n```"
    return f"**{letter}** &nbsp; `{text}`"
