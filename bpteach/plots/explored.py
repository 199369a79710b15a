"""One place of an activation: its tangent, its slope with the check, and a Jacobian from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from bpteach.display.numerals import formatter
from bpteach.plots.curves import Kink
from bpteach.plots.exploring import FIRST, HEIGHTS, KNOTS, LAST, Check, Subject, is_flat, subject_of
from bpteach.plots.kinks import draw_choices, draw_touching, name_choices
from bpteach.plots.marks import (
    MARGIN,
    axes_in_inches,
    board,
    cells,
    circles,
    dot,
    heading,
    label,
    line,
    note,
    title,
)
from bpteach.plots.picture import Picture
from bpteach.plots.style import TEXT, WIDTH, theme_named
from bpteach.plots.words import bounded, choice, lowered, plain, scientific

__all__ = [
    "LETTERS",
    "SPOKEN",
    "explored_activation",
    "limits_of_slope",
    "limits_of_value",
    "say_check",
    "say_diagonal",
    "say_place",
    "say_slope",
    "say_step",
    "takeaway_of",
]

SPOKEN = {
    "sigmoid": "the sigmoid",
    "relu": "ReLU",
    "tanh": "tanh",
    "leaky": "leaky ReLU",
    "drawn": "your curve",
}
LETTERS = {"sigmoid": "s", "tanh": "t"}  # the outputs' letter; f for all others
_TAKEAWAYS = {
    "sigmoid": "The sigmoid’s slope multiplies the gradient: ¼ at most, nearly 0 in the tails",
    "relu": "ReLU’s slope is 0 or 1; on its kink it is a choice that no small step can settle",
    "tanh": "tanh passes the whole gradient at z = 0, and saturates sooner than the sigmoid",
    "leaky": "Leaky ReLU has two slopes, and neither of them is 0: no gradient is stopped",
    "drawn": "Any curve has a diagonal Jacobian: its slopes, one for each number",
}
_NOTHING = 1e-9
_DIGITS = 1e-6  # gaps below depend on the machine, and are said as bounds


# In words; the widget says the same


def takeaway_of(name: str) -> str:
    """Say what an activation teaches.

    Parameters
    ----------
    name : str
        A subject's name.

    Returns
    -------
    str
        One line.

    Examples
    --------
    >>> takeaway_of("drawn")
    'Any curve has a diagonal Jacobian: its slopes, one for each number'
    """
    return _TAKEAWAYS[name]


def say_step(h: float) -> str:
    """Write a step: a power of ten where it is small.

    Parameters
    ----------
    h : float
        The step.

    Returns
    -------
    str
        Text.

    Examples
    --------
    >>> say_step(0.5), say_step(1e-5)
    ('0.5', '10⁻⁵')
    """
    if h >= 0.01:
        return plain(h)
    return "10⁻" + "⁰¹²³⁴⁵⁶⁷⁸⁹"[round(-np.log10(h))]


def say_place(subject: Subject, z: float, tau: float, at_zero: float) -> str:
    """Say what a place does to a gradient.

    Parameters
    ----------
    subject : Subject
        The activation.
    z, tau, at_zero : float
        Where, the bound of "flat", and the choice on a kink.

    Returns
    -------
    str
        One or two sentences.

    Examples
    --------
    >>> say_place(subject_of("tanh"), 0.0, 0.05, 1.0)
    'At z = 0 tanh has slope 1: the gradient comes back unchanged.'
    """
    kink = subject.kink(z, at_zero)
    if kink:
        return _say_kink(kink, SPOKEN[subject.name], subject.activation.customs)
    return say_slope(subject.name, z, float(subject.slope(z, at_zero)), tau)


def say_slope(name: str, z: float, slope: float, tau: float) -> str:
    """Say what a slope does to a gradient.

    Parameters
    ----------
    name : str
        A subject's name.
    z, slope, tau : float
        Where, f′ there, and the bound of "flat".

    Returns
    -------
    str
        One sentence.

    Examples
    --------
    >>> say_slope("relu", -2.0, 0.0, 0.05)
    'At z = −2 ReLU is flat: its slope is 0, and no gradient comes back.'
    """
    here = f"At z = {plain(z)} {SPOKEN[name]}"
    if abs(slope) < _NOTHING:
        return f"{here} is flat: its slope is 0, and no gradient comes back."
    if slope == 1:
        return f"{here} has slope 1: the gradient comes back unchanged."
    if is_flat(slope, tau):
        return f"{here} is saturated: the gradient comes back times {plain(slope)}."
    return f"{here} has slope {plain(slope)}: the gradient comes back times {plain(slope)}."


def _say_kink(kink: Kink, name: str, customs: dict) -> str:
    custom = customs.get(kink.chosen, "")
    return (
        f"At z = {plain(kink.z)} {name} has no slope: {plain(kink.left)} on the left, "
        f"{plain(kink.right)} on the right. {choice(kink.chosen)} is chosen"
        f"{', ' + custom if custom else ''}; "
        f"the central difference says {choice(kink.difference)} for every h."
    )


def say_diagonal(subject: Subject, vector: Sequence[float], tau: float, at_zero: float) -> str:
    """Count the saturated entries of the Jacobian for a vector.

    Parameters
    ----------
    subject : Subject
        The activation.
    vector : sequence of float
        z.
    tau, at_zero : float
        The bound of "flat", and the choice on a kink.

    Returns
    -------
    str
        One sentence.

    Examples
    --------
    >>> say_diagonal(subject_of("relu"), [-1.0, 2.0], 0.05, 1.0)
    'On the diagonal of the Jacobian 1 of 2 slopes is below 0.05.'
    """
    few = int(np.sum(is_flat(subject.slope(np.array(vector), at_zero), tau)))
    verb = "is" if few == 1 else "are"
    counted = f"{few} of {len(vector)} slopes {verb} below {plain(tau)}"
    return f"On the diagonal of the Jacobian {counted}."


def say_check(subject: Subject, h: float, at_zero: float) -> str:
    """Say how far the circles are from the formula, and where.

    Parameters
    ----------
    subject : Subject
        The activation.
    h, at_zero : float
        The step, and the choice on a kink.

    Returns
    -------
    str
        One line, the same on every machine.

    Examples
    --------
    >>> say_check(subject_of("relu"), 1e-5, 1.0)
    'largest gap ½, at the corner z = 0; away from it within 1e-9'
    >>> say_check(subject_of("tanh"), 0.5, 1.0)
    'largest gap 0.0758, at z = 0'
    """
    check = subject.check(h, at_zero)
    if check.gap < _DIGITS:
        return f"they agree with the formula {bounded(check.gap)}"
    near = [z for z in subject.activation.kinks if abs(z - check.worst) < h]
    if not near:
        gap = plain(check.gap) if check.gap >= 1e-3 else scientific(check.gap)
        return f"largest gap {gap}, at z = {plain(check.worst)}"
    where = f"at the corner z = {plain(near[0])}"
    if check.worst != near[0]:
        where = f"at z = {plain(check.worst)}, near the corner z = {plain(near[0])}"
    away = "away from it" if len(subject.activation.kinks) == 1 else "away from corners"
    gap = choice(round(check.gap, 9))
    return f"largest gap {gap}, {where}; {away} {bounded(check.apart)}"


# The ranges of both charts, in every renderer


def limits_of_value(subject: Subject) -> tuple[float, float]:
    """Give the range of f that is drawn.

    Parameters
    ----------
    subject : Subject
        The activation.

    Returns
    -------
    tuple of float
        From low to high; for a drawn curve wide enough for every knot.
    """
    known = {"sigmoid": (-0.25, 1.25), "tanh": (-1.5, 1.5), "drawn": (-3.4, 4.4)}
    return known.get(subject.name, (-1.6, 6.4))


def limits_of_slope(subject: Subject) -> tuple[float, float]:
    """Give the range of f′ that is drawn.

    Parameters
    ----------
    subject : Subject
        The activation.

    Returns
    -------
    tuple of float
        From low to high, 0 inside, with room for labels.
    """
    slopes = subject.curve[2]
    low, high = min(0.0, float(np.nanmin(slopes))), max(0.0, float(np.nanmax(slopes)))
    span = max(high - low, 0.1)
    return low - 0.14 * span, high + 0.2 * span


# Drawn

_LEFT, _CHART, _CELL, _HEADS = 0.65, 3.8, (0.48, 0.34), 0.72  # inches
_SLOPES, _VALUES, _UP = 1.22, 3.55, 1.75


def explored_activation(
    name: str,
    z: float = 0.0,
    *,
    vector=((-3.0,), (-1.0,), (0.0,), (2.0,), (5.0,)),
    h: float = 1e-3,
    tau: float = 0.05,
    at_zero: float = 1.0,
    knots: Sequence[float] = HEIGHTS,
    theme: str = "light",
) -> Picture:
    """Draw an activation at one place: tangent, slope, check, and the Jacobian of a vector.

    Parameters
    ----------
    name : str
        ``"sigmoid"``, ``"relu"``, ``"tanh"``, ``"leaky"`` or ``"drawn"``.
    z : float
        The place, from −6 to 6.
    vector : array_like of float, shape (n, 1)
        What the Jacobian belongs to; n is at most 5.
    h : float
        Step of the central differences, up to 1.
    tau : float
        Below this size of f′ the curve is hatched as saturated.
    at_zero : float, from 0 to 1
        What is chosen on a kink: 1 the slope on the right, 0 that on the left.
    knots : sequence of float
        Seven heights of the curve, for ``"drawn"``.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        Left f and f′; right the diagonal Jacobian. Its `data` has the numbers.

    Raises
    ------
    ValueError
        If an argument makes no sense.

    References
    ----------
    Course notes, "Sigmoid" and "ReLU".

    Examples
    --------
    >>> explored_activation("relu").data["kink"]["difference"]
    0.5
    """
    subject = subject_of(name, knots)
    vector = np.array(vector, dtype=np.float64)
    _require(z, vector, h, tau, at_zero)
    diagonal = subject.slope(vector[:, 0], at_zero)
    kink, check = subject.kink(z, at_zero), subject.check(h, at_zero)
    picture = Picture(
        takeaway=takeaway_of(subject.name),
        alt=_finding(subject, z, vector, h, tau, at_zero),
        data={
            "z": float(z),
            "f": float(subject.value(z)),
            "slope": float(subject.slope(z, at_zero)),
            "difference": float(subject.difference(z, h)),
            "kink": asdict(kink) if kink else None,
            "check": asdict(check),
            "flat": subject.flat(tau),
            "jacobian": np.diag(diagonal),
        },
        theme=theme_named(theme),
        size=(WIDTH, 6.15),
    )
    with picture.theme.applied():
        _Sheet(picture, subject, z, h, tau, at_zero).draw(vector[:, 0], diagonal)
    return picture


def _require(z, vector, h, tau, at_zero) -> None:
    if not FIRST <= z <= LAST:
        raise ValueError(f"z={z!r} is out of view\n  write a number from −6 to 6")
    if vector.ndim != 2 or vector.shape[1] != 1 or not 1 <= len(vector) <= 5:
        raise ValueError(
            f"vector has the shape {vector.shape}\n"
            "  write a column (n, 1) with n from 1 to 5, so that every number can be read"
        )
    if not np.all(np.isfinite(vector)):
        raise ValueError("vector holds nan or inf\n  every number must be finite")
    if not 0 < h <= 1:
        raise ValueError(f"h={h!r} is no step here\n  write a number above 0, at most 1")
    if not tau > 0:
        raise ValueError(f"tau={tau!r} is no bound of a size\n  write a number above 0")
    if not 0 <= at_zero <= 1:
        raise ValueError(f"at_zero={at_zero!r} is no choice\n  write a number from 0 to 1")


def _finding(subject, z, vector, h, tau, at_zero) -> str:
    flat = " and ".join(f"from {plain(a)} to {plain(b)}" for a, b in subject.flat(tau))
    hatched = f"It is hatched where |f′| < {plain(tau)}: {flat}. " if flat else ""
    return (
        f"{subject.activation.label}: above f with its tangent, below f′ as dashes, and central "
        f"differences with h = {say_step(h)} as circles: {say_check(subject, h, at_zero)}. "
        f"{say_place(subject, z, tau, at_zero)} {hatched}"
        f"Beside it the Jacobian, {len(vector)}×{len(vector)} and diagonal, the same in both "
        f"conventions. {say_diagonal(subject, vector[:, 0], tau, at_zero)}"
    )


class _Sheet:
    """A page with two charts on the left and a Jacobian on the right."""

    def __init__(self, picture: Picture, subject: Subject, z, h, tau, at_zero):
        self.picture, self.theme, self.subject = picture, picture.theme, subject
        self.z, self.h, self.tau, self.at_zero = float(z), h, tau, at_zero
        self.kink = subject.kink(self.z, at_zero)

    def draw(self, vector: np.ndarray, diagonal: np.ndarray) -> None:
        title(self.picture)
        activation, theme = self.subject.activation, self.theme
        self._draw_values(self._chart(_VALUES, activation.formula, theme.value, None))
        formula = activation.slope_formula(self.at_zero)
        self._draw_slopes(self._chart(_SLOPES, formula, theme.gradient, "z"))
        words = say_check(self.subject, self.h, self.at_zero)
        words = _wrapped(f"○ central differences, h = {say_step(self.h)}: {words}", 60)
        note(self.picture, MARGIN, MARGIN, words, va="bottom", linespacing=1.5)
        self._draw_jacobian(vector, diagonal)

    def _chart(self, bottom: float, formula: str, role, name: str | None) -> Axes:
        ax = axes_in_inches(self.picture, _LEFT, bottom, _CHART, _UP)
        heading(self.picture, _LEFT, bottom + _UP + 0.17, formula, role)
        for low, high in self.subject.flat(self.tau):
            ax.axvspan(low, high, facecolor="none", hatch="///", edgecolor=self.theme.rule, lw=0)
        ax.axvline(self.z, color=self.theme.rule, linewidth=0.9, linestyle=":")
        ax.set(xlim=(FIRST, LAST), xlabel=name)
        ax.xaxis.set_major_locator(MaxNLocator(6))
        ax.yaxis.set_major_locator(MaxNLocator(5, steps=(1, 2, 5, 10)))
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(FuncFormatter(lambda value, _: plain(round(value, 9) + 0.0)))
        ax.tick_params(labelbottom=name is not None)
        return ax

    def _draw_values(self, ax: Axes) -> None:
        subject, theme = self.subject, self.theme
        z, f, _ = subject.curve
        ax.set_ylim(*limits_of_value(subject))
        line(ax, z, f, theme.value)
        if subject.name == "drawn":
            ax.plot(KNOTS, subject.heights, theme.value.marker, color=theme.value.color, ms=5)
        value, slope = float(subject.value(self.z)), float(subject.slope(self.z, self.at_zero))
        if self.h >= 0.1:
            ends = self.z + self.h * np.array([-1, 1])
            line(ax, ends, subject.value(ends), theme.ink, zorder=4)
            circles(ax, ends, subject.value(ends))
        if self.kink:
            draw_touching(ax, self.kink, 1.3, room=0)
            kink = self.kink
            words = f"any slope from {plain(kink.left)} to {plain(kink.right)}"
            self._name_slope(ax, words)
            return
        run = np.array([-1.6, 1.6])
        line(ax, self.z + run, value + slope * run, theme.gradient, zorder=3)
        dot(ax, (self.z, value))
        self._name_slope(ax, f"slope {plain(slope)}")

    def _name_slope(self, ax: Axes, words: str) -> None:
        """Write in the corner over the curve, which is always free."""
        low, high = ax.get_ylim()
        corner = (FIRST, high - 0.09 * (high - low))
        label(ax, corner, words, (6, 0), self.theme.gradient.color, zorder=6)

    def _draw_slopes(self, ax: Axes) -> None:
        subject, theme = self.subject, self.theme
        z, _, slope = subject.curve
        check: Check = subject.check(self.h, self.at_zero)
        ax.set_ylim(*limits_of_slope(subject))
        line(ax, z, slope, theme.gradient)
        shown = [self.kink] if self.kink else []
        if len(subject.activation.kinks) == 1:
            shown = [subject.kink(subject.activation.kinks[0], self.at_zero)]
        smooth = ~np.isin(check.z, [kink.z for kink in shown])
        circles(ax, check.z[smooth], check.difference[smooth])
        for kink in shown:
            draw_choices(ax, kink)
            if subject.name != "drawn":
                name_choices(ax, kink, {}, room=2)
        if not self.kink:
            place = (self.z, float(subject.slope(self.z, self.at_zero)))
            ax.plot(*place, theme.gradient.marker, color=theme.gradient.color, ms=8, zorder=5)

    def _draw_jacobian(self, vector: np.ndarray, diagonal: np.ndarray) -> None:
        n, ax = len(vector), board(self.picture)
        left, top = _LEFT + _CHART + 0.3 + _HEADS, _VALUES + _UP - 0.42
        letter = LETTERS.get(self.subject.name, "f")
        values = np.where(np.eye(n) == 1, np.diag(diagonal), np.nan)
        written = formatter(diagonal)
        texts = [["·" if np.isnan(v) else written(v) for v in r] for r in values]
        cells(ax, (left, top), _CELL, texts, values, self.subject.steepest)
        name = f"∂{letter}/∂z is diagonal, {n}×{n}"
        note(self.picture, left - _HEADS, top + 0.59, name, size=TEXT, weight="bold")
        for k in range(n):
            x, y = left + (k + 0.5) * _CELL[0], top - (k + 0.5) * _CELL[1]
            note(self.picture, x, top + 0.14, letter + lowered(k + 1), ha="center")
            text = f"z{lowered(k + 1)} = {plain(vector[k])}"
            text = text if len(text) < 11 else plain(vector[k])
            note(self.picture, left - 0.08, y, text, ha="right")
            if is_flat(diagonal[k], self.tau):
                self._frame(ax, left, top, k)
        self._explain(letter, top - n * _CELL[1] - 0.26, int(np.sum(is_flat(diagonal, self.tau))))

    def _frame(self, ax: Axes, left: float, top: float, k: int) -> None:
        corner = (left + k * _CELL[0] + 0.02, top - (k + 1) * _CELL[1] + 0.02)
        size = {"width": _CELL[0] - 0.04, "height": _CELL[1] - 0.04}
        color = self.theme.aux.color
        ax.add_patch(Rectangle(corner, **size, facecolor="none", edgecolor=color, linewidth=2))

    def _explain(self, letter: str, y: float, few: int) -> None:
        flat = f"hatched, framed: |f′| < {plain(self.tau)}"
        lines = [
            f"· structural zero: {letter}ᵢ sees only zᵢ",
            "Jᵀ = J: the same in both conventions",
            flat if few or self.subject.flat(self.tau) else "",
        ]
        text = "\n".join(filter(None, lines))
        x = _LEFT + _CHART + 0.3
        note(self.picture, x, y, text, va="top", color=self.theme.muted, linespacing=1.5)
        found = say_place(self.subject, self.z, self.tau, self.at_zero)
        note(self.picture, x, MARGIN, _wrapped(found, 48), va="bottom", linespacing=1.5)


def _wrapped(text: str, width: int) -> str:
    """Break a text into lines, but never at an equals sign."""
    return fill(text.replace(" = ", "\xa0=\xa0"), width)
