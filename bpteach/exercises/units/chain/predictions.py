"""What to predict before numpy says it: shapes, and the silent product of square matrices."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.value import Question, Slip, Value

__all__ = ["JACOBIAN_SHAPES", "PREDICT_SQUARE"]

_NOTES = 'Course notes, "Chain rule and linear algebra".'

# --- chain.jacobian_shapes ----------------------------------------------------------------

_DERIVATIVES = (("y", "x"), ("u", "y"), ("z", "u"), ("z", "y"), ("u", "x"), ("z", "x"))

_TURNED = (
    "This is the shape in the other convention. Which variable's numbers count the rows here, the "
    "one above the line or the one below it?"
)
_ONE_D = (
    "This has one axis only. A derivative keeps an axis of size 1, so that it is a column or a row."
)
_WITH_THE_INPUT = (
    "Read the derivative aloud: what with respect to what? Only these "
    "two variables give it its axes."
)


def _shape_question(of, wrt, sizes, convention) -> Question:
    shape = (sizes[wrt], sizes[of])
    right = shape if convention == "column" else shape[::-1]
    return Question(
        asked=f"{convention} convention: $\\frac{{d{of}}}{{d{wrt}}}$",
        right=right,
        why=f"The rows belong to {wrt if convention == 'column' else of}.",
        slips=(Slip(right[::-1], _TURNED), *(Slip((size,), _ONE_D) for size in shape)),
        hint=_WITH_THE_INPUT,
    )


def _sizes(rng):
    x, y, u = (int(size) for size in rng.permutation(np.arange(2, 9))[:3])
    return {"x": x, "y": y, "u": u, "z": 1}


def _shape_questions(rng):
    sizes = _sizes(rng)
    return tuple(
        _shape_question(of, wrt, sizes, convention)
        for convention in ("column", "row")
        for of, wrt in _DERIVATIVES
    )


def _sizes_given(rng):
    return "$x$ has {x} numbers, $y$ has {y}, $u$ has {u}, and $z$ has 1.".format(**_sizes(rng))


JACOBIAN_SHAPES = Value(
    id="chain.jacobian_shapes",
    title="Shapes of six derivatives",
    objective="Give the shape of any derivative in both conventions.",
    prompt=(
        "A chain $x \\to y \\to u \\to z$. Each variable is a column. Give the shape of each "
        "derivative as a tuple, such as `(3, 2)`: six times in the column convention, then the "
        "same six in the row convention."
    ),
    difficulty=1,
    needs=("convention", "jacobian"),
    questions=_shape_questions,
    given=_sizes_given,
    hints=(
        "A derivative has the axes of two variables: the one above the line and the one below it. "
        "The convention says which of them gives the rows.",
        "In the column convention the rows belong to the denominator, the variable below the line. "
        "In the row convention they belong to the numerator.",
    ),
    solution=(
        "Column convention: (numbers of the denominator, numbers of the numerator). Row "
        "convention: the same two sizes in reversed order. z is a single number, so dz/d… is a "
        "column in the one and a row in the other."
    ),
    source=_NOTES,
)

# --- chain.predict_square -----------------------------------------------------------------


def _written(matrix) -> str:
    rows = " \\\\ ".join(" & ".join(f"{value:.0f}" for value in row) for row in matrix)
    return f"\\begin{{bmatrix}} {rows} \\end{{bmatrix}}"


_ENTRIES = np.array([-3.0, -2.0, -1.0, 2.0, 3.0, 4.0, 5.0])


def _square_matrices(rng):
    """Small whole numbers with which every slip gives other numbers than the right product."""
    while True:
        M, K = (rng.permutation(_ENTRIES)[:4].reshape(2, 2) for _ in range(2))
        C = rng.permutation(np.arange(1.0, 5.0))[:2].reshape(2, 1)
        products = [M.T @ K.T @ C, K.T @ M.T @ C, M @ K @ C, K @ M @ C]
        pairs = [(one, two) for k, one in enumerate(products) for two in products[:k]]
        if all((one != two).all() for one, two in pairs):
            return M, K, C, products


def _square_given(rng):
    M, K, C, _ = _square_matrices(rng)
    return f"$M = {_written(M)}$, $K = {_written(K)}$, $C = {_written(C)}$."


def _square_questions(rng):
    _, _, _, (right, wrong, untransposed, both) = _square_matrices(rng)
    plain = Slip(untransposed, "No factor is transposed here: the line says `K.T` and `M.T`.")
    plain_too = Slip(both, plain.words)
    return (
        Question(
            'The shape of `K.T @ M.T @ C`, or `"error"`',
            (2, 1),
            "The sizes fit: 2×2 · 2×2 · 2×1.",
            (
                Slip("error", "Look at the sizes alone: 2×2, 2×2 and 2×1. Does any joint fail?"),
                Slip((2, 2), "The last factor has one column, and so has the product."),
                Slip((1, 2), "The product has the rows of its first and the columns of its last."),
                Slip((2,), "C has two axes, and the product keeps both."),
            ),
        ),
        Question(
            "The numbers of `K.T @ M.T @ C`, as a column",
            wrong,
            "numpy multiplies what it is given.",
            (
                Slip(right, "This is the product in the other order. Multiply as the line says."),
                plain,
                plain_too,
            ),
            "Multiply from the right: first `M.T @ C`, a column, then `K.T` times that column.",
        ),
        Question(
            "The true $\\frac{dz}{dx}$, as a column",
            right,
            "Nearest x first: dy/dx · du/dy · dz/du.",
            (
                Slip(
                    wrong,
                    "This is what the line above gives. The factor nearest x has to stand first: "
                    "which matrix belongs to the step from x to y?",
                    "C10",
                ),
                Slip(
                    untransposed, "In the column convention the Jacobian of y = Mx is not M.", "A2"
                ),
                Slip(both, "In the column convention the Jacobian of y = Mx is not M.", "A2"),
                Slip(right.T, "The numbers are right, as a row. Asked for is the column.", "A1"),
            ),
            "Write the three Jacobians in the column convention, nearest x first.",
        ),
        Question(
            "Now x has three numbers: M is 2×3, all else stays. The shape of `K.T @ M.T @ C`, or "
            '`"error"`',
            "error",
            "K.T is 2×2 and M.T is 3×2: the sizes differ, and numpy stops.",
            (
                Slip((2, 1), "M.T is 3×2 now. Look at the joint between `K.T` and `M.T`."),
                Slip(
                    (3, 1), "This is the shape of the right gradient. The line has another order."
                ),
                Slip((2, 2), "M.T is 3×2 now. Look at the joint between `K.T` and `M.T`."),
                Slip((3, 2), "M.T is 3×2 now. Look at the joint between `K.T` and `M.T`."),
            ),
        ),
        Question(
            "Back to the square M. Three guards: numpy's own error, a look at the shape of the "
            "result, one entry added up over its paths by hand. How many of them notice that the "
            "order is wrong?",
            1,
            "No error, the right shape, wrong numbers: only a comparison of numbers notices.",
            (
                Slip(0, "One of the three compares numbers, and the numbers are wrong."),
                Slip(2, "The shape of the wrong product: does it differ from that of dz/dx?"),
                Slip(3, "Look at your answer to the first question. Did numpy stop?"),
            ),
        ),
    )


PREDICT_SQUARE = Value(
    id="chain.predict_square",
    title="The silent mistake",
    objective="See why a wrong order of square factors is worse than an error.",
    prompt=(
        "$y = M x$, $u = K y$, $z = C^T u$, and both matrices are square. Somebody knows that in "
        "the column convention every factor is transposed, but keeps the order of the row "
        "convention, and writes `K.T @ M.T @ C`. What happens? Write columns as "
        "`[[1], [2]]`."
    ),
    difficulty=2,
    needs=("convention", "joint", "chain-rule"),
    questions=_square_questions,
    given=_square_given,
    hints=(
        "First look at sizes only, as numpy does. Then at variables: which variable stands on each "
        "side of each joint?",
        "The right order has the factor nearest x first. Multiply both products by hand: "
        "from the right, always a matrix times a column.",
    ),
    solution=(
        "numpy compares sizes, not variables. With square factors every order fits: no error, the "
        "right shape, and numbers that belong to no derivative. An error would have been found in "
        "a minute. So try such a product once with sizes that differ, and compare its numbers."
    ),
    source=_NOTES,
)
