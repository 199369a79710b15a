"""One variable of a layer: its two derivatives beside the slopes that they should be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bpteach.arguments import numbers
from bpteach.diagnosis import close, compare
from bpteach.layout import COLUMN, ROW, Layout, Variable
from bpteach.numeric.differences import variable_held_by
from bpteach.numeric.protocol import Layer
from bpteach.numeric.report import Comparison
from bpteach.numeric.slopes import Slopes
from bpteach.readonly import frozen

__all__ = ["Subject", "raised"]

_PERHAPS_UPSTREAM = {"factor", "ratio", "offset", "order", "entries"}


def raised(letter: str, form: str, problem: Exception) -> Comparison:
    """Turn an exception inside a layer into a finding.

    Parameters
    ----------
    letter : str
        The variable that was looked at.
    form : str
        What was asked of the layer.
    problem : Exception
        What it raised.

    Returns
    -------
    Comparison
        With the exception's own words; a write to what was passed, which is read-only, is told
        as a change.
    """
    if isinstance(problem, ValueError) and "read-only" in str(problem):
        words = "changes an array that it was given: write to a new array"
        return Comparison(letter, form, "changed", words)
    return Comparison(letter, form, "raised", f"raised {type(problem).__name__}: {problem}")


class _Verdict(NamedTuple):
    kind: str
    words: str
    error: float


@dataclass(frozen=True, eq=False)
class Subject:
    """One variable of a layer, and the slopes that its derivatives should have.

    Parameters
    ----------
    layer : Layer
        Whose variable it is.
    a : ndarray of float64, shape (m, 1), or a batch (m, N)
        The layer's input.
    letter : str
        The variable's letter.
    value : ndarray of float64
        The variable's value.
    out_shape : tuple of int
        Shape of the layer's output.
    slopes : Slopes
        Of shape (entries of the variable, entries of the output).
    seed : int
        Where the upstream gradients come from.
    bound : float
        The largest error allowed, as a share of the largest slope.
    """

    layer: Layer
    a: np.ndarray
    letter: str
    value: np.ndarray
    out_shape: tuple[int, ...]
    slopes: Slopes
    seed: int
    bound: float

    def compared(self, form: str) -> Comparison:
        """Compare one derivative, in both conventions where there is one example.

        Parameters
        ----------
        form : {"pullback", "jacobian"}
            Which derivative.

        Returns
        -------
        Comparison
            The first thing that is wrong, column convention first.
        """
        judge = self._pullback_judge() if form == "pullback" else self._judge_jacobian
        layouts = (COLUMN, ROW) if self.a.shape[1] == 1 else (COLUMN,)
        verdicts = {layout: judge(layout) for layout in layouts}
        wrong = [layout for layout, verdict in verdicts.items() if verdict.kind != "right"]
        if not wrong:
            worst = max(verdict.error for verdict in verdicts.values())
            where = "in both conventions" if len(layouts) == 2 else "in column convention"
            kind, more = self._at_kinks(form)
            return Comparison(self.letter, form, kind, f"right {where}{more}", worst, self.bound)
        kind, words, error = verdicts[wrong[0]]
        alone = f"in {wrong[0].value} convention: " if len(wrong) < len(layouts) else ""
        return Comparison(self.letter, form, kind, alone + words, error)

    # --- the two forms ---------------------------------------------------------------------

    def _pullback_judge(self) -> Callable[[Layout], _Verdict]:
        _, pullback = self.layer.vjp(frozen(self.a))
        field = "input" if self.letter == self.layer.input_letter else self.letter
        name, g, other = f"dL_d{self.letter}", *self._upstream()

        def pulled(gradient, layout):
            turned = gradient if layout is COLUMN else gradient.T
            return numbers(getattr(pullback(frozen(turned), layout=layout), field), name)

        def judge(layout):
            out = pulled(g, layout)
            right = self._gradient_slopes(g).reshaped(self.value.shape, turned=layout is ROW)
            verdict = self._judged(out, right, name, {f"dL_d{self.layer.output_letter}": g})
            if verdict.kind not in _PERHAPS_UPSTREAM:
                return verdict
            both = pulled(g + other, layout)
            return _upstream_verdict(name, out, pulled(other, layout), both, verdict)

        return judge

    def _judge_jacobian(self, layout) -> _Verdict:
        out = self.layer.jacobian(frozen(self.a), wrt=self.letter, layout=layout)
        name = f"d{self.layer.output_letter}_d{self.letter}"
        right = self.slopes.reshaped(self._axes(), turned=layout is ROW)
        return self._judged(numbers(out, name), right, name, {})

    def _upstream(self):
        """Two random upstream gradients."""
        return np.random.default_rng(self.seed).standard_normal((2, *self.out_shape))

    def _gradient_slopes(self, g):
        return self.slopes.pulled(g.reshape(-1))

    def _axes(self):
        of = Variable.like(self.layer.output_letter, self.out_shape)
        return variable_held_by(self.value, self.letter).axes + of.axes

    # --- judged ----------------------------------------------------------------------------

    def _judged(self, out, right: Slopes, name, upstream) -> _Verdict:
        if not np.isfinite(right.middle).all():
            return _Verdict("no slope", _no_slope_words(name), np.nan)
        wanted = right.middle
        if out.shape == wanted.shape:
            wanted = np.where(np.abs(out - wanted) <= right.radius, out, wanted)
        factors = {**upstream, self.layer.input_letter: self.a, **self.layer.parameters}
        finding = compare(
            out, wanted, rtol=self.bound, name=name, sizes=self._sizes(), factors=factors
        )
        kind, words = (finding.kind, finding.words) if finding else ("right", "")
        return _Verdict(kind, words, _relative_error(out, wanted))

    def _sizes(self):
        """Letters for sizes, where the layer speaks in the notes' letters."""
        n, m = self.out_shape[0], self.a.shape[0]
        return {"n": n, "m": m} if n != m and "W" in self.layer.parameters else {}

    def _at_kinks(self, form) -> tuple[str, str]:
        if form == "pullback":
            slopes = self._gradient_slopes(self._upstream()[0]).reshaped(self.value.shape)
        else:
            slopes = self.slopes.reshaped(self._axes())
        places = np.argwhere(slopes.kink)
        if not len(places):
            return "right", ""
        return "kink", f"; at a kink: {_kink_words(slopes, tuple(places[0]), len(places) - 1)}"


