"""A tensor's slices as a stack of cards, and beside it what they add up to."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from matplotlib.patches import Rectangle

from bpteach.display.numerals import formatter
from bpteach.plots.marks import MARGIN, board, cells, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.style import TEXT, WIDTH, Role, theme_named

__all__ = ["Stack", "tensor_stack"]

_ROW = 0.29  # inches: a cell's height
_STEP = (0.42, 0.36)  # inches from card to card
_HEAD = 0.2  # inches that a caption takes above a table
_TOP = 0.62  # inches that the title takes


@dataclass(frozen=True)
class Stack:
    """What is drawn: every number and every word, computed before.

    Parameters
    ----------
    takeaway, alt : str
        The finding in a line, and in full.
    axes : tuple of str
        Names of the axes that go down, right and through the stack.
    cards : tuple of ndarray of float64, shape (r, c)
        The slices; nan is a structural zero.
    chosen : int
        The one on top, from 0.
    weights : ndarray of float64, shape (n,)
        The number that each slice of z is multiplied by.
    added : int
        How many of them are in the sum.
    total : ndarray of float64
        The sum so far; nan is a structural zero so far.
    left, above, outer : ndarray of float64
        A column, a row and their outer product.
    names : tuple of str
        Names of `left`, `above` and `outer`.
    framed : tuple of int
        The line of `total` that came last: 0 for a row or 1 for a column, and which.
    is_equal : bool
        Whether `total` equals `outer`.
    notes : tuple of str
        Lines below the stack.
    """

    takeaway: str
    alt: str
    axes: tuple[str, str, str]
    cards: tuple[np.ndarray, ...]
    chosen: int
    weights: np.ndarray
    added: int
    total: np.ndarray
    left: np.ndarray
    above: np.ndarray
    outer: np.ndarray
    names: tuple[str, str, str]
    framed: tuple[int, int]
    is_equal: bool
    notes: tuple[str, ...]


def tensor_stack(stack: Stack, *, theme: str = "light") -> Picture:
    """Draw the slices of a tensor, the chosen one on top, and their weighted sum.

    Parameters
    ----------
    stack : Stack
        What to draw.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        At the left the stack, at the right the sum so far above the outer product, so that
        equal numbers stand under each other. A dot is a structural zero, a dash is not computed.
    """
    data = asdict(stack)
    plan = _Plan.of(stack)
    picture = Picture(
        takeaway=data.pop("takeaway"),
        alt=data.pop("alt"),
        data=data,
        theme=theme_named(theme),
        size=plan.size,
    )
    with picture.theme.applied():
        _Sheet(picture, stack, plan).draw()
    return picture


@dataclass(frozen=True)
class _Plan:
    """Where things stand, in inches from the lower left corner."""

    size: tuple[float, float]
    wide: float
    cards: tuple[float, float]
    weights: float
    sums: float
    top: float
    factor: float
    outer: float

    @classmethod
    def of(cls, stack: Stack) -> _Plan:
        text = formatter(_numbers(stack))
        widest = max(len(text(value)) for value in _numbers(stack))
        wide = max(0.46, 0.06 + 0.082 * widest)
        across = stack.outer.shape[1]
        sums = max(min(6.1, WIDTH - MARGIN - across * wide), 5.0)
        high = max(stack.total.shape[0], len(stack.weights)) * _ROW
        right = _HEAD + high + 0.5 + _HEAD + _ROW + _HEAD + 0.06 + stack.outer.shape[0] * _ROW
        deep = (len(stack.cards) - 1) * _STEP[1]
        left = 0.35 + stack.cards[0].shape[0] * _ROW + deep + 0.3 + 0.24 * len(stack.notes)
        height = _TOP + max(left, right) + MARGIN
        top = height - _TOP - _HEAD
        factor = top - high - 0.5 - _HEAD
        return cls(
            size=(max(WIDTH, sums + across * wide + MARGIN), height),
            wide=wide,
            cards=(MARGIN + 0.35, height - _TOP - 0.35),
            weights=sums - 0.42 - wide,
            sums=sums,
            top=top,
            factor=factor,
            outer=factor - _ROW - _HEAD - 0.06,
        )


def _numbers(stack: Stack) -> np.ndarray:
    arrays = (*stack.cards, stack.weights, stack.total, stack.left, stack.above, stack.outer)
    numbers = np.concatenate([array.ravel() for array in arrays])
    return numbers[np.isfinite(numbers)]


class _Sheet:
    """A board on which one stack is drawn."""

    def __init__(self, picture: Picture, stack: Stack, plan: _Plan):
        self.picture, self.theme, self.ax = picture, picture.theme, board(picture)
        self.stack, self.plan = stack, plan
        self.text = formatter(_numbers(stack))
        self.largest = float(np.max(np.abs(_numbers(stack)), initial=0.0))
        self.largest_card = max(float(np.nanmax(np.abs(card), initial=0.0)) for card in stack.cards)

    def draw(self) -> None:
        title(self.picture)
        self._cards()
        self._axes()
        self._sum()
        self._verdict()
        self._product()

    def _table(self, x, y, values, *, empty="·", largest=None, shown=True) -> None:
        texts = [[(empty if np.isnan(v) else self.text(v)) for v in row] for row in values]
        texts = texts if shown else [["" for _ in row] for row in values]
        largest = self.largest if largest is None else largest
        cells(self.ax, (x, y), (self.plan.wide, _ROW), texts, values, largest)

    def _frame(self, x, y, shape, role: Role, width: float = 2) -> None:
        high, wide = shape[0] * _ROW, shape[1] * self.plan.wide
        self.ax.add_patch(
            Rectangle((x, y - high), wide, high, fill=False, edgecolor=role.color, linewidth=width)
        )

    def _caption(self, x, y, words: str, **style) -> None:
        note(self.picture, x, y + 0.12, words, **style)

    # The stack

    def _place(self, k: int) -> tuple[float, float]:
        x, y = self.plan.cards
        return x + k * _STEP[0], y - k * _STEP[1]

    def _cards(self) -> None:
        cards, chosen = self.stack.cards, self.stack.chosen
        for k in [*(k for k in range(len(cards)) if k != chosen), chosen]:
            x, y = self._place(k)
            self._table(x, y, cards[k], largest=self.largest_card, shown=k == chosen)
            if k == chosen:
                self._frame(x, y, cards[k].shape, self.theme.value, 3)
            self._tab(k)

    def _tab(self, k: int) -> None:
        x, y = self._place(k)
        right = x + self.stack.cards[k].shape[1] * self.plan.wide
        strong = k == self.stack.chosen
        style = {"color": self.theme.value.color, "weight": "bold"} if strong else {}
        words = f"{self.stack.axes[2]} = {k + 1}"
        style = {"color": self.theme.muted} | style
        note(self.picture, right + 0.1, y - _ROW / 2, words, size=TEXT, **style)

    def _axes(self) -> None:
        down, right, deep = self.stack.axes
        (x, y), high = self._place(0), self.stack.cards[0].shape[0] * _ROW
        muted = {"color": self.theme.muted, "size": TEXT}
        note(self.picture, x + 0.02, y + 0.13, f"{right} →", **muted)
        note(self.picture, x - 0.08, y - _ROW / 2, f"{down} ↓", ha="right", **muted)
        far = max(len(self.stack.cards) - 1, 0.7)
        start = (x - 0.12, y - high - 0.04)
        end = (start[0] + far * _STEP[0], start[1] - far * _STEP[1])
        arrow = {"arrowstyle": "->", "color": self.theme.rule, "linewidth": 1.1, "shrinkB": 0}
        self.ax.annotate("", end, start, arrowprops=arrow)
        middle = ((start[0] + end[0]) / 2 - 0.14, (start[1] + end[1]) / 2 - 0.1)
        note(self.picture, *middle, deep, ha="center", **muted)
        for line, words in enumerate(self.stack.notes):
            y = MARGIN + 0.24 * (len(self.stack.notes) - 1 - line) + 0.05
            note(self.picture, MARGIN, y, words)

    # What it adds up to

    def _sum(self) -> None:
        stack, plan, top = self.stack, self.plan, self.plan.top
        for k in range(len(stack.weights)):
            words = f"slice {k + 1} {'●' if k < stack.added else '○'}"
            y = top - (k + 0.5) * _ROW
            note(self.picture, plan.weights - 0.08, y, words, ha="right", color=self.theme.muted)
        self._caption(plan.weights, top, "∂L/∂z", weight="bold")
        self._table(plan.weights, top, stack.weights[:, None])
        if stack.axes[2] == "k":
            y = top - stack.chosen * _ROW
            self._frame(plan.weights, y, (1, 1), self.theme.value)
        middle = top - len(stack.weights) * _ROW / 2
        arrow = (plan.weights + plan.wide + plan.sums) / 2
        note(self.picture, arrow, middle, "→", size=TEXT, ha="center")
        self._caption(plan.sums, top, "sum so far", weight="bold")
        self._table(plan.sums, top, stack.total, empty="·" if stack.added else "—")
        if stack.added:
            self._framed_line()

    def _framed_line(self) -> None:
        axis, place = self.stack.framed
        rows, columns = self.stack.total.shape
        x, y, role = self.plan.sums, self.plan.top, self.theme.gradient
        if axis == 0:
            self._frame(x, y - place * _ROW, (1, columns), role)
        else:
            self._frame(x + place * self.plan.wide, y, (rows, 1), role)

    def _verdict(self) -> None:
        left = len(self.stack.weights) - self.stack.added
        role = self.theme.match if self.stack.is_equal else self.theme.aux
        words = "✓ equal" if self.stack.is_equal else f"… {left} still to add"
        y = self.plan.factor + _HEAD + 0.26
        style = {"size": TEXT, "weight": "bold", "color": role.color}
        note(self.picture, self.plan.weights, y, words, **style)

    def _product(self) -> None:
        stack, plan = self.stack, self.plan
        left, above, outer = stack.names
        self._caption(plan.sums, plan.factor, above, weight="bold")
        self._table(plan.sums, plan.factor, stack.above)
        self._caption(plan.sums, plan.outer, outer, weight="bold")
        self._table(plan.sums, plan.outer, stack.outer)
        self._caption(plan.weights, plan.outer, left, weight="bold")
        self._table(plan.weights, plan.outer, stack.left)
        middle = plan.outer - len(stack.left) * _ROW / 2
        times = (plan.weights + plan.wide + plan.sums) / 2
        note(self.picture, times, middle, "×", size=TEXT, ha="center")
