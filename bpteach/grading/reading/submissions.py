"""Files become submissions, one after the other, or a line that says why not."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bpteach.exercises.asked import asked_seed, asked_unit, ours
from bpteach.exercises.catalogue import Unit
from bpteach.grading.reading.cells import Content, notebook, script
from bpteach.grading.reading.found import Found
from bpteach.grading.reading.text import decoded
from bpteach.grading.reading.unreadable import UnreadableError
from bpteach.grading.reading.whose import printable
from bpteach.grading.submission import Submission

__all__ = ["Unread", "read", "submissions"]

_LARGEST = 200_000_000  # bytes


@dataclass(frozen=True)
class Unread:
    """A file that cannot be graded.

    Parameters
    ----------
    student : str
        Whose it is.
    path : Path
        Where it lies.
    words : str
        Why, in one line.

    Examples
    --------
    >>> Unread("ada", Path("ada.ipynb"), "the file is empty").student
    'ada'
    """

    student: str
    path: Path
    words: str


def read(found: Found, unit: Unit | None = None) -> Submission | Unread:
    """Read what was handed in.

    Parameters
    ----------
    found : Found
        The file.
    unit : Unit, optional
        What it answers, whatever the notebook says.

    Returns
    -------
    Submission or Unread
        Never an exception: what is wrong with a file is said in its line.

    Examples
    --------
    >>> read(Found("ada", Path("nowhere.ipynb"), 0.0)).words
    'it cannot be read: No such file or directory'
    """
    try:
        if found.trouble:
            raise UnreadableError(found.trouble)
        content = _bytes(found.path)
        return _submission(found, content, unit)
    except UnreadableError as error:
        return Unread(found.student, found.path, printable(str(error)))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > _LARGEST:
                raise UnreadableError(f"it has {size // 10**6:,} MB; clear its outputs and save")
            return file.read(_LARGEST + 1)
    except OSError as error:
        raise UnreadableError(f"it cannot be read: {error.strerror}") from None


def _submission(found: Found, content: bytes, unit: Unit | None) -> Submission:
    digest = hashlib.sha256(content).hexdigest()
    text, encoding = decoded(content)
    del content  # may be large
    is_script = found.path.suffix.lower() == ".py"
    inside: Content = (script if is_script else notebook)(text)
    about = ours(inside.metadata)
    if about.get("kind", "exercises") not in ("exercises", "solutions"):
        raise UnreadableError("it is a lesson; its exercises stand in a notebook of their own")
    sources = [cell.source for cell in inside.cells]
    notes = (encoding, *inside.notes) if encoding else inside.notes
    answered = asked_unit(sources, {} if unit else about)
    if unit and answered and answered is not unit:
        notes = (*notes, f"it looks like {answered.lesson}, and is graded as {unit.lesson}")
    unit = unit or answered
    if unit is None:
        why = "it has no exercises of the course" if sources else "it has no code cells"
        raise UnreadableError("; ".join([why, *notes]))
    seed = asked_seed(sources, about)
    return Submission(found.student, found.path, digest, unit.name, seed, inside.cells, notes)


def submissions(
    found: Iterable[Found], *, unit: Unit | None = None, keep: str = "latest",
    missed: Callable[[Unread], None] = lambda unread: None,
) -> Iterator[Submission]:  # fmt: skip
    """Read what was handed in, as it is asked for: one student's files at a time.

    Parameters
    ----------
    found : iterable of Found
        By student, the latest last, as `find` gives it.
    unit : Unit, optional
        What they answer, whatever the notebooks say.
    keep : str
        ``"latest"``: of several files of a student for one unit, the last that can be read.
        ``"best"``: all of them.
    missed : callable
        Called with what cannot be read.

    Yields
    ------
    Submission
        What is to be graded.

    Examples
    --------
    >>> list(submissions([]))
    []
    """
    for _, files in groupby(found, key=lambda one: one.student):
        kept: dict[object, Submission] = {}
        for file in files:
            one = read(file, unit)
            if isinstance(one, Unread):
                missed(one)
            else:
                key = one.unit if keep == "latest" else (one.unit, one.hash)
                kept[key] = one
        yield from kept.values()
