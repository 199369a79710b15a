"""Factors of a product as shapes alone: a size and a variable on each side, and the joints."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from bpteach.display import Joint
from bpteach.layout import ShapeError, Variable

__all__ = ["Factor", "factor", "joints", "met", "outcome", "weakest"]


@dataclass(frozen=True)
class Factor:
    """A matrix of which only the shape counts; `factor` makes one.

    Parameters
    ----------
    name : str
        Its letter, as it stands when it is not transposed.
    rows, columns : Variable
        Whose numbers its rows and its columns belong to, each with one axis.
    turned : bool
        Whether it stands transposed.

    Examples
    --------
    >>> M = factor("M", y=3, x=4)
    >>> M.label, M.T.label, M.T.shape, M.T.T == M
    ('M', 'Mᵀ', (4, 3), True)
    """

    name: str
    rows: Variable
    columns: Variable
    turned: bool = False

    @property
    def T(self) -> Factor:
        """The factor transposed: its sides change places, each with its variable."""
        return replace(self, rows=self.columns, columns=self.rows, turned=not self.turned)

    @property
    def label(self) -> str:
        """Its letter, with ᵀ where it stands transposed."""
        name = f"({self.name})" if "/" in self.name else self.name
        return f"{name}ᵀ" if self.turned else self.name

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows.size, self.columns.size


def factor(name: str, **sides: int) -> Factor:
    """Make a factor from the variables on its two sides.

    Parameters
    ----------
    name : str
        Its letter.
    **sides : int
        The variable of the rows and its size, then the variable of the columns and its size.

    Returns
    -------
    Factor
        Not transposed.

    Raises
    ------
    ShapeError
        If there are not two sides, or a size is no whole number from 1 on.

    Examples
    --------
    >>> factor("M", y=3, x=4).shape
    (3, 4)
    """
    fine = all(type(size) is int and size > 0 for size in sides.values())
    if len(sides) != 2 or not fine:
        given = ", ".join(f"{letter}={size!r}" for letter, size in sides.items()) or "none"
        raise ShapeError(
            f"the factor {name} cannot have these sides: {given}\n"
            "  it needs two variables with their sizes: first that of its rows, then that of "
            "its columns\n"
            f'  write factor("{name}", y=3, x=4) for a matrix that takes x to y'
        )
    rows, columns = (Variable(letter, (size,)) for letter, size in sides.items())
    return Factor(name, rows, columns)


def joints(factors) -> tuple[Joint, ...]:
    """Say what happens between each two neighbours of a product.

    Parameters
    ----------
    factors : sequence of Factor
        From left to right.

    Returns
    -------
    tuple of Joint
        ``"joint holds"`` where size and variable agree, ``"sizes only"`` where the sizes agree by
        accident, ``"no joint"`` where they differ.

    Examples
    --------
    >>> M, P = factor("M", y=3, x=4), factor("P", w=3, y=3)
    >>> print(*joints([P.T, M]))
    ⚠ sizes only: w[3] meets y[3]
    """
    return tuple(_joint(left.columns, right.rows) for left, right in pairwise(factors))


def _joint(here: Variable, there: Variable) -> Joint:
    fits = "joint holds" if here == there else "sizes only"
    return Joint(fits if here.size == there.size else "no joint", str(here), str(there))


def met(joint: Joint, *, sizes: bool = False) -> str:
    """Say who meets whom, as short as the place under a joint.

    Parameters
    ----------
    joint : Joint
        Where two factors meet.
    sizes : bool
        Whether sizes and variables are both said where the joint does not hold.

    Returns
    -------
    str
        The variables, or the sizes where those differ.

    Examples
    --------
    >>> M, P = factor("M", y=3, x=4), factor("P", w=3, y=3)
    >>> (wrong,) = joints([M, P])
    >>> met(wrong), met(wrong, sizes=True), met(joints([P.T, M])[0])
    ('4 meets 3', '4 x meets 3 w', 'w meets y')
    """
    (left, here), (right, there) = (
        side.rstrip("]").split("[") for side in (joint.left, joint.right)
    )
    if sizes and joint.mark != "joint holds":
        return f"{here} {left} meets {there} {right}"
    return f"{here} meets {there}" if joint.mark == "no joint" else f"{left} meets {right}"


def outcome(factors) -> str:
    """Say what becomes of a product: the weakest of its joints.

    Parameters
    ----------
    factors : sequence of Factor
        From left to right.

    Returns
    -------
    str
        ``"no joint"`` if there is no product, ``"sizes only"`` if there is one by accident,
        otherwise ``"joint holds"``.

    Examples
    --------
    >>> M, P = factor("M", y=3, x=4), factor("P", w=3, y=3)
    >>> outcome([P, M]), outcome([P.T, M]), outcome([M, P])
    ('joint holds', 'sizes only', 'no joint')
    """
    return weakest(joints(factors))


def weakest(met: tuple[Joint, ...]) -> str:
    """Say which joint decides about a product.

    Parameters
    ----------
    met : tuple of Joint
        All of its joints.

    Returns
    -------
    str
        The mark of the weakest; ``"joint holds"`` if there is none.

    Examples
    --------
    >>> M, P = factor("M", y=3, x=4), factor("P", w=3, y=3)
    >>> weakest(joints([P, M])), weakest(())
    ('joint holds', 'joint holds')
    """
    marks = {joint.mark for joint in met}
    return next((mark for mark in ("no joint", "sizes only") if mark in marks), "joint holds")
