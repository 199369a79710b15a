"""Unit 05: right and wrong answers, written as different learners would write them."""

import numpy as np

# --- relu.forward -------------------------------------------------------------------------


def forward_flat_loop(z):
    out = z.copy()
    for at in np.ndindex(z.shape):
        if z[at] < 0:
            out[at] = 0.0
    return out


def forward_copy_and_index(z):
    out = np.array(z)
    out[out < 0] = 0
    return out


@np.vectorize
def forward_vectorized(z):
    return max(0.0, z)


def forward_lists(z):
    if z.ndim == 1:
        return [one if one > 0 else 0.0 for one in z.tolist()]
    return [forward_lists(row) for row in z]


def forward_masked_array(z):
    return np.ma.filled(np.ma.masked_less(z, 0), 0.0)


# --- relu.derivative ----------------------------------------------------------------------


def derivative_loop(z):
    out = np.zeros(z.shape)
    for at in np.ndindex(*z.shape):
        out[at] = 1 if z[at] >= 0 else 0
    return out


def derivative_indexed(z):
    slopes = np.ones_like(z)
    slopes[z < 0] = 0
    return slopes


def derivative_from_the_right(z):
    return (np.maximum(z + 1e-9, 0) - np.maximum(z, 0)) / 1e-9 > 0.5


# --- relu.jacobian ------------------------------------------------------------------------


def jacobian_loops(z):
    n = len(z)
    J = np.zeros((n, n))
    for i in range(n):
        if z[i, 0] >= 0:
            J[i, i] = 1.0
    return J


def jacobian_entry_by_entry(z):
    n = range(len(z))
    return [[float(i == k and z[i, 0] > 0) for k in n] for i in n]


def jacobian_filled(z):
    J = np.zeros((z.shape[0], z.shape[0]))
    np.fill_diagonal(J, z > 0)
    return J


def jacobian_differences(z):
    steps = 2.0**-20 * np.eye(len(z))
    up = np.hstack([np.maximum(z + step[:, None], 0) for step in steps])
    down = np.hstack([np.maximum(z - step[:, None], 0) for step in steps])
    return (up - down) * 2.0**19


# --- relu.backward ------------------------------------------------------------------------


def backward_loop(z, dL_df):
    out = np.zeros_like(dL_df)
    for i in range(len(z)):
        if z[i, 0] >= 0:
            out[i, 0] = dL_df[i, 0]
    return out


def backward_matrix(z, dL_df):
    return np.diag((z.ravel() >= 0).astype(float)) @ dL_df


def backward_copy_and_index(z, dL_df):
    dL_dz = dL_df.copy()
    dL_dz[z < 0] = 0
    return dL_dz


def backward_row(z, dL_df):
    return (dL_df.T @ np.diag((z >= 0)[:, 0])).T


def backward_lists(z, dL_df):
    return [[g if x >= 0 else 0.0] for [x], [g] in zip(z.tolist(), dL_df.tolist(), strict=True)]


def backward_split(z, dL_df):
    """The derivative of z/2 + |z|/2 is ½ + sign/2; at 0 this is ½."""
    return dL_df / 2 + np.sign(z) * dL_df / 2


def backward_random_choice(z, dL_df):
    slopes = np.where(z > 0, 1.0, 0.0)
    slopes[z == 0] = 0.3
    return slopes * dL_df


# --- relu.leaky ---------------------------------------------------------------------------


def leaky_loop(z, dL_df, slope):
    out = np.empty_like(z)
    for i, [one] in enumerate(z):
        out[i] = dL_df[i] if one >= 0 else slope * dL_df[i]
    return out


def leaky_copy_and_index(z, dL_df, slope):
    out = dL_df.copy()
    out[z < 0] *= slope
    return out


def leaky_matrix(z, dL_df, slope):
    slopes = [1 if one > 0 else slope for one in z[:, 0]]
    return np.diag(slopes) @ dL_df


def leaky_lists(z, dL_df, slope):
    return [[float(g) * (1 if x > 0 else slope)] for x, g in zip(z, dL_df[:, 0], strict=True)]


# --- relu.cache_bug -----------------------------------------------------------------------


def cache_new_array(z):
    f = np.maximum(z, 0)

    def backward(dL_df):
        return (z >= 0) * dL_df

    return f, backward


def cache_f(z):
    f = np.maximum(z, 0)

    def backward(dL_df):
        return np.where(f > 0, dL_df, 0)

    return f, backward


