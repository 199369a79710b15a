"""Networks of two layers to draw and to spoil: what the exercises of the unit share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bpteach.exercises.parts import entries

__all__ = [
    "NOTES",
    "SHAPES",
    "difference",
    "kept",
    "network",
    "sigma",
    "slope",
    "through_o",
    "way_back",
]

NOTES = 'Course notes, "Linear layer" and "Sigmoid".'
SHAPES = (
    "| | shape |\n| --- | --- |\n| `W1`, `b1` | n×m, n×1 |\n| `W2`, `b2` | k×n, k×1 |\n"
    "| `a` | m×1 |\n"
)


def sigma(z):
    """Sigmoid, elementwise: ``1 / (1 + e^(−z))``.

    Parameters
    ----------
    z : ndarray, any shape
        Where, of moderate size.

    Returns
    -------
    ndarray, the shape of `z`
        Values from 0 to 1.

    Examples
    --------
    >>> sigma(np.array([0.0]))
    array([0.5])
    """
    return 1 / (1 + np.exp(-z))


def kept(W1, b1, W2, b2, a):
    """Give the values of the way forward.

    Parameters
    ----------
    W1, b1, W2, b2, a : ndarray, shapes (n, m), (n, 1), (k, n), (k, 1), (m, 1)
        The network and its input.

    Returns
    -------
    tuple of ndarray
        z1, h and o.
    """
    z1 = W1 @ a + b1
    h = sigma(z1)
    return z1, h, W2 @ h + b2


def network(rng, sizes) -> dict[str, np.ndarray]:
    """Draw a network in which every step of the way back can be seen.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the numbers come from.
    sizes : dict from str to int
        n hidden numbers, m inputs and k outputs.

    Returns
    -------
    dict from str to ndarray
        W1, b1, W2, b2, a and the target t. No entry of z1 is so large that the sigmoid is flat
        there, none is near 0, and no gradient on the way is near 0.
    """
    n, m, k = (sizes[letter] for letter in "nmk")
    for _ in range(10_000):
        drawn = {
            "W1": entries(rng, n, m) / np.sqrt(m),
            "b1": entries(rng, n, 1) / 2,
            "W2": entries(rng, k, n) / np.sqrt(n),
            "b2": entries(rng, k, 1) / 2,
            "a": entries(rng, m, 1),
            "t": entries(rng, k, 1),
        }
        if _tells_all(**drawn):
            return drawn
    raise RuntimeError(f"no network of sizes {sizes} shows every step")


def _tells_all(W1, b1, W2, b2, a, t) -> bool:
    z1, _, o = kept(W1, b1, W2, b2, a)
    back = np.vstack([o - t, W2.T @ (o - t)])
    signs = (z1 > 0).any() and (z1 < 0).any()
    return bool(signs and np.abs(z1).max() < 3 and min(np.abs(z1).min(), np.abs(back).min()) > 0.2)


def difference(o, t):
    """Gradient of ``½‖o − t‖²``.

    Parameters
    ----------
    o, t : ndarray, shape (k, 1)
        Output and target.

    Returns
    -------
    ndarray, shape (k, 1)
        Column convention.
    """
    return o - t


def through_o(W1, W2, g, h, *weight):
    """Gradient of h on its way through o.

    Parameters
    ----------
    W1, W2 : ndarray, shapes (n, m), (k, n)
        The weights; those of layer 1 are there for steps that take them by mistake.
    g : ndarray, shape (k, 1)
        Gradient of o.
    h : ndarray, shape (n, 1)
        The hidden numbers.
    *weight : float
        How much a second term of the loss counts, where there is one.

    Returns
    -------
    ndarray, shape (n, 1)
        Column convention.
    """
    return W2.T @ g


def slope(z1, h):
    """Slope of the sigmoid at z1.

    Parameters
    ----------
    z1, h : ndarray, shape (n, 1)
        What goes in, and what comes out: the slope is known from what comes out.

    Returns
    -------
    ndarray, shape (n, 1)
        The diagonal of dh/dz1.
    """
    return h * (1 - h)


def way_back(error=difference, hidden=through_o, at=slope) -> Callable:
    """Give a way back through two layers in which a step can be replaced.

    Parameters
    ----------
    error : callable
        ``error(o, t)`` in the place of o − t.
    hidden : callable
        ``hidden(W1, W2, g, h, *weight)`` in the place of the gradient of h.
    at : callable
        ``at(z1, h)`` in the place of the sigmoid's slope.

    Returns
    -------
    callable
        ``backward(W1, b1, W2, b2, a, t, *weight)`` gives the four gradients.
    """

    def backward(W1, b1, W2, b2, a, t, *weight):
        z1, h, o = kept(W1, b1, W2, b2, a)
        g = error(o, t)
        dL_dz1 = hidden(W1, W2, g, h, *weight) * at(z1, h)
        return dL_dz1 @ a.T, dL_dz1, g @ h.T, g

    return backward
