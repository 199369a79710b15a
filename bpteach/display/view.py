"""What of a table is shown: which rows, columns and slices. All three forms draw this."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import product

import numpy as np

from bpteach.display import words
from bpteach.display.names import Axis, entry, label, places
from bpteach.display.numerals import formatter
from bpteach.layout import Layout

__all__ = ["Cell", "Face", "View", "look"]

_MOST, _EDGE = 12, 5  # a longer axis shows its first 5 and its last 5
_MOST_SLICED, _EDGE_SLICED = 8, 3  # less where several slices are shown
_MOST_SLICES = 5


@dataclass(frozen=True)
class Cell:
    """One place of a face: a number, a structural zero, or part of an ellipsis.

    Parameters
    ----------
    text : str
        What is shown.
    value : float, optional
        The number, None where there is none.
    name : str
        The entry's symbol, ``"dz2_da1"``; empty in an ellipsis.
    """

    text: str
    value: float | None = None
    name: str = ""


@dataclass(frozen=True)
class Face:
    """One rectangle of cells: the whole table, or one slice of it.

    Parameters
    ----------
    symbol : str
        ``"dz2_dW"`` for a slice.
    where : str
        Which slice it is, where the symbol does not say it.
    sizes : tuple of int
        Rows and columns in full, also where fewer are shown.
    row_names, column_names : tuple of str
        One header a shown row and column; an ellipsis has its sign.
    hidden : tuple of int
        How many rows and how many columns the ellipses stand for.
    cells : tuple of tuple of Cell
        Row by row.
    """

    symbol: str
    where: str
    sizes: tuple[int, int]
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]
    hidden: tuple[int, int]
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class View:
    """All that a form needs in order to draw a table.

    Parameters
    ----------
    symbol : str
        ``"dz_da"``.
    size : str
        ``"3×4"``.
    layout : Layout or None
        The convention, None for a plain array.
    reading : str
        What rows and columns are.
    faces : tuple of Face
        One, or the slices shown; none where an axis has size 0.
    remarks : tuple of str
        Lines under the table.
    largest : float
        The largest finite magnitude shown.
    """

    symbol: str
    size: str
    layout: Layout | None
    reading: str
    faces: tuple[Face, ...]
    remarks: tuple[str, ...]
    largest: float

    @property
    def badge(self) -> str:
        """The convention in words; empty for a plain array."""
        return self.layout.badge if self.layout else ""

    @property
    def is_sliced(self) -> bool:
        """Whether there are several faces, each in need of a title."""
        return len(self.faces) > 1

    @property
    def width(self) -> int:
        """The length of the longest cell, at least 3: one width for all columns."""
        lines = (line for face in self.faces for line in face.cells)
        return max([3, *(len(cell.text) for line in lines for cell in line)])


def look(table) -> View:
    """Choose what of a table is shown, and take only that.

    Parameters
    ----------
    table : Table
        Any size: its `take` is called once, with the shown indices.

    Returns
    -------
    View
        At most 144 entries of a matrix, or five slices of 64.
    """
    size = "×".join(str(axis.size) for axis in table.axes)
    table = _stood_up(table) if len(table.axes) == 1 else table
    view = partial(View, table.symbol, size, table.layout, words.reading(table))
    if not all(axis.size for axis in table.axes):
        return view((), words.remarks(words.empty(table.axes), table.note), 0.0)
    part = _Part(table)
    faces = part.faces()
    remarks = words.remarks(
        words.more_slices(table, len(faces)),
        words.legend(part.structural),
        table.note,
        words.summary(table.axes, part.numbers, part.structural.size),
    )
    finite = part.numbers[np.isfinite(part.numbers)]
    return view(faces, remarks, float(np.max(np.abs(finite), initial=0.0)))


def _stood_up(table):
    """Give a table of one axis a second one, so that it is drawn as a column."""
    axis, take = table.axes[0], table.take
    axes = (axis, Axis(axis.letter, 1))
    return replace(table, axes=axes, take=lambda i, _: [one[:, None] for one in take(i)])


class _Part:
    """The shown part of a table, addressed by the table's own indices."""

    def __init__(self, table):
        self.table = table
        self.places = places(table.layout, table.axes)
        self.shown = _shown(table.axes, self.places)
        kept = [[index for index in line if index is not None] for line in self.shown]
        self.order = [{index: k for k, index in enumerate(line)} for line in kept]
        values, structural = table.take(*(np.array(line, dtype=np.intp) for line in kept))
        self.values = np.asarray(values, dtype=np.float64)
        self.structural = np.asarray(structural, dtype=bool)
        self.numbers = self.values[~self.structural]
        self.short = formatter(self.numbers)

    def faces(self) -> tuple[Face, ...]:
        lines = [
            line if place == "slice" else [None]
            for line, place in zip(self.shown, self.places, strict=True)
        ]
        return tuple(self._face(list(index)) for index in product(*lines))

    def _face(self, index):
        row, column = self.places.index("row"), self.places.index("column")
        axes, rows, columns = self.table.axes, self.shown[row], self.shown[column]
        return Face(
            symbol=self._name(index),
            where=words.where(axes, index),
            sizes=(axes[row].size, axes[column].size),
            row_names=tuple("⋮" if i is None else label(axes[row], i) for i in rows),
            column_names=tuple("⋯" if j is None else label(axes[column], j) for j in columns),
            hidden=tuple(axes[k].size - len(self.order[k]) for k in (row, column)),
            cells=tuple(
                tuple(self._cell({row: i, column: j}, index) for j in columns) for i in rows
            ),
        )

    def _cell(self, here, index):
        i, j = here.values()
        if i is None or j is None:
            return Cell("⋯" if i is not None else "⋮" if j is not None else "⋱")
        index = [here.get(position, k) for position, k in enumerate(index)]
        at = tuple(order[k] for order, k in zip(self.order, index, strict=True))
        if self.structural[at]:
            return Cell("·", name=self._name(index))
        value = float(self.values[at])
        return Cell(self.short(value), value, self._name(index))

    def _name(self, index):
        return entry(self.table.symbol, self.table.layout, self.table.axes, index)


def _shown(axes, places):
    """For each axis the indices that are shown; None stands for an ellipsis."""
    most, edge = (_MOST, _EDGE) if len(axes) == 2 else (_MOST_SLICED, _EDGE_SLICED)
    left, shown = _MOST_SLICES, []
    for axis, place in reversed(list(zip(axes, places, strict=True))):
        if place == "slice":
            shown.append(list(range(min(axis.size, left))))
            left //= len(shown[-1])
        elif axis.size <= most:
            shown.append(list(range(axis.size)))
        else:
            shown.append([*range(edge), None, *range(axis.size - edge, axis.size)])
    return shown[::-1]
