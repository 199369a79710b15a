"""The size of a gradient on its way back through a deep network, layer by layer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from bpteach.plots.deep_runs import DeepRun, Flow, measure_flow, regime
from bpteach.plots.marks import axes_in_inches, label, line, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.style import TEXT, WIDTH, Role, theme_named
from bpteach.plots.words import listed, power

__all__ = ["DEFAULT_RUNS", "flow_words", "gradient_flow", "histogram"]

DEFAULT_RUNS = (DeepRun("sigmoid", 1.0), DeepRun("relu", 1.41), DeepRun("relu", 2.2))
BINS = 0.25  # of a histogram, in powers of ten
_LEFT, _BOTTOM, _WIDE, _HIGH = 0.85, 0.72, 4.5, 3.7  # inches
_BESIDE, _NARROW = 6.2, 1.75


def gradient_flow(
    runs: Sequence[DeepRun] = DEFAULT_RUNS, *, chosen: int = 1, layer: int = 1, theme: str = "light"
) -> Picture:
    """Draw how large ∂L/∂a is, layer by layer, in up to three runs of twelve real networks.

    Parameters
    ----------
    runs : sequence of DeepRun
        One to three, of one depth.
    chosen : int
        The run whose entries are looked at, from 1.
    layer : int
        The layer whose entries of ∂L/∂z are looked at, from 1.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        Left, log₁₀ of the norms: median and 10–90 % band, beside the prediction
        gain · √E[f′²] as a thin line. Right, the entries of ∂L/∂z at a few layers.

    Raises
    ------
    ValueError
        If there are not one to three runs of one depth, or no such run or layer.

    Examples
    --------
    >>> picture = gradient_flow([DeepRun("sigmoid", 1.0, depth=10, width=16)])
    >>> picture.takeaway
    'sigmoid, gain 1: the gradient vanishes, layer by layer'
    """
    runs = tuple(runs)
    if not 1 <= len(runs) <= 3 or len({run.depth for run in runs}) > 1:
        raise ValueError(
            f"gradient_flow draws one to three runs of one depth, but got {len(runs)}\n"
            '  write [DeepRun("sigmoid", 1.0), DeepRun("relu", 1.41)], for example'
        )
    if chosen not in range(1, len(runs) + 1) or layer not in range(1, runs[0].depth + 1):
        raise ValueError(
            f"there is no layer {layer!r} of run {chosen!r}\n"
            f"  runs count from 1 to {len(runs)}, layers from 1 to {runs[0].depth}"
        )
    flows = [measure_flow(run) for run in runs]
    picture = Picture(
        takeaway=_takeaway(flows),
        alt=_finding(flows, chosen, layer),
        data={"norms": [flow.norms for flow in flows], "factors": [f.factor for f in flows]},
        theme=theme_named(theme),
        size=(WIDTH, 5.0),
    )
    with picture.theme.applied():
        title(picture)
        _draw_norms(picture, flows)
        _draw_entries(picture, flows[chosen - 1], _roles(picture)[chosen - 1], layer)
    return picture


def flow_words(flow: Flow) -> str:
    """Say what a run does to a gradient.

    Parameters
    ----------
    flow : Flow
        What was measured.

    Returns
    -------
    str
        Such as ``"×0.23 per layer, vanishing"``.
    """
    return f"×{flow.factor:.2g} per layer, {regime(flow.factor)}"


def histogram(logs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Count sizes in steps of a quarter of a power of ten.

    Parameters
    ----------
    logs : ndarray of float64
        log₁₀ of the sizes.

    Returns
    -------
    tuple of ndarray
        Edges, one more than counts; and counts as shares of the largest.
    """
    low, high = np.floor(logs.min() / BINS) * BINS, np.ceil(logs.max() / BINS) * BINS
    edges = low + BINS * np.arange(round((high - low) / BINS) + 2)
    counts = np.histogram(logs, edges)[0].astype(float)
    return edges, counts / counts.max()


# In words


def _takeaway(flows: list[Flow]) -> str:
    if len(flows) > 1:
        return "One factor a layer, again and again: a gradient vanishes, explodes, or arrives"
    does = {"vanishing": "vanishes", "exploding": "explodes", "steady": "arrives"}
    return f"{flows[0].run.name}: the gradient {does[regime(flows[0].factor)]}, layer by layer"


def _finding(flows: list[Flow], chosen: int, layer: int) -> str:
    run = flows[0].run
    each = listed(f"{flow.run.name}: {flow_words(flow)}" for flow in flows)
    looked = flows[chosen - 1]
    logs = looked.logs(layer)
    middle = f"a median size near {power(10 ** np.median(logs))}" if len(logs) else "only zeros"
    return (
        f"log₁₀ of the norm of ∂L/∂a for every layer from {run.depth} back to the input, median "
        f"and 10–90 % band of 12 networks of width {run.width}. {each}. A thin line beside each "
        f"is the prediction gain · √E[f′²]. Beside it the entries of ∂L/∂z of "
        f"{looked.run.name} at a few layers as histograms: layer {layer} has {middle}."
    )


