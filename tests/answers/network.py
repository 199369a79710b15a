"""Answers to unit 06, right and wrong, written as different learners would write them."""

import math

import numpy as np


def s(z):
    return 1 / (1 + np.exp(-z))


# --- network.forward ----------------------------------------------------------------------


def forward_loops(W1, b1, W2, b2, a):
    z1, h, o = np.zeros_like(b1), np.zeros_like(b1), np.zeros_like(b2)
    for i in range(len(z1)):
        z1[i, 0] = sum(W1[i, j] * a[j, 0] for j in range(len(a))) + b1[i, 0]
        h[i, 0] = 1 / (1 + math.exp(-z1[i, 0]))
    for i in range(len(o)):
        o[i, 0] = sum(W2[i, j] * h[j, 0] for j in range(len(h))) + b2[i, 0]
    return z1, h, o


def forward_einsum(W1, b1, W2, b2, a):
    z1 = np.einsum("ij,jk->ik", W1, a) + b1
    h = np.reciprocal(1 + np.exp(-z1))
    return z1, h, np.einsum("ij,jk->ik", W2, h) + b2


def forward_tanh(W1, b1, W2, b2, a):
    z1 = W1.dot(a) + b1
    h = (1 + np.tanh(z1 / 2)) / 2
    return z1, h, W2.dot(h) + b2


def forward_stable(W1, b1, W2, b2, a):
    z1 = np.matmul(W1, a) + b1
    h = np.where(z1 >= 0, 1 / (1 + np.exp(-np.abs(z1))), 1 - 1 / (1 + np.exp(-np.abs(z1))))
    return [z1, h, np.matmul(W2, h) + b2]


def forward_rows(W1, b1, W2, b2, a):
    z1 = (a.T @ W1.T + b1.T).T
    h = np.exp(z1) / (np.exp(z1) + 1)
    return z1, h, (h.T @ W2.T + b2.T).T


def forward_broadcast(W1, b1, W2, b2, a):
    z1 = (W1 * a.T).sum(axis=1, keepdims=True) + b1
    h = s(z1)
    return z1, h, (W2 * h.T).sum(axis=1, keepdims=True) + b2


def forward_lists(W1, b1, W2, b2, a):
    z1 = W1 @ a + b1
    h = [[1 / (1 + math.exp(-z))] for z in z1[:, 0]]
    return z1.tolist(), h, (W2 @ np.array(h) + b2).tolist()


def forward_float32(W1, b1, W2, b2, a):
    W1, b1, W2, b2, a = (one.astype(np.float32) for one in (W1, b1, W2, b2, a))
    z1 = W1 @ a + b1
    h = s(z1)
    return z1, h, W2 @ h + b2


def forward_flat_inside(W1, b1, W2, b2, a):
    z1 = W1 @ a.ravel() + b1.ravel()
    h = s(z1)
    o = W2 @ h + b2[:, 0]
    return z1[:, None], h.reshape(-1, 1), o[:, np.newaxis]


# --- network.backward ---------------------------------------------------------------------


def back_plain(W1, b1, W2, b2, a, t):
    h = s(W1 @ a + b1)
    d = W2 @ h + b2 - t
    e = W2.T @ d * h * (1 - h)
    return e @ a.T, e, d @ h.T, d


def back_outer(W1, b1, W2, b2, a, t):
    z1 = W1 @ a + b1
    h = s(z1)
    d = (W2 @ h + b2) - t
    e = (d.T @ W2).T * s(z1) * s(-z1)
    return np.outer(e, a), e.copy(), np.outer(d, h), d.copy()


def back_jacobians(W1, b1, W2, b2, a, t):
    h = s(W1 @ a + b1)
    D = np.diag((h * (1 - h)).ravel())
    d = W2 @ h + b2 - t
    e = D @ W2.T @ d
    return e @ a.T, e, d @ h.T, d


def back_loops(W1, b1, W2, b2, a, t):
    (n, m), k = W1.shape, len(t)
    h = s(W1 @ a + b1)
    o = W2 @ h + b2
    dW1, db1 = np.zeros((n, m)), np.zeros((n, 1))
    dW2, db2 = np.zeros((k, n)), np.zeros((k, 1))
    for i in range(k):
        db2[i, 0] = o[i, 0] - t[i, 0]
        for j in range(n):
            dW2[i, j] = db2[i, 0] * h[j, 0]
            db1[j, 0] += W2[i, j] * db2[i, 0] * h[j, 0] * (1 - h[j, 0])
    for j in range(n):
        for q in range(m):
            dW1[j, q] = db1[j, 0] * a[q, 0]
    return dW1, db1, dW2, db2


