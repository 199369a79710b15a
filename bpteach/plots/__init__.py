"""Static figures of the course, in the house style, light and dark, each with its finding."""

from bpteach.plots.activations import activation
from bpteach.plots.chords import central_chord
from bpteach.plots.joints import chain_board
from bpteach.plots.memory import memory_bar
from bpteach.plots.paths import path_sum
from bpteach.plots.picture import Picture
from bpteach.plots.readings import two_readings
from bpteach.plots.sparsity import sparsity
from bpteach.plots.tensor import tensor_slices

__all__ = [
    "Picture",
    "activation",
    "central_chord",
    "chain_board",
    "memory_bar",
    "path_sum",
    "sparsity",
    "tensor_slices",
    "two_readings",
]
