"""A column on the left, a row on top, and a table of what their numbers give in pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from bpteach.display.numerals import formatter
from bpteach.layout import ShapeError, shape_words
from bpteach.plots.marks import board, cells
from bpteach.plots.picture import Picture

__all__ = ["Pairs", "short_column"]

_LARGEST = 5  # so that every number can be read
_HIGH, _GAP = 0.34, 0.09  # inches: a cell's height, and from the column and the row to the table


def short_column(array, name: str, caller: str) -> np.ndarray:
    """Read a column that is short enough to be drawn with its numbers.

    Parameters
    ----------
    array : array_like of float
        What was given.
    name, caller : str
        What to call it, and who asks.

    Returns
    -------
    ndarray of float64, shape (k, 1)
        A copy.

    Raises
    ------
    ShapeError
        If it is no column, or has no numbers or too many.
    ValueError
        If a number is not finite.

    Examples
    --------
    >>> short_column([[1], [2]], "u", "outer_product")
    array([[1.],
           [2.]])
    """
    array = np.array(array, dtype=np.float64)
    if array.ndim != 2 or array.shape[1] != 1 or not 1 <= len(array) <= _LARGEST:
        raise ShapeError(
            f"{caller} cannot draw {name}: it is {shape_words(array.shape)}\n"
            f"  it needs a column with 1 to {_LARGEST} numbers, so that every one can be read\n"
            f"  write {name}.reshape(-1, 1) if it is 1-D, {name}[:{_LARGEST}] if it is longer"
        )
    if not np.isfinite(array).all():
        raise ValueError(
            f"{caller} cannot draw {name}: it holds nan or inf\n  write finite numbers"
        )
    return array


@dataclass(frozen=True)
class Pairs:
    """Where a table of pairs stands on a picture, in inches.

    Parameters
    ----------
    column, row, table : ndarray of float64, shapes (k, 1), (1, l), (k, l)
        What stands on the left, on top, and in the table.
    left, top : float
        Upper left corner of the table.
    wide : float
        Width of a cell.

    Examples
    --------
    >>> u, v = np.array([[1.0], [2.0]]), np.array([[3.0, 4.0, 5.0]])
    >>> Pairs.at(u, v, u * v, left=1.0, top=2.0).wide
    0.56
    """

    column: np.ndarray
    row: np.ndarray
    table: np.ndarray
    left: float
    top: float
    wide: float

    @classmethod
    def at(cls, column, row, table, *, left: float, top: float) -> Pairs:
        """Plan a table whose cells are wide enough for its numbers.

        Parameters
        ----------
        column, row, table : ndarray of float64, shapes (k, 1), (1, l), (k, l)
            What stands on the left, on top, and in the table.
        left, top : float
            Upper left corner of the table, in inches.

        Returns
        -------
        Pairs
            The plan.
        """
        plan = cls(column, row, table, left, top, 0.0)
        widest = max(len(text) for part in plan._texts() for line in part for text in line)
        return cls(column, row, table, left, top, max(0.56, 0.12 + 0.082 * widest))

    @property
    def right(self) -> float:
        """Where the table ends."""
        return self.left + self.wide * self.table.shape[1]

    @property
    def bottom(self) -> float:
        """Where the table ends."""
        return self.top - _HIGH * self.table.shape[0]

    @property
    def start(self) -> float:
        """Where the column begins, on the left."""
        return self.left - _GAP - self.wide

    @property
    def crown(self) -> float:
        """Where the row ends, at the top."""
        return self.top + _GAP + _HIGH

    def corner(self, i: int, j: int) -> tuple[float, float]:
        """Give the lower left corner of a cell.

        Parameters
        ----------
        i, j : int
            Row and column, from 0.

        Returns
        -------
        tuple of float
            In inches.
        """
        return self.left + j * self.wide, self.top - (i + 1) * _HIGH

    @property
    def cell(self) -> tuple[float, float]:
        """Width and height of a cell."""
        return self.wide, _HIGH

    def draw(self, picture: Picture) -> Axes:
        """Draw column, row and table.

        Parameters
        ----------
        picture : Picture
            What to draw on.

        Returns
        -------
        Axes
            A board that counts in inches, for more marks.
        """
        ax, parts = board(picture), (self.column, self.row, self.table)
        largest = float(max(np.abs(part).max() for part in parts))
        places = (self.start, self.top), (self.left, self.crown), (self.left, self.top)
        for place, part, texts in zip(places, parts, self._texts(), strict=True):
            cells(ax, place, self.cell, texts, part, largest)
        return ax

    def _texts(self) -> list[list[list[str]]]:
        parts = self.column, self.row, self.table
        text = formatter(np.concatenate([part.ravel() for part in parts]))
        return [[[text(number) for number in line] for line in part] for part in parts]
