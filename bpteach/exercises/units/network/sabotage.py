"""Five layers, one of them with a wrong way back, and the report of a gradient check."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bpteach.exercises.choice import Choice
from bpteach.exercises.lettered import Line, Sheet
from bpteach.exercises.parts import entries
from bpteach.exercises.units.network.nets import sigma

__all__ = ["SABOTAGE"]


@dataclass(frozen=True)
class _Layer:
    """One of the five: its line, and the gradients that it hands out on the way back."""

    line: str
    gradients: tuple[str, ...]


_LAYERS = (
    _Layer("layer 1: z1 = W1 a + b1", ("W1", "b1", "a")),
    _Layer("layer 2: h1 = σ(z1)", ("z1",)),
    _Layer("layer 3: z2 = W2 h1 + b2", ("W2", "b2", "h1")),
    _Layer("layer 4: h2 = tanh(z2)", ("z2",)),
    _Layer("layer 5: o = W3 h2 + b3", ("W3", "b3", "h2")),
)
_SHOWN = ("a", "W1", "b1", "z1", "h1", "W2", "b2", "z2", "h2", "W3", "b3", "o")


def _make(rng) -> Sheet:
    culprit = int(rng.integers(5))
    spoilt = str(rng.choice(_LAYERS[culprit].gradients))
    arrays = _drawn(rng)
    right = _way_back(arrays)
    found = _way_back(arrays, spoilt, 1 + entries(rng, *right[spoilt].shape) / 2)
    errors = {
        name: float(np.max(np.abs(found[name] - right[name])) / np.max(np.abs(right[name])))
        for name in _SHOWN
    }
    lines = tuple(
        Line(layer.line, _words(k, culprit, spoilt, errors)) for k, layer in enumerate(_LAYERS)
    )
    return Sheet(lines, ((culprit,),), _table(errors))


def _drawn(rng):
    sizes = (4, 3, 5, 2)  # of a, h1, h2 and o
    arrays = {"a": entries(rng, 4, 1), "t": entries(rng, 2, 1)}
    for number, (m, n) in enumerate(pairwise(sizes), start=1):
        arrays[f"W{number}"] = entries(rng, n, m) / np.sqrt(m)
        arrays[f"b{number}"] = entries(rng, n, 1) / 2
    return arrays


def _way_back(given, spoilt=None, factors=1.0):
    """All gradients, where one layer multiplies the entries of one by wrong factors."""
    h1 = sigma(given["W1"] @ given["a"] + given["b1"])
    h2 = np.tanh(given["W2"] @ h1 + given["b2"])
    found = {}

    def put(name, gradient):
        found[name] = gradient * (factors if name == spoilt else 1.0)
        return found[name]

    def linear(number, upstream, inner, input):
        put(f"W{number}", upstream @ inner.T)
        put(f"b{number}", upstream)
        return put(input, given[f"W{number}"].T @ upstream)

    g = put("o", given["W3"] @ h2 + given["b3"] - given["t"])
    g = put("z2", linear(3, g, h2, "h2") * (1 - h2**2))
    g = put("z1", linear(2, g, h1, "h1") * h1 * (1 - h1))
    linear(1, g, given["a"], "a")
    return found


def _table(errors) -> str:
    rows = "\n".join(f"| `dL_d{name}` | {_error_words(error)} |" for name, error in errors.items())
    return f"| gradient | relative error |\n| :-- | :-- |\n{rows}"


def _error_words(error) -> str:
    return "below 0.000001" if error < 1e-6 else f"**{error:.1g}**"


def _words(k, culprit, spoilt, errors) -> str:
    wrong = [name for name in _LAYERS[k].gradients if errors[name] > 1e-6]
    if not wrong:
        return (
            "Every gradient that this layer hands out is right: nothing on the way back has gone "
            "wrong there yet."
        )
    if k == culprit:
        return (
            f"On the way back from the loss, dL_d{spoilt} is the first gradient that is wrong, and "
            "this is the layer that hands it out. What it was handed itself is right."
        )
    return (
        "The gradients of this layer are wrong, but so is the gradient that it was handed: even a "
        "right layer makes wrong gradients out of that. Go nearer to the loss."
    )


SABOTAGE = Choice(
    id="network.sabotage",
    title="Find the wrong layer",
    objective="Read the report of a gradient check, and tell the cause from what it spoils.",
    prompt=(
        "A network has five layers and the loss $L = \\tfrac12\\|o - t\\|^2$. Somebody has "
        "sabotaged the way back of **one** layer; its way forward is right. A gradient check gives "
        "the report below, in the order of the way forward. Which layer is it?\n\n"
        "Each layer hands out the gradients of its own weights and bias, if it has them, and of "
        "its input. Answer with one letter."
    ),
    difficulty=3,
    needs=("gradient-check", "relative-error"),
    make=_make,
    hints=(
        "Read the report from its end, in the order of the way back. Which gradient is the first "
        "wrong one?",
        "Which layer hands out that gradient: it is that of the layer's input, or of its own "
        "weights or bias. Everything that is made from a wrong gradient is wrong too.",
    ),
    solution=(
        "A wrong gradient spoils every gradient that is made from it, and those lie nearer the "
        "input. So the first wrong gradient on the way back names the layer that hands it out. "
        "Where only the gradient of a weight or a bias is wrong, nothing is made from it, and the "
        "mistake does not spread."
    ),
    source='Lesson 06, "Find the wrong layer".',
)
