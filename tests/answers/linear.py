"""Unit 03: right and wrong answers, written as different learners would write them."""

import numpy as np

# --- linear.forward -----------------------------------------------------------------------


def forward_loops(W, a, b):
    z = np.zeros_like(b)
    for i in range(W.shape[0]):
        for j in range(W.shape[1]):
            z[i] += W[i, j] * a[j]
        z[i] += b[i]
    return z


def forward_rows(W, a, b):
    return np.array([row @ a + one for row, one in zip(W, b, strict=True)])


def forward_einsum(W, a, b):
    return np.einsum("ij,jk->ik", W, a) + b


def forward_broadcast(W, a, b):
    return (W * a.T).sum(axis=1, keepdims=True) + b


def forward_1d_inside(W, a, b):
    return (W @ a[:, 0] + b[:, 0])[:, None]


def forward_lists(W, a, b):
    return [
        [sum(w * x for w, [x] in zip(row, a, strict=True)) + b[i][0]] for i, row in enumerate(W)
    ]


def forward_float32(W, a, b):
    return W.astype(np.float32) @ a.astype(np.float32) + b.astype(np.float32)


def forward_block(W, a, b):
    return np.hstack([W, b]) @ np.vstack([a, [[1.0]]])


def forward_row_convention(W, a, b):
    return (a.T @ W.T + b.T).T


def forward_fortran(W, a, b):
    return np.asfortranarray(W).dot(a) + b


# --- linear.db ----------------------------------------------------------------------------


def db_itself(dL_dz):
    return dL_dz


def db_identity(dL_dz):
    return np.eye(len(dL_dz)) @ dL_dz


def db_loop(dL_dz):
    out = np.empty_like(dL_dz)
    for i, one in enumerate(dL_dz):
        out[i] = one
    return out


def db_lists(dL_dz):
    return dL_dz.tolist()


def db_sum_of_a_batch_of_one(dL_dz):
    return dL_dz.sum(axis=1, keepdims=True)


def db_view(dL_dz):
    return dL_dz[::-1][::-1]


def db_float32(dL_dz):
    return np.float32(dL_dz)


def db_float32_and_back(dL_dz):
    return dL_dz.astype(np.float32).astype(np.float64)


def db_einsum(dL_dz):
    return np.einsum("ik,kl->il", np.identity(dL_dz.shape[0]), dL_dz)


def db_rows_of_tuples(dL_dz):
    return tuple((float(one),) for one in dL_dz[:, 0])


# --- linear.da ----------------------------------------------------------------------------


def da_loops(W, dL_dz):
    n, m = W.shape
    out = np.zeros((m, 1))
    for j in range(m):
        for i in range(n):
            out[j] += W[i, j] * dL_dz[i]
    return out


def da_einsum(W, dL_dz):
    return np.einsum("ij,ik->jk", W, dL_dz)


def da_row_convention(W, dL_dz):
    return (dL_dz.T @ W).T


def da_broadcast(W, dL_dz):
    return (W * dL_dz).sum(axis=0)[:, np.newaxis]


def da_sum_of_rows(W, dL_dz):
    return sum(W[[i]].T * dL_dz[i] for i in range(len(W)))


def da_jacobian(W, dL_dz):
    n, m = W.shape
    dz_da = np.array([[W[i, j] for i in range(n)] for j in range(m)])
    return np.matmul(dz_da, dL_dz)


def da_lists(W, dL_dz):
    return [[sum(w * g for w, [g] in zip(column, dL_dz, strict=True))] for column in W.T]


def da_float32(W, dL_dz):
    return (W.T @ dL_dz).astype("float32")


def da_tensordot(W, dL_dz):
    return np.tensordot(W, dL_dz, axes=(0, 0))


def da_differences(W, dL_dz):
    m = W.shape[1]
    steps = np.eye(m)
    return np.array([(dL_dz.T @ (W @ step[:, None]))[0] for step in steps])


# --- linear.tensor ------------------------------------------------------------------------


def tensor_loops(W, a):
    n, m = W.shape
    T = np.zeros((n, m, n))
    for i in range(n):
        for j in range(m):
            for k in range(n):
                T[i, j, k] = a[j, 0] if i == k else 0
    return T


