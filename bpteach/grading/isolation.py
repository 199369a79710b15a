"""How a student's code is kept apart, and what this machine can do of it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Isolation", "IsolationError", "isolation"]


class IsolationError(Exception):
    """The isolation asked for cannot be had here; the text names what is missing."""


@dataclass(frozen=True)
class Isolation:
    """The isolation in force: its ``level``, and in words what it holds."""

    level: str

    def explain(self) -> str:
        """Say what is in force, layer by layer."""
        return self.level


def isolation(level: str | None = None) -> Isolation:
    """Find the isolation that this machine can give, or raise `IsolationError`."""
    return Isolation(level or "full")
