"""The broadcasting accident: a column and a 1-D array give a table that nobody asked for."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Rectangle

from bpteach.layout import ShapeError
from bpteach.plots.marks import MARGIN, note, title
from bpteach.plots.pairs import Pairs, short_column
from bpteach.plots.picture import Picture
from bpteach.plots.style import TEXT, WIDTH, theme_named
from bpteach.plots.words import memory

__all__ = ["appetite", "broadcast_accident"]

_HEAD, _FOOT = 1.46, 0.68  # inches over and under the table
_LEFT = 1.5  # inches left of the table
_COUNTS = (1000, 10_000, 100_000)


def appetite(count: int) -> dict[str, int]:
    """Count the bytes of the difference that was meant, and of the one by accident, in float64.

    Parameters
    ----------
    count : int
        How many numbers each of the two arrays holds.

    Returns
    -------
    dict of str to int
        ``"meant"``, a column; ``"got"``, a square table.

    Examples
    --------
    >>> appetite(1000)
    {'meant': 8000, 'got': 8000000}
    """
    number = np.dtype(np.float64).itemsize
    return {"meant": number * count, "got": number * count * count}


def broadcast_accident(column, flat, *, theme: str = "light") -> Picture:
    """Draw ``column - flat``, where one is a column and the other 1-D, both of one length.

    Parameters
    ----------
    column : array_like of float, shape (N, 1)
        At most five numbers.
    flat : array_like of float, shape (N,)
        As many, 1-D: broadcasting takes them as a row.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        The N×N table, with the N differences that were meant in a frame, and what it takes in
        memory.

    Raises
    ------
    ShapeError
        If `column` is no short column, or `flat` is not 1-D with as many numbers.
    ValueError
        If a number is not finite, or the theme is unknown.

    Examples
    --------
    >>> broadcast_accident([[3.0], [5.0]], [3.0, 5.0]).takeaway
    'A column (2, 1) minus a 1-D array (2,) is a table: 2 numbers were meant, 4 came'
    """
    caller = "broadcast_accident"
    column = short_column(column, "column", caller)
    count, flat = len(column), np.array(flat, dtype=np.float64)
    if flat.shape != (count,):
        raise ShapeError(
            f"{caller} needs a 1-D array with as many numbers as the column\n"
            f"  the column is {column.shape}, the other array is {flat.shape}\n"
            "  write flat.ravel() if it is a column: as a column it causes no accident"
        )
    row = short_column(flat[:, None], "flat", caller).T
    table = column - row
    picture = Picture(
        takeaway=f"A column ({count}, 1) minus a 1-D array ({count},) is a table: "
        f"{count} numbers were meant, {count**2} came",
        alt=_finding(table),
        data={"column": column, "flat": flat, "table": table}
        | {"bytes": {many: appetite(many) for many in _COUNTS}},
        theme=theme_named(theme),
        size=(WIDTH, _HEAD + 0.34 * count + _FOOT),
    )
    with picture.theme.applied():
        _draw(picture, Pairs.at(column, row, table, left=_LEFT, top=_HEAD))
    return picture


def _finding(table: np.ndarray) -> str:
    count = len(table)
    zeros = " All numbers on it are 0." if not np.diag(table).any() else ""
    sizes = "; ".join(
        f"{many:,} numbers minus {many:,}: {memory(appetite(many)['meant'])} meant, "
        f"{memory(appetite(many)['got'])} by accident"
        for many in _COUNTS
    )
    return (
        f"A column of {count} numbers stands on the left, the 1-D array lies on top as a row, and "
        f"the difference is a table of {count}×{count}: every number of the one minus every "
        f"number of the other. Only the diagonal, {count} of {count**2} numbers, was meant."
        f"{zeros} Memory in float64: {sizes}."
    )


def _draw(picture: Picture, plan: Pairs) -> None:
    title(picture)
    top = picture.get_figheight() - _HEAD
    pairs = Pairs.at(plan.column, plan.row, plan.table, left=_LEFT, top=top)
    ax = pairs.draw(picture)
    _diagonal(picture, ax, pairs)
    _names(picture, pairs)
    _sizes(picture, max(pairs.right + 0.75, 5.0), pairs.crown)


def _diagonal(picture: Picture, ax, pairs: Pairs) -> None:
    role, (wide, high) = picture.theme.match, pairs.cell
    for i in range(len(pairs.table)):
        frame = Rectangle(pairs.corner(i, i), wide, high, fill=False)
        ax.add_patch(frame)
        frame.set(edgecolor=role.color, linewidth=2.4, zorder=3)
    count, y = len(pairs.table), MARGIN + 0.08
    meant = f"✓  meant: these {count}" if count > 1 else "✓  one number: no harm is done here"
    note(picture, pairs.start, y, meant, color=role.color, size=TEXT)
    if count > 1:
        words = f"⚠  the other {count * (count - 1)} came by broadcasting"
        note(picture, pairs.left + 1.1, y, words, color=picture.theme.aux.color, size=TEXT)


def _names(picture: Picture, pairs: Pairs) -> None:
    color, (_, high) = picture.theme.value.color, pairs.cell
    count, middle = len(pairs.table), (pairs.top + pairs.bottom) / 2
    style = {"color": color, "linespacing": 1.4}
    note(picture, pairs.start - 0.12, middle, f"column\n({count}, 1)", ha="right", **style)
    words = f"1-D ({count},), taken as a row"
    note(picture, pairs.left, pairs.crown + 0.16, words, **style)
    note(picture, pairs.left - 0.12, pairs.crown - high / 2, "−", size=TEXT, ha="right", **style)


def _sizes(picture: Picture, left: float, top: float) -> None:
    theme = picture.theme
    note(picture, left, top - 0.1, "memory in float64", size=TEXT, weight="bold")
    heads = ("N", theme.ink.color), ("✓ meant", theme.match.color), ("⚠ came", theme.aux.color)
    ends = left + 0.75, left + 1.85, left + 2.95
    for end, (words, color) in zip(ends, heads, strict=True):
        note(picture, end, top - 0.42, words, color=color, ha="right")
    for number, count in enumerate(_COUNTS):
        y, size = top - 0.72 - 0.28 * number, appetite(count)
        row = f"{count:,}", memory(size["meant"]), memory(size["got"])
        for end, words in zip(ends, row, strict=True):
            note(picture, end, y, words, ha="right")
