"""Static figures of the course, in the house style, light and dark, each with its finding."""

from bpteach.plots.accident import broadcast_accident
from bpteach.plots.activations import activation
from bpteach.plots.chords import central_chord
from bpteach.plots.explored import explored_activation
from bpteach.plots.factors import factor
from bpteach.plots.gradient_check import gradient_check
from bpteach.plots.gradient_flow import gradient_flow
from bpteach.plots.joints import chain_board
from bpteach.plots.memory import memory_bar
from bpteach.plots.network_shapes import network_shapes
from bpteach.plots.outer import outer_product
from bpteach.plots.paths import path_sum
from bpteach.plots.picture import Picture
from bpteach.plots.readings import two_readings
from bpteach.plots.relu_mask import relu_mask
from bpteach.plots.shape_boards import shape_board
from bpteach.plots.sparsity import sparsity
from bpteach.plots.step_microscope import step_microscope
from bpteach.plots.tails import sigmoid_tails
from bpteach.plots.tensor import tensor_slices
from bpteach.plots.training import training
from bpteach.plots.wires import wires

__all__ = [
    "Picture",
    "activation",
    "broadcast_accident",
    "central_chord",
    "chain_board",
    "explored_activation",
    "factor",
    "gradient_check",
    "gradient_flow",
    "memory_bar",
    "network_shapes",
    "outer_product",
    "path_sum",
    "relu_mask",
    "shape_board",
    "sigmoid_tails",
    "sparsity",
    "step_microscope",
    "tensor_slices",
    "training",
    "two_readings",
    "wires",
]
