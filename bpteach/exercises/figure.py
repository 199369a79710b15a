"""An exercise answered with a function that draws: judged by the data drawn, never by pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import ClassVar

import numpy as np

from bpteach.exercises.answer import UnreadableError
from bpteach.exercises.parts import Case
from bpteach.exercises.running import Run
from bpteach.exercises.verdict import Rung, Verdict
from bpteach.exercises.written import Written

__all__ = ["Curve", "Drawn", "Figure", "Wanted"]


@dataclass(frozen=True)
class Curve:
    """Points that are drawn, joined by a line or marked one by one.

    Parameters
    ----------
    xy : ndarray of float64, shape (k, 2)
        In the data's own units; only what is finite.
    label : str
        Its name in the legend, or nothing.
    joined : bool
        Whether a line joins the points.
    marked : bool
        Whether each point has a marker.
    filled : bool
        Whether the markers are filled.

    Examples
    --------
    >>> Curve(np.zeros((1, 2))).marked
    False
    """

    xy: np.ndarray
    label: str = ""
    joined: bool = True
    marked: bool = False
    filled: bool = True

    def inside(self, limits: tuple[tuple[float, float], ...]) -> Curve:
        """Cut off what lies outside a rectangle.

        Parameters
        ----------
        limits : pair of pairs of float
            From where to where, in x and in y.

        Returns
        -------
        Curve
            With the points where a line crosses the edges.
        """
        (low, high), xy = np.transpose(limits), self.xy
        if self.joined and len(xy) > 1:
            xy = _cut(xy[:-1], np.diff(xy, axis=0), low, high)
        room = 1e-9 * (high - low)
        return replace(self, xy=xy[((xy >= low - room) & (xy <= high + room)).all(axis=1)])

    def follows(self, f: Callable, low: float, high: float) -> bool:
        """Tell whether the curve is a function's, all the way.

        Parameters
        ----------
        f : callable
            Elementwise.
        low, high : float
            From where to where it must be drawn.

        Returns
        -------
        bool
            False with fewer than 20 points, gaps, or a point off by more than 1 % of the range.
        """
        if not self.joined:
            return False
        inside = (self.xy[:, 0] >= low - 1e-9) & (self.xy[:, 0] <= high + 1e-9)
        x, y = self.xy[inside].T
        if len(x) < 20:
            return False
        with np.errstate(all="ignore"):
            right = np.asarray(f(x), dtype=np.float64)
        near = np.abs(y - right) <= 0.01 * max(np.ptp(right), 1e-9)
        span = high - low
        covers = x.min() <= low + 0.02 * span and x.max() >= high - 0.02 * span
        return bool(near.all() and covers and np.diff(np.sort(x)).max() <= 0.1 * span)


def _cut(start, step, low, high):
    """Both ends of the part of each straight piece that lies in a rectangle."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.stack([(low - start) / step, (high - start) / step])
    within = (start >= low) & (start <= high)
    still = step == 0  # such a piece is inside for good, or never
    first = np.where(still, np.where(within, 0.0, 2.0), ends.min(axis=0)).max(axis=1)
    last = np.where(still, 1.0, ends.max(axis=0)).min(axis=1)
    first, last = np.maximum(first, 0.0)[:, None], np.minimum(last, 1.0)[:, None]
    met = (first <= last)[:, 0]
    pieces = np.stack([start + first * step, start + last * step], axis=1)
    return pieces[met].reshape(-1, 2)


@dataclass(frozen=True)
class Drawn:
    """What stands on the axes, as plain data.

    Parameters
    ----------
    curves : tuple of Curve
        Lines and points, whatever they were drawn with.
    texts : tuple of str
        Title, axis labels, names in a legend, and all other words on the axes.
    xlabel, ylabel : str
        The axes' names.
    scales : pair of str
        How x and y are spaced, ``"linear"`` or ``"log"``.
    limits : pair of pairs of float
        The part of the plane that can be seen, in x and in y.
    areas : bool
        Whether there are bars, areas or images.
    unseen : bool
        Whether there are lines or points, none of which can be seen.
    alone : bool
        Whether there are no other axes beside these.

    Examples
    --------
    >>> Drawn().says("σ")
    False
    """

    curves: tuple[Curve, ...] = ()
    texts: tuple[str, ...] = ()
    xlabel: str = ""
    ylabel: str = ""
    scales: tuple[str, str] = ("linear", "linear")
    limits: tuple[tuple[float, float], ...] = ((-np.inf, np.inf), (-np.inf, np.inf))
    areas: bool = False
    unseen: bool = False
    alone: bool = True

    @property
    def in_view(self) -> Drawn:
        """The same, without what lies outside the picture."""
        if not np.isfinite(self.limits).all():
            return self
        cut = (one.inside(self.limits) for one in self.curves)
        return replace(self, curves=tuple(one for one in cut if len(one.xy)))

    def says(self, *words: str) -> bool:
        """Tell whether one of some words stands on the axes.

        Parameters
        ----------
        *words : str
            In any case.

        Returns
        -------
        bool
            Also as a part of another word.
        """
        said = "\n".join(self.texts).casefold()
        return any(one.casefold() in said for one in words)

    def curve(self, f: Callable, low: float, high: float) -> Curve | None:
        """Find a function's curve.

        Parameters
        ----------
        f : callable
            Elementwise.
        low, high : float
            From where to where it must be drawn.

        Returns
        -------
        Curve or None
            The first that follows it.
        """
        return next((one for one in self.curves if one.follows(f, low, high)), None)

    def points(self, x: float, y: float, within: float = 0.02) -> tuple[Curve, ...]:
        """Find what marks a point.

        Parameters
        ----------
        x, y : float
            Where.
        within : float
            How far off the marker may stand, in both directions.

        Returns
        -------
        tuple of Curve
            Curves with at most 12 markers, one of which stands there.
        """
        return tuple(
            one
            for one in self.curves
            if one.marked
            and len(one.xy) <= _FEW
            and (np.abs(one.xy - [x, y]).max(axis=1) <= within).any()
        )


