"""The ladder: present, runs, shape, finite, values, linear, inputs, second seed.

The first rung that does not hold is reported, alone, with the mistake that explains it: a
known one whose numbers are the same, or else the general finding of `bpteach.diagnosis`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bpteach.diagnosis import Finding, close, compare
from bpteach.exercises.answer import UnreadableError, plain
from bpteach.exercises.record import Case, Mistake, Record
from bpteach.exercises.running import Outcome
from bpteach.exercises.verdict import Rung, Status, Verdict

__all__ = ["climb", "failed", "not_started"]

Run = Callable[[Case], Outcome]
_TOLERANCE, _TOLERANCE_SINGLE = 1e-6, 1e-4
_ROUNDING = 1e-3  # a small dtype alone is off by less; what is not linear is off by more


def climb(record: Record, run: Run) -> Verdict:
    """Take an answer up the ladder.

    Parameters
    ----------
    record : Record
        The exercise.
    run : callable
        ``run(case)`` calls the answer on a case's inputs and gives an `Outcome`.

    Returns
    -------
    Verdict
        How far it came.
    """
    cases = [record.case(1), record.case(2)]
    first = run(cases[0])
    if first.not_started:
        return not_started(record)
    if first.results is None:
        return _did_not_return(record, run, first)
    outcomes = [first, run(cases[1])]
    judged = [_judge(record, part, cases, outcomes, run) for part in range(len(record.results))]
    return judged[0] if len(judged) == 1 else _together(record, judged)


def not_started(record: Record) -> Verdict:
    """Give the verdict on an answer that is not there yet.

    Parameters
    ----------
    record : Record
        The exercise.

    Returns
    -------
    Verdict
        ``NOT_STARTED``.
    """
    words = f"Write `{record.call}` in its cell, run that cell, then check again."
    return Verdict(record.id, Status.NOT_STARTED, words, max_points=record.points)


def failed(record: Record, rung: Rung, words: str) -> Verdict:
    """Give the verdict on an answer that fails as a whole.

    Parameters
    ----------
    record : Record
        The exercise.
    rung : Rung
        Where it failed.
    words : str
        What to say.

    Returns
    -------
    Verdict
        ``FAIL``.
    """
    return Verdict(record.id, Status.FAIL, words, max_points=record.points, rung=rung)


# --- an answer that did not return numbers -------------------------------------------------


def _did_not_return(record, run, outcome) -> Verdict:
    verdict = failed(record, outcome.rung, outcome.words)
    if not outcome.misfit:
        return verdict
    cases = [record.case(number, equal=True) for number in (1, 2)]
    outcomes = [run(case) for case in cases]
    if any(one.results is None for one in outcomes):
        return verdict
    for part, name in enumerate(record.results):
        outs = [one.results[part] for one in outcomes]
        if any(isinstance(out, UnreadableError) for out in outs):
            return verdict
        mistakes = _known(record, part, cases, outs)
        if mistakes:
            before = f"The sizes of two arrays do not fit. {outcome.words}\n"
            return _with_mistakes(verdict, mistakes, before)
        finding = _compared(record, name, outs[0], _right(record, part, cases[0]), cases[0])
        if finding:
            words = f"{outcome.words}\nOn equal sizes, where the shapes fit: {finding.words}"
            return replace(verdict, words=words, finding=finding.kind)
    mixed = "Were all sizes equal, it would be right: where does one size stand for another?"
    return replace(verdict, words=f"{outcome.words}\n{mixed}")


# --- one result ---------------------------------------------------------------------------


def _judge(record, part, cases, outcomes, run) -> Verdict:
    share = record.points / len(record.results)
    name = record.results[part]
    label = record.id if len(record.results) == 1 else name
    outs = [one.results[part] for one in outcomes if one.results is not None]
    unreadable = next((out for out in outs if isinstance(out, UnreadableError)), None)
    if unreadable:
        return Verdict(label, Status.FAIL, str(unreadable), max_points=share, rung=Rung.SHAPE)
    rung, finding = _trouble(record, part, cases, outcomes, outs, run)
    if finding is None:
        words = "Right on inputs of two sizes."
        return Verdict(label, Status.PASS, words, points=share, max_points=share)
    verdict = Verdict(
        label, Status.FAIL, finding.words, max_points=share, rung=rung, finding=finding.kind
    )
    mistakes = _known(record, part, cases, outs) if rung is not Rung.INPUTS else ()
    if mistakes:
        return _with_mistakes(verdict, mistakes)
    if finding.kind in ("shape", "ratio", "entries") and rung is not Rung.SEED:
        return _probed(verdict, record, part, cases[0], outs[0], run)
    return verdict


def _trouble(record, part, cases, outcomes, outs, run) -> tuple[Rung | None, Finding | None]:
    """The first rung that does not hold, and why."""
    rights = [_right(record, part, case) for case in cases]
    findings = _findings(record, record.results[part], outs, rights, cases)
    if findings[0] is None:
        return _beyond_values(record, part, cases, outcomes, findings, run) or (None, None)
    rung = _rung_of(findings[0], outs[0], rights[0])
    return rung, _misplaced(record, part, cases[0], outs[0]) or _not_by_accident(findings)


def _not_by_accident(findings) -> Finding:
    """The first finding, unless it is a pattern that the second inputs do not show."""
    first, *others = findings
    patterns = ("zero", "precision", "factor", "ratio", "order", "offset", "sign")
    if first.kind in patterns and others and others[0] and others[0].kind == "entries":
        return others[0]
    return first


def _misplaced(record, part, case, out) -> Finding | None:
    """Find one result in the place of another."""
    for other, name in enumerate(record.results):
        if other != part and close(out, _right(record, other, case), _tolerance(out)):
            return Finding(
                "order",
                f"In the place of {record.results[part]} your function returns {name}. The order "
                f"asked for is {', '.join(record.results)}.",
            )
    return None


def _findings(record, name, outs, rights, cases) -> list[Finding | None]:
    """Compare every result; a factor that is "n times" in one case only is a plain number."""
    compared = list(zip(outs, rights, cases, strict=False))
    findings = [_compared(record, name, *one) for one in compared]
    if any(finding is None or finding.kind != "factor" for finding in findings):
        return findings
    if len(set(findings)) > 1:
        findings = [_compared(record, name, *one, lettered=False) for one in compared]
    if len(set(findings)) > 1:
        words = (
            f"{name} is off by one factor in every entry, and by another one for other inputs: is "
            "it divided or multiplied by a norm, a sum or a size?"
        )
        return [Finding("factor", words)] * len(findings)
    return findings


def _compared(record, name, out, right, case, lettered=True) -> Finding | None:
    factors = {n: v for n, v in case.arguments.items() if isinstance(v, np.ndarray)}
    distinct = len(set(case.sizes.values())) == len(case.sizes)
    sizes = case.sizes if distinct and lettered else {}
    return compare(out, right, rtol=_tolerance(out), name=name, sizes=sizes, factors=factors)


def _tolerance(out):
    """Looser where the answer is computed in float32, whatever dtype it was turned into."""
    with np.errstate(all="ignore"):
        single = out.dtype.kind == "f" and np.array_equal(out, out.astype(np.float32))
    return _TOLERANCE_SINGLE if single else _TOLERANCE


def _rung_of(finding, out, right) -> Rung:
    if finding.kind == "finite":
        return Rung.FINITE
    return Rung.VALUES if out.shape == right.shape else Rung.SHAPE


def _beyond_values(record, part, cases, outcomes, findings, run):
    """Rungs above the values: linear in the upstream gradient, inputs unchanged, second seed."""
    unsteady = _unsteady(record, part, cases[0], outcomes[0].results[part], run)
    if unsteady:
        return Rung.VALUES, unsteady
    crooked = _not_linear(record, part, cases[0], run) if record.upstream else ""
    if crooked:
        return Rung.LINEAR, Finding("upstream", crooked)
    changed = " and ".join(dict.fromkeys(name for one in outcomes for name in one.changed))
    if changed:
        return Rung.INPUTS, Finding(
            "inputs",
            f"The numbers are right, but your function changes its input {changed}. Another step "
            "of the network still needs it: work on a new array, not with `+=`, `[...] =` or "
            "`out=`.",
        )
    if outcomes[1].results is None:
        return Rung.SEED, Finding(
            "sizes", f"Right on the first inputs, but not on others. {outcomes[1].words}"
        )
    if findings[1] is not None:
        return Rung.SEED, Finding(
            findings[1].kind,
            "Right on the first inputs, but not on others of another size. Is a number or a size "
            f"written into the code? {findings[1].words}",
        )
    return None


def _unsteady(record, part, case, out, run) -> Finding | None:
    """Find an answer that gives another result when it is called again."""
    outcome = run(case)
    if outcome.results is None:
        words = (
            f"When your function is called again with the same inputs, it fails. {outcome.words}"
        )
        return Finding("state", words)
    again = _result(outcome, part)
    if again is not None and np.array_equal(again, out, equal_nan=True):
        return None
    return Finding(
        "state",
        f"{record.results[part]} is another one when your function is called again with the same "
        "inputs: does it keep something between calls, or draw random numbers?",
    )


def _not_linear(record, part, case, run) -> str:
    """Say so unless f(αg₁ + βg₂) = αf(g₁) + βf(g₂)."""
    name, one, two = record.results[part], case.arguments[record.upstream], _other(record, case)
    alpha, beta = 1.5, -0.7
    results = []
    for g in (one, two, alpha * one + beta * two):
        outcome = run(_with_upstream(record, case, g))
        result = _result(outcome, part)
        if result is None:
            return f"Right with one {record.upstream}, but not with another. {outcome.words}"
        results.append(result.astype(float))
    expected = alpha * results[0] + beta * results[1]
    if close(results[2], expected, _ROUNDING):
        return ""
    return (
        f"{name} is not linear in {record.upstream}: a sum of two upstream gradients must give "
        "the sum of the two results."
    )


def _other(record, case):
    """Another upstream gradient: other magnitudes, and every sign the other."""
    one = case.arguments[record.upstream]
    return -one * np.linspace(0.6, 1.7, one.size).reshape(one.shape)


def _with_upstream(record, case, g):
    return replace(case, arguments={**case.arguments, record.upstream: g})


def _result(outcome, part):
    """The one result, if it could be read."""
    one = outcome.results[part] if outcome.results is not None else None
    return None if isinstance(one, UnreadableError) else one


def _probed(verdict, record, part, case, out, run) -> Verdict:
    """Look closer at numbers that nothing explains: call again, and with another upstream."""
    unsteady = _unsteady(record, part, case, out, run)
    if unsteady:
        return replace(verdict, words=unsteady.words, finding=unsteady.kind)
    if record.upstream is None:
        return verdict
    name = record.results[part]
    other = _result(run(_with_upstream(record, case, _other(record, case))), part)
    if other is not None and close(other, out, _tolerance(out)):
        unused = (
            f"{name} does not change when {record.upstream} changes: the upstream gradient is not "
            "used. The chain rule multiplies by it."
        )
        words = unused if verdict.finding == "entries" else f"{verdict.words} {unused}"
        return replace(verdict, words=words, finding="upstream")
    if verdict.finding == "shape" or record.upstream in verdict.words:
        return verdict
    crooked = _not_linear(record, part, case, run)
    return replace(verdict, words=f"{verdict.words} {crooked}".rstrip())


# --- known mistakes -----------------------------------------------------------------------


def _known(record, part, cases, outs) -> tuple[Mistake, ...]:
    """Name the mistakes whose numbers are the answer's, in every case."""
    name = record.results[part]
    candidates = [m for m in record.mistakes if m.part in (None, name)]
    return tuple(
        mistake
        for mistake in candidates
        if any(_reproduces(form, name, cases, outs) for form in mistake.forms)
    )


