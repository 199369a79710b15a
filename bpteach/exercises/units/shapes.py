"""Unit 01: rows, columns and 1-D arrays, products, broadcasting, the order of factors, vec."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.function import Function, Several
from bpteach.exercises.lettered import Line, Sheet
from bpteach.exercises.order import Order
from bpteach.exercises.parts import Mistake, entries
from bpteach.exercises.value import Question, Slip, Value

__all__ = ["EXERCISES", "LESSON", "TITLE"]

LESSON = "01_shapes"
TITLE = "Shapes"

_NOTES = 'Course notes, "Chain rule and linear algebra".'

# --- shapes.as_column ---------------------------------------------------------------------


def _as_column_starter(v):
    """Give the 1-D array v, shape (k,), as a column, shape (k, 1)."""
    raise NotImplementedError("write as_column(v) here")


def _as_column_reference(v):
    return v.reshape(-1, 1)


AS_COLUMN = Function(
    id="shapes.as_column",
    title="A column from a 1-D array",
    objective="Give a 1-D array the second axis that makes it a column.",
    prompt=(
        "`v` is a 1-D array with k numbers, as it comes out of a file or of a plain index. Give "
        "it as a column.\n\n"
        "| | shape |\n| --- | --- |\n| `v` | (k,) |\n| result | (k, 1), that is k×1 |\n\n"
        "It must work for every k.\n\n"
        "*Predict first: what does `v.T` do?*"
    ),
    difficulty=1,
    needs=("1-d-array", "column-and-row", "axis"),
    function="as_column",
    results=("as_column(v)",),
    letters=("k",),
    draw=lambda rng, sizes: {"v": entries(rng, sizes["k"])},
    starter=_as_column_starter,
    reference=_as_column_reference,
    mistakes=(
        Mistake(
            "L2",
            lambda v: v.T,
            "The result is still 1-D: it has one axis and is neither a column nor a row. A "
            "transpose reverses the order of the axes, and with a single axis there is nothing to "
            "reverse. It needs a second axis.",
        ),
    ),
    hints=(
        "A 1-D array cannot be turned. It needs a new axis of size 1: before or behind the one "
        "that it has?",
        "In the lesson `reshape` made a row out of `flat`. Which of its two sizes has to be 1 "
        "now, and which can be left to numpy as −1?",
    ),
    solution=(
        "reshape keeps the numbers and their order. The second size is 1, one column, and −1 "
        "leaves the number of rows to numpy. v[:, None] does the same: None is a new axis of "
        "size 1."
    ),
    source=_NOTES,
)

# --- shapes.inner_outer -------------------------------------------------------------------


def _inner_starter(u, v):
    """Give the inner product of two columns of shape (k, 1), shape (1, 1)."""
    raise NotImplementedError("write inner(u, v) here")


def _inner_reference(u, v):
    return u.T @ v


def _outer_starter(u, v):
    """Give the outer product of columns of shape (k, 1) and (l, 1), shape (k, l)."""
    raise NotImplementedError("write outer(u, v) here")


def _outer_reference(u, v):
    return u @ v.T


def _truncated_inner(u, v):
    """Loop over both, as far as the shorter one goes."""
    return sum(one * two for one, two in zip(u[:, 0], v[:, 0], strict=False))


_BOTH = (
    "`u` and `v` are columns. Write both products:\n\n"
    "| function | result | shape of `u`, `v` | shape of the result |\n| --- | --- | --- | --- |\n"
    "| `inner(u, v)` | $u^T v$ | (k, 1), (k, 1) | (1, 1) |\n"
    "| `outer(u, v)` | $u v^T$ | (k, 1), (l, 1) | (k, l) |\n\n"
    "Both results have two axes, also where there is only one number in them."
)
_ABOUT_BOTH = {
    "id": "shapes.inner_outer",
    "title": "Inner and outer product",
    "objective": "Compute both products of two columns, each with its shape.",
    "prompt": _BOTH,
    "difficulty": 1,
    "needs": ("inner-product", "outer-product", "transpose", "matrix-product"),
    "hints": (
        "Two columns do not fit as they stand. One of them has to lie down: in which product is "
        "it the left one, in which the right one?",
        "Write the shapes below the factors: which order has k inside, so that it is summed "
        "away, and which has 1 inside, so that nothing is summed?",
    ),
    "solution": (
        "uᵀv is 1×k times k×1: k is summed away, and 1×1 is left. uvᵀ is k×1 times 1×l: the inner "
        "size is 1, nothing is summed, and k×l is left."
    ),
    "source": _NOTES,
}

INNER = Function(
    **_ABOUT_BOTH,
    function="inner",
    results=("inner(u, v)",),
    letters=("k",),
    draw=lambda rng, sizes: {"u": entries(rng, sizes["k"], 1), "v": entries(rng, sizes["k"], 1)},
    starter=_inner_starter,
    reference=_inner_reference,
    mistakes=(
        Mistake(
            "L2",
            lambda u, v: u[:, 0].T @ v[:, 0],
            "The number is right, but it comes as a bare number without any axis. That happens, "
            "for example, when columns were made 1-D on the way: there `.T` does nothing, and `@` "
            "leaves no axis. Stay with two axes: a row times a column is 1×1.",
        ),
    ),
)
OUTER = Function(
    **_ABOUT_BOTH,
    function="outer",
    results=("outer(u, v)",),
    letters=("k", "l"),
    draw=lambda rng, sizes: {"u": entries(rng, sizes["k"], 1), "v": entries(rng, sizes["l"], 1)},
    starter=_outer_starter,
    reference=_outer_reference,
    mistakes=(
        Mistake(
            "L2",
            lambda u, v: u[:, 0] @ v[:, 0].T,
            "If you made the columns 1-D first: `.T` does nothing to a 1-D array, and `@` with "
            "two 1-D arrays sums their products to one number. Keep the columns as they are; then "
            "`.T` lays one of them down.",
            boxed=False,
        ),
        Mistake(
            "B2",
            (
                lambda u, v: u.T @ v,
                _truncated_inner,
                lambda u, v: (u * v.T).sum(),
                lambda u, v: (u * v).sum(),
            ),
            "This is one number: products were summed up, as in the inner product. In the outer "
            "product every number of u meets every number of v, and each product keeps a place "
            "of its own.",
        ),
    ),
)
INNER_OUTER = Several(**_ABOUT_BOTH, functions=(INNER, OUTER))

# --- shapes.center_rows -------------------------------------------------------------------


def _center_rows_starter(A):
    """Subtract from each row of A, shape (n, N), that row's mean."""
    return A - A.mean(axis=1)


