"""An activation, its slope and an independent check of the slope, as numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches

import numpy as np

from bpteach import functions
from bpteach.plots.words import choice, plain

__all__ = [
    "ACTIVATIONS",
    "LEAK",
    "STEP",
    "Activation",
    "Curve",
    "Kink",
    "activation_named",
    "central",
    "kink_at",
    "measure",
]

STEP = 1e-5  # near the best for a central difference in float64: the cube root of epsilon
LEAK = 0.1  # slope of leaky ReLU on the left


@dataclass(frozen=True)
class Activation:
    """One function that can be drawn; a new one is one line of `ACTIVATIONS`.

    Parameters
    ----------
    label : str
        Its name as prose writes it.
    function : callable
        z, any shape, to f(z).
    derivative : callable
        (z, at_zero) to f′(z). A smooth function has no use for `at_zero`.
    formula : str
        f(z) as text.
    slope_formula : callable
        at_zero to f′(z) as text.
    kinks : tuple of float
        Where f has no derivative, so that the value there is a choice.
    customs : dict
        Who takes which value there, in words.
    """

    label: str
    function: Callable
    derivative: Callable
    formula: str
    slope_formula: Callable
    kinks: tuple[float, ...] = ()
    customs: dict[float, str] = field(default_factory=dict)

    @property
    def letter(self) -> str:
        """The function's letter, as the formula writes it."""
        return self.formula.partition("(")[0]


def _smooth(derivative: Callable) -> Callable:
    return lambda z, at_zero: derivative(z)


def _indicator(at_zero: float) -> str:
    closed = {1.0: "Ind(z ≥ 0)", 0.0: "Ind(z > 0)"}
    return "f′(z) = " + closed.get(at_zero, f"Ind(z > 0), and {choice(at_zero)} at 0")


def _leaky(z):
    z = np.asarray(z, dtype=np.float64)
    return np.where(z < 0, LEAK * z, z)[()]


def _leaky_derivative(z, at_zero: float):
    return LEAK + (1 - LEAK) * functions.relu_derivative(z, at_zero)


def _leaky_indicator(at_zero: float) -> str:
    sign = "≥" if at_zero == 1 else ">"
    at_kink = "" if at_zero in (0, 1) else f", and {choice(LEAK + (1 - LEAK) * at_zero)} at 0"
    return f"f′(z) = 1 if z {sign} 0, else {plain(LEAK)}{at_kink}"


ACTIVATIONS = {
    "sigmoid": Activation(
        "sigmoid",
        functions.sigmoid,
        _smooth(functions.sigmoid_derivative),
        "σ(z) = 1 / (1 + e⁻ᶻ)",
        lambda at_zero: "σ′(z) = σ(z) (1 − σ(z))",
    ),
    "relu": Activation(
        "ReLU",
        functions.relu,
        functions.relu_derivative,
        "f(z) = max(0, z)",
        _indicator,
        kinks=(0.0,),
        customs={1.0: "as in the notes", 0.0: "as in PyTorch and JAX"},
    ),
    "tanh": Activation(
        "tanh",
        functions.tanh,
        _smooth(functions.tanh_derivative),
        "t(z) = tanh(z)",
        lambda at_zero: "t′(z) = 1 − t(z)²",
    ),
    "leaky": Activation(
        "leaky ReLU",
        _leaky,
        _leaky_derivative,
        f"f(z) = max({plain(LEAK)} z, z)",
        _leaky_indicator,
        kinks=(0.0,),
    ),
}


def activation_named(name: str) -> Activation:
    """Find an activation by its name.

    Parameters
    ----------
    name : str
        A key of `ACTIVATIONS`; capitals do not matter.

    Returns
    -------
    Activation
        What can be drawn of it.

    Raises
    ------
    ValueError
        If there is none of that name. The nearest one is suggested.

    Examples
    --------
    >>> activation_named("ReLU").kinks
    (0.0,)
    """
    key = str(name).lower()
    if key in ACTIVATIONS:
        return ACTIVATIONS[key]
    near = get_close_matches(key, ACTIVATIONS, n=1, cutoff=0.5)
    guess = f"\n  did you mean {near[0]!r}?" if near else ""
    raise ValueError(
        f"there is no activation {name!r}\n  there are: {', '.join(ACTIVATIONS)}{guess}"
    )


