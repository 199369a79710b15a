"""When a unit's five retrieval questions are due again: the rule, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["INTERVALS", "QUESTIONS", "WELL", "Review", "Reviewed", "next_review"]

INTERVALS = (1, 3, 7, 16, 35)
"""Days between reviews; each one that went well takes the next."""

QUESTIONS = 5
WELL = 4
"""How many right answers, of five, lengthen the interval."""


@dataclass(frozen=True, order=True)
class Reviewed:
    """One review, as the learner told it.

    Parameters
    ----------
    on : datetime.date
        The day.
    right : int
        How many of the five questions were answered right.

    Examples
    --------
    >>> Reviewed(date(2025, 3, 1), 4).well
    True
    """

    on: date
    right: int

    @property
    def well(self) -> bool:
        """Whether it lengthens the interval."""
        return self.right >= WELL


@dataclass(frozen=True)
class Review:
    """The next review of a unit.

    Parameters
    ----------
    due : datetime.date
        The day from which on it is due.
    days : int
        The interval that led there, one of `INTERVALS`.

    Examples
    --------
    >>> Review(date(2025, 3, 4), 3).is_due(date(2025, 3, 4))
    True
    """

    due: date
    days: int

    def is_due(self, today: date) -> bool:
        """Tell whether it is due.

        Parameters
        ----------
        today : datetime.date
            The day asked about.

        Returns
        -------
        bool
            Whether the day has come.
        """
        return self.due <= today


def next_review(begun: date | None, reviews: Sequence[Reviewed] = ()) -> Review | None:
    """Apply the rule.

    Parameters
    ----------
    begun : datetime.date or None
        The day of the unit's first passed exercise.
    reviews : sequence of Reviewed
        All reviews so far. The last one told on a day stands for that day, so that a slip can
        be put right and one day lengthens the interval once.

    Returns
    -------
    Review or None
        None for a unit that is not begun.

    Notes
    -----
    The first review is due a day after the first passed exercise. After 4 or 5 right of 5 the
    interval grows to the next of 1, 3, 7, 16 and 35 days, after fewer it is 1 day again.

    Examples
    --------
    >>> next_review(date(2025, 3, 1))
    Review(due=datetime.date(2025, 3, 2), days=1)
    >>> next_review(date(2025, 3, 1), [Reviewed(date(2025, 3, 2), 5)])
    Review(due=datetime.date(2025, 3, 5), days=3)
    """
    by_day = {one.on: one for one in reviews}
    if begun is None and not by_day:
        return None
    step = 0
    for day in sorted(by_day):
        step = min(step + 1, len(INTERVALS) - 1) if by_day[day].well else 0
    days = INTERVALS[step]
    return Review(max(by_day, default=begun) + timedelta(days), days)