def back_einsum(W1, b1, W2, b2, a, t):
    h = s(np.einsum("ij,jk->ik", W1, a) + b1)
    d = np.einsum("ij,jk->ik", W2, h) + b2 - t
    e = np.einsum("ij,ik,jk,jk->jk", W2, d, h, 1 - h)
    return np.einsum("ik,jk->ij", e, a), e, np.einsum("ik,jk->ij", d, h), d


def back_tensor(W1, b1, W2, b2, a, t):
    n, k = len(b1), len(b2)
    h = s(W1 @ a + b1)
    d = W2 @ h + b2 - t
    e = (h - h**2) * (W2.T @ d)
    dW1 = np.einsum("ik,j->ijk", np.eye(n), a[:, 0]) @ e[:, 0]
    dW2 = np.einsum("ik,j->ijk", np.eye(k), h[:, 0]) @ d[:, 0]
    return dW1, np.eye(n) @ e, dW2, np.eye(k) @ d


def back_broadcast(W1, b1, W2, b2, a, t):
    h = s((W1 * a.T).sum(1, keepdims=True) + b1)
    d = (W2 * h.T).sum(1, keepdims=True) + b2 - t
    e = (W2 * d).sum(0)[:, None] * (h * (1 - h))
    return e * a.T, e, d * h.T, d


def back_float32(W1, b1, W2, b2, a, t):
    return back_plain(*(one.astype(np.float32) for one in (W1, b1, W2, b2, a, t)))


def back_lists(W1, b1, W2, b2, a, t):
    return [one.tolist() for one in back_plain(W1, b1, W2, b2, a, t)]


def back_kron(W1, b1, W2, b2, a, t):
    z1 = W1 @ a + b1
    h = s(z1)
    d = -(t - (W2 @ h + b2))
    e = (W2.T @ d) / (2 + np.exp(z1) + np.exp(-z1))
    return np.kron(e, a.T), e, np.kron(d, h.T), np.asfortranarray(d)


def back_of_a_batch(W1, b1, W2, b2, a, t):
    h = s(W1 @ a + b1)
    d = W2 @ h + b2 - t
    e = (W2.T @ d) * (h * (1 - h))
    return e @ a.T, e.sum(axis=1, keepdims=True), d @ h.T, d.sum(axis=1, keepdims=True)


# --- network.backward_row -----------------------------------------------------------------


def row_plain(W1, b1, W2, b2, a, t):
    h = s(W1 @ a + b1)
    d = (W2 @ h + b2 - t).T
    e = d @ W2 * (h * (1 - h)).T
    return a @ e, e, h @ d, d


def turned(right):
    def row(W1, b1, W2, b2, a, t):
        return tuple(np.asarray(one).T for one in right(W1, b1, W2, b2, a, t))

    row.__name__ = f"{right.__name__}_turned"
    return row


def row_jacobians(W1, b1, W2, b2, a, t):
    h = s(W1 @ a + b1)
    D = np.diag((h * (1 - h))[:, 0])
    d = (W2 @ h + b2 - t).T
    e = d @ W2 @ D
    return np.outer(a, e), e, np.outer(h, d), d


def row_broadcast(W1, b1, W2, b2, a, t):
    h = s(W1 @ a + b1)
    d = (W2 @ h + b2 - t).reshape(1, -1)
    e = (W2 * d.T).sum(axis=0, keepdims=True) * h.T * (1 - h.T)
    return a * e, e, h * d, d


def row_everything_turned(W1, b1, W2, b2, a, t):
    x, V1, V2 = a.T, W1.T, W2.T
    h = s(x @ V1 + b1.T)
    d = h @ V2 + b2.T - t.T
    e = d @ V2.T * h * (1 - h)
    return x.T @ e, e, h.T @ d, d


def row_tensor(W1, b1, W2, b2, a, t):
    n, k = W1.shape[0], W2.shape[0]
    h = s(W1 @ a + b1)
    d = (W2 @ h + b2 - t).T
    e = d @ W2 * (h - h * h).T
    dW1 = np.einsum("k,kji->ji", e[0], np.einsum("ik,j->kji", np.eye(n), a[:, 0]))
    dW2 = np.einsum("k,kji->ji", d[0], np.einsum("ik,j->kji", np.eye(k), h[:, 0]))
    return dW1, e, dW2, d


# --- network.numerical --------------------------------------------------------------------


def diff_ndindex(f, x, h):
    out = np.empty(x.shape)
    for i in np.ndindex(*x.shape):
        a, b = np.array(x, dtype=float), np.array(x, dtype=float)
        a[i] += h
        b[i] -= h
        out[i] = (f(a) - f(b)) / (2 * h)
    return out


def diff_flat(f, x, h):
    flat = x.astype(float).ravel()
    out = []
    for i in range(flat.size):
        e = np.zeros(flat.size)
        e[i] = h
        out.append((f((flat + e).reshape(x.shape)) - f((flat - e).reshape(x.shape))) / 2 / h)
    return np.array(out).reshape(x.shape)


