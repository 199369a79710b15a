"""The playground as plain data for the page: the plane, the loss, the gradients, the controls."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from bpteach.plots.boundary import BANDS, Boundary
from bpteach.plots.decades import decade_ticks
from bpteach.plots.gradient_sizes import log_limits
from bpteach.plots.training import log_losses, loss_limits, loss_words, points_words, row_words
from bpteach.plots.words import listed, plain
from bpteach.widgets import parts
from bpteach.widgets.frames import at
from bpteach.widgets.training_run import LAYERS, POINTS, RATES, SETS, UNITS

if TYPE_CHECKING:
    from bpteach.widgets.training_run import Run
    from bpteach.widgets.training_state import Playground

__all__ = ["spec"]

_PLANE, _CURVE, _ROW = 340, 148, 46  # pixels
_BATCH = "\u2003large: in the batch"
_SHOWN = 250  # points of the loss's line


def spec(state: Playground) -> dict:
    """Lay the playground out.

    Parameters
    ----------
    state : Playground
        At any phase.

    Returns
    -------
    dict
        Title, body, sentence and numbers; what the phase changes stands in frames.
    """
    return {
        "title": state.along("phase", make=_title),
        "body": [
            parts.row(
                parts.column(
                    state.along("phase", make=_plane),
                    parts.text(_legend(state), role="muted"),
                ),
                parts.column(_loss(state), _gradients(state)),
            ),
            _steps(state),
            _choices(state),
        ],
        "more": [_network(state)],
        "sentence": state.along("phase", make=lambda s: s.sentence()),
        "numbers": state.along("phase", make=_tables),
    }


def _title(state) -> str:
    run = state.seen
    if run.diverged:
        return f"Diverged at update {run.updates}: the loss is no longer finite"
    if not run.updates:
        return f"Before training: {points_words(run.boundary)}"
    counted = "1 update" if run.updates == 1 else f"{run.updates} updates"
    return f"After {counted}: {points_words(run.boundary)}"


# The plane


def _plane(state) -> dict:
    seen = state.seen.boundary
    return parts.plot(
        parts.axis("a₁", *seen.x),
        parts.axis("a₂", *seen.y),
        [*_bands(seen), *_points(seen, state), *_labels(seen)],
        alt=f"The plane in bands of the output o, with lines where o is 0.1 to 0.9: "
        f"{points_words(seen)}.",
        height=_PLANE,
    )


@lru_cache(maxsize=16)  # a boundary is equal only to itself
def _bands(seen: Boundary) -> list:
    bands = [
        parts.area(*_joined(rings), heat=place)
        for rings, place in zip(seen.bands, BANDS, strict=True)
        if rings
    ]
    lines = [
        parts.line(*_joined(lines), role="ink", thin=level != 0.5)
        for level, lines in seen.lines.items()
        if lines
    ]
    return bands + lines


def _joined(curves) -> np.ndarray:
    """Several curves as one, with nan between them; three decimals of a plane of size 3."""
    gap = np.full((1, 2), np.nan)
    return np.concatenate([part for curve in curves for part in (gap, curve)][1:]).round(3).T


def _points(seen: Boundary, state) -> list:
    in_batch = np.zeros(len(seen.right), dtype=bool)
    if state.made is not None and state.phase != "update":
        in_batch[state.made.batch] = True
    shown = []
    for larger, chosen in ((0, ~in_batch), (5, in_batch)):
        for of_class, look in (
            (seen.classes, {"role": "value", "marker": "circle", "size": 8, "edged": True}),
            (~seen.classes, {"role": "gradient", "marker": "triangle", "size": 9, "hollow": True}),
        ):
            x, y = seen.points[:, chosen & of_class].round(3)
            shown.append(parts.points(x, y, **look | {"size": look["size"] + larger}))
    x, y = seen.points[:, ~seen.right].round(3)
    return [*shown, parts.points(x, y, role="alarm", marker="cross", size=11)]


def _labels(seen: Boundary) -> list:
    return [
        parts.label(x, y, "o = ½" if level == 0.5 else f"{level:g}", side="on", strong=level == 0.5)
        for x, y, level in seen.labels
    ]


def _legend(state) -> list:
    return [
        "● class 1\u2003△ class 0\u2003✕ wrong side of ½",
        state.along("phase", make=lambda s: _BATCH if s.phase != "update" else ""),
    ]


# The loss


def _loss(state) -> dict:
    logs = log_losses(state.run.losses)
    low, high = loss_limits(logs)
    updates = np.arange(len(logs))
    kept = updates[:: len(updates) // _SHOWN + 1]
    kept = np.union1d(kept, updates[-2:])
    line = parts.line(kept, logs[kept], role="value")
    stretches = [
        parts.area([a, b, b, a], [low, low, high, high], role="muted", hatch=True)
        for a, b in _sabotaged(state)
    ]
    hatched = " (hatched: sabotaged)" if stretches else ""
    return parts.plot(
        parts.axis("update", 0, max(10, 1.12 * (len(logs) - 1))),
        parts.axis(f"mean loss{hatched}", low, high, at=decade_ticks(low, high)),
        [*stretches, line, state.along("phase", make=_now), state.along("phase", make=_now_words)],
        alt=state.along("phase", make=_loss_alt),
        height=_CURVE,
        name="loss",
    )


def _sabotaged(state) -> list:
    """From which to which update a gradient was wrong."""
    ends = [0, *(until for until, _, _ in state.before), state.run.updates]
    spoiled = [*(sabotage for _, _, sabotage in state.before), state.sabotage]
    spans = zip(pairwise(ends), spoiled, strict=True)
    return [(start, end) for (start, end), one in spans if one and end > start]


def _end(run: Run) -> tuple:
    logs = log_losses(run.losses)
    last = int(np.flatnonzero(np.isfinite(logs))[-1])
    return last, logs[last], run.losses[last]


def _now(state) -> dict:
    x, y, _ = _end(state.seen)
    return parts.points([x], [y], role="value", size=8)


def _now_words(state) -> dict:
    x, y, loss = _end(state.seen)
    side = "right" if x < 0.2 * state.run.updates or not x else "above"
    return parts.label(x, y, loss_words(loss), role="value", side=side, strong=True)


def _loss_alt(state) -> str:
    first, last = map(loss_words, state.seen.losses[[0, -1]])
    return f"The mean loss, on a logarithmic axis: first {first}, now {last}."


# The gradients


def _gradients(state) -> dict:
    return parts.column(
        state.along("phase", make=_badge),
        state.along("phase", make=_histograms),
        name="gradients",
    )


def _badge(state) -> dict:
    if not state.has_gradients():
        return parts.text("— gradient check: no gradients yet", role="muted", strong=True)
    error = state.error()
    if not isfinite(error):
        return parts.text("— gradient check: nothing is finite", role="muted", strong=True)
    if state.wrong():
        names = listed([f"∂L/∂{name}" for name in state.wrong()])
        off = max(state.made.checks[name].error for name in state.wrong())
        words = f"✗ gradient check: {names} is off by {100 * off:.0f} %"
        return parts.text(words, role="alarm", strong=True)
    close = f"{error:.0e}" if error < 1e-6 else "within rounding"
    return parts.text(f"✓ gradient check {close}", role="match", strong=True)


def _histograms(state) -> dict:
    names = {k: W.shape for k, W in state.run.network.parameters.items() if k.startswith("W")}
    sizes = state.made.sizes if state.has_gradients() else {}
    all_sizes = state.made.sizes if state.made else {}
    low, high = log_limits(all_sizes.values())
    marks = []
    for row, name in enumerate(names):
        base = len(names) - 1 - row
        marks += _histogram(base, sizes[name]) if name in sizes else [_nothing_yet(base, low, high)]
    rows = [
        [len(names) - 1 - row, row_words(name, shape, sizes.get(name)).replace("\n", ", ")]
        for row, (name, shape) in enumerate(names.items())
    ]
    every = [[k, plain(k)] for k in range(low, high + 1)]
    places = every if len(every) < 10 else parts.ticks(low, high)
    return parts.plot(
        parts.axis("log₁₀ |entry of ∂L/∂W|", low, high, at=places),
        parts.axis("gradients by layer, bar: median", -0.08, len(names) - 0.05, at=rows),
        marks,
        alt=_sizes_alt(sizes),
        height=66 + _ROW * len(names),
        name="sizes",
    )


def _histogram(base: int, one) -> list:
    if not one.counts.any():
        return []
    tops = base + 0.8 * one.counts / one.counts.max()
    x = np.concatenate([one.edges[:1], np.repeat(one.edges[1:-1], 2), one.edges[-1:]])
    x = np.concatenate([one.edges[:1], x, one.edges[-1:]])
    y = np.concatenate([[base], np.repeat(tops, 2), [base]])
    bars = parts.area(x, y, role="gradient", edged=True)
    return [bars, parts.line([one.median] * 2, [base, base + 0.88], role="ink")]


def _nothing_yet(base: int, low: int, high: int) -> dict:
    return parts.label((low + high) / 2, base + 0.2, "—", role="muted", side="on")


def _sizes_alt(sizes) -> str:
    if not sizes:
        return "Histograms of the gradients' sizes: not computed yet."
    medians = [
        f"{name} {one.median:.1f}".replace("-", "−")
        for name, one in sizes.items()
        if isfinite(one.median)
    ]
    return (
        f"Histograms of log₁₀ of the gradients' entries, by layer; medians: {', '.join(medians)}."
    )


# Controls


def _steps(state) -> dict:
    end = state.is_at_end()
    label = f"phase of update {state.updates}" if state.updates else "phase"
    options = [(phase, phase if state.updates else "not begun") for phase in state.moves()["phase"]]
    return parts.column(
        parts.row(
            state.along("phase", make=lambda s: _step(s, end)),
            parts.button("ten", "+10 updates", off=end, key="Shift+S"),
            parts.play("play", "Play", off=end, key=" "),
            parts.button("restart", "Start over", off=not state.updates, key="Shift+R"),
            parts.choice("phase", label, value=at("phase"), options=options),
        ),
        state.along("phase", make=lambda s: parts.text(_phase_words(s), name="how")),
        name="steps",
    )


def _step(state, end: bool) -> dict:
    following = {"forward": "backward", "backward": "update", "update": "forward"}[state.phase]
    to = {"phase": following} if state.phase != "update" else None
    off = end and to is None
    return parts.button("step", f"Step: {following}", to=to, off=off, key="S", strong=True)


def _phase_words(state) -> str:
    made, batch = state.made, state.batch
    if made is None:
        return "A step is one phase: forward, backward, update."
    if state.phase == "forward":
        last = len(state.hidden) + 1
        way = [f"A 2×{batch}"]
        for k, units in enumerate(state.hidden, 1):
            way += [f"Z{k} {units}×{batch}", f"{_letter(state)}{k} {units}×{batch}"]
        way += [f"o = Z{last} 1×{batch}", f"L = {loss_words(made.loss)}"]
        return f"Forward: {' → '.join(way)}"
    if state.phase == "backward":
        shapes = [f"∂L/∂{name} {n}×{m}" for name, (n, m) in reversed(_weights(state))]
        return (
            f"Backward: ∂L/∂o = (o − t)/{batch}, 1×{batch} → {' → '.join(shapes)}. "
            "Each gradient has the shape of its weights."
        )
    before, now = made.network.parameters, state.run.network.parameters
    largest = max(np.max(np.abs(now[name] - before[name])) for name in now)
    moved = f" No entry moved by more than {loss_words(largest)}." if isfinite(largest) else ""
    return f"Update: W ← W − {plain(made.rate)} ∂L/∂W, and b in the same way.{moved}"


def _letter(state) -> str:
    return {"sigmoid": "S", "tanh": "T"}.get(state.activation, "F")


def _weights(state) -> list:
    parameters = state.run.network.parameters
    return [(name, W.shape) for name, W in parameters.items() if name.startswith("W")]


def _choices(state) -> dict:
    place = int(np.argmin(np.abs(np.log(RATES) - np.log(state.rate))))
    spoil = [("", "none"), *state.sabotages()]
    return parts.row(
        parts.select("data", "data", value=state.data, options=list(SETS.items())),
        parts.slider(
            "rate",
            "learning rate",
            value=place,
            low=0,
            high=len(RATES) - 1,
            shown=plain(state.rate),
            keys=("[", "]"),
        ),
        parts.select("sabotage", "sabotage", value=state.sabotage, options=spoil),
    )


def _network(state) -> dict:
    kinds = list(state.activations().items())
    units = max(state.hidden, default=1)
    return parts.fold(
        "Another network",
        parts.row(
            parts.select("activation", "activation", value=state.activation, options=kinds),
            parts.number("layers", "hidden layers", value=len(state.hidden), low=0, high=LAYERS),
            parts.number("units", "units in each", value=units, low=1, high=UNITS),
            parts.number("batch", "examples in a batch", value=state.batch, low=1, high=POINTS),
            parts.number("seed", "seed", value=state.seed, low=0, high=9999),
        ),
        name="network",
    )


def _tables(state) -> list:
    run, gradients = state.seen, state.made.gradients if state.has_gradients() else {}
    sizes = state.made.sizes if gradients else {}
    names = {f"∂L/∂{row_words(name, shape, None)}": name for name, shape in _weights(state)}
    medians = {name: one.median if isfinite(one.median) else None for name, one in sizes.items()}
    norms = {name: one.norm for name, one in sizes.items()}
    zeros = {name: one.zeros for name, one in sizes.items()}
    checks = {name: _checked(state, name) for name in gradients}
    kept = range(0, len(run.losses), max(1, len(run.losses) // 10))
    losses = [
        [k, float(run.losses[k]) if isfinite(run.losses[k]) else "not finite"]
        for k in sorted({*kept, len(run.losses) - 1})
    ]

    def table(caption, columns):
        heads = ["gradient", *columns]
        rows = [
            [words, *(one.get(name) for one in columns.values())] for words, name in names.items()
        ]
        return parts.table(caption, heads, rows)

    return [
        table("sizes of the gradients", {"norm": norms, "median log₁₀": medians}),
        table("zeros, and the check", {"exactly 0": zeros, "distance": checks}),
        parts.table("mean loss of all points", ["update", "loss"], losses),
    ]


def _checked(state, name):
    error = state.made.checks[name].error
    return f"{error:.0e}" if isfinite(error) else None
