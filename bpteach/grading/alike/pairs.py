"""Pairs that share rare fingerprints, by an inverted index: pairs that share none cost nothing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from bpteach.exercises.catalogue import units
from bpteach.grading.alike.prints import GRAM, fingerprints, read_prints
from bpteach.grading.alike.tokens import tokens

__all__ = ["Alike", "alike"]

_MOST = 30  # students; what more of them share is nobody's, and bounds the pairs to be counted
_FEWEST = 4  # shared fingerprints; fewer are chance
_SHARE = 0.5  # of the rare text of the one who has less of it
_LISTED = 200


@dataclass(frozen=True)
class Alike:
    """Two submissions that share passages which few others have.

    Parameters
    ----------
    one, other : str
        The students.
    share : float
        Which part of the rare text of the one who has less of it is shared.
    passages : tuple of int
        Tokens of each shared passage, the longest first.

    Examples
    --------
    >>> Alike("ada", "bob", 0.9, (120, 31)).passages
    (120, 31)
    """

    one: str
    other: str
    share: float
    passages: tuple[int, ...]


def alike(handed_in: Mapping[str, bytes]) -> list[Alike]:
    """List the pairs that are nearly the same.

    Parameters
    ----------
    handed_in : mapping of str to bytes
        Fingerprints by student, of one unit.

    Returns
    -------
    list of Alike
        What says most first, at most 200. What stands in the course's own notebooks does not
        count, nor what more than a third of the class, or more than 30, have.

    Examples
    --------
    >>> alike({"ada": b"", "bob": b""})
    []
    """
    names = sorted(handed_in)
    read = [read_prints(handed_in[name]) for name in names]
    rare, owners = _rare([prints for prints, _ in read])
    sizes = np.bincount(owners, minlength=len(names)) if names else []
    found = []
    shared, evidence = _counted(rare, owners, len(names))
    for (one, other), count in shared.items():
        share = count / min(sizes[one], sizes[other])
        if count >= _FEWEST and share >= _SHARE:
            found.append((-evidence[one, other], one, other, share))
    kept = set(rare.tolist())
    return [
        Alike(names[one], names[other], share, _passages(read[one], read[other], kept))
        for _, one, other, share in sorted(found)[:_LISTED]
    ]


def _rare(read: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Give the rare fingerprints, sorted, and beside each whose it is."""
    own = [np.unique(prints) for prints in read]
    if not own:
        return np.empty(0, np.uint64), np.empty(0, int)
    prints = np.concatenate(own)
    owners = np.repeat(np.arange(len(own)), [len(one) for one in own])
    order = np.argsort(prints, kind="stable")
    prints, owners = prints[order], owners[order]
    _, where, counts = np.unique(prints, return_inverse=True, return_counts=True)
    most = min(_MOST, max(2, len(own) // 3))
    kept = (counts[where] <= most) & ~np.isin(prints, _given())
    return prints[kept], owners[kept]


def _counted(prints: np.ndarray, owners: np.ndarray, students: int) -> tuple[Counter, Counter]:
    """Count, for each pair that shares any, the fingerprints shared, and how much they say.

    A fingerprint says the more, the fewer have it: the logarithm of the class over those few.
    """
    shared, evidence = Counter(), Counter()
    starts = np.flatnonzero(np.diff(prints, prepend=prints[:1] + np.uint64(1)))
    counts = np.diff(starts, append=len(prints))
    for start, count in zip(starts[counts > 1], counts[counts > 1], strict=True):
        says = math.log(students / count)
        for pair in combinations(owners[start : start + count].tolist(), 2):
            shared[pair] += 1
            evidence[pair] += says
    return shared, evidence


def _passages(one, other, kept: set[int]) -> tuple[int, ...]:
    """Tell how long the shared passages are, in tokens of the first text."""
    shared = set(one[0].tolist()) & set(other[0].tolist()) & kept
    lengths, begin, last = [], None, 0
    for mark, place in zip(one[0].tolist(), one[1].tolist(), strict=True):
        if mark not in shared:
            continue
        if begin is not None and place > last + GRAM:
            lengths.append(last + GRAM - begin)
            begin = None
        begin = place if begin is None else begin
        last = place
    if begin is not None:
        lengths.append(last + GRAM - begin)
    return tuple(sorted(lengths, reverse=True))


@cache
def _given() -> np.ndarray:
    """Give the fingerprints of what the course hands out: starters and check cells."""
    found = [np.empty(0, np.uint64)]
    for unit in units():
        lines = ["import numpy as np\n\nfrom bpteach.exercises import card"]
        for one in unit.exercises:
            lines += [one.starter_source, f"{one.card}.check({one.answered_with})"]
        found.append(read_prints(fingerprints(map(tokens, lines)))[0])
    return np.unique(np.concatenate(found))
