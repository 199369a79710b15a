"""The chain rule as a sum over paths, drawn as a net of numbers."""

from __future__ import annotations

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from bpteach.jacobian import Jacobian
from bpteach.plots.links import Links, bracketed, linked
from bpteach.plots.marks import MARGIN, board, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.style import TEXT, WIDTH, Role, theme_named
from bpteach.plots.words import listed, lowered

__all__ = ["path_sum"]

_ACROSS = (0.62, 2.62, 4.62)  # inches from the left: x, y, z
_STEP, _RADIUS, _TOP = 0.86, 0.2, 0.98  # inches
_WORDS = 5.4
_NUMBERED = 6  # so many arrows can all carry their number
_LINE = 0.36


def path_sum(inner: Jacobian, outer: Jacobian, *, entry: int = 1, theme: str = "light") -> Picture:
    """Draw every path from x through y to z, and add the paths that begin at one entry.

    Parameters
    ----------
    inner : Jacobian
        ∂y/∂x, in either convention; x and y have at most 3 entries.
    outer : Jacobian
        ∂z/∂y, the derivative of one number.
    entry : int
        The entry of x at which the marked paths begin, from 1.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        Left, the net: an arrow carries its derivative, and a derivative of 0 has no arrow.
        Right, one product for each path, and their sum.

    Raises
    ------
    ShapeError
        If the Jacobians do not meet, or do not lead from a short vector to one number.
    ValueError
        If there is no such entry, a number is not finite, or the theme is unknown.

    References
    ----------
    Course notes, "Chain rule and linear algebra".

    Examples
    --------
    >>> import numpy as np
    >>> from bpteach import Dense, Variable
    >>> x, y, z = Variable("x", (3,)), Variable("y", (2,)), Variable("z", (1,))
    >>> dy_dx = Dense(np.array([[3.0, 0.0], [2.0, 1.0], [0.0, 5.0]]), of=y, wrt=x)
    >>> dz_dy = Dense(np.array([[-2.0], [6.0]]), of=z, wrt=y)
    >>> path_sum(dy_dx, dz_dy, entry=2).takeaway
    'Multiply along a path, add the paths: ∂z/∂x₂ = −4 + 6 = 2'
    """
    links = linked(inner, outer, entry, "path_sum")
    n, m = links.inner.shape
    rows = max(n, m)
    picture = Picture(
        takeaway=f"Multiply along a path, add the paths: ∂{links.z}/∂{links.entry()} = "
        f"{_added(links)}",
        alt=_finding(links),
        data=links.data(),
        theme=theme_named(theme),
        size=(WIDTH, _TOP + max((rows - 1) * _STEP + 0.75, (m + 2.3) * _LINE + 0.27 * n + 0.1)),
    )
    with picture.theme.applied():
        _Net(picture, links).draw()
    return picture


def _used(links: Links, j: int) -> list[int]:
    """Paths from entry j: those with a derivative that is not 0 on both arrows."""
    return [i for i in range(len(links.outer)) if links.inner[j, i] and links.outer[i, 0]]


def _added(links: Links) -> str:
    text, used = links.text(), _used(links, links.chosen)
    terms = [text(links.terms[links.chosen, i]) for i in used]
    total = text(links.sums[links.chosen, 0])
    joined = " + ".join([*terms[:1], *map(bracketed, terms[1:])])
    return f"{joined} = {total}" if len(terms) > 1 else total


def _finding(links: Links) -> str:
    text, j, entry = links.text(), links.chosen, links.entry()
    n, m = links.inner.shape
    told = [
        f"through {links.y}{lowered(i + 1)} it is {text(links.inner[j, i])} times "
        f"{text(links.outer[i, 0])}, which is {text(links.terms[j, i])}"
        for i in _used(links, j)
    ]
    paths = f"{listed(told)}, together {text(links.sums[j, 0])}" if told else "there is none"
    others = [f"{text(links.sums[i, 0])} at {links.x}{lowered(i + 1)}" for i in range(n) if i != j]
    return (
        f"A net: {n} circles for {links.x}, {m} for {links.y}, one for {links.z}; an arrow carries "
        f"its derivative, and a derivative of 0 has no arrow. Paths from {entry} to {links.z}: "
        f"{paths}. "
        + (f"The sums of the other entries: {listed(others)}." if others else "It is the only one.")
    )


