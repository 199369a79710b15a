"""What the exercises of unit 04 share: the plain formulas, and inputs with all pairs of signs."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.parts import entries

__all__ = ["NOTES", "sigma", "signed_pairs", "slope"]

NOTES = 'Course notes, "Sigmoid".'

_PAIRS = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])


def sigma(z):
    """Sigmoid as the textbook writes it; it overflows far to the left."""
    return 1 / (1 + np.exp(-z))


def slope(z):
    """Slope of the sigmoid as the notes write it."""
    return sigma(z) * (1 - sigma(z))


def signed_pairs(rng, n: int):
    """Draw two columns in which all four pairs of signs occur (three of them, if n is 3)."""
    signs = np.resize(rng.permutation(_PAIRS), (n, 2))
    return (np.abs(entries(rng, n, 1)) * signs[:, [k]] for k in range(2))
