"""How long training takes: ``python benchmarks/playground.py`` prints a table.

The playground's network on 100 points, 300 updates of 20 examples, with the loss of all points
after each; then what the page waits for after ten updates more: all that it draws, the check too.
"""

import statistics
import time

from bpteach.widgets.training_run import ACTIVATIONS, SETS, Setup, run_of
from bpteach.widgets.training_state import Playground

ROUNDS = 5
UPDATES = 300


def seconds(work, *arguments):
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


def training(setup):
    run_of.cache_clear()
    run_of(setup, ((UPDATES, 0.1, ""),))


def page(state):
    state.on_ten().spec()


def main():
    print(f"median of {ROUNDS}; hidden layers 8 and 8")
    print(f"{'data':8} {'activation':10} {UPDATES} updates  +10 and the page")
    slowest = 0.0
    for data in SETS:
        for activation in ACTIVATIONS:
            setup = Setup(data, (8, 8), activation, 20, 0)
            trained = statistics.median(seconds(training, setup) for _ in range(ROUNDS))
            state = Playground(data, (8, 8), activation, 0.1, updates=200)
            states = [state]
            for _ in range(ROUNDS - 1):
                states.append(states[-1].on_ten())
            run_of.cache_clear()
            _ = state.run
            drawn = statistics.median(seconds(page, one) for one in states)
            slowest = max(slowest, trained)
            print(f"{data:8} {activation:10} {trained:9.3f} s  {1000 * drawn:11.0f} ms")
    print(f"slowest: {slowest:.3f} s for {UPDATES} updates; the limit is 1 s")


if __name__ == "__main__":
    main()
