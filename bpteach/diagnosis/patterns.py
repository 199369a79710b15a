"""Findings about an array as a whole: not finite, zero, rounded, in other order, offset."""

from __future__ import annotations

import numpy as np

from bpteach.diagnosis.finding import Finding, close
from bpteach.diagnosis.pair import LINES, Pair

__all__ = ["constant", "nearly", "not_finite", "offset", "other_order", "rounded", "zero"]


def not_finite(pair: Pair) -> Finding | None:
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


def zero(pair: Pair) -> Finding | None:
    """Find an array of zeros."""
    if pair.out.any():
        return None
    return Finding(
        "zero",
        f"{pair.name} is 0 everywhere: is the result ever written, or does something wipe it out?",
    )


def nearly(pair: Pair) -> Finding | None:
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


def rounded(pair: Pair) -> Finding | None:
    """Find rounded numbers, and numbers cut to whole ones."""
    if pair.matches(pair.out, np.trunc(pair.right)):
        return Finding(
            "precision",
            f"{pair.name} is cut to whole numbers: was the result written into an array of ints, "
            "or is there an `int(...)` or a `//`?",
        )
    for digits in (0, 1, 2):
        if pair.matches(pair.out, np.round(pair.right, digits)):
            places = f"{digits} decimal{'' if digits == 1 else 's'}"
            return Finding(
                "precision", f"{pair.name} is rounded to {places}: leave the numbers as they are."
            )
    return None


def other_order(pair: Pair) -> Finding | None:
    """Find the right numbers in the wrong places."""
    right, out = pair.right, pair.out
    if out.ndim == 2 and out.shape[0] == out.shape[1] and pair.matches(out.T, right):
        return Finding(
            "convention", f"{pair.name} is transposed: it stands in the other convention."
        )
    if out.size < 2 or not pair.matches(np.sort(out, axis=None), np.sort(right, axis=None)):
        return None
    return Finding("order", f"{pair.name} has the right numbers in the wrong places{_moved(pair)}")


def _moved(pair):
    """Say how the numbers were moved, if it is plain."""
    for axis, line in enumerate(LINES[: pair.out.ndim]):
        if pair.matches(np.flip(pair.out, axis), pair.right):
            return f": its {line}s stand in reverse order."
        if any(pair.matches(np.roll(pair.out, step, axis), pair.right) for step in (-1, 1)):
            return f": its {line}s are shifted by one. Does a count begin at 1 instead of 0?"
    if pair.matches(pair.out.reshape(-1), pair.right.reshape(-1, order="F")):
        return ": a reshape was used where a transpose or the other stacking order belongs."
    return "."


def constant(pair: Pair) -> Finding | None:
    """Find one number in every entry."""
    if pair.out.size < 2 or np.ptp(pair.out) > pair.margin:
        return None
    return Finding(
        "entries",
        f"{pair.name} has the same number in every entry: was something summed or averaged over "
        "all of them, or a number used where an array belongs?",
    )


def offset(pair: Pair) -> Finding | None:
    """Find a number, or a known array, that is added where it should not be, or forgotten."""
    difference = pair.out - pair.right
    if difference.size > 1 and np.ptp(difference) <= 2 * pair.margin:
        return Finding("offset", f"{pair.name} is off by the same number in every entry.")
    for name, term in pair.turned_factors():
        for times, words in _TERMS.items():
            if pair.matches(pair.out, pair.right + times * term):
                return Finding("offset", words.format(out=pair.name, term=name))
    return None


_TERMS = {
    -1: "{out} lacks the term {term}: it is nowhere added.",
    1: "In {out} the term {term} is added once too often.",
    -2: "In {out} the term {term} has the wrong sign.",
}