def _upstream_verdict(name, out, out_of_other, out_of_both, verdict) -> _Verdict:
    """Say so if the gradient does not depend on upstream as it must: linearly."""
    if close(out, out_of_other):
        words = f"{name} stays the same whatever the upstream gradient is: upstream is ignored."
        return verdict._replace(kind="upstream", words=words)
    if not close(out + out_of_other, out_of_both):
        words = f"{name} is not linear in the upstream gradient, as every gradient must be. "
        return verdict._replace(kind="not linear", words=words + verdict.words)
    return verdict


def _no_slope_words(name):
    return (
        f"{name} cannot be judged here: the layer's values jump or are not finite near this "
        "input. Check at another one."
    )


def _relative_error(out, right) -> float:
    if out.shape != right.shape:
        return np.nan
    largest = np.max(np.abs(right), initial=0.0) or 1.0
    return float(np.max(np.abs(out - right), initial=0.0) / largest)


def _kink_words(slopes, place, others) -> str:
    low, high = slopes.middle[place] + slopes.radius[place] * np.array([-1, 1])
    largest = max(abs(low), abs(high))
    # four digits of the larger: the last ones differ between machines
    ends = (f"{round(end / largest, 4) * largest + 0.0:.3g}" for end in (low, high))
    counted = ", ".join(str(index + 1) for index in place)
    more = f" and {others} more" if others else ""
    words = f"any value from {' to '.join(ends)} is accepted, at place ({counted}){more}"
    return words.replace("-", "−")