def cache_copy(z):
    kept = z.copy()
    return np.where(z > 0, z, 0), lambda dL_df: dL_df * (kept > 0)


def cache_own_copy_in_place(z):
    f = z.copy()
    mask = f >= 0
    f[~mask] = 0

    def backward(dL_df):
        out = dL_df.copy()
        out[~mask] = 0
        return out

    return f, backward


def cache_default_argument(z):
    mask = (z >= 0).astype(np.float32)
    return z * (z > 0), lambda dL_df, mask=mask: mask * dL_df


def cache_jacobian(z):
    J = np.diag((z[:, 0] > 0) * 1.0)
    return J @ z, lambda dL_df: J @ dL_df


class Cached:
    def __init__(self, z):
        self.negative = z < 0

    def __call__(self, dL_df):
        return np.ma.filled(np.ma.array(dL_df, mask=self.negative), 0.0)


def cache_object(z):
    return np.clip(z, 0, None), Cached(z)


def cache_lists(z):
    signs = [one >= 0 for one in z[:, 0]]

    def backward(dL_df):
        return [[g if sign else 0.0] for [g], sign in zip(dL_df.tolist(), signs, strict=True)]

    return [[max(0.0, one)] for one in z[:, 0].tolist()], backward


def cache_list_of_two(z):
    mask = np.heaviside(z, 1)
    return [np.fmax(z, 0), lambda dL_df: np.multiply(mask, dL_df)]


# --- relu.plot ----------------------------------------------------------------------------


def plot_segments(ax):
    z = np.linspace(-3, 3, 200)
    ax.plot(z, np.where(z > 0, z, 0), "k-")
    ax.plot([-3, 0], [0, 0], "r:", [0, 3], [1, 1], "r:")
    ax.plot([0], [1], "ro")
    ax.plot([0], [0], "o", color="r", fillstyle="none")


def plot_three_points_and_hlines(ax):
    ax.plot([-2, 0, 2], [0, 0, 2])
    ax.hlines(0, -2, 0, color="orange", label="slope")
    ax.hlines(1, 0, 2, color="orange")
    ax.scatter([0], [1], color="orange", s=60)
    ax.scatter([0], [0], facecolors="none", edgecolors="orange", s=60)
    ax.set(title="ReLU", xlabel="z", ylabel="f")


def plot_with_a_break(ax):
    z = np.linspace(-6, 6, 601)
    slope = np.where(z > 0, 1.0, 0.0)
    slope[z == 0] = np.nan
    ax.plot(z, np.maximum(0, z), label="relu")
    ax.plot(z, slope, "--", label="Ind")
    ax.plot(0, 1, marker="s", color="C1")
    ax.plot(0, 0, marker="s", color="C1", markerfacecolor="w")
    ax.legend()


def plot_step(ax):
    ax.plot([-4, 0, 4], [0, 0, 4])
    ax.step([-4, 0, 4], [0, 1, 1], where="post")
    ax.scatter([0, 0], [1, 0], facecolors=["C1", "white"], edgecolors="C1", zorder=5)


def plot_joined_jump(ax):
    z = np.linspace(-2.5, 2.5, 400)
    ax.plot(z, np.heaviside(z, 1))
    ax.plot(z, np.maximum(z, 0))
    ax.plot(0, 1, "b.", markersize=12)
    ax.plot(0, 0, "b.", markersize=12, mfc="white")


def plot_every_choice(ax):
    z = np.linspace(-3, 3, 61)
    ax.plot(z, np.maximum(z, 0), lw=2)
    for side in (z[z < 0], z[z > 0]):
        ax.plot(side, (side > 0) * 1.0, "tab:red")
    ax.plot(0, 1, "s", color="tab:red")
    ax.plot([0, 0], [0.5, 0], "s", color="tab:red", markerfacecolor="none")


def plot_dots_only(ax):
    z = np.linspace(-3, 3, 121)
    ax.plot(z, np.maximum(z, 0))
    ax.scatter(z[z != 0], z[z != 0] > 0, s=2, color="C3")
    ax.plot(0, 1, "C3o")
    ax.plot(0, 0, "C3o", mfc=ax.get_facecolor())


def plot_with_relu_marked_too(ax):
    z = np.linspace(-2, 2, 41)
    ax.plot(z, np.maximum(z, 0), "b-", 0, 0, "bo")
    ax.plot(z[z < 0], 0 * z[z < 0], "g-", z[z >= 0], z[z >= 0] >= 0, "g-")
    ax.plot(0, 0, "go", mfc="none", ms=9)
    ax.plot(0, 1, "go", ms=9)
    ax.text(1, 1.05, "Ind(z ≥ 0)")


