"""All parameters of a network in one vector, so that one operation updates them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from bpteach.layers import Linear

__all__ = ["Flat", "is_folded", "views"]

_SMALL = 16_384  # numbers of W
_BLOCK = 16_384  # numbers; what an update works on at once stays in the cache


class Flat:
    """Parameters and gradients of layers, each in one vector, and each array a view of it.

    W and b of a small linear layer stand side by side in one matrix with m + 1 columns: with a row
    of ones below its input, one product gives z, and one gives both gradients. For a large one
    calls cost nothing, and products of whole matrices are faster: there they stand apart.

    Parameters
    ----------
    layers : sequence of Layer
        From the input on.
    dtype : dtype
        Of both vectors.

    Attributes
    ----------
    values, slopes : ndarray
        All parameters, and all their gradients.
    parts : list of (ndarray, ndarray)
        Of each layer its part of both.

    Examples
    --------
    >>> flat = Flat([Linear(np.array([[1.0, 2.0]]), np.array([[3.0]]))], np.float64)
    >>> flat.values, flat.parts[0][0]
    (array([1., 2., 3.]), array([1., 2., 3.]))
    """

    def __init__(self, layers, dtype):
        sizes = [sum(value.size for value in layer.parameters.values()) for layer in layers]
        self.values, self.slopes = np.empty(sum(sizes), dtype), np.zeros(sum(sizes), dtype)
        ends = np.cumsum([0, *sizes])
        cuts = [slice(*pair) for pair in pairwise(ends)]
        self.parts = [(self.values[cut], self.slopes[cut]) for cut in cuts]
        for layer, (values, _) in zip(layers, self.parts, strict=True):
            for name, view in views(layer, values).items():
                view[...] = layer.parameters[name]
        cuts = [slice(start, start + _BLOCK) for start in range(0, len(self.values), _BLOCK)]
        change = np.empty(min(_BLOCK, len(self.values)), dtype)
        self._blocks = [
            (self.values[cut], self.slopes[cut], change[: len(self.values[cut])]) for cut in cuts
        ]
        self._rate = np.empty((), dtype)

    def descend(self, rate: float) -> None:
        """Move every parameter against its gradient.

        Parameters
        ----------
        rate : float
            How far.
        """
        self._rate[...] = rate
        for values, slopes, change in self._blocks:
            np.multiply(slopes, self._rate, out=change)
            np.subtract(values, change, out=values)


def is_folded(layer) -> bool:
    """Whether W and b stand in one matrix.

    Parameters
    ----------
    layer : Layer
        Any.

    Returns
    -------
    bool
        For linear layers whose W is small.

    Examples
    --------
    >>> is_folded(Linear(np.ones((2, 3)), np.zeros((2, 1))))
    True
    """
    return type(layer) is Linear and layer.W.size <= _SMALL


def views(layer, vector: np.ndarray) -> dict[str, np.ndarray]:
    """Give a layer's arrays as views of its part of a vector.

    Parameters
    ----------
    layer : Layer
        Any.
    vector : ndarray
        As long as its parameters together.

    Returns
    -------
    dict of str to ndarray
        W beside b for a small linear layer; anything else one after the other.

    Examples
    --------
    >>> layer = Linear(np.ones((2, 1)), np.zeros((2, 1)))
    >>> views(layer, np.array([1.0, 2.0, 3.0, 4.0]))["b"]
    array([[2.],
           [4.]])
    """
    if is_folded(layer):
        n, m = layer.W.shape
        both = vector.reshape(n, m + 1)
        return {"W": both[:, :m], "b": both[:, m:]}
    found, start = {}, 0
    for name, value in layer.parameters.items():
        found[name] = vector[start : start + value.size].reshape(value.shape)
        start += value.size
    return found
