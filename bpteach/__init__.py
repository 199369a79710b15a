"""Backpropagation from its Jacobians up.

>>> import numpy as np
>>> from bpteach import Linear, Sigmoid
>>> layer = Linear(np.array([[1.0, 0.0, 2.0], [0.0, -1.0, 1.0]]), np.zeros((2, 1)))
>>> a = np.array([[0.5], [0.0], [-0.25]])
>>> layer.jacobian(a) @ Sigmoid().jacobian(layer(a))
ds_da  3×2  column · denominator ↓
       s1     s2
a1   0.25   0.00
a2   0.00  −0.25
a3   0.50   0.25
"""

from bpteach.chain import Chain, chain
from bpteach.functions import (
    log_softmax,
    log_sum_exp,
    one_hot,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softmax,
    tanh,
    tanh_derivative,
)
from bpteach.jacobian import Dense, Diagonal, DiagonalMinusOuter, Jacobian, OneHot, Outer
from bpteach.layers import Linear, ReLU, Sigmoid, Softmax, Tanh
from bpteach.layout import COLUMN, ROW, Layout, LayoutError, ShapeError, Variable
from bpteach.losses import CrossEntropy, SoftmaxCrossEntropy, SquaredError
from bpteach.network import Network
from bpteach.numeric import (
    agree,
    central_difference,
    check,
    complex_step,
    forward_difference,
    numerical_jacobian,
    quick_check,
)

__all__ = [
    "COLUMN",
    "ROW",
    "Chain",
    "CrossEntropy",
    "Dense",
    "Diagonal",
    "DiagonalMinusOuter",
    "Jacobian",
    "Layout",
    "LayoutError",
    "Linear",
    "Network",
    "OneHot",
    "Outer",
    "ReLU",
    "ShapeError",
    "Sigmoid",
    "Softmax",
    "SoftmaxCrossEntropy",
    "SquaredError",
    "Tanh",
    "Variable",
    "agree",
    "central_difference",
    "chain",
    "check",
    "complex_step",
    "forward_difference",
    "log_softmax",
    "log_sum_exp",
    "numerical_jacobian",
    "one_hot",
    "quick_check",
    "relu",
    "relu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "softmax",
    "tanh",
    "tanh_derivative",
]
