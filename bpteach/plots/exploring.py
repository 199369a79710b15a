"""What there is to find out about an activation, place by place, as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np

from bpteach.plots.curves import ACTIVATIONS, Activation, Kink, activation_named, central, kink_at
from bpteach.plots.words import plain

__all__ = ["HEIGHTS", "KNOTS", "Check", "Subject", "drawn_activation", "is_flat", "subject_of"]

FIRST, LAST = -6.0, 6.0  # limits of z
KNOTS = (-6.0, -4.0, -2.0, 0.0, 2.0, 4.0, 6.0)
HEIGHTS = (-1.0, -0.8, -0.8, 0.0, 1.2, 1.0, 1.8)  # flat on one stretch, falling on another
HIGHEST = 3.0
_CHECKED = np.arange(-12, 13) / 2
_FINE = np.arange(-600, 601) / 100
_SAME = 1e-9


def drawn_activation(heights) -> Activation:
    """Join seven knots by straight lines, and make it a function that can be drawn.

    Parameters
    ----------
    heights : sequence of float
        f(z) at z = −6, −4, −2, 0, 2, 4 and 6. Outside, the first and the last line go on.

    Returns
    -------
    Activation
        Its derivative is the slope of the line, and a choice on a corner, as for ReLU.

    Raises
    ------
    ValueError
        If there are not seven numbers from −3 to 3.

    Examples
    --------
    >>> hat = drawn_activation([0, 0, 0, 2, 0, 0, 0])
    >>> hat.function(1.0), hat.derivative(1.0, at_zero=1.0), hat.kinks
    (np.float64(1.0), np.float64(-1.0), (-2.0, 0.0, 2.0))
    """
    return _drawn(_seven(heights))


def _seven(heights) -> tuple[float, ...]:
    try:
        found = tuple(float(height) for height in heights)
    except (TypeError, ValueError):
        found = ()
    if len(found) != len(KNOTS) or not all(-HIGHEST <= height <= HIGHEST for height in found):
        raise ValueError(
            f"knots={heights!r} are not seven heights\n"
            f"  write f(z) at z = {', '.join(map(plain, KNOTS))}, "
            f"each from {plain(-HIGHEST)} to {plain(HIGHEST)}"
        )
    return found


@lru_cache(maxsize=64)
def _drawn(heights: tuple[float, ...]) -> Activation:
    knots, heights = np.array(KNOTS), np.array(heights)
    slopes = np.diff(heights) / np.diff(knots)

    def function(z):
        line = np.clip(np.searchsorted(knots, z) - 1, 0, len(slopes) - 1)
        return heights[line] + slopes[line] * (np.asarray(z) - knots[line])

    def derivative(z, at_zero):
        left, right = (
            slopes[np.clip(np.searchsorted(knots, z, side) - 1, 0, len(slopes) - 1)]
            for side in ("left", "right")
        )
        return left + at_zero * (right - left)

    bends = ~np.isclose(np.diff(slopes), 0, atol=_SAME)
    return Activation(
        "your curve",
        function,
        derivative,
        "f(z): straight lines from knot to knot",
        lambda at_zero: "f′(z): the slope of each line",
        kinks=tuple(knots[1:-1][bends].tolist()),
    )


def is_flat(slope, tau: float):
    """Tell whether a slope lets hardly anything of a gradient through.

    Parameters
    ----------
    slope : float or ndarray of float64
        The slope.
    tau : float
        The bound; a slope of just that size, but for rounding, is not below it.

    Returns
    -------
    bool or ndarray of bool, same shape
        Whether ``|slope| < tau``.

    Examples
    --------
    >>> bool(is_flat(0.04, 0.05)), bool(is_flat((0.9 - 0.8) / 2, 0.05))
    (True, False)
    """
    return np.abs(slope) < tau * (1 - _SAME)


@dataclass(frozen=True)
class Check:
    """Central differences along a curve, and how far they are from its formula.

    Parameters
    ----------
    z, difference : ndarray of float64, shape (25,)
        Where they were taken, and their values, from f alone.
    gap, worst : float
        Largest distance to the formula, and where.
    apart : float
        Largest distance where no corner lies between the two points.
    """

    z: np.ndarray
    difference: np.ndarray
    gap: float
    worst: float
    apart: float


@dataclass(frozen=True)
class Subject:
    """An activation that is looked at.

    Parameters
    ----------
    name : str
        A key of ``ACTIVATIONS``, or ``"drawn"``.
    heights : tuple of float
        Of the knots, where it is drawn; otherwise empty.
    """

    name: str
    heights: tuple[float, ...] = ()

    @cached_property
    def activation(self) -> Activation:
        """Its function, derivative, formulas and kinks."""
        return drawn_activation(self.heights) if self.name == "drawn" else ACTIVATIONS[self.name]

    def value(self, z):
        """Evaluate f.

        Parameters
        ----------
        z : float or ndarray of float64
            Where.

        Returns
        -------
        float or ndarray of float64, same shape
            f(z).
        """
        return self.activation.function(z)

    def slope(self, z, at_zero: float):
        """Evaluate f′ by its formula.

        Parameters
        ----------
        z : float or ndarray of float64
            Where.
        at_zero : float
            The choice on a kink: 1 the slope on the right, 0 that on the left.

        Returns
        -------
        float or ndarray of float64, same shape
            f′(z).
        """
        return self.activation.derivative(z, at_zero)

    def difference(self, z, h: float):
        """Find the slope from two values of f.

        Parameters
        ----------
        z : float or ndarray of float64
            Where.
        h : float
            Distance to either side.

        Returns
        -------
        float or ndarray of float64, same shape
            The central difference.
        """
        return central(self.activation.function, z, h)

    @cache  # noqa: B019 (subjects are few and kept)
    def kink(self, z: float, at_zero: float) -> Kink | None:
        """Say what there is to choose at a place.

        Parameters
        ----------
        z : float
            Where.
        at_zero : float
            The choice.

        Returns
        -------
        Kink or None
            None where f has a derivative.
        """
        return kink_at(self.activation, z, at_zero) if z in self.activation.kinks else None

    @cached_property
    def curve(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Places, f, and f′, which is nan on a kink, so that its line breaks there."""
        if self._is_pieces:
            corners = np.array([FIRST, *self.activation.kinks, LAST])
            inside = (corners[1:-1, None] + _SAME * np.array([-1, 0, 1])).ravel()
            z = np.array([FIRST, *inside, LAST])
        else:
            z = np.arange(-60, 61) / 10
        slope = np.where(np.isin(z, self.activation.kinks), np.nan, self.slope(z, 1.0))
        return z, self.value(z), slope

    @cached_property
    def steepest(self) -> float:
        """The largest size of a slope."""
        return float(np.nanmax(np.abs(self.curve[2])))

    @cache  # noqa: B019
    def check(self, h: float, at_zero: float) -> Check:
        """Compare f′ with central differences at 25 places.

        Parameters
        ----------
        h : float
            Their step.
        at_zero : float
            The choice on a kink.

        Returns
        -------
        Check
            The differences and the largest gaps.
        """
        difference = self.difference(_CHECKED, h)
        gaps = np.abs(difference - self.slope(_CHECKED, at_zero))
        nearest_first = np.lexsort((-_CHECKED, np.abs(_CHECKED), -np.round(gaps, 9)))
        kinks = np.array([self.activation.kinks])
        over = np.any(np.abs(_CHECKED[:, None] - kinks) < h, axis=1)
        return Check(
            z=_CHECKED,
            difference=difference,
            gap=float(gaps.max()),
            worst=float(_CHECKED[nearest_first[0]]),
            apart=float(np.max(gaps[~over], initial=0.0)),
        )

    @cache  # noqa: B019
    def flat(self, tau: float) -> tuple[tuple[float, float], ...]:
        """Find where hardly anything of a gradient comes through.

        Parameters
        ----------
        tau : float
            The bound of ``|f′|``.

        Returns
        -------
        tuple of (float, float)
            Intervals of z where ``|f′| < tau``.
        """
        edges = np.array([FIRST, *self.activation.kinks, LAST]) if self._is_pieces else _FINE
        middles = (edges[:-1] + edges[1:]) / 2
        below = is_flat(self.slope(middles, 1.0), tau)
        turns = [k for k in range(1, len(below)) if below[k] != below[k - 1]]
        ends = [
            float(edges[k]) if self._is_pieces else self._turn(middles[k - 1], middles[k], tau)
            for k in turns
        ]
        ends = [FIRST] * bool(below[0]) + ends + [LAST] * bool(below[-1])
        return tuple(zip(ends[::2], ends[1::2], strict=True))

    @property
    def _is_pieces(self) -> bool:
        """Whether it is made of straight lines, so that f′ changes on kinks alone."""
        return self.name == "drawn" or bool(self.activation.kinks)

    def _turn(self, low: float, high: float, tau: float) -> float:
        """Halve an interval at one end of which f is flat."""
        at_low = is_flat(self.slope(low, 1.0), tau)
        for _ in range(40):
            middle = (low + high) / 2
            stays = is_flat(self.slope(middle, 1.0), tau) == at_low
            low, high = (middle, high) if stays else (low, middle)
        return round(float(low), 6) + 0.0


