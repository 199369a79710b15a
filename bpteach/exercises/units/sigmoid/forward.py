"""The sigmoid and its slope: predicted, computed without overflow, and right in both tails."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.function import Function
from bpteach.exercises.parts import Extreme, Mistake, entries
from bpteach.exercises.units.sigmoid.common import NOTES, sigma, slope
from bpteach.exercises.value import Question, Slip, Value

__all__ = ["DERIVATIVE", "FORWARD", "VALUES"]

# --- sigmoid.values -----------------------------------------------------------------------

_FORWARD_VALUE = (
    "This is a value of the function itself. Asked for is its slope, how fast it rises."
)
_TANH_SLOPE = "That is so for tanh. Write down the sigmoid's own rule first."
_FED_WITH_Z = (
    "You put z into the rule for the slope. It wants the output: compute s = σ(z) first, and put "
    "that in."
)
_TWICE = "σ is applied twice here: s is the output already. Put s itself into the formula."


def _questions(rng):
    return (
        Question(
            "the slope $s'(0)$",
            0.25,
            why="σ(0) = ½, so the slope is ½ · ½.",
            slips=(
                Slip(0.5, _FORWARD_VALUE),
                Slip(0.0, _FED_WITH_Z),
                Slip(slope(0.5), _TWICE),
                Slip(1.0, _TANH_SLOPE),
            ),
            hint="What is e⁰, and so σ(0)? Then use the rule that needs s alone.",
            rtol=1e-3,
        ),
        Question(
            "the slope $s'(5)$, to two figures that count (such as 0.012)",
            0.0066,
            why="σ(5) is about 0.9933, and what is missing to 1 is about 0.0067.",
            slips=(
                Slip(
                    np.exp(-5.0),
                    "Very near. This is only one of the two factors, or e⁻⁵, which the slope comes "
                    "close to far out. At 5 the second figure still differs: keep both factors, "
                    "and round at the end.",
                ),
                Slip(sigma(5.0), _FORWARD_VALUE),
                Slip(-20.0, _FED_WITH_Z),
                Slip(slope(sigma(5.0)), _TWICE),
                Slip(
                    1 - sigma(5.0) ** 2,
                    "This is 1 − s², the rule of tanh. The sigmoid has another one.",
                ),
            ),
            hint="Compute σ(5) with five figures or more, and round only the last result.",
            rtol=0.008,  # from 0.00655 to 0.00665
        ),
        Question(
            "the largest value that $s'(z)$ takes, for any $z$",
            0.25,
            why="s (1 − s) = ¼ − (s − ½)², and a square is never negative.",
            slips=(
                Slip(1.0, "1 is what σ itself comes close to, and the largest slope of tanh."),
                Slip(0.5, "This is s where the slope is largest. What is the slope there?"),
            ),
            hint="Write the slope as a parabola in s, and complete the square. Where is its top?",
            rtol=1e-3,
        ),
    )


VALUES = Value(
    id="sigmoid.values",
    title="Three slopes, predicted",
    objective="Know the slope of the sigmoid in the middle and far out.",
    prompt=(
        "$s = \\sigma(z)$, and $s'$ is its slope. Predict three numbers. Paper is enough for two "
        "of them; for the other one you may use a calculator, but not the course's functions."
    ),
    difficulty=1,
    needs=("activation",),
    questions=_questions,
    fixed=True,
    hints=(
        "The slope can be had from s alone. Which product is it?",
        "Two of the three numbers have to do with the point in the middle, where s = ½.",
    ),
    solution=(
        "s′ = s (1 − s). At 0 it is ½ · ½ = ¼, and that is also the largest: s (1 − s) = "
        "¼ − (s − ½)². At 5 it is 0.99331 · 0.00669 = 0.0066."
    ),
    source=NOTES,
)

# --- sigmoid.forward ----------------------------------------------------------------------


def _forward_starter(z):
    """Give σ(z), entry by entry, for z of any shape, also at ±1000."""
    raise NotImplementedError("write sigmoid(z) here")


def _forward_reference(z):
    q = np.exp(-np.abs(z))  # never more than 1
    return np.where(z >= 0, 1, q) / (1 + q)


def _z_of_two_axes(rng, sizes):
    return {"z": entries(rng, sizes["n"], sizes["k"])}


def _shapes(rng):
    return (
        Extreme(
            "z is 1-D",
            {"z": entries(rng, 5)},
            "An elementwise function takes any shape: numpy's `*`, `/` and `np.exp` need no loop "
            "over rows and columns.",
        ),
        Extreme(
            "z has three axes",
            {"z": entries(rng, 2, 3, 4)},
            "An elementwise function takes any shape, and gives the same shape back.",
        ),
    )


def _forward_extremes(rng):
    z = np.array([[-1000.0], [1000.0], [-0.75], [1.5]])
    return (
        Extreme(
            "z is ±1000",
            {"z": z},
            "Which power of e does your formula ask for there, and how large is it?",
            small=1e-12,
        ),
        *_shapes(rng),
    )


def _without_warnings(z):
    with np.errstate(all="ignore"):
        return np.exp(z) / (1 + np.exp(z))


FORWARD = Function(
    id="sigmoid.forward",
    title="The sigmoid, forward",
    objective="Compute σ elementwise for any shape, without overflow.",
    prompt=(
        "Write $\\sigma(z) = \\dfrac{1}{1 + e^{-z}}$, entry by entry, for `z` of **any shape**. "
        "The result has the shape of `z`.\n\n"
        "It must also be right, and numpy must not warn, where an entry of `z` is 1000 or −1000."
    ),
    difficulty=2,
    needs=("elementwise", "overflow"),
    function="sigmoid",
    results=("s",),
    letters=("n", "k"),
    draw=_z_of_two_axes,
    starter=_forward_starter,
    reference=_forward_reference,
    mistakes=(
        Mistake(
            "O1",
            (
                sigma,
                lambda z: np.exp(z) / (1 + np.exp(z)),
                lambda z: np.where(z >= 0, sigma(z), np.exp(z) / (1 + np.exp(z))),
                lambda z: 1 - 1 / (1 + np.exp(z)),
                _without_warnings,
            ),
            "`exp` overflows: its argument is a large positive number for some entry. That also "
            "happens inside `np.where`, which computes both of its branches for every entry. Make "
            "sure that every exponent is negative or 0 before `exp` sees it.",
        ),
    ),
    extremes=_forward_extremes,
    hints=(
        "There are two forms of σ. One asks for e⁻ᶻ, the other for eᶻ. Where is each of them safe?",
        "e to the power −|z| is never more than 1. Write both forms with it, and choose by the "
        "sign of z.",
    ),
    solution=(
        "With q = e^(−|z|), σ is 1 / (1 + q) for z ≥ 0 and q / (1 + q) for z < 0. `np.where` "
        "chooses between the two numerators, and no exponent is ever positive."
    ),
    out_of_scope="Speed, the names of your variables, and the last digits far to the left.",
    source=NOTES,
)

# --- sigmoid.derivative -------------------------------------------------------------------


def _derivative_starter(z):
    """Give σ′(z), entry by entry, for z of any shape, right in both tails."""
    raise NotImplementedError("write sigmoid_derivative(z) here")


def _derivative_reference(z):
    q = np.exp(-np.abs(z))
    return q / (1 + q) ** 2


def _derivative_extremes(rng):
    tails = np.array([[-80.0], [-60.0], [-40.0], [-37.0], [-31.0], [31.0], [37.0], [40.0], [80.0]])
    return (
        Extreme(
            "z is far out, such as ±40",
            {"z": tails},
            "Each entry is compared with its own size there. Is a number very near 1 subtracted "
            "from 1?",
        ),
        Extreme(
            "z is ±1000",
            {"z": np.array([[-1000.0], [-400.0], [400.0], [1000.0]])},
            "Is there an infinite number above and below a fraction line?",
            small=1e-12,
            warnings=False,
        ),
        *_shapes(rng),
    )


def _stable(z):
    return _forward_reference(z)


DERIVATIVE = Function(
    id="sigmoid.derivative",
    title="The slope, right in both tails",
    objective="Compute σ′ without cancellation.",
    prompt=(
        "Write $\\sigma'(z)$, entry by entry, for `z` of any shape.\n\n"
        "It must be right in **both tails**: at $z = 40$ and at $z = -40$ the slope is small, but "
        "it is not 0. There each entry is compared with its own size."
    ),
    difficulty=2,
    needs=("elementwise", "cancellation"),
    function="sigmoid_derivative",
    results=("slope",),
    letters=("n", "k"),
    draw=_z_of_two_axes,
    starter=_derivative_starter,
    reference=_derivative_reference,
    mistakes=(
        Mistake(
            "O1",
            (
                lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
                lambda z: np.exp(z) / (1 + np.exp(z)) ** 2,
                lambda z: np.exp(-z) * sigma(z) ** 2,
            ),
            "`exp` overflows: its argument is a large positive number for some entry, and then "
            "something infinite meets something infinite or 0. The slope is the same on both sides "
            "of 0: can you do with negative exponents alone?",
        ),
        Mistake(
            "O2",
            (
                slope,
                lambda z: _stable(z) * (1 - _stable(z)),
                lambda z: _stable(z) - _stable(z) ** 2,
                lambda z: 0.25 - (_stable(z) - 0.5) ** 2,
                lambda z: 0.25 * (1 - np.tanh(z / 2) ** 2),
            ),
            "Two nearly equal numbers are subtracted, and what is left is exactly 0, or wrong by a "
            "lot: near 1, float64 has no numbers fine enough. What is missing from σ(z) to 1 is "
            "itself a value of σ. Where?",
        ),
        Mistake(
            "S1",
            lambda z: slope(sigma(z)),
            "σ is applied twice: the output s was put into a function that computes σ once more.",
        ),
        Mistake(
            "S2",
            lambda z: z * (1 - z),
            "The rule wants the output s = σ(z), and you put in z. (A slope of σ is never "
            "negative: that gives it away.)",
        ),
        Mistake(
            "S4",
            sigma,
            "This is the value of the function, not its slope.",
        ),
        Mistake(
            "S6",
            (lambda z: 1 - sigma(z) ** 2, lambda z: 1 - np.tanh(z) ** 2),
            "This is the rule of tanh. Compare the slopes at 0: that of tanh is 4 times as large.",
        ),
        Mistake(
            "S7",
            lambda z: -slope(z),
            "The sign is wrong: the sigmoid rises everywhere, so its slope is positive. Look for "
            "the second minus sign, that of e⁻ᶻ.",
        ),
    ),
    known=lambda z: {"s": sigma(z), "1−s": sigma(-z), "1+s": 1 + sigma(z)},
    extremes=_derivative_extremes,
    hints=(
        "1 − σ(z) is the value of σ at another point. Use it, and do not subtract.",
        "With q = e^(−|z|) the slope is a fraction that is the same on both sides of 0. What "
        "becomes of e⁻ᶻ / (1 + e⁻ᶻ)² when you write it with q?",
    ),
    solution=(
        "σ′(z) = σ(z) σ(−z). With q = e^(−|z|) one of the factors is 1 / (1 + q), the other one "
        "q / (1 + q), on both sides of 0. Nothing is subtracted, and nothing overflows."
    ),
    source=NOTES,
)