def _reproduces(form, name, cases, outs) -> bool:
    seen = False
    for case, out in zip(cases, outs, strict=False):
        try:
            wrong = plain(form(*case.arguments.values()), name)
        except ValueError:  # this form of the mistake has no result on unequal sizes
            return False
        if wrong.size == out.size == 1:
            wrong, out = wrong.reshape(1), out.reshape(1)  # a number is a number, boxed or not
        if not close(out, wrong, _tolerance(out)):
            return False
        seen = True
    return seen


def _with_mistakes(verdict, mistakes, before="") -> Verdict:
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


# --- several results ----------------------------------------------------------------------


def _together(record, judged) -> Verdict:
    parts = dict(zip(record.results, judged, strict=True))
    points = math.fsum(part.points for part in judged)
    right = [name for name, part in parts.items() if part.status is Status.PASS]
    wrong = next((part for part in judged if part.status is not Status.PASS), None)
    if wrong is None:
        words, points = "Every result is right.", record.points
    else:
        words = f"{len(right)} of {len(parts)} results are right."
    return Verdict(
        record.id,
        Status.PASS if wrong is None else Status.FAIL,
        words,
        points=points,
        max_points=record.points,
        rung=wrong and wrong.rung,
        mistake=wrong and wrong.mistake,
        also=wrong.also if wrong else (),
        finding=wrong and wrong.finding,
        parts=parts,
    )


def _right(record, part, case) -> np.ndarray:
    copies = [v.copy() if isinstance(v, np.ndarray) else v for v in case.arguments.values()]
    returned = record.reference(*copies)
    one = returned[part] if len(record.results) > 1 else returned
    return np.asarray(one, dtype=np.float64)
