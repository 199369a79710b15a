"""A Jacobian that is 0 off its diagonal: an elementwise function's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bpteach.arguments import numbers
from bpteach.jacobian.base import Jacobian
from bpteach.jacobian.dense import Dense
from bpteach.layout import ShapeError, shape_words
from bpteach.readonly import frozen, sealed

__all__ = ["Diagonal", "one_for_each_entry"]


@dataclass(frozen=True, eq=False, repr=False)
class Diagonal(Jacobian):
    """A square Jacobian that is 0 off its diagonal: every elementwise function has one.

    Parameters
    ----------
    values : ndarray, shape (n,)
        The diagonal.
    of, wrt, layout
        See `Jacobian`; both variables are vectors of n entries.

    References
    ----------
    Course notes, "Sigmoid" and "ReLU".

    Examples
    --------
    >>> from bpteach import Variable
    >>> ds_dz = Diagonal(np.array([0.25, 0.1]), of=Variable("s", (2,)), wrt=Variable("z", (2,)))
    >>> ds_dz.array
    array([[0.25, 0.  ],
           [0.  , 0.1 ]])
    """

    values: np.ndarray

    def __post_init__(self):
        super().__post_init__()
        object.__setattr__(self, "values", one_for_each_entry(self, self.values, "diagonal"))

    def _column_array(self):
        return sealed(np.diag(self.values))

    def _take(self, p, k):
        off_diagonal = p[:, None] != k[None, :]
        return np.where(off_diagonal, 0, self.values[p][:, None]), off_diagonal

    def _pull(self, gradient):
        scale = self.values.reshape(-1, *[1] * (gradient.ndim - 1))
        return scale * gradient

    def _push(self, change):
        return change * self.values

    def _then(self, outer):
        ends = {"of": outer.of, "wrt": self.wrt}
        if isinstance(outer, Diagonal):
            return Diagonal(sealed(self.values * outer.values), **ends)
        return Dense(sealed(self._pull(outer._column_array())), **ends)

    def _stored(self):
        return (self.values,)

    def _count(self):
        return self.values.size


def one_for_each_entry(jacobian: Jacobian, stored, what: str) -> np.ndarray:
    """Read the numbers of a square Jacobian that stores one for each entry of its variables.

    Parameters
    ----------
    jacobian : Jacobian
        Whose variables they must fit.
    stored : array_like, shape (n,)
        What was given.
    what : str
        What to call them in an error.

    Returns
    -------
    ndarray, shape (n,)
        Read-only.

    Raises
    ------
    ShapeError
        If the variables are not two vectors of n entries.
    """
    values = numbers(stored, jacobian.name)
    if values.ndim != 1 or not values.shape == jacobian.of.axes == jacobian.wrt.axes:
        raise ShapeError(
            f"the {what} of {jacobian.name} does not fit its variables\n"
            f"  {what}: {shape_words(values.shape)}\n"
            f"  {jacobian.of} with respect to {jacobian.wrt} needs two vectors of one size\n"
            "  and one number for each entry"
        )
    return frozen(values)