@lru_cache(maxsize=64)
def _known(name: str, heights: tuple[float, ...]) -> Subject:
    return Subject(name, heights)


def subject_of(name: str, knots=HEIGHTS) -> Subject:
    """Find what is looked at by its name.

    Parameters
    ----------
    name : str
        ``"sigmoid"``, ``"relu"``, ``"tanh"``, ``"leaky"`` or ``"drawn"``.
    knots : sequence of float
        Seven heights, for ``"drawn"``.

    Returns
    -------
    Subject
        The same one for the same arguments, with what it has computed.

    Raises
    ------
    ValueError
        If there is none of that name, or the knots make no sense.

    Examples
    --------
    >>> subject_of("relu").check(h=0.5, at_zero=1.0).gap
    0.5
    >>> subject_of("sigmoid").flat(0.05)
    ((-6.0, -2.887271), (2.887271, 6.0))
    """
    if str(name).lower() == "drawn":
        return _known("drawn", _seven(knots))
    try:
        activation_named(name)
    except ValueError as error:
        first, _, rest = str(error).partition("\n")
        known = ", ".join([*ACTIVATIONS, "drawn"])
        guess = rest.partition("\n")[1] + rest.partition("\n")[2]
        raise ValueError(f"{first}\n  there are: {known}{guess}") from None
    return _known(str(name).lower(), ())
