"""Chains of Jacobians as grids drawn to scale, with every joint between two factors."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from bpteach.chain import Chain
from bpteach.display.names import pretty
from bpteach.jacobian import Jacobian
from bpteach.layout import COLUMN, LayoutError, ShapeError, Variable
from bpteach.plots.marks import MARGIN, board, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.style import TEXT, WIDTH, Role, Theme, theme_named
from bpteach.plots.words import listed

__all__ = ["chain_board"]

_CELL = 0.19  # inches: one entry, in every grid
_LONGEST = 8  # entries of a variable, so that a grid stays a picture
_SIDE, _GAP = 0.4, 0.3  # inches: the words beside a grid, between two factors
_ABOVE, _BELOW = 0.74, 0.74  # inches: heading and names over the grids, joints under them

_SAID = {
    "join": ("✓", "one variable"),
    "sizes only": ("⚠", "same size, two variables"),
    "no join": ("✗", "sizes differ"),
}


def chain_board(*chains: Chain, theme: str = "light") -> Picture:
    """Draw chains of Jacobians below each other: shapes to scale, and how the factors join.

    Parameters
    ----------
    *chains : Chain
        One to four, made by `chain`; also such as cannot be multiplied. Every variable is a
        vector of at most 8 entries.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        One board a chain: a grid with as many rows and columns as the factor has, the variable
        of each side, and a joint between neighbours: ✓ one variable, ⚠ sizes that agree by
        accident, ✗ none.

    Raises
    ------
    ShapeError
        If a variable is a matrix or is too long to draw.
    LayoutError
        If the factors of one chain stand in both conventions.
    ValueError
        If there is no chain, or more than four, or the theme is unknown.

    References
    ----------
    Course notes, "Chain rule and linear algebra".

    Examples
    --------
    >>> import numpy as np
    >>> from bpteach import Dense, Variable, chain
    >>> x, y, z = Variable("x", (3,)), Variable("y", (2,)), Variable("z", (1,))
    >>> dy_dx, dz_dy = Dense(np.ones((3, 2)), of=y, wrt=x), Dense(np.ones((2, 1)), of=z, wrt=y)
    >>> chain_board(chain(dy_dx, dz_dy), chain(dz_dy.T, dy_dx.T)).takeaway
    'From one convention to the other: reverse the order, transpose every factor'
    """
    if not 1 <= len(chains) <= 4:
        raise ValueError(
            f"chain_board cannot draw {len(chains)} chains\n"
            "  it draws one to four, below each other\n"
            "  write chain_board(chain(dy_dx, dz_dy)), for example"
        )
    for links in chains:
        _require_drawable(links)
    heights = [_height(links) for links in chains]
    picture = Picture(
        takeaway=_takeaway(chains),
        alt=" ".join(_finding(links) for links in chains),
        data={"boards": [_data(links) for links in chains]},
        theme=theme_named(theme),
        size=(WIDTH, 0.62 + sum(heights) + 0.1),
    )
    with picture.theme.applied():
        title(picture)
        ax, top = board(picture), picture.get_figheight() - 0.62
        for links, height in zip(chains, heights, strict=True):
            _Board(picture, ax, links, top).draw()
            top -= height
    return picture


def _require_drawable(links: Chain) -> None:
    for factor in links.factors:
        if factor.layout is not links.factors[0].layout:
            raise LayoutError(
                f"chain_board cannot draw {factor.name} beside {links.factors[0].name}\n"
                "  the factors of one chain stand in one convention\n"
                f"  write {factor.name}.T"
            )
        for variable in (factor.of, factor.wrt):
            if variable.is_matrix or variable.size > _LONGEST:
                raise ShapeError(
                    f"chain_board cannot draw {factor.name}: {variable} is too much for a grid\n"
                    f"  it draws vectors of 1 to {_LONGEST} entries\n"
                    "  take smaller sizes; the joints are the same at every size"
                )


def _sides(factor: Jacobian) -> tuple[Variable, Variable]:
    """The variables of rows and of columns."""
    return (factor.wrt, factor.of) if factor.layout is COLUMN else (factor.of, factor.wrt)


def _holds(links: Chain) -> bool:
    return all(joint.mark == "join" for joint in links.joints)


def _height(links: Chain) -> float:
    rows = [_sides(factor)[0].size for factor in links.factors]
    return _ABOVE + max(rows) * _CELL + _BELOW


def _takeaway(chains: tuple[Chain, ...]) -> str:
    if len(chains) == 2 and all(map(_holds, chains)):
        one, two = chains
        if [f.name for f in one.factors] == [f.name for f in two.factors][::-1]:
            return "From one convention to the other: reverse the order, transpose every factor"
    if all(map(_holds, chains)):
        return "Neighbours meet at one variable, and what stays is the two outer ones"
    marks = {joint.mark for links in chains for joint in links.joints}
    if {"no join", "sizes only"} <= marks:
        return "A wrong order stops numpy only where the sizes differ"
    if "no join" in marks:
        return "Where the sizes differ, there is no product"
    return "A joint needs one variable: equal sizes are not enough"


def _result(links: Chain) -> tuple[Variable, Variable]:
    return _sides(links.factors[0])[0], _sides(links.factors[-1])[1]


def _verdict(links: Chain) -> tuple[str, str, str]:
    """The worst mark, the product's name or shape, and what to say of it."""
    marks = [joint.mark for joint in links.joints]
    rows, columns = _result(links)
    shape = f"{rows.size}×{columns.size}"
    if "no join" in marks:
        return "no join", "no product", "numpy stops with an error"
    if "sizes only" in marks:
        return "sizes only", f"{shape}, but of what?", "numpy multiplies, and says nothing"
    inner, outer = (rows, columns) if links.factors[0].layout is COLUMN else (columns, rows)
    return "join", f"∂{outer.name}/∂{inner.name}, {shape}", "the outer variables stay"


