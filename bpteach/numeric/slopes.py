"""Slopes with what is not known about them: rounding, and kinks where many slopes touch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bpteach.numeric.differences import default_steps, imaginary
from bpteach.numeric.moves import Moves

__all__ = ["Slopes", "complex_slopes", "slopes_of"]

_SMALLER = 64  # how much closer the second look at a doubtful entry is
_DOUBTFUL = 5e-4  # one-sided slopes that differ by more, as a share of the largest slope
_ROUNDINGS = 16  # how many roundings a layer's own sums may add up to


@dataclass(frozen=True, eq=False)
class Slopes:
    """Slopes between two bounds.

    Parameters
    ----------
    middle : ndarray of float64
        The central differences; nan where there is no slope.
    radius : ndarray of float64, the same shape
        How far the true slope may be away: rounding, and at a kink half the gap between the
        two one-sided slopes.
    kink : ndarray of bool, the same shape
        Where the one-sided slopes differ however small h is.
    """

    middle: np.ndarray
    radius: np.ndarray
    kink: np.ndarray

    def pulled(self, gradient: np.ndarray) -> Slopes:
        """Multiply by an upstream gradient; the bounds go along.

        Parameters
        ----------
        gradient : ndarray, shape (k,)
            One number for each output.

        Returns
        -------
        Slopes
            One for each entry of the variable.
        """
        return Slopes(
            self.middle @ gradient,
            self.radius @ np.abs(gradient),
            (self.kink & (gradient != 0)).any(axis=1),
        )

    def reshaped(self, shape: tuple[int, ...], *, turned: bool = False) -> Slopes:
        """Give all three arrays another shape.

        Parameters
        ----------
        shape : tuple of int
            In column convention.
        turned : bool
            Reverse all axes after that, for the row convention.

        Returns
        -------
        Slopes
            The same slopes.
        """
        parts = (part.reshape(shape) for part in (self.middle, self.radius, self.kink))
        return Slopes(*(part.T if turned else part for part in parts))


def slopes_of(moves: Moves, x: np.ndarray, value: np.ndarray) -> Slopes:
    """Find every slope of f at x, from both sides.

    Parameters
    ----------
    moves : callable
        Gives f's values with entries of x moved: see `bpteach.numeric.moves`.
    x : ndarray of float64
        Where.
    value : ndarray of float64
        f(x).

    Returns
    -------
    Slopes
        Of shape (entries of x, entries of f(x)).

    Notes
    -----
    The mean of the two one-sided slopes is the central difference. The step is an eighth of
    its default: rounding stays far below the tolerance of `check`, and so does what a curved
    f adds. Where the two sides differ, we look again 64 times closer: the gap shrinks with h
    on a curve, stays at a kink, and grows at a jump.
    """
    value = value.reshape(-1)
    if not np.isfinite(x).all():
        return _no_slopes((x.size, value.size))
    steps, every = default_steps(x, 1 / 3).reshape(-1) / 8, np.arange(x.size)
    middle, gap = _both_sides(moves, every, steps, value)
    radius = _rounding(x, middle, value, steps)
    doubtful = gap > _DOUBTFUL * np.max(np.abs(middle) + gap, initial=0) + 2 * radius
    kink = np.zeros(gap.shape, dtype=bool)
    if doubtful.any():
        closer, again = steps / _SMALLER, np.flatnonzero(doubtful.any(axis=1))
        near, near_gap = middle.copy(), gap.copy()
        near[again], near_gap[again] = _both_sides(moves, again, closer[again], value)
        near[near_gap > 2 * gap] = np.nan  # f jumps here, and has no slope
        kink = doubtful & (near_gap > gap / 2)
        radius = np.where(doubtful, near_gap / 2 + _rounding(x, near, value, closer), radius)
        middle = np.where(doubtful, near, middle)
    return Slopes(middle, radius, kink)


def complex_slopes(moves: Moves, x: np.ndarray, slopes: Slopes) -> Slopes:
    """Find the slopes again by a complex step: nothing cancels, and all digits are right.

    Parameters
    ----------
    moves : callable
        As for `slopes_of`; it must let complex numbers through.
    x : ndarray of float64
        Where.
    slopes : Slopes
        From `slopes_of`. They stay at kinks, of which a complex step sees one side only.

    Returns
    -------
    Slopes
        Without a radius, except at kinks.
    """
    if not np.isfinite(slopes.middle).all():
        return slopes
    h = 1e-20
    values = moves(np.arange(x.size), np.full(x.size, 1j * h))
    middle = np.where(slopes.kink, slopes.middle, imaginary(values) / h)
    return Slopes(middle, np.where(slopes.kink, slopes.radius, 0), slopes.kink)


def _no_slopes(shape):
    return Slopes(np.full(shape, np.nan), np.zeros(shape), np.zeros(shape, dtype=bool))


def _both_sides(moves, places, steps, value):
    """The mean of the one-sided slopes, and the gap between them."""
    right = (moves(places, steps) - value) / steps[:, None]
    left = (moves(places, -steps) - value) / -steps[:, None]
    return (right + left) / 2, np.abs(right - left)


def _rounding(x, slopes, value, steps):
    """What rounding can add: a share of f(x) and of the terms that it is a sum of."""
    reach = np.abs(x).reshape(-1) + steps
    terms = np.abs(value) + reach @ np.abs(slopes)
    return _ROUNDINGS * np.finfo(x.dtype).eps * terms / steps[:, None]
