"""Where the derivative of a linear layer by its weights can be non-zero."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Rectangle

from bpteach.plots.marks import MARGIN, board, cells, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.sizes import layer_size
from bpteach.plots.style import TEXT, WIDTH, theme_named
from bpteach.plots.words import lowered, plain

__all__ = ["pattern", "sparsity"]

_MOST_ROWS, _MOST_COLUMNS = 24, 6
_CELL = (0.46, 0.27)  # inches
_TABLE = MARGIN + 1.1  # inches from the left
_BARS = (10, 100, 1000)


def pattern(n: int, m: int) -> np.ndarray:
    """Give the place of each input in ∂z/∂vec(W), the tensor unfolded.

    Parameters
    ----------
    n, m : int
        Outputs and inputs of the layer.

    Returns
    -------
    ndarray of int, shape (nm, n)
        ``j + 1`` where the entry is a_j, and 0 for a structural zero. Column convention; the
        rows are W's entries column after column, as vec stacks them.

    Examples
    --------
    >>> pattern(2, 2)
    array([[1, 0],
           [0, 1],
           [2, 0],
           [0, 2]])
    """
    return np.kron(np.arange(1, m + 1)[:, None], np.eye(n, dtype=int))


def sparsity(n: int, m: int, *, theme: str = "light") -> Picture:
    """Draw which numbers of ∂z/∂W can be non-zero, and how few that are in a wide layer.

    Parameters
    ----------
    n, m : int
        Outputs and inputs of the layer: n is at most 6, n·m at most 24.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        Left, the tensor unfolded to nm×n; right, the share that can be non-zero.

    Raises
    ------
    ValueError
        If the sizes make no layer or one too large to draw, or the theme is unknown.

    Notes
    -----
    Row (i, j), column k holds ∂z_k/∂W_ij, which is a_j where i = k: one number in n.

    References
    ----------
    Course notes, "Linear layer".

    Examples
    --------
    >>> sparsity(3, 4).takeaway
    'Of the 36 numbers in ∂z/∂W of a 3×4 layer, 12 can be non-zero: 1 in n'
    """
    n, m = layer_size(n, m)
    _require_small(n, m)
    picture = Picture(
        takeaway=f"Of the {n * m * n} numbers in ∂z/∂W of a {n}×{m} layer, "
        f"{n * m} can be non-zero: 1 in n",
        alt=_finding(n, m),
        data={"pattern": pattern(n, m), "shares": {size: 1 / size for size in (n, *_BARS)}},
        theme=theme_named(theme),
        size=(WIDTH, max(n * m * _CELL[1] + 1.75, 3.9)),
    )
    with picture.theme.applied():
        title(picture)
        _draw_pattern(picture, n, m)
        _draw_shares(picture, n, m)
    return picture


def _require_small(n: int, m: int) -> None:
    if n > _MOST_COLUMNS or n * m > _MOST_ROWS:
        raise ValueError(
            f"sparsity({n}, {m}) would draw a table of {n * m:,} by {n:,}\n"
            f"  it draws n up to {_MOST_COLUMNS} and n·m up to {_MOST_ROWS}; "
            "the pattern is the same at every size\n"
            f"  write sparsity(3, 4) for the pattern, memory_bar({n}, {m}) for the size"
        )


def _finding(n: int, m: int) -> str:
    shares = ", ".join(f"{plain(100 / size)} % at n = {size}" for size in _BARS)
    return (
        f"The tensor ∂z/∂W of a layer with {n} outputs and {m} inputs, unfolded to "
        f"{n * m}×{n} in the column convention, rows in vec order. {m} blocks lie below each "
        f"other, and block j is a_j times the identity: {n * m} of {n * m * n} numbers can be "
        f"non-zero, 1 in {n}. Larger layers are emptier: {shares}."
    )


def _draw_pattern(picture: Picture, n: int, m: int) -> None:
    places, ax = pattern(n, m), board(picture)
    top = picture.get_figheight() - 1.32
    texts = [["·" if j == 0 else f"a{lowered(j)}" for j in row] for row in places]
    values = np.where(places > 0, 1.0, np.nan)
    cells(ax, (_TABLE, top), _CELL, texts, values, largest=1.0)
    note(picture, MARGIN, top + 0.5, "∂z/∂vec(W)", size=TEXT, weight="bold")
    for k in range(n):
        note(picture, _TABLE + (k + 0.5) * _CELL[0], top + 0.14, f"z{lowered(k + 1)}", ha="center")
    for row in range(n * m):
        y, index = top - (row + 0.5) * _CELL[1], lowered(row % n + 1, row // n + 1)
        note(picture, _TABLE - 0.1, y, f"W{index}", ha="right")
    for j in range(m):
        _draw_block(picture, ax, top, n, j)


def _draw_block(picture: Picture, ax, top: float, n: int, j: int) -> None:
    """Frame one block, and write what it is a multiple of."""
    high, value = n * _CELL[1], picture.theme.value.color
    bottom = top - (j + 1) * high
    ax.add_patch(
        Rectangle((_TABLE, bottom), n * _CELL[0], high, fill=False, edgecolor=value, linewidth=2)
    )
    note(picture, MARGIN, bottom + high / 2, f"a{lowered(j + 1)} I", color=value, size=TEXT)


def _draw_shares(picture: Picture, n: int, m: int) -> None:
    left = _TABLE + n * _CELL[0] + 0.6
    top = picture.get_figheight() - 0.82
    note(picture, left, top, "share that can be non-zero", size=TEXT, weight="bold")
    for number, size in enumerate((n, *_BARS)):
        _draw_share(picture, left, top - 0.38 - 0.36 * number, size)
    words = (
        f"the table is {n * m}×{n}, in the column convention\n"
        "its rows are W column after column, as vec stacks them\n"
        f"block j is aⱼ I, the input times the {n}×{n} identity: a ⊗ I\n"
        "· structural zero: zₖ sees only row k of W"
    )
    note(picture, left, top - 1.9, words, va="top", linespacing=1.6)


def _draw_share(picture: Picture, left: float, y: float, size: int) -> None:
    theme, ax = picture.theme, picture.axes[0]
    start, whole = left + 0.85, picture.get_figwidth() - MARGIN - 0.75 - (left + 0.85)
    for width, color in ((whole, theme.card), (whole / size, theme.value.color)):
        ax.add_patch(Rectangle((start, y - 0.1), width, 0.2, facecolor=color, edgecolor="none"))
    ax.add_patch(
        Rectangle((start, y - 0.1), whole, 0.2, fill=False, edgecolor=theme.rule, linewidth=0.9)
    )
    note(picture, left, y, f"n = {size}")
    note(picture, start + whole + 0.1, y, f"{plain(100 / size)} %")
