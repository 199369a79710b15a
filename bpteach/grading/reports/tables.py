"""``marks.csv``, a row a student, and ``verdicts.jsonl``, a line a student and exercise."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO

from bpteach.exercises.catalogue import Unit
from bpteach.grading.marks.standing import Standing, Student
from bpteach.grading.reports.files import defused

__all__ = ["MarksTable", "write_verdicts", "written"]


def written(points: float) -> str:
    """Write points as a spreadsheet reads them.

    Parameters
    ----------
    points : float
        Points.

    Returns
    -------
    str
        To the hundredth, with a point.

    Examples
    --------
    >>> written(2.0), written(4 / 3)
    ('2', '1.33')
    """
    return f"{points:.2f}".rstrip("0").rstrip(".")


class MarksTable:
    """The table of a class.

    Parameters
    ----------
    file : file
        Where to write.
    units : iterable of Unit
        Those that anybody handed in; of each the columns of its exercises, what lateness costs,
        and what counts.

    Examples
    --------
    >>> import io
    >>> file = io.StringIO()
    >>> MarksTable(file, []).add(Student("=ada", {}, ("x.ipynb: the file is empty",), 0, 20))
    >>> print(file.getvalue())
    student,points,max_points,percent,notes
    '=ada,0,20,0,x.ipynb: the file is empty
    """

    def __init__(self, file: TextIO, units: Iterable[Unit]):
        self._units, self._rows = tuple(units), csv.writer(file, lineterminator="\n")
        head = ["student", "points", "max_points", "percent"]
        for unit in self._units:
            head += [f"{unit.name} {name}" for name in ("points", "late", "submitted", "isolation")]
            head += [one.id for one in unit.exercises]
        self._rows.writerow([*head, "notes"])

    def add(self, student: Student) -> None:
        """Write a student's row.

        Parameters
        ----------
        student : Student
            The student.
        """
        percent = 100 * student.points / student.max_points if student.max_points else 0
        numbers = (student.points, student.max_points, percent)
        row = [defused(student.name), *map(written, numbers)]
        notes = [*student.unread]
        for unit in self._units:
            standing = student.standings.get(unit.name)
            if standing is None:
                row += [""] * (4 + len(unit.exercises))
                continue
            row += _cells(standing, unit)
            notes += standing.notes
            if standing.dropped:
                notes.append(f"{unit.name} is dropped: the lowest")
        self._rows.writerow([*row, defused("; ".join(notes))])


def _cells(standing: Standing, unit: Unit) -> list[str]:
    when = datetime.fromtimestamp(standing.mark["submitted"], UTC).isoformat(timespec="seconds")
    points = {one.verdict.exercise: written(one.points) for one in standing.exercises}
    return [
        written(standing.points), written(standing.lost), when, standing.mark["isolation"],
        *(points.get(one.id, "") for one in unit.exercises),
    ]  # fmt: skip


def write_verdicts(file: TextIO, student: Student) -> None:
    """Write a student's verdicts, one JSON object a line.

    Parameters
    ----------
    file : file
        Where to write.
    student : Student
        The student.

    Examples
    --------
    >>> import sys
    >>> write_verdicts(sys.stdout, Student("ada", {}, (), 0, 0))
    """
    for standing in student.standings.values():
        for one in standing.exercises:
            verdict = one.verdict
            line = {
                "student": student.name,
                "exercise": verdict.exercise,
                "status": verdict.status.value,
                "points": one.points,
                "max_points": verdict.max_points,
                "rung": verdict.rung,
                "mistake": verdict.mistake,
                "message": verdict.words,
            }
            if one.reason:
                line["adjusted"] = one.reason
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
