"""Findings about a factor: one number, a known array, or one a row or column."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from bpteach.diagnosis.finding import Finding
from bpteach.diagnosis.pair import Pair

__all__ = ["known_factor", "line_factors", "one_factor", "swapped_factor"]


def one_factor(pair: Pair) -> Finding | None:
    """Find one factor in every entry."""
    weight = np.vdot(pair.right, pair.right)
    factor = np.vdot(pair.right, pair.out) / weight if weight else np.nan
    if not pair.matches(pair.out, factor * pair.right):
        return None
    if np.isclose(factor, -1, rtol=1e-6):
        return Finding(
            "sign",
            f"{pair.name} has the wrong sign: every entry is −1 times what it should be.",
        )
    return Finding(
        "factor",
        f"{pair.name} is {_factor_words(factor, pair.sizes)} what it should be, in every entry: "
        "one constant factor is wrong.",
    )


def _factor_words(factor, sizes):
    for letter, size in sizes.items():
        for sign, minus in ((1, ""), (-1, "−")):
            if size > 2 and np.isclose(factor, sign * size, rtol=1e-6):
                return f"{minus}{letter} times"
            if size > 2 and np.isclose(factor, sign / size, rtol=1e-6):
                return f"{minus}1/{letter} of" if sign > 0 else f"−1/{letter} times"
    for bottom in range(1, 13):
        top = factor * bottom
        if abs(top) >= 0.5 and np.isclose(top, round(top), rtol=1e-6):
            word = f"{round(top)}" if bottom == 1 else f"{round(top)}/{bottom}"
            return f"{word.replace('-', '−')} times"
    return f"about {factor:.2g} times".replace("-", "−")


def known_factor(pair: Pair) -> Finding | None:
    """Find a factor that is one of the known arrays, missing or too many."""
    for name, factor in pair.turned_factors():
        for sign, more in ((1, ""), (-1, ", and its sign is wrong")):
            if pair.matches(sign * pair.out, pair.right * factor):
                words = f"{pair.name} has the factor {name} once too often{more}."
                return Finding("ratio", words)
            if pair.matches(sign * pair.out * factor, pair.right):
                return Finding("ratio", f"{pair.name} lacks the factor {name}{more}.")
    return None


def swapped_factor(pair: Pair) -> Finding | None:
    """Find one known array where another belongs."""
    for (wrong, extra), (missing, lost) in permutations(pair.turned_factors(), 2):
        if wrong != missing and pair.matches(pair.out * lost, pair.right * extra):
            return Finding("ratio", f"{pair.name} uses {wrong} where {missing} belongs.")
    return None


def line_factors(pair: Pair) -> Finding | None:
    """Find a factor of its own for each row, or for each column."""
    if pair.right.ndim != 2 or min(pair.right.shape) < 2:
        return None
    for axis, line in ((1, "row"), (0, "column")):
        weight = np.sum(pair.right**2, axis=axis, keepdims=True)
        factor = np.sum(pair.right * pair.out, axis=axis, keepdims=True) / weight
        if np.isfinite(factor).all() and pair.matches(pair.out, pair.right * factor):
            wrong = factor[np.abs(factor - 1) > pair.rtol]
            if len(wrong) == 1 or not wrong.any():
                return None  # single lines, or lines of zeros: named by where they stand
            return Finding(
                "ratio",
                f"Each {line} of {pair.name} is multiplied by a factor of its own: something "
                f"that belongs to the {line}s is missing, is used twice, or is another's.",
            )
    return None
