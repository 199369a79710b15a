"""What all exercises share that are answered with a function which the learner writes."""

from __future__ import annotations

import inspect
import textwrap
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace

from bpteach.exercises.looked import Looked
from bpteach.exercises.made import handed
from bpteach.exercises.own_code import alone
from bpteach.exercises.reached import Here, Reached
from bpteach.exercises.record import Record
from bpteach.exercises.running import Run
from bpteach.exercises.verdict import Rung, Verdict

__all__ = ["Written"]


@dataclass(frozen=True, kw_only=True)
class Written(Record):
    """An exercise whose answer is a function.

    Parameters
    ----------
    function : str
        The name that the learner defines.
    starter, reference : callable
        What the learner starts from, and a right answer; both run.
    through : callable or None
        ``through(function, *arguments)`` calls the answer where a plain call is not enough,
        such as a function that returns a function.
    """

    function: str
    starter: Callable
    reference: Callable
    through: Callable | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The function's name."""
        return (self.function,)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the function's parameters."""
        return tuple(inspect.signature(self.reference).parameters)

    @property
    def call(self) -> str:
        """The call as the learner writes it, ``"dL_dW(a, dL_dz)"``."""
        return f"{self.function}({', '.join(self.parameters)})"

    @property
    def starter_source(self) -> str:
        """The code that stands in the student notebook."""
        return _source_as(self.function, self.starter)

    @property
    def starters(self) -> tuple[Callable, ...]:
        """The starter, as it is compiled in this module and in a notebook's cell."""
        return self.starter, alone(self.starter_source, self.function)

    @property
    def reference_source(self) -> str:
        """The code of the worked solution."""
        return _source_as(self.function, self.reference)

    def called(self, function: Callable, values: list):
        """Call an answer on values that are its own already.

        Parameters
        ----------
        function : callable
            An answer, right or wrong.
        values : list
            Arrays and callables, in order.

        Returns
        -------
        object
            What it returns, called through `through` where the exercise has one.
        """
        return self.through(function, *values) if self.through else function(*values)

    def applied(self, function: Callable, arguments: dict[str, object]):
        """Call an answer on copies of a case's arguments.

        Parameters
        ----------
        function : callable
            An answer, right or wrong.
        arguments : dict from str to object
            As a case holds them.

        Returns
        -------
        object
            What it returns.
        """
        return self.called(function, [handed(value) for value in arguments.values()])

    @abstractmethod
    def read(self, returned) -> tuple:
        """Read what an answer returned.

        Parameters
        ----------
        returned : object
            What came back.

        Returns
        -------
        tuple
            Plain values, one for each result.

        Raises
        ------
        UnreadableError
            If it is not what is asked for; its text says so to the learner.
        """

    def _judged(self, answer) -> Verdict:
        there = issubclass(type(answer), Reached)  # below what it claims to be
        reached = answer if there else Here(answer)
        looked = reached.looked(self)
        trouble = self._troubled(looked)
        if trouble:
            return self.failed(Rung.PRESENT, trouble)
        if looked.starter:
            return self._as_given()
        return self.climbed(reached.running(self))

    @abstractmethod
    def climbed(self, run: Run) -> Verdict:
        """Judge a function that can be called, whoever calls it.

        Parameters
        ----------
        run : callable
            ``run(case)`` calls the answer on a case's inputs and gives an `Outcome`.

        Returns
        -------
        Verdict
            How far it came.
        """

    @property
    def _repairs(self) -> bool:
        """Whether the starter is a function that has to be repaired."""
        return "NotImplementedError" not in self.starter_source

    def _as_given(self) -> Verdict:
        verdict = self.not_started()
        if not self._repairs:
            return verdict
        return replace(verdict, words=f"This is the function as it was given. {verdict.words}")

    def _how_to_start(self) -> str:
        do = "Repair" if self._repairs else "Write"
        return f"{do} `{self.call}` in its cell, run that cell, then check again."

    def _troubled(self, looked: Looked) -> str:
        """Say what is wrong with an answer before it is called, or nothing."""
        if looked.raised:
            return (
                f"Your answer raises {looked.raised} when it is only looked at. Answer "
                f"with a plain function: begin it with `def {self.call}:`."
            )
        if not looked.called:
            return (
                f"This exercise is answered with the function {self.function} itself, but "
                f"{_a(looked.kind)} was passed. Pass the name without calling it: "
                f"`check({self.function})`."
            )
        if looked.course:
            return (
                "This is the course's own code. It is not an answer, but a good thing to compare "
                f"yours with. Write `{self.call}` yourself."
            )
        if not looked.binds:
            wanted, count = ", ".join(self.parameters), len(self.parameters)
            return (
                f"{self.function} is called with {count} argument{'' if count == 1 else 's'} "
                f"({wanted}), and yours takes others. Begin it with `def {self.call}:`."
            )
        if looked.names != self.parameters and set(looked.names) == set(self.parameters):
            return (
                f"The parameters of {self.function} stand in another order. They are passed by "
                f"place, not by name: begin it with `def {self.call}:`."
            )
        return ""


def _a(kind) -> str:
    name = kind[:40]
    return {"NoneType": "None", "str": "text"}.get(name, f"a value of type {name}")


def _source_as(name: str, function: Callable) -> str:
    source = textwrap.dedent(inspect.getsource(function))
    return source.replace(f"def {function.__name__}(", f"def {name}(", 1).rstrip()
