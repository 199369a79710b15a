"""Marks that several figures share: titles, headings, tables of numbers."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D

from bpteach.plots.color import cell_colors
from bpteach.plots.picture import Picture
from bpteach.plots.style import NOTE, TEXT, TITLE, Role

__all__ = [
    "MARGIN",
    "axes_in_inches",
    "board",
    "cells",
    "circles",
    "dot",
    "heading",
    "label",
    "line",
    "note",
    "title",
]

MARGIN = 0.25  # inches


_HAIR = "f\u200a′"  # without a hair space the prime touches the f


def title(picture: Picture, left: float = MARGIN) -> None:
    """Write the takeaway at the top left.

    Parameters
    ----------
    picture : Picture
        Whose takeaway to write.
    left : float
        Where it begins, in inches.
    """
    top = picture.get_figheight() - MARGIN
    note(picture, left, top, picture.takeaway, size=TITLE, weight="bold", va="top")


def note(picture: Picture, x: float, y: float, text: str, **style):
    """Write text at a place in inches from the lower left corner.

    Parameters
    ----------
    picture : Picture
        Where to write.
    x, y : float
        Place in inches.
    text : str
        What to write.
    **style
        matplotlib's text properties.

    Returns
    -------
    matplotlib.text.Text
        The text.
    """
    style = {"size": NOTE, "va": "center", "color": picture.theme.ink.color} | style
    with picture.theme.applied():
        text = text.replace("f′", _HAIR)
        return picture.text(x, y, text, transform=picture.dpi_scale_trans, **style)


def label(ax: Axes, place, text: str, shift, color: str, **style) -> None:
    """Write text beside a point of the data, on a patch of ground that covers the grid.

    Parameters
    ----------
    ax : Axes
        Where the data is.
    place : tuple of float
        The point.
    text : str
        What to write.
    shift : tuple of float
        From the point to the text, in points. To the left, the text ends there.
    color : str
        Its colour.
    **style
        matplotlib's text properties.
    """
    patch = {"facecolor": ax.figure.theme.ground, "edgecolor": "none", "pad": 1.2}
    side = "right" if shift[0] < 0 else "left" if shift[0] > 0 else "center"
    style = {"size": NOTE, "ha": side, "va": "center", "zorder": 3, "bbox": patch} | style
    text = text.replace("f′", _HAIR)
    ax.annotate(text, place, shift, textcoords="offset points", color=color, **style)


def heading(picture: Picture, x: float, y: float, text: str, role: Role) -> None:
    """Write what a line shows, after a sample of the line.

    Parameters
    ----------
    picture : Picture
        Where to write.
    x, y : float
        Place of the sample's left end, in inches.
    text : str
        What the line shows.
    role : Role
        How the line is drawn.
    """
    sample = Line2D(
        [x, x + 0.31], [y, y], color=role.color, linestyle=role.line, linewidth=role.width
    )
    sample.set_transform(picture.dpi_scale_trans)
    picture.add_artist(sample)
    note(picture, x + 0.4, y, text, size=TEXT, color=role.color)


def line(ax: Axes, x, y, role: Role, **style) -> None:
    """Draw a line as its role is drawn.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    x, y : array_like of float
        Its points; nan breaks it.
    role : Role
        What it shows.
    **style
        matplotlib's line properties, before those of the role.
    """
    ax.plot(x, y, color=role.color, linestyle=role.line, **({"linewidth": role.width} | style))


def dot(ax: Axes, place: tuple[float, float]) -> None:
    """Mark a value of f.

    Parameters
    ----------
    ax : Axes
        Where f is drawn.
    place : tuple of float
        z and f(z).
    """
    role = ax.figure.theme.value
    ax.plot(*place, role.marker, color=role.color, markersize=7, clip_on=False, zorder=4)


def circles(ax: Axes, x, y, size: float = 6.5) -> None:
    """Mark what an independent check found: always open circles in ink.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    x, y : array_like of float
        The points.
    size : float
        Diameter in points.
    """
    ink = ax.figure.theme.ink
    edge = {"markeredgecolor": ink.color, "markeredgewidth": ink.width, "markerfacecolor": "none"}
    ax.plot(x, y, ink.marker, linestyle="none", markersize=size, clip_on=False, zorder=4, **edge)


def axes_in_inches(picture: Picture, left, bottom, width, height, **options) -> Axes:
    """Add axes at a place in inches.

    Parameters
    ----------
    picture : Picture
        Where to add them.
    left, bottom, width, height : float
        Place and size in inches.
    **options
        Further options of ``Figure.add_axes``.

    Returns
    -------
    Axes
        The axes, in the picture's theme.
    """
    across, up = picture.get_size_inches()
    with picture.theme.applied():
        return picture.add_axes(
            (left / across, bottom / up, width / across, height / up), **options
        )


def board(picture: Picture) -> Axes:
    """Cover the whole picture with axes that count in inches.

    Parameters
    ----------
    picture : Picture
        What to cover.

    Returns
    -------
    Axes
        Without frame or ticks; (0, 0) is the lower left corner.
    """
    ax = axes_in_inches(picture, 0, 0, *picture.get_size_inches())
    ax.set_axis_off()
    ax.set(xlim=(0, picture.get_figwidth()), ylim=(0, picture.get_figheight()))
    return ax


def cells(ax: Axes, place, size, texts, values, largest: float) -> None:
    """Draw a table of cells with text, coloured by their numbers.

    Parameters
    ----------
    ax : Axes
        A picture's board.
    place : tuple of float
        Upper left corner, in inches.
    size : tuple of float
        Width and height of one cell, in inches.
    texts : array_like of str, shape (r, c)
        What stands in each cell.
    values : ndarray of float64, shape (r, c)
        The numbers that give the colours; nan is a structural zero, on a plain card.
    largest : float
        The size at both ends of the colours.
    """
    theme = ax.figure.theme
    squares, grounds = [], []
    for (row, column), value in np.ndenumerate(values):
        x, y = place[0] + column * size[0], place[1] - (row + 1) * size[1]
        empty = np.isnan(value)
        ground, ink = (theme.card, theme.muted) if empty else cell_colors(value, largest, theme)
        squares.append([(x, y), (x + size[0], y), (x + size[0], y + size[1]), (x, y + size[1])])
        grounds.append(ground)
        center = (x + size[0] / 2, y + size[1] / 2)
        ax.text(
            *center, texts[row][column], color=ink, size=NOTE, ha="center", va="center_baseline"
        )
    ax.add_collection(
        PolyCollection(squares, facecolors=grounds, edgecolors=theme.rule, linewidths=0.9),
        autolim=False,
    )
