"""The outer product as a grid: every number of a column meets every number of a row."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Rectangle

from bpteach.display.numerals import formatter
from bpteach.plots.marks import MARGIN, note, title
from bpteach.plots.pairs import Pairs, short_column
from bpteach.plots.picture import Picture
from bpteach.plots.style import TEXT, WIDTH, theme_named
from bpteach.plots.words import lowered

__all__ = ["outer_product"]

_HEAD, _FOOT = 1.22, 0.66  # inches over and under the table
_LEFT = 1.45  # inches left of the table


def outer_product(u, v, *, theme: str = "light") -> Picture:
    """Draw ``u vᵀ`` with u standing on the left and vᵀ lying on top.

    Parameters
    ----------
    u : array_like of float, shape (k, 1)
        A column of at most five numbers.
    v : array_like of float, shape (l, 1)
        Another one; it lies on top as the row vᵀ.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        The table of all products, with what each row and one entry are made of.

    Raises
    ------
    ShapeError
        If `u` or `v` is not a short column.
    ValueError
        If a number is not finite, or the theme is unknown.

    Notes
    -----
    Entry (i, j) is u_i v_j. Nothing is summed, so u and v may have any two lengths.

    References
    ----------
    Course notes, "Chain rule and linear algebra".

    Examples
    --------
    >>> outer_product([[1.0], [2.0]], [[3.0], [0.0], [5.0]]).takeaway
    'u vᵀ is 2×3: every number of u meets every number of v, and nothing is summed'
    """
    u, v = short_column(u, "u", "outer_product"), short_column(v, "v", "outer_product")
    k, l = len(u), len(v)  # noqa: E741
    picture = Picture(
        takeaway=f"u vᵀ is {k}×{l}: every number of u meets every number of v, "
        "and nothing is summed",
        alt=_finding(u, v),
        data={"u": u, "v": v, "outer": u * v.T},
        theme=theme_named(theme),
        size=(WIDTH, _HEAD + 0.34 * k + _FOOT),
    )
    with picture.theme.applied():
        title(picture)
        top = picture.get_figheight() - _HEAD
        pairs = Pairs.at(u, v.T, u * v.T, left=_LEFT, top=top)
        ax = pairs.draw(picture)
        _names(picture, pairs)
        _one_entry(picture, ax, pairs)
        _rows(picture, pairs)
    return picture


def _finding(u, v) -> str:
    k, l = len(u), len(v)  # noqa: E741
    text = formatter(np.concatenate([u.ravel(), v.ravel()]))
    rows = ", ".join(f"{text(one)} times vᵀ" for one in u.ravel())
    return (
        f"The outer product u vᵀ as a grid of {k} rows and {l} columns. u stands on the left, vᵀ "
        f"lies on top, and the cell in row i and column j holds u_i times v_j: {k * l} products "
        f"of two numbers, none of them summed. From top to bottom the rows are {rows}: "
        "each row is a multiple of the same vᵀ."
    )


def _names(picture: Picture, pairs: Pairs) -> None:
    color, (_, high) = picture.theme.value.color, pairs.cell
    style = {"size": TEXT, "weight": "bold", "color": color}
    middle = (pairs.top + pairs.bottom) / 2
    note(picture, pairs.start - 0.12, middle, f"u\n{len(pairs.column)}×1", ha="right", **style)
    row = pairs.crown - high / 2
    words = f"vᵀ  1×{pairs.row.shape[1]}"
    note(picture, pairs.right + 0.14, row, words, **style)


def _one_entry(picture: Picture, ax, pairs: Pairs) -> None:
    """Frame one entry and the two numbers that it is made of."""
    k, l = pairs.table.shape  # noqa: E741
    i, j = min(1, k - 1), min(2, l - 1)
    (wide, high), (x, y) = pairs.cell, pairs.corner(i, j)
    role = picture.theme.ink
    for corner in ((x, y), (pairs.start, y), (x, pairs.crown - high)):
        ax.add_patch(Rectangle(corner, wide, high, fill=False, edgecolor=role.color, linewidth=2))
    text = formatter(np.concatenate([pairs.column.ravel(), pairs.row.ravel(), pairs.table.ravel()]))
    one, two, both = pairs.column[i, 0], pairs.row[0, j], pairs.table[i, j]
    index = lowered(i + 1), lowered(j + 1)
    words = (
        f"row {i + 1}, column {j + 1}:  u{index[0]} v{index[1]} = "
        f"{_guarded(text(one))} · {_guarded(text(two))} = {text(both)}"
    )
    note(picture, pairs.start, MARGIN + 0.06, words, size=TEXT)


def _guarded(number: str) -> str:
    return f"({number})" if number.startswith("−") else number


def _rows(picture: Picture, pairs: Pairs) -> None:
    text = formatter(pairs.column)
    (_, high), x = pairs.cell, pairs.right + 0.14
    for i, one in enumerate(pairs.column[:, 0]):
        y = pairs.top - (i + 0.5) * high
        note(picture, x, y, f"row {i + 1}  =  {_guarded(text(one))} · vᵀ")
    words = f"{pairs.table.size} products\nrows follow u, columns follow v"
    note(picture, x + 1.75, (pairs.top + pairs.bottom) / 2, words, linespacing=1.6)
