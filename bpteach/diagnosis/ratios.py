"""Findings about a factor: one number, or a known array."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from bpteach.diagnosis.finding import Finding

__all__ = ["TESTS"]


def _one_factor(pair) -> Finding | None:
    """Find one factor in every entry."""
    weight = np.vdot(pair.right, pair.right)
    factor = np.vdot(pair.right, pair.out) / weight if weight else np.nan
    if not np.isfinite(factor) or not pair.matches(pair.out, factor * pair.right):
        return None
    if np.isclose(factor, -1, rtol=1e-6):
        return Finding(
            "sign",
            f"{pair.name} has the wrong sign: every entry is −1 times what it should be.",
        )
    words = _factor_words(factor, pair.sizes)
    if pair.right.size == 1 and words.startswith("about"):
        return None  # one number is always a multiple of another
    return Finding(
        "factor",
        f"{pair.name} is {words} what it should be, in every entry: one constant factor is wrong.",
    )


def _factor_words(factor, sizes):
    for letter, size in sizes.items():
        for sign, minus in ((1, ""), (-1, "−")):
            if size > 2 and np.isclose(factor, sign * size, rtol=1e-6):
                return f"{minus}{letter} times"
            if size > 2 and np.isclose(factor, sign / size, rtol=1e-6):
                return f"{minus}1/{letter} of"
    for bottom in range(1, 13):
        top = factor * bottom
        if 0.5 <= abs(top) < 1e9 and np.isclose(top, round(top), rtol=1e-6):
            word = f"{round(top)}" if bottom == 1 else f"{round(top)}/{bottom}"
            return f"{word.replace('-', '−')} times"
    return f"about {factor:.2g} times".replace("-", "−")


def _known_factor(pair) -> Finding | None:
    """Find a factor that is one of the known arrays, missing or too many."""
    for name, factor in pair.turned_factors():
        for sign, more in ((1, ""), (-1, ", and its sign is wrong")):
            if pair.matches(sign * pair.out, pair.right * factor):
                words = f"{pair.name} has the factor {name} once too often{more}."
                return Finding("ratio", words)
            if pair.matches(sign * pair.out * factor, pair.right):
                return Finding("ratio", f"{pair.name} lacks the factor {name}{more}.")
    return None


def _divided(pair) -> Finding | None:
    """Find a known factor by which the result was divided, once or twice too often."""
    for name, factor in pair.turned_factors():
        if pair.matches(pair.out * factor**2, pair.right):
            return Finding(
                "ratio",
                f"{pair.name} would be right if it were multiplied by {name} twice: is it divided "
                f"by {name} somewhere?",
            )
    return None


def _swapped_factor(pair) -> Finding | None:
    """Find one known array where another belongs."""
    for (wrong, extra), (missing, lost) in permutations(pair.turned_factors(), 2):
        if wrong != missing and pair.matches(pair.out * lost, pair.right * extra):
            return Finding("ratio", f"{pair.name} uses {wrong} where {missing} belongs.")
    return None


TESTS = (_one_factor, _known_factor, _swapped_factor, _divided)
