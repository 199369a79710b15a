"""How a notebook that was handed out opens its exercises: its variant, and what it leaves out."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass, fields, replace

from bpteach.exercises.card import Card
from bpteach.exercises.catalogue import Unit, get
from bpteach.exercises.verdict import Verdict

__all__ = ["Assigned", "Assignment", "Counted"]


class Counted:
    """A verdict whose plain text is the number of points: nbgrader takes them from there.

    Parameters
    ----------
    verdict : Verdict
        What a notebook shows.
    points : float
        What the answer earns by itself, whatever was revealed before.

    Examples
    --------
    >>> from bpteach.exercises import get
    >>> Counted(get("linear.dW").check({}), 0.0)
    0.0
    >>> print(Counted(get("linear.dW").check({}), 0.0))
    – linear.dW: not started (0 of 3 points)
      Write `dL_dW(a, dL_dz)` in its cell, run that cell, then check again.
    """

    def __init__(self, verdict: Verdict, points: float):
        self.verdict = verdict
        self.points = min(points, verdict.max_points)  # nbgrader stops at a rounding's more

    def __repr__(self):
        return repr(self.points)

    def __str__(self):
        return str(self.verdict)

    def _repr_html_(self):
        return self.verdict._repr_html_()


class Assigned(Card):
    """An exercise of an assignment.

    nbgrader counts the points that a cell's output begins with, and nothing at all where a word
    stands on stderr: warnings of an answer go to stdout.

    Examples
    --------
    >>> Assignment().card("linear.dW").check({})
    0.0
    """

    def check(self, answer) -> Counted:
        """Judge an answer.

        Parameters
        ----------
        answer : object
            The learner's function, list or letter.

        Returns
        -------
        Counted
            Shown by the notebook as a card, and read by nbgrader as a number.
        """
        with contextlib.redirect_stderr(sys.stdout):
            judged = self.exercise.check(answer)
        graded = "NBGRADER_EXECUTION" in os.environ  # then nobody learns, and no try is counted
        return Counted(judged if graded else self.told(answer, judged), judged.points)


@dataclass(frozen=True)
class Assignment:
    """What holds for all exercises of a notebook that was handed out.

    Parameters
    ----------
    seed : int or str
        The variant that the notebook asks; 0 is the course's own.
    hints, solutions : bool
        Whether cards give hints, and worked solutions and right values.

    Examples
    --------
    >>> card = Assignment(seed=4711, hints=False).card
    >>> card("linear.dW").hint()
    Hint: This assignment gives no hints. Read the prompt once more.
    """

    seed: int | str = 0
    hints: bool = True
    solutions: bool = True

    def card(self, id: str) -> Assigned:
        """Open an exercise.

        Parameters
        ----------
        id : str
            The exercise, ``"linear.dW"``.

        Returns
        -------
        Assigned
            With ``.check(answer)``, and what the assignment does not leave out.

        Raises
        ------
        KeyError
            If there is no such exercise.
        """
        record = replace(get(id, seed=self.seed), assigned=True)
        return Assigned(record, hints=self.hints, solutions=self.solutions)

    def asked(self, unit: Unit) -> Unit:
        """Give a unit as the assignment asks it.

        Parameters
        ----------
        unit : Unit
            The course's own.

        Returns
        -------
        Unit
            The variant; its cells name no seed, since the assignment does.
        """
        records = (replace(one, seed=self.seed, assigned=True) for one in unit.exercises)
        return replace(unit, exercises=tuple(records))

    @property
    def source(self) -> str:
        """The call that makes it, as a notebook holds it.

        Examples
        --------
        >>> Assignment(seed="ada", solutions=False).source
        "Assignment(seed='ada', solutions=False)"
        """
        told = ((one.name, getattr(self, one.name), one.default) for one in fields(self))
        return f"Assignment({', '.join(f'{k}={v!r}' for k, v, usual in told if v != usual)})"
