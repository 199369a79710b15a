"""House style as data: colours by role in two themes, sizes, and rcParams that stay local.

A role never speaks by colour alone: each has a line style and a marker of its own. The colours
keep their distance under normal vision and the three colour-blindnesses (tested).
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

from matplotlib import style

from bpteach.display.heat import STOPS

__all__ = ["DARK", "DPI", "LIGHT", "NOTE", "TEXT", "TITLE", "WIDTH", "Role", "Theme", "theme_named"]

TITLE, TEXT, NOTE = 12, 10.5, 9.5  # points; nothing in a figure is smaller than 9
WIDTH = 8.6  # inches
DPI = 144


@dataclass(frozen=True)
class Role:
    """How one kind of thing is drawn.

    Parameters
    ----------
    color : str
        Hexadecimal colour.
    line : str or tuple
        Line style, as matplotlib writes it.
    marker : str
        Marker, as matplotlib writes it.
    width : float
        Line width in points.
    """

    color: str
    line: str | tuple
    marker: str
    width: float = 2.0


@dataclass(frozen=True)
class Theme:
    """Grounds, roles and the diverging map of one theme.

    Parameters
    ----------
    name : str
        ``"light"`` or ``"dark"``.
    ground, card : str
        Colour behind the figure, and behind a card on it.
    value, gradient, match, alarm, aux, ink : Role
        Forward values; slopes and gradients; agreement; disagreement; asides; text and open
        circles, which always mark an independent check.
    muted, rule, grid : str
        Colour of secondary text, of frames, of the grid under the data.
    diverging : tuple of str
        Five colours from the most negative to the most positive number, 0 in the middle.
    """

    name: str
    ground: str
    card: str
    value: Role
    gradient: Role
    match: Role
    alarm: Role
    aux: Role
    ink: Role
    muted: str
    rule: str
    grid: str
    diverging: tuple[str, ...]

    def applied(self) -> AbstractContextManager:
        """Set matplotlib's rcParams for a ``with`` block, and put them back after it.

        Returns
        -------
        context manager
            Inside it, matplotlib's own defaults and the house style hold, whatever the user
            has set.

        Examples
        --------
        >>> import matplotlib
        >>> with LIGHT.applied():
        ...     matplotlib.rcParams["axes.spines.top"]
        False
        """
        return style.context(["default", _rc(self)])


def _rc(theme: Theme) -> dict:
    return {
        "font.family": "DejaVu Sans",
        "font.size": NOTE,
        "text.color": theme.ink.color,
        "figure.facecolor": theme.ground,
        "axes.facecolor": theme.ground,
        "axes.edgecolor": theme.rule,
        "axes.labelcolor": theme.ink.color,
        "axes.labelsize": TEXT,
        "axes.linewidth": 0.9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.grid": True,
        "grid.color": theme.grid,
        "grid.linewidth": 0.8,
        "xtick.color": theme.rule,
        "ytick.color": theme.rule,
        "xtick.labelcolor": theme.ink.color,
        "ytick.labelcolor": theme.ink.color,
        "xtick.labelsize": NOTE,
        "ytick.labelsize": NOTE,
        "lines.dash_capstyle": "butt",
        "lines.scale_dashes": False,  # "6-2" means points
        "hatch.linewidth": 0.6,
        "pdf.fonttype": 42,
        "svg.hashsalt": "bpteach",  # the same ids in every file written
    }


_DASH, _DASH_DOT, _DOT = (0, (6, 2)), (0, (6, 2, 1.5, 2)), (0, (1.5, 2))
_DASH_DOT_DOT = (0, (6, 2, 1.5, 2, 1.5, 2))

LIGHT = Theme(
    name="light",
    ground="#FFFFFF",
    card="#F6F8FA",
    value=Role("#0043FA", "-", "o"),
    gradient=Role("#D13800", _DASH, "s"),
    match=Role("#0E6346", _DASH_DOT, "^"),
    alarm=Role("#A60074", _DOT, "X"),
    aux=Role("#473506", _DASH_DOT_DOT, "D"),
    ink=Role("#1B1F24", "-", "o", 1.2),
    muted="#57606A",
    rule="#7F8995",
    grid="#DDE2E7",
    diverging=STOPS,
)
DARK = Theme(
    name="dark",
    ground="#111111",
    card="#1E1E1E",
    value=Role("#638DFF", "-", "o"),
    gradient=Role("#F3841B", _DASH, "s"),
    match=Role("#1BF39D", _DASH_DOT, "^"),
    alarm=Role("#FF1ABA", _DOT, "X"),
    aux=Role("#FFE605", _DASH_DOT_DOT, "D"),
    ink=Role("#F0F3F6", "-", "o", 1.2),
    muted="#A9B1BA",
    rule="#7A838E",
    grid="#2C3137",
    diverging=("#FFB879", "#A8560F", "#111111", "#2F55C9", "#A9C1FF"),
)
_THEMES = {theme.name: theme for theme in (LIGHT, DARK)}


def theme_named(name: str) -> Theme:
    """Find a theme by its name.

    Parameters
    ----------
    name : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Theme
        The theme of that name.

    Raises
    ------
    ValueError
        If there is no such theme.

    Examples
    --------
    >>> theme_named("dark").ground
    '#111111'
    """
    if name not in _THEMES:
        raise ValueError(
            f"there is no theme {name!r}\n"
            "  the two themes: 'light' and 'dark'\n"
            '  write theme="light" or theme="dark"'
        )
    return _THEMES[name]
