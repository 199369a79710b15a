"""Right and wrong answers to the exercises of unit 01, as different learners would write them."""

import numpy as np

# --- right: shapes.as_column --------------------------------------------------------------


def column_in_a_loop(v):
    out = np.zeros((len(v), 1))
    for i in range(len(v)):
        out[i, 0] = v[i]
    return out


def column_by_its_shape(v):
    copy = v.copy()
    copy.shape = (v.size, 1)
    return copy


AS_COLUMN = (
    column_in_a_loop,
    column_by_its_shape,
    lambda v: v[:, None],
    lambda v: v[:, np.newaxis],
    lambda v: v.reshape((len(v), 1)),
    lambda v: np.expand_dims(v, 1),
    lambda v: np.atleast_2d(v).T,
    lambda v: np.array([v]).T,
    lambda v: [[one] for one in v],
    lambda v: np.column_stack([v]),
    lambda v: np.c_[v],
    lambda v: np.vstack(v),
    lambda v: np.diag(v) @ np.ones((len(v), 1)),
    lambda v: np.float32(v)[:, None],
    lambda v: v[::-1][::-1, None],
    lambda v: np.einsum("i,j->ij", v, np.ones(1)),
)

# --- right: shapes.inner_outer ------------------------------------------------------------


def inner_in_a_loop(u, v):
    total = 0.0
    for i in range(len(u)):
        total += u[i, 0] * v[i, 0]
    return np.array([[total]])


def outer_in_loops(u, v):
    out = np.zeros((len(u), len(v)))
    for i in range(len(u)):
        for j in range(len(v)):
            out[i, j] = u[i, 0] * v[j, 0]
    return out


def outer_row_by_row(u, v):
    rows = []
    for one in u[:, 0]:
        rows.append(one * v[:, 0])
    return np.stack(rows)


INNERS = (
    inner_in_a_loop,
    lambda u, v: np.matmul(v.T, u),
    lambda u, v: np.sum(u * v, axis=0, keepdims=True),
    lambda u, v: np.einsum("ij,ik->jk", u, v),
    lambda u, v: np.inner(u.T, v.T),
    lambda u, v: [[sum(one * two for [one], [two] in zip(u, v, strict=True))]],
    lambda u, v: np.tensordot(u, v, axes=(0, 0)),
    lambda u, v: np.vdot(u, v).reshape(1, 1),
    lambda u, v: np.float32(u).T @ np.float32(v),
    lambda u, v: np.trace(u @ v.T)[None, None],
    lambda u, v: (u[:, 0] @ v[:, 0]).reshape(1, 1),
)
OUTERS = (
    outer_in_loops,
    outer_row_by_row,
    lambda u, v: u * v.T,
    lambda u, v: np.outer(u, v),
    lambda u, v: np.einsum("ij,kj->ik", u, v),
    lambda u, v: np.kron(u, v.T),
    lambda u, v: [[one * two for [two] in v] for [one] in u],
    lambda u, v: np.multiply.outer(u[:, 0], v[:, 0]),
    lambda u, v: np.float32(u).dot(np.float32(v).T),
    lambda u, v: np.hstack([u * one for one in v[:, 0]]),
    lambda u, v: (v @ u.T).T,
)
BOTH = tuple({"inner": inner, "outer": outer} for inner, outer in zip(INNERS, OUTERS, strict=True))

# --- right: shapes.center_rows ------------------------------------------------------------


def centered_in_loops(A):
    out = np.zeros(A.shape)
    for i in range(A.shape[0]):
        mean = sum(A[i]) / A.shape[1]
        for j in range(A.shape[1]):
            out[i, j] = A[i, j] - mean
    return out


def centered_in_a_copy(A):
    out = A.copy()
    for row in out:
        row -= row.mean()
    return out


CENTER_ROWS = (
    centered_in_loops,
    centered_in_a_copy,
    lambda A: A - A.mean(axis=1)[:, None],
    lambda A: A - np.mean(A, axis=-1).reshape(-1, 1),
    lambda A: (A.T - A.mean(axis=1)).T,
    lambda A: A - A.sum(axis=1, keepdims=True) / A.shape[1],
    lambda A: A @ (np.eye(A.shape[1]) - np.ones((A.shape[1], A.shape[1])) / A.shape[1]),
    lambda A: [row - row.mean() for row in A],
    lambda A: np.apply_along_axis(lambda row: row - row.mean(), 1, A),
    lambda A: np.subtract(A, np.average(A, axis=1, keepdims=True)),
    lambda A: A - np.einsum("ij->i", A)[:, np.newaxis] / A.shape[1],
    lambda A: np.float32(A) - np.float32(A).mean(axis=1, keepdims=True),
    lambda A: np.vstack([row - np.mean(row) for row in A]),
    lambda A: A - np.outer(A.mean(axis=1), np.ones(A.shape[1])),
)

# --- right: shapes.vec --------------------------------------------------------------------


def vec_in_loops(W):
    n, m = W.shape
    out = np.zeros((n * m, 1))
    for j in range(m):
        for i in range(n):
            out[j * n + i] = W[i, j]
    return out


def vec_into_a_list(W):
    out = []
    for column in W.T:
        for one in column:
            out.append([one])
    return out


