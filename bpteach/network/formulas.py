"""What each step of the way back computes, as a line of numpy."""

from __future__ import annotations

from collections.abc import Mapping

from bpteach.layers import Linear, ReLU, Sigmoid, Softmax, Tanh
from bpteach.layout import COLUMN, Layout
from bpteach.losses import CrossEntropy, SoftmaxCrossEntropy, SquaredError

__all__ = ["formulas"]


def formulas(layer, names: Mapping[str, str], layout: Layout, *, batch: bool) -> dict[str, str]:
    """Write the lines of numpy that a layer's pullback stands for, in the network's names.

    Parameters
    ----------
    layer : Layer
        Any; of a kind not known here nothing is written.
    names : mapping from str to str
        From the layer's letters to the network's names.
    layout : Layout
        The convention of the gradients.
    batch : bool
        Whether there are several examples, or none.

    Returns
    -------
    dict of str to str
        By letter of the variable.

    Examples
    --------
    >>> formulas(Sigmoid(), {"z": "z1", "s": "s1"}, COLUMN, batch=False)
    {'z': 'dL_ds1 * (s1 * (1 - s1))'}
    """
    i, o = names[layer.input_letter], names[layer.output_letter]
    g, column = f"dL_d{o}", layout is COLUMN
    if isinstance(layer, Linear):
        W = names["W"]
        return {
            "W": f"{g} @ {i}.T" if column else f"{i} @ {g}",
            "b": f"{g}.sum(axis=1, keepdims=True)" if batch else g,
            "a": f"{W}.T @ {g}" if column else f"{g} @ {W}",
        }
    if of_loss := _gradient_of_loss(layer, i):
        return {layer.input_letter: f"{of_loss}{'' if column else '.T'} * {g}"}
    if isinstance(layer, Softmax):
        mean = f"({o} * {g}).sum(axis=0)" if column else f"{g} @ {o}"
        return {layer.input_letter: f"{o}{'' if column else '.T'} * ({g} - {mean})"}
    factor = _elementwise_factor(layer, i, o)
    if factor is None:
        return {}
    return {layer.input_letter: f"{g} * ({factor}){'' if column else '.T'}"}


def _gradient_of_loss(layer, i) -> str | None:
    match layer:
        case SquaredError():
            return f"({i} - t)"
        case CrossEntropy():
            return f"(-y / {i})"
        case SoftmaxCrossEntropy():
            return f"(softmax({i}) - y)"
    return None


def _elementwise_factor(layer, i, o) -> str | None:
    match layer:
        case Sigmoid():
            return f"{o} * (1 - {o})"
        case Tanh():
            return f"1 - {o}**2"
        case ReLU(at_zero=1):
            return f"{i} >= 0"
        case ReLU(at_zero=0):
            return f"{i} > 0"
        case ReLU(at_zero=at_zero):
            return f"relu_derivative({i}, {at_zero:g})"
    return None
