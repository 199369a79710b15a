"""A finding, and what counts as equal."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

__all__ = ["Finding", "close"]


@dataclass(frozen=True)
class Finding:
    """What is wrong with an array.

    Parameters
    ----------
    kind : str
        ``"finite"``, ``"convention"``, ``"shape"``, ``"zero"``, ``"sign"``, ``"factor"``,
        ``"ratio"``, ``"offset"``, ``"order"``, ``"precision"``, ``"entry"`` or ``"entries"``.
    words : str
        One or two sentences for a beginner.
    explains : bool
        False where there is no pattern: something better may still be found.

    Examples
    --------
    >>> Finding("zero", "dL_da is 0 everywhere.").kind
    'zero'
    """

    kind: str
    words: str
    explains: bool = field(default=True, compare=False)


def close(out, right, rtol: float = 1e-6) -> bool:
    """Tell whether two arrays agree: same shape, and no entry far off.

    Parameters
    ----------
    out : ndarray
        What is judged.
    right : ndarray
        What it should be.
    rtol : float
        The largest error allowed, as a share of the largest entry of `right`.

    Returns
    -------
    bool
        False where shapes differ or an entry of `out` is not finite.

    Examples
    --------
    >>> close(np.ones((3, 1)), np.ones((1, 3)))
    False
    """
    if out.shape != right.shape:
        return False
    if not right.size:
        return True
    scale = np.max(np.abs(right)) or 1.0
    with np.errstate(all="ignore"):  # nan and inf in `out` compare as "not close"
        error = np.subtract(out, right, dtype=np.float64)  # bools and ints count as numbers
        return bool(np.all(np.abs(error) <= rtol * scale))
