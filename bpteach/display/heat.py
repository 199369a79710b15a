"""The diverging colours: blue above 0, brown below, white at 0, and ink that can be read."""

from __future__ import annotations

from functools import cache

import numpy as np

__all__ = ["STOPS", "colours", "contrast"]

#: From the most negative to the most positive, evenly spaced.
STOPS = ("#7A3A00", "#E3A06A", "#FFFFFF", "#86A9FF", "#0034C4")

_ALARM = "#a60074"
_STEPS = 32  # a coarse scale: a last digit that differs between machines changes no colour


def colours(value: float, largest: float) -> tuple[str, str]:
    """Choose the ground and the ink of one cell.

    Parameters
    ----------
    value : float
        The cell's number; nan is allowed, and inf is beyond every scale.
    largest : float
        The largest magnitude shown in the table: the ends of the scale, alike on both sides
        of 0.

    Returns
    -------
    tuple of str
        Ground and ink, ``"#rrggbb"``. The ink is black or white, whichever reads better: at
        least 4.5 to 1.

    Examples
    --------
    >>> colours(-2.0, 2.0), colours(0.0, 2.0)
    (('#7a3a00', '#ffffff'), ('#ffffff', '#000000'))
    """
    return _with_ink(_ALARM) if np.isnan(value) else _at(_step(value, largest))


def contrast(one: str, other: str) -> float:
    """Measure the contrast of two colours.

    Parameters
    ----------
    one, other : str
        ``"#rrggbb"``.

    Returns
    -------
    float
        From 1 to 21; small text needs 4.5.

    References
    ----------
    WCAG 2.2, "contrast ratio" and "relative luminance".

    Examples
    --------
    >>> contrast("#000000", "#ffffff")
    21.0
    """
    low, high = sorted([_luminance(one), _luminance(other)])
    return float((high + 0.05) / (low + 0.05))


def _step(value, largest):
    if np.isinf(value):
        return int(np.copysign(_STEPS, value))
    return round(_STEPS * float(np.clip(value / largest, -1, 1))) if largest else 0


@cache
def _at(step):
    stops = np.linspace(-_STEPS, _STEPS, len(STOPS))
    channels = np.array([_rgb(stop) for stop in STOPS]).T
    return _with_ink("#" + "".join(f"{round(np.interp(step, stops, c)):02x}" for c in channels))


def _with_ink(ground):
    return ground, max("#000000", "#ffffff", key=lambda ink: contrast(ground, ink))


def _rgb(colour):
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(colour):
    levels = np.array(_rgb(colour)) / 255
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])
