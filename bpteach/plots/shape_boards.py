"""Products as factors drawn to scale, with what happens where two of them meet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from bpteach.layout import ShapeError
from bpteach.plots.factors import Factor, joints, met, outcome
from bpteach.plots.marks import MARGIN, board, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.style import TEXT, TITLE, WIDTH, Role, Theme, theme_named

__all__ = ["shape_board"]

_LEFT, _VERDICT = MARGIN + 0.32, 5.95  # inches from the left
_ABOVE, _BELOW = 0.46, 0.62  # inches over and under the tallest factor
_HEADING = 0.34  # inches more over a board that has one
_LARGEST = 6  # rows or columns that can still be counted
_SIGNS = {"joint holds": "✓", "sizes only": "⚠", "no joint": "✗"}


@dataclass(frozen=True)
class _Scale:
    """Inches: a cell, the room beside a factor for size and variable, between two of these."""

    cell: float
    side: float
    gap: float

    def fits(self, product) -> bool:
        """Whether the factors find place in one line."""
        across = sum(one.shape[1] * self.cell + 2 * self.side for one in product)
        return _LEFT + across + self.gap * (len(product) - 1) <= _VERDICT - 0.42


_SCALES = (_Scale(0.19, 0.3, 0.42), _Scale(0.15, 0.27, 0.22))  # all boards of a picture share one


def shape_board(
    *products, headings: tuple[str, ...] = (), takeaway: str = "", theme: str = "light"
) -> Picture:
    """Draw the factors of one or more products, and the joints between them.

    Parameters
    ----------
    *products : sequence of Factor
        Each from left to right, as `factor` makes them; ``.T`` transposes one.
    headings : tuple of str
        Words over each board, in place of its number.
    takeaway : str
        The title; the finding of the joints if left out.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        One board a product: each factor is a grid of its shape with a size and a variable on
        both sides. ✓ size and variable agree; ⚠ the sizes agree by accident; ✗ the sizes
        differ.

    Raises
    ------
    ShapeError
        If there is no product, or one cannot be drawn.

    Notes
    -----
    A product whose sizes agree by accident exists: numpy multiplies, and the numbers are wrong.

    References
    ----------
    Course notes, "Chain rule and linear algebra".

    Examples
    --------
    >>> from bpteach.plots.factors import factor
    >>> M, P = factor("M", y=3, x=4), factor("P", w=3, y=3)
    >>> print(shape_board([P.T, M]).alt)
    The sizes can agree by accident: then a wrong product exists, and nothing stops it.
    Pᵀ M. Pᵀ is 3×3, y by w; M is 3×4, y by x. w[3] meets y[3]: sizes agree by accident.
    numpy gives a product of 3×4, and it is wrong.
    """
    products = [_readable(product) for product in products]
    if not products:
        raise ShapeError(
            "shape_board has no product to draw\n"
            '  write shape_board([P, M]) with M = factor("M", y=3, x=4), P = factor("P", w=2, y=3)'
        )
    scale = next(scale for scale in _SCALES if all(map(scale.fits, products)))
    room = _ABOVE + _BELOW + (_HEADING if headings else 0)
    heights = [room + scale.cell * _tallest(product) for product in products]
    picture = Picture(
        takeaway=takeaway or _takeaway(products),
        alt=_finding(products, headings),
        data={"boards": [_plain(product) for product in products]},
        theme=theme_named(theme),
        size=(WIDTH, 0.62 + sum(heights) + 0.12),
    )
    with picture.theme.applied():
        _Boards(picture, scale).draw(products, heights, headings)
    return picture


def _readable(product) -> tuple[Factor, ...]:
    product = tuple(product)
    fine = product and all(isinstance(one, Factor) for one in product)
    few = fine and max(max(one.shape) for one in product) <= _LARGEST
    if not few or not _SCALES[-1].fits(product):
        raise ShapeError(
            "shape_board cannot draw this product\n"
            f"  it draws factors of up to {_LARGEST} rows and columns, as many as find place in "
            "one line\n"
            "  write factors with smaller sizes: the joints are the same at every size"
        )
    return product


def _tallest(product) -> int:
    return max(one.shape[0] for one in product)


def _name(product) -> str:
    return " ".join(one.label for one in product)


def _takeaway(products) -> str:
    if any(outcome(product) == "sizes only" for product in products):
        return "The sizes can agree by accident: then a wrong product exists, and nothing stops it"
    if any(outcome(product) == "no joint" for product in products):
        return "Where two sizes differ, there is no product: numpy stops with an error"
    return "Where two factors meet, size and variable agree"


# --- in words -----------------------------------------------------------------------------


def _plain(product) -> dict:
    return {
        "product": _name(product),
        "shapes": [one.shape for one in product],
        "marks": [joint.mark for joint in joints(product)],
        "outcome": outcome(product),
    }


def _finding(products, headings) -> str:
    starts = [f"Board {number}" for number in range(1, len(products) + 1)]
    if len(products) == 1:
        starts = [""]
    starts = [f"{start}: " if start else "" for start in headings or starts]
    return " ".join(_said(start, one) for start, one in zip(starts, products, strict=True))


def _said(start: str, product) -> str:
    factors = "; ".join(
        f"{one.label} is {_by(one.shape)}, {one.rows.name} by {one.columns.name}" for one in product
    )
    met = "; ".join(
        f"{joint.left} meets {joint.right}: {_MEANING[joint.mark]}" for joint in joints(product)
    )
    parts = [f"{start}{_name(product)}", factors, met, _result_said(product)]
    return " ".join(f"{part}." for part in parts if part)


_MEANING = {
    "joint holds": "size and variable agree",
    "sizes only": "sizes agree by accident",
    "no joint": "sizes differ",
}


def _result_said(product) -> str:
    first, last, kind = product[0].rows, product[-1].columns, outcome(product)
    shape = _by((first.size, last.size))
    if kind == "no joint":
        return "There is no product"
    if kind == "sizes only":
        return f"numpy gives a product of {shape}, and it is wrong"
    return f"The product is {shape}, {first.name} by {last.name}"


def _by(shape) -> str:
    return "×".join(map(str, shape))


def _verdict(product) -> tuple[str, str]:
    """What stands beside a board: the shape, and why."""
    first, last, kind = product[0].rows, product[-1].columns, outcome(product)
    if kind == "no joint":
        return "no product", "numpy stops with an error"
    shape = f"{first.size} × {last.size}"
    if kind == "sizes only":
        return f"{shape}, and wrong", "numpy says nothing:\nthe sizes agree by accident"
    return f"{shape}, {first.name} by {last.name}", "sizes and variables agree"


# --- on the board -------------------------------------------------------------------------


def _role(theme: Theme, mark: str) -> Role:
    return {"joint holds": theme.match, "sizes only": theme.aux, "no joint": theme.alarm}[mark]


@dataclass(frozen=True)
class _Boards:
    """Draws board below board."""

    picture: Picture
    scale: _Scale

    def draw(self, products, heights, headings) -> None:
        title(self.picture)
        ax, top = board(self.picture), self.picture.get_figheight() - 0.62
        alone = len(products) == 1
        for number, (product, height) in enumerate(zip(products, heights, strict=True), 1):
            if outcome(product) == "sizes only" and not alone:
                self._card(ax, top, height)
            below = top
            if headings:
                words = {"size": TEXT, "weight": "bold"}
                note(self.picture, MARGIN, top - 0.2, headings[number - 1], **words)
                below -= _HEADING
            self._board(ax, 0 if alone or headings else number, product, below)
            top -= height

    def _card(self, ax, top: float, height: float) -> None:
        card = Rectangle((MARGIN / 2, top - height), WIDTH - MARGIN, height - 0.04)
        card.set(facecolor=self.picture.theme.card, edgecolor="none", zorder=0)
        ax.add_patch(card)

    def _board(self, ax, number: int, product, top: float) -> None:
        middle = top - _ABOVE - self.scale.cell * _tallest(product) / 2
        if number:
            note(self.picture, MARGIN, middle, str(number), size=TITLE, weight="bold")
        x, sides = _LEFT, []
        for one in product:
            self._factor(ax, one, x, middle)
            across = one.shape[1] * self.scale.cell
            sides.append((x + self.scale.side * 0.45, x + across + self.scale.side * 1.55))
            x += across + 2 * self.scale.side + self.scale.gap
        y = top - _ABOVE - self.scale.cell * _tallest(product) - 0.1
        for joint, (_, left), (right, _) in zip(
            joints(product), sides[:-1], sides[1:], strict=True
        ):
            self._joint(ax, joint, left, right, y)
        self._result(product, middle)

    def _factor(self, ax, one: Factor, x: float, middle: float) -> None:
        (rows, columns), theme = one.shape, self.picture.theme
        cell, side, left = self.scale.cell, self.scale.side, x + self.scale.side
        wide, high = columns * cell, rows * cell
        bottom = middle - high / 2
        across = [[(left, y), (left + wide, y)] for y in bottom + cell * np.arange(1, rows)]
        down = [[(y, bottom), (y, bottom + high)] for y in left + cell * np.arange(1, columns)]
        grid = LineCollection(across + down, colors=theme.rule, linewidths=0.9)
        frame = Rectangle((left, bottom), wide, high, fill=False, zorder=3)
        frame.set(edgecolor=theme.ink.color, linewidth=1.6)
        ground = Rectangle((left, bottom), wide, high, facecolor=theme.ground, edgecolor="none")
        for artist in (ground, frame, grid):
            ax.add_artist(artist)
        name = {"size": TEXT, "weight": "bold", "ha": "center"}
        note(self.picture, left + wide / 2, bottom + high + 0.16, one.label, **name)
        places = (x + side * 0.45, one.rows), (left + wide + side * 0.55, one.columns)
        for place, end in places:
            words, style = f"{end.size}\n{end.name}", {"ha": "center", "linespacing": 1.25}
            note(self.picture, place, middle, words, **style)

    def _joint(self, ax, joint, left: float, right: float, y: float) -> None:
        role = _role(self.picture.theme, joint.mark)
        ax.add_line(
            Line2D([left, left, right, right], [y, y - 0.1, y - 0.1, y], color=role.color,
                   linestyle="-" if joint.mark == "joint holds" else role.line,
                   linewidth=role.width)
        )  # fmt: skip
        words = _SIGNS[joint.mark] + f"  {met(joint)}"
        note(self.picture, (left + right) / 2, y - 0.25, words, color=role.color, ha="center")

    def _result(self, product, middle: float) -> None:
        kind = outcome(product)
        role = _role(self.picture.theme, kind)
        shape, why = _verdict(product)
        note(self.picture, _VERDICT - 0.32, middle, "=", size=TITLE, ha="center")
        lines = why.count("\n") + 1
        note(self.picture, _VERDICT, middle + 0.1 * lines, f"{_SIGNS[kind]}  {shape}", size=TEXT,
             weight="bold", color=role.color)  # fmt: skip
        note(self.picture, _VERDICT, middle + 0.1 * lines - 0.14, why, va="top", linespacing=1.35)
