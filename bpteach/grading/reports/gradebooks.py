"""Tables that Canvas and Moodle import."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import TextIO

from bpteach.exercises.catalogue import Unit
from bpteach.grading.marks.standing import Student
from bpteach.grading.reports.files import defused
from bpteach.grading.reports.tables import written

__all__ = ["CanvasTable", "MoodleTable", "MoodleWorksheet"]

_NUMBERED = re.compile(r"(.+)_(\d+)")  # as the names in their downloads become students' names


class CanvasTable:
    """Canvas's gradebook: its five columns, then one a unit, with the points possible below.

    Parameters
    ----------
    file : file
        Where to write.
    units : dict from Unit to float
        Those that anybody handed in, and their points.

    Examples
    --------
    >>> import sys
    >>> CanvasTable(sys.stdout, {}).add(Student("doejane_12", {}, (), 0, 0))
    Student,ID,SIS User ID,SIS Login ID,Section
        Points Possible,,,,
    doejane,12,,,
    """

    def __init__(self, file: TextIO, units: dict[Unit, float]):
        self._units, self._rows = tuple(units), csv.writer(file, lineterminator="\n")
        head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
        self._rows.writerow([*head, *(unit.lesson for unit in units)])
        self._rows.writerow(["    Points Possible", "", "", "", "", *map(written, units.values())])

    def add(self, student: Student) -> None:
        """Write a student's row.

        Parameters
        ----------
        student : Student
            Of one whose file Canvas named, name and number; else the name is the login.
        """
        name, number = _split(student.name)
        login = "" if number else student.name
        who = [defused(name), number, "", defused(login), ""]
        self._rows.writerow([*who, *_points(student, self._units)])


class MoodleTable:
    """What Moodle's gradebook imports (Import, CSV file): map "Username" to a user's field.

    Parameters
    ----------
    file : file
        Where to write.
    units : dict from Unit to float
        Those that anybody handed in, and their points.

    Examples
    --------
    >>> import sys
    >>> MoodleTable(sys.stdout, {}).add(Student("ada", {}, (), 0, 0))
    Username
    ada
    """

    def __init__(self, file: TextIO, units: dict[Unit, float]):
        self._units, self._rows = tuple(units), csv.writer(file, lineterminator="\n")
        self._rows.writerow(["Username", *(unit.lesson for unit in units)])

    def add(self, student: Student) -> None:
        """Write a student's row.

        Parameters
        ----------
        student : Student
            The student.
        """
        self._rows.writerow([defused(_split(student.name)[0]), *_points(student, self._units)])


class MoodleWorksheet:
    """The grading worksheet of one assignment, for students whose files Moodle named.

    Parameters
    ----------
    file : file
        Where to write.
    unit : Unit
        The assignment's.
    most : float
        Its points.

    Examples
    --------
    >>> import sys
    >>> from bpteach.exercises import units
    >>> MoodleWorksheet(sys.stdout, units()[0], 9).add(Student("ada", {}, (), 0, 0))
    Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last \
modified (submission),Last modified (grade),Feedback comments
    """

    def __init__(self, file: TextIO, unit: Unit, most: float):
        self._unit, self._most = unit, most
        self._rows = csv.writer(file, lineterminator="\n")
        self._rows.writerow(
            ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade",
             "Grade can be changed", "Last modified (submission)", "Last modified (grade)",
             "Feedback comments"]
        )  # fmt: skip

    def add(self, student: Student) -> None:
        """Write a student's row, if Moodle gave the student a number.

        Parameters
        ----------
        student : Student
            The student.
        """
        name, number = _split(student.name)
        (points,) = _points(student, [self._unit])
        if not number or not points:
            return
        words = f"{points} of {written(self._most)} points; see your feedback page."
        who = [f"Participant {number}", defused(name), "", "Submitted for grading"]
        self._rows.writerow([*who, points, written(self._most), "Yes", "-", "-", words])


def _split(student: str) -> tuple[str, str]:
    found = _NUMBERED.fullmatch(student)
    return (found[1], found[2]) if found else (student, "")


def _points(student: Student, units: Iterable[Unit]) -> list[str]:
    standings = (student.standings.get(unit.name) for unit in units)

    return [written(one.points) if one else "" for one in standings]
