"""What a shape board is about: factors along a path of variables, and the product to make."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from bpteach.display import Joint
from bpteach.display.names import pretty
from bpteach.layout import COLUMN, ROW, Layout, ShapeError, Variable
from bpteach.numeric import numerical_jacobian
from bpteach.plots.factors import Factor, joints, weakest
from bpteach.widgets.boards.arrangement import Piece, Pieces

__all__ = ["LARGEST", "Problem", "Verdict"]

LARGEST = 6  # rows or columns that can still be counted
_MOST = 3  # factors that a page can hold in every order
_TABLES = np.array(  # one table a map, of which each size takes the upper left corner
    [
        *(2, -1, 0, 3, 1, -2, 1, 3, -2, 0, 2, -1, -1, 2, 1, -3, 0, 4),
        *(3, 0, -1, 2, -2, 1, 0, -3, 2, 1, 4, -1, 1, 2, -3, -1, 0, 2),
        *(1, 2, -1, 3, 0, -2, -3, 1, 2, 0, 1, -1, 2, 4, -1, 1, -2, 0),
        *(0, -1, 3, 2, 1, 4, 1, -2, 0, -3, 2, 1, 3, 0, 1, 2, -1, -2),
        *(3, -1, 2, 1, -2, 4, 1, 2, -3, 0, 2, -1, -2, 1, 1, 3, 0, -1),
        *(0, 2, -1, 1, 3, -2, 2, -2, 0, 1, -1, 3, 1, 0, 3, -2, 2, 1),
    ],
    dtype=np.float64,
).reshape(_MOST, LARGEST, LARGEST)


@dataclass(frozen=True)
class Verdict:
    """What becomes of the factors on a board.

    Parameters
    ----------
    kind : str
        ``empty``, ``mismatch`` (no product), ``coincidence`` (a product by accident, and
        wrong), ``incomplete`` (right, but not the goal), ``transposed`` (the goal, laid out in
        the other convention) or ``solved``.
    joints : tuple of Joint
        Between each two neighbours.
    rows, columns : Variable, optional
        The outer sides; None on an empty board.
    """

    kind: str
    joints: tuple[Joint, ...] = ()
    rows: Variable | None = None
    columns: Variable | None = None

    @property
    def multiplies(self) -> bool:
        """Whether numpy would give a product."""
        return self.kind not in ("empty", "mismatch")

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the product."""
        return self.rows.size, self.columns.size


