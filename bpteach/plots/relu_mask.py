"""A gradient on its way back through ReLU: the Jacobian as a matrix, and as a mask."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bpteach.functions import relu, relu_derivative
from bpteach.layout import COLUMN, ROW, ShapeError, shape_words
from bpteach.numeric import central_difference
from bpteach.plots.marks import MARGIN, board, cells, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.style import TEXT, WIDTH, theme_named
from bpteach.plots.words import bounded, choice, lowered, plain, scientific

__all__ = ["Masking", "mask_gradient", "relu_mask"]

_LARGEST = 5  # so that every number can be read
_ROW = 0.32  # inches: a cell's height
_SIGN = 0.28  # inches that a sign between two tables takes
_HEAD, _BETWEEN, _FOOT = 1.38, 1.22, 0.98  # inches above, between and below the two equations


@dataclass(frozen=True)
class Masking:
    """ReLU, its slopes, and a gradient before and after it.

    Parameters
    ----------
    z, mask, dL_df, dL_dz : ndarray of float64, shape (n, 1)
        Input, slopes, upstream gradient, and ``mask * dL_df``.
    jacobian : ndarray of float64, shape (n, n)
        df/dz, the mask on its diagonal; the same in both conventions.
    gap : float
        Largest distance between ``dL_dz`` and central differences, kinks left out.
    """

    z: np.ndarray
    mask: np.ndarray
    dL_df: np.ndarray
    dL_dz: np.ndarray
    jacobian: np.ndarray
    gap: float


def mask_gradient(z, dL_df, at_zero: float = 1.0) -> Masking:
    """Take a gradient back through ReLU, and compare it with differences of the loss.

    Parameters
    ----------
    z, dL_df : array_like of float, shape (n, 1)
        The layer's input and the upstream gradient.
    at_zero : float, from 0 to 1
        The slope taken where z is 0.

    Returns
    -------
    Masking
        Everything that the picture shows.

    Raises
    ------
    ShapeError
        If the two are not columns of one length, or are too long to be drawn.
    ValueError
        If a number is not finite, or `at_zero` is no slope.

    Examples
    --------
    >>> mask_gradient([[2.0], [-3.0]], [[-6.0], [4.0]]).dL_dz
    array([[-6.],
           [ 0.]])
    """
    z, dL_df = np.array(z, dtype=np.float64), np.array(dL_df, dtype=np.float64)
    _require_columns(z, dL_df)
    mask = relu_derivative(z, at_zero)
    dL_dz = mask * dL_df + 0.0  # 0 times a negative number is −0: a reader sees 0
    differences = central_difference(lambda z: float((dL_df * relu(z)).sum()), z)
    smooth = z != 0
    gap = np.max(np.abs(dL_dz - differences)[smooth], initial=0.0)
    return Masking(z, mask, dL_df, dL_dz, np.diag(mask[:, 0]), float(gap))


def _require_columns(z: np.ndarray, dL_df: np.ndarray) -> None:
    if z.shape != dL_df.shape or z.ndim != 2 or z.shape[1] != 1 or not 1 <= len(z) <= _LARGEST:
        raise ShapeError(
            "relu_mask draws two columns (n, 1) of one length\n"
            f"  z: {shape_words(z.shape)}\n"
            f"  dL_df: {shape_words(dL_df.shape)}\n"
            f"  n goes from 1 to {_LARGEST}, so that every number can be read; "
            "write .reshape(-1, 1) if one is 1-D"
        )
    for name, array in (("z", z), ("dL_df", dL_df)):
        if not np.all(np.isfinite(array)):
            raise ValueError(
                f"relu_mask cannot draw {name}: it holds nan or inf\n"
                "  every number must be finite, so that it can be compared with differences"
            )


def relu_mask(z, dL_df, *, at_zero: float = 1.0, theme: str = "light") -> Picture:
    """Draw how ReLU's diagonal Jacobian lets a gradient pass or stops it, entry by entry.

    Parameters
    ----------
    z : array_like of float, shape (n, 1)
        The layer's input, a column; n is at most 5.
    dL_df : array_like of float, shape (n, 1)
        Upstream gradient, a column.
    at_zero : float, from 0 to 1
        The slope taken where z is 0. The notes take 1, ``Ind(z ≥ 0)``.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        Above, in the column convention, the matrix times the upstream gradient and the mask
        times it, entry by entry, with the same result between them; below, the row convention.

    Raises
    ------
    ShapeError
        If `z` and `dL_df` are not short columns of one length.
    ValueError
        If a number is not finite, or `at_zero` or `theme` makes no sense.

    References
    ----------
    Course notes, "ReLU".

    Examples
    --------
    >>> relu_mask([[2.0], [-3.0], [0.5]], [[5.0], [4.0], [-6.0]]).takeaway
    'The sign of z decides which gradients pass, not their own sign: here 2 of 3'
    """
    steps = mask_gradient(z, dL_df, at_zero)
    picture = Picture(
        takeaway="The sign of z decides which gradients pass, not their own sign: "
        f"here {int(np.sum(steps.mask == 1))} of {len(steps.z)}",
        alt=_finding(steps),
        data=dict(vars(steps)),
        theme=theme_named(theme),
        size=_Plan.of(steps).size,
    )
    with picture.theme.applied():
        _Sheet(picture, steps, at_zero).draw()
    return picture


def _finding(steps: Masking) -> str:
    n = len(steps.z)
    rows = "; ".join(
        f"row {i}: z is {plain(z)}, slope {choice(slope)}, ∂L/∂f {plain(g)} becomes {plain(out)}"
        for i, (z, slope, g, out) in enumerate(_rows(steps), start=1)
    )
    kink = ", where z is not 0" if np.any(steps.z == 0) else ""
    return (
        f"A gradient of {n} numbers goes back through ReLU. The Jacobian ∂f/∂z, {n}×{n}, is "
        "diagonal: "
        "a product with it is a product with the mask on its diagonal, entry by entry, in the "
        f"column and in the row convention. In numbers, {rows}. "
        f"Central differences agree with ∂L/∂z {bounded(steps.gap)}{kink}."
    )


def _rows(steps: Masking):
    columns = (steps.z, steps.mask, steps.dL_df, steps.dL_dz)
    return zip(*(column[:, 0].tolist() for column in columns), strict=True)


def _verdict(z: float, slope: float) -> str:
    if z == 0:
        return f"z = 0: by choice × {choice(slope)}"
    return f"{plain(z)} > 0: passes" if z > 0 else f"{plain(z)} < 0: stopped"


@dataclass(frozen=True)
class _Plan:
    """Where the tables of the upper equation stand, in inches from the left, and how wide."""

    size: tuple[float, float]
    wide: float
    narrow: float
    z: float
    jacobian: float
    upstream: float
    result: float
    mask: float
    again: float
    words: float
    top: float
    below: float

    @classmethod
    def of(cls, steps: Masking) -> _Plan:
        n = len(steps.z)
        widest = max(len(plain(value)) for row in _rows(steps) for value in row)
        wide, narrow = max(0.5, 0.1 + 0.082 * widest), 0.36
        z = MARGIN + 0.3
        jacobian = z + wide + 0.62
        upstream = jacobian + n * narrow + _SIGN
        result = upstream + wide + _SIGN
        mask = result + wide + _SIGN
        again = mask + narrow + _SIGN
        words = again + wide + 0.14
        across = max(WIDTH, words + 1.55, z + n * (2 * wide + narrow) + 2 * _SIGN + MARGIN)
        height = _HEAD + n * _ROW + _BETWEEN + _ROW + _FOOT
        return cls(
            size=(across, height),
            wide=wide,
            narrow=narrow,
            z=z,
            jacobian=jacobian,
            upstream=upstream,
            result=result,
            mask=mask,
            again=again,
            words=words,
            top=height - _HEAD,
            below=_FOOT + _ROW,
        )


class _Sheet:
    """A board on which one gradient goes back through ReLU, in both conventions."""

    def __init__(self, picture: Picture, steps: Masking, at_zero: float):
        self.picture, self.theme, self.ax = picture, picture.theme, board(picture)
        self.steps, self.plan, self.n = steps, _Plan.of(steps), len(steps.z)
        self.at_zero = at_zero

    def draw(self) -> None:
        title(self.picture)
        self._column()
        self._row()

    def _table(self, left: float, top: float, values, wide: float, name: str, of=None) -> None:
        """Draw numbers with their name above; `of` gives the scale of the colours."""
        largest = float(np.max(np.abs(values if of is None else of)))
        texts = [[plain(value) for value in row] for row in values]
        cells(self.ax, (left, top), (wide, _ROW), texts, values, largest)
        middle = left + values.shape[1] * wide / 2
        note(self.picture, middle, top + 0.17, name, size=TEXT, weight="bold", ha="center")

    def _slopes(self, left: float, top: float, values, name: str) -> None:
        wide, n = self.plan.narrow, values.shape
        texts = [["·" if np.isnan(v) else choice(v) for v in row] for row in values]
        cells(self.ax, (left, top), (wide, _ROW), texts, values, 1.0)
        middle = left + n[1] * wide / 2
        note(self.picture, middle, top + 0.17, name, size=TEXT, weight="bold", ha="center")

    def _sign(self, right: float, y: float, sign: str) -> None:
        """Write a sign in the gap to the left of the table that begins at `right`."""
        note(self.picture, right - _SIGN / 2, y, sign, size=13, ha="center")

    def _column(self) -> None:
        plan, steps, n = self.plan, self.steps, self.n
        top, middle = plan.top, plan.top - n * _ROW / 2
        note(self.picture, MARGIN, top + 0.55, COLUMN.badge, color=self.theme.muted)
        structural = np.where(np.eye(n) == 1, steps.jacobian, np.nan)
        self._table(plan.z, top, steps.z, plan.wide, "z")
        self._slopes(plan.jacobian, top, structural, "∂f/∂z")
        for left in (plan.upstream, plan.again):
            self._table(left, top, steps.dL_df, plan.wide, "∂L/∂f")
        self._table(plan.result, top, steps.dL_dz, plan.wide, "∂L/∂z", of=steps.dL_df)
        self._slopes(plan.mask, top, steps.mask, "mask")
        arrow = plan.z + plan.wide + 0.31
        asked = "z ≥ 0 ?" if self.at_zero == 1 else "z > 0 ?"
        note(self.picture, arrow, middle + 0.1, asked, ha="center")
        note(self.picture, arrow, middle - 0.12, "⟶", size=13, ha="center")
        for left, sign in (
            (plan.upstream, "·"),
            (plan.result, "="),
            (plan.mask, "="),
            (plan.again, "⊙"),
        ):
            self._sign(left, middle, sign)
        self._row_words()
        self._captions(top - n * _ROW - 0.2)

    def _row_words(self) -> None:
        roles = {0: self.theme.muted, 1: self.theme.match.color}
        for i, (z, slope, _, _) in enumerate(_rows(self.steps)):
            y = self.plan.top - (i + 0.5) * _ROW
            color = roles[int(z > 0)] if z else self.theme.aux.color
            note(self.picture, self.plan.z - 0.08, y, f"z{lowered(i + 1)}", ha="right")
            note(self.picture, self.plan.words, y, _verdict(z, slope), color=color)

    def _captions(self, y: float) -> None:
        plan, n = self.plan, self.n
        matrix = plan.jacobian + n * plan.narrow / 2
        words = f"the matrix: {n}×{n}"
        note(self.picture, matrix, y, words, ha="center", color=self.theme.muted)
        mask = (plan.mask + plan.again + plan.wide) / 2
        note(self.picture, mask, y, f"the mask: {n}×1", ha="center", color=self.theme.muted)

    def _row(self) -> None:
        """The same in the row convention, where the column lies down."""
        plan, steps, n = self.plan, self.steps, self.n
        top = plan.below
        words = f"{ROW.badge}    a matrix would stand on the right of ∂L/∂f; the mask has no side"
        note(self.picture, MARGIN, top + 0.55, words, color=self.theme.muted)
        left, y = plan.z, top - _ROW / 2
        self._table(left, top, steps.dL_df.T, plan.wide, "∂L/∂f")
        left += n * plan.wide + _SIGN
        self._sign(left, y, "⊙")
        self._slopes(left, top, steps.mask.T, "mask")
        left += n * plan.narrow + _SIGN
        self._sign(left, y, "=")
        self._table(left, top, steps.dL_dz.T, plan.wide, "∂L/∂z", of=steps.dL_df)
        kink = ", z = 0 left out" if np.any(steps.z == 0) else ""
        words = (
            "· structural zero: fᵢ sees only zᵢ.  A 0 that is written comes from the sign of zᵢ.\n"
            f"○ central differences of L: largest gap {scientific(steps.gap)}{kink}"
        )
        note(self.picture, MARGIN, MARGIN + 0.2, words, linespacing=1.6)
