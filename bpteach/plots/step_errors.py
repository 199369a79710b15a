"""How far differences of a function are from its gradient, step by step, as numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bpteach.arguments import numbers
from bpteach.layout import ShapeError, shape_words
from bpteach.numeric import central_difference, forward_difference

__all__ = ["Branch", "StepErrors", "measure_steps"]

EPSILON = float(np.finfo(np.float64).eps)
STEPS = 10.0 ** np.linspace(-15, -1, 57)  # four a decade
_FITTED = STEPS[-9:]  # the two decades in which a slope is read
_WALK = 13  # half steps to either side
_CLEAR = 30.0  # how far above rounding an error must lie to show a slope


@dataclass(frozen=True)
class Branch:
    """What a scheme leaves out, read from its largest steps: error = size · h^slope.

    Parameters
    ----------
    slope : int
        The order of the scheme, in this function.
    size : float
        The error at h = 1, if the line went on.
    best : float
        The step at which this and the rounding are least together.
    """

    slope: int
    size: float
    best: float


@dataclass(frozen=True)
class StepErrors:
    """The relative errors of both schemes, for every step.

    Parameters
    ----------
    h : ndarray of float64, shape (s,)
        The steps.
    forward, central : ndarray of float64, shape (s,)
        Largest distance to the gradient, as a share of its largest entry.
    rounding : float
        The rounding's part is near ``rounding / h``: ``eps · |f(x)|`` over the largest entry.
    ahead, around : Branch or None
        What forward and central differences leave out; None if it drowns in the rounding.
    offsets, stairs : ndarray of float64, shape (p,)
        A walk along the entry with the largest slope, over a few of the smallest steps that a
        float64 can take there, and how f changes, both in units of eps.
    slope : float
        The slope along that entry.
    """

    h: np.ndarray
    forward: np.ndarray
    central: np.ndarray
    rounding: float
    ahead: Branch | None
    around: Branch | None
    offsets: np.ndarray
    stairs: np.ndarray
    slope: float


def measure_steps(f: Callable, gradient, x) -> StepErrors:
    """Compare a gradient with differences of every size.

    Parameters
    ----------
    f : callable
        From an array of x's shape to one number.
    gradient : array_like, the shape of x
        The gradient of f at x.
    x : array_like of real numbers, any shape
        Where.

    Returns
    -------
    StepErrors
        The numbers; nothing is drawn.

    Raises
    ------
    ShapeError
        If the gradient has not the shape of x, or f does not give one number.
    ValueError
        If the gradient is 0 or not finite: an error has no share of it.

    Examples
    --------
    >>> steps = measure_steps(lambda x: np.exp(x).sum(), np.exp([0.0, 1.0]), [0.0, 1.0])
    >>> steps.ahead.slope, steps.around.slope
    (1, 2)
    >>> round(steps.ahead.size, 1), round(6 * steps.around.size, 1)
    (0.5, 1.0)
    """
    x, gradient = numbers(x, "x"), numbers(gradient, "the gradient")
    _require(f, gradient, x)
    largest = float(np.max(np.abs(gradient)))

    def error(scheme, h):
        slopes = np.asarray(scheme(lambda x: _number(f(x)), x, h))
        return float(np.max(np.abs(slopes - gradient))) / largest

    forward, central = (
        np.array([error(scheme, h) for h in STEPS])
        for scheme in (forward_difference, central_difference)
    )
    rounding = EPSILON * abs(_number(f(x.copy()))) / largest
    offsets, stairs, slope = _walk(f, gradient, x)
    return StepErrors(
        h=STEPS.copy(),
        forward=forward,
        central=central,
        rounding=rounding,
        ahead=_branch(forward, rounding),
        around=_branch(central, rounding),
        offsets=offsets,
        stairs=stairs,
        slope=slope,
    )


def _require(f, gradient, x):
    value = np.asarray(f(x.copy()))
    if value.size != 1:
        raise ShapeError(
            "a gradient is that of one number, but f gives several\n"
            f"  f(x): {shape_words(value.shape)}\n"
            "  write a loss, for example lambda x: np.sum(z_of(x) ** 2) / 2"
        )
    if gradient.shape != x.shape:
        raise ShapeError(
            "the gradient needs the shape of x\n"
            f"  the gradient: {shape_words(gradient.shape)}\n"
            f"  x: {shape_words(x.shape)}\n"
            "  the strict row form needs a .T here"
        )
    if not (np.isfinite(gradient).all() and gradient.any()):
        raise ValueError(
            "an error is a share of the gradient, which must be finite and not all 0\n"
            "  choose another x"
        )


def _number(value) -> float:
    return float(np.asarray(value).reshape(()))


def _branch(error: np.ndarray, rounding: float) -> Branch | None:
    """Read order and size in the largest steps, where they stand clear of the rounding."""
    chosen = np.isin(STEPS, _FITTED)
    h, error = STEPS[chosen], error[chosen]
    if np.any(error < _CLEAR * (rounding + EPSILON) / h):
        return None
    order = round(float(np.polyfit(np.log10(h), np.log10(error), 1)[0]))
    if order < 1:
        return None
    size = float(error[0] / h[0] ** order)
    return Branch(order, size, float((rounding / (order * size)) ** (1 / (order + 1))))


def _walk(f, gradient, x):
    at = np.unravel_index(int(np.argmax(np.abs(gradient))), x.shape)
    offsets = np.arange(-_WALK, _WALK + 1) * float(np.spacing(abs(x[at]))) / 2

    def moved(by):
        other = x.copy()
        other[at] += by
        return _number(f(other))

    here = moved(0.0)
    taken = np.array([(x[at] + by) - x[at] for by in offsets])
    stairs = np.array([moved(by) - here for by in offsets])
    return taken / EPSILON, stairs / EPSILON, float(gradient[at])
