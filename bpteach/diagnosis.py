"""What is wrong with an array: compares it with the right one and says so in words.

One mechanism serves `numeric.check`, which judges a layer, and the ladder, which judges a
learner's answer. The words name the kind of error, never a number of the right array.

A comparison goes from the plain to the particular: finite, the other convention, shape, zero,
sign, one factor, a factor a row or a column, a factor an entry, an offset, other order, and at
last which entries differ. The first that explains the array is the finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations_with_replacement, permutations

import numpy as np

__all__ = ["Finding", "close", "compare", "shape_in_letters"]


@dataclass(frozen=True)
class Finding:
    """What is wrong with an array.

    Parameters
    ----------
    kind : str
        ``"finite"``, ``"convention"``, ``"shape"``, ``"zero"``, ``"sign"``, ``"factor"``,
        ``"ratio"``, ``"offset"``, ``"order"``, ``"precision"``, ``"entry"`` or ``"entries"``.
    words : str
        One or two sentences for a beginner.

    Examples
    --------
    >>> Finding("zero", "dL_da is 0 everywhere.").kind
    'zero'
    """

    kind: str
    words: str


def close(out, right, rtol: float = 1e-6) -> bool:
    """Tell whether two arrays agree: same shape, and no entry far off.

    Parameters
    ----------
    out : ndarray
        What is judged.
    right : ndarray
        What it should be.
    rtol : float
        The largest error allowed, as a share of the largest entry of `right`.

    Returns
    -------
    bool
        False where shapes differ or an entry of `out` is not finite.

    Examples
    --------
    >>> close(np.ones((3, 1)), np.ones((1, 3)))
    False
    """
    if out.shape != right.shape:
        return False
    if not right.size:
        return True
    scale = np.max(np.abs(right)) or 1.0
    with np.errstate(all="ignore"):  # nan and inf in `out` compare as "not close"
        return bool(np.all(np.abs(out - right) <= rtol * scale))


def compare(
    out,
    right,
    *,
    rtol: float = 1e-6,
    name: str = "the result",
    sizes: Mapping[str, int] | None = None,
    factors: Mapping[str, np.ndarray] | None = None,
) -> Finding | None:
    """Find what is wrong with an array, or nothing.

    Parameters
    ----------
    out : ndarray
        What is judged.
    right : ndarray
        What it should be.
    rtol : float
        The largest error allowed, as a share of the largest entry of `right`.
    name : str
        What to call `out`.
    sizes : mapping from str to int, optional
        The letters of the sizes, ``{"n": 4, "m": 3}``, so that a shape is named by variables.
    factors : mapping from str to ndarray, optional
        Arrays that might be missing or too many, by name; a ratio is compared with each.

    Returns
    -------
    Finding or None
        The first finding that explains `out`; None if the two agree.

    Examples
    --------
    >>> right = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]])
    >>> compare(right, right) is None
    True
    >>> compare(-right, right, name="dL_dW").words
    'dL_dW has the wrong sign: every entry is −1 times what it should be.'
    >>> compare(right.T, right, name="dL_dW", sizes={"n": 2, "m": 3}).kind
    'convention'
    """
    out, right = np.asarray(out), np.asarray(right)
    if close(out, right, rtol):
        return None
    case = _Case(out, right, rtol, name, dict(sizes or {}), dict(factors or {}))
    tests = _SAME_SHAPE if out.shape == right.shape else _OTHER_SHAPE
    with np.errstate(all="ignore"):  # ratios with zeros are expected, and looked at
        return next(finding for finding in (test(case) for test in tests) if finding)


@dataclass(frozen=True)
class _Case:
    out: np.ndarray
    right: np.ndarray
    rtol: float
    name: str
    sizes: dict[str, int]
    factors: dict[str, np.ndarray]

    def matches(self, out, right) -> bool:
        return close(out, right, self.rtol)

    def is_small(self, error) -> bool:
        return bool(np.all(np.abs(error) <= self.rtol * (np.max(np.abs(self.right)) or 1.0)))

    @property
    def wrong(self) -> np.ndarray:
        scale = np.max(np.abs(self.right)) or 1.0
        return ~(np.abs(self.out - self.right) <= self.rtol * scale)

    def letters(self, shape) -> str:
        return shape_in_letters(shape, self.sizes)


def shape_in_letters(shape: tuple[int, ...], sizes: Mapping[str, int]) -> str:
    """Say a shape with numbers and, where they are known, with the letters of its sizes.

    Parameters
    ----------
    shape : tuple of int
        A shape.
    sizes : mapping from str to int
        The letters: ``{"n": 4, "m": 3}``.

    Returns
    -------
    str
        ``"(4, 3), that is n×m"``; products of two letters are found too.

    Examples
    --------
    >>> shape_in_letters((4, 3), {"n": 4, "m": 3})
    '(4, 3), that is n×m'
    >>> shape_in_letters((12, 4), {"n": 4, "m": 3})
    '(12, 4), that is nm×n'
    """
    if not shape:
        return "() (a single number)"
    words = str(tuple(int(size) for size in shape))
    letters = [_letter(size, sizes) for size in shape]
    if any(letter.isalpha() for letter in letters):
        words += f", that is {'×'.join(letters)}"
    if len(shape) == 1:
        words += " (1-D: neither a column nor a row)"
    return words


def _letter(size, sizes):
    for letter, known in sizes.items():
        if size == known and size != 1:
            return letter
    for (one, first), (two, second) in combinations_with_replacement(sizes.items(), 2):
        if size == first * second and size != 1:
            return one + two
    return str(size)


# --- shapes differ ------------------------------------------------------------------------


def _not_finite(case) -> Finding | None:
    bad = ~np.isfinite(case.out)
    if not bad.any():
        return None
    what = "nan" if np.isnan(case.out).any() else "inf"
    return Finding(
        "finite",
        f"{case.name} holds {what} in {_count(bad)}: look for an overflow in exp, a division "
        "by 0, or 0 times inf.",
    )


def _other_convention(case) -> Finding | None:
    if case.out.ndim < 2 or case.out.T.shape != case.right.shape:
        return None
    if case.matches(case.out.T, case.right):
        return Finding(
            "convention",
            f"{case.name} has the right numbers in the other convention: its shape is "
            f"{case.letters(case.out.shape)}, and {case.letters(case.right.shape)} is asked "
            "for. Each convention is the other with all axes reversed.",
        )
    inner = compare(
        case.out.T, case.right, rtol=case.rtol, name="that transpose",
        sizes=case.sizes, factors=case.factors,
    )  # fmt: skip
    if inner.kind in ("finite", "entry", "entries"):
        return None
    return Finding(
        "convention",
        f"{case.name} stands in the other convention: its shape is "
        f"{case.letters(case.out.shape)}, and {case.letters(case.right.shape)} is asked for. "
        f"Transposed it would fit, but something else is wrong too: {inner.words}",
    )


def _same_numbers_other_shape(case) -> Finding | None:
    if case.out.size != case.right.size:
        return None
    flat = case.out.reshape(-1)
    for order in "CF":
        if case.matches(flat, case.right.reshape(-1, order=order)):
            return Finding(
                "shape",
                f"{case.name} has the right numbers, but its shape is "
                f"{case.letters(case.out.shape)}. Asked for is {case.letters(case.right.shape)}.",
            )
    return None


def _not_summed(case) -> Finding | None:
    for axis in range(case.out.ndim):
        for keep in (True, False):
            total = case.out.sum(axis=axis, keepdims=keep)
            if case.matches(total, case.right):
                return Finding(
                    "shape",
                    f"{case.name} still has an axis that should be summed away: its shape is "
                    f"{case.letters(case.out.shape)}, and its sum over axis {axis} would be "
                    f"right. Asked for is {case.letters(case.right.shape)}.",
                )
    return None


def _summed(case) -> Finding | None:
    flat = case.out.reshape(-1)
    for reduce_, word in ((np.sum, "summed"), (np.mean, "averaged")):
        for axis in (None, *range(case.right.ndim)):
            if case.matches(flat, np.reshape(reduce_(case.right, axis=axis), -1)):
                over = "to one number" if axis is None else f"over axis {axis}"
                return Finding(
                    "shape",
                    f"{case.name} is {word} {over}: its shape is {case.letters(case.out.shape)}, "
                    f"and {case.letters(case.right.shape)} is asked for. Keep every entry.",
                )
    return None


def _other_shape(case) -> Finding:
    return Finding(
        "shape",
        f"{case.name} has the shape {case.letters(case.out.shape)}. "
        f"Asked for is {case.letters(case.right.shape)}.{_extra_axis(case)}",
    )


def _extra_axis(case):
    more = case.out.ndim - case.right.ndim
    if more > 0:
        return " It has an axis too many: was a sum or a product left out?"
    if more < 0:
        return " It has an axis too few: was something summed, or an index used up?"
    return ""


# --- shapes agree -------------------------------------------------------------------------


def _zero(case) -> Finding | None:
    if case.out.any():
        return None
    return Finding(
        "zero",
        f"{case.name} is 0 everywhere: is the result ever written, or does something wipe it out?",
    )


def _one_factor(case) -> Finding | None:
    factor = _best_factor(case.out, case.right)
    if factor is None or not case.matches(case.out, factor * case.right):
        return None
    if np.isclose(factor, -1, rtol=1e-6):
        return Finding(
            "sign",
            f"{case.name} has the wrong sign: every entry is −1 times what it should be.",
        )
    return Finding(
        "factor",
        f"{case.name} is {_factor_words(factor, case.sizes)} what it should be, in every entry: "
        "one constant factor is wrong.",
    )


def _best_factor(out, right):
    weight = np.vdot(right, right).real
    return np.vdot(right, out).real / weight if weight else None


def _factor_words(factor, sizes):
    for letter, size in sizes.items():
        for sign, minus in ((1, ""), (-1, "−")):
            if size > 2 and np.isclose(factor, sign * size, rtol=1e-6):
                return f"{minus}{letter} times"
            if size > 2 and np.isclose(factor, sign / size, rtol=1e-6):
                return f"{minus}1/{letter} of"
    for bottom in range(1, 13):
        top = factor * bottom
        if abs(top) >= 0.5 and np.isclose(top, round(top), rtol=1e-6):
            word = f"{round(top)}" if bottom == 1 else f"{round(top)}/{bottom}"
            return f"{word.replace('-', '−')} times"
    return f"about {factor:.2g} times".replace("-", "−")


def _named_ratio(case) -> Finding | None:
    """A factor that is one of the known arrays, missing or too many, or used twice."""
    for name, factor in _broadcast_factors(case):
        if case.matches(case.out, case.right * factor):
            words = f"{case.name} has the factor {name} once too often."
        elif case.matches(case.out * factor, case.right):
            words = f"{case.name} lacks the factor {name}."
        elif case.matches(-case.out * factor, case.right):
            words = f"{case.name} lacks the factor {name}, and its sign is wrong."
        elif case.matches(-case.out, case.right * factor):
            words = f"{case.name} has the factor {name} once too often, and its sign is wrong."
        else:
            continue
        return Finding("ratio", words)
    return None


def _swapped_factor(case) -> Finding | None:
    """One known array stands where another belongs."""
    for (wrong, extra), (missing, lost) in permutations(_broadcast_factors(case), 2):
        if case.matches(case.out * lost, case.right * extra):
            return Finding("ratio", f"{case.name} uses {wrong} where {missing} belongs.")
    return None


def _broadcast_factors(case) -> Iterator[tuple[str, np.ndarray]]:
    """Each known array in every orientation that fits the answer, without repeats."""
    for name, factor in case.factors.items():
        seen = set()
        for turned in (factor, factor.T):
            varies = turned.size > 1
            fits = turned.ndim <= case.right.ndim and all(
                one in (1, two)
                for one, two in zip(turned.shape[::-1], case.right.shape[::-1], strict=False)
            )
            if varies and fits and turned.shape not in seen:
                seen.add(turned.shape)
                yield name, turned


def _line_factors(case) -> Finding | None:
    """A factor of its own for each row, or for each column."""
    if case.right.ndim < 2 or min(case.right.shape) < 2:
        return None
    for axis, line in ((1, "row"), (0, "column")):
        weight = np.sum(case.right**2, axis=axis, keepdims=True)
        factor = np.sum(case.right * case.out, axis=axis, keepdims=True) / weight
        if np.isfinite(factor).all() and case.matches(case.out, case.right * factor):
            wrong = factor[np.abs(factor - 1) > case.rtol]
            if len(wrong) == 1 or not wrong.any():
                return None  # single lines, or lines of zeros: named by where they stand
            return Finding(
                "ratio",
                f"Each {line} of {case.name} is multiplied by a factor of its own: something "
                f"that belongs to the {line}s is missing, is used twice, or is another's.",
            )
    return None


def _offset(case) -> Finding | None:
    difference = case.out - case.right
    if difference.size > 1 and case.is_small(difference - difference.reshape(-1)[0]):
        return Finding("offset", f"{case.name} is off by the same number in every entry.")
    for name, term in _broadcast_factors(case):
        for sign, word in ((1, "added"), (-1, "subtracted")):
            if case.matches(case.out, case.right + sign * term):
                return Finding("offset", f"In {case.name}, {name} is {word} on top.")
    return None


def _other_order(case) -> Finding | None:
    right, out = case.right, case.out
    if out.ndim == 2 and out.shape[0] == out.shape[1] and case.matches(out.T, right):
        return Finding(
            "convention", f"{case.name} is transposed: it stands in the other convention."
        )
    for axis in range(out.ndim):
        if out.shape[axis] > 1 and case.matches(np.flip(out, axis), right):
            return Finding("order", f"{case.name} has its entries in reverse order on axis {axis}.")
    if out.size > 1 and case.matches(np.sort(out, axis=None), np.sort(right, axis=None)):
        turned = case.matches(out.reshape(-1), right.reshape(-1, order="F"))
        why = ": a reshape was used where a transpose or the other stacking order belongs"
        return Finding(
            "order",
            f"{case.name} has the right numbers in the wrong places{why if turned else ''}.",
        )
    return None


def _magnitude(case) -> Finding | None:
    if case.matches(np.abs(case.out), np.abs(case.right)):
        wrong = case.wrong
        return Finding(
            "sign",
            f"{case.name} has the wrong sign in {_count(wrong)}{_in_common(case, wrong)}.",
        )
    for keep, lost in (("positive", "negative"), ("negative", "positive")):
        clip = np.maximum if keep == "positive" else np.minimum
        if case.matches(case.out, clip(case.right, 0)):
            return Finding(
                "entries",
                f"In {case.name} every {lost} entry became 0: was a mask or a maximum put on "
                "the gradient?",
            )
    return None


def _nearly(case) -> Finding | None:
    """Every entry off by a little: rounded or approximated, not derived otherwise."""
    if not close(case.out, case.right, 1e-3):
        return None
    return Finding(
        "precision",
        f"{case.name} is nearly right, but not within {case.rtol:.0e} of its largest entry: is a "
        "number rounded, a difference taken where a formula is asked for, or a small dtype used?",
    )


def _which_entries(case) -> Finding:
    wrong = case.wrong
    count = int(wrong.sum())
    if count == 1:
        place = ", ".join(str(i + 1) for i in np.argwhere(wrong)[0])
        return Finding(
            "entry",
            f"{case.name} has one wrong entry, at place ({place}) counted from 1; the rest is "
            "right.",
        )
    if count == wrong.size:
        return Finding(
            "entries",
            f"{case.name} has the right shape, but every entry differs, with no simple pattern: "
            "check the formula on a 2×2 example by hand.",
        )
    return Finding("entries", f"{case.name} differs in {_count(wrong)}{_in_common(case, wrong)}.")


def _in_common(case, wrong) -> str:
    """Say what wrong entries share, if something plain does."""
    zeros = ", where your answer is 0" if not case.out[wrong].any() else ""
    return f"{_by_sign(case, wrong) or _by_place(wrong)}{zeros}"


def _by_sign(case, wrong):
    for sign, word in ((1, "positive"), (-1, "negative")):
        for name, factor in _broadcast_factors(case):
            if np.array_equal(wrong, np.broadcast_to(sign * factor > 0, wrong.shape)):
                return f": exactly those where {name} is {word}"
        if np.array_equal(wrong, sign * case.right > 0):
            return f": exactly those that should be {word}"
    return ""


def _by_place(wrong):
    if wrong.ndim == 2 and min(wrong.shape) > 1:
        diagonal = np.eye(*wrong.shape, dtype=bool)
        if np.array_equal(wrong, diagonal):
            return ": the diagonal"
        if np.array_equal(wrong, ~diagonal):
            return ": all off the diagonal"
    for axis, line in enumerate(("row", "column", "slice")[: wrong.ndim]):
        lines = np.flatnonzero(wrong.any(axis=tuple(i for i in range(wrong.ndim) if i != axis)))
        if len(lines) < wrong.shape[axis] and len(lines) <= 3:
            numbered = " and ".join(str(i + 1) for i in lines)
            return f", all in {line}{'s' if len(lines) > 1 else ''} {numbered} (counted from 1)"
    return ""


def _count(mask):
    return f"{int(mask.sum())} of {mask.size} entries"


_OTHER_SHAPE = (
    _not_finite,
    _other_convention,
    _same_numbers_other_shape,
    _not_summed,
    _summed,
    _other_shape,
)
_SAME_SHAPE = (
    _not_finite,
    _zero,
    _nearly,
    _one_factor,
    _named_ratio,
    _other_order,
    _swapped_factor,
    _offset,
    _magnitude,
    _line_factors,
    _which_entries,
)
