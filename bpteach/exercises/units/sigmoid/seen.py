"""Exercises that are looked at: both curves drawn, and a matrix that does not tell its layout."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.choice import Choice
from bpteach.exercises.drawing import Drawn
from bpteach.exercises.figure import Figure, Wanted
from bpteach.exercises.lettered import Line, Sheet
from bpteach.exercises.units.sigmoid.common import NOTES, sigma, slope

__all__ = ["LAYOUT", "PLOT"]

# --- sigmoid.plot -------------------------------------------------------------------------

_ENDS = (-6.0, 6.0)
_SLOPE_WORDS = ("′", "'", "prime", "slope", "derivative", "gradient", "dσ", "ds", "\\sigma'", "1 −",
                "1 -", "(1-")  # fmt: skip
_VALUE_WORDS = ("σ", "sigma", "sigmoid", "logistic", "s(z)", "s =", "f(z)")


def _plot_starter(ax):
    """Draw σ and its slope on the axes given, from −6 to 6."""
    raise NotImplementedError("write plot_sigmoid(ax) here")


def _plot_reference(ax):
    z = np.linspace(-6, 6, 241)
    s = 1 / (1 + np.exp(-z))
    ax.plot(z, s, label="σ(z)")
    ax.plot(z, s * (1 - s), "--", label="σ′(z)")
    ax.plot(0, 0.25, "o", label="largest slope")
    ax.set_xlabel("z")
    ax.legend()


def _function_is_there(drawn: Drawn) -> str:
    if drawn.curve(sigma, *_ENDS):
        return ""
    for wrong, why in _WRONG_VALUES:
        if drawn.curve(wrong, *_ENDS):
            return f"The curve of σ(z) from −6 to 6 is not there. {why}"
    return f"The curve of σ(z) from −6 to 6 is not there.{_why_not(drawn, sigma)}"


def _slope_is_there(drawn: Drawn) -> str:
    if drawn.curve(slope, *_ENDS):
        return ""
    for wrong, why in _WRONG_SLOPES:
        if drawn.curve(wrong, *_ENDS):
            return f"σ is there, but the second curve is not its slope. {why}"
    return f"σ is there, but its slope σ′(z) from −6 to 6 is not.{_why_not(drawn, slope)}"


_WRONG_SLOPES = (
    (lambda z: z * (1 - z), "z was put into the rule for the slope, and the rule wants s = σ(z)."),
    (lambda z: 1 - sigma(z) ** 2, "It follows 1 − s², the rule of tanh, with the sigmoid's s."),
    (lambda z: 1 - np.tanh(z) ** 2, "It is the slope of tanh."),
    (lambda z: slope(sigma(z)), "σ was applied twice: the output s was taken as an input."),
    (lambda z: -slope(z), "Its sign is wrong: the sigmoid rises everywhere."),
    (lambda z: 1 - sigma(z), "It is what is missing from s to 1: only one factor of the slope."),
    (lambda z: 4 * slope(z), "It has the right form, but it was made taller. Draw it as it is."),
)


_WRONG_VALUES = (
    (lambda z: sigma(-z), "One that falls is: look at the sign in the exponent."),
    (np.tanh, "One of tanh is: the sigmoid goes from nearly 0 to nearly 1."),
    (lambda z: sigma(sigma(z)), "One is on which σ was applied twice."),
)


_WITHOUT_Z = (
    " Its heights are there, but it is drawn over 0, 1, 2, …: give z as the first argument."
)


def _why_not(drawn: Drawn, f) -> str:
    """Say why a curve that lies on a function was not accepted as its curve."""
    for one in drawn.curves:
        z, y = one.xy.T
        if len(z) > 2 and np.array_equal(z, np.arange(len(z))):
            meant = np.linspace(*_ENDS, len(z))
            if np.abs(y - f(meant)).max() <= 0.01:
                return _WITHOUT_Z
        with np.errstate(all="ignore"):
            on_it = len(z) > 2 and np.abs(y - f(z)).max() <= 0.01
        if not on_it:
            continue
        if not one.joined:
            return " Its points are there: join them with a line."
        if z.min() > _ENDS[0] + 0.24 or z.max() < _ENDS[1] - 0.24:
            return " A part of it is: draw it over the whole range."
        return " It is drawn with too few points to look smooth: take a hundred or more."
    return ""


def _curves_are_named(drawn: Drawn) -> str:
    curves = [drawn.curve(f, *_ENDS) for f in (sigma, slope)]
    labels = {one.label for one in curves if one and one.label}
    of_function, its_slope = (_names_a_slope(one.label) if one else None for one in curves)
    if len(labels) == 2 and of_function and not its_slope:
        return "The names stand at the wrong curves: which of the two is the slope?"
    if len(labels) == 2 and labels <= set(drawn.texts):
        return ""
    if len(labels) == 2:
        return "Both curves have a label, but no legend shows it. Call `ax.legend()` at the end."
    words = [text.casefold() for text in drawn.texts if text not in (drawn.xlabel, drawn.ylabel)]
    of_slope = [text for text in words if _names_a_slope(text)]
    others = [text for text in words if any(one in text for one in _VALUE_WORDS)]
    if any(text != other for text in of_slope for other in others):
        return ""
    return (
        "Both curves are there, but a reader cannot tell which is which. Give each one a name of "
        "its own: `label=...` and `ax.legend()`, or words beside the curve with `ax.text`."
    )


def _names_a_slope(text: str) -> bool:
    return any(one in text.casefold() for one in _SLOPE_WORDS)


def _axis_is_named(drawn: Drawn) -> str:
    return "" if drawn.xlabel else "The horizontal axis has no name: `ax.set_xlabel(...)`."


def _steepest_point_is_marked(drawn: Drawn) -> str:
    marks = [one.xy for one in drawn.curves if one.marked and len(one.xy) <= 12]
    if not marks:
        return (
            "The point of the largest slope is not marked. Draw a marker there, for example with "
            '`ax.plot(x, y, "o")`.'
        )
    for height in (sigma(0.0), slope(0.0)):
        if any(np.any(np.all(np.abs(xy - [0, height]) <= [0.1, 0.01], axis=1)) for xy in marks):
            return ""
    return (
        "A point is marked, but not the one of the largest slope. Where does your curve of σ′ have "
        "its top? The marker belongs there, on one of the two curves."
    )


PLOT = Figure(
    id="sigmoid.plot",
    title="The function and its slope, drawn",
    objective="Draw σ and σ′, and see where a gradient gets through.",
    prompt=(
        "Draw on the axes `ax` that your function is given:\n\n"
        "1. the curve of $\\sigma(z)$ and the curve of $\\sigma'(z)$, both for $z$ from −6 to 6;\n"
        "2. a name for each curve, and a name for the horizontal axis;\n"
        "3. a marker on the point of the largest slope, on one of the curves.\n\n"
        "Colours and styles are yours. Use `ax.plot`, not `plt.plot`. "
        "`import matplotlib.pyplot as plt; plot_sigmoid(plt.gca())` shows it."
    ),
    difficulty=2,
    needs=("saturation",),
    function="plot_sigmoid",
    starter=_plot_starter,
    reference=_plot_reference,
    wanted=(
        Wanted(_function_is_there),
        Wanted(_slope_is_there),
        Wanted(_curves_are_named),
        Wanted(_axis_is_named),
        Wanted(_steepest_point_is_marked),
    ),
    hints=(
        "`z = np.linspace(-6, 6, 241)` gives the points. Compute s from z, and the slope from s.",
        "The slope is largest where its own curve has its top: you found that point when you "
        "completed the square.",
    ),
    solution=(
        "The slope has its top at z = 0, where s = ½. At both ends the curve of σ is flat and that "
        "of σ′ is near 0: there almost no gradient gets through."
    ),
    out_of_scope="Colours, line styles, markers, sizes, and what else is on the axes.",
    source=NOTES,
)

# --- sigmoid.layout -----------------------------------------------------------------------

_LAYERS = (
    ("z ** 3", "3 * z ** 2"),
    ("np.sin(z)", "np.cos(z)"),
    ("np.exp(z)", "np.exp(z)"),
    ("z ** 2 / 2", "z"),
)
_CODES = (
    "J = np.zeros((n, n))\n    for i in range(n):\n        J[i, i] = slope[i, 0]",
    "J = np.diag(slope[:, 0])",
    "J = np.eye(n) * slope",
    "J = np.eye(n)\n    J[range(n), range(n)] = slope[:, 0]",
)


def _sheet(rng) -> Sheet:
    function, derivative = _LAYERS[rng.integers(len(_LAYERS))]
    build = _CODES[rng.integers(len(_CODES))]
    code = (
        f"def jacobian(z):  # of f = {function}, entry by entry\n"
        f"    n = len(z)  # z is a column, (n, 1)\n"
        f"    slope = {derivative}\n"
        f"    {build}\n"
        "    return J"
    )
    return Sheet(
        lines=(
            Line(
                "It cannot be told: the array is the same in both conventions.",
                "Off the diagonal stand other derivatives in each convention, but all of them are "
                "0. You would have to see a product with the matrix, or names at its edges.",
            ),
            Line(
                "The column convention, because z is a column.",
                "How a variable stands and how a derivative is laid out are two things: z is a "
                "column in both conventions.",
            ),
            Line(
                "The column convention, because row j belongs to input z_j.",
                "That is one way to read this array. Now read it the other way, row i for output "
                "f_i: does any number have to move?",
            ),
            Line(
                "The row convention, because row i belongs to output f_i.",
                "That is one way to read this array. Now read it the other way, row j for input "
                "z_j: does any number have to move?",
            ),
            Line(
                "Neither: a Jacobian must change when it is transposed.",
                "It must change only if the two conventions give different arrays. For which "
                "layers do they not?",
            ),
        ),
        right=((0,),),
        asked=f"```python\n{code}\n```",
    )


LAYOUT = Choice(
    id="sigmoid.layout",
    title="Which convention did this code use?",
    objective="Know what a symmetric Jacobian does not tell.",
    prompt=(
        "Somebody wrote the Jacobian of an elementwise layer. It is right: it agrees with central "
        "differences. Which convention did this code use? Choose the line that is true, with its "
        "reason."
    ),
    difficulty=3,
    needs=("convention", "diagonal-matrix"),
    make=_sheet,
    hints=(
        "Write down the entry in row 1, column 2 in each convention. Which derivative is it, and "
        "how large is it?",
        "Transpose the array that the code returns. What has changed?",
    ),
    solution=(
        "The array is diagonal, so it equals its own transpose, and it is right in both "
        "conventions. Only a product shows which one is used: D g with a column g, or gᵀ D with a "
        "row."
    ),
    source=NOTES,
)
