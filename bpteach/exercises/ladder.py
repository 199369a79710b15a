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
from bpteach.exercises.answer import plain
from bpteach.exercises.record import Case, Mistake, Record
from bpteach.exercises.running import Outcome
from bpteach.exercises.verdict import Rung, Status, Verdict

__all__ = ["climb", "failed", "not_started"]

Run = Callable[[Case], Outcome]
_TOLERANCE, _TOLERANCE_SINGLE = 1e-6, 1e-4


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
        mistakes = _known(record, part, cases, outs)
        if mistakes:
            return _with_mistakes(
                verdict, mistakes, before=f"The shapes of a product do not fit. {outcome.words}\n"
            )
        finding = _compared(record, name, outs[0], _right(record, part, cases[0]), cases[0])
        if finding:
            words = f"{outcome.words}\nOn equal sizes, where the shapes fit: {finding.words}"
            return replace(verdict, words=words, finding=finding.kind)
    return verdict


# --- one result ---------------------------------------------------------------------------


def _judge(record, part, cases, outcomes, run) -> Verdict:
    share = record.points / len(record.results)
    name = record.results[part]
    label = record.id if len(record.results) == 1 else name
    rights = [_right(record, part, case) for case in cases]
    outs = [one.results[part] for one in outcomes if one.results is not None]
    findings = [
        _compared(record, name, out, right, case)
        for out, right, case in zip(outs, rights, cases, strict=False)
    ]
    if findings[0] is None:
        trouble = _beyond_values(record, part, cases, outcomes, findings, run)
        if trouble is None:
            words = "Right on inputs of two sizes."
            return Verdict(label, Status.PASS, words, points=share, max_points=share)
        rung, finding = trouble
    else:
        rung, finding = _rung_of(findings[0], outs[0], rights[0]), findings[0]
    verdict = Verdict(
        label, Status.FAIL, finding.words, max_points=share, rung=rung, finding=finding.kind
    )
    mistakes = _known(record, part, cases, outs) if rung is not Rung.INPUTS else ()
    if mistakes:
        return _with_mistakes(verdict, mistakes)
    if rung in (Rung.SHAPE, Rung.VALUES) and finding.kind in ("shape", "ratio", "entries"):
        verdict = _with_ignored_upstream(verdict, record, part, cases[0], outs[0], run)
    return verdict


def _compared(record, name, out, right, case) -> Finding | None:
    factors = {n: v for n, v in case.arguments.items() if isinstance(v, np.ndarray)}
    sizes = case.sizes if len(set(case.sizes.values())) == len(case.sizes) else {}
    return compare(out, right, rtol=_tolerance(out), name=name, sizes=sizes, factors=factors)


def _tolerance(out):
    single = out.dtype.kind == "f" and out.dtype.itemsize <= 4
    return _TOLERANCE_SINGLE if single else _TOLERANCE


def _rung_of(finding, out, right) -> Rung:
    if finding.kind == "finite":
        return Rung.FINITE
    return Rung.VALUES if out.shape == right.shape else Rung.SHAPE


def _beyond_values(record, part, cases, outcomes, findings, run):
    """Rungs above the values: linear in the upstream gradient, inputs unchanged, second seed."""
    name = record.results[part]
    if record.upstream and not _is_linear(record, part, cases[0], run):
        return Rung.LINEAR, Finding(
            "upstream",
            f"{name} is not linear in {record.upstream}: a sum of two upstream gradients must give "
            "the sum of the two results.",
        )
    if outcomes[0].changed:
        changed = " and ".join(outcomes[0].changed)
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


def _is_linear(record, part, case, run) -> bool:
    """Whether f(αg₁ + βg₂) = αf(g₁) + βf(g₂)."""
    one = case.arguments[record.upstream]
    two = one[::-1, ::-1] * np.linspace(0.5, 1.5, one.size).reshape(one.shape)
    alpha, beta = 1.5, -0.7
    results = []
    for g in (one, two, alpha * one + beta * two):
        outcome = run(replace(case, arguments={**case.arguments, record.upstream: g}))
        if outcome.results is None:
            return False
        results.append(outcome.results[part].astype(float))
    if len({result.shape for result in results}) > 1:
        return False
    expected = alpha * results[0] + beta * results[1]
    return close(results[2], expected, _tolerance(results[2]))


def _with_ignored_upstream(verdict, record, part, case, out, run):
    """Say so where the result does not change with the upstream gradient at all."""
    if record.upstream is None:
        return verdict
    other = replace(
        case,
        arguments={**case.arguments, record.upstream: 1.5 * case.arguments[record.upstream]},
    )
    again = run(other)
    if again.results is None or not close(again.results[part], out, _tolerance(out)):
        return verdict
    words = (
        f"{verdict.words} It also does not change when {record.upstream} changes: the upstream "
        "gradient is not used."
    )
    return replace(verdict, words=words, finding="upstream")


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
