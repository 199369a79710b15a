"""One sum over paths, read as a matrix product in both conventions."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Rectangle

from bpteach.jacobian import Jacobian
from bpteach.layout import COLUMN, ROW, Layout
from bpteach.plots.links import Links, bracketed, linked
from bpteach.plots.marks import MARGIN, board, cells, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.style import TEXT, WIDTH, Role, theme_named
from bpteach.plots.words import lowered

__all__ = ["two_readings"]

_HIGH, _LABEL, _GAP = 0.33, 0.36, 0.44  # inches: a cell, row labels, beside a sign
_ABOVE, _BELOW = 1.0, 0.3  # inches: words over a table, room under it


def two_readings(
    inner: Jacobian, outer: Jacobian, *, entry: int = 1, theme: str = "light"
) -> Picture:
    """Draw ∂z/∂x as a product in both conventions, and mark how one entry comes about.

    Parameters
    ----------
    inner : Jacobian
        ∂y/∂x, in either convention; x and y have at most 3 entries.
    outer : Jacobian
        ∂z/∂y, the derivative of one number.
    entry : int
        The entry of x whose sum is marked, from 1.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        Above, the column convention; below, the row convention. All tables share one scale of
        colours.

    Raises
    ------
    ShapeError
        If the Jacobians do not meet, or do not lead from a short vector to one number.
    ValueError
        If there is no such entry, a number is not finite, or the theme is unknown.

    References
    ----------
    Course notes, "Chain rule and linear algebra", cases 1 and 2.

    Examples
    --------
    >>> import numpy as np
    >>> from bpteach import Dense, Variable
    >>> x, y, z = Variable("x", (3,)), Variable("y", (2,)), Variable("z", (1,))
    >>> dy_dx = Dense(np.array([[3.0, 0.0], [2.0, 1.0], [0.0, 5.0]]), of=y, wrt=x)
    >>> dz_dy = Dense(np.array([[-2.0], [6.0]]), of=z, wrt=y)
    >>> two_readings(dy_dx, dz_dy, entry=2).takeaway
    '∂z/∂x in two conventions: the same sums, laid out as 3×1 or as 1×3'
    """
    links = linked(inner, outer, entry, "two_readings")
    n, m = links.inner.shape
    picture = Picture(
        takeaway=f"∂{links.z}/∂{links.x} in two conventions: the same sums, "
        f"laid out as {n}×1 or as 1×{n}",
        alt=_finding(links),
        data=links.data(),
        theme=theme_named(theme),
        size=(WIDTH, 0.6 + 2 * (_ABOVE + _BELOW) + (n + max(m, 1)) * _HIGH),
    )
    with picture.theme.applied():
        _Sheet(picture, links).draw()
    return picture


def _spelled(links: Links, layout: Layout) -> str:
    """Write the chosen sum with its factors in the order in which the convention has them."""
    text = links.text()
    pairs = zip(links.inner[links.chosen], links.outer[:, 0], strict=True)
    terms = [(one, two) if layout is COLUMN else (two, one) for one, two in pairs]
    written = [f"{bracketed(text(one))} · {bracketed(text(two))}" for one, two in terms]
    return f"{' + '.join(written)} = {text(links.sums[links.chosen, 0])}"


def _finding(links: Links) -> str:
    n, m = links.inner.shape
    x, y, z, number = links.x, links.y, links.z, links.chosen + 1
    return (
        f"Two products with the same numbers. Column convention: ∂{y}/∂{x}, {n}×{m}, times "
        f"∂{z}/∂{y}, {m}×1, gives ∂{z}/∂{x}, {n}×1; entry {number} is row {number} times the "
        f"column: {_spelled(links, COLUMN)}. Row convention: ∂{z}/∂{y}, 1×{m}, times ∂{y}/∂{x}, "
        f"{m}×{n}, gives ∂{z}/∂{x}, 1×{n}; entry {number} is the row times column {number}: "
        f"{_spelled(links, ROW)}."
    )


class _Sheet:
    """A board with one product for each convention."""

    def __init__(self, picture: Picture, links: Links):
        self.picture, self.theme, self.ax = picture, picture.theme, board(picture)
        self.links, self.text = links, links.text()
        arrays = (links.inner, links.outer, links.sums)
        self.largest = float(max(np.max(np.abs(array)) for array in arrays))
        widest = max(len(self.text(v)) for array in arrays for v in array.ravel())
        self.wide = max(0.6, 0.12 + 0.085 * widest)

    def draw(self) -> None:
        title(self.picture)
        n, _ = self.links.inner.shape
        top = self.picture.get_figheight() - 0.6 - _ABOVE
        number = self.links.chosen + 1
        self._product(top, COLUMN, f"row {number} times the column")
        self._product(top - n * _HIGH - _BELOW - _ABOVE, ROW, f"the row times column {number}")

    def _product(self, top: float, layout: Layout, how: str) -> None:
        links, (n, m), j = self.links, self.links.inner.shape, self.links.chosen
        high = n if layout is COLUMN else m
        note(self.picture, MARGIN, top + 0.76, layout.badge, size=TEXT, weight="bold")
        words = f"{how}:  {_spelled(links, layout)}"
        note(self.picture, MARGIN + 2.3, top + 0.76, words, size=TEXT)
        x, y, z = self._labels(links.x, n), self._labels(links.y, m), [links.z]
        inner = (f"∂{links.y}/∂{links.x}", links.inner, x, y, (j, None))
        outer = (f"∂{links.z}/∂{links.y}", links.outer, y, z, (None, 0))
        whole = (f"∂{links.z}/∂{links.x}", links.sums, x, z, (j, 0))
        left = MARGIN
        tables = (inner, outer, whole) if layout is COLUMN else (outer, inner, whole)
        for sign, table in zip(("", "·", "="), tables, strict=True):
            if sign:
                note(
                    self.picture,
                    left + _GAP / 2,
                    top - high * _HIGH / 2,
                    sign,
                    size=16,
                    ha="center",
                )
                left += _GAP
            role = self.theme.gradient if table is whole else self.theme.value
            left = self._table(left, top, high, layout, table, role)

    def _labels(self, name: str, size: int) -> list[str]:
        return [f"{name}{lowered(number + 1)}" for number in range(size)]

    def _table(self, left, top, high: int, layout: Layout, table, role: Role) -> float:
        """Draw one table, centred on the product's line; give its right edge."""
        name, values, rows, columns, marked = table
        if layout is ROW:
            values, rows, columns, marked = values.T, columns, rows, marked[::-1]
        top -= (high - len(rows)) / 2 * _HIGH
        start = left + _LABEL
        texts = [[self.text(value) for value in row] for row in values]
        cells(self.ax, (start, top), (self.wide, _HIGH), texts, values, self.largest)
        note(self.picture, start, top + 0.4, name, size=TEXT, weight="bold")
        for number, label in enumerate(columns):
            x = start + (number + 0.5) * self.wide
            note(self.picture, x, top + 0.14, label, ha="center", color=self.theme.muted)
        for number, label in enumerate(rows):
            y = top - (number + 0.5) * _HIGH
            note(self.picture, start - 0.09, y, label, ha="right", color=self.theme.muted)
        self._frame(start, top, values.shape, marked, role)
        return start + self.wide * len(columns)

    def _frame(self, left: float, top: float, shape, marked, role: Role) -> None:
        """Frame the marked row, column or entry."""
        (row, column), (rows, columns) = marked, shape
        corner = (
            left + (0 if column is None else column) * self.wide,
            top - (rows if row is None else row + 1) * _HIGH,
        )
        size = (
            self.wide * (columns if column is None else 1),
            _HIGH * (rows if row is None else 1),
        )
        self.ax.add_patch(
            Rectangle(corner, *size, fill=False, edgecolor=role.color, linewidth=2.4, zorder=3)
        )
