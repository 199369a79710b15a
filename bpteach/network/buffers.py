"""Layers in training: each works as its layer does, but writes into arrays that are made once.

Between two of them goes an array with one row more than the layer's output: a row of ones, which
takes the next layer's bias along. `forward` keeps what `backward` needs. The layers themselves
stay the safe path, which the tests compare.
"""

from __future__ import annotations

import numpy as np

from bpteach.layers import Linear, ReLU, Sigmoid, Tanh
from bpteach.network.flat import is_folded, views

__all__ = ["SquaredErrorBuffers", "buffers_for"]


def buffers_for(layer, values: np.ndarray, slopes: np.ndarray, N: int):
    """Make the buffers of a layer.

    Parameters
    ----------
    layer : Layer
        Any; one of another kind than ours is used through its `vjp`.
    values, slopes : ndarray
        Where its parameters stand, and where their gradients go; see `views`.
    N : int
        Columns of a batch.

    Returns
    -------
    object
        With ``forward(a)``, where a has a row of ones below, and ``backward(g, wanted)``, which
        gives the gradient with respect to the layer's input if it is wanted.

    Examples
    --------
    >>> layer, slopes = Linear(np.array([[2.0, -1.0]]), np.array([[0.5]])), np.empty(3)
    >>> one = buffers_for(layer, np.array([2.0, -1.0, 0.5]), slopes, N=1)
    >>> one.forward(np.array([[3.0], [1.0], [1.0]])), one.backward(np.array([[10.0]]), True)
    (array([[5.5],
           [1. ]]), array([[ 20.],
           [-10.]]))
    >>> slopes
    array([30., 10., 10.])
    """
    linear = _Folded if is_folded(layer) else _Linear
    kinds = {Linear: linear, Sigmoid: _Sigmoid, Tanh: _Tanh, ReLU: _ReLU}
    return kinds.get(type(layer), _ThroughVjp)(layer, values, slopes, N)


class _Linear:
    """``z = W a + b``."""

    def __init__(self, layer, values, slopes, N):
        n, m = layer.W.shape
        self._W, self._b = views(layer, values).values()
        self._dL_dW, self._dL_db = views(layer, slopes).values()
        self._whole = np.ones((n + 1, N), values.dtype)
        self._z, self._dL_da = self._whole[:n], np.empty((m, N), values.dtype)

    def forward(self, a):
        self._a = a[:-1]
        np.matmul(self._W, self._a, out=self._z)
        np.add(self._z, self._b, out=self._z)
        return self._whole

    def backward(self, g, wanted):
        np.matmul(g, self._a.T, out=self._dL_dW)
        np.sum(g, axis=1, keepdims=True, out=self._dL_db)
        return np.matmul(self._W.T, g, out=self._dL_da) if wanted else None


class _Folded:
    """``z = W a + b`` as one product, [W b] times a with its ones."""

    def __init__(self, layer, values, slopes, N):
        n, m = layer.W.shape
        self._both, self._dL_dboth = values.reshape(n, m + 1), slopes.reshape(n, m + 1)
        self._WT, self._whole = self._both[:, :m].T, np.ones((n + 1, N), values.dtype)
        self._z, self._dL_da = self._whole[:n], np.empty((m, N), values.dtype)

    def forward(self, a):
        self._a = a
        np.dot(self._both, a, out=self._z)  # for small arrays twice as fast as matmul
        return self._whole

    def backward(self, g, wanted):
        np.dot(g, self._a.T, out=self._dL_dboth)
        # W is a part of a matrix, of which `dot` would make a copy
        return np.matmul(self._WT, g, out=self._dL_da) if wanted else None


class _Elementwise:
    """A function of each entry; its arrays are made when the number of rows is known.

    Constants are arrays too: numpy would make one of a Python number in every call.
    """

    def __init__(self, layer, values, slopes, N):
        self._layer, self._whole = layer, None

    def forward(self, z):
        if self._whole is None:
            self._whole, self._left = np.ones_like(z), np.empty(z[:-1].shape, dtype=bool)
            self._out = self._whole[:-1]
            self._zero, self._one = np.zeros((), z.dtype), np.ones((), z.dtype)
            self._spare, self._slope = np.empty_like(self._out), np.empty_like(self._out)
        self._fill(z[:-1], self._out)
        return self._whole

    def backward(self, g, wanted):
        return self._back(g)