def tensor_einsum(W, a):
    return np.einsum("ik,j->ijk", np.eye(len(W)), a[:, 0])


def tensor_broadcast(W, a):
    return np.eye(len(W))[:, None, :] * a[None, :, :]


def tensor_kron(W, a):
    n, m = W.shape
    return np.kron(np.eye(n), a).reshape(n, m, n)


def tensor_kron_fortran(W, a):
    n, m = W.shape
    return np.kron(a, np.eye(n)).reshape(n, m, n, order="F")


def tensor_multiply_outer(W, a):
    return np.multiply.outer(np.eye(len(W)), a[:, 0]).transpose(0, 2, 1)


def tensor_slices(W, a):
    slices = []
    for k in range(len(W)):
        piece = np.zeros(W.shape)
        piece[k] = a.T
        slices.append(piece)
    return np.stack(slices, axis=2)


def tensor_indexed(W, a):
    n, m = W.shape
    T = np.zeros((n, m, n), order="F")
    T[np.arange(n), :, np.arange(n)] = a.ravel()
    return T


def tensor_lists(W, a):
    n = range(len(W))
    return [[[float(x) * (i == k) for k in n] for [x] in a] for i in n]


def tensor_differences(W, a):
    T = np.zeros((*W.shape, len(W)))
    for i, j in np.ndindex(W.shape):
        step = np.zeros(W.shape)
        step[i, j] = 1.0
        T[i, j] = ((W + step) @ a - (W - step) @ a)[:, 0] / 2
    return T


def tensor_float32(W, a):
    return tensor_loops(W, a).astype(np.float32)


# --- linear.contract ----------------------------------------------------------------------


def contract_loop(T, dL_dz):
    out = np.zeros(T.shape[:2])
    for k in range(T.shape[2]):
        out += T[:, :, k] * dL_dz[k]
    return out


def contract_einsum(T, dL_dz):
    return np.einsum("ijk,k->ij", T, dL_dz[:, 0])


def contract_einsum_columns(T, dL_dz):
    return np.einsum("ijk,kl->ij", T, dL_dz)


def contract_tensordot(T, dL_dz):
    return np.tensordot(T, dL_dz.ravel(), axes=1)


def contract_broadcast(T, dL_dz):
    return (T * dL_dz.T).sum(axis=2)


def contract_squeeze(T, dL_dz):
    return (T @ dL_dz).squeeze(axis=2)


def contract_matrix(T, dL_dz):
    n, m, _ = T.shape
    return (T.reshape(n * m, -1) @ dL_dz).reshape(n, m)


def contract_three_loops(T, dL_dz):
    n, m, _ = T.shape
    return [[sum(T[i, j, k] * dL_dz[k, 0] for k in range(n)) for j in range(m)] for i in range(n)]


def contract_slices_first(T, dL_dz):
    return sum(g * piece for g, piece in zip(dL_dz[:, 0], np.moveaxis(T, 2, 0), strict=True))


def contract_float32(T, dL_dz):
    return np.dot(T, dL_dz)[..., 0].astype(np.float32)


# --- linear.dW ----------------------------------------------------------------------------


def dW_loops(a, dL_dz):
    n, m = len(dL_dz), len(a)
    out = np.empty((n, m))
    for i in range(n):
        for j in range(m):
            out[i, j] = dL_dz[i, 0] * a[j, 0]
    return out


def dW_outer(a, dL_dz):
    return np.outer(dL_dz, a)


def dW_broadcast(a, dL_dz):
    return dL_dz * a.T


def dW_einsum(a, dL_dz):
    return np.einsum("ik,jk->ij", dL_dz, a)


def dW_kron(a, dL_dz):
    return np.kron(dL_dz, a.T)


def dW_rows(a, dL_dz):
    return np.vstack([a.T * one for one in dL_dz])


def dW_transposed(a, dL_dz):
    return (a @ dL_dz.T).T


def dW_fortran(a, dL_dz):
    return np.asfortranarray(dL_dz @ a.T)


def dW_lists(a, dL_dz):
    return [[g * x for x in a[:, 0]] for g in dL_dz[:, 0]]


