"""Two sides of a formula, compared in a lesson."""

from __future__ import annotations

import numpy as np

from bpteach.diagnosis import compare

__all__ = ["agree"]


def agree(one, other, *, rtol: float = 1e-6) -> None:
    """Hold two sides of a formula against each other, and say that they agree.

    Parameters
    ----------
    one : array_like
        What the formula's one side gives.
    other : array_like
        What its other side gives, found in another way.
    rtol : float
        The largest difference allowed, as a share of the largest entry of `other`.

    Raises
    ------
    AssertionError
        If they differ, in a number or in the shape: a column does not agree with a row. The
        text says how they differ.

    Examples
    --------
    >>> agree([[2.0], [4.0]], 2 * np.array([[1.0], [2.0]]))
    ✓ the two sides agree: 2 × 1
    """
    one, other = np.asarray(one), np.asarray(other)
    finding = compare(one, other, rtol=rtol, name="the first side")
    if finding:
        raise AssertionError(f"the two sides differ\n  {finding.words}")
    print("✓ the two sides agree:", " × ".join(map(str, one.shape)) or "a single number")
