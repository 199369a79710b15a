"""The sentences around a table."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np

from bpteach.display.names import Axis, entry, places, pretty, roles
from bpteach.display.numerals import formatter

__all__ = ["empty", "legend", "more_slices", "reading", "remarks", "summary", "where"]

_SUMMARISE_OVER = 400
_SAMPLE = {"slice": 2, "row": 1, "column": 0}  # the entry that the reading line takes as example


def reading(table) -> str:
    """Say what rows and columns are, and name one entry as an example.

    Parameters
    ----------
    table : Table
        With two to four axes.

    Returns
    -------
    str
        ``"rows: a (wrt) · columns: z (of) · row 2, column 1 is ∂z1/∂a2"``; empty for a plain
        array, whose headers say it.
    """
    if table.layout is None:
        return ""
    axes, drawn = table.axes, places(table.layout, table.axes)
    lines = sorted(zip(drawn, axes, roles(table.layout, axes), strict=True), key=_in_reading_order)
    said = [_axis_words(*line) for line in lines if line[:1] != ("slice",) or line[1].size > 1]
    return " · ".join([*said, *_example(table, axes, drawn)])


def _in_reading_order(line):
    return list(_SAMPLE).index(line[0])


def _axis_words(place, axis, role):
    what = f"{axis.part} {'i' if axis.part == 'row' else 'j'} of " if axis.part else ""
    return f"{place if axis.size == 1 else place + 's'}: {what}{axis.letter} ({role})"


def _example(table, axes, drawn):
    if len(axes) > 3 or not all(axis.size for axis in axes):
        return []
    index = [min(_SAMPLE[place], axis.size - 1) for place, axis in zip(drawn, axes, strict=True)]
    at = {place: k + 1 for place, k, axis in zip(drawn, index, axes, strict=True) if axis.size > 1}
    spot = ", ".join(f"{place} {at[place]}" for place in _SAMPLE if place in at)
    return [f"{spot} is {pretty(entry(table.symbol, table.layout, axes, index))}"] if spot else []


def where(axes: Sequence[Axis], index: Sequence) -> str:
    """Say which slice this is, where only one axis of a matrix is sliced.

    Parameters
    ----------
    axes : sequence of Axis
        In the order of the array.
    index : sequence of int or None
        None where an axis is whole.

    Returns
    -------
    str
        ``"column 2 of W"``; empty where the slice's symbol has its index.

    Examples
    --------
    >>> where([Axis("a", 3), Axis("W", 4, "row"), Axis("W", 3, "column")], [None, None, 1])
    'column 2 of W'
    """
    sliced = [(axis, k) for axis, k in zip(axes, index, strict=True) if k is not None and axis.part]
    return " ".join(
        f"{axis.part} {k + 1} of {axis.letter}" for axis, k in sliced if len(sliced) == 1
    )


def more_slices(table, shown: int) -> str:
    """Say how many slices are left out.

    Parameters
    ----------
    table : Table
        With two to four axes.
    shown : int
        How many slices are drawn.

    Returns
    -------
    str
        ``"… and 4995 more slices"``, or nothing.
    """
    drawn = places(table.layout, table.axes)
    left = (
        prod(a.size for a, place in zip(table.axes, drawn, strict=True) if place == "slice") - shown
    )
    return f"… and {left} more slice{'s' if left > 1 else ''}" if left else ""


def legend(structural: np.ndarray) -> str:
    """Explain the dot, if there is one.

    Parameters
    ----------
    structural : ndarray of bool
        Where the shown entries are zero by structure.

    Returns
    -------
    str
        One line, or nothing.
    """
    return "· is 0 by structure" if structural.any() else ""


def summary(axes: Sequence[Axis], numbers: np.ndarray, shown: int) -> str:
    """Sum up a large table from the entries shown; the others are never computed.

    Parameters
    ----------
    axes : sequence of Axis
        In the order of the array.
    numbers : ndarray of float64, shape (k,)
        The shown entries that are not zero by structure.
    shown : int
        How many entries are shown, zeros by structure included.

    Returns
    -------
    str
        One line for a table of more than 400 entries, else nothing.
    """
    total = prod(axis.size for axis in axes)
    if total <= _SUMMARISE_OVER:
        return ""
    said, finite = f"{shown:,} of {total:,} entries shown", numbers[np.isfinite(numbers)]
    odd = f", {numbers.size - finite.size} of them nan or inf" if finite.size < numbers.size else ""
    if not finite.size:
        return said + (odd or ", all 0 by structure")
    ends = " to ".join(map(formatter(numbers), [finite.min(), finite.max()]))
    return f"{said}{odd}; the numbers among them run from {ends}"


def empty(axes: Sequence[Axis]) -> str:
    """Say why there is nothing to show.

    Parameters
    ----------
    axes : sequence of Axis
        At least one of size 0.

    Returns
    -------
    str
        One line.

    Examples
    --------
    >>> empty([Axis("a", 3), Axis("z", 0)])
    'no entries: z has size 0'
    """
    letters = dict.fromkeys(axis.letter for axis in axes if not axis.size)
    return "no entries: " + " and ".join(f"{letter} has size 0" for letter in letters)


def remarks(*lines: str) -> tuple[str, ...]:
    """Keep the lines that say something.

    Parameters
    ----------
    *lines : str
        Some may be empty.

    Returns
    -------
    tuple of str
        The others.
    """
    return tuple(line for line in lines if line)
