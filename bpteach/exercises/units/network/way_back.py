"""The way forward through two layers, and the way back in both conventions."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.function import Function
from bpteach.exercises.parts import Mistake
from bpteach.exercises.units.network.nets import (
    NOTES,
    SHAPES,
    kept,
    network,
    sigma,
    slope,
    way_back,
)

__all__ = ["BACKWARD", "BACKWARD_ROW", "FORWARD", "TOLD", "mistakes_of_the_way"]

TOLD = ("dL_dW2", "dL_db2", "dL_dW1", "dL_db1")  # backward order: the cause comes first
_RESULTS = ("dL_dW1", "dL_db1", "dL_dW2", "dL_db2")

# --- network.forward ----------------------------------------------------------------------


def _forward_starter(W1, b1, W2, b2, a):
    """Give (z1, h, o): (n, 1), (n, 1) and (k, 1)."""
    raise NotImplementedError("write forward(W1, b1, W2, b2, a) here")


def _forward_reference(W1, b1, W2, b2, a):
    z1 = W1 @ a + b1
    h = 1 / (1 + np.exp(-z1))
    o = W2 @ h + b2
    return z1, h, o


def _forward_draw(rng, sizes):
    drawn = network(rng, sizes)
    return {name: drawn[name] for name in ("W1", "b1", "W2", "b2", "a")}


FORWARD = Function(
    id="network.forward",
    title="Two layers, forward",
    objective="Compute a network's output, and keep the values on the way.",
    prompt=(
        "Write the way forward through two layers:\n\n"
        "$$z1 = W1\\,a + b1, \\qquad h = \\sigma(z1), \\qquad o = W2\\,h + b2$$\n\n"
        f"{SHAPES}| result `z1` | n×1 |\n| result `h` | n×1 |\n| result `o` | k×1 |\n\n"
        "Return all three, in this order: the way back will ask for them."
    ),
    difficulty=2,
    needs=("hidden-layer",),
    function="forward",
    results=("z1", "h", "o"),
    letters=("n", "m", "k"),
    draw=_forward_draw,
    starter=_forward_starter,
    reference=_forward_reference,
    mistakes=(
        Mistake(
            "S1",
            lambda W1, b1, W2, b2, a: sigma(sigma(W1 @ a + b1)),
            "h is the sigmoid of the sigmoid: σ is applied twice. What goes into σ is z1 itself.",
            part="h",
        ),
    ),
    known=lambda W1, b1, W2, b2, a: {"h": kept(W1, b1, W2, b2, a)[1]},
    hints=(
        "There are three lines, one for each result, and each uses the one before it.",
        "The sigmoid works on each number alone: numpy's `exp` takes a whole array. Which of the "
        "three values goes into layer 2?",
    ),
    solution="Each line gives what the next one needs. All three values are kept for the way back.",
    source=NOTES,
)

# --- mistakes on the way back --------------------------------------------------------------

_WORDS = {
    "B5": "In this gradient stands what comes out of a layer, or out of the one behind it, where "
    "the layer's own input belongs. A weight is multiplied by what goes in: what is that here?",
    "B11": "The gradient of the hidden numbers h was used in dL_dW1, but what layer 1 gives out is "
    "z1. One step of the way back is missing between the two.",
    "C1": "W2 takes n numbers to k. On the way back k numbers have to become n again: as it "
    "stands, W2 points the wrong way. What turns it round?",
    "S2": "The slope of the sigmoid was computed with z1 where its value belongs: the short form "
    "of the slope is written in σ(z1), and that is h.",
    "S4": "The gradient is multiplied by h itself. The chain rule asks for the slope of the "
    "sigmoid there, not for its value.",
    "S6": "This is the slope of tanh. The activation here is the sigmoid, and its slope is "
    "another one.",
    "V1": "The step back through the activation was left out: a gradient of h was used as if it "
    "were one of z1. Between the two stands the slope of the sigmoid.",
    "V2": "Everything has the wrong sign, since the error was taken the wrong way round. When "
    "the output is too large, should its gradient be positive or negative?",
    "V3": "Every gradient is twice what it should be. The loss has a ½ in front: which factor of "
    "the derivative of a square does it take away?",
    "V5": "The slope of the sigmoid was taken at h, that is at σ(z1), as if σ were applied once "
    "more. Where does the sigmoid sit in the network: what goes into it?",
    "V7": "The way back began with ones: your gradients do not depend on the target t at all. "
    "Which gradient does the loss hand to the last layer?",
    "V8": "W1 stands where W2 belongs. The gradient goes back from o to h: which layer lies "
    "between those two?",
    "V9": "Called once more with the same inputs, your function gives more than before: each call "
    "adds to the gradients of the last one. Begin every call with fresh arrays.",
}


def _output_for_input_2(W1, b1, W2, b2, a, t):
    _, _, o = kept(W1, b1, W2, b2, a)
    return (o - t) @ o.T


def _output_for_input_1(output):
    def dL_dW1(W1, b1, W2, b2, a, t, *weight):
        z1, h, _ = kept(W1, b1, W2, b2, a)
        return way_back()(W1, b1, W2, b2, a, t)[1] @ (z1 if output == "z1" else h).T

    return dL_dW1


def _hidden_gradient(W1, b1, W2, b2, a, t):
    return W2.T @ (kept(W1, b1, W2, b2, a)[2] - t)


def _not_reset():
    """A way back that adds up: what happens where gradients live on between calls."""
    sums = {}

    def backward(W1, b1, W2, b2, a, t):
        gradients = way_back()(W1, b1, W2, b2, a, t)
        shapes = (W1.shape, W2.shape)
        sums[shapes] = [x + y for x, y in zip(sums.get(shapes, [0] * 4), gradients, strict=True)]
        return tuple(one.copy() for one in sums[shapes])

    return backward


_STEPS = {
    "C1": (way_back(hidden=lambda W1, W2, g, h: W2 @ g),),
    "S2": (way_back(at=lambda z1, h: z1 * (1 - z1)),),
    "S4": (way_back(at=lambda z1, h: h),),
    "S6": (way_back(at=lambda z1, h: 1 - h**2), way_back(at=lambda z1, h: 1 - np.tanh(z1) ** 2)),
    "V1": (way_back(at=lambda z1, h: 1.0),),
    "V2": (way_back(error=lambda o, t: t - o),),
    "V3": (way_back(error=lambda o, t: 2 * (o - t)),),
    "V5": (way_back(at=lambda z1, h: slope(h, sigma(h))),),
    "V7": (way_back(error=lambda o, t: np.ones_like(o)),),
    "V8": (
        way_back(hidden=lambda W1, W2, g, h: W1.T @ g),
        way_back(hidden=lambda W1, W2, g, h: W1 @ g),
    ),
}


def mistakes_of_the_way(turned: bool = False) -> tuple[Mistake, ...]:
    """Give the mistakes of the way back through two layers.

    Parameters
    ----------
    turned : bool
        In strict row form.

    Returns
    -------
    tuple of Mistake
        Those of one gradient alone, and those that show in all four together.
    """

    def form(wrong):
        return _turned(wrong) if turned else wrong

    def in_part(id, part, *wrong):
        return Mistake(id, tuple(map(form, wrong)), _WORDS[id], part=part)

    return (
        in_part("B5", "dL_dW2", _output_for_input_2),
        in_part("B5", "dL_dW1", _output_for_input_1("z1"), _output_for_input_1("h")),
        in_part("B11", "dL_dW1", lambda *given: _hidden_gradient(*given) @ given[4].T),
        *(Mistake(id, tuple(map(form, wrong)), _WORDS[id]) for id, wrong in _STEPS.items()),
        in_part("V1", "dL_db1", _hidden_gradient),
        Mistake("V9", form(_not_reset()), _WORDS["V9"], again=True),
    )


def _turned(wrong):
    def row(*given):
        found = wrong(*given)
        return tuple(one.T for one in found) if isinstance(found, tuple) else found.T

    return row


def _known(W1, b1, W2, b2, a, t):
    z1, h, o = kept(W1, b1, W2, b2, a)
    return {"h(1−h)": h * (1 - h), "h": h, "z1": z1, "o − t": o - t, "o": o}


def _known_row(W1, b1, W2, b2, a, t):
    return {name: one.T for name, one in _known(W1, b1, W2, b2, a, t).items()}


# --- network.backward ---------------------------------------------------------------------


def _backward_starter(W1, b1, W2, b2, a, t):
    """Give (dL_dW1, dL_db1, dL_dW2, dL_db2), each in the shape of its variable."""
    raise NotImplementedError("write backward(W1, b1, W2, b2, a, t) here")


def _backward_reference(W1, b1, W2, b2, a, t):
    h = 1 / (1 + np.exp(-(W1 @ a + b1)))
    dL_do = W2 @ h + b2 - t
    dL_dh = W2.T @ dL_do
    dL_dz1 = dL_dh * h * (1 - h)
    return dL_dz1 @ a.T, dL_dz1, dL_do @ h.T, dL_do


BACKWARD = Function(
    id="network.backward",
    title="The whole way back",
    objective="Take the gradient of a loss back through two layers, one variable at a time.",
    prompt=(
        "The network is $z1 = W1\\,a + b1$, $h = \\sigma(z1)$, $o = W2\\,h + b2$, and its loss is "
        "$L = \\tfrac12\\|o - t\\|^2$. Go forward, keep what you need, and come back. "
        "Column convention: every gradient has the shape of its variable.\n\n"
        f"{SHAPES}| `t` | k×1 |\n\n"
        "Four results, in this order: `dL_dW1` (n×m), `dL_db1` (n×1), `dL_dW2` (k×n), `dL_db2` "
        "(k×1). Each of them is judged by itself, in the order of the way back: layer 2 first."
    ),
    difficulty=3,
    needs=("loss", "target", "hidden-layer", "upstream-gradient", "hadamard-product"),
    function="backward",
    results=_RESULTS,
    told=TOLD,
    letters=("n", "m", "k"),
    draw=network,
    starter=_backward_starter,
    reference=_backward_reference,
    mistakes=mistakes_of_the_way(),
    known=_known,
    hints=(
        "Write the way forward first, and keep h and o. Then take the variables in reverse order: "
        "o, then W2 and b2, then h, z1, and at last W1 and b1.",
        "dL/do is the upstream gradient of layer 2. What is the input of layer 2? And what is the "
        "upstream gradient of layer 1?",
        "Between dL/dh and dL/dz1 stands the slope of the sigmoid, entry by entry. It is known "
        "from h alone.",
    ),
    solution=(
        "Each line uses a gradient that is there already. Layer 2 has the input h and the upstream "
        "gradient dL/do = o − t; layer 1 has the input a and the upstream gradient dL/dz1, which "
        "is dL/dh times the sigmoid's slope h(1 − h)."
    ),
    source=NOTES,
)

# --- network.backward_row -----------------------------------------------------------------


def _row_starter(W1, b1, W2, b2, a, t):
    """Give (dL_dW1, dL_db1, dL_dW2, dL_db2) in strict row form."""
    raise NotImplementedError("write backward_row(W1, b1, W2, b2, a, t) here")


def _row_reference(W1, b1, W2, b2, a, t):
    h = 1 / (1 + np.exp(-(W1 @ a + b1)))
    dL_do = (W2 @ h + b2 - t).T
    dL_dh = dL_do @ W2
    dL_dz1 = dL_dh * (h * (1 - h)).T
    return a @ dL_dz1, dL_dz1, h @ dL_do, dL_do


BACKWARD_ROW = Function(
    id="network.backward_row",
    title="The whole way back, as rows",
    objective="Carry a way back through a network in the row convention.",
    prompt=(
        "The same network and the same loss as in network.backward, but now see every gradient "
        "as a row. The network itself does not change: `W1` is still n×m, and `a`, `t` are still "
        "columns. In strict row form all axes of a gradient are reversed:\n\n"
        "| result | shape |\n| --- | --- |\n| `dL_dW1` | m×n |\n| `dL_db1` | 1×n |\n"
        "| `dL_dW2` | n×k |\n| `dL_db2` | 1×k |\n\n"
        "Give all four, in this order. *Derive them in the row convention: in each product the "
        "factor nearest the loss stands first.*"
    ),
    difficulty=4,
    needs=("conversion", "strict-row-form", "loss", "hidden-layer"),
    function="backward_row",
    results=_RESULTS,
    told=TOLD,
    letters=("n", "m", "k"),
    draw=network,
    starter=_row_starter,
    reference=_row_reference,
    mistakes=mistakes_of_the_way(turned=True),
    known=_known_row,
    hints=(
        "Begin with dL/do as a row, 1×k. In the row convention a gradient goes back through a "
        "layer from the left: the row stands before the Jacobian.",
        "dL/dh is 1×n, and so is dL/dz1. The slopes h(1 − h) are a column: what do you have to do "
        "before you multiply a row by them, entry by entry?",
        "dL/dW is a product of a column and a row. In strict row form it is m×n: which of a and "
        "dL/dz1 gives the rows?",
    ),
    solution=(
        "Every line of network.backward, with the order reversed and every factor transposed. The "
        "sigmoid's Jacobian is diagonal, so only the shape of its slopes has to be turned."
    ),
    source=NOTES,
)
