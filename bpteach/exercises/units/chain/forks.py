"""Where one variable is used twice: xᵀSx, and a fork with two branches."""

from __future__ import annotations

from bpteach.exercises.function import Function
from bpteach.exercises.parts import Mistake, entries

__all__ = ["FORK", "QUADRATIC"]

_NOTES = 'Course notes, "Chain rule and linear algebra".'

# --- chain.quadratic ----------------------------------------------------------------------


def _quadratic_starter(S, x):
    """Give dz/dx of z = xᵀ S x, shape (n, 1), column convention."""
    raise NotImplementedError("write quadratic_gradient(S, x) here")


def _quadratic_reference(S, x):
    return (S + S.T) @ x


QUADRATIC = Function(
    id="chain.quadratic",
    title="One variable, used twice",
    objective="Differentiate xᵀSx by adding the paths through both uses of x.",
    prompt=(
        "Give $\\dfrac{dz}{dx}$ of $z = x^T S\\,x$ as a column, n×1. `S` is n×n and **not** "
        "symmetric; `x` is n×1.\n\n"
        "*Predict first: how many paths lead from $x$ to $z$?*"
    ),
    difficulty=3,
    needs=("fork", "path", "convention"),
    function="quadratic_gradient",
    results=("dz_dx",),
    letters=("n",),
    draw=lambda rng, sizes: {
        "S": entries(rng, sizes["n"], sizes["n"]),
        "x": entries(rng, sizes["n"], 1),
    },
    starter=_quadratic_starter,
    reference=_quadratic_reference,
    known=lambda S, x: {
        "from the left x": S @ x,
        "from the right x": S.T @ x,
        "z": x.T @ S @ x,
    },
    mistakes=(
        Mistake(
            "Q1",
            (lambda S, x: 2 * S @ x, lambda S, x: 2 * S.T @ x),
            "You counted one path twice. That is right only where S is symmetric, and this S is "
            "not: what the left x brings and what the right x brings are two different columns.",
        ),
        Mistake(
            "Q2",
            lambda S, x: S @ x,
            "This is the path through the left x alone, with the right one held still. x stands in "
            "two places: the second path is missing.",
        ),
        Mistake(
            "Q3",
            (lambda S, x: S.T @ x, lambda S, x: x.T @ S),
            "This is the path through the right x alone, with the left one held still. x stands in "
            "two places: the second path is missing.",
        ),
        Mistake(
            "Q4",
            lambda S, x: x.T @ (S + S.T),
            "The numbers are right, as a row: this is the row convention's answer. Asked for is "
            "the column.",
        ),
    ),
    hints=(
        "Give the two places names: z = lᵀ S r with l = x and r = x. Hold one still, and take the "
        "derivative with respect to the other.",
        "With l held still, z is (a row) times r. With r held still, z is lᵀ times (a column). "
        "Each gives a column with n numbers. What does a fork do with them?",
    ),
    solution=(
        "Through l: S x. Through r: Sᵀ x. The paths add. Only for a symmetric S are the two equal, "
        "which gives the 2 S x of many books."
    ),
    source=_NOTES,
)

# --- chain.fork ---------------------------------------------------------------------------


def _fork_starter(M, P, C, D, x):
    """Give dz/dx of z = Cᵀ M x + Dᵀ P x, shape (n, 1), column convention."""
    raise NotImplementedError("write fork_gradient(M, P, C, D, x) here")


def _fork_reference(M, P, C, D, x):
    return M.T @ C + P.T @ D


def _fork_draw(rng, sizes):
    n, m, p = sizes["n"], sizes["m"], sizes["p"]
    return {
        "M": entries(rng, m, n),
        "P": entries(rng, p, n),
        "C": entries(rng, m, 1),
        "D": entries(rng, p, 1),
        "x": entries(rng, n, 1),
    }


FORK = Function(
    id="chain.fork",
    title="A fork",
    objective="Add the gradients that come back along two branches.",
    prompt=(
        "$x$ goes two ways: $y = M x$ and $v = P x$. Both reach $z = C^T y + D^T v$. Give "
        "$\\dfrac{dz}{dx}$ as a column.\n\n"
        "| | shape |\n| --- | --- |\n"
        "| `M`, `C` | m×n, m×1 |\n| `P`, `D` | p×n, p×1 |\n| `x` | n×1 |\n"
        "| result `dz_dx` | n×1 |"
    ),
    difficulty=4,
    needs=("fork", "path", "chain-rule", "convention"),
    function="fork_gradient",
    results=("dz_dx",),
    letters=("n", "m", "p"),
    draw=_fork_draw,
    starter=_fork_starter,
    reference=_fork_reference,
    known=lambda M, P, C, D, x: {
        "from the branch through y": M.T @ C,
        "from the branch through v": P.T @ D,
        "z": C.T @ M @ x + D.T @ P @ x,
    },
    mistakes=(
        Mistake(
            "F1",
            lambda M, P, C, D, x: P.T @ D,
            "Only the second branch is in it. Was the first one stored under the same name and "
            "then overwritten? At a fork the gradients of all branches are added.",
        ),
        Mistake(
            "F2",
            lambda M, P, C, D, x: M.T @ C,
            "Only the first branch is in it. x is used a second time, in v = P x: that use brings "
            "a gradient of its own, which has to be added.",
        ),
        Mistake(
            "F3",
            (
                lambda M, P, C, D, x: (M.T @ C) * (P.T @ D),
                lambda M, P, C, D, x: (M.T @ C).T @ (P.T @ D),
                lambda M, P, C, D, x: (M.T @ C) @ (P.T @ D).T,
                lambda M, P, C, D, x: (P.T @ D) @ (M.T @ C).T,
            ),
            "The two branches are multiplied. Along one path the derivatives multiply; two paths "
            "beside each other are joined in another way.",
        ),
    ),
    hints=(
        "Write down each branch as if it were the only one. Both give a column with the shape of "
        "x, although m and p differ.",
        "Move x_j a little: z feels the move through y and the move through v at the same time. So "
        "what happens to the two derivatives?",
    ),
    solution=(
        "Each branch is the gradient of one linear chain, Mᵀ C and Pᵀ D; both are n×1, and paths "
        "add. It is also one chain with y and v stacked: [M; P]ᵀ [C; D]."
    ),
    source=_NOTES,
)