def _finding(links: Chain) -> str:
    factors = [f"{pretty(f.name)}, {f.shape[0]}×{f.shape[1]}" for f in links.factors]
    met = [_joint_words(joint) for joint in links.joints]
    _, result, words = _verdict(links)
    joints = f" Between them {listed(met)}." if met else ""
    return (
        f"{links.factors[0].layout.badge}: {'; then '.join(factors)}.{joints} "
        f"Result: {result}; {words}."
    )


def _joint_words(joint) -> str:
    return f"{joint.left} meets {joint.right} ({_SAID[joint.mark][1]})"


def _data(links: Chain) -> dict:
    rows, columns = _result(links)
    return {
        "layout": links.factors[0].layout.value,
        "factors": [f.name for f in links.factors],
        "shapes": [f.shape for f in links.factors],
        "joints": [joint.mark for joint in links.joints],
        "product": (rows.size, columns.size) if "no join" not in _marks(links) else (),
    }


def _marks(links: Chain) -> list[str]:
    return [joint.mark for joint in links.joints]


def _roles(theme: Theme) -> dict[str, Role]:
    return {"join": theme.match, "sizes only": theme.aux, "no join": theme.alarm}


class _Place(NamedTuple):
    """Where a grid stands, in inches."""

    left: float
    top: float
    width: float
    height: float


class _Board:
    """One chain, drawn from `top` down."""

    def __init__(self, picture: Picture, ax, links: Chain, top: float):
        self.picture, self.theme, self.ax = picture, picture.theme, ax
        self.links, self.top = links, top
        self.middle = top - _ABOVE - (_height(links) - _ABOVE - _BELOW) / 2
        self.floor = top - _height(links) + _BELOW

    def draw(self) -> None:
        badge = self.links.factors[0].layout.badge
        note(self.picture, MARGIN, self.top - 0.12, badge, size=TEXT, weight="bold")
        left, places = MARGIN + _SIDE, []
        for factor in self.links.factors:
            places.append(self._factor(factor, left))
            left += places[-1].width + _SIDE + _GAP + _SIDE
        for joint, here, there in zip(self.links.joints, places, places[1:], strict=False):
            self._joint(joint, here.left + here.width, there.left)
        self._verdict(left - _SIDE)

    def _factor(self, factor: Jacobian, left: float) -> _Place:
        rows, columns = _sides(factor)
        place = _Place(
            left, self.middle + rows.size * _CELL / 2, columns.size * _CELL, rows.size * _CELL
        )
        self._grid(place, rows.size, columns.size)
        center = left + place.width / 2
        note(
            self.picture,
            center,
            self.middle + place.height / 2 + 0.2,
            pretty(factor.name),
            size=TEXT,
            weight="bold",
            ha="center",
        )
        for x, side, align in (
            (left - 0.09, rows, "right"),
            (left + place.width + 0.09, columns, "left"),
        ):
            words = f"{side.size}\n{side.name}"
            note(
                self.picture,
                x,
                self.middle,
                words,
                ha=align,
                linespacing=1.25,
                multialignment="center",
            )
        return place

    def _grid(self, place: _Place, rows: int, columns: int) -> None:
        left, top, width, height = place
        inside = [
            [(left + k * _CELL, top), (left + k * _CELL, top - height)] for k in range(1, columns)
        ]
        inside += [
            [(left, top - k * _CELL), (left + width, top - k * _CELL)] for k in range(1, rows)
        ]
        frame = Rectangle(
            (left, top - height),
            width,
            height,
            facecolor=self.theme.card,
            edgecolor=self.theme.ink.color,
            linewidth=1.6,
        )
        self.ax.add_patch(frame)
        lines = LineCollection(inside, colors=self.theme.rule, linewidths=0.9)
        self.ax.add_collection(lines, autolim=False)

    def _joint(self, joint, left: float, right: float) -> None:
        """Draw a bracket under two sides that meet, and say whether they join."""
        role, (sign, _) = _roles(self.theme)[joint.mark], _SAID[joint.mark]
        left, right, y = left + 0.13, right - 0.13, self.floor - 0.22
        self.ax.add_line(
            Line2D(
                [left, left, right, right],
                [y + 0.13, y, y, y + 0.13],
                color=role.color,
                linestyle="-" if joint.mark == "join" else role.line,
                linewidth=role.width,
            )
        )
        name = {"join": joint.left.partition("[")[0]}.get(joint.mark, "")
        note(
            self.picture,
            (left + right) / 2,
            y - 0.18,
            f"{sign} {name}".rstrip(),
            size=TEXT,
            color=role.color,
            weight="bold",
            ha="center",
        )

    def _verdict(self, left: float) -> None:
        mark, result, words = _verdict(self.links)
        role, sign = _roles(self.theme)[mark], _SAID[mark][0]
        note(self.picture, left, self.middle, "=", size=16, ha="center")
        note(
            self.picture,
            left + 0.3,
            self.middle + 0.13,
            f"{sign}  {result}",
            size=TEXT,
            weight="bold",
            color=role.color,
        )
        note(self.picture, left + 0.3, self.middle - 0.15, words, color=self.theme.muted)