def _center_rows_reference(A):
    return A - A.mean(axis=1, keepdims=True)


CENTER_ROWS = Function(
    id="shapes.center_rows",
    title="Repair a broadcasting accident",
    objective="Find where broadcasting repeats the wrong way, and give the array its axis back.",
    prompt=(
        "From each row of `A` its own mean is to be subtracted, so that every row has the mean 0 "
        "afterwards. Each column of `A` is an example, each row one quantity measured on all of "
        "them.\n\n"
        "| | shape |\n| --- | --- |\n| `A` | (n, N) |\n| result | (n, N) |\n\n"
        "The function below stops with an error on a 3×4 array. On a 4×4 array it is worse: it "
        "gives numbers, and they are wrong. Repair it. `A` itself must stay as it is.\n\n"
        "*Predict first: what is the shape of `A.mean(axis=1)`, and what does broadcasting make "
        "of it?*"
    ),
    difficulty=2,
    needs=("broadcasting", "axis", "1-d-array"),
    function="center_rows",
    results=("center_rows(A)",),
    letters=("n", "N"),
    draw=lambda rng, sizes: {"A": entries(rng, sizes["n"], sizes["N"])},
    starter=_center_rows_starter,
    reference=_center_rows_reference,
    mistakes=(
        Mistake(
            "L3",
            (
                lambda A: A - A.mean(axis=1),
                lambda A: A - A.mean(axis=1)[: A.shape[1]],
            ),
            "There is one mean for each row, but the means lie as a row: broadcasting takes a 1-D "
            "array as a row. So mean number j meets column j of A, when row j was meant. They "
            "have to stand as a column, one beside each row.",
        ),
    ),
    hints=(
        "Print the shape of the means. Broadcasting lines two shapes up at their right ends: "
        "which axis of A do the means meet?",
        "The means have to be a column, (n, 1). Either keep the axis when you average "
        "(`keepdims`), or give it back afterwards.",
    ),
    solution=(
        "Averaging along an axis takes the axis away. With keepdims=True it stays, with size 1: "
        "the means are a column, and broadcasting repeats it to the right, one mean for each row."
    ),
    source=_NOTES,
)