class _Net:
    """A board on which one net is drawn."""

    def __init__(self, picture: Picture, links: Links):
        self.picture, self.theme, self.ax = picture, picture.theme, board(picture)
        self.links, self.text = links, links.text()
        self.roles = (self.theme.value, self.theme.gradient, self.theme.aux, self.theme.match)

    def draw(self) -> None:
        title(self.picture)
        n, m = self.links.inner.shape
        for j, i in np.ndindex(n, m):
            if self.links.inner[j, i]:
                self._arrow(0, j, i, self.links.inner[j, i])
        for i in range(m):
            if self.links.outer[i, 0]:
                self._arrow(1, i, 0, self.links.outer[i, 0])
        names = ((self.links.x, n), (self.links.y, m), (self.links.z, 1))
        for column, (name, size) in enumerate(names):
            for number in range(size):
                self._node(column, number, name, size)
        self._words()

    def _place(self, column: int, number: int, size: int) -> tuple[float, float]:
        rows = max(self.links.inner.shape)
        middle = self.picture.get_figheight() - _TOP - (rows - 1) * _STEP / 2
        return _ACROSS[column], middle + ((size - 1) / 2 - number) * _STEP

    def _ends(self, column: int, start: int, end: int):
        sizes = (*self.links.inner.shape, 1)
        return (
            np.array(self._place(column, start, sizes[column])),
            np.array(self._place(column + 1, end, sizes[column + 1])),
        )

    def _role(self, column: int, start: int, end: int) -> Role | None:
        """The role of the marked path that this arrow is part of."""
        through = end if column == 0 else start
        on_path = through in _used(self.links, self.links.chosen)
        marked = on_path and (column == 1 or start == self.links.chosen)
        return self.roles[through] if marked else None

    def _arrow(self, column: int, start: int, end: int, value: float) -> None:
        here, there = self._ends(column, start, end)
        along = (there - here) / np.hypot(*(there - here))
        here, there = here + _RADIUS * along, there - _RADIUS * along
        role = self._role(column, start, end)
        color, line, width = (
            (role.color, role.line, role.width) if role else (self.theme.rule, "-", 0.9)
        )
        self.ax.add_line(
            Line2D(
                *zip(here, there - 0.06 * along, strict=True),
                color=color,
                linestyle=line,
                linewidth=width,
                zorder=1.5 if role else 1,
            )
        )
        self._head(there, along, color)
        if role or column == 1 or np.count_nonzero(self.links.inner) <= _NUMBERED:
            self._number(column, here, there, value, color if role else self.theme.muted)

    def _head(self, tip, along, color: str) -> None:
        side = np.array([-along[1], along[0]])
        corners = [tip, tip - 0.13 * along + 0.055 * side, tip - 0.13 * along - 0.055 * side]
        self.ax.fill(*zip(*corners, strict=True), color=color, linewidth=0, zorder=2)

    def _number(self, column, here, there, value: float, color: str) -> None:
        """Write the derivative on its arrow, near the start, where arrows lie apart."""
        at = here + (0.36 if column == 0 else 0.45) * (there - here)
        patch = {"facecolor": self.theme.ground, "edgecolor": "none", "pad": 1.6}
        weight = "normal" if color == self.theme.muted else "bold"
        note(
            self.picture,
            *at,
            self.text(value),
            size=TEXT,
            color=color,
            weight=weight,
            ha="center",
            bbox=patch,
            zorder=3,
        )

    def _node(self, column: int, number: int, name: str, size: int) -> None:
        place = self._place(column, number, size)
        marked = column == 2 or (column == 0 and number == self.links.chosen)
        edge = self.theme.ink.color if marked else self.theme.rule
        self.ax.add_patch(
            Circle(
                place,
                _RADIUS,
                facecolor=self.theme.card,
                edgecolor=edge,
                linewidth=2 if marked else 0.9,
                zorder=2,
            )
        )
        text = f"{name}{lowered(number + 1)}" if column < 2 else name
        note(self.picture, *place, text, size=TEXT, ha="center", zorder=4)

    def _words(self) -> None:
        links, j = self.links, self.links.chosen
        y, goal = self.picture.get_figheight() - _TOP, f"∂{links.z}/∂{links.entry()}"
        note(self.picture, _WORDS, y, f"paths from {links.entry()}", size=TEXT, weight="bold")
        used = _used(links, j)
        for i in used:
            y -= _LINE
            self._term(y, i)
        y -= _LINE
        total = f"sum:  {goal} = {self.text(links.sums[j, 0])}" if used else f"none:  {goal} = 0"
        note(self.picture, _WORDS, y, total, size=TEXT, weight="bold")
        y -= 1.35 * _LINE
        for other in range(len(links.inner)):
            if other != j:
                count = len(_used(links, other))
                paths = f"{count} path{'' if count == 1 else 's'}"
                words = (
                    f"∂{links.z}/∂{links.x}{lowered(other + 1)} = "
                    f"{self.text(links.sums[other, 0])}, {paths}"
                )
                note(self.picture, _WORDS, y, words, color=self.theme.muted)
                y -= 0.27
        if not np.all(links.inner) or not np.all(links.outer):
            words = "no arrow: the derivative is 0"
            note(self.picture, MARGIN, MARGIN, words, color=self.theme.muted)

    def _term(self, y: float, i: int) -> None:
        links, role = self.links, self.roles[i]
        self.ax.add_line(
            Line2D(
                [_WORDS, _WORDS + 0.31],
                [y, y],
                color=role.color,
                linestyle=role.line,
                linewidth=role.width,
            )
        )
        one, two = self.text(links.inner[links.chosen, i]), self.text(links.outer[i, 0])
        words = (
            f"through {links.y}{lowered(i + 1)}:  {one} · {bracketed(two)} = "
            f"{self.text(links.terms[links.chosen, i])}"
        )
        note(self.picture, _WORDS + 0.42, y, words, size=TEXT, color=role.color)
