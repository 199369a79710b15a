"""What every exercise has, of whatever kind, and the check that never raises."""

from __future__ import annotations

import json
import math
import zlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bpteach.exercises.verdict import Rung, Status, Verdict

__all__ = ["Record"]


@dataclass(frozen=True, kw_only=True)
class Record(ABC):
    """An exercise as data, and its check; the kinds say what an answer is.

    Parameters
    ----------
    id : str
        ``"linear.dW"``: unit and name.
    title, objective : str
        What it is called and what one can do after it.
    prompt : str
        The task in Markdown and LaTeX.
    difficulty : int
        From 1 to 5.
    needs : tuple of str
        What must have been taught: cell ids of the glossary, ``"outer-product"``.
    hints : tuple of str
        From a nudge to nearly everything.
    solution : str
        Why the reference is right; shown with it, apart from any verdict.
    out_of_scope : str
        What is not judged.
    source : str
        Where in the course notes it comes from.
    seed : int or str
        A number or a learner's name: other seeds draw other inputs and other numbers.
    assigned : bool
        Whether it stands in an assignment, whose cards know the seed themselves.
    """

    kind: ClassVar[str]

    id: str
    title: str
    objective: str
    prompt: str
    difficulty: int
    needs: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    solution: str = ""
    out_of_scope: str = "Speed, and the names of your variables."
    source: str = ""
    seed: int | str = 0
    assigned: bool = False

    @property
    def unit(self) -> str:
        """The unit's name, ``"linear"``."""
        return self.id.split(".")[0]

    @property
    def points(self) -> float:
        """What a right answer earns: the difficulty."""
        return float(self.difficulty)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the answer has in a notebook: the id with ``_`` for ``.``."""
        return (self.id.replace(".", "_"),)

    @property
    def answered_with(self) -> str:
        """What is passed to ``check``, as the learner writes it."""
        if len(self.names) == 1:
            return self.names[0]
        return "{" + ", ".join(f'"{name}": {name}' for name in self.names) + "}"

    @property
    def card(self) -> str:
        """How a notebook opens the exercise, ``card("linear.dW")``; a variant names its seed."""
        if self.seed == 0 or self.assigned or not self.varies:
            return f'card("{self.id}")'
        return f'card("{self.id}", seed={json.dumps(self.seed, ensure_ascii=False)})'

    @property
    def task(self) -> str:
        """The whole task: the prompt, with what this variant asks."""
        return self.prompt

    @property
    def varies(self) -> bool:
        """Whether the text of the task depends on the seed."""
        return False

    @property
    @abstractmethod
    def starter_source(self) -> str:
        """The code that stands in the student notebook."""

    @property
    @abstractmethod
    def reference_source(self) -> str:
        """The code of the worked solution."""

    def check(self, answer) -> Verdict:
        """Judge an answer.

        Parameters
        ----------
        answer : object
            What the learner gives: a function, a list, a letter; or a mapping that holds it by
            the name that it has in a notebook.

        Returns
        -------
        Verdict
            Never an exception: what goes wrong in the answer is said in its words, and what
            goes wrong in the checker is ``GRADER_ERROR``.
        """
        try:
            with np.errstate(all="ignore"):  # the checker's own arithmetic, on whatever numbers
                if issubclass(type(answer), Mapping):
                    answer = self._from(answer)
                    if answer is None:
                        return self.not_started()
                return self._judged(answer)
        except (Exception, SystemExit, GeneratorExit) as fault:
            words = (
                f"The checker itself stopped with {type(fault).__name__}. Your answer is not "
                "judged, and no points are lost: please report it with your code."
            )
            return Verdict(self.id, Status.GRADER_ERROR, words, max_points=self.points)

    def _from(self, names: Mapping):
        """Take the answer out of a notebook's names; None where it is missing."""
        return names.get(self.names[0])

    @abstractmethod
    def _judged(self, answer) -> Verdict:
        """Judge an answer that is there."""

    def not_started(self) -> Verdict:
        """Give the verdict on an answer that is not there yet.

        Returns
        -------
        Verdict
            ``NOT_STARTED``.
        """
        return Verdict(self.id, Status.NOT_STARTED, self._how_to_start(), max_points=self.points)

    def _how_to_start(self) -> str:
        return f"Write `{self.names[0]}` in its cell, run that cell, then check again."

    def failed(self, rung: Rung, words: str, **more) -> Verdict:
        """Give the verdict on an answer that fails as a whole.

        Parameters
        ----------
        rung : Rung
            Where it failed.
        words : str
            What to say.
        **more
            Other fields of the verdict: a mistake, a finding.

        Returns
        -------
        Verdict
            ``FAIL``.
        """
        return Verdict(self.id, Status.FAIL, words, max_points=self.points, rung=rung, **more)

    def passed(self, words: str, **more) -> Verdict:
        """Give the verdict on a right answer.

        Parameters
        ----------
        words : str
            What to say.
        **more
            Other fields of the verdict: parts, a mistake that is accepted with a note.

        Returns
        -------
        Verdict
            ``PASS``, with all points.
        """
        full = self.points
        return Verdict(self.id, Status.PASS, words, points=full, max_points=full, **more)

    def together(self, parts: dict[str, Verdict]) -> Verdict:
        """Put the verdicts on several results together.

        Parameters
        ----------
        parts : dict from str to Verdict
            By name, in order; what went wrong first is the whole's mistake.

        Returns
        -------
        Verdict
            Its points are the sum of the parts' points.
        """
        judged = tuple(parts.values())
        wrong = [one for one in judged if one.status is not Status.PASS]
        if not wrong:
            noted = next((one for one in judged if one.mistake), judged[0])
            words = "Every result is right."
            return self.passed(words, parts=parts, mistake=noted.mistake, also=noted.also)
        first = wrong[0]
        return Verdict(
            self.id,
            Status.FAIL,
            f"{len(judged) - len(wrong)} of {len(judged)} results are right.",
            points=math.fsum(one.points for one in judged),
            max_points=self.points,
            rung=first.rung,
            mistake=first.mistake,
            also=first.also,
            finding=first.finding,
            parts=parts,
        )

    def rng(self, number: int) -> np.random.Generator:
        """Give random numbers that depend on the exercise, its seed and a number alone.

        Parameters
        ----------
        number : int
            Which of the exercise's streams.

        Returns
        -------
        numpy.random.Generator
            The same one for the same seed.
        """
        seed = self.seed
        if isinstance(seed, str):
            seed = int.from_bytes(seed.strip().casefold().encode(), "little")
        return np.random.default_rng([seed, number, zlib.crc32(self.id.encode())])
