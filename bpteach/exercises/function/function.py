"""An exercise answered with a function: its record, and the climb up the ladder."""

from __future__ import annotations

from dataclasses import dataclass

from bpteach.exercises.function.ladder import climb
from bpteach.exercises.function.record import FunctionRecord
from bpteach.exercises.running import Run
from bpteach.exercises.verdict import Verdict

__all__ = ["Function"]


@dataclass(frozen=True, kw_only=True)
class Function(FunctionRecord):
    """A function exercise that can check an answer; see `FunctionRecord` for what it holds.

    Examples
    --------
    >>> from bpteach.exercises import get
    >>> def dL_dW(a, dL_dz):
    ...     return a @ dL_dz.T
    >>> get("linear.dW").check(dL_dW).mistake
    'B1'
    """

    def climbed(self, run: Run) -> Verdict:
        """Take a function up the ladder.

        Parameters
        ----------
        run : callable
            ``run(case)`` calls the answer on a case's inputs and gives an `Outcome`.

        Returns
        -------
        Verdict
            How far it came.
        """
        return climb(self, run)
