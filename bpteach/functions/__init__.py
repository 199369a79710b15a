"""Functions and their derivatives as plain numpy, for any shape, stable at both ends."""

from bpteach.functions.activations import (
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
)
from bpteach.functions.labels import one_hot
from bpteach.functions.softmax import log_softmax, log_sum_exp, softmax

__all__ = [
    "log_softmax",
    "log_sum_exp",
    "one_hot",
    "relu",
    "relu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "softmax",
    "tanh",
    "tanh_derivative",
]
