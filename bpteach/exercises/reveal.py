"""Predict, then reveal: what a value exercise keeps and shows between a learner's checks."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.learning.predictions import Prediction, Predictions, same
from bpteach.exercises.learning.store import Store
from bpteach.exercises.learning.table import listed
from bpteach.exercises.value import Value
from bpteach.exercises.verdict import Status, Verdict, written_points

__all__ = ["Reveal"]


class Reveal:
    """One value exercise's predictions, and the right values once each question has one.

    Parameters
    ----------
    exercise : Value
        The exercise, in one of its variants.
    store : Store
        The learner's file.

    Notes
    -----
    This is the learner's own agreement with the notebook. The exercise's own `check`, with
    which `bpteach check` and a class's grading work, knows nothing of it.
    """

    def __init__(self, exercise: Value, store: Store):
        self.exercise = exercise
        self._predictions = Predictions(store)

    @property
    def prediction(self) -> Prediction | None:
        """What is recorded for the questions as they are now."""
        kept = self._predictions.of(self.exercise.id, self.exercise.variant)
        return kept if kept and len(kept.answer) == len(self.exercise.asked) else None

    @property
    def open(self) -> bool:
        """Whether the right values were shown."""
        return bool(self.prediction and self.prediction.revealed)

    def held(self, answer, verdict: Verdict) -> Verdict:
        """Record a prediction; after the reveal, hold the learner to it.

        Parameters
        ----------
        answer : object
            As it was checked.
        verdict : Verdict
            What the exercise says of it.

        Returns
        -------
        Verdict
            The same; where the answer was changed after the reveal, one without points.
        """
        if verdict.status not in (Status.PASS, Status.FAIL):
            return verdict
        kept, given = self.prediction, self.exercise.predicted(answer)
        if kept and kept.revealed:
            return verdict if same(given, kept.answer) else self._changed(kept)
        if given is not None:
            self._keep(Prediction(given))
        return verdict

    def _keep(self, prediction):
        self._predictions.keep(self.exercise.id, self.exercise.variant, prediction)

    def _changed(self, kept) -> Verdict:
        counts = self.exercise.check(kept.answer)
        right = sum(part.status is Status.PASS for part in counts.parts.values())
        points, most = written_points(counts.points), written_points(counts.max_points)
        return Verdict(
            self.exercise.id,
            Status.FAIL,
            "The right values were revealed, and your answer was changed afterwards, so it earns "
            "no points here. Nothing is lost: the prediction you made before the reveal is kept "
            f"and counts, with {right} of {len(kept.answer)} right and {points} of {most} "
            f"{'point' if counts.max_points == 1 else 'points'}.",
            max_points=self.exercise.points,
            finding="changed after the reveal",
        )

    def missing(self) -> str:
        """Say what has to be done before the right values are shown.

        Returns
        -------
        str
            Empty if there is a prediction for every question.
        """
        kept, name = self.prediction, self.exercise.names[0]
        if kept and kept.complete:
            return ""
        open_ones = [k for k, value in enumerate(kept.answer, 1) if value is None] if kept else []
        plural = "s" if len(open_ones) > 1 else ""
        which = f" Still open: question{plural} {listed(open_ones)}." if open_ones else ""
        return (
            f"Predict first: give every question a value, a guess counts too.{which} Fill in the "
            f"list `{name}`, run its cell, and record it with "
            f"`{self.exercise.card}.check({name})`. Then the right values can be shown."
        )

    def show(self) -> str:
        """Show the right values with their reasons, beside what was predicted.

        Returns
        -------
        str
            Markdown, an item for each question. From here on a changed answer earns nothing.

        Raises
        ------
        ValueError
            If a prediction is missing: `missing` says which.
        """
        kept = self.prediction
        if self.missing():
            raise ValueError(self.missing())
        if not kept.revealed:
            self._keep(Prediction(kept.answer, revealed=True))
        verdict = self.exercise.check(kept.answer)
        right = [part.status is Status.PASS for part in verdict.parts.values()]
        told = zip(self.exercise.asked, kept.answer, right, strict=True)
        items = [_item(k, *one) for k, one in enumerate(told, start=1)]
        return f"{sum(right)} of {len(right)} predictions are right.\n\n" + "\n".join(items)


def _item(number, question, predicted, right) -> str:
    yours = "as you predicted" if right else f"you predicted {_shown(predicted, question.right)}"
    lines = [
        f"{number}. {question.asked}",
        f"Right: {_shown(question.right, question.right)}; {yours}.",
        question.why,
    ]
    return "  \n   ".join(line for line in lines if line)


def _shown(value, right) -> str:
    """A value as code, in the form in which the right one is written."""
    if isinstance(right, tuple) and isinstance(value, list):
        value = tuple(value)
    if isinstance(value, np.ndarray):
        value = value.tolist()
    return f"`{_rounded(value)}`"


def _rounded(value) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_rounded, value)) + "]"
    if isinstance(value, tuple):
        inside = ", ".join(map(_rounded, value))
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        return f"{value:.6g}"
    return str(value)
