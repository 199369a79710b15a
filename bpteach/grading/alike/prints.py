"""Fingerprints by winnowing: of each window of k-grams the smallest hash, with its place.

Two texts that share `SHARED` tokens in a row share a fingerprint, and none that shares fewer than
`GRAM` does.
"""

from __future__ import annotations

import zlib

import numpy as np

__all__ = ["GRAM", "SHARED", "fingerprints", "read_prints"]

GRAM = 12  # tokens; shorter passages are everybody's
WINDOW = 6
SHARED = GRAM + WINDOW - 1
_PRIME = np.uint64(0x9E3779B97F4A7C15)


def fingerprints(tokens: list[str]) -> bytes:
    """Give the fingerprints of a text.

    Parameters
    ----------
    tokens : list of str
        Its tokens.

    Returns
    -------
    bytes
        What `read_prints` reads.

    Examples
    --------
    >>> read_prints(fingerprints(["a"] * 11))
    (array([], dtype=uint64), array([], dtype=uint32))
    >>> prints, places = read_prints(fingerprints([str(k) for k in range(40)]))
    >>> len(prints) > 3 and int(max(np.diff(places))) <= WINDOW
    True
    """
    count = len(tokens) - GRAM + 1
    if count < 1:
        return b""
    codes = np.array([zlib.crc32(token.encode()) for token in tokens], dtype=np.uint64)
    grams = np.zeros(count, dtype=np.uint64)
    for k in range(GRAM):
        grams = (grams ^ codes[k : k + count]) * _PRIME
        grams ^= grams >> np.uint64(29)
    width = min(WINDOW, count)
    windows = np.lib.stride_tricks.sliding_window_view(grams[::-1], width)[::-1]
    # of equal hashes in a window the last is taken, so that a repeated passage has few
    places = np.unique(np.arange(count - width + 1) + width - 1 - windows.argmin(axis=1))
    return grams[places].tobytes() + places.astype(np.uint32).tobytes()


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
