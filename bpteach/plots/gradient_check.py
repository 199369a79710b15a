"""A gradient check under the microscope: its error for every step, and why rounding wins."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from bpteach.plots.marks import MARGIN, axes_in_inches, label, line, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.step_errors import Branch, StepErrors, measure_steps
from bpteach.plots.style import TEXT, WIDTH, Role, theme_named
from bpteach.plots.words import power

__all__ = ["gradient_check"]

_LOW, _HIGH = 1e-13, 1e1  # the errors shown
_LEFT, _BOTTOM, _WIDE, _HIGH_AXES = 0.85, 0.72, 4.75, 3.75  # inches
_NARROW = 1.95


def gradient_check(f: Callable, gradient, x, *, wrong=None, theme: str = "light") -> Picture:
    """Draw how far forward and central differences are from a gradient, for every step h.

    Parameters
    ----------
    f : callable
        From an array of x's shape to one number, a loss.
    gradient : array_like, the shape of x
        The gradient of f at x.
    x : array_like of real numbers, any shape
        Where.
    wrong : array_like, the shape of x, optional
        A wrong gradient, checked with the same central differences.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        Left, the relative errors, log–log; right, f itself along one entry, a few of the
        smallest steps that a float64 can take: a staircase.

    Raises
    ------
    ShapeError
        If a gradient has not the shape of x, or f does not give one number.
    ValueError
        If a gradient is 0 or not finite, or the theme is unknown.

    Notes
    -----
    An error is the largest distance to the gradient, as a share of its largest entry. What
    forward differences leave out is of order h, central ones h²; rounding adds about
    ``eps |f(x)| / h``. What is said in words does not depend on the machine; single points do.

    Examples
    --------
    >>> picture = gradient_check(lambda x: np.exp(x).sum(), np.exp([0.0, 1.0]), [0.0, 1.0])
    >>> picture.takeaway
    'Too large a step leaves terms out, too small a step drowns in rounding'
    """
    steps = measure_steps(f, gradient, x)
    bug = None if wrong is None else measure_steps(f, wrong, x).central
    picture = Picture(
        takeaway=_takeaway(steps, bug),
        alt=_finding(steps, bug),
        data=_data(steps, bug),
        theme=theme_named(theme),
        size=(WIDTH, 5.05),
    )
    with picture.theme.applied():
        title(picture)
        _draw_errors(picture, steps, bug)
        _draw_stairs(picture, steps)
    return picture


def _data(steps: StepErrors, bug) -> dict:
    branches = {
        name: {} if branch is None else vars(branch)
        for name, branch in (("ahead", steps.ahead), ("around", steps.around))
    }
    data = vars(steps) | branches
    return data if bug is None else data | {"wrong": bug}


# In words


def _takeaway(steps: StepErrors, bug) -> str:
    if bug is not None:
        return "The error of a right gradient falls with h; a bug stays, whatever h is"
    if steps.ahead is None and steps.around is None:
        return "Nothing is left out of a straight line: only rounding, less for larger steps"
    return "Too large a step leaves terms out, too small a step drowns in rounding"


def _finding(steps: StepErrors, bug) -> str:
    return " ".join(
        [
            "Relative error of differences against the step h, both axes logarithmic, h from "
            "10⁻¹⁵ to 0.1.",
            _branch_words("Forward", steps.ahead),
            _branch_words("Central", steps.around),
            "For small h both rise again, like ε/h, and scatter: rounding wins.",
            *_bug_words(bug),
            "Beside it the loss itself, along one entry over a few of the smallest steps that a "
            "float64 can take: a staircase around the true slope.",
        ]
    )


def _branch_words(name: str, branch: Branch | None) -> str:
    if branch is None:
        return f"{name} differences leave out nothing that is larger than the rounding."
    return (
        f"{name} differences fall with slope {branch.slope} as h gets smaller, down to a step "
        f"near {power(branch.best)}."
    )


def _bug_words(bug) -> list[str]:
    if bug is None:
        return []
    return [
        f"A wrong gradient, checked with central differences, stays near {_level(bug):.1g} for "
        "every usable h: a bug does not go away with h."
    ]


def _level(bug: np.ndarray) -> float:
    return float(np.median(bug))


# Drawn


def _draw_errors(picture: Picture, steps: StepErrors, bug) -> None:
    theme = picture.theme
    ax = axes_in_inches(picture, _LEFT, _BOTTOM, _WIDE, _HIGH_AXES)
    ax.set(xscale="log", yscale="log", xlim=(6e-16, 1.7e-1), ylim=(_LOW, _HIGH))
    ax.set(xlabel="step h", ylabel="relative error of the gradient")
    ax.xaxis.set_major_locator(LogLocator(base=100, numticks=20))
    ax.yaxis.set_major_locator(LogLocator(base=100, numticks=20))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_minor_locator(NullLocator())
    _draw_floor(ax, steps)
    for role, error, branch in (
        (theme.gradient, steps.forward, steps.ahead),
        (theme.value, steps.central, steps.around),
    ):
        _draw_series(ax, steps.h, error, branch, role)
    if bug is not None:
        _draw_series(ax, steps.h, bug, None, theme.alarm)
    _name_series(ax, steps, bug)


def _draw_floor(ax: Axes, steps: StepErrors) -> None:
    """Hatch what lies below ε/h: no difference gets there, but by luck."""
    theme, reach = ax.figure.theme, np.array(ax.get_xlim())
    floor = steps.rounding / reach
    ax.plot(reach, floor, ":", color=theme.ink.color, linewidth=1.4, zorder=1.5)
    ax.fill_between(
        reach, _LOW, floor, facecolor="none", edgecolor=theme.rule, hatch="..", zorder=0.5
    ).set_linewidth(0)


def _draw_series(ax: Axes, h, error, branch: Branch | None, role: Role) -> None:
    shown = np.where(error >= _LOW, error, np.nan)
    style = {"markersize": 4, "linestyle": "none", "markeredgewidth": 0, "zorder": 3}
    ax.plot(h, shown, marker=role.marker, color=role.color, **style)
    if branch is not None:
        reach = h[(branch.best / 1.5 <= h)]
        line(ax, reach, branch.size * reach**branch.slope, role, linewidth=1.4, zorder=2)


def _name_series(ax: Axes, steps: StepErrors, bug) -> None:
    theme = ax.figure.theme
    bold = {"weight": "bold", "linespacing": 1.35}
    for name, branch, h, shift, role in (
        ("forward", steps.ahead, 3e-6, (-8, 16), theme.gradient),
        ("central", steps.around, 1e-3, (10, -16), theme.value),
    ):
        if branch is None:
            h, shift = (1e-5 if name == "central" else 1e-9), (12, 20)
            place, words = (h, steps.rounding / h), f"{name}:\nonly rounding"
        else:
            place, words = (h, branch.size * h**branch.slope), f"{name}\nslope {branch.slope}"
        label(ax, place, words, shift, role.color, **bold)
    words = "rounding wins:\npoints scatter along ε/h"
    label(ax, (1.5e-15, 3e-11), words, (6, 0), theme.ink.color, linespacing=1.35)
    if bug is not None:
        label(ax, (1e-9, _level(bug)), "a wrong gradient: no h helps", (0, 13),
              theme.alarm.color, **bold)  # fmt: skip


def _draw_stairs(picture: Picture, steps: StepErrors) -> None:
    theme = picture.theme
    left = WIDTH - MARGIN - _NARROW
    high = _HIGH_AXES - 0.95
    ax = axes_in_inches(picture, left, _BOTTOM, _NARROW, high)
    line(ax, steps.offsets, steps.slope * steps.offsets, theme.gradient, linewidth=1.6)
    line(ax, steps.offsets, steps.stairs, theme.value, drawstyle="steps-mid", linewidth=1.6)
    at = steps.offsets[len(steps.offsets) // (3 if steps.slope > 0 else 2)]
    side = 10 if steps.slope > 0 else -10
    label(ax, (at, steps.slope * at), "true slope", (side, -8), theme.gradient.color)
    ax.set(xlabel="h / ε", ylabel="change of L / ε")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(5, steps=(1, 2, 5, 10)))
    top = _BOTTOM + _HIGH_AXES
    note(picture, left - 0.45, top - 0.1, "Why rounding wins", size=TEXT, weight="bold")
    words = "so close, L is a staircase:\nneither h nor L can move less\nthan about ε ≈ 2 × 10⁻¹⁶"
    note(picture, left - 0.45, top - 0.55, words, linespacing=1.4)
