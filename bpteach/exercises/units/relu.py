"""Unit 05: ReLU, its mask, its kink, and what backward needs from forward."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.answer import UnreadableError
from bpteach.exercises.figure import Drawn, Figure, Wanted
from bpteach.exercises.function import Function
from bpteach.exercises.parts import Choices, Extreme, Mistake, entries
from bpteach.exercises.value import Question, Slip, Value

__all__ = ["EXERCISES", "LESSON", "TITLE"]

LESSON = "05_relu"
TITLE = "The ReLU activation"

_NOTES = 'Course notes, "ReLU".'
_SMALLEST = 9  # rows: all four pairs of signs with a small and a large z, and a 0


def _signed(rng, rows, zero):
    """Draw z and an upstream gradient, so that no mask on one looks like a mask on the other."""
    place = np.arange(rows)[:, None]
    small, large = rng.uniform(0.4, 0.9, (rows, 1)), rng.uniform(1.2, 2.4, (rows, 1))
    z = np.where(place % 8 < 4, small, large) * np.where(place % 2, -1, 1)
    g = np.abs(entries(rng, rows, 1)) * np.where((place + 1) % 4 < 2, -1, 1)
    z[8:9] = 0.0 if zero else z[8:9]
    order = rng.permutation(rows)
    return z[order], g[order]


def _z_g(rng, sizes):
    z, g = _signed(rng, sizes["n"], zero=False)
    return {"z": z, "dL_df": g}


def _z_g_on_the_kink(rng, sizes):
    z, g = _signed(rng, sizes["n"], zero=True)
    return {"z": z, "dL_df": g}


# --- relu.forward -------------------------------------------------------------------------


def _forward_starter(z):
    """Give max(0, z), entry by entry, for an array of any shape."""
    raise NotImplementedError("write relu(z) here")


def _forward_reference(z):
    return np.maximum(z, 0)


def _forward_draw(rng, sizes):
    return {"z": entries(rng, sizes["n"], sizes["N"])}


def _other_shapes(rng):
    hint = "An entrywise function needs no loop over rows, and no shape of its own."
    return (
        Extreme("z is 1-D", {"z": entries(rng, 6)}, hint),
        Extreme("z is a column", {"z": entries(rng, 5, 1)}, hint),
        Extreme("z has three axes", {"z": entries(rng, 2, 4, 3)}, hint),
    )


def _overwritten(z):
    return np.maximum(z, 0, out=z)


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
    extremes=_other_shapes,
    mistakes=(
        Mistake(
            "M5",
            _overwritten,
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
    source=_NOTES,
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
    extremes=_other_shapes,
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
    source=_NOTES,
)

# --- relu.jacobian ------------------------------------------------------------------------


def _jacobian_starter(z):
    """Give df/dz of f = max(0, z), shape (n, n)."""
    raise NotImplementedError("write relu_jacobian(z) here")


def _jacobian_reference(z):
    return np.diag((z[:, 0] >= 0).astype(np.float64))


def _z(rng, sizes):
    return {"z": _signed(rng, sizes["n"], zero=False)[0]}  # n from 6 on: small and large z


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
    source=_NOTES,
)

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


def _full(slopes):
    return np.diag(slopes[:, 0])


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
    smallest=_SMALLEST,
    draw=_z_g_on_the_kink,
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
                lambda z, dL_df: (_overwritten(z) >= 0) * dL_df,
            ),
            "Every gradient passes. Was the mask taken from max(0, z), with ≥? That is never "
            "negative, so the test is always true. Whose sign should the mask ask for?",
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
                lambda z, dL_df: (_overwritten(z) >= 0) * dL_df,
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
                lambda z, dL_df: _full((z >= 0) * 1.0),
                lambda z, dL_df: _full((z > 0) * 1.0),
                lambda z, dL_df: _full(np.heaviside(z, 0.5)),
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
    source=_NOTES,
)

# --- relu.at_zero -------------------------------------------------------------------------


def _at_zero_questions(rng):
    h = round(float(rng.uniform(0.01, 0.4)), 3)
    return (
        Question(
            "Forward: $f(0)$.",
            0.0,
            "max(0, 0) = 0. Both cases of ReLU give 0 there, so f has no jump.",
            slips=(
                Slip(1.0, "That is a slope. Asked for is the value: the larger of 0 and 0."),
                Slip(0.5, "That is a slope. Asked for is the value: the larger of 0 and 0."),
            ),
        ),
        Question(
            "Backward: the slope $\\dfrac{df}{dz}$ at $z = 0$ that the **notes** take.",
            1.0,
            "The notes write Ind(z ≥ 0), and 0 ≥ 0 is true. It is a choice: any number from 0 to "
            "1 would do.",
            slips=(
                Slip(
                    0.0,
                    "That is the choice of PyTorch and JAX. The notes write Ind(z ≥ 0): is the "
                    "statement true for 0?",
                    "R1",
                ),
                Slip(
                    0.5,
                    "That is what a central difference finds. The notes write Ind(z ≥ 0): is the "
                    "statement true for 0?",
                    "R2",
                ),
            ),
            hint="The notes write Ind(z ≥ 0). An indicator is 1 or 0: is the statement true for 0?",
        ),
        Question(
            f"The central difference of $f$ at $z = 0$ with the step $h = {h:g}$.",
            0.5,
            "(f(h) − f(−h)) / 2h = (h − 0) / 2h = ½. The step cancels, so it is ½ for every h.",
            slips=(
                Slip(
                    1.0,
                    "That is the slope on the right, or a division by h. The two points of a "
                    "central difference are 2h apart.",
                ),
                Slip(0.0, "That is the slope on the left. A central difference looks both ways."),
                Slip(h, "That is f(h) − f(−h). Divide it by the distance of the points."),
                Slip(
                    round(h / 2, 6),
                    "You divided by 2, and not by 2h: the two points are 2h apart.",
                ),
            ),
            hint="Write f(h) and f(−h) down first, then divide their difference by 2h.",
        ),
    )


AT_ZERO = Value(
    id="relu.at_zero",
    title="Three numbers at the kink",
    objective="Tell value, chosen slope and central difference at 0 apart.",
    prompt=(
        "$f(z) = \\max(0, z)$ has a kink at 0. Predict, without running any code, and write the "
        "three numbers in this order:"
    ),
    difficulty=2,
    needs=("kink", "indicator", "central-difference"),
    questions=_at_zero_questions,
    hints=(
        "The first is a value of f, the other two are slopes.",
        "For the third, write down f(h) and f(−h) for h > 0, and divide their difference by 2h.",
    ),
    solution=(
        "At 0 the slope jumps. No step h, however small, makes the central difference choose a "
        "side: it is the mean of both sides. What backward takes there is a choice."
    ),
    source=_NOTES,
)

# --- relu.plot ----------------------------------------------------------------------------

_SIDE, _NEAR = 2.0, 0.15  # how far a curve must reach, and how near to 0 a jump may blur it


def _plot_starter(ax):
    """Draw relu, its indicator, and the indicator's value at 0, on the axes ax."""
    raise NotImplementedError("draw on ax here")


