"""A training step beside its peers: medians and ratios of one run, as a table in Markdown.

``make bench`` runs it among others, in an environment with the peers. One thread each.
"""

from __future__ import annotations

import argparse
import sys
import time
from statistics import median

import numpy as np
from peers import PEERS, Problem, flops, on_one_core

PROBLEMS = {
    "2-16-1, batch 32": ((2, 16, 1), 32),
    "64-32-10, batch 32": ((64, 32, 10), 32),
    "784-128-10, batch 64": ((784, 128, 10), 64),
    "784-1024-1024-10, batch 256": ((784, 1024, 1024, 10), 256),
}
SECONDS = 0.05  # of each peer in each round


def tables(names=tuple(PEERS), rounds: int = 9) -> str:
    """Measure, and give a table for each number format."""
    return "\n".join(
        table(
            {
                words: measured(Problem(sizes, batch, dtype), names, rounds)
                for words, (sizes, batch) in PROBLEMS.items()
            },
            dtype,
        )
        for dtype in (np.float64, np.float32)
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", nargs="*", default=list(PEERS), help="names of peers")
    options = parser.parse_args()
    on_one_core()
    print(tables(options.only, options.rounds))


def measured(problem: Problem, names, rounds) -> dict[str, float]:
    """Give the median seconds of a step of each peer, in interleaved rounds."""
    peers = {}
    for name in names:
        try:
            peers[name] = PEERS[name](problem)
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    check_same(peers, problem)
    steps, found = {}, {name: [] for name in peers}
    for name, (run, _) in peers.items():
        steps[name] = max(1, int(SECONDS / seconds(run, 3)))
    for _ in range(rounds):
        for name, (run, _) in peers.items():
            found[name].append(seconds(run, steps[name]))
    found["peak"] = [1 / peak(problem.dtype) for _ in range(3)]
    result = {name: median(one) for name, one in found.items()}
    result["flops"] = sum(flops(problem))
    return result


def seconds(run, steps) -> float:
    """Time a step."""
    began = time.perf_counter()
    run(steps)
    return (time.perf_counter() - began) / steps


def check_same(peers, problem) -> None:
    """Refuse to compare what does not compute the same."""
    tolerance = 1e-9 if problem.dtype is np.float64 else 1e-3
    (_, (run, weights)), *others = peers.items()
    run(5)
    right = [one.copy() for one in weights()]
    for name, (run, weights) in others:
        run(5)
        for mine, other in zip(right, weights(), strict=True):
            gap = np.max(np.abs(mine - other)) / np.max(np.abs(mine))
            assert gap < tolerance, f"{name} has other weights after five steps: {gap:.1e}"


def peak(dtype) -> float:
    """Measure what a large product reaches, in operations a second."""
    n = 1024
    a, b, out = np.ones((n, n), dtype), np.ones((n, n), dtype), np.empty((n, n), dtype)
    return 2 * n**3 / min(seconds(lambda k: np.matmul(a, b, out=out), 1) for _ in range(5))


def table(columns, dtype) -> str:
    """Write times of bpteach, and of each peer how many times longer it takes."""
    lines = [f"| {np.dtype(dtype).name} | {' | '.join(columns)} |"]
    lines.append("| --- |" + " --- |" * len(columns))
    times = " | ".join(f"{1e6 * one['bpteach']:.3g} µs" for one in columns.values())
    lines.append(f"| **bpteach** | {times} |")
    names = [name for name in next(iter(columns.values())) if name in PEERS and name != "bpteach"]
    for name in names:
        ratios = " | ".join(f"{one[name] / one['bpteach']:.2f}×" for one in columns.values())
        lines.append(f"| {name} | {ratios} |")
    shares = " | ".join(
        f"{one['flops'] / one['bpteach'] * one['peak']:.0%}" for one in columns.values()
    )
    lines.append(f"| bpteach's share of the peak of a product | {shares} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
