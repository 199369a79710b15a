"""How large a gradient is, layer by layer, on its way back through a deep network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bpteach.functions import (
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
)

__all__ = ["ACTIVATIONS", "SEEDS", "DeepRun", "Flow", "measure_flow", "regime"]

SEEDS = 12
ACTIVATIONS: dict[str, tuple[Callable, Callable]] = {
    "sigmoid": (sigmoid, sigmoid_derivative),
    "tanh": (tanh, tanh_derivative),
    "relu": (relu, relu_derivative),
    "identity": (lambda z: z, np.ones_like),
}
_VANISHING, _EXPLODING = 0.9, 1.1
_SMALLEST = float(np.finfo(np.float32).tiny)  # what float32 can hold in full


@dataclass(frozen=True)
class DeepRun:
    """A deep network: every layer is ``a_k = f(W_k a_(k−1))``, and all have the same width.

    Parameters
    ----------
    activation : str
        A name in `ACTIVATIONS`.
    gain : float
        The entries of W have the standard deviation gain/√width.
    depth : int
        How many layers.
    width : int
        Numbers in a layer.
    seed : int
        The first of twelve seeds.
    orthogonal : bool
        Whether W is gain times an orthogonal matrix instead.
    """

    activation: str
    gain: float
    depth: int = 20
    width: int = 64
    seed: int = 0
    orthogonal: bool = False

    @property
    def name(self) -> str:
        """What a label calls it."""
        words = {"relu": "ReLU"}.get(self.activation, self.activation)
        gain = f"gain {self.gain:g}"
        return f"{words}, orthogonal {gain}" if self.orthogonal else f"{words}, {gain}"


@dataclass(frozen=True, eq=False)
class Flow:
    """What was measured of a run.

    Parameters
    ----------
    run : DeepRun
        The networks.
    norms : ndarray of float64, shape (12, depth + 1)
        log₁₀ ‖∂L/∂a_k‖ for every seed; column k is layer k, and 0 is the input. The gradient
        at the last layer has the norm 1.
    entries : ndarray of float64, shape (12, depth, width)
        ∂L/∂z_k of every seed; row k − 1 is layer k.
    slopes : ndarray of float64, shape (depth,)
        √E[f′²] of each layer, over its numbers and the seeds.
    """

    run: DeepRun
    norms: np.ndarray
    entries: np.ndarray
    slopes: np.ndarray

    @property
    def median(self) -> np.ndarray:
        """The median over the seeds, for every layer."""
        return np.median(self.norms, axis=0)

    @property
    def band(self) -> np.ndarray:
        """The 10 % and 90 % quantiles over the seeds, shape (2, depth + 1)."""
        with np.errstate(divide="ignore"):  # a gradient that is 0 has the size −inf
            return np.log10(np.quantile(10**self.norms, [0.1, 0.9], axis=0))

    @property
    def factor(self) -> float:
        """What one layer multiplies the gradient by on its way back, on average."""
        return float(10 ** (self.median[0] / self.run.depth))

    @property
    def predicted(self) -> np.ndarray:
        """log₁₀ of the norm if every layer multiplied it by gain · √E[f′²], shape (depth + 1,)."""
        with np.errstate(divide="ignore"):
            steps = np.log10(self.run.gain * self.slopes)
        return np.append(np.cumsum(steps[::-1])[::-1], 0.0)

    def logs(self, layer: int) -> np.ndarray:
        """Give log₁₀ of the sizes of a layer's entries of ∂L/∂z, without those that are 0.

        Parameters
        ----------
        layer : int
            From 1.

        Returns
        -------
        ndarray of float64
            Of all seeds.
        """
        sizes = np.abs(self.entries[:, layer - 1])
        return np.log10(sizes[sizes > 0])

    def lost(self, layer: int) -> int:
        """Count entries of a layer's ∂L/∂z, not 0, that float32 cannot hold in full.

        Parameters
        ----------
        layer : int
            From 1.

        Returns
        -------
        int
            Over all seeds.
        """
        sizes = np.abs(self.entries[:, layer - 1])
        return int(((sizes > 0) & (sizes < _SMALLEST)).sum())


def regime(factor: float) -> str:
    """Name what a factor a layer does to a gradient.

    Parameters
    ----------
    factor : float
        See `Flow.factor`.

    Returns
    -------
    str
        ``"vanishing"`` below 0.9, ``"exploding"`` above 1.1, else ``"steady"``.

    Examples
    --------
    >>> regime(0.25), regime(1.0), regime(1.5)
    ('vanishing', 'steady', 'exploding')
    """
    if factor < _VANISHING:
        return "vanishing"
    return "exploding" if factor > _EXPLODING else "steady"


@lru_cache(maxsize=8)
def _drawn(depth: int, width: int, seed: int, orthogonal: bool):
    """Weights for every layer and seed, inputs, and gradients at the end of norm 1."""
    weights = np.empty((depth, SEEDS, width, width))
    inputs, ends = np.empty((2, SEEDS, width, 1))
    for k in range(SEEDS):
        rng = np.random.default_rng([seed, k])
        weights[:, k] = rng.normal(size=(depth, width, width))
        inputs[k] = rng.normal(size=(width, 1))
        ends[k] = rng.normal(size=(width, 1))
    if orthogonal:
        weights = np.linalg.qr(weights)[0]
    else:
        weights /= np.sqrt(width)
    return weights, inputs, ends / np.linalg.norm(ends, axis=1, keepdims=True)


@lru_cache(maxsize=32)
def measure_flow(run: DeepRun) -> Flow:
    """Run twelve networks forward and backward.

    Parameters
    ----------
    run : DeepRun
        The networks.

    Returns
    -------
    Flow
        Norms and entries of the gradients, layer by layer.

    Notes
    -----
    Real networks, no closed form: forward keeps every z, backward is
    ``dL_da = W.T @ (f′(z) ⊙ dL_da)`` in column convention.

    Examples
    --------
    >>> flow = measure_flow(DeepRun("identity", 1.0, depth=5, width=8, orthogonal=True))
    >>> float(np.abs(flow.norms).max()) < 1e-12
    True
    """
    f, slope = ACTIVATIONS[run.activation]
    weights, a, g = _drawn(run.depth, run.width, run.seed, run.orthogonal)
    kept = []
    for W in weights:
        z = run.gain * (W @ a)
        kept.append(z)
        a = f(z)
    norms = np.zeros((SEEDS, run.depth + 1))
    entries = np.empty((SEEDS, run.depth, run.width))
    slopes = np.empty(run.depth)
    for k in range(run.depth, 0, -1):
        derivative = slope(kept[k - 1])
        slopes[k - 1] = np.sqrt(np.mean(derivative**2))
        dL_dz = derivative * g
        entries[:, k - 1] = dL_dz[:, :, 0]
        g = run.gain * (weights[k - 1].swapaxes(1, 2) @ dL_dz)
        with np.errstate(divide="ignore"):  # a gradient that is 0 has the size −inf
            norms[:, k - 1] = np.log10(np.linalg.norm(g[:, :, 0], axis=1))
    return Flow(run, norms, entries, slopes)
