"""Gradient checks of 64-32-10 with batch 32: times, errors, and torch.autograd.gradcheck beside.

``make bench`` runs it among others, in an environment with the peers. One thread each.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median

import numpy as np
from peers import on_one_core

from bpteach import (
    Linear,
    Network,
    Sigmoid,
    SquaredError,
    central_difference,
    check,
    complex_step,
    quick_check,
)

ROUNDS = 9
SIZES, BATCH = (64, 32, 10), 32


def main() -> None:
    """Print the table."""
    on_one_core()
    print(table())


def table() -> str:
    """Measure in interleaved rounds, and give the table."""
    runs = dict(_runs())
    found = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, (run, _, _) in runs.items():
            found[name].append(_seconds(run, 100 if "quick" in name else 1))
    times = {name: median(seconds) for name, seconds in found.items()}
    torchs = next((times[name] for name in times if "torch" in name), None)
    lines = ["| check | entries moved | time | torch's time | error |", "| --- " * 5 + "|"]
    for name, (_, entries, error) in runs.items():
        ratio = f"{torchs / times[name]:.3g}×" if torchs else "–"
        lines.append(f"| {name} | {entries} | {1e3 * times[name]:.3g} ms | {ratio} | {error} |")
    return "\n".join(lines) + "\n"


def drawn() -> tuple[Network, np.ndarray]:
    """Give the network and its input, always the same."""
    rng = np.random.default_rng(0)
    m, k, n = SIZES
    network = Network(
        Linear(rng.normal(size=(k, m)) / 8, rng.normal(size=(k, 1))),
        Sigmoid(),
        Linear(rng.normal(size=(n, k)) / 5, rng.normal(size=(n, 1))),
        SquaredError(rng.normal(size=(n, BATCH))),
    )
    return network, rng.normal(size=(m, BATCH))


def _runs():
    """By name: what to run, how many entries it moves, the largest error it finds."""
    network, A = drawn()
    entries = sum(one.size for one in network.parameters.values())
    whole = f"{entries:,} parameters and {A.size:,} of the input"
    for scheme in (central_difference, complex_step):
        worst = max(one.error for one in check(network, A, scheme=scheme).findings)
        said = f"{worst:.0e}" if scheme is complex_step else "below rounding"
        name = f"check, {scheme.__name__}"
        yield name, (lambda scheme=scheme: check(network, A, scheme=scheme), whole, said)
    error = f"{quick_check(network, A).error:.0e}"
    yield "quick_check", (lambda: quick_check(network, A), "all, along one direction", error)
    try:
        yield "torch.autograd.gradcheck", (_torch(network, A), f"{entries:,} parameters", "–")
    except ImportError as missing:
        print(f"torch is left out: {missing}", file=sys.stderr)


def _torch(network, A) -> Callable:
    import torch

    torch.set_num_threads(1)
    parameters = [
        torch.tensor(one, requires_grad=True) for one in map(np.array, network.parameters.values())
    ]
    inputs, targets = torch.tensor(A), torch.tensor(np.array(network.layers[-1].t))

    def loss(W1, b1, W2, b2):
        o = W2 @ torch.sigmoid(W1 @ inputs + b1) + b2
        return ((o - targets) ** 2).sum() / 2

    def run():
        assert torch.autograd.gradcheck(loss, parameters)

    np.testing.assert_allclose(loss(*parameters).item(), network(A)[0, 0], rtol=1e-12)
    return run


def _seconds(run, times) -> float:
    began = time.perf_counter()
    for _ in range(times):
        run()
    return (time.perf_counter() - began) / times


if __name__ == "__main__":
    main()
