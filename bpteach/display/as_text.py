"""Tables as aligned text: for terminals, and for outputs that a test compares."""

from __future__ import annotations

from itertools import zip_longest
from textwrap import wrap

from bpteach.display.view import Face, View

__all__ = ["beside", "fits", "table"]

_WIDEST = 100


def table(view: View, *, brief: bool = False) -> str:
    """Write a view as lines of text.

    Parameters
    ----------
    view : View
        What is shown.
    brief : bool
        Shorten the badge and leave out the remarks, for a factor in a row of factors.

    Returns
    -------
    str
        Heading, numbers and remarks.
    """
    convention = view.layout.value if brief and view.layout else view.badge
    lines = ["  ".join(filter(None, [view.symbol, view.size, convention]))]
    if view.reading and any("=" in name for face in view.faces for name in face.row_names):
        lines += wrap(view.reading, _WIDEST)  # i and j do not say whose they are; z1 does
    for face in view.faces:
        title = " ".join(filter(None, [face.symbol, face.where and f"({face.where})"]))
        lines += [title] if view.is_sliced else []
        lines += _grid(face)
    remarks = [] if brief and view.faces else view.remarks
    return "\n".join([*lines, *(part for line in remarks for part in wrap(line, _WIDEST))])


def beside(blocks: list[str]) -> str:
    r"""Set blocks of text side by side.

    Parameters
    ----------
    blocks : list of str
        Each of one or more lines.

    Returns
    -------
    str
        As high as the highest block.

    Examples
    --------
    >>> print(beside(["a\nbb", "c"]))
    a    c
    bb
    """
    columns = [block.split("\n") for block in blocks]
    widths = [max(map(len, lines)) for lines in columns]
    rows = zip_longest(*columns, fillvalue="")
    padded = [[part.ljust(width) for part, width in zip(row, widths, strict=True)] for row in rows]
    return "\n".join("   ".join(row).rstrip() for row in padded)


def fits(text: str) -> bool:
    """Say whether every line is at most 100 characters wide.

    Parameters
    ----------
    text : str
        One or more lines.

    Returns
    -------
    bool
        False if a line is wider.
    """
    return max(map(len, text.split("\n"))) <= _WIDEST


def _grid(face: Face) -> list[str]:
    rows = [["", *face.column_names]]
    cells = zip(face.row_names, face.cells, strict=True)
    rows += [[name, *(cell.text for cell in line)] for name, line in cells]
    return _aligned(_narrowed(rows))


def _aligned(rows):
    first = max(len(row[0]) for row in rows)
    width = max(len(text) for row in rows for text in row[1:]) + 2
    return [
        "".join([row[0].ljust(first), *(text.rjust(width) for text in row[1:])]) for row in rows
    ]


def _narrowed(rows):
    """Leave out columns from the middle until the lines fit."""
    kept = rows
    for edge in range(min(5, len(rows[0]) // 2 - 1), 0, -1):
        if len(_aligned(kept)[0]) <= _WIDEST:
            break
        kept = [[*row[: edge + 1], _gap(row), *row[-edge:]] for row in rows]
    return kept


def _gap(row):
    return "⋱" if row[0] == "⋮" else "⋯"
