"""An activation and its slope, drawn one above the other, with the check laid over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from bpteach.plots.curves import Curve, Kink, activation_named, measure
from bpteach.plots.kinks import draw_choices, draw_touching, name_choices
from bpteach.plots.marks import (
    MARGIN,
    axes_in_inches,
    circles,
    dot,
    heading,
    label,
    line,
    note,
    title,
)
from bpteach.plots.picture import Picture
from bpteach.plots.style import TEXT, WIDTH, Theme, theme_named
from bpteach.plots.words import bounded, choice, listed, plain, scientific

__all__ = ["activation"]

_LEFT, _RIGHT, _GAP = 0.65, 0.25, 0.6  # inches, across
_CAPTION, _SLOPE, _VALUE, _HEADING = 1.1, 1.8, 1.8, 0.52  # inches, from the bottom up
_NARROWEST = 2.16
_FARTHEST, _SHORTEST = 1000, 0.1  # limits of z
_FLAT = 0.01  # slopes that differ by less are drawn as flat as they are


def activation(
    *names: str,
    at_zero: float = 1.0,
    limits: tuple[float, float] = (-6.0, 6.0),
    theme: str = "light",
) -> Picture:
    """Draw activations and their derivatives, with central differences laid over.

    Parameters
    ----------
    *names : str
        ``"sigmoid"``, ``"relu"``, ``"tanh"``, ``"leaky"``: one column each.
    at_zero : float, from 0 to 1
        The slope taken at ReLU's kink. The notes take 1, ``Ind(z ≥ 0)``.
    limits : tuple of float
        First and last z, from −1000 to 1000.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        Above f(z), below f′(z): dashes are the formula, open circles are differences of f. Its
        `data` has the numbers under each name.

    Raises
    ------
    ValueError
        If a name is unknown, missing or given twice, or `at_zero`, `limits` or `theme` make no
        sense.

    Notes
    -----
    The slopes of all columns share one scale, so that their heights can be compared.

    References
    ----------
    Course notes, "Sigmoid" and "ReLU".

    Examples
    --------
    >>> picture = activation("sigmoid", "relu")
    >>> picture.takeaway
    'f′ multiplies the gradient: at most 0.25 (sigmoid), 1 (ReLU)'
    >>> picture.data["relu"]["kinks"][0]["difference"]
    0.5
    """
    _require(names, limits)
    checks = 25 if len(names) == 1 else 13
    curves = [measure(activation_named(name), limits, at_zero, checks) for name in names]
    picture = Picture(
        takeaway=_takeaway(curves),
        alt=" ".join([_overview(curves, limits), *map(_finding, curves)]),
        data={name.lower(): _plain_data(curve) for name, curve in zip(names, curves, strict=True)},
        theme=theme_named(theme),
        size=_size(len(curves)),
    )
    with picture.theme.applied():
        _draw(picture, curves, at_zero)
    return picture


def _require(names: Sequence[str], limits: tuple[float, float]) -> None:
    if not names:
        raise ValueError(
            'activation() draws nothing without a name\n  write activation("sigmoid", "relu")'
        )
    if not all(isinstance(name, str) for name in names):
        raise ValueError(
            f"activation({', '.join(map(repr, names))}) does not give names one by one\n"
            '  write activation("sigmoid", "relu")'
        )
    if len({name.lower() for name in names}) < len(names):
        raise ValueError(
            f"activation({', '.join(map(repr, names))}) names a function twice\n"
            "  each gets one column: write every name once"
        )
    if not _is_range(limits):
        raise ValueError(
            f"limits={limits!r} is no range of z\n"
            f"  write the first and the last z, from −{_FARTHEST} to {_FARTHEST} and at least "
            f"{_SHORTEST} apart, for example limits=(-6, 6)"
        )


def _is_range(limits) -> bool:
    try:
        first, last = (float(end) for end in limits)
    except (TypeError, ValueError):
        return False
    return max(-first, last) <= _FARTHEST and last - first >= _SHORTEST


def _plain_data(curve: Curve) -> dict:
    data = asdict(curve)
    return data | {"activation": curve.activation.label, "kinks": list(data["kinks"])}


# In words


def _takeaway(curves: Sequence[Curve]) -> str:
    if len(curves) == 1:
        return f"Going back, {curves[0].activation.label} multiplies the gradient {_by(curves[0])}"
    tops = [f"{plain(curve.peak[1])} ({curve.activation.label})" for curve in curves]
    return f"f′ multiplies the gradient: at most {', '.join(tops)}"


def _by(curve: Curve) -> str:
    if not curve.kinks:
        return f"by at most {plain(curve.peak[1])}"
    kink = curve.kinks[0]
    return (
        f"by {plain(kink.left)} or {plain(kink.right)}; "
        f"at z = {plain(kink.z)} by choice: {choice(kink.chosen)}"
    )


def _overview(curves: Sequence[Curve], limits: tuple[float, float]) -> str:
    labels = listed([curve.activation.label for curve in curves])
    return (
        f"{labels}: above the function f, below its slope f′, "
        f"for z from {plain(limits[0])} to {plain(limits[1])}."
    )


def _finding(curve: Curve) -> str:
    name, (z, top) = curve.activation.label, curve.peak
    ends = f"f goes from {plain(curve.f[0])} to {plain(curve.f[-1])}"
    check = (
        f"central differences of {curve.activation.letter} alone agree with the formula "
        f"{bounded(curve.gap)}"
    )
    if not curve.kinks:
        return (
            f"{name}: {ends}; f′ is largest at z = {plain(z)}, where it is {plain(top)}; {check}."
        )
    return f"{name}: {ends}; {_kink_in_words(curve)}; elsewhere {check}."


def _kink_in_words(curve: Curve) -> str:
    kink = curve.kinks[0]
    z, others = plain(kink.z), listed([choice(value) for value in kink.others])
    return (
        f"f′ is {plain(kink.left)} left of z = {z} and {plain(kink.right)} right of it; "
        f"at z = {z} the value is a choice, here {choice(kink.chosen)} (filled square), "
        f"not {others} (open squares); "
        f"the central difference there is {choice(kink.difference)} for every step"
    )


# Drawn


def _size(columns: int) -> tuple[float, float]:
    across = _LEFT + columns * _NARROWEST + (columns - 1) * _GAP + _RIGHT
    up = _CAPTION + _SLOPE + _VALUE + 2 * _HEADING + 0.38 + (0.3 if columns > 1 else 0)
    return max(WIDTH, across), up


def _draw(picture: Picture, curves: Sequence[Curve], at_zero: float) -> None:
    title(picture, _LEFT)
    alone = len(curves) == 1
    width = (picture.get_figwidth() - _LEFT - _RIGHT + _GAP) / len(curves) - _GAP
    slopes = None
    for number, curve in enumerate(curves):
        left = _LEFT + number * (width + _GAP)
        above = _CAPTION + _SLOPE + _HEADING
        slopes = axes_in_inches(picture, left, _CAPTION, width, _SLOPE, sharey=slopes)
        values = axes_in_inches(picture, left, above, width, _VALUE, sharex=slopes)
        _draw_values(values, curve, picture.theme, width)
        _draw_slopes(slopes, curve, picture.theme, width)
        _write(picture, curve, left, at_zero, alone=alone)
    slopes.set_ylim(*_slope_limits(curves))


def _slope_limits(curves: Sequence[Curve]) -> tuple[float, float]:
    """Leave room below the lowest slope drawn, and for a label over the highest."""
    kinks = [kink for curve in curves for kink in curve.kinks]
    ends = [slope for kink in kinks for slope in (kink.left, kink.right)]
    low = min([0.0, *ends, *(np.nanmin(curve.slope) for curve in curves)])
    high = max([*ends, *(curve.peak[1] for curve in curves)])
    span = max(high - low, _FLAT)
    return low - 0.16 * span, high + 0.3 * span


def _write(picture: Picture, curve: Curve, left: float, at_zero: float, *, alone: bool) -> None:
    theme, activation = picture.theme, curve.activation
    above = _CAPTION + _SLOPE + 0.16
    heading(picture, left, above, activation.slope_formula(at_zero), theme.gradient)
    above += _HEADING + _VALUE
    heading(picture, left, above, activation.formula, theme.value)
    if not alone:
        text = f"{activation.label}: {_by(curve).split(';')[0]}"
        note(picture, left, above + 0.32, text, size=TEXT, weight="bold")
    note(picture, left, MARGIN + 0.15, _caption(curve, ": " if alone else "\n"))


def _caption(curve: Curve, joint: str) -> str:
    kink = ", kink left out" if curve.kinks else ""
    compared = f"○ central differences of {curve.activation.letter}"
    return f"{compared}{joint}largest gap {scientific(curve.gap)}{kink}"


def _draw_values(ax: Axes, curve: Curve, theme: Theme, width: float) -> None:
    line(ax, curve.z, curve.f, theme.value)
    low, high = curve.f.min(), curve.f.max()
    pad = (high - low or 1) * 0.14
    ax.set_ylim(low - (2.2 * pad if curve.kinks else pad), high + pad)
    ax.yaxis.set_major_locator(MaxNLocator(5, steps=(1, 2, 5, 10)))
    ax.tick_params(labelbottom=False)
    for kink in curve.kinks:
        draw_touching(ax, kink, 2 * pad, room=_room(curve, kink, width))
    if not curve.kinks:
        _draw_tangent(ax, curve, (high - low) / 2, theme)


def _draw_slopes(ax: Axes, curve: Curve, theme: Theme, width: float) -> None:
    line(ax, curve.z, curve.slope, theme.gradient)
    circles(ax, curve.checked, curve.difference)
    for kink in curve.kinks:
        draw_choices(ax, kink)
        name_choices(ax, kink, curve.activation.customs, room=_room(curve, kink, width))
    if not curve.kinks:
        _draw_peak(ax, curve, theme)
    ax.set(xlabel="z", xlim=(curve.z[0], curve.z[-1]))
    ax.xaxis.set_major_locator(MaxNLocator(6, steps=(1, 2, 5, 10)))
    ax.yaxis.set_major_locator(MaxNLocator(4, steps=(1, 2, 5, 10)))


def _room(curve: Curve, kink: Kink, width: float) -> float:
    """Inches between a kink and the nearer side of its panel."""
    first, last = curve.z[0], curve.z[-1]
    return width * min(kink.z - first, last - kink.z) / (last - first)


def _draw_tangent(ax: Axes, curve: Curve, rise: float, theme: Theme) -> None:
    """Touch f where it is steepest, over the height of the panel."""
    z, slope = curve.peak
    touch = float(np.interp(z, curve.z, curve.f))
    quarter = (curve.z[-1] - curve.z[0]) / 4
    run = (min(rise / slope, quarter) if slope > 0 else quarter) * np.array([-1, 1])
    ax.axvline(z, color=theme.rule, linewidth=0.9, linestyle=":")
    line(ax, z + run, touch + slope * run, theme.gradient, zorder=3)
    dot(ax, (z, touch))
    shift = (12, -14)
    if curve.z[-1] - z < quarter:
        shift = (-12, 14)  # inside the panel
    elif z == curve.z[0]:
        shift = (14, -6)  # above its lower edge
    label(ax, (z, touch), f"slope {plain(slope)}", shift, theme.gradient.color)


def _draw_peak(ax: Axes, curve: Curve, theme: Theme) -> None:
    ax.axvline(curve.peak[0], color=theme.rule, linewidth=0.9, linestyle=":")
    first, last = curve.z[[0, -1]]
    inwards = {first: 6, last: -6}.get(curve.peak[0], 0)  # outside stand the numbers of the axis
    label(ax, curve.peak, plain(curve.peak[1]), (inwards, 14), theme.gradient.color)