@dataclass(frozen=True)
class Wanted:
    """One thing that must be seen.

    Parameters
    ----------
    trouble : callable
        ``trouble(drawn)`` says in words what is missing, or nothing.
    mistake : str or None
        The id of the mistake that its absence shows, if it has one.

    Examples
    --------
    >>> Wanted(lambda drawn: "" if drawn.xlabel else "Name the x axis.").trouble(Drawn())
    'Name the x axis.'
    """

    trouble: Callable[[Drawn], str]
    mistake: str | None = None


@dataclass(frozen=True, kw_only=True)
class Figure(Written):
    """A function that draws on the axes it is given.

    Parameters
    ----------
    wanted : tuple of Wanted
        In order; the first that is missing is said.

    Examples
    --------
    >>> from bpteach.exercises import get
    >>> get("sigmoid.plot").check(lambda ax: None).words[:20]
    'Nothing is drawn on '
    """

    kind: ClassVar[str] = "figure"

    wanted: tuple[Wanted, ...] = field(default_factory=tuple)

    def called(self, function: Callable, values: list):
        """Let an answer draw on fresh axes.

        Parameters
        ----------
        function : callable
            The answer.
        values : list
            Nothing: the axes are all that it is given.

        Returns
        -------
        matplotlib.axes.Axes
            With what was drawn.
        """
        from matplotlib.figure import Figure as Canvas

        ax = Canvas(figsize=(6, 4)).subplots()
        function(ax)
        return ax

    def read(self, returned) -> tuple[Drawn]:
        """Read what stands on the axes.

        Parameters
        ----------
        returned : matplotlib.axes.Axes
            From `called`.

        Returns
        -------
        tuple of one Drawn
            As plain data.

        Raises
        ------
        UnreadableError
            If nothing is drawn there.
        """
        from bpteach.exercises.drawn import drawn_on

        drawn = drawn_on(returned)
        if not drawn.curves:
            raise UnreadableError(
                _ONLY_AREAS if drawn.areas else _NOT_SEEN if drawn.unseen else _NOTHING
            )
        return (drawn,)

    def climbed(self, run: Run) -> Verdict:
        """Judge by the data that the function draws.

        Parameters
        ----------
        run : callable
            ``run(case)`` lets the answer draw and gives an `Outcome`.

        Returns
        -------
        Verdict
            The first thing that is missing.
        """
        import_module("matplotlib")  # before the answer does: what is loaded is put back
        outcome = run(Case({}, {}))
        if outcome.not_started:
            return self.not_started()
        if outcome.results is None:
            return self.failed(outcome.rung, outcome.words)
        drawn = outcome.results[0]
        for one in (Wanted(_only_areas), Wanted(_spacing), *self.wanted):
            trouble = one.trouble(drawn)
            if trouble:
                finding = None if one.mistake else "figure"
                words = trouble if drawn.alone else f"{trouble} {_OTHER_AXES}"
                return self.failed(Rung.VALUES, words, mistake=one.mistake, finding=finding)
            if one.trouble(drawn.in_view):
                return self.failed(Rung.VALUES, _OUT_OF_VIEW, finding="figure")
        return self.passed("Everything that was asked for can be seen.")


_NOTHING = (
    "Nothing is drawn on the axes that your function is given. Draw with `ax.plot(...)`: "
    "`plt.plot(...)` draws on axes of its own, and `plt.subplots()` makes new ones."
)
_NOT_SEEN = (
    "What your function draws cannot be seen: look at `alpha`, at the colours and at `visible`."
)
_ONLY_AREAS = (
    "There are only bars or areas on the axes. Draw the curves as lines, with `ax.plot(...)`."
)
_OUT_OF_VIEW = (
    "A part of what you drew lies outside the picture: look at `set_xlim` and `set_ylim`."
)
_OTHER_AXES = "(Only `ax` itself is looked at, not a second pair of axes.)"
_FEW = 12  # marked points that are no curve yet


def _only_areas(drawn: Drawn) -> str:
    """Say so if bars stand where curves should be, beside a marker or two."""
    curves = [one for one in drawn.curves if one.joined or len(one.xy) > _FEW]
    return _ONLY_AREAS if drawn.areas and not curves else ""


def _spacing(drawn: Drawn) -> str:
    """Say so if an axis is logarithmic."""
    for k, which in enumerate(("horizontal", "vertical")):
        if drawn.scales[k] not in ("log", "logit"):
            continue
        hidden = any((one.xy[:, k] <= 0).any() for one in drawn.curves)
        so = "a part of the curves cannot be seen" if hidden else "the curves lose their shape"
        return (
            f"The {which} axis is logarithmic, so {so}. Use an ordinary axis: leave out "
            "`set_xscale` and `set_yscale`."
        )
    return ""
