"""A derivative checked with every step, three schemes and two precisions, as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.polynomial.polynomial import polyval

from bpteach.plots.scanned import BUGS, FUNCTIONS, Scanned

__all__ = ["EXPONENTS", "LAST_DIGIT", "PRECISIONS", "SCHEMES", "CloseUp", "Scan", "scan_steps"]

SCHEMES = {
    "forward": lambda f, z, h: (f(z + h) - f(z)) / h,
    "central": lambda f, z, h: (f(z + h) - f(z - h)) / (2 * h),
    "complex": lambda f, z, h: f(z + 1j * h).imag / h,
}
"""Those of `bpteach.numeric`, number for number, but for many steps at once."""
PRECISIONS = {"float64": np.float64, "float32": np.float32}
EXPONENTS = range(-15, 0)  # of ten: the steps that can be chosen
LAST_DIGIT = 1e-16  # below it a float64 says nothing: errors are shown as this, if smaller
FARTHEST = 6.0  # |z|; farther out the slope of a tanh is lost in f's own rounding

_BETWEEN = (1.0, 1.8, 3.2, 5.6)  # steps within a decade
_TERMS, _RADIUS, _TURN = 9, 0.5, 64  # of Taylor's formula, from f on a circle around z
_NOTHING = 1e-12  # a term smaller than this is 0, up to rounding
_FINE = 10.0 ** np.linspace(-15, -1, 1401)  # where the best step is looked for
_SAMPLES = 240
_DISTINCT = 150  # so few different values within the window are drawn as a staircase
_AS_GOOD = 1.001


@dataclass(frozen=True)
class CloseUp:
    """A function near z, as seen when the step fills half of the window.

    Parameters
    ----------
    unit : float
        One unit of both axes: h, or a few steps of the number line where h is less.
    x, y : ndarray of float64, shape (p,)
        Distance from z and change of f, in units: a staircase, where the numbers are that
        coarse.
    coarse : bool
        Whether the staircase shows.
    """

    unit: float
    x: np.ndarray
    y: np.ndarray
    coarse: bool


@dataclass(frozen=True)
class Scan:
    """A function at one z in one precision.

    Parameters
    ----------
    name : str
        A key of `FUNCTIONS`.
    at : float
        z as it was asked for; `z` is the nearest number of the precision.
    precision : str
        ``"float64"`` or ``"float32"``.
    """

    name: str
    at: float
    precision: str

    @property
    def scanned(self) -> Scanned:
        """The function and its formulas."""
        return FUNCTIONS[self.name]

    @cached_property
    def z(self):
        """Where, as a number of the precision."""
        return PRECISIONS[self.precision](self.at)

    @property
    def epsilon(self) -> float:
        """Distance from 1 to the next number."""
        return float(np.finfo(self.z.dtype).eps)

    @cached_property
    def value(self) -> float:
        """f(z), in the precision."""
        return float(self.scanned.f(self.z))

    @cached_property
    def slope(self) -> float:
        """f′(z) by the right formula, in float64."""
        return self.formula("none")

    @property
    def share(self) -> float:
        """What an error is a share of: the slope's size, or 1 where it is 0."""
        return abs(self.slope) or 1.0

    def formula(self, bug: str) -> float:
        """Evaluate a formula for the slope.

        Parameters
        ----------
        bug : str
            A key of `BUGS`; ``"none"`` is the right one.

        Returns
        -------
        float
            What it gives at z.
        """
        return self._formulas[bug]

    @cached_property
    def _formulas(self) -> dict[str, float]:
        z = np.float64(self.z)
        return {bug: float(of(self.scanned, z)) + 0.0 for bug, (_, of) in BUGS.items()}

    def bug_size(self, bug: str) -> float:
        """How wrong a formula is.

        Parameters
        ----------
        bug : str
            A key of `BUGS`.

        Returns
        -------
        float
            As a share of the slope; 0 if it gives the right number here.
        """
        return abs(self.formula(bug) - self.slope) / self.share

    # Measured

    @cached_property
    def h(self) -> np.ndarray:
        """The steps, four a decade."""
        return np.array([part * float(f"1e{e}") for e in EXPONENTS for part in _BETWEEN][:-3])

    @cached_property
    def differences(self) -> dict[str, np.ndarray]:
        """What each scheme finds for each step, computed in the precision."""
        h = self.h.astype(self.z.dtype)
        found = {name: scheme(self.scanned.f, self.z, h) for name, scheme in SCHEMES.items()}
        return {name: slopes.astype(np.float64) for name, slopes in found.items()}

    def difference(self, scheme: str, h: float) -> float:
        """Find the slope from values alone.

        Parameters
        ----------
        scheme : str
            A key of `SCHEMES`.
        h : float
            One of the steps.

        Returns
        -------
        float
            Computed in the precision.
        """
        return float(self.differences[scheme][self._places[h]])

    @cached_property
    def _places(self) -> dict[float, int]:
        return {h: place for place, h in enumerate(self.h.tolist())}

    def errors(self, scheme: str, bug: str = "none") -> np.ndarray:
        """Compare a formula with every step.

        Parameters
        ----------
        scheme, bug : str
            Keys of `SCHEMES` and `BUGS`.

        Returns
        -------
        ndarray of float64, shape (s,)
            Relative errors.
        """
        return np.abs(self.differences[scheme] - self.formula(bug)) / self.share

    def error(self, scheme: str, h: float, bug: str = "none") -> float:
        """Compare a formula with one step.

        Parameters
        ----------
        scheme : str
            A key of `SCHEMES`.
        h : float
            One of the steps.
        bug : str
            A key of `BUGS`.

        Returns
        -------
        float
            The relative error.
        """
        return abs(self.difference(scheme, h) - self.formula(bug)) / self.share

    # Foretold

    @cached_property
    def _taylor(self) -> np.ndarray:
        """Coefficients of Taylor's formula around z, from 0 on: a mean over a circle."""
        if self.scanned.kink is not None:
            return np.zeros(_TERMS)
        circle = _RADIUS * np.exp(2j * np.pi * np.arange(_TURN) / _TURN)
        around = np.fft.fft(self.scanned.f(np.float64(self.z) + circle)) / _TURN
        found = around.real[:_TERMS] / _RADIUS ** np.arange(_TERMS)
        return np.where(np.abs(found) < _NOTHING, 0.0, found)

    @cached_property
    def _terms(self) -> dict[str, np.ndarray]:
        """What a scheme leaves out: the coefficients of h, h², h³ and so on."""
        all_terms = self._taylor[2:] / self.share
        odd = all_terms * (np.arange(len(all_terms)) % 2)
        turned = odd * np.where(np.arange(len(odd)) % 4 == 1, -1, 1)
        return {"forward": all_terms, "central": odd, "complex": turned}

    def order(self, scheme: str) -> int | None:
        """Find the slope of a scheme's branch.

        Parameters
        ----------
        scheme : str
            A key of `SCHEMES`.

        Returns
        -------
        int or None
            The power of h in what is left out; None if nothing is.
        """
        there = np.flatnonzero(self._terms[scheme])
        return int(there[0]) + 1 if len(there) else None

    def left_out(self, scheme: str, h):
        """Foretell what a scheme leaves out, by Taylor's formula.

        Parameters
        ----------
        scheme : str
            A key of `SCHEMES`.
        h : float or ndarray
            The step.

        Returns
        -------
        float or ndarray
            As a share of the slope.
        """
        return np.abs(polyval(h, self._terms[scheme])) * h

    def rounding(self, scheme: str, h):
        """Foretell what rounding can add.

        Parameters
        ----------
        scheme : str
            A key of `SCHEMES`.
        h : float or ndarray
            The step.

        Returns
        -------
        float or ndarray
            As a share of the slope: ``ε (|f(z)| + |z f′(z)|) / h``, since f and z are rounded;
            only ``ε`` where nothing is subtracted.
        """
        last = self.epsilon * np.ones_like(h)
        if scheme == "complex":
            return last
        rounded = abs(self.value) + abs(float(self.z) * self.slope)
        return last + self.epsilon * rounded / self.share / h

    def foretold(self, scheme: str, h):
        """Foretell the error of a right formula.

        Parameters
        ----------
        scheme : str
            A key of `SCHEMES`.
        h : float or ndarray
            The step.

        Returns
        -------
        float or ndarray
            What is left out and what rounding adds.
        """
        return self.left_out(scheme, h) + self.rounding(scheme, h)

    def best(self, scheme: str) -> float | None:
        """Find the step with the least error.

        Parameters
        ----------
        scheme : str
            A key of `SCHEMES`.

        Returns
        -------
        float or None
            From 10⁻¹⁵ to 0.1, foretold: the largest of those that are as good as any. None
            if all of them reach over a kink.
        """
        return self._best[scheme]

    @cached_property
    def _best(self) -> dict[str, float | None]:
        return {scheme: self._least(scheme) for scheme in SCHEMES}

    def _least(self, scheme: str) -> float | None:
        usable = _FINE
        if self.scanned.kink is not None:
            usable = _FINE[[not self.crosses(scheme, h) for h in _FINE]]
        sums = self.foretold(scheme, usable)
        good = np.flatnonzero(sums <= _AS_GOOD * np.min(sums, initial=np.inf))
        return float(usable[good[-1]]) if len(good) else None

    # What a difference really uses

    def places(self, scheme: str, h: float) -> tuple[float, ...]:
        """Name the numbers at which f is really evaluated.

        Parameters
        ----------
        scheme : str
            A key of `SCHEMES`.
        h : float
            The step.

        Returns
        -------
        tuple of float
            Numbers of the precision, from left to right; z alone for a complex step, which
            leaves the real line.
        """
        if scheme == "complex":
            return (float(self.z),)
        kind = self.z.dtype.type
        left = self.z if scheme == "forward" else kind(self.z - kind(h))
        return float(left), float(kind(self.z + kind(h)))

    def is_lost(self, scheme: str, h: float) -> bool:
        """Say whether all places are one.

        Parameters
        ----------
        scheme : str
            A key of `SCHEMES`.
        h : float
            The step.

        Returns
        -------
        bool
            True if z + h is rounded to z, and z − h too.
        """
        places = self.places(scheme, h)
        return len(places) > 1 and places[0] == places[-1]

    def crosses(self, scheme: str, h: float) -> bool:
        """Say whether the kink lies between the places.

        Parameters
        ----------
        scheme : str
            A key of `SCHEMES`.
        h : float
            The step.

        Returns
        -------
        bool
            False for a smooth function.
        """
        kink, places = self.scanned.kink, self.places(scheme, h)
        return kink is not None and places[0] < kink < places[-1]

    def close_up(self, h: float) -> CloseUp:
        """Look at f near z.

        Parameters
        ----------
        h : float
            The step.

        Returns
        -------
        CloseUp
            Within two units to both sides.
        """
        if h not in self._seen:
            self._seen[h] = self._look(h)
        return self._seen[h]

    @cached_property
    def _seen(self) -> dict:
        return {}

    def _look(self, h: float) -> CloseUp:
        unit = max(h, 4 * float(np.spacing(np.abs(self.z))))
        z, kind = float(self.z), self.z.dtype.type
        x = np.unique((z + unit * np.linspace(-2, 2, 2 * _SAMPLES + 1)).astype(kind))
        y = self._change(x)
        x = x.astype(np.float64) - z
        coarse = bool(min(len(x), len(np.unique(y))) < _DISTINCT and np.ptp(y) > 0)
        x, y = _stairs(x, y) if coarse else (x[::12], y[::12])
        return CloseUp(unit, x / unit, y / unit, coarse)

    def used(self, scheme: str, h: float) -> np.ndarray:
        """Find the points that a difference really uses.

        Parameters
        ----------
        scheme : str
            A key of `SCHEMES`.
        h : float
            The step.

        Returns
        -------
        ndarray of float64, shape (2, 2) or (1, 2)
            Distance from z and change of f, a row a point, in units of the close-up.
        """
        if (scheme, h) not in self._found:
            places = np.array(self.places(scheme, h))
            heights = self._change(places.astype(self.z.dtype))
            points = np.array([places - float(self.z), heights]).T
            self._found[scheme, h] = points / self.close_up(h).unit
        return self._found[scheme, h]

    @cached_property
    def _found(self) -> dict:
        return {}

    def _change(self, x: np.ndarray) -> np.ndarray:
        """f(x) − f(z): both of the precision, subtracted in float64."""
        return self.scanned.f(x).astype(np.float64) - self.value


