"""``python -m bpteach.authoring [lessons]``: build what is generated, or say what is stale."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import nbformat
import typer
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bpteach.authoring.lessons import (
    SOURCES,
    build,
    code_cells,
    differences,
    notebook_of,
    read_source,
    write,
)
from bpteach.authoring.student import exercise_notebook, student_path
from bpteach.exercises import units
from bpteach.exercises.catalogue import Unit

HELP = """
Build lessons from their sources, and student notebooks from the exercises' records.
Without a command, build everything that is generated.

Examples:

\b
  python -m bpteach.authoring
  python -m bpteach.authoring lessons 03_linear
  python -m bpteach.authoring lessons --check
  python -m bpteach.authoring exercises
  python -m bpteach.authoring solutions ../solutions

Exit codes: 0 all is well, 1 a lesson is stale or a cell failed, 2 wrong usage.
"""

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME]...", help="Such as 03_linear; all if left out."),
]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; say which are stale.")]

app = typer.Typer(help=HELP, add_completion=False, rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def everything(context: typer.Context) -> None:
    """Build all that is generated, where no command is given."""
    if context.invoked_subcommand is None:
        exercises()
        lessons()


@app.command()
def lessons(names: Names = None, check: Check = False) -> None:
    """Build lessons from notebooks/source and run them."""
    sources = _sources(names or [])
    fine = True
    for source in sources:
        try:
            notebook = _built(source)
        except (CellExecutionError, CellTimeoutError) as error:
            typer.echo(f"{source.name}: a cell failed\n{error}", err=True)
            fine = False
        else:
            fine &= _is_fresh(notebook, source) if check else _written(notebook, source)
    if not fine:
        raise typer.Exit(1)


@app.command()
def exercises(check: Check = False) -> None:
    """Write the student notebooks from the exercises' records."""
    fresh = [_exercises_fresh(unit) if check else _exercises_written(unit) for unit in units()]
    if not all(fresh):
        raise typer.Exit(1)


@app.command()
def solutions(folder: Annotated[Path, typer.Argument(help="Where to; not in the course.")]) -> None:
    """Write the notebooks with the worked answers, for an instructor."""
    folder.mkdir(parents=True, exist_ok=True)
    for unit in units():
        write(exercise_notebook(unit, solved=True), folder / f"{unit.lesson}_solutions.ipynb")
        typer.echo(f"wrote {unit.lesson}_solutions.ipynb")


def _exercises_written(unit: Unit) -> bool:
    path = student_path(unit)
    write(exercise_notebook(unit), path)
    typer.echo(f"wrote {path.parent.name}/{path.name}")
    return True


def _exercises_fresh(unit: Unit) -> bool:
    path = student_path(unit)
    fresh = path.exists() and nbformat.read(path, as_version=4) == exercise_notebook(unit)
    typer.echo(f"{path.parent.name}/{path.name}: {'fresh' if fresh else 'stale'}")
    if not fresh:
        typer.echo("  write python -m bpteach.authoring exercises")
    return fresh


def _sources(names: list[str]) -> list[Path]:
    known = {path.stem: path for path in sorted(SOURCES.glob("*.md"))}
    for name in names:
        if name not in known:
            raise typer.BadParameter(f"there is no lesson {name}; there are {', '.join(known)}")
    return [known[name] for name in names or known]


def _built(source: Path) -> nbformat.NotebookNode:
    with _progress(source.stem, len(code_cells(read_source(source)))) as advance:
        return build(source, advance)


@contextmanager
def _progress(what: str, steps: int) -> Iterator:
    """Show how many cells have run, on stderr; nothing of it stays."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    console = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        task = progress.add_task(what, total=steps)
        yield lambda: progress.advance(task)


def _written(notebook: nbformat.NotebookNode, source: Path) -> bool:
    path = notebook_of(source)
    write(notebook, path)
    typer.echo(f"built {path.name}")
    return True


def _is_fresh(notebook: nbformat.NotebookNode, source: Path) -> bool:
    path = notebook_of(source)
    found = ["it was never built"]
    if path.exists():
        found = differences(notebook, nbformat.read(path, as_version=4))
    typer.echo(f"{path.name}: {'stale' if found else 'fresh'}")
    for line in found:
        typer.echo(f"  {line}")
    if found:
        typer.echo(f"  write python -m bpteach.authoring lessons {source.stem}")
    return not found


if __name__ == "__main__":
    app()
