"""``bpteach grade``: a class's notebooks in, marks and feedback out."""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bpteach.cli.words import CommandError, ExitCode, out, say

if TYPE_CHECKING:
    from bpteach.exercises.catalogue import Unit
    from bpteach.grading.isolation import Isolation
    from bpteach.grading.marks.policy import Policy
    from bpteach.grading.marks.store import Store
    from bpteach.grading.reports.tally import Tally

__all__ = ["open_marks", "policy_of"]

HELP = """
Grade a class's notebooks, each kept apart from everything else.

PATH is a notebook, a folder of notebooks (a file's name is the student), or a folder of
students' folders; also nbgrader's "submitted", and what Moodle and Canvas let you download. Which
unit a notebook answers is read from the notebook.

Examples:

\b
  bpteach grade submitted --out marks
  bpteach grade submitted --out marks --policy policy.toml
  bpteach grade ada.ipynb bob.ipynb --unit linear --out marks
  bpteach grade submitted --out marks --keep best
  bpteach grade --explain-isolation

Into DIR come marks.csv, verdicts.jsonl, feedback/, class.html, alike.csv, canvas.csv and
moodle.csv; marks.sqlite keeps every mark. Call the command again after it was stopped, or when
more is handed in: what is graded stays graded. --regrade grades everything anew, and keeps the
old marks as history.

The exit code is 0 if everything was graded, 1 if something could not be, 2 for wrong usage.
"""


class Keep(StrEnum):
    """Which of several files of one student counts."""

    LATEST = "latest"
    BEST = "best"


class Level(StrEnum):
    """How submissions are kept apart."""

    FULL = "full"
    PROCESS = "process"


def command(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="Notebooks and folders of them.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where marks and reports belong.")
    ] = None,
    unit: Annotated[
        str | None, typer.Option(metavar="UNIT", help="What all of them answer, such as linear.")
    ] = None,
    keep: Annotated[
        Keep, typer.Option(help="Which of several files of one student counts.")
    ] = Keep.LATEST,
    level: Annotated[
        Level, typer.Option("--isolation", help="How submissions are kept apart.")
    ] = Level.FULL,
    explain: Annotated[
        bool, typer.Option("--explain-isolation", help="Say what the isolation holds, and stop.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes; one a processor if not said.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="tcp://…", help="A Dask scheduler whose workers grade.")
    ] = None,
    policy: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="What lateness costs, what is dropped.")
    ] = None,
    seed: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Draw the hidden inputs from this secret.")
    ] = None,
    regrade: Annotated[
        bool, typer.Option("--regrade", help="Grade everything anew; old marks stay as history.")
    ] = False,
) -> None:
    """Grade, write the reports, and leave with what a script needs to know."""
    held = _isolation(level)
    if explain:
        out().print(held.explain(), soft_wrap=True)
        return
    if not paths or folder is None:
        raise CommandError(
            "say what to grade and where the marks belong\n"
            "  write bpteach grade submitted --out marks"
        )
    from bpteach.grading.reading import find
    from bpteach.grading.reports import write_reports
    from bpteach.grading.whole_class import Grading
    from bpteach.grading.workers import Limits, graded

    answered = _unit(unit)
    rules = _policy_text(policy)
    try:
        found = find(paths)
    except OSError as error:
        raise CommandError(f"cannot read {error.filename}: {error.strerror}") from None
    if not found:
        raise CommandError(f"there is no notebook in {', '.join(map(str, paths))}")
    with open_marks(folder, new=True) as store:
        store.setting("keep", keep)
        chosen = policy_of(store, rules)
        run = store.run(regrade=regrade, seed=seed)
        grading = Grading(store, run, found, answered, keep, chosen.released)
        settings = {
            "isolation": held,
            "limits": Limits(**chosen.limits),
            "workers": workers,
            "scheduler": scheduler,
        }

        def grader(submissions, secret):
            return graded(submissions, secret=secret, **settings)

        with _progress(len(found)) as step:
            grading.through(grader, step)
        tally = write_reports(store, folder, chosen, keep=keep)
        raise typer.Exit(_told(store, tally, folder))


def _isolation(level: Level) -> Isolation:
    from bpteach.grading.isolation import IsolationError, isolation

    try:
        return isolation(level.value)
    except IsolationError as error:
        raise CommandError(str(error)) from None


def _unit(name: str | None) -> Unit | None:
    from bpteach.exercises.asked import named_unit
    from bpteach.exercises.catalogue import units

    unit = named_unit(name)
    if name is not None and unit is None:
        there = ", ".join(one.name for one in units())
        raise CommandError(f"there is no unit {name!r}\n  there are: {there}")
    return unit


def _policy_text(path: Path | None) -> str | None:
    if path is None:
        return None
    from bpteach.grading.marks.policy import Policy, PolicyError

    try:
        text = path.read_text("utf-8")
        Policy.read(text)
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise CommandError(f"cannot read {path}: {why}") from None
    except PolicyError as error:
        raise CommandError(f"{path} is no policy\n  {error}") from None
    return text


def policy_of(store: Store, text: str | None = None) -> Policy:
    r"""Give the rules that hold for a file of marks.

    Parameters
    ----------
    store : Store
        The marks.
    text : str, optional
        New rules, which hold from now on.

    Returns
    -------
    Policy
        The rules.

    Examples
    --------
    >>> from bpteach.grading.marks.store import Store
    >>> policy_of(Store(":memory:"), "[drop]\nlowest_units = 1").lowest
    1
    """
    from bpteach.grading.marks.policy import Policy

    return Policy.read(store.setting("policy", text) or "")


def open_marks(folder: Path, *, new: bool = False) -> Store:
    """Open the marks in a folder.

    Parameters
    ----------
    folder : Path
        Where they belong.
    new : bool
        Whether to make what is not there.

    Returns
    -------
    Store
        To be closed.

    Raises
    ------
    CommandError
        If there are none, or they cannot be used.

    Examples
    --------
    >>> open_marks(Path("nowhere"))
    Traceback (most recent call last):
    bpteach.cli.words.CommandError: there are no marks in nowhere
      write bpteach grade PATH --out nowhere
    """
    from bpteach.grading.marks.store import Store, StoreError

    file = folder / "marks.sqlite"
    if not new and not file.is_file():
        raise CommandError(
            f"there are no marks in {folder}\n  write bpteach grade PATH --out {folder}"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Store(file)
    except OSError as error:
        raise CommandError(f"cannot make the folder {folder}: {error.strerror}") from None
    except StoreError as error:
        raise CommandError(str(error)) from None


@contextmanager
def _progress(count: int):
    """Show a bar on stderr, on a terminal only, and gone afterwards."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    shown = {"console": console, "transient": True, "disable": not console.is_terminal}
    with Progress("grading", *columns, **shown) as progress:
        task = progress.add_task("grading", total=count)
        yield lambda: progress.advance(task)


def _told(store: Store, tally: Tally, folder: Path) -> ExitCode:
    console, unread = out(), store.unread()
    count = sum(len(one.points) for one in tally.units.values())
    students = "1 student" if tally.count == 1 else f"{tally.count:,} students"
    marks = "1 mark" if count == 1 else f"{count:,} marks"
    console.print(f"{students}, {marks}: {folder / 'class.html'}", soft_wrap=True)
    for one in unread:
        say(f"not graded: {one.student}, {one.path}: {one.words}")
    for line in tally.waiting:
        say(f"for a person to look at: {line}")
    return ExitCode.NOT_RIGHT_YET if unread or tally.waiting else ExitCode.WELL