@dataclass(frozen=True)
class Problem:
    """Linear maps in a row, as factors to multiply.

    Parameters
    ----------
    path : tuple of Variable
        From the input to the output; only the last may have a single entry.
    matrices : tuple of (str, bool)
        Name of each map's matrix, and whether its rows belong to the map's input. Without
        them the factors are derivatives, which stand as a convention says.
    goal : tuple of int
        Places on the path that the product is to join; the whole path if left out.

    Raises
    ------
    ShapeError
        If a board cannot hold it.

    Examples
    --------
    >>> path = tuple(Variable(name, (size,)) for name, size in (("x", 4), ("z", 3), ("L", 1)))
    >>> problem = Problem(path)
    >>> [problem.factor(Piece(k), ROW).label for k in (0, 1)], problem.name_of_goal
    (['∂z/∂x', '∂L/∂z'], '∂L/∂x')
    """

    path: tuple[Variable, ...]
    matrices: tuple[tuple[str, bool], ...] = ()
    goal: tuple[int, int] = (0, -1)

    def __post_init__(self):
        sizes = [one.size for one in self.path]
        few = 2 <= self.count <= _MOST and all(size >= 2 for size in sizes[:-1])
        if not few or max(sizes) > LARGEST or len({one.name for one in self.path}) < len(sizes):
            raise ShapeError(
                f"a board cannot hold {' → '.join(map(str, self.path)) or 'a path of no sizes'}\n"
                f"  it holds two or three maps between vectors of 2 to {LARGEST} entries; only "
                "the last may be a single number\n"
                "  write sizes such as x=4, z=3, a=3, L=1, from the input to the loss"
            )
        start, end = (place % len(self.path) for place in self.goal)
        object.__setattr__(self, "goal", (start, end))
        if start >= end:
            raise ShapeError(
                "the goal of a board goes from an earlier variable to a later one\n"
                f"  here the path is {' → '.join(one.name for one in self.path)}"
            )

    @property
    def count(self) -> int:
        """How many factors there are."""
        return len(self.path) - 1

    @property
    def has_layouts(self) -> bool:
        """Whether the factors are derivatives."""
        return not self.matrices

    @property
    def ends(self) -> tuple[Variable, Variable]:
        """The variables that the product is to join: first the input."""
        return self.path[self.goal[0]], self.path[self.goal[1]]

    @property
    def name_of_goal(self) -> str:
        """What the product is to be."""
        wrt, of = self.ends
        return self.name_between(wrt, of)

    def name_between(self, one: Variable, other: Variable) -> str:
        """Name what joins two variables of the path.

        Parameters
        ----------
        one, other : Variable
            In any order.

        Returns
        -------
        str
            ``"∂L/∂x"``, or ``"x to z"`` where the factors are no derivatives.
        """
        wrt, of = sorted((one, other), key=self.path.index)
        return pretty(f"d{of.name}_d{wrt.name}") if self.has_layouts else f"{wrt.name} to {of.name}"

    def code_name(self, factor: int) -> str:
        """Name a factor as numpy code does.

        Parameters
        ----------
        factor : int
            Which one.

        Returns
        -------
        str
            ``"dz_dx"``, or a matrix's own name.
        """
        wrt, of = self.path[factor : factor + 2]
        return f"d{of.name}_d{wrt.name}" if self.has_layouts else self.matrices[factor][0]

    def code(self, pieces: Pieces) -> str:
        """Write the product as numpy code.

        Parameters
        ----------
        pieces : Pieces
            What stands on the board.

        Returns
        -------
        str
            Such as ``"C.T @ P @ M"``.
        """
        names = (self.code_name(one.factor) + ".T" * one.turned for one in pieces)
        return " @ ".join(names)

    def factor(self, piece: Piece, layout: Layout | None) -> Factor:
        """Give a factor with the two sides that it shows.

        Parameters
        ----------
        piece : Piece
            Which one, and whether it is transposed.
        layout : Layout or None
            The convention, if the factors are derivatives.

        Returns
        -------
        Factor
            To draw and to join.
        """
        return _factor(self, piece, layout)

    def product(self, pieces: Pieces, layout: Layout | None) -> tuple[Factor, ...]:
        """Give all factors on a board.

        Parameters
        ----------
        pieces : Pieces
            What stands there.
        layout : Layout or None
            The convention, if the factors are derivatives.

        Returns
        -------
        tuple of Factor
            From left to right.
        """
        return tuple(self.factor(one, layout) for one in pieces)

    def verdict(self, pieces: Pieces, layout: Layout | None) -> Verdict:
        """Say what becomes of the factors on a board.

        Parameters
        ----------
        pieces : Pieces
            What stands there.
        layout : Layout or None
            The convention, if the factors are derivatives.

        Returns
        -------
        Verdict
            From sizes and variables alone; no number is looked at.
        """
        return _verdict(self, pieces, layout)

    def goal_shape(self, layout: Layout | None) -> tuple[int, int]:
        """Give the shape that the product is to have.

        Parameters
        ----------
        layout : Layout or None
            The convention; a product without one takes the input on its right side.

        Returns
        -------
        tuple of int
            Rows and columns.
        """
        wrt, of = (one.size for one in self.ends)
        return (wrt, of) if layout is COLUMN else (of, wrt)

    def input_first(self, factor: int, layout: Layout | None) -> bool:
        """Say which way a factor stands when it is not transposed.

        Parameters
        ----------
        factor : int
            Which one.
        layout : Layout or None
            The convention, if the factors are derivatives.

        Returns
        -------
        bool
            Whether its rows belong to the input of its map.
        """
        return layout is COLUMN if self.has_layouts else self.matrices[factor][1]

    # Numbers

    def _map(self, factor: int) -> np.ndarray:
        """The matrix that takes one variable of the path to the next."""
        wrt, of = self.path[factor : factor + 2]
        return _TABLES[factor, : of.size, : wrt.size]

    def array(self, piece: Piece, layout: Layout | None) -> np.ndarray:
        """Give a factor's numbers as they stand on the board.

        Parameters
        ----------
        piece : Piece
            Which one, and whether it is transposed.
        layout : Layout or None
            The convention, if the factors are derivatives.

        Returns
        -------
        ndarray of float64
            The same for all sizes, as far as it goes.
        """
        upright = self.input_first(piece.factor, layout) != piece.turned
        return self._map(piece.factor).T if upright else self._map(piece.factor)

    def multiplied(self, pieces: Pieces, layout: Layout | None) -> np.ndarray:
        """Let numpy multiply what stands on a board, whether it makes sense or not.

        Parameters
        ----------
        pieces : Pieces
            One or more.
        layout : Layout or None
            The convention, if the factors are derivatives.

        Returns
        -------
        ndarray of float64
            The product.

        Raises
        ------
        ValueError
            If numpy has none.
        """
        product, *others = (self.array(one, layout) for one in pieces)
        for other in others:
            product = product @ other
        return product

    def reference(self, rows: Variable, columns: Variable) -> np.ndarray:
        """Find the numbers without any product of factors.

        Parameters
        ----------
        rows, columns : Variable
            Two variables of the path.

        Returns
        -------
        ndarray of float64
            From central differences of the maps; where the factors are no derivatives, from
            where the maps take the unit columns.
        """
        start, end = sorted(map(self.path.index, (rows, columns)))
        upright = _moves(self, start, end)
        return upright if rows == self.path[start] else upright.T

    def run(self, start: int, end: int, values: np.ndarray) -> np.ndarray:
        """Apply the maps one after the other.

        Parameters
        ----------
        start, end : int
            Places on the path.
        values : ndarray
            A column of the variable at the start.

        Returns
        -------
        ndarray of float64
            A column of the variable at the end.
        """
        for factor in range(start, end):
            values = self._map(factor) @ values
        return values

    # Other problems

    def with_sizes(self, sizes) -> Problem:
        """Give the variables other sizes.

        Parameters
        ----------
        sizes : sequence of int
            One for each variable of the path.

        Returns
        -------
        Problem
            With the same factors.
        """
        path = (Variable(one.name, (size,)) for one, size in zip(self.path, sizes, strict=True))
        return replace(self, path=tuple(path))

    def with_different_sizes(self) -> Problem:
        """Make all sizes differ, so that none can agree by accident.

        Returns
        -------
        Problem
            A size that was there before is changed; a single number stays one.
        """
        given = [one.size for one in self.path]
        free = [size for size in (3, 2, 4, 5, 6) if size not in given]
        again = [size in given[:place] for place, size in enumerate(given)]
        return self.with_sizes(
            free.pop(0) if one else size for one, size in zip(again, given, strict=True)
        )

    @property
    def sizes_differ(self) -> bool:
        """Whether no two variables have the same size."""
        return len({one.size for one in self.path}) == len(self.path)

    def goals(self) -> tuple[tuple[int, int], ...]:
        """List the goals there can be.

        Returns
        -------
        tuple of (int, int)
            Places on the path, the whole path first.
        """
        places = range(len(self.path))
        pairs = [(i, j) for i in places for j in places if i < j]
        return tuple(sorted(pairs, key=lambda pair: (pair[0] - pair[1], pair)))


