"""Layers in training: parameters that change in place, and arrays that are made only once.

Each works as its layer does, but writes into its own buffers: `forward` keeps what `backward`
needs, and `backward` fills the gradients of the parameters. The layers themselves stay the
safe path, which the tests compare.
"""

from __future__ import annotations

import numpy as np

from bpteach.layers import Linear, ReLU, Sigmoid, Tanh

__all__ = ["SquaredErrorBuffers", "buffers_for"]


def buffers_for(layer, N: int):
    """Make the buffers of a layer.

    Parameters
    ----------
    layer : Layer
        Any; one of another kind than ours is used through its `vjp`.
    N : int
        Columns of a batch.

    Returns
    -------
    object
        With ``forward(a)``, ``backward(g)`` and the dicts `parameters` and `gradients`.

    Examples
    --------
    >>> layer = buffers_for(Linear(np.array([[2.0, -1.0]]), np.array([[0.5]])), N=1)
    >>> layer.forward(np.array([[3.0], [1.0]])), layer.backward(np.array([[10.0]]))
    (array([[5.5]]), array([[ 20.],
           [-10.]]))
    >>> layer.gradients["W"]
    array([[30., 10.]])
    """
    kinds = {Linear: _Linear, Sigmoid: _Sigmoid, Tanh: _Tanh, ReLU: _ReLU}
    return kinds.get(type(layer), _ThroughVjp)(layer, N)


class _Linear:
    """``z = W a + b``."""

    def __init__(self, layer, N):
        n, m = layer.W.shape
        self.parameters = {name: np.array(value, float) for name, value in _of(layer)}
        self.gradients = {name: np.zeros_like(value) for name, value in self.parameters.items()}
        self._z, self._dL_da = np.empty((n, N)), np.empty((m, N))

    def forward(self, a):
        self._a = a
        np.matmul(self.parameters["W"], a, out=self._z)
        self._z += self.parameters["b"]
        return self._z

    def backward(self, g):
        np.matmul(g, self._a.T, out=self.gradients["W"])
        np.sum(g, axis=1, keepdims=True, out=self.gradients["b"])
        return np.matmul(self.parameters["W"].T, g, out=self._dL_da)


class _Elementwise:
    """A function of each entry; the buffers are made when the number of rows is known."""

    def __init__(self, layer, N):
        self.parameters, self.gradients = {}, {}
        self._layer, self._out = layer, None

    def forward(self, z):
        if self._out is None:
            self._out, self._slope = np.empty_like(z), np.empty_like(z)
            self._left = np.empty(z.shape, dtype=bool)
        self._z = z
        self._fill(z, self._out, self._slope)
        return self._out

    def backward(self, g):
        self._fill_slope(self._z, self._slope)
        return np.multiply(g, self._slope, out=self._slope)


class _Sigmoid(_Elementwise):
    def _fill(self, z, s, t):
        """Compute 1 / (1 + t) right of 0 and t / (1 + t) left of it, with t = exp(−|z|)."""
        _exp_of_minus(z, 1, t)
        np.divide(1, np.add(t, 1, out=s), out=s)
        np.multiply(s, t, out=s, where=np.less(z, 0, out=self._left))

    def _fill_slope(self, z, slope):
        _bell(z, 1, slope, self._out)


class _Tanh(_Elementwise):
    def _fill(self, z, t, _):
        np.tanh(z, out=t)

    def _fill_slope(self, z, slope):
        _bell(z, 2, slope, self._out)
        np.multiply(slope, 4, out=slope)


class _ReLU(_Elementwise):
    def _fill(self, z, f, _):
        np.maximum(z, 0, out=f)

    def _fill_slope(self, z, slope):
        np.heaviside(z, self._layer.at_zero, out=slope)


def _exp_of_minus(z, factor, out):
    np.abs(z, out=out)
    np.multiply(out, -factor, out=out)
    np.exp(out, out=out)


def _bell(z, factor, out, spare):
    """Compute t / (1 + t)² with t = exp(−factor |z|), which keeps both tails; spare is used up."""
    _exp_of_minus(z, factor, out)
    np.add(out, 1, out=spare)
    np.divide(out, spare, out=out)
    np.divide(out, spare, out=out)


class _ThroughVjp:
    """A layer of another kind, by its own `vjp`: right, but with new arrays each time."""

    def __init__(self, layer, N):
        self._layer = layer
        self.parameters = {name: np.array(value, float) for name, value in _of(layer)}
        self.gradients = {name: np.zeros_like(value) for name, value in self.parameters.items()}

    def forward(self, a):
        if self.parameters:
            self._layer = self._layer.with_parameters(**self.parameters)
        out, self._pullback = self._layer.vjp(a)
        return out

    def backward(self, g):
        found = self._pullback(g)
        for name, gradient in self.gradients.items():
            gradient[...] = getattr(found, name)
        return found.input


class SquaredErrorBuffers:
    """The mean over a batch of ``½‖o − t‖²``.

    Parameters
    ----------
    t : ndarray, shape (n, N)
        Where the targets of a batch stand.
    """

    def __init__(self, t):
        self._t, self._residual = t, np.empty_like(t)

    def forward(self, o) -> float:
        """Give the loss.

        Parameters
        ----------
        o : ndarray, shape (n, N)
            The network's output.

        Returns
        -------
        float
            Half the square, the mean over the columns.
        """
        np.subtract(o, self._t, out=self._residual)
        return float(np.vdot(self._residual, self._residual)) / 2 / self._t.shape[1]

    def backward(self) -> np.ndarray:
        """Give the gradient with respect to the output.

        Returns
        -------
        ndarray, shape (n, N)
            ``(o − t) / N``: the mean's 1/N enters here, once.
        """
        return np.divide(self._residual, self._t.shape[1], out=self._residual)


def _of(layer):
    return layer.parameters.items()
