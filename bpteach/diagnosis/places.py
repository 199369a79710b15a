"""Findings about numbers that were moved, and about terms added or forgotten."""

from __future__ import annotations

import numpy as np

from bpteach.diagnosis.finding import Finding
from bpteach.diagnosis.pair import LINES

__all__ = ["TESTS"]


def _other_order(pair) -> Finding | None:
    """Find the right numbers in the wrong places."""
    right, out = pair.right, pair.out
    if out.ndim == 2 and out.shape[0] == out.shape[1] and pair.matches(out.T, right):
        convention = ": it stands in the other convention" * pair.in_convention
        return Finding("convention", f"{pair.name} is transposed{convention}.")
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
        return (
            ": they stand where a reshape would put them, not a transpose or the other stacking "
            "order."
        )
    return "."


_TERMS = {
    -1: "{out} lacks the term {term}: where does it come in?",
    1: "{out} has the term {term} once too often.",
    -2: "In {out} the term {term} has the wrong sign.",
}


def _offset(pair) -> Finding | None:
    """Find a number, or a known array, that is added where it should not be, or forgotten."""
    difference = pair.out - pair.right
    same = difference.size > 1 and np.ptp(difference) <= 2 * pair.margin
    if same and pair.matches(pair.out - difference.mean(), pair.right):  # else only rounding
        return Finding("offset", f"{pair.name} is off by the same number in every entry.")
    for name, term in pair.turned_factors():
        for times, words in _TERMS.items():
            if pair.matches(pair.out, pair.right + times * term):
                return Finding("offset", words.format(out=pair.name, term=name))
    return None


def _complement(pair) -> Finding | None:
    """Find what is missing from the right result to 1, or to a known array."""
    total = pair.out + pair.right
    if total.size > 1 and np.abs(total - 1).max() <= pair.margin:
        return Finding(
            "offset",
            f"{pair.name} is 1 minus what it should be, in every entry: look at the signs.",
        )
    for name, term in pair.turned_factors():
        if pair.matches(total, np.broadcast_to(term, total.shape)):
            return Finding("offset", f"{pair.name} is {name} minus what it should be.")
    return None


TESTS = (_other_order, _offset, _complement)