def _stairs(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each value holds until halfway to the next number; equal neighbours are one step."""
    changes = np.flatnonzero(np.diff(y))
    edges = (x[changes] + x[changes + 1]) / 2
    heights = y[np.append(changes, len(y) - 1)]
    return np.concatenate([x[:1], np.repeat(edges, 2), x[-1:]]), np.repeat(heights, 2)


@lru_cache(maxsize=64)
def scan_steps(name: str, z: float, precision: str = "float64") -> Scan:
    """Look at the derivative of a function with steps of every size.

    Parameters
    ----------
    name : str
        A key of `FUNCTIONS`.
    z : float
        Where, from −6 to 6.
    precision : str
        ``"float64"`` or ``"float32"``: in which f and the differences are computed.

    Returns
    -------
    Scan
        What was measured and what is foretold, computed when asked for and kept.

    Raises
    ------
    ValueError
        If a name is unknown, or z is not within the limits.

    Notes
    -----
    Formulas are evaluated in float64 at the z that the precision can hold, so that an error
    is one of the difference, or of the formula itself.

    Examples
    --------
    >>> scan = scan_steps("sigmoid", 0.7)
    >>> scan.order("forward"), scan.order("central")
    (1, 2)
    >>> f"{scan.error('central', 1e-2):.1e}", f"{scan.left_out('central', 1e-2):.1e}"
    ('5.5e-06', '5.5e-06')
    """
    for kind, known, given in (
        ("function", FUNCTIONS, name),
        ("precision", PRECISIONS, precision),
    ):
        if given not in known:
            raise ValueError(
                f"there is no {kind} {given!r} to look at\n  there are: {', '.join(known)}"
            )
    if not abs(z) <= FARTHEST:
        raise ValueError(f"z lies between −6 and 6 here, but z = {z}")
    return Scan(name, float(z), precision)
