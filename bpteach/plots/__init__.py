"""Static figures of the course, in the house style, light and dark, each with its finding."""

from bpteach.plots.activations import activation
from bpteach.plots.memory import memory_bar
from bpteach.plots.picture import Picture
from bpteach.plots.relu_mask import relu_mask
from bpteach.plots.sparsity import sparsity
from bpteach.plots.tensor import tensor_slices

__all__ = ["Picture", "activation", "memory_bar", "relu_mask", "sparsity", "tensor_slices"]
