"""The slope of the sigmoid far out, by two formulas: one of them dies."""

from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np
from matplotlib.axes import Axes

from bpteach.functions import sigmoid
from bpteach.plots.marks import MARGIN, axes_in_inches, circles, heading, label, line, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.style import WIDTH, Theme, theme_named
from bpteach.plots.words import plain

__all__ = ["exact_slope", "sigmoid_tails", "textbook_slope", "where_it_dies"]

_FAR, _NEAR = (-45.0, 45.0), (33.0, 39.0)
_FLOOR, _TOP = 1e-21, 1e3
_LEFT, _RIGHT = 0.75, 0.3  # inches


def textbook_slope(z):
    """Slope of the sigmoid as the notes write it, ``σ(z) (1 − σ(z))``.

    Parameters
    ----------
    z : array_like of float, any shape
        Where.

    Returns
    -------
    ndarray of float64, same shape
        Right near 0; from z ≈ 30 on, ``1 − σ(z)`` is rounded more and more coarsely.

    Examples
    --------
    >>> textbook_slope([0.0, 40.0])
    array([0.25, 0.  ])
    """
    s = sigmoid(np.asarray(z, dtype=np.float64))
    return s * (1 - s)


def exact_slope(z: float) -> Decimal:
    """Slope of the sigmoid in 40-digit arithmetic, which knows nothing of float64.

    Parameters
    ----------
    z : float
        Where.

    Returns
    -------
    decimal.Decimal
        ``e⁻ᶻ / (1 + e⁻ᶻ)²``.

    Examples
    --------
    >>> float(exact_slope(0.0))
    0.25
    """
    with localcontext() as context:
        context.prec = 40
        e = (-Decimal(z)).exp()
        return e / (1 + e) ** 2


def where_it_dies() -> float:
    """Find the first z from which `textbook_slope` is exactly 0, by halving an interval.

    Returns
    -------
    float
        53 ln 2: from there on ``1 + e⁻ᶻ`` is rounded to 1, since float64 has 53 bits.

    Examples
    --------
    >>> round(where_it_dies(), 3), round(float(53 * np.log(2)), 3)
    (36.737, 36.737)
    """
    alive, dead = _NEAR
    while (middle := (alive + dead) / 2) not in (alive, dead):
        if textbook_slope(middle) > 0:
            alive = middle
        else:
            dead = middle
    return float(dead)


def sigmoid_tails(*, theme: str = "light") -> Picture:
    """Draw σ and σ′ on a logarithmic scale, and what two formulas of σ′ make of the far end.

    Parameters
    ----------
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        Above, both tails over 20 powers of ten. Below, the right tail enlarged: each formula
        divided by 40-digit arithmetic, so that 1 is right.

    Raises
    ------
    ValueError
        If the theme is unknown.

    References
    ----------
    Course notes, "Sigmoid": ``dσ(z_i)/dz_i = (1 − σ(z_i)) σ(z_i)``.

    Examples
    --------
    >>> sigmoid_tails().takeaway
    'Far out, s (1 − s) is exactly 0 from z = 36.74 on; σ(z) σ(−z) is not'
    """
    data = _measured()
    picture = Picture(
        takeaway=f"Far out, s (1 − s) is exactly 0 from z = {_above(data['dies'])} on; "
        "σ(z) σ(−z) is not",
        alt=_finding(data),
        data=data,
        theme=theme_named(theme),
        size=(WIDTH, 6.5),
    )
    with picture.theme.applied():
        title(picture, _LEFT)
        _draw_both_tails(picture, data)
        _draw_right_tail(picture, data)
    return picture


def _measured() -> dict:
    z, near = np.linspace(*_FAR, 361), np.linspace(*_NEAR, 2001)
    checked = np.arange(-40.0, 41.0, 10.0)
    exact = np.array([float(exact_slope(one)) for one in near])
    return {
        "z": z,
        "s": sigmoid(z),
        "slope": sigmoid(z) * sigmoid(-z),
        "textbook": textbook_slope(z),
        "checked": checked,
        "exact": np.array([float(exact_slope(one)) for one in checked]),
        "near": near,
        "textbook_share": textbook_slope(near) / exact,
        "slope_share": sigmoid(near) * sigmoid(-near) / exact,
        "dies": where_it_dies(),
    }


