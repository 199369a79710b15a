"""What counts for each student: the marks chosen, adjusted, late and dropped."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from bpteach.exercises.catalogue import Unit, units
from bpteach.exercises.verdict import Verdict
from bpteach.grading.marks.policy import Policy
from bpteach.grading.marks.store import Store

__all__ = ["Counted", "Standing", "Student", "most_points", "students"]


@dataclass(frozen=True)
class Counted:
    """An exercise, and what it counts.

    Parameters
    ----------
    verdict : Verdict
        What the grader said.
    points : float
        What it counts: as judged, or as adjusted.
    reason : str
        Why it was adjusted, or nothing.
    dropped : bool
        Whether it counts nothing in this course.

    Examples
    --------
    >>> from bpteach.exercises import get
    >>> Counted(get("linear.dW").check({}), 1.5, "a good idea").points
    1.5
    """

    verdict: Verdict
    points: float
    reason: str = ""
    dropped: bool = False


@dataclass(frozen=True)
class Standing:
    """What a student has in one unit.

    Parameters
    ----------
    mark : sqlite3.Row
        The mark that counts.
    exercises : tuple of Counted
        In the unit's order.
    penalty : float
        The share that lateness costs.
    fixed : tuple of float and str, or None
        Points and reason where a person decided on the unit as a whole.
    dropped : bool
        Whether it is one of the lowest units, which count nothing.
    """

    mark: sqlite3.Row
    exercises: tuple[Counted, ...]
    penalty: float
    fixed: tuple[float, str] | None
    dropped: bool = False

    @property
    def unit(self) -> str:
        """The unit's name."""
        return self.mark["unit"]

    @property
    def earned(self) -> float:
        """Points before lateness counts."""
        return math.fsum(one.points for one in self.exercises if not one.dropped)

    @property
    def lost(self) -> float:
        """Points that lateness costs."""
        return 0.0 if self.fixed else self.earned * self.penalty

    @property
    def points(self) -> float:
        """What counts."""
        return self.fixed[0] if self.fixed else self.earned - self.lost

    @property
    def max_points(self) -> float:
        """What could be had."""
        return math.fsum(one.verdict.max_points for one in self.exercises if not one.dropped)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known about the file and its cells."""
        return tuple(json.loads(self.mark["notes"]))


@dataclass(frozen=True)
class Student:
    """All that a student has.

    Parameters
    ----------
    name : str
        The student.
    standings : dict of str to Standing
        By unit; a unit that was not handed in is missing.
    unread : tuple of str
        Lines of files that cannot be graded.
    points, max_points : float
        Of all units that count, also of those not handed in.

    Examples
    --------
    >>> Student("ada", {}, ("the file is empty",), 0.0, 20.0).name
    'ada'
    """

    name: str
    standings: dict[str, Standing]
    unread: tuple[str, ...]
    points: float
    max_points: float


def students(store: Store, policy: Policy, *, keep: str = "latest") -> Iterator[Student]:
    """Say what counts, student by student.

    Parameters
    ----------
    store : Store
        The marks.
    policy : Policy
        What lateness costs and what is dropped.
    keep : str
        ``"latest"`` or ``"best"``: which of several submissions counts.

    Yields
    ------
    Student
        By name.

    Examples
    --------
    >>> from bpteach.grading.marks.store import Store
    >>> list(students(Store(":memory:"), Policy()))
    []
    """
    unread: dict[str, list[str]] = {}
    for one in store.unread():
        unread.setdefault(one.student, []).append(f"{one.path.name}: {one.words}")
    adjustments = store.adjustments()
    most = {unit.name: points for unit, points in most_points(store, policy).items()}
    by_student = groupby(store.marks(), key=lambda row: row["student"])
    graded = (
        (name, [_standing(row, policy, adjustments) for row in _chosen(rows, keep)])
        for name, rows in by_student
    )
    for name, standings in _merged(graded, sorted(unread)):
        yield _student(name, standings, tuple(unread.get(name, ())), policy, most)


def _merged(graded: Iterable, names: list[str]) -> Iterator[tuple[str, list[Standing]]]:
    """Put students without any mark among the others, by name as SQLite orders it."""
    waiting = names[::-1]
    for name, standings in graded:
        while waiting and waiting[-1] < name:
            yield waiting.pop(), []
        if waiting and waiting[-1] == name:
            waiting.pop()
        yield name, standings
    while waiting:
        yield waiting.pop(), []


def _chosen(rows: Iterable[sqlite3.Row], keep: str) -> list[sqlite3.Row]:
    """Choose one mark a unit; of one file's marks, only the newest stands for it."""
    chosen: dict[str, dict[tuple, sqlite3.Row]] = {}
    for row in rows:
        files = chosen.setdefault(row["unit"], {})
        file = (row["hash"], row["variant"])
        if file not in files or files[file]["run"] < row["run"]:
            files[file] = row
    last = ("points", "submitted", "path") if keep == "best" else ("submitted", "path")
    return [
        max(files.values(), key=lambda row: [row[name] for name in last])
        for files in chosen.values()
    ]


def _standing(row: sqlite3.Row, policy: Policy, adjustments: dict) -> Standing:
    student, exercises = row["student"], []
    for plain in json.loads(row["verdicts"]):
        verdict = Verdict.from_dict(plain)
        points, reason = adjustments.get((student, verdict.exercise), (verdict.points, ""))
        dropped = verdict.exercise in policy.exercises
        exercises.append(Counted(verdict, points, reason, dropped))
    penalty = policy.penalty(row["unit"], row["submitted"])
    return Standing(row, tuple(exercises), penalty, adjustments.get((student, row["unit"])))


def most_points(store: Store, policy: Policy) -> dict[Unit, float]:
    """Say which points could be had.

    Parameters
    ----------
    store : Store
        The marks.
    policy : Policy
        What is dropped.

    Returns
    -------
    dict from Unit to float
        Of each unit that anybody handed in, in the order of the course.

    Examples
    --------
    >>> from bpteach.grading.marks.store import Store
    >>> most_points(Store(":memory:"), Policy())
    {}
    """
    seen = store.units()
    return {
        unit: math.fsum(one.points for one in unit.exercises if one.id not in policy.exercises)
        for unit in units()
        if unit.name in seen
    }


def _student(name, standings, unread, policy, most) -> Student:
    by_unit = {one.unit: one for one in standings}
    share = {
        unit: by_unit[unit].points / points if unit in by_unit and points else 0.0
        for unit, points in most.items()
    }
    lowest = sorted(share, key=share.get)[: min(policy.lowest, len(share) - 1)] if share else []
    listed = {}
    for unit in filter(by_unit.get, most):
        listed[unit] = replace(by_unit[unit], dropped=unit in lowest)
    counts = [unit for unit in most if unit not in lowest]
    points = math.fsum(by_unit[unit].points for unit in counts if unit in by_unit)
    return Student(name, listed, unread, points, math.fsum(most[unit] for unit in counts))
