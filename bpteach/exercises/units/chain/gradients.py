"""The gradient of ``z = Cᵀ M x``, as a column and as a row."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.function import Function
from bpteach.exercises.parts import Mistake, entries

__all__ = ["GRADIENT_COLUMN", "GRADIENT_ROW"]

_NOTES = 'Course notes, "Chain rule and linear algebra".'

_SHAPES = (
    "| | shape |\n| --- | --- |\n"
    "| `M` | m×n |\n| `C` | m×1 |\n| `x` | n×1 |\n| result `dz_dx` | {} |\n\n"
)


def _draw(rng, sizes):
    n, m = sizes["n"], sizes["m"]
    return {"M": entries(rng, m, n), "C": entries(rng, m, 1), "x": entries(rng, n, 1)}


_ROWS_ADDED = (
    lambda M, C, x: M.sum(axis=0),
    lambda M, C, x: M.sum(axis=0)[:, None],
    lambda M, C, x: M.sum(axis=0)[None, :],
)

_A5 = (
    "This is z itself, one number, and not how it changes. The derivative has one number for each "
    "entry of x: by how much does z move when that entry alone moves?"
)
_A7 = (
    "Each column of M is added up with weights of 1. That would be right if z were the plain sum "
    "of the y's. How much does z depend on each y_i here, and where does that number come in?"
)


# --- as a column --------------------------------------------------------------------------


def _column_starter(M, C, x):
    """Give dz/dx of z = Cᵀ M x, shape (n, 1), column convention."""
    raise NotImplementedError("write gradient_column(M, C, x) here")


def _column_reference(M, C, x):
    return M.T @ C


GRADIENT_COLUMN = Function(
    id="chain.gradient_column",
    title="The gradient as a column",
    objective="Write dz/dx of z = CᵀMx in the column convention, from both derivatives.",
    prompt=(
        "With $y = M x$ and $z = C^T y$, give $\\dfrac{dz}{dx}$ in the **column** convention:\n\n"
        "$$\\frac{dz}{dx} = \\frac{dy}{dx}\\,\\frac{dz}{dy}$$\n\n"
        + _SHAPES.format("n×1")
        + "*Predict first: which two shapes have to meet, so that n×1 comes out?*"
    ),
    difficulty=2,
    needs=("chain-rule", "convention", "jacobian"),
    function="gradient_column",
    results=("dz_dx",),
    letters=("n", "m"),
    draw=_draw,
    starter=_column_starter,
    reference=_column_reference,
    mistakes=(
        Mistake(
            "A1",
            lambda M, C, x: C.T @ M,
            "This is the gradient as a row, 1×n: the row convention's answer, with the right "
            "numbers. Convert it: reverse the order of the factors, and transpose every one.",
        ),
        Mistake(
            "A2",
            (lambda M, C, x: M @ C, lambda M, C, x: (M @ C).T, lambda M, C, x: (M @ C)[:, 0]),
            "You multiplied with M as it stands in y = Mx. In the column convention row j of "
            "dy/dx belongs to x_j, and the rows of M belong to y. What has to happen to M?",
        ),
        Mistake(
            "A3",
            (lambda M, C, x: M.T, lambda M, C, x: M),
            "This is dy/dx alone, how all the y's change with x. It has to be chained with dz/dy, "
            "so that one number for each entry of x is left.",
        ),
        Mistake(
            "A4",
            (lambda M, C, x: C @ x.T, lambda M, C, x: x @ C.T, lambda M, C, x: np.kron(C, x)),
            "This is how z changes with the entries of M: each is a product of an entry of C and "
            "one of x. Here M stays as it is, and x moves.",
        ),
        Mistake("A5", lambda M, C, x: C.T @ M @ x, _A5),
        Mistake(
            "A7",
            _ROWS_ADDED,
            _A7,
        ),
    ),
    hints=(
        "Write down dy/dx and dz/dy in the column convention first, with their shapes. Only one "
        "order of the two fits.",
        "dy/dx is n×m: row j holds the numbers of column j of M. dz/dy is C itself.",
    ),
    solution=(
        "In the column convention dy/dx is Mᵀ (n×m) and dz/dy is C (m×1); the factor nearest x "
        "stands first. x is not needed: z is linear in x, so its slope is the same everywhere."
    ),
    upstream="C",
    source=_NOTES,
)

# --- as a row -----------------------------------------------------------------------------


def _row_starter(M, C, x):
    """Give dz/dx of z = Cᵀ M x, shape (1, n), row convention."""
    raise NotImplementedError("write gradient_row(M, C, x) here")


def _row_reference(M, C, x):
    return C.T @ M


GRADIENT_ROW = Function(
    id="chain.gradient_row",
    title="The gradient as a row",
    objective="Write dz/dx of z = CᵀMx in the row convention, from both derivatives.",
    prompt=(
        "The same $z = C^T M x$. Give $\\dfrac{dz}{dx}$ in the **row** convention:\n\n"
        "$$\\frac{dz}{dx} = \\frac{dz}{dy}\\,\\frac{dy}{dx}$$\n\n"
        + _SHAPES.format("1×n")
        + "`C` is still handed over as a column, m×1."
    ),
    difficulty=2,
    needs=("chain-rule", "convention", "jacobian"),
    function="gradient_row",
    results=("dz_dx",),
    letters=("n", "m"),
    draw=_draw,
    starter=_row_starter,
    reference=_row_reference,
    mistakes=(
        Mistake(
            "A1",
            lambda M, C, x: M.T @ C,
            "This is the gradient as a column, n×1: the column convention's answer, with the right "
            "numbers. Convert it: reverse the order of the factors, and transpose every one.",
        ),
        Mistake(
            "A2",
            (
                lambda M, C, x: C.T @ M.T,
                lambda M, C, x: (C.T @ M.T).T,
                lambda M, C, x: (C.T @ M.T)[0],
            ),
            "You multiplied with a transposed M, or with M from the wrong side. In the row "
            "convention row i of dy/dx belongs to y_i. To what do the rows of M belong already?",
        ),
        Mistake(
            "A3",
            (lambda M, C, x: M, lambda M, C, x: M.T),
            "This is dy/dx alone, how all the y's change with x. It has to be chained with dz/dy, "
            "so that one number for each entry of x is left.",
        ),
        Mistake(
            "A4",
            (lambda M, C, x: x @ C.T, lambda M, C, x: C @ x.T, lambda M, C, x: np.kron(x.T, C.T)),
            "This is how z changes with the entries of M: each is a product of an entry of C and "
            "one of x. Here M stays as it is, and x moves.",
        ),
        Mistake("A5", lambda M, C, x: C.T @ M @ x, _A5),
        Mistake(
            "A7",
            _ROWS_ADDED,
            _A7,
        ),
    ),
    hints=(
        "In the row convention dz/dy is a row, 1×m. `C` comes as a column: what makes a row of it?",
        "dy/dx is m×n, entry (i, j) is dy_i/dx_j. Look at y = Mx: which matrix holds these "
        "numbers at these places?",
    ),
    solution=(
        "In the row convention dz/dy is Cᵀ (1×m) and dy/dx is M (m×n); the factor nearest z stands "
        "first. It is also what stands beside x in z = (CᵀM) x."
    ),
    upstream="C",
    source=_NOTES,
)
