"""What a learner has done, what is due, and what comes next: computed, not yet shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bpteach.exercises.attempts import Attempts
from bpteach.exercises.catalogue import Unit, units
from bpteach.exercises.learning.places import Section, section_of
from bpteach.exercises.learning.predictions import Predictions
from bpteach.exercises.learning.review import Review, next_review
from bpteach.exercises.learning.reviews import Reviews
from bpteach.exercises.learning.store import Store
from bpteach.exercises.record import Record

__all__ = ["Done", "Step", "Summary", "UnitSummary", "summary"]


@dataclass(frozen=True)
class Done:
    """How far one exercise is.

    Parameters
    ----------
    exercise : Record
        The exercise.
    status : {"passed", "revealed", "tried", "not started"}
        ``"revealed"``: the right values were shown, and its prediction counts as it stands.
    points : float
        The most that it has earned.
    attempts : int
        Tries that failed, and the pass.
    hints : int
        Hints shown.
    """

    exercise: Record
    status: str
    points: float
    attempts: int
    hints: int

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do."""
        return self.status not in ("passed", "revealed")


@dataclass(frozen=True)
class UnitSummary:
    """How far one unit is.

    Parameters
    ----------
    unit : Unit
        The unit.
    exercises : tuple of Done
        In the unit's order.
    review : Review or None
        The next review, of a unit that is begun.
    """

    unit: Unit
    exercises: tuple[Done, ...]
    review: Review | None

    @property
    def passed(self) -> int:
        """How many exercises are passed."""
        return sum(one.status == "passed" for one in self.exercises)

    @property
    def points(self) -> float:
        """What the exercises have earned together."""
        return sum(one.points for one in self.exercises)

    @property
    def most(self) -> float:
        """What they can earn together."""
        return sum(one.exercise.points for one in self.exercises)

    @property
    def attempts(self) -> int:
        """How often an answer was judged."""
        return sum(one.attempts for one in self.exercises)


@dataclass(frozen=True)
class Step:
    """The next thing to do.

    Parameters
    ----------
    exercise : Record
        The first exercise that is open.
    unit : Unit
        Its unit.
    section : Section
        The section of the lesson that teaches it; false where it is not known.
    """

    exercise: Record
    unit: Unit
    section: Section


@dataclass(frozen=True)
class Summary:
    """All units of a learner on one day.

    Parameters
    ----------
    today : datetime.date
        The day.
    units : tuple of UnitSummary
        In the order of the course.
    unreadable : bool
        Whether there is a file that cannot be understood, and so counts as empty.
    """

    today: date
    units: tuple[UnitSummary, ...]
    unreadable: bool = False

    @property
    def next(self) -> Step | None:
        """The first exercise that is open, and where it is taught; None if all are done."""
        for one in self.units:
            for done in one.exercises:
                if done.is_open:
                    section = section_of(done.exercise.id, one.unit.lesson)
                    return Step(done.exercise, one.unit, section)
        return None

    @property
    def due(self) -> tuple[UnitSummary, ...]:
        """The units to review today, the one that waits longest first."""
        due = [one for one in self.units if one.review and one.review.is_due(self.today)]
        return tuple(sorted(due, key=lambda one: one.review.due))

    @property
    def begun(self) -> bool:
        """Whether anything was done at all."""
        return any(one.attempts or one.review for one in self.units)


def summary(store: Store, today: date) -> Summary:
    """Sum up a learner's file.

    Parameters
    ----------
    store : Store
        The file.
    today : datetime.date
        The day on which it is asked what is due.

    Returns
    -------
    Summary
        With every unit of the course.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     new = summary(Store(Path(folder) / "attempts.json"), date(2025, 3, 1))
    >>> new.begun, new.due, new.next.exercise == new.units[0].unit.exercises[0]
    (False, (), True)
    """
    attempts, predictions = Attempts(store.path), Predictions(store)
    reviews = Reviews(store)
    found = []
    for unit in units():
        done = tuple(_done(exercise, attempts, predictions) for exercise in unit.exercises)
        begun = _begun(done, attempts, today)
        review = next_review(begun, reviews.of(unit.name))
        found.append(UnitSummary(unit, done, review))
    return Summary(today, tuple(found), store.unreadable)


def _done(exercise: Record, attempts: Attempts, predictions: Predictions) -> Done:
    counts = attempts.of(exercise.id)
    best = min(attempts.best(exercise.id), exercise.points)
    if counts["passed"]:
        status, best = "passed", exercise.points
    elif predictions.revealed(exercise.id):
        status = "revealed"
    else:
        status = "tried" if counts["tries"] else "not started"
    judged = counts["tries"] + bool(counts["passed"])
    return Done(exercise, status, best, judged, counts["hints"])


def _begun(done: tuple[Done, ...], attempts: Attempts, today: date) -> date | None:
    """The day of the first pass. An older file has no days: then the review is due today."""
    passed = [one.exercise.id for one in done if one.status == "passed"]
    days = [day for id in passed if (day := attempts.passed_on(id))]
    if days:
        return min(days)
    return date.fromordinal(today.toordinal() - 1) if passed else None
