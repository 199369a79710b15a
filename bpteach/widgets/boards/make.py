"""A shape board from the line of code that describes it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bpteach.layout import Layout, ShapeError, Variable
from bpteach.widgets.boards.arrangement import Piece, Pieces, number_of
from bpteach.widgets.boards.problem import Problem
from bpteach.widgets.boards.state import ShapeBoard
from bpteach.widgets.panel import Panel, Question

__all__ = ["shape_board"]


def shape_board(
    product: str,
    *,
    layout: Layout | str | None = None,
    goal: str | None = None,
    chosen: int = 1,
    numbers: bool = False,
    hide: Sequence[str] = (),
    question: Question | None = None,
    **path: int | str,
) -> Panel:
    """Set factors in order, and see at each joint whether size and variable agree.

    Parameters
    ----------
    product : str
        What stands on the board at first, as numpy writes it: ``"dL_da @ da_dz.T"`` for
        derivatives, ``"C.T @ P @ M"`` for matrices. Empty for an empty board.
    layout : Layout or str, optional
        The convention in which derivatives are read; column if left out.
    goal : str, optional
        What the product is to join: ``"x L"``; the first variable and the last if left out.
    chosen : int
        Place of the chosen factor, from 1.
    numbers : bool
        Whether numpy's product is shown, beside numbers that are found without it.
    hide : sequence of str
        Names of parts to leave out, such as ``("numbers", "problem")``.
    question : Question, optional
        What to predict first.
    **path : int or str
        The variables and their sizes, from the input to the output: ``x=4, z=3, a=3, L=1``.
        Where the factors are no derivatives, also each matrix with the variables of its rows
        and of its columns: ``M="z x"``.

    Returns
    -------
    Panel
        A widget that shows itself at the end of a cell.

    Raises
    ------
    ShapeError
        If the factors do not lead from the first variable to the last, or are too large.
    ValueError
        If the product or a choice makes no sense.

    Notes
    -----
    The numbers of the factors are made up; they are the same for all sizes, as far as they go.

    References
    ----------
    Course notes, "Chain rule and linear algebra".

    Examples
    --------
    >>> board = shape_board("dL_da @ da_dz @ dz_dx", layout="row", x=4, z=3, a=3, L=1)
    >>> board.state.flipped().verdict.kind
    'mismatch'
    """
    sizes = {name: size for name, size in path.items() if not isinstance(size, str)}
    variables = tuple(Variable(name, (size,)) for name, size in sizes.items())
    matrices = {name: sides.split() for name, sides in path.items() if isinstance(sides, str)}
    problem = Problem(variables, _along_the_path(matrices, list(sizes)))
    if matrices and layout is not None:
        raise ValueError("matrices stand in no convention\n  leave layout= out")
    state = ShapeBoard(
        problem,
        board=number_of(_read(product, problem), problem.count),
        layout=Layout(layout or "column").value,
        chosen=chosen,
        numbers=int(numbers),
    )
    return Panel(state if goal is None else state.on_goal(goal), hide=hide, question=question)


def _along_the_path(matrices: dict, names: list[str]) -> tuple[tuple[str, bool], ...]:
    """Sort the matrices from the input to the output; say of each whether its rows are input."""
    if not matrices:
        return ()
    steps = dict(enumerate(pairwise(names)))
    found = {}
    for name, sides in matrices.items():
        place = next((k for k, step in steps.items() if sorted(step) == sorted(sides)), None)
        if place is None or place in found:
            raise ShapeError(
                f"the matrix {name} with the sides {' and '.join(sides) or 'none'} has no place "
                f"on the path {' → '.join(names)}\n"
                "  each matrix joins a variable to the next, and each step has one matrix\n"
                '  write shape_board("P @ M", M="y x", P="z y", x=4, y=3, z=2)'
            )
        found[place] = (name, tuple(sides) == steps[place])
    if len(found) < len(steps):
        missing = " and ".join(steps[min(steps.keys() - found.keys())])
        raise ShapeError(
            f"no matrix joins {missing}\n  each step of {' → '.join(names)} has one matrix"
        )
    return tuple(found[place] for place in sorted(found))


def _read(product: str, problem: Problem) -> Pieces:
    names = [problem.code_name(factor) for factor in range(problem.count)]
    pieces: list[Piece] = []
    for word in filter(None, (word.strip() for word in product.split("@"))):
        name = word.removesuffix(".T")
        if name not in names or names.index(name) in (one.factor for one in pieces):
            raise ValueError(
                f"the board cannot read {word!r} in {product!r}\n"
                f"  the factors are {', '.join(names)}, each at most once, with .T or without"
            )
        pieces.append(Piece(names.index(name), word != name))
    return Pieces(pieces)
