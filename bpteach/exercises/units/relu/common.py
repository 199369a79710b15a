"""Inputs and small helpers that the exercises of unit 05 share."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.parts import Extreme, entries

__all__ = [
    "NOTES",
    "SMALLEST",
    "full",
    "other_shapes",
    "overwritten",
    "signed",
    "z_g",
    "z_g_on_the_kink",
]

NOTES = 'Course notes, "ReLU".'
SMALLEST = 9  # rows: all four pairs of signs with a small and a large z, and a 0


def signed(rng: np.random.Generator, rows: int, zero: bool) -> tuple[np.ndarray, np.ndarray]:
    """Draw z and an upstream gradient, so that no mask on one looks like a mask on the other.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where they come from.
    rows : int
        From 8 on, all four pairs of signs occur with a small and with a large z.
    zero : bool
        Whether one z is exactly 0, where there are 9 rows or more.

    Returns
    -------
    z, g : ndarray of float64, shape (rows, 1)
        Shuffled; otherwise nothing is near 0.

    Examples
    --------
    >>> z, g = signed(np.random.default_rng(0), 9, zero=True)
    >>> int((z == 0).sum()), int(((z > 0) & (g < 0)).sum())
    (1, 2)
    """
    place = np.arange(rows)[:, None]
    small, large = rng.uniform(0.4, 0.9, (rows, 1)), rng.uniform(1.2, 2.4, (rows, 1))
    z = np.where(place % 8 < 4, small, large) * np.where(place % 2, -1, 1)
    g = np.abs(entries(rng, rows, 1)) * np.where((place + 1) % 4 < 2, -1, 1)
    z[8:9] = 0.0 if zero else z[8:9]
    order = rng.permutation(rows)
    return z[order], g[order]


def z_g(rng: np.random.Generator, sizes: dict[str, int]) -> dict[str, np.ndarray]:
    """Draw z without a 0, and an upstream gradient.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where they come from.
    sizes : dict
        With n.

    Returns
    -------
    dict
        ``z`` and ``dL_df``.
    """
    z, g = signed(rng, sizes["n"], zero=False)
    return {"z": z, "dL_df": g}


def z_g_on_the_kink(rng: np.random.Generator, sizes: dict[str, int]) -> dict[str, np.ndarray]:
    """Draw z with one 0, and an upstream gradient.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where they come from.
    sizes : dict
        With n.

    Returns
    -------
    dict
        ``z`` and ``dL_df``.
    """
    z, g = signed(rng, sizes["n"], zero=True)
    return {"z": z, "dL_df": g}


def other_shapes(rng: np.random.Generator) -> tuple[Extreme, ...]:
    """Draw z in the shapes that an elementwise function must take too.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where they come from.

    Returns
    -------
    tuple of Extreme
        1-D, a column, three axes.
    """
    hint = "An elementwise function takes any shape: it needs no loop over rows."
    return (
        Extreme("z is 1-D", {"z": entries(rng, 6)}, hint),
        Extreme("z is a column", {"z": entries(rng, 5, 1)}, hint),
        Extreme("z has three axes", {"z": entries(rng, 2, 4, 3)}, hint),
    )


def overwritten(z: np.ndarray) -> np.ndarray:
    """Write max(0, z) over z: the bug of this unit.

    Parameters
    ----------
    z : ndarray
        Changed.

    Returns
    -------
    ndarray
        z itself.
    """
    return np.maximum(z, 0, out=z)


def full(slopes: np.ndarray) -> np.ndarray:
    """Build the Jacobian of an elementwise function.

    Parameters
    ----------
    slopes : ndarray, shape (n, 1)
        One slope an entry.

    Returns
    -------
    ndarray, shape (n, n)
        The slopes on the diagonal.
    """
    return np.diag(slopes[:, 0])
