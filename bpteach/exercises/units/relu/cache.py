"""What backward needs from forward: a bug to find."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.answer import UnreadableError
from bpteach.exercises.function import Function
from bpteach.exercises.parts import Mistake
from bpteach.exercises.units.relu.common import NOTES, SMALLEST, overwritten, z_g

__all__ = ["CACHE_BUG"]

# --- relu.cache_bug -----------------------------------------------------------------------


def _cache_starter(z):
    """Give f = max(0, z), and a function backward(dL_df) that gives dL/dz."""
    f = np.maximum(z, 0, out=z)

    def backward(dL_df):
        dL_dz = dL_df.copy()
        dL_dz[z < 0] = 0
        return dL_dz

    return f, backward


def _cache_reference(z):
    passes = z >= 0

    def backward(dL_df):
        return np.where(passes, dL_df, 0.0)

    return np.maximum(z, 0), backward


def _there_and_back(function, z, dL_df):
    """Call an answer forward, and what it returned backward; nothing else of the course runs."""
    returned = function(z)
    if not isinstance(returned, tuple | list) or len(returned) != 2 or not callable(returned[1]):
        raise UnreadableError(
            "relu_with_backward must return two things: f, and the function backward itself. End "
            "it with `return f, backward`, and do not call backward there."
        )
    f, backward = returned
    f = f.copy() if isinstance(f, np.ndarray) else f  # as it was before backward ran
    return f, backward(dL_df)


def _all_pass(z):
    """The mask from f, with ≥."""
    f = np.maximum(z, 0)
    return f, lambda dL_df: (f >= 0) * dL_df


def _mask_of_gradient(z):
    """The mask from the sign of the gradient."""
    return np.maximum(z, 0), lambda dL_df: (dL_df > 0) * dL_df


def _negative_pass(z):
    """The mask turned round."""
    return np.maximum(z, 0), lambda dL_df: (z < 0) * dL_df


def _mask_first(z):
    """A mask that was kept in time, but still an input that is overwritten."""
    mask = z >= 0
    return overwritten(z), lambda dL_df: mask * dL_df


CACHE_BUG = Function(
    id="relu.cache_bug",
    title="A ReLU that spoils its own backward",
    objective="Find out what backward needs from forward, and keep it.",
    prompt=(
        "`relu_with_backward(z)` returns two things: `f`, and a **function** `backward`, which "
        "takes `dL_df` and gives `dL_dz` (all n×1). It is used like this:\n\n"
        "```python\n"
        "f, backward = relu_with_backward(z)     # on the way forward\n"
        "dL_dz = backward(dL_df)                 # later, on the way back\n"
        "```\n\n"
        "The code in the cell has a bug: `f` is right, and `dL_dz` is wrong. Find out what "
        "`backward` sees when it is called, and repair it. `z` must not be changed."
    ),
    difficulty=3,
    needs=("in-place", "mask"),
    function="relu_with_backward",
    results=("f", "dL_dz"),
    letters=("n",),
    smallest=SMALLEST,
    draw=z_g,
    starter=_cache_starter,
    reference=_cache_reference,
    through=_there_and_back,
    charged=(("z", "f", "relu_with_backward"), ("dL_df", "dL_dz", "backward")),
    mistakes=(
        Mistake(
            "R3",
            (_all_pass, _cache_starter),
            "Every gradient passes: is there a mask at all? If so, was it taken from an array that "
            "holds max(0, z), with ≥? Such an array is never negative, so the test is always true.",
            part="dL_dz",
        ),
        Mistake(
            "R4",
            _mask_of_gradient,
            "Your mask looks at dL_df. Which array decides?",
            part="dL_dz",
        ),
        Mistake(
            "R8",
            _negative_pass,
            "The mask is inverted: the gradient passes where z is negative, and is stopped where z "
            "is positive. On which side does f rise?",
            part="dL_dz",
        ),
        Mistake(
            "M5",
            (_cache_starter, _mask_first),
            "f is written over z, in place. The caller's z is changed, and whoever looks at the "
            "signs of z later finds none that is negative. Let f be a new array.",
        ),
    ),
    hints=(
        "Print z inside `backward`. Does it still hold what the caller gave?",
        "`out=z` writes the result over z. There are two cures: do not overwrite z, or keep the "
        "mask before anything is overwritten. Only one of them leaves the caller's z alone.",
    ),
    solution=(
        "The mask is taken while z is still z, and f is a new array. Keeping the mask costs one "
        "byte a number. Keeping f would do too, with > in place of ≥, and then the slope at 0 "
        "can only be 0."
    ),
    source=NOTES,
)
