"""What a class did, counted student by student, so that nobody's texts stay in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bpteach.exercises.catalogue import Unit
from bpteach.exercises.verdict import Status, Verdict
from bpteach.grading.marks.standing import Standing, Student

__all__ = ["Tally", "UnitTally"]

_LISTED = 12  # mistakes


@dataclass
class UnitTally:
    """The counts of one unit.

    Parameters
    ----------
    unit : Unit
        The unit.
    points : list of float
        What each student has.
    most : float
        What could be had.
    started, right, sums : Counter
        By exercise: answers that were begun, right ones, and points of all students together.
    mistakes : Counter
        By exercise and mistake: students who made it.
    words : dict
        By exercise and mistake: what is said to it.
    hashes : dict of str to str
        By student: the file that counts.

    Examples
    --------
    >>> from bpteach.exercises import units
    >>> UnitTally(units()[0]).points
    []
    """

    unit: Unit
    points: list[float] = field(default_factory=list)
    most: float = 0.0
    started: Counter = field(default_factory=Counter)
    right: Counter = field(default_factory=Counter)
    sums: Counter = field(default_factory=Counter)
    mistakes: Counter = field(default_factory=Counter)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)

    def add(self, student: str, standing: Standing) -> None:
        """Count a student's standing.

        Parameters
        ----------
        student : str
            The student.
        standing : Standing
            In this unit.
        """
        self.points.append(standing.points)
        self.most = max(self.most, standing.max_points)
        self.hashes[student] = standing.mark["hash"]
        for one in standing.exercises:
            id, status = one.verdict.exercise, one.verdict.status
            self.started[id] += status is not Status.NOT_STARTED
            self.right[id] += status is Status.PASS
            self.sums[id] += one.points
            for key, words in _mistakes(one.verdict).items():
                self.mistakes[key] += 1
                self.words.setdefault(key, words)

    @property
    def exercises(self) -> list[dict]:
        """A row for each exercise."""
        count = max(1, len(self.points))
        return [
            {
                "id": one.id,
                "started": self.started[one.id],
                "right": self.right[one.id],
                "mean": self.sums[one.id] / count,
                "most": one.points,
            }
            for one in self.unit.exercises
        ]

    @property
    def commonest(self) -> list[dict]:
        """A row for each of the commonest mistakes."""
        ordered = sorted(self.mistakes.items(), key=lambda item: (-item[1], item[0]))[:_LISTED]
        return [
            {"id": key[1], "exercise": key[0], "count": count, "words": self.words[key]}
            for key, count in ordered
        ]


def _mistakes(verdict: Verdict) -> dict[tuple[str, str], str]:
    """Name the mistakes of a verdict and its parts, each once, with what is said to it."""
    if verdict.status is not Status.FAIL:
        return {}
    if verdict.parts:
        named: dict[tuple[str, str], str] = {}
        for part in verdict.parts.values():
            for (_, id), words in _mistakes(part).items():
                named.setdefault((verdict.exercise, id), words)
        return named
    id = verdict.mistake or (f"no known mistake ({verdict.rung.value})" if verdict.rung else "")
    return {(verdict.exercise, id): verdict.words.partition("\n")[0]} if id else {}


class Tally:
    """The counts of a class.

    Parameters
    ----------
    units : iterable of Unit
        Those that anybody handed in.

    Examples
    --------
    >>> Tally([]).count
    0
    """

    def __init__(self, units):
        self.units = {unit.name: UnitTally(unit) for unit in units}
        self.count = 0
        self.isolations: Counter = Counter()
        self.versions: Counter = Counter()
        self.waiting: list[str] = []

    def add(self, student: Student) -> None:
        """Count a student.

        Parameters
        ----------
        student : Student
            The student.
        """
        self.count += 1
        for name, standing in student.standings.items():
            self.units[name].add(student.name, standing)
            self.isolations[standing.mark["isolation"]] += 1
            self.versions[standing.mark["course"]] += 1
            self.waiting += [
                f"{student.name}: {one.verdict.exercise}"
                for one in standing.exercises
                if one.verdict.status is Status.GRADER_ERROR and not one.reason
            ]
