"""Unit 03: backpropagation through the linear layer ``z = W a + b``."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.function import Function
from bpteach.exercises.parts import Mistake, entries

__all__ = ["EXERCISES", "LESSON", "TITLE"]

LESSON = "03_linear"
TITLE = "The linear layer"

_NOTES = 'Course notes, "Linear layer".'


def _g(rng, sizes):
    return {"dL_dz": entries(rng, sizes["n"], 1)}


def _a_g(rng, sizes):
    return {"a": entries(rng, sizes["m"], 1)} | _g(rng, sizes)


def _W_g(rng, sizes):
    return {"W": entries(rng, sizes["n"], sizes["m"])} | _g(rng, sizes)


def _tensor_of(a, n):
    """dz/dW in column convention: entry (i, j, k) is a_j where i = k."""
    return np.eye(n)[:, None, :] * a.reshape(1, -1, 1)


# --- linear.forward -----------------------------------------------------------------------


def _forward_starter(W, a, b):
    """Give z = W a + b, shape (n, 1)."""
    raise NotImplementedError("write linear(W, a, b) here")


def _forward_reference(W, a, b):
    return W @ a + b


def _forward_draw(rng, sizes):
    n, m = sizes["n"], sizes["m"]
    return {"W": entries(rng, n, m), "a": entries(rng, m, 1), "b": entries(rng, n, 1)}


FORWARD = Function(
    id="linear.forward",
    title="The layer, forward",
    objective="Compute a linear layer's output with the notes' shapes.",
    prompt=(
        "Write the forward pass $z = W a + b$.\n\n"
        "| | shape |\n| --- | --- |\n"
        "| `W` | n×m |\n| `a` | m×1 |\n| `b` | n×1 |\n| result `z` | n×1 |"
    ),
    difficulty=1,
    needs=("matrix-product",),
    function="linear",
    results=("z",),
    letters=("n", "m"),
    draw=_forward_draw,
    starter=_forward_starter,
    reference=_forward_reference,
    hints=(
        "Row i of the result is $z_i = W_i a + b_i$: a row times a column, plus a number.",
        "`@` multiplies matrices; `*` multiplies entry by entry. Which one sums over j?",
    ),
    solution="Each row of W meets the column a, which is what `@` does; b adds one number a row.",
    source=_NOTES,
)

# --- linear.db ----------------------------------------------------------------------------


def _db_starter(dL_dz):
    """Give dL/db, shape (n, 1), column convention."""
    raise NotImplementedError("write dL_db(dL_dz) here")


def _db_reference(dL_dz):
    return dL_dz.copy()


DB = Function(
    id="linear.db",
    title="The gradient of the bias",
    objective="Derive dL/db from dz/db, which is the identity.",
    prompt=(
        "With $z = W a + b$ and the upstream gradient `dL_dz` (n×1, column convention), "
        "give $\\dfrac{dL}{db}$ as a column, n×1.\n\n"
        "*Predict first: what is $\\dfrac{dz_i}{db_k}$ when $i = k$, and when $i \\ne k$?*"
    ),
    difficulty=2,
    needs=("upstream-gradient", "jacobian"),
    function="dL_db",
    results=("dL_db",),
    letters=("n",),
    draw=_g,
    starter=_db_starter,
    reference=_db_reference,
    mistakes=(
        Mistake(
            "D1",
            (lambda dL_dz: np.ones_like(dL_dz), lambda dL_dz: np.ones(len(dL_dz))),
            "Every entry is 1: that is how z changes with b. The loss changes with z at another "
            "rate, and the chain rule multiplies by it: where does dL_dz come in?",
        ),
        Mistake(
            "D2",
            lambda dL_dz: dL_dz.sum(),
            "You summed to one number. Each b_i has a gradient of its own, so the result has the "
            "shape of b. Summing is right over the examples of a batch, and here is only one.",
        ),
        Mistake(
            "D3",
            (lambda dL_dz: 0 * dL_dz, lambda dL_dz: np.zeros(len(dL_dz)), lambda dL_dz: 0.0),
            "You gave zeros, as if b were a constant. b is a parameter: move b_i a little, and "
            "z_i moves with it.",
        ),
        Mistake(
            "D5",
            lambda dL_dz: np.eye(len(dL_dz)),
            "This is the Jacobian dz/db, n×n. The gradient of the loss is one step further: chain "
            "the Jacobian with dL_dz.",
        ),
        Mistake(
            "D6",
            lambda dL_dz: dL_dz.ravel(),
            "The numbers are right, but the result is 1-D. A 1-D array stands in neither "
            "convention, and broadcasting will turn it into a row later. Keep the column, (n, 1).",
        ),
    ),
    hints=(
        "Write $z_i = W_i a + b_i$. Which b's does $z_i$ depend on, and with which slope?",
        "So dz/db is the identity matrix. What does the identity do to a column?",
    ),
    solution=(
        "dz/db is the identity I, so dL/db = I · dL/dz = dL/dz. The copy keeps the caller's array "
        "apart from the result."
    ),
    upstream="dL_dz",
    source=_NOTES,
)

# --- linear.da ----------------------------------------------------------------------------


def _da_starter(W, dL_dz):
    """Give dL/da, shape (m, 1), column convention."""
    raise NotImplementedError("write dL_da(W, dL_dz) here")


def _da_reference(W, dL_dz):
    return W.T @ dL_dz


DA = Function(
    id="linear.da",
    title="The gradient of the input",
    objective="Take a gradient back through the weights, in column convention.",
    prompt=(
        "With $z = W a + b$ and the upstream gradient `dL_dz` (n×1, column convention), give\n\n"
        "$$\\underbrace{\\frac{dL}{da}}_{m \\times 1} = \\underbrace{\\frac{dz}{da}}_{m \\times n} "
        "\\; \\underbrace{\\frac{dL}{dz}}_{n \\times 1}$$\n\n"
        "as a column, m×1. `W` is n×m."
    ),
    difficulty=2,
    needs=("upstream-gradient", "jacobian"),
    function="dL_da",
    results=("dL_da",),
    letters=("n", "m"),
    draw=_W_g,
    starter=_da_starter,
    reference=_da_reference,
    mistakes=(
        Mistake(
            "C1",
            (
                lambda W, dL_dz: W @ dL_dz,
                lambda W, dL_dz: W @ dL_dz[: W.shape[1]],  # loops that meet no wrong index
            ),
            "W takes a column of m entries to one of n. On the way back a gradient of n entries "
            "has to become one of m: as it stands, W points the wrong way. What turns it round?",
        ),
        Mistake(
            "C2",
            (
                lambda W, dL_dz: W.T @ np.ones_like(dL_dz),
                lambda W, dL_dz: W.sum(axis=0),
                lambda W, dL_dz: W.sum(axis=0, keepdims=True),
            ),
            "These are the column sums of W: the upstream gradient was taken as ones. Multiply by "
            "dL_dz itself.",
        ),
        Mistake(
            "C3",
            lambda W, dL_dz: dL_dz.T @ W,
            "The right numbers as a row, 1×m: that is the row convention's answer. Column "
            "convention is asked for here: reverse the order and transpose every factor.",
        ),
        Mistake(
            "C4",
            lambda W, dL_dz: W.T,
            "This is the Jacobian dz/da, m×n. The gradient of the loss is one step further: chain "
            "it with dL_dz.",
        ),
        Mistake(
            "C9",
            (lambda W, dL_dz: W.T * dL_dz.T, lambda W, dL_dz: W * dL_dz),
            "Each entry is the share of one output z_i in the gradient of one input. An input "
            "reaches the loss through all outputs, so the shares have to be added up: `*` does "
            "not sum, `@` does.",
        ),
    ),
    hints=(
        "$z_i = \\sum_j W_{ij} a_j$. So $dz_i/da_j$ is one entry of W. Which?",
        "In column convention, entry (j, i) of dz/da is $dz_i/da_j$: rows are inputs, columns "
        "are outputs. How does that matrix look beside W?",
    ),
    solution="dz_i/da_j = W_ij stands at (j, i), so dz/da = Wᵀ, and it comes before dL/dz.",
    upstream="dL_dz",
    source=_NOTES,
)

# --- linear.tensor ------------------------------------------------------------------------


def _tensor_starter(W, a):
    """Give dz/dW, shape (n, m, n), column convention."""
    raise NotImplementedError("write dz_dW(W, a) here")


def _tensor_reference(W, a):
    n, m = W.shape
    T = np.zeros((n, m, n))
    for i in range(n):
        T[i, :, i] = a[:, 0]
    return T


def _W_a(rng, sizes):
    return {"W": entries(rng, sizes["n"], sizes["m"]), "a": entries(rng, sizes["m"], 1)}


TENSOR = Function(
    id="linear.tensor",
    title="The tensor dz/dW, with three axes",
    objective="Write down dz/dW entry by entry and see where it is 0.",
    prompt=(
        "In column convention $\\dfrac{dz}{dW}$ has the axes of W first, then the axis of z: "
        "n×m×n, and\n\n$$T_{ijk} = \\frac{dz_k}{dW_{ij}}.$$\n\n"
        "Build it as an array of shape (n, m, n). `W` is n×m (only its shape matters), `a` is "
        "m×1.\n\n*Afterwards: reverse all axes of T. It equals its own transpose. Say why.*"
    ),
    difficulty=3,
    needs=("tensor", "kronecker-delta", "structural-zero"),
    function="dz_dW",
    results=("dz_dW",),
    letters=("n", "m"),
    draw=_W_a,
    starter=_tensor_starter,
    reference=_tensor_reference,
    mistakes=(
        Mistake(
            "B8",
            lambda W, a: np.broadcast_to(a.reshape(1, -1, 1), (*W.shape, len(W))),
            "Every slice holds a in all its rows. But z_k depends on row k of W alone: what is "
            "dz_k/dW_ij when i is not k?",
        ),
    ),
    hints=(
        "$z_k = \\sum_j W_{kj} a_j + b_k$. On which row of W does $z_k$ depend?",
        "So $dz_k/dW_{ij}$ is $a_j$ where $i = k$, and 0 elsewhere. Start from zeros of shape "
        "(n, m, n), and fill what is not 0.",
    ),
    solution=(
        "T_ijk = δ_ik a_j. Reversing the axes swaps i and k, and δ_ik = δ_ki: that is why T equals "
        "its own transpose, and why dz/dW looks the same in both conventions."
    ),
    source=_NOTES,
)

# --- linear.contract ----------------------------------------------------------------------


def _contract_starter(T, dL_dz):
    """Give the sum over k of T[:, :, k] times dL/dz_k, shape (n, m)."""
    raise NotImplementedError("write contract(T, dL_dz) here")


def _contract_reference(T, dL_dz):
    return (T @ dL_dz)[:, :, 0]


def _T_g(rng, sizes):
    n, m = sizes["n"], sizes["m"]
    return {"T": entries(rng, n, m, n), "dL_dz": entries(rng, n, 1)}


CONTRACT = Function(
    id="linear.contract",
    title="Contract a tensor with a gradient",
    objective="Sum the slices of a tensor with three axes, each weighted by its entry of dL/dz.",
    prompt=(
        "The chain rule contracts the axis that both factors share, the axis of z:\n\n"
        "$$\\frac{dL}{dW} = \\frac{dz}{dW}\\,\\frac{dL}{dz} "
        "= \\sum_{k=1}^{n} T_{\\cdot\\cdot k}\\;\\frac{dL}{dz_k}$$\n\n"
        "Write it for **any** dense `T` of shape (n, m, n), not only for a layer's own. `dL_dz` is "
        "n×1, the result n×m."
    ),
    difficulty=3,
    needs=("tensor", "contraction"),
    function="contract",
    results=("dL_dW",),
    letters=("n", "m"),
    draw=_T_g,
    starter=_contract_starter,
    reference=_contract_reference,
    mistakes=(
        Mistake(
            "B7",
            lambda T, dL_dz: np.einsum("ijk,i->jk", T, dL_dz[:, 0]),
            "You summed over the first axis, which counts the rows of W. The axis of z is the "
            "last one in column convention; both have n entries, so numpy does not complain.",
        ),
        Mistake(
            "B9",
            lambda T, dL_dz: T.sum(2),
            "You summed the slices without weights. Slice k counts as much as the loss depends on "
            "z_k: multiply it by dL/dz_k before you add.",
        ),
        Mistake(
            "T1",
            lambda T, dL_dz: T @ dL_dz,
            "The numbers are right, with an axis of size 1 at the end: `@` with a column keeps "
            "the column's axis, (n, m, 1). Drop the last axis to get the shape of W.",
        ),
        Mistake(
            "T2",
            (
                lambda T, dL_dz: np.tensordot(dL_dz[:, 0], T, 1),
                lambda T, dL_dz: np.tensordot(dL_dz.T, T, 1),
            ),
            "`tensordot(g, T, 1)` joins the last axis of g with the first axis of T. The axis "
            "of z is the last one of T: which operand comes first?",
        ),
        Mistake(
            "T3",
            (
                lambda T, dL_dz: (T.T @ dL_dz)[:, :, 0],
                lambda T, dL_dz: (T @ dL_dz).T,
                lambda T, dL_dz: (T @ dL_dz).T[0],
                lambda T, dL_dz: T.T @ dL_dz,
            ),
            "Somewhere all axes were reversed: `.T` does that to an array with three axes too. To "
            "swap two axes only, use `swapaxes` or `transpose` with an order; here none has to be "
            "swapped.",
        ),
    ),
    hints=(
        "Write the loop first: start from zeros of shape (n, m), and add one weighted slice for "
        "each k.",
        "`T[:, :, k]` is slice k. The last axis is the one to sum over; `@` and `einsum` can both "
        "do that without a loop.",
    ),
    solution=(
        "`@` contracts the last axis of T with the rows of dL_dz, which are the axis of z in both. "
        "It leaves (n, m, 1), the notes' n×m×1; the last axis is the loss's own."
    ),
    upstream="dL_dz",
    source=_NOTES,
)

# --- linear.dW ----------------------------------------------------------------------------


def _dW_starter(a, dL_dz):
    """Give dL/dW, shape (n, m), column convention, without the tensor."""
    raise NotImplementedError("write dL_dW(a, dL_dz) here")


def _dW_reference(a, dL_dz):
    return dL_dz @ a.T


DW = Function(
    id="linear.dW",
    title="The gradient of the weights",
    objective="Write dL/dW as an outer product, without the tensor.",
    prompt=(
        "The tensor is nearly all zeros, and the sum over its slices is only this:\n\n"
        "$$\\frac{dL}{dW} = \\begin{bmatrix} a^T \\cdot dL/dz_1 \\\\ \\vdots \\\\ "
        "a^T \\cdot dL/dz_n \\end{bmatrix}$$\n\n"
        "Write it for `a` (m×1) and `dL_dz` (n×1, column convention). The result is n×m, the shape "
        "of W. Do not build anything with three axes."
    ),
    difficulty=3,
    needs=("upstream-gradient", "outer-product"),
    function="dL_dW",
    results=("dL_dW",),
    letters=("n", "m"),
    draw=_a_g,
    starter=_dW_starter,
    reference=_dW_reference,
    mistakes=(
        Mistake(
            "B1",
            lambda a, dL_dz: a @ dL_dz.T,
            "The outer product stands the other way round: rows follow a, columns follow dL_dz, so "
            "it is m×n. Row i of W belongs to output z_i: which of the two should give the rows?",
        ),
        Mistake(
            "B2",
            (
                lambda a, dL_dz: (a * dL_dz).sum(),
                lambda a, dL_dz: sum(one * two for one, two in zip(a, dL_dz, strict=False)),
                lambda a, dL_dz: (a.T * dL_dz).sum(),
            ),
            "This is one number: products are summed up, as in an inner product. Every W_ij needs "
            "its own gradient, so every pair (i, j) is wanted and nothing is summed: an outer "
            "product.",
        ),
        Mistake(
            "B3",
            lambda a, dL_dz: np.ones_like(dL_dz) @ a.T,
            "Every row is aᵀ: that is dz_i/dW_i alone. The loss depends on z_i at its own rate, "
            "dL/dz_i: row i has to be multiplied by it.",
        ),
        Mistake(
            "B6",
            lambda a, dL_dz: _tensor_of(a, len(dL_dz)),
            "This is the tensor dz/dW, with three axes. It still has to be contracted with dL_dz, "
            "and the exercise is to do that without building it.",
        ),
        Mistake(
            "B10",
            lambda a, dL_dz: -dL_dz @ a.T,
            "The numbers are right, but every sign is wrong. The minus of gradient descent belongs "
            "to the update, not to the gradient.",
        ),
        Mistake(
            "B13",
            (
                lambda a, dL_dz: np.eye(len(dL_dz), len(a)) * (dL_dz @ a.T),
                lambda a, dL_dz: np.diag(np.diagonal(dL_dz @ a.T)),
            ),
            "Off the diagonal everything is 0. That is so for an elementwise layer; in a linear "
            "layer each output depends on a whole row of weights, so dL/dW is full.",
        ),
    ),
    hints=(
        "Row i of the result is the row aᵀ, multiplied by one number, dL/dz_i.",
        "A column (n, 1) and a row (1, m): which product of them has the shape (n, m)?",
    ),
    solution=(
        "Entry (i, j) is dL/dz_i · a_j: the outer product of the column dL/dz and the row aᵀ. It "
        "costs n·m products; the tensor would cost n·m·n numbers of memory."
    ),
    upstream="dL_dz",
    source=_NOTES,
)

# --- linear.row_form ----------------------------------------------------------------------


def _row_starter(W, a, dL_dz):
    """Give (dL_dW, dL_da, dL_db) in strict row form: (m, n), (1, m) and (1, n)."""
    raise NotImplementedError("write linear_backward_row(W, a, dL_dz) here")


def _row_reference(W, a, dL_dz):
    return a @ dL_dz, dL_dz @ W, dL_dz.copy()


def _row_draw(rng, sizes):
    n, m = sizes["n"], sizes["m"]
    return {"W": entries(rng, n, m), "a": entries(rng, m, 1), "dL_dz": entries(rng, 1, n)}


ROW_FORM = Function(
    id="linear.row_form",
    title="The same layer in row convention",
    objective="Convert a backward pass: reverse the order, transpose every factor.",
    prompt=(
        "Now see gradients as rows. `dL_dz` is 1×n; `W` is n×m and `a` is m×1 as before (the "
        "convention of the derivative changes, not the layer). Return, in strict row form,\n\n"
        "| result | shape |\n| --- | --- |\n"
        "| `dL_dW` | m×n |\n| `dL_da` | 1×m |\n| `dL_db` | 1×n |\n\n"
        "in this order: `return dL_dW, dL_da, dL_db`."
    ),
    difficulty=4,
    needs=("convention", "strict-row-form"),
    function="linear_backward_row",
    results=("dL_dW", "dL_da", "dL_db"),
    letters=("n", "m"),
    draw=_row_draw,
    starter=_row_starter,
    reference=_row_reference,
    mistakes=(
        Mistake(
            "B1",
            lambda W, a, dL_dz: (a @ dL_dz).T,
            "dL_dW has the shape of W, n×m: that is the column convention's answer. In strict row "
            "form all axes are reversed: m×n. (An update of W then needs its transpose.)",
            part="dL_dW",
        ),
        Mistake(
            "C3",
            lambda W, a, dL_dz: W.T @ dL_dz.T,
            "dL_da is a column: the column convention's answer. In row convention the factor "
            "nearest the loss stands first, and the result is a row, 1×m.",
            part="dL_da",
        ),
        Mistake(
            "D6",
            lambda W, a, dL_dz: dL_dz.ravel(),
            "The numbers of dL_db are right, but it is 1-D, which is neither a row nor a column. "
            "Keep the row, (1, n).",
            part="dL_db",
        ),
    ),
    hints=(
        "Write the three answers in column convention first. Then reverse the order of the factors "
        "in each product, and transpose every factor.",
        "(dL/dz aᵀ)ᵀ = a (dL/dz)ᵀ, and the row dL_dz you are given already is that transpose.",
    ),
    solution=(
        "Column convention has dL/dz aᵀ, Wᵀ dL/dz and dL/dz. Reversed and transposed: a dL/dz, "
        "dL/dz W and dL/dz, where dL/dz is now the row."
    ),
    upstream="dL_dz",
    source=_NOTES,
)

# --- linear.kron --------------------------------------------------------------------------


def _kron_starter(a, n):
    """Give dz/dvec(W), shape (nm, n), column convention; vec stacks columns."""
    raise NotImplementedError("write dz_dvecW(a, n) here")


def _kron_reference(a, n):
    return np.kron(a, np.eye(n))


def _a_n(rng, sizes):
    return {"a": entries(rng, sizes["m"], 1), "n": sizes["n"]}


KRON = Function(
    id="linear.kron",
    title="The tensor as a matrix: vec and the Kronecker product",
    objective="Flatten the axes of W by vec, so that dz/dW becomes an ordinary matrix.",
    prompt=(
        "vec(W) stacks the **columns** of W into one column of nm entries. Then dz/dvec(W) is an "
        "ordinary matrix, nm×n in column convention: entry (p, k) is $dz_k$ over entry p of "
        "vec(W).\n\nWrite it for `a` (m×1) and the whole number `n`."
    ),
    difficulty=4,
    needs=("kronecker-product", "vec"),
    function="dz_dvecW",
    results=("dz_dvecW",),
    letters=("n", "m"),
    draw=_a_n,
    starter=_kron_starter,
    reference=_kron_reference,
    mistakes=(
        Mistake(
            "T4",
            lambda a, n: np.kron(np.eye(n), a),
            "The right numbers, with the rows of W stacked: that is how numpy's `ravel` reads an "
            "array. vec stacks columns: the first n entries are column 1 of W, and all of them "
            "belong to a_1.",
        ),
    ),
    hints=(
        "The first n rows of the result belong to column 1 of W: $dz_k/dW_{i1}$ for i = 1 … n. "
        "Which n×n matrix is that block?",
        "Each block is $a_j$ times the identity. `np.kron` builds a matrix of such blocks.",
    ),
    solution=(
        "Block j is a_j I, for j = 1 … m from top to bottom: the Kronecker product a ⊗ I. It is "
        "the n×m×n tensor with its first two axes flattened column by column."
    ),
    source=_NOTES,
)

# --- linear.xw ----------------------------------------------------------------------------


def _xw_starter(x, V, dL_dz):
    """Give (dL_dV, dL_dx, dL_db) of z = x V + b, each with the shape of its variable."""
    raise NotImplementedError("write xw_backward(x, V, dL_dz) here")


def _xw_reference(x, V, dL_dz):
    return x.T @ dL_dz, dL_dz @ V.T, dL_dz.copy()


def _xw_draw(rng, sizes):
    n, m = sizes["n"], sizes["m"]
    return {"x": entries(rng, 1, m), "V": entries(rng, m, n), "dL_dz": entries(rng, 1, n)}


XW = Function(
    id="linear.xw",
    title="The layer written x V + b",
    objective="Tell the side of the weights from the convention of the derivative.",
    prompt=(
        "Many libraries write the layer with rows: $z = x V + b$, with `x` 1×m, `V` m×n, and `b` "
        "and `z` 1×n. This is another switch than the convention: the **side of the weights** "
        "changes.\n\nGiven `dL_dz` (1×n), return `dL_dV, dL_dx, dL_db`, each **with the shape of "
        "its variable**: m×n, 1×m, 1×n."
    ),
    difficulty=4,
    needs=("convention", "outer-product"),
    function="xw_backward",
    results=("dL_dV", "dL_dx", "dL_db"),
    letters=("n", "m"),
    draw=_xw_draw,
    starter=_xw_starter,
    reference=_xw_reference,
    mistakes=(
        Mistake(
            "B1",
            lambda x, V, dL_dz: dL_dz.T @ x,
            "dL_dV is transposed: it is n×m, and V is m×n. Row j of V belongs to input x_j: which "
            "factor should give the rows?",
            part="dL_dV",
        ),
        Mistake(
            "C1",
            lambda x, V, dL_dz: dL_dz @ V,
            "V takes a row of m entries to one of n. On the way back a row of n entries has to "
            "become one of m: as it stands, V points the wrong way. What turns it round?",
            part="dL_dx",
        ),
    ),
    hints=(
        "Set W = Vᵀ, a = xᵀ: then zᵀ = W a + bᵀ is the layer you know.",
        "For each result, write the two shapes you have and the shape you need: there is one "
        "product that fits.",
    ),
    solution=(
        "With W = Vᵀ and a = xᵀ, the known dL/dW = (dL/dz)ᵀ x is the transpose of dL/dV, so "
        "dL/dV = xᵀ dL/dz; and dL/dx = dL/dz Vᵀ."
    ),
    conventional=False,
    upstream="dL_dz",
    source=_NOTES,
)

EXERCISES = (FORWARD, DB, DA, TENSOR, CONTRACT, DW, ROW_FORM, KRON, XW)