# Drawn


def _roles(picture: Picture) -> tuple[Role, ...]:
    theme = picture.theme
    return theme.gradient, theme.match, theme.value


def _draw_norms(picture: Picture, flows: list[Flow]) -> None:
    theme, depth = picture.theme, flows[0].run.depth
    ax = axes_in_inches(picture, _LEFT, _BOTTOM, _WIDE, _HIGH)
    layers = np.arange(depth + 1)
    for flow, role in zip(flows, _roles(picture), strict=False):
        low, high = flow.band
        ax.fill_between(layers, low, high, color=role.color, alpha=0.15, linewidth=0)
        line(ax, layers, flow.median, role, marker=role.marker, markevery=max(depth // 5, 1))
        ax.plot(layers, flow.predicted, color=theme.ink.color, linewidth=0.9, linestyle=(0, (1, 2)))
    reach = np.concatenate([flow.median for flow in flows])
    span = max(float(np.ptp(reach)), 1.0)
    ax.set(xlim=(-0.02 * depth, 1.02 * depth), ylim=_room(reach.min(), reach.max(), span))
    ax.set(xlabel="layer (0 = input)   ← the gradient travels this way", ylabel="log₁₀ ‖∂L/∂a‖")
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    for flow, role, place in zip(flows, _roles(picture), _places(flows), strict=False):
        words = f"{flow.run.name}: {flow_words(flow)}"
        label(ax, place, words, (10, 0), role.color, weight="bold")


def _room(low, high, span) -> tuple[float, float]:
    return low - 0.16 * span, high + 0.16 * span


def _places(flows: list[Flow]) -> list[tuple[float, float]]:
    """Where each label begins: beside its line, far enough from all other lines."""
    depth = flows[0].run.depth
    reach = np.concatenate([flow.median for flow in flows])
    span = max(float(np.ptp(reach)), 1.0)
    places = []
    for flow in flows:
        start = max(1, depth // 12)
        if regime(flow.factor) == "vanishing":
            place = (depth * 0.2, flow.median[0] - 0.06 * span)
        elif regime(flow.factor) == "exploding":
            place = (start, flow.median[0] + 0.09 * span)
        else:
            place = (start, flow.median[0] - 0.09 * span)
        places.append(place)
    return places


def _draw_entries(picture: Picture, flow: Flow, role: Role, layer: int) -> None:
    depth = flow.run.depth
    shown = sorted({depth, max(1, depth * 3 // 4), max(1, depth // 2), max(1, depth // 4), 1})
    shown = sorted({min(shown, key=lambda k: abs(k - layer))} ^ set(shown) | {layer})
    top = _BOTTOM + _HIGH
    note(picture, _BESIDE - 0.35, top - 0.05, "Entries of ∂L/∂z", size=TEXT, weight="bold")
    note(picture, _BESIDE - 0.35, top - 0.28, flow.run.name, color=role.color)
    height = (_HIGH - 0.5) / len(shown)
    logs = {k: flow.logs(k) for k in shown}
    filled = [one for one in logs.values() if len(one)]
    low = min((one.min() for one in filled), default=-1.0)
    high = max((one.max() for one in filled), default=0.0)
    for place, k in enumerate(shown):
        ax = axes_in_inches(picture, _BESIDE, _BOTTOM + place * height, _NARROW, height * 0.8)
        _draw_histogram(ax, logs[k], role, chosen=k == layer)
        ax.set(xlim=(low - 0.5, high + 0.5), ylim=(0, 1.1), yticks=[])
        ax.spines["left"].set_visible(False)
        ax.grid(visible=False)
        if place:
            ax.tick_params(labelbottom=False)
        words = f"layer {k}"
        if len(logs[k]):
            words += f"\n{power(10 ** np.median(logs[k]))}"
        x = _BESIDE + _NARROW - 0.02
        y = _BOTTOM + place * height + height * 0.55
        note(picture, x, y, words, ha="left", va="center", linespacing=1.3,
             weight="bold" if k == layer else "normal")  # fmt: skip
        if not place:
            ax.set_xlabel("log₁₀ |entry|")
            ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))


def _draw_histogram(ax: Axes, logs: np.ndarray, role: Role, *, chosen: bool) -> None:
    if not len(logs):
        return
    edges, shares = histogram(logs)
    ax.stairs(shares, edges, fill=True, color=role.color, alpha=0.45 if chosen else 0.2)
    ax.stairs(shares, edges, color=role.color, linewidth=1.4)
    ax.plot([np.median(logs)] * 2, [0, 1.05], color=ax.figure.theme.ink.color, linewidth=1.6)
