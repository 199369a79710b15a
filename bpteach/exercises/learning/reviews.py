"""The reviews that a learner told of, in the learner's file."""

from __future__ import annotations

from datetime import date

from bpteach.exercises.learning.review import QUESTIONS, Reviewed
from bpteach.exercises.learning.store import Store

__all__ = ["Reviews"]

_KEY = "reviews"


class Reviews:
    """Reviews by unit.

    Parameters
    ----------
    store : Store
        The file.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     reviews = Reviews(Store(Path(folder) / "attempts.json"))
    ...     reviews.add("linear", Reviewed(date(2025, 3, 1), 4))
    ...     reviews.of("linear")
    True
    (Reviewed(on=datetime.date(2025, 3, 1), right=4),)
    """

    def __init__(self, store: Store):
        self.store = store

    def of(self, unit: str) -> tuple[Reviewed, ...]:
        """Give a unit's reviews.

        Parameters
        ----------
        unit : str
            Its name, ``"linear"``.

        Returns
        -------
        tuple of Reviewed
            In the order told; what cannot be understood is left out.
        """
        found = map(_read, _all(self.store.read(), unit))
        return tuple(one for one in found if one is not None)

    def add(self, unit: str, reviewed: Reviewed) -> bool:
        """Record a review.

        Parameters
        ----------
        unit : str
            Its name.
        reviewed : Reviewed
            The day and how many were right.

        Returns
        -------
        bool
            Whether the file holds it.
        """
        written = {"on": reviewed.on.isoformat(), "right": reviewed.right}

        def edit(kept):
            units = kept.get(_KEY) if isinstance(kept.get(_KEY), dict) else {}
            return {**kept, _KEY: {**units, unit: [*_all(kept, unit), written]}}

        return self.store.change(edit)


def _all(kept: dict, unit: str) -> list:
    units = kept.get(_KEY)
    told = units.get(unit) if isinstance(units, dict) else None
    return told if isinstance(told, list) else []


def _read(written) -> Reviewed | None:
    try:
        day, right = date.fromisoformat(written["on"]), written["right"]
    except (TypeError, KeyError, ValueError):
        return None
    fine = type(right) is int and 0 <= right <= QUESTIONS
    return Reviewed(day, right) if fine else None