@dataclass(frozen=True)
class Kink:
    """What can be said of the slope where there is none.

    Parameters
    ----------
    z, value : float
        Where, and f there.
    left, right : float
        Slope on either side.
    chosen, others : float, tuple of float
        The slope taken, and the usual ones not taken.
    difference : float
        What the central difference says, for every step: the mean of left and right.
    """

    z: float
    value: float
    left: float
    right: float
    chosen: float
    others: tuple[float, ...]
    difference: float


@dataclass(frozen=True)
class Curve:
    """All numbers of one activation's two panels.

    Parameters
    ----------
    activation : Activation
        What was measured.
    z, f, slope : ndarray of float64, shape (k,)
        The curves; the slope is nan on a kink, where the line breaks.
    checked, difference : ndarray of float64, shape (c,)
        Where central differences were taken, and their values, from f alone; no kink.
    gap : float
        Largest distance between the slope and the central differences.
    kinks : tuple of Kink
        The kinks in view.
    peak : tuple of float
        z and slope where the slope is largest.
    """

    activation: Activation
    z: np.ndarray
    f: np.ndarray
    slope: np.ndarray
    checked: np.ndarray
    difference: np.ndarray
    gap: float
    kinks: tuple[Kink, ...]
    peak: tuple[float, float]


def measure(
    activation: Activation, limits: tuple[float, float], at_zero: float, checks: int
) -> Curve:
    """Compute an activation's curves, their check and its kinks.

    Parameters
    ----------
    activation : Activation
        What to measure.
    limits : tuple of float
        First and last z.
    at_zero : float
        The slope chosen on a kink.
    checks : int
        How many central differences to take.

    Returns
    -------
    Curve
        The numbers; nothing is drawn.

    Notes
    -----
    The differences never see the formula of the slope: ``(f(z + h) − f(z − h)) / 2h`` with
    h = 1e-5, whose error is about h² f‴(z) / 6.

    Examples
    --------
    >>> measure(ACTIVATIONS["relu"], (-1, 1), at_zero=1.0, checks=5).kinks[0].difference
    0.5
    """
    kinks = [kink for kink in activation.kinks if limits[0] <= kink <= limits[1]]
    landmarks = [z for z in (0.0, *kinks) if limits[0] <= z <= limits[1]]
    z = np.union1d(np.linspace(*limits, 401), landmarks)
    slope = np.where(np.isin(z, kinks), np.nan, activation.derivative(z, at_zero))
    checked = np.linspace(*limits, checks)
    checked = checked[np.all(np.abs(checked[:, None] - np.array([kinks])) > STEP, axis=1)]
    difference = central(activation.function, checked, STEP)
    top = int(np.nanargmax(slope))
    return Curve(
        activation=activation,
        z=z,
        f=activation.function(z),
        slope=slope,
        checked=checked,
        difference=difference,
        gap=float(np.max(np.abs(difference - activation.derivative(checked, at_zero)))),
        kinks=tuple(kink_at(activation, kink, at_zero) for kink in kinks),
        peak=(float(z[top]), float(slope[top])),
    )


def central(function: Callable, z, h: float):
    """Take the slope between two points of a function, at equal distances on both sides.

    Parameters
    ----------
    function : callable
        z, any shape, to f(z).
    z : float or ndarray of float64
        Where.
    h : float
        Distance to either side.

    Returns
    -------
    float or ndarray of float64, same shape
        ``(f(z + h) − f(z − h)) / 2h``, with the distance that float64 really keeps.

    Examples
    --------
    >>> float(central(functions.relu, 0.0, 0.25))
    0.5
    """
    above, below = z + h, z - h
    return (function(above) - function(below)) / (above - below)


def kink_at(activation: Activation, z: float, at_zero: float) -> Kink:
    """Say what there is to choose from on a kink.

    Parameters
    ----------
    activation : Activation
        Whose kink.
    z : float
        Where.
    at_zero : float
        What is chosen there: 1 the slope on the right, 0 that on the left, or between.

    Returns
    -------
    Kink
        The slopes on both sides, the one chosen, and the usual ones not chosen.

    Examples
    --------
    >>> kink_at(ACTIVATIONS["relu"], 0.0, at_zero=1.0).others
    (0.5, 0.0)
    """
    left, right = (float(activation.derivative(z + side, at_zero)) for side in (-STEP, STEP))
    chosen = float(activation.derivative(z, at_zero))
    usual = (right, (left + right) / 2, left)
    return Kink(
        z=z,
        value=float(activation.function(z)),
        left=left,
        right=right,
        chosen=chosen,
        others=tuple(value for value in usual if not np.isclose(value, chosen, atol=1e-12)),
        difference=float(central(activation.function, z, STEP)),
    )
