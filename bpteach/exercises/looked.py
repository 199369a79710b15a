"""What is seen of an answer before it is called: is it a function, and of which parameters."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass

from bpteach.exercises.own_code import course_code, same_code

__all__ = ["Looked", "looked_at"]


@dataclass(frozen=True)
class Looked:
    """What was seen.

    Parameters
    ----------
    kind : str
        Of what cannot be called, the name of its type.
    called : bool
        Whether it can be called.
    starter : bool
        Whether it is what the learner started from.
    course : bool
        Whether it is the course's own code.
    binds : bool
        Whether it takes as many arguments as it will be given.
    names : tuple of str
        Its parameters, where it has a signature to look at.
    raised : str
        The name of the exception that the look itself raised.

    Examples
    --------
    >>> looked_at(lambda a, b: a, ("a", "b"), ()).names
    ('a', 'b')
    """

    kind: str = "function"
    called: bool = True
    starter: bool = False
    course: bool = False
    binds: bool = True
    names: tuple[str, ...] = ()
    raised: str = ""


def looked_at(answer, parameters: Sequence[str], starters: Sequence) -> Looked:
    """Look at an answer without calling it.

    Parameters
    ----------
    answer : object
        Anything.
    parameters : sequence of str
        What it will be given, by place.
    starters : sequence of callable
        What the learner started from, as it may have been compiled.

    Returns
    -------
    Looked
        Never an exception, whatever the answer's own attributes do.
    """
    try:
        if not callable(answer):
            return Looked(type(answer).__name__, called=False)
        if any(same_code(answer, one) for one in starters):
            return Looked(starter=True)
        if course_code(answer):
            return Looked(course=True)
        return _taking(answer, parameters)
    except BaseException as raised:  # by the answer's own attributes
        return Looked(raised=type(raised).__name__)


def _taking(answer, parameters) -> Looked:
    try:
        signature = inspect.signature(answer)
        signature.bind(*parameters)
    except ValueError:  # some functions of numpy have no signature to look at
        return Looked(names=tuple(parameters))
    except TypeError:
        return Looked(binds=False)
    return Looked(names=tuple(signature.parameters))
