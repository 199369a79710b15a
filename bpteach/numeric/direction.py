"""`quick_check`: the gradient along one random direction, in two calls of the layer."""

from __future__ import annotations

from functools import lru_cache
from math import sqrt

import numpy as np

from bpteach.arguments import columns
from bpteach.numeric.differences import real_numbers
from bpteach.numeric.promises import parts_of
from bpteach.numeric.protocol import must_be_a_layer
from bpteach.numeric.report import Comparison
from bpteach.readonly import frozen, sealed

__all__ = ["quick_check"]

_STEP = 2.0**-17  # near eps^(1/3), as of a central difference
_BOUND = 1e-6
_ROUNDINGS = 64
_DOUBTFUL = 5e-4


def quick_check(layer, a, *, seed: int = 0) -> Comparison:
    """Compare a layer's gradients with a central difference along one random direction.

    All entries of the input and of every parameter move at once, each by a random share of one
    small step. How the output changes is one number, and the gradients foretell it. So every
    step of a training can afford this check; where it fails, `check` says what is wrong.

    Parameters
    ----------
    layer : Layer
        A layer or a network.
    a : ndarray, shape (m, 1), or a batch (m, N)
        Its input.
    seed : int
        Where the direction and the upstream gradient come from.

    Returns
    -------
    Comparison
        True if the two agree. ``.error`` is the difference as a share of what a gradient of
        that size gives along such a direction.

    Raises
    ------
    TypeError
        If `layer` is no layer, or `a` does not hold real numbers. Errors of the layer itself
        come through.

    Notes
    -----
    A wrong gradient that is right along the direction by chance is not seen; another seed sees
    it. A single wrong entry counts only for its share of the whole: the error is below the
    bound of 1e-6 where that is less than a millionth. Cost: `vjp` once, two calls of the layer.

    Examples
    --------
    >>> from bpteach import Linear, Network, Sigmoid, SquaredError
    >>> network = Network(Linear(np.eye(2), np.zeros((2, 1))), Sigmoid(), SquaredError([[1], [0]]))
    >>> quick_check(network, np.array([[0.5], [-1.0]])).words
    'right along a random direction'
    """
    must_be_a_layer(layer, "quick_check")
    a = frozen(columns(real_numbers(a, layer.input_letter).astype(np.float64, copy=False), layer))
    with np.errstate(all="ignore"):  # what overflows is judged, not warned of
        out, pullback = layer.vjp(a)
        values = {name: np.asarray(value, np.float64) for name, value in layer.parameters.items()}
        values = {None: a, **values}
        shares, upstream = _drawn(seed, sum(np.size(one) for one in values.values()), out.shape)
        gradients = pullback(upstream)
        reach = {name: _reach(value) for name, value in values.items()}
        steps = _steps(values, reach, shares)
        foretold, scale = _along(gradients, steps, reach)
        sides = (_output(layer, values, steps, move) for move in (np.add, np.subtract))
        moved = [np.vdot(upstream, side) for side in sides]
        here = np.vdot(upstream, out)
        size = np.vdot(np.abs(upstream), np.abs(out))
    return _judged(foretold, moved[0] - here, here - moved[1], scale, size)


@lru_cache(maxsize=4)
def _drawn(seed, entries, shape):
    """A share from −1 to 1 of its step for each entry, and an upstream gradient."""
    rng = np.random.default_rng(seed)
    return sealed(rng.uniform(-1, 1, entries)), sealed(rng.standard_normal(shape))


def _reach(value):
    """How far the entries of a variable move: as their typical size asks."""
    return _STEP * max(1.0, sqrt(np.vdot(value, value) / max(value.size, 1)))


def _steps(values, reach, shares):
    steps, start = {}, 0
    for name, value in values.items():
        steps[name] = shares[start : start + value.size].reshape(value.shape) * reach[name]
        start += value.size
    return steps


def _along(gradients, steps, reach):
    """The change that the gradients foretell, and the change that is typical of their size."""
    change = square = 0.0
    for name, step in steps.items():
        gradient = np.asarray(gradients.input if name is None else getattr(gradients, name))
        if gradient.shape != step.shape:
            return np.nan, 0.0
        change += np.vdot(gradient, step)
        square += np.vdot(gradient, gradient) * reach[name] ** 2 / 3  # of uniform shares
    return change, sqrt(square)


def _output(layer, values, steps, move):
    """The output with every variable moved to one side."""
    x = move(values[None], steps[None])
    for one, names in parts_of(layer):
        own = {letter: names.get(letter, letter) for letter in one.parameters}
        if own:
            moved = {k: sealed(move(values[name], steps[name])) for k, name in own.items()}
            one = one.with_parameters(**moved)
        x = one(x)
    return x


def _judged(foretold, right, left, scale, size):
    slope, gap = (right + left) / 2, abs(right - left) / 2
    scale = max(scale, abs(slope)) or 1.0
    rounding = _ROUNDINGS * np.finfo(np.float64).eps * size
    error = abs(foretold - slope) / scale
    named = ("every variable", "pullback")
    if not np.isfinite(slope):
        words = "cannot be judged here: the output is not finite near this input"
        return Comparison(*named, "no slope", words)
    gap += _BOUND * scale + rounding
    if gap > _DOUBTFUL * scale + 2 * rounding and abs(foretold - slope) <= gap:
        words = "right as far as one can tell: the slope changes within the step, as at a kink"
        return Comparison(*named, "kink", words, float(error))
    if abs(foretold - slope) <= _BOUND * scale + rounding:
        return Comparison(*named, "right", "right along a random direction", float(error))
    words = (
        "wrong along a random direction: the gradients foretell "
        f"{foretold / scale:.4g} where the output changes by {slope / scale:.4g}; check(layer, a) "
        "says what is wrong"
    )
    return Comparison(*named, "entries", words, float(error))
