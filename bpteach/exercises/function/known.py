"""Naming a known mistake: the one whose own numbers are the answer's, on every input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bpteach.diagnosis import close
from bpteach.exercises.answer import UnreadableError, plain
from bpteach.exercises.function.record import FunctionRecord
from bpteach.exercises.function.tolerance import alike, tolerance
from bpteach.exercises.parts import Case, Extreme, Mistake
from bpteach.exercises.running import Outcome, run_here
from bpteach.exercises.verdict import Verdict

__all__ = ["Seen", "named", "named_at", "noted", "with_mistakes"]


@dataclass(frozen=True)
class Seen:
    """What was seen of an answer: its numbers on each case, and what it changed.

    Parameters
    ----------
    part : int
        Which of the exercise's results.
    cases : sequence of Case
        The inputs.
    outs : sequence of ndarray
        The answer's results, as far as they could be read.
    changed : tuple of str
        Arguments that the answer changed on the first case.
    wholes : sequence of tuple
        For each case all results of the answer, for mistakes that show in all together.

    Examples
    --------
    >>> Seen(0, (), ()).changed
    ()
    """

    part: int
    cases: Sequence[Case]
    outs: Sequence[np.ndarray]
    changed: tuple[str, ...] = ()
    wholes: Sequence[tuple] = ()


def named(
    record: FunctionRecord, seen: Seen, *, only_changing: bool = False
) -> tuple[Mistake, ...]:
    """Find the mistakes whose numbers are the answer's in every case.

    Parameters
    ----------
    record : FunctionRecord
        The exercise.
    seen : Seen
        What the answer gave.
    only_changing : bool
        Only those that change the same inputs.

    Returns
    -------
    tuple of Mistake
        In the exercise's order. Those that explain all results of the answer together go before
        those of one result, and those that also change the same inputs before all others.
    """
    found = {
        mistake: changed
        for mistake in _candidates(record, record.mistakes, seen.part)
        if (changed := _changes_of(record, mistake, seen)) is not None
    }
    wholes = [one for one in found if _is_whole(record, one)]
    found = {one: found[one] for one in wholes or found}
    same = tuple(one for one, changes in found.items() if seen.changed in changes)
    return same if same or only_changing else tuple(found)


def named_at(
    record: FunctionRecord, part: int, extreme: Extreme, outcome: Outcome
) -> tuple[Mistake, ...]:
    """Find the mistakes that fail at an extreme as the answer does.

    Parameters
    ----------
    record : FunctionRecord
        The exercise.
    part : int
        Which of its results.
    extreme : Extreme
        The inputs.
    outcome : Outcome
        What became of the answer there.

    Returns
    -------
    tuple of Mistake
        With the same numbers, and a warning where the answer has one.
    """
    out, case = outcome.results[part], Case(extreme.arguments, {})
    return tuple(
        mistake
        for mistake in _candidates(record, record.mistakes, part)
        if not _is_whole(record, mistake)
        and any(
            tried is not None
            and bool(tried.warned) == bool(outcome.warned)
            and alike(tried.results[0], out, extreme.small)
            for tried in (_tried(record, form, part, case) for form in mistake.forms)
        )
    )


def noted(record: FunctionRecord, seen: Seen) -> tuple[Mistake, ...]:
    """Find the choices with a name of their own that an accepted answer makes.

    Parameters
    ----------
    record : FunctionRecord
        The exercise, with choices.
    seen : Seen
        What the answer gave.

    Returns
    -------
    tuple of Mistake
        None where the answer's choice is the reference's.
    """
    candidates = _candidates(record, record.choices.noted, seen.part)
    return tuple(one for one in candidates if _changes_of(record, one, seen) is not None)


def _candidates(record, mistakes, part):
    there = [one for one in mistakes if one.part in (None, record.results[part])]
    return [one for one in there if not one.again]


def _is_whole(record, mistake) -> bool:
    """Whether a mistake's forms give every result of a function that has several."""
    return mistake.part is None and len(record.results) > 1 and record.through is None


def _changes_of(record, mistake, seen) -> set[tuple[str, ...]] | None:
    """What the forms change that have the answer's numbers; None if no form has them."""
    reproduced = _reproduced_whole if _is_whole(record, mistake) else _reproduced
    changes = {
        tuple(tried.changed)
        for form in mistake.forms
        if (tried := reproduced(record, form, seen, mistake.boxed)) is not None
    }
    return changes or None


def _reproduced(record, form, seen, boxed) -> Outcome | None:
    """A form's outcome on the first case, if it has the answer's numbers on all."""
    first = None
    for case, out in zip(seen.cases, seen.outs, strict=False):
        tried = _tried(record, form, seen.part, case)
        if tried is None or not _agree(out, tried.results[0], boxed):
            return None
        first = first or tried
    return first


def _reproduced_whole(record, form, seen, _boxed) -> Outcome | None:
    """A form's outcome on the first case, if all its results are the answer's on all cases."""
    first = None
    for case, outs in zip(seen.cases, seen.wholes, strict=False):
        tried = run_here(record, form, case, quiet=True)
        if tried.results is None or not all(map(_agree, outs, tried.results)):
            return None
        first = first or tried
    return first


def _agree(out, wrong, boxed=True):
    if isinstance(out, UnreadableError) or isinstance(wrong, UnreadableError):
        return False
    if boxed and wrong.size == out.size == 1:
        wrong, out = wrong.reshape(1), out.reshape(1)  # a number is a number, boxed or not
    return close(out, wrong, tolerance(out))


def _tried(record, form, part, case) -> Outcome | None:
    """Call a form; its one result, or None where it has no result on these inputs."""
    outcome = run_here(_OnePart(record, part), form, case, quiet=True)
    bad = outcome.results is None or isinstance(outcome.results[0], UnreadableError)
    return None if bad else outcome


class _OnePart:
    """The exercise as a form of a mistake sees it: a form gives one result alone."""

    def __init__(self, record: FunctionRecord, part: int):
        self.function, self.through, self.called = record.function, record.through, record.called
        self._record, self._part = record, part

    def read(self, returned) -> tuple:
        if self.through or len(self._record.results) == 1:
            return (self._record.read(returned)[self._part],)
        return (plain(returned, self._record.results[self._part]),)


def with_mistakes(verdict: Verdict, mistakes: tuple[Mistake, ...], before: str = "") -> Verdict:
    """Say which known mistakes explain an answer.

    Parameters
    ----------
    verdict : Verdict
        What was said so far.
    mistakes : tuple of Mistake
        One or more.
    before : str
        Words to put before theirs.

    Returns
    -------
    Verdict
        With the first mistake's name, the others in `also`, and the words of all.
    """
    first, *others = mistakes
    words = before + first.words
    if others:
        numbered = [f"({i}) {m.words}" for i, m in enumerate(mistakes, start=1)]
        words = (
            before
            + f"{len(mistakes)} mistakes give exactly these numbers; look for each.\n"
            + "\n".join(numbered)
        )
    return replace(
        verdict, words=words, mistake=first.id, also=tuple(m.id for m in others), finding=None
    )
