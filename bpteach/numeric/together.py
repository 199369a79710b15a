"""Moved copies of a variable taken through a layer or a network together, in few calls.

A difference needs the output for every entry of a variable moved by a step: thousands of calls
for a small network. Layers of the course promise what makes one call out of many; see
`bpteach.numeric.promises`.

Each value is still what the layer's own forward function gives: nothing here knows a formula.
A promise is tried at a few entries, moved far, before it is relied on. All other layers are
called once for each entry.
"""

from __future__ import annotations

import numpy as np

from bpteach.numeric.copies import Copies
from bpteach.numeric.promises import parts_of, promised

__all__ = ["Together", "together"]

_ENTRIES = 2**18  # of the copies that are computed at once: two megabytes stay in the cache
_TRIED = 2  # entries of a variable at which the promises are tried
_ROUNDING = 1e-12  # how far sums may differ that were added in another order


def together(layer, a: np.ndarray, letter: str, one_by_one) -> Together | None:
    """Find a way to move a variable's entries together, if the layers promise one and keep it.

    Parameters
    ----------
    layer : Layer
        A layer or a network.
    a : ndarray of float64, shape (m, N)
        Its input.
    letter : str
        The variable.
    one_by_one : callable
        The way that holds for every layer, with which a few values are compared.

    Returns
    -------
    Together or None
        A callable as `one_by_one`; None if there is no other way.
    """
    try:
        found = Together(layer, a, letter)
        rng = np.random.default_rng(found.size)
        places = rng.integers(found.size, size=min(_TRIED, found.size))
        far = rng.choice([-1.0, 1.0], len(places)) * rng.uniform(0.3, 0.8, len(places))
        one, other = found(places, far), one_by_one(places, far)
    except Exception:  # whatever it is, the way that holds for every layer meets it again
        return None
    return found if _same(one, other) else None


class Together:
    """Move entries of one variable, many at once.

    Parameters
    ----------
    layer : Layer
        A layer or a network.
    a : ndarray of float64, shape (m, N)
        Its input.
    letter : str
        The variable.

    Attributes
    ----------
    size : int
        Entries of the variable.

    Raises
    ------
    LookupError
        If a layer on the way promises too little.

    Examples
    --------
    >>> from bpteach import Linear
    >>> layer = Linear(np.array([[1.0, 2.0]]), np.array([[0.5]]))
    >>> moves = Together(layer, np.array([[10.0], [20.0]]), "W")
    >>> moves(np.array([0, 1]), np.array([0.5, 0.5]))
    array([[55.5],
           [60.5]])
    """

    def __init__(self, layer, a, letter):
        layers, first, own = _from_variable(layer, letter)
        for one in layers[:first]:
            a = one(a)
        self._layers, self._letter = layers[first:], own
        self._bases = [a]  # what goes into each layer
        for one in self._layers[:-1]:
            self._bases.append(one(self._bases[-1]))
        self._last = not promised(self._layers[-1], "of_each")
        self._value = a if own is None else np.asarray(self._layers[0].parameters[own])
        self.size = self._value.size
        self._must_promise()

    def __call__(self, places, steps):
        """Give the output for each entry moved by its step.

        Parameters
        ----------
        places : ndarray of int, shape (K,)
            Entries of the variable, counted in C order.
        steps : ndarray, shape (K,)
            Real or complex.

        Returns
        -------
        ndarray, shape (K, entries of the output)
            The values.
        """
        largest = max(base.size for base in (*self._bases, self._value[:1]))
        K = max(1, _ENTRIES // max(largest, 1))
        found = [
            self._values(places[k : k + K], steps[k : k + K]) for k in range(0, len(places), K)
        ]
        return np.concatenate(found)

    def _values(self, places, steps):
        if self._letter is None:
            copies, rest = self._moved_input(places, steps), 0
        else:
            copies, rest = self._moved_rows(places, steps), 1
        for layer, base in self._pairs(rest):
            if layer is self._layers[-1] and not self._last:
                return layer.of_each(copies.stacked(base)).reshape(-1, 1)
            copies = copies.through(layer, base)
        return copies.stacked(self._output()).reshape(len(places), -1)

    def _pairs(self, rest):
        return list(zip(self._layers, self._bases, strict=True))[rest:]

    def _output(self):
        return self._layers[-1](self._bases[-1])

    def _moved_input(self, places, steps):
        i, column = np.unravel_index(places, self._value.shape)
        columns = self._value[:, column].astype(np.result_type(self._value, steps))
        columns[i, np.arange(len(places))] += steps
        return Copies("column", columns, column)

    def _moved_rows(self, places, steps):
        layer = self._layers[0]
        i, j = np.unravel_index(places, self._value.shape)
        rows = {name: np.asarray(layer.parameters[name])[i] for name in layer.by_rows}
        moved = rows[self._letter].astype(np.result_type(self._value, steps))
        moved[np.arange(len(places)), j] += steps
        larger = layer.with_parameters(**{**rows, self._letter: moved})
        return Copies("row", larger(self._bases[0]), i)

    def _must_promise(self):
        rest = self._layers
        if self._letter is not None:
            if self._letter not in (promised(rest[0], "by_rows") or ()):
                raise LookupError(f"{rest[0]!r} does not promise rows")
            rest = rest[1:]
        for layer in rest if self._last else rest[:-1]:
            if promised(layer, "independent") not in ("entries", "columns"):
                raise LookupError(f"{layer!r} does not promise independent columns")


def _from_variable(layer, letter):
    """All layers, the place of the one that has the variable, and its own letter for it.

    None is the letter of the input.
    """
    parts = parts_of(layer)
    layers = [one for one, _ in parts]
    if letter == layer.input_letter:
        return layers, 0, None
    for place, (one, names) in enumerate(parts):
        for own in one.parameters:
            if names.get(own, own) == letter:
                return layers, place, own
    raise LookupError(f"no layer has {letter}")


def _same(one, other):
    scale = np.max(np.abs(other), initial=0)
    near = np.abs(one - other) <= _ROUNDING * scale
    return one.shape == other.shape and bool(np.isfinite(scale) and near.all())
