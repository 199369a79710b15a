"""What things are called: axes, entries, and symbols such as ``dz_da``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bpteach.layout import ROW, Layout

__all__ = [
    "Axis",
    "derivative",
    "entry",
    "label",
    "latex",
    "places",
    "pretty",
    "roles",
    "variables",
]

_DERIVATIVE = re.compile(r"d([^\W_]+)_d([^\W_]+)")
_LETTER = re.compile(r"(.*?)([0-9,]*)([₀-₉,]*)")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True)
class Axis:
    """One axis of a table.

    Parameters
    ----------
    letter : str
        The name of the variable that gives the axis: ``"z"``, ``"W"``, ``"z1"``.
    size : int
        How many entries it has; a vector of size 1 is read as a scalar.
    part : {"", "row", "column"}
        ``""`` for a vector or a scalar; which axis of a matrix otherwise.

    Examples
    --------
    >>> Axis("W", 4, "row")
    Axis(letter='W', size=4, part='row')
    """

    letter: str
    size: int
    part: str = ""

    @property
    def is_scalar(self) -> bool:
        """Whether this is the one axis of a single number."""
        return self.size == 1 and not self.part


def label(axis: Axis, index: int) -> str:
    """Name one place on an axis, as a header says it.

    Parameters
    ----------
    axis : Axis
        The axis.
    index : int
        From 0; a header counts from 1, as the notes do.

    Returns
    -------
    str
        ``"z2"``; ``"L"`` for a scalar; ``"i=2"`` for a row of a matrix, ``"j=2"`` for a column.

    Examples
    --------
    >>> label(Axis("z", 3), 1), label(Axis("z1", 3), 1), label(Axis("W", 4, "row"), 1)
    ('z2', 'z1₂', 'i=2')
    """
    if axis.part:
        return f"{'i' if axis.part == 'row' else 'j'}={index + 1}"
    return axis.letter if axis.is_scalar else _indexed(axis.letter, [index])


def variables(axes: Sequence[Axis]) -> list[tuple[int, ...]]:
    """Group the positions of axes by variable: a matrix takes two, a vector one.

    Parameters
    ----------
    axes : sequence of Axis
        In the order of the array.

    Returns
    -------
    list of tuple of int
        Positions of each variable's axes, in order.

    Examples
    --------
    >>> variables([Axis("W", 4, "row"), Axis("W", 3, "column"), Axis("z", 4)])
    [(0, 1), (2,)]
    """
    groups: list[tuple[int, ...]] = []
    for position, axis in enumerate(axes):
        last = groups[-1] if groups else ()
        before = axes[last[0]] if len(last) == 1 else None
        if before and axis.part and before.part and before.letter == axis.letter:
            groups[-1] = (*last, position)
        else:
            groups.append((position,))
    return groups


def roles(layout: Layout | None, axes: Sequence[Axis]) -> list[str]:
    """Say for each axis whether it belongs to what we derive, or to what we derive by.

    Parameters
    ----------
    layout : Layout or None
        The convention; a plain array has none.
    axes : sequence of Axis
        In the order of the array.

    Returns
    -------
    list of str
        ``"wrt"`` or ``"of"`` an axis, ``""`` in a plain array. One variable alone is `wrt`: a
        gradient may have lost its scalar's axis.

    Examples
    --------
    >>> roles(ROW, [Axis("z", 3), Axis("a", 4)])
    ['of', 'wrt']
    """
    if layout is None:
        return [""] * len(axes)
    groups = variables(axes)
    order = ["of", "wrt"] if layout is ROW and len(groups) > 1 else ["wrt", "of"]
    return [role for role, group in zip(order, groups, strict=False) for _ in group]


def places(layout: Layout | None, axes: Sequence[Axis]) -> list[str]:
    """Say for each axis where it is drawn.

    Parameters
    ----------
    layout : Layout or None
        The convention: we slice over the axes of `of`, which stand last in column convention
        and first in row convention.
    axes : sequence of Axis
        Two to four, in the order of the array.

    Returns
    -------
    list of str
        ``"row"``, ``"column"`` or ``"slice"``, one an axis.

    Examples
    --------
    >>> places(ROW, [Axis("z", 4), Axis("W", 3, "column"), Axis("W", 4, "row")])
    ['slice', 'row', 'column']
    """
    slices = ["slice"] * (len(axes) - 2)
    return [*slices, "row", "column"] if layout is ROW else ["row", "column", *slices]


def entry(symbol: str, layout: Layout | None, axes: Sequence[Axis], index: Sequence) -> str:
    """Name one entry, or one slice, in the form of a symbol.

    Parameters
    ----------
    symbol : str
        The table's symbol, ``"dz_dW"``.
    layout : Layout or None
        The convention.
    axes : sequence of Axis
        In the order of the array.
    index : sequence of int or None
        From 0, one an axis; None leaves a variable whole, which makes the name of a slice.

    Returns
    -------
    str
        ``"dz2_dW21"`` for one entry, ``"dz2_dW"`` for a slice.

    Examples
    --------
    >>> axes = [Axis("W", 4, "row"), Axis("W", 3, "column"), Axis("z", 4)]
    >>> entry("dz_dW", Layout.COLUMN, axes, [1, 0, 1])
    'dz2_dW21'
    """
    role_of, named = roles(layout, axes), {}
    for group in variables(axes):
        indices = _indices(axes, index, group)
        if indices or layout:
            named[role_of[group[0]]] = _indexed(axes[group[0]].letter, indices)
    parts = derivative(symbol)
    if layout is None and not parts:
        return named.get("", symbol)
    of, wrt = parts or (symbol, "")
    return f"d{named.get('of', of)}_d{named.get('wrt', named.get('', wrt))}"


def _indices(axes, index, group):
    """Give the indices of one variable, row first; none of a scalar or of a whole variable."""
    if axes[group[0]].is_scalar or any(index[position] is None for position in group):
        return []
    return [index[k] for k in sorted(group, key=lambda k: axes[k].part, reverse=True)]


def _indexed(letter, indices):
    """Put indices behind a letter: z2, W21, W1,12; behind z1, lowered: z1₂."""
    counted = [str(index + 1) for index in indices]
    tail = ("" if all(len(number) == 1 for number in counted) else ",").join(counted)
    return letter + (tail.translate(_LOWERED) if letter[-1:].isdigit() else tail)


def derivative(symbol: str) -> tuple[str, str] | None:
    """Read the two names in a derivative's symbol.

    Parameters
    ----------
    symbol : str
        Any name.

    Returns
    -------
    tuple of str, or None
        What is derived and by what; None for a name of another form.

    Examples
    --------
    >>> derivative("dL_dW1"), derivative("data")
    (('L', 'W1'), None)
    """
    parts = _DERIVATIVE.fullmatch(symbol)
    return parts and parts.groups()


def pretty(symbol: str) -> str:
    """Write a derivative's symbol as mathematics does.

    Parameters
    ----------
    symbol : str
        ``"dz_da"``, or the name of a plain array.

    Returns
    -------
    str
        ``"∂z/∂a"``; any other name stays as it is.

    Examples
    --------
    >>> pretty("dz_da"), pretty("W")
    ('∂z/∂a', 'W')
    """
    parts = derivative(symbol)
    return f"∂{parts[0]}/∂{parts[1]}" if parts else symbol


def latex(symbol: str) -> str:
    r"""Write a symbol in LaTeX.

    Parameters
    ----------
    symbol : str
        ``"dz2_da"``, or the name of a plain array.

    Returns
    -------
    str
        The fraction, with indices lowered.

    Examples
    --------
    >>> print(latex("dz2_dW"), latex("W1"))
    \frac{\partial z_{2}}{\partial W} W_{1}
    """
    parts = derivative(symbol)
    if not parts:
        return _latex_letter(symbol)
    of, wrt = map(_latex_letter, parts)
    return rf"\frac{{\partial {of}}}{{\partial {wrt}}}"


def _latex_letter(name):
    letter, number, lowered = _LETTER.fullmatch(name).groups()
    letter = letter if len(letter) == 1 else rf"\mathrm{{{letter.replace('_', chr(92) + '_')}}}"
    index = ",".join(filter(None, [number, lowered.translate({v: k for k, v in _LOWERED.items()})]))
    return f"{letter}_{{{index}}}" if index else letter