def _finding(data: dict) -> str:
    worst = plain(np.ceil(data["textbook_share"].max()))
    return (
        "sigmoid and its slope on a logarithmic scale, for z from −45 to 45. "
        "To the left both fall by a power of ten for every 2.3 of z; to the right s goes to 1 and "
        "the slope falls in the same way. "
        "Enlarged, z from 33 to 39, each formula divided by 40-digit arithmetic: σ(z) σ(−z) is "
        f"right everywhere; s (1 − s) goes in steps, up to nearly {worst} times too large, and is "
        f"exactly 0 from z = {_above(data['dies'])} on."
    )


def _above(z: float) -> str:
    """Write z with two decimals, rounded up: what is said of it holds from there on."""
    return f"{np.ceil(100 * z) / 100:.2f}"


def _draw_both_tails(picture: Picture, data: dict) -> None:
    theme, width = picture.theme, WIDTH - _LEFT - _RIGHT
    ax = axes_in_inches(picture, _LEFT, 3.25, width, 2.25, yscale="log")
    heading(picture, _LEFT, 5.73, "s = σ(z)", theme.value)
    heading(picture, _LEFT + 1.5, 5.73, "σ′(z) = σ(z) σ(−z)", theme.gradient)
    heading(picture, _LEFT + 3.9, 5.73, "σ′(z) = s (1 − s)", theme.alarm)
    line(ax, data["z"], data["s"], theme.value)
    line(ax, data["z"], data["slope"], theme.gradient)
    _draw_death(ax, data, theme)
    circles(ax, data["checked"], data["exact"])
    for edge in _NEAR:
        ax.axvline(edge, color=theme.rule, linewidth=0.9, linestyle=":")
    powers = [0, -5, -10, -15, -20]
    ax.set(xlim=_FAR, ylim=(_FLOOR, _TOP), xticks=range(-40, 41, 10))
    ax.set_yticks([10.0**power for power in powers], ["1", "10⁻⁵", "10⁻¹⁰", "10⁻¹⁵", "10⁻²⁰"])
    ax.minorticks_off()
    ax.xaxis.set_major_formatter(lambda z, _: plain(z))
    label(ax, (np.mean(_NEAR), 40.0), "enlarged below", (0, 0), theme.ink.color)
    label(ax, (-24.0, 1e-16), "s and σ′ fall together:\n× ⅒ for every 2.3 of z", (8, 0),
          theme.ink.color)  # fmt: skip


def _draw_death(ax: Axes, data: dict, theme: Theme) -> None:
    """Follow s (1 − s) to its last value, and mark where it falls out of the picture."""
    alive = (data["z"] >= _NEAR[0]) & (data["textbook"] > 0)
    z = np.append(data["z"][alive], [data["dies"], data["dies"]])
    last = data["textbook"][alive][-1]
    line(ax, z, np.append(data["textbook"][alive], [last, _FLOOR]), theme.alarm, zorder=3)
    ax.plot(data["dies"], _FLOOR, theme.alarm.marker, color=theme.alarm.color, markersize=9,
            clip_on=False, zorder=5)  # fmt: skip
    words = f"exactly 0\nfrom z = {_above(data['dies'])} on"
    label(ax, (data["dies"], 2e-20), words, (-10, 4), theme.alarm.color)


def _draw_right_tail(picture: Picture, data: dict) -> None:
    theme, width = picture.theme, WIDTH - _LEFT - _RIGHT
    ax = axes_in_inches(picture, _LEFT, 1.1, width, 1.35)
    note(picture, _LEFT, 2.68, "the right tail: computed ÷ exact, so that 1 is right",
         size=10.5, weight="bold")  # fmt: skip
    z, share = data["near"], data["textbook_share"].copy()
    share[1:][np.abs(np.diff(share)) > 0.03] = np.nan  # a step is a gap, not a stroke
    line(ax, z, data["slope_share"], theme.gradient)
    line(ax, z, share, theme.alarm, zorder=3)
    ax.set(xlim=_NEAR, ylim=(-0.12, 2.25), xticks=range(33, 40), yticks=[0, 1, 2], xlabel="z")
    label(ax, (38.0, 1.0), "σ(z) σ(−z)", (0, 13), theme.gradient.color)
    label(ax, (38.0, 0.0), "s (1 − s)", (0, 13), theme.alarm.color)
    note(picture, _LEFT, MARGIN + 0.15,
         "○ and “exact”: 40-digit arithmetic. Near 1 the numbers of float64 stand "
         "10⁻¹⁶ apart, and 1 − s can only jump.")  # fmt: skip
