"""An exercise answered with lines put in order, some of which do not belong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bpteach.exercises.answer import items_of, what_it_is
from bpteach.exercises.lettered import Lettered
from bpteach.exercises.verdict import Rung, Verdict

__all__ = ["Order"]

_LONGEST = 1000  # letters of an answer that are looked at


@dataclass(frozen=True, kw_only=True)
class Order(Lettered):
    """Some of the lines, in one of the right orders; see `Lettered`.

    Examples
    --------
    >>> from bpteach.exercises import get
    >>> get("chain.derivation").check([]).status.name
    'NOT_STARTED'
    """

    kind: ClassVar[str] = "order"

    @property
    def starter(self) -> list[str]:
        """No letters."""
        return []

    @property
    def reference(self) -> list[str]:
        """The letters of the right lines, in order."""
        return list(self.accepted[0])

    def _how_to_start(self) -> str:
        return f"Put letters into `{self.names[0]}` in its cell, run that cell, then check again."

    def _judged(self, answer) -> Verdict:
        if answer is None:
            return self.not_started()
        letters = _letters(answer)
        if letters is None:
            return self.failed(
                Rung.PRESENT,
                'The answer is a list of letters, such as ["b", "a"], but '
                f"{_other_than_letters(answer)} was passed.",
            )
        if not letters:
            return self.not_started()
        unknown = [one for one in letters if one not in self.lines]
        if unknown:
            words = (
                f"There is no line {unknown[0][:10]!r}: the letters are {', '.join(self.lines)}."
            )
            return self.failed(Rung.PRESENT, words)
        if tuple(letters) in self.accepted:
            return self.passed("Right: every line stands where it belongs.")
        return self._first_wrong(letters)

    def _first_wrong(self, letters) -> Verdict:
        good = max(map(len, (_shared(letters, one) for one in self.accepted)))
        if good == len(letters):
            words = f"{_so_far(good)}, but it does not end here: what is still missing?"
            return self.failed(Rung.VALUES, words, finding="order")
        letter = letters[good]
        line, belongs = self.lines[letter], any(letter in one for one in self.accepted)
        if letter in letters[:good]:
            why = "It stands there a second time."
        elif belongs and any(len(one) > good for one in self.accepted):
            why = "It belongs in the order, but not here: what has to stand before it?"
            why = f"{why} {line.words}".rstrip()
        else:
            why = line.words or "It does not follow from what stands before it."
        words = f"{_so_far(good)}. Line {letter}, at place {good + 1}, is not right there. {why}"
        mistake = None if belongs else line.mistake
        finding = None if mistake else "order"
        return self.failed(Rung.VALUES, words, mistake=mistake, finding=finding)


def _letters(answer) -> list[str] | None:
    """Read letters from a list, a tuple, or a text such as "b a c" or "bac"."""
    if issubclass(type(answer), str):
        return [one.casefold() for one in str.__str__(answer)[:_LONGEST] if one.isalnum()]
    items = items_of(answer)
    if items is None or any(not issubclass(type(one), str) for one in items[:_LONGEST]):
        return None
    texts = (str.__str__(one)[:_LONGEST].strip(" ().\t\n").casefold() for one in items[:_LONGEST])
    return [text for text in texts if text]


def _other_than_letters(answer) -> str:
    items = items_of(answer)
    other = next((one for one in items or () if not issubclass(type(one), str)), None)
    if other is None:
        return what_it_is(answer)
    if not issubclass(type(other), (int, float, np.number)):
        return f"a list with {what_it_is(other)} in it"
    some_text = any(issubclass(type(one), str) for one in items)
    return "a list with numbers in it" if some_text else "a list of numbers"


def _shared(letters, right):
    """The longest common beginning."""
    pairs = zip(letters, right, strict=False)
    count = next((k for k, (one, two) in enumerate(pairs) if one != two), None)
    return letters[: min(len(letters), len(right)) if count is None else count]


def _so_far(good):
    if not good:
        return "The beginning is not right yet"
    return f"The first {good} lines are right" if good > 1 else "The first line is right"