def dW_float32(a, dL_dz):
    return dL_dz.astype(np.float32) @ a.T.astype(np.float32)


def dW_from_the_tensor(a, dL_dz):
    n, m = len(dL_dz), len(a)
    dz_dW = np.einsum("ik,j->ijk", np.eye(n), a[:, 0])
    return (dz_dW.reshape(n * m, n) @ dL_dz).reshape(n, m)


# --- linear.row_form ----------------------------------------------------------------------


def row_from_column(W, a, dL_dz):
    g = dL_dz.T
    return (g @ a.T).T, (W.T @ g).T, g.T


def row_outer(W, a, dL_dz):
    return np.outer(a, dL_dz), dL_dz @ W, dL_dz


def row_broadcast(W, a, dL_dz):
    return a * dL_dz, (W * dL_dz.T).sum(axis=0, keepdims=True), dL_dz @ np.eye(dL_dz.size)


def row_einsum(W, a, dL_dz):
    dL_dW = np.einsum("jk,ki->ji", a, dL_dz)
    return dL_dW, np.einsum("ki,ij->kj", dL_dz, W), dL_dz + 0


def row_list_of_results(W, a, dL_dz):
    return [a @ dL_dz, dL_dz @ W, dL_dz]


def row_loops(W, a, dL_dz):
    n, m = W.shape
    dL_dW, dL_da = np.zeros((m, n)), np.zeros((1, m))
    for i in range(n):
        for j in range(m):
            dL_dW[j, i] = a[j, 0] * dL_dz[0, i]
            dL_da[0, j] += dL_dz[0, i] * W[i, j]
    return dL_dW, dL_da, 1.0 * dL_dz


def row_lists(W, a, dL_dz):
    return (a @ dL_dz).tolist(), (dL_dz @ W).tolist(), [list(dL_dz[0])]


def row_float32(W, a, dL_dz):
    W, a, dL_dz = (one.astype(np.float32) for one in (W, a, dL_dz))
    return a @ dL_dz, dL_dz @ W, dL_dz


def row_reshaped(W, a, dL_dz):
    g = dL_dz.ravel()
    return np.kron(a, dL_dz), (g @ W)[None, :], g.reshape(1, -1)


# --- linear.kron --------------------------------------------------------------------------


def kron_loops(a, n):
    out = np.zeros((n * len(a), n))
    for j in range(len(a)):
        for i in range(n):
            out[j * n + i, i] = a[j, 0]
    return out


def kron_blocks(a, n):
    return np.vstack([one * np.eye(n) for one in a[:, 0]])


def kron_tensor(a, n):
    m = len(a)
    T = np.einsum("ik,j->ijk", np.eye(n), a[:, 0])
    return T.reshape(n * m, n, order="F") if n == 1 else T.transpose(1, 0, 2).reshape(m * n, n)


def kron_transposed(a, n):
    return np.kron(a.T, np.eye(n)).T


def kron_flattened(a, n):
    return np.kron(a.ravel(), np.eye(n)).T


def kron_block(a, n):
    return np.block([[one * np.identity(n)] for one in a.ravel()])


def kron_broadcast(a, n):
    return (a[:, :, None] * np.eye(n)).reshape(-1, n)


def kron_float32(a, n):
    return np.kron(a, np.eye(n)).astype(np.float32)


def kron_lists(a, n):
    return [[float(x) if i == k else 0 for k in range(n)] for [x] in a for i in range(n)]


def kron_differences(a, n):
    m = len(a)
    out = np.zeros((n * m, n))
    for p in range(n * m):
        step = np.zeros(n * m)
        step[p] = 1.0
        out[p] = (step.reshape(n, m, order="F") @ a)[:, 0]
    return out


# --- linear.xw ----------------------------------------------------------------------------


def xw_outer(x, V, dL_dz):
    return np.outer(x, dL_dz), dL_dz.dot(V.T), dL_dz


def xw_as_column_layer(x, V, dL_dz):
    W, a, g = V.T, x.T, dL_dz.T
    return (g @ a.T).T, (W.T @ g).T, g.T


def xw_broadcast(x, V, dL_dz):
    return x.T * dL_dz, (V * dL_dz).sum(axis=1)[None], dL_dz.copy()