def _plot_reference(ax):
    z = np.linspace(-3, 3, 301)
    ax.plot(z, np.maximum(z, 0), label="relu")
    ax.plot([-3, 0], [0, 0], "C1--", label="Ind(z ≥ 0)")
    ax.plot([0, 3], [1, 1], "C1--")
    ax.plot(0, 1, "C1o")
    ax.plot(0, 0, "C1o", markerfacecolor="white")
    ax.set_xlabel("z")
    ax.legend()


def _heights(curve, grid):
    """A curve's height at some z, joined by straight lines; nan where it is not drawn."""
    z, height = curve.xy[np.argsort(curve.xy[:, 0], kind="stable")].T
    gap = 0.0 if curve.joined else np.diff(z).max(initial=0.0)
    if gap > 0.3 or not (curve.joined or len(z) >= 10):
        return np.full_like(grid, np.nan)
    return np.interp(grid, z, height, left=np.nan, right=np.nan)


def _lies_on(curve, f, low, high):
    grid = np.linspace(low, high, 81)
    return bool(np.all(np.abs(_heights(curve, grid) - f(grid)) <= 0.05))


def _relu_curves(drawn):
    def relu(z):
        return np.maximum(z, 0)

    return [one for one in drawn.curves if _lies_on(one, relu, -_SIDE, _SIDE)]


