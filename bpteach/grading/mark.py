"""What became of a submission: a verdict on every exercise of its unit, and how it was reached."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bpteach.exercises.verdict import Verdict
from bpteach.grading.submission import Submission

__all__ = ["Mark"]


@dataclass(frozen=True)
class Mark:
    """The verdicts on one submission.

    Parameters
    ----------
    submission : Submission
        What was graded.
    verdicts : tuple of Verdict
        One for each exercise of the unit, in the unit's order.
    isolation : str
        How the student's code was kept apart: ``"full"`` or ``"process"``.
    seed : str
        From what the hidden inputs were drawn: a digest of the run's secret and the submission.
    seconds : float
        Wall time that it took.
    timings : dict from str to float
        Seconds by exercise.
    notes : tuple of str
        What happened to single cells: one that did not finish, one that raised.

    Examples
    --------
    >>> from pathlib import Path
    >>> from bpteach.exercises import get
    >>> handed_in = Submission("ada", Path("ada.ipynb"), "ab12", "linear", 0, ())
    >>> Mark(handed_in, (get("linear.dW").check({}),), "full", "5e", 0.01, {}).points
    0.0
    """

    submission: Submission
    verdicts: tuple[Verdict, ...]
    isolation: str
    seed: str
    seconds: float
    timings: dict[str, float]
    notes: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """What the submission earned."""
        return math.fsum(verdict.points for verdict in self.verdicts)

    @property
    def max_points(self) -> float:
        """What could be earned."""
        return math.fsum(verdict.max_points for verdict in self.verdicts)
