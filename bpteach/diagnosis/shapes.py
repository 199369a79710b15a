"""Findings about an array whose shape is another than the right one's."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np

from bpteach.diagnosis.finding import Finding
from bpteach.diagnosis.pair import LINES, Pair
from bpteach.diagnosis.same_shape import explain_values

__all__ = ["explain_shape"]


def explain_shape(pair: Pair) -> Finding:
    """Say what is wrong where the shapes differ.

    Parameters
    ----------
    pair : Pair
        Two arrays of different shapes.

    Returns
    -------
    Finding
        The first that explains the array.
    """
    return next(finding for test in _TESTS if (finding := test(pair)))


def _came(pair) -> str:
    return f"its shape is {pair.shapes[0]}. Asked for is {pair.shapes[1]}."


def _other_convention(pair) -> Finding | None:
    if pair.out.ndim < 2 or pair.out.T.shape != pair.right.shape:
        return None
    if pair.matches(pair.out.T, pair.right):
        how = "in the other convention" if pair.in_convention else "turned the other way"
        rule = " Each convention is the other with all axes reversed." * pair.in_convention
        return Finding(
            "convention", f"{pair.name} has the right numbers {how}: {_came(pair)}{rule}"
        )
    inner = explain_values(replace(pair, out=pair.out.T, name="the transpose"))
    if inner.kind in ("finite", "entry", "entries"):
        return None
    return Finding(
        "convention",
        f"{pair.name} stands {'in the other convention' if pair.in_convention else 'turned'}: "
        f"{_came(pair)} Transpose it first, then check again: some numbers will still be wrong.",
    )


def _axes_in_another_order(pair) -> Finding | None:
    if pair.out.ndim != pair.right.ndim:
        return None
    for order in permutations(range(pair.out.ndim)):
        if pair.matches(pair.out.transpose(order), pair.right):
            return Finding(
                "shape",
                f"{pair.name} has the right numbers, but its axes stand in another order: "
                f"{_came(pair)}",
            )
    return None


def _same_numbers(pair) -> Finding | None:
    if pair.out.size != pair.right.size:
        return None
    flat = pair.out.reshape(-1)
    if any(pair.matches(flat, pair.right.reshape(-1, order=order)) for order in "CF"):
        return Finding("shape", f"{pair.name} has the right numbers, but {_came(pair)}")
    return None


_SPREAD = (
    "If a column meets a row or a 1-D array, numpy spreads both over a square: print the shape of "
    "each operand."
)


def _is_square_of(pair):
    size = max(pair.right.shape, default=0)
    return pair.right.size == size > 1 and pair.out.shape == (size, size)


def _diagonal_of_a_square(pair) -> Finding | None:
    """A column or a row became a square: spread by broadcasting, or as a diagonal matrix."""
    if not _is_square_of(pair) or not pair.matches(np.diagonal(pair.out), pair.right.reshape(-1)):
        return None
    if not pair.out[~np.eye(len(pair.out), dtype=bool)].any():
        why = "The numbers stand on the diagonal of a matrix, and all else is 0."
    else:
        why = f"Only its diagonal is right. {_SPREAD}"
    return Finding("shape", f"{pair.name} is a square: {_came(pair)} {why}")


def _only_the_diagonal(pair) -> Finding | None:
    """The diagonal of a square matrix stands alone."""
    if not _is_square(pair.right) or pair.out.size < 2:
        return None
    if not pair.matches(pair.out.reshape(-1), np.diagonal(pair.right)):
        return None
    return Finding(
        "shape",
        f"{pair.name} holds only the diagonal of the matrix: {_came(pair)} What stands in the "
        "other places?",
    )


def _not_summed(pair) -> Finding | None:
    for axis in range(pair.out.ndim):
        if pair.matches(pair.out.sum(axis=axis).reshape(-1), pair.right.reshape(-1)):
            return Finding(
                "shape",
                f"{pair.name} still has an axis that should be summed away: {_came(pair)} Its sum "
                f"over axis {axis} would have the right numbers.",
            )
    return None


def _summed(pair) -> Finding | None:
    if not pair.right.size:
        return None
    for reduce_, word in ((np.sum, "summing"), (np.mean, "averaging")):
        for axis in (None, *range(pair.right.ndim)):
            if pair.matches(pair.out.reshape(-1), np.reshape(reduce_(pair.right, axis=axis), -1)):
                over = "all entries" if axis is None else f"axis {axis}"
                what = f"number{'' if pair.out.size == 1 else 's'} that {word} over {over}"
                return Finding(
                    "shape",
                    f"{pair.name} has the {what} would give: {_came(pair)} Keep every entry.",
                )
    return None


def _one_line_only(pair) -> Finding | None:
    """One row, column or slice of the right array stands alone."""
    for axis, line in enumerate(LINES[: pair.right.ndim]):
        count = pair.right.shape[axis]
        lines = np.moveaxis(pair.right, axis, 0)
        for i in (0, count - 1) if count > 1 else ():
            if pair.matches(pair.out.reshape(-1), lines[i].reshape(-1)):
                return Finding(
                    "shape",
                    f"{pair.name} is only the {'last' if i else 'first'} {line}: {_came(pair)} Is "
                    "the result written anew in each turn of a loop, or does a `return` stand "
                    "inside it?",
                )
    return None


def _one_end_only(pair) -> Finding | None:
    """The right array's first or last entries stand alone."""
    out, right = pair.out.reshape(-1), pair.right.reshape(-1)
    if out.size == 1 < right.size and pair.matches(out, right[:1]):
        why = _read_diagonal(pair) or (
            " Was an index used up, a diagonal read where one should be made, or does a `return` "
            "stand inside a loop?"
        )
        return Finding("shape", f"{pair.name} holds only the first entry: {_came(pair)}{why}")
    if not 1 < out.size < right.size:
        return None
    ends = (
        (right[: out.size], "first", "does a loop end too early, or does a `return` stand in it?"),
        (right[-out.size :], "last", "is the result written anew in each turn of a loop, or does "
                                     "a count begin at 1 instead of 0?"),
    )  # fmt: skip
    for end, which, why in ends:
        if pair.matches(out, end):
            words = f"{pair.name} holds only the {which} {out.size} of {right.size} entries"
            return Finding("shape", f"{words}: {_came(pair)} Is something left out: {why}")
    return None


