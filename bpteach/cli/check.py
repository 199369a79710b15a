"""``bpteach check``: the verdicts of a student notebook, on the terminal."""

from __future__ import annotations

import json
import textwrap
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bpteach.cli.words import ExitCode, out, say

if TYPE_CHECKING:
    from bpteach.cli.verdicts import Checked

__all__ = []

HELP = """
Check the exercises of student notebooks, as their own cells would.

The notebook is run from the top in a fresh Python beside this bpteach; it is not changed, and no
attempt is counted. An answer that does not finish fails alone.

Examples:

\b
  bpteach check exercises/03_linear.ipynb
  bpteach check exercises/*.ipynb --timeout 20
  bpteach check exercises/03_linear.ipynb --json | grep fail

The exit code is 0 if every exercise passes, 1 if one does not.
"""


def command(
    notebooks: Annotated[
        list[Path], typer.Argument(metavar="NOTEBOOK", help="Student notebooks, one or several.")
    ],
    timeout: Annotated[
        int,
        typer.Option(
            min=1, metavar="SECONDS", help="How long each cell and each exercise may take."
        ),
    ] = 60,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print each verdict as one line of JSON.")
    ] = False,
) -> None:
    """Check one notebook after the other, and leave with what a script needs to know."""
    from bpteach.cli.verdicts import check_notebook

    statuses = set()
    for path in notebooks:
        with _progress(path) as on_step:
            checked = check_notebook(path, timeout, on_step)
        (_print_json if as_json else _print_words)(checked)
        statuses |= {verdict.status.name for verdict in checked.verdicts.values()}
    raise typer.Exit(_exit_code(statuses))


def _exit_code(statuses: set[str]) -> ExitCode:
    if "GRADER_ERROR" in statuses:
        return ExitCode.OUR_FAULT
    return ExitCode.WELL if statuses <= {"PASS"} else ExitCode.NOT_RIGHT_YET


@contextmanager
def _progress(path: Path):
    """Show a bar on stderr while the notebook runs; on a terminal only, and gone afterwards."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(path.name)

        def on_step(what: str, steps: int) -> None:
            progress.update(task, advance=1, total=steps, description=f"{path.name}: {what}")

        yield on_step


def _print_json(checked: Checked) -> None:
    for verdict in checked.verdicts.values():
        print(json.dumps({"notebook": str(checked.path), **verdict.to_dict()}, ensure_ascii=False))
    for line in _troubles(checked):
        say(line)


def _print_words(checked: Checked) -> None:
    console = out()
    console.print(str(checked.path), soft_wrap=True)
    console.print(_table(checked))
    words = _troubles(checked)
    for verdict in checked.verdicts.values():
        if verdict.status.name != "PASS" or verdict.mistake:
            words += ["", *str(verdict).splitlines()]
    for line in [*words, "", _total(checked)]:
        console.print(_wrapped(line, console.width), soft_wrap=True)


def _wrapped(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False)


def _table(checked: Checked):
    from rich.table import Table

    from bpteach.exercises.verdict import written_points

    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0))  # 34 columns are enough
    for _ in ("sign", "exercise", "verdict"):
        table.add_column(overflow="fold")
    table.add_column(justify="right")
    for verdict in checked.verdicts.values():
        earned = f"{written_points(verdict.points)}/{written_points(verdict.max_points)}"
        table.add_row(verdict.headline[0], verdict.exercise, verdict.status.value, earned)
    return table


def _troubles(checked: Checked) -> list[str]:
    return [f"cell {n}: {words}" for n, words in sorted(checked.troubles.items())]


def _total(checked: Checked) -> str:
    from bpteach.exercises.verdict import written_points

    verdicts = checked.verdicts.values()
    passed = sum(verdict.status.name == "PASS" for verdict in verdicts)
    points, most = (sum(getattr(v, name) for v in verdicts) for name in ("points", "max_points"))
    earned = f"{written_points(points)} of {written_points(most)}"
    return f"{passed} of {len(verdicts)} exercises passed, {earned} points"
