"""How large the entries of gradients are, layer by layer, as histograms of their logarithms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Sizes", "log_limits", "measure_sizes"]

_BIN = 0.25  # of a power of ten
_LEAST = -300.0


@dataclass(frozen=True, eq=False)
class Sizes:
    """The sizes of one gradient's entries.

    Parameters
    ----------
    edges : ndarray of float64, shape (k + 1,)
        log₁₀ at the ends of the bins.
    counts : ndarray of int, shape (k,)
        Entries in each bin.
    median : float
        log₁₀ of the median size of the entries that are not 0; nan if all are 0.
    zeros : int
        Entries that are exactly 0, which have no logarithm.
    norm : float
        Square root of the sum of the squares.
    """

    edges: np.ndarray
    counts: np.ndarray
    median: float
    zeros: int
    norm: float


def measure_sizes(gradient) -> Sizes:
    """Count how large the entries of a gradient are.

    Parameters
    ----------
    gradient : ndarray
        Any shape, finite.

    Returns
    -------
    Sizes
        In bins of a quarter of a power of ten.

    Examples
    --------
    >>> sizes = measure_sizes(np.array([[0.001, -0.01, 0.1, 0.0]]))
    >>> sizes.median, sizes.zeros, int(sizes.counts.sum())
    (-2.0, 1, 3)
    """
    entries = np.abs(np.asarray(gradient, dtype=np.float64)).ravel()
    logs = np.maximum(np.log10(entries[entries > 0]), _LEAST)
    zeros = entries.size - logs.size
    norm = float(np.linalg.norm(entries))
    if not logs.size:
        return Sizes(np.array([0.0, _BIN]), np.zeros(1, dtype=int), np.nan, zeros, norm)
    low, high = np.floor(logs.min() / _BIN), np.floor(logs.max() / _BIN) + 1
    edges = _BIN * np.arange(low, high + 1)
    counts, _ = np.histogram(logs, edges)
    return Sizes(edges, counts, float(np.median(logs)), zeros, norm)


def log_limits(all_sizes, least=(-6, 0)) -> tuple[int, int]:
    """Choose whole powers of ten between which several histograms lie.

    Parameters
    ----------
    all_sizes : iterable of Sizes
        The histograms.
    least : tuple of int
        What is shown at least.

    Returns
    -------
    tuple of int
        Lower and upper end.

    Examples
    --------
    >>> log_limits([measure_sizes(np.array([1e-9, 20.0]))])
    (-9, 2)
    """
    filled = [sizes for sizes in all_sizes if sizes.counts.any()]
    lows = [int(np.floor(sizes.edges[0])) for sizes in filled]
    highs = [int(np.ceil(sizes.edges[-1])) for sizes in filled]
    return min([least[0], *lows]), max([least[1], *highs])