def diff_basis(f, x, h):
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.reshape([(f(x + e) - f(x - e)) / (2 * h) for e in steps], x.shape)


def diff_put_back(f, x, h):
    x = x.astype(np.float64)
    out = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    for _ in it:
        i = it.multi_index
        old = x[i]
        x[i] = old + h
        right = f(x)
        x[i] = old - h
        out[i] = (right - f(x)) / (2 * h)
        x[i] = old
    return out


def diff_same_array(f, x, h):
    if x.dtype.kind != "f":
        return diff_ndindex(f, x, h)
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        right = f(x)
        x[i] = old - h
        out[i] = (right - f(x)) / (2 * h)
        x[i] = old
    return out


def diff_back_and_forth(f, x, h):
    if x.dtype.kind != "f":
        return diff_ndindex(f, x, h)
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        right = f(x)
        x[i] -= 2 * h
        out[i] = (right - f(x)) / (2 * h)
        x[i] += h
    return out


def diff_lists(f, x, h):
    return diff_ndindex(f, x, h).tolist()


def diff_half_each(f, x, h):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        ahead, behind = (f(x + e) - f(x)) / h, (f(x) - f(x - e)) / h
        out[i] = (ahead + behind) / 2
    return out


def diff_recursive(f, x, h):
    if x.ndim == 0:
        return (f(x + h) - f(x - h)) / (2 * h)
    parts = []
    for k in range(len(x)):

        def rest(part, k=k):
            moved = np.array(x, float)
            moved[k] = part
            return f(moved)

        parts.append(diff_recursive(rest, np.asarray(x[k]), h))
    return np.array(parts)


def diff_where(f, x, h):
    number = np.arange(x.size).reshape(x.shape)
    one = [f(np.where(number == i, x + h, x)) for i in range(x.size)]
    two = [f(np.where(number == i, x - h, x)) for i in range(x.size)]
    return (np.array(one) - np.array(two)).reshape(x.shape) / (2 * h)


# --- network.checker ----------------------------------------------------------------------


def differences(f, x, h=1e-5):
    return diff_ndindex(f, x, h)


def agree_share(f, gradient, x):
    d = differences(f, x)
    return bool(np.max(np.abs(gradient - d)) <= 1e-4 * np.max(np.abs(d)))


def agree_norms(f, gradient, x):
    d = differences(f, x)
    error = np.linalg.norm(gradient - d) / (np.linalg.norm(gradient) + np.linalg.norm(d))
    return error < 1e-5


def agree_isfinite_first(f, gradient, x):
    if not np.isfinite(gradient).all():
        return False
    d = differences(f, x)
    largest = max(np.abs(gradient).max(), np.abs(d).max())
    if np.abs(gradient - d).max() > 1e-5 * largest:  # noqa: SIM103
        return False
    return True


def agree_entry_by_entry(f, gradient, x):
    d = differences(f, x, 1e-4)
    scale = np.abs(d).max()
    for i in np.ndindex(x.shape):  # noqa: SIM110
        if not abs(gradient[i] - d[i]) < 1e-3 * scale:
            return False
    return True


def agree_allclose(f, gradient, x):
    d = differences(f, x)
    scale = np.abs(d).max()
    return bool(np.isclose(gradient / scale, d / scale, rtol=0, atol=1e-5).all())


def agree_forward(f, gradient, x):
    h = 1e-7
    x = x.astype(float)
    d = np.array([(f(x + h * e) - f(x)) / h for e in np.eye(x.size).reshape(-1, *x.shape)])
    d = d.reshape(x.shape)
    return np.sqrt(np.sum((gradient - d) ** 2)) <= 1e-3 * np.sqrt(np.sum(d**2))


def agree_cosine_and_length(f, gradient, x):
    d = differences(f, x)
    g, d = gradient.ravel(), d.ravel()
    cosine = g @ d / (np.sqrt(g @ g) * np.sqrt(d @ d))
    length = np.sqrt(g @ g) / np.sqrt(d @ d)
    return bool(cosine > 1 - 1e-7 and abs(length - 1) < 1e-4)


def agree_two_steps(f, gradient, x):
    gaps = []
    for h in (1e-4, 1e-5):
        d = differences(f, x, h)
        gaps.append(np.max(np.abs(gradient - d)) / np.max(np.abs(d)))
    return min(gaps) < 1e-4


