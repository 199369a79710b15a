"""The files that were handed in, found without opening one."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bpteach.grading.reading.whose import student_of

__all__ = ["PASSED_OVER", "Found", "find"]

PASSED_OVER = {"__MACOSX", "__pycache__", "feedback", "autograded", "release"}
_LATEST = datetime(9999, 1, 1, tzinfo=UTC).timestamp()  # a later one is no date everywhere


@dataclass(frozen=True, slots=True)
class Found:
    """A file that somebody handed in.

    Parameters
    ----------
    student : str
        Whose it is.
    path : Path
        Where it lies.
    time : float
        When it was handed in, in seconds since 1970: what nbgrader's ``timestamp.txt`` beside it
        says, else the file's own time.
    trouble : str
        Why it cannot be read, or nothing.

    Examples
    --------
    >>> Found("ada", Path("ada.ipynb"), 0.0).trouble
    ''
    """

    student: str
    path: Path
    time: float
    trouble: str = ""


def find(paths: Iterable[Path]) -> list[Found]:
    """Find what was handed in.

    Parameters
    ----------
    paths : iterable of Path
        Notebooks, scripts, and folders of them.

    Returns
    -------
    list of Found
        By student, each file once, the latest of a student last. Of a student without a
        notebook, the scripts; without a script, one entry with its trouble.

    Raises
    ------
    FileNotFoundError
        If a path does not exist.

    Examples
    --------
    >>> find([])
    []
    """
    files: dict[Path, Found] = {}
    for top in paths:
        for path in _files(top):
            files.setdefault(path.absolute(), _found(path, top))
    by_student: dict[str, list[Found]] = {}
    for one in files.values():
        by_student.setdefault(one.student, []).append(one)
    listed = []
    for student in sorted(by_student):
        listed += sorted(_worth_reading(by_student[student]), key=lambda one: (one.time, one.path))
    return listed


def _files(top: Path) -> Iterator[Path]:
    if not top.is_dir():
        os.stat(top)  # says that it is missing
        yield top
        return
    for folder, inner, names in os.walk(top):  # does not follow links
        inner[:] = sorted(name for name in inner if not _ignored(name))
        within = Path(folder)
        names = sorted(name for name in names if not _ignored(name))
        if within == top:  # what lies about beside the students' folders is not theirs
            names = [name for name in names if name.lower().endswith((".ipynb", ".py"))]
        yield from (within / name for name in names)


def _ignored(name: str) -> bool:
    return name.startswith(".") or name in PASSED_OVER


def _found(path: Path, top: Path) -> Found:
    student = student_of(path, top)
    try:
        about = os.lstat(path)
    except OSError as error:
        return Found(student, path, 0.0, f"it cannot be read: {error.strerror}")
    if path != top and not stat.S_ISREG(about.st_mode):
        return Found(student, path, 0.0, "it is a link or a device, not a file")
    return Found(student, path, min(max(_time(path, about.st_mtime), 0.0), _LATEST))


def _time(path: Path, otherwise: float) -> float:
    beside = path.with_name("timestamp.txt")
    try:
        if not stat.S_ISREG(os.lstat(beside).st_mode):
            return otherwise
        with beside.open(encoding="ascii") as file:
            text = file.read(60).strip()
        return datetime.fromisoformat(text.replace(" UTC", "+00:00")).timestamp()
    except (OSError, ValueError, OverflowError):
        return otherwise


def _worth_reading(files: list[Found]) -> list[Found]:
    for suffix in (".ipynb", ".py"):
        if chosen := [one for one in files if one.path.suffix.lower() == suffix]:
            return chosen
    names = ", ".join(sorted(one.path.name for one in files)[:3])
    first = min(files, key=lambda one: one.path)
    return [Found(first.student, first.path, first.time, f"no notebook among: {names}")]
