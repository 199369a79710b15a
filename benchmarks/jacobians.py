"""Jacobians beside what numpy does by hand and what JAX does: sizes from small to large.

``make bench`` runs it among others, and draws how the product grows with its size.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import numpy as np
from peers import on_one_core

from bpteach import Dense, Linear, ReLU, Sigmoid, Variable, chain

ROUNDS, SECONDS = 9, 0.02


def main() -> None:
    """Print two tables."""
    on_one_core()
    print(compared())
    print(grown(growth()))


def compared() -> str:
    """Measure Jacobians and chains beside others, and give the table."""
    return _table(["work", "ours", "beside", "ratio"], map(_compared, _pairs()))


def growth() -> list[tuple[int, float, float]]:
    """Time dz/dW times dL/dz for sizes up to 4,096: n, seconds of ours, and of the bare product."""
    return [_product(2**k) for k in range(4, 13)]


def grown(rows) -> str:
    """Give the table of `growth`."""
    heads = ["n = m", "dz/dW times dL/dz", "g aᵀ alone", "ratio"]
    cells = ([f"{n:,}", _time(a), _time(b), f"{a / b:.2f}"] for n, a, b in rows)
    return _table(heads, cells)


def _pairs():
    rng = np.random.default_rng(0)
    z = rng.normal(size=(10_000, 1))
    for layer in (Sigmoid(), ReLU()):
        yield f"{layer!r} Jacobian, n = 10,000", lambda layer=layer: layer.jacobian(z), None, ""
    small = z[:1000]
    yield "Sigmoid, n = 1,000, dense", lambda: Sigmoid().jacobian(small).array, *_jax(small)
    yield from _chains(rng)


def _chains(rng):
    arrays = [rng.normal(size=(256, 256)) / 16 for _ in range(20)]
    v = [Variable(f"v{k}", (256,)) for k in range(21)]
    links = [Dense(array, of=v[k + 1], wrt=v[k]) for k, array in enumerate(arrays)]
    g = rng.normal(size=(256, 1))
    end = Dense.of_gradient(g, of="L", wrt="v20")
    rows, row_end = [one.T for one in reversed(links)], end.T

    def by_hand():
        back = g
        for array in reversed(arrays):
            back = array @ back
        return back

    words = "reverse mode by hand"
    yield "chain of 20, column", lambda: chain(*links, end).gradient, by_hand, words
    yield "chain of 20, row", lambda: chain(row_end, *rows).gradient, by_hand, words


def _jax(z):
    try:
        import jax
    except ImportError:
        return None, ""
    jax.config.update("jax_enable_x64", True)
    dense = jax.jit(jax.jacobian(lambda z: jax.nn.sigmoid(z)))
    flat = jax.numpy.asarray(z[:, 0])
    return lambda: dense(flat).block_until_ready(), "JAX, jit"


def _compared(pair) -> list[str]:
    name, ours, other, words = pair
    if other is None:
        return [name, _time(median(_rounds(ours)[0])), "", ""]
    mine, theirs = _rounds(ours, other)
    ratio = median(a / b for a, b in zip(mine, theirs, strict=True))
    return [name, _time(median(mine)), f"{words}: {_time(median(theirs))}", f"{ratio:.2f}"]


def _product(n: int) -> tuple[int, float, float]:
    rng = np.random.default_rng(0)
    a, g = rng.normal(size=(n, 1)), rng.normal(size=(n, 1))
    dz_dW = Linear(np.zeros((n, n)), np.zeros((n, 1))).jacobian(a, wrt="W")
    dL_dz = Dense.of_gradient(g, of="L", wrt="z")
    mine, bare = _rounds(lambda: (dz_dW @ dL_dz).gradient, lambda: g * a.T)
    return n, median(mine), median(bare)


def _rounds(*works: Callable[[], object]) -> list[list[float]]:
    """Time each work in turns; seconds of each round."""
    steps = [max(1, int(SECONDS / _seconds(work, 2))) for work in works]
    rounds = [[_seconds(*pair) for pair in zip(works, steps, strict=True)] for _ in range(ROUNDS)]
    return [list(one) for one in zip(*rounds, strict=True)]


def _seconds(work, steps) -> float:
    began = time.perf_counter()
    for _ in range(steps):
        work()
    return (time.perf_counter() - began) / steps


def _time(seconds: float) -> str:
    return f"{1e6 * seconds:.3g} µs" if seconds < 1e-3 else f"{1e3 * seconds:.3g} ms"


def _table(heads, rows) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(one)} |" for one in lines) + "\n"


if __name__ == "__main__":
    main()
