"""Chains with any number of factors, in both conventions."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise

import numpy as np

from bpteach.exercises.function import Function
from bpteach.exercises.parts import Extreme, Mistake, entries

__all__ = ["CHAIN_COLUMN", "CHAIN_ROW"]

_NOTES = 'Course notes, "Chain rule and linear algebra".'

_LETTERS = ("n", "m", "k", "l")


def _from_left(jacobians):
    return reduce(np.matmul, jacobians)


def _from_right(jacobians):
    return reduce(np.matmul, jacobians[::-1])


def _column_draw(rng, sizes):
    n, m, k, l = (sizes[letter] for letter in _LETTERS)  # noqa: E741
    return {"jacobians": [entries(rng, n, m), entries(rng, m, k), entries(rng, k, l)]}


def _row_draw(rng, sizes):
    drawn = _column_draw(rng, sizes)["jacobians"]
    return {"jacobians": [jacobian.T.copy() for jacobian in drawn]}


def _edges(rng, turned):
    """Lists of other lengths: one factor, and five that end in a loss."""
    sizes = (5, 3, 6, 2, 4, 1)
    # all positive: nothing cancels, so that float32 is as near in every entry
    five = [np.abs(entries(rng, *pair)) for pair in pairwise(sizes)]
    two = five[-2:]
    lists = (
        ("the list holds two Jacobians and ends in a loss, a single number", two),
        ("the list holds five Jacobians", five),
        ("the list holds a single Jacobian", five[1:2]),
    )
    hint = "The list can have any length from one on: is a number of factors written into the code?"
    return tuple(
        Extreme(where, {"jacobians": [one.T.copy() if turned else one for one in factors]}, hint)
        for where, factors in lists
    )


# --- column -------------------------------------------------------------------------------


def _column_starter(jacobians):
    """Multiply Jacobians in the column convention; the list goes from the input to the loss."""
    raise NotImplementedError("write chain_column(jacobians) here")


def _column_reference(jacobians):
    product = jacobians[0]
    for jacobian in jacobians[1:]:
        product = product @ jacobian
    return product


CHAIN_COLUMN = Function(
    id="chain.chain_column",
    title="A chain of any length, in columns",
    objective="Multiply any number of column-convention Jacobians in the right order.",
    prompt=(
        "$x \\to y \\to u \\to \\dots$ `jacobians` is a list of Jacobians in the **column** "
        "convention. It goes the way you would walk, from the input on to the loss: first "
        "$\\frac{dy}{dx}$ (n×m), then $\\frac{du}{dy}$ (m×k), and so on.\n\n"
        "Give the derivative of the last variable with respect to $x$, in the column convention. "
        "The list has at least one Jacobian. The last variable can have several numbers, or be "
        "the loss with a single one."
    ),
    difficulty=3,
    needs=("chain-rule", "convention", "joint"),
    function="chain_column",
    results=("product",),
    letters=_LETTERS,
    draw=_column_draw,
    starter=_column_starter,
    reference=_column_reference,
    mistakes=(
        Mistake(
            "C10",
            _from_right,
            "The factors stand in the order of the row convention, the one nearest the loss first. "
            "In the column convention the factor nearest the input comes first. Where the "
            "Jacobians are square numpy does not complain, and the numbers are wrong.",
        ),
    ),
    hints=(
        "Take two factors first. Which of the two must stand on the left, so that the variable "
        "between them meets itself?",
        "Walk through the list. Keep the product so far, and multiply the next factor on: from "
        "which side?",
    ),
    solution=(
        "In the column convention the list already has the right order, nearest x first: "
        "n×m · m×k · k×l. Each new factor comes to the right of the product so far."
    ),
    extremes=lambda rng: _edges(rng, turned=False),
    source=_NOTES,
)

# --- row ----------------------------------------------------------------------------------


def _row_starter(jacobians):
    """Multiply Jacobians in the row convention; the list goes from the input to the loss."""
    raise NotImplementedError("write chain_row(jacobians) here")


def _row_reference(jacobians):
    product = jacobians[0]
    for jacobian in jacobians[1:]:
        product = jacobian @ product
    return product


CHAIN_ROW = Function(
    id="chain.chain_row",
    title="A chain of any length, in rows",
    objective="Multiply any number of row-convention Jacobians in the right order.",
    prompt=(
        "The same chain $x \\to y \\to u \\to \\dots$, and now the Jacobians stand in the **row** "
        "convention. The list still goes from the input on to the loss: first $\\frac{dy}{dx}$ "
        "(m×n), then $\\frac{du}{dy}$ (k×m), and so on.\n\n"
        "Give the derivative of the last variable with respect to $x$, in the row convention. The "
        "list has at least one Jacobian."
    ),
    difficulty=3,
    needs=("chain-rule", "convention", "joint"),
    function="chain_row",
    results=("product",),
    letters=_LETTERS,
    draw=_row_draw,
    starter=_row_starter,
    reference=_row_reference,
    mistakes=(
        Mistake(
            "C10",
            _from_left,
            "The factors stand in the order of the column convention, the one nearest the input "
            "first. In the row convention the factor nearest the loss comes first. Where the "
            "Jacobians are square numpy does not complain, and the numbers are wrong.",
        ),
    ),
    hints=(
        "Take two factors first. Which of the two must stand on the left, so that the variable "
        "between them meets itself?",
        "The list begins at the input, and a product in the row convention begins at the loss. So "
        "the next factor of the list goes to which side of the product so far?",
    ),
    solution=(
        "In the row convention the factor nearest the loss stands first, and the list begins at "
        "the input. So each new factor comes to the left of the product so far: l×k · k×m · m×n."
    ),
    extremes=lambda rng: _edges(rng, turned=True),
    source=_NOTES,
)
