"""All exercises, by unit and by id."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import ModuleType

from bpteach.exercises.record import Record
from bpteach.exercises.units import chain, linear, network, relu, shapes, sigmoid
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
    >>> unit_of({"dL_dW": None}).lesson
    '03_linear'
    """

    name: str
    title: str
    lesson: str
    exercises: tuple[Record, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that an answer of the unit has in a notebook."""
        return tuple(name for exercise in self.exercises for name in exercise.names)

    def variant(self, seed: int | str) -> Unit:
        """Give the unit with other numbers.

        Parameters
        ----------
        seed : int or str
            A number, or a learner's name.

        Returns
        -------
        Unit
            The same exercises, each with this seed.
        """
        return replace(self, exercises=tuple(replace(one, seed=seed) for one in self.exercises))

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


_UNITS = tuple(Unit.of(module) for module in (shapes, chain, linear, sigmoid, relu, network))


def units() -> tuple[Unit, ...]:
    """Give all units, in the order of the course.

    Returns
    -------
    tuple of Unit
        Every unit that has exercises.

    Examples
    --------
    >>> units()[0].name
    'shapes'
    """
    return _UNITS


def get(id: str, *, seed: int | str | None = None) -> Record:
    """Find an exercise.

    Parameters
    ----------
    id : str
        Unit and name, ``"linear.dW"``.
    seed : int or str, optional
        A number or a learner's name: draw other inputs and numbers than the course's own.

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
    found = {unit: len(namespace.keys() & set(unit.names)) for unit in _UNITS}
    best = max(found, key=found.get)
    return best if found[best] else None


def check_namespace(
    id: str, namespace: Mapping[str, object], *, seed: int | str | None = None
) -> Verdict:
    """Judge the answer to an exercise that a notebook holds under its fixed name.

    Parameters
    ----------
    id : str
        The exercise.
    namespace : mapping from str to object
        The names that the notebook defines.
    seed : int or str, optional
        The variant that the notebook asks.

    Returns
    -------
    Verdict
        ``NOT_STARTED`` where the name is missing.

    Examples
    --------
    >>> check_namespace("linear.dW", {}).status.name
    'NOT_STARTED'
    """
    return get(id, seed=seed).check(dict(namespace))
