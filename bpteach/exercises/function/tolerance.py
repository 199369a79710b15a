"""How near is near enough: as a share of the largest entry, or of each entry."""

from __future__ import annotations

import numpy as np

__all__ = ["alike", "tolerance"]

_DOUBLE, _SINGLE = 1e-6, 1e-4


def tolerance(out: np.ndarray) -> float:
    """Say how far off an answer may be, as a share of the largest right entry.

    Parameters
    ----------
    out : ndarray
        The answer.

    Returns
    -------
    float
        Looser where it is computed in float32, whatever dtype it was turned into.

    Examples
    --------
    >>> tolerance(np.array([0.1]))
    1e-06
    """
    with np.errstate(all="ignore"):
        single = out.dtype.kind == "f" and np.array_equal(out, out.astype(np.float32))
    return _SINGLE if single else _DOUBLE


def alike(out: np.ndarray, right: np.ndarray, small: float = 0.0) -> bool:
    """Tell whether two arrays agree entry by entry, each by its own size.

    Parameters
    ----------
    out : ndarray
        The answer, at an extreme.
    right : ndarray
        What it should be; nan agrees with nan.
    small : float
        A difference that does not count.

    Returns
    -------
    bool
        A tiny entry counts as much as a large one, and 0 only equals 0 (and what is `small`).

    Examples
    --------
    >>> alike(np.array([1.0, 0.0]), np.array([1.0, 4e-18]))
    False
    """
    if out.shape != right.shape:
        return False
    with np.errstate(all="ignore"):
        allowed = np.maximum(tolerance(out) * np.abs(right), small)
        near = np.abs(np.subtract(out, right, dtype=np.float64)) <= allowed
        same = np.isnan(out) & np.isnan(right) | (out == right)
    return bool(np.all(near | same))
