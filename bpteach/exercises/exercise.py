"""An exercise: its record, and the check of an answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from bpteach.exercises.ladder import climb, failed, not_started
from bpteach.exercises.record import Record
from bpteach.exercises.running import course_code, run_here, same_code
from bpteach.exercises.verdict import Rung, Status, Verdict

__all__ = ["Exercise"]


@dataclass(frozen=True, kw_only=True)
class Exercise(Record):
    """A record that can check an answer; see `Record` for what it holds.

    Examples
    --------
    >>> from bpteach.exercises import get
    >>> def dL_dW(a, dL_dz):
    ...     return a @ dL_dz.T
    >>> get("linear.dW").check(dL_dW).mistake
    'B1'
    """

    def check(self, answer) -> Verdict:
        """Judge an answer.

        Parameters
        ----------
        answer : callable, or mapping from str to callable
            The learner's function, or a mapping that holds it by its name.

        Returns
        -------
        Verdict
            Never an exception: what goes wrong in the answer is said in its words, and what
            goes wrong in the checker is ``GRADER_ERROR``.
        """
        try:
            return self._checked(answer)
        except (Exception, SystemExit, GeneratorExit) as fault:
            words = (
                f"The checker itself stopped with {type(fault).__name__}. Your answer is not "
                "judged, and no points are lost: please report it with your code."
            )
            return Verdict(self.id, Status.GRADER_ERROR, words, max_points=self.points)

    def _checked(self, answer) -> Verdict:
        if isinstance(answer, Mapping):
            answer = answer.get(self.function)
            if answer is None:
                return not_started(self)
        trouble = self._looked_at(answer)
        if trouble:
            return failed(self, Rung.PRESENT, trouble)
        if same_code(answer, self.starter):
            return not_started(self)
        return climb(self, _Caller(self, answer))

    def _looked_at(self, answer) -> str:
        try:
            return self._not_this_function(answer)
        except (Exception, SystemExit, GeneratorExit) as raised:  # by the answer's own attributes
            return (
                f"Your answer raises {type(raised).__name__} when it is only looked at. Answer "
                f"with a plain function: begin it with `def {self.call}:`."
            )

    def _not_this_function(self, answer) -> str:
        if not callable(answer):
            return (
                f"This exercise is answered with the function {self.function} itself, but "
                f"{_a(answer)} was passed. Pass the name without calling it: "
                f"`check({self.function})`."
            )
        if course_code(answer) and not same_code(answer, self.starter):
            return (
                "This is the course's own code. It is not an answer, but a good thing to compare "
                f"yours with. Write `{self.call}` yourself."
            )
        return self._other_parameters(answer)

    def _other_parameters(self, answer) -> str:
        try:
            signature = inspect.signature(answer)
            signature.bind(*self.parameters)
        except ValueError:  # some functions of numpy have no signature to look at
            return ""
        except TypeError:
            wanted = ", ".join(self.parameters)
            return (
                f"{self.function} is called with {len(self.parameters)} arguments ({wanted}), and "
                f"yours takes others. Begin it with `def {self.call}:`."
            )
        names = tuple(signature.parameters)
        if names != self.parameters and set(names) == set(self.parameters):
            return (
                f"The parameters of {self.function} stand in another order. They are passed by "
                f"place, not by name: begin it with `def {self.call}:`."
            )
        return ""


class _Caller:
    """Calls an answer; only its first call may print."""

    def __init__(self, record: Record, answer: Callable):
        self._run = partial(run_here, record, answer)
        self._calls = 0

    def __call__(self, case):
        self._calls += 1
        return self._run(case, quiet=self._calls > 1)


def _a(value) -> str:
    name = type(value).__name__
    return {"NoneType": "None", "str": "text"}.get(name, f"a value of type {name}")