# --- shapes.vec ---------------------------------------------------------------------------


def _vec_starter(W):
    """Stack the columns of W, shape (n, m), into one column, shape (nm, 1)."""
    raise NotImplementedError("write vec(W) here")


def _vec_reference(W):
    return W.reshape(-1, 1, order="F")


VEC = Function(
    id="shapes.vec",
    title="vec: a matrix as one column",
    objective="Stack the columns of a matrix, and keep numpy's order apart from that of vec.",
    prompt=(
        "$\\mathrm{vec}(W)$ stacks the **columns** of $W$ into one long column, the first column "
        "on top.\n\n"
        "| | shape |\n| --- | --- |\n| `W` | (n, m) |\n| result | (nm, 1) |\n\n"
        "For example, vec of $\\begin{bmatrix} 7 & 8 \\\\ 5 & 6 \\end{bmatrix}$ holds 7, 5, 8, 6 "
        "from top to bottom."
    ),
    difficulty=2,
    needs=("vec", "flat-order", "transpose"),
    function="vec",
    results=("vec(W)",),
    letters=("n", "m"),
    draw=lambda rng, sizes: {"W": entries(rng, sizes["n"], sizes["m"])},
    starter=_vec_starter,
    reference=_vec_reference,
    mistakes=(
        Mistake(
            "L4",
            (
                lambda W: W.reshape(W.shape[1], W.shape[0]),
                lambda W: W.reshape(W.shape[1], W.shape[0]).reshape(-1, 1),
                lambda W: W.reshape(W.shape[1], W.shape[0]).ravel(),
            ),
            "If you used `reshape` to turn W: it does not transpose. It reads the numbers in "
            "numpy's flat order, row by row, and fills the new shape in the same order. Rows stay "
            "rows in it.",
        ),
        Mistake(
            "T4",
            (
                lambda W: W.reshape(-1, 1),
                lambda W: W.ravel(),
                lambda W: W.reshape(1, -1),
            ),
            "The rows of W follow each other: that is numpy's own order. vec goes down the first "
            "column, then down the second, and so on.",
        ),
    ),
    hints=(
        "Write the example on paper: which number follows the 7, and where does it stand in W?",
        "numpy reads row by row. Either tell it to go column by column (`order`), or turn W "
        "first, so that its columns are rows.",
    ),
    solution=(
        'order="F" reads and fills column by column, as vec does. W.T.reshape(-1, 1) gives the '
        "same: the rows of Wᵀ are the columns of W. Both are right, W.reshape(-1, 1) is not."
    ),
    source=_NOTES,
)

# --- shapes.quiz --------------------------------------------------------------------------


