"""Reading matplotlib's axes as plain data: what is drawn, joined, marked, filled and said."""

from __future__ import annotations

from collections.abc import Iterator
from numbers import Integral

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cbook import STEP_LOOKUP_MAP
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgba

from bpteach.exercises.drawing import Curve, Drawn

__all__ = ["drawn_on"]

_NO_LINE, _NO_MARKER = ("None", "none", " ", ""), ("None", "none", " ", "", None)
_FAINT = 0.05  # what is less opaque cannot be seen


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
    curves = [curve for one in ax.lines if _is_shown(one) for curve in _line(one, ground)]
    for one in filter(_is_shown, ax.collections):
        if isinstance(one, PathCollection):
            curves += _scatter(one, ground)
        elif isinstance(one, LineCollection):
            curves += [Curve(_finite(segment), _label(one)) for segment in one.get_segments()]
    names = [_seen_text(ax, axis.label) for axis in (ax.xaxis, ax.yaxis)]
    said = [ax.get_title(loc=side) for side in ("left", "center", "right")]
    said += [*names, *_words(ax)]
    curves = tuple(one for one in curves if len(one.xy) and (one.joined or one.marked))
    return Drawn(
        curves,
        tuple(text for text in said if text.strip()),
        *names,
        scales=(ax.get_xscale(), ax.get_yscale()),
        limits=(_ends(ax.get_xlim()), _ends(ax.get_ylim())),
        areas=any(map(_is_area, (*ax.patches, *ax.images, *ax.collections))),
        unseen=bool(ax.lines or ax.collections) and not curves,
        alone=len(ax.figure.axes) == 1,
    )


def _ends(limits) -> tuple[float, float]:
    low, high = sorted(float(one) for one in limits)
    return low, high


def _is_shown(artist) -> bool:
    alpha = artist.get_alpha()
    on_hidden_axes = artist.axes is not None and not artist.axes.get_visible()
    return (
        not on_hidden_axes
        and artist.get_visible()
        and (alpha is None or np.max(alpha, initial=0.0) >= _FAINT)
    )


def _is_area(artist) -> bool:
    """Whether an artist is a bar, an area or an image."""
    return _is_shown(artist) and not isinstance(artist, PathCollection | LineCollection)


def _seen_text(ax, label) -> str:
    return label.get_text().strip() if ax.axison and _is_shown(label) else ""


def _words(ax):
    yield from (one.get_text() for one in ax.texts if _is_shown(one))
    legends = filter(None, (ax.get_legend(), *getattr(ax.figure, "legends", ())))
    for legend in filter(_is_shown, legends):
        yield from (one.get_text() for one in legend.get_texts())


def _line(line, ground) -> Iterator[Curve]:
    """What joins the points and what marks them: one curve, if every point has its marker."""
    xy = np.column_stack(np.broadcast_arrays(*map(_numbers, line.get_data(orig=False))))
    marked = line.get_marker() not in _NO_MARKER
    face = line.get_markerfacecolor()
    filled = marked and line.get_fillstyle() != "none" and _is_seen(face, ground)
    marked = marked and (filled or to_rgba(line.get_markeredgecolor())[3] >= _FAINT)
    joined = line.get_linestyle() not in _NO_LINE and line.get_linewidth() > 0 and len(xy) > 1
    joined = joined and to_rgba(line.get_color())[3] >= _FAINT
    chosen = _chosen(xy, line.get_markevery()) if marked else xy
    apart = len(chosen) < len(xy)
    if joined and (apart or not marked):
        path = np.column_stack(STEP_LOOKUP_MAP[line.get_drawstyle()](*xy.T))
        yield Curve(_finite(path), _label(line), True, False, False)
    if marked:
        yield Curve(_finite(chosen), _label(line), joined and not apart, True, filled)


def _chosen(xy, every):
    """The points that have a marker."""
    if isinstance(every, Integral):
        every = (0, every)
    if isinstance(every, tuple) and len(every) == 2 and all(isinstance(k, Integral) for k in every):
        every = slice(every[0], None, every[1])
    if every is None or isinstance(every, float | tuple):  # float: so far apart on the screen
        return xy
    try:
        return xy[every if isinstance(every, slice) else np.asarray(every)]
    except IndexError:
        return xy[:0]


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
