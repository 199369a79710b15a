"""How many instructions our work takes beside numpy by hand: the same however busy the machine is.

Valgrind's callgrind counts them, and writes down what it has counted whenever the process asks
for the number of its parent, which is a mark between two pieces of work.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

__all__ = ["VALGRIND", "WORK", "instructions"]

VALGRIND = shutil.which("valgrind")
STEPS = 20
_MARK = os.getppid

Pair = tuple[Callable[[int], object], Callable[[int], object]]  # ours, and by hand


def _training() -> Pair:
    """Steps of 64-32-10 with batches of 32."""
    from peers import Problem, bpteach, preallocated

    problem = Problem((64, 32, 10), 32)
    return bpteach(problem)[0], preallocated(problem)[0]


def _product() -> Pair:
    """dz/dW of 128 by 128 times dL/dz: never the third-order array."""
    from bpteach import Dense, Linear

    rng = np.random.default_rng(0)
    a, g = rng.normal(size=(128, 1)), rng.normal(size=(128, 1))
    dz_dW = Linear(rng.normal(size=(128, 128)), np.zeros((128, 1))).jacobian(a, wrt="W")
    dL_dz = Dense.of_gradient(g, of="L", wrt="z")
    return (
        lambda steps: [(dz_dW @ dL_dz).gradient for _ in range(steps)],
        lambda steps: [g * a.T for _ in range(steps)],
    )


def _chain() -> Pair:
    """Twenty Jacobians of size 256, and a gradient at their end."""
    from bpteach import Dense, Variable, chain

    rng = np.random.default_rng(0)
    arrays = [rng.normal(size=(256, 256)) for _ in range(20)]
    v = [Variable(f"v{k}", (256,)) for k in range(21)]
    links = [Dense(array, of=v[k + 1], wrt=v[k]) for k, array in enumerate(arrays)]
    g = rng.normal(size=(256, 1))
    end = Dense.of_gradient(g, of="L", wrt="v20")

    def by_hand(steps):
        for _ in range(steps):
            back = g
            for array in reversed(arrays):
                back = array @ back

    return lambda steps: [chain(*links, end).gradient for _ in range(steps)], by_hand


WORK = {"training step": _training, "dz/dW times dL/dz": _product, "chain of twenty": _chain}


def instructions() -> dict[str, tuple[float, float]]:
    """Count what each piece of work takes.

    Returns
    -------
    dict of str to (float, float)
        By name: instructions of a step of ours, and by hand.
    """
    with tempfile.TemporaryDirectory() as folder:
        callgrind = (VALGRIND, "--tool=callgrind", "--dump-before=getppid")
        subprocess.run(
            [*callgrind, f"--callgrind-out-file={folder}/out", sys.executable, __file__, "work"],
            env={
                **os.environ,
                "OPENBLAS_NUM_THREADS": "1",
                "PYTHONHASHSEED": "0",
                "PYTHONPATH": str(Path(__file__).parents[1]),
            },
            capture_output=True,
            check=True,
        )
        dumps = sorted(Path(folder).glob("out.*"), key=lambda path: int(path.suffix[1:]))
        counts = [int(re.search(r"^totals: (\d+)", p.read_text(), re.M)[1]) for p in dumps]
    # before the first mark Python starts; then come work and what prepares the next, in turns
    each = iter(count / STEPS for count in counts[1::2])
    return {name: (next(each), next(each)) for name in WORK}


def _work() -> None:
    for make in WORK.values():
        for run in make():
            run(3)
            _MARK()
            run(STEPS)
            _MARK()


def main() -> None:
    """Print the table; or do the work, which is then counted."""
    if sys.argv[1:] == ["work"]:
        _work()
        return
    if not VALGRIND:
        sys.exit("no valgrind found: install it (Debian: apt install valgrind)")
    print("| work | instructions | numpy by hand | ratio |")
    print("| --- | --- | --- | --- |")
    for name, (ours, hand) in instructions().items():
        print(f"| {name} | {ours:,.0f} | {hand:,.0f} | {ours / hand:.2f} |")


if __name__ == "__main__":
    main()
