"""``bpteach adjust``: what a person decides about a mark, with the reason."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated

import typer

from bpteach.cli.grade import open_marks, policy_of
from bpteach.cli.words import CommandError, out

__all__ = []

HELP = """
Set what an exercise, or a whole unit, counts for one student, and say why.

The reason stands in the student's feedback. It holds through every later grading, until it is
taken back; the grader's own verdict stays beside it. Points of an exercise are set before
lateness counts, those of a unit after it. All reports are written again.

Examples:

\b
  bpteach adjust marks ada linear.dW 2.5 --reason "right, in another letter"
  bpteach adjust marks bob linear 0 --reason "copied: see our talk of 3 March"
  bpteach adjust marks ada linear.dW --withdraw --reason "looked at again"
"""


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the marks are.")],
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="As in marks.csv.")],
    what: Annotated[str, typer.Argument(metavar="WHAT", help="An exercise's id, or a unit.")],
    points: Annotated[
        float | None, typer.Argument(metavar="POINTS", help="What it shall count.")
    ] = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; the student reads it.")] = "",
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take back what was set before.")
    ] = False,
) -> None:
    """Keep the decision and write the reports again."""
    from bpteach.grading.reports import write_reports

    if not reason.strip():
        raise CommandError('say why\n  write --reason "what the student shall read"')
    if withdraw is not (points is None):
        raise CommandError("say how many points it shall count, or --withdraw, and not both")
    with open_marks(folder) as store:
        _refuse_unknown(store, student, what, points)
        store.adjust(student, what, points, reason.strip())
        write_reports(store, folder, policy_of(store), keep=store.setting("keep") or "latest")
    does = "counts as judged" if points is None else f"counts {points:g}"
    out().print(f"{student}: {what} {does}", soft_wrap=True)


def _refuse_unknown(store, student: str, what: str, points: float | None) -> None:
    from bpteach.exercises.catalogue import units

    most = {unit.name: sum(one.points for one in unit.exercises) for unit in units()}
    most |= {one.id: one.points for unit in units() for one in unit.exercises}
    if what not in most:
        raise CommandError(f"there is no exercise and no unit {what!r}{_near(what, most)}")
    known = {row["student"] for row in store.marks() if row["unit"] == what.partition(".")[0]}
    if student not in known:
        unit = what.partition(".")[0]
        raise CommandError(f"no mark of {student!r} for {unit}{_near(student, known)}")
    if points is not None and not 0 <= points <= most[what]:
        raise CommandError(f"{what} counts from 0 to {most[what]:g} points, not {points:g}")


def _near(name: str, names) -> str:
    near = difflib.get_close_matches(name, names, n=1)
    return f"\n  did you mean {near[0]!r}?" if near else ""
