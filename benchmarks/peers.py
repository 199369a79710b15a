"""One training step as each peer does it: forward, loss, backward and update, on one batch.

Every peer starts from the same parameters, and `training.py` checks that they are the same again
after five steps. Examples are rows where the library wants rows.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

__all__ = ["PEERS", "Problem", "flops", "on_one_core"]


def on_one_core() -> None:
    """Keep this process on one core; the Makefile says to BLAS that it has one thread.

    JAX has no setting that holds all its threads.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


@dataclass(frozen=True)
class Problem:
    """A network of linear layers with ReLU between them, squared error, and one batch."""

    sizes: tuple[int, ...]
    batch: int
    dtype: type = np.float64
    rate: float = 0.01

    def drawn(self):
        """Give the parameters, the examples and the targets, always the same."""
        rng = np.random.default_rng(0)
        pairs = zip(self.sizes[1:], self.sizes, strict=False)
        parameters = [
            (rng.normal(size=(n, m)) * np.sqrt(2 / m), rng.normal(size=(n, 1)) / 10)
            for n, m in pairs
        ]
        A = rng.normal(size=(self.sizes[0], self.batch))
        T = rng.normal(size=(self.sizes[-1], self.batch))
        parameters = [tuple(one.astype(self.dtype) for one in pair) for pair in parameters]
        return parameters, A.astype(self.dtype), T.astype(self.dtype)


# Each peer gives `run(steps)` and `weights()`.
Peer = tuple[Callable[[int], None], Callable[[], list[np.ndarray]]]


def bpteach(problem: Problem) -> Peer:
    from bpteach import Linear, Network, ReLU, SquaredError
    from bpteach.network import Trainer

    parameters, A, T = problem.drawn()
    layers = [one for W, b in parameters for one in (Linear(W, b), ReLU())][:-1]
    trainer = Trainer(Network(*layers, SquaredError(T)), A, rate=problem.rate)
    names = [name for name in trainer.parameters if name.startswith("W")]
    return trainer.train, lambda: [trainer.parameters[name] for name in names]


def preallocated(problem: Problem) -> Peer:
    """Numpy as one writes it for speed by hand, a layer at a time."""
    parameters, A, T = problem.drawn()
    N, last, dtype = problem.batch, len(parameters) - 1, problem.dtype
    Z = [np.empty((len(W), N), dtype) for W, _ in parameters]
    H = [A, *(np.empty_like(z) for z in Z[:-1])]
    G = [np.empty_like(z) for z in Z]
    on = [np.empty(z.shape, bool) for z in Z]
    dW, db = [np.empty_like(W) for W, _ in parameters], [np.empty_like(b) for _, b in parameters]

    def run(steps):
        for _ in range(steps):
            for k, (W, b) in enumerate(parameters):
                np.matmul(W, H[k], out=Z[k])
                np.add(Z[k], b, out=Z[k])
                if k < last:
                    np.maximum(Z[k], 0, out=H[k + 1])
            np.subtract(Z[last], T, out=G[last])
            float(np.vdot(G[last], G[last])) / (2 * N)
            np.divide(G[last], N, out=G[last])
            for k in range(last, -1, -1):
                W, b = parameters[k]
                np.matmul(G[k], H[k].T, out=dW[k])
                np.sum(G[k], axis=1, keepdims=True, out=db[k])
                if k:
                    np.matmul(W.T, G[k], out=G[k - 1])
                    np.greater_equal(Z[k - 1], 0, out=on[k - 1])
                    np.multiply(G[k - 1], on[k - 1], out=G[k - 1])
                for value, slope in ((W, dW[k]), (b, db[k])):
                    np.multiply(slope, problem.rate, out=slope)
                    np.subtract(value, slope, out=value)

    return run, lambda: [W for W, _ in parameters]


def tutorial(problem: Problem) -> Peer:
    """Numpy as most tutorials write it: a new array for every line."""
    parameters, A, T = problem.drawn()
    parameters = [list(pair) for pair in parameters]

    def run(steps):
        for _ in range(steps):
            zs, hs = [], [A]
            for W, b in parameters:
                zs.append(W @ hs[-1] + b)
                hs.append(np.maximum(zs[-1], 0))
            0.5 * np.mean(np.sum((zs[-1] - T) ** 2, axis=0))
            g = (zs[-1] - T) / problem.batch
            gradients = []
            for k in range(len(parameters) - 1, -1, -1):
                gradients.append((g @ hs[k].T, g.sum(axis=1, keepdims=True)))
                g = (parameters[k][0].T @ g) * (zs[k - 1] >= 0) if k else None
            for pair, (dW, db) in zip(parameters, reversed(gradients), strict=True):
                pair[0] = pair[0] - problem.rate * dW
                pair[1] = pair[1] - problem.rate * db

    return run, lambda: [W for W, _ in parameters]


