"""Whose a file is, told by where it lies and what it is called."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from bpteach.exercises.asked import named_unit

__all__ = ["printable", "student_of"]

# Canvas: "doejane_LATE_1234_56789_03_linear.ipynb"; the first number is the student's
_CANVAS = re.compile(r"(?P<name>[^_]+)(?:_LATE)?_(?P<id>\d+)_\d+_.+")
# Moodle: "Jane Doe_1234567_assignsubmission_file_"; the number is the participant's
_MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?.*")
_JOINERS = "\u200c\u200d"  # letters of several scripts need them


def student_of(path: Path, top: Path) -> str:
    """Tell whose a file is.

    Parameters
    ----------
    path : Path
        The file.
    top : Path
        What was named on the command line: the file, or a folder that it is in.

    Returns
    -------
    str
        The folder's name below ``submitted`` (nbgrader's layout) or below `top`; else the file's
        own. Of what Moodle and Canvas name, the name and number of the student.

    Examples
    --------
    >>> student_of(Path("c/submitted/ada/linear/03_linear.ipynb"), Path("c"))
    'ada'
    >>> student_of(Path("in/Ada L_12_assignsubmission_file_/x.ipynb"), Path("in"))
    'Ada L_12'
    >>> student_of(Path("in/doejane_LATE_4321_98765_work.ipynb"), Path("in"))
    'doejane_4321'
    >>> student_of(Path("ada/03_linear.ipynb"), Path("ada"))
    'ada'
    """
    parts = path.parts
    if "submitted" in parts[:-2]:
        return _named(parts[_last(parts[:-2], "submitted") + 1])
    inside = path.relative_to(top).parts if path != top else ()
    if len(inside) > 1:
        return _named(inside[0])
    moodle = _MOODLE.fullmatch(path.stem)
    canvas = _CANVAS.fullmatch(path.stem)
    own_name = moodle or canvas or not named_unit(path.stem)
    return _named(path.stem if own_name else path.absolute().parent.name)


def _last(parts: tuple[str, ...], name: str) -> int:
    return len(parts) - 1 - parts[::-1].index(name)


def _named(name: str) -> str:
    found = _MOODLE.fullmatch(name) or _CANVAS.fullmatch(name)
    return printable(f"{found['name']}_{found['id']}" if found else name)


def printable(name: str) -> str:
    r"""Write a name so that it can be stored, and cannot change how what surrounds it is read.

    Parameters
    ----------
    name : str
        As the file system gives it.

    Returns
    -------
    str
        Composed (NFC), with bytes that are no text, control characters and marks that turn the
        direction of writing as escapes. Letters that only look alike stay two letters.

    Examples
    --------
    >>> printable("a\x1b[31m"), printable("zoe\u0308")
    ('a\\x1b[31m', 'zoë')
    """
    composed = unicodedata.normalize("NFC", name)
    if composed.isprintable() and composed.strip():
        return composed
    shown = "".join(_shown(one) for one in composed)
    return shown if shown.strip() else f"unnamed {len(name)}"


def _shown(one: str) -> str:
    if one.isprintable() or one in _JOINERS:
        return one
    if "\udc80" <= one <= "\udcff":  # a byte that is no text, as the file system gives it
        return f"\\x{ord(one) - 0xDC00:02x}"
    return one.encode("unicode_escape", "backslashreplace").decode("ascii")
