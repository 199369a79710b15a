"""The softmax layer: from scores to probabilities."""

from __future__ import annotations

import numpy as np

from bpteach import functions
from bpteach.arguments import (
    columns,
    in_layout,
    one_column,
    renamed,
    upstream_gradient,
    variable_of,
)
from bpteach.jacobian import DiagonalMinusOuter
from bpteach.layers.elementwise import ElementwiseGradients
from bpteach.layout import COLUMN, Variable

__all__ = ["Softmax"]


class Softmax:
    """The layer ``p = softmax(z)``: each column of scores becomes one of probabilities.

    Unlike an activation it is not elementwise: every p_i depends on every z_j, and adding one
    number to all scores changes nothing. So an upstream gradient of ones comes back as 0.

    Examples
    --------
    >>> p, pullback = Softmax().vjp(np.array([[0.0], [0.0], [-1000.0]]))
    >>> p
    array([[0.5],
           [0.5],
           [0. ]])
    >>> pullback(np.array([[1.0], [0.0], [0.0]])).input + 0.0
    array([[ 0.25],
           [-0.25],
           [ 0.  ]])
    """

    input_letter = "z"
    output_letter = "p"
    independent = "columns"  # see bpteach.numeric.promises

    def __call__(self, z):
        """Give the probabilities.

        Parameters
        ----------
        z : ndarray, shape (k, 1), or a batch (k, N)
            Scores, examples as columns.

        Returns
        -------
        ndarray, the shape of `z`
            Each column sums to 1.
        """
        return functions.softmax(columns(z, self))

    def vjp(self, z):
        """Give the output and the pullback, which takes an upstream gradient back.

        Parameters
        ----------
        z : ndarray, shape (k, 1), or a batch (k, N)
            Scores.

        Returns
        -------
        p : ndarray, the shape of `z`
            The output.
        pullback : callable
            ``pullback(dL_dp, layout=COLUMN)`` gives ``.input``, the gradient
            ``p ∘ (g − pᵀ g)`` for each column g; the matrix is not built.
        """
        p = self(z)
        kept = p.copy()  # p is the caller's, and may be changed

        def pullback(dL_dp, layout=COLUMN):
            g = upstream_gradient(dL_dp, kept.shape, self.output_letter, layout)
            with np.errstate(under="ignore"):
                mean = np.sum(kept * g, axis=0, keepdims=True)
                return in_layout(ElementwiseGradients(input=kept * (g - mean)), layout)

        return p, pullback

    def jacobian(self, z, wrt=None, *, layout=COLUMN, names=None) -> DiagonalMinusOuter:
        """Give the Jacobian ``diag(p) − p pᵀ``, for one example.

        Parameters
        ----------
        z : ndarray, shape (k, 1)
            Scores.
        wrt : str, optional
            The input's letter, or ``"input"``: the layer has no parameters.
        layout : Layout or str, optional
            The convention of the result; the matrix is its own transpose.
        names : pair of str, or mapping, optional
            Other names for input and output.

        Returns
        -------
        DiagonalMinusOuter
            Stored as p.

        Raises
        ------
        ShapeError
            If `z` is not one column.
        """
        z = one_column(z, self)
        variable_of(self, self.input_letter if wrt is None else wrt)
        called = renamed(self, names)
        return DiagonalMinusOuter(
            functions.softmax(z)[:, 0],
            of=Variable(called[self.output_letter], z.shape[:1]),
            wrt=Variable(called[self.input_letter], z.shape[:1]),
        ).to(layout)

    @property
    def parameters(self) -> dict[str, np.ndarray]:
        """Nothing: the layer has no parameters."""
        return {}

    def __repr__(self):
        return "Softmax()"
