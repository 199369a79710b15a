"""Forks inside a network: a skip connection, and a loss with a term on the hidden numbers."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.function import Function
from bpteach.exercises.parts import Mistake, entries
from bpteach.exercises.units.network.nets import NOTES, SHAPES, kept, network, sigma, way_back
from bpteach.exercises.units.network.way_back import TOLD

__all__ = ["HIDDEN_LOSS", "SKIP"]

# --- network.skip -------------------------------------------------------------------------


def _skip_starter(W, b, a, dL_do):
    """Give (dL_dW, dL_db, dL_da): (n, n), (n, 1) and (n, 1)."""
    raise NotImplementedError("write skip_backward(W, b, a, dL_do) here")


def _skip_reference(W, b, a, dL_do):
    s = 1 / (1 + np.exp(-(W @ a + b)))
    dL_dz = dL_do * s * (1 - s)
    return dL_dz @ a.T, dL_dz, dL_do + W.T @ dL_dz


def _skip_draw(rng, sizes):
    n = sizes["n"]
    for _ in range(10_000):
        W, b = entries(rng, n, n) / np.sqrt(n), entries(rng, n, 1) / 2
        a, dL_do = entries(rng, n, 1), entries(rng, n, 1)
        z = W @ a + b
        if (z > 0).any() and (z < 0).any() and np.abs(z).max() < 3 and np.abs(z).min() > 0.2:
            return {"W": W, "b": b, "a": a, "dL_do": dL_do}
    raise RuntimeError(f"no skip connection of size {n} shows every step")


def _dL_dz(W, b, a, dL_do):
    s = sigma(W @ a + b)
    return dL_do * s * (1 - s)


_SLOPE_SKIPPED = (
    "The step back through the activation was left out. The layer gives out σ(z), and W, b and a "
    "stand inside z: which slope lies between the two?"
)

SKIP = Function(
    id="network.skip",
    title="A skip connection",
    objective="Add the gradients of two paths that begin at the same variable.",
    prompt=(
        "In a skip connection the input goes through a layer, and is also added to what comes "
        "out:\n\n$$z = W a + b, \\qquad o = a + \\sigma(z)$$\n\n"
        "Here m = n, so `W` is n×n; `b`, `a` and `dL_do` are n×1. Column convention.\n\n"
        "Three results, in this order: `dL_dW` (n×n), `dL_db` (n×1), `dL_da` (n×1).\n\n"
        "*Careful: with a square W a forgotten transpose gives no error.*"
    ),
    difficulty=4,
    needs=("fork", "skip-connection", "upstream-gradient"),
    function="skip_backward",
    results=("dL_dW", "dL_db", "dL_da"),
    letters=("n",),
    draw=_skip_draw,
    starter=_skip_starter,
    reference=_skip_reference,
    mistakes=(
        Mistake(
            "F1",
            lambda W, b, a, dL_do: W.T @ _dL_dz(W, b, a, dL_do),
            "dL_da holds only the path through the layer. The input a is used twice: is the first "
            "gradient overwritten by the second, with `=` where both belong together?",
            part="dL_da",
        ),
        Mistake(
            "F2",
            lambda W, b, a, dL_do: dL_do.copy(),
            "dL_da holds only the straight path. The input a is used twice: move it a little, and "
            "the output of the layer moves too.",
            part="dL_da",
        ),
        Mistake(
            "F3",
            lambda W, b, a, dL_do: dL_do * (W.T @ _dL_dz(W, b, a, dL_do)),
            "The gradients of the two paths were multiplied. Factors along one path are "
            "multiplied; what do two paths do?",
            part="dL_da",
        ),
        Mistake(
            "B11",
            lambda W, b, a, dL_do: dL_do @ a.T,
            "dL_dW was computed with the gradient of the layer's output σ(z), but W stands inside "
            "z. One step of the way back is missing between the two.",
            part="dL_dW",
        ),
        Mistake(
            "C1",
            lambda W, b, a, dL_do: dL_do + W @ _dL_dz(W, b, a, dL_do),
            "On the path through the layer W is used as it stands, as on the way forward. W is "
            "square, so nothing stops you, but the gradient has to go the other way through it.",
            part="dL_da",
        ),
        Mistake(
            "V1",
            lambda W, b, a, dL_do: (dL_do @ a.T, dL_do, dL_do + W.T @ dL_do),
            _SLOPE_SKIPPED,
        ),
        Mistake("V1", lambda W, b, a, dL_do: dL_do.copy(), _SLOPE_SKIPPED, part="dL_db"),
        Mistake("V1", lambda W, b, a, dL_do: dL_do + W.T @ dL_do, _SLOPE_SKIPPED, part="dL_da"),
    ),
    upstream="dL_do",
    known=lambda W, b, a, dL_do: {"s(1−s)": (s := sigma(W @ a + b)) * (1 - s), "s": s},
    hints=(
        "Draw the arrows from a to o. How many ways are there? And from W to o?",
        "On the straight way do/da is the identity. On the other way you meet the slope of the "
        "sigmoid, and then W. What happens where two ways begin at the same variable?",
    ),
    solution=(
        "W and b reach o on one path, through z, so their gradients are those of a linear layer "
        "with the upstream gradient dL/dz. The input a reaches o on two paths: the straight one "
        "gives dL/do, the one through the layer Wᵀ dL/dz, and paths add."
    ),
    source=NOTES,
)

# --- network.hidden_loss ------------------------------------------------------------------


def _hidden_starter(W1, b1, W2, b2, a, t, weight):
    """Give (dL_dW1, dL_db1, dL_dW2, dL_db2), each in the shape of its variable."""
    raise NotImplementedError("write hidden_loss_backward(W1, b1, W2, b2, a, t, weight) here")


def _hidden_reference(W1, b1, W2, b2, a, t, weight):
    h = 1 / (1 + np.exp(-(W1 @ a + b1)))
    dL_do = W2 @ h + b2 - t
    dL_dh = W2.T @ dL_do + weight * h
    dL_dz1 = dL_dh * h * (1 - h)
    return dL_dz1 @ a.T, dL_dz1, dL_do @ h.T, dL_do


def _hidden_draw(rng, sizes):
    return network(rng, sizes) | {"weight": float(rng.uniform(0.8, 2.4))}


def _both(W1, W2, g, h, weight):
    return W2.T @ g + weight * h


def _known(W1, b1, W2, b2, a, t, weight):
    z1, h, o = kept(W1, b1, W2, b2, a)
    return {"h(1−h)": h * (1 - h), "h": h, "z1": z1, "o − t": o - t}


HIDDEN_LOSS = Function(
    id="network.hidden_loss",
    title="A loss with a term on h",
    objective="Find where a second term of the loss enters the way back.",
    prompt=(
        "The network is that of network.backward, but the loss has a second term. It keeps the "
        "hidden numbers small:\n\n"
        "$$L = \\tfrac12\\,\\|o - t\\|^2 + \\tfrac12\\,\\mathrm{weight}\\cdot\\|h\\|^2$$\n\n"
        f"{SHAPES}| `t` | k×1 |\n| `weight` | a number |\n\n"
        "Give the four gradients of network.backward, in the same order and with the same shapes: "
        "`dL_dW1` (n×m), `dL_db1` (n×1), `dL_dW2` (k×n), `dL_db2` (k×1).\n\n"
        "*Predict first: which of the four change because of the second term?*"
    ),
    difficulty=5,
    needs=("loss", "hidden-layer", "fork"),
    function="hidden_loss_backward",
    results=("dL_dW1", "dL_db1", "dL_dW2", "dL_db2"),
    told=TOLD,
    letters=("n", "m", "k"),
    draw=_hidden_draw,
    starter=_hidden_starter,
    reference=_hidden_reference,
    mistakes=(
        Mistake(
            "F1",
            way_back(hidden=lambda W1, W2, g, h, weight: weight * h),
            "Only the second term reaches W1 and b1: the gradient that comes back through o is "
            "lost. Does the line of the second term overwrite it, with `=` where both belong "
            "together?",
        ),
        Mistake(
            "F2",
            way_back(),
            "The second term is missing: these are the gradients of ½‖o − t‖² alone. h stands in "
            "the loss twice, once inside o and once by itself.",
        ),
        Mistake(
            "F3",
            way_back(hidden=lambda W1, W2, g, h, weight: (W2.T @ g) * weight * h),
            "The gradients of the two paths of h were multiplied. Factors along one path are "
            "multiplied; what do two paths do?",
        ),
        Mistake(
            "V1",
            way_back(hidden=_both, at=lambda z1, h: 1.0),
            "The step back through the activation was left out: a gradient of h was used as if it "
            "were one of z1. Between the two stands the slope of the sigmoid.",
        ),
        Mistake(
            "V2",
            (
                way_back(error=lambda o, t: t - o, hidden=_both),
                way_back(
                    error=lambda o, t: t - o,
                    hidden=lambda W1, W2, g, h, weight: W2.T @ g - weight * h,
                ),
            ),
            "The error was taken the wrong way round. When the output is too large, should its "
            "gradient be positive or negative?",
        ),
        Mistake(
            "V3",
            (
                way_back(hidden=lambda W1, W2, g, h, weight: W2.T @ g + 2 * weight * h),
                way_back(
                    error=lambda o, t: 2 * (o - t),
                    hidden=lambda W1, W2, g, h, weight: W2.T @ g + 2 * weight * h,
                ),
                way_back(error=lambda o, t: 2 * (o - t), hidden=_both),
            ),
            "A factor 2 is left over. Each term of the loss has a ½ in front: which factor of the "
            "derivative of a square does it take away?",
        ),
        Mistake(
            "V5",
            way_back(hidden=_both, at=lambda z1, h: sigma(h) * (1 - sigma(h))),
            "The slope of the sigmoid was taken at h, that is at σ(z1), as if σ were applied once "
            "more. What goes into the sigmoid in this network?",
        ),
    ),
    known=_known,
    hints=(
        "Draw the arrows from h to L. How many are there, and which variables lie before h?",
        "The second term is a squared error with the target 0: what is its derivative with respect "
        "to h alone?",
        "The new term enters the way back at one place. Everything nearer the input changes "
        "because of it; nothing nearer the loss does.",
    ),
    solution=(
        "h reaches the loss on two paths, through o and by itself, and paths add: dL/dh has the "
        "term weight · h beside the one that came back through W2. From there on the way back is "
        "as before. dL/dW2 and dL/db2 do not change."
    ),
    source=NOTES,
)
