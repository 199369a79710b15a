"""Unit 02: right and wrong answers, written as different learners would write them."""

from functools import reduce

import numpy as np

# --- chain.gradient_column ----------------------------------------------------------------


def column_loops(M, C, x):
    m, n = M.shape
    out = np.zeros((n, 1))
    for j in range(n):
        for i in range(m):
            out[j] += M[i, j] * C[i]
    return out


def column_einsum(M, C, x):
    return np.einsum("ij,ik->jk", M, C)


def column_broadcast(M, C, x):
    return (M * C).sum(axis=0)[:, None]


def column_from_the_row(M, C, x):
    return (C.T @ M).T


def column_jacobians(M, C, x):
    m, n = M.shape
    dy_dx = np.array([[M[i, j] for i in range(m)] for j in range(n)])
    dz_dy = C.reshape(m, 1)
    return dy_dx @ dz_dy


def column_kron(M, C, x):
    return np.kron(C, np.eye(M.shape[1])).T @ M.reshape(-1, 1)


def column_lists(M, C, x):
    return [[sum(a * c for a, [c] in zip(column, C, strict=True))] for column in M.T]


def column_float32(M, C, x):
    return M.T.astype(np.float32) @ C.astype(np.float32)


def column_differences(M, C, x):
    moves = np.eye(len(x))[:, :, None]
    z = (C.T @ M @ x).item()
    return np.array([[(C.T @ M @ (x + move)).item() - z] for move in moves])


def column_sum_of_rows(M, C, x):
    return sum(c * row[:, None] for c, row in zip(C[:, 0], M, strict=True))


def column_1d_inside(M, C, x):
    return (C.ravel() @ M).reshape(-1, 1)


def column_view(M, C, x):
    return np.dot(np.asfortranarray(M).T, C)[::-1][::-1]


# --- chain.gradient_row -------------------------------------------------------------------


def row_loops(M, C, x):
    m, n = M.shape
    out = np.zeros((1, n))
    for j in range(n):
        for i in range(m):
            out[0, j] += C[i, 0] * M[i, j]
    return out


def row_einsum(M, C, x):
    return np.einsum("ik,ij->kj", C, M)


def row_broadcast(M, C, x):
    return np.sum(C * M, axis=0, keepdims=True)


def row_from_the_column(M, C, x):
    return np.transpose(M.T @ C)


def row_jacobians(M, C, x):
    dz_dy = np.array([[c for [c] in C]])
    dy_dx = M.copy()
    return np.matmul(dz_dy, dy_dx)


def row_kron(M, C, x):
    return (np.kron(C, np.eye(M.shape[1])).T @ M.reshape(-1, 1)).reshape(1, -1)


def row_lists(M, C, x):
    return [[float(column @ C[:, 0]) for column in M.T]]


def row_float32(M, C, x):
    return (C.T.astype("float32") @ M.astype("float32")).astype(np.float64)


def row_differences(M, C, x):
    h = 1e-4
    z = lambda x: (C.T @ M @ x).item()  # noqa: E731
    steps = h * np.eye(len(x))
    return np.array([[(z(x + s[:, None]) - z(x - s[:, None])) / (2 * h) for s in steps]])


def row_1d_inside(M, C, x):
    return np.atleast_2d(C[:, 0] @ M)


def row_stacked(M, C, x):
    return np.hstack([C.T @ M[:, [j]] for j in range(M.shape[1])])


# --- chain.chain_column and chain.chain_row -----------------------------------------------


def along_reduce(jacobians):
    return reduce(np.matmul, jacobians)


def along_identity(jacobians):
    product = np.eye(len(jacobians[0]))
    for jacobian in jacobians:
        product = np.dot(product, jacobian)
    return product


def along_from_the_loss(jacobians):
    product = jacobians[-1]
    for jacobian in reversed(jacobians[:-1]):
        product = jacobian @ product
    return product


def along_recursive(jacobians):
    if len(jacobians) == 1:
        return jacobians[0]
    return jacobians[0] @ along_recursive(jacobians[1:])


def along_halves(jacobians):
    if len(jacobians) == 1:
        return jacobians[0]
    half = len(jacobians) // 2
    return along_halves(jacobians[:half]) @ along_halves(jacobians[half:])


def along_multi_dot(jacobians):
    return np.linalg.multi_dot(jacobians) if len(jacobians) > 1 else jacobians[0].copy()


def along_einsum(jacobians):
    product = jacobians[0]
    for jacobian in jacobians[1:]:
        product = np.einsum("ij,jk->ik", product, jacobian)
    return product


