"""Submissions that try to get what they do not deserve, by class, each with what it deserves.

Every one holds an honest `dL_db`, worth 2 points, so that an attack on another question is seen
to cost nothing else. An attack that looks for something sets `won` where it finds it; only then
does it define a right `dL_dW`, worth 3 points, so that success shows as points.
"""

from __future__ import annotations

from dataclasses import dataclass

HONEST = "def dL_db(dL_dz):\n    return dL_dz.copy()"
REWARD = "if won:\n    def dL_dW(a, dL_dz):\n        return dL_dz @ a.T"
WRONG = "def dL_dW(a, dL_dz):\n    return a @ dL_dz.T"


@dataclass(frozen=True)
class Attack:
    """A hostile notebook: its cells, and the most and the least it may earn."""

    name: str
    cells: tuple[str, ...]
    deserved: float = 2.0
    least: float | None = None  # where the attack may cost the attacker's own points


def forged(name, source, **more):
    """An answer, or what stands around one, that claims to be right."""
    return Attack(name, (HONEST, "import numpy as np", source), **more)


def seeking(name, source, **more):
    """A search: `won` is set where it succeeds; whatever it raises is a failure."""
    body = "\n".join(f"    {line}" for line in source.splitlines())
    cell = f"won = False\ntry:\n{body}\nexcept BaseException:\n    pass"
    return Attack(name, (HONEST, cell, REWARD), **more)


def all_attacks() -> dict[str, list[Attack]]:
    from hostile import comparing, escaping, exhausting, forging, lingering, lying, reading

    modules = (forging, comparing, reading, escaping, exhausting, lingering, lying)
    return {module.__name__.split(".")[-1]: module.ATTACKS for module in modules}