def _relu_missing(drawn: Drawn) -> str:
    if _relu_curves(drawn):
        return ""
    return (
        "The curve of max(0, z) is not there from −2 to 2. Draw it with `ax.plot`, as one line "
        "with a sharp corner at 0: with few points, let 0 be one of them."
    )


def _indicator_missing(drawn: Drawn) -> str:
    relus = _relu_curves(drawn)
    others = [one for one in drawn.curves if not any(one is relu for relu in relus)]
    if not any(_lies_on(one, np.ones_like, _NEAR, _SIDE) for one in others):
        return (
            "The slope on the right of 0 is not there. Draw the indicator up to 2 or further: how "
            "steep is f where z is positive?"
        )
    if not any(_lies_on(one, np.zeros_like, -_SIDE, -_NEAR) for one in others):
        return (
            "The slope on the left of 0 is not there. Draw the indicator from −2 or further on: "
            "how steep is f where z is negative? (It lies on f there; draw it all the same.)"
        )
    return ""


def _filled(drawn, height):
    return any(one.filled for one in drawn.points(0.0, height))


def _open(drawn, height):
    return any(not one.filled for one in drawn.points(0.0, height))


def _chosen_zero(drawn: Drawn) -> str:
    if _filled(drawn, 1.0) or not (_filled(drawn, 0.0) and _open(drawn, 1.0)):
        return ""
    return (
        "Your filled point says that the slope at 0 is 0, as in PyTorch and JAX. The indicator of "
        "the notes is Ind(z ≥ 0): what is it at 0?"
    )


def _chosen_half(drawn: Drawn) -> str:
    if _filled(drawn, 1.0) or not _filled(drawn, 0.5):
        return ""
    return (
        "Your filled point says that the slope at 0 is ½, the central difference. The indicator of "
        "the notes is Ind(z ≥ 0): what is it at 0?"
    )


def _filled_missing(drawn: Drawn) -> str:
    if _filled(drawn, 1.0):
        return ""
    return (
        "The value of the indicator at z = 0 is not marked. Draw one filled point at z = 0, at the "
        "height that Ind(z ≥ 0) has there. A single point is a plot of its own: "
        '`ax.plot(z, height, "o")`.'
    )


def _open_missing(drawn: Drawn) -> str:
    if _open(drawn, 0.0):
        return ""
    return (
        "The end of the other branch at z = 0 is not marked as open: the indicator comes near to "
        "this height, but does not have it at 0. An open point is a marker with "
        '`markerfacecolor="none"` or "white".'
    )


PLOT = Figure(
    id="relu.plot",
    title="ReLU and its indicator, drawn",
    objective="Show in a picture which value a jump takes.",
    prompt=(
        "Draw on the axes `ax` that you are given, at least from z = −2 to z = 2:\n\n"
        "- the function $f(z) = \\max(0, z)$;\n"
        "- its slope as the notes take it, $\\text{Ind}(z \\geq 0)$, on the same axes;\n"
        "- the value of the indicator at $z = 0$: a **filled** point where it is, an **open** "
        "point at the end of the branch that it does not belong to.\n\n"
        "Colours, line styles and names are up to you. "
        "`import matplotlib.pyplot as plt; plot_relu(plt.gca())` shows it."
    ),
    difficulty=2,
    needs=("indicator", "kink"),
    function="plot_relu",
    starter=_plot_starter,
    reference=_plot_reference,
    wanted=(
        Wanted(_relu_missing),
        Wanted(_indicator_missing),
        Wanted(_chosen_zero, "R1"),
        Wanted(_chosen_half, "R2"),
        Wanted(_filled_missing),
        Wanted(_open_missing),
    ),
    hints=(
        "The indicator has two branches, and each is a horizontal line. Draw them as two lines, "
        "and no line joins them.",
        'One point is `ax.plot(x, y, "o")`. With `markerfacecolor="white"` it is open.',
    ),
    solution=(
        "Filled is the value that the function has, open the end that it only comes near to. With "
        "Ind(z > 0), the two would change places."
    ),
    source=_NOTES,
)

# --- relu.leaky ---------------------------------------------------------------------------