def along_loops(jacobians):
    product = [list(row) for row in jacobians[0]]
    for J in jacobians[1:]:
        product = [
            [sum(row[i] * J[i, k] for i in range(len(J))) for k in range(J.shape[1])]
            for row in product
        ]
    return product


def along_popping_a_copy(jacobians):
    left = list(jacobians)
    product = left.pop(0)
    while left:
        product = product @ left.pop(0)
    return product


def along_transposed(jacobians):
    turned = jacobians[-1].T
    for jacobian in jacobians[-2::-1]:
        turned = turned @ jacobian.T
    return turned.T


def along_float32(jacobians):
    return reduce(np.matmul, [jacobian.astype(np.float32) for jacobian in jacobians])


def along_broadcast(jacobians):
    product = jacobians[0]
    for jacobian in jacobians[1:]:
        product = (product[:, :, None] * jacobian[None]).sum(axis=1)
    return product


ALONG = (
    along_reduce,
    along_identity,
    along_from_the_loss,
    along_recursive,
    along_halves,
    along_multi_dot,
    along_einsum,
    along_loops,
    along_popping_a_copy,
    along_transposed,
    along_float32,
    along_broadcast,
)


def back_reduce(jacobians):
    return reduce(np.matmul, jacobians[::-1])


def back_loop(jacobians):
    product = np.identity(jacobians[0].shape[1])
    for jacobian in jacobians:
        product = jacobian @ product
    return product


def back_from_the_loss(jacobians):
    product = jacobians[-1]
    for J in jacobians[-2::-1]:
        product = product.dot(J)
    return product


def back_recursive(jacobians):
    *before, last = jacobians
    return last @ back_recursive(before) if before else last


def back_multi_dot(jacobians):
    return np.linalg.multi_dot(jacobians[::-1]) if jacobians[1:] else jacobians[0]


def back_converted(jacobians):
    product = jacobians[0].T
    for jacobian in jacobians[1:]:
        product = product @ jacobian.T
    return product.T


def back_einsum(jacobians):
    product = jacobians[0]
    for jacobian in jacobians[1:]:
        product = np.einsum("ki,ij->kj", jacobian, product)
    return product


def back_lists(jacobians):
    product = jacobians[0].tolist()
    for J in jacobians[1:]:
        columns = list(zip(*product, strict=True))
        product = [[sum(a * b for a, b in zip(row, c, strict=True)) for c in columns] for row in J]
    return product


def back_float32(jacobians):
    return back_loop([jacobian.astype(np.float32) for jacobian in jacobians])


def back_lambda(jacobians):
    return reduce(lambda product, jacobian: jacobian @ product, jacobians)


# --- chain.quadratic ----------------------------------------------------------------------


def quadratic_two_paths(S, x):
    return S @ x + S.T @ x


def quadratic_loops(S, x):
    n = len(x)
    out = np.zeros((n, 1))
    for j in range(n):
        for i in range(n):
            out[j] += (S[i, j] + S[j, i]) * x[i]
    return out


def quadratic_einsum(S, x):
    return np.einsum("ij,jk->ik", S, x) + np.einsum("ij,ik->jk", S, x)


def quadratic_symmetric_part(S, x):
    half = (S + S.T) / 2
    return 2 * half @ x


def quadratic_row_turned(S, x):
    return (x.T @ S.T + x.T @ S).T


def quadratic_broadcast(S, x):
    return ((S + S.T) * x.T).sum(axis=1, keepdims=True)


def quadratic_up_and_down(S, x):
    q = lambda x: (x.T @ S @ x).item()  # noqa: E731
    moves = [np.eye(len(x))[:, [j]] for j in range(len(x))]
    return np.array([[(q(x + move) - q(x - move)) / 2] for move in moves])


def quadratic_lists(S, x):
    n = range(len(x))
    return [[sum((S[i, j] + S[j, i]) * x[i, 0] for i in n)] for j in n]


def quadratic_float32(S, x):
    S, x = S.astype(np.float32), x.astype(np.float32)
    return S @ x + (x.T @ S).T


def quadratic_one_product(S, x):
    n = len(x)
    return np.hstack([S, S.T]) @ np.vstack([x, x]).reshape(2 * n, 1)


def quadratic_product_rule(S, x):
    identity = np.eye(len(x))
    return identity @ (S @ x) + identity @ (S.T @ x)


# --- chain.fork ---------------------------------------------------------------------------


