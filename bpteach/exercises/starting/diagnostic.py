"""Where should one begin? A recommendation from twelve short answers, by one plain rule."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

from bpteach.exercises.answer import UnreadableError, items_of, plain, what_it_is
from bpteach.exercises.learning.places import course
from bpteach.exercises.learning.table import Table, listed
from bpteach.exercises.starting.items import BEYOND, ITEMS, UNITS, Item, Place

__all__ = ["RIGHT", "Recommendation", "diagnostic"]

RIGHT, AGAIN, OPEN = "right", "look again", "open"


@dataclass(frozen=True, repr=False)
class Recommendation:
    """Where to begin, with the reasons topic by topic; never the right answers.

    Parameters
    ----------
    found : tuple of str
        For each question ``"right"``, ``"look again"`` or ``"open"``.
    remarks : tuple of str
        What could not be understood.

    Notes
    -----
    The rule: begin at the first unit of which not both answers are right.

    Examples
    --------
    >>> Recommendation((RIGHT,) * 12).begin.number
    '07'
    """

    found: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    @property
    def begin(self) -> Place:
        """The unit to begin at."""
        return next((unit for unit in UNITS if not self._sure(unit)), BEYOND)

    @property
    def quick(self) -> tuple[Place, ...]:
        """Later units of which both answers are right."""
        later = [unit for unit in UNITS if unit.number > self.begin.number]
        return tuple(unit for unit in later if self._sure(unit))

    @property
    def words(self) -> list[str]:
        """The recommendation and its reason, sentence by sentence."""
        place, reason = self.begin, self._reason()
        said = [*self.remarks, f"Begin at unit {place.number}, {place.title}. {reason}"]
        if self.quick:
            plural = "s" if len(self.quick) > 1 else ""
            said.append(
                f"In unit{plural} {listed([unit.number for unit in self.quick])} you can go fast: "
                "try the exercises first, and read the lesson where one does not pass."
            )
        return said

    def _reason(self) -> str:
        if all(one == OPEN for one in self.found):
            return "All twelve are open. That is fine: the course begins at the beginning."
        if self.begin is BEYOND:
            return "All twelve are right, so what units 01 to 06 teach is yours already."
        missing = self._topics(self.begin, AGAIN) + self._topics(self.begin, OPEN)
        return f"It is the first unit with something to learn for you: {listed(missing)}."

    @property
    def table(self) -> Table:
        """A row for each question: its topic, where it is taught, and how the answer went."""
        taught = {unit.number: f"{unit.number} {unit.title}" for unit in UNITS}
        rows = [
            (item.topic, taught[item.unit], how)
            for item, how in zip(ITEMS, self.found, strict=True)
        ]
        return Table(
            "Your answers, topic by topic", ("topic", "taught in unit", "your answer"), rows
        )

    def _topics(self, unit: Place, how: str) -> list[str]:
        found = zip(ITEMS, self.found, strict=True)
        return [item.topic for item, one in found if item.unit == unit.number and one == how]

    def _sure(self, unit: Place) -> bool:
        return not self._topics(unit, AGAIN) and not self._topics(unit, OPEN)

    def __repr__(self):
        return "\n".join([*self.words, "", self.table.as_text()])

    def _repr_html_(self):
        said = "\n".join(f"<p>{escape(words)}</p>" for words in self.words)
        return f"{said}\n{self.table.as_html()}\n{self._link()}"

    def _link(self) -> str:
        name = f"{self.begin.lesson}.ipynb"
        if self.begin is BEYOND and not (course() / "notebooks" / name).exists():
            return ""
        words = f"Open unit {self.begin.number}, {self.begin.title}"
        return f'<p><a href="../notebooks/{name}">{escape(words)}</a></p>'


def diagnostic(answers) -> Recommendation:
    """Recommend where to begin.

    Parameters
    ----------
    answers : list
        Twelve of them: a letter, a number, or None for "I don't know".

    Returns
    -------
    Recommendation
        Shown by the notebook. What cannot be understood counts as open, and is named.

    Examples
    --------
    >>> diagnostic([None] * 12).begin.title
    'shapes'
    """
    given = items_of(answers)
    if given is None or len(given) != len(ITEMS):
        what = what_it_is(answers) if given is None else f"a list of {len(given)}"
        remark = (
            f"A list of {len(ITEMS)} answers is needed, in the order of the questions, with None "
            f"where you do not know. This is {what}, so that nothing could be read."
        )
        return Recommendation((OPEN,) * len(ITEMS), (remark,))
    read = [_read(item, answer) for item, answer in zip(ITEMS, given, strict=True)]
    remarks = [
        f"Answer {k} should be {_wanted(item)}; it counts as open."
        for k, (item, one) in enumerate(zip(ITEMS, read, strict=True), start=1)
        if one is None
    ]
    return Recommendation(tuple(one or OPEN for one in read), tuple(remarks))


def _wanted(item: Item) -> str:
    return 'one of the letters "A", "B", "C", "D" in quotes' if item.choices else "a number"


def _read(item: Item, answer) -> str | None:
    """How an answer went; None where it cannot be understood."""
    if answer is None or answer is ...:
        return OPEN
    if item.choices:
        letter = str.strip(answer, " ().").upper() if issubclass(type(answer), str) else ""
        if letter not in item.choices:
            return None
        return RIGHT if letter == item.right else AGAIN
    number = _number(answer)
    if number is None:
        return None
    return RIGHT if math.isclose(number, item.right, rel_tol=1e-6, abs_tol=1e-9) else AGAIN


def _number(answer) -> float | None:
    try:
        if issubclass(type(answer), str):
            return float(str.strip(answer))
        numbers = plain(answer, "the answer")
        return float(numbers.reshape(())) if numbers.size == 1 else None
    except (UnreadableError, ValueError):
        return None