CORRECT = {
    "relu.forward": (
        forward_flat_loop,
        forward_copy_and_index,
        forward_vectorized,
        forward_lists,
        forward_masked_array,
        lambda z: np.where(z > 0, z, 0),
        lambda z: z * (z > 0),
        lambda z: (z + np.abs(z)) / 2,
        lambda z: np.clip(z, 0, None),
        lambda z: z.clip(min=0),
        lambda z: np.maximum(z.astype(np.float32), 0),
        lambda z: np.max([z, np.zeros_like(z)], axis=0),
        lambda z: np.fmax(0, z.T).T,
        lambda z: z - np.minimum(z, 0),
    ),
    "relu.derivative": (
        derivative_loop,
        derivative_indexed,
        derivative_from_the_right,
        lambda z: z >= 0,
        lambda z: (z >= 0) * 1,
        lambda z: np.where(z < 0, 0.0, 1.0),
        lambda z: np.heaviside(z, 1),
        lambda z: 1 - (z < 0),
        lambda z: np.logical_not(z < 0).astype("float32"),
        lambda z: (z >= 0).tolist(),
        lambda z: np.vectorize(lambda one: float(one >= 0))(z),
        lambda z: np.floor((np.sign(z) + 2) / 2),
        lambda z: np.greater_equal(z.T, 0).T.astype(int),
    ),
    "relu.jacobian": (
        jacobian_loops,
        jacobian_entry_by_entry,
        jacobian_filled,
        jacobian_differences,
        lambda z: np.diag((z >= 0).ravel()),
        lambda z: np.eye(len(z)) * (z >= 0),
        lambda z: np.eye(len(z)) * (z.T >= 0),
        lambda z: np.diagflat(np.heaviside(z, 1)),
        lambda z: np.einsum("ij,j->ij", np.identity(len(z)), (z[:, 0] > 0) * 1.0),
        lambda z: np.where(np.eye(z.size) == 1, z >= 0, 0).astype(np.float32),
        lambda z: np.diag(np.where(z.T[0] > 0, 1, 0)).T,
    ),
    "relu.backward": (
        backward_loop,
        backward_matrix,
        backward_copy_and_index,
        backward_row,
        backward_lists,
        backward_split,
        backward_random_choice,
        lambda z, g: (z >= 0) * g,
        lambda z, g: np.where(z < 0, 0.0, g),
        lambda z, g: np.multiply(np.heaviside(z, 1), g),
        lambda z, g: g - (z < 0) * g,
        lambda z, g: np.einsum("ij,ij->ij", 1.0 * (z >= 0), g),
        lambda z, g: ((z >= 0) * g).astype(np.float32),
        lambda z, g: np.select([z > 0, z == 0], [g, 0.75 * g]),
        lambda z, g: np.sum(np.eye(len(z)) * (z >= 0) * g.T, axis=1, keepdims=True),
    ),
    "relu.at_zero": (
        lambda exercise: tuple(exercise.reference),
        lambda exercise: [np.float64(one) for one in exercise.reference],
        lambda exercise: [0, 1, 1 / 2],
        lambda exercise: [np.array(0), np.array([1]), np.float32(0.5)],
        lambda exercise: [-0.0, True, (0.1 - 0) / 0.2],
    ),
    "relu.leaky": (
        leaky_loop,
        leaky_copy_and_index,
        leaky_matrix,
        leaky_lists,
        lambda z, g, slope: np.where(z >= 0, g, slope * g),
        lambda z, g, slope: ((z > 0) + slope * (z <= 0)) * g,
        lambda z, g, slope: slope * g + (1 - slope) * (z > 0) * g,
        lambda z, g, slope: np.maximum(np.sign(z), slope) * g,
        lambda z, g, slope: np.float32(np.where(z < 0, slope, 1)) * g,
        lambda z, g, slope: (g.T * np.where(z.T < 0, slope, 1.0)).T,
        lambda z, g, slope: np.eye(len(z)) * np.where(z > 0, 1, slope) @ g,
    ),
    "relu.cache_bug": (
        cache_new_array,
        cache_f,
        cache_copy,
        cache_own_copy_in_place,
        cache_default_argument,
        cache_jacobian,
        cache_object,
        cache_lists,
        cache_list_of_two,
    ),
    "relu.plot": (
        plot_segments,
        plot_three_points_and_hlines,
        plot_with_a_break,
        plot_step,
        plot_joined_jump,
        plot_every_choice,
        plot_dots_only,
        plot_with_relu_marked_too,
    ),
}

