"""Who is in the class: the ids of a table, as a registry or a learning platform exports it."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from bpteach.grading.reading.found import PASSED_OVER
from bpteach.grading.reading.text import decoded
from bpteach.grading.reading.unreadable import UnreadableError
from bpteach.grading.reading.whose import student_of

__all__ = ["RosterError", "students"]

# What such columns are called; the first that is there holds the ids.
_COLUMNS = (
    "student id", "username", "user name", "user", "sis login id", "login id", "login", "netid",
    "id number", "sis user id", "matriculation number", "matrikelnummer", "id", "student",
    "email address", "email", "e mail", "mail",
)  # fmt: skip
_FORBIDDEN = frozenset('/\\:*?"<>|')  # some file system cannot hold it
_LONGEST = 100  # bytes; file names have 255, and reports add to it
_SHOWN = 5


class RosterError(Exception):
    """The table cannot be used; the text says where, and what to write instead.

    Examples
    --------
    >>> students(b"name,age")
    Traceback (most recent call last):
    bpteach.grading.roster.RosterError: no column is called student_id; there are: name, age
      call the column with the ids student_id
    """


def students(content: bytes) -> tuple[str, ...]:
    r"""Read the ids of a class.

    Parameters
    ----------
    content : bytes
        A table in CSV, with commas, semicolons or tabs, in any usual encoding; the first line
        names the columns. A single column needs no name.

    Returns
    -------
    tuple of str
        The ids, in the table's order.

    Raises
    ------
    RosterError
        If there is no such column, or an id cannot be the name of a folder.

    Examples
    --------
    >>> students(b"\xef\xbb\xbfName;Username\r\nAda L.;ada\r\nBob;bob\r\n")
    ('ada', 'bob')
    >>> students(b"ada\nbob\n")
    ('ada', 'bob')
    """
    try:
        lines = decoded(content)[0].splitlines()
    except UnreadableError as error:
        raise RosterError(str(error)) from None
    try:
        rows = [*csv.reader(lines, delimiter=_separator(lines))]
    except csv.Error as error:
        raise RosterError(f"it is no CSV: {error}") from None
    rows = [(n, row) for n, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    column, rows = _column(rows)
    found = [(n, _cell(row, column)) for n, row in rows if not _is_canvas_total(row)]
    if not found:
        raise RosterError("it names no student")
    _refuse(found)
    return tuple(id for _, id in found)


def _separator(lines: Iterable[str]) -> str:
    first = next((line for line in lines if line.strip()), "")
    return max(",;\t|", key=first.count)


def _column(rows):
    """Find the column of the ids; a single column may be without a name."""
    names = [_folded(cell) for cell in rows[0][1]] if rows else []
    for name in _COLUMNS:
        if name in names:
            return names.index(name), rows[1:]
    if all(len(row) == 1 for _, row in rows):
        return 0, rows
    there = ", ".join(cell.strip() for cell in rows[0][1])
    raise RosterError(
        f"no column is called student_id; there are: {there}\n"
        "  call the column with the ids student_id"
    )


def _folded(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").split()).casefold()


def _cell(row: list[str], column: int) -> str:
    text = row[column] if column < len(row) else ""
    return unicodedata.normalize("NFC", text.strip())


def _is_canvas_total(row: list[str]) -> bool:
    return any(cell.strip() == "Points Possible" for cell in row)


def _refuse(found: list[tuple[int, str]]) -> None:
    wrong, lines = [], {}
    for n, id in found:
        why = _why_not(id)
        if not why and (before := lines.setdefault(id.casefold(), n)) != n:
            why = f"stands in line {before} already"
        if why:
            wrong.append(f"line {n}: {ascii(id) if not id.isprintable() else repr(id)} {why}")
    if wrong:
        more = f"\n  and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        raise RosterError("\n  ".join(["not every id can be used", *wrong[:_SHOWN]]) + more)


def _why_not(id: str) -> str:
    """Say why an id cannot be a folder's name, that grading takes for the student's."""
    if not id:
        return "is no id"
    if not id.isprintable():
        return "has characters that cannot be seen"
    if bad := sorted(set(id) & _FORBIDDEN):
        return f"has {' '.join(bad)}, which no folder's name may have"
    if id[0] in ".-~" or id[-1] == ".":
        return "begins or ends with a sign that has a meaning in names of files"
    if len(id.encode()) > _LONGEST:
        return f"is longer than {_LONGEST} bytes"
    top = Path("in")
    if student_of(top / id / "unit" / "x.ipynb", top) != id or id in PASSED_OVER:
        return "is a name that grading reads in another way"
    return ""
