"""Back through an elementwise layer: the diagonal matrix, and the product without it."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.function import Function
from bpteach.exercises.parts import Mistake, entries
from bpteach.exercises.units.sigmoid.common import NOTES, sigma, signed_pairs, slope

__all__ = ["BACKWARD", "CACHED", "JACOBIAN", "TANH"]

_DROPPED = (
    "This does not depend on {upstream}: it is the layer's own slope alone. The loss changes with "
    "the layer's output at another rate, and the chain rule multiplies by it."
)
_TWICE = (
    "σ is applied twice: the output s was put into a function that computes σ once more. Its slope "
    "then never leaves a narrow range just below the largest one."
)
_FED_WITH_Z = (
    "The rule for the slope wants the output s = σ(z), and you put in z. (The slope of σ is never "
    "negative: that gives it away.)"
)


def _known(s):
    return {"s": s, "1−s": 1 - s, "1+s": 1 + s, "σ′(z)": s * (1 - s)}


# --- sigmoid.jacobian ---------------------------------------------------------------------


def _jacobian_starter(z):
    """Give ds/dz, shape (n, n)."""
    raise NotImplementedError("write sigmoid_jacobian(z) here")


def _jacobian_reference(z):
    s = 1 / (1 + np.exp(-z))
    return np.diag((s * (1 - s))[:, 0])


def _softmax(z):
    return np.exp(z) / np.exp(z).sum()


def _softmax_jacobian(p):
    return np.diag(p[:, 0]) - p @ p.T


JACOBIAN = Function(
    id="sigmoid.jacobian",
    title="The n×n matrix",
    objective="Write down the Jacobian of an elementwise layer.",
    prompt=(
        "$s = \\sigma(z)$ for a column `z` (n×1). Give the whole Jacobian $\\dfrac{ds}{dz}$, n×n. "
        "(You need not ask in which convention. Why?)"
    ),
    difficulty=2,
    needs=("elementwise", "diagonal-matrix"),
    function="sigmoid_jacobian",
    results=("ds_dz",),
    letters=("n",),
    draw=lambda rng, sizes: {"z": entries(rng, sizes["n"], 1)},
    starter=_jacobian_starter,
    reference=_jacobian_reference,
    mistakes=(
        Mistake("S1", lambda z: np.diag(slope(sigma(z))[:, 0]), _TWICE),
        Mistake("S2", lambda z: np.diag((z * (1 - z))[:, 0]), _FED_WITH_Z),
        Mistake(
            "S4",
            lambda z: np.diag(sigma(z)[:, 0]),
            "The diagonal holds the values of σ. A Jacobian holds derivatives: what is the slope "
            "at each of these points?",
        ),
        Mistake(
            "S6",
            (
                lambda z: np.diag((1 - sigma(z) ** 2)[:, 0]),
                lambda z: np.diag((1 - np.tanh(z) ** 2)[:, 0]),
            ),
            "The diagonal holds the slopes of tanh. The sigmoid has another rule.",
        ),
        Mistake(
            "S12",
            (
                lambda z: _softmax_jacobian(sigma(z)),
                lambda z: _softmax_jacobian(_softmax(z)),
            ),
            "This is the Jacobian of softmax, in which every output depends on every input. Here "
            "output i reads input i alone: what is ds_i/dz_j when i is not j?",
        ),
    ),
    known=lambda z: {"s": sigma(z), "1−s": sigma(-z)},
    hints=(
        "Which entries can differ from 0? There are n of them.",
        "`np.diag` makes a matrix out of a 1-D array. From a column, (n, 1), it would take only "
        "one number: `[:, 0]` or `np.diagflat` helps.",
    ),
    solution=(
        "ds_i/dz_j is 0 for i ≠ j, and s_i (1 − s_i) for i = j. A diagonal matrix is its own "
        "transpose: it looks the same in both conventions."
    ),
    source=NOTES,
)

# --- sigmoid.backward ---------------------------------------------------------------------


def _backward_starter(z, dL_ds):
    """Give dL/dz, shape (n, 1), column convention, without the n×n matrix."""
    raise NotImplementedError("write sigmoid_backward(z, dL_ds) here")


def _backward_reference(z, dL_ds):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s) * dL_ds


def _z_and(upstream):
    def draw(rng, sizes):
        return dict(zip(("z", upstream), signed_pairs(rng, sizes["n"]), strict=True))

    return draw


def _matrix(z):
    return np.diag(slope(z)[:, 0])


BACKWARD = Function(
    id="sigmoid.backward",
    title="Back through the sigmoid",
    objective="Take a gradient back through an elementwise layer, without its Jacobian.",
    prompt=(
        "$s = \\sigma(z)$, and `dL_ds` is the upstream gradient (n×1, column convention). Give\n\n"
        "$$\\underbrace{\\frac{dL}{dz}}_{n \\times 1} = "
        "\\underbrace{\\frac{d\\sigma(z)}{dz}}_{n \\times n}\\;"
        "\\underbrace{\\frac{dL}{d\\sigma(z)}}_{n \\times 1}$$\n\n"
        "as a column, and do not build the n×n matrix. `z` is n×1."
    ),
    difficulty=2,
    needs=("upstream-gradient", "diagonal-matrix", "hadamard-product"),
    function="sigmoid_backward",
    results=("dL_dz",),
    letters=("n",),
    draw=_z_and("dL_ds"),
    starter=_backward_starter,
    reference=_backward_reference,
    mistakes=(
        Mistake("S1", lambda z, dL_ds: slope(sigma(z)) * dL_ds, _TWICE),
        Mistake("S2", lambda z, dL_ds: z * (1 - z) * dL_ds, _FED_WITH_Z),
        Mistake("S3", lambda z, dL_ds: slope(z), _DROPPED.format(upstream="dL_ds")),
        Mistake(
            "S4",
            lambda z, dL_ds: sigma(z) * dL_ds,
            "The upstream gradient is multiplied by the value of σ. On the way back it has to be "
            "multiplied by the slope.",
        ),
        Mistake(
            "S6",
            (
                lambda z, dL_ds: (1 - sigma(z) ** 2) * dL_ds,
                lambda z, dL_ds: (1 - np.tanh(z) ** 2) * dL_ds,
            ),
            "This is the rule of tanh. The sigmoid has another one: compare the largest slope of "
            "both.",
        ),
        Mistake(
            "S7",
            lambda z, dL_ds: -slope(z) * dL_ds,
            "The numbers are right, but every sign is wrong. The sigmoid rises everywhere, so a "
            "gradient keeps its sign. Look for the second minus sign, that of e⁻ᶻ.",
        ),
        Mistake(
            "S8",
            (lambda z, dL_ds: slope(dL_ds), lambda z, dL_ds: slope(dL_ds) * dL_ds),
            "The slope is taken at the upstream gradient: your result does not depend on z. The "
            "slope of the layer belongs to the point at which the layer was computed.",
        ),
        Mistake(
            "S9",
            lambda z, dL_ds: _matrix(z),
            "This is the Jacobian ds/dz, n×n. The gradient of the loss is one step further: chain "
            "it with dL_ds (and then do without the matrix).",
        ),
        Mistake(
            "S10",
            lambda z, dL_ds: _matrix(z) * dL_ds,
            "A matrix with the right numbers on its diagonal: `*` multiplies entry by entry, where "
            "`@` would also add up each row. Better still, leave the matrix out: which product of "
            "two columns gives these numbers?",
        ),
        Mistake(
            "S12",
            (
                lambda z, dL_ds: _softmax_jacobian(sigma(z)) @ dL_ds,
                lambda z, dL_ds: _softmax_jacobian(_softmax(z)) @ dL_ds,
            ),
            "This is the rule of softmax, in which every output depends on every input. Here "
            "output i reads input i alone, and entry i of the result needs entry i of dL_ds alone.",
        ),
        Mistake(
            "S14",
            lambda z, dL_ds: 0.25 * dL_ds,
            "Every entry of dL_ds is multiplied by the same number, the slope in the middle. Each "
            "z_i has a slope of its own.",
        ),
    ),
    upstream="dL_ds",
    known=lambda z, dL_ds: _known(sigma(z)),
    hints=(
        "dL/dz_i is one slope times one entry of dL_ds. No other entries take part.",
        "Compute s first. The slope needs s alone, and `*` multiplies two columns entry by entry.",
    ),
    solution=(
        "D is diagonal, so D · dL/ds multiplies entry i of dL/ds by the slope at z_i: "
        "s ⊙ (1 − s) ⊙ dL/ds, three columns. No n×n matrix is needed."
    ),
    out_of_scope="Speed, memory, the names of your variables, and the tails beyond ±30.",
    source=NOTES,
)

# --- sigmoid.backward_cached --------------------------------------------------------------


def _cached_starter(s, dL_ds):
    """Give dL/dz, shape (n, 1), from the output s = σ(z)."""
    raise NotImplementedError("write sigmoid_backward_cached(s, dL_ds) here")


def _cached_reference(s, dL_ds):
    return s * (1 - s) * dL_ds


def _s_and_g(rng, sizes):
    z, dL_ds = signed_pairs(rng, sizes["n"])
    return {"s": sigma(z), "dL_ds": dL_ds}


CACHED = Function(
    id="sigmoid.backward_cached",
    title="The same from what is already known",
    objective="Use the output that the way forward has left behind.",
    prompt=(
        "On the way forward, $s = \\sigma(z)$ was computed and kept. Give the same "
        "$\\dfrac{dL}{dz}$ (n×1, column convention) from `s` (n×1) and `dL_ds` (n×1). You are not "
        "given `z`, and you do not need it."
    ),
    difficulty=2,
    needs=("upstream-gradient", "hadamard-product"),
    function="sigmoid_backward_cached",
    results=("dL_dz",),
    letters=("n",),
    draw=_s_and_g,
    starter=_cached_starter,
    reference=_cached_reference,
    mistakes=(
        Mistake(
            "S1",
            lambda s, dL_ds: slope(s) * dL_ds,
            "σ is applied twice: s is the output of σ already, and your function computes σ of it "
            "once more. Use s as it is.",
        ),
        Mistake("S3", lambda s, dL_ds: s * (1 - s), _DROPPED.format(upstream="dL_ds")),
        Mistake(
            "S4",
            lambda s, dL_ds: s * dL_ds,
            "The upstream gradient is multiplied by the value of σ. On the way back it has to be "
            "multiplied by the slope.",
        ),
        Mistake(
            "S6",
            lambda s, dL_ds: (1 - s**2) * dL_ds,
            "This is the rule of tanh. The sigmoid has another one.",
        ),
        Mistake(
            "S7",
            (lambda s, dL_ds: s * (s - 1) * dL_ds, lambda s, dL_ds: -s * (1 - s) * dL_ds),
            "The numbers are right, but every sign is wrong. The sigmoid rises everywhere, so a "
            "gradient keeps its sign.",
        ),
    ),
    upstream="dL_ds",
    known=lambda s, dL_ds: _known(s),
    hints=(
        "In the lesson z disappeared from the formula for the slope. What was left?",
        "One subtraction, and two products entry by entry.",
    ),
    solution="The slope is s (1 − s). No exponential function is needed on the way back.",
    source=NOTES,
)

# --- sigmoid.tanh -------------------------------------------------------------------------


def _tanh_starter(z, dL_dt):
    """Give dL/dz, shape (n, 1), for t = tanh(z)."""
    raise NotImplementedError("write tanh_backward(z, dL_dt) here")


def _tanh_reference(z, dL_dt):
    return (1 - np.tanh(z) ** 2) * dL_dt


def _tanh_slope(z):
    return 1 - np.tanh(z) ** 2


def _tanh_known(z, dL_dt):
    t = np.tanh(z)
    return {
        "t": t,
        "1−t": 1 - t,
        "1+t": 1 + t,
        "1−z²": 1 - z**2,
        "tanh′(z)": _tanh_slope(z),
        "tanh′(t)": _tanh_slope(t),
        "σ′(z)": slope(z),
    }


TANH = Function(
    id="sigmoid.tanh",
    title="Back through tanh",
    objective="Derive the backward pass of another elementwise layer.",
    prompt=(
        "$t = \\tanh(z)$, entry by entry, and `dL_dt` is the upstream gradient (n×1, column "
        "convention). Give $\\dfrac{dL}{dz}$ as a column, n×1. `z` is n×1.\n\n"
        "*Predict first: by which number does tanh multiply a gradient at z = 0?*"
    ),
    difficulty=3,
    needs=("upstream-gradient", "diagonal-matrix", "hadamard-product"),
    function="tanh_backward",
    results=("dL_dz",),
    letters=("n",),
    draw=_z_and("dL_dt"),
    starter=_tanh_starter,
    reference=_tanh_reference,
    mistakes=(
        Mistake("S3", lambda z, dL_dt: _tanh_slope(z), _DROPPED.format(upstream="dL_dt")),
        Mistake(
            "S4",
            lambda z, dL_dt: np.tanh(z) * dL_dt,
            "The upstream gradient is multiplied by the value of tanh. On the way back it has to "
            "be multiplied by the slope.",
        ),
        Mistake(
            "S8",
            (lambda z, dL_dt: _tanh_slope(dL_dt), lambda z, dL_dt: _tanh_slope(dL_dt) * dL_dt),
            "The slope is taken at the upstream gradient: your result does not depend on z.",
        ),
        Mistake(
            "S9",
            lambda z, dL_dt: np.diag(_tanh_slope(z)[:, 0]),
            "This is the Jacobian dt/dz, n×n. The gradient of the loss is one step further: chain "
            "it with dL_dt (and then do without the matrix).",
        ),
        Mistake(
            "S10",
            lambda z, dL_dt: np.diag(_tanh_slope(z)[:, 0]) * dL_dt,
            "A matrix with the right numbers on its diagonal: `*` multiplies entry by entry, where "
            "`@` would also add up each row. Better still, leave the matrix out.",
        ),
    ),
    upstream="dL_dt",
    known=_tanh_known,
    hints=(
        "tanh works elementwise too: its Jacobian is diagonal, and the product with it is one "
        "entry by entry. Only the slope is another.",
        "The slope of tanh can be had from t alone, as that of σ from s. It is 1 where t is 0.",
    ),
    solution=(
        "t′ = 1 − t² = (1 + t)(1 − t): by the quotient rule, or from tanh(z) = 2σ(2z) − 1. So "
        "dL/dz = (1 − t ⊙ t) ⊙ dL/dt."
    ),
    out_of_scope="Speed, the names of your variables, and the tails beyond ±15.",
    source=NOTES,
)
