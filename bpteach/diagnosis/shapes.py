"""Findings about an array whose shape is another than the right one's."""

from __future__ import annotations

from dataclasses import replace

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


def _other_convention(pair) -> Finding | None:
    if pair.out.ndim < 2 or pair.out.T.shape != pair.right.shape:
        return None
    came, wanted = pair.shapes
    if pair.matches(pair.out.T, pair.right):
        return Finding(
            "convention",
            f"{pair.name} has the right numbers in the other convention: its shape is {came}, and "
            f"{wanted} is asked for. Each convention is the other with all axes reversed.",
        )
    inner = explain_values(replace(pair, out=pair.out.T, name="the transpose"))
    if inner.kind in ("finite", "entry", "entries"):
        return None
    return Finding(
        "convention",
        f"{pair.name} stands in the other convention: its shape is {came}, and {wanted} is asked "
        f"for. Transposed it would fit, but something else is wrong too: {inner.words}",
    )


def _same_numbers(pair) -> Finding | None:
    if pair.out.size != pair.right.size:
        return None
    came, wanted = pair.shapes
    flat = pair.out.reshape(-1)
    if any(pair.matches(flat, pair.right.reshape(-1, order=order)) for order in "CF"):
        return Finding(
            "shape",
            f"{pair.name} has the right numbers, but its shape is {came}. Asked for is {wanted}.",
        )
    return None


def _on_the_diagonal(pair) -> Finding | None:
    """A column or a row became a square: spread by broadcasting, or as a diagonal matrix."""
    size = max(pair.right.shape, default=0)
    if pair.out.shape != (size, size) or pair.right.size != size:
        return None
    if not pair.matches(np.diagonal(pair.out), pair.right.reshape(-1)):
        return None
    came, wanted = pair.shapes
    if not pair.out[~np.eye(size, dtype=bool)].any():
        why = "the numbers stand on the diagonal of a matrix, and all else is 0."
    else:
        why = (
            "only its diagonal is right. A column met a row or a 1-D array, and numpy spread both "
            "over a square: print the shape of each operand."
        )
    return Finding("shape", f"{pair.name} has the shape {came}, and {wanted} is asked for: {why}")


def _not_summed(pair) -> Finding | None:
    came, wanted = pair.shapes
    for axis in range(pair.out.ndim):
        total = pair.out.sum(axis=axis)
        if pair.matches(total.reshape(-1), pair.right.reshape(-1)):
            return Finding(
                "shape",
                f"{pair.name} still has an axis that should be summed away: its shape is {came}, "
                f"and its sum over axis {axis} would have the right numbers. Asked for is "
                f"{wanted}.",
            )
    return None


def _summed(pair) -> Finding | None:
    if not pair.right.size:
        return None
    came, wanted = pair.shapes
    flat = pair.out.reshape(-1)
    for reduce_, word in ((np.sum, "summed"), (np.mean, "averaged")):
        for axis in (None, *range(pair.right.ndim)):
            if pair.matches(flat, np.reshape(reduce_(pair.right, axis=axis), -1)):
                over = "to one number" if axis is None else f"over axis {axis}"
                return Finding(
                    "shape",
                    f"{pair.name} is {word} {over}: its shape is {came}, and {wanted} is asked "
                    "for. Keep every entry.",
                )
    return None


def _one_line_only(pair) -> Finding | None:
    """One row, column or slice of the right array stands alone."""
    came, wanted = pair.shapes
    for axis, line in enumerate(LINES[: pair.right.ndim]):
        count = pair.right.shape[axis]
        lines = np.moveaxis(pair.right, axis, 0).reshape(count, -1)
        for i in (0, count - 1):
            if count > 1 and pair.matches(pair.out.reshape(-1), lines[i]):
                return Finding(
                    "shape",
                    f"{pair.name} is only the {'last' if i else 'first'} {line} of what is asked "
                    f"for: its shape is {came}, and {wanted} is asked for. Is the result written "
                    "anew in each turn of a loop, or does a `return` stand inside it?",
                )
    return None


def _other_shape(pair) -> Finding:
    came, wanted = pair.shapes
    more = pair.out.ndim - pair.right.ndim
    hint = ""
    if more > 0:
        hint = " It has an axis too many: was a sum or a product left out?"
    elif more < 0:
        hint = " It has an axis too few: was something summed, or an index used up?"
    return Finding("shape", f"{pair.name} has the shape {came}. Asked for is {wanted}.{hint}")


_TESTS = (
    _other_convention,
    _same_numbers,
    _on_the_diagonal,
    _not_summed,
    _summed,
    _one_line_only,
    _other_shape,
)
