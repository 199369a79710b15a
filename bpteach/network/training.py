"""Training by mini-batches: forward, backward, update, each of them a step one can look at."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from numbers import Integral, Real

import numpy as np

from bpteach.arguments import columns, numbers
from bpteach.layout import ShapeError, shape_words
from bpteach.losses import SquaredError
from bpteach.network.batches import Batches
from bpteach.network.buffers import SquaredErrorBuffers, buffers_for
from bpteach.network.flat import Flat, views

__all__ = ["Trainer", "Training"]


@dataclass(frozen=True, eq=False)
class Training:
    """What training gives.

    Parameters
    ----------
    network : Network
        With the parameters found.
    losses : ndarray of float64
        The mean loss of each batch, before its update. Where one is not finite, training has
        stopped there.

    Examples
    --------
    >>> Training(network=None, losses=np.array([0.5, 0.25])).losses
    array([0.5 , 0.25])
    """

    network: object
    losses: np.ndarray


class Trainer:
    """A network in training. Its arrays are made once; every step writes into them.

    The order of the examples depends on `seed` and on the number of the update alone, so that
    ten updates and ten more are the same as twenty.

    Parameters
    ----------
    network : Network
        With a `SquaredError` last, which holds the targets. It stays as it is.
    A : ndarray, shape (m, N)
        The examples, one a column.
    rate : float
        How far an update goes against the gradient. It may be changed between two steps.
    batch : int, optional
        Examples in a step; all if left out. Batches go through a shuffled order of all
        examples, then through the next one.
    seed : int
        Where the order comes from.
    updates : int
        How many updates were made before.

    Attributes
    ----------
    parameters, gradients : dict of str to ndarray
        By name, ``W1`` and so on. They are the arrays worked on, and change with each step;
        a gradient changed before `update` is the gradient used.
    batch : ndarray of int
        Which examples are in the batch of this update, as places in A.

    Raises
    ------
    ShapeError
        If there is not one target for each column of A.
    ValueError
        If the network ends in no loss, or a number makes no sense.

    Examples
    --------
    >>> from bpteach import Linear, Network
    >>> layer = Linear(np.zeros((1, 1)), np.zeros((1, 1)))
    >>> network = Network(layer, SquaredError(np.array([[2.0]])))
    >>> trainer = Trainer(network, np.array([[1.0]]), rate=0.25)
    >>> trainer.forward()
    2.0
    >>> trainer.backward()["W1"]
    array([[-2.]])
    >>> trainer.update()["W1"]
    array([[0.5]])
    """

    def __init__(self, network, A, *, rate, batch=None, seed=0, updates=0):
        A = columns(numbers(A, network.input_letter), network)
        T = _targets(network, A)
        N = A.shape[1]
        batch = N if batch is None else batch
        _must_make_sense(rate, batch, N, updates)
        self.rate, self.updates, self._start = rate, updates, network
        dtype = _common_dtype(A, *network.parameters.values())
        self._batches = Batches(A.astype(dtype), T.astype(dtype), batch, seed)
        layers = network.layers[:-1]
        self._flat = flat = Flat(layers, dtype)
        self._layers = [
            buffers_for(layer, *part, batch) for layer, part in zip(layers, flat.parts, strict=True)
        ]
        self._loss = SquaredErrorBuffers(len(T), batch, dtype)
        self.parameters = _by_name(network, [values for values, _ in flat.parts])
        self.gradients = _by_name(network, [slopes for _, slopes in flat.parts])
        self._done = "update"

    @property
    def batch(self) -> np.ndarray:
        """Which examples are in the batch of this update, as places in A."""
        return self._batches.places(self.updates)

    @property
    def network(self):
        """A network with the parameters as they are now."""
        return self._start.with_parameters(**self.parameters)

    def forward(self) -> float:
        """Take the batch through the layers, which keep what the way back needs.

        Returns
        -------
        float
            The mean loss of the batch.
        """
        with _quietly():
            return self._forward()

    def _forward(self):
        a, t = self._batches.at(self.updates)
        for layer in self._layers:
            a = layer.forward(a)
        self._done = "forward"
        return self._loss.forward(a, t)

    def backward(self) -> dict[str, np.ndarray]:
        """Take the gradient of the mean loss back through the layers.

        Returns
        -------
        dict of str to ndarray
            The gradients of the parameters, in their shapes.

        Raises
        ------
        RuntimeError
            If it does not follow `forward`.
        """
        self._must_follow("forward", "backward")
        with _quietly():
            self._backward()
        return self.gradients

    def _backward(self):
        g = self._loss.backward()
        for place in range(len(self._layers) - 1, -1, -1):
            g = self._layers[place].backward(g, place > 0)  # of the data none is wanted

    def update(self) -> dict[str, np.ndarray]:
        """Move every parameter against its gradient.

        Returns
        -------
        dict of str to ndarray
            The parameters.

        Raises
        ------
        RuntimeError
            If it does not follow `backward`.
        """
        self._must_follow("backward", "update")
        with _quietly():
            self._update()
        return self.parameters

    def _update(self):
        self._flat.descend(self.rate)
        self.updates += 1
        self._done = "update"

    def step(self) -> float:
        """Go forward, backward and update.

        Returns
        -------
        float
            The mean loss of the batch, before the update. Where it is not finite, nothing is
            updated.
        """
        with _quietly():
            return self._step()

    def _step(self):
        loss = self._forward()
        if isfinite(loss):
            self._backward()
            self._update()
        return loss

    def train(self, updates: int) -> Training:
        """Make several steps, and stop where a loss is not finite.

        Parameters
        ----------
        updates : int
            How many.

        Returns
        -------
        Training
            The network, and the loss of each step.
        """
        losses = np.empty(updates)
        with _quietly():
            for done in range(updates):
                losses[done] = loss = self._step()
                if not isfinite(loss):
                    losses = losses[: done + 1]
                    break
        return Training(self.network, losses)

    def _must_follow(self, before, now):
        if self._done != before:
            raise RuntimeError(
                f"{now} needs the {before} step of the same batch\n"
                f"  the last step was {self._done}\n"
                "  the order is forward, backward, update"
            )
        self._done = now


def _quietly():
    """Let numbers overflow without a word: a loss that is not finite is told by its value."""
    return np.errstate(all="ignore")


def _common_dtype(*arrays) -> np.dtype:
    """float32 where all are; float64 for everything else."""
    return np.dtype(np.float32 if all(one.dtype == np.float32 for one in arrays) else np.float64)


def _by_name(network, vectors) -> dict[str, np.ndarray]:
    """Give the arrays of all layers, by their names in the network."""
    layers = network.layers[:-1]
    found = [a for pair in zip(layers, vectors, strict=True) for a in views(*pair).values()]
    return dict(zip(network.parameters, found, strict=True))


def _targets(network, A) -> np.ndarray:
    loss = network.layers[-1]
    if not isinstance(loss, SquaredError):
        raise ValueError(
            f"training needs a loss, but the last layer is {loss!r}\n"
            "  the loss holds the targets T, one column for each example\n"
            "  write Network(..., SquaredError(T))"
        )
    if loss.t.shape[1] != A.shape[1]:
        raise ShapeError(
            "training needs one target for each example\n"
            f"  A: {shape_words(A.shape)}\n"
            f"  T: {shape_words(loss.t.shape)}\n"
            "  examples are columns, in A and in T"
        )
    return loss.t


def _must_make_sense(rate, batch, N, updates):
    if not isinstance(rate, Real) or not 0 <= rate < np.inf:
        raise ValueError(
            f"rate={rate!r} is no learning rate\n  write a number above 0, such as 0.1"
        )
    if not isinstance(batch, Integral) or not 1 <= batch <= N:
        raise ValueError(
            f"batch={batch!r} is no number of examples\n  there are {N}: write 1 to {N}"
        )
    if not isinstance(updates, Integral) or updates < 0:
        raise ValueError(f"updates={updates!r} is no number of updates\n  write 0 or more")
