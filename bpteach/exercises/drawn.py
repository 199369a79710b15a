"""Reading matplotlib's axes as plain data: what is drawn, joined, marked, filled and said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cbook import STEP_LOOKUP_MAP
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
    ground = ax.get_facecolor()
    curves = [curve for one in ax.lines if _can_be_seen(one) for curve in _line(one, ground)]
    for one in filter(_can_be_seen, ax.collections):
        if isinstance(one, PathCollection):
            curves += _scatter(one, ground)
        elif isinstance(one, LineCollection):
            curves += [Curve(_finite(segment), _label(one)) for segment in one.get_segments()]
    said = [ax.get_title(loc=side) for side in ("left", "center", "right")]
    said += [ax.get_xlabel(), ax.get_ylabel(), *_words(ax)]
    return Drawn(
        tuple(one for one in curves if len(one.xy)),
        tuple(text for text in said if text.strip()),
        ax.get_xlabel().strip(),
        ax.get_ylabel().strip(),
    )


def _can_be_seen(artist) -> bool:
    return artist.get_visible() and artist.get_alpha() != 0 and artist.axes.get_visible()


def _words(ax):
    yield from (one.get_text() for one in ax.texts if one.get_visible())
    for legend in filter(None, (ax.get_legend(), *getattr(ax.figure, "legends", ()))):
        yield from (one.get_text() for one in legend.get_texts())


def _line(line, ground) -> Iterator[Curve]:
    """A line; where only some of its points have a marker, these once more on their own."""
    xy = np.column_stack(np.broadcast_arrays(*map(_numbers, line.get_data(orig=False))))
    marked = line.get_marker() not in _NO_MARKER
    face = line.get_markerfacecolor()
    filled = marked and line.get_fillstyle() != "none" and _is_seen(face, ground)
    joined = line.get_linestyle() not in _NO_LINE and line.get_linewidth() > 0 and len(xy) > 1
    if joined and not marked:
        xy = np.column_stack(STEP_LOOKUP_MAP[line.get_drawstyle()](*xy.T))
    some = line.get_markevery() if marked else None
    if some is not None:
        with suppress(IndexError, TypeError, ValueError):  # by distance on the screen
            yield Curve(_finite(xy[_chosen(some)]), "", False, True, filled)
    yield Curve(_finite(xy), _label(line), joined, marked and some is None, filled)


def _chosen(some):
    """Turn matplotlib's "mark every" into an index."""
    if isinstance(some, int):
        return slice(None, None, some)
    if isinstance(some, tuple) and len(some) == 2:
        return slice(some[0], None, some[1])
    return some


def _scatter(dots, ground) -> Iterator[Curve]:
    """The filled dots, and the open ones."""
    xy = np.asarray(np.ma.filled(dots.get_offsets(), np.nan)).reshape(-1, 2)
    faces = [_is_seen(one, ground) for one in dots.get_facecolors()] or [False]
    filled = np.resize(faces, len(xy))
    for kind in (True, False):
        if (filled == kind).any():
            yield Curve(_finite(xy[filled == kind]), _label(dots), False, True, kind)


def _is_seen(color, ground) -> bool:
    """Whether a marker's face is a colour of its own: white, none and the ground count as open."""
    if isinstance(color, str) and color in ("none", "None"):
        return False
    red, green, blue, alpha = to_rgba(color)
    as_ground = np.abs(np.subtract((red, green, blue), to_rgba(ground)[:3])).max() <= 0.02
    return alpha > 0.1 and min(red, green, blue) < 0.95 and not as_ground


def _label(artist) -> str:
    label = str(artist.get_label())
    return "" if label.startswith("_") else label


def _numbers(values):
    return np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan)


def _finite(xy):
    xy = np.asarray(np.ma.filled(np.ma.asarray(xy, dtype=np.float64), np.nan)).reshape(-1, 2)
    return xy[np.isfinite(xy).all(axis=1)]
