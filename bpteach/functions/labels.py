"""From the numbers of classes to one-hot columns."""

from __future__ import annotations

from operator import index

import numpy as np

__all__ = ["one_hot"]


def one_hot(labels, classes: int) -> np.ndarray:
    """Write labels as one-hot columns: 1 in the row of the class, 0 elsewhere.

    Parameters
    ----------
    labels : array_like of integers, shape (N,), or one integer
        The class of each example, counted from 0.
    classes : int
        How many classes there are.

    Returns
    -------
    ndarray of float64, shape (classes, N)
        One column an example.

    Raises
    ------
    TypeError
        If the labels are no integers.
    ValueError
        If a label names no class, or the labels have more than one axis. numpy alone would
        take −1 for the last class.

    Examples
    --------
    >>> one_hot([2, 0], classes=3)
    array([[0., 1.],
           [0., 0.],
           [1., 0.]])
    """
    labels, classes = np.asarray(labels), index(classes)
    if labels.dtype.kind not in "biu" and labels.size:
        raise TypeError(
            f"labels must be integers, but have dtype {labels.dtype}\n"
            "  a label is the number of a class, counted from 0\n"
            "  write labels.astype(int) if each is a whole number; a loss takes columns of "
            "probabilities as they are"
        )
    if labels.ndim > 1:
        raise ValueError(
            f"labels must have one axis, one number an example, but have shape {labels.shape}\n"
            "  write labels.reshape(-1); columns that are one-hot already go into a loss as they "
            "are"
        )
    labels = np.atleast_1d(labels).astype(np.int64)
    wrong = np.flatnonzero((labels < 0) | (labels >= classes))
    if len(wrong):
        place = wrong[0]
        raise ValueError(
            f"label {labels[place]} of example {place + 1} names none of {classes} classes\n"
            f"  labels count from 0, so that the last class is {classes - 1}\n"
            + _cure(labels, classes)
        )
    columns = np.zeros((classes, len(labels)))
    columns[labels, np.arange(len(labels))] = 1
    return columns


def _cure(labels, classes):
    if labels.min() == 1 and labels.max() == classes:
        return "  these count from 1: write labels - 1"
    if labels.min() >= 0:
        return f"  write classes={labels.max() + 1} if that is the last class"
    return "  numpy would count a negative label from the end; leave out examples without a label"
