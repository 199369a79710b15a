"""The linear layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

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
from bpteach.jacobian import Dense, Diagonal, Jacobian, OneHot
from bpteach.layout import COLUMN, ShapeError, Variable, shape_words
from bpteach.readonly import frozen

__all__ = ["Linear", "LinearGradients"]


class LinearGradients(NamedTuple):
    """What the pullback of `Linear` gives: one gradient for each variable, in its shape.

    Parameters
    ----------
    input : ndarray, shape (m, 1) or (m, N); (1, m) in row convention
        Gradient with respect to the layer's input.
    W : ndarray, shape (n, m); (m, n) in row convention
        Gradient with respect to the weights.
    b : ndarray, shape (n, 1); (1, n) in row convention
        Gradient with respect to the bias.

    Examples
    --------
    >>> LinearGradients(input=1, W=2, b=3)._fields
    ('input', 'W', 'b')
    """

    input: np.ndarray
    W: np.ndarray
    b: np.ndarray


@dataclass(frozen=True, eq=False, repr=False)
class Linear:
    """The linear layer ``z = W a + b``.

    Parameters
    ----------
    W : ndarray, shape (n, m)
        Weights; row i is ``W_i``. Kept as a read-only copy.
    b : ndarray, shape (n, 1)
        Bias, a column. Kept as a read-only copy.

    Raises
    ------
    ShapeError
        If W is not a matrix or b is not a column with an entry for each row of W.
    TypeError
        If either does not hold numbers.

    References
    ----------
    Course notes, "Linear layer".

    Examples
    --------
    >>> layer = Linear(np.array([[1.0, 0.0, 2.0], [0.0, -1.0, 1.0]]), np.array([[0.5], [0.0]]))
    >>> a = np.array([[5.0], [6.0], [7.0]])
    >>> z, pullback = layer.vjp(a)
    >>> z
    array([[19.5],
           [ 1. ]])
    >>> pullback(np.array([[10.0], [-1.0]])).W
    array([[50., 60., 70.],
           [-5., -6., -7.]])
    """

    W: np.ndarray
    b: np.ndarray

    input_letter = "a"
    output_letter = "z"
    independent, by_rows = "columns", ("W", "b")  # see bpteach.numeric.promises

    def __post_init__(self):
        W, b = numbers(self.W, "W"), numbers(self.b, "b")
        if W.ndim != 2 or b.shape != (W.shape[0], 1):
            raise ShapeError(_linear_words(W, b))
        object.__setattr__(self, "W", frozen(W))
        object.__setattr__(self, "b", frozen(b))

    def __call__(self, a):
        """Give ``z = W a + b``.

        Parameters
        ----------
        a : ndarray, shape (m, 1), or a batch (m, N)
            The input, examples as columns.

        Returns
        -------
        ndarray, shape (n, 1) or (n, N)
            The output; for a batch, b is added to every column.
        """
        return self.W @ columns(a, self, self.W.shape[1]) + self.b

    def vjp(self, a):
        """Give the output and the pullback, which takes an upstream gradient back.

        Parameters
        ----------
        a : ndarray, shape (m, 1), or a batch (m, N)
            The input.

        Returns
        -------
        z : ndarray, shape (n, 1) or (n, N)
            The output.
        pullback : callable
            ``pullback(dL_dz, layout=COLUMN)`` gives `LinearGradients`. Column convention:
            ``input = Wᵀ dL_dz``, ``W = dL_dz aᵀ`` and ``b = dL_dz``, summed over a batch's
            columns, each in the shape of its variable. Row convention, one example: dL_dz is
            (1, n), and the strict row forms are (1, m), (m, n) and (1, n).
        """
        a = frozen(columns(a, self, self.W.shape[1]))
        z = self.W @ a + self.b

        def pullback(dL_dz, layout=COLUMN):
            g = upstream_gradient(dL_dz, z.shape, self.output_letter, layout)
            by_column = LinearGradients(
                input=self.W.T @ g, W=g @ a.T, b=g.sum(axis=1, keepdims=True)
            )
            return in_layout(by_column, layout)

        return z, pullback

    def jacobian(self, a, wrt="a", *, layout=COLUMN, names=None) -> Jacobian:
        """Give the Jacobian of z with respect to a, W or b, for one example.

        Parameters
        ----------
        a : ndarray, shape (m, 1)
            The input.
        wrt : {"a", "W", "b"}
            The variable; ``"input"`` is another word for a.
        layout : Layout or str, optional
            The convention of the result.
        names : pair of str, or mapping, optional
            Other names for input and output, ``("a1", "z2")``, or for any variable,
            ``{"W": "W2"}``.

        Returns
        -------
        Jacobian
            dz/da: `Dense`, Wᵀ in column convention. dz/dW: `OneHot`, n×m×n, stored as a.
            dz/db: `Diagonal`, the identity.

        Raises
        ------
        ShapeError
            If `a` is not one column of m entries.
        ValueError
            If the layer has no such variable.
        """
        a = one_column(a, self, self.W.shape[1])
        n, m = self.W.shape
        called = renamed(self, names)
        z = Variable(called["z"], (n,))
        match variable_of(self, wrt):
            case "a":
                of_z = Dense(self.W.T, of=z, wrt=Variable(called["a"], (m,)))
            case "W":
                of_z = OneHot(a[:, 0], of=z, wrt=Variable(called["W"], (n, m)))
            case _:
                ones = np.ones(n, dtype=self.b.dtype)
                of_z = Diagonal(ones, of=z, wrt=Variable(called["b"], (n,)))
        return of_z.to(layout)

    @property
    def parameters(self) -> dict[str, np.ndarray]:
        """W and b by name."""
        return {"W": self.W, "b": self.b}

    def with_parameters(self, **parameters) -> Linear:
        """Give a layer with some parameters replaced; this one stays as it is.

        Parameters
        ----------
        **parameters : ndarray
            New values of W or b.

        Returns
        -------
        Linear
            The new layer.

        Raises
        ------
        ValueError
            If the layer has no such parameter.
        """
        for name in parameters:
            if name not in self.parameters:
                raise ValueError(
                    f"Linear has no parameter {name!r}\n"
                    f"  its parameters: {', '.join(self.parameters)}"
                )
        return Linear(**{**self.parameters, **parameters})

    def __repr__(self):
        n, m = self.W.shape
        return f"Linear(W: {n} x {m}, b: {n} x 1)"


def _linear_words(W, b):
    lines = [
        "Linear needs weights W of shape (n, m) and a bias column b of shape (n, 1)",
        f"  W: {shape_words(W.shape)}",
        f"  b: {shape_words(b.shape)}",
    ]
    if W.ndim != 2:
        lines.append("  row i of W holds the weights of output z_i: write W as a list of rows")
    elif b.ndim == 1:
        lines.append("  a 1-D array is neither a column nor a row: write b.reshape(-1, 1)")
    elif b.shape == (1, W.shape[0]):
        lines.append("  b is a row: write b.T")
    else:
        lines.append(f"  W has {W.shape[0]} rows, so b needs {W.shape[0]} entries")
    return "\n".join(lines)
