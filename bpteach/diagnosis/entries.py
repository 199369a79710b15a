"""Findings about lines and entries: signs, clipped, a factor a line, and which differ."""

from __future__ import annotations

import numpy as np

from bpteach.diagnosis.finding import Finding
from bpteach.diagnosis.pair import LINES

__all__ = ["TESTS"]


def _signs(pair) -> Finding | None:
    """Find the right magnitudes with wrong signs."""
    if not pair.matches(np.abs(pair.out), np.abs(pair.right)):
        return None
    return Finding("sign", f"{pair.name} has the wrong sign in {_places(pair)}")


def _clipped(pair) -> Finding | None:
    """Find entries of one sign that became 0."""
    for clip, lost in ((np.maximum, "negative"), (np.minimum, "positive")):
        if pair.matches(pair.out, clip(pair.right, 0)):
            what = "the gradient" if pair.is_derivative else "it"
            return Finding(
                "entries",
                f"In {pair.name} every {lost} entry became 0: was a mask or a maximum put on "
                f"{what}?",
            )
    return None


def _line_factors(pair) -> Finding | None:
    """Find a factor of its own for each row, or for each column."""
    if pair.right.ndim != 2 or min(pair.right.shape) < 2:
        return None
    for axis, line in ((1, "row"), (0, "column")):
        if np.count_nonzero(pair.right, axis=axis).max() < 2:
            continue  # one entry is always a multiple of another
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
                explains=False,
            )
    return None


def _line_offsets(pair) -> Finding | None:
    """Find a number of its own that is added to each row, to each column, or to both."""
    if pair.right.ndim != 2 or min(pair.right.shape) < 3:
        return None
    off = pair.out - pair.right
    by_row, by_column = off.mean(axis=1, keepdims=True), off.mean(axis=0, keepdims=True)
    for number, line in ((by_row, "row"), (by_column, "column")):
        if np.all(np.abs(off - number) <= pair.margin):
            if np.any(np.abs(number) <= pair.margin):
                return None  # some lines are right: named by where the others stand
            return Finding(
                "offset",
                f"In each {line} of {pair.name} all entries are off by the same number, another "
                f"one for each {line}: is something added, subtracted or forgotten that belongs "
                f"to the whole {line}?",
            )
    if np.all(np.abs(off - by_row - by_column + off.mean()) <= pair.margin):
        return Finding(
            "offset",
            f"Each entry of {pair.name} is off by a number for its row and a number for its "
            "column: was something added or subtracted along the wrong axis?",
        )
    return None


def _constant(pair) -> Finding | None:
    """Find one number in every entry."""
    if pair.out.size < 2 or np.ptp(pair.out) > pair.margin:
        return None
    return Finding(
        "entries",
        f"{pair.name} has the same number in every entry: was something summed or averaged over "
        "all of them, or a number used where an array belongs?",
    )


def _which_entries(pair) -> Finding:
    """Say which entries differ and what they have in common."""
    wrong = pair.wrong
    if wrong.size == 1:
        return Finding(
            "entries",
            f"{pair.name} has the right shape, but its one number is wrong, with no simple "
            "pattern: check the formula on a small example by hand.",
            explains=False,
        )
    if wrong.sum() == 1:
        place = ", ".join(str(i + 1) for i in np.argwhere(wrong)[0])
        return Finding(
            "entry",
            f"{pair.name} has one wrong entry, at place ({place}) counted from 1; the rest is "
            "right.",
        )
    if wrong.all():
        return Finding(
            "entries",
            f"{pair.name} has the right shape, but every entry differs, with no simple pattern: "
            f"check the formula {_example(pair)}.",
            explains=False,
        )
    shared = _shared(pair, wrong) and not _by_zeros(pair, wrong)  # all but zeros: no pattern yet
    return Finding("entries", f"{pair.name} differs in {_places(pair)}", explains=bool(shared))


def _places(pair):
    """How many entries are wrong, and what they share, if it is something plain; to the end."""
    wrong = pair.wrong
    end = "."
    if not pair.out[wrong].any():
        end = ", where your answer is 0."
    elif not pair.right[wrong].any():
        end = ", where your answer is not 0: should anything stand there?"
    return f"{int(wrong.sum())} of {wrong.size} entries{_shared(pair, wrong)}{end}"


def _example(pair) -> str:
    """An example small enough for paper: one number, where nothing else takes part."""
    same = all(factor.shape == pair.right.shape for factor in pair.factors.values())
    letters = [name for name in pair.factors if len(name) == 1 and name.islower()]
    if same and letters:
        return f"for one number, such as {letters[0]} = 0.5, by hand"
    return "on a 2×2 example by hand"


def _shared(pair, wrong):
    return (
        _the_diagonal(wrong)
        or _by_sign(pair, wrong)
        or _by_zeros(pair, wrong)
        or _on_the_diagonal(wrong)
        or _in_lines(wrong)
        or _beside_the_diagonal(wrong)
    )


def _by_zeros(pair, wrong):
    """All entries but the zeros of something."""
    if np.array_equal(wrong, pair.right != 0):
        return ": exactly those that should not be 0"
    for name, factor in pair.turned_factors():
        if not factor.all() and np.array_equal(wrong, np.broadcast_to(factor != 0, wrong.shape)):
            return f": exactly those where {name} is not 0"
    return ""


def _by_sign(pair, wrong):
    for sign, word in ((1, "positive"), (-1, "negative")):
        for name, factor in pair.turned_factors():
            if np.array_equal(wrong, np.broadcast_to(sign * factor > 0, wrong.shape)):
                return f": exactly those where {name} is {word}"
        if np.array_equal(wrong, sign * pair.right > 0):
            return f": exactly those that should be {word}"
    return ""


def _the_diagonal(wrong):
    """Exactly the diagonal, or exactly all else."""
    if wrong.ndim != 2 or min(wrong.shape) < 2:
        return ""
    diagonal = np.eye(*wrong.shape, dtype=bool)
    if np.array_equal(wrong, diagonal):
        return ": the diagonal"
    return ": all off the diagonal" if np.array_equal(wrong, ~diagonal) else ""


def _on_the_diagonal(wrong):
    """Some entries of a square array's diagonal."""
    square = wrong.ndim == 2 and wrong.shape[0] == wrong.shape[1] > 1
    off = square and wrong[~np.eye(len(wrong), dtype=bool)].any()
    return ", all on the diagonal" if square and not off else ""


def _beside_the_diagonal(wrong):
    """Some entries of a square array, none of them on its diagonal."""
    square = wrong.ndim == 2 and wrong.shape[0] == wrong.shape[1]
    return ", none of them on the diagonal" if square and not np.diagonal(wrong).any() else ""


def _in_lines(wrong):
    for axis, line in enumerate(LINES[: wrong.ndim]):
        others = tuple(i for i in range(wrong.ndim) if i != axis)
        lines = np.flatnonzero(wrong.any(axis=others))
        right = np.setdiff1d(np.arange(wrong.shape[axis]), lines)
        if len(right) == 1 and wrong.all(axis=others).sum() == len(lines):
            return f": only {line} {right[0] + 1} (counted from 1) is right"
        if len(right) and len(lines) <= 3:
            *most, last = (str(i + 1) for i in lines)
            numbered = f"s {', '.join(most)} and {last}" if most else f" {last}"
            return f", all in {line}{numbered} (counted from 1)"
    return ""


TESTS = (_signs, _clipped, _line_factors, _line_offsets, _constant, _which_entries)
