"""A function's values where one entry of its variable was moved: one call for each entry."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bpteach.numeric.differences import moved, value_of

__all__ = ["Moves", "one_by_one"]

# From places in a variable (flat) and a step for each to values: (places, entries of the output).
Moves = Callable[[np.ndarray, np.ndarray], np.ndarray]


def one_by_one(f: Callable, x: np.ndarray) -> Moves:
    """Move one entry after the other, with a call of f for each.

    Parameters
    ----------
    f : callable
        From an array of x's shape to an array. It gets copies: x is never changed.
    x : ndarray of float64
        Where.

    Returns
    -------
    callable
        ``moves(places, steps)``, shape (len(places), entries of f(x)).

    Examples
    --------
    >>> moves = one_by_one(np.square, np.array([[1.0], [2.0]]))
    >>> moves(np.array([1]), np.array([0.5]))
    array([[1.  , 6.25]])
    """

    def moves(places, steps):
        wide = x.astype(np.result_type(x, steps), copy=False)
        at = zip(*np.unravel_index(places, x.shape), strict=True)
        values = [
            value_of(f, moved(wide, place, step)).reshape(-1)
            for place, step in zip(at, steps.tolist(), strict=True)
        ]
        return np.array(values)

    return moves
