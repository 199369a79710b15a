"""What an exercise is made of, as data: prompt, inputs, reference, and known mistakes."""

from __future__ import annotations

import inspect
import textwrap
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

__all__ = ["Case", "Mistake", "Record", "entries"]


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that learners give, executable, with what to say to it.

    Parameters
    ----------
    id : str
        Its name in the list of mistakes, ``"B1"``.
    wrong : callable or tuple of callable
        The wrong answer, with the exercise's parameters; several forms of one mistake may
        give several numbers. For a function with several results it gives the one of `part`.
    words : str
        What happened and what to look at, for the learner; never the right formula.
    part : str or None
        The result that it spoils, where a function has several.

    Examples
    --------
    >>> Mistake("B10", lambda a, dL_dz: -dL_dz @ a.T, "The sign is wrong.").id
    'B10'
    """

    id: str
    wrong: Callable | tuple[Callable, ...]
    words: str
    part: str | None = None

    @property
    def forms(self) -> tuple[Callable, ...]:
        """All forms of the mistake."""
        return self.wrong if isinstance(self.wrong, tuple) else (self.wrong,)


@dataclass(frozen=True)
class Case:
    """Inputs for one call of an answer.

    Parameters
    ----------
    arguments : dict from str to ndarray or number
        By parameter name, in order.
    sizes : dict from str to int
        What the letters of the shapes stand for.

    Examples
    --------
    >>> Case({"v": np.ones(3)}, {"k": 3}).sizes
    {'k': 3}
    """

    arguments: dict[str, object]
    sizes: dict[str, int]


def entries(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Draw numbers that hide no mistake: both signs, none near 0, and no two alike.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where they come from.
    *shape : int
        Shape of the array.

    Returns
    -------
    ndarray of float64, shape `shape`
        Magnitudes from 0.4 to 2.4; the first two entries differ in sign.

    Examples
    --------
    >>> drawn = entries(np.random.default_rng(0), 3, 1)
    >>> bool((drawn > 0).any() and (drawn < 0).any())
    True
    """
    signs = rng.choice([-1.0, 1.0], size=shape)
    flat = signs.reshape(-1)
    flat[1:2] = -flat[:1]
    return signs * rng.uniform(0.4, 2.4, size=shape)


@dataclass(frozen=True, kw_only=True)
class Record:
    """An exercise as data.

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
    function : str
        The name that the learner defines.
    results : tuple of str
        Names of what it returns, in order.
    letters : tuple of str
        Letters of the sizes that a case draws, all different.
    draw : callable
        ``draw(rng, sizes)`` gives a case's arguments.
    starter, reference : callable
        What the learner starts from, and a right answer; both run.
    mistakes : tuple of Mistake
        In the order in which they are named.
    hints : tuple of str
        From a nudge to nearly everything.
    solution : str
        Why the reference is right; shown with it, apart from any verdict.
    upstream : str or None
        The argument in which the answer must be linear.
    out_of_scope : str
        What is not judged.
    source : str
        Where in the course notes it comes from.
    kind : str
        ``"function"``.
    seed : int
        Other seeds draw other inputs.
    """

    id: str
    title: str
    objective: str
    prompt: str
    difficulty: int
    function: str
    results: tuple[str, ...]
    letters: tuple[str, ...]
    draw: Callable[[np.random.Generator, dict[str, int]], dict[str, object]]
    starter: Callable
    reference: Callable
    mistakes: tuple[Mistake, ...] = ()
    hints: tuple[str, ...] = ()
    solution: str = ""
    upstream: str | None = None
    out_of_scope: str = "Speed, and the names of your variables."
    source: str = ""
    kind: str = "function"
    seed: int = 0

    @property
    def unit(self) -> str:
        """The unit's name, ``"linear"``."""
        return self.id.split(".")[0]

    @property
    def points(self) -> float:
        """What a right answer earns: the difficulty."""
        return float(self.difficulty)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the function's parameters."""
        return tuple(inspect.signature(self.reference).parameters)

    @property
    def call(self) -> str:
        """The call as the learner writes it, ``"dL_dW(a, dL_dz)"``."""
        return f"{self.function}({', '.join(self.parameters)})"

    @property
    def starter_source(self) -> str:
        """The code that stands in the student notebook."""
        return self._source(self.starter)

    @property
    def reference_source(self) -> str:
        """The code of the worked solution."""
        return self._source(self.reference)

    def _source(self, function):
        source = textwrap.dedent(inspect.getsource(function))
        return source.replace(f"def {function.__name__}(", f"def {self.function}(", 1).rstrip()

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
            All sizes different, from 3 to 8, unless `equal`; a letter has another size in
            case 2 than in case 1.
        """
        count = len(self.letters)
        drawn = np.roll(self._rng(1).permutation(np.arange(3, 9)), -(number - 1) * count)[:count]
        sizes = {
            letter: 4 if equal else int(size)
            for letter, size in zip(self.letters, drawn, strict=True)
        }
        return Case(self.draw(self._rng(number), sizes), sizes)

    def _rng(self, number):
        return np.random.default_rng([self.seed, number, zlib.crc32(self.id.encode())])
