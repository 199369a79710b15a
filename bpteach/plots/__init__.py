"""Static figures of the course, in the house style, light and dark, each with its finding."""

from bpteach.plots.activations import activation
from bpteach.plots.memory import memory_bar
from bpteach.plots.picture import Picture
from bpteach.plots.sparsity import sparsity
from bpteach.plots.tails import sigmoid_tails
from bpteach.plots.tensor import tensor_slices
from bpteach.plots.wires import wires

__all__ = [
    "Picture",
    "activation",
    "memory_bar",
    "sigmoid_tails",
    "sparsity",
    "tensor_slices",
    "wires",
]
