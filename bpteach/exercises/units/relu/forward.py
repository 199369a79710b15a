"""ReLU, its slope and its Jacobian."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.function import Function
from bpteach.exercises.parts import Mistake, entries
from bpteach.exercises.units.relu.common import NOTES, other_shapes, overwritten, signed

__all__ = ["DERIVATIVE", "FORWARD", "JACOBIAN"]

# --- relu.forward -------------------------------------------------------------------------


def _forward_starter(z):
    """Give max(0, z), entry by entry, for an array of any shape."""
    raise NotImplementedError("write relu(z) here")


def _forward_reference(z):
    return np.maximum(z, 0)


def _forward_draw(rng, sizes):
    return {"z": entries(rng, sizes["n"], sizes["N"])}


FORWARD = Function(
    id="relu.forward",
    title="ReLU, forward",
    objective="Apply max(0, z) to every entry, and leave the input as it is.",
    prompt=(
        "Write $f(z) = \\max(0, z)$, entry by entry.\n\n"
        "`z` is an array of **any** shape, and the result has the same shape. Do not change `z`: "
        "the way back will need it."
    ),
    difficulty=1,
    needs=("relu",),
    function="relu",
    results=("f",),
    letters=("n", "N"),
    draw=_forward_draw,
    starter=_forward_starter,
    reference=_forward_reference,
    extremes=other_shapes,
    mistakes=(
        Mistake(
            "M5",
            overwritten,
            "The numbers are right, but your function writes them over its input: after the call, "
            "z holds f. Backward asks for the signs of z, and they are gone. Write to a new array.",
        ),
    ),
    hints=(
        "Which entries of z stay as they are, and what do the others become?",
        "Python's own `max` compares two single numbers. numpy has functions that compare whole "
        "arrays entry by entry, and one that chooses entry by entry with a condition.",
    ),
    solution=(
        "`np.maximum` compares entry by entry, whatever the shape, and makes a new array. "
        "(`np.max` is another function: it looks for the largest entry along an axis.)"
    ),
    source=NOTES,
)

# --- relu.derivative ----------------------------------------------------------------------


def _derivative_starter(z):
    """Give Ind(z ≥ 0), entry by entry, as numbers, for an array of any shape."""
    raise NotImplementedError("write relu_derivative(z) here")


def _derivative_reference(z):
    return (z >= 0).astype(np.float64)


def _derivative_draw(rng, sizes):
    z = entries(rng, sizes["n"], sizes["N"])
    z.reshape(-1)[2::5] = 0.0  # the first two entries differ in sign, and stay
    return {"z": z}


DERIVATIVE = Function(
    id="relu.derivative",
    title="The slope of ReLU, as an indicator",
    objective="Write ReLU's derivative as the notes do, also at 0.",
    prompt=(
        "Write $\\dfrac{df(z_i)}{dz_i} = \\text{Ind}(z_i \\geq 0)$, entry by entry, for an array "
        "`z` of any shape.\n\nAt $z_i = 0$ take what the notes take. Some entries of `z` **are** 0."
    ),
    difficulty=1,
    needs=("indicator",),
    function="relu_derivative",
    results=("df_dz",),
    letters=("n", "N"),
    draw=_derivative_draw,
    starter=_derivative_starter,
    reference=_derivative_reference,
    extremes=other_shapes,
    mistakes=(
        Mistake(
            "R1",
            lambda z: (z > 0) * 1.0,
            "Right where z is not 0. Where z is 0, your slope is 0, as in PyTorch and JAX. That is "
            "a possible choice, but this exercise asks for the one of the notes: read the sign in "
            "Ind(…) again.",
        ),
        Mistake(
            "R2",
            lambda z: np.heaviside(z, 0.5),
            "Right where z is not 0. Where z is 0, your slope is ½, which is what a central "
            "difference finds there. That is a possible choice, but this exercise asks for the "
            "one of the notes: read the sign in Ind(…) again.",
        ),
        Mistake(
            "R7",
            (np.sign, lambda z: np.where(z > 0, 1, -1), lambda z: np.where(z >= 0, 1, -1)),
            "This is the sign of z: left of 0 it is −1. But there f is flat, and an indicator is "
            "never negative. What is the slope of a flat line?",
        ),
        Mistake(
            "R8",
            (lambda z: z < 0, lambda z: z <= 0),
            "The mask is inverted: it is 1 where z is negative. Where does f rise, and where is it "
            "flat?",
        ),
        Mistake(
            "R16",
            lambda z: np.maximum(z, 0),
            "This is f itself, max(0, z). Asked for is its slope: how fast f changes with z.",
        ),
    ),
    hints=(
        "Ind(…) is 1 where the statement in the brackets is true, and 0 where it is false.",
        "In numpy a comparison of an array with a number gives True and False, entry by entry. "
        "How do you turn them into numbers?",
    ),
    solution=(
        "A comparison is the indicator, `astype` turns it into numbers. With `>` in place of `>=` "
        "the slope at 0 would be 0: another choice, which PyTorch and JAX make."
    ),
    source=NOTES,
)

# --- relu.jacobian ------------------------------------------------------------------------


def _jacobian_starter(z):
    """Give df/dz of f = max(0, z), shape (n, n)."""
    raise NotImplementedError("write relu_jacobian(z) here")


def _jacobian_reference(z):
    return np.diag((z[:, 0] >= 0).astype(np.float64))


def _z(rng, sizes):
    return {"z": signed(rng, sizes["n"], zero=False)[0]}  # n from 6 on: small and large z


JACOBIAN = Function(
    id="relu.jacobian",
    title="The Jacobian of ReLU",
    objective="Lay out all slopes of an elementwise function as a diagonal matrix.",
    prompt=(
        "`z` is a column, n×1, and $f = \\max(0, z)$. Give the whole Jacobian "
        "$\\dfrac{df}{dz}$, n×n.\n\n"
        "*Predict first: must you say which convention you use?*"
    ),
    difficulty=2,
    needs=("indicator", "structural-zero"),
    function="relu_jacobian",
    results=("df_dz",),
    letters=("n",),
    smallest=6,
    draw=_z,
    starter=_jacobian_starter,
    reference=_jacobian_reference,
    hints=(
        "$f_i$ depends on $z_i$ alone. So which entries of the matrix can be different from 0?",
        "The slopes stand on the diagonal. `np.diag` builds a diagonal matrix from a 1-D array. "
        "From a column it does something else: it reads a diagonal.",
    ),
    solution=(
        "The slopes Ind(z_i ≥ 0) on the diagonal, structural zeros elsewhere. A diagonal matrix is "
        "its own transpose, so both conventions have the same matrix, and you need not say which."
    ),
    source=NOTES,
)
