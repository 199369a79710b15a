"""The comparison itself."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bpteach.diagnosis.finding import Finding, close
from bpteach.diagnosis.pair import Pair
from bpteach.diagnosis.same_shape import explain_values
from bpteach.diagnosis.shapes import explain_shape

__all__ = ["compare"]


def compare(
    out,
    right,
    *,
    rtol: float = 1e-6,
    name: str = "the result",
    sizes: Mapping[str, int] | None = None,
    factors: Mapping[str, np.ndarray] | None = None,
    conventional: bool = True,
) -> Finding | None:
    """Find what is wrong with an array, or nothing.

    Parameters
    ----------
    out : ndarray
        What is judged; bools and ints are taken as the numbers they are.
    right : ndarray
        What it should be.
    rtol : float
        The largest error allowed, as a share of the largest entry of `right`.
    name : str
        What to call `out`.
    sizes : mapping from str to int, optional
        The letters of the sizes, ``{"n": 4, "m": 3}``, so that a shape is named by variables.
    factors : mapping from str to ndarray, optional
        Arrays that might be missing or too many, by name; a ratio is compared with each.
    conventional : bool
        Whether a derivative stands as a convention says; False where it has the shape of its
        variable because that is asked for.

    Returns
    -------
    Finding or None
        The first finding that explains `out`; None if the two agree.

    Examples
    --------
    >>> right = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]])
    >>> compare(right, right) is None
    True
    >>> compare(-right, right, name="dL_dW").words
    'dL_dW has the wrong sign: every entry is −1 times what it should be.'
    >>> compare(right.T, right, name="dL_dW", sizes={"n": 2, "m": 3}).kind
    'convention'
    """
    out, right = np.asarray(out, dtype=np.float64), np.asarray(right, dtype=np.float64)
    if close(out, right, rtol):
        return None
    pair = Pair(out, right, rtol, name, sizes or {}, factors or {}, conventional)
    explain = explain_values if out.shape == right.shape else explain_shape
    with np.errstate(all="ignore"):  # ratios with zeros are expected, and looked at
        return explain(pair)
