"""Gradient flow: how large a gradient still is, layer by layer, on its way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import ClassVar

import numpy as np

from bpteach.plots.deep_runs import ACTIVATIONS, DeepRun, Flow, measure_flow, regime
from bpteach.plots.gradient_flow import histogram
from bpteach.plots.words import power
from bpteach.widgets import parts
from bpteach.widgets.frames import at
from bpteach.widgets.panel import Panel, Question
from bpteach.widgets.state import State

__all__ = ["GradientFlow", "gradient_flow"]

DEPTHS, WIDTHS, GAINS = (2, 40), (4, 64), (0.1, 4.0)
MOST = 3
MARKS = (("Xavier", 1.0), ("He", 1.41))
_ROLES = ("gradient", "match", "value")
_DEFAULT = (("sigmoid", 1.0), ("relu", 1.41), ("relu", 2.2))


@dataclass(frozen=True)
class GradientFlow(State):
    """Up to three runs of twelve deep networks, and the layer that is looked at.

    Parameters
    ----------
    runs : tuple of (str, float)
        Activation and gain of each run; ``"orthogonal"`` is the identity with orthogonal W.
    depth, width : int
        Layers, and numbers in each, the same for all runs.
    seed : int
        The first of twelve seeds.
    run : int
        The run that is looked at, from 1.
    layer : int
        The layer that is looked at, from 1.
    """

    call: ClassVar[str] = "gradient_flow"

    runs: tuple[tuple[str, float], ...] = _DEFAULT
    depth: int = 20
    width: int = 64
    seed: int = 0
    run: int = 1
    layer: int = 1

    def __post_init__(self):
        if not 1 <= len(self.runs) <= MOST:
            raise ValueError(f"one to {MOST} runs are shown, not {len(self.runs)}")
        for activation, gain in self.runs:
            if activation not in _NAMES:
                known = ", ".join(_NAMES)
                raise ValueError(f"there is no activation {activation!r}\n  there are: {known}")
            if not GAINS[0] <= gain <= GAINS[1]:
                raise ValueError(f"a gain lies between {GAINS[0]:g} and {GAINS[1]:g}, not {gain:g}")
        _within("depth", self.depth, DEPTHS)
        _within("width", self.width, WIDTHS)
        _within("run", self.run, (1, len(self.runs)))
        _within("layer", self.layer, (1, self.depth))

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """What was measured of each run."""
        return tuple(measure_flow(run) for run in self.deep_runs)

    @property
    def deep_runs(self) -> tuple[DeepRun, ...]:
        """The networks of each run."""
        return tuple(
            DeepRun(
                "identity" if activation == "orthogonal" else activation,
                gain,
                self.depth,
                self.width,
                self.seed,
                orthogonal=activation == "orthogonal",
            )
            for activation, gain in self.runs
        )

    @property
    def flow(self) -> Flow:
        """The run that is looked at."""
        return self.flows[self.run - 1]

    # What can be changed

    def moves(self) -> dict[str, Sequence]:
        """Name what the page changes alone."""
        return {"run": range(1, len(self.runs) + 1), "layer": range(1, self.depth + 1)}

    def arguments(self) -> dict:
        """Give what the networks are."""
        return {
            "runs": list(self.runs),
            "depth": self.depth,
            "width": self.width,
            "seed": self.seed,
        }

    def on_activation(self, value: str) -> GradientFlow:
        """Change the activation of the run that is looked at.

        Parameters
        ----------
        value : str
            Its name.

        Returns
        -------
        GradientFlow
            With other networks in this run.
        """
        return self._with_run(str(value), self.runs[self.run - 1][1])

    def on_gain(self, value: float) -> GradientFlow:
        """Change the gain of the run that is looked at.

        Parameters
        ----------
        value : float
            From 0.1 to 4.

        Returns
        -------
        GradientFlow
            With larger or smaller weights in this run.
        """
        return self._with_run(self.runs[self.run - 1][0], round(float(value), 2))

    def _with_run(self, activation, gain) -> GradientFlow:
        runs = list(self.runs)
        runs[self.run - 1] = (activation, gain)
        return replace(self, runs=tuple(runs))

    def on_depth(self, value: int) -> GradientFlow:
        """Change the number of layers.

        Parameters
        ----------
        value : int
            From 2 to 40.

        Returns
        -------
        GradientFlow
            Deeper or flatter.
        """
        _within("depth", value, DEPTHS)
        return replace(self, depth=int(value), layer=min(self.layer, int(value)))

    def on_deeper(self) -> GradientFlow:
        """Add a layer.

        Returns
        -------
        GradientFlow
            One layer deeper.
        """
        return self.on_depth(self.depth + 1)

    def on_flatter(self) -> GradientFlow:
        """Take a layer away.

        Returns
        -------
        GradientFlow
            One layer less.
        """
        return self.on_depth(self.depth - 1)

    def on_width(self, value: int) -> GradientFlow:
        """Change the width of every layer.

        Parameters
        ----------
        value : int
            From 4 to 64.

        Returns
        -------
        GradientFlow
            With other networks.
        """
        return replace(self, width=int(value))

    def on_seed(self, value: int) -> GradientFlow:
        """Draw other numbers.

        Parameters
        ----------
        value : int
            The first of twelve seeds.

        Returns
        -------
        GradientFlow
            With other networks of the same kind.
        """
        _within("seed", value, (0, 999))
        return replace(self, seed=int(value))

    def on_add(self) -> GradientFlow:
        """Add a run like the one that is looked at, to change it then.

        Returns
        -------
        GradientFlow
            With one run more, which is looked at.
        """
        if len(self.runs) == MOST:
            raise ValueError(f"{MOST} runs are enough for one picture: remove one first")
        return replace(self, runs=(*self.runs, self.runs[self.run - 1]), run=len(self.runs) + 1)

    def on_remove(self) -> GradientFlow:
        """Remove the run that is looked at.

        Returns
        -------
        GradientFlow
            With one run less.
        """
        if len(self.runs) == 1:
            raise ValueError("one run has to stay")
        kept = self.runs[: self.run - 1] + self.runs[self.run :]
        return replace(self, runs=kept, run=min(self.run, len(kept)))

    # Words

    def sentence(self) -> str:
        """Say what a layer does to the gradient, and what is left of it at the input."""
        return f"{self._run_words()} {self._layer_words()}"

    def _run_words(self) -> str:
        flow, run = self.flow, self.flow.run
        left = power(10 ** flow.median[0]) if np.isfinite(flow.median[0]) else "0"
        return (
            f"{run.name}, {self.depth} layers of {self.width}: going back one layer multiplies "
            f"the gradient by {flow.factor:.3g} on average, so the input receives about {left} "
            f"of it: {regime(flow.factor)}."
        )

    def _layer_words(self) -> str:
        return _layer_words(self.flow.run, self.layer)

    # Data for the page

    def spec(self) -> dict:
        """Give both charts and what can be changed."""
        return {
            "title": "One factor a layer, again and again: a gradient vanishes, explodes, "
            "or arrives",
            "body": [parts.row(self._norms(), self._entries()), self._controls()],
            "sentence": [
                self.along("run", make=GradientFlow._run_words),
                " ",
                self.along("run", "layer", make=GradientFlow._layer_words),
            ],
            "numbers": [
                self._norm_table(),
                self.along("run", "layer", make=lambda s: _entry_table(s.flow.run, s.layer)),
            ],
        }

    def _norms(self) -> dict:
        layers = np.arange(self.depth + 1)
        finite = np.concatenate([f.median[np.isfinite(f.median)] for f in self.flows])
        low, high = float(finite.min()), float(finite.max())
        span = max(high - low, 1.0)
        marks = []
        for flow, role in zip(self.flows, _ROLES, strict=False):
            bottom, top = flow.band
            marks.append(
                parts.area(np.append(layers, layers[::-1]), np.append(bottom, top[::-1]), role=role)
            )
            marks.append(parts.line(layers, flow.median, role=role))
            marks.append(parts.line(layers, flow.predicted, role="ink", thin=True))
            marks.append(parts.points(layers[::5], flow.median[::5], role=role))
        marks += self._names(span)
        marks.append(self.along("layer", make=lambda s: parts.rule(x=s.layer, role="ink")))
        return parts.card(
            "Size of the gradient, from the last layer back to the input",
            parts.plot(
                parts.axis("layer, 0 = input   ← way back", 0, self.depth),
                parts.axis("log₁₀ ‖∂L/∂a‖", low - 0.2 * span, high + 0.2 * span),
                marks,
                alt=self.along("run", make=GradientFlow._run_words),
                height=300,
                name="norms",
            ),
            parts.text(
                "Line: median of 12 networks. Band: 10 to 90 %. Thin line: the prediction "
                "gain · √E[f′²] for each layer.",
                role="muted",
            ),
            grow=2,
        )

    def _names(self, span) -> list:
        marks = []
        for flow, role in zip(self.flows, _ROLES, strict=False):
            up = 0.09 if regime(flow.factor) == "exploding" else -0.09
            x = self.depth * (0.2 if regime(flow.factor) == "vanishing" else 0.05)
            y = float(np.nan_to_num(flow.median[0], neginf=-300.0)) + up * span
            words = f"{flow.run.name}: ×{flow.factor:.2g}"  # short enough for a narrow page
            marks.append(parts.label(x, y, words, role=role, strong=True))
        return marks

    def _entries(self) -> dict:
        return parts.card(
            ["Entries of ∂L/∂z at layer ", at("layer")],
            self.along("run", "layer", make=lambda s: s._histogram()),
            parts.slider(
                "layer",
                "layer",
                value=at("layer"),
                low=1,
                high=self.depth,
                shown=[at("layer"), f" of {self.depth}"],
                keys=("ArrowDown", "ArrowUp"),
            ),
            grow=1,
        )

    def _histogram(self) -> dict:
        return _histogram_part(self.flow.run, self.layer, _ROLES[self.run - 1])

    def _controls(self) -> dict:
        names = [(k, f"{k}: {flow.run.name}") for k, flow in enumerate(self.flows, 1)]
        kinds = [(name, words) for name, words in _NAMES.items()]
        return parts.column(
            parts.choice("run", "run", value=at("run"), options=names, key="X"),
            parts.row(
                parts.select(
                    "activation",
                    "activation",
                    value=self.along("run", make=lambda s: s.runs[s.run - 1][0]),
                    options=kinds,
                ),
                parts.number(
                    "gain",
                    "gain",
                    value=self.along("run", make=lambda s: s.runs[s.run - 1][1]),
                    low=GAINS[0],
                    high=GAINS[1],
                    step=0.1,
                ),
                *(parts.button("gain", f"{name}: {gain:g}", value=gain) for name, gain in MARKS),
                name="network",
            ),
            parts.row(
                parts.button("deeper", "Deeper", key="+", off=self.depth == DEPTHS[1]),
                parts.button("flatter", "Flatter", key="-", off=self.depth == DEPTHS[0]),
                parts.number("depth", "depth", value=self.depth, low=DEPTHS[0], high=DEPTHS[1]),
                parts.number("width", "width", value=self.width, low=WIDTHS[0], high=WIDTHS[1]),
                parts.number("seed", "seed", value=self.seed, low=0, high=999),
                name="size",
            ),
            parts.row(
                parts.button("add", "Add a run", key="N", off=len(self.runs) == MOST),
                parts.button("remove", "Remove this run", key="Shift+N", off=len(self.runs) == 1),
                name="compare",
            ),
        )

    def _norm_table(self) -> dict:
        names = [f"run {k}" for k in range(1, len(self.runs) + 1)]  # short, for a narrow page
        rows = [
            [k, *(round(float(flow.median[k]), 3) for flow in self.flows)]
            for k in range(self.depth, -1, -1)
        ]
        return parts.table("median of log₁₀ ‖∂L/∂a‖", ["layer", *names], rows)

    def picture(self, theme: str = "light"):
        """Draw both charts."""
        from bpteach.plots import gradient_flow as drawn

        return drawn(self.deep_runs, chosen=self.run, layer=self.layer, theme=theme)


# Frames of one run and layer: kept, since a change of one run leaves the others as they are


@lru_cache(maxsize=512)
def _layer_words(run: DeepRun, layer: int) -> str:
    flow = measure_flow(run)
    logs = flow.logs(layer)
    if not len(logs):
        return f"Layer {layer}: every entry of ∂L/∂z is 0."
    lost, count = flow.lost(layer), flow.entries[:, layer - 1].size
    float32 = f"; {lost} of {count} are too small for float32" if lost else ""
    middle = power(10 ** float(np.median(logs)))
    return f"Layer {layer}: half of the entries of ∂L/∂z are below {middle}{float32}."


@lru_cache(maxsize=512)
def _bars(run: DeepRun, layer: int) -> tuple[np.ndarray, np.ndarray] | None:
    logs = measure_flow(run).logs(layer)
    return histogram(logs) if len(logs) else None


@lru_cache(maxsize=512)
def _histogram_part(run: DeepRun, layer: int, role: str) -> dict:
    bars, marks = _bars(run, layer), []
    if bars is not None:
        edges, shares = bars
        x, y = np.repeat(edges, 2), np.concatenate([[0.0], np.repeat(shares, 2), [0.0]])
        middle = float(np.median(measure_flow(run).logs(layer)))
        marks = [
            parts.area(x, y, role=role),
            parts.line(x, y, role=role),
            parts.rule(x=middle, role="ink"),
        ]
    return parts.plot(
        parts.axis("log₁₀ |entry|, upright: the median", *_reach(run)),
        parts.axis("share of the largest bar", 0, 1.1),
        marks,
        alt=_layer_words(run, layer),
        height=220,
    )


@lru_cache(maxsize=32)
def _reach(run: DeepRun) -> tuple[float, float]:
    """Limits that hold all layers of a run, so that the histogram is seen to move."""
    filled = [bars[0] for k in (1, run.depth) if (bars := _bars(run, k)) is not None]
    low = min((float(edges[0]) for edges in filled), default=-1.0)
    high = max((float(edges[-1]) for edges in filled), default=0.0)
    return float(np.floor(low)), float(np.ceil(high))


@lru_cache(maxsize=512)
def _entry_table(run: DeepRun, layer: int) -> dict:
    bars = _bars(run, layer)
    pairs = [] if bars is None else zip(*bars, strict=False)
    return parts.table(
        f"entries of ∂L/∂z at layer {layer}, {run.name}",
        ["log₁₀ from", "share of the largest bar"],
        [[float(edge), float(share)] for edge, share in pairs],
    )


_NAMES = {name: {"relu": "ReLU"}.get(name, name) for name in ACTIVATIONS if name != "identity"}
_NAMES |= {"identity": "identity", "orthogonal": "identity, orthogonal W"}


def _within(name, value, limits) -> None:
    low, high = limits
    if value not in range(low, high + 1):
        raise ValueError(f"{name} lies between {low} and {high}, not at {value}")


def gradient_flow(
    runs: Sequence[tuple[str, float]] = _DEFAULT,
    *,
    depth: int = 20,
    width: int = 64,
    seed: int = 0,
    run: int = 1,
    layer: int = 1,
    hide: Sequence[str] = (),
    question: Question | None = None,
) -> Panel:
    """Watch the size of a gradient on its way back through a deep network.

    Parameters
    ----------
    runs : sequence of (str, float)
        One to three, each an activation (``"sigmoid"``, ``"tanh"``, ``"relu"``, ``"identity"``,
        or ``"orthogonal"`` for the identity with orthogonal weights) and a gain.
    depth, width : int
        Layers, and numbers in each.
    seed : int
        The first of twelve seeds.
    run, layer : int
        What is looked at, from 1.
    hide : sequence of str
        Names of parts to leave out, such as ``("size", "compare")``.
    question : Question, optional
        What to predict first.

    Returns
    -------
    Panel
        A widget that shows itself at the end of a cell.

    Raises
    ------
    ValueError
        If a choice makes no sense.

    Examples
    --------
    >>> panel = gradient_flow([("orthogonal", 1.0)], depth=5, width=8)
    >>> panel.state.flow.run.name, round(panel.state.flow.factor, 9)
    ('identity, orthogonal gain 1', 1.0)
    """
    named = tuple((str(activation), float(gain)) for activation, gain in runs)
    state = GradientFlow(named, depth=depth, width=width, seed=seed, run=run, layer=layer)
    return Panel(state, hide=hide, question=question)