def fork_stacked(M, P, C, D, x):
    return np.vstack([M, P]).T @ np.vstack([C, D])


def fork_row_turned(M, P, C, D, x):
    return (C.T @ M + D.T @ P).T


def fork_accumulated(M, P, C, D, x):
    gradient = np.zeros_like(x)
    gradient += M.T @ C
    gradient += P.T @ D
    return gradient


def fork_loops(M, P, C, D, x):
    out = np.zeros((len(x), 1))
    for j in range(len(x)):
        for i in range(len(C)):
            out[j] += M[i, j] * C[i]
        for i in range(len(D)):
            out[j] += P[i, j] * D[i]
    return out


def fork_einsum(M, P, C, D, x):
    return np.einsum("ij,ik->jk", M, C) + np.einsum("ij,ik->jk", P, D)


def fork_broadcast(M, P, C, D, x):
    return ((M * C).sum(0) + (P * D).sum(0))[:, np.newaxis]


def fork_lists(M, P, C, D, x):
    return [[float(a @ C[:, 0] + b @ D[:, 0])] for a, b in zip(M.T, P.T, strict=True)]


def fork_differences(M, P, C, D, x):
    z = lambda x: (C.T @ M @ x + D.T @ P @ x).item()  # noqa: E731
    return [[z(x + move) - z(x)] for move in np.eye(len(x))[:, :, None]]


def fork_float32(M, P, C, D, x):
    M, P, C, D = (one.astype(np.float32) for one in (M, P, C, D))
    return M.T @ C + P.T @ D


def fork_sum_of_branches(M, P, C, D, x):
    return sum(J.T @ g for J, g in ((M, C), (P, D)))


def fork_jacobians(M, P, C, D, x):
    dy_dx, dv_dx = np.transpose(M), np.transpose(P)
    dz_dy, dz_dv = C.copy(), D.copy()
    return np.add(dy_dx @ dz_dy, dv_dx @ dz_dv)


# --- chain.which_layout -------------------------------------------------------------------

WORD = {(1, 1): "both", (1, 0): "column", (0, 1): "row", (0, 0): "neither"}


def near(J, known):
    if np.shape(J) != np.shape(known):
        return False
    return bool(np.max(np.abs(J - known)) < 1e-3 * np.max(np.abs(known)))


def layout_hstack(f, x, J):
    h = 1e-5
    columns = [(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))[:, :, None]]
    row = np.hstack(columns)
    return WORD[near(J, row.T), near(J, row)]


def layout_filled(f, x, J):
    n, m, h = len(x), len(f(x)), 1e-4
    column = np.zeros((n, m))
    for j in range(n):
        up, down = x.copy(), x.copy()
        up[j, 0] += h
        down[j, 0] -= h
        column[j] = ((f(up) - f(down)) / (2 * h))[:, 0]
    in_columns, in_rows = near(J, column), near(J, column.T)
    if in_columns and in_rows:
        return "both"
    if in_columns:
        return "column"
    return "row" if in_rows else "neither"


def layout_complex(f, x, J):
    h = 1e-20
    row = np.hstack([f(x + 1j * h * e).imag / h for e in np.eye(len(x))[:, :, None]])
    return WORD[near(J, row.T), near(J, row)]


def layout_forward(f, x, J):
    h, here = 1e-7, f(x)
    row = np.column_stack([((f(x + h * e) - here) / h)[:, 0] for e in np.eye(len(x))[:, :, None]])
    return WORD[near(J, row.T), near(J, row)]


def layout_allclose(f, x, J):
    h, row = 1e-5, []
    for j in range(len(x)):
        move = np.zeros_like(x)
        move[j] = h
        row.append(((f(x + move) - f(x - move)) / (2 * h)).ravel())
    column = np.array(row)
    fits = [
        J.shape == K.shape and np.isclose(J, K, rtol=1e-4, atol=1e-4).all()
        for K in (column, column.T)
    ]
    return {2: "both", 0: "neither"}.get(sum(fits), "column" if fits[0] else "row")


def layout_entry_by_entry(f, x, J):
    h, n, m = 1e-5, len(x), len(f(x))
    found = {"column": J.shape == (n, m), "row": J.shape == (m, n)}
    for j in range(n):
        move = h * np.eye(n)[:, [j]]
        slope = (f(x + move) - f(x - move)) / (2 * h)
        for i in range(m):
            if found["column"] and abs(J[j, i] - slope[i, 0]) > 1e-3:
                found["column"] = False
            if found["row"] and abs(J[i, j] - slope[i, 0]) > 1e-3:
                found["row"] = False
    words = [word for word, holds in found.items() if holds]
    return "both" if len(words) == 2 else words[0] if words else "neither"