def _eight(rng) -> tuple[Question, ...]:
    m, n, p = (int(size) for size in rng.permutation(np.arange(3, 10))[:3])
    shapes = {
        "M": (m, n),
        "B": (n, p),
        "u": (m, 1),
        "x": (n, 1),
        "t": (n,),
        "M.T": (n, m),
        "x.T": (1, n),
    }

    def asked(product):
        names = dict.fromkeys(part.removesuffix(".T") for part in product.split()[::2])
        given = ", ".join(f"`{name}` {shapes[name]}" for name in names)
        return f"`{product}` &nbsp; with {given}"

    return (
        Question(
            asked("M @ B"),
            (m, p),
            "The inner sizes are summed away, the outer sizes stay.",
            (
                Slip((p, m), "Both sizes are right, but the rows come from the left factor."),
                Slip((n, n), "These are the inner sizes. They are summed away; the others stay."),
                Slip("error", "Look at the inner sizes once more: do they agree?"),
            ),
        ),
        Question(
            asked("M.T @ u"),
            (n, 1),
            f"The transpose has {n} rows and {m} columns, and it takes a column to a column.",
            (
                Slip((n,), "Both factors have two axes, and so has their product."),
                Slip((1, n), "The right factor is a column: it says how many columns there are."),
                Slip((m, 1), "Is that the shape of `M.T`, or of `M`?"),
                Slip("error", "Write down the shape of `M.T`: do the inner sizes agree?"),
            ),
        ),
        Question(
            asked("x.T @ x"),
            (1, 1),
            "A row times a column: the inner product. One number, in an array with two axes.",
            (
                Slip((), "It is one number, but both factors have two axes: so has the product."),
                Slip((1,), "It is one number, but both factors have two axes: so has the product."),
                Slip((n, n), "That would be the outer product: here the left one lies down."),
                Slip("error", "The left one is a row, the right one a column: they fit."),
            ),
        ),
        Question(
            asked("u @ x.T"),
            (m, n),
            "A column times a row: the outer product. The inner size is 1, nothing is summed.",
            (
                Slip((n, m), "Both sizes are right, but the rows come from the left factor."),
                Slip((1, 1), "That would be an inner product: which of the two lies down?", "B2"),
                Slip("error", "Write down the shape of `x.T`: which sizes are inside?"),
            ),
        ),
        Question(
            asked("u * x.T"),
            (m, n),
            "Broadcasting repeats the column to the right and the row downwards.",
            (
                Slip((n, m), "Go axis by axis: first the rows of both, then the columns of both."),
                Slip((1, 1), "`*` sums nothing: no axis becomes smaller."),
                Slip("error", "Go axis by axis: where one size is 1, that array is repeated."),
            ),
        ),
        Question(
            asked("x * t"),
            (n, n),
            "The 1-D array is taken as a row, and a column with a row gives a whole table.",
            (
                Slip((n, 1), "Fill the shape of `t` up to two axes: on which side?", "L3"),
                Slip((n,), "Fill the shape of `t` up to two axes: on which side?", "L3"),
                Slip((1, 1), "`*` sums nothing: no axis becomes smaller."),
                Slip((), "`*` sums nothing: no axis becomes smaller."),
                Slip("error", "Fill the shape of `t` up with 1 on the left, then compare."),
            ),
        ),
        Question(
            asked("t @ t.T"),
            (),
            "`.T` does nothing to a 1-D array. `@` sums the products, and no axis is left.",
            (
                Slip((n, n), "What does `.T` do to an array with a single axis?", "L2"),
                Slip((1, 1), "One number it is. But do 1-D arrays have a second axis to keep?"),
                Slip((1,), "One number it is. But which axis could be left, if both are summed?"),
                Slip((n,), "`@` sums over the axis that both share."),
                Slip("error", "numpy takes the left one as a row and the right one as a column."),
            ),
        ),
        Question(
            asked("u @ x"),
            "error",
            f"Two columns do not fit: the inner sizes are 1 and {n}. One of them has to lie down.",
            (
                Slip((m, n), "For that, one of the two would have to lie down."),
                Slip((1, 1), "For that, one of the two would have to lie down."),
                Slip((m, 1), "Compare the inner sizes: columns of the left, rows of the right."),
            ),
        ),
    )


