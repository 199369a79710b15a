"""Where two factors of a chain meet: the variable that they share, or why they share none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpteach.layout import COLUMN, ROW, LayoutError, ShapeError, Variable, shape_words

if TYPE_CHECKING:
    from bpteach.jacobian.base import Jacobian

__all__ = ["joint", "operand", "ordered"]


def ordered(left: Jacobian, right: Jacobian) -> tuple[Jacobian, Jacobian]:
    """Sort two factors into (nearer the input, nearer the loss), or say why they do not join.

    Parameters
    ----------
    left, right : Jacobian
        Two factors as they are written, from left to right.

    Returns
    -------
    tuple of Jacobian
        The same two.

    Raises
    ------
    LayoutError
        If they stand in two conventions.
    ShapeError
        If two different variables meet.
    """
    if left.layout is not right.layout:
        raise LayoutError(_mixed_words(left, right))
    inner, outer = (left, right) if left.layout is COLUMN else (right, left)
    if inner.of != outer.wrt:
        raise ShapeError(_joint_words(left, right))
    return inner, outer


def joint(left: Jacobian, right: Jacobian) -> tuple[Variable, Variable]:
    """Name the two variables that meet between two neighbours in a chain.

    Parameters
    ----------
    left, right : Jacobian
        Two factors as they are written, from left to right.

    Returns
    -------
    tuple of Variable
        What the right side of `left` and the left side of `right` stand for, each factor
        read in its own convention. They join if they are the same variable.

    Examples
    --------
    >>> from bpteach import Dense, Diagonal, Variable
    >>> import numpy as np
    >>> z, a, s = Variable("z", (2,)), Variable("a", (3,)), Variable("s", (2,))
    >>> dz_da = Dense(np.zeros((3, 2)), of=z, wrt=a)
    >>> ds_dz = Diagonal(np.ones(2), of=s, wrt=z)
    >>> [str(side) for side in joint(dz_da, ds_dz)]
    ['z[2]', 'z[2]']
    """
    return (
        left.of if left.layout is COLUMN else left.wrt,
        right.wrt if right.layout is COLUMN else right.of,
    )


def _mixed_words(left, right):
    first, second = (left, right) if left.layout is COLUMN else (right, left)
    written = [left.name, right.name]
    if first.of != second.wrt and second.of == first.wrt:
        written.reverse()
    other = right.name
    line = " @ ".join(f"{n}.to({left.layout!r})" if n == other else n for n in written)
    return (
        f"cannot chain {left.name} @ {right.name}: they stand in two conventions\n"
        f"  {operand(left)}\n"
        f"  {operand(right)}\n"
        "  a product needs one convention for all its factors\n"
        f"  convert one of them: write {line}"
    )


def _joint_words(left, right):
    meets = joint(left, right)
    lines = [
        f"cannot chain {left.name} @ {right.name} in {left.layout.value} convention",
        f"  {operand(left)}",
        f"  {operand(right)}",
        f"  the joint needs one variable, but meets {meets[0]} and {meets[1]}",
        *_joint_advice(left, right, *meets),
    ]
    return "\n".join(lines)


def _joint_advice(left, right, here, there):
    if here.axes == there.axes:
        yield "  the sizes agree by accident: numpy would multiply, and the result means nothing"
    if len(set(joint(right, left))) == 1:
        nearest = "the input" if left.layout is COLUMN else "the loss"
        yield (
            f"  in {left.layout.value} convention the factor nearest {nearest} comes first: "
            f"write {right.name} @ {left.name}"
        )
    elif here.name == there.name and here.size == there.size:
        across, vector = (here, there) if here.is_matrix else (there, here)
        wanted = vector.shape if left.layout is COLUMN else vector.shape[::-1]
        yield (
            f"  {across} was read as a matrix, since the gradient lies across\n"
            f"  in {left.layout.value} convention it is {shape_words(wanted)}: transpose it, "
            "or pass layout= to of_gradient"
        )
    elif here.name == there.name:
        yield (
            f"  both are called {here.name}, but have other sizes: they come from two layers\n"
            '  name them apart: write jacobian(..., names=("a1", "z1"))'
        )
    elif here.axes == there.axes:
        of, wrt = (here.name, there.name) if left.layout is COLUMN else (there.name, here.name)
        yield (
            f"  if {here.name} and {there.name} are one quantity, give it one name: write "
            f'jacobian(..., names=("{of}", ...))\n'
            f'  for the factor nearest the loss, or names=(..., "{wrt}") for the other'
        )
    else:
        yield (
            f"  a factor is missing between {here.name} and {there.name}, or one of the two "
            "belongs elsewhere"
        )


def operand(jacobian: Jacobian) -> str:
    """Describe a factor as errors show it: its kind, its convention, its sides.

    Parameters
    ----------
    jacobian : Jacobian
        The factor.

    Returns
    -------
    str
        ``"dz_da: Dense, row, z[4] x a[3]"``.
    """
    sides = [str(jacobian.wrt), str(jacobian.of)]
    if jacobian.layout is ROW:
        sides.reverse()
    return (
        f"{jacobian.name}: {type(jacobian).__name__}, {jacobian.layout.value}, {' x '.join(sides)}"
    )