def layout_random_directions(f, x, J):
    rng, h = np.random.default_rng(0), 1e-5
    n, m = len(x), len(f(x))
    in_columns, in_rows = J.shape == (n, m), J.shape == (m, n)
    for _ in range(20):
        d = rng.normal(size=(n, 1))
        change = (f(x + h * d) - f(x - h * d)) / (2 * h)
        in_columns = in_columns and np.abs(J.T @ d - change).max() < 1e-3
        in_rows = in_rows and np.abs(J @ d - change).max() < 1e-3
    return WORD[bool(in_columns), bool(in_rows)]


def layout_upper_case(f, x, J):
    return layout_hstack(f, x, J).upper()


def layout_lists(f, x, J):
    h = 1e-5
    moves = [[[h * (i == j)] for i in range(len(x))] for j in range(len(x))]
    rows = [((f(x + np.array(e)) - f(x - np.array(e))) / (2 * h))[:, 0].tolist() for e in moves]
    turned = [list(one) for one in zip(*rows, strict=True)]
    return WORD[near(J, np.array(rows)), near(J, np.array(turned))]


def layout_numpy_word(f, x, J):
    return np.str_(layout_filled(f, x, J))


CORRECT = {
    "chain.jacobian_shapes": (
        lambda e: [list(one) for one in e.reference],
        lambda e: tuple(e.reference),
        lambda e: [np.array(one) for one in e.reference],
        lambda e: [np.zeros(one).shape for one in e.reference],
        lambda e: [(float(a), np.int64(b)) for a, b in e.reference],
    ),
    "chain.gradient_column": (
        column_loops,
        column_einsum,
        column_broadcast,
        column_from_the_row,
        column_jacobians,
        column_kron,
        column_lists,
        column_float32,
        column_differences,
        column_sum_of_rows,
        column_1d_inside,
        column_view,
        lambda M, C, x: M.T @ C,
    ),
    "chain.gradient_row": (
        row_loops,
        row_einsum,
        row_broadcast,
        row_from_the_column,
        row_jacobians,
        row_kron,
        row_lists,
        row_float32,
        row_differences,
        row_1d_inside,
        row_stacked,
        lambda M, C, x: C.T @ M,
    ),
    "chain.chain_column": ALONG,
    "chain.chain_row": (
        back_reduce,
        back_loop,
        back_from_the_loss,
        back_recursive,
        back_multi_dot,
        back_converted,
        back_einsum,
        back_lists,
        back_float32,
        back_lambda,
    ),
    "chain.predict_square": (
        lambda e: [np.asarray(o).tolist() if isinstance(o, np.ndarray) else o for o in e.reference],
        lambda e: tuple(e.reference),
        lambda e: [o.astype(int) if isinstance(o, np.ndarray) else o for o in e.reference],
        lambda e: [o.upper() if isinstance(o, str) else o for o in e.reference],
        lambda e: [np.float64(o) if isinstance(o, int) else o for o in e.reference],
    ),
    "chain.quadratic": (
        quadratic_two_paths,
        quadratic_loops,
        quadratic_einsum,
        quadratic_symmetric_part,
        quadratic_row_turned,
        quadratic_broadcast,
        quadratic_up_and_down,
        quadratic_lists,
        quadratic_float32,
        quadratic_one_product,
        quadratic_product_rule,
    ),
    "chain.derivation": (
        lambda e: tuple(e.reference),
        lambda e: " ".join(e.reference),
        lambda e: "".join(e.reference).upper(),
        lambda e: [f"({letter})" for letter in e.reference],
        lambda e: list(e.accepted[1]),
    ),
    "chain.which_layout": (
        layout_hstack,
        layout_filled,
        layout_complex,
        layout_forward,
        layout_allclose,
        layout_entry_by_entry,
        layout_random_directions,
        layout_upper_case,
        layout_lists,
        layout_numpy_word,
    ),
    "chain.fork": (
        fork_stacked,
        fork_row_turned,
        fork_accumulated,
        fork_loops,
        fork_einsum,
        fork_broadcast,
        fork_lists,
        fork_differences,
        fork_float32,
        fork_sum_of_branches,
        fork_jacobians,
    ),
}


# --- wrong answers ------------------------------------------------------------------------


def column_sums_in_loops(M, C, x):
    return [[sum(M[i][j] for i in range(len(M)))] for j in range(len(x))]


