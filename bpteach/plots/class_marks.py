"""How a class did: how its marks spread, and how many were right in each exercise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bpteach.plots.marks import MARGIN, axes_in_inches, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.style import NOTE, TEXT, WIDTH, theme_named

__all__ = ["class_marks", "class_success"]

_BINS = 10


def class_marks(
    points: Sequence[float], max_points: float, *, name: str = "this unit", theme: str = "light"
) -> Picture:
    """Draw how a class's marks spread.

    Parameters
    ----------
    points : sequence of float
        What each student has.
    max_points : float
        What could be had.
    name : str
        What the marks are for.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        Ten bars, each a tenth of the points wide; the last holds full marks.

    Raises
    ------
    ValueError
        If there are no marks, nothing can be had, or the theme is unknown.

    Examples
    --------
    >>> class_marks([0, 9, 10], 10).takeaway
    'The middle of 3 students has 9 of 10 points in this unit'
    """
    if not len(points) or not max_points > 0:
        raise ValueError("there is nothing to draw: give the points of one student at least")
    shares = np.clip(np.asarray(points, dtype=float) / max_points, 0, 1)
    tenths = np.minimum((shares * _BINS + 1e-9).astype(int), _BINS - 1)
    counts = np.bincount(tenths, minlength=_BINS)
    students = "1 student" if len(points) == 1 else f"{len(points):,} students"
    median = float(np.median(points))
    picture = Picture(
        takeaway=f"The middle of {students} has {median:.3g} of {max_points:.3g} points in {name}",
        alt="Students by tenths of the points, from the lowest: "
        f"{', '.join(map(str, counts.tolist()))}.",
        data={"counts": counts.tolist(), "median": median},
        theme=theme_named(theme),
        size=(WIDTH, 3.4),
    )
    with picture.theme.applied():
        title(picture)
        ax = axes_in_inches(picture, 0.75, 0.75, WIDTH - 1.1, 1.95)
        color = picture.theme.value.color
        ax.bar(np.arange(_BINS) + 0.5, counts, width=0.9, color=color)
        for tenth, count in enumerate(counts):
            if count:
                place, shift = (tenth + 0.5, count), (0, 3)
                ink = {"color": picture.theme.ink.color, "size": NOTE, "ha": "center"}
                ax.annotate(str(count), place, shift, textcoords="offset points", **ink)
        ax.set(xlim=(0, _BINS), ylim=(0, 1.18 * counts.max()), yticks=[])
        ax.set_xticks(range(_BINS + 1), [f"{k * max_points / _BINS:.3g}" for k in range(_BINS + 1)])
        ax.grid(visible=False)
        ax.spines["left"].set_visible(False)
        note(picture, MARGIN, MARGIN, "points; above each bar its number of students")
    return picture


def class_success(
    right: Mapping[str, float], *, name: str = "this unit", theme: str = "light"
) -> Picture:
    """Draw which share of a class has each exercise right.

    Parameters
    ----------
    right : mapping of str to float
        By exercise, in the order of the unit: a share from 0 to 1.
    name : str
        What the exercises belong to.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        A bar an exercise.

    Raises
    ------
    ValueError
        If there is no exercise, or the theme is unknown.

    Examples
    --------
    >>> class_success({"linear.db": 0.9, "linear.dW": 0.4}).takeaway
    'Hardest in this unit: linear.dW, right in 40 % of the submissions'
    """
    if not right:
        raise ValueError("there is nothing to draw: give the share of one exercise at least")
    hardest = min(right, key=right.get)
    picture = Picture(
        takeaway=f"Hardest in {name}: {hardest}, right in {right[hardest]:.0%} of the submissions"
        .replace("%", " %"),
        alt=f"Right answers: {', '.join(f'{id} {100 * one:.0f} %' for id, one in right.items())}.",
        data=dict(right),
        theme=theme_named(theme),
        size=(WIDTH, 1.25 + 0.32 * len(right)),
    )  # fmt: skip
    with picture.theme.applied():
        title(picture)
        ax = axes_in_inches(picture, 2.6, 0.65, WIDTH - 3.3, 0.32 * len(right))
        rows = -np.arange(len(right))
        ax.barh(rows, [*right.values()], height=0.6, color=picture.theme.match.color)
        for row, share in zip(rows, right.values(), strict=True):
            ink = {"color": picture.theme.ink.color, "size": NOTE, "va": "center"}
            words = f"{100 * share:.0f} %"
            ax.annotate(words, (share, row), (4, 0), textcoords="offset points", **ink)
        ax.set(xlim=(0, 1.0), ylim=(0.5 - len(right), 0.5), xticks=[0, 0.5, 1])
        ax.set_xticklabels(["0", "50 %", "100 %"])
        ax.set_yticks(rows, [*right], size=TEXT)
        ax.grid(visible=False)
        ax.spines["bottom"].set_visible(False)
        note(picture, MARGIN, MARGIN, "share of the submissions in which the answer is right")
    return picture
