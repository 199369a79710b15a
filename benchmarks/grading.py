"""How fast a class is graded, and what it costs: tables in Markdown.

Every submission holds all exercises of unit 03, most of them right, isolation in full. Then the
reader of replies is given a hundred thousand messages that were spoiled.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bpteach.exercises import units
from bpteach.grading.isolation import isolation
from bpteach.grading.marking import Marker
from bpteach.grading.sandbox.wire import Alien, WireError, packed, unpacked
from bpteach.grading.submission import Cell, Submission
from bpteach.grading.workers import Limits, graded

UNIT = next(one for one in units() if one.name == "linear")


def submissions(count: int) -> Iterator[Submission]:
    for number in range(count):
        rng = random.Random(number)
        sources = ["import numpy as np\nfrom bpteach.exercises import card"]
        for exercise in UNIT.exercises:
            wrong = rng.random() < 0.1
            sources.append(exercise.starter_source if wrong else exercise.reference_source)
            sources.append(f"{exercise.card}.check({exercise.answered_with})")
        cells = tuple(Cell(k, source) for k, source in enumerate(sources, start=1))
        yield Submission(f"s{number}", Path("s.ipynb"), f"{number:x}", UNIT.name, 0, cells)


def rate(count: int, workers: int) -> dict[str, str]:
    begun = time.perf_counter()
    level = isolation("full")
    first, done = None, 0
    for _ in graded(submissions(count), secret=b"bench", isolation=level, workers=workers):
        done += 1
        if first is None:
            first, before = time.perf_counter(), done
    took = time.perf_counter() - first
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        f"submissions a second, {workers} workers": f"{(done - before) / took:.0f}",
        "seconds to the first mark": f"{first - begun:.2f}",
        f"MB of the parent, {count} submissions": f"{peak:.0f}",
    }


def costs(count: int) -> dict[str, str]:
    exercises = len(UNIT.exercises)
    with Marker(secret=b"bench", level="full", limits=Limits().inside) as marker:
        begun = time.perf_counter()
        marker.start()
        start = time.perf_counter() - begun
        marked = list(submissions(count))
        marker.mark(marked[0])
        wall, cpu = time.perf_counter(), time.process_time()
        for one in marked:
            marker.mark(one)
        wall, cpu = (time.perf_counter() - wall) / count, (time.process_time() - cpu) / count
    return {
        "seconds until a sandbox is ready": f"{start:.2f}",
        "ms of an exercise, with the sandbox": f"{1e3 * wall / exercises:.2f}",
        "ms of it on the trusted side": f"{1e3 * cpu / exercises:.2f}",
    }


def fuzzed(count: int) -> dict[str, str]:
    rng = random.Random(0)
    seeds = [
        packed(one)
        for one in (
            (np.eye(3), (), ("overflow encountered in exp",)),
            {"handle": 0, "names": ("a", "b"), "called": True, "kind": "function"},
            [1, 2.5, None, True, "text", b"bytes", 1j, Alien("callable", "f", 1)],
            {"raised": "ValueError", "where": ("3", 1, 1)},
            np.arange(6, dtype=np.int32).reshape(2, 3),
        )
    ]
    refused = 0
    for _ in range(count):
        message = bytearray(rng.choice(seeds))
        for _ in range(rng.randint(1, 4)):
            message[rng.randrange(len(message))] = rng.randrange(256)
        if rng.random() < 0.3:
            message = message[: rng.randrange(len(message))]
        with contextlib.suppress(WireError):
            unpacked(bytes(message))
            continue
        refused += 1
    return {"spoiled replies read": f"{count:,}", "refused, none a crash": f"{refused:,}"}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=10_000, help="submissions")
    options.add_argument("--workers", type=int, default=os.cpu_count())
    chosen = options.parse_args()
    rows = costs(100) | rate(chosen.count, chosen.workers) | fuzzed(100_000)
    print("| measured | |\n| :-- | --: |")
    for name, value in rows.items():
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
