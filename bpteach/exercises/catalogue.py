"""All exercises, by unit and by id."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import ModuleType

from bpteach.exercises.record import Record
from bpteach.exercises.units import linear, network
from bpteach.exercises.verdict import Verdict

__all__ = ["Unit", "check_namespace", "get", "unit_of", "units"]


@dataclass(frozen=True)
class Unit:
    """A lesson's exercises.

    Parameters
    ----------
    name : str
        ``"linear"``: the first part of its exercises' ids.
    title : str
        What the unit is about.
    lesson : str
        Name of its notebooks, ``"03_linear"``.
    exercises : tuple of Record
        In the order in which they become solvable.

    Examples
    --------
    >>> units()[0].lesson
    '03_linear'
    """

    name: str
    title: str
    lesson: str
    exercises: tuple[Record, ...]

    @classmethod
    def of(cls, module: ModuleType) -> Unit:
        """Read a unit from its module.

        Parameters
        ----------
        module : module
            One that has TITLE, LESSON and EXERCISES.

        Returns
        -------
        Unit
            The unit.
        """
        name = module.EXERCISES[0].unit
        return cls(name, module.TITLE, module.LESSON, module.EXERCISES)


_UNITS = tuple(Unit.of(module) for module in (linear, network))


def units() -> tuple[Unit, ...]:
    """Give all units, in the order of the course.

    Returns
    -------
    tuple of Unit
        Every unit that has exercises.

    Examples
    --------
    >>> [unit.name for unit in units()]
    ['linear', 'network']
    """
    return _UNITS


def get(id: str, *, seed: int | None = None) -> Record:
    """Find an exercise.

    Parameters
    ----------
    id : str
        Unit and name, ``"linear.dW"``.
    seed : int, optional
        Draw other inputs than the course's own.

    Returns
    -------
    Record
        The record.

    Raises
    ------
    KeyError
        If there is no such exercise; the text names the nearest.

    Examples
    --------
    >>> get("linear.dW").call
    'dL_dW(a, dL_dz)'
    """
    known = {exercise.id: exercise for unit in _UNITS for exercise in unit.exercises}
    if id not in known:
        folded = {name.casefold(): name for name in known}
        near = difflib.get_close_matches(str(id).casefold(), folded, n=1, cutoff=0.4)
        hint = f"did you mean {folded[near[0]]!r}?" if near else f"there are: {', '.join(known)}"
        raise KeyError(f"there is no exercise {id!r}; {hint}")
    return known[id] if seed is None else replace(known[id], seed=seed)


def unit_of(namespace: Mapping[str, object]) -> Unit | None:
    """Find the unit whose answers a notebook defines.

    Parameters
    ----------
    namespace : mapping from str to object
        The names that a notebook defines.

    Returns
    -------
    Unit or None
        The unit with the most answers among the names.

    Examples
    --------
    >>> unit_of({"dL_dW": None, "dL_da": None}).name
    'linear'
    """
    found = {
        unit: sum(name in namespace for e in unit.exercises for name in e.names) for unit in _UNITS
    }
    best = max(found, key=found.get)
    return best if found[best] else None


def check_namespace(id: str, namespace: Mapping[str, object]) -> Verdict:
    """Judge the answer to an exercise that a notebook holds under its fixed name.

    Parameters
    ----------
    id : str
        The exercise.
    namespace : mapping from str to object
        The names that the notebook defines.

    Returns
    -------
    Verdict
        ``NOT_STARTED`` where the name is missing.

    Examples
    --------
    >>> check_namespace("linear.dW", {}).status.name
    'NOT_STARTED'
    """
    return get(id).check(dict(namespace))