def _leaky_starter(z, dL_df, slope):
    """Give dL/dz of leaky ReLU, shape (n, 1); slope is its slope where z < 0."""
    raise NotImplementedError("write leaky_relu_backward(z, dL_df, slope) here")


def _leaky_reference(z, dL_df, slope):
    return np.where(z >= 0, 1.0, slope) * dL_df


def _leaky_draw(rng, sizes):
    return _z_g(rng, sizes) | {"slope": round(float(rng.uniform(0.05, 0.4)), 3)}


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
    smallest=_SMALLEST,
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
            lambda z, dL_df, slope: _full(np.where(z >= 0, 1.0, slope)),
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
    source=_NOTES,
)

# --- relu.cache_bug -----------------------------------------------------------------------


def _cache_starter(z):
    """Give f = max(0, z), and a function backward(dL_df) that gives dL/dz."""
    f = np.maximum(z, 0, out=z)

    def backward(dL_df):
        dL_dz = dL_df.copy()
        dL_dz[z < 0] = 0
        return dL_dz

    return f, backward


def _cache_reference(z):
    passes = z >= 0

    def backward(dL_df):
        return np.where(passes, dL_df, 0.0)

    return np.maximum(z, 0), backward


def _there_and_back(function, z, dL_df):
    """Call an answer forward, and what it returned backward; nothing else of the course runs."""
    returned = function(z)
    if not isinstance(returned, tuple | list) or len(returned) != 2 or not callable(returned[1]):
        raise UnreadableError(
            "relu_with_backward must return two things: f, and the function backward itself. End "
            "it with `return f, backward`, and do not call backward there."
        )
    f, backward = returned
    f = f.copy() if isinstance(f, np.ndarray) else f  # as it was before backward ran
    return f, backward(dL_df)


def _all_pass(z):
    """The mask from f, with ≥."""
    f = np.maximum(z, 0)
    return f, lambda dL_df: (f >= 0) * dL_df


def _mask_first(z):
    """A mask that was kept in time, but still an input that is overwritten."""
    mask = z >= 0
    return _overwritten(z), lambda dL_df: mask * dL_df


CACHE_BUG = Function(
    id="relu.cache_bug",
    title="A ReLU that spoils its own backward",
    objective="Find out what backward needs from forward, and keep it.",
    prompt=(
        "`relu_with_backward(z)` returns two things: `f`, and a **function** `backward`, which "
        "takes `dL_df` and gives `dL_dz` (all n×1). It is used like this:\n\n"
        "```python\n"
        "f, backward = relu_with_backward(z)     # on the way forward\n"
        "dL_dz = backward(dL_df)                 # later, on the way back\n"
        "```\n\n"
        "The code in the cell has a bug: `f` is right, and `dL_dz` is wrong. Find out what "
        "`backward` sees when it is called, and repair it. `z` must not be changed."
    ),
    difficulty=3,
    needs=("in-place", "mask"),
    function="relu_with_backward",
    results=("f", "dL_dz"),
    letters=("n",),
    smallest=_SMALLEST,
    draw=_z_g,
    starter=_cache_starter,
    reference=_cache_reference,
    through=_there_and_back,
    mistakes=(
        Mistake(
            "R3",
            (_all_pass, _cache_starter),
            "Every gradient passes. The mask is taken from an array that holds max(0, z), with ≥. "
            "Such an array is never negative, so the test is always true.",
            part="dL_dz",
        ),
        Mistake(
            "M5",
            (_cache_starter, _mask_first),
            "f is written over z, in place. The caller's z is changed, and whoever looks at the "
            "signs of z later finds none that is negative. Let f be a new array.",
        ),
    ),
    hints=(
        "Print z inside `backward`. Does it still hold what the caller gave?",
        "`out=z` writes the result over z. There are two cures: do not overwrite z, or keep the "
        "mask before anything is overwritten. Only one of them leaves the caller's z alone.",
    ),
    solution=(
        "The mask is taken while z is still z, and f is a new array. Keeping the mask costs one "
        "byte a number. Keeping f would do too, with > in place of ≥, and then the slope at 0 "
        "can only be 0."
    ),
    source=_NOTES,
)

EXERCISES = (FORWARD, DERIVATIVE, JACOBIAN, BACKWARD, AT_ZERO, LEAKY, CACHE_BUG, PLOT)
