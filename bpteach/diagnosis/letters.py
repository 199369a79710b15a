"""Shapes said with the letters of their sizes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations_with_replacement

__all__ = ["shape_in_letters"]


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
