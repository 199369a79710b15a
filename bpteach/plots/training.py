"""A network in training: what it decides, its loss, and how large its gradients are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator

from bpteach.plots.boundary import BANDS, Boundary, find_boundary
from bpteach.plots.color import cell_colors
from bpteach.plots.decades import decade_ticks
from bpteach.plots.gradient_sizes import Sizes, log_limits, measure_sizes
from bpteach.plots.marks import MARGIN, axes_in_inches, label, line, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.style import TEXT, WIDTH, theme_named
from bpteach.plots.words import plain, scientific

__all__ = ["log_losses", "loss_limits", "loss_words", "points_words", "row_words", "training"]

_HEIGHT = 5.1  # inches
_LEFT, _BOTTOM, _SIDE = 0.62, 0.98, 3.45
_RIGHT = 5.15


def training(
    network,
    A,
    *,
    losses,
    gradients: Mapping[str, np.ndarray] | None = None,
    error: float | None = None,
    wrong: str = "",
    theme: str = "light",
) -> Picture:
    """Draw what a network with two inputs decides after training, and how it got there.

    Parameters
    ----------
    network : Network
        Two inputs, one output o, and a `SquaredError` last; the classes are its targets 0
        and 1, and o > ½ decides for class 1.
    A : ndarray, shape (2, N)
        The examples, one a column.
    losses : array_like of float
        A loss before the first update and after each.
    gradients : mapping from str to ndarray, optional
        Of the last update, by the name of the parameter; those of weights are shown.
    error : float, optional
        Largest distance of the gradients from central differences, as a share of the largest
        slope.
    wrong : str
        Names of the gradients that do not agree with differences.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        Left, the plane in bands of the output with labelled lines, class 1 as ●, class 0 as △,
        and ✕ on the wrong side; right, the loss and a histogram of log₁₀ of the gradients'
        entries for each layer.

    Raises
    ------
    ShapeError
        If the examples are not points of the plane.
    ValueError
        If the theme is unknown.

    Examples
    --------
    >>> from bpteach import Linear, Network, SquaredError
    >>> A = np.array([[0.0, 1.0], [0.0, 1.0]])
    >>> network = Network(Linear(np.ones((1, 2)), -np.eye(1)), SquaredError(np.array([[0.0, 1.0]])))
    >>> training(network, A, losses=[0.5, 0.25]).takeaway
    'After 1 update: all 2 points are right'
    """
    losses = np.asarray(losses, dtype=np.float64)
    seen = find_boundary(type(network)(*network.layers[:-1]), A, network.layers[-1].t)
    sizes = {
        name: measure_sizes(gradient)
        for name, gradient in (gradients or {}).items()
        if name.startswith("W") and np.isfinite(gradient).all()
    }
    shapes = {name: W.shape for name, W in network.parameters.items() if name.startswith("W")}
    checked = _check_words(error, wrong) if sizes else ""
    picture = Picture(
        takeaway=_takeaway(seen, losses),
        alt=_finding(seen, losses, sizes, checked),
        data={"boundary": vars(seen), "losses": losses}
        | {"gradients": {name: vars(one) for name, one in sizes.items()}},
        theme=theme_named(theme),
        size=(WIDTH, _HEIGHT),
    )
    with picture.theme.applied():
        title(picture)
        _draw_plane(picture, seen)
        _draw_loss(picture, losses)
        _draw_sizes(picture, sizes, shapes, checked, wrong)
    return picture


# In words


def points_words(seen: Boundary) -> str:
    """Say how many points are right.

    Parameters
    ----------
    seen : Boundary
        With the points.

    Returns
    -------
    str
        Such as ``"97 of 100 points are right"``.
    """
    N = len(seen.right)
    return f"{f'{N - seen.wrong} of' if seen.wrong else 'all'} {N} points are right"


def row_words(name: str, shape: tuple, sizes: Sizes | None) -> str:
    """Name the weights of a layer with their size, and how many gradients are exactly 0.

    Parameters
    ----------
    name : str
        Such as ``"W1"``.
    shape : tuple of int
        Of the matrix.
    sizes : Sizes, optional
        Of its gradient.

    Returns
    -------
    str
        Such as ``"W1 8×2"``.
    """
    words = f"{name} {shape[0]}×{shape[1]}"
    return f"{words}\n{sizes.zeros} are 0" if sizes and sizes.zeros else words


def loss_words(loss: float) -> str:
    """Write a loss with three digits, or as a power of ten where it is far from 1.

    Parameters
    ----------
    loss : float
        The loss.

    Returns
    -------
    str
        Such as ``"0.0150"`` without the last 0.

    Examples
    --------
    >>> loss_words(0.01502), loss_words(1.5e305), loss_words(float("nan"))
    ('0.015', '1 × 10³⁰⁵', 'not finite')
    """
    if not np.isfinite(loss):
        return "not finite"
    return plain(loss) if 1e-4 <= loss < 1e4 else scientific(loss)


def _takeaway(seen, losses):
    updates = len(losses) - 1
    counted = "1 update" if updates == 1 else f"{updates} updates"
    if not np.isfinite(losses[-1]):
        return f"Diverged: after {counted} the loss is no number any more"
    return f"After {counted}: {points_words(seen)}"


def _check_words(error, wrong):
    if wrong:
        return f"✗ {wrong} fails the check"
    if error is None:
        return ""
    return f"✓ check within {'1e-6' if error < 1e-6 else 'rounding'}"


def _finding(seen, losses, sizes, checked) -> str:
    first, last = losses[0], losses[-1]
    fell = "stayed the same" if last == first else "fell" if last < first else "rose"
    loss = (
        f"The loss {fell} from {loss_words(first)} to {loss_words(last)}."
        if np.isfinite(last)
        else f"The loss began at {loss_words(first)} and is no longer finite."
    )
    medians = [
        f"{name} 10^{one.median:.1f}".replace("-", "−")
        for name, one in sizes.items()
        if np.isfinite(one.median)
    ]
    return " ".join(
        [
            f"{_takeaway(seen, losses)}.",
            "The plane in bands of the output o, with lines where o is 0.1 to 0.9; class 1 as "
            f"circles, class 0 as triangles, and {seen.wrong} crossed out on the wrong side of ½.",
            loss,
            *([f"Median size of the gradients' entries: {', '.join(medians)}."] if medians else []),
            *([f"{checked}."] if checked else []),
        ]
    )


# Drawn


def _draw_plane(picture: Picture, seen: Boundary) -> None:
    theme = picture.theme
    ax = axes_in_inches(picture, _LEFT, _BOTTOM, _SIDE + 0.3, _SIDE)
    ax.grid(visible=False)
    ax.set(xlim=seen.x, ylim=seen.y, xlabel="a₁")
    ax.set_ylabel("a₂", rotation=0, labelpad=6)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(4, steps=(1, 2, 5, 10)))
    for rings, place in zip(seen.bands, BANDS, strict=True):
        if rings:
            whole = Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))
            ground, _ = cell_colors(place, 1.0, theme)
            ax.add_patch(PathPatch(whole, facecolor=ground, edgecolor="none", zorder=0.5))
    for level, lines in seen.lines.items():
        for points in lines:
            width = 2.2 if level == 0.5 else 0.8
            line(ax, *points.T, theme.ink, linewidth=width, zorder=1.5)
    _draw_points(ax, seen)
    for x, y, level in seen.labels:
        weight = "bold" if level == 0.5 else "normal"
        words = "o = ½" if level == 0.5 else f"{level:g}"
        label(ax, (x, y), words, (0, 0), theme.ink.color, weight=weight, zorder=5)
    _draw_legend(picture, seen)


def _styles(theme):
    return {
        "class 1": {"marker": "o", "color": theme.value.color, "markeredgecolor": theme.ground},
        "class 0": {
            "marker": "^",
            "color": theme.ground,
            "markeredgecolor": theme.gradient.color,
            "markeredgewidth": 1.5,
        },
        "wrong": {
            "marker": "x",
            "color": theme.alarm.color,
            "markeredgewidth": 2.2,
            "markersize": 9,
        },
    }


def _draw_points(ax: Axes, seen: Boundary) -> None:
    chosen = {"class 1": seen.classes, "class 0": ~seen.classes, "wrong": ~seen.right}
    for name, style in _styles(ax.figure.theme).items():
        x, y = seen.points[:, chosen[name]]
        ax.plot(x, y, **({"linestyle": "none", "markersize": 6.5, "zorder": 3} | style))


def _draw_legend(picture: Picture, seen: Boundary) -> None:
    words = {"class 1": "class 1", "class 0": "class 0", "wrong": f"wrong: {seen.wrong}"}
    for k, (name, style) in enumerate(_styles(picture.theme).items()):
        x, y = _LEFT + 0.1 + 1.05 * k, 0.26
        ax = axes_in_inches(picture, x - 0.1, y - 0.1, 0.2, 0.2)
        ax.set_axis_off()
        ax.plot([0], [0], **({"markersize": 6.5} | style))
        note(picture, x + 0.16, y, words[name])


def _draw_loss(picture: Picture, losses) -> None:
    theme = picture.theme
    ax = axes_in_inches(picture, _RIGHT, 3.3, WIDTH - MARGIN - _RIGHT, 1.05)
    note(picture, _RIGHT - 0.05, 4.5, "Mean loss", size=TEXT, weight="bold")
    logs = log_losses(losses)
    line(ax, np.arange(len(losses)), logs, theme.value, linewidth=1.6)
    low, high = loss_limits(logs)
    ax.set(xlim=(0, max(1, (len(losses) - 1) * 1.16)), ylim=(low, high), xlabel="update")
    ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    ax.set_yticks(*zip(*decade_ticks(low, high), strict=True))
    last = int(np.flatnonzero(np.isfinite(logs))[-1])
    end = (last, logs[last])
    ax.plot(*end, "o", color=theme.value.color, markersize=6, clip_on=False, zorder=4)
    shift = (0, 13) if last else (9, 9)
    label(ax, end, loss_words(losses[last]), shift, theme.value.color, weight="bold")


def log_losses(losses) -> np.ndarray:
    """Take logarithms of losses.

    Parameters
    ----------
    losses : ndarray of float64
        Some may be 0 or not finite.

    Returns
    -------
    ndarray of float64
        log₁₀; nan where there is none. Of the very first there is always one.
    """
    with np.errstate(all="ignore"):
        logs = np.log10(losses)
    logs[~np.isfinite(logs)] = np.nan
    if np.isnan(logs).all():
        logs[0] = 0.0
    return logs


def loss_limits(logs) -> tuple[float, float]:
    """Choose the limits of a loss's axis.

    Parameters
    ----------
    logs : ndarray of float64
        From `log_losses`.

    Returns
    -------
    tuple of float
        A little below the least, and above the largest, where a label has room.
    """
    low, high = float(np.nanmin(logs)), float(np.nanmax(logs))
    room = max(high - low, 1.0)
    return low - 0.12 * room, high + 0.24 * room


def _draw_sizes(picture: Picture, sizes: Mapping[str, Sizes], shapes, checked, wrong) -> None:
    theme = picture.theme
    left, width = _RIGHT + 0.35, WIDTH - MARGIN - _RIGHT - 0.35
    ax = axes_in_inches(picture, left, 0.72, width, 1.5)
    note(picture, _RIGHT - 0.05, 2.66, "Sizes of the gradients", size=TEXT, weight="bold")
    role = theme.alarm if wrong else theme.match
    words, color = (checked, role.color) if checked else ("— not computed yet", theme.muted)
    note(picture, _RIGHT - 0.05, 2.4, words, color=color)
    low, high = log_limits(sizes.values())
    ax.set(xlim=(low, high), ylim=(len(shapes) - 0.95, -0.95), xlabel="log₁₀ |entry of ∂L/∂W|")
    ax.grid(visible=False, axis="y")
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.xaxis.set_major_formatter(lambda value, _: plain(value))
    names = [row_words(name, shape, sizes.get(name)) for name, shape in shapes.items()]
    ax.set_yticks(range(len(shapes)), names)
    for one in ax.get_yticklabels():
        one.set(va="bottom", linespacing=1.15)
    ax.tick_params(axis="y", length=0)
    for row, name in enumerate(shapes):
        ax.axhline(row, color=theme.rule, linewidth=0.9)
        if name in sizes:
            _draw_histogram(ax, row, sizes[name])


def _draw_histogram(ax: Axes, row: int, one: Sizes) -> None:
    theme = ax.figure.theme
    if one.counts.any():
        tops = row - 0.8 * one.counts / one.counts.max()
        color = theme.gradient.color
        ax.stairs(tops, one.edges, baseline=row, color=color, fill=True, alpha=0.28)
        ax.stairs(tops, one.edges, baseline=row, color=color, linewidth=1.3)
        line(ax, [one.median] * 2, [row, row - 0.86], theme.ink, linewidth=2.4, zorder=3)
