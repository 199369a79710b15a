"""The activations as layers."""

from __future__ import annotations

from bpteach import functions
from bpteach.layers.elementwise import Elementwise

__all__ = ["ReLU", "Sigmoid", "Tanh"]


class Sigmoid(Elementwise):
    """The sigmoid layer ``s = σ(z)``.

    References
    ----------
    Course notes, "Sigmoid".

    Examples
    --------
    >>> import numpy as np
    >>> Sigmoid().jacobian(np.array([[0.0], [40.0]])).values
    array([2.50000000e-01, 4.24835426e-18])
    """

    output_letter = "s"

    def _function(self, z):
        return functions.sigmoid(z)

    def _derivative(self, z):
        return functions.sigmoid_derivative(z)


class Tanh(Elementwise):
    """The layer ``t = tanh(z)``.

    Examples
    --------
    >>> import numpy as np
    >>> Tanh().jacobian(np.array([[0.0]])).values
    array([1.])
    """

    output_letter = "t"

    def _function(self, z):
        return functions.tanh(z)

    def _derivative(self, z):
        return functions.tanh_derivative(z)


class ReLU(Elementwise):
    """The layer ``f = max(0, z)``.

    Parameters
    ----------
    at_zero : float, from 0 to 1
        The derivative's value at the kink. The notes take 1: Ind(z ≥ 0).

    References
    ----------
    Course notes, "ReLU".

    Examples
    --------
    >>> import numpy as np
    >>> ReLU().jacobian(np.array([[-2.0], [0.0], [3.0]])).values
    array([0., 1., 1.])
    """

    output_letter = "f"

    def __init__(self, at_zero: float = 1.0):
        functions.relu_derivative(0.0, at_zero)  # refuses a value that is no slope
        self.at_zero = at_zero

    def _function(self, z):
        return functions.relu(z)

    def _derivative(self, z):
        return functions.relu_derivative(z, self.at_zero)

    def __repr__(self):
        return f"ReLU(at_zero={self.at_zero:g})"
