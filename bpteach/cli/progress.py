"""``bpteach progress``: what is done, what is due for review, and what comes next."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bpteach.cli.words import CommandError, out, say

if TYPE_CHECKING:
    from bpteach.exercises.catalogue import Unit
    from bpteach.exercises.learning.store import Store
    from bpteach.exercises.learning.summary import Done, Summary, UnitSummary

__all__ = []

HELP = """
Show what is done, the points of each unit, what is due for review, and what comes next.

DIR is a course folder, this folder if left out. Each lesson ends with five questions, in the
section What stays. Answer them from memory when they are due, and say how many were right: 4 or
5 of 5 make the next interval longer, fewer make it one day again.

Examples:

\b
  bpteach progress                        the course in this folder
  bpteach progress course                 the course in ./course
  bpteach progress --reviewed linear=4    unit linear was reviewed, 4 of 5 right
  bpteach progress --json                 the same for a script

All of it is in one file of yours, .bpteach/attempts.json in the course folder. Delete it to begin
anew. The exit code is 0; it is 2 if the folder or the unit is unknown, or nothing can be written.
"""


def command(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="A course folder.", show_default=False),
    ] = None,
    reviewed: Annotated[
        list[str] | None,
        typer.Option(
            metavar="UNIT=RIGHT",
            help="Tell of a review: how many of the unit's five questions were right.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Record the reviews told, then show everything."""
    from bpteach.exercises.learning.store import Store, default_path
    from bpteach.exercises.learning.summary import summary

    if folder is not None and not folder.is_dir():
        raise CommandError(
            f"there is no folder {folder}\n  lay out the course first: bpteach start {folder}"
        )
    store, today = Store(default_path(folder)), _today()
    if reviewed:
        _record([_read(one) for one in reviewed], store, today)
    found = summary(store, today)
    if not store.path.parent.is_dir():
        say(
            f"bpteach: no course of yours in {folder or 'this folder'}, so that nothing is done\n"
            "  is it elsewhere? name its folder: bpteach progress course"
        )
    if found.unreadable:
        say(f"bpteach: {store.path} cannot be read, and counts as empty")
    (_print_json if as_json else _print_words)(found, store)


def _today() -> date:
    return date.today()


def _read(told: str) -> tuple[Unit, int]:
    from bpteach.exercises.learning.page import named_unit

    name, _, right = told.partition("=")
    if not right.isdecimal():
        raise CommandError(
            f"--reviewed {told} is not understood\n"
            "  write the unit, = and how many were right: --reviewed linear=4"
        )
    try:
        return named_unit(name), int(right)
    except ValueError as error:
        raise CommandError(str(error)) from error


def _record(reviews: list[tuple[Unit, int]], store: Store, today: date) -> None:
    from bpteach.exercises.learning.page import record_review, told

    for unit, right in reviews:
        try:
            kept = record_review(unit, right, store, today)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if not kept:
            raise CommandError(f"cannot write {store.path}\n  the review is not recorded")
        say(f"reviewed: {told(unit, right, store, today)}")


def _print_words(found: Summary, store: Store) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from bpteach.exercises.learning.view import View

    view, console = View(found, "bpteach progress --reviewed {unit}=4"), out()
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for name in view.table.head:
        right = name in ("done", "points", "attempts")
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for row in view.table.rows:
        table.add_row(*row)
    console.print(table)
    for line in view.words:
        console.print()
        console.print(line)
    if store.path.exists():
        console.print(f"\nkept in {_short(store.path)}", soft_wrap=True)


def _short(path: Path) -> str:
    try:
        return os.path.relpath(path)
    except (ValueError, OSError):  # another drive, or the folder is gone
        return str(path)


def _print_json(found: Summary, store: Store) -> None:
    step = found.next
    following = step and {
        "exercise": step.exercise.id,
        "title": step.exercise.title,
        "points": step.exercise.points,
        "notebook": f"exercises/{step.unit.lesson}.ipynb",
        "lesson": f"notebooks/{step.unit.lesson}.ipynb",
        "section": step.section.heading or None,
    }
    plain = {
        "today": found.today.isoformat(),
        "file": str(store.path),
        "units": [_plain_unit(one, found.today) for one in found.units],
        "due": [one.unit.name for one in found.due],
        "next": following,
    }
    print(json.dumps(plain, ensure_ascii=False))


def _plain_unit(one: UnitSummary, today: date) -> dict:
    review = one.review and {
        "due": one.review.due.isoformat(),
        "interval_days": one.review.days,
        "is_due": one.review.is_due(today),
    }
    return {
        "unit": one.unit.name,
        "title": one.unit.title,
        "lesson": one.unit.lesson,
        "passed": one.passed,
        "of": len(one.exercises),
        "points": one.points,
        "max_points": one.most,
        "attempts": one.attempts,
        "review": review,
        "exercises": [_plain_exercise(done) for done in one.exercises],
    }


def _plain_exercise(done: Done) -> dict:
    return {
        "exercise": done.exercise.id,
        "status": done.status,
        "points": done.points,
        "max_points": done.exercise.points,
        "attempts": done.attempts,
        "hints": done.hints,
    }
