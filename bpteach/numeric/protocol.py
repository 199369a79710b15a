"""What a layer is, for all that works with layers without knowing their kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np

from bpteach.layout import Layout

__all__ = ["Layer", "must_be_a_layer", "why_no_layer"]

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
        """Give the output.

        Parameters
        ----------
        a : ndarray, shape (m, 1), or a batch (m, N)
            The input, examples as columns.

        Returns
        -------
        ndarray, shape (n, 1) or (n, N)
            The output.
        """

    def vjp(self, a: np.ndarray) -> tuple[np.ndarray, Callable]:
        """Give the output and the pullback.

        Parameters
        ----------
        a : ndarray, shape (m, 1), or a batch (m, N)
            The input.

        Returns
        -------
        out : ndarray
            The output.
        pullback : callable
            ``pullback(gradient, layout=COLUMN)`` gives something with ``.input`` and each
            parameter's letter.
        """

    def jacobian(self, a: np.ndarray, wrt: str, *, layout: Layout):
        """Give the Jacobian, for one example.

        Parameters
        ----------
        a : ndarray, shape (m, 1)
            The input.
        wrt : str
            The letter of the input or of a parameter.
        layout : Layout
            The convention.

        Returns
        -------
        Jacobian, or an ndarray
            Axes of the variable, then of the output, in column convention; reversed in row.
        """


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
    missing = [n for n in _NEEDED if not (hasattr(type(layer), n) or hasattr(layer, n))]
    if not missing:
        return ""
    return (
        f"is of type {type(layer).__name__}, without {', '.join(missing)}\n"
        "  a layer is called with a column, and has vjp(a), jacobian(a, wrt, layout=...), "
        "parameters, input_letter and output_letter"
    )


def must_be_a_layer(layer, asked: str) -> None:
    """Refuse what is no layer.

    Parameters
    ----------
    layer : object
        The first argument of a check.
    asked : str
        Name of the check.

    Raises
    ------
    TypeError
        With the reason, and what to write for a plain function.
    """
    if why := why_no_layer(layer):
        raise TypeError(
            f"{asked} needs a layer, but its first argument {why}\n"
            "  for a plain function use central_difference(f, x)"
        )
