"""Fingerprints by winnowing: of each window of k-grams the smallest hash, with its place.

Two texts that share `SHARED` tokens in a row share a fingerprint, and none that shares fewer than
`GRAM` does.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import numpy as np

__all__ = ["GRAM", "SHARED", "fingerprints", "read_prints"]

GRAM = 12  # tokens; shorter passages are everybody's
WINDOW = 6
SHARED = GRAM + WINDOW - 1
_PRIME = np.uint64(0x9E3779B97F4A7C15)


def fingerprints(texts: Iterable[list[str]]) -> bytes:
    """Give the fingerprints of a submission.

    Parameters
    ----------
    texts : iterable of list of str
        The tokens of each cell; no passage goes from one into the next.

    Returns
    -------
    bytes
        What `read_prints` reads.

    Examples
    --------
    >>> read_prints(fingerprints([["a"] * 11]))
    (array([], dtype=uint64), array([], dtype=uint32))
    >>> prints, places = read_prints(fingerprints([[str(k) for k in range(40)]]))
    >>> len(prints) > 3 and int(max(np.diff(places))) <= WINDOW
    True
    """
    hashes, places, begins = [], [], 0
    for tokens in texts:
        grams = _grams(tokens)
        chosen = _chosen(grams)
        hashes.append(grams[chosen])
        places.append((chosen + begins).astype(np.uint32))
        begins += len(tokens) + GRAM
    return b"".join(one.tobytes() for one in (*hashes, *places))


def _grams(tokens: list[str]) -> np.ndarray:
    count = max(0, len(tokens) - GRAM + 1)
    codes = np.array([zlib.crc32(token.encode()) for token in tokens], dtype=np.uint64)
    grams = np.zeros(count, dtype=np.uint64)
    for k in range(GRAM if count else 0):
        grams = (grams ^ codes[k : k + count]) * _PRIME
        grams ^= grams >> np.uint64(29)
    return grams


def _chosen(grams: np.ndarray) -> np.ndarray:
    """Choose the smallest of each window; of equal ones the last, so that repetition has few."""
    count = len(grams)
    width = min(WINDOW, count)
    if not width:
        return np.empty(0, dtype=int)
    windows = np.lib.stride_tricks.sliding_window_view(grams[::-1], width)[::-1]
    return np.unique(np.arange(count - width + 1) + width - 1 - windows.argmin(axis=1))


def read_prints(content: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Read what `fingerprints` gave.

    Parameters
    ----------
    content : bytes
        The fingerprints.

    Returns
    -------
    tuple of ndarray of uint64 and ndarray of uint32
        Hashes, and the tokens at which their passages begin, in order.

    Examples
    --------
    >>> read_prints(b"")[0].size
    0
    """
    count = len(content) // 12
    return np.frombuffer(content[: 8 * count], np.uint64), np.frombuffer(
        content[8 * count :], np.uint32
    )