QUIZ = Value(
    id="shapes.quiz",
    title="Eight products",
    objective="Give the shape of a product before it is run.",
    prompt=(
        "What is the shape of each product? Work it out on paper, without running it. Write a "
        "shape as a tuple: `(3, 4)`, `(3,)` for a 1-D array, `()` for a single number without "
        'any axis, and `"error"` where numpy stops.'
    ),
    difficulty=1,
    needs=("matrix-product", "broadcasting", "1-d-array", "inner-product", "outer-product"),
    questions=_eight,
    hints=(
        "For `@` write the two shapes side by side: the inner sizes must agree and go away, the "
        "outer ones stay.",
        "For `*` write the two shapes below each other, right ends in line. Fill up with 1 on the "
        "left, then go axis by axis.",
    ),
    solution=(
        "`@` sums over the inner size and keeps the outer ones; with 1-D arrays the axis that they "
        "lack is missing in the result too. `*` sums nothing: an axis of size 1 is repeated to the "
        "other's size, and a 1-D array is taken as a row."
    ),
    source=_NOTES,
)

# --- shapes.order_product -----------------------------------------------------------------

_MEET = (
    "Where two factors meet, the columns of the left one must be as many as the rows of the "
    "right one. And the first factor gives the product its rows, the last one its columns."
)


def _four_factors(rng) -> Sheet:
    """Four factors between five sizes, all different; two of them are given transposed."""
    n, m, p, q = (int(size) for size in rng.permutation(np.arange(2, 9))[:4])
    needed = ((1, q), (q, p), (p, m), (m, n))
    names = [str(name) for name in rng.permutation(list("ABCD"))]
    turned = [bool(one) for one in rng.permutation([True, True, False, False])]
    lines, right, given = [], [], {}
    for name, (rows, columns), has_to_turn in zip(names, needed, turned, strict=True):
        shape = (columns, rows) if has_to_turn else (rows, columns)
        given[name] = _by(shape)
        right.append(len(lines) + has_to_turn)
        lines += [_factor_line(name, shape), _factor_line(f"{name}ᵀ", shape[::-1])]
    table = "\n".join(f"| `{name}` | {shape} |" for name, shape in sorted(given.items()))
    asked = f"The product has to be **1×{n}**.\n\n| factor | shape |\n| --- | --- |\n{table}"
    return Sheet(tuple(lines), (tuple(right),), asked)


def _factor_line(label, shape) -> Line:
    words = f"{label} has {_counted(shape[0], 'row')} and {_counted(shape[1], 'column')}. {_MEET}"
    return Line(f"{label}   {_by(shape)}", words)


def _by(shape) -> str:
    return f"{shape[0]}×{shape[1]}"


def _counted(number, what) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


ORDER_PRODUCT = Order(
    id="shapes.order_product",
    title="Four factors in order",
    objective="Order and transpose factors by the sizes that meet.",
    prompt=(
        "Four factors are to be multiplied, each of them once. Some have to be transposed first. "
        "Each line below is a factor as it is given, or transposed. Put four of the lines in "
        "order, from left to right, so that the product exists and has the shape asked for."
    ),
    difficulty=3,
    needs=("matrix-product", "transpose"),
    make=_four_factors,
    hints=(
        "Begin at one end. The product has one row, and the first factor gives the product its "
        "rows.",
        "The columns of each factor must be the rows of the next. All sizes differ, so that only "
        "one factor fits, in one of its two forms.",
    ),
    solution=(
        "Follow the sizes from the 1 on: each factor begins with the size with which the one "
        "before it ends. As all sizes differ, there is only one such way. Turned over, with the "
        "order reversed and every factor transposed, the same four would give a column."
    ),
    source=_NOTES,
)

EXERCISES = (AS_COLUMN, INNER_OUTER, CENTER_ROWS, VEC, QUIZ, ORDER_PRODUCT)
