"""Every figure of the lessons with numbers to show it on, for a terminal and for the docs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from bpteach.chains import chain
from bpteach.datasets import circles
from bpteach.jacobian import Dense
from bpteach.layers import Linear, Sigmoid, Tanh
from bpteach.layout import ROW, Variable
from bpteach.losses import SquaredError
from bpteach.network import Network
from bpteach.plots.accident import broadcast_accident
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

__all__ = ["GALLERY"]

_W = np.array([[1.0, 2.0, 0.0, -1.0], [0.0, -1.0, 3.0, 2.0], [4.0, 0.0, -2.0, 1.0]])
_A = np.array([[2.0], [-1.0], [4.0], [3.0]])
_G = np.array([[10.0], [-2.0], [5.0]])


def _outer(theme):
    return outer_product(_G, _A, theme=theme)


def _accident(theme):
    flat = np.array([1.0, 2.0, 4.0])
    return broadcast_accident(flat[:, None], flat, theme=theme)


def _board(theme):
    C, M = factor("C", y=3, z=1), factor("M", y=3, x=4)
    return shape_board([C.T, M], [M, C], [M.T, C], theme=theme)


def _links():
    """dy/dx and dz/dy of lesson 02, in column convention."""
    inner = Dense(np.array([[3.0, 0.0], [2.0, 1.0], [0.0, 5.0]]), of=_y, wrt=_x)
    return inner, Dense.of_gradient(np.array([[-2.0], [6.0]]), of="z", wrt="y")


_x, _y = Variable("x", (3,)), Variable("y", (2,))


def _paths(theme):
    return path_sum(*_links(), entry=2, theme=theme)


def _readings(theme):
    return two_readings(*_links(), entry=2, theme=theme)


def _chain(theme):
    column = chain(*_links())
    return chain_board(column, chain(*(one.to(ROW) for one in column.factors[::-1])), theme=theme)


def _chord(theme):
    return central_chord(theme=theme)


def _slices(theme):
    return tensor_slices(_A, _G, theme=theme)


def _memory(theme):
    return memory_bar(1000, 1000, theme=theme)


def _sparse(theme):
    return sparsity(*_W.shape, theme=theme)


def _wires(theme):
    return wires(Linear(_W, -_G / 10), _A, theme=theme)


def _tails(theme):
    return sigmoid_tails(theme=theme)


def _mask(theme):
    z = np.array([[1.5], [-2.0], [0.5], [-1.0]])
    return relu_mask(z, np.array([[3.0], [4.0], [-2.0], [-5.0]]), theme=theme)


def _network(theme):
    return network_shapes(3, 4, 2, theme=theme)


def _check(theme):
    layer, t = Linear(_W, -_G / 10), np.array([[0.5], [-1.0], [0.25]])

    def loss(a):
        return Network(layer, Sigmoid(), SquaredError(t))(a).item()

    right = Network(layer, Sigmoid(), SquaredError(t)).vjp(_A / 4)[1](np.ones((1, 1))).input
    return gradient_check(loss, right, _A / 4, wrong=2 * right, theme=theme)


def _explored(theme):
    return explored_activation("relu", theme=theme)


def _microscope(theme):
    return step_microscope(theme=theme)


def _flow(theme):
    return gradient_flow(theme=theme)


def _training(theme):
    A, T = circles(60)
    rng = np.random.default_rng(0)
    layers = Linear(rng.normal(size=(6, 2)), np.zeros((6, 1))), Tanh()
    last = Linear(rng.normal(size=(1, 6)) / 3, np.zeros((1, 1)))
    network = Network(*layers, last, SquaredError(T))
    trained = network.train(A, rate=0.3, updates=200)
    return training(trained.network, A, losses=trained.losses, theme=theme)


GALLERY: Mapping[str, Callable[[str], Picture]] = {
    "outer-product": _outer,
    "broadcast-accident": _accident,
    "shape-board": _board,
    "path-sum": _paths,
    "two-readings": _readings,
    "chain-board": _chain,
    "central-chord": _chord,
    "tensor-slices": _slices,
    "memory-bar": _memory,
    "sparsity": _sparse,
    "wires": _wires,
    "sigmoid-tails": _tails,
    "relu-mask": _mask,
    "network-shapes": _network,
    "gradient-check": _check,
    "explored-activation": _explored,
    "step-microscope": _microscope,
    "gradient-flow": _flow,
    "training": _training,
}
