"""Right and wrong answers to unit 04, as different learners write them."""

import math

import numpy as np

# Arguments that cannot have both signs.
POSITIVE = {("sigmoid.backward_cached", "s")}


def sig(z):
    return 1 / (1 + np.exp(-z))


# --- sigmoid.forward: right ---------------------------------------------------------------


def forward_where(z):
    t = np.exp(-abs(z))
    return np.where(z >= 0, 1 / (1 + t), t / (1 + t))


def forward_masks(z):
    out = np.empty_like(z)
    right = z >= 0
    out[right] = 1 / (1 + np.exp(-z[right]))
    e = np.exp(z[~right])
    out[~right] = e / (1 + e)
    return out


def forward_logaddexp(z):
    return np.exp(-np.logaddexp(0, -z))


def forward_tanh(z):
    return 0.5 * (1 + np.tanh(z / 2))


def forward_clipped(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


def forward_clipped_far(z):
    return 1.0 / (1.0 + np.exp(np.minimum(-z, 700)))


def forward_one_by_one(z):
    def one(x):
        return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))

    return np.vectorize(one)(z)


def forward_nditer(z):
    out = np.zeros(z.shape)
    for at in np.ndindex(*z.shape):
        e = math.exp(-abs(z[at]))
        out[at] = (1 if z[at] >= 0 else e) / (1 + e)
    return out


def forward_list(z):
    flat = [math.exp(min(x, 0)) / (math.exp(min(x, 0)) + math.exp(min(-x, 0))) for x in z.ravel()]
    return np.reshape(flat, z.shape).tolist()


def forward_float32(z):
    z = z.astype(np.float32)
    t = np.exp(-np.abs(z))
    return np.where(z < 0, t, np.float32(1)) / (1 + t)


