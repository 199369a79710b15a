"""``bpteach start``: lay out the course in a folder of the learner's own, never over their work."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from bpteach.cli.shipped import FOLDERS, shipped_notebooks
from bpteach.cli.unspoiled import unspoiled
from bpteach.cli.words import CommandError, out

__all__ = ["Laid", "Outcome", "lay_out"]

HELP = """
Lay out the lessons and exercises in a folder of your own.

A file that exists is never overwritten: run it again at any time, after an upgrade too.

Examples:

\b
  bpteach start course          make ./course, or add to it what is missing
  bpteach start .               the same in this folder
  bpteach start course --name Ada   exercises with numbers of your own
"""

README = Path(__file__).parent / "learner_readme.md"
RECORD = ".bpteach/course.json"


class Outcome(Enum):
    """What became of one file; the value is the words for it."""

    LAID = "laid out"
    SAME = "there already"
    YOURS = "kept yours"
    NEWER = "kept yours, the course has a newer one"


@dataclass(frozen=True)
class Laid:
    """One file of the course and what became of it.

    Parameters
    ----------
    name : str
        Its path inside the learner's folder, with ``/``.
    outcome : Outcome
        What became of it.
    """

    name: str
    outcome: Outcome


def lay_out(folder: Path, learner: str = "") -> list[Laid]:
    """Copy what is missing of the course into a folder; a file that exists is left alone.

    Parameters
    ----------
    folder : Path
        Made where it does not exist; may hold other things.
    learner : str
        A name: the exercises then ask for numbers of the learner's own.

    Returns
    -------
    list of Laid
        One for each file of the course, in the course's order.

    Raises
    ------
    CommandError
        If the folder is a file.

    Notes
    -----
    ``.bpteach/course.json`` in the folder remembers the SHA-256 of each file as it was laid out,
    so that a newer version of the course can be told from the learner's own changes.
    """
    _refuse_a_file(folder)
    record = _read_record(folder)
    laid = [_lay(name, file, folder, record) for name, file in _course(learner).items()]
    _write(folder / RECORD, json.dumps(record, indent=1).encode(), os.replace)
    return laid


def _course(learner: str) -> dict[str, bytes]:
    shipped = {"README.md": README, **shipped_notebooks()}
    files = {name: unspoiled(path) for name, path in shipped.items()}
    return files | (_variants(learner) if learner else {})


def _variants(learner: str) -> dict[str, bytes]:
    from bpteach.authoring.lessons import notebook_bytes
    from bpteach.authoring.student import exercise_notebook
    from bpteach.exercises import units

    return {
        f"exercises/{unit.lesson}.ipynb": notebook_bytes(exercise_notebook(unit.variant(learner)))
        for unit in units()
    }


def _refuse_a_file(folder: Path) -> None:
    for path in (folder, *(folder / name for name in FOLDERS)):
        if path.exists() and not path.is_dir():
            raise CommandError(f"{path} is a file\n  give the name of a folder, new or your own")


def _read_record(folder: Path) -> dict[str, str]:
    try:
        record = json.loads((folder / RECORD).read_text())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _lay(name: str, shipped: bytes, folder: Path, record: dict[str, str]) -> Laid:
    target = folder / name
    was_laid = record.get(name)
    record[name] = sha256(shipped).hexdigest()
    try:
        _write(target, shipped, _link_new)
    except FileExistsError:
        if target.read_bytes() == shipped:
            return Laid(name, Outcome.SAME)
        newer = was_laid not in (None, record[name])
        record[name] = was_laid or record[name]
        return Laid(name, Outcome.NEWER if newer else Outcome.YOURS)
    return Laid(name, Outcome.LAID)


def _write(target: Path, content: bytes, place) -> None:
    """Write beside the target first, so that an interruption leaves no half file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        place(part, target)
    finally:
        part.unlink(missing_ok=True)


def _link_new(part: Path, target: Path) -> None:
    """Give the file its name; unlike a rename, a link fails where the name is taken."""
    if target.exists() or target.is_symlink():
        raise FileExistsError(target)
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        os.replace(part, target)


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder of your own, new or not.")
    ],
    name: Annotated[
        str, typer.Option("--name", help="Your name: numbers of your own, the same each time.")
    ] = "",
) -> None:
    """Lay out the course and say what became of each file."""
    try:
        laid = lay_out(folder, name.strip())
    except OSError as error:
        raise CommandError(f"cannot write in {folder}: {error.strerror}") from error
    console = out()
    for file in laid:
        console.print(f"{file.outcome.value}: {folder / file.name}", soft_wrap=True)
    if any(file.outcome is Outcome.NEWER for file in laid):
        console.print("For a newer file, rename yours and run the same command again.")
    console.print(f"Next: bpteach lab {folder}", soft_wrap=True)