def _read_diagonal(pair) -> str:
    if pair.out.shape != (1,) or not _is_square(pair.right):
        return ""
    return " From a column, `np.diag` reads a diagonal. It builds a matrix only from a 1-D array."


def _too_few(pair) -> str:
    if read := _read_diagonal(pair):
        return read
    picked = pair.out.ndim == 1 and pair.out.size < pair.right.size
    why = "was something summed, or an index used up"
    if picked:
        why = "was something summed, an index used up, or were entries picked out with a condition"
        why += ", as in `z[z > 0]`"
    return f" It has an axis too few: {why}?"


def _is_square(array) -> bool:
    return array.ndim == 2 and len(set(array.shape)) == 1


def _other_shape(pair) -> Finding:
    more = pair.out.ndim - pair.right.ndim
    hint = ""
    if pair.out.size == 1 < pair.right.size:
        hint = " It is one number: was something summed, or is a value given for a derivative?"
        hint = hint if pair.is_derivative else " It is one number: was something summed?"
    elif more > 0:
        hint = " It has an axis too many: was a sum or a product left out?"
    elif more < 0:
        hint = _too_few(pair)
    elif _is_square_of(pair):
        hint = f" {_SPREAD}"
    elif pair.right.size == 1 < pair.out.size:
        hint = " One number is asked for: was a sum left out, or does the wrong factor lie down?"
    came, wanted = pair.shapes
    return Finding(
        "shape", f"{pair.name} has the shape {came}. Asked for is {wanted}.{hint}", explains=False
    )


_TESTS = (
    _other_convention,
    _axes_in_another_order,
    _same_numbers,
    _diagonal_of_a_square,
    _only_the_diagonal,
    _not_summed,
    _summed,
    _one_line_only,
    _one_end_only,
    _other_shape,
)
