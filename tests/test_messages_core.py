"""What the core says of bad input, in full: what was tried, which shapes, and what to write."""

import numpy as np
import pytest

from bpteach import (
    ROW,
    Dense,
    Diagonal,
    Layout,
    LayoutError,
    Linear,
    OneHot,
    Outer,
    ReLU,
    ShapeError,
    Sigmoid,
    SquaredError,
    Tanh,
    Variable,
    chain,
    relu_derivative,
    sigmoid,
    tanh,
)

RNG = np.random.default_rng(0)
W, B = RNG.normal(size=(4, 3)), RNG.normal(size=(4, 1))
LINEAR = Linear(W, B)
SQUARE = Linear(np.eye(4), np.zeros((4, 1)))
a, z, t = RNG.normal(size=(3, 1)), RNG.normal(size=(4, 1)), RNG.normal(size=(4, 1))
A = RNG.normal(size=(3, 5))
PULLBACK = LINEAR.vjp(a)[1]
BATCH = LINEAR.vjp(A)[1]

dz_da = LINEAR.jacobian(a)
dz_dW = LINEAR.jacobian(a, wrt="W")
ds_dz = Sigmoid().jacobian(z)
dL_dz = Dense.of_gradient(z, of="L", wrt="z")
Z, S, V = Variable("z", (4,)), Variable("s", (4,)), Variable("W", (4, 3))

