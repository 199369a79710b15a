"""A function that answers an exercise, wherever it is: here, or behind a boundary."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Protocol

from bpteach.exercises.looked import Looked, looked_at
from bpteach.exercises.running import Asked, Run, running_here

__all__ = ["Here", "Reached", "Sought"]


class Sought(Protocol):
    """What a look at an answer needs to know of an exercise."""

    parameters: tuple[str, ...]
    starters: tuple[Callable, ...]


class Reached(ABC):
    """What the ladder needs of an answer: a look at it, and a way to call it."""

    @abstractmethod
    def looked(self, record: Sought) -> Looked:
        """Look at the answer without calling it.

        Parameters
        ----------
        record : Sought
            The exercise.

        Returns
        -------
        Looked
            What was seen.
        """

    @abstractmethod
    def running(self, record: Asked) -> Run:
        """Make what calls the answer on a case's inputs.

        Parameters
        ----------
        record : Asked
            The exercise.

        Returns
        -------
        callable
            ``run(case)`` gives an `Outcome`.
        """


class Here(Reached):
    """An answer in this process.

    Parameters
    ----------
    answer : object
        What the learner passed.

    Examples
    --------
    >>> from bpteach.exercises import get
    >>> Here(3).looked(get("linear.dW")).called
    False
    """

    def __init__(self, answer):
        self._answer = answer

    def looked(self, record: Sought) -> Looked:
        """Look at the answer without calling it; see `Reached`.

        Parameters
        ----------
        record : Sought
            The exercise.

        Returns
        -------
        Looked
            What was seen.
        """
        return looked_at(self._answer, record.parameters, record.starters)

    def running(self, record: Asked) -> Run:
        """Make what calls the answer here; see `Reached`.

        Parameters
        ----------
        record : Asked
            The exercise.

        Returns
        -------
        callable
            ``run(case)`` gives an `Outcome`.
        """
        return running_here(record, self._answer)
