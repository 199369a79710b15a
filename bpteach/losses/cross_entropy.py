"""Cross-entropy: of probabilities, and of scores through a softmax."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bpteach import functions
from bpteach.losses.base import Loss

__all__ = ["CrossEntropy", "SoftmaxCrossEntropy"]


class _OfDistributions(Loss):
    """A loss whose target is a distribution in each column, such as a one-hot column."""

    target_letter = "y"

    def __post_init__(self):
        super().__post_init__()
        y = self.target
        sums = y.sum(axis=0)
        loose = np.sqrt(np.finfo(y.dtype).eps)
        right = (y >= 0).all(axis=0) & (np.abs(sums - 1) <= loose)
        if not right.all():
            place = int(np.argmin(right))
            raise ValueError(
                f"{type(self).__name__} needs a distribution in each column of its target y: "
                "numbers from 0 on that sum to 1\n"
                f"  column {place + 1} of y: {_short(y[:, place])}, with the sum "
                f"{sums[place]:.4g}\n"
                "  write one_hot(labels, classes) if you have labels, y / y.sum(axis=0) if these "
                "are counts"
            )

    def _cure(self, target):
        if target.ndim == 1 and np.array_equal(target, np.floor(target)):
            return "  write one_hot(y, classes) if these are labels, y.reshape(-1, 1) if a column"
        return super()._cure(target)


@dataclass(frozen=True, eq=False, repr=False)
class CrossEntropy(_OfDistributions):
    """The cross-entropy ``L = −Σ y log p`` of probabilities p; over a batch, the sum.

    Its gradient is ``dL/dp = −y / p``, 0 where y is 0. Behind a `Softmax` it is better to
    take `SoftmaxCrossEntropy`: where a probability rounds to 0 the loss here is infinite.

    Parameters
    ----------
    y : ndarray, shape (k, 1), or a batch (k, N)
        The target, a distribution in each column: one-hot for a label. Kept as a read-only
        copy.

    Raises
    ------
    ShapeError
        If y is not a column or a batch of columns.
    ValueError
        If a column of y does not sum to 1 or has an entry below 0.

    Examples
    --------
    >>> loss = CrossEntropy(np.array([[0.0], [1.0]]))
    >>> L, pullback = loss.vjp(np.array([[0.75], [0.25]]))
    >>> L.round(3)
    array([[1.386]])
    >>> pullback().input
    array([[ 0.],
           [-4.]])
    """

    y: np.ndarray

    input_letter = "p"

    def _value(self, p):
        with np.errstate(all="ignore"):  # log 0 is −∞, and counts only where y is not 0
            return _minus_sum(self.y, np.log(p))

    def _gradient(self, p):
        with np.errstate(all="ignore"):
            return np.where(self.y == 0, 0, -self.y / p)


@dataclass(frozen=True, eq=False, repr=False)
class SoftmaxCrossEntropy(_OfDistributions):
    """Softmax with cross-entropy: ``L = −Σ y log softmax(z)``, with the gradient ``p − y``.

    The composition `Softmax`, then `CrossEntropy`, as one layer. It is taken together since
    the whole is simpler than its parts: diag(p) − p pᵀ times −y/p is p − y, no p stands in a
    denominator, and no logarithm is taken of a number that was rounded to 0.

    Parameters
    ----------
    y : ndarray, shape (k, 1), or a batch (k, N)
        The target, a distribution in each column: one-hot for a label. Kept as a read-only
        copy.

    Raises
    ------
    ShapeError
        If y is not a column or a batch of columns.
    ValueError
        If a column of y does not sum to 1 or has an entry below 0.

    Examples
    --------
    >>> from bpteach import one_hot
    >>> loss = SoftmaxCrossEntropy(one_hot([0, 2], classes=3))
    >>> L, pullback = loss.vjp(np.array([[1000.0, 0.0], [1000.0, 0.0], [-1000.0, -1000.0]]))
    >>> L.round(3)
    array([[1001.386]])
    >>> pullback().input
    array([[-0.5,  0.5],
           [ 0.5,  0.5],
           [ 0. , -1. ]])
    """

    y: np.ndarray

    input_letter = "z"

    def _value(self, z):
        with np.errstate(all="ignore"):
            return _minus_sum(self.y, functions.log_softmax(z, axis=-2))

    def _gradient(self, z):
        p = functions.softmax(z)
        with np.errstate(all="ignore"):
            gradient = p - self.y
            # Where p and y are both near 1 their difference has few digits left; but each column
            # sums to 0, so the others tell it.
            near = (p.real > 0.5) & (self.y > 0.5)
            others = np.where(near, 0, gradient).sum(axis=0, keepdims=True)
        return np.where(near, -others, gradient)


def _minus_sum(y, logarithm):
    """``−Σ y · logarithm``, where 0 times anything counts as 0."""
    terms = np.where(y == 0, 0, y * logarithm)
    return 0 - terms.sum(axis=(-2, -1), keepdims=True)  # so that no loss is −0


def _short(column):
    shown = ", ".join(f"{entry:.4g}" for entry in column[:4])
    return shown + (", …" if len(column) > 4 else "")