def xw_einsum(x, V, dL_dz):
    return np.einsum("kj,ki->ji", x, dL_dz), np.einsum("ki,ji->kj", dL_dz, V), 1 * dL_dz


def xw_loops(x, V, dL_dz):
    m, n = V.shape
    dL_dV, dL_dx = np.zeros(V.shape), np.zeros(x.shape)
    for j in range(m):
        for i in range(n):
            dL_dV[j, i] = x[0, j] * dL_dz[0, i]
            dL_dx[0, j] += V[j, i] * dL_dz[0, i]
    return dL_dV, dL_dx, dL_dz.sum(axis=0, keepdims=True)


def xw_lists(x, V, dL_dz):
    return [(x.T @ dL_dz).tolist(), (dL_dz @ V.T).tolist(), dL_dz.tolist()]


def xw_float32(x, V, dL_dz):
    x, V, dL_dz = np.float32(x), np.float32(V), np.float32(dL_dz)
    return x.T @ dL_dz, dL_dz @ V.T, dL_dz


def xw_kron(x, V, dL_dz):
    return np.kron(x.T, dL_dz), (V @ dL_dz.T).T, dL_dz[:, :]


def xw_jacobian(x, V, dL_dz):
    n = V.shape[1]
    dz_dV = np.einsum("j,ik->ijk", x[0], np.eye(n)).transpose(1, 0, 2)
    return dz_dV @ dL_dz[0], dL_dz @ V.T, dL_dz @ np.eye(n)


CORRECT = {
    "linear.forward": (
        forward_loops,
        forward_rows,
        forward_einsum,
        forward_broadcast,
        forward_1d_inside,
        forward_lists,
        forward_float32,
        forward_block,
        forward_row_convention,
        forward_fortran,
    ),
    "linear.db": (
        db_itself,
        db_identity,
        db_loop,
        db_lists,
        db_sum_of_a_batch_of_one,
        db_view,
        db_float32,
        db_float32_and_back,
        db_einsum,
        db_rows_of_tuples,
    ),
    "linear.da": (
        da_loops,
        da_einsum,
        da_row_convention,
        da_broadcast,
        da_sum_of_rows,
        da_jacobian,
        da_lists,
        da_float32,
        da_tensordot,
        da_differences,
    ),
    "linear.tensor": (
        tensor_loops,
        tensor_einsum,
        tensor_broadcast,
        tensor_kron,
        tensor_kron_fortran,
        tensor_multiply_outer,
        tensor_slices,
        tensor_indexed,
        tensor_lists,
        tensor_differences,
        tensor_float32,
    ),
    "linear.contract": (
        contract_loop,
        contract_einsum,
        contract_einsum_columns,
        contract_tensordot,
        contract_broadcast,
        contract_squeeze,
        contract_matrix,
        contract_three_loops,
        contract_slices_first,
        contract_float32,
    ),
    "linear.dW": (
        dW_loops,
        dW_outer,
        dW_broadcast,
        dW_einsum,
        dW_kron,
        dW_rows,
        dW_transposed,
        dW_fortran,
        dW_lists,
        dW_float32,
        dW_from_the_tensor,
    ),
    "linear.row_form": (
        row_from_column,
        row_outer,
        row_broadcast,
        row_einsum,
        row_list_of_results,
        row_loops,
        row_lists,
        row_float32,
        row_reshaped,
    ),
    "linear.kron": (
        kron_loops,
        kron_blocks,
        kron_tensor,
        kron_transposed,
        kron_flattened,
        kron_block,
        kron_broadcast,
        kron_float32,
        kron_lists,
        kron_differences,
    ),
    "linear.xw": (
        xw_outer,
        xw_as_column_layer,
        xw_broadcast,
        xw_einsum,
        xw_loops,
        xw_lists,
        xw_float32,
        xw_kron,
        xw_jacobian,
    ),
}


# --- wrong answers: the same mistake as different learners write it --------------------------


def loop_wrong_way(a, dL_dz):
    out = np.zeros((len(a), len(dL_dz)))
    for i in range(len(a)):
        for j in range(len(dL_dz)):
            out[i, j] = a[i, 0] * dL_dz[j, 0]
    return out


