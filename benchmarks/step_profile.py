"""Where the time of a training step goes: ``make profile`` prints a row for each operation."""

from __future__ import annotations

import sys
import time
from itertools import pairwise
from statistics import median

import numpy as np

from bpteach import Linear, Network, ReLU, SquaredError
from bpteach.network import Trainer

STEPS = 200
WIDE = 40  # characters of the longest bar


def main() -> None:
    """Time each layer forward and backward, and the update; sizes may be given: 784 128 10 64."""
    *sizes, batch = map(int, sys.argv[1:] or (784, 128, 10, 64))
    rows = profile(sizes, batch)
    whole, longest = sum(rows.values()), max(rows.values())
    print(f"{'-'.join(map(str, sizes))}, batch {batch}: {1e6 * whole:.0f} µs a step\n")
    for name, seconds in rows.items():
        bar = "█" * max(1, round(WIDE * seconds / longest))
        print(f"{name:28} {1e6 * seconds:9.1f} µs {seconds / whole:5.0%}  {bar}")


def profile(sizes: list[int], batch: int) -> dict[str, float]:
    """Give the median seconds of each operation of a step, in order."""
    trainer, layers = _made(sizes, batch)
    found: dict[str, list[float]] = {}
    for _ in range(STEPS):
        a, t = trainer._batches.at(trainer.updates)
        for layer, name in layers:
            a = _timed(found, f"forward   {name}", layer.forward, a)
        _timed(found, "loss", trainer._loss.forward, a, t)
        g = _timed(found, "backward  loss", trainer._loss.backward)
        for place in range(len(layers) - 1, -1, -1):
            layer, name = layers[place]
            g = _timed(found, f"backward  {name}", layer.backward, g, place > 0)
        _timed(found, "update", trainer._update)
    return {name: median(times) for name, times in found.items()}


def _made(sizes, batch):
    rng = np.random.default_rng(0)
    layers = []
    for m, n in pairwise(sizes):
        layers += [Linear(rng.normal(size=(n, m)) / np.sqrt(m), np.zeros((n, 1))), ReLU()]
    names = [f"{type(one).__name__} {k // 2 + 1}" for k, one in enumerate(layers[:-1])]
    network = Network(*layers[:-1], SquaredError(rng.normal(size=(sizes[-1], batch))))
    trainer = Trainer(network, rng.normal(size=(sizes[0], batch)), rate=0.01)
    return trainer, list(zip(trainer._layers, names, strict=True))


def _timed(found, name, work, *arguments):
    began = time.perf_counter()
    result = work(*arguments)
    found.setdefault(name, []).append(time.perf_counter() - began)
    return result


if __name__ == "__main__":
    main()
