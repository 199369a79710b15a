"""An exercise that asks for several functions at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from bpteach.exercises.function.function import Function
from bpteach.exercises.record import Record
from bpteach.exercises.verdict import Rung, Status, Verdict

__all__ = ["Several"]


@dataclass(frozen=True, kw_only=True)
class Several(Record):
    """Functions that are asked for together, each worth the same.

    Parameters
    ----------
    functions : tuple of Function
        In order. The answer is a dict that holds each by its name.

    Examples
    --------
    >>> from bpteach.exercises import get
    >>> get("shapes.inner_outer").names
    ('inner', 'outer')
    """

    kind: ClassVar[str] = "function"

    functions: tuple[Function, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The functions' names."""
        return tuple(one.function for one in self.functions)

    @property
    def starter(self) -> dict:
        """What the learner starts from, by name."""
        return {one.function: one.starter for one in self.functions}

    @property
    def reference(self) -> dict:
        """A right answer, by name."""
        return {one.function: one.reference for one in self.functions}

    @property
    def starter_source(self) -> str:
        """The code that stands in the student notebook."""
        return "\n\n\n".join(one.starter_source for one in self.functions)

    @property
    def reference_source(self) -> str:
        """The code of the worked solution."""
        return "\n\n\n".join(one.reference_source for one in self.functions)

    def _from(self, names: Mapping):
        found = {name: names.get(name) for name in self.names}
        return found if any(one is not None for one in found.values()) else None

    def _how_to_start(self) -> str:
        calls = " and ".join(f"`{one.call}`" for one in self.functions)
        return f"Write {calls} in their cell, run that cell, then check again."

    def _judged(self, answer) -> Verdict:
        if not issubclass(type(answer), Mapping):
            return self.failed(
                Rung.PRESENT,
                f"{len(self.functions)} functions are asked for. Pass them by name: "
                f"`check({self.answered_with})`.",
            )
        parts = {one.function: self._part(one, answer) for one in self.functions}
        if all(one.status is Status.NOT_STARTED for one in parts.values()):
            return self.not_started()
        return self.together(parts)

    def _part(self, one, answer) -> Verdict:
        share = self.points / len(self.functions)
        judged = replace(one, seed=self.seed).check({one.function: answer.get(one.function)})
        earned = share * judged.points / judged.max_points
        return replace(judged, exercise=one.function, points=earned, max_points=share)
