"""The kink at 0, in numbers and in a picture."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.drawing import Drawn
from bpteach.exercises.figure import Figure, Wanted
from bpteach.exercises.units.relu.common import NOTES
from bpteach.exercises.value import Question, Slip, Value

__all__ = ["AT_ZERO", "PLOT"]

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
    source=NOTES,
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
    source=NOTES,
)