def agree_random_directions(f, gradient, x):
    rng = np.random.default_rng(0)
    for _ in range(200):
        v = rng.choice([-1.0, 1.0], size=x.shape) * rng.uniform(0.5, 1.5, size=x.shape)
        slope = (f(x + 1e-5 * v) - f(x - 1e-5 * v)) / 2e-5
        size = np.sqrt(np.mean(differences(f, x) ** 2)) * np.sqrt(x.size)
        if not abs(slope - np.sum(gradient * v)) <= 1e-4 * size:
            return False
    return True


def agree_denominator_floor(f, gradient, x):
    d = differences(f, x)
    top = np.abs(gradient - d).max()
    return top / max(np.abs(gradient).max(), np.abs(d).max(), 1e-300) <= 1e-6


# --- network.skip -------------------------------------------------------------------------


def skip_plain(W, b, a, dL_do):
    h = s(W @ a + b)
    e = dL_do * h * (1 - h)
    return e @ a.T, e, dL_do + W.T @ e


def skip_jacobian(W, b, a, dL_do):
    h = s(W @ a + b)
    D = np.diag((h * (1 - h))[:, 0])
    do_da = np.eye(len(a)) + W.T @ D
    return (D @ dL_do) @ a.T, D @ dL_do, do_da @ dL_do


def skip_rows(W, b, a, dL_do):
    g = dL_do.T
    h = s(a.T @ W.T + b.T)
    e = g * h * (1 - h)
    return (a @ e).T, e.T, (g + e @ W).T


def skip_plus_equals(W, b, a, dL_do):
    h = s(W @ a + b)
    da = dL_do.copy()
    dz = dL_do * (h * (1 - h))
    da += W.T @ dz
    return np.outer(dz, a), dz, da


def skip_loops(W, b, a, dL_do):
    n = len(a)
    h = s(W @ a + b)
    dW, db, da = np.zeros((n, n)), np.zeros((n, 1)), np.zeros((n, 1))
    for i in range(n):
        db[i, 0] = dL_do[i, 0] * h[i, 0] * (1 - h[i, 0])
    for j in range(n):
        da[j, 0] = dL_do[j, 0] + sum(W[i, j] * db[i, 0] for i in range(n))
        for i in range(n):
            dW[i, j] = db[i, 0] * a[j, 0]
    return dW, db, da


def skip_einsum(W, b, a, dL_do):
    h = s(np.einsum("ij,jk->ik", W, a) + b)
    e = np.einsum("ik,ik,ik->ik", dL_do, h, 1 - h)
    return np.einsum("ik,jk->ij", e, a), e, dL_do + np.einsum("ij,ik->jk", W, e)


def skip_stacked(W, b, a, dL_do):
    n = len(a)
    h = s(W @ a + b)
    e = dL_do * (h - h**2)
    both = np.hstack([np.eye(n), W.T]) @ np.vstack([dL_do, e])
    return e * a.T, e, both


def skip_float32(W, b, a, dL_do):
    return skip_plain(*(one.astype(np.float32) for one in (W, b, a, dL_do)))


def skip_lists(W, b, a, dL_do):
    return [one.tolist() for one in skip_plain(W, b, a, dL_do)]


# --- network.hidden_loss ------------------------------------------------------------------


def hidden_plain(W1, b1, W2, b2, a, t, weight):
    h = s(W1 @ a + b1)
    d = W2 @ h + b2 - t
    e = (W2.T @ d + weight * h) * h * (1 - h)
    return e @ a.T, e, d @ h.T, d


def hidden_plus_equals(W1, b1, W2, b2, a, t, weight):
    h = s(W1 @ a + b1)
    d = W2 @ h + b2 - t
    dh = W2.T @ d
    dh += weight * h
    e = dh * (h * (1 - h))
    return np.outer(e, a), e, np.outer(d, h), d


def hidden_two_ways_back(W1, b1, W2, b2, a, t, weight):
    h = s(W1 @ a + b1)
    d = W2 @ h + b2 - t
    through = (W2.T @ d) * h * (1 - h)
    direct = weight * h * h * (1 - h)
    dW1 = through @ a.T + direct @ a.T
    return dW1, through + direct, d @ h.T, d


def hidden_stacked_target(W1, b1, W2, b2, a, t, weight):
    """The second term as more outputs, with the target 0."""
    n, k = len(b1), len(b2)
    h = s(W1 @ a + b1)
    bigger = np.vstack([W2, np.sqrt(weight) * np.eye(n)])
    d = bigger @ h + np.vstack([b2, np.zeros((n, 1))]) - np.vstack([t, np.zeros((n, 1))])
    e = (bigger.T @ d) * h * (1 - h)
    return e @ a.T, e, d[:k] @ h.T, d[:k]


def hidden_jacobians(W1, b1, W2, b2, a, t, weight):
    h = s(W1 @ a + b1)
    D = np.diag((h * (1 - h))[:, 0])
    d = W2 @ h + b2 - t
    e = D @ (W2.T @ d + weight * np.eye(len(h)) @ h)
    return np.kron(e, a.T), e, np.kron(d, h.T), d


