"""A network of two layers as a picture: every variable forward, every gradient backward."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from matplotlib.collections import PolyCollection
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyArrowPatch
from matplotlib.textpath import text_to_path

from bpteach.layout import COLUMN, ROW, Layout
from bpteach.plots.marks import MARGIN, board, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.sizes import layer_size
from bpteach.plots.style import NOTE, TEXT, WIDTH, theme_named

__all__ = ["network_shapes", "shapes_of"]

_MOST = 5
_CELL = 0.14  # inches
_PLACES = {"a": 0.6, "z1": 2.76, "h": 4.22, "o": 6.38, "L": 8.0}  # inches from the left
_BETWEEN = {"W1": 1.28, "b1": 2.08, "W2": 4.9, "b2": 5.7, "t": 7.15}
_HEIGHT = 6.15
_PARAMETERS, _FORWARD, _BACKWARD, _GRADIENTS = 4.55, 3.55, 2.0, 0.75  # lanes, inches up
_LEARNT, _KEPT = ("W1", "b1", "W2", "b2"), ("a", "h", "o")
_STEPS = {"z1": "W1 a + b1", "h": "σ(z1)", "o": "W2 h + b2", "L": "½‖o − t‖²"}
# What a gradient is made of; between bars stand values of the way forward.
_MADE = {
    COLUMN: {
        "o": "|o − t|", "h": "|W2ᵀ| ∂L/∂o", "z1": "∂L/∂h ⊙ |h(1−h)|", "a": "|W1ᵀ| ∂L/∂z1",
        "W2": "∂L/∂o |hᵀ|", "b2": "∂L/∂o", "W1": "∂L/∂z1 |aᵀ|", "b1": "∂L/∂z1",
    },
    ROW: {
        "o": "|(o − t)ᵀ|", "h": "∂L/∂o |W2|", "z1": "∂L/∂h ⊙ |h(1−h)ᵀ|", "a": "∂L/∂z1 |W1|",
        "W2": "|h| ∂L/∂o", "b2": "∂L/∂o", "W1": "|a| ∂L/∂z1", "b1": "∂L/∂z1",
    },
}  # fmt: skip


def shapes_of(n: int, m: int, k: int, layout: Layout | str = COLUMN) -> dict[str, tuple[int, int]]:
    """Give the shape of every variable and every gradient of a network of two layers.

    Parameters
    ----------
    n, m, k : int
        Hidden units, inputs and outputs.
    layout : Layout or str, optional
        The convention of the gradients.

    Returns
    -------
    dict of str to tuple of int
        Variables ``"W1"``, and gradients ``"dL_dW1"``: the same shape in column convention, the
        axes reversed in row convention.

    Examples
    --------
    >>> shapes = shapes_of(3, 4, 2, "row")
    >>> shapes["W1"], shapes["dL_dW1"]
    ((3, 4), (4, 3))
    """
    variables = {
        "a": (m, 1), "W1": (n, m), "b1": (n, 1), "z1": (n, 1), "h": (n, 1),
        "W2": (k, n), "b2": (k, 1), "o": (k, 1), "t": (k, 1), "L": (1, 1),
    }  # fmt: skip
    order = 1 if Layout(layout) is COLUMN else -1
    return variables | {
        f"dL_d{name}": shape[::order] for name, shape in variables.items() if name != "t"
    }


def network_shapes(
    n: int, m: int, k: int, *, layout: Layout | str = COLUMN, theme: str = "light"
) -> Picture:
    """Draw a network of two layers: values forward, gradients backward, each to scale.

    Parameters
    ----------
    n, m, k : int
        Hidden units, inputs and outputs, up to 5 each.
    layout : Layout or str, optional
        The convention of the gradients.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        Above, from left to right, ``z1 = W1 a + b1``, ``h = σ(z1)``, ``o = W2 h + b2`` and
        ``L = ½‖o − t‖²``; below, from right to left, the gradients, and what each is made of.

    Raises
    ------
    ValueError
        If a size makes no network or one too large to draw, or the theme is unknown.

    Examples
    --------
    >>> network_shapes(3, 4, 2, layout="row").takeaway
    'Row convention: every gradient has the shape of its variable, turned'
    """
    layout = Layout(layout)
    (n, m), (k, _) = layer_size(n, m), layer_size(k, n)
    _require_small(n, m, k)
    shapes = shapes_of(n, m, k, layout)
    picture = Picture(
        takeaway=_takeaway(layout),
        alt=_finding(shapes, layout),
        data=shapes,
        theme=theme_named(theme),
        size=(WIDTH, _HEIGHT),
    )
    with picture.theme.applied():
        _Sheet(picture, shapes, layout).draw()
    return picture


def _require_small(n, m, k):
    if max(n, m, k) > _MOST:
        raise ValueError(
            f"network_shapes({n}, {m}, {k}) has columns too long to draw\n"
            f"  it draws sizes up to {_MOST}; the way back is the same at every size\n"
            "  write network_shapes(3, 4, 2)"
        )


def _takeaway(layout):
    if layout is COLUMN:
        return "Column convention: every gradient has the shape of its variable"
    return "Row convention: every gradient has the shape of its variable, turned"


def _by(shape) -> str:
    return "×".join(map(str, shape))


def _finding(shapes, layout) -> str:
    forward = ", ".join(f"{name} {_by(shapes[name])}" for name in _PLACES)
    back = ", ".join(f"∂L/∂{name} {_by(shapes[f'dL_d{name}'])}" for name in ("o", "h", "z1", "a"))
    parameters = ", ".join(
        f"∂L/∂{name} {_by(shapes[f'dL_d{name}'])}" for name in ("W2", "b2", "W1", "b1")
    )
    turned = "" if layout is COLUMN else ", turned"
    return (
        f"A network of two layers. Forward, from left to right: {forward}. Backward in "
        f"{layout.value} convention, from right to left: {back}. On the way: {parameters}. "
        f"Every gradient has the shape of its variable{turned}. Three values of the way "
        "forward are kept for the way back: o, h and a."
    )


@dataclass(frozen=True)
class _Grid:
    """Where a grid stands, in inches."""

    x: float
    y: float
    shape: tuple[int, int]

    @property
    def wide(self) -> float:
        return self.shape[1] * _CELL

    @property
    def high(self) -> float:
        return self.shape[0] * _CELL

    @property
    def left(self) -> float:
        return self.x - self.wide / 2

    @property
    def right(self) -> float:
        return self.x + self.wide / 2

    @property
    def top(self) -> float:
        return self.y + self.high / 2

    @property
    def bottom(self) -> float:
        return self.y - self.high / 2

    def squares(self):
        for row in range(self.shape[0]):
            for column in range(self.shape[1]):
                x, y = self.left + column * _CELL, self.bottom + row * _CELL
                yield [(x, y), (x + _CELL, y), (x + _CELL, y + _CELL), (x, y + _CELL)]


class _Sheet:
    """A board on which one network is drawn."""

    def __init__(self, picture: Picture, shapes, layout: Layout):
        self.picture, self.theme, self.ax = picture, picture.theme, board(picture)
        self.shapes, self.made = shapes, _MADE[layout]

    def draw(self) -> None:
        title(self.picture)
        self._words()
        self._way_forward()
        self._way_back()

    def _words(self) -> None:
        left, top = MARGIN, _HEIGHT - 0.62
        note(self.picture, left, top, "forward →", color=self.theme.value.color, size=TEXT)
        words = "← backward, with |values| of the way forward that are kept"
        self._two_colors(left + 1.1, top, words, "left", TEXT)

    # --- the two ways -----------------------------------------------------------------------

    def _way_forward(self) -> None:
        lane = {name: self._grid(name, x, _FORWARD) for name, x in _PLACES.items()}
        for name, x in _BETWEEN.items():
            grid = self._grid(name, x, _PARAMETERS)
            self._arrow((x, grid.bottom - 0.05), (x, _FORWARD + 0.05), self.theme.rule)
        for before, name in pairwise(lane):
            left, right = lane[before].right + 0.08, lane[name].left - 0.08
            self._arrow((left, _FORWARD), (right, _FORWARD), self.theme.value.color)
            words = _STEPS[name]
            note(self.picture, (left + right) / 2, _FORWARD - 0.17, words, ha="center", size=TEXT)
        for name in _KEPT:
            self._kept(lane[name])

    def _way_back(self) -> None:
        lane = {name: self._grid(f"dL_d{name}", x, _BACKWARD) for name, x in _PLACES.items()}
        for name, after in pairwise(lane):
            left, right = lane[name].right + 0.08, lane[after].left - 0.08
            self._arrow((right, _BACKWARD), (left, _BACKWARD), self.theme.gradient.color)
            y = _BACKWARD + (-0.17 if name == "z1" else 0.17)
            self._two_colors((left + right) / 2, y, self.made[name], "center", TEXT)
        for name in _LEARNT:
            x = _BETWEEN[name]
            grid = self._grid(f"dL_d{name}", x, _GRADIENTS)
            self._arrow((x, _BACKWARD - 0.05), (x, grid.top + 0.46), self.theme.rule)
            self._two_colors(x, grid.bottom - 0.14, self.made[name], "center", NOTE)

    # --- marks ------------------------------------------------------------------------------

    def _grid(self, name, x, y) -> _Grid:
        grid = _Grid(x, y, self.shapes[name])
        back = name.startswith("dL_d")
        color = (self.theme.gradient if back else self.theme.value).color
        style = {"facecolors": self.theme.card, "edgecolors": color, "linewidths": 1.2}
        self.ax.add_collection(PolyCollection(list(grid.squares()), **style), autolim=False)
        shown = name.replace("dL_d", "∂L/∂") + (" = 1" if name == "dL_dL" else "")
        words = f"{shown}\n{_by(grid.shape)}"
        note(self.picture, x, grid.top + 0.06, words, color=color, ha="center", va="bottom")
        return grid

    def _arrow(self, start, end, color) -> None:
        style = {"arrowstyle": "-|>", "mutation_scale": 10, "shrinkA": 0, "shrinkB": 0}
        self.ax.add_patch(FancyArrowPatch(start, end, color=color, linewidth=1.4, **style))

    def _kept(self, grid: _Grid) -> None:
        role = self.theme.aux
        y = grid.bottom - 0.06
        style = {"color": role.color, "linestyle": role.line, "linewidth": 1.4}
        self.ax.plot([grid.x, grid.x], [y, 2.92], **style)
        note(self.picture, grid.x + 0.07, (y + 2.92) / 2, "kept", color=role.color)

    def _two_colors(self, x, y, words, side, size) -> None:
        """Write words; what stands between bars is a value, the rest belongs to a gradient."""
        pieces = words.split("|")
        start = x - (_width("".join(pieces), size) / 2 if side == "center" else 0)
        for number, piece in enumerate(pieces):
            role = self.theme.value if number % 2 else self.theme.gradient
            before = "".join(pieces[:number]) + " " * piece.startswith(" ")
            note(self.picture, start + _width(before, size), y, piece.strip(),
                 color=role.color, size=size)  # fmt: skip


def _width(text, size) -> float:
    """Measure a text in inches; the o at its end lets a last space count."""
    font = FontProperties(family="DejaVu Sans", size=size)
    wide, alone = (text_to_path.get_text_width_height_descent(one, font, ismath=False)[0]
                   for one in (f"{text}o", "o"))  # fmt: skip
    return (wide - alone) / 72
