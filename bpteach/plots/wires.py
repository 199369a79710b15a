"""Which output reads which input, as wires, and the Jacobians that they make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.patches import Rectangle

from bpteach.display.numerals import formatter
from bpteach.jacobian import Jacobian
from bpteach.layers import Linear, Sigmoid
from bpteach.layout import COLUMN, ROW
from bpteach.plots.marks import MARGIN, board, cells, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.style import TEXT, WIDTH, theme_named
from bpteach.plots.words import lowered

__all__ = ["wires"]

_MOST = 4
_CELL, _WIDEST = (0.5, 0.32), 2.25  # inches: a cell, and a table
_FROM, _TO = 0.75, 2.1  # inches: where the wires begin and end
_TABLES = (3.2, 6.1)  # inches: where the two conventions begin
_WORDS, _BELOW, _TOP = 0.78, 0.42, 0.62  # inches over and under a block, and for the title


def wires(layer, a, *, chosen: int = 2, theme: str = "light") -> Picture:
    """Draw a linear layer and the sigmoid after it as wires, beside their Jacobians.

    Parameters
    ----------
    layer : Linear
        The linear layer; n and m are at most 4.
    a : ndarray of float64, shape (m, 1)
        Its input.
    chosen : int
        Number of the input, from 1, whose wires are followed into the tables.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        Above z = W a + b, below s = σ(z). One line a layer: its wires, its Jacobian in the column
        convention, its Jacobian in the row convention.

    Raises
    ------
    ShapeError
        If `a` is not one column that fits the layer.
    ValueError
        If the layer is too large to draw, or `chosen` or `theme` makes no sense.

    References
    ----------
    Course notes, "Sigmoid": the n×n matrix, first with all its entries, then diagonal.

    Examples
    --------
    >>> layer = Linear([[1.0, 2.0], [0.0, -1.0], [4.0, 0.5]], np.zeros((3, 1)))
    >>> wires(layer, np.array([[0.5], [1.0]])).takeaway
    'No wire, no derivative: the sigmoid has 3 wires, so 6 of 9 entries are 0'
    """
    linear, sigmoid = _jacobians(layer, a)
    n, m = linear.of.size, linear.wrt.size
    if chosen not in range(1, min(n, m) + 1):
        raise ValueError(
            f"chosen={chosen!r} is no input of both layers\n"
            f"  write a whole number from 1 to {min(n, m)}"
        )
    blocks = _blocks(linear, sigmoid)
    picture = Picture(
        takeaway=f"No wire, no derivative: the sigmoid has {n} wires, "
        f"so {n * n - n} of {n * n} entries are 0",
        alt=_finding(n, m, chosen),
        data={
            "dz_da": linear.array.copy(),
            "ds_dz": sigmoid.array.copy(),
            "wires": {block.symbol: block.wires for block in blocks},
            "chosen": int(chosen),
        },
        theme=theme_named(theme),
        size=(WIDTH, _TOP + sum(block.height for block in blocks)),
    )
    with picture.theme.applied():
        _Sheet(picture, chosen).draw(blocks)
    return picture


def _jacobians(layer: Linear, a) -> tuple[Jacobian, Jacobian]:
    n, m = layer.W.shape
    if max(n, m) > _MOST:
        raise ValueError(
            f"wires draws layers of up to {_MOST} inputs and outputs, and W is {n}×{m}\n"
            "  the picture is the same at every size: take a smaller layer"
        )
    return layer.jacobian(a), Sigmoid().jacobian(layer(a))


@dataclass(frozen=True)
class _Block:
    """One layer: a line of the picture."""

    jacobian: Jacobian
    words: str

    @property
    def symbol(self) -> str:
        return self.jacobian.name

    @property
    def fraction(self) -> str:
        return f"∂{self.jacobian.of.name}/∂{self.jacobian.wrt.name}"

    @property
    def inputs(self) -> list[str]:
        return [self.jacobian.wrt.name + lowered(j + 1) for j in range(self.jacobian.wrt.size)]

    @property
    def outputs(self) -> list[str]:
        return [self.jacobian.of.name + lowered(i + 1) for i in range(self.jacobian.of.size)]

    @property
    def wires(self) -> list[tuple[int, int]]:
        """Input and output of each wire, from 1: where an entry is no structural zero."""
        size = self.jacobian.of.size
        if self.jacobian.nonzeros == size:
            return [(i + 1, i + 1) for i in range(size)]
        return [(j + 1, i + 1) for j in range(self.jacobian.wrt.size) for i in range(size)]

    @property
    def height(self) -> float:
        tallest = max(self.jacobian.wrt.size, self.jacobian.of.size)
        return _WORDS + tallest * _CELL[1] + _BELOW

    def values(self, layout) -> np.ndarray:
        """Entries in a convention; nan where there is no wire."""
        values = np.full((self.jacobian.wrt.size, self.jacobian.of.size), np.nan)
        for j, i in self.wires:
            values[j - 1, i - 1] = self.jacobian.array[j - 1, i - 1]
        return values if layout is COLUMN else values.T


def _blocks(linear: Jacobian, sigmoid: Jacobian) -> tuple[_Block, _Block]:
    return (
        _Block(linear, "linear, z = W a + b: every output reads every input"),
        _Block(sigmoid, "sigmoid, s = σ(z): output i reads input i, and no other"),
    )


def _finding(n: int, m: int, chosen: int) -> str:
    return (
        "Two layers as wires from inputs to outputs, each beside its Jacobian in both conventions. "
        f"Linear, z = W a + b: {n * m} wires, and all {n * m} entries of ∂z/∂a can differ from 0; "
        f"it is {m}×{n} in the column convention and {n}×{m} in the row convention. "
        f"Sigmoid, s = σ(z): {n} wires, and only the {n} entries on the diagonal of ∂s/∂z; it is "
        f"the same {n}×{n} matrix in both conventions. The wires that leave input {chosen} are row "
        f"{chosen} in the column convention and column {chosen} in the row convention."
    )


def _heights(count: int, tallest: int, top: float) -> np.ndarray:
    """Place nodes evenly, centred beside the taller side."""
    first = top - (tallest - count) * _CELL[1] / 2
    return first - (np.arange(count) + 0.5) * _CELL[1]


def _cell(texts: list[list[str]]) -> tuple[float, float]:
    """Make cells wide enough for their numbers, as long as the table fits."""
    longest = max(len(text) for row in texts for text in row)
    return min(max(_CELL[0], 0.05 + 0.082 * longest), _WIDEST / len(texts[0])), _CELL[1]


class _Sheet:
    """A board on which the layers are drawn, with one input followed."""

    def __init__(self, picture: Picture, chosen: int):
        self.picture, self.theme, self.ax = picture, picture.theme, board(picture)
        self.chosen = chosen

    def draw(self, blocks) -> None:
        title(self.picture)
        top = self.picture.get_figheight() - _TOP
        for block in blocks:
            note(self.picture, MARGIN, top - 0.12, block.words, size=TEXT, weight="bold")
            self._wires(block, top - _WORDS)
            for left, layout in zip(_TABLES, (COLUMN, ROW), strict=True):
                self._table(block, (left, top - _WORDS), layout)
            top -= block.height

    def _wires(self, block: _Block, top: float) -> None:
        tallest = max(len(block.inputs), len(block.outputs))
        begin = _heights(len(block.inputs), tallest, top)
        end = _heights(len(block.outputs), tallest, top)
        for j, i in block.wires:
            role = {"color": self.theme.rule, "linewidth": 0.9, "zorder": 2}
            if j == self.chosen:
                role = {"color": self.theme.value.color, "linewidth": 2.4, "zorder": 3}
            ends = (begin[j - 1], end[i - 1])
            self.ax.plot((_FROM, _TO), ends, solid_capstyle="round", **role)
        self._nodes(_FROM, begin, block.inputs, -1)
        self._nodes(_TO, end, block.outputs, 1)

    def _nodes(self, x: float, heights, names, side: int) -> None:
        ink, value = self.theme.ink.color, self.theme.value.color
        self.ax.plot(np.full(len(heights), x), heights, "o", color=ink, markersize=5, zorder=4)
        for number, (y, name) in enumerate(zip(heights, names, strict=True), 1):
            color = value if side < 0 and number == self.chosen else ink
            style = {"size": TEXT, "ha": "right" if side < 0 else "left", "color": color}
            note(self.picture, x + 0.14 * side, y, name, **style)

    def _table(self, block: _Block, place, layout) -> None:
        values = block.values(layout)
        text = formatter(values[~np.isnan(values)])
        texts = [["·" if np.isnan(v) else text(v) for v in row] for row in values]
        size = _cell(texts)
        cells(self.ax, place, size, texts, values, float(np.nanmax(np.abs(values))))
        names = (block.inputs, block.outputs)
        self._edges(block, place, size, names if layout is COLUMN else names[::-1], layout.badge)
        self._frame(place, size, values.shape, by_row=layout is COLUMN)
        words = "row" if layout is COLUMN else "column"
        words = f"{words} {self.chosen}: the wires that leave {block.inputs[self.chosen - 1]}"
        under = place[1] - len(values) * size[1] - 0.19
        note(self.picture, place[0], under, words, color=self.theme.value.color)

    def _edges(self, block: _Block, place, size, names, badge: str) -> None:
        """Name the rows, the columns and the whole table."""
        (left, top), (wide, high), (rows, across) = place, size, names
        whole = f"{block.fraction}  {len(rows)}×{len(across)}  {badge}"
        note(self.picture, left, top + 0.43, whole)
        for k, name in enumerate(across):
            note(self.picture, left + (k + 0.5) * wide, top + 0.14, name, ha="center")
        for k, name in enumerate(rows):
            note(self.picture, left - 0.1, top - (k + 0.5) * high, name, ha="right")

    def _frame(self, place, size, shape, *, by_row: bool) -> None:
        """Frame what the chosen input's wires are in a table."""
        (left, top), (wide, high), (rows, across) = place, size, shape
        if by_row:
            corner, area = (left, top - self.chosen * high), (across * wide, high)
        else:
            corner = (left + (self.chosen - 1) * wide, top - rows * high)
            area = (wide, rows * high)
        edge = {"fill": False, "edgecolor": self.theme.value.color, "linewidth": 2, "zorder": 3}
        self.ax.add_patch(Rectangle(corner, *area, **edge))
