"""Find what a reader would trip over in a figure, by drawing it without its text."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import combinations

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from bpteach.plots.color import contrast

__all__ = ["lint"]

SMALLEST = 9.0  # points
LEAST_CONTRAST = 4.5
_STRAY = 0.01  # share of pixels behind a text that may differ from its ground
_NEAR = 12  # levels of 255 by which two pixels may differ and be one colour


def lint(fig: Figure) -> list[str]:
    """List the faults of a figure's text; an empty list is a clean figure.

    Parameters
    ----------
    fig : Figure
        Any matplotlib figure. It is drawn, and left as it was.

    Returns
    -------
    list of str
        One sentence a fault: text under 9 pt, outside the figure, over other text, over a
        line, a marker or an edge, or with too little contrast.

    Notes
    -----
    What lies behind a text is read from the pixels of the figure drawn with its text
    invisible, so that every kind of artist counts, gridlines too. A text's own patch of ground
    is part of what lies behind it.

    Examples
    --------
    >>> fig = Figure()
    >>> _ = fig.text(0.5, 0.5, "tiny", size=6)
    >>> lint(fig)
    ["'tiny' is 6 pt, under 9 pt"]
    """
    own = fig.canvas
    try:
        return _faults_on(FigureCanvasAgg(fig))
    finally:
        fig.set_canvas(own)


def _faults_on(canvas: FigureCanvasAgg) -> list[str]:
    canvas.draw()
    texts = _drawn_texts(canvas.figure)
    boxes = [text.get_window_extent(canvas.get_renderer()) for text in texts]
    behind = _pixels_without(canvas, texts)
    faults = [f"{a} lies over {b}" for a, b in _overlapping(texts, boxes)]
    for text, box in zip(texts, boxes, strict=True):
        faults += _faults_of(text, _inside(behind, box), box)
    return faults


def _drawn_texts(fig: Figure) -> list[Text]:
    hidden = _out_of_view(fig)
    return [text for text in fig.findobj(Text) if _is_drawn(text) and text not in hidden]


def _is_drawn(text: Text) -> bool:
    return bool(text.get_visible() and text.get_text().strip() and _seen(text.axes))


def _seen(axes) -> bool:
    return axes is None or axes.get_visible()


def _out_of_view(fig: Figure) -> set[Text]:
    """Find labels of ticks beyond the limits, and of axes switched off: never drawn."""
    hidden = set()
    for ax in fig.axes:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
                if not (ax.axison and low <= tick.get_loc() <= high):
                    hidden |= {tick.label1, tick.label2}
    return hidden


def _pixels_without(canvas: FigureCanvasAgg, texts: list[Text]) -> np.ndarray:
    """Draw the figure with its text invisible: array (rows, columns, 3), row 0 on top."""
    with _invisible(texts):
        canvas.draw()
        return np.asarray(canvas.buffer_rgba())[..., :3].astype(int)


@contextmanager
def _invisible(texts: list[Text]):
    colors = [text.get_color() for text in texts]
    for text in texts:
        text.set_color("none")
    try:
        yield
    finally:
        for text, color in zip(texts, colors, strict=True):
            text.set_color(color)


def _inside(pixels: np.ndarray, box) -> np.ndarray:
    rows, columns = pixels.shape[:2]
    x0, x1 = np.clip(np.round([box.x0, box.x1]).astype(int), 0, columns)
    y0, y1 = np.clip(np.round([rows - box.y1, rows - box.y0]).astype(int), 0, rows)
    return pixels[y0:y1, x0:x1].reshape(-1, 3)


def _overlapping(texts: list[Text], boxes: list):
    for (one, box), (other, second) in combinations(zip(texts, boxes, strict=True), 2):
        across = min(box.x1, second.x1) - max(box.x0, second.x0)
        up = min(box.y1, second.y1) - max(box.y0, second.y0)
        if across > 1 and up > 1:
            yield _quoted(one), _quoted(other)


def _faults_of(text: Text, behind: np.ndarray, box) -> list[str]:
    name, faults = _quoted(text), []
    if text.get_fontsize() < SMALLEST:
        faults.append(f"{name} is {text.get_fontsize():g} pt, under {SMALLEST:g} pt")
    width, height = text.figure.bbox.size
    if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height:
        faults.append(f"{name} reaches outside the figure")
    return faults + (_faults_of_ground(text, behind) if len(behind) else [])


def _faults_of_ground(text: Text, behind: np.ndarray) -> list[str]:
    colors, counts = np.unique(behind, axis=0, return_counts=True)
    ground = colors[np.argmax(counts)]
    stray = np.mean(np.max(np.abs(behind - ground), axis=1) > _NEAR)
    found = contrast(text.get_color(), ground / 255)
    faults = []
    if stray > _STRAY:
        faults.append(f"{_quoted(text)} has something drawn behind it ({stray:.0%} of its ground)")
    if found < LEAST_CONTRAST:
        faults.append(f"{_quoted(text)} has a contrast of {found:.1f}, under {LEAST_CONTRAST}")
    return faults


def _quoted(text: Text) -> str:
    return repr(text.get_text())
