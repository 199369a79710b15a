"""Colours of numbers in cells, and the contrast of any two colours."""

from __future__ import annotations

from functools import cache

from matplotlib.colors import LinearSegmentedColormap, to_hex

from bpteach.display import heat
from bpteach.plots.style import Theme

__all__ = ["cell_colors", "contrast"]


def contrast(one, other) -> float:
    """Measure the contrast of two colours, in any form that matplotlib reads.

    Parameters
    ----------
    one, other : str or sequence of float
        Colours.

    Returns
    -------
    float
        From 1 to 21; small text needs 4.5.

    Examples
    --------
    >>> contrast("black", (1.0, 1.0, 1.0))
    21.0
    """
    return heat.contrast(to_hex(one), to_hex(other))


def cell_colors(value: float, largest: float, theme: Theme) -> tuple[str, str]:
    """Choose the ground and the text colour of a cell that shows a number.

    Parameters
    ----------
    value : float
        The number.
    largest : float
        The size at both ends of the scale, which is symmetric about 0.
    theme : Theme
        Whose diverging colours to use.

    Returns
    -------
    tuple of str
        Ground and text. The text is black or white, at least 4.5 to 1.

    Examples
    --------
    >>> from bpteach.plots.style import DARK
    >>> cell_colors(0.0, 3.0, DARK)
    ('#111111', 'white')
    """
    share = value / largest if largest else 0.0
    # An odd number of steps: 0 falls on the middle stop itself.
    ground = to_hex(_scale(theme.diverging)((share + 1) / 2))
    return ground, max("black", "white", key=lambda text: contrast(text, ground))


@cache
def _scale(stops: tuple[str, ...]) -> LinearSegmentedColormap:
    return LinearSegmentedColormap.from_list("diverging", stops, N=257)
