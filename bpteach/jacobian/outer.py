"""dz/dW of a linear layer chained further: an outer product, stored as its two factors."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from bpteach.arguments import numbers
from bpteach.jacobian.base import Jacobian
from bpteach.jacobian.dense import Dense
from bpteach.layout import COLUMN, ShapeError, Variable, shape_words
from bpteach.readonly import frozen, sealed

__all__ = ["Outer", "input_of_layer", "outer_product", "times_input"]


@dataclass(frozen=True, eq=False, repr=False)
class Outer(Jacobian):
    """dz/dW chained further: entry (i, j, k) is ``a_j`` times entry (i, k) of the `rest`.

    ``dz/dW @ rest`` for any Jacobian `rest` of z. It is stored as its two factors.

    Parameters
    ----------
    a : ndarray, shape (m,)
        The input of the layer that W belongs to.
    rest : Jacobian
        What follows: the derivative of `of` with respect to that layer's output.
    wrt : Variable
        The matrix W.
    layout
        See `Jacobian`.

    Examples
    --------
    >>> from bpteach import Diagonal, OneHot
    >>> s, z, W = Variable("s", (2,)), Variable("z", (2,)), Variable("W", (2, 3))
    >>> dz_dW = OneHot(np.array([5.0, 6.0, 7.0]), of=z, wrt=W)
    >>> ds_dW = dz_dW @ Diagonal(np.array([0.25, 0.1]), of=s, wrt=z)
    >>> ds_dW.shape, ds_dW.nbytes
    ((2, 3, 2), 40)
    """

    a: np.ndarray
    rest: Jacobian
    of: Variable = field(init=False)

    def __post_init__(self):
        super().__post_init__()
        object.__setattr__(self, "rest", self.rest.to(COLUMN))
        object.__setattr__(self, "of", self.rest.of)
        object.__setattr__(self, "a", input_of_layer(self, self.rest.wrt))

    def _column_array(self):
        return sealed(times_input(self.rest._column_array(), self.a))

    def _take(self, i, j, *k):
        rest, structural = self.rest._take(i, *k)
        values = times_input(rest, self.a[j])
        return values, np.broadcast_to(np.expand_dims(structural, 1), values.shape)

    def _pull(self, gradient):
        return times_input(self.rest._pull(gradient), self.a)

    def _push(self, change):
        return self.rest._push(change @ self.a)

    def _then(self, outer):
        return outer_product(self.a, self.rest._then(outer), self.wrt)

    def _stored(self):
        return (self.a, *self.rest._stored())

    def _count(self):
        return self.a.size * self.rest.nonzeros


def outer_product(a: np.ndarray, rest: Jacobian, wrt: Variable) -> Jacobian:
    """Chain dz/dW with what follows: entry (i, j, k) is ``a_j rest_ik``.

    Parameters
    ----------
    a : ndarray, shape (m,)
        The layer's input.
    rest : Jacobian
        The derivative with respect to the layer's output.
    wrt : Variable
        The matrix W.

    Returns
    -------
    Outer, or Dense
        Dense for a gradient: then it is dL/dz aᵀ, no larger than W.
    """
    if rest.of.size == 1:
        product = sealed(times_input(rest._column_array().reshape(-1), a))
        return Dense(product.reshape((*wrt.axes, 1)), of=rest.of, wrt=wrt)
    return Outer(a, rest, wrt=wrt)


def times_input(rows: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Multiply ``rows_i… a_j``: after the axis of W's rows comes one for its columns.

    Parameters
    ----------
    rows : ndarray, shape (n, ...)
        One entry, or an array, for each row of W.
    a : ndarray, shape (m,)
        The layer's input, one number for each column of W.

    Returns
    -------
    ndarray, shape (n, m, ...)
        A new array.

    Examples
    --------
    >>> times_input(np.array([10.0, -1.0]), np.array([5.0, 6.0, 7.0]))
    array([[50., 60., 70.],
           [-5., -6., -7.]])
    """
    return rows[:, np.newaxis] * a.reshape(-1, *[1] * (rows.ndim - 1))


def input_of_layer(jacobian: Jacobian, z: Variable) -> np.ndarray:
    """Read the input a of the layer ``z = W a + b`` that a Jacobian with respect to W stores.

    Parameters
    ----------
    jacobian : OneHot or Outer
        Its ``a`` is read.
    z : Variable
        The layer's output.

    Returns
    -------
    ndarray, shape (m,)
        Read-only.

    Raises
    ------
    ShapeError
        If W does not have a row for each entry of z and a column for each number of a.
    """
    W, a = jacobian.wrt, numbers(jacobian.a, f"the input of {jacobian.name}")
    if a.ndim != 1 or z.axes + a.shape != W.axes:
        raise ShapeError(
            f"the input of {jacobian.name} does not fit its variables\n"
            f"  input: {shape_words(a.shape)}\n"
            f"  {z} with respect to {W} needs one row of {W.name} for each entry of {z.name},\n"
            f"  and a 1-D input with one number for each column of {W.name}"
        )
    return frozen(a)
