"""The slices of dz/dW as a static figure, and how they add up to an outer product."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.patches import Rectangle

from bpteach.display.numerals import formatter
from bpteach.plots.contraction import Contraction, contract_stepwise
from bpteach.plots.marks import MARGIN, board, cells, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.style import TEXT, WIDTH, Role, theme_named
from bpteach.plots.words import bounded, lowered, scientific

__all__ = ["tensor_slices"]

_ROW, _BETWEEN = 0.29, 0.3  # inches: a cell's height, and from one slice to the next
_WORDS = 1.15  # inches that the words take


def tensor_slices(a, dL_dz, *, added: int | None = None, theme: str = "light") -> Picture:
    """Draw the slices of ∂z/∂W, and how they add up to ``dL_dz aᵀ``.

    Parameters
    ----------
    a : array_like of float, shape (m, 1)
        The layer's input, a column; m is at most 4.
    dL_dz : array_like of float, shape (n, 1)
        Upstream gradient, a column; n is at most 4.
    added : int, optional
        How many slices are in the sum so far; all of them if left out.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        One line an output: its slice, its weight, the sum so far; beside the last sum, the
        outer product. A dot is a structural zero, a dash is not computed yet.

    Raises
    ------
    ShapeError
        If `a` or `dL_dz` is not a short column.
    ValueError
        If a number is not finite, or `added` or `theme` makes no sense.

    Notes
    -----
    Column convention: ∂z/∂W is n×m×n, entry (i, j, k) is ∂z_k/∂W_ij = a_j where i = k.

    References
    ----------
    Course notes, "Linear layer".

    Examples
    --------
    >>> picture = tensor_slices([[1.0], [2.0]], [[10.0], [0.0], [-1.0]])
    >>> picture.takeaway
    '∂z/∂W is 3×2×3, but slice k holds only aᵀ, in row k: the sum is an outer product'
    """
    steps = contract_stepwise(a, dL_dz)
    n, m, _ = steps.tensor.shape
    added = n if added is None else added
    if not 0 <= added <= n:
        raise ValueError(
            f"added={added!r} slices of {n} cannot be drawn\n"
            f"  write a number from 0 to {n}, or leave it out for all"
        )
    picture = Picture(
        takeaway=f"∂z/∂W is {n}×{m}×{n}, but slice k holds only aᵀ, in row k: "
        "the sum is an outer product",
        alt=_finding(steps, added),
        data=vars(steps) | {"added": added},
        theme=theme_named(theme),
        size=_Plan.of(steps).size,
    )
    with picture.theme.applied():
        _Sheet(picture, steps, added).draw()
    return picture


def _finding(steps: Contraction, added: int) -> str:
    n, m, _ = steps.tensor.shape
    total = "all slices are added, and the sum equals the outer product ∂L/∂z aᵀ"
    waiting = f"{added} of {n} slices are added, so the sum does not have every row yet"
    return (
        f"The tensor ∂z/∂W, {n}×{m}×{n} in the column convention, as {n} slices of {n}×{m}. "
        f"Slice k holds aᵀ in row k and structural zeros elsewhere: {_share(n, m)}. "
        f"Each slice is multiplied by its ∂L/∂z and added: {total if added == n else waiting}. "
        f"Central differences agree with the tensor {bounded(steps.gap)}."
    )


def _share(n: int, m: int) -> str:
    return f"{n * m} of {n * m * n} numbers can be non-zero, 1 in {n}"


@dataclass(frozen=True)
class _Plan:
    """Where things stand, in inches."""

    size: tuple[float, float]
    cell: tuple[float, float]
    slices: float
    weights: float
    sums: float
    outer: float
    tops: tuple[float, ...]

    @classmethod
    def of(cls, steps: Contraction) -> _Plan:
        n, m = steps.outer.shape
        widest = max(len(_text(steps)(value)) for value in _numbers(steps))
        gaps = 2 * MARGIN + 0.66 + 0.26 + 0.38 + 0.38 + 0.08
        fitting = (WIDTH - gaps) / (3 * m + 2)  # three tables, the weights, their column
        wide = max(0.05 + 0.082 * widest, min(fitting, 0.66))
        slices = MARGIN + 0.66
        weights = slices + m * wide + 0.26
        sums = weights + wide + 0.38
        outer = sums + m * wide + 0.38 + wide + 0.08
        step = n * _ROW + _BETWEEN
        first = 1.0 if n > 1 else 1.35  # the outer product stands two rows higher
        height = first + 0.05 + n * step + (0 if n > 2 else _WORDS)
        tops = tuple(height - first - k * step for k in range(n))
        size = (max(WIDTH, outer + m * wide + MARGIN), height)
        return cls(size, (wide, _ROW), slices, weights, sums, outer, tops)


def _numbers(steps: Contraction) -> np.ndarray:
    return np.concatenate([array.ravel() for array in (steps.a, steps.dL_dz, steps.sums)])


def _text(steps: Contraction):
    return formatter(_numbers(steps))


class _Sheet:
    """A board on which the steps of one contraction are drawn."""

    def __init__(self, picture: Picture, steps: Contraction, added: int):
        self.picture, self.theme, self.ax = picture, picture.theme, board(picture)
        self.steps, self.added, self.plan = steps, added, _Plan.of(steps)
        self.n, self.m = steps.outer.shape
        self.text, self.largest = _text(steps), float(np.max(np.abs(_numbers(steps))))

    def draw(self) -> None:
        title(self.picture)
        self._headings()
        for k in range(self.n):
            self._slice(k)
            self._weight(k)
            self._sum(k)
        self._outer_product()
        self._words()

    def _table(self, left: float, top: float, values, empty: str = "·") -> None:
        texts = [[empty if np.isnan(v) else self.text(v) for v in row] for row in values]
        cells(self.ax, (left, top), self.plan.cell, texts, values, self.largest)

    def _frame(self, left: float, k: int, role: Role) -> None:
        """Frame row k of step k: what this slice brings."""
        wide, high = self.plan.cell
        corner = (left, self.plan.tops[k] - (k + 1) * high)
        self.ax.add_patch(
            Rectangle(corner, self.m * wide, high, fill=False, edgecolor=role.color, linewidth=2)
        )

    def _middle(self, k: int) -> float:
        return self.plan.tops[k] - self.n * _ROW / 2

    def _headings(self) -> None:
        plan, y = self.plan, self.plan.tops[0] + 0.17
        for x, text in (
            (plan.slices, "slices"),
            (plan.weights, "∂L/∂z"),
            (plan.sums, "sum so far"),
        ):
            note(self.picture, x, y, text, size=TEXT, weight="bold")

    def _slice(self, k: int) -> None:
        plan, y = self.plan, self._middle(k)
        values = np.full((self.n, self.m), np.nan)
        values[k] = self.steps.tensor[k, :, k]
        self._table(plan.slices, plan.tops[k], values)
        self._frame(plan.slices, k, self.theme.value)
        note(self.picture, MARGIN, y, f"∂z{lowered(k + 1)}/∂W", color=self.theme.value.color)

    def _weight(self, k: int) -> None:
        plan, y, wide = self.plan, self._middle(k), self.plan.cell[0]
        note(self.picture, plan.weights - 0.13, y, "×", size=TEXT, ha="center")
        self._table(plan.weights, y + _ROW / 2, self.steps.dL_dz[k : k + 1])
        note(self.picture, plan.weights + wide + 0.19, y, "→", size=TEXT, ha="center")

    def _sum(self, k: int) -> None:
        plan, values = self.plan, np.full((self.n, self.m), np.nan)
        if k < self.added:
            values[: k + 1] = self.steps.sums[k, : k + 1]
        self._table(plan.sums, plan.tops[k], values, empty="·" if k < self.added else "—")
        if k < self.added:
            self._frame(plan.sums, k, self.theme.gradient)

    def _outer_product(self) -> None:
        plan, top, wide = self.plan, self.plan.tops[-1], self.plan.cell[0]
        left = plan.outer - wide - 0.08
        done = self.added == self.n and np.array_equal(self.steps.sums[-1], self.steps.outer)
        sign, role = ("=", self.theme.match) if done else ("…", self.theme.aux)
        x = plan.sums + self.m * wide + 0.19
        note(self.picture, x, self._middle(-1), sign, size=16, color=role.color, ha="center")
        self._table(left, top, self.steps.dL_dz)
        self._table(plan.outer, top + _ROW + 0.08, self.steps.a.T)
        self._table(plan.outer, top, self.steps.outer)
        words = "∂L/∂z aᵀ  ✓ equal" if done else f"∂L/∂z aᵀ, {self.n - self.added} still to add"
        y = top + 2 * _ROW + 0.02
        note(self.picture, left, y, words, size=TEXT, weight="bold", color=role.color)

    def _words(self) -> None:
        plan, (n, m) = self.plan, (self.n, self.m)
        words = (
            f"{n * m} of {n * m * n} can be non-zero: 1 in {n}\n"
            "· structural zero: zₖ sees\n"
            "   only row k of W\n"
            "○ central differences:\n"
            f"   largest gap {scientific(self.steps.gap)}"
        )
        wide = plan.cell[0]
        x, y = (
            (plan.outer - wide - 0.08, plan.tops[0]) if n > 2 else (MARGIN, MARGIN + _WORDS - 0.1)
        )
        note(self.picture, x, y, words, va="top", linespacing=1.6)
