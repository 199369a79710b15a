"""An exercise answered with a function that draws: judged by the data drawn, never by pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import ClassVar

from bpteach.exercises.answer import UnreadableError
from bpteach.exercises.drawing import FEW, Drawn
from bpteach.exercises.parts import Case
from bpteach.exercises.running import Run
from bpteach.exercises.verdict import Rung, Verdict
from bpteach.exercises.written import Written

__all__ = ["Figure", "Wanted"]


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
        returned : matplotlib.axes.Axes or Drawn
            From `called`, or what was read where the answer ran.

        Returns
        -------
        tuple of one Drawn
            As plain data.

        Raises
        ------
        UnreadableError
            If nothing is drawn there.
        """
        drawn = returned if type(returned) is Drawn else _read(returned)
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


def _read(ax) -> Drawn:
    from bpteach.exercises.drawn import drawn_on

    return drawn_on(ax)


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


def _only_areas(drawn: Drawn) -> str:
    """Say so if bars stand where curves should be, beside a marker or two."""
    curves = [one for one in drawn.curves if one.joined or len(one.xy) > FEW]
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
