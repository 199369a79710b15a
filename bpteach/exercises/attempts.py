"""What is remembered of each exercise: tries, hints, passes, the most points, the first pass."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date

from bpteach.exercises.learning.store import Store
from bpteach.exercises.verdict import Status, Verdict

__all__ = ["Attempts"]

_COUNTS = ("tries", "hints", "passed")


class Attempts:
    """How often each exercise was tried, which hints were shown, and whether it was passed.

    Parameters
    ----------
    path : path-like, optional
        The file; by default ``.bpteach/attempts.json`` in the course's folder. A file that
        cannot be read counts as empty, and where it cannot be written the counts last as long
        as the process: a learner's work never stops for it.
    today : callable
        Gives the day on which something is passed.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     attempts = Attempts(Path(folder) / "attempts.json")
    ...     attempts.add("linear.dW", "tries")
    ...     attempts.of("linear.dW")
    {'tries': 1, 'hints': 0, 'passed': 0}
    """

    def __init__(self, path: os.PathLike | None = None, *, today: Callable[[], date] = date.today):
        self.store = Store(path)
        self.today = today

    @property
    def path(self):
        """The file."""
        return self.store.path

    def of(self, id: str) -> dict[str, int]:
        """Give an exercise's counts.

        Parameters
        ----------
        id : str
            The exercise.

        Returns
        -------
        dict from str to int
            ``tries``, ``hints`` and ``passed``.
        """
        return _counts(_entry(self.store.read(), id))

    def add(self, id: str, what: str) -> None:
        """Count one more.

        Parameters
        ----------
        id : str
            The exercise.
        what : {"tries", "hints", "passed"}
            What to count.
        """
        self._change(id, lambda entry: {what: _counts(entry)[what] + 1})

    def judged(self, id: str, verdict: Verdict) -> None:
        """Remember a verdict: a try or a pass, and the most points so far.

        Parameters
        ----------
        id : str
            The exercise.
        verdict : Verdict
            One that is neither ``PASS`` nor ``FAIL`` changes nothing.
        """
        if verdict.status not in (Status.PASS, Status.FAIL):
            return
        passed = verdict.status is Status.PASS

        def more(entry):
            what = "passed" if passed else "tries"
            found = {what: _counts(entry)[what] + 1}
            if max(verdict.points, _best(entry)):
                found["best"] = max(verdict.points, _best(entry))
            if passed and _day(entry.get("passed_on")) is None:
                found["passed_on"] = self.today().isoformat()
            return found

        self._change(id, more)

    def best(self, id: str) -> float:
        """Give the most points that an exercise has earned.

        Parameters
        ----------
        id : str
            The exercise.

        Returns
        -------
        float
            0 where it has earned none, or none are recorded.
        """
        return _best(_entry(self.store.read(), id))

    def passed_on(self, id: str) -> date | None:
        """Give the day on which an exercise was first passed.

        Parameters
        ----------
        id : str
            The exercise.

        Returns
        -------
        datetime.date or None
            None where it never was, or an older version did not keep the day.
        """
        return _day(_entry(self.store.read(), id).get("passed_on"))

    def _change(self, id, more):
        def edit(kept):
            entry = _entry(kept, id)
            return {**kept, id: {**entry, **_counts(entry), **more(entry)}}

        self.store.change(edit)


def _entry(kept: dict, id: str) -> dict:
    found = kept.get(id)
    return found if isinstance(found, dict) else {}


def _counts(entry: dict) -> dict[str, int]:
    return {
        name: max(value, 0) if isinstance(value := entry.get(name), int) else 0 for name in _COUNTS
    }


def _best(entry: dict) -> float:
    best = entry.get("best")
    return float(best) if isinstance(best, int | float) and 0 <= best < 1e6 else 0.0


def _day(written) -> date | None:
    try:
        return date.fromisoformat(written)
    except (TypeError, ValueError):
        return None
