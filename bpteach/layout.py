"""The two conventions, the variables they arrange, and the errors that speak of both."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import prod
from operator import index

__all__ = ["COLUMN", "ROW", "Layout", "LayoutError", "ShapeError", "Variable", "shape_words"]


class ShapeError(ValueError):
    """Sizes or variables do not fit.

    The text says what was tried, with which shapes, and what to write instead.

    Examples
    --------
    >>> issubclass(ShapeError, ValueError)
    True
    """


class LayoutError(ValueError):
    """A convention is unknown, or two conventions were mixed.

    Examples
    --------
    >>> Layout("diagonal")
    Traceback (most recent call last):
        ...
    bpteach.layout.LayoutError: unknown convention 'diagonal'
      the two conventions: 'column' (or 'denominator') and 'row' (or 'numerator')
      write Layout("column") or Layout("row"), or use COLUMN or ROW
    """


_SYNONYMS = {"denominator": "column", "numerator": "row"}


class Layout(Enum):
    """How a derivative's axes are arranged: the convention.

    ``COLUMN`` sees the gradient as a column vector (denominator layout): the axes of the
    variable we derive with respect to stand first. ``ROW`` sees it as a row vector (numerator
    layout): all axes are reversed. Neither is better; mixing them is the mistake.

    References
    ----------
    Course notes, "Chain rule and linear algebra", cases 1 and 2.

    Examples
    --------
    >>> Layout("numerator") is ROW
    True
    >>> COLUMN.other is ROW
    True
    >>> COLUMN.badge
    'column · denominator ↓'
    """

    COLUMN = "column"
    ROW = "row"

    @classmethod
    def _missing_(cls, value):
        word = value.strip().lower() if isinstance(value, str) else value
        word = _SYNONYMS.get(word, word) if isinstance(word, str) else word
        for member in cls:
            if member.value == word:
                return member
        raise LayoutError(
            f"unknown convention {value!r}\n"
            "  the two conventions: 'column' (or 'denominator') and 'row' (or 'numerator')\n"
            '  write Layout("column") or Layout("row"), or use COLUMN or ROW'
        )

    @property
    def other(self) -> Layout:
        """The other convention."""
        return Layout.ROW if self is Layout.COLUMN else Layout.COLUMN

    @property
    def badge(self) -> str:
        """The convention in words and with the way its gradients lie."""
        return "column · denominator ↓" if self is Layout.COLUMN else "row · numerator →"

    def __repr__(self):
        return self.name


COLUMN, ROW = Layout.COLUMN, Layout.ROW


@dataclass(frozen=True)
class Variable:
    """A named quantity and the axes that it gives to a derivative.

    A chain of Jacobians joins at a variable, so that two sizes which agree by accident are
    not enough.

    Parameters
    ----------
    name : str
        The letter of the notes, with an index where a network has several: ``"z"``, ``"W1"``.
    axes : tuple of int
        One size for a vector (n,), two for a matrix (n, m), ``(1,)`` for a scalar.

    Examples
    --------
    >>> print(Variable("a", (3,)), Variable("W", (4, 3)), Variable("L", (1,)))
    a[3] W[4x3] L[1]
    >>> Variable.like("a", (3, 1))
    Variable(name='a', axes=(3,))
    """

    name: str
    axes: tuple[int, ...]

    def __post_init__(self):
        # a list of sizes, or numpy's integers, must not make another variable of the same one
        object.__setattr__(self, "axes", tuple(map(index, self.axes)))

    @classmethod
    def like(cls, name: str, shape: tuple[int, ...]) -> Variable:
        """Name the variable that an array of this shape holds.

        Parameters
        ----------
        name : str
            Its letter.
        shape : tuple of int
            ``(k, 1)`` is a vector with one axis; any other shape keeps all its axes.

        Returns
        -------
        Variable
            The variable with the axes that it gives to a derivative.
        """
        return cls(name, shape[:1] if len(shape) == 2 and shape[1] == 1 else shape)

    @property
    def size(self) -> int:
        """How many numbers the variable holds."""
        return prod(self.axes)

    @property
    def is_matrix(self) -> bool:
        """Whether the variable gives two axes."""
        return len(self.axes) == 2

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the array that holds the variable: a vector is a column ``(k, 1)``."""
        return (*self.axes, 1) if len(self.axes) == 1 else self.axes

    def __str__(self):
        return f"{self.name}[{'x'.join(map(str, self.axes))}]"


def shape_words(shape: tuple[int, ...]) -> str:
    """Say a shape as the lessons say it.

    Parameters
    ----------
    shape : tuple of int
        A shape of numpy.

    Returns
    -------
    str
        ``"4 x 3"``; for one axis the words say that it stands in neither convention.

    Examples
    --------
    >>> shape_words((4, 1)), shape_words((4,)), shape_words(())
    ('4 x 1', '1-D with 4 entries', 'a single number')
    """
    if not shape:
        return "a single number"
    if len(shape) == 1:
        return f"1-D with {shape[0]} entries" if shape[0] != 1 else "1-D with 1 entry"
    return " x ".join(map(str, shape))
