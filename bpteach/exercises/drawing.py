"""What a function drew, as plain data: curves, points, words, and what can be seen of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

__all__ = ["FEW", "Curve", "Drawn"]

FEW = 12  # marked points that are no curve yet


@dataclass(frozen=True)
class Curve:
    """Points that are drawn, joined by a line or marked one by one.

    Parameters
    ----------
    xy : ndarray of float64, shape (k, 2)
        In the data's own units; only what is finite.
    label : str
        Its name in the legend, or nothing.
    joined : bool
        Whether a line joins the points.
    marked : bool
        Whether each point has a marker.
    filled : bool
        Whether the markers are filled.

    Examples
    --------
    >>> Curve(np.zeros((1, 2))).marked
    False
    """

    xy: np.ndarray
    label: str = ""
    joined: bool = True
    marked: bool = False
    filled: bool = True

    def inside(self, limits: tuple[tuple[float, float], ...]) -> Curve:
        """Cut off what lies outside a rectangle.

        Parameters
        ----------
        limits : pair of pairs of float
            From where to where, in x and in y.

        Returns
        -------
        Curve
            With the points where a line crosses the edges.
        """
        (low, high), xy = np.transpose(limits), self.xy
        if self.joined and len(xy) > 1:
            xy = _cut(xy[:-1], np.diff(xy, axis=0), low, high)
        room = 1e-9 * (high - low)
        return replace(self, xy=xy[((xy >= low - room) & (xy <= high + room)).all(axis=1)])

    def follows(self, f: Callable, low: float, high: float) -> bool:
        """Tell whether the curve is a function's, all the way.

        Parameters
        ----------
        f : callable
            Elementwise.
        low, high : float
            From where to where it must be drawn.

        Returns
        -------
        bool
            False with fewer than 20 points, gaps, or a point off by more than 1 % of the range.
        """
        if not self.joined:
            return False
        inside = (self.xy[:, 0] >= low - 1e-9) & (self.xy[:, 0] <= high + 1e-9)
        x, y = self.xy[inside].T
        if len(x) < 20:
            return False
        with np.errstate(all="ignore"):
            right = np.asarray(f(x), dtype=np.float64)
        near = np.abs(y - right) <= 0.01 * max(np.ptp(right), 1e-9)
        span = high - low
        covers = x.min() <= low + 0.02 * span and x.max() >= high - 0.02 * span
        return bool(near.all() and covers and np.diff(np.sort(x)).max() <= 0.1 * span)


def _cut(start, step, low, high):
    """Both ends of the part of each straight piece that lies in a rectangle."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.stack([(low - start) / step, (high - start) / step])
    within = (start >= low) & (start <= high)
    still = step == 0  # such a piece is inside for good, or never
    first = np.where(still, np.where(within, 0.0, 2.0), ends.min(axis=0)).max(axis=1)
    last = np.where(still, 1.0, ends.max(axis=0)).min(axis=1)
    first, last = np.maximum(first, 0.0)[:, None], np.minimum(last, 1.0)[:, None]
    met = (first <= last)[:, 0]
    pieces = np.stack([start + first * step, start + last * step], axis=1)
    return pieces[met].reshape(-1, 2)


@dataclass(frozen=True)
class Drawn:
    """What stands on the axes, as plain data.

    Parameters
    ----------
    curves : tuple of Curve
        Lines and points, whatever they were drawn with.
    texts : tuple of str
        Title, axis labels, names in a legend, and all other words on the axes.
    xlabel, ylabel : str
        The axes' names.
    scales : pair of str
        How x and y are spaced, ``"linear"`` or ``"log"``.
    limits : pair of pairs of float
        The part of the plane that can be seen, in x and in y.
    areas : bool
        Whether there are bars, areas or images.
    unseen : bool
        Whether there are lines or points, none of which can be seen.
    alone : bool
        Whether there are no other axes beside these.

    Examples
    --------
    >>> Drawn().says("σ")
    False
    """

    curves: tuple[Curve, ...] = ()
    texts: tuple[str, ...] = ()
    xlabel: str = ""
    ylabel: str = ""
    scales: tuple[str, str] = ("linear", "linear")
    limits: tuple[tuple[float, float], ...] = ((-np.inf, np.inf), (-np.inf, np.inf))
    areas: bool = False
    unseen: bool = False
    alone: bool = True

    @property
    def in_view(self) -> Drawn:
        """The same, without what lies outside the picture."""
        if not np.isfinite(self.limits).all():
            return self
        cut = (one.inside(self.limits) for one in self.curves)
        return replace(self, curves=tuple(one for one in cut if len(one.xy)))

    def says(self, *words: str) -> bool:
        """Tell whether one of some words stands on the axes.

        Parameters
        ----------
        *words : str
            In any case.

        Returns
        -------
        bool
            Also as a part of another word.
        """
        said = "\n".join(self.texts).casefold()
        return any(one.casefold() in said for one in words)

    def curve(self, f: Callable, low: float, high: float) -> Curve | None:
        """Find a function's curve.

        Parameters
        ----------
        f : callable
            Elementwise.
        low, high : float
            From where to where it must be drawn.

        Returns
        -------
        Curve or None
            The first that follows it.
        """
        return next((one for one in self.curves if one.follows(f, low, high)), None)

    def points(self, x: float, y: float, within: float = 0.02) -> tuple[Curve, ...]:
        """Find what marks a point.

        Parameters
        ----------
        x, y : float
            Where.
        within : float
            How far off the marker may stand, in both directions.

        Returns
        -------
        tuple of Curve
            Curves with at most 12 markers, one of which stands there.
        """
        return tuple(
            one
            for one in self.curves
            if one.marked
            and len(one.xy) <= FEW
            and (np.abs(one.xy - [x, y]).max(axis=1) <= within).any()
        )
