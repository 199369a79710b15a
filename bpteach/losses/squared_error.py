"""The squared error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bpteach.losses.base import Loss

__all__ = ["SquaredError"]


@dataclass(frozen=True, eq=False, repr=False)
class SquaredError(Loss):
    """The squared error ``L = ½‖o − t‖²`` to a target t; over a batch, the sum.

    Its gradient is ``dL/do = o − t``.

    Parameters
    ----------
    t : ndarray, shape (n, 1), or a batch (n, N)
        The target, one column an example. Kept as a read-only copy.

    Raises
    ------
    ShapeError
        If t is not a column or a batch of columns.

    Examples
    --------
    >>> loss = SquaredError(np.array([[1.0], [0.0]]))
    >>> L, pullback = loss.vjp(np.array([[3.0], [-1.0]]))
    >>> L
    array([[2.5]])
    >>> pullback().input
    array([[ 2.],
           [-1.]])
    """

    t: np.ndarray

    input_letter = "o"
    target_letter = "t"

    def _value(self, o):
        return ((o - self.t) ** 2).sum(axis=(-2, -1), keepdims=True) / 2

    def _gradient(self, o):
        return o - self.t
