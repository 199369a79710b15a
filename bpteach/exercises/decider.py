"""An exercise answered with a function that decides: True or False, or one of a few words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from bpteach.exercises.answer import UnreadableError, what_it_is
from bpteach.exercises.parts import Case, Mistake
from bpteach.exercises.running import Run, run_here
from bpteach.exercises.verdict import Rung, Verdict
from bpteach.exercises.written import Written

__all__ = ["Decider", "Trial"]


@dataclass(frozen=True)
class Trial:
    """One thing to decide on.

    Parameters
    ----------
    what : str
        What it is, to go behind "says True to": ``"a gradient twice too large"``.
    arguments : dict from str to object
        By parameter name, in order.
    right : bool or str
        The right decision.
    hint : str
        What to look at when the decision is another.
    mistake : str or None
        The id that a wrong decision here suggests.
    hints : dict from bool or str to str
        What to look at instead, after some of the wrong decisions.

    Examples
    --------
    >>> Trial("a gradient of zeros", {"x": np.ones(2)}, False).right
    False
    """

    what: str
    arguments: dict[str, object]
    right: bool | str
    hint: str = ""
    mistake: str | None = None
    hints: dict[bool | str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Decider(Written):
    """A function that is judged by what it decides on right and on spoiled inputs.

    Parameters
    ----------
    allowed : tuple of bool or str
        The decisions there are.
    trials : callable
        ``trials(rng)`` gives a tuple of `Trial`; both decisions of a pair must occur.
    mistakes : tuple of Mistake
        Deciders that learners write; one is named when it decides as the answer does.

    Examples
    --------
    >>> from bpteach.exercises import get
    >>> get("network.checker").check(lambda f, gradient, x: True).mistake
    'G13'
    """

    kind: ClassVar[str] = "function"

    allowed: tuple[bool | str, ...]
    trials: Callable[[np.random.Generator], tuple[Trial, ...]]
    mistakes: tuple[Mistake, ...] = ()

    def read(self, returned) -> tuple[bool | str]:
        """Read a decision.

        Parameters
        ----------
        returned : object
            What came back.

        Returns
        -------
        tuple of one bool or str
            The decision.

        Raises
        ------
        UnreadableError
            If it is none of those allowed.
        """
        choices = " or ".join(repr(one) for one in self.allowed)
        decision = _plain_decision(returned)
        if decision not in self.allowed or type(decision) is not type(self.allowed[0]):
            came = repr(decision)[:40] if isinstance(decision, str) else what_it_is(returned)
            raise UnreadableError(f"Your function returned {came}. Return {choices}.")
        return (decision,)

    def climbed(self, run: Run) -> Verdict:
        """Judge by what the function decides on every trial.

        Parameters
        ----------
        run : callable
            ``run(case)`` calls the answer on a trial's inputs and gives an `Outcome`.

        Returns
        -------
        Verdict
            The first wrong decision is said, and the mistake that decides alike.
        """
        given = [self.trials(self.rng(number)) for number in (1, 2)]
        trials = [trial for drawn in given for trial in drawn]
        decided = []
        changed: tuple[str, ...] = ()
        for trial in trials:
            outcome = run(Case(trial.arguments, {}))
            if outcome.not_started:
                return self.not_started()
            if outcome.results is None:
                return self.failed(outcome.rung, f"Given {trial.what}: {outcome.words}")
            decided.append(outcome.results[0])
            changed = changed or outcome.changed
        wrong = [k for k, trial in enumerate(trials) if decided[k] != trial.right]
        if wrong:
            rung = Rung.VALUES if wrong[0] < len(given[0]) else Rung.SEED
            return self._explained(trials, decided, wrong, rung)
        if changed:
            words = f"Every decision is right, but your function changes its input {changed[0]}."
            return self.failed(Rung.INPUTS, words)
        return self.passed(f"Every one of {len(trials)} decisions is right.")

    def _explained(self, trials, decided, wrong, rung) -> Verdict:
        found = [one for one in self.mistakes if self._decides_so(one, trials, decided)]
        trial = trials[wrong[0]]
        said = f"{self.function} says {decided[wrong[0]]!r} to {trial.what}."
        if found:
            words = f"{said} {' Or: '.join(one.words for one in found)}"
            also = tuple(one.id for one in found[1:])
            return self.failed(rung, words, mistake=found[0].id, also=also)
        hint = trial.hints.get(decided[wrong[0]], trial.hint)
        words = f"{said} {hint}".rstrip()
        finding = None if trial.mistake else "decision"
        return self.failed(rung, words, mistake=trial.mistake, finding=finding)

    def _decides_so(self, mistake, trials, decided) -> bool:
        return any(
            all(self._decision(form, t) == one for t, one in zip(trials, decided, strict=True))
            for form in mistake.forms
        )

    def _decision(self, form, trial):
        outcome = run_here(self, form, Case(trial.arguments, {}), quiet=True)
        return outcome.results and outcome.results[0]


def _plain_decision(returned):
    """A bool or a word, read below the value's own class; None for anything else."""
    kind = type(returned)
    if issubclass(kind, str):
        return str.__str__(returned).strip().casefold()
    if kind in (bool, np.bool_):
        return bool(returned)
    is_array = issubclass(kind, np.ndarray) and np.ndarray.dtype.__get__(returned) == np.bool_
    if is_array and np.ndarray.size.__get__(returned) == 1:
        return np.ndarray.tobytes(returned) == b"\x01"
    return None
