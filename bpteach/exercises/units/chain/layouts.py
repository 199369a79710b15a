"""Which convention a matrix follows, found out by central differences."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.decider import Decider, Trial
from bpteach.exercises.made import Made
from bpteach.exercises.parts import entries

__all__ = ["WHICH_LAYOUT"]

_NOTES = 'Course notes, "Chain rule and linear algebra".'


def _starter(f, x, J):
    """Say "column", "row", "both" or "neither": which convention J follows for f at x."""
    raise NotImplementedError("write which_layout(f, x, J) here")


def _reference(f, x, J):
    h, n = 1e-5, len(x)
    moves = [h * np.eye(n)[:, [j]] for j in range(n)]
    row = np.hstack([(f(x + move) - f(x - move)) / (2 * h) for move in moves])

    def agrees(known):
        return J.shape == known.shape and np.abs(J - known).max() < 1e-3 * np.abs(known).max()

    words = {
        (True, True): "both",
        (True, False): "column",
        (False, True): "row",
        (False, False): "neither",
    }
    return words[agrees(row.T), agrees(row)]


def _linear(rng, m, n):
    """A linear map with a constant, a place, and its Jacobian in the row convention."""
    M = entries(rng, m, n)
    return Made("affine", {"M": M, "c": entries(rng, m, 1)}), entries(rng, n, 1), M


def _curved(rng, m, n):
    """A map that is not linear: its Jacobian depends on x."""
    M, x = entries(rng, m, n), entries(rng, n, 1)
    return Made("bent", {"M": M}), x, M * (1 + M @ x)


def _symmetric(rng, n):
    half = entries(rng, n, n)
    M = half + half.T
    return Made("affine", {"M": M, "c": entries(rng, n, 1)}), entries(rng, n, 1), M


def _spoiled(J):
    """One entry is off by a fifth of the largest."""
    wrong = J.copy()
    wrong[-1, 0] += 0.2 * np.abs(J).max()
    return wrong


_NO_TABLE = (
    "'neither' says that J agrees with neither of your two tables. Print your Jacobian beside J: "
    "is it a multiple of J? Look at the step and at what you divide by."
)


def _trial(what, made, J, right, hint):
    f, x, _ = made
    hints = {} if right == "neither" or hint == _HERE else {"neither": _NO_TABLE}
    return Trial(what, {"f": f, "x": x, "J": J.copy()}, right, hint, hints=hints)


_SQUARE = "Where J is square its shape says nothing: compare the numbers."
_SHAPE = "The shape fits, but a shape is not a proof: compare the numbers too."
_HERE = "The Jacobian of this f depends on x: take the differences around this x."


def _trials(rng):
    small, large = (int(size) for size in np.sort(rng.permutation(np.arange(2, 7))[:2]))
    linear, curved = _linear(rng, small, large), _curved(rng, large, small)
    square, bent, even = _linear(rng, 3, 3), _curved(rng, 4, 4), _symmetric(rng, large)
    one = _curved(rng, 1, large)
    return (
        _trial(
            "a linear map and its Jacobian with a row for each entry of x",
            linear, linear[2].T, "column",
            "In which convention do the rows of a Jacobian belong to x?",
        ),
        _trial(
            "a linear map and its Jacobian with a column for each entry of x",
            linear, linear[2], "row",
            "In which convention do the columns of a Jacobian belong to x?",
        ),
        _trial("a curved map and its column-convention Jacobian", curved, curved[2].T, "column",
               _HERE),
        _trial("a curved map and its row-convention Jacobian", curved, curved[2], "row", _HERE),
        _trial("a square Jacobian in the column convention", square, square[2].T, "column",
               _SQUARE),
        _trial("a square Jacobian in the row convention", bent, bent[2], "row", _SQUARE),
        _trial("a gradient that lies as a row", one, one[2], "row",
               "With one output the Jacobian is a gradient: a column or a row."),
        _trial("a gradient that stands as a column", one, one[2].T, "column",
               "With one output the Jacobian is a gradient: a column or a row."),
        _trial("a symmetric Jacobian", even, even[2], "both",
               "A symmetric matrix equals its own transpose: look at both conventions before you "
               "decide."),
        _trial("a matrix of the column shape with one wrong entry", curved, _spoiled(curved[2].T),
               "neither", _SHAPE),
        _trial("a matrix of the row shape with one wrong entry", linear, _spoiled(linear[2]),
               "neither", _SHAPE),
        _trial("a square matrix with one wrong entry", bent, _spoiled(bent[2]), "neither",
               "One wrong entry is enough: compare every entry, not a sum or a mean of them."),
        _trial("a Jacobian with the wrong sign", square, -square[2], "neither",
               "Compare the numbers with their signs."),
        _trial("the Jacobian of a curved map at another x", curved,
               curved[0].arrays["M"].copy(), "neither", _HERE),
        _trial("a matrix whose shape belongs to no convention", linear,
               np.vstack([linear[2], linear[2][:1]]), "neither",
               "Before you subtract two arrays, compare their shapes."),
    )  # fmt: skip


WHICH_LAYOUT = Decider(
    id="chain.which_layout",
    title="Which convention is it?",
    objective="Find out with central differences which convention a Jacobian follows.",
    prompt=(
        "You find a matrix `J` in somebody's code, and you know the function `f`. Does J hold "
        "$\\frac{dy}{dx}$ of $y = f(x)$ at this x, and in which convention?\n\n"
        "| | |\n| --- | --- |\n"
        "| `f` | takes a column n×1, gives a column m×1 |\n"
        "| `x` | n×1, the place |\n"
        "| `J` | a matrix |\n\n"
        'Return `"column"`, `"row"`, `"both"` (J fits both), or `"neither"` (J is wrong). '
        "Build the Jacobian yourself, by central differences with a small step such as 1e-5, and "
        "compare. Numbers that differ by less than a thousandth of the largest entry count as "
        "equal: a wrong J is much further off.\n\n"
        "Use numpy alone; `numerical_jacobian` may check yours."
    ),
    difficulty=4,
    needs=("central-difference", "convention", "jacobian"),
    function="which_layout",
    starter=_starter,
    reference=_reference,
    allowed=("column", "row", "both", "neither"),
    trials=_trials,
    hints=(
        "Build one Jacobian by differences. Its transpose is the other convention, so you need no "
        "second loop.",
        "Make two answers of yes or no: does J agree with the column form? With the row form? J "
        "agrees only if the shapes are the same and all entries are near. Then map the four cases "
        "to the four words.",
    ),
    solution=(
        "Each move of x_j gives one column of the row-convention Jacobian. J is compared with it "
        "and with its transpose, shapes first. Two answers of yes or no give four cases."
    ),
    source=_NOTES,
)
