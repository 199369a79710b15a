"""Layers: a forward function, its pullback (vjp) and its Jacobians, by hand.

Each derivative stands here twice, as a product that is never built (`vjp`) and as a matrix
(`jacobian`); `bpteach.numeric` finds it a third time, and the tests compare all three.
Layers take columns: one example (m, 1), or a batch (m, N) with one example a column.
"""

from bpteach.layers.activations import ReLU, Sigmoid, Tanh
from bpteach.layers.elementwise import ElementwiseGradients
from bpteach.layers.linear import Linear, LinearGradients
from bpteach.layers.softmax import Softmax

__all__ = [
    "ElementwiseGradients",
    "Linear",
    "LinearGradients",
    "ReLU",
    "Sigmoid",
    "Softmax",
    "Tanh",
]