def jacobian_in_loops(M, C, x):
    m, n = M.shape
    dy_dx = np.zeros((n, m))
    for j in range(n):
        for i in range(m):
            dy_dx[j, i] = M[i, j]
    return dy_dx


def weights_in_loops(M, C, x):
    return [[C[i, 0] * x[j, 0] for j in range(len(x))] for i in range(len(C))]


def z_in_loops(M, C, x):
    z = 0.0
    for i in range(len(C)):
        for j in range(len(x)):
            z += C[i, 0] * M[i, j] * x[j, 0]
    return z


def back_in_a_loop(jacobians):
    product = np.eye(len(jacobians[-1]))
    for J in reversed(jacobians):
        product = product @ J
    return product


def reversed_in_place(jacobians):
    jacobians.reverse()
    return reduce(np.dot, jacobians)


def along_in_a_loop(jacobians):
    product = jacobians[0]
    for J in jacobians[1:]:
        product = product.dot(J)
    return product


def first_path_in_loops(S, x):
    out = np.zeros_like(x)
    for i in range(len(x)):
        for j in range(len(x)):
            out[i] += S[i, j] * x[j]
    return out


def second_path_in_loops(S, x):
    out = np.zeros_like(x)
    for i in range(len(x)):
        for j in range(len(x)):
            out[j] += S[i, j] * x[i]
    return out


def overwritten(M, P, C, D, x):
    for J, g in ((M, C), (P, D)):
        gradient = J.T @ g
    return gradient


def stored_by_name(M, P, C, D, x):
    gradients = {}
    gradients["x"] = M.T @ C
    gradients["x"] = P.T @ D
    return gradients["x"]


def returned_too_early(M, P, C, D, x):
    for J, g in ((M, C), (P, D)):
        return J.T @ g
    return None


def multiplied_up(M, P, C, D, x):
    gradient = np.ones_like(x)
    for J, g in ((M, C), (P, D)):
        gradient = gradient * (J.T @ g)
    return gradient


