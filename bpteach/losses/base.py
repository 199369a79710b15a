"""What every loss is: a target, one number L, and the gradient at the network's output."""

from __future__ import annotations

from abc import ABC, abstractmethod

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

__all__ = ["Loss"]


class Loss(ABC):
    """A function of a network's output and a target that gives one number L; a batch's is a sum.

    A kind is a frozen dataclass with one field, the target, and says two things: its value and
    its gradient.

    Examples
    --------
    >>> from bpteach import SquaredError
    >>> loss = SquaredError(np.array([[1.0], [0.0]]))
    >>> isinstance(loss, Loss), loss.target.T
    (True, array([[1., 0.]]))
    """

    input_letter: str
    output_letter = "L"
    target_letter: str

    @abstractmethod
    def _value(self, x) -> np.ndarray:
        """The loss of x, (n, N) as (1, 1); of several batches (K, n, N) as (K, 1, 1)."""

    @abstractmethod
    def _gradient(self, x) -> np.ndarray:
        """Its gradient, in the shape of x."""

    def __post_init__(self):
        letter = self.target_letter
        target = numbers(self.target, letter)
        if target.ndim != 2:
            raise ShapeError(
                f"{type(self).__name__} needs its target {letter} as a column (n, 1), or a batch "
                f"(n, N)\n  {letter}: {shape_words(target.shape)}\n" + self._cure(target)
            )
        object.__setattr__(self, letter, frozen(target))

    def _cure(self, target) -> str:
        return f"  write {self.target_letter}.reshape(-1, 1) to make it a column"

    @property
    def target(self) -> np.ndarray:
        """The target, one column an example."""
        return getattr(self, self.target_letter)

    def _fitting(self, x):
        letter, target, size = self.input_letter, self.target_letter, self.target.shape
        x = numbers(x, letter)
        if x.shape == size:
            return x
        shapes = f"  {letter}: {shape_words(x.shape)}\n  {target}: {shape_words(size)}\n"
        if x.shape == size[::-1] != size:
            raise ShapeError(
                f"the output {letter} and the target {target} must lie the same way\n{shapes}"
                "  examples are columns: write .T on the one whose examples lie as rows"
            )
        columns(x, self, size[0])
        raise ShapeError(
            f"the output {letter} and the target {target} need the same number of columns\n"
            f"{shapes}  give one target for each example"
        )

    def __call__(self, x):
        """Give the loss.

        Parameters
        ----------
        x : ndarray, the shape of the target
            The network's output.

        Returns
        -------
        ndarray, shape (1, 1)
            The loss, summed over a batch.
        """
        return self._value(self._fitting(x))

    def of_each(self, batches) -> np.ndarray:
        """Give the loss of each of several batches, as a gradient check needs it.

        Parameters
        ----------
        batches : ndarray, shape (K, n, N)
            Several outputs of the network, each of the target's shape.

        Returns
        -------
        ndarray, shape (K,)
            The losses.
        """
        return self._value(batches)[:, 0, 0]

    def vjp(self, x):
        """Give the loss and its pullback.

        Parameters
        ----------
        x : ndarray, the shape of the target
            The network's output.

        Returns
        -------
        L : ndarray, shape (1, 1)
            The loss.
        pullback : callable
            ``pullback()`` gives ``.input``, the gradient, in the shape of x in column
            convention. The upstream gradient dL/dL is 1 unless another is given.
        """
        x = self._fitting(x)
        L, gradient = self._value(x), self._gradient(x)

        def pullback(dL_dL=None, layout=COLUMN):
            dL_dL = np.ones_like(L) if dL_dL is None else dL_dL
            if gradient.shape[1] != 1:  # a batch has no row form; say so with the output's shape
                upstream_gradient(gradient, gradient.shape, self.input_letter, layout)
            g = upstream_gradient(dL_dL, L.shape, self.output_letter, layout)
            with np.errstate(under="ignore"):
                return in_layout(ElementwiseGradients(input=gradient * g), layout)

        return L, pullback

    def jacobian(self, x, wrt="input", *, layout=COLUMN, names=None) -> Dense:
        """Give the gradient as a Jacobian that can end a chain.

        Parameters
        ----------
        x : ndarray, shape (n, 1)
            The network's output.
        wrt : str
            The input's letter; ``"input"`` is another word for it.
        layout : Layout or str, optional
            The convention of the result.
        names : pair of str, or mapping, optional
            Other names for the input and L.

        Returns
        -------
        Dense
            n×1 in column convention, 1×n in row convention.

        Raises
        ------
        ShapeError
            If `x` is not one column of the target's size.
        """
        x = one_column(self._fitting(x), self)
        variable_of(self, wrt)
        called = renamed(self, names)
        return Dense(
            self._gradient(x),
            of=Variable(called[self.output_letter], (1,)),
            wrt=Variable(called[self.input_letter], x.shape[:1]),
        ).to(layout)

    @property
    def parameters(self) -> dict[str, np.ndarray]:
        """Nothing: a loss has no parameters; the target is data."""
        return {}

    def __repr__(self):
        return f"{type(self).__name__}({self.target_letter}: {shape_words(self.target.shape)})"