class _Sigmoid(_Elementwise):
    """``1 / (1 + t)`` right of 0 and ``t / (1 + t)`` left of it, with t = exp(−|z|)."""

    def _fill(self, z, s):
        t, r = self._slope, self._spare
        _exp_of_minus(z, t)
        np.add(t, self._one, out=r)
        np.divide(self._one, r, out=r)
        np.multiply(t, r, out=t)
        np.copyto(s, r)
        np.copyto(s, t, where=np.less(z, self._zero, out=self._left))

    def _back(self, g):
        """Multiply by ``t / (1 + t)²``, which keeps both tails."""
        np.multiply(self._slope, self._spare, out=self._slope)
        return np.multiply(g, self._slope, out=self._slope)


class _Tanh(_Elementwise):
    def _fill(self, z, t):
        self._z = z
        np.tanh(z, out=t)

    def _back(self, g):
        """Multiply by ``4t / (1 + t)²`` with t = exp(−2|z|), which keeps both tails."""
        slope, spare = self._slope, self._spare
        np.add(self._z, self._z, out=slope)
        _exp_of_minus(slope, slope)
        np.add(slope, self._one, out=spare)
        np.divide(slope, spare, out=slope)
        np.divide(slope, spare, out=slope)
        np.multiply(slope, 4, out=slope)
        return np.multiply(g, slope, out=slope)


class _ReLU(_Elementwise):
    def _fill(self, z, f):
        self._z = z
        np.maximum(z, self._zero, out=f)

    def _back(self, g):
        at_zero, out = self._layer.at_zero, self._slope
        if at_zero in (0, 1):
            on = np.greater_equal if at_zero else np.greater
            on(self._z, self._zero, out=out)
        else:
            np.heaviside(self._z, at_zero, out=out)
        return np.multiply(g, out, out=out)


def _exp_of_minus(z, out):
    """Compute exp(−|z|)."""
    np.abs(z, out=out)
    np.negative(out, out=out)
    np.exp(out, out=out)


class _ThroughVjp:
    """A layer of another kind, by its own `vjp`: right, but with new arrays each time."""

    def __init__(self, layer, values, slopes, N):
        self._layer = layer
        self._parameters, self._gradients = views(layer, values), views(layer, slopes)

    def forward(self, a):
        if self._parameters:
            self._layer = self._layer.with_parameters(**self._parameters)
        out, self._pullback = self._layer.vjp(a[:-1])
        return np.concatenate([out, np.ones((1, out.shape[1]), out.dtype)])

    def backward(self, g, wanted):
        found = self._pullback(g)
        for name, gradient in self._gradients.items():
            gradient[...] = getattr(found, name)
        return found.input


class SquaredErrorBuffers:
    """The mean over a batch of ``½‖o − t‖²``.

    Parameters
    ----------
    n, N : int
        Entries of the output, and columns of a batch.
    dtype : dtype
        Of the output.
    """

    def __init__(self, n, N, dtype):
        self._residual = np.empty((n, N), dtype)
        self._flat = self._residual.reshape(-1)
        self._share = np.asarray(1 / N, dtype)

    def forward(self, o, t) -> float:
        """Give the loss.

        Parameters
        ----------
        o : ndarray, shape (n + 1, N)
            The network's output, with its row of ones.
        t : ndarray, shape (n, N)
            The targets of the batch.

        Returns
        -------
        float
            Half the square, the mean over the columns.
        """
        np.subtract(o[:-1], t, out=self._residual)
        return float(np.dot(self._flat, self._flat)) * float(self._share) / 2

    def backward(self) -> np.ndarray:
        """Give the gradient with respect to the output.

        Returns
        -------
        ndarray, shape (n, N)
            ``(o − t) / N``: the mean's 1/N enters here, once.
        """
        return np.multiply(self._residual, self._share, out=self._residual)
