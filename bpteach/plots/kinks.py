"""A kink of an activation: the slopes that touch there, the one chosen, the others."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from bpteach.plots.curves import Kink
from bpteach.plots.marks import circles, dot, label, line
from bpteach.plots.words import choice, plain

__all__ = ["draw_choices", "draw_touching", "name_choices"]

_SAME = 1e-9
_ROOM_FOR_WORDS, _ROOM_FOR_SHORT = 3.0, 1.05  # inches


def draw_touching(ax: Axes, kink: Kink, run: float, room: float) -> None:
    """Fan out the lines that touch f at its kink: any slope between the two sides.

    Parameters
    ----------
    ax : Axes
        Where f is drawn.
    kink : Kink
        What to draw.
    run : float
        How far a line goes to either side, in z.
    room : float
        Inches to the nearer side of the panel; words need some.
    """
    theme = ax.figure.theme
    for slope in (kink.chosen, *kink.others):
        width = 2.0 if slope == kink.chosen else 1.1
        ends = run * np.array([-1, 1])
        line(ax, kink.z + ends, kink.value + slope * ends, theme.gradient, linewidth=width)
    dot(ax, (kink.z, kink.value))
    if room > _ROOM_FOR_SHORT:
        text = f"slopes {plain(kink.left)} to {plain(kink.right)}\nall touch here"
        label(ax, (kink.z, kink.value), text, (-10, 24), theme.gradient.color)


def draw_choices(ax: Axes, kink: Kink) -> None:
    """Mark the slope chosen, filled, the others, open, and what the central difference says.

    Parameters
    ----------
    ax : Axes
        Where f′ is drawn.
    kink : Kink
        What to draw.
    """
    theme = ax.figure.theme
    color = theme.gradient.color
    square = {"marker": theme.gradient.marker, "markeredgecolor": color, "clip_on": False}
    square["markeredgewidth"] = 1.6
    for value in kink.others:
        ax.plot(kink.z, value, markersize=7, markerfacecolor=theme.ground, zorder=3, **square)
    ax.plot(kink.z, kink.chosen, markersize=8, markerfacecolor=color, zorder=5, **square)
    circles(ax, kink.z, kink.difference, size=13)


def name_choices(ax: Axes, kink: Kink, customs: dict[float, str], room: float) -> None:
    """Write beside each square what it stands for, on the side where the slope is not.

    Parameters
    ----------
    ax : Axes
        Where f′ is drawn.
    kink : Kink
        What to name.
    customs : dict of float to str
        Who takes which value.
    room : float
        Inches to the nearer side of the panel: few words, or none, where it is narrow.
    """
    theme = ax.figure.theme
    apart = 0.15 * abs(kink.right - kink.left)
    named = [kink.chosen, *(value for value in kink.others if abs(value - kink.chosen) > apart)]
    for value in named if room > _ROOM_FOR_SHORT else ():
        words = _words(kink, customs, value) if room > _ROOM_FOR_WORDS else _few(kink, value)
        shift = (-12, 0) if value > kink.difference + _SAME else (12, 0)
        color = theme.gradient.color if value == kink.chosen else theme.ink.color
        label(ax, (kink.z, value), words, shift, color)


def _words(kink: Kink, customs: dict[float, str], value: float) -> str:
    meanings = [
        "chosen here" * (value == kink.chosen),
        customs.get(value, ""),
        "the central difference ○, for every h" * _is_found(kink, value),
    ]
    return f"{choice(value)}: {', '.join(filter(None, meanings))}"


def _is_found(kink: Kink, value: float) -> bool:
    """Whether the central difference says the same, but for rounding."""
    return abs(value - kink.difference) < _SAME


def _few(kink: Kink, value: float) -> str:
    if value == kink.chosen:
        return f"chosen: {choice(value)}"
    return f"○ {choice(value)} for any h" if _is_found(kink, value) else f"or {choice(value)}"
