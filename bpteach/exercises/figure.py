"""An exercise answered with a function that draws: judged by the data drawn, never by pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
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

    Examples
    --------
    >>> Drawn().says("σ")
    False
    """

    curves: tuple[Curve, ...] = ()
    texts: tuple[str, ...] = ()
    xlabel: str = ""
    ylabel: str = ""

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
            and len(one.xy) <= 12
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
                "Nothing is drawn on the axes that your function is given. Draw with "
                "`ax.plot(...)`: `plt.plot(...)` draws on axes of its own."
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
        for one in self.wanted:
            trouble = one.trouble(outcome.results[0])
            if trouble:
                finding = None if one.mistake else "figure"
                return self.failed(Rung.VALUES, trouble, mistake=one.mistake, finding=finding)
        return self.passed("Everything that was asked for can be seen.")