def loop_into_the_wrong_place(a, dL_dz):
    out = np.zeros((len(dL_dz), len(a)))
    for i in range(len(dL_dz)):
        for j in range(len(a)):
            out[i, j] = a[i, 0] * dL_dz[j, 0]
    return out


def inner_by_zip(a, dL_dz):
    total = 0.0
    for x, g in zip(a, dL_dz, strict=False):
        total += x * g
    return total


def diagonal_loop(a, dL_dz):
    out = np.zeros((len(dL_dz), len(a)))
    for i in range(min(out.shape)):
        out[i, i] = dL_dz[i, 0] * a[i, 0]
    return out


def tensor_left(a, dL_dz):
    T = np.zeros((len(dL_dz), len(a), len(dL_dz)))
    for i in range(len(dL_dz)):
        T[i, :, i] = a[:, 0]
    return T


def zeros_never_filled(dL_dz):
    out = np.zeros_like(dL_dz)
    for i in range(len(dL_dz)):
        out[i] + dL_dz[i]
    return out


def jacobian_loop(dL_dz):
    J = np.zeros((len(dL_dz), len(dL_dz)))
    for i in range(len(J)):
        J[i, i] = 1
    return J


def w_times_g_in_loops(W, dL_dz):
    out = np.zeros((W.shape[0], 1))
    for i in range(W.shape[0]):
        for j in range(W.shape[1]):
            out[i] += W[i, j] * dL_dz[j]
    return out


def column_sums_in_loops(W, dL_dz):
    out = np.zeros((W.shape[1], 1))
    for j in range(W.shape[1]):
        for i in range(W.shape[0]):
            out[j] += W[i, j]
    return out


def shares_in_loops(W, dL_dz):
    n, m = W.shape
    return [[W[i, j] * dL_dz[i, 0] for i in range(n)] for j in range(m)]


def every_slice_the_same(W, a):
    n, m = W.shape
    T = np.zeros((n, m, n))
    for i in range(n):
        for j in range(m):
            for k in range(n):
                T[i, j, k] = a[j, 0]
    return T


def first_axis_in_loops(T, dL_dz):
    out = np.zeros(T.shape[1:])
    for i in range(T.shape[0]):
        out += T[i] * dL_dz[i]
    return out


def slices_without_weights(T, dL_dz):
    out = np.zeros(T.shape[:2])
    for k in range(len(dL_dz)):
        out = out + T[:, :, k]
    return out


def column_of_a_column(T, dL_dz):
    n, m, _ = T.shape
    return [[[sum(T[i, j, k] * dL_dz[k, 0] for k in range(n))] for j in range(m)] for i in range(n)]


def kron_in_loops(a, n):
    out = np.zeros((n * len(a), n))
    for i in range(n):
        for j in range(len(a)):
            out[i * len(a) + j, i] = a[j, 0]
    return out


