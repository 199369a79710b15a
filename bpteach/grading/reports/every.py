"""All reports, in one pass over the students."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from bpteach.exercises.catalogue import units
from bpteach.grading.alike.pairs import Alike, alike
from bpteach.grading.marks.policy import Policy
from bpteach.grading.marks.standing import Student, most_points, students
from bpteach.grading.marks.store import Store
from bpteach.grading.reports.class_page import class_page
from bpteach.grading.reports.files import defused, file_name, opened
from bpteach.grading.reports.gradebooks import CanvasTable, MoodleTable, MoodleWorksheet
from bpteach.grading.reports.pages import page
from bpteach.grading.reports.tables import MarksTable, write_verdicts
from bpteach.grading.reports.tally import Tally

__all__ = ["write_reports"]


def write_reports(store: Store, folder: Path, policy: Policy, *, keep: str = "latest") -> Tally:
    """Write every report.

    Parameters
    ----------
    store : Store
        The marks.
    folder : Path
        Where to write: ``marks.csv``, ``verdicts.jsonl``, ``canvas.csv``, ``moodle.csv``, a
        worksheet for Moodle a unit, ``alike.csv``, ``class.html``, and a page a student in
        ``feedback``.
    policy : Policy
        What lateness costs and what is dropped.
    keep : str
        ``"latest"`` or ``"best"``.

    Returns
    -------
    Tally
        What was counted.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as here:
    ...     _ = write_reports(Store(":memory:"), Path(here), Policy())
    ...     print(*sorted(path.name for path in Path(here).iterdir()))
    alike.csv canvas.csv class.html feedback marks.csv moodle.csv verdicts.jsonl
    """
    pages = folder / "feedback"
    pages.mkdir(parents=True, exist_ok=True)
    most = most_points(store, policy)
    tally = Tally(most)
    with ExitStack() as files:

        def file(name: str) -> TextIO:
            return files.enter_context(opened(folder / name))

        verdicts = file("verdicts.jsonl")
        tables = [MarksTable(file("marks.csv"), most), CanvasTable(file("canvas.csv"), most)]
        tables += [MoodleTable(file("moodle.csv"), most), tally]
        tables += [
            MoodleWorksheet(file(f"moodle-{unit.lesson}.csv"), unit, points)
            for unit, points in most.items()
        ]
        for student in students(store, policy, keep=keep):
            for table in tables:
                table.add(student)
            write_verdicts(verdicts, student)
            with opened(pages / f"{file_name(student.name)}.html") as one:
                one.write(_feedback(student))
        pairs = _alike(store, tally)
        _write_alike(file("alike.csv"), pairs)
        file("class.html").write(class_page(tally, store.unread(), pairs))
    return tally


def _feedback(student: Student) -> str:
    standings = [
        (unit, student.standings[unit.name]) for unit in units() if unit.name in student.standings
    ]
    return page("feedback.html", student=student, standings=standings)


def _alike(store: Store, tally: Tally) -> dict[str, list[Alike]]:
    prints = store.prints()
    return {
        name: alike({student: prints.get(hash, b"") for student, hash in one.hashes.items()})
        for name, one in tally.units.items()
    }


def _write_alike(file: TextIO, pairs: dict[str, list[Alike]]) -> None:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(["unit", "student", "other", "percent", "passages", "longest", "tokens"])
    for unit, found in pairs.items():
        for pair in found:
            passages = pair.passages
            sizes = [len(passages), max(passages, default=0), sum(passages)]
            who = [defused(pair.one), defused(pair.other)]
            rows.writerow([unit, *who, f"{100 * pair.share:.0f}", *sizes])