WRONG = {
    ("chain.gradient_column", "A1", ()): [
        lambda M, C, x: C.T @ M,
        lambda M, C, x: (M.T @ C).T,
        lambda M, C, x: np.sum(M * C, axis=0, keepdims=True),
        row_float32,
    ],
    ("chain.gradient_column", "A2", ()): [
        lambda M, C, x: M @ C,
        lambda M, C, x: M.dot(C),
        lambda M, C, x: np.einsum("ij,jk->ik", M, C),
        lambda M, C, x: (C.T @ M.T).T,
        lambda M, C, x: C.T @ M.T,
        lambda M, C, x: np.array([row @ C for row in M]),
        lambda M, C, x: M @ C[:, 0],
        lambda M, C, x: np.tensordot(M, C, 1),
    ],
    ("chain.gradient_column", "A3", ()): [
        lambda M, C, x: M.T,
        lambda M, C, x: np.transpose(M).copy(),
        lambda M, C, x: M,
        lambda M, C, x: [list(column) for column in M.T],
        jacobian_in_loops,
    ],
    ("chain.gradient_column", "A4", ()): [
        lambda M, C, x: C @ x.T,
        lambda M, C, x: np.outer(C, x),
        lambda M, C, x: C * x.T,
        lambda M, C, x: np.outer(x, C),
        weights_in_loops,
    ],
    ("chain.gradient_column", "A5", ()): [
        lambda M, C, x: C.T @ M @ x,
        lambda M, C, x: float((C.T @ M @ x)[0, 0]),
        lambda M, C, x: (C * (M @ x)).sum(),
        lambda M, C, x: np.vdot(C, M @ x),
        z_in_loops,
    ],
    ("chain.gradient_column", "A7", ()): [
        lambda M, C, x: M.T @ np.ones((len(M), 1)),
        lambda M, C, x: M.sum(axis=0)[:, None],
        lambda M, C, x: M.T @ np.ones_like(C),
        lambda M, C, x: M.sum(axis=0),
        lambda M, C, x: np.ones((1, len(M))) @ M,
        column_sums_in_loops,
    ],
    ("chain.gradient_row", "A1", ()): [
        lambda M, C, x: M.T @ C,
        lambda M, C, x: (C.T @ M).T,
        lambda M, C, x: np.einsum("ij,ik->jk", M, C),
        column_lists,
    ],
    ("chain.gradient_row", "A2", ()): [
        lambda M, C, x: C.T @ M.T,
        lambda M, C, x: M @ C,
        lambda M, C, x: (M @ C).T,
        lambda M, C, x: np.einsum("jk,ij->ki", C, M),
        lambda M, C, x: np.dot(C.T, M.T),
        lambda M, C, x: np.hstack([C.T @ row[:, None] for row in M]),
    ],
    ("chain.gradient_row", "A3", ()): [
        lambda M, C, x: M,
        lambda M, C, x: M.tolist(),
        lambda M, C, x: np.eye(len(M)) @ M,
        jacobian_in_loops,
    ],
    ("chain.gradient_row", "A4", ()): [
        lambda M, C, x: x @ C.T,
        lambda M, C, x: np.outer(x, C),
        lambda M, C, x: C @ x.T,
        lambda M, C, x: (x * C.T).astype(np.float32),
    ],
    ("chain.gradient_row", "A5", ()): [
        lambda M, C, x: C.T @ M @ x,
        lambda M, C, x: (C.T @ M @ x).item(),
        lambda M, C, x: [[np.sum(C * (M @ x))]],
        z_in_loops,
    ],
    ("chain.gradient_row", "A7", ()): [
        lambda M, C, x: np.ones((1, len(M))) @ M,
        lambda M, C, x: M.sum(axis=0, keepdims=True),
        lambda M, C, x: np.ones_like(C).T @ M,
        lambda M, C, x: sum(M),
        column_sums_in_loops,
    ],
    ("chain.chain_column", "C10", ()): [
        lambda jacobians: reduce(np.matmul, jacobians[::-1]),
        lambda jacobians: np.linalg.multi_dot(jacobians[::-1]),
        lambda jacobians: reduce(lambda product, J: J @ product, jacobians),
        lambda jacobians: jacobians[2] @ jacobians[1] @ jacobians[0],
        lambda jacobians: jacobians[2] @ (jacobians[1] @ jacobians[0]),
        back_in_a_loop,
        reversed_in_place,
        back_einsum,
    ],
    ("chain.chain_row", "C10", ()): [
        lambda jacobians: reduce(np.matmul, jacobians),
        lambda jacobians: np.linalg.multi_dot(jacobians),
        lambda jacobians: jacobians[0] @ jacobians[1] @ jacobians[2],
        along_in_a_loop,
        along_recursive,
        along_einsum,
    ],
    ("chain.quadratic", "Q1", ()): [
        lambda S, x: 2 * S @ x,
        lambda S, x: 2 * (S @ x),
        lambda S, x: S @ x + S @ x,
        lambda S, x: 2 * S.T @ x,
        lambda S, x: (2 * x.T @ S).T,
    ],
    ("chain.quadratic", "Q2", ()): [
        lambda S, x: S @ x,
        lambda S, x: np.einsum("ij,jk->ik", S, x),
        lambda S, x: [[row @ x[:, 0]] for row in S],
        first_path_in_loops,
    ],
    ("chain.quadratic", "Q3", ()): [
        lambda S, x: S.T @ x,
        lambda S, x: (x.T @ S).T,
        lambda S, x: np.einsum("ij,ik->jk", S, x),
        lambda S, x: x.T @ S,
        second_path_in_loops,
    ],
    ("chain.quadratic", "Q4", ()): [
        lambda S, x: x.T @ (S + S.T),
        lambda S, x: ((S + S.T) @ x).T,
        lambda S, x: x.T @ S + x.T @ S.T,
        lambda S, x: (x.T @ S + (S @ x).T).astype(np.float32),
    ],
    ("chain.fork", "F1", ()): [
        lambda M, P, C, D, x: P.T @ D,
        lambda M, P, C, D, x: (D.T @ P).T,
        overwritten,
        stored_by_name,
    ],
    ("chain.fork", "F2", ()): [
        lambda M, P, C, D, x: M.T @ C,
        lambda M, P, C, D, x: (M * C).sum(axis=0, keepdims=True).T,
        lambda M, P, C, D, x: np.einsum("ij,ik->jk", M, C),
        returned_too_early,
    ],
    ("chain.fork", "F3", ()): [
        lambda M, P, C, D, x: (M.T @ C) * (P.T @ D),
        lambda M, P, C, D, x: np.multiply(P.T @ D, M.T @ C),
        lambda M, P, C, D, x: (M.T @ C).T @ (P.T @ D),
        lambda M, P, C, D, x: (M.T @ C) @ (P.T @ D).T,
        lambda M, P, C, D, x: np.outer(P.T @ D, M.T @ C),
        multiplied_up,
    ],
}
