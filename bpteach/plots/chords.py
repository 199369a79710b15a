"""A central difference as a chord beside the tangent, and what one side alone would give."""

from __future__ import annotations

from math import isfinite

import numpy as np

from bpteach.plots.marks import axes_in_inches, circles, dot, heading, line, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.style import TEXT, WIDTH, Role, theme_named
from bpteach.plots.words import plain

__all__ = ["central_chord"]

_STEPS = (0.1, 0.01)  # beside the step that is drawn
_WORDS = 5.0  # inches from the left


def central_chord(x: float = 2.0, h: float = 0.8, *, theme: str = "light") -> Picture:
    """Draw z = x³ with its tangent at x and the chord from x − h to x + h.

    Parameters
    ----------
    x : float
        Where the slope is asked for.
    h : float
        The step; large enough to be seen.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        The curve, its tangent, the chord over both sides, and the chord over one side.

    Raises
    ------
    ValueError
        If x or h is not finite, h is not positive, or the theme is unknown.

    Notes
    -----
    The chord over both sides has the slope ``3x² + h²``, the chord over one side
    ``3x² + 3xh + h²``: on both sides the first power of h cancels.

    Examples
    --------
    >>> central_chord(2.0, 0.8).takeaway
    'The chord from x − h to x + h is almost parallel to the tangent: slope 12.64, not 12'
    """
    if not (isfinite(x) and isfinite(h) and h > 0):
        raise ValueError(
            f"central_chord cannot draw x={x!r} with the step h={h!r}\n"
            "  both must be finite numbers, and h must be more than 0\n"
            "  write central_chord(2.0, 0.8), for example"
        )
    slopes = {"tangent": 3 * x**2, "central": _central(x, h), "one side": _one_side(x, h)}
    picture = Picture(
        takeaway="The chord from x − h to x + h is almost parallel to the tangent: "
        f"slope {_short(slopes['central'])}, not {_short(slopes['tangent'])}",
        alt=_finding(x, h, slopes),
        data={"x": float(x), "h": float(h), "slopes": slopes},
        theme=theme_named(theme),
        size=(WIDTH, 4.1),
    )
    with picture.theme.applied():
        title(picture)
        _draw_curve(picture, x, h, slopes)
        _write(picture, x, h, slopes)
    return picture


def _central(x: float, h: float) -> float:
    return ((x + h) ** 3 - (x - h) ** 3) / (2 * h)


def _one_side(x: float, h: float) -> float:
    return ((x + h) ** 3 - x**3) / h


def _short(value: float) -> str:
    """Four digits are needed to tell 12.01 from 12."""
    return f"{value:.6g}".replace("-", "−")


def _finding(x: float, h: float, slopes: dict) -> str:
    steps = ", ".join(f"{_short(_central(x, step))} at h = {plain(step)}" for step in _STEPS)
    return (
        f"The curve z = x³ with its tangent at x = {plain(x)}, slope {_short(slopes['tangent'])}. "
        f"The chord from x − h to x + h with h = {plain(h)} has the slope "
        f"{_short(slopes['central'])}; the chord from x to x + h has {_short(slopes['one side'])}. "
        f"Smaller steps bring the first one nearer: {steps}."
    )


def _draw_curve(picture: Picture, x: float, h: float, slopes: dict) -> None:
    ax = axes_in_inches(picture, 0.75, 0.6, 3.85, 2.75)
    theme, reach = picture.theme, 1.5 * h
    across = np.linspace(x - reach, x + reach, 201)
    line(ax, across, across**3, theme.value)
    ends = np.array([x - reach, x + reach])
    line(ax, ends, x**3 + slopes["tangent"] * (ends - x), theme.gradient)
    for start, role in ((x - h, theme.ink), (x, theme.alarm)):
        chord = np.array([start, x + h])
        line(ax, chord, chord**3, _drawn(role))
    dot(ax, (x, x**3))
    circles(ax, [x - h, x + h], [(x - h) ** 3, (x + h) ** 3], size=8)
    places = {"x − h": x - h, "x": x, "x + h": x + h}
    named = [f"{name}\n{plain(place)}" for name, place in places.items()]
    ax.set_xticks(list(places.values()), named)
    ax.set(xlim=ends, ylabel="z = x³")


def _drawn(role: Role) -> Role:
    return Role(role.color, role.line, role.marker, 2.0)


def _write(picture: Picture, x: float, h: float, slopes: dict) -> None:
    theme, y = picture.theme, picture.get_figheight() - 0.95
    at = f"slopes at x = {plain(x)}, with h = {plain(h)}"
    note(picture, _WORDS, y, at, size=TEXT, weight="bold")
    lines = (
        ("the curve z = x³", theme.value),
        (f"tangent: {_short(slopes['tangent'])}", theme.gradient),
        (f"from x − h to x + h: {_short(slopes['central'])}", _drawn(theme.ink)),
        (f"from x to x + h: {_short(slopes['one side'])}", theme.alarm),
    )
    for number, (text, role) in enumerate(lines):
        heading(picture, _WORDS, y - 0.36 * (number + 1), text, role)
    y -= 0.36 * len(lines) + 0.5
    note(picture, _WORDS, y, "smaller steps, both sides", size=TEXT, weight="bold")
    for number, step in enumerate(_STEPS):
        words = f"h = {plain(step)}:  {_short(_central(x, step))}"
        note(picture, _WORDS, y - 0.32 * (number + 1), words)
