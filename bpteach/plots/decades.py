"""Ticks of an axis that shows log₁₀ of a number, so that also 10³⁰⁰ has a place."""

from __future__ import annotations

import numpy as np

from bpteach.plots.words import plain, power

__all__ = ["decade_ticks"]

_MOST = 4
_LARGEST = 300


def decade_ticks(low: float, high: float) -> list:
    """Choose round numbers on an axis of logarithms.

    Parameters
    ----------
    low, high : float
        Limits, as log₁₀.

    Returns
    -------
    list of [float, str]
        log₁₀ of each number, and how it is written: powers of ten, or small multiples of them
        where two powers do not fit. The last power is 10³⁰⁰, near the largest float64.

    Examples
    --------
    >>> decade_ticks(-2.2, 0.1)
    [[-2.0, '0.01'], [-1.0, '0.1'], [0.0, '1']]
    >>> decade_ticks(-0.8, -0.2)
    [[-0.69897, '0.2'], [-0.522879, '0.3'], [-0.30103, '0.5']]
    >>> decade_ticks(-3, 300)[-1]
    [300.0, '10³⁰⁰']
    """
    first, last = int(np.ceil(low)), min(int(np.floor(high)), _LARGEST)
    count = last - first + 1
    if count < 2:
        digits = (1, 2, 3, 5) if high - low < 0.7 else (1, 3)
        fine = [p + np.log10(k) for p in range(first - 1, last + 1) for k in digits]
        return [_tick(place) for place in fine if low <= place <= high]
    steps = (1, 2, 5, 10, 20, 50, 100, 200)
    step = next(s for s in steps if (last - first) // s < _MOST or s == steps[-1])
    return [_tick(p) for p in range(first, last + 1) if p % step == 0]


def _tick(place) -> list:
    short = -4 <= place <= 4
    return [round(float(place), 6), plain(10.0**place) if short else power(10.0**place)]
