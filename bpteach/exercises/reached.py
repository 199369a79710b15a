"""A function that answers an exercise, wherever it is: here, or behind a boundary."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from bpteach.exercises.looked import Looked, looked_at
from bpteach.exercises.running import Asked, Run, running_here

__all__ = ["Here", "Reached"]


class Reached(ABC):
    """What the ladder needs of an answer: a look at it, and a way to call it."""

    @abstractmethod
    def looked(self, parameters: tuple[str, ...], starters: tuple[Callable, ...]) -> Looked:
        """Look at the answer without calling it.

        Parameters
        ----------
        parameters : tuple of str
            What it will be given.
        starters : tuple of callable
            What the learner started from.

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
    >>> Here(3).looked((), ()).called
    False
    """

    def __init__(self, answer):
        self._answer = answer

    def looked(self, parameters: tuple[str, ...], starters: tuple[Callable, ...]) -> Looked:
        """Look at the answer without calling it; see `Reached`.

        Parameters
        ----------
        parameters : tuple of str
            What it will be given.
        starters : tuple of callable
            What the learner started from.

        Returns
        -------
        Looked
            What was seen.
        """
        return looked_at(self._answer, parameters, starters)

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
