"""dz/dW of a linear layer: of third order, and stored as one column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bpteach.jacobian.base import Jacobian
from bpteach.jacobian.outer import input_of_layer, outer_product, times_input
from bpteach.readonly import sealed

__all__ = ["OneHot"]


@dataclass(frozen=True, eq=False, repr=False)
class OneHot(Jacobian):
    """dz/dW of ``z = W a + b``: third order, n×m×n, and stored as the column a alone.

    Entry (i, j, k) is ``dz_k/dW_ij``: a_j where i = k, and 0 by structure elsewhere, so that
    slice k holds aᵀ in row k and nothing else.

    Parameters
    ----------
    a : ndarray, shape (m,)
        The layer's input.
    of, wrt, layout
        See `Jacobian`: a vector z of n entries and a matrix W of n rows and m columns.

    References
    ----------
    Course notes, "Linear layer": ``dz_i/dW_i = a``.

    Examples
    --------
    >>> from bpteach import Dense, Variable
    >>> z, W = Variable("z", (2,)), Variable("W", (2, 3))
    >>> dz_dW = OneHot(np.array([5.0, 6.0, 7.0]), of=z, wrt=W)
    >>> dz_dW.shape, dz_dW.nbytes, dz_dW.dense_nbytes
    ((2, 3, 2), 24, 96)
    >>> dL_dz = Dense.of_gradient(np.array([[10.0], [-1.0]]), of="L", wrt="z")
    >>> (dz_dW @ dL_dz).gradient
    array([[50., 60., 70.],
           [-5., -6., -7.]])
    """

    a: np.ndarray

    def __post_init__(self):
        super().__post_init__()
        object.__setattr__(self, "a", input_of_layer(self, self.of))

    def _column_array(self):
        full = np.zeros(self.wrt.axes + self.of.axes, dtype=self.dtype)
        i = np.arange(self.of.size)
        full[i, :, i] = self.a
        return sealed(full)

    def _take(self, i, j, k):
        elsewhere = np.broadcast_to(i[:, None, None] != k[None, None, :], (len(i), len(j), len(k)))
        return np.where(elsewhere, 0, self.a[j][None, :, None]), elsewhere

    def _pull(self, gradient):
        return times_input(gradient, self.a)

    def _push(self, change):
        return change @ self.a

    def _then(self, outer):
        return outer_product(self.a, outer, self.wrt)

    def _stored(self):
        return (self.a,)

    def _count(self):
        return self.wrt.size
