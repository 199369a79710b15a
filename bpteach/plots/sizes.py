"""The sizes of a layer, checked before anything is drawn."""

from __future__ import annotations

from operator import index

__all__ = ["layer_size"]


def layer_size(n, m) -> tuple[int, int]:
    """Take the number of outputs and inputs of a layer.

    Parameters
    ----------
    n, m : int
        Outputs and inputs, 1 at least.

    Returns
    -------
    tuple of int
        Both, as Python's own integers.

    Raises
    ------
    ValueError
        If one is no whole number from 1 on.

    Examples
    --------
    >>> layer_size(3, 4)
    (3, 4)
    """
    try:
        sizes = index(n), index(m)
    except TypeError:
        sizes = (0, 0)
    if min(sizes) < 1:
        raise ValueError(
            f"a layer cannot have n={n!r} outputs and m={m!r} inputs\n"
            "  write whole numbers from 1 on, for example n=3, m=4"
        )
    return sizes
