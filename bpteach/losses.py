"""Losses: the last layer of a network, whose output is one number L."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bpteach.arguments import (
    columns,
    in_layout,
    numbers,
    one_column,
    renamed,
    upstream_gradient,
    variable_of,
)
from bpteach.jacobian import Dense
from bpteach.layers import ElementwiseGradients
from bpteach.layout import COLUMN, ShapeError, Variable, shape_words
from bpteach.readonly import frozen

__all__ = ["SquaredError"]


@dataclass(frozen=True, eq=False, repr=False)
class SquaredError:
    """The squared error ``L = ½‖o − t‖²`` to a target t; over a batch, the sum.

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
    output_letter = "L"

    def __post_init__(self):
        t = numbers(self.t, "t")
        if t.ndim != 2:
            raise ShapeError(
                "SquaredError needs its target t as a column (n, 1), or a batch (n, N)\n"
                f"  t: {shape_words(t.shape)}\n"
                "  write t.reshape(-1, 1) to make it a column"
            )
        object.__setattr__(self, "t", frozen(t))

    def _residual(self, o):
        o = numbers(o, "o")
        if o.shape == self.t.shape[::-1] != self.t.shape:
            raise ShapeError(
                "the output o and the target t must lie the same way\n"
                f"  o: {shape_words(o.shape)}\n"
                f"  t: {shape_words(self.t.shape)}\n"
                "  examples are columns: write .T on the one whose examples lie as rows"
            )
        o = columns(o, self, self.t.shape[0])
        if o.shape != self.t.shape:
            raise ShapeError(
                "the output o and the target t need the same number of columns\n"
                f"  o: {shape_words(o.shape)}\n"
                f"  t: {shape_words(self.t.shape)}\n"
                "  give one target for each example"
            )
        return o - self.t

    def __call__(self, o):
        """Give the loss.

        Parameters
        ----------
        o : ndarray, the shape of t
            The network's output.

        Returns
        -------
        ndarray, shape (1, 1)
            ``½ Σ (o − t)²``.
        """
        return np.sum(self._residual(o) ** 2, keepdims=True) / 2

    def vjp(self, o):
        """Give the loss and its pullback.

        Parameters
        ----------
        o : ndarray, the shape of t
            The network's output.

        Returns
        -------
        L : ndarray, shape (1, 1)
            The loss.
        pullback : callable
            ``pullback()`` gives ``.input``, the gradient dL/do = o − t, in the shape of o in
            column convention. The upstream gradient dL/dL is 1 unless another is given.
        """
        residual = self._residual(o)
        L = np.sum(residual**2, keepdims=True) / 2

        def pullback(dL_dL=None, layout=COLUMN):
            dL_dL = np.ones_like(L) if dL_dL is None else dL_dL
            if residual.shape[1] != 1:  # a batch has no row form; say so with o's shape
                upstream_gradient(residual, residual.shape, self.input_letter, layout)
            g = upstream_gradient(dL_dL, L.shape, self.output_letter, layout)
            return in_layout(ElementwiseGradients(input=residual * g), layout)

        return L, pullback

    def jacobian(self, o, wrt="o", *, layout=COLUMN, names=None) -> Dense:
        """Give the gradient dL/do as a Jacobian that can end a chain.

        Parameters
        ----------
        o : ndarray, shape (n, 1)
            The network's output.
        wrt : {"o"}
            The input; ``"input"`` is another word for it.
        layout : Layout or str, optional
            The convention of the result.
        names : pair of str, or mapping, optional
            Other names for o and L.

        Returns
        -------
        Dense
            n×1 in column convention, 1×n in row convention.

        Raises
        ------
        ShapeError
            If `o` is not one column of the target's size.
        """
        residual = one_column(self._residual(o), self)
        variable_of(self, wrt)
        called = renamed(self, names)
        return Dense(
            residual,
            of=Variable(called["L"], (1,)),
            wrt=Variable(called["o"], residual.shape[:1]),
        ).to(layout)

    @property
    def parameters(self) -> dict[str, np.ndarray]:
        """Nothing: a loss has no parameters; the target is data."""
        return {}

    def __repr__(self):
        return f"SquaredError(t: {shape_words(self.t.shape)})"
