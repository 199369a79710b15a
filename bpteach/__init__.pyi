from .chains import Chain, chain
from .functions import (
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
)
from .jacobian import Dense, Diagonal, Jacobian, OneHot, Outer
from .layers import Linear, ReLU, Sigmoid, Tanh
from .layout import COLUMN, ROW, Layout, LayoutError, ShapeError, Variable
from .losses import SquaredError
from .network import Network
from .numeric import (
    agree,
    central_difference,
    check,
    complex_step,
    forward_difference,
    numerical_jacobian,
)

__all__ = [
    "COLUMN",
    "ROW",
    "Chain",
    "Dense",
    "Diagonal",
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
    "SquaredError",
    "Tanh",
    "Variable",
    "agree",
    "central_difference",
    "chain",
    "check",
    "complex_step",
    "forward_difference",
    "numerical_jacobian",
    "relu",
    "relu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "tanh",
    "tanh_derivative",
]
