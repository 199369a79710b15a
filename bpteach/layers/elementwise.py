"""What every elementwise layer is: a function of each entry, and a diagonal Jacobian."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import NamedTuple

import numpy as np

from bpteach.arguments import (
    columns,
    in_layout,
    one_column,
    renamed,
    upstream_gradient,
    variable_of,
)
from bpteach.jacobian import Diagonal
from bpteach.layout import COLUMN, Variable
from bpteach.readonly import sealed

__all__ = ["Elementwise", "ElementwiseGradients"]


class ElementwiseGradients(NamedTuple):
    """What the pullback of an elementwise layer gives.

    Parameters
    ----------
    input : ndarray, the shape of the layer's input; transposed in row convention
        Gradient with respect to it.

    Examples
    --------
    >>> ElementwiseGradients(input=1).input
    1
    """

    input: np.ndarray


class Elementwise(ABC):
    """A function applied to each entry: its Jacobian is diagonal, its pullback a product."""

    input_letter = "z"
    output_letter: str
    independent = "entries"  # see bpteach.numeric.promises

    @abstractmethod
    def _function(self, z): ...

    @abstractmethod
    def _derivative(self, z): ...

    def __call__(self, z):
        """Apply the function to each entry.

        Parameters
        ----------
        z : ndarray, shape (n, 1), or a batch (n, N)
            The input, examples as columns.

        Returns
        -------
        ndarray, the shape of `z`
            The output.
        """
        return self._function(columns(z, self))

    def vjp(self, z):
        """Give the output and the pullback, which takes an upstream gradient back.

        Parameters
        ----------
        z : ndarray, shape (n, 1), or a batch (n, N)
            The input.

        Returns
        -------
        output : ndarray, the shape of `z`
            The output.
        pullback : callable
            ``pullback(gradient, layout=COLUMN)`` gives `ElementwiseGradients`: the upstream
            gradient times the derivative, entry by entry; the diagonal matrix is not built.
        """
        z = columns(z, self)
        derivative = self._derivative(z)

        def pullback(gradient, layout=COLUMN):
            g = upstream_gradient(gradient, z.shape, self.output_letter, layout)
            with np.errstate(under="ignore"):  # a slope far out may be next to nothing
                return in_layout(ElementwiseGradients(input=derivative * g), layout)

        return self._function(z), pullback

    def jacobian(self, z, wrt=None, *, layout=COLUMN, names=None) -> Diagonal:
        """Give the diagonal Jacobian, for one example.

        Parameters
        ----------
        z : ndarray, shape (n, 1)
            The input.
        wrt : str, optional
            The input's letter, or ``"input"``: an elementwise layer has no parameters.
        layout : Layout or str, optional
            The convention of the result; a diagonal matrix is its own transpose.
        names : pair of str, or mapping, optional
            Other names for input and output.

        Returns
        -------
        Diagonal
            The derivatives on the diagonal.

        Raises
        ------
        ShapeError
            If `z` is not one column.
        """
        z = one_column(z, self)
        variable_of(self, self.input_letter if wrt is None else wrt)
        called = renamed(self, names)
        size = z.shape[:1]
        return Diagonal(
            sealed(self._derivative(z))[:, 0],
            of=Variable(called[self.output_letter], size),
            wrt=Variable(called[self.input_letter], size),
        ).to(layout)

    @property
    def parameters(self) -> dict[str, np.ndarray]:
        """Nothing: an elementwise layer has no parameters."""
        return {}

    def __repr__(self):
        return f"{type(self).__name__}()"
