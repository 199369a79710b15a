"""What all functions do with the numbers they are given: dtypes, and no warnings.

Floats keep their dtype (float16 is computed in float32 and rounded once), integers and
booleans become float64, and complex input flows through so that a complex step can check a
derivative. nan stays nan. No function warns, and none changes its input.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

__all__ = ["evaluated", "lower_tail"]


def evaluated(function: Callable, z, name: str) -> np.ndarray:
    """Apply a function to numbers of any dtype, without a warning.

    Parameters
    ----------
    function : callable
        Takes an array of float32 or wider, or complex, in the machine's byte order.
    z : array_like of numbers, any shape
        What was given.
    name : str
        The function's name, for an error.

    Returns
    -------
    ndarray
        In the dtype of `z`, float64 for integers; a plain number where the result has no axis.

    Raises
    ------
    TypeError
        If `z` does not hold numbers.

    Examples
    --------
    >>> evaluated(np.exp, np.array([-128], dtype=np.int8), "exp").dtype
    dtype('float64')
    """
    z = np.asarray(z)
    if z.dtype.kind not in "biufc":
        raise TypeError(
            f"{name} needs numbers, but z has dtype {z.dtype}\n"
            "  write a list or an array of numbers, for example np.array([[0.5], [-1.0]])"
        )
    computed, returned = _dtypes(z.dtype)
    wide = z.astype(computed, copy=False)
    with np.errstate(all="ignore"):  # overflow to inf is part of the stable forms
        value = function(wide).astype(returned, copy=False)
        return value if value.ndim else value[()]


def lower_tail(z: np.ndarray) -> np.ndarray:
    """Tell where exp(−z) is near its overflow, or beyond.

    Parameters
    ----------
    z : ndarray of floats or complex
        Where.

    Returns
    -------
    ndarray of bool, the shape of z
        True from 0.95 of the way on; for complex z the real part counts.

    Examples
    --------
    >>> lower_tail(np.array([-700.0, -600.0]))
    array([ True, False])
    """
    return z.real < _tail_begins(z.dtype)


@cache
def _tail_begins(dtype):
    return -0.95 * np.log(np.finfo(dtype).max)


@cache
def _dtypes(dtype):
    """In which dtype is computed, and in which the result is given."""
    if dtype.kind in "biu":
        return np.dtype(np.float64), np.dtype(np.float64)
    native = dtype.newbyteorder("=")
    return np.dtype(np.float32) if native == np.float16 else native, native