# A page asks for each of these many times.


@lru_cache(maxsize=1024)
def _factor(problem: Problem, piece: Piece, layout: Layout | None) -> Factor:
    if piece.turned:
        return _factor(problem, piece._replace(turned=False), layout).T
    wrt, of = problem.path[piece.factor : piece.factor + 2]
    name = problem.code_name(piece.factor)
    sides = (wrt, of) if problem.input_first(piece.factor, layout) else (of, wrt)
    return Factor(pretty(name) if problem.has_layouts else name, *sides)


@lru_cache(maxsize=4096)
def _verdict(problem: Problem, pieces: Pieces, layout: Layout | None) -> Verdict:
    if not pieces:
        return Verdict("empty")
    factors = problem.product(pieces, layout)
    sides = factors[0].rows, factors[-1].columns
    met = joints(factors)
    kind = {"no joint": "mismatch", "sizes only": "coincidence"}.get(weakest(met))
    return Verdict(kind or _kind_of_product(problem, sides, layout), met, *sides)


def _kind_of_product(problem: Problem, sides, layout: Layout | None) -> str:
    wrt, of = problem.ends
    wanted = (of, wrt) if layout is ROW else (wrt, of)
    if sides == wanted or (not problem.has_layouts and sides == wanted[::-1]):
        return "solved"
    return "transposed" if sides == wanted[::-1] else "incomplete"


@lru_cache(maxsize=256)
def _moves(problem: Problem, start: int, end: int) -> np.ndarray:
    """What the end does when the start moves: rows belong to the start."""

    def run(values):
        return problem.run(start, end, values)

    size = problem.path[start].size
    if problem.has_layouts:
        return numerical_jacobian(run, np.ones((size, 1))).array
    units = np.eye(size)
    return np.vstack([run(units[:, [j]]).T for j in range(size)])
