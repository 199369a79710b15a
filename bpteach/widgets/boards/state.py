"""The shape board at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

import numpy as np

from bpteach.layout import Layout, Variable
from bpteach.widgets.boards.arrangement import Piece, Pieces, arrangements, number_of
from bpteach.widgets.boards.page import page_of
from bpteach.widgets.boards.problem import LARGEST, Problem, Verdict
from bpteach.widgets.boards.words import SIGNS, advice, finding, goal, result
from bpteach.widgets.frames import at
from bpteach.widgets.state import State

__all__ = ["ShapeBoard"]


@dataclass(frozen=True)
class ShapeBoard(State):
    """Factors on a board, in an order, some of them transposed.

    Parameters
    ----------
    problem : Problem
        The factors there are, and the product that is wanted.
    board : int
        What stands there: a number of `arrangements`.
    layout : str
        ``"column"`` or ``"row"``; empty where the factors are no derivatives.
    chosen : int
        Place of the factor that the buttons move, from 1.
    numbers : int
        1 where numpy's product is shown.

    Raises
    ------
    ValueError
        If a choice makes no sense.
    """

    call: ClassVar[str] = "widgets.shape_board"  # plots has a shape_board too
    module: ClassVar[str] = "shape_board.js"

    problem: Problem
    board: int = 0
    layout: str = "column"
    chosen: int = 1
    numbers: int = 0

    def __post_init__(self):
        for name, values in self.moves().items():
            if getattr(self, name) not in values:
                there = ", ".join(map(str, values))
                raise ValueError(
                    f"{name}={getattr(self, name)!r} makes no sense here\n  there are: {there}"
                )

    # What can be changed

    def moves(self) -> dict[str, Sequence]:
        """Name what the page changes alone: everything but sizes and goal."""
        layouts = {"layout": ("column", "row")} if self.problem.has_layouts else {}
        return {
            **layouts,
            "board": range(len(arrangements(self.problem.count))),
            "chosen": range(1, self.problem.count + 1),
            "numbers": (0, 1),
        }

    def on_sizes(self, entry) -> ShapeBoard:
        """Change the size of a variable.

        Parameters
        ----------
        entry : [int, int]
            Place among the variables that are vectors, and size.

        Returns
        -------
        ShapeBoard
            With the same factors on the board.
        """
        place, size = entry
        if size not in range(2, LARGEST + 1):
            raise ValueError(f"a size is a whole number from 2 to {LARGEST}")
        sizes = [one.size for one in self.problem.path]
        if place not in range(len(self.vectors())):
            raise ValueError(f"there is no variable {place}")
        sizes[int(place)] = int(size)
        return replace(self, problem=self.problem.with_sizes(sizes))

    def on_different(self) -> ShapeBoard:
        """Make all sizes different.

        Returns
        -------
        ShapeBoard
            Where no sizes can agree by accident.
        """
        return replace(self, problem=self.problem.with_different_sizes())

    def on_goal(self, value) -> ShapeBoard:
        """Change what the product is to be.

        Parameters
        ----------
        value : str
            Names of the two variables, the earlier one first: ``"x L"``.

        Returns
        -------
        ShapeBoard
            With the same factors on the board.
        """
        goals = {self.goal_value(one): one for one in self.problem.goals()}
        if value not in goals:
            raise ValueError(f"there is no goal {value!r}: write one of {', '.join(goals)}")
        return self.with_goal(goals[value])

    def with_goal(self, places) -> ShapeBoard:
        """Change what the product is to be.

        Parameters
        ----------
        places : tuple of int
            Two places on the path.

        Returns
        -------
        ShapeBoard
            With the same factors on the board.
        """
        return replace(self, problem=replace(self.problem, goal=places))

    def with_plain_sizes(self) -> ShapeBoard:
        """Give every variable the same size, and the goal the whole path.

        Returns
        -------
        ShapeBoard
            The same for all problems with these names: the steps from it are the same.
        """
        problem = self.problem.with_sizes([2] * len(self.problem.path))
        return replace(self, problem=replace(problem, goal=(0, -1)))

    def vectors(self) -> list[Variable]:
        """List the variables whose size can be changed.

        Returns
        -------
        list of Variable
            All but a single number at the end.
        """
        return [one for one in self.problem.path if one.size > 1]

    def goal_value(self, places) -> str:
        """Name a goal as `on_goal` takes it.

        Parameters
        ----------
        places : tuple of int
            Two places on the path.

        Returns
        -------
        str
            ``"x L"``.
        """
        return " ".join(self.problem.path[place].name for place in places)

    # What follows

    @property
    def pieces(self) -> Pieces:
        """What stands on the board."""
        return arrangements(self.problem.count)[self.board]

    @property
    def convention(self) -> Layout | None:
        """The convention, if the factors are derivatives."""
        return Layout(self.layout) if self.problem.has_layouts else None

    @property
    def place(self) -> int:
        """Place of the chosen factor, from 0; −1 on an empty board."""
        return min(self.chosen, len(self.pieces)) - 1

    @cached_property
    def verdict(self) -> Verdict:
        """What becomes of the factors."""
        return self.problem.verdict(self.pieces, self.convention)

    @property
    def factors(self) -> tuple:
        """The factors on the board, with their two sides."""
        return self.problem.product(self.pieces, self.convention)

    def product(self) -> np.ndarray | None:
        """Multiply.

        Returns
        -------
        ndarray of float64 or None
            numpy's product; None where it has none.
        """
        if not self.verdict.multiplies:
            return None
        return self.problem.multiplied(self.pieces, self.convention)

    def wanted(self) -> tuple[Variable, Variable]:
        """Say what the product is compared with.

        Returns
        -------
        tuple of Variable
            Whose numbers belong to the rows and the columns. Where all joints hold, those of
            the product itself; otherwise those of the goal.
        """
        if self.verdict.kind != "coincidence":
            return self.verdict.rows, self.verdict.columns
        wrt, of = self.problem.ends
        return (wrt, of) if self.convention is Layout.COLUMN else (of, wrt)

    def reference(self) -> np.ndarray:
        """Find the numbers that the product should hold, without it.

        Returns
        -------
        ndarray of float64
            For the sides that `wanted` names.
        """
        return self.problem.reference(*self.wanted())

    def gap(self) -> float | None:
        """Compare the product with the reference.

        Returns
        -------
        float or None
            The largest difference; None where the shapes differ, or there is no product.
        """
        product = self.product()
        if product is None or product.shape != self.reference().shape:
            return None
        return float(np.max(np.abs(product - self.reference())))

    # The steps that the page takes

    def with_pieces(self, pieces: Pieces, chosen: int | None = None) -> ShapeBoard:
        """Put other factors on the board.

        Parameters
        ----------
        pieces : Pieces
            What stands there then.
        chosen : int, optional
            Place of the chosen factor, from 1.

        Returns
        -------
        ShapeBoard
            With the same convention.
        """
        board = number_of(pieces, self.problem.count)
        return replace(self, board=board, chosen=chosen or self.chosen)

    def flipped(self) -> ShapeBoard:
        """Read the same order in the other convention, which transposes every factor.

        Returns
        -------
        ShapeBoard
            Where the factors are no derivatives, with every factor transposed.
        """
        if self.problem.has_layouts:
            return replace(self, layout=self.convention.other.value)
        return self.with_pieces(self.pieces.transposed())

    def reversed(self) -> ShapeBoard:
        """Reverse the order.

        Returns
        -------
        ShapeBoard
            With the same factor chosen.
        """
        chosen = max(len(self.pieces) - self.place, 1)
        return self.with_pieces(self.pieces.reversed(), min(chosen, self.problem.count))

    def converted(self) -> ShapeBoard:
        """Reverse the order and transpose every factor.

        Returns
        -------
        ShapeBoard
            In the other convention, where there is one.
        """
        return self.reversed().flipped()

    def _swapped(self, left: int, chosen: int) -> ShapeBoard:
        """Let the factors at `left` and at its right change places, if both are there."""
        pieces = self.pieces.swapped(left)
        return self if pieces == self.pieces else self.with_pieces(pieces, chosen + 1)

    def moved_left(self) -> ShapeBoard:
        """Move the chosen factor to the left.

        Returns
        -------
        ShapeBoard
            The same at the left end.
        """
        return self._swapped(self.place - 1, self.place - 1)

    def moved_right(self) -> ShapeBoard:
        """Move the chosen factor to the right.

        Returns
        -------
        ShapeBoard
            The same at the right end.
        """
        return self._swapped(self.place, self.place + 1)

    def turned(self) -> ShapeBoard:
        """Transpose the chosen factor.

        Returns
        -------
        ShapeBoard
            The same on an empty board.
        """
        return self.with_pieces(self.pieces.turned(self.place))

    def taken_out(self) -> ShapeBoard:
        """Take the chosen factor off the board.

        Returns
        -------
        ShapeBoard
            The same on an empty board.
        """
        left = self.pieces.without(self.place)
        return self.with_pieces(left, max(min(self.place + 1, len(left)), 1))

    def added(self, factor: int) -> ShapeBoard:
        """Add a factor at the right end.

        Parameters
        ----------
        factor : int
            Which one.

        Returns
        -------
        ShapeBoard
            With the factor chosen; the same if it is there already.
        """
        pieces = self.pieces.with_factor(factor)
        return self if pieces == self.pieces else self.with_pieces(pieces, len(pieces))

    # Words

    def sentence(self) -> str:
        """Say what meets, what comes out, and what to try."""
        words = finding(self.problem, self.verdict, self.convention)
        return f"{words} {advice(self.problem, self.pieces, self.convention)}".strip()

    def code_pieces(self) -> list:
        """Write the product as numpy does, with the sizes and, if they are not given, the rest."""
        problem = self.problem
        given = [f', {name}="{rows} {columns}"' for name, rows, columns in self._matrices()]
        given += [f", {one.name}={one.size}" for one in problem.path]
        if problem.goal != (0, problem.count):
            given.append(f', goal="{self.goal_value(problem.goal)}"')
        if problem.has_layouts:
            given += [', layout="', at("layout"), '"']
        shown = self.along("numbers", make=lambda s: str(bool(s.numbers)))
        expression = self.along("board", make=lambda s: s.expression())
        return [
            f'{self.call}("', expression, '"', *given, ", chosen=", at("chosen"),
            ", numbers=", shown, ")",
        ]  # fmt: skip

    def _matrices(self):
        for factor, (name, upright) in enumerate(self.problem.matrices):
            wrt, of = (one.name for one in self.problem.path[factor : factor + 2])
            yield (name, wrt, of) if upright else (name, of, wrt)

    def expression(self) -> str:
        """Write the product as numpy code.

        Returns
        -------
        str
            Such as ``"dL_da @ da_dz.T"``.
        """
        return self.problem.code(self.pieces)

    # Data for the page

    def spec(self) -> dict:
        """Give the board, its steps and its numbers."""
        return page_of(self.at_start())

    def at_start(self) -> ShapeBoard:
        """Give the same problem with every move at its beginning.

        Returns
        -------
        ShapeBoard
            The same for all that the page can reach alone.
        """
        return ShapeBoard(self.problem)

    def picture(self, theme: str = "light"):
        """Draw the board; where it is empty, the factors that wait."""
        from bpteach.plots import shape_board

        if not self.pieces:
            return self._waiting(theme)
        sign, _ = SIGNS[self.verdict.kind]
        takeaway = f"{sign} {result(self.problem, self.verdict, self.convention)}"
        words = f"{self.convention.badge} · the" if self.convention else "The"
        heading = f"{words} goal is {goal(self.problem, self.convention)}"
        return shape_board(self.factors, headings=(heading,), takeaway=takeaway, theme=theme)

    def _waiting(self, theme):
        from bpteach.plots import shape_board

        factors = [
            self.problem.factor(Piece(k), self.convention) for k in range(self.problem.count)
        ]
        places = ("the first factor", "the second", "the third")
        headings = [f"Waiting beside the empty board: {places[0]}", *places[1:]][: len(factors)]
        takeaway = f"… Nothing to multiply yet; the goal is {goal(self.problem, self.convention)}"
        boards = [[factor] for factor in factors]
        return shape_board(*boards, headings=tuple(headings), takeaway=takeaway, theme=theme)
