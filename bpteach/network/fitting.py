"""Which layers can follow each other; the others are refused with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from bpteach.layers import Linear, ReLU, Sigmoid, Softmax, Tanh
from bpteach.layout import ShapeError
from bpteach.losses import Loss
from bpteach.numeric import Layer, why_no_layer

__all__ = ["must_be_layers", "must_fit"]


def must_be_layers(layers: Sequence) -> None:
    """Refuse what is no layer, and no layers at all.

    Parameters
    ----------
    layers : sequence
        What was given.

    Raises
    ------
    TypeError
        With the place of the first that is none.
    """
    if not layers:
        raise TypeError(
            "Network needs at least one layer, as in Network(Linear(W1, b1), Sigmoid())"
        )
    for place, layer in enumerate(layers, start=1):
        if why := why_no_layer(layer):
            raise TypeError(f"Network takes layers, but argument {place} {why}")


def must_fit(layers: Sequence[Layer]) -> None:
    """Follow the size of a column through the layers, as far as it is known.

    Parameters
    ----------
    layers : sequence of Layer
        From the input on.

    Raises
    ------
    ShapeError
        If a layer does not take what the one before gives, or follows a loss.
    """
    size = None
    for before, layer in zip((None, *layers), layers, strict=False):
        if isinstance(before, Loss):
            raise ShapeError(
                f"a loss is the last layer of a network, but {layer!r} follows {before!r}\n"
                "  a loss gives one number L, and nothing is computed from it\n"
                "  put the loss last"
            )
        takes, gives = _sizes(layer, size)
        if size is not None and takes != size:
            raise ShapeError(
                f"{layer!r} does not take what {before!r} gives\n"
                f"  {before!r} gives columns of {_entries(size)}\n"
                f"  {layer!r} takes columns of {_entries(takes)}\n"
                "  check the sizes of the two, and the order of the layers"
            )
        size = gives


def _entries(size):
    return "1 entry" if size == 1 else f"{size} entries"


def _sizes(layer, size):
    """How many entries a layer takes and gives, where a column of `size` comes in."""
    match layer:
        case Linear():
            return layer.W.shape[::-1]
        case Loss():
            return layer.target.shape[0], 1
        case ReLU() | Sigmoid() | Softmax() | Tanh():
            return size, size
    return size, None  # another kind of layer: its own errors speak when it is called