def forward_quietly(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def forward_ufunc_where(z):
    small = np.exp(z, where=z < 0, out=np.ones_like(z))
    return small / (small + np.exp(-z, where=z >= 0, out=np.ones_like(z)))


def forward_piecewise(z):
    return np.piecewise(
        z, [z < 0], [lambda x: np.exp(x) / (1 + np.exp(x)), lambda x: 1 / (1 + np.exp(-x))]
    )


# --- sigmoid.derivative: right ------------------------------------------------------------


def derivative_product(z):
    return forward_masks(z) * forward_masks(-z)


def derivative_t(z):
    t = np.exp(-np.abs(z))
    return t / (1 + t) / (1 + t)


def derivative_logs(z):
    return np.exp(-np.logaddexp(0, z) - np.logaddexp(0, -z))


def derivative_cosh(z):
    return 0.25 / np.cosh(z / 2) ** 2


def derivative_half_cosh(z):
    return 1 / (2 + 2 * np.cosh(z))


def derivative_textbook_on_the_left(z):
    s = forward_where(-np.abs(z))
    return s * (1 - s)


def derivative_square(z):
    a = np.abs(z)
    return np.exp(-a) * forward_masks(a) ** 2


def derivative_sech(z):
    e = np.exp(-np.abs(z) / 2)
    return (e / (1 + e * e)) ** 2


def derivative_loop(z):
    out = []
    for x in z.ravel():
        e = math.exp(-abs(x))
        out.append(e / (1 + e) ** 2)
    return np.array(out).reshape(z.shape)


def derivative_float32(z):
    t = np.exp(-np.abs(z.astype(np.float32)))
    return t / (1 + t) ** 2


def derivative_naive_pair(z):
    return sig(z) * sig(-z)


def derivative_expm1(z):
    return np.exp(-abs(z)) / (2 + np.expm1(-abs(z))) ** 2


# --- sigmoid.jacobian: right --------------------------------------------------------------


def jacobian_loop(z):
    n = len(z)
    J = np.zeros((n, n))
    for i in range(n):
        s = 1 / (1 + math.exp(-z[i, 0]))
        J[i, i] = s * (1 - s)
    return J


def jacobian_two_loops(z):
    s = sig(z)[:, 0]
    return [[s[i] * (1 - s[i]) if i == j else 0 for j in range(len(s))] for i in range(len(s))]


def jacobian_eye(z):
    return np.eye(len(z)) * (sig(z) * sig(-z))


def jacobian_eye_row(z):
    return np.identity(z.size) * (sig(z) * (1 - sig(z))).T


def jacobian_diagflat(z):
    return np.diagflat(sig(z) - sig(z) ** 2)


def jacobian_diag_at(z):
    s = 1 / (1 + np.exp(-z.squeeze()))
    return np.diag(s) @ np.diag(1 - s)


def jacobian_fill(z):
    J = np.zeros((len(z), len(z)))
    np.fill_diagonal(J, np.exp(-z) / (1 + np.exp(-z)) ** 2)
    return J


def jacobian_einsum(z):
    slope = (0.25 - (sig(z) - 0.5) ** 2)[:, 0]
    return np.einsum("i,ij->ij", slope, np.eye(len(z)))


def jacobian_float32(z):
    s = sig(z.astype(np.float32))
    return np.diag((s * (1 - s)).ravel())


def jacobian_from_complex_step(z):
    h = 1e-20
    steps = 1j * h * np.eye(len(z))
    return np.hstack([sig(z + steps[:, [j]]).imag / h for j in range(len(z))])


def jacobian_transposed(z):
    return jacobian_eye(z).T


# --- sigmoid.backward: right --------------------------------------------------------------


def backward_plain(z, dL_ds):
    s = sig(z)
    return dL_ds * s * (1 - s)


def backward_matrix(z, dL_ds):
    return jacobian_diagflat(z) @ dL_ds


def backward_row_convention(z, dL_ds):
    return (dL_ds.T @ jacobian_eye(z)).T


def backward_loop(z, dL_ds):
    out = np.zeros_like(z)
    for i in range(z.shape[0]):
        s = 1 / (1 + np.exp(-z[i]))
        out[i] = s * (1 - s) * dL_ds[i]
    return out


def backward_lists(z, dL_ds):
    pairs = zip(z[:, 0], dL_ds[:, 0], strict=True)
    return [[float(g) * math.exp(-x) / (1 + math.exp(-x)) ** 2] for x, g in pairs]


def backward_einsum(z, dL_ds):
    return np.einsum("ik,ik,ik->ik", sig(z), sig(-z), dL_ds)


def backward_flat_inside(z, dL_ds):
    s = sig(z.ravel())
    return (s * (1 - s) * dL_ds.ravel())[:, None]


def backward_tanh(z, dL_ds):
    return (1 - np.tanh(z / 2) ** 2) / 4 * dL_ds


def backward_stable(z, dL_ds):
    return dL_ds * derivative_t(z)


def backward_float32(z, dL_ds):
    s = sig(np.float32(z))
    return np.multiply(s - s**2, dL_ds.astype("float32"))


def backward_multiply(z, dL_ds):
    return np.multiply(dL_ds, np.multiply(sig(z), np.subtract(1, sig(z))))


def backward_in_place_on_a_copy(z, dL_ds):
    out = dL_ds.copy()
    s = sig(z)
    out *= s
    out *= 1 - s
    return out


# --- sigmoid.backward_cached: right -------------------------------------------------------


def cached_square(s, dL_ds):
    return (s - s**2) * dL_ds


def cached_matrix(s, dL_ds):
    return np.diag((s * (1 - s)).flatten()) @ dL_ds


def cached_row(s, dL_ds):
    return (dL_ds.T * s.T * (1 - s).T).T


def cached_loop(s, dL_ds):
    return np.array([[s[i, 0] * (1 - s[i, 0]) * dL_ds[i, 0]] for i in range(len(s))])


def cached_lists(s, dL_ds):
    rows = zip(s.tolist(), dL_ds.tolist(), strict=True)
    return [[p * (1 - p) * g] for [p], [g] in rows]


def cached_einsum(s, dL_ds):
    return np.einsum("ij,ij->ij", s * (1 - s), dL_ds)


def cached_completed_square(s, dL_ds):
    return dL_ds * (1 / 4 - (s - 1 / 2) ** 2)


def cached_back_to_z(s, dL_ds):
    z = np.log(s / (1 - s))
    return np.exp(-z) / (1 + np.exp(-z)) ** 2 * dL_ds


def cached_float32(s, dL_ds):
    s = s.astype(np.float32)
    return (s * (1 - s)) * np.float32(dL_ds)


def cached_prod(s, dL_ds):
    return np.prod([s, 1 - s, dL_ds], axis=0)


# --- sigmoid.tanh: right ------------------------------------------------------------------


def tanh_plain(z, dL_dt):
    t = np.tanh(z)
    return dL_dt * (1 - t * t)


def tanh_two_factors(z, dL_dt):
    t = np.tanh(z)
    return (1 + t) * (1 - t) * dL_dt


def tanh_cosh(z, dL_dt):
    return dL_dt / np.cosh(z) ** 2


def tanh_by_sigmoid(z, dL_dt):
    s = sig(2 * z)
    return 4 * s * (1 - s) * dL_dt


def tanh_matrix(z, dL_dt):
    return np.diagflat(1 - np.tanh(z) ** 2) @ dL_dt


def tanh_row(z, dL_dt):
    return (dL_dt.T @ np.diag((1 - np.tanh(z) ** 2)[:, 0])).T


def tanh_loop(z, dL_dt):
    out = np.zeros(z.shape)
    for i in range(len(z)):
        out[i, 0] = (1 - math.tanh(z[i, 0]) ** 2) * dL_dt[i, 0]
    return out


def tanh_exponentials(z, dL_dt):
    u, v = np.exp(z) - np.exp(-z), np.exp(z) + np.exp(-z)
    return (v**2 - u**2) / v**2 * dL_dt


def tanh_einsum(z, dL_dt):
    return np.einsum("ij,ij->ij", 1 - np.square(np.tanh(z)), dL_dt)


def tanh_float32(z, dL_dt):
    return (1 - np.tanh(z, dtype=np.float32) ** 2) * dL_dt.astype(np.float32)


def tanh_lists(z, dL_dt):
    return [[(1 - math.tanh(x) ** 2) * g] for [x], [g] in zip(z, dL_dt, strict=True)]


# --- sigmoid.plot: right ------------------------------------------------------------------


def plot_legend(ax):
    z = np.linspace(-6, 6, 100)
    s = sig(z)
    ax.plot(z, s, label="sigmoid")
    ax.plot(z, s * (1 - s), label="derivative")
    ax.plot([0], [0.25], "rs")
    ax.set_xlabel("z")
    ax.legend()


def plot_direct_labels(ax):
    z = np.arange(-6, 6.01, 0.1)
    slope = np.exp(-z) / (1 + np.exp(-z)) ** 2
    ax.plot(z, slope, "k:")
    ax.plot(z, sig(z), "k-")
    ax.text(2, 0.9, r"$\sigma(z)$")
    ax.text(2, 0.15, r"$\sigma'(z)$")
    ax.scatter(0, 0.5, marker="*", s=90)
    ax.set(xlabel="input", title="How steep is it?")


def plot_annotated(ax):
    z = np.linspace(-10, 10, 1001)
    ax.set_xlim(-6, 6)
    ax.plot(z, sig(z), ".-", markersize=1)
    ax.plot(z, sig(z) * sig(-z), linewidth=3)
    ax.annotate("s = σ(z)", (3, 0.95))
    ax.annotate("its slope", (1, 0.2))
    k = np.argmax(sig(z) * sig(-z))
    ax.plot(z[k], sig(z[k]), marker="o", color="black")
    ax.axhline(0, color="grey")
    ax.axvline(0, color="grey", linestyle=":")
    ax.set_xlabel("z")


def plot_other_words(ax):
    z = np.linspace(6, -6, 241)
    s = 1 - sig(-z)
    ax.plot(z, s, label="Funktion")
    ax.plot(z, np.gradient(s, z), label="Steigung")
    ax.scatter([0, 0], [0.25, 0.5], label="steilster Punkt")
    ax.legend()
    ax.set_xlabel("$z$")


def plot_one_call(ax):
    z = np.linspace(-6, 6, 121)
    lines = ax.plot(z, np.column_stack([sig(z), sig(z) - sig(z) ** 2]))
    ax.legend(lines, ["σ", "σ′"])
    ax.plot(0, 1 / 4, "x", label="_hidden")
    ax.set_xlabel("z from −6 to 6")


def plot_even_number_of_points(ax):
    z = np.linspace(-6, 6, 200)
    s = sig(z)
    d = s * (1 - s)
    ax.plot(z, s, label="s")
    ax.plot(z, d, label="ds/dz")
    ax.plot(z[d.argmax()], d.max(), "^")
    ax.set_xlabel("z")
    ax.set_ylabel("s, ds/dz")
    ax.legend(loc="upper left")


CORRECT = {
    "sigmoid.values": (
        lambda exercise: tuple(exercise.reference),
        lambda exercise: [np.float64(one) for one in exercise.reference],
        lambda exercise: [1 / 4, 0.00665, np.float32(0.25)],
        lambda exercise: [0.25, sig(5.0) * (1 - sig(5.0)), 0.25],
        lambda exercise: [np.array([0.25]), 6.6e-3, 2.5e-1],
    ),
    "sigmoid.forward": (
        forward_where,
        forward_masks,
        forward_logaddexp,
        forward_tanh,
        forward_clipped,
        forward_clipped_far,
        forward_one_by_one,
        forward_nditer,
        forward_list,
        forward_float32,
        forward_quietly,
        forward_ufunc_where,
        forward_piecewise,
    ),
    "sigmoid.derivative": (
        derivative_product,
        derivative_t,
        derivative_logs,
        derivative_cosh,
        derivative_half_cosh,
        derivative_textbook_on_the_left,
        derivative_square,
        derivative_sech,
        derivative_loop,
        derivative_float32,
        derivative_naive_pair,
        derivative_expm1,
    ),
    "sigmoid.jacobian": (
        jacobian_loop,
        jacobian_two_loops,
        jacobian_eye,
        jacobian_eye_row,
        jacobian_diagflat,
        jacobian_diag_at,
        jacobian_fill,
        jacobian_einsum,
        jacobian_float32,
        jacobian_from_complex_step,
        jacobian_transposed,
    ),
    "sigmoid.backward": (
        backward_plain,
        backward_matrix,
        backward_row_convention,
        backward_loop,
        backward_lists,
        backward_einsum,
        backward_flat_inside,
        backward_tanh,
        backward_stable,
        backward_float32,
        backward_multiply,
        backward_in_place_on_a_copy,
    ),
    "sigmoid.backward_cached": (
        cached_square,
        cached_matrix,
        cached_row,
        cached_loop,
        cached_lists,
        cached_einsum,
        cached_completed_square,
        cached_back_to_z,
        cached_float32,
        cached_prod,
    ),
    "sigmoid.tanh": (
        tanh_plain,
        tanh_two_factors,
        tanh_cosh,
        tanh_by_sigmoid,
        tanh_matrix,
        tanh_row,
        tanh_loop,
        tanh_exponentials,
        tanh_einsum,
        tanh_float32,
        tanh_lists,
    ),
    "sigmoid.plot": (
        plot_legend,
        plot_direct_labels,
        plot_annotated,
        plot_other_words,
        plot_one_call,
        plot_even_number_of_points,
    ),
    "sigmoid.layout": (
        lambda exercise: exercise.reference,
        lambda exercise: exercise.reference.upper(),
        lambda exercise: f" {exercise.reference}) ",
        lambda exercise: np.str_(exercise.reference),
    ),
}


# --- wrong --------------------------------------------------------------------------------


def overflow_in_both_branches(z):
    return np.where(z > 0, 1 / (1 + np.exp(-z)), np.exp(z) / (np.exp(z) + 1))


def overflow_in_the_other_half(z):
    return np.exp(z) / (1 + np.exp(z))


def overflow_hidden(z):
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(z)
        return e / (1 + e)


def overflow_by_power(z):
    return 1 / (1 + np.e ** (-z))


def overflow_by_parts(z):
    out = np.zeros(z.shape)
    for at in np.ndindex(*z.shape):
        out[at] = 1 / (1 + np.exp(-z[at]))
    return out


def overflow_reciprocal(z):
    return np.reciprocal(1 + np.exp(-z))


def textbook(z):
    s = forward_masks(z)
    return s * (1 - s)


def textbook_square(z):
    s = forward_where(z)
    return s - s**2


def textbook_naive(z):
    return sig(z) * (1 - sig(z))


def textbook_tanh(z):
    return (1 - np.tanh(z / 2) ** 2) / 4


def textbook_completed_square(z):
    return 1 / 4 - (forward_masks(z) - 1 / 2) ** 2


def softmax_jacobian(s):
    return np.diagflat(s) - s @ s.T


def softmax_jacobian_loop(z):
    s = sig(z)[:, 0]
    return [
        [s[i] * (1 - s[i]) if i == j else -s[i] * s[j] for j in range(len(s))]
        for i in range(len(s))
    ]


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def slope(z):
    return sig(z) * (1 - sig(z))


def twice_by_name(z, dL_ds):
    def derivative(x):
        return sig(x) * (1 - sig(x))

    s = sig(z)
    return derivative(s) * dL_ds


def twice_in_the_rule(z, dL_ds):
    s = sig(sig(z))
    return s * (1 - s) * dL_ds


def diagonal_times_column(z, dL_ds):
    D = np.diagflat(slope(z))
    return D * dL_ds


def diagonal_times_row(z, dL_ds):
    return np.eye(len(z)) * slope(z) * dL_ds.T


WRONG = {
    ("sigmoid.forward", "O1", ()): [
        sig,
        overflow_in_both_branches,
        overflow_in_the_other_half,
        overflow_hidden,
        overflow_by_power,
        overflow_by_parts,
        overflow_reciprocal,
        lambda z: 1 - 1 / (1 + np.exp(z)),
    ],
    ("sigmoid.derivative", "O2", ()): [
        textbook,
        textbook_square,
        textbook_naive,
        textbook_tanh,
        textbook_completed_square,
    ],
    ("sigmoid.derivative", "O1", ()): [
        lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
        lambda z: np.exp(-z) * sig(z) ** 2,
    ],
    ("sigmoid.derivative", "S1", ()): [lambda z: slope(sig(z)), lambda z: slope(forward_tanh(z))],
    ("sigmoid.derivative", "S2", ()): [lambda z: z * (1 - z), lambda z: z - z**2],
    ("sigmoid.derivative", "S4", ()): [sig, forward_tanh],
    ("sigmoid.derivative", "S6", ()): [
        lambda z: 1 - sig(z) ** 2,
        lambda z: (1 - sig(z)) * (1 + sig(z)),
        lambda z: 1 - np.tanh(z) ** 2,
        lambda z: 1 / np.cosh(z) ** 2,
    ],
    ("sigmoid.derivative", "S7", ()): [
        lambda z: -slope(z),
        lambda z: sig(z) * (sig(z) - 1),
        lambda z: -np.exp(-z) / (1 + np.exp(-z)) ** 2,
    ],
    ("sigmoid.jacobian", "S1", ()): [
        lambda z: np.diagflat(slope(sig(z))),
        lambda z: np.eye(len(z)) * slope(sig(z)),
    ],
    ("sigmoid.jacobian", "S2", ()): [
        lambda z: np.diagflat(z * (1 - z)),
        lambda z: np.eye(len(z)) * (z - z**2),
    ],
    ("sigmoid.jacobian", "S4", ()): [
        lambda z: np.diagflat(sig(z)),
        lambda z: np.eye(len(z)) * sig(z),
    ],
    ("sigmoid.jacobian", "S6", ()): [
        lambda z: np.diagflat(1 - sig(z) ** 2),
        lambda z: np.diagflat(1 - np.tanh(z) ** 2),
    ],
    ("sigmoid.jacobian", "S12", ()): [
        lambda z: softmax_jacobian(sig(z)),
        softmax_jacobian_loop,
        lambda z: softmax_jacobian(softmax(z)),
        lambda z: np.diag(sig(z)[:, 0]) - np.outer(sig(z), sig(z)),
    ],
    ("sigmoid.backward", "S1", ()): [twice_by_name, twice_in_the_rule],
    ("sigmoid.backward", "S2", ()): [
        lambda z, g: z * (1 - z) * g,
        lambda z, g: (z - z**2) * g,
        lambda z, g: np.diagflat(z * (1 - z)) @ g,
    ],
    ("sigmoid.backward", "S3", ()): [
        lambda z, g: slope(z),
        lambda z, g: np.exp(-z) / (1 + np.exp(-z)) ** 2,
        lambda z, g: np.diagflat(slope(z)) @ np.ones_like(g),
        lambda z, g: slope(z) * g / g,
    ],
    ("sigmoid.backward", "S4", ()): [
        lambda z, g: sig(z) * g,
        lambda z, g: np.diagflat(sig(z)) @ g,
        lambda z, g: g / (1 + np.exp(-z)),
    ],
    ("sigmoid.backward", "S6", ()): [
        lambda z, g: (1 - sig(z) ** 2) * g,
        lambda z, g: (1 - np.tanh(z) ** 2) * g,
        lambda z, g: g - sig(z) ** 2 * g,
    ],
    ("sigmoid.backward", "S7", ()): [
        lambda z, g: -slope(z) * g,
        lambda z, g: sig(z) * (sig(z) - 1) * g,
        lambda z, g: -np.exp(-z) * sig(z) ** 2 * g,
    ],
    ("sigmoid.backward", "S8", ()): [
        lambda z, g: slope(g),
        lambda z, g: slope(g) * g,
        lambda z, g: np.exp(-g) / (1 + np.exp(-g)) ** 2,
    ],
    ("sigmoid.backward", "S9", ()): [
        lambda z, g: np.diagflat(slope(z)),
        lambda z, g: np.eye(len(z)) * slope(z),
        lambda z, g: np.diag(slope(z)[:, 0]),
    ],
    ("sigmoid.backward", "S10", ()): [
        diagonal_times_column,
        diagonal_times_row,
        lambda z, g: np.diagflat(slope(z)) @ np.diagflat(g),
        lambda z, g: np.diagflat(slope(z) * g),
    ],
    ("sigmoid.backward", "S12", ()): [
        lambda z, g: softmax_jacobian(sig(z)) @ g,
        lambda z, g: sig(z) * (g - (sig(z) * g).sum()),
        lambda z, g: softmax(z) * (g - (softmax(z) * g).sum()),
    ],
    ("sigmoid.backward", "S14", ()): [
        lambda z, g: 0.25 * g,
        lambda z, g: g / 4,
        lambda z, g: slope(0.0) * g,
    ],
    ("sigmoid.backward_cached", "S1", ()): [
        lambda s, g: slope(s) * g,
        lambda s, g: np.exp(-s) / (1 + np.exp(-s)) ** 2 * g,
        lambda s, g: np.diagflat(slope(s)) @ g,
    ],
    ("sigmoid.backward_cached", "S3", ()): [
        lambda s, g: s * (1 - s),
        lambda s, g: s - s**2,
        lambda s, g: np.diagflat(s * (1 - s)) @ np.ones_like(g),
    ],
    ("sigmoid.backward_cached", "S4", ()): [lambda s, g: s * g, lambda s, g: np.diagflat(s) @ g],
    ("sigmoid.backward_cached", "S6", ()): [
        lambda s, g: (1 - s**2) * g,
        lambda s, g: (1 - s) * (1 + s) * g,
    ],
    ("sigmoid.backward_cached", "S7", ()): [
        lambda s, g: s * (s - 1) * g,
        lambda s, g: -g * (s - s**2),
    ],
    ("sigmoid.tanh", "S3", ()): [
        lambda z, g: 1 - np.tanh(z) ** 2,
        lambda z, g: 1 / np.cosh(z) ** 2,
        lambda z, g: 4 * slope(2 * z),
    ],
    ("sigmoid.tanh", "S4", ()): [
        lambda z, g: np.tanh(z) * g,
        lambda z, g: (2 * sig(2 * z) - 1) * g,
    ],
    ("sigmoid.tanh", "S8", ()): [
        lambda z, g: 1 - np.tanh(g) ** 2,
        lambda z, g: (1 - np.tanh(g) ** 2) * g,
    ],
    ("sigmoid.tanh", "S9", ()): [
        lambda z, g: np.diagflat(1 - np.tanh(z) ** 2),
        lambda z, g: np.eye(len(z)) / np.cosh(z) ** 2,
    ],
    ("sigmoid.tanh", "S10", ()): [
        lambda z, g: np.diagflat(1 - np.tanh(z) ** 2) * g,
        lambda z, g: np.eye(len(z)) * (1 - np.tanh(z) ** 2) * g.T,
    ],
}