# --- wrong answers ------------------------------------------------------------------------


def set_negative_to_zero(z):
    z[z < 0] = 0
    return z


def times_mask_in_place(z):
    z *= z > 0
    return z


def loop_in_place(z):
    for at in np.ndindex(z.shape):
        if z[at] < 0:
            z[at] = 0
    return z


def backward_after_overwriting(z, g):
    np.maximum(z, 0, out=z)
    return (z >= 0) * g


def backward_after_setting(z, g):
    z[z < 0] = 0
    return np.where(z >= 0, g, 0)


def backward_after_renaming(z, g):
    z = np.maximum(z, 0)
    return (z >= 0) * g


def backward_loop_over_f(z, g):
    f = np.maximum(0, z)
    return np.array([[g[i, 0] if f[i, 0] >= 0 else 0.0] for i in range(len(f))])


def gradient_clipped(z, g):
    out = g.copy()
    out[g < 0] = 0
    return out


def cache_setting_in_place(z):
    z[z < 0] = 0

    def backward(dL_df):
        return np.where(z >= 0, dL_df, 0)

    return z.copy(), backward


def cache_clip_in_place(z):
    f = np.clip(z, 0, None, out=z)

    def backward(dL_df):
        mask = np.ones_like(z)
        mask[z < 0] = 0
        return mask * dL_df

    return f, backward


def cache_mask_then_in_place(z):
    mask = z > 0
    z *= mask
    return z, lambda dL_df: mask * dL_df


def cache_copy_then_in_place(z):
    kept = z.copy()
    np.maximum(z, 0, out=z)
    return z, lambda dL_df: (kept >= 0) * dL_df


