"""A derivative under the microscope: its error for every step, and what the step really sees."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, NullLocator

from bpteach.plots.marks import MARGIN, axes_in_inches, circles, label, line, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.regimes import LIMITS, WRONG, raised, sentence_of, share_words, step_of, title_of
from bpteach.plots.scanned import BUGS
from bpteach.plots.step_scan import EXPONENTS, LAST_DIGIT, SCHEMES, CloseUp, Scan, scan_steps
from bpteach.plots.style import TEXT, WIDTH, theme_named
from bpteach.plots.words import power

__all__ = [
    "BANDS",
    "FLOOR",
    "ROLES",
    "Note",
    "chord_at",
    "decades",
    "notes_of",
    "overview_of",
    "slope_words",
    "stair_words",
    "step_microscope",
    "top_of",
    "window_height",
    "window_ticks",
    "window_words",
]

ROLES = {"forward": "gradient", "central": "value", "complex": "match"}
FLOOR, TOP = -16.8, 2.0  # log10 of the errors shown, if none is larger
BANDS = (
    *((np.log10(limit) - 1, words) for limit, words in LIMITS[::-1]),
    (np.log10(LIMITS[-1][0]) + 1.6, WRONG),
)
"""Where the words of the thresholds stand, as log10 of the error."""

_LEFT, _BOTTOM, _WIDE, _HIGH = 0.85, 0.72, 3.75, 3.6  # inches
_NARROW = 2.25
_SHIFTS = (0, 1.5, -1.5, -3, -4.5)  # where a note goes that would stand on another
_CROWDED = -1.1  # above it stand errors near 1
_ROUND = "rounding wins:\nerrors near ε/h"


@dataclass(frozen=True)
class Note:
    """Words beside a curve, in one or two lines.

    Parameters
    ----------
    x, y : float
        Their middle, as log10 of step and error.
    words : str
        What stands there.
    role : str
        Whose colour.
    """

    x: float
    y: float
    words: str
    role: str


def decades(errors) -> np.ndarray:
    """Take logarithms of errors, with a floor.

    Parameters
    ----------
    errors : array_like of float
        Not negative; 0 is fine.

    Returns
    -------
    ndarray of float64
        log10, at least that of `LAST_DIGIT`.
    """
    return np.log10(np.maximum(errors, LAST_DIGIT))


def top_of(*scans: Scan) -> float:
    """Find room for the largest error.

    Parameters
    ----------
    *scans : Scan
        What is shown in one chart.

    Returns
    -------
    float
        log10 of the end of the axis.
    """
    sizes = [scan.bug_size(bug) for scan in scans for bug in BUGS]
    errors = [np.max(scan.errors(scheme)) for scan in scans for scheme in SCHEMES]
    return max(TOP, float(np.log10(max(*sizes, *errors))) + 1.7)


@lru_cache(maxsize=64)
def notes_of(scan: Scan, bug: str) -> tuple[Note, ...]:
    """Name the curves beside them.

    Parameters
    ----------
    scan : Scan
        What is shown.
    bug : str
        A key of `BUGS`.

    Returns
    -------
    tuple of Note
        One for each curve that is drawn, and for what rounding does; one for which there is no
        room is left out.
    """
    named = [_curve_note(scan, one) for one in ("central", "forward", "complex")]
    placed, taken = [], None
    if scan.bug_size(bug):
        taken = float(decades(scan.bug_size(bug)))
        placed = [Note(-8.0, taken + 1.1, "a wrong formula: no h helps", "alarm")]
    for one in [*named, *_rounding_notes(scan)]:
        tried = (replace(one, y=one.y + shift) for shift in _SHIFTS)
        free = (note for note in tried if _is_free(note, placed, taken))
        placed += [first] if (first := next(free, None)) else []
    return tuple(placed)


def _is_free(one: Note, placed: list[Note], taken: float | None) -> bool:
    """Say whether a note stands on no other, and not on a flat line."""
    clear = taken is None or abs(one.y - taken) > _half_size(one)[1] + 0.5
    return clear and not any(_meet(one, other) for other in placed)


def _meet(one: Note, other: Note) -> bool:
    (across, up), (wide, high) = _half_size(one), _half_size(other)
    return abs(one.x - other.x) < across + wide and abs(one.y - other.y) < up + high


def _half_size(one: Note) -> tuple[float, float]:
    """About half of what a note covers, in decades."""
    lines = one.words.split("\n")
    return 0.17 * max(map(len, lines)), 0.5 * len(lines)


def _rounding_notes(scan: Scan) -> list[Note]:
    if scan.scanned.kink is not None:
        return []
    if scan.precision == "float64":
        return [Note(-12.6, -9.5, _ROUND, "ink")]
    return [Note(-7.6, -4.5, _ROUND, "ink"), Note(-12.4, -1.6, "h is lost:\nz + h is z", "ink")]


def _curve_note(scan: Scan, scheme: str) -> Note:
    role, order = ROLES[scheme], scan.order(scheme)
    if scheme == "complex":
        last = float(np.median(decades(scan.errors(scheme))[:28]))
        side = 1.5 if last < -14.5 else -1.5
        return Note(-10.8, last + side, "complex step:\nno rounding branch", role)
    if order is None:
        x = -5.5 if scheme == "forward" else -3.0
        return Note(x, _above(scan, scheme, x), scheme, role)
    words = f"{scheme}\nslope {order}"
    if scheme == "forward":
        x = (float(np.log10(scan.best(scheme))) - 1) / 2
        y = float(decades(scan.left_out(scheme, 10**x))) + 2.5
        return Note(x, y, words, role) if y < _CROWDED else Note(x - 0.7, _CROWDED, words, role)
    return Note(-1.9, float(decades(scan.left_out(scheme, 10**-3.1))) - 1.1, words, role)


def _above(scan: Scan, scheme: str, x: float) -> float:
    """Find room above a curve, or below it if it is near the top."""
    near = np.abs(np.log10(scan.h) - x) < 1
    top = float(np.max(decades(scan.errors(scheme)[near])))
    return top - 1.4 if top > -1.5 else top + 1.4


def window_ticks(close: CloseUp, exponent: int) -> list:
    """Name the places within the window of the close-up.

    Parameters
    ----------
    close : CloseUp
        What is shown.
    exponent : int
        Of ten: the step.

    Returns
    -------
    list of [float, str]
        Place in units, and its name.
    """
    if close.unit == step_of(exponent):
        return [[-1.0, "z − h"], [0.0, "z"], [1.0, "z + h"]]
    far = share_words(close.unit)
    return [[-1.0, f"−{far}"], [0.0, "z"], [1.0, f"+{far}"]]


def window_height(scan: Scan, close: CloseUp) -> float:
    """Choose the limits of the close-up.

    Parameters
    ----------
    scan : Scan
        Where we look.
    close : CloseUp
        What is shown.

    Returns
    -------
    float
        The largest change of f that is shown, in units.
    """
    return 1.15 * max(float(np.max(np.abs(close.y))), 2 * abs(scan.slope), 1e-3)


def chord_at(scan: Scan, scheme: str, exponent: int, x) -> np.ndarray:
    """Draw the line whose slope the difference is.

    Parameters
    ----------
    scan : Scan
        Where we look.
    scheme : str
        A key of `SCHEMES`.
    exponent : int
        Of ten: the step.
    x : ndarray
        Where, in units.

    Returns
    -------
    ndarray of float64
        Heights, in units: through the middle of the points; nan where they are one and the
        same.
    """
    h = step_of(exponent)
    if scan.is_lost(scheme, h):
        return np.full_like(x, np.nan)
    across, up = np.mean(scan.used(scheme, h), axis=0)
    return up + scan.difference(scheme, h) * (x - across)


def stair_words(scan: Scan, close: CloseUp) -> str:
    """Say how coarse f is.

    Parameters
    ----------
    scan : Scan
        Where we look.
    close : CloseUp
        What is shown.

    Returns
    -------
    str
        To stand after "f"; nothing where no stairs can be seen.
    """
    if not close.coarse:
        return ""
    heights = np.unique(close.y)
    return f", in stairs of {share_words(float(np.min(np.diff(heights))) * close.unit)}"


def slope_words(scan: Scan, scheme: str, exponent: int, bug: str) -> tuple[str, str]:
    """Write both slopes.

    Parameters
    ----------
    scan : Scan
        Where we look.
    scheme : str
        A key of `SCHEMES`.
    exponent : int
        Of ten: the step.
    bug : str
        A key of `BUGS`.

    Returns
    -------
    tuple of str
        What the formula says, and what the difference finds.
    """
    found = scan.difference(scheme, step_of(exponent))
    return tuple(f"{slope:.4g}".replace("-", "−") for slope in (scan.formula(bug), found))


def overview_of(scan: Scan, scheme: str, bug: str) -> str:
    """Describe the curves of errors.

    Parameters
    ----------
    scan : Scan
        What is shown.
    scheme, bug : str
        What is chosen.

    Returns
    -------
    str
        The same on every machine.
    """
    measure = "Relative error" if scan.slope else "Error"
    what = (
        f"{measure} of differences of {scan.scanned.label} at z = {scan.at:g} in {scan.precision} "
        "against the step h, from 10⁻¹⁵ to 10⁻¹, both axes logarithmic."
    ).replace("= -", "= −")
    if scan.bug_size(bug):
        size = share_words(scan.bug_size(bug))
        return f"{what} With the wrong formula it is a flat line near {size}."
    return " ".join([what, *(_branch_words(scan, one) for one in SCHEMES)])


def _branch_words(scan: Scan, scheme: str) -> str:
    order, best = scan.order(scheme), scan.best(scheme)
    if best is None:
        return f"The {scheme} difference reaches over the kink with every step: it stays near 0.5."
    if scheme == "complex":
        return "The complex step has no rounding branch: it stays at the last digits."
    if order is None:
        return f"The {scheme} difference has only rounding, which grows like ε/h for smaller steps."
    return (
        f"The {scheme} difference falls with slope {order} down to a step near {power(best)}, then "
        "rises again and scatters: rounding wins."
    )


def step_microscope(
    function: str = "sigmoid",
    z: float = 0.7,
    *,
    exponent: int = -15,
    scheme: str = "central",
    precision: str = "float64",
    bug: str = "none",
    theme: str = "light",
) -> Picture:
    """Draw how wrong a difference is for every step, and what one step really sees of f.

    Parameters
    ----------
    function : str
        ``"sigmoid"``, ``"tanh"``, ``"relu"``, ``"product"`` (z σ(z)) or ``"square"``
        (½ (z − 1)²).
    z : float
        Where, from −6 to 6.
    exponent : int
        The step that is looked at is 10 to this power, from −15 to −1.
    scheme : str
        ``"forward"``, ``"central"`` or ``"complex"``.
    precision : str
        ``"float64"`` or ``"float32"``.
    bug : str
        What is wrong with the formula that is checked: ``"none"``, ``"factor"``, ``"sign"`` or
        ``"term"``.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        Left, the relative errors, log–log, with a ring at the step; right, f from z − 2h to
        z + 2h with the points that the difference uses.

    Raises
    ------
    ValueError
        If a choice is unknown, or z or the exponent lies outside.

    Examples
    --------
    >>> step_microscope("sigmoid", 0.7, exponent=-14).takeaway
    'The best step is not the smallest one: too small a step drowns in rounding'
    """
    scan = scan_steps(function, z, precision)
    for kind, known, given in (
        ("scheme", SCHEMES, scheme),
        ("bug", BUGS, bug),
        ("exponent", EXPONENTS, exponent),
    ):
        if given not in known:
            there = ", ".join(map(str, known))
            raise ValueError(f"there is no {kind} {given!r}\n  there are: {there}")
    close = scan.close_up(step_of(exponent))
    picture = Picture(
        takeaway=title_of(scan, scheme, bug),
        alt=f"{overview_of(scan, scheme, bug)} The step looked at: "
        f"{sentence_of(scan, scheme, exponent, bug)} {window_words(scheme, close)}",
        data={
            "h": scan.h,
            "errors": {one: scan.errors(one, bug) for one in SCHEMES},
            "exponent": exponent,
            "error": scan.error(scheme, step_of(exponent), bug),
            "window": vars(close) | {"points": scan.used(scheme, step_of(exponent))},
        },
        theme=theme_named(theme),
        size=(WIDTH, 5.0),
    )
    with picture.theme.applied():
        title(picture)
        _draw_errors(picture, scan, scheme, exponent, bug)
        _draw_window(picture, scan, close, scheme, exponent, bug)
    return picture


def window_words(scheme: str, close: CloseUp) -> str:
    """Describe the close-up.

    Parameters
    ----------
    scheme : str
        A key of `SCHEMES`.
    close : CloseUp
        What is shown.

    Returns
    -------
    str
        One sentence.
    """
    looks = "a staircase" if close.coarse else "a smooth line"
    used = "the one point" if scheme == "complex" else "the two points"
    return f"Beside it f itself, so near to z: {looks}, with {used} that the difference uses."


def _draw_errors(picture: Picture, scan: Scan, scheme: str, exponent: int, bug: str) -> None:
    theme = picture.theme
    ax = axes_in_inches(picture, _LEFT, _BOTTOM, _WIDE, _HIGH)
    ax.set(xlim=(-15.3, -0.6), ylim=(FLOOR, top_of(scan)), xlabel="step h")
    ax.set_ylabel("relative error" if scan.slope else "error")
    ax.xaxis.set_major_locator(FixedLocator(range(-15, 0, 2)))
    ax.yaxis.set_major_locator(FixedLocator(range(-16, 8, 2)))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_minor_locator(NullLocator())
        axis.set_major_formatter(lambda place, _: raised(round(place)))
    for limit, _words in LIMITS:
        ax.axhline(np.log10(limit), color=theme.rule, linewidth=0.9, zorder=1)
    _draw_zone(ax, scan, scheme)
    _draw_curves(ax, scan, scheme, bug)
    height = float(decades(scan.error(scheme, step_of(exponent), bug)))
    circles(ax, [exponent], [height], size=12)
    for one in notes_of(scan, bug):
        _write(ax, one)
    for y, words in BANDS:
        style = {"va": "center", "color": theme.muted, "annotation_clip": False}
        place = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points"}
        ax.annotate(words, (1, y), (5, 0), **place, **style)


def _draw_zone(ax: Axes, scan: Scan, scheme: str) -> None:
    """Hatch the steps for which rounding is larger than what is left out."""
    best = scan.best(scheme)
    if scheme == "complex" or best is None:
        return
    theme = ax.figure.theme
    ax.axvspan(-15.3, np.log10(best), facecolor="none", edgecolor=theme.grid, hatch="///", zorder=0)
    x = np.array([-15.3, -0.6])
    ax.plot(x, decades(scan.rounding(scheme, 10.0**x)), ":", color=theme.ink.color, linewidth=1.2)


def _draw_curves(ax: Axes, scan: Scan, scheme: str, bug: str) -> None:
    theme, h = ax.figure.theme, np.log10(scan.h)
    chosen = theme.alarm if scan.bug_size(bug) else getattr(theme, ROLES[scheme])
    for one, name in ROLES.items():
        line(ax, h, decades(scan.errors(one)), getattr(theme, name), linewidth=1.0, zorder=2)
    errors = decades(scan.errors(scheme, bug))
    line(ax, h, errors, chosen, zorder=3)
    ax.plot(h[::4], errors[::4], chosen.marker, color=chosen.color, markersize=5, markeredgewidth=0,
            zorder=3)  # fmt: skip


def _write(ax: Axes, one: Note) -> None:
    theme = ax.figure.theme
    color = theme.muted if one.role == "muted" else getattr(theme, one.role).color
    weight = "normal" if one.role in ("ink", "muted") else "bold"
    label(ax, (one.x, one.y), one.words, (0, 0), color, weight=weight, linespacing=1.3)


def _draw_window(picture: Picture, scan: Scan, close: CloseUp, scheme, exponent, bug) -> None:
    theme = picture.theme
    left = WIDTH - MARGIN - _NARROW
    ax = axes_in_inches(picture, left, _BOTTOM, _NARROW, _HIGH - 1.15)
    role = theme.alarm if scan.bug_size(bug) else theme.gradient
    reach = np.array([-2.0, 2.0])
    ax.plot(reach, chord_at(scan, scheme, exponent, reach), color=theme.ink.color, linewidth=1)
    line(ax, close.x, close.y, theme.value)
    line(ax, reach, scan.formula(bug) * reach, role, linewidth=1.6)
    circles(ax, *scan.used(scheme, step_of(exponent)).T, size=8)
    high = window_height(scan, close)
    ax.set(xlim=(-2, 2), ylim=(-high, high), xlabel="distance from z")
    ticks = window_ticks(close, exponent)
    ax.set_xticks([place for place, _ in ticks], [words for _, words in ticks])
    ax.set_yticks([0], ["f(z)"])
    top, start = _BOTTOM + _HIGH, left - 0.35
    head = f"f near z, for h = {raised(exponent)}"
    note(picture, start, top - 0.1, head, size=TEXT, weight="bold")
    formula, found = slope_words(scan, scheme, exponent, bug)
    for row, (words, one) in enumerate(
        (
            (f"— f{stair_words(scan, close)}", theme.value),
            (f"{'· ·' if role is theme.alarm else '– –'} the formula's slope: {formula}", role),
            (f"{'○' if scheme == 'complex' else '○—○'} the difference's: {found}", theme.ink),
        )
    ):
        note(picture, start, top - 0.38 - 0.22 * row, words, color=one.color)
