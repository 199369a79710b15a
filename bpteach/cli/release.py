"""``bpteach release``: an assignment for a class, each student's own where there is a roster."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bpteach.cli.words import CommandError, out

if TYPE_CHECKING:
    from bpteach.exercises.catalogue import Unit
    from bpteach.grading.released import Released

__all__ = ["write_release"]

HELP = """
Write an assignment for a class.

Into DIR come handout/ for the students, with a roster a folder for each and in it numbers of
their own; source/ and nbgrader_config.py for nbgrader, with the worked solutions; and policy.toml,
in which you write when it is due, for bpteach grade. Give your students nothing but what is in
handout/.

Examples:

\b
  bpteach release autumn --seed 2026 --unit linear
  bpteach release autumn --seed 2026 --roster class.csv --unit linear --unit relu
  bpteach release exam --seed "a secret" --roster class.csv --no-hints --no-solutions

The roster is a table with a column student_id; what Moodle, Canvas or a registry export is
understood, too. DIR must be new or empty.
"""

_POLICY = """\
# For `bpteach grade submitted --out marks --policy policy.toml`. Keep it to yourself.

{release}

# When it is due, and what being late costs; take the signs at the beginning away.
{due}
# [late]
# percent_per_day = 10
# at_most_percent = 50

# What one question may use.
[limits]
cpu_seconds = {cpu:g}
wall_seconds = {wall:g}
memory_mb = {memory}
output_mb = {output:g}
"""


def write_release(folder: Path, released: Released) -> int:
    """Write the notebooks and the policy of a release.

    Parameters
    ----------
    folder : Path
        New or empty.
    released : Released
        What is handed out, and to whom.

    Returns
    -------
    int
        How many notebooks are to be handed out.

    Raises
    ------
    CommandError
        If there is something in the folder.

    Examples
    --------
    >>> import tempfile
    >>> from bpteach.grading.released import Released
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_release(Path(folder), Released(1, ("linear",), ("ada", "bob")))
    ...     (Path(folder) / "handout" / "ada" / "linear" / "03_linear.ipynb").exists()
    2
    True
    """
    from bpteach.authoring.handed_out import NBGRADER_CONFIG, handed_out, nbgrader_source
    from bpteach.authoring.lessons import notebook_bytes
    from bpteach.exercises.asked import named_unit

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandError(
            f"there is something in {folder} already\n  give a new folder: what was handed out "
            "must not change"
        )
    count = 0
    for unit in map(named_unit, released.units):
        within = Path(unit.name, f"{unit.lesson}.ipynb")
        source = nbgrader_source(unit, released.assignment())
        _write(folder / "source" / within, notebook_bytes(source))
        for student in released.students or ("",):
            notebook = handed_out(unit, released.assignment(student))
            _write(folder / "handout" / student / within, notebook_bytes(notebook))
            count += 1
    _write(folder / "nbgrader_config.py", NBGRADER_CONFIG.encode())
    _write(folder / "policy.toml", _policy(released).encode())
    return count


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _policy(released: Released) -> str:
    from dataclasses import asdict

    from bpteach.grading.workers import Limits

    due = [f"# {unit} = 2026-11-30T23:59:00+01:00" for unit in released.units]
    return _POLICY.format(
        release=released.table, due="\n".join(["# [due]", *due]), **asdict(Limits())
    )


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New or empty.")],
    seed: Annotated[
        str, typer.Option(metavar="S", help="A number or a text: the same one, the same release.")
    ],
    roster: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Who is in the class: a variant for each.")
    ] = None,
    unit: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Such as linear; all if not said.")
    ] = None,
    hints: Annotated[bool, typer.Option("--hints/--no-hints", help="Whether cards help.")] = True,
    solutions: Annotated[
        bool,
        typer.Option("--solutions/--no-solutions", help="Whether cards show what is right."),
    ] = True,
) -> None:
    """Write the release, and say what to do with it."""
    from bpteach.grading.released import Released

    names = tuple(one.name for one in _units(unit or []))
    released = Released(_seed(seed), names, _students(roster), hints, solutions)
    try:
        count = write_release(folder, released)
    except OSError as error:
        raise CommandError(f"cannot write {error.filename}: {error.strerror}") from None
    notebooks = "1 notebook" if count == 1 else f"{count:,} notebooks"
    console = out()
    console.print(f"to hand out: {notebooks} in {folder / 'handout'}", soft_wrap=True)
    console.print(f"for nbgrader, with solutions: {folder / 'source'}", soft_wrap=True)
    console.print(f"for bpteach grade: --policy {folder / 'policy.toml'}", soft_wrap=True)


def _units(names: list[str]) -> list[Unit]:
    from bpteach.exercises.asked import named_unit
    from bpteach.exercises.catalogue import units

    there = units()
    for name in names:
        if named_unit(name) is None:
            known = ", ".join(one.name for one in there)
            raise CommandError(f"there is no unit {name!r}\n  there are: {known}")
    chosen = [named_unit(name) for name in names] or there
    return [one for one in there if one in chosen]


def _seed(text: str) -> int | str:
    if text.isascii() and text.isdigit() and len(text) <= 30:
        return int(text)
    if not text.strip() or not text.isprintable() or len(text) > 200:
        raise CommandError("a seed is a number, or a text of up to 200 letters that can be seen")
    return text


def _students(path: Path | None) -> tuple[str, ...]:
    if path is None:
        return ()
    from bpteach.grading.roster import RosterError, students

    try:
        return students(path.read_bytes())
    except OSError as error:
        raise CommandError(f"cannot read {path}: {error.strerror}") from None
    except RosterError as error:
        raise CommandError(f"{path}: {error}") from None
