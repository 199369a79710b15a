"""What the exercises of unit 04 share: the plain formulas, and inputs with all pairs of signs."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.parts import entries

__all__ = ["NOTES", "sigma", "signed_pairs", "slope"]

NOTES = 'Course notes, "Sigmoid".'

_PAIRS = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])


def sigma(z):
    """Sigmoid as the textbook writes it; it overflows far to the left.

    Parameters
    ----------
    z : ndarray or float
        Where; near 0.

    Returns
    -------
    ndarray or float
        ``1 / (1 + e⁻ᶻ)``.

    Examples
    --------
    >>> float(sigma(0.0))
    0.5
    """
    return 1 / (1 + np.exp(-z))


def slope(z):
    """Slope of the sigmoid as the notes write it.

    Parameters
    ----------
    z : ndarray or float
        Where; near 0.

    Returns
    -------
    ndarray or float
        ``σ(z) (1 − σ(z))``.

    Examples
    --------
    >>> float(slope(0.0))
    0.25
    """
    return sigma(z) * (1 - sigma(z))


def signed_pairs(rng, n: int):
    """Draw two columns in which all four pairs of signs occur (three of them, if n is 3).

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the numbers come from.
    n : int
        How many entries, 3 or more.

    Returns
    -------
    iterator of two ndarray of float64, shape (n, 1)
        The point and the upstream gradient.

    Examples
    --------
    >>> z, g = signed_pairs(np.random.default_rng(0), 4)
    >>> len(set(zip(np.sign(z)[:, 0].tolist(), np.sign(g)[:, 0].tolist(), strict=True)))
    4
    """
    signs = np.resize(rng.permutation(_PAIRS), (n, 2))
    return (np.abs(entries(rng, n, 1)) * signs[:, [k]] for k in range(2))
