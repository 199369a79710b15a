"""Two Jacobians that meet at a gradient, as numbers: what the figures of the chain rule share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bpteach.display.numerals import formatter
from bpteach.jacobian import Jacobian
from bpteach.layout import COLUMN, ShapeError
from bpteach.plots.words import lowered

__all__ = ["Links", "bracketed", "linked"]

_LARGEST = 3  # so that every number can be read


@dataclass(frozen=True)
class Links:
    """A variable, the next one, and a single number at the end, with their derivatives.

    Parameters
    ----------
    x, y, z : str
        Names of the three variables, in the order of the way forward.
    inner : ndarray of float64, shape (n, m)
        dy/dx in column convention: entry (j, i) is dy_i/dx_j.
    outer : ndarray of float64, shape (m, 1)
        dz/dy in column convention.
    chosen : int
        The entry of x that is looked at, from 0.
    """

    x: str
    y: str
    z: str
    inner: np.ndarray
    outer: np.ndarray
    chosen: int

    @property
    def terms(self) -> np.ndarray:
        """One product for each path, shape (n, m): entry (j, i) is dy_i/dx_j · dz/dy_i."""
        return self.inner * self.outer.T

    @property
    def sums(self) -> np.ndarray:
        """dz/dx in column convention, shape (n, 1)."""
        return self.inner @ self.outer

    def data(self) -> dict:
        """Give the numbers as plain data.

        Returns
        -------
        dict from str to ndarray or int
            The factors, the products and their sums, by name.
        """
        names = {"inner": self.inner, "outer": self.outer, "sums": self.sums}
        return names | {"terms": self.terms, "chosen": self.chosen + 1}

    def text(self):
        """Choose how all these numbers are written.

        Returns
        -------
        callable
            Gives a number's text, with as many digits as the others need.
        """
        return formatter(
            np.concatenate([a.ravel() for a in (self.inner, self.outer, self.terms, self.sums)])
        )

    def entry(self) -> str:
        """Name the chosen entry.

        Returns
        -------
        str
            Such as ``x₂``.
        """
        return f"{self.x}{lowered(self.chosen + 1)}"


def bracketed(number: str) -> str:
    """Put a negative number in brackets, as a factor needs it.

    Parameters
    ----------
    number : str
        As `Links.text` writes it.

    Returns
    -------
    str
        Such as ``(−2)``.

    Examples
    --------
    >>> bracketed("−2"), bracketed("3")
    ('(−2)', '3')
    """
    return f"({number})" if number.startswith("−") else number


def linked(inner: Jacobian, outer: Jacobian, chosen: int, caller: str) -> Links:
    """Read two Jacobians, in either convention, that meet at one variable.

    Parameters
    ----------
    inner : Jacobian
        dy/dx, the factor nearest the input.
    outer : Jacobian
        dz/dy, the derivative of one number.
    chosen : int
        Which entry of x to look at, from 1 as the notes count.
    caller : str
        The figure, for an error.

    Returns
    -------
    Links
        The numbers.

    Raises
    ------
    ShapeError
        If they do not meet, `outer` is no gradient, or a variable is no short vector.
    ValueError
        If there is no such entry, or a number is not finite.
    """
    sizes = (inner.wrt.axes, inner.of.axes)
    if outer.of.size != 1 or inner.of != outer.wrt or any(map(_too_large, sizes)):
        raise ShapeError(
            f"{caller} cannot draw {inner.name} with {outer.name}\n"
            f"  it needs the way from one vector to the next and on to one number: "
            f"here {inner.wrt} to {inner.of}, then {outer.wrt} to {outer.of}\n"
            f"  pass the factor nearest the input first, and vectors of 1 to {_LARGEST} entries"
        )
    n = inner.wrt.size
    if chosen not in range(1, n + 1):
        raise ValueError(
            f"{caller} cannot look at entry {chosen!r} of {inner.wrt}\n"
            f"  write a whole number from 1 to {n}"
        )
    arrays = [np.array(factor.to(COLUMN).array, dtype=np.float64) for factor in (inner, outer)]
    if not all(np.all(np.isfinite(array)) for array in arrays):
        raise ValueError(
            f"{caller} cannot draw {inner.name} with {outer.name}: one of them holds nan or inf\n"
            "  every number must be finite, so that the products can be added"
        )
    return Links(inner.wrt.name, inner.of.name, outer.of.name, *arrays, chosen - 1)


def _too_large(axes) -> bool:
    return len(axes) != 1 or not 1 <= axes[0] <= _LARGEST