# id, mistake, .also, and the same mistake as different learners write it
WRONG = {
    ("linear.xw", "C1", ()): [
        lambda x, V, g: (x.T @ g, g @ V, g),
        lambda x, V, g: (np.outer(x, g), np.dot(g, V), g.copy()),
        lambda x, V, g: (x.T @ g, np.einsum("ki,ij->kj", g, V), g),
    ],
    ("linear.db", "D1", ()): [
        lambda dL_dz: np.ones(dL_dz.shape),
        lambda dL_dz: np.ones((len(dL_dz), 1), dtype=np.float32),
        lambda dL_dz: [[1] for _ in dL_dz],
        lambda dL_dz: np.eye(len(dL_dz)) @ np.ones((len(dL_dz), 1)),
        lambda dL_dz: np.ones(len(dL_dz)),
    ],
    ("linear.db", "D2", ()): [
        lambda dL_dz: np.sum(dL_dz),
        lambda dL_dz: float(sum(dL_dz[:, 0])),
        lambda dL_dz: dL_dz.sum(axis=0, keepdims=True),
        lambda dL_dz: np.ones((1, len(dL_dz))) @ dL_dz,
        lambda dL_dz: sum(dL_dz),
    ],
    ("linear.db", "D3", ()): [
        lambda dL_dz: np.zeros_like(dL_dz),
        lambda dL_dz: np.zeros(len(dL_dz), dtype=int),
        lambda dL_dz: 0,
        zeros_never_filled,
    ],
    ("linear.db", "D5", ()): [
        lambda dL_dz: np.eye(dL_dz.shape[0]),
        lambda dL_dz: np.diag(np.ones(len(dL_dz), dtype=int)),
        lambda dL_dz: np.identity(dL_dz.size, dtype=np.float32).tolist(),
        jacobian_loop,
    ],
    ("linear.db", "D6", ()): [
        lambda dL_dz: dL_dz[:, 0],
        lambda dL_dz: dL_dz.squeeze(),
        lambda dL_dz: [float(one) for one in dL_dz.flatten()],
        lambda dL_dz: np.einsum("ik->i", dL_dz),
    ],
    ("linear.da", "C1", ()): [
        lambda W, dL_dz: W.dot(dL_dz),
        lambda W, dL_dz: np.einsum("ij,jk->ik", W, dL_dz),
        lambda W, dL_dz: np.array([row @ dL_dz for row in W]),
        w_times_g_in_loops,
    ],
    ("linear.da", "C2", ()): [
        lambda W, dL_dz: W.T @ np.ones((W.shape[0], 1)),
        lambda W, dL_dz: W.sum(axis=0).reshape(-1, 1),
        lambda W, dL_dz: np.sum(W, axis=0),
        lambda W, dL_dz: np.ones((1, len(W))) @ W,
        column_sums_in_loops,
    ],
    ("linear.da", "C3", ()): [
        lambda W, dL_dz: dL_dz.T @ W,
        lambda W, dL_dz: (W.T @ dL_dz).T,
        lambda W, dL_dz: np.sum(W * dL_dz, axis=0, keepdims=True),
        lambda W, dL_dz: (dL_dz.T.astype(np.float32) @ W.astype(np.float32)).tolist(),
    ],
    ("linear.da", "C4", ()): [
        lambda W, dL_dz: W.T,
        lambda W, dL_dz: np.transpose(W).copy(),
        lambda W, dL_dz: [[row[j] for row in W] for j in range(W.shape[1])],
    ],
    ("linear.da", "C9", ()): [
        lambda W, dL_dz: W.T * dL_dz.T,
        lambda W, dL_dz: (W * dL_dz).T,
        lambda W, dL_dz: W * dL_dz,
        lambda W, dL_dz: np.einsum("ij,ik->ji", W, dL_dz),
        shares_in_loops,
    ],
    ("linear.tensor", "B8", ()): [
        every_slice_the_same,
        lambda W, a: np.einsum("ik,j->ijk", np.ones((len(W), len(W))), a[:, 0]),
        lambda W, a: np.tile(a[None], (len(W), 1, len(W))),
        lambda W, a: np.ones((len(W), 1, len(W)), dtype=np.float32) * a.astype(np.float32),
    ],
    ("linear.contract", "B7", ("T2",)): [
        first_axis_in_loops,
        lambda T, dL_dz: np.tensordot(T, dL_dz[:, 0], axes=(0, 0)),
        lambda T, dL_dz: (T * dL_dz[:, :, None]).sum(axis=0),
        lambda T, dL_dz: np.tensordot(dL_dz[:, 0], T, 1),
        lambda T, dL_dz: np.dot(dL_dz.ravel(), T.reshape(len(T), -1)).reshape(T.shape[1:]),
    ],
    ("linear.contract", "B9", ()): [
        slices_without_weights,
        lambda T, dL_dz: np.einsum("ijk->ij", T),
        lambda T, dL_dz: (T @ np.ones_like(dL_dz))[:, :, 0],
    ],
    ("linear.contract", "T1", ()): [
        lambda T, dL_dz: np.matmul(T, dL_dz),
        lambda T, dL_dz: np.einsum("ijk,kl->ijl", T, dL_dz),
        lambda T, dL_dz: np.tensordot(T, dL_dz, axes=1),
        column_of_a_column,
    ],
    ("linear.contract", "T2", ()): [
        lambda T, dL_dz: np.tensordot(dL_dz.T, T, 1),
        lambda T, dL_dz: np.tensordot(dL_dz, T, axes=(0, 0)),
    ],
    ("linear.contract", "T3", ()): [
        lambda T, dL_dz: (T.T @ dL_dz)[:, :, 0],
        lambda T, dL_dz: T.T @ dL_dz,
        lambda T, dL_dz: (T @ dL_dz).T,
        lambda T, dL_dz: np.transpose(T) @ dL_dz[:, 0],
        lambda T, dL_dz: (T @ dL_dz).T.squeeze(),
    ],
    ("linear.dW", "B1", ()): [
        lambda a, dL_dz: np.outer(a, dL_dz),
        lambda a, dL_dz: a * dL_dz.T,
        lambda a, dL_dz: np.einsum("jk,ik->ji", a, dL_dz).astype(np.float32),
        loop_wrong_way,
        loop_into_the_wrong_place,
    ],
    ("linear.dW", "B2", ()): [
        lambda a, dL_dz: (a * dL_dz).sum(),
        lambda a, dL_dz: a.T @ dL_dz,
        lambda a, dL_dz: np.vdot(dL_dz, a),
        lambda a, dL_dz: np.sum(a * dL_dz.T),
        inner_by_zip,
    ],
    ("linear.dW", "B3", ()): [
        lambda a, dL_dz: np.tile(a.T, (len(dL_dz), 1)),
        lambda a, dL_dz: np.repeat(a.T, len(dL_dz), axis=0),
        lambda a, dL_dz: [a[:, 0].tolist() for _ in dL_dz],
        lambda a, dL_dz: np.outer(np.ones(len(dL_dz)), a),
        lambda a, dL_dz: np.broadcast_to(a.T, (len(dL_dz), len(a))),
    ],
    ("linear.dW", "B6", ()): [
        tensor_left,
        lambda a, dL_dz: np.einsum("ik,j->ijk", np.eye(len(dL_dz)), a[:, 0]),
        lambda a, dL_dz: np.kron(np.eye(len(dL_dz)), a).reshape(len(dL_dz), len(a), -1),
    ],
    ("linear.dW", "B10", ()): [
        lambda a, dL_dz: -np.outer(dL_dz, a),
        lambda a, dL_dz: dL_dz @ -a.T,
        lambda a, dL_dz: 0 - np.float32(dL_dz) * np.float32(a.T),
    ],
    ("linear.dW", "B13", ()): [
        diagonal_loop,
        lambda a, dL_dz: np.eye(len(dL_dz), len(a)) * np.outer(dL_dz, a),
        lambda a, dL_dz: np.diag((dL_dz * a)[:, 0]),
        lambda a, dL_dz: np.diag(np.outer(dL_dz, a).diagonal()),
    ],
    ("linear.kron", "T4", ()): [
        kron_in_loops,
        lambda a, n: np.kron(np.identity(n), a),
        lambda a, n: np.einsum("ik,j->ijk", np.eye(n), a[:, 0]).reshape(-1, n),
        lambda a, n: np.kron(np.eye(n), a.T).T.astype(np.float32),
    ],
}

# exercise, result, mistake: one result is spoilt, the others are right
SEVERAL = [
    ("linear.row_form", "dL_dW", "B1", lambda W, a, g: (g.T @ a.T, g @ W, g)),
    ("linear.row_form", "dL_dW", "B1", lambda W, a, g: (np.outer(g, a), g @ W, g)),
    ("linear.row_form", "dL_da", "C3", lambda W, a, g: (a @ g, W.T @ g.T, g)),
    ("linear.row_form", "dL_da", "C3", lambda W, a, g: (a @ g, (g @ W).reshape(-1, 1), g)),
    ("linear.row_form", "dL_db", "D6", lambda W, a, g: (a @ g, g @ W, g[0])),
    ("linear.row_form", "dL_db", "D6", lambda W, a, g: (a @ g, g @ W, g.squeeze().tolist())),
    ("linear.xw", "dL_dV", "B1", lambda x, V, g: (g.T @ x, g @ V.T, g)),
    ("linear.xw", "dL_dV", "B1", lambda x, V, g: (np.outer(g, x), g @ V.T, g)),
]
