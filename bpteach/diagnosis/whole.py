"""Findings about an array as a whole: not finite, zero, nearly right, rounded."""

from __future__ import annotations

import numpy as np

from bpteach.diagnosis.finding import Finding, close

__all__ = ["TESTS"]


def _not_finite(pair) -> Finding | None:
    """Find nan and inf."""
    bad = ~np.isfinite(pair.out)
    if not bad.any():
        return None
    what = "nan" if np.isnan(pair.out).any() else "inf"
    return Finding(
        "finite",
        f"{pair.name} holds {what} in {int(bad.sum())} of {bad.size} entries: look for an overflow "
        "in exp, a division by 0, 0 times inf, or entries that were never written.",
    )


def _zero(pair) -> Finding | None:
    """Find an array of zeros."""
    if np.abs(pair.out).max(initial=0.0) > 1e-3 * pair.margin:
        return None
    return Finding(
        "zero",
        f"{pair.name} is 0 everywhere: is the result ever written, or does something wipe it out?",
    )


def _nearly(pair) -> Finding | None:
    """Find every entry off by a little: rounded or approximated, not derived otherwise."""
    if not close(pair.out, pair.right, 1e-3):
        return None
    allowed = f"{pair.rtol:.0e}".replace("e-0", "e-")
    return Finding(
        "precision",
        f"{pair.name} is nearly right, but not within {allowed} of its largest entry: is a number "
        "rounded, a difference taken where a formula is asked for, something small added, or a "
        "small dtype used?",
    )


def _rounded(pair) -> Finding | None:
    """Find rounded numbers, and numbers cut to whole ones."""
    if pair.matches(pair.out, np.trunc(pair.right)):
        return Finding(
            "precision",
            f"{pair.name} is cut to whole numbers: was the result written into an array of ints, "
            "or is there an `int(...)` or a `//`?",
        )
    for digits in (0, 1, 2):
        if pair.matches(pair.out, np.round(pair.right, digits)):
            places = ("whole numbers", "1 decimal", "2 decimals")[digits]
            return Finding(
                "precision", f"{pair.name} is rounded to {places}: leave the numbers as they are."
            )
    return None


def _turned_round(pair) -> Finding | None:
    """Find zeros exactly where there should be none, and none where they should be."""
    should_be_zero, is_zero = pair.right == 0, np.abs(pair.out) <= pair.margin
    if not should_be_zero.any() or not np.array_equal(is_zero, ~should_be_zero):
        return None
    return Finding(
        "entries",
        f"{pair.name} is 0 exactly where it should not be, and is not 0 where it should be: is a "
        "condition or a mask turned round?",
    )


TESTS = (_not_finite, _zero, _nearly, _rounded, _turned_round)
