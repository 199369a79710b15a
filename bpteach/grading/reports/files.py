"""Files of a report: whole or not there, with names and cells that nobody's name can misuse."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

__all__ = ["defused", "file_name", "opened"]

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_BEGINS_A_FORMULA = "=+-@\t\r＝＋－＠"


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    r"""Open a text file to be written, in UTF-8; it takes its place when it is whole.

    Parameters
    ----------
    path : Path
        Where it shall be.

    Yields
    ------
    file
        To write to.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with opened(Path(folder, "a.txt")) as file:
    ...         _ = file.write("é")
    ...     Path(folder, "a.txt").read_bytes()
    b'\xc3\xa9'
    """
    # two graders of one folder do not write into one file
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            yield file
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def file_name(student: str) -> str:
    """Give the stem of a student's file: each student's own, in any file system.

    Parameters
    ----------
    student : str
        The student's name, whatever it holds.

    Returns
    -------
    str
        A plain name as it is; else what is plain in it, and a mark that only this name has.

    Examples
    --------
    >>> file_name("ada"), file_name("../Ada/x")
    ('ada', 'ada-x~d1b6c87e69')
    """
    plain = _PLAIN.fullmatch(student) and not student.endswith(".")
    if plain and not _WINDOWS.fullmatch(student):
        return student
    folded = unicodedata.normalize("NFKD", student).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:40] or "student"
    mark = hashlib.sha256(student.encode("utf-8", "backslashreplace")).hexdigest()[:10]
    return f"{slug}~{mark}"


def defused(cell: str) -> str:
    """Keep a spreadsheet from reading text as a formula.

    Parameters
    ----------
    cell : str
        Text of a cell.

    Returns
    -------
    str
        With ``'`` before what begins a formula.

    Examples
    --------
    >>> defused("=HYPERLINK(1)"), defused("ada")
    ("'=HYPERLINK(1)", 'ada')
    """
    begins = cell.lstrip(" \u00a0\n")[:1] or cell[:1]
    return f"'{cell}" if begins and begins in _BEGINS_A_FORMULA else cell
