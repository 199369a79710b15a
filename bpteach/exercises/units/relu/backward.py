"""The way back through ReLU and through leaky ReLU: a mask."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.function import Function
from bpteach.exercises.parts import Choices, Mistake
from bpteach.exercises.units.relu.common import (
    NOTES,
    SMALLEST,
    full,
    overwritten,
    z_g,
    z_g_on_the_kink,
)

__all__ = ["BACKWARD", "LEAKY"]

# --- relu.backward ------------------------------------------------------------------------


def _backward_starter(z, dL_df):
    """Give dL/dz of f = max(0, z), shape (n, 1), without a matrix."""
    raise NotImplementedError("write relu_backward(z, dL_df) here")


def _backward_reference(z, dL_df):
    return (z >= 0) * dL_df


def _nearest(out, z, dL_df):
    """The right result nearest to an answer: at 0, any share of the gradient from 0 to 1."""
    share = np.clip(out, np.minimum(dL_df, 0), np.maximum(dL_df, 0))
    return np.where(z == 0, share, (z > 0) * dL_df)


BACKWARD = Function(
    id="relu.backward",
    title="Backward through ReLU",
    objective="Take a gradient back through ReLU with a mask.",
    prompt=(
        "$f = \\max(0, z)$, with `z` a column, n×1. Given the upstream gradient `dL_df` (n×1, "
        "column convention), give $\\dfrac{dL}{dz}$, n×1, **without** building the n×n matrix.\n\n"
        "One entry of `z` is 0. There any slope from 0 to 1 is accepted."
    ),
    difficulty=2,
    needs=("mask", "hadamard-product", "upstream-gradient"),
    function="relu_backward",
    results=("dL_dz",),
    letters=("n",),
    smallest=SMALLEST,
    draw=z_g_on_the_kink,
    starter=_backward_starter,
    reference=_backward_reference,
    upstream="dL_df",
    choices=Choices(
        _nearest,
        "Where z is 0, your slope is not the 1 of the notes. ReLU has a kink there, and every "
        "slope from 0 to 1 is right.",
        noted=(
            Mistake("R1", lambda z, dL_df: (z > 0) * dL_df, "Yours is 0, as in PyTorch and JAX."),
            Mistake(
                "R2",
                lambda z, dL_df: np.heaviside(z, 0.5) * dL_df,
                "Yours is ½, which is what a central difference finds there.",
            ),
        ),
    ),
    mistakes=(
        Mistake(
            "R3",
            (
                lambda z, dL_df: (np.maximum(z, 0) >= 0) * dL_df,
                lambda z, dL_df: (overwritten(z) >= 0) * dL_df,
            ),
            "Every gradient passes: is there a mask at all? If so, was it taken from max(0, z), "
            "with ≥? That is never negative, so the test is always true. Whose sign should the "
            "mask ask for?",
        ),
        Mistake(
            "R4",
            (
                lambda z, dL_df: (dL_df > 0) * dL_df,
                lambda z, dL_df: np.where(z == 0, dL_df, (dL_df > 0) * dL_df),
            ),
            "Negative gradients are stopped: your mask looks at dL_df. Negative gradients may pass "
            "and positive ones may be stopped. Which array decides?",
        ),
        Mistake(
            "R5",
            (
                lambda z, dL_df: z >= 0,
                lambda z, dL_df: z > 0,
                lambda z, dL_df: np.heaviside(z, 0.5),
            ),
            "Only 0 and 1: this is the slope of f. The loss changes with f at a rate of its own, "
            "and the chain rule multiplies by it: where does dL_df come in?",
        ),
        Mistake(
            "R7",
            (
                lambda z, dL_df: np.sign(z) * dL_df,
                lambda z, dL_df: np.where(z >= 0, dL_df, -dL_df),
                lambda z, dL_df: np.where(z > 0, dL_df, -dL_df),
            ),
            "Where z is negative, the gradient comes back with its sign turned: you multiplied by "
            "the sign of z. What is the slope of f there?",
        ),
        Mistake(
            "R8",
            (lambda z, dL_df: (z < 0) * dL_df, lambda z, dL_df: (z <= 0) * dL_df),
            "The mask is inverted: the gradient passes where z is negative, and is stopped where z "
            "is positive. On which side does f rise?",
        ),
        Mistake(
            "R9",
            lambda z, dL_df: np.maximum(0, dL_df),
            "ReLU was applied to the gradient. The way back does not use f again, it multiplies by "
            "the slope of f, and that depends on z.",
        ),
        Mistake(
            "R10",
            (
                lambda z, dL_df: (overwritten(z) >= 0) * dL_df,
                lambda z, dL_df: (np.maximum(z, 0) >= 0) * dL_df,
            ),
            "Every gradient passes. Was z replaced by max(0, z) before you asked for its signs? "
            "Then the negative ones are gone. Which of the two steps must come first?",
        ),
        Mistake(
            "R12",
            (
                lambda z, dL_df: (z >= 0) * (dL_df > 0) * dL_df,
                lambda z, dL_df: (z > 0) * (dL_df > 0) * dL_df,
            ),
            "Where z is positive, negative gradients are stopped too: there are two masks, and one "
            "of them looks at dL_df. Which one belongs here?",
        ),
        Mistake(
            "R14",
            (
                lambda z, dL_df: full((z >= 0) * 1.0),
                lambda z, dL_df: full((z > 0) * 1.0),
                lambda z, dL_df: full(np.heaviside(z, 0.5)),
            ),
            "This is the Jacobian df/dz, n×n. The gradient of the loss is one step further: chain "
            "it with dL_df. And here you can do it without the matrix.",
        ),
        Mistake(
            "R15",
            lambda z, dL_df: np.maximum(z, 0) * (1 - np.maximum(z, 0)) * dL_df,
            "f (1 − f) is the slope of sigmoid, not of ReLU. The shortcut belongs to that one "
            "function. Write the slope of max(0, z) by cases.",
        ),
        Mistake(
            "R16",
            lambda z, dL_df: np.maximum(z, 0),
            "This is the forward value, max(0, z). Backward gives something else: how the loss "
            "changes with z. Where does dL_df come in?",
        ),
    ),
    hints=(
        "From $z_i$ there is one path to the loss, through $f_i$. Which two derivatives lie on it?",
        "One of them is the slope of f at $z_i$, 1 or 0. The other is given. Multiply them, entry "
        "by entry.",
    ),
    solution=(
        "dL/dz_i = Ind(z_i ≥ 0) · dL/df_i: a Hadamard product with the mask. It is the diagonal "
        "matrix times the column, with n products and not n². In row convention the same code "
        "works for rows."
    ),
    source=NOTES,
)

# --- relu.leaky ---------------------------------------------------------------------------


def _leaky_starter(z, dL_df, slope):
    """Give dL/dz of leaky ReLU, shape (n, 1); slope is its slope where z < 0."""
    raise NotImplementedError("write leaky_relu_backward(z, dL_df, slope) here")


def _leaky_reference(z, dL_df, slope):
    return np.where(z >= 0, 1.0, slope) * dL_df


def _leaky_draw(rng, sizes):
    return z_g(rng, sizes) | {"slope": round(float(rng.uniform(0.05, 0.4)), 3)}


LEAKY = Function(
    id="relu.leaky",
    title="Backward through leaky ReLU",
    objective="Carry the derivation over to a function with another slope on the left.",
    prompt=(
        "Leaky ReLU is $f(z_i) = z_i$ where $z_i \\geq 0$, and $f(z_i) = \\text{slope} \\cdot z_i$ "
        "where $z_i < 0$.\n\nGiven `z` and the upstream gradient `dL_df` (both n×1) and the number "
        "`slope`, give $\\dfrac{dL}{dz}$, n×1."
    ),
    difficulty=3,
    needs=("leaky-relu", "mask", "hadamard-product"),
    function="leaky_relu_backward",
    results=("dL_dz",),
    letters=("n",),
    smallest=SMALLEST,
    draw=_leaky_draw,
    starter=_leaky_starter,
    reference=_leaky_reference,
    upstream="dL_df",
    mistakes=(
        Mistake(
            "R4",
            lambda z, dL_df, slope: np.where(dL_df >= 0, dL_df, slope * dL_df),
            "Negative gradients are multiplied by slope: your condition looks at dL_df. The slope "
            "of f depends on where f was evaluated. Which array holds that?",
        ),
        Mistake(
            "R5",
            lambda z, dL_df, slope: np.where(z >= 0, 1.0, slope),
            "Only 1 and slope: these are the slopes of f. The loss changes with f at a rate of its "
            "own, and the chain rule multiplies by it: where does dL_df come in?",
        ),
        Mistake(
            "R8",
            lambda z, dL_df, slope: np.where(z >= 0, slope, 1.0) * dL_df,
            "The two sides are exchanged: the whole gradient passes where z is negative. On which "
            "side does f have the small slope?",
        ),
        Mistake(
            "R9",
            lambda z, dL_df, slope: np.where(dL_df >= 0, 1.0, slope) * dL_df,
            "Leaky ReLU was applied to the gradient. The way back does not use f again, it "
            "multiplies by the slope of f, and that depends on z.",
        ),
        Mistake(
            "R14",
            lambda z, dL_df, slope: full(np.where(z >= 0, 1.0, slope)),
            "This is the Jacobian df/dz, n×n. The gradient of the loss is one step further: chain "
            "it with dL_df.",
        ),
        Mistake(
            "R16",
            lambda z, dL_df, slope: np.where(z >= 0, z, slope * z),
            "This is the forward value, f(z). Backward gives something else: how the loss changes "
            "with z. Where does dL_df come in?",
        ),
    ),
    hints=(
        "Differentiate both cases. What is the slope of $\\text{slope} \\cdot z_i$?",
        "With ReLU the mask held 1 and 0. What stands now in the place of the 0?",
    ),
    solution=(
        "The slopes are 1 and `slope`, chosen entry by entry by the sign of z. Everything else is "
        "as with ReLU: a diagonal Jacobian, so a Hadamard product."
    ),
    source=NOTES,
)
