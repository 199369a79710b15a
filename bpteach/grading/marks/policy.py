"""What lateness costs, what is dropped and what was released, from a small TOML text."""

from __future__ import annotations

import difflib
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bpteach.exercises.asked import named_unit
from bpteach.exercises.catalogue import units
from bpteach.grading.released import KEYS, Released

__all__ = ["Policy", "PolicyError"]

_KNOWN = {
    "due": None,
    "late": ("percent_per_day", "at_most_percent", "grace_minutes"),
    "drop": ("lowest_units", "exercises"),
    "limits": ("cpu_seconds", "wall_seconds", "memory_mb", "output_mb"),
    "release": KEYS,
}

_MOST = 100_000  # seconds or MB


class PolicyError(Exception):
    """The text is no policy; what it says is for the person who wrote it.

    Examples
    --------
    >>> Policy.read("[lat]")
    Traceback (most recent call last):
    bpteach.grading.marks.policy.PolicyError: there is no [lat]; write [late]
    """


@dataclass(frozen=True)
class Policy:
    """The rules of a course.

    Parameters
    ----------
    due : mapping of str to float
        By unit: when it is due, in seconds since 1970.
    per_day, at_most : float
        Percent of the points earned that each day begun costs, and the most that all cost.
    grace : float
        Seconds after the due time that cost nothing.
    lowest : int
        How many units count nothing: those with the smallest share.
    exercises : frozenset of str
        Ids of exercises that count nothing.
    limits : mapping of str to float
        What a question may use, where it is not the usual: ``cpu``, ``wall``, ``memory`` and
        ``output``.
    released : Released or None
        What was handed out.

    Examples
    --------
    >>> text = '''
    ... [due]
    ... linear = 2026-03-01T12:00:00Z
    ... [late]
    ... percent_per_day = 10
    ... at_most_percent = 50
    ... '''
    >>> policy = Policy.read(text)
    >>> [policy.penalty("linear", policy.due["linear"] + hours * 3600) for hours in (0, 1, 25, 999)]
    [0.0, 0.1, 0.2, 0.5]
    """

    due: Mapping[str, float] = field(default_factory=dict)
    per_day: float = 0.0
    at_most: float = 100.0
    grace: float = 0.0
    lowest: int = 0
    exercises: frozenset[str] = frozenset()
    limits: Mapping[str, float] = field(default_factory=dict)
    released: Released | None = None

    def penalty(self, unit: str, submitted: float) -> float:
        """Say which share of the points lateness costs.

        Parameters
        ----------
        unit : str
            The unit's name.
        submitted : float
            When it was handed in, in seconds since 1970.

        Returns
        -------
        float
            From 0 to 1.
        """
        late = submitted - self.due.get(unit, math.inf)
        if late <= self.grace:
            return 0.0
        return min(self.per_day * math.ceil(late / 86_400), self.at_most) / 100

    @classmethod
    def read(cls, text: str) -> Policy:
        """Read a policy.

        Parameters
        ----------
        text : str
            TOML; times without a zone are those of this machine.

        Returns
        -------
        Policy
            The rules.

        Raises
        ------
        PolicyError
            If a table, a name or a value is not known.
        """
        try:
            found = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise PolicyError(f"it is no TOML: {error}") from None
        for table, values in found.items():
            _known(table, _KNOWN, "[{}]")
            if not isinstance(values, dict):
                raise PolicyError(f"{table} is a table: write [{table}] and its lines below it")
            for name in values:
                _known(name, _KNOWN[table] or [unit.name for unit in units()], "{}")
        late, drop = found.get("late", {}), found.get("drop", {})
        return cls(
            due={name: _time(name, when) for name, when in found.get("due", {}).items()},
            per_day=_number(late, "percent_per_day", 0, 100),
            at_most=_number(late, "at_most_percent", 100, 100),
            grace=60 * _number(late, "grace_minutes", 0, math.inf),
            lowest=int(_number(drop, "lowest_units", 0, len(units()) - 1)),
            exercises=_exercises(drop.get("exercises", [])),
            limits={
                name.partition("_")[0]: _limit(name, found["limits"])
                for name in found.get("limits", {})
            },
            released=_released(found.get("release")),
        )


def _known(name: str, names, form: str) -> None:
    if name not in names:
        folded = {one.casefold(): one for one in names}
        near = difflib.get_close_matches(name.casefold(), folded, n=1)
        there = " or ".join(form.format(folded[one]) for one in near or folded)
        raise PolicyError(f"there is no {form.format(name)}; write {there}")


def _time(name: str, when) -> float:
    if not isinstance(when, datetime):
        raise PolicyError(
            f"{name} is due at a date and a time: write {name} = 2026-11-30T23:59:00+01:00"
        )
    return when.timestamp()


def _number(table: dict, name: str, otherwise: float, most: float) -> float:
    value = table.get(name, otherwise)
    if type(value) not in (int, float) or not 0 <= value <= most:
        limit = f"from 0 to {most}" if most < math.inf else "that is not negative"
        raise PolicyError(f"{name} is a number {limit}, not {value!r}")
    return value


def _limit(name: str, table: dict) -> float:
    value = table[name]
    if type(value) not in (int, float) or not 0 < value <= _MOST:
        raise PolicyError(f"{name} is a number over 0 and up to {_MOST:,}, not {value!r}")
    return int(value) if name == "memory_mb" else float(value)


def _released(table: dict | None) -> Released | None:
    if table is None:
        return None
    try:
        return Released.read(table)
    except ValueError as error:
        raise PolicyError(str(error)) from None


def _exercises(ids) -> frozenset[str]:
    if not isinstance(ids, list) or not all(isinstance(id, str) for id in ids):
        raise PolicyError('exercises is a list of ids: write exercises = ["linear.dW"]')
    for id in ids:
        unit = named_unit(id.partition(".")[0])
        known = [one.id for one in unit.exercises] if unit else [one.name for one in units()]
        _known(id, known, "{}")
    return frozenset(ids)
