"""Short numbers: one form for a whole table, so that its columns can be compared."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

__all__ = ["formatter", "six_digits"]

_LARGE, _SMALL = 1e4, 1e-3
_NOISE = 1e-12  # of the largest number shown: in such digits machines differ


def formatter(values: np.ndarray) -> Callable[[float], str]:
    """Choose how a table writes its numbers, from all the numbers that it shows.

    Parameters
    ----------
    values : ndarray of float64
        Any shape; nan and inf are allowed.

    Returns
    -------
    callable
        From a float to text of two to four significant digits, with a true minus sign. Whole
        numbers stay whole. A number that is not 0 never looks like 0.

    Examples
    --------
    >>> short = formatter(np.array([0.2, -1.2, 0.0004]))
    >>> short(0.2), short(-1.2), short(0.0004), short(0.0)
    ('0.20', '−1.20', '4e−4', '0.00')
    """
    finite = values[np.isfinite(values)]
    largest = np.max(np.abs(finite), initial=0.0)
    if np.all(np.abs(finite - np.round(finite)) <= _NOISE * largest) and largest < 10 * _LARGE:
        return lambda value: _minus(f"{_steady(value):.0f}")
    if not _SMALL <= largest < _LARGE:
        return lambda value: _minus(f"{_steady(value):.1e}") if value else "0"
    decimals = _decimals(largest)
    return lambda value: _fixed(_steady(value), decimals)


def six_digits(value: float) -> str:
    """Write a number in full enough to compare it.

    Parameters
    ----------
    value : float
        Any float.

    Returns
    -------
    str
        Six significant digits, with a true minus sign.

    Examples
    --------
    >>> six_digits(-1 / 3)
    '−0.333333'
    """
    return _minus(f"{_steady(value):.6g}")


def _decimals(largest):
    exponent = int(np.floor(np.log10(largest)))
    return min(2, 3 - exponent) if exponent >= 0 else 1 - exponent


def _fixed(value, decimals):
    text = f"{value:.{decimals}f}"
    if value and np.isfinite(value) and float(text) == 0:
        mantissa, exponent = f"{value:.0e}".split("e")  # as short as its neighbours: 4e−4
        text = f"{mantissa}e{int(exponent)}"
    return _minus(text)


def _steady(value):
    """Drop the digits in which machines differ, so that a tie rounds alike; also −0."""
    return float(f"{value:.12g}") + 0.0


def _minus(text):
    return text.replace("-", "−")
