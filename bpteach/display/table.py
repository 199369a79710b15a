"""A labelled table, and the plain array as one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from bpteach.display import as_html, as_latex, as_text
from bpteach.display.names import Axis, derivative
from bpteach.display.view import look
from bpteach.layout import ROW, Layout, LayoutError, ShapeError, shape_words

__all__ = ["Table", "array_table"]


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """A derivative, or a plain array, that shows its names, its shape and its convention.

    Parameters
    ----------
    symbol : str
        ``"dz_da"``, shown as ∂z/∂a in HTML and LaTeX; or the name of a plain array.
    layout : Layout or None
        The convention; None for a plain array.
    axes : tuple of Axis
        One to four, in the order of the array. With more than two we draw slices, one for
        each index of the variable that is derived.
    take : callable
        ``take(i0, i1, ...)``, with one integer index array an axis, returns the values there
        and a boolean array: True where an entry is zero by structure. Both have the shape
        ``(len(i0), len(i1), ...)``. Only the shown indices are asked for, so that a table of
        5000×5000×5000 entries costs nothing.
    note : str, optional
        One line under the table.

    Examples
    --------
    >>> from bpteach.layout import COLUMN
    >>> numbers = np.array([[0.5, 1.1], [-1.2, 0.2]])
    >>> def take(i, j):
    ...     return numbers[np.ix_(i, j)], np.zeros((len(i), len(j)), dtype=bool)
    >>> Table("dz_da", COLUMN, (Axis("a", 2), Axis("z", 2)), take)
    dz_da  2×2  column · denominator ↓
           z1     z2
    a1   0.50   1.10
    a2  −1.20   0.20
    """

    symbol: str
    layout: Layout | None
    axes: tuple[Axis, ...]
    take: Callable[..., tuple[np.ndarray, np.ndarray]]
    note: str = ""

    def text(self) -> str:
        """Write the table as aligned text.

        Returns
        -------
        str
            At most 100 characters wide, the same on every machine.
        """
        return as_text.table(look(self))

    def html(self) -> str:
        """Write the table as HTML that needs no style sheet and no script.

        Returns
        -------
        str
            One ``<figure>``, readable on light and dark pages and without its styles.
        """
        return as_html.table(look(self))

    def latex(self) -> str:
        """Write the table as a display formula.

        Returns
        -------
        str
            A ``bmatrix`` between ``$$``, with its size and its convention.
        """
        return as_latex.table(look(self))

    __repr__ = text
    _repr_html_ = html
    _repr_latex_ = latex


def array_table(name: str, array: np.ndarray, layout: Layout | None = None) -> Table:
    """Show a plain array with named rows and columns.

    Parameters
    ----------
    name : str
        The variable's name, ``"W"`` or ``"a"``, or a derivative's, ``"dL_dz"``. A capital is a
        matrix.
    array : ndarray, shape (n, m)
        A matrix, a column or a row.
    layout : Layout, optional
        The convention, where the array is a derivative.

    Returns
    -------
    Table
        Its headers are ``i=1``, ``j=1`` for a matrix and ``a1``, ``a2`` for a column or a row.

    Raises
    ------
    ShapeError
        If the array is not 2-D.
    LayoutError
        If `name` is the derivative of a vector by a vector and `layout` is missing.

    Examples
    --------
    >>> array_table("a", np.array([[1.0], [-2.0]]))
    a  2×1
         a
    a1   1
    a2  −2
    """
    array = np.asarray(array)
    if array.ndim != 2:
        raise ShapeError(
            f"cannot show {name} as a table with rows and columns\n"
            f"  {name}: {shape_words(array.shape)}\n"
            f"  write {name}.reshape(-1, 1) for a column, {name}.reshape(1, -1) for a row"
        )

    def take(i, j):
        return array[np.ix_(i, j)], np.zeros((len(i), len(j)), dtype=bool)

    return Table(name, layout, _axes_of(name, array.shape, layout), take)


def _axes_of(name, shape, layout):
    of, wrt = derivative(name) or (name, name)
    if 1 in shape:
        return tuple(Axis(of if size == 1 else wrt, size) for size in shape)
    if of == wrt or wrt[:1].isupper():
        axes = Axis(wrt, shape[0], "row"), Axis(wrt, shape[1], "column")
        swapped = replace(axes[1], size=shape[0]), replace(axes[0], size=shape[1])
        return swapped if of != wrt and layout is ROW else axes
    if layout is None:
        raise LayoutError(
            f"cannot name the rows of {name}: they are {wrt} in column convention and {of} in "
            f"row convention\n"
            f'  write array_table("{name}", {name}, COLUMN) or array_table("{name}", {name}, ROW)'
        )
    letters = (of, wrt) if layout is ROW else (wrt, of)
    return tuple(Axis(letter, size) for letter, size in zip(letters, shape, strict=True))