def hidden_rows(W1, b1, W2, b2, a, t, weight):
    h = s(a.T @ W1.T + b1.T)
    d = h @ W2.T + b2.T - t.T
    e = (d @ W2 + weight * h) * h * (1 - h)
    return e.T @ a.T, e.T, d.T @ h, d.T


def hidden_einsum(W1, b1, W2, b2, a, t, weight):
    h = s(W1 @ a + b1)
    d = W2 @ h + b2 - t
    e = np.einsum("ij,ik->jk", W2, d) * h * (1 - h) + weight * h**2 * (1 - h)
    return np.einsum("ik,jk->ij", e, a), e, np.einsum("ik,jk->ij", d, h), d


def hidden_loops(W1, b1, W2, b2, a, t, weight):
    h = s(W1 @ a + b1)
    o = W2 @ h + b2
    e = np.zeros_like(h)
    for j in range(len(h)):
        slope = weight * h[j, 0]
        for i in range(len(o)):
            slope += W2[i, j] * (o[i, 0] - t[i, 0])
        e[j, 0] = slope * h[j, 0] * (1 - h[j, 0])
    return [[x * y[0] for y in a.tolist()] for [x] in e.tolist()], e, (o - t) * h.T, o - t


def hidden_float32(W1, b1, W2, b2, a, t, weight):
    few = (one.astype(np.float32) for one in (W1, b1, W2, b2, a, t))
    return hidden_plain(*few, np.float32(weight))


CORRECT = {
    "network.forward": (
        forward_loops,
        forward_einsum,
        forward_tanh,
        forward_stable,
        forward_rows,
        forward_broadcast,
        forward_lists,
        forward_float32,
        forward_flat_inside,
    ),
    "network.backward": (
        back_plain,
        back_outer,
        back_jacobians,
        back_loops,
        back_einsum,
        back_tensor,
        back_broadcast,
        back_float32,
        back_lists,
        back_kron,
        back_of_a_batch,
    ),
    "network.backward_row": (
        row_plain,
        row_jacobians,
        row_broadcast,
        row_everything_turned,
        row_tensor,
        turned(back_outer),
        turned(back_loops),
        turned(back_einsum),
        turned(back_float32),
        turned(back_lists),
    ),
    "network.numerical": (
        diff_ndindex,
        diff_flat,
        diff_basis,
        diff_put_back,
        diff_same_array,
        diff_back_and_forth,
        diff_lists,
        diff_half_each,
        diff_recursive,
        diff_where,
    ),
    "network.checker": (
        agree_share,
        agree_norms,
        agree_isfinite_first,
        agree_entry_by_entry,
        agree_allclose,
        agree_forward,
        agree_cosine_and_length,
        agree_two_steps,
        agree_random_directions,
        agree_denominator_floor,
    ),
    "network.sabotage": (
        lambda exercise: exercise.reference,
        lambda exercise: exercise.reference.upper(),
        lambda exercise: f" ({exercise.reference}) ",
        lambda exercise: np.str_(exercise.reference),
    ),
    "network.skip": (
        skip_plain,
        skip_jacobian,
        skip_rows,
        skip_plus_equals,
        skip_loops,
        skip_einsum,
        skip_stacked,
        skip_float32,
        skip_lists,
    ),
    "network.hidden_loss": (
        hidden_plain,
        hidden_plus_equals,
        hidden_two_ways_back,
        hidden_stacked_target,
        hidden_jacobians,
        hidden_rows,
        hidden_einsum,
        hidden_loops,
        hidden_float32,
    ),
}


# --- wrong ways back ----------------------------------------------------------------------


def no_slope(W1, b1, W2, b2, a, t):
    h = s(W1 @ a + b1)
    d = W2 @ h + b2 - t
    dh = W2.T @ d
    return dh @ a.T, dh, d @ h.T, d


def no_slope_in_loops(W1, b1, W2, b2, a, t):
    h = s(W1 @ a + b1)
    d = W2 @ h + b2 - t
    dh = np.zeros_like(h)
    for j in range(len(h)):
        for i in range(len(d)):
            dh[j] += W2[i, j] * d[i]
    return np.outer(dh, a), dh, np.outer(d, h), d


def error_turned(W1, b1, W2, b2, a, t):
    h = s(W1 @ a + b1)
    d = t - (W2 @ h + b2)
    e = (W2.T @ d) * h * (1 - h)
    return e @ a.T, e, d @ h.T, d


def minus_in_the_end(W1, b1, W2, b2, a, t):
    return [-one for one in back_plain(W1, b1, W2, b2, a, t)]


