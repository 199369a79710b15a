"""What a layer is, for all that works with layers without knowing their kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np

from bpteach.layout import Layout

__all__ = ["Layer", "why_no_layer"]

_NEEDED = ("__call__", "vjp", "jacobian", "parameters", "input_letter", "output_letter")


class Layer(Protocol):
    """What `check` and `Network` need of a layer; a network has it too.

    A layer that has parameters also has ``with_parameters(**parameters)``, which gives a layer
    with other values. ``Network.chain`` also passes ``names=`` to `jacobian`.

    Examples
    --------
    >>> from bpteach.layers import Tanh
    >>> layer: Layer = Tanh()
    >>> layer.input_letter, layer.output_letter, layer.parameters
    ('z', 't', {})
    """

    input_letter: str
    output_letter: str

    @property
    def parameters(self) -> Mapping[str, np.ndarray]:
        """Parameters by letter."""

    def __call__(self, a: np.ndarray) -> np.ndarray:
        """Give the output for a column, or for a batch of columns."""

    def vjp(self, a: np.ndarray) -> tuple[np.ndarray, Callable]:
        """Give the output and ``pullback(gradient, layout)``: ``.input`` and each parameter."""

    def jacobian(self, a: np.ndarray, wrt: str, *, layout: Layout):
        """Give the Jacobian with respect to the input or a parameter, by letter."""


def why_no_layer(layer) -> str:
    """Say why something is no layer.

    Parameters
    ----------
    layer : object
        What was given.

    Returns
    -------
    str
        The end of a sentence and a line with the cure; empty for a layer.

    Examples
    --------
    >>> print(f"this {why_no_layer(dict)}")
    this is the class dict
      make a layer of it first: write dict(...)
    """
    if isinstance(layer, type):
        name = layer.__name__
        return f"is the class {name}\n  make a layer of it first: write {name}(...)"
    missing = [name for name in _NEEDED if not hasattr(layer, name)]
    if not missing:
        return ""
    return (
        f"is of type {type(layer).__name__}, without {', '.join(missing)}\n"
        "  a layer is called with a column, and has vjp(a), jacobian(a, wrt, layout=...), "
        "parameters, input_letter and output_letter"
    )
