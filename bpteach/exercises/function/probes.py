"""Calling an answer again: steady, linear in the upstream gradient, and does it use it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bpteach.diagnosis import Finding, close
from bpteach.exercises.answer import UnreadableError
from bpteach.exercises.function.record import FunctionRecord
from bpteach.exercises.function.tolerance import tolerance
from bpteach.exercises.parts import Case, Mistake
from bpteach.exercises.running import Outcome, Run
from bpteach.exercises.verdict import Verdict

__all__ = ["fixed", "not_linear", "piled_up", "probed", "result", "unsteady", "unused"]

_ROUNDING = 1e-3  # a small dtype alone is off by less; what is not linear is off by more


def result(outcome: Outcome, part: int) -> np.ndarray | None:
    """Give one result of a call.

    Parameters
    ----------
    outcome : Outcome
        What became of the call.
    part : int
        Which result.

    Returns
    -------
    ndarray or None
        None where there is none that could be read.
    """
    one = outcome.results[part] if outcome.results is not None else None
    return None if isinstance(one, UnreadableError) else one


def unsteady(record: FunctionRecord, part: int, case: Case, out, run: Run) -> Finding | None:
    """Find an answer that gives another result when it is called again.

    Parameters
    ----------
    record : FunctionRecord
        The exercise.
    part : int
        Which of its results.
    case : Case
        The inputs.
    out : ndarray
        The result of the first call.
    run : callable
        Calls the answer.

    Returns
    -------
    Finding or None
        None for a steady answer.
    """
    for outcome in _again(record, case, run)[:2]:  # what is right on every other call shows
        if outcome.results is None:
            words = (
                "When your function is called again with the same inputs, it fails. "
                f"{outcome.words}"
            )
            return Finding("state", words)
        again = result(outcome, part)
        if again is None or not np.array_equal(again, out, equal_nan=True):
            break
    else:
        return None
    return Finding(
        "state",
        f"{record.results[part]} is another one when your function is called again with the same "
        "inputs: does it keep something between calls, or draw random numbers?",
    )


def piled_up(record: FunctionRecord, part: int, case: Case, run: Run) -> tuple[Mistake, ...]:
    """Find the mistakes of an answer whose every call adds to the result of the call before.

    Parameters
    ----------
    record : FunctionRecord
        The exercise.
    part : int
        Which of its results.
    case : Case
        The inputs.
    run : callable
        Calls the answer, twice where the exercise knows such a mistake.

    Returns
    -------
    tuple of Mistake
        Those that show on a second call.
    """
    known = tuple(mistake for mistake in record.mistakes if mistake.again)
    once, twice = (result(run(case), part) if known else None for _ in range(2))
    if once is None or twice is None or once.shape != twice.shape:
        return ()
    returned = record.applied(record.reference, case.arguments)
    right = np.asarray(returned[part] if len(record.results) > 1 else returned, dtype=np.float64)
    added = np.subtract(twice, once, dtype=np.float64)
    return known if close(added, right, tolerance(once)) else ()


def _again(record, case, run):
    """Outcomes of the same call twice, and of three that must fit together: once for all results.

    They are g₁, g₂ and αg₁ + βg₂, where there is an upstream gradient.
    """
    cases = [case, case]
    if record.upstream:
        one, two = case.arguments[record.upstream], _other(record, case)
        along = (one, two, _ALPHA * one + _BETA * two)
        cases += [_with_upstream(record, case, g) for g in along]
    return run.once("again", cases)


_ALPHA, _BETA = 1.5, -0.7


def not_linear(record: FunctionRecord, part: int, case: Case, run: Run) -> str:
    """Say so unless f(αg₁ + βg₂) = αf(g₁) + βf(g₂).

    Parameters
    ----------
    record : FunctionRecord
        An exercise with an upstream gradient.
    part : int
        Which of its results.
    case : Case
        The inputs.
    run : callable
        Calls the answer.

    Returns
    -------
    str
        Words for the learner, or nothing.
    """
    name, one = record.results[part], case.arguments[record.upstream]
    results = []
    for outcome in _again(record, case, run)[2:]:
        out = result(outcome, part)
        if out is None:
            return f"Right with one {record.upstream}, but not with another. {outcome.words}"
        results.append(out.astype(float))
    expected = _ALPHA * results[0] + _BETA * results[1]
    if close(results[2], expected, _ROUNDING):
        return ""
    twice = result(run(_with_upstream(record, case, 2 * one)), part)
    if twice is not None and close(twice.astype(float), 2 * results[0], _ROUNDING):
        must = f"the sum of two {record.upstream} must give the sum of the two results"
    else:
        must = f"twice the {record.upstream} must give twice the result"
    return f"{name} is not linear in {record.upstream}: {must}."


def probed(
    verdict: Verdict,
    record: FunctionRecord,
    part: int,
    case: Case,
    out,
    run: Run,
    *,
    explained: bool = False,
) -> Verdict:
    """Look closer at numbers that nothing explains: call again, and with another upstream.

    Parameters
    ----------
    verdict : Verdict
        With a general finding.
    record : FunctionRecord
        The exercise.
    part : int
        Which of its results.
    case : Case
        The first inputs.
    out : ndarray
        The answer's result on them.
    run : callable
        Calls the answer.
    explained : bool
        Whether the finding shows a pattern: then only what is deeper than it takes its place.

    Returns
    -------
    Verdict
        With better words, where a probe finds some: one finding takes the other's place.
    """
    restless = unsteady(record, part, case, out, run)
    if restless:
        return replace(verdict, words=restless.words, finding=restless.kind)
    if record.upstream is None:
        return verdict
    name = record.results[part]
    other = result(run(_with_upstream(record, case, _other(record, case))), part)
    if other is not None and close(other, out, tolerance(out)):
        words = (
            f"{name} does not change when {record.upstream} changes, and it should: the chain rule "
            f"multiplies by what comes back from the loss, here {record.upstream}."
        )
        return replace(verdict, words=words, finding="upstream")
    if explained or verdict.finding == "shape":
        return verdict
    crooked = not_linear(record, part, case, run)
    return replace(verdict, words=crooked, finding="upstream") if crooked else verdict


def unused(record: FunctionRecord, part: int, case: Case, out, run: Run) -> Finding | None:
    """Find inputs that should count and do not; the upstream gradient is looked at elsewhere.

    Parameters
    ----------
    record : FunctionRecord
        The exercise.
    part : int
        Which of its results.
    case : Case
        The inputs.
    out : ndarray
        The answer's result on them.
    run : callable
        Calls the answer.

    Returns
    -------
    Finding or None
        None where every input counts.
    """
    names = _uncounted(record, part, case, out, run, np.ndarray)
    if not names:
        return None
    listed = " or ".join(names)
    return Finding("unused", _unused_words(record.results[part], listed))


def _unused_words(name, unused):
    return (
        f"{name} does not change when {unused} changes, and it should: where does {unused} come in?"
    )


def fixed(record: FunctionRecord, part: int, case: Case, out, run: Run) -> Finding | None:
    """Find numbers among the arguments that should count and do not.

    Parameters
    ----------
    record : FunctionRecord
        The exercise.
    part : int
        Which of its results.
    case : Case
        The inputs.
    out : ndarray
        The answer's result on them.
    run : callable
        Calls the answer.

    Returns
    -------
    Finding or None
        None where every such number counts.
    """
    names = _uncounted(record, part, case, out, run, float)
    if not names:
        return None
    return Finding(
        "unused",
        f"{record.results[part]} does not depend on {' or '.join(names)}: was a fixed number "
        "written in its place?",
    )


def _uncounted(record, part, case, out, run, kind) -> list[str]:
    """Name the arguments of a kind that should count and do not, but for the upstream gradient."""
    return [
        name
        for name, value in case.arguments.items()
        if isinstance(value, kind)
        and name != record.upstream
        and _ignored(record, part, case, name, out, run)
    ]


def _ignored(record, part, case, name, out, run) -> bool:
    moved = _moved(case.arguments[name])
    changed = replace(case, arguments={**case.arguments, name: moved})
    rights = [record.applied(record.reference, one.arguments) for one in (case, changed)]
    if len(record.results) > 1:
        rights = [right[part] for right in rights]
    one, two = (np.asarray(right, dtype=np.float64) for right in rights)
    other = result(run(changed), part)
    return (
        other is not None and not close(two, one, _ROUNDING) and close(other, out, tolerance(out))
    )


def _other(record, case):
    """Another upstream gradient: other magnitudes, and every sign the other."""
    return _moved(case.arguments[record.upstream])


def _moved(one):
    if isinstance(one, float):
        return 1.6 * one
    return -one * np.linspace(0.6, 1.7, one.size).reshape(one.shape)


def _with_upstream(record, case, g):
    return replace(case, arguments={**case.arguments, record.upstream: g})