def no_half(W1, b1, W2, b2, a, t):
    h = s(W1 @ a + b1)
    d = 2 * (W2 @ h + b2 - t)
    e = (W2.T @ d) * h * (1 - h)
    return e @ a.T, e, d @ h.T, d


def doubled_in_the_end(W1, b1, W2, b2, a, t):
    return tuple(one + one for one in back_plain(W1, b1, W2, b2, a, t))


def slope_at_h(W1, b1, W2, b2, a, t):
    h = s(W1 @ a + b1)
    d = W2 @ h + b2 - t
    e = (W2.T @ d) * s(h) * (1 - s(h))
    return e @ a.T, e, d @ h.T, d


def slope_function_at_h(W1, b1, W2, b2, a, t):
    def prime(z):
        return np.exp(-z) / (1 + np.exp(-z)) ** 2

    h = s(W1 @ a + b1)
    d = W2 @ h + b2 - t
    e = prime(h) * (W2.T @ d)
    return np.outer(e, a), e, np.outer(d, h), d


def seed_one(W1, b1, W2, b2, a, t):
    h = s(W1 @ a + b1)
    d = np.ones_like(t)
    e = (W2.T @ d) * h * (1 - h)
    return e @ a.T, e, d @ h.T, d


def sum_as_loss(W1, b1, W2, b2, a, t):
    h = s(W1 @ a + b1)
    e = W2.sum(axis=0)[:, None] * h * (1 - h)
    return e @ a.T, e, np.ones((len(t), 1)) @ h.T, np.ones((len(t), 1))


def W1_for_W2(W1, b1, W2, b2, a, t):
    h = s(W1 @ a + b1)
    d = W2 @ h + b2 - t
    e = (W1.T @ d) * h * (1 - h)
    return e @ a.T, e, d @ h.T, d


def W1_for_W2_as_it_stands(W1, b1, W2, b2, a, t):
    h = s(W1 @ a + b1)
    d = W2 @ h + b2 - t
    e = np.dot(W1, d) * h * (1 - h)
    return e @ a.T, e, d @ h.T, d


class Model:
    """Keeps its gradients, one set for each size, and nobody sets them back to 0."""

    def __init__(self):
        self.grad = {}

    def backward(self, W1, b1, W2, b2, a, t):
        grad = self.grad.setdefault(
            (W1.shape, W2.shape), [np.zeros_like(one) for one in (W1, b1, W2, b2)]
        )
        for total, one in zip(grad, back_plain(W1, b1, W2, b2, a, t), strict=True):
            total += one
        return tuple(one.copy() for one in grad)


def by_default(W1, b1, W2, b2, a, t, sums={}):  # noqa: B006
    for name, one in zip("abcd", back_plain(W1, b1, W2, b2, a, t), strict=True):
        key = (name, W1.shape, W2.shape)
        sums[key] = sums.get(key, 0) + one
    return [sums[name, W1.shape, W2.shape] for name in "abcd"]


def part(place, wrong):
    """A way back with one result spoilt, the others right."""

    def backward(W1, b1, W2, b2, a, t):
        results = list(back_plain(W1, b1, W2, b2, a, t))
        results[place] = wrong(W1, b1, W2, b2, a, t)
        return results

    return backward


def kept(W1, b1, W2, b2, a, t):
    z1 = W1 @ a + b1
    h = s(z1)
    o = W2 @ h + b2
    dh = W2.T @ (o - t)
    return z1, h, o, dh, dh * h * (1 - h)


def output_of_layer_2(W1, b1, W2, b2, a, t):
    _, _, o, _, _ = kept(W1, b1, W2, b2, a, t)
    return (o - t) @ o.T


def outputs_of_both(W1, b1, W2, b2, a, t):
    z1, _, o, _, e = kept(W1, b1, W2, b2, a, t)
    return e @ z1.T, e, (o - t) @ o.T, o - t


def hidden_for_a(W1, b1, W2, b2, a, t):
    _, h, _, _, e = kept(W1, b1, W2, b2, a, t)
    return np.outer(e, h)


def dh_for_dz(W1, b1, W2, b2, a, t):
    _, _, _, dh, _ = kept(W1, b1, W2, b2, a, t)
    return dh @ a.T


# --- wrong differences --------------------------------------------------------------------


def one_sided(f, x, h):
    x = x.astype(float)
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        y = x.copy()
        y[i] += h
        out[i] = (f(y) - f(x)) / h
    return out


def one_sided_back(f, x, h):
    return [
        [(f(x) - f(x - h * e.reshape(x.shape))) / h for e in rows]
        for rows in np.eye(x.size).reshape(*x.shape, x.size)
    ]


def over_h(f, x, h):
    return 2 * diff_ndindex(f, x, h)


def over_h_in_loops(f, x, h):
    x = x.astype(float)
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        out[i] = (up - f(x)) / h
        x[i] = old
    return out