WRONG = {
    ("relu.forward", "M5", ()): [
        lambda z: np.maximum(z, 0, out=z),
        lambda z: np.clip(z, 0, None, out=z),
        set_negative_to_zero,
        times_mask_in_place,
        loop_in_place,
    ],
    ("relu.derivative", "R1", ()): [
        lambda z: z > 0,
        lambda z: np.where(z > 0, 1, 0),
        lambda z: np.heaviside(z, 0),
        lambda z: np.sign(np.maximum(z, 0)),
        lambda z: (np.maximum(0, z) != 0).astype(float),
    ],
    ("relu.derivative", "R2", ()): [
        lambda z: np.heaviside(z, 0.5),
        lambda z: (1 + np.sign(z)) / 2,
        lambda z: (np.maximum(z + 1e-6, 0) - np.maximum(z - 1e-6, 0)) / 2e-6,
    ],
    ("relu.derivative", "R7", ()): [np.sign, lambda z: np.where(z >= 0, 1.0, -1.0)],
    ("relu.derivative", "R8", ()): [lambda z: z < 0, lambda z: np.where(z > 0, 0.0, 1.0)],
    ("relu.derivative", "R16", ()): [lambda z: np.maximum(0, z), lambda z: z * (z >= 0)],
    ("relu.backward", "R1", ()): [
        lambda z, g: (z > 0) * g,
        lambda z, g: np.where(z > 0, g, 0.0),
        lambda z, g: (np.maximum(z, 0) > 0) * g,
        lambda z, g: np.diag((z[:, 0] > 0) * 1.0) @ g,
        lambda z, g: np.where(z <= 0, 0, g),
    ],
    ("relu.backward", "R2", ()): [
        lambda z, g: np.heaviside(z, 0.5) * g,
        lambda z, g: (1 + np.sign(z)) / 2 * g,
        backward_split,
    ],
    ("relu.backward", "R3", ("R10",)): [
        lambda z, g: (np.maximum(z, 0) >= 0) * g,
        lambda z, g: np.where(np.maximum(0, z) >= 0, g, 0),
        lambda z, g: np.heaviside(np.maximum(z, 0), 1) * g,
        backward_loop_over_f,
        backward_after_overwriting,
        backward_after_setting,
        backward_after_renaming,
        lambda z, g: g,
    ],
    ("relu.backward", "R4", ("R9",)): [
        lambda z, g: (g > 0) * g,
        lambda z, g: np.where(g >= 0, g, 0.0),
        lambda z, g: np.maximum(0, g),
        lambda z, g: np.clip(g, 0, None),
        gradient_clipped,
    ],
    ("relu.backward", "R5", ()): [
        lambda z, g: (z >= 0) * 1.0,
        lambda z, g: z > 0,
        lambda z, g: np.where(z < 0, 0, 1),
        lambda z, g: np.diag((z[:, 0] >= 0) * 1.0) @ np.ones_like(g),
    ],
    ("relu.backward", "R7", ()): [
        lambda z, g: np.sign(z) * g,
        lambda z, g: np.where(z >= 0, 1, -1) * g,
        lambda z, g: np.where(z > 0, g, -g),
        lambda z, g: z / np.where(z == 0, 1, np.abs(z)) * g,
    ],
    ("relu.backward", "R8", ()): [
        lambda z, g: (z < 0) * g,
        lambda z, g: np.where(z > 0, 0, g),
        lambda z, g: (1 - (z >= 0)) * g,
    ],
    ("relu.backward", "R12", ()): [
        lambda z, g: (z >= 0) * (g > 0) * g,
        lambda z, g: (z > 0) * np.maximum(0, g),
        lambda z, g: np.where((z > 0) & (g > 0), g, 0),
        lambda z, g: np.maximum(0, (z >= 0) * g),
    ],
    ("relu.backward", "R14", ()): [
        lambda z, g: np.diag((z[:, 0] >= 0) * 1.0),
        lambda z, g: np.eye(len(z)) * (z > 0),
        lambda z, g: np.diagflat(np.heaviside(z, 0.5)),
    ],
    ("relu.backward", "R15", ()): [
        lambda z, g: np.maximum(z, 0) * (1 - np.maximum(z, 0)) * g,
        lambda z, g: (z > 0) * z * (1 - z) * g,
    ],
    ("relu.backward", "R16", ()): [
        lambda z, g: np.maximum(z, 0),
        lambda z, g: (z >= 0) * z,
        lambda z, g: np.where(z > 0, z, 0),
    ],
    ("relu.leaky", "R4", ("R9",)): [
        lambda z, g, slope: np.where(g > 0, g, slope * g),
        lambda z, g, slope: np.maximum(g, slope * g),
    ],
    ("relu.leaky", "R5", ()): [
        lambda z, g, slope: np.where(z >= 0, 1, slope),
        lambda z, g, slope: (z > 0) + slope * (z < 0),
        lambda z, g, slope: np.diag(np.where(z[:, 0] > 0, 1, slope)) @ np.ones_like(g),
    ],
    ("relu.leaky", "R8", ()): [
        lambda z, g, slope: np.where(z < 0, g, slope * g),
        lambda z, g, slope: np.where(z > 0, slope, 1) * g,
    ],
    ("relu.leaky", "R14", ()): [
        lambda z, g, slope: np.diag(np.where(z[:, 0] >= 0, 1, slope)),
        lambda z, g, slope: np.eye(len(z)) * np.where(z > 0, 1, slope),
    ],
    ("relu.leaky", "R16", ()): [
        lambda z, g, slope: np.maximum(z, slope * z),
        lambda z, g, slope: np.where(z < 0, slope * z, z),
    ],
    ("relu.cache_bug", "M5", ()): [
        cache_setting_in_place,
        cache_clip_in_place,
        cache_mask_then_in_place,
        cache_copy_then_in_place,
    ],
    ("relu.cache_bug", "R4", ()): [
        lambda z: (np.maximum(z, 0), lambda g: np.maximum(g, 0)),
        lambda z: (np.where(z > 0, z, 0), lambda g: np.where(g < 0, 0, g)),
    ],
}


def cache_mask_from_f(z):
    f = np.maximum(z, 0)

    def backward(dL_df):
        return (f >= 0) * dL_df

    return f, backward


def cache_renamed(z):
    z = np.maximum(z, 0)
    return z, lambda dL_df: np.where(z < 0, 0, dL_df)


def cache_nothing(z):
    return np.where(z > 0, z, 0), lambda dL_df: dL_df


def cache_inverted(z):
    def backward(dL_df):
        dL_dz = dL_df.copy()
        dL_dz[z > 0] = 0
        return dL_dz

    return np.maximum(z, 0), backward


SEVERAL = [
    ("relu.cache_bug", "dL_dz", "R8", cache_inverted),
    ("relu.cache_bug", "dL_dz", "R3", cache_mask_from_f),
    ("relu.cache_bug", "dL_dz", "R3", cache_renamed),
    ("relu.cache_bug", "dL_dz", "R3", cache_nothing),
]
