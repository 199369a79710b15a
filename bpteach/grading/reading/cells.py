"""The code cells of a notebook's or a script's text, however the text came about."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from bpteach.grading.reading.text import whole
from bpteach.grading.reading.unreadable import UnreadableError
from bpteach.grading.submission import Cell

__all__ = ["Content", "notebook", "script"]

_LONGEST = 1_000_000  # characters of a cell's source; nobody writes so much
_MOST = 5_000  # cells
_CELLS = re.compile(r'"cells"\s*:\s*\[')
_SPLIT = re.compile(r"^# ?(?:%%(?P<kind>[^\n]*)|In ?\[[ \d]*\]:[^\n]*)$", re.MULTILINE)
_NOT_CODE = re.compile(r"\[(?:markdown|md|raw)\]")


@dataclass(frozen=True)
class Content:
    """What a file holds.

    Parameters
    ----------
    cells : tuple of Cell
        Its code cells, from the top; empty ones are left out.
    metadata : dict
        The notebook's own.
    notes : tuple of str
        What a reader of the report should know.

    Examples
    --------
    >>> Content((Cell(1, "x = 1"),)).metadata
    {}
    """

    cells: tuple[Cell, ...]
    metadata: dict = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def notebook(text: str) -> Content:
    """Read a notebook's text. Outputs are not looked at: they may be large, and count nothing.

    Parameters
    ----------
    text : str
        JSON of nbformat 3 or 4, also one that breaks off.

    Returns
    -------
    Content
        Every code cell that can be read.

    Raises
    ------
    UnreadableError
        If there is none, or the notebook is for another language.

    Examples
    --------
    >>> text = '{"cells": [{"cell_type": "code", "source": ["x = 1"]}, {"cell_type": "co'
    >>> content = notebook(text)
    >>> content.cells, content.notes
    ((Cell(number=1, source='x = 1'),), ('the file breaks off after cell 1',))
    """
    found, notes = _parsed(text)
    metadata = found.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    listed = _listed(found)
    if listed is None:
        raise UnreadableError("it is JSON, but not a notebook's: it has no cells")
    cells, odd = _code(listed[:_MOST])
    notes += [f"cell {n} could not be read" for n in odd[:5]]
    if len(listed) > _MOST:
        notes.append(f"only the first {_MOST:,} of {len(listed):,} cells were read")
    language = _language(metadata)
    if language and not language.startswith("python"):
        notes.append(f"its kernel is for {language}")
    return Content(cells, metadata, tuple(notes))


def script(text: str) -> Content:
    r"""Read a Python script: one that was exported from a notebook, or one that was written.

    Parameters
    ----------
    text : str
        The script; ``# %%`` and ``# In[3]:`` begin a cell.

    Returns
    -------
    Content
        Its cells; one, if nothing divides it.

    Examples
    --------
    >>> script("x = 1\n# %% [markdown]\n# words\n# %%\ny = 2").cells
    (Cell(number=1, source='x = 1\n'), Cell(number=3, source='\ny = 2'))
    """
    marks = [*_SPLIT.finditer(text)][:_MOST]
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    pieces = [(text[: marks[0].start()] if marks else text, "")]
    pieces += [
        (text[mark.end() : end], mark["kind"] or "")
        for mark, end in zip(marks, ends, strict=bool(marks))
    ]
    cells = [
        Cell(n, whole(piece)[:_LONGEST])
        for n, (piece, kind) in enumerate(pieces, 1)
        if piece.strip() and not _NOT_CODE.search(kind)
    ]
    return Content(tuple(cells), {}, ("a script, not a notebook",))


def _parsed(text: str) -> tuple[dict, list[str]]:
    """Parse a notebook; where it cannot be parsed as a whole, its cells one by one."""
    try:
        found = _DECODER.decode(text.strip("\ufeff\0 \t\r\n"))
    except (ValueError, RecursionError) as error:
        cells = _salvaged(text)
        if not cells:
            line = getattr(error, "lineno", 1)
            words = f"its text is no JSON from line {line} on, and no whole cell precedes it"
            raise UnreadableError(words) from None
        return {"cells": cells}, [f"the file breaks off after cell {len(cells)}"]
    if not isinstance(found, dict):
        raise UnreadableError("it is JSON, but not a notebook's")
    return found, []


def _salvaged(text: str) -> list:
    """Take the cells that stand whole before the place where the text breaks off."""
    start = _CELLS.search(text)
    if not start:
        return []
    cells, at = [], start.end()
    while len(cells) < _MOST:
        at = _AFTER.match(text, at).end()
        try:
            cell, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        cells.append(cell)
    return cells


_AFTER = re.compile(r"[\s,]*")
# Python refuses to read numbers of thousands of digits; here they only must not stop anything
_DECODER = json.JSONDecoder(parse_int=lambda digits: int(digits) if len(digits) < 100 else 0)


def _listed(found: dict) -> list | None:
    """List a notebook's cells: nbformat 4 has them, nbformat 3 its worksheets."""
    if isinstance(found.get("cells"), list):
        return found["cells"]
    sheets = found.get("worksheets")
    if not isinstance(sheets, list):
        return None
    parts = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for part in parts if isinstance(part, list) for cell in part]


def _code(listed: list) -> tuple[tuple[Cell, ...], list[int]]:
    cells, odd = [], []
    for n, cell in enumerate(listed, 1):
        if not isinstance(cell, dict):
            odd.append(n)
            continue
        if cell.get("cell_type") != "code":
            continue
        source = _source(cell.get("source", cell.get("input", "")))
        if source is None or len(source) > _LONGEST:
            odd.append(n)
        elif source.strip():
            cells.append(Cell(n, whole(source)))
    return tuple(cells), odd


def _source(lines) -> str | None:
    if isinstance(lines, str):
        return lines
    if isinstance(lines, list) and all(isinstance(line, str) for line in lines):
        return "".join(lines)
    return None


def _language(metadata: dict) -> str:
    names = []
    for where, key in (("kernelspec", "language"), ("language_info", "name")):
        part = metadata.get(where)
        name = part.get(key) if isinstance(part, dict) else None
        names.append(name if isinstance(name, str) else "")
    return whole(names[0] or names[1])[:40].lower()