SAID = {
    # --- A 1-D array, or another number of axes, where a column is needed
    "a 1-D input": (
        lambda: LINEAR(a[:, 0]),
        ShapeError,
        [
            "Linear needs a column a of shape (3, 1), or a batch (3, N)",
            "  a: 1-D with 3 entries",
            "  a 1-D array is neither a column nor a row, and its .T changes nothing",
            "  write a.reshape(-1, 1) to make it a column",
        ],
    ),
    "a 1-D input of one entry": (
        lambda: LINEAR(np.ones(1)),
        ShapeError,
        [
            "Linear needs a column a of shape (3, 1), or a batch (3, N)",
            "  a: 1-D with 1 entry",
            "  a 1-D array is neither a column nor a row, and its .T changes nothing",
            "  write a.reshape(-1, 1) to make it a column",
        ],
    ),
    "a list of numbers": (
        lambda: LINEAR.vjp([1.0, 2.0, 3.0]),
        ShapeError,
        [
            "Linear needs a column a of shape (3, 1), or a batch (3, N)",
            "  a: 1-D with 3 entries",
            "  a 1-D array is neither a column nor a row, and its .T changes nothing",
            "  write a.reshape(-1, 1) to make it a column",
        ],
    ),
    "a 1-D input of an elementwise layer": (
        lambda: Sigmoid().vjp(z[:, 0]),
        ShapeError,
        [
            "Sigmoid needs a column z of shape (k, 1), or a batch (k, N)",
            "  z: 1-D with 4 entries",
            "  a 1-D array is neither a column nor a row, and its .T changes nothing",
            "  write z.reshape(-1, 1) to make it a column",
        ],
    ),
    "a 1-D input to a Jacobian": (
        lambda: Tanh().jacobian(z[:, 0]),
        ShapeError,
        [
            "Tanh needs a column z of shape (k, 1), or a batch (k, N)",
            "  z: 1-D with 4 entries",
            "  a 1-D array is neither a column nor a row, and its .T changes nothing",
            "  write z.reshape(-1, 1) to make it a column",
        ],
    ),
    "a 1-D output to a loss": (
        lambda: SquaredError(t)(z[:, 0]),
        ShapeError,
        [
            "SquaredError needs a column o of shape (4, 1), or a batch (4, N)",
            "  o: 1-D with 4 entries",
            "  a 1-D array is neither a column nor a row, and its .T changes nothing",
            "  write o.reshape(-1, 1) to make it a column",
        ],
    ),
    "a single number": (
        lambda: ReLU()(2.0),
        ShapeError,
        [
            "ReLU needs a column z of shape (k, 1), or a batch (k, N)",
            "  z: a single number",
            "  write np.array([[z]]) to make it a column of one entry",
        ],
    ),
    "a stack of columns": (
        lambda: LINEAR(np.ones((5, 3, 1))),
        ShapeError,
        [
            "Linear needs a column a of shape (3, 1), or a batch (3, N)",
            "  a: 5 x 3 x 1",
            "  write a[:, :, 0].T if it is a stack (N, 3, 1) of columns",
        ],
    ),
    "a 1-D bias": (
        lambda: Linear(W, B[:, 0]),
        ShapeError,
        [
            "Linear needs weights W of shape (n, m) and a bias column b of shape (n, 1)",
            "  W: 4 x 3",
            "  b: 1-D with 4 entries",
            "  a 1-D array is neither a column nor a row: write b.reshape(-1, 1)",
        ],
    ),
    "1-D weights": (
        lambda: Linear(W[0], B),
        ShapeError,
        [
            "Linear needs weights W of shape (n, m) and a bias column b of shape (n, 1)",
            "  W: 1-D with 3 entries",
            "  b: 4 x 1",
            "  row i of W holds the weights of output z_i: write W as a list of rows",
        ],
    ),
    "a 1-D target": (
        lambda: SquaredError(t[:, 0]),
        ShapeError,
        [
            "SquaredError needs its target t as a column (n, 1), or a batch (n, N)",
            "  t: 1-D with 4 entries",
            "  write t.reshape(-1, 1) to make it a column",
        ],
    ),
    "a 1-D upstream gradient": (
        lambda: PULLBACK(z[:, 0]),
        ShapeError,
        [
            "dL_dz does not fit z in column convention",
            "  z: 4 x 1",
            "  dL_dz: 1-D with 4 entries",
            "  in column convention dL_dz is 4 x 1",
            "  write dL_dz.reshape(4, 1)",
        ],
    ),
    "a 1-D upstream gradient in row convention": (
        lambda: PULLBACK(z[:, 0], layout=ROW),
        ShapeError,
        [
            "dL_dz does not fit z in row convention",
            "  z: 4 x 1",
            "  dL_dz: 1-D with 4 entries",
            "  in row convention dL_dz is 1 x 4",
            "  write dL_dz.reshape(1, 4)",
        ],
    ),
    "a 1-D upstream gradient of another size": (
        lambda: PULLBACK(np.ones(7)),
        ShapeError,
        [
            "dL_dz does not fit z in column convention",
            "  z: 4 x 1",
            "  dL_dz: 1-D with 7 entries",
            "  in column convention dL_dz is 4 x 1",
        ],
    ),
    "a number as upstream gradient of a loss": (
        lambda: SquaredError(t).vjp(z)[1](2.0),
        ShapeError,
        [
            "dL_dL does not fit L in column convention",
            "  L: 1 x 1",
            "  dL_dL: a single number",
            "  in column convention dL_dL is 1 x 1",
            "  write np.full((1, 1), dL_dL) if all its entries are equal",
        ],
    ),
    "a 1-D gradient to end a chain": (
        lambda: Dense.of_gradient(z[:, 0], of="L", wrt="z"),
        ShapeError,
        [
            "dL_dz must be a column, a row or a matrix",
            "  dL_dz: 1-D with 4 entries",
            "  write gradient.reshape(-1, 1) for a column, gradient.reshape(1, -1) for a row",
        ],
    ),
    "a 1-D gradient to a Jacobian": (
        lambda: dz_da.vjp(z[:, 0]),
        ShapeError,
        [
            "dz_da.vjp cannot take this gradient in column convention",
            "  dz_da: Dense, column, a[3] x z[4]",
            "  upstream gradient: 1-D with 4 entries",
            "  in column convention dL_dz is 4 x 1: pass it in that shape",
        ],
    ),
    "a 1-D change": (
        lambda: dz_da.jvp(a[:, 0]),
        ShapeError,
        [
            "dz_da.jvp cannot take this change",
            "  dz_da: Dense, column, a[3] x z[4]",
            "  change of a: 1-D with 3 entries",
            "  pass it in the shape of a: 3 x 1",
        ],
    ),
    # --- Sizes that do not fit
    "another size": (
        lambda: LINEAR(z),
        ShapeError,
        [
            "Linear needs a column a of shape (3, 1), or a batch (3, N)",
            "  a: 4 x 1",
            "  Linear(W: 4 x 3, b: 4 x 1) takes columns of 3 entries, and these have 4",
            "  check which array is a, and the order of the layers",
        ],
    ),
    "a row": (
        lambda: LINEAR(a.T),
        ShapeError,
        [
            "Linear needs a column a of shape (3, 1), or a batch (3, N)",
            "  a: 1 x 3",
            "  this is a row, or a batch with its examples as rows: write a.T",
        ],
    ),
    "a batch with its examples as rows": (
        lambda: LINEAR(A.T),
        ShapeError,
        [
            "Linear needs a column a of shape (3, 1), or a batch (3, N)",
            "  a: 5 x 3",
            "  this is a row, or a batch with its examples as rows: write a.T",
        ],
    ),
    "a bias that lies down": (
        lambda: Linear(W, B.T),
        ShapeError,
        [
            "Linear needs weights W of shape (n, m) and a bias column b of shape (n, 1)",
            "  W: 4 x 3",
            "  b: 1 x 4",
            "  b is a row: write b.T",
        ],
    ),
    "a bias of another size": (
        lambda: Linear(W, a),
        ShapeError,
        [
            "Linear needs weights W of shape (n, m) and a bias column b of shape (n, 1)",
            "  W: 4 x 3",
            "  b: 3 x 1",
            "  W has 4 rows, so b needs 4 entries",
        ],
    ),
    "an upstream gradient of another size": (
        lambda: PULLBACK(a),
        ShapeError,
        [
            "dL_dz does not fit z in column convention",
            "  z: 4 x 1",
            "  dL_dz: 3 x 1",
            "  in column convention dL_dz is 4 x 1",
        ],
    ),
    "an upstream batch for one example": (
        lambda: PULLBACK(np.ones((4, 5))),
        ShapeError,
        [
            "dL_dz does not fit z in column convention",
            "  z: 4 x 1",
            "  dL_dz: 4 x 5",
            "  in column convention dL_dz is 4 x 1",
        ],
    ),
    "an upstream batch with its examples as rows": (
        lambda: BATCH(np.ones((5, 4))),
        ShapeError,
        [
            "dL_dz does not fit z in column convention",
            "  z: 4 x 5",
            "  dL_dz: 5 x 4",
            "  in column convention dL_dz is 4 x 5",
            "  its examples lie as rows: write dL_dz.T",
        ],
    ),
    "an output and a target of two batch sizes": (
        lambda: SquaredError(t)(np.ones((4, 5))),
        ShapeError,
        [
            "the output o and the target t need the same number of columns",
            "  o: 4 x 5",
            "  t: 4 x 1",
            "  give one target for each example",
        ],
    ),
    "an output and a target of two sizes": (
        lambda: SquaredError(t)(a),
        ShapeError,
        [
            "SquaredError needs a column o of shape (4, 1), or a batch (4, N)",
            "  o: 3 x 1",
            "  SquaredError(t: 4 x 1) takes columns of 4 entries, and these have 3",
            "  check which array is o, and the order of the layers",
        ],
    ),
    "a target that lies down": (
        lambda: SquaredError(t.T).jacobian(z),
        ShapeError,
        [
            "the output o and the target t must lie the same way",
            "  o: 4 x 1",
            "  t: 1 x 4",
            "  examples are columns: write .T on the one whose examples lie as rows",
        ],
    ),
    "an output that lies down": (
        lambda: SquaredError(t).vjp(z.T),
        ShapeError,
        [
            "the output o and the target t must lie the same way",
            "  o: 1 x 4",
            "  t: 4 x 1",
            "  examples are columns: write .T on the one whose examples lie as rows",
        ],
    ),
    "a change of another size": (
        lambda: dz_dW.jvp(W.T),
        ShapeError,
        [
            "dz_dW.jvp cannot take this change",
            "  dz_dW: OneHot, column, W[4x3] x z[4]",
            "  change of W: 3 x 4",
            "  pass it in the shape of W: 4 x 3",
        ],
    ),
    "a gradient of another size": (
        lambda: dz_dW.vjp(a),
        ShapeError,
        [
            "dz_dW.vjp cannot take this gradient in column convention",
            "  dz_dW: OneHot, column, W[4x3] x z[4]",
            "  upstream gradient: 3 x 1",
            "  in column convention dL_dz is 4 x 1: pass it in that shape",
        ],
    ),
    "a gradient of a matrix of another size": (
        lambda: Dense(np.ones((2, 4, 3)), of=V, wrt=Variable("x", (2,))).vjp(np.ones((12, 1))),
        ShapeError,
        [
            "dW_dx.vjp cannot take this gradient in column convention",
            "  dW_dx: Dense, column, x[2] x W[4x3]",
            "  upstream gradient: 12 x 1",
            "  in column convention dL_dW is 4 x 3: pass it in that shape",
        ],
    ),
    "entries that do not fit": (
        lambda: Dense(W, of=Z, wrt=S),
        ShapeError,
        [
            "the entries of dz_ds do not fit its variables",
            "  entries: 4 x 3",
            "  z[4] with respect to s[4] needs 4 x 4: axes of s first, then of z",
            "  pass them in column convention, and write .T on the result for the row one",
        ],
    ),
    "a diagonal that does not fit": (
        lambda: Diagonal(np.ones(3), of=S, wrt=Z),
        ShapeError,
        [
            "the diagonal of ds_dz does not fit its variables",
            "  diagonal: 1-D with 3 entries",
            "  s[4] with respect to z[4] needs two vectors of one size",
            "  and one number for each entry",
        ],
    ),
    "a diagonal of a matrix": (
        lambda: Diagonal(np.ones((4, 3)), of=Variable("V", (4, 3)), wrt=V),
        ShapeError,
        [
            "the diagonal of dV_dW does not fit its variables",
            "  diagonal: 4 x 3",
            "  V[4x3] with respect to W[4x3] needs two vectors of one size",
            "  and one number for each entry",
        ],
    ),
    "an input that does not fit dz/dW": (
        lambda: OneHot(np.ones(4), of=Z, wrt=V),
        ShapeError,
        [
            "the input of dz_dW does not fit its variables",
            "  input: 1-D with 4 entries",
            "  z[4] with respect to W[4x3] needs one row of W for each entry of z,",
            "  and a 1-D input with one number for each column of W",
        ],
    ),
    "an input that is a column": (
        lambda: OneHot(a, of=Z, wrt=V),
        ShapeError,
        [
            "the input of dz_dW does not fit its variables",
            "  input: 3 x 1",
            "  z[4] with respect to W[4x3] needs one row of W for each entry of z,",
            "  and a 1-D input with one number for each column of W",
        ],
    ),
    "an input that is one number": (
        lambda: OneHot(2.0, of=Variable("U", (4, 3)), wrt=V),
        ShapeError,
        [
            "the input of dU_dW does not fit its variables",
            "  input: a single number",
            "  U[4x3] with respect to W[4x3] needs one row of W for each entry of U,",
            "  and a 1-D input with one number for each column of W",
        ],
    ),
    "an input that does not fit ds/dW": (
        lambda: Outer(np.ones(4), ds_dz, wrt=V),
        ShapeError,
        [
            "the input of ds_dW does not fit its variables",
            "  input: 1-D with 4 entries",
            "  z[4] with respect to W[4x3] needs one row of W for each entry of z,",
            "  and a 1-D input with one number for each column of W",
        ],
    ),
    "no gradient": (
        lambda: dz_da.gradient,
        ShapeError,
        [
            "dz_da is not a gradient",
            "  dz_da: Dense, column, a[3] x z[4]",
            "  a gradient is the derivative of one number, and z[4] holds 4",
            "  chain it with a gradient of the loss first, or read .array",
        ],
    ),
    "no gradient, in row convention": (
        lambda: dz_dW.T.gradient,
        ShapeError,
        [
            "dz_dW is not a gradient",
            "  dz_dW: OneHot, row, z[4] x W[4x3]",
            "  a gradient is the derivative of one number, and z[4] holds 4",
            "  chain it with a gradient of the loss first, or read .array",
        ],
    ),
    # --- Factors of a chain that do not join
    "sizes that agree by accident": (
        lambda: SQUARE.jacobian(z) @ SQUARE.jacobian(z),
        ShapeError,
        [
            "cannot chain dz_da @ dz_da in column convention",
            "  dz_da: Dense, column, a[4] x z[4]",
            "  dz_da: Dense, column, a[4] x z[4]",
            "  the joint needs one variable, but meets z[4] and a[4]",
            "  the sizes agree by accident: numpy would multiply, and the result means nothing",
            "  if z and a are one quantity, give it one name: write "
            'jacobian(..., names=("z", ...))',
            '  for the factor nearest the loss, or names=(..., "a") for the other',
        ],
    ),
    "sizes that agree by accident, in row convention": (
        lambda: SQUARE.jacobian(z, layout=ROW) @ SQUARE.jacobian(z, layout=ROW),
        ShapeError,
        [
            "cannot chain dz_da @ dz_da in row convention",
            "  dz_da: Dense, row, z[4] x a[4]",
            "  dz_da: Dense, row, z[4] x a[4]",
            "  the joint needs one variable, but meets a[4] and z[4]",
            "  the sizes agree by accident: numpy would multiply, and the result means nothing",
            "  if a and z are one quantity, give it one name: write "
            'jacobian(..., names=("z", ...))',
            '  for the factor nearest the loss, or names=(..., "a") for the other',
        ],
    ),
    "the wrong order": (
        lambda: ds_dz @ dz_da,
        ShapeError,
        [
            "cannot chain ds_dz @ dz_da in column convention",
            "  ds_dz: Diagonal, column, z[4] x s[4]",
            "  dz_da: Dense, column, a[3] x z[4]",
            "  the joint needs one variable, but meets s[4] and a[3]",
            "  in column convention the factor nearest the input comes first: write dz_da @ ds_dz",
        ],
    ),
    "the wrong order in row convention": (
        lambda: dz_da.T @ ds_dz.T,
        ShapeError,
        [
            "cannot chain dz_da @ ds_dz in row convention",
            "  dz_da: Dense, row, z[4] x a[3]",
            "  ds_dz: Diagonal, row, s[4] x z[4]",
            "  the joint needs one variable, but meets a[3] and s[4]",
            "  in row convention the factor nearest the loss comes first: write ds_dz @ dz_da",
        ],
    ),
    "the wrong order of square factors": (
        lambda: ds_dz @ SQUARE.jacobian(z),
        ShapeError,
        [
            "cannot chain ds_dz @ dz_da in column convention",
            "  ds_dz: Diagonal, column, z[4] x s[4]",
            "  dz_da: Dense, column, a[4] x z[4]",
            "  the joint needs one variable, but meets s[4] and a[4]",
            "  the sizes agree by accident: numpy would multiply, and the result means nothing",
            "  in column convention the factor nearest the input comes first: write dz_da @ ds_dz",
        ],
    ),
    "the gradient first": (
        lambda: dL_dz @ dz_da,
        ShapeError,
        [
            "cannot chain dL_dz @ dz_da in column convention",
            "  dL_dz: Dense, column, z[4] x L[1]",
            "  dz_da: Dense, column, a[3] x z[4]",
            "  the joint needs one variable, but meets L[1] and a[3]",
            "  in column convention the factor nearest the input comes first: write dz_da @ dL_dz",
        ],
    ),
    "a missing factor": (
        lambda: dz_da @ Dense.of_gradient(np.ones((2, 1)), of="L", wrt="o"),
        ShapeError,
        [
            "cannot chain dz_da @ dL_do in column convention",
            "  dz_da: Dense, column, a[3] x z[4]",
            "  dL_do: Dense, column, o[2] x L[1]",
            "  the joint needs one variable, but meets z[4] and o[2]",
            "  a factor is missing between z and o, or one of the two belongs elsewhere",
        ],
    ),
    "two layers with one name": (
        lambda: dz_da @ Sigmoid().jacobian(a),
        ShapeError,
        [
            "cannot chain dz_da @ ds_dz in column convention",
            "  dz_da: Dense, column, a[3] x z[4]",
            "  ds_dz: Diagonal, column, z[3] x s[3]",
            "  the joint needs one variable, but meets z[4] and z[3]",
            "  both are called z, but have other sizes: they come from two layers",
            '  name them apart: write jacobian(..., names=("a1", "z1"))',
        ],
    ),
    "a gradient that lies across": (
        lambda: dz_da @ Dense.of_gradient(z.T, of="L", wrt="z"),
        ShapeError,
        [
            "cannot chain dz_da @ dL_dz in column convention",
            "  dz_da: Dense, column, a[3] x z[4]",
            "  dL_dz: Dense, column, z[1x4] x L[1]",
            "  the joint needs one variable, but meets z[4] and z[1x4]",
            "  z[1x4] was read as a matrix, since the gradient lies across",
            "  in column convention it is 4 x 1: transpose it, or pass layout= to of_gradient",
        ],
    ),
    "a gradient that stands up in row convention": (
        lambda: Dense.of_gradient(z, of="L", wrt="z", layout=ROW) @ dz_da.T,
        ShapeError,
        [
            "cannot chain dL_dz @ dz_da in row convention",
            "  dL_dz: Dense, row, L[1] x z[1x4]",
            "  dz_da: Dense, row, z[4] x a[3]",
            "  the joint needs one variable, but meets z[1x4] and z[4]",
            "  z[1x4] was read as a matrix, since the gradient lies across",
            "  in row convention it is 1 x 4: transpose it, or pass layout= to of_gradient",
        ],
    ),
    "dz/dW before dz/da": (
        lambda: dz_dW @ dz_da,
        ShapeError,
        [
            "cannot chain dz_dW @ dz_da in column convention",
            "  dz_dW: OneHot, column, W[4x3] x z[4]",
            "  dz_da: Dense, column, a[3] x z[4]",
            "  the joint needs one variable, but meets z[4] and a[3]",
            "  a factor is missing between z and a, or one of the two belongs elsewhere",
        ],
    ),
    "inside a chain": (
        lambda: chain(dz_da, dL_dz, ds_dz).product,
        ShapeError,
        [
            "cannot chain dL_dz @ ds_dz in column convention",
            "  dL_dz: Dense, column, z[4] x L[1]",
            "  ds_dz: Diagonal, column, z[4] x s[4]",
            "  the joint needs one variable, but meets L[1] and z[4]",
            "  a factor is missing between L and z, or one of the two belongs elsewhere",
        ],
    ),
    # --- Conventions
    "an unknown convention": (
        lambda: Layout("diagonal"),
        LayoutError,
        [
            "unknown convention 'diagonal'",
            "  the two conventions: 'column' (or 'denominator') and 'row' (or 'numerator')",
            '  write Layout("column") or Layout("row"), or use COLUMN or ROW',
        ],
    ),
    "an unknown convention of a pullback": (
        lambda: PULLBACK(z, layout="columns"),
        LayoutError,
        [
            "unknown convention 'columns'",
            "  the two conventions: 'column' (or 'denominator') and 'row' (or 'numerator')",
            '  write Layout("column") or Layout("row"), or use COLUMN or ROW',
        ],
    ),
    "an unknown convention of a Jacobian": (
        lambda: LINEAR.jacobian(a, layout="left"),
        LayoutError,
        [
            "unknown convention 'left'",
            "  the two conventions: 'column' (or 'denominator') and 'row' (or 'numerator')",
            '  write Layout("column") or Layout("row"), or use COLUMN or ROW',
        ],
    ),
    "an unknown convention of a loss": (
        lambda: SquaredError(t).vjp(z)[1](layout=None),
        LayoutError,
        [
            "unknown convention None",
            "  the two conventions: 'column' (or 'denominator') and 'row' (or 'numerator')",
            '  write Layout("column") or Layout("row"), or use COLUMN or ROW',
        ],
    ),
    "an unknown convention to turn to": (
        lambda: ds_dz.to("F"),
        LayoutError,
        [
            "unknown convention 'F'",
            "  the two conventions: 'column' (or 'denominator') and 'row' (or 'numerator')",
            '  write Layout("column") or Layout("row"), or use COLUMN or ROW',
        ],
    ),
    "an unknown convention of entries": (
        lambda: Diagonal(np.ones(4), of=S, wrt=Z, layout="C"),
        LayoutError,
        [
            "unknown convention 'C'",
            "  the two conventions: 'column' (or 'denominator') and 'row' (or 'numerator')",
            '  write Layout("column") or Layout("row"), or use COLUMN or ROW',
        ],
    ),
    "an unknown convention of a gradient": (
        lambda: Dense.of_gradient(z, of="L", wrt="z", layout=0),
        LayoutError,
        [
            "unknown convention 0",
            "  the two conventions: 'column' (or 'denominator') and 'row' (or 'numerator')",
            '  write Layout("column") or Layout("row"), or use COLUMN or ROW',
        ],
    ),
    "mixed conventions": (
        lambda: dz_da @ ds_dz.T,
        LayoutError,
        [
            "cannot chain dz_da @ ds_dz: they stand in two conventions",
            "  dz_da: Dense, column, a[3] x z[4]",
            "  ds_dz: Diagonal, row, s[4] x z[4]",
            "  a product needs one convention for all its factors",
            "  convert one of them: write dz_da @ ds_dz.to(COLUMN)",
        ],
    ),
    "mixed conventions, row first": (
        lambda: ds_dz.T @ dz_da,
        LayoutError,
        [
            "cannot chain ds_dz @ dz_da: they stand in two conventions",
            "  ds_dz: Diagonal, row, s[4] x z[4]",
            "  dz_da: Dense, column, a[3] x z[4]",
            "  a product needs one convention for all its factors",
            "  convert one of them: write ds_dz @ dz_da.to(ROW)",
        ],
    ),
    "mixed conventions in the wrong order": (
        lambda: ds_dz @ dz_da.T,
        LayoutError,
        [
            "cannot chain ds_dz @ dz_da: they stand in two conventions",
            "  ds_dz: Diagonal, column, z[4] x s[4]",
            "  dz_da: Dense, row, z[4] x a[3]",
            "  a product needs one convention for all its factors",
            "  convert one of them: write dz_da.to(COLUMN) @ ds_dz",
        ],
    ),
    "mixed conventions in a chain": (
        lambda: chain(dz_da, ds_dz, dL_dz.T).gradient,
        LayoutError,
        [
            "cannot chain ds_dz @ dL_dz: they stand in two conventions",
            "  ds_dz: Diagonal, column, z[4] x s[4]",
            "  dL_dz: Dense, row, L[1] x z[4]",
            "  a product needs one convention for all its factors",
            "  convert one of them: write ds_dz @ dL_dz.to(COLUMN)",
        ],
    ),
    "a row to a pullback in column convention": (
        lambda: PULLBACK(z.T),
        ShapeError,
        [
            "dL_dz does not fit z in column convention",
            "  z: 4 x 1",
            "  dL_dz: 1 x 4",
            "  in column convention dL_dz is 4 x 1",
            "  this is the other convention's: pass layout=ROW, or write dL_dz.T",
        ],
    ),
    "a column to a pullback in row convention": (
        lambda: PULLBACK(z, layout="numerator"),
        ShapeError,
        [
            "dL_dz does not fit z in row convention",
            "  z: 4 x 1",
            "  dL_dz: 4 x 1",
            "  in row convention dL_dz is 1 x 4",
            "  this is the other convention's: pass layout=COLUMN, or write dL_dz.T",
        ],
    ),
    "a row to a Jacobian in column convention": (
        lambda: ds_dz.vjp(z.T),
        ShapeError,
        [
            "ds_dz.vjp cannot take this gradient in column convention",
            "  ds_dz: Diagonal, column, z[4] x s[4]",
            "  upstream gradient: 1 x 4",
            "  in column convention dL_ds is 4 x 1: pass it in that shape",
        ],
    ),
    "a column to a Jacobian in row convention": (
        lambda: dz_da.T.vjp(z),
        ShapeError,
        [
            "dz_da.vjp cannot take this gradient in row convention",
            "  dz_da: Dense, row, z[4] x a[3]",
            "  upstream gradient: 4 x 1",
            "  in row convention dL_dz is 1 x 4: pass it in that shape",
        ],
    ),
    # --- Batches
    "a batch to a Jacobian": (
        lambda: LINEAR.jacobian(A),
        ShapeError,
        [
            "a Jacobian belongs to one example, but a is a batch",
            "  a: 3 x 5, 5 examples as columns",
            "  write a[:, [0]] for the first example, or use vjp, which takes a batch",
        ],
    ),
    "a batch to an elementwise Jacobian": (
        lambda: Tanh().jacobian(A),
        ShapeError,
        [
            "a Jacobian belongs to one example, but z is a batch",
            "  z: 3 x 5, 5 examples as columns",
            "  write z[:, [0]] for the first example, or use vjp, which takes a batch",
        ],
    ),
    "a batch to a loss's Jacobian": (
        lambda: SquaredError(A).jacobian(A),
        ShapeError,
        [
            "a Jacobian belongs to one example, but o is a batch",
            "  o: 3 x 5, 5 examples as columns",
            "  write o[:, [0]] for the first example, or use vjp, which takes a batch",
        ],
    ),
    "an empty batch to a Jacobian": (
        lambda: LINEAR.jacobian(A[:, :0]),
        ShapeError,
        [
            "a Jacobian belongs to one example, but a is an empty batch",
            "  a: 3 x 0, no examples",
            "  pass one column of shape (3, 1)",
        ],
    ),
    "a batch in row convention": (
        lambda: BATCH(np.ones((5, 4)), layout=ROW),
        ShapeError,
        [
            "the row convention takes one example, but z is a batch",
            "  z: 4 x 5, 5 examples as columns",
            "  call pullback without layout=ROW: a batch is more columns",
        ],
    ),
    "a batch of a loss in row convention": (
        lambda: SquaredError(A).vjp(A)[1](layout=ROW),
        ShapeError,
        [
            "the row convention takes one example, but o is a batch",
            "  o: 3 x 5, 5 examples as columns",
            "  call pullback without layout=ROW: a batch is more columns",
        ],
    ),
    # --- Variables, names and parameters
    "an unknown variable": (
        lambda: LINEAR.jacobian(a, wrt="V"),
        ValueError,
        [
            "Linear has no variable 'V'",
            "  its output z depends on a, W, b",
            '  write wrt="a" or wrt="W" or wrt="b"',
        ],
    ),
    "the output as a variable": (
        lambda: Sigmoid().jacobian(z, wrt="s"),
        ValueError,
        [
            "Sigmoid has no variable 's'",
            "  its output s depends on z",
            '  write wrt="z"',
        ],
    ),
    "a parameter of a layer without any": (
        lambda: ReLU().jacobian(z, wrt="W"),
        ValueError,
        [
            "ReLU has no variable 'W'",
            "  its output f depends on z",
            '  write wrt="z"',
        ],
    ),
    "the target as a variable": (
        lambda: SquaredError(t).jacobian(z, wrt="t"),
        ValueError,
        [
            "SquaredError has no variable 't'",
            "  its output L depends on o",
            '  write wrt="o"',
        ],
    ),
    "one name": (
        lambda: LINEAR.jacobian(a, names=("a1",)),
        ValueError,
        [
            "cannot rename the variables of Linear with names=('a1',)",
            "  its variables are a, z, W, b",
            '  write names=("a1", "z1") for input and output, or a dict such as {"b": "b1"}',
        ],
    ),
    "names as a text": (
        lambda: LINEAR.jacobian(a, names="az"),
        ValueError,
        [
            "cannot rename the variables of Linear with names='az'",
            "  its variables are a, z, W, b",
            '  write names=("a1", "z1") for input and output, or a dict such as {"b": "b1"}',
        ],
    ),
    "a name for an unknown letter": (
        lambda: Sigmoid().jacobian(z, names={"a": "a1"}),
        ValueError,
        [
            "cannot rename the variables of Sigmoid with names={'a': 'a1'}",
            "  its variables are z, s",
            '  write names=("z1", "s1") for input and output, or a dict such as {"s": "s1"}',
        ],
    ),
    "names that are numbers": (
        lambda: Tanh().jacobian(z, names=(1, 2)),
        ValueError,
        [
            "cannot rename the variables of Tanh with names=(1, 2)",
            "  its variables are z, t",
            '  write names=("z1", "t1") for input and output, or a dict such as {"t": "t1"}',
        ],
    ),
    "names that are one number": (
        lambda: SquaredError(t).jacobian(z, names=2),
        ValueError,
        [
            "cannot rename the variables of SquaredError with names=2",
            "  its variables are o, L",
            '  write names=("o1", "L1") for input and output, or a dict such as {"L": "L1"}',
        ],
    ),
    "an unknown parameter": (
        lambda: LINEAR.with_parameters(V=W),
        ValueError,
        [
            "Linear has no parameter 'V'",
            "  its parameters: W, b",
        ],
    ),
    # --- Things that are no numbers, and the value at a kink
    "text to a function": (
        lambda: sigmoid("1.5"),
        TypeError,
        [
            "sigmoid needs numbers, but z has dtype <U3",
            "  write a list or an array of numbers, for example np.array([[0.5], [-1.0]])",
        ],
    ),
    "nothing to a function": (
        lambda: tanh(None),
        TypeError,
        [
            "tanh needs numbers, but z has dtype object",
            "  write a list or an array of numbers, for example np.array([[0.5], [-1.0]])",
        ],
    ),
    "objects to a derivative": (
        lambda: relu_derivative([[1.0], [None]]),
        TypeError,
        [
            "relu_derivative needs numbers, but z has dtype object",
            "  write a list or an array of numbers, for example np.array([[0.5], [-1.0]])",
        ],
    ),
    "text to a layer": (
        lambda: LINEAR([["1"], ["2"], ["3"]]),
        TypeError,
        [
            "a must hold numbers, but has dtype <U1",
            "  write an array of numbers, for example np.array([[0.5], [-1.0]])",
        ],
    ),
    "nothing to a layer": (
        lambda: Sigmoid()(None),
        TypeError,
        [
            "z must hold numbers, but has dtype object",
            "  write an array of numbers, for example np.array([[0.5], [-1.0]])",
        ],
    ),
    "text as weights": (
        lambda: Linear([["w"]], [[0.0]]),
        TypeError,
        [
            "W must hold numbers, but has dtype <U1",
            "  write an array of numbers, for example np.array([[0.5], [-1.0]])",
        ],
    ),
    "nothing as a bias": (
        lambda: Linear(W, None),
        TypeError,
        [
            "b must hold numbers, but has dtype object",
            "  write an array of numbers, for example np.array([[0.5], [-1.0]])",
        ],
    ),
    "dates as a target": (
        lambda: SquaredError(np.array([["2020-01-01"]], dtype="datetime64[D]")),
        TypeError,
        [
            "t must hold numbers, but has dtype datetime64[D]",
            "  write an array of numbers, for example np.array([[0.5], [-1.0]])",
        ],
    ),
    "text as upstream gradient": (
        lambda: PULLBACK([["g"]] * 4),
        TypeError,
        [
            "dL_dz must hold numbers, but has dtype <U1",
            "  write an array of numbers, for example np.array([[0.5], [-1.0]])",
        ],
    ),
    "text as entries": (
        lambda: Diagonal(["1"] * 4, of=S, wrt=Z),
        TypeError,
        [
            "ds_dz must hold numbers, but has dtype <U1",
            "  write an array of numbers, for example np.array([[0.5], [-1.0]])",
        ],
    ),
    "text as the input of dz/dW": (
        lambda: OneHot(["1"] * 3, of=Z, wrt=V),
        TypeError,
        [
            "the input of dz_dW must hold numbers, but has dtype <U1",
            "  write an array of numbers, for example np.array([[0.5], [-1.0]])",
        ],
    ),
    "text as a gradient": (
        lambda: Dense.of_gradient([["g"]], of="L", wrt="z"),
        TypeError,
        [
            "dL_dz must hold numbers, but has dtype <U1",
            "  write an array of numbers, for example np.array([[0.5], [-1.0]])",
        ],
    ),
    "text as a gradient to a Jacobian": (
        lambda: dz_da.vjp([["g"]] * 4),
        TypeError,
        [
            "dL_dz must hold numbers, but has dtype <U1",
            "  write an array of numbers, for example np.array([[0.5], [-1.0]])",
        ],
    ),
    "text as a change": (
        lambda: dz_da.jvp([["v"]] * 3),
        TypeError,
        [
            "the change of a must hold numbers, but has dtype <U1",
            "  write an array of numbers, for example np.array([[0.5], [-1.0]])",
        ],
    ),
    "an array after a Jacobian": (
        lambda: dz_da @ z,
        TypeError,
        [
            "cannot chain dz_da with a value of type ndarray: only Jacobians know their variables",
            "  for numbers alone, write dz_da.vjp(gradient), or use dz_da.array",
        ],
    ),
    "an array before a Jacobian": (
        lambda: z @ dz_da,
        TypeError,
        [
            "cannot chain dz_da with a value of type ndarray: only Jacobians know their variables",
            "  for numbers alone, write dz_da.vjp(gradient), or use dz_da.array",
        ],
    ),
    "a number before a Jacobian": (
        lambda: np.float64(2) @ ds_dz,
        TypeError,
        [
            "cannot chain ds_dz with a value of type float64: only Jacobians know their variables",
            "  for numbers alone, write ds_dz.vjp(gradient), or use ds_dz.array",
        ],
    ),
    "an array in a chain": (
        lambda: chain(dz_da, z),
        TypeError,
        [
            "chain takes Jacobians, but one factor is of type ndarray",
            '  a gradient can end a chain: write Dense.of_gradient(array, of="L", wrt="z")',
            "  a chain can stand in another: write its .product",
        ],
    ),
    "a chain in a chain": (
        lambda: chain(chain(dz_da), ds_dz),
        TypeError,
        [
            "chain takes Jacobians, but one factor is of type Chain",
            '  a gradient can end a chain: write Dense.of_gradient(array, of="L", wrt="z")',
            "  a chain can stand in another: write its .product",
        ],
    ),
    "an empty chain": (
        lambda: chain(),
        TypeError,
        [
            "chain needs at least one Jacobian, as in chain(dz_da, ds_dz)",
        ],
    ),
    "a slope above 1": (
        lambda: relu_derivative(z, at_zero=1.5),
        ValueError,
        [
            "at_zero=1.5 is no slope of ReLU at its kink",
            "  every line that touches max(0, z) at 0 has a slope from 0 to 1",
            "  write at_zero=1 (the notes), 0.5 (the central difference) or 0 (PyTorch, JAX)",
        ],
    ),
    "a slope below 0": (
        lambda: ReLU(at_zero=-1),
        ValueError,
        [
            "at_zero=-1 is no slope of ReLU at its kink",
            "  every line that touches max(0, z) at 0 has a slope from 0 to 1",
            "  write at_zero=1 (the notes), 0.5 (the central difference) or 0 (PyTorch, JAX)",
        ],
    ),
    "a slope that is nan": (
        lambda: ReLU(at_zero=np.nan),
        ValueError,
        [
            "at_zero=nan is no slope of ReLU at its kink",
            "  every line that touches max(0, z) at 0 has a slope from 0 to 1",
            "  write at_zero=1 (the notes), 0.5 (the central difference) or 0 (PyTorch, JAX)",
        ],
    ),
    "a slope that is text": (
        lambda: ReLU(at_zero="left"),
        ValueError,
        [
            "at_zero='left' is no slope of ReLU at its kink",
            "  every line that touches max(0, z) at 0 has a slope from 0 to 1",
            "  write at_zero=1 (the notes), 0.5 (the central difference) or 0 (PyTorch, JAX)",
        ],
    ),
    "two slopes": (
        lambda: ReLU(at_zero=[0, 1]),
        ValueError,
        [
            "at_zero=[0, 1] is no slope of ReLU at its kink",
            "  every line that touches max(0, z) at 0 has a slope from 0 to 1",
            "  write at_zero=1 (the notes), 0.5 (the central difference) or 0 (PyTorch, JAX)",
        ],
    ),
    "no slope": (
        lambda: relu_derivative(0.0, at_zero=None),
        ValueError,
        [
            "at_zero=None is no slope of ReLU at its kink",
            "  every line that touches max(0, z) at 0 has a slope from 0 to 1",
            "  write at_zero=1 (the notes), 0.5 (the central difference) or 0 (PyTorch, JAX)",
        ],
    ),
}


@pytest.mark.parametrize(("call", "error", "words"), SAID.values(), ids=list(SAID))
def test_the_error_says_it_in_full(call, error, words):
    with pytest.raises(error) as caught:
        call()
    assert type(caught.value) is error
    assert str(caught.value) == "\n".join(words)


def test_no_line_of_an_error_is_too_long_for_a_cell():
    assert max(len(line) for _, _, words in SAID.values() for line in words) <= 96
