"""Callables that an exercise hands over, as data: a family's name and its arrays.

A family is built where the answer runs, so that a grader can send the data into a sandbox.
Nothing here gives an answer away: a family is what the exercise states.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

__all__ = ["FAMILIES", "Made", "handed", "unchanged"]


def _sum_of_sines(weights):
    """X ↦ Σ weights · sin(x), a number."""
    return lambda x: float(np.sum(weights * np.sin(x)))


def _cubic(weights):
    """X ↦ Σ weights · x³, a number: its third derivative is not 0."""
    return lambda x: float(np.sum(weights * x**3))


def _affine(M, c):
    """X ↦ M x + c, a column."""
    return lambda x: M @ x + c


def _bent(M):
    """X ↦ M x + ½ (M x)², a column whose Jacobian depends on x."""
    return lambda x: M @ x + (M @ x) ** 2 / 2


def _two_layer_loss(a, b1, W2, b2, t, scale):
    """W1 ↦ scale · ½‖W2 σ(W1 a + b1) + b2 − t‖², a number."""

    def loss(W1):
        h = 1 / (1 + np.exp(-(W1 @ a + b1)))
        return float(scale * np.sum((W2 @ h + b2 - t) ** 2) / 2)

    return loss


FAMILIES: Mapping[str, Callable[..., Callable]] = {
    "affine": _affine,
    "bent": _bent,
    "cubic": _cubic,
    "sum of sines": _sum_of_sines,
    "two-layer loss": _two_layer_loss,
}


@dataclass(frozen=True)
class Made:
    """A callable argument, as data.

    Parameters
    ----------
    family : str
        A name in `FAMILIES`.
    arrays : dict from str to ndarray or float
        What the family needs.

    Examples
    --------
    >>> Made("affine", {"M": np.eye(2), "c": np.ones((2, 1))}).built()(np.zeros((2, 1)))
    array([[1.],
           [1.]])
    """

    family: str
    arrays: dict[str, object] = field(default_factory=dict)

    def built(self) -> Callable:
        """Build the callable.

        Returns
        -------
        callable
            With copies of the arrays, so that nobody can change them.
        """
        return FAMILIES[self.family](**{name: handed(one) for name, one in self.arrays.items()})


def handed(value):
    """Give an answer its own copy of an argument.

    Parameters
    ----------
    value : ndarray, number, text, Made, or list of them
        What a case holds.

    Returns
    -------
    object
        A copy of the array, the callable built, or the same for every item of a list.

    Examples
    --------
    >>> handed([np.ones(2), 3])
    [array([1., 1.]), 3]
    """
    if isinstance(value, Made):
        return value.built()
    if isinstance(value, list):
        return [handed(one) for one in value]
    return value.copy() if isinstance(value, np.ndarray) else value


def unchanged(before, after) -> bool:
    """Tell whether an argument is still as it was handed over.

    Parameters
    ----------
    before : object
        What a case holds.
    after : object
        The copy that the answer was given.

    Returns
    -------
    bool
        Of arrays and lists of them whether all is the same: class, dtype, shape and bytes.

    Examples
    --------
    >>> unchanged(np.ones(2), np.ones(2)), unchanged([np.ones(2)], [])
    (True, False)
    """
    if isinstance(before, list):
        return (
            type(after) is list and len(after) == len(before) and all(map(unchanged, before, after))
        )
    if not isinstance(before, np.ndarray):
        return True
    if not isinstance(after, np.ndarray):
        return False
    shape, dtype = np.ndarray.shape.__get__(after), np.ndarray.dtype.__get__(after)
    return (shape, dtype) == (before.shape, before.dtype) and (
        np.ndarray.tobytes(after) == before.tobytes()
    )
