"""Arrays that nobody can change: what a layer, a Jacobian or a trace keeps."""

from __future__ import annotations

import numpy as np

__all__ = ["frozen", "sealed"]


def frozen(array) -> np.ndarray:
    """Give an array that nobody can change: itself if it is already so, else a copy.

    Parameters
    ----------
    array : ndarray
        Any array.

    Returns
    -------
    ndarray
        Read-only, sharing no memory that somebody can still write to.

    Examples
    --------
    >>> kept = frozen(np.zeros(2))
    >>> kept.flags.writeable, frozen(kept) is kept
    (False, True)
    """
    owner = array
    while isinstance(owner, np.ndarray) and not owner.flags.writeable:
        owner = owner.base
    if owner is not None:  # somebody can write to it, or it is no array and may change
        array = array.copy()
        array.flags.writeable = False
    return array


def sealed(fresh: np.ndarray) -> np.ndarray:
    """Close an array that was just made, and that nobody else holds; no copy is needed.

    Parameters
    ----------
    fresh : ndarray
        Any new array.

    Returns
    -------
    ndarray
        The same array, read-only.

    Examples
    --------
    >>> sealed(np.zeros(2)).flags.writeable
    False
    """
    fresh.flags.writeable = False
    return fresh
