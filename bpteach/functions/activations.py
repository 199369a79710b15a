"""Activations and their derivatives, elementwise, for any shape, stable at both ends.

`bpteach.functions.reading` says what all of them do with dtypes and warnings.
"""

from __future__ import annotations

from numbers import Real

import numpy as np

from bpteach.functions.reading import evaluated, lower_tail

__all__ = [
    "relu",
    "relu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "tanh",
    "tanh_derivative",
]


def sigmoid(z):
    """Logistic function ``σ(z) = 1 / (1 + exp(−z))``, elementwise.

    Parameters
    ----------
    z : array_like of numbers, any shape
        Where to evaluate.

    Returns
    -------
    ndarray of the input's float dtype, same shape
        Values from 0 to 1; exactly 0 and 1 only where the true value rounds to them.

    Raises
    ------
    TypeError
        If `z` does not hold numbers.

    References
    ----------
    Course notes, "Sigmoid".

    Examples
    --------
    >>> sigmoid([-1000, 0, 1000])
    array([0. , 0.5, 1. ])
    """
    return evaluated(_sigmoid, z, "sigmoid")


def _sigmoid(z):
    if z.dtype == np.float32:  # numpy's exp is not monotone here, and 1.7 eps would be lost
        z = z.astype(np.float64)
    value = _written_over(np.exp, -z)
    value += 1
    value = _written_over(np.divide, 1, value)
    # 1 + exp(−z) overflows for z near −709, where σ(z) = exp(z) to the last bit.
    tail = lower_tail(z)
    return np.where(tail, np.exp(z), value) if np.count_nonzero(tail) else value


def sigmoid_derivative(z):
    """Derivative of the logistic function, ``σ(z) σ(−z)``, elementwise.

    Parameters
    ----------
    z : array_like of numbers, any shape
        Where to evaluate; the point, not σ(z).

    Returns
    -------
    ndarray of the input's float dtype, same shape
        ``t / (1 + t)²`` with ``t = exp(−|z|)``. The textbook form ``s (1 − s)`` is the same
        number, but is exactly 0 from z ≈ 37 on, since ``1 − s`` cancels.

    Raises
    ------
    TypeError
        If `z` does not hold numbers.

    References
    ----------
    Course notes, "Sigmoid": ``dσ(z_i)/dz_i = (1 − σ(z_i)) σ(z_i)``.

    Examples
    --------
    >>> sigmoid_derivative([0.0, 40.0])
    array([2.50000000e-01, 4.24835426e-18])
    """
    return evaluated(_sigmoid_derivative, z, "sigmoid_derivative")


def _sigmoid_derivative(z):
    return _hump(_written_over(np.exp, _minus_size(z)))


def tanh(z):
    """Hyperbolic tangent, elementwise.

    Parameters
    ----------
    z : array_like of numbers, any shape
        Where to evaluate.

    Returns
    -------
    ndarray of the input's float dtype, same shape
        Values from −1 to 1.

    Raises
    ------
    TypeError
        If `z` does not hold numbers.

    Examples
    --------
    >>> tanh([-1000, 0, 1000])
    array([-1.,  0.,  1.])
    """
    return evaluated(np.tanh, z, "tanh")


def tanh_derivative(z):
    """Derivative of the hyperbolic tangent, ``1 − tanh(z)²``, elementwise.

    Parameters
    ----------
    z : array_like of numbers, any shape
        Where to evaluate; the point, not tanh(z).

    Returns
    -------
    ndarray of the input's float dtype, same shape
        ``4e / (1 + e)²`` with ``e = exp(−2|z|)``, which keeps both tails.

    Raises
    ------
    TypeError
        If `z` does not hold numbers.

    Examples
    --------
    >>> tanh_derivative([0.0, 20.0])
    array([1.0000000e+00, 1.6993417e-17])
    """
    return evaluated(_tanh_derivative, z, "tanh_derivative")


def _tanh_derivative(z):
    minus_size = _minus_size(z)
    slope = _hump(_written_over(np.exp, 2 * minus_size))
    slope *= 4
    # four times a number of few digits: at the far end e is one, and exp(−|z|)² is none
    tail = lower_tail(2 * minus_size)
    return np.where(tail, (2 * np.exp(minus_size)) ** 2, slope) if np.count_nonzero(tail) else slope


def relu(z):
    """Rectified linear unit ``f(z) = max(0, z)``, elementwise.

    Parameters
    ----------
    z : array_like of numbers, any shape
        Where to evaluate.

    Returns
    -------
    ndarray of the input's float dtype, same shape
        A new array; the input is not changed.

    Raises
    ------
    TypeError
        If `z` does not hold numbers.

    References
    ----------
    Course notes, "ReLU".

    Examples
    --------
    >>> relu([-2, 0, 3])
    array([0., 0., 3.])
    """
    return evaluated(lambda z: np.where(z.real < 0, z.dtype.type(0), z), z, "relu")


def relu_derivative(z, at_zero: float = 1.0):
    """Derivative of ReLU, the indicator ``Ind(z ≥ 0)``, elementwise.

    Parameters
    ----------
    z : array_like of numbers, any shape
        Where to evaluate; the point, not relu(z).
    at_zero : float, from 0 to 1
        The value taken at ``z = 0``, where ReLU has a kink and any slope from 0 to 1 touches.
        The notes take 1, PyTorch and JAX take 0, a central difference finds ½.

    Returns
    -------
    ndarray of the input's float dtype, same shape
        0 left of the kink, 1 right of it, `at_zero` on it.

    Raises
    ------
    TypeError
        If `z` does not hold numbers.
    ValueError
        If `at_zero` is not a number from 0 to 1.

    References
    ----------
    Course notes, "ReLU": ``df(z_i)/dz_i = Ind(z_i ≥ 0)``.

    Examples
    --------
    >>> relu_derivative([-2, 0, 3])
    array([0., 1., 1.])
    >>> relu_derivative(0.0, at_zero=0.5)
    np.float64(0.5)
    """
    if not (isinstance(at_zero, Real) and 0 <= at_zero <= 1):
        raise ValueError(
            f"at_zero={at_zero!r} is no slope of ReLU at its kink\n"
            "  every line that touches max(0, z) at 0 has a slope from 0 to 1\n"
            "  write at_zero=1 (the notes), 0.5 (the central difference) or 0 (PyTorch, JAX)"
        )
    return evaluated(
        lambda z: np.heaviside(z.real, z.real.dtype.type(at_zero)).astype(z.dtype),
        z,
        "relu_derivative",
    )


def _minus_size(z):
    """−|z|, but still differentiable for complex z: the branch looks at the real part."""
    if z.dtype.kind == "c":
        return np.where(z.real < 0, z, -z)
    return _written_over(np.negative, np.abs(z))


def _hump(t):
    """``t / (1 + t)²``, written over t."""
    below = 1 + t
    below *= below
    t /= below
    return t


def _written_over(function, *arguments):
    """Apply a function, in the memory of its last argument: fetching more would take longer."""
    new = arguments[-1]
    return function(*arguments, out=new if new.ndim else None)
