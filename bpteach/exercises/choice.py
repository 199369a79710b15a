"""An exercise answered with one letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bpteach.exercises.answer import what_it_is
from bpteach.exercises.lettered import Lettered
from bpteach.exercises.verdict import Rung, Verdict

__all__ = ["Choice"]


@dataclass(frozen=True, kw_only=True)
class Choice(Lettered):
    """One of several lines is right; see `Lettered`.

    Examples
    --------
    >>> from bpteach.exercises import get
    >>> get("sigmoid.layout").check("").status.name
    'NOT_STARTED'
    """

    kind: ClassVar[str] = "choice"

    @property
    def starter(self) -> str:
        """No letter."""
        return ""

    @property
    def reference(self) -> str:
        """The right letter."""
        return self.accepted[0][0]

    def _how_to_start(self) -> str:
        return (
            f"Choose a line on the board, or write its letter into `{self.names[0]}` in its cell, "
            "run that cell, then check again."
        )

    def _judged(self, answer) -> Verdict:
        if answer is None:
            return self.not_started()
        if not issubclass(type(answer), str):
            words = f"The answer is one letter in quotes, but {what_it_is(answer)} was passed."
            return self.failed(Rung.PRESENT, words)
        letter = str.__str__(answer)[:1000].strip(" ().\t\n").casefold()
        if not letter:
            return self.not_started()
        if letter not in self.lines:
            words = f"There is no line {letter[:10]!r}: the letters are {', '.join(self.lines)}."
            return self.failed(Rung.PRESENT, words)
        line = self.lines[letter]
        if (letter,) in self.accepted:
            return self.passed(f"Right. {line.words}".rstrip())
        words = line.words or "Not this one. Read each line once more and try it on an example."
        finding = None if line.mistake else "choice"
        return self.failed(Rung.VALUES, words, mistake=line.mistake, finding=finding)