def torch_eager(problem: Problem) -> Peer:
    import torch

    torch.set_num_threads(1)
    parameters, A, T = problem.drawn()
    rows, targets = torch.from_numpy(A.T.copy()), torch.from_numpy(T.T.copy())
    layers = []
    for W, b in parameters:
        linear = torch.nn.Linear(W.shape[1], W.shape[0], dtype=rows.dtype)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(W))
            linear.bias.copy_(torch.from_numpy(b[:, 0]))
        layers += [linear, torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.SGD(model.parameters(), lr=problem.rate)

    def run(steps):
        for _ in range(steps):
            optimizer.zero_grad()
            loss = ((model(rows) - targets) ** 2).sum() / (2 * problem.batch)
            loss.backward()
            optimizer.step()
            loss.item()

    return run, lambda: [layer.weight.detach().numpy() for layer in layers[::2]]


def jax_jit(problem: Problem) -> Peer:
    import jax

    jax.config.update("jax_enable_x64", problem.dtype is np.float64)
    parameters, A, T = problem.drawn()
    rows, targets = jax.numpy.asarray(A.T), jax.numpy.asarray(T.T)
    state = [(jax.numpy.asarray(W.T), jax.numpy.asarray(b.T)) for W, b in parameters]

    def loss_of(state, rows, targets):
        h = rows
        for k, (W, b) in enumerate(state):
            h = h @ W + b
            h = jax.nn.relu(h) if k < len(state) - 1 else h
        return ((h - targets) ** 2).sum() / (2 * problem.batch)

    def step(state, rows, targets):
        loss, slopes = jax.value_and_grad(loss_of)(state, rows, targets)
        return jax.tree.map(lambda p, g: p - problem.rate * g, state, slopes), loss

    step = jax.jit(step, donate_argnums=0)

    def run(steps):
        nonlocal state
        for _ in range(steps):
            state, loss = step(state, rows, targets)
            float(loss)

    return run, lambda: [np.asarray(W).T for W, _ in state]


def autograd(problem: Problem) -> Peer:
    import autograd.numpy as anp
    from autograd import value_and_grad

    parameters, A, T = problem.drawn()

    def loss_of(parameters):
        h = A
        for k, (W, b) in enumerate(parameters):
            h = anp.dot(W, h) + b
            h = anp.maximum(h, 0) if k < len(parameters) - 1 else h
        return anp.sum((h - T) ** 2) / (2 * problem.batch)

    step = value_and_grad(loss_of)

    def run(steps):
        nonlocal parameters
        for _ in range(steps):
            _, slopes = step(parameters)
            parameters = [
                tuple(p - problem.rate * g for p, g in zip(*pair, strict=True))
                for pair in zip(parameters, slopes, strict=True)
            ]

    return run, lambda: [W for W, _ in parameters]


def scikit_learn(problem: Problem) -> Peer:
    from sklearn.neural_network import MLPRegressor

    parameters, A, T = problem.drawn()
    rows, targets = A.T.copy(), T.T.copy()
    targets = targets[:, 0] if len(T) == 1 else targets
    options = {"solver": "sgd", "alpha": 0, "momentum": 0, "shuffle": False}
    model = MLPRegressor(
        hidden_layer_sizes=problem.sizes[1:-1],
        batch_size=problem.batch,
        learning_rate_init=problem.rate,
        **options,
    )
    model.partial_fit(rows, targets)
    for k, (W, b) in enumerate(parameters):
        model.coefs_[k][...], model.intercepts_[k][...] = W.T, b[:, 0]

    def run(steps):
        for _ in range(steps):
            model.partial_fit(rows, targets)

    return run, lambda: [W.T for W in model.coefs_]


PEERS: dict[str, Callable[[Problem], Peer]] = {
    "bpteach": bpteach,
    "numpy, preallocated": preallocated,
    "numpy, tutorial": tutorial,
    "JAX, jit": jax_jit,
    "PyTorch, eager": torch_eager,
    "autograd": autograd,
    "scikit-learn": scikit_learn,
}


def flops(problem: Problem) -> Iterator[float]:
    """Give the operations of the matrix products of one step, layer by layer."""
    pairs = zip(problem.sizes, problem.sizes[1:], strict=False)
    for k, (m, n) in enumerate(pairs):
        yield 2.0 * m * n * problem.batch * (3 if k else 2)  # of the data no gradient is wanted
