"""Static figures of the course, in the house style, light and dark, each with its finding."""

from bpteach.plots.activations import activation
from bpteach.plots.gradient_check import gradient_check
from bpteach.plots.memory import memory_bar
from bpteach.plots.network_shapes import network_shapes
from bpteach.plots.picture import Picture
from bpteach.plots.sparsity import sparsity
from bpteach.plots.tensor import tensor_slices

__all__ = [
    "Picture",
    "activation",
    "gradient_check",
    "memory_bar",
    "network_shapes",
    "sparsity",
    "tensor_slices",
]
