"""The ladder: present, runs, shape, finite, values, linear, inputs, second seed, extremes.

The first rung that does not hold is reported, alone, with the mistake that explains it: a
known one whose numbers are the same, or else the general finding of `bpteach.diagnosis`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bpteach.diagnosis import Finding, close, compare
from bpteach.exercises.answer import UnreadableError
from bpteach.exercises.function.known import Seen, named, named_at, noted, with_mistakes
from bpteach.exercises.function.otherwise import itself, mistaken, turned
from bpteach.exercises.function.probes import (
    fixed,
    not_linear,
    piled_up,
    probed,
    result,
    unsteady,
    unused,
)
from bpteach.exercises.function.record import FunctionRecord
from bpteach.exercises.function.tolerance import alike, tolerance
from bpteach.exercises.parts import Case
from bpteach.exercises.running import Calls, Run
from bpteach.exercises.verdict import Rung, Status, Verdict

__all__ = ["climb"]


def climb(record: FunctionRecord, run: Run) -> Verdict:
    """Take an answer up the ladder.

    Parameters
    ----------
    record : FunctionRecord
        The exercise.
    run : callable
        ``run(case)`` calls the answer on a case's inputs and gives an `Outcome`.

    Returns
    -------
    Verdict
        How far it came.
    """
    cases, run = [record.case(1), record.case(2)], Calls(run)
    run.ahead(cases)
    first = run(cases[0])
    if first.not_started:
        return record.not_started()
    if first.results is None:
        return _did_not_return(record, run, first)
    outcomes = [first, run(cases[1])]
    parts = {
        name: _judge(record, record.results.index(name), cases, outcomes, run)
        for name in record.told or record.results
    }
    return record.together(parts) if len(parts) > 1 else next(iter(parts.values()))


# --- an answer that did not return numbers -------------------------------------------------


def _did_not_return(record, run, outcome) -> Verdict:
    verdict = record.failed(outcome.rung, outcome.words)
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
        mistakes = named(record, Seen(part, cases, outs, wholes=_wholes(outcomes)))
        if mistakes:
            before = f"The sizes of two arrays do not fit. {outcome.words}\n{_EQUAL} "
            return with_mistakes(verdict, mistakes, before)
        finding = _compared(
            record, name, outs[0], _right(record, part, cases[0], outs[0]), cases[0]
        )
        finding = finding and (turned(record, part, cases, outs) or finding)
        if finding and finding.explains:
            words = f"{outcome.words}\n{_EQUAL} {finding.words}"
            return replace(verdict, words=words, finding=finding.kind)
        if finding:  # it has no pattern: the sizes come first
            return replace(verdict, finding="sizes")
    mixed = "Were all sizes equal, it would be right: where does one size stand for another?"
    return replace(verdict, words=f"{outcome.words}\n{mixed}")


_EQUAL = "On equal sizes, where the shapes fit:"


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
    seen = Seen(part, cases, outs, outcomes[0].changed, _wholes(outcomes))
    if finding is None:
        passed = Verdict(label, Status.PASS, _PASSED, points=share, max_points=share)
        return _at_extremes(record, part, passed, run) or _with_choice(record, passed, seen)
    verdict = Verdict(
        label, Status.FAIL, finding.words, max_points=share, rung=rung, finding=finding.kind
    )
    mistakes = piled_up(record, part, cases[0], run)
    if not mistakes and finding.kind != "state" and rung is not Rung.LINEAR:
        mistakes = named(record, seen, only_changing=rung is Rung.INPUTS)
    if mistakes:
        return with_mistakes(verdict, mistakes)
    other = itself(record, part, cases, outs)
    other = other or (rung is Rung.VALUES and fixed(record, part, cases[0], outs[0], run))
    if finding.kind == "entries" or not finding.explains:
        other = other or mistaken(record, part, cases, outs)
    shaped = finding.kind == "shape" and outs[0].size > 1  # of one number its shape says more
    if not finding.explains and (shaped or (finding.kind != "shape" and record.upstream is None)):
        other = other or unused(record, part, cases[0], outs[0], run)
    if other:
        return replace(verdict, words=other.words, finding=other.kind)
    if finding.kind in ("shape", "ratio", "entries") and rung is not Rung.SEED:
        return probed(verdict, record, part, cases[0], outs[0], run, explained=finding.explains)
    return verdict


def _wholes(outcomes):
    """All results of each call that returned."""
    return [one.results for one in outcomes if one.results is not None]


_PASSED = "Right on inputs of two sizes."


def _trouble(record, part, cases, outcomes, outs, run) -> tuple[Rung | None, Finding | None]:
    """The first rung that does not hold, and why."""
    rights = [_right(record, part, *one) for one in zip(cases, outs, strict=False)]
    findings = _findings(record, record.results[part], outs, rights, cases)
    if record.choices and None not in findings:
        findings = _plainer(record, part, cases, outs, findings)
    if findings[0] is None:
        return _beyond_values(record, part, cases, outcomes, findings, run) or (None, None)
    rung = _rung_of(findings[0], outs[0], rights[0])
    return rung, _misplaced(record, part, cases[0], outs[0]) or _not_by_accident(findings)


def _not_by_accident(findings) -> Finding:
    """The first finding, unless it is a pattern that the second inputs do not show."""
    first, *others = findings
    if first.kind in _PATTERNS and others and others[0]:
        same = first.kind == others[0].kind == "order"
        if others[0].kind == "entries" or (same and len(others[0].words) < len(first.words)):
            return others[0]  # the longer words say how the numbers moved on the first inputs
    return first


_PATTERNS = ("zero", "precision", "factor", "ratio", "order", "offset", "sign")


def _plainer(record, part, cases, outs, findings) -> list[Finding]:
    """Findings beside the reference's own choice, where they show a pattern.

    The right result nearest to an answer follows the answer where there is a choice, and so
    hides half a factor of −1 from it.
    """
    usual = [_reference(record, part, case) for case in cases]
    others = _findings(record, record.results[part], outs, usual, cases)
    return others if all(one and one.kind in _PATTERNS for one in others) else findings


def _misplaced(record, part, case, out) -> Finding | None:
    """Find one result in the place of another."""
    for other, name in enumerate(record.results):
        if other != part and close(out, _right(record, other, case, out), tolerance(out)):
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
    arrays = {n: v for n, v in case.arguments.items() if isinstance(v, np.ndarray)}
    if record.known:
        arrays |= record.known(**case.arguments)
    distinct = len(set(case.sizes.values())) == len(case.sizes)
    sizes = case.sizes if distinct and lettered else {}
    return compare(
        out,
        right,
        rtol=tolerance(out),
        name=name,
        sizes=sizes,
        factors=arrays,
        conventional=record.conventional,
    )


def _rung_of(finding, out, right) -> Rung:
    if finding.kind == "finite":
        return Rung.FINITE
    return Rung.VALUES if out.shape == right.shape else Rung.SHAPE


def _beyond_values(record, part, cases, outcomes, findings, run):
    """Rungs above the values: linear in the upstream gradient, inputs unchanged, second seed."""
    restless = unsteady(record, part, cases[0], outcomes[0].results[part], run)
    if restless:
        return Rung.VALUES, restless
    crooked = not_linear(record, part, cases[0], run) if record.upstream else ""
    if crooked:
        return Rung.LINEAR, Finding("upstream", crooked)
    changed = list(dict.fromkeys(name for one in outcomes for name in one.changed))
    if changed := _charged(record, part, changed):
        return Rung.INPUTS, Finding("inputs", _changed_words(record, changed, cases[0]))
    if outcomes[1].results is None:
        return Rung.SEED, Finding(
            "sizes", f"Right on the first inputs, but not on others. {outcomes[1].words}"
        )
    if findings[1] is not None:
        words = (
            "Right on the first inputs, but not on others of another size. Is a number or a size "
            "written into the code?"
        )
        if findings[1].explains:
            words = f"{words} {findings[1].words}"
        return Rung.SEED, Finding(findings[1].kind, words)
    return None


def _charged(record, part, changed) -> list[str]:
    """The changed inputs for which one result is to blame."""
    others = {one for one, to_blame, _ in record.charged if to_blame != record.results[part]}
    return [one for one in changed if one not in others]


def _changed_words(record, changed, case) -> str:
    changer = next((who for one, _, who in record.charged if one == changed[0]), record.function)
    if changer != record.function:
        return f"The numbers are right, but `{changer}` changes {changed[0]}. Work on a copy."
    kept = "work on a new array, not with `+=`, `[...] =` or `out=`."
    if isinstance(case.arguments[changed[0]], list):
        kept = (
            f"take a copy first, `list({changed[0]})`, before `pop` or `reverse`, and leave the "
            "arrays in it as they are."
        )
    return (
        f"The numbers are right, but your function changes its input {' and '.join(changed)}. "
        f"Other code still needs it: {kept}"
    )


# --- beyond ordinary inputs ---------------------------------------------------------------


def _at_extremes(record, part, passed, run) -> Verdict | None:
    """The verdict on an answer that fails on inputs at the edge; None if there is none."""
    for extreme in record.extremes(record.rng(9)) if record.extremes else ():
        case = Case(extreme.arguments, {})
        outcome = run(case)
        out = result(outcome, part)
        failed = replace(passed, status=Status.FAIL, points=0.0, rung=Rung.VALUES, finding="edge")
        before = f"Right on ordinary inputs, but not where {extreme.where}."
        if out is None:
            unreadable = outcome.results and str(outcome.results[part])
            words = f"{before} {unreadable or outcome.words}"
            return replace(failed, words=words, rung=outcome.rung or Rung.SHAPE)
        trouble = _edge_words(extreme, out, _right(record, part, case, out), outcome.warned)
        if trouble:
            rung = Rung.VALUES if np.isfinite(out).all() and not outcome.warned else Rung.FINITE
            failed = replace(failed, words=f"{before} {trouble} {extreme.hint}".rstrip(), rung=rung)
            mistakes = named_at(record, part, extreme, outcome)
            return with_mistakes(failed, mistakes, f"{before} ") if mistakes else failed
        if changed := _charged(record, part, outcome.changed):
            words = (
                f"Right on ordinary inputs, but where {extreme.where} your function changes "
                f"{' and '.join(changed)}. Work on a new array."
            )
            return replace(failed, words=words, rung=Rung.INPUTS, finding="inputs")
    return None


def _edge_words(extreme, out, right, warned):
    if not np.isfinite(out).all() and np.isfinite(right).all():
        return f"The result is not finite there{f', and numpy warns: {warned}' if warned else ''}."
    if not alike(out, right, extreme.small):
        return "The result is wrong there."
    if warned and extreme.warnings:
        return f"The numbers are right, but numpy warns: {warned}."
    return ""


def _with_choice(record, passed, seen) -> Verdict:
    """A right answer; where it makes another choice than the reference, with a note."""
    if record.choices is None:
        return passed
    usual = (_reference(record, seen.part, case) for case in seen.cases)
    if all(close(out, right, tolerance(out)) for out, right in zip(seen.outs, usual, strict=True)):
        return passed
    names = noted(record, seen)
    words = " ".join([passed.words, record.choices.note, *(one.words for one in names[:1])])
    mistake, *also = [one.id for one in names] or [None]
    return replace(passed, words=words, mistake=mistake, also=tuple(also))


def _right(record, part, case, out) -> np.ndarray:
    """The right result; where several are, the one nearest to the answer's."""
    right = _reference(record, part, case)
    if record.choices is None or out.shape != right.shape:
        return right
    return np.asarray(record.choices.nearest(out, *case.arguments.values()), dtype=np.float64)


def _reference(record, part, case) -> np.ndarray:
    returned = record.applied(record.reference, case.arguments)
    one = returned[part] if len(record.results) > 1 else returned
    return np.asarray(one, dtype=np.float64)