VEC = (
    vec_in_loops,
    vec_into_a_list,
    lambda W: W.T.reshape(-1, 1),
    lambda W: W.ravel(order="F")[:, None],
    lambda W: W.flatten("F").reshape(W.size, 1),
    lambda W: np.vstack([W[:, [j]] for j in range(W.shape[1])]),
    lambda W: np.concatenate(list(W.T))[:, np.newaxis],
    lambda W: np.vstack(np.hsplit(W, W.shape[1])),
    lambda W: np.atleast_2d(W.T.ravel()).T,
    lambda W: sum(np.kron(np.eye(W.shape[1])[:, [j]], W[:, [j]]) for j in range(W.shape[1])),
    lambda W: np.einsum("ij->ji", W).reshape(-1, 1).astype(np.float32),
    lambda W: np.reshape(W, (-1, 1), order="F"),
    lambda W: np.array([W[i, j] for j in range(W.shape[1]) for i in range(len(W))]).reshape(-1, 1),
)

# --- right: shapes.quiz and shapes.order_product ------------------------------------------


def as_lists(exercise):
    return [list(one) if isinstance(one, tuple) else one for one in exercise.reference]


def as_numpy(exercise):
    made = {True: lambda one: tuple(np.int64(k) for k in one), False: str.upper}
    return tuple(made[isinstance(one, tuple)](one) for one in exercise.reference)


def as_arrays(exercise):
    return [np.array(one) if isinstance(one, tuple) and one else one for one in exercise.reference]


QUIZ = (lambda exercise: exercise.reference, as_lists, as_numpy, as_arrays)
ORDER_PRODUCT = (
    lambda exercise: exercise.reference,
    lambda exercise: tuple(exercise.reference),
    lambda exercise: " ".join(exercise.reference),
    lambda exercise: "".join(exercise.reference).upper(),
    lambda exercise: [f"({letter.upper()})" for letter in exercise.reference],
    lambda exercise: ", ".join(exercise.reference),
)

CORRECT = {
    "shapes.as_column": AS_COLUMN,
    "shapes.inner_outer": BOTH,
    "shapes.center_rows": CENTER_ROWS,
    "shapes.vec": VEC,
    "shapes.quiz": QUIZ,
    "shapes.order_product": ORDER_PRODUCT,
}

# --- wrong --------------------------------------------------------------------------------


def transposed_and_returned(v):
    if v.ndim == 1:
        v = np.transpose(v)
    return v


def zipped(u, v):
    total = 0
    for one, two in zip(u[:, 0], v[:, 0], strict=False):
        total = total + one * two
    return total


def laid_along(A):
    means = np.zeros(A.shape[0])
    for i in range(A.shape[0]):
        means[i] = A[i].mean()
    return A - means


def rows_in_loops(W):
    out = []
    for row in W:
        for one in row:
            out.append([one])
    return np.array(out)


def both(inner=None, outer=None):
    """One of the two spoilt, the other right."""
    return {"inner": inner or INNERS[1], "outer": outer or OUTERS[3]}


WRONG = {
    ("shapes.as_column", "L2", ()): [
        transposed_and_returned,
        lambda v: v.T,
        lambda v: v.T.T.copy(),
        lambda v: v.transpose(),
        lambda v: np.swapaxes(v, 0, 0),
        lambda v: list(v),
        lambda v: v.reshape(-1),
    ],
    ("shapes.inner_outer", "L2", ()): [
        both(inner=lambda u, v: u.ravel().T @ v.ravel()),
        both(inner=lambda u, v: u[:, 0] @ v[:, 0].T),
        both(inner=lambda u, v: np.dot(u.squeeze(), v.squeeze())),
        both(inner=lambda u, v: float(np.vdot(u, v))),
        both(inner=lambda u, v: u[:, 0].T @ v),
    ],
    ("shapes.inner_outer", "L2", ("B2",)): [
        both(outer=lambda u, v: u.ravel() @ v.ravel().T),
        both(outer=lambda u, v: u[:, 0].T @ v[:, 0].T),
        both(outer=lambda u, v: (u * v).sum()),
        both(outer=lambda u, v: np.inner(u[:, 0], v[:, 0])),
    ],
    ("shapes.inner_outer", "B2", ()): [
        both(outer=zipped),
        both(outer=lambda u, v: u.T @ v),
        both(outer=lambda u, v: np.sum(np.outer(u, v))),
        both(outer=lambda u, v: (u * v.T).sum()),
        both(outer=lambda u, v: sum(one * two for one, two in zip(u, v, strict=False))),
    ],
    ("shapes.center_rows", "L3", ()): [
        laid_along,
        lambda A: A - np.mean(A, axis=1)[None, :],
        lambda A: A - A.mean(1).reshape(1, -1),
        lambda A: (A.T - A.mean(axis=1, keepdims=True)).T,
        lambda A: A - A.sum(axis=1) / A.shape[1],
        lambda A: A - A.mean(axis=1, keepdims=True).T,
        lambda A: np.array([row - A.mean(axis=1) for row in A]),
    ],
    ("shapes.vec", "L4", ()): [
        lambda W: W.reshape(W.shape[::-1]),
        lambda W: np.reshape(W, (W.shape[1], len(W))).astype(np.float32),
    ],
    ("shapes.vec", "L4", ("T4",)): [
        rows_in_loops,
        lambda W: W.reshape(-1, 1),
        lambda W: W.ravel(),
        lambda W: W.flatten()[:, None],
        lambda W: W.reshape(W.shape[::-1]).reshape(-1, 1),
        lambda W: np.concatenate(list(W)).reshape(-1, 1),
        lambda W: np.hstack(list(W)),
        lambda W: W.T.reshape(-1, 1, order="F"),
    ],
    ("shapes.vec", "T4", ()): [
        lambda W: W.reshape(1, -1),
        lambda W: np.hstack([W[[i]] for i in range(len(W))]),
        lambda W: [[one for row in W for one in row]],
    ],
}
