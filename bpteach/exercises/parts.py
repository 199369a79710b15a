"""What exercises are made of: cases, known mistakes, extremes, values that are a choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

__all__ = ["Case", "Choices", "Extreme", "Mistake", "entries"]


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
        The result that it spoils, where a function has several. None where it is to be seen in
        all of them together: then the wrong answer gives every result, and it is named only
        where every result is the answer's.
    again : bool
        It shows when the function is called again: each call adds a right result to the one
        before. Then the calls are compared, and not the numbers of the wrong answer.
    boxed : bool
        Whether a single number may stand in brackets, `[[2.0]]` for `2.0`, or the other way
        round, and it is still this mistake.

    Examples
    --------
    >>> Mistake("B10", lambda a, dL_dz: -dL_dz @ a.T, "The sign is wrong.").id
    'B10'
    """

    id: str
    wrong: Callable | tuple[Callable, ...]
    words: str
    part: str | None = None
    again: bool = False
    boxed: bool = True

    @property
    def forms(self) -> tuple[Callable, ...]:
        """All forms of the mistake."""
        return self.wrong if isinstance(self.wrong, tuple) else (self.wrong,)


@dataclass(frozen=True)
class Case:
    """Inputs for one call of an answer.

    Parameters
    ----------
    arguments : dict from str to ndarray, number, list of ndarray, or Made
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


@dataclass(frozen=True)
class Extreme:
    """Inputs at the edge of what must work, judged after the ordinary ones.

    Every entry is compared with its own size, not with the largest, and a warning of numpy's
    counts as a fault, unless it is said otherwise here.

    Parameters
    ----------
    where : str
        What is special, to go behind "where": ``"z is ±1000"``.
    arguments : dict from str to ndarray or number
        By parameter name, in order.
    hint : str
        What to look at when the answer fails here and no known mistake explains it.
    small : float
        What is not larger may be 0, and 0 may be this: by default only 0 equals 0.
    warnings : bool
        Whether a warning of numpy's is a fault where the numbers are right.

    Examples
    --------
    >>> Extreme("z is ±1000", {"z": np.array([[-1000.0], [1000.0]])}).where
    'z is ±1000'
    """

    where: str
    arguments: dict[str, object]
    hint: str = ""
    small: float = 0.0
    warnings: bool = True


@dataclass(frozen=True)
class Choices:
    """More than one right result: a choice that is the learner's.

    Parameters
    ----------
    nearest : callable
        ``nearest(out, *arguments)`` gives the right result that lies nearest to `out`.
    note : str
        What to say of a choice that is another than the reference's.
    noted : tuple of Mistake
        Choices that have a name of their own; they pass, and the verdict names them.

    Examples
    --------
    >>> Choices(lambda out, z: np.clip(out, 0, 1), "Any value in [0, 1] is right at 0.").note
    'Any value in [0, 1] is right at 0.'
    """

    nearest: Callable[..., np.ndarray]
    note: str
    noted: tuple[Mistake, ...] = ()


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
