"""A Jacobian without structure: any entry may differ from 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bpteach.arguments import numbers
from bpteach.jacobian.base import Jacobian
from bpteach.layout import COLUMN, Layout, ShapeError, Variable, shape_words
from bpteach.readonly import frozen, sealed

__all__ = ["Dense"]


@dataclass(frozen=True, eq=False, repr=False)
class Dense(Jacobian):
    """A Jacobian of which any entry may differ from 0.

    Parameters
    ----------
    values : ndarray, shape: axes of `wrt`, then axes of `of`
        All entries, in the column convention's order whatever `layout` is.
    of, wrt, layout
        See `Jacobian`.

    Raises
    ------
    ShapeError
        If the shape of `values` is not that of the variables.

    Examples
    --------
    >>> dL_dz = Dense.of_gradient(np.array([[10.0], [-1.0]]), of="L", wrt="z")
    >>> dL_dz.T.array
    array([[10., -1.]])
    """

    values: np.ndarray

    def __post_init__(self):
        super().__post_init__()
        values = numbers(self.values, self.name)
        axes = self.wrt.axes + self.of.axes
        if values.shape != axes:
            raise ShapeError(
                f"the entries of {self.name} do not fit its variables\n"
                f"  entries: {shape_words(values.shape)}\n"
                f"  {self.of} with respect to {self.wrt} needs {shape_words(axes)}: "
                f"axes of {self.wrt.name} first, then of {self.of.name}\n"
                "  pass them in column convention, and write .T on the result for the row one"
            )
        object.__setattr__(self, "values", frozen(values))

    @classmethod
    def of_gradient(cls, gradient, *, of: str, wrt: str, layout: Layout | str = COLUMN) -> Dense:
        """Make a Jacobian of a gradient, so that it can end a chain.

        Parameters
        ----------
        gradient : ndarray
            In the shape of its variable, (n, 1) or (n, m), in column convention; transposed
            in row convention.
        of : str
            Name of the loss.
        wrt : str
            Name of the variable.
        layout : Layout or str, optional
            The convention of `gradient` and of the result.

        Returns
        -------
        Dense
            With the scalar's axis: n×1, or n×m×1.

        Raises
        ------
        ShapeError
            If `gradient` is 1-D. One that lies across is read as a matrix: a chain refuses it.
        """
        layout, gradient = Layout(layout), numbers(gradient, f"d{of}_d{wrt}")
        if gradient.ndim != 2:
            raise ShapeError(
                f"d{of}_d{wrt} must be a column, a row or a matrix\n"
                f"  d{of}_d{wrt}: {shape_words(gradient.shape)}\n"
                "  write gradient.reshape(-1, 1) for a column, gradient.reshape(1, -1) for a row"
            )
        column = gradient if layout is COLUMN else gradient.T
        variable = Variable.like(wrt, column.shape)
        values = column.reshape((*variable.axes, 1))
        return cls(values, of=Variable(of, (1,)), wrt=variable, layout=layout)

    def _column_array(self):
        return self.values

    def _take(self, *indices):
        values = self.values[np.ix_(*indices)]
        return values, np.zeros(values.shape, dtype=bool)

    def _pull(self, gradient):
        if len(self.of.axes) == 1:
            return np.dot(self.values, gradient)
        return np.tensordot(self.values, gradient, axes=len(self.of.axes))

    def _push(self, change):
        if len(self.wrt.axes) == 1 == len(self.of.axes):
            return np.dot(change, self.values)
        return np.tensordot(change, self.values, axes=len(self.wrt.axes))

    def _then(self, outer):
        return Dense(sealed(outer._push(self.values)), of=outer.of, wrt=self.wrt)

    def _stored(self):
        return (self.values,)

    def _count(self):
        return self.values.size