def back_to_x_only(f, x, h):
    x = x.astype(float)
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= h
        down = f(x)
        out[i] = (up - down) / (2 * h)
    return out


def half_of_one_sided(f, x, h):
    return one_sided(f, x, h) / 2


def left_moved(f, x, h):
    out = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        out[i] = (up - f(x)) / (2 * h)
    return out


def right_moved(f, x, h):
    out = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] -= h
        down = f(x)
        x[i] += 2 * h
        out[i] = (f(x) - down) / (2 * h)
    return out


def copy_moved(f, x, h):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        y = x.copy()
        y[i] += h
        up = f(x)
        y[i] -= 2 * h
        out[i] = (up - f(x)) / (2 * h)
    return out


def flattened_copy_moved(f, x, h):
    flat = x.flatten()  # a copy
    out = []
    for i in range(flat.size):
        flat[i] += h
        up = f(x)
        flat[i] -= 2 * h
        out.append((up - f(x)) / (2 * h))
        flat[i] += h
    return np.array(out).reshape(x.shape)


def all_moved(f, x, h):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        out[i] = (f(x + h) - f(x - h)) / (2 * h)
    return out


def one_number(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


def own_dtype(f, x, h):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        out[i] = (f(up) - f(down)) / (2 * h)
    return out


def own_dtype_put_back(f, x, h):
    x = x.copy()
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        out[i] = (up - f(x)) / (2 * h)
        x[i] = old
    return out


def result_of_integers(f, x, h):
    out = np.zeros_like(x)
    y = x.astype(float)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        out[i] = (f(y + e) - f(y - e)) / (2 * h)
    return out


# --- checkers that are fooled --------------------------------------------------------------


def absolute(threshold):
    return lambda f, gradient, x: bool(np.abs(gradient - differences(f, x)).max() < threshold)


def numpys_allclose(f, gradient, x):
    return bool(np.isclose(gradient, differences(f, x)).all())


def absolute_in_a_loop(f, gradient, x):
    d = differences(f, x)
    for i in np.ndindex(x.shape):  # noqa: SIM110
        if not abs(gradient[i] - d[i]) < 1e-6:
            return False
    return True


def sums(f, gradient, x):
    d = differences(f, x)
    return bool(abs(gradient.sum() - d.sum()) <= 1e-4 * abs(d.sum()))


def means(f, gradient, x):
    d = differences(f, x)
    return bool(abs(np.mean(gradient) / np.mean(d) - 1) < 1e-5)


def along_ones(f, gradient, x):
    ones = np.ones(x.shape)
    slope = (f(x + 1e-5 * ones) - f(x - 1e-5 * ones)) / 2e-5
    return bool(abs(slope - np.sum(gradient * ones)) <= 1e-4 * abs(slope))


def with_itself(f, gradient, x):
    numerical = gradient.copy()
    return bool(np.abs(gradient - numerical).max() <= 1e-6)


def always(f, gradient, x):
    return True


def itself_allclose(f, gradient, x):
    return bool(np.isclose(gradient, gradient).all())


def fails_if_larger(f, gradient, x):
    d = differences(f, x)
    if np.abs(gradient - d).max() > 1e-4 * np.abs(d).max():  # noqa: SIM103
        return False
    return True


def none_is_larger(f, gradient, x):
    d = differences(f, x)
    return not np.any(np.abs(gradient - d) > 1e-5 * np.abs(d).max())


def nanmax(f, gradient, x):
    d = differences(f, x)
    error = np.linalg.norm(gradient - d) / np.linalg.norm(d)
    return not error >= 1e-4


WRONG = {
    ("network.backward", "B5", ()): [
        part(2, output_of_layer_2),
        part(0, hidden_for_a),
        outputs_of_both,
    ],
    ("network.backward", "B11", ()): [
        part(0, dh_for_dz),
        part(0, lambda *given: np.outer(kept(*given)[3], given[4])),
    ],
    ("network.backward", "V1", ()): [no_slope, no_slope_in_loops, part(1, lambda *g: kept(*g)[3])],
    ("network.backward", "V2", ()): [error_turned, minus_in_the_end],
    ("network.backward", "V3", ()): [no_half, doubled_in_the_end],
    ("network.backward", "V5", ()): [slope_at_h, slope_function_at_h],
    ("network.backward", "V7", ()): [seed_one, sum_as_loss],
    ("network.backward", "V8", ()): [W1_for_W2, W1_for_W2_as_it_stands],
    ("network.backward", "V9", ()): [Model().backward, by_default],
    ("network.backward_row", "V1", ()): [turned(no_slope), turned(no_slope_in_loops)],
    ("network.backward_row", "V2", ()): [turned(error_turned), turned(minus_in_the_end)],
    ("network.backward_row", "V3", ()): [turned(no_half), turned(doubled_in_the_end)],
    ("network.backward_row", "V5", ()): [turned(slope_at_h), turned(slope_function_at_h)],
    ("network.backward_row", "V7", ()): [turned(seed_one), turned(sum_as_loss)],
    ("network.backward_row", "V8", ()): [turned(W1_for_W2)],
    ("network.backward_row", "V9", ()): [turned(Model().backward)],
    ("network.backward_row", "B5", ()): [turned(outputs_of_both)],
    ("network.numerical", "G1", ()): [one_sided, one_sided_back],
    ("network.numerical", "G2", ()): [over_h, over_h_in_loops],
    ("network.numerical", "G3", ()): [back_to_x_only, half_of_one_sided],
    ("network.numerical", "G4", ()): [left_moved, right_moved],
    ("network.numerical", "G5", ()): [
        copy_moved,
        flattened_copy_moved,
        lambda f, x, h: np.zeros(x.shape),
    ],
    ("network.numerical", "G6", ()): [all_moved, one_number],
    ("network.numerical", "G7", ()): [own_dtype, own_dtype_put_back, result_of_integers],
    ("network.checker", "G11", ()): [
        *map(absolute, (1e-2, 1e-4, 1e-5, 1e-6, 1e-7)),
        numpys_allclose,
        absolute_in_a_loop,
    ],
    ("network.checker", "G12", ()): [sums, means, along_ones],
    ("network.checker", "G13", ()): [with_itself, always, itself_allclose],
    ("network.checker", "G14", ()): [fails_if_larger, none_is_larger, nanmax],
    ("network.skip", "F1", ()): [
        lambda W, b, a, g: (*skip_plain(W, b, a, g)[:2], W.T @ skip_plain(W, b, a, g)[1]),
        lambda W, b, a, g: (*skip_plain(W, b, a, g)[:2], (skip_plain(W, b, a, g)[1].T @ W).T),
    ],
    ("network.skip", "F2", ()): [
        lambda W, b, a, g: (*skip_plain(W, b, a, g)[:2], g),
        lambda W, b, a, g: (*skip_plain(W, b, a, g)[:2], np.eye(len(a)) @ g),
    ],
    ("network.skip", "V1", ()): [
        lambda W, b, a, g: (g @ a.T, g, g + W.T @ g),
        lambda W, b, a, g: (np.outer(g, a), g.copy(), (np.eye(len(a)) + W.T) @ g),
        lambda W, b, a, g: (*skip_plain(W, b, a, g)[:2], g + W.T @ g),
    ],
    ("network.skip", "C1", ()): [
        lambda W, b, a, g: (*skip_plain(W, b, a, g)[:2], g + W @ skip_plain(W, b, a, g)[1]),
    ],
    ("network.hidden_loss", "F1", ()): [
        lambda W1, b1, W2, b2, a, t, weight: last_path(W1, b1, W2, b2, a, t, weight),
        lambda W1, b1, W2, b2, a, t, weight: [
            one.astype(np.float32) for one in last_path(W1, b1, W2, b2, a, t, weight)
        ],
    ],
    ("network.hidden_loss", "V2", ()): [
        lambda *given: [-one for one in hidden_plain(*given)],
    ],
    ("network.hidden_loss", "F2", ()): [
        lambda W1, b1, W2, b2, a, t, weight: back_plain(W1, b1, W2, b2, a, t),
        lambda W1, b1, W2, b2, a, t, weight: back_jacobians(W1, b1, W2, b2, a, t),
    ],
}


def last_path(W1, b1, W2, b2, a, t, weight):
    h = s(W1 @ a + b1)
    d = W2 @ h + b2 - t
    dh = W2.T @ d
    dh = weight * h
    e = dh * h * (1 - h)
    return e @ a.T, e, d @ h.T, d


# exercise, result, mistake: one result is spoilt, the others are right
SEVERAL = [
    ("network.backward", "dL_dW2", "B5", part(2, output_of_layer_2)),
    ("network.backward", "dL_dW1", "B5", part(0, hidden_for_a)),
    ("network.backward", "dL_dW1", "B11", part(0, dh_for_dz)),
    ("network.backward", "dL_db1", "V1", part(1, lambda *given: kept(*given)[3])),
    ("network.skip", "dL_da", "F1", WRONG["network.skip", "F1", ()][0]),
    ("network.skip", "dL_da", "F2", WRONG["network.skip", "F2", ()][0]),
    ("network.skip", "dL_da", "C1", WRONG["network.skip", "C1", ()][0]),
    (
        "network.skip",
        "dL_dW",
        "B11",
        lambda W, b, a, g: (g @ a.T, *skip_plain(W, b, a, g)[1:]),
    ),
]
