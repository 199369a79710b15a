"""The Jacobian of softmax: a diagonal minus an outer product, stored as one column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bpteach.jacobian.base import Jacobian
from bpteach.jacobian.dense import Dense
from bpteach.jacobian.diagonal import one_for_each_entry
from bpteach.readonly import sealed

__all__ = ["DiagonalMinusOuter"]


@dataclass(frozen=True, eq=False, repr=False)
class DiagonalMinusOuter(Jacobian):
    """dp/dz of a softmax: ``diag(p) − p pᵀ``, full and symmetric, and stored as p alone.

    Its rows sum to 0 where p sums to 1. A product with it takes as many steps as one with a
    diagonal matrix, up to a factor: ``p ∘ g − p (pᵀ g)``.

    Parameters
    ----------
    p : ndarray, shape (k,)
        The probabilities.
    of, wrt, layout
        See `Jacobian`; both variables are vectors of k entries.

    Raises
    ------
    ShapeError
        If p does not have one number for each entry of both variables.

    Examples
    --------
    >>> from bpteach import Variable
    >>> p, z = Variable("p", (3,)), Variable("z", (3,))
    >>> dp_dz = DiagonalMinusOuter(np.array([0.5, 0.25, 0.25]), of=p, wrt=z)
    >>> dp_dz.array
    array([[ 0.25  , -0.125 , -0.125 ],
           [-0.125 ,  0.1875, -0.0625],
           [-0.125 , -0.0625,  0.1875]])
    >>> dp_dz.nbytes, dp_dz.dense_nbytes
    (24, 72)
    >>> dp_dz.vjp(np.array([[1.0], [0.0], [0.0]])).T
    array([[ 0.25 , -0.125, -0.125]])
    """

    p: np.ndarray

    def __post_init__(self):
        super().__post_init__()
        object.__setattr__(self, "p", one_for_each_entry(self, self.p, "column p"))

    def _column_array(self):
        return sealed(np.diag(self.p) - np.outer(self.p, self.p))

    def _take(self, i, k):
        rows, columns = self.p[i][:, None], self.p[k][None, :]
        values = np.where(i[:, None] == k[None, :], rows, 0) - rows * columns
        return values, np.zeros(values.shape, dtype=bool)

    def _pull(self, gradient):
        p = self.p.reshape(-1, *[1] * (gradient.ndim - 1))
        return p * gradient - p * np.tensordot(self.p, gradient, axes=1)

    def _push(self, change):
        return self.p * change - (change @ self.p)[..., None] * self.p

    def _then(self, outer):
        return Dense(sealed(self._pull(outer._column_array())), of=outer.of, wrt=self.wrt)

    def _stored(self):
        return (self.p,)

    def _count(self):
        return self.p.size**2
