"""Reading matplotlib's axes as plain data: what is drawn, joined, marked, filled and said."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgba

from bpteach.exercises.figure import Curve, Drawn

__all__ = ["drawn_on"]

_NO_LINE, _NO_MARKER = ("None", "none", " ", ""), ("None", "none", " ", "", None)


def drawn_on(ax: Axes) -> Drawn:
    """Read axes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        After an answer drew on them.

    Returns
    -------
    Drawn
        Plain data, of what can be seen.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().subplots()
    >>> _ = ax.plot([0, 1], [0, 2], label="double")
    >>> drawn_on(ax).curves[0].label
    'double'
    """
    curves = [_line(one) for one in ax.lines if one.get_visible()]
    for one in ax.collections:
        if one.get_visible() and isinstance(one, PathCollection):
            curves.append(_scatter(one))
        elif one.get_visible() and isinstance(one, LineCollection):
            curves += [Curve(_finite(segment), _label(one)) for segment in one.get_segments()]
    said = [ax.get_title(loc=side) for side in ("left", "center", "right")]
    said += [ax.get_xlabel(), ax.get_ylabel(), *_words(ax)]
    return Drawn(
        tuple(one for one in curves if len(one.xy)),
        tuple(text for text in said if text.strip()),
        ax.get_xlabel().strip(),
        ax.get_ylabel().strip(),
    )


def _words(ax):
    legend = ax.get_legend()
    yield from (one.get_text() for one in ax.texts if one.get_visible())
    if legend is not None:
        yield from (one.get_text() for one in legend.get_texts())


def _line(line) -> Curve:
    xy = np.column_stack(np.broadcast_arrays(*map(_numbers, line.get_data(orig=False))))
    marked = line.get_marker() not in _NO_MARKER
    filled = marked and line.get_fillstyle() != "none" and _is_seen(line.get_markerfacecolor())
    joined = line.get_linestyle() not in _NO_LINE and line.get_linewidth() > 0 and len(xy) > 1
    return Curve(_finite(xy), _label(line), joined, marked, filled)


def _scatter(dots) -> Curve:
    faces = dots.get_facecolors()
    filled = len(faces) > 0 and all(_is_seen(one) for one in faces)
    return Curve(_finite(dots.get_offsets()), _label(dots), False, True, filled)


def _is_seen(color) -> bool:
    """Whether a marker's face is a colour of its own: white and none count as open."""
    if isinstance(color, str) and color in ("none", "None"):
        return False
    red, green, blue, alpha = to_rgba(color)
    return alpha > 0.1 and min(red, green, blue) < 0.95


def _label(artist) -> str:
    label = str(artist.get_label())
    return "" if label.startswith("_") else label


def _numbers(values):
    return np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan)


def _finite(xy):
    xy = np.asarray(np.ma.filled(np.ma.asarray(xy, dtype=np.float64), np.nan)).reshape(-1, 2)
    return xy[np.isfinite(xy).all(axis=1)]
