"""What a release was: its seed, whose variant is which, and what it left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bpteach.exercises.assignment import Assignment

__all__ = ["KEYS", "Released", "variant"]

KEYS = ("seed", "units", "students", "hints", "solutions")


def variant(seed: int | str, student: str) -> int:
    """Draw a student's variant.

    Parameters
    ----------
    seed : int or str
        Of the release.
    student : str
        The id.

    Returns
    -------
    int
        The same for the same two; it does not tell the release's seed.

    Examples
    --------
    >>> variant(1, "ada"), variant(1, "bob")
    (607447641452, 662981210014)
    """
    drawn = hashlib.sha256(json.dumps([seed, student]).encode()).digest()
    return int.from_bytes(drawn[:8], "little") % 10**12


@dataclass(frozen=True)
class Released:
    """A release.

    Parameters
    ----------
    seed : int or str
        All variants are drawn from it; without students it is the one variant.
    units : tuple of str
        Names of the units.
    students : tuple of str
        Those who got a variant of their own.
    hints, solutions : bool
        Whether notebooks give hints, and worked solutions.

    Examples
    --------
    >>> released = Released(1, ("linear",), ("ada", "bob"))
    >>> released.assignment("ada").seed == variant(1, "ada")
    True
    """

    seed: int | str
    units: tuple[str, ...]
    students: tuple[str, ...] = ()
    hints: bool = True
    solutions: bool = True

    def assignment(self, student: str = "") -> Assignment:
        """Say what a student's notebooks hold.

        Parameters
        ----------
        student : str
            The id; without one, what holds for a class without variants.

        Returns
        -------
        Assignment
            With the student's seed.
        """
        seed = variant(self.seed, student) if student else self.seed
        return Assignment(seed, self.hints, self.solutions)

    def doubt(self, unit: str, student: str, seed: int | str) -> str:
        """Say what is odd about the variant that a notebook asks.

        Parameters
        ----------
        unit, student : str
            What it answers, and who handed it in.
        seed : int or str
            The variant that it asks.

        Returns
        -------
        str
            Nothing, if it is the one that was handed out. It names nobody: the student's own
            feedback shows it.

        Examples
        --------
        >>> released = Released(1, ("linear",), ("ada", "bob"))
        >>> released.doubt("linear", "ada", variant(1, "bob"))
        "it asks another student's variant"
        """
        if unit not in self.units:
            return ""
        if not self.students:
            return "" if seed == self.seed else "it asks a variant that was not handed out"
        owner = self._owners.get(seed)
        if owner is None:
            return "it asks a variant that was not handed out"
        # names of platforms are not those of the roster: there the owner is all that is known
        unknown = student not in self._owners.values()
        return "" if unknown or owner == student else "it asks another student's variant"

    @cached_property
    def _owners(self) -> dict[int | str, str]:
        return {variant(self.seed, one): one for one in self.students}

    @property
    def table(self) -> str:
        """The release as a table of a policy, in TOML.

        Examples
        --------
        >>> print(Released("autumn", ("linear",), hints=False).table)
        [release]
        seed = "autumn"
        units = ["linear"]
        students = []
        hints = false
        solutions = true
        """
        lines = (f"{key} = {_toml(getattr(self, key))}" for key in KEYS)
        return "\n".join(["[release]", *lines])

    @classmethod
    def read(cls, table: Mapping) -> Released:
        """Read what `table` wrote.

        Parameters
        ----------
        table : mapping
            As a TOML reader gives it.

        Returns
        -------
        Released
            The release.

        Raises
        ------
        ValueError
            If something is missing or is not what it should be.

        Examples
        --------
        >>> Released.read({"seed": 1, "units": "linear"})
        Traceback (most recent call last):
        ValueError: units is a list of texts
        """
        if missing := {"seed", "units"} - table.keys():
            raise ValueError(f"[release] needs {' and '.join(sorted(missing))}")
        if type(table["seed"]) not in (int, str):
            raise ValueError("seed is a number or a text")
        for key in ("units", "students"):
            found = table.get(key, [])
            if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
                raise ValueError(f"{key} is a list of texts")
        for key in ("hints", "solutions"):
            if type(table.get(key, True)) is not bool:
                raise ValueError(f"{key} is true or false")
        lists = {key: tuple(table.get(key, ())) for key in ("units", "students")}
        return cls(**{**table, **lists})


def _toml(value) -> str:
    """Write a number, a printable text, a yes or no, or texts: JSON is TOML there."""
    plain = json.dumps(value, ensure_ascii=False)
    if isinstance(value, tuple) and len(plain) > 80:
        return "[\n" + "".join(f"  {_toml(one)},\n" for one in value) + "]"
    return plain
