"""A function exercise as data: what is asked, on which inputs, and which mistakes are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bpteach.exercises.answer import UnreadableError, results_of
from bpteach.exercises.parts import Case, Choices, Extreme, Mistake
from bpteach.exercises.written import Written

__all__ = ["FunctionRecord"]


@dataclass(frozen=True, kw_only=True)
class FunctionRecord(Written):
    """What the ladder reads of an exercise that is answered with a function.

    Parameters
    ----------
    results : tuple of str
        Names of what it returns, in order.
    told : tuple of str
        The same names in the order in which their verdicts are told, where it is another one:
        what went wrong first there is the whole's mistake.
    letters : tuple of str
        Letters of the sizes that a case draws, all different.
    smallest : int
        The least size drawn, for inputs that need room for all pairs of signs.
    draw : callable
        ``draw(rng, sizes)`` gives a case's arguments.
    mistakes : tuple of Mistake
        In the order in which they are named.
    upstream : str or None
        The argument in which the answer must be linear.
    known : callable or None
        ``known(**arguments)`` gives arrays by name, such as ``{"s(1−s)": ...}``, with which a
        ratio is compared beside the arguments themselves.
    extremes : callable or None
        ``extremes(rng)`` gives inputs at the edge, a tuple of `Extreme`.
    choices : Choices or None
        Where more than one result is right.
    charged : tuple of (str, str, str)
        Where an answer is called in several steps: an argument, the result that is to blame if it
        is changed, and the name of the function that it is given to.
    conventional : bool
        Whether a convention says how derivatives stand; False where each has the shape of its
        variable because the exercise asks for that.
    """

    kind: ClassVar[str] = "function"

    results: tuple[str, ...]
    letters: tuple[str, ...]
    draw: Callable[[np.random.Generator, dict[str, int]], dict[str, object]]
    smallest: int = 3
    mistakes: tuple[Mistake, ...] = ()
    upstream: str | None = None
    known: Callable[..., dict[str, np.ndarray]] | None = None
    extremes: Callable[[np.random.Generator], tuple[Extreme, ...]] | None = None
    choices: Choices | None = None
    told: tuple[str, ...] = ()
    charged: tuple[tuple[str, str, str], ...] = ()
    conventional: bool = True

    def read(self, returned) -> tuple[np.ndarray | UnreadableError, ...]:
        """Read what an answer returned, one array for each result.

        Parameters
        ----------
        returned : object
            What came back.

        Returns
        -------
        tuple of ndarray or UnreadableError
            See `results_of`.
        """
        return results_of(returned, self.results)

    def case(self, number: int, *, equal: bool = False) -> Case:
        """Draw inputs.

        Parameters
        ----------
        number : int
            Which case of this exercise and seed.
        equal : bool
            All sizes the same: only to name a mistake whose shapes do not fit otherwise.

        Returns
        -------
        Case
            All sizes different, from `smallest` on, unless `equal`; a letter has another size in
            case 2 than in case 1.
        """
        count = len(self.letters)
        pool = self.smallest + np.arange(max(6, 2 * count))
        drawn = np.roll(self.rng(1).permutation(pool), -(number - 1) * count)[:count]
        sizes = {
            letter: 4 if equal else int(size)
            for letter, size in zip(self.letters, drawn, strict=True)
        }
        return Case(self.draw(self.rng(number), sizes), sizes)
