"""Softmax, its logarithm, and the logarithm of a sum of exponentials.

Examples are columns, so the classes lie along axis 0. Inputs of any size give no overflow:
the largest entry is subtracted first, and what that subtraction rounds away is put back.
"""

from __future__ import annotations

import numpy as np

from bpteach.functions.reading import evaluated

__all__ = ["log_softmax", "log_sum_exp", "softmax"]


def softmax(z, axis: int = 0):
    """Softmax ``p_i = exp(z_i) / Σ_j exp(z_j)``: from scores to probabilities.

    Parameters
    ----------
    z : array_like of numbers, any shape
        Scores, one example a column.
    axis : int
        Along which axis the classes lie.

    Returns
    -------
    ndarray of the input's float dtype, same shape
        Numbers from 0 to 1 that sum to 1 along `axis`.

    Raises
    ------
    TypeError
        If `z` does not hold numbers.

    Examples
    --------
    >>> softmax([[1000.0], [1000.0], [-1000.0]])
    array([[0.5],
           [0.5],
           [0. ]])
    """

    def function(z):
        _, shifted, lost = _shifted(z, axis)
        e = _exp(shifted, lost)
        e /= e.sum(axis=axis, keepdims=True)
        return e

    return evaluated(_with_an_axis(function), z, "softmax")


def log_softmax(z, axis: int = 0):
    """Logarithm of the softmax, ``z_i − log Σ_j exp(z_j)``.

    Parameters
    ----------
    z : array_like of numbers, any shape
        Scores, one example a column.
    axis : int
        Along which axis the classes lie.

    Returns
    -------
    ndarray of the input's float dtype, same shape
        Numbers up to 0. Right to the last digits also where the probability rounds to 0 or 1.

    Raises
    ------
    TypeError
        If `z` does not hold numbers.

    Examples
    --------
    >>> log_softmax([[1000.0], [-1000.0]])
    array([[    0.],
           [-2000.]])
    >>> log_softmax([[0.0], [-50.0]])
    array([[-1.92874985e-22],
           [-5.00000000e+01]])
    """

    def function(z):
        _, shifted, lost = _shifted(z, axis)
        lost -= _log_of_the_sum(z, shifted, lost, axis)
        shifted += lost
        return shifted

    return evaluated(_with_an_axis(function), z, "log_softmax")


def log_sum_exp(z, axis: int = 0, *, keepdims: bool = False):
    """Logarithm of a sum of exponentials, ``log Σ_j exp(z_j)``: a smooth maximum.

    Parameters
    ----------
    z : array_like of numbers, any shape
        What is summed over `axis`.
    axis : int
        Along which axis.
    keepdims : bool
        Keep that axis, with one entry.

    Returns
    -------
    ndarray of the input's float dtype
        Without the axis, unless it is kept; −inf where there is nothing to sum.

    Raises
    ------
    TypeError
        If `z` does not hold numbers.

    Examples
    --------
    >>> log_sum_exp([1000.0, 1000.0]).round(6)
    np.float64(1000.693147)
    """

    def function(z):
        top, shifted, lost = _shifted(z, axis)
        found = np.where(np.isinf(top), top, top + _log_of_the_sum(z, shifted, lost, axis))
        return found if keepdims else found.squeeze(axis)

    def of_number(z):
        return function(z) if z.ndim else z

    return evaluated(of_number, z, "log_sum_exp")


def _with_an_axis(function):
    """A plain number is a vector of one class."""
    return lambda z: function(z.reshape(z.shape or (1,))).reshape(z.shape)


def _shifted(z, axis):
    """The largest entry (by its real part), ``z − largest``, and what rounding took from that."""
    top = np.max(z.real, axis=axis, keepdims=True, initial=-np.inf)
    shifted = z - top
    back = shifted - z
    lost = (z - (shifted - back)) - (top + back)  # exact (Møller, Knuth), unless infinite
    lost[~np.isfinite(lost)] = 0
    return top, shifted, lost


def _exp(shifted, lost):
    e = np.exp(shifted)
    e += e * lost
    return e


def _log_of_the_sum(z, shifted, lost, axis):
    """``log Σ exp(shifted)`` as ``log(1 + rest)``: the largest of the terms is 1."""
    if not z.shape[axis]:
        return np.zeros_like(z, shape=(1,) * z.ndim)
    e = _exp(shifted, lost)
    place = np.argmax(z.real, axis=axis, keepdims=True)
    np.put_along_axis(e, place, np.take_along_axis(e, place, axis) - 1, axis)
    return np.log1p(e.sum(axis=axis, keepdims=True))
