"""What the page in the course calls: ``progress()`` and ``reviewed("linear", 4)``."""

from __future__ import annotations

from datetime import date

from bpteach.exercises.card import Note
from bpteach.exercises.catalogue import Unit, units
from bpteach.exercises.learning.review import QUESTIONS, Reviewed
from bpteach.exercises.learning.reviews import Reviews
from bpteach.exercises.learning.store import Store
from bpteach.exercises.learning.summary import summary
from bpteach.exercises.learning.view import View, review_words

__all__ = ["named_unit", "progress", "record_review", "reviewed", "told"]

_HOW = (
    "Write the unit and how many of its five questions you answered right, as in "
    '`reviewed("linear", 4)`.'
)


def progress(*, today: date | None = None) -> View:
    """Show what is done, the points, what is due for review, and what comes next.

    Parameters
    ----------
    today : datetime.date, optional
        The day on which it is asked; by default this one.

    Returns
    -------
    View
        A table in a notebook, text in a terminal.

    Examples
    --------
    >>> progress().table.head
    ('unit', 'done', 'points', 'attempts', 'review')
    """
    return View(summary(Store(), today or date.today()))


def reviewed(
    unit: str | None = None, right: int | None = None, *, today: date | None = None
) -> Note:
    """Tell how the five questions of a unit went.

    Parameters
    ----------
    unit : str
        The unit, ``"linear"`` or ``"03_linear"``. Without it, you are told what to write.
    right : int
        How many of the five were right, from memory. 4 or 5 make the next interval longer.
    today : datetime.date, optional
        The day of the review; by default this one. Told twice on a day, the second counts.

    Returns
    -------
    Note
        When the next review is due.

    Raises
    ------
    ValueError
        If there is no such unit, or not so many questions.

    Examples
    --------
    >>> reviewed("linear", 6)
    Traceback (most recent call last):
    ValueError: there are 5 questions: say how many were right, from 0 to 5, not 6
    """
    if unit is None:
        return Note("Review", _HOW)
    today = today or date.today()
    found, store = named_unit(unit), Store()
    kept = record_review(found, right, store, today)
    lost = "" if kept else f" It could not be written to {store.path}, and is lost when you close."
    return Note("Review", told(found, right, store, today) + lost)


def record_review(unit: Unit, right: int, store: Store, today: date) -> bool:
    """Record a review.

    Parameters
    ----------
    unit : Unit
        The unit.
    right : int
        How many of the five questions were answered right.
    store : Store
        The learner's file.
    today : datetime.date
        The day of the review.

    Returns
    -------
    bool
        Whether the file holds it.

    Raises
    ------
    ValueError
        If there are not so many questions.
    """
    if type(right) is not int or not 0 <= right <= QUESTIONS:
        raise ValueError(
            f"there are {QUESTIONS} questions: say how many were right, from 0 to {QUESTIONS}, "
            f"not {right!r}"
        )
    return Reviews(store).add(unit.name, Reviewed(today, right))


def told(unit: Unit, right: int, store: Store, today: date) -> str:
    """Say what a review changed.

    Parameters
    ----------
    unit : Unit
        The unit.
    right : int
        How many questions were answered right.
    store : Store
        The learner's file, with the review.
    today : datetime.date
        The day of the review.

    Returns
    -------
    str
        One sentence.
    """
    here = next(one for one in summary(store, today).units if one.unit is unit)
    when = review_words(here.review, today)
    return f"unit {unit.lesson[:2]}, {right} of {QUESTIONS} right; the next one is due {when}."


def named_unit(name: str) -> Unit:
    """Find a unit by what a learner calls it.

    Parameters
    ----------
    name : str
        Its name, its lesson's name, or its number: ``"linear"``, ``"03_linear"``, ``"03"``.

    Returns
    -------
    Unit
        The unit.

    Raises
    ------
    ValueError
        If there is none.

    Examples
    --------
    >>> named_unit("03_linear").name
    'linear'
    """
    for unit in units():
        if str(name).strip().casefold() in (unit.name, unit.lesson, unit.lesson[:2]):
            return unit
    known = ", ".join(unit.name for unit in units())
    raise ValueError(f"there is no unit {name!r}; there are: {known}")
