"""An exercise answered with predicted values: numbers, shapes, arrays, in the order asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bpteach.diagnosis import close
from bpteach.exercises.answer import UnreadableError, items_of, plain, what_it_is
from bpteach.exercises.record import Record
from bpteach.exercises.verdict import Rung, Status, Verdict

__all__ = ["Question", "Slip", "Value"]

_LONGEST = 1000  # numbers or letters of one prediction


@dataclass(frozen=True)
class Slip:
    """A wrong value that learners give, and what to say to it.

    Parameters
    ----------
    value : float, tuple of int, ndarray or str
        The wrong value.
    words : str
        What happened; never the right value.
    mistake : str or None
        Its id in the list of mistakes, if it has one.

    Examples
    --------
    >>> Slip((4, 3), "The factors stand the other way round.").mistake is None
    True
    """

    value: object
    words: str
    mistake: str | None = None


@dataclass(frozen=True)
class Question:
    """One value to predict.

    Parameters
    ----------
    asked : str
        The question, in Markdown.
    right : float, tuple of int, ndarray or str
        A number, a shape, an array, or a word such as ``"error"``.
    why : str
        Why it is so, for the reveal.
    slips : tuple of Slip
        Wrong values that learners give.
    hint : str
        What to look at where no slip explains a wrong value.
    rtol : float
        The largest error allowed in a number, as a share of the right one.

    Examples
    --------
    >>> Question("shape of $A B$", (3, 4)).right
    (3, 4)
    """

    asked: str
    right: object
    why: str = ""
    slips: tuple[Slip, ...] = ()
    hint: str = "Work it out on paper once more, a step at a time."
    rtol: float = 1e-6


@dataclass(frozen=True, kw_only=True)
class Value(Record):
    """Values to predict before they are revealed.

    Parameters
    ----------
    questions : callable
        ``questions(rng)`` gives a tuple of `Question`.
    given : callable or None
        ``given(rng)`` says, in Markdown, what all the questions are about; with the same numbers.
    fixed : bool
        Every seed asks the same.

    Examples
    --------
    >>> from bpteach.exercises import get
    >>> get("relu.at_zero").check([]).status.name
    'NOT_STARTED'
    """

    kind: ClassVar[str] = "value"

    questions: Callable[[np.random.Generator], tuple[Question, ...]]
    given: Callable[[np.random.Generator], str] | None = None
    fixed: bool = False

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions of this variant."""
        return self.questions(self.rng(1))

    @property
    def varies(self) -> bool:
        """Whether another seed asks other questions."""
        return not self.fixed

    @property
    def task(self) -> str:
        """The prompt, what is given, and the numbered questions."""
        numbered = (f"{k}. {one.asked}" for k, one in enumerate(self.asked, start=1))
        given = self.given(self.rng(1)) if self.given else ""
        return "\n\n".join(part for part in (self.prompt, given, "\n".join(numbered)) if part)

    @property
    def starter(self) -> list:
        """One None for each question."""
        return [None] * len(self.asked)

    @property
    def reference(self) -> list:
        """The right values, in order."""
        return [one.right for one in self.asked]

    @property
    def starter_source(self) -> str:
        """The list to fill in, a line for each question."""
        lines = (f"    None,  # {k}" for k in range(1, len(self.asked) + 1))
        return f"{self.names[0]} = [\n" + "\n".join(lines) + "\n]"

    @property
    def reference_source(self) -> str:
        """The list with the right values."""
        lines = (f"    {_written(one.right)},  # {k}" for k, one in enumerate(self.asked, start=1))
        return f"{self.names[0]} = [\n" + "\n".join(lines) + "\n]"

    @property
    def variant(self) -> str:
        """Which questions these are: the seed, or one word where every seed asks the same."""
        if not self.varies:
            return "fixed"
        return repr(self.seed.strip().casefold() if isinstance(self.seed, str) else self.seed)

    def predicted(self, answer) -> list | None:
        """Read an answer as plain values, to be recorded before anything is revealed.

        Parameters
        ----------
        answer : object
            As it is passed to `check`.

        Returns
        -------
        list or None
            For each question a number, a word or a list of numbers, and None where no value can
            be read; no list at all where the answer is not one with a place for each question.
        """
        given = items_of(self._from(answer) if isinstance(answer, Mapping) else answer)
        if given is None or len(given) != len(self.asked):
            return None
        return [_recorded(value) for value in given]

    def _how_to_start(self) -> str:
        return f"Fill in the list `{self.names[0]}` in its cell, run that cell, then check again."

    def _judged(self, answer) -> Verdict:
        if answer is None:
            return self.not_started()
        given, asked = items_of(answer), self.asked
        if given is None:
            return self.failed(
                Rung.PRESENT,
                f"{self.names[0]} must be a list with {len(asked)} values, in the order asked, but "
                f"{what_it_is(answer)} was passed.",
            )
        if all(one is None or one is ... for one in given):
            return self.not_started()
        if len(given) != len(asked):
            return self.failed(
                Rung.PRESENT,
                f"{len(asked)} values are asked for, and your list holds {len(given)}. Write None "
                "for what you do not know yet.",
            )
        parts = {
            str(k): self._part(k, question, value)
            for k, (question, value) in enumerate(zip(asked, given, strict=True), start=1)
        }
        return self.together(parts)

    def _part(self, number, question, value) -> Verdict:
        share = self.points / len(self.asked)
        label = f"question {number}"
        if value is None or value is ...:
            words = "No value yet."
            return Verdict(label, Status.NOT_STARTED, words, max_points=share)
        try:
            if _is(value, question.right, question.rtol):
                return Verdict(label, Status.PASS, "Right.", points=share, max_points=share)
            slip = next((s for s in question.slips if _is(value, s.value, question.rtol)), None)
            if slip is None and (other := _in_another_form(value, question)):
                slip = Slip(value, other)
        except UnreadableError as unreadable:
            return Verdict(label, Status.FAIL, str(unreadable), max_points=share, rung=Rung.SHAPE)
        return Verdict(
            label,
            Status.FAIL,
            slip.words if slip else _quoted(value, question.right) or f"Not this. {question.hint}",
            max_points=share,
            rung=Rung.VALUES,
            mistake=slip and slip.mistake,
            finding=None if slip and slip.mistake else "value",
        )


def _is(value, right, rtol) -> bool:
    """Tell whether a value is the one meant, read as what is asked for."""
    if isinstance(right, str):
        return issubclass(type(value), str) and _word(value) == right.casefold()
    if issubclass(type(value), str):
        return False
    if isinstance(right, tuple):
        return _shape(value) == right
    right = np.asarray(right, dtype=np.float64)
    out = plain(value, "the value")
    if right.ndim == 0 and out.size == 1:
        out = out.reshape(())
    return close(out, right, rtol)


def _in_another_form(value, question) -> str:
    """Say so where a word stands for a shape, or the right numbers are laid out otherwise."""
    right, text = question.right, issubclass(type(value), str)
    forms = [right, *(slip.value for slip in question.slips)]
    if text and any(isinstance(one, tuple) for one in forms):
        if isinstance(right, tuple) and str.__str__(value).strip().startswith(("(", "[")):
            return ""  # a tuple in quotes
        or_error = ', or `"error"`' if any(isinstance(one, str) for one in forms) else ""
        return f"Write a shape as a tuple, `(3, 4)`{or_error}."
    if text or not np.size(right) > 1 or isinstance(right, (str, tuple)):
        return ""
    out = plain(value, "the value")
    if out.shape == right.shape or not close(out.reshape(-1), right.reshape(-1), question.rtol):
        return ""
    return f"The numbers are right, but not as asked: write {_FORMS[_form(right.shape)]}."


_FORMS = {
    "column": "a column as `[[1], [2]]`",
    "row": "a row as `[[1, 2]]`",
    "matrix": "a matrix as `[[1, 2], [3, 4]]`",
    "1-D": "a 1-D array as `[1, 2]`",
    "": "them with as many axes as asked for",
}


def _form(shape) -> str:
    if len(shape) != 2:
        return "1-D" if len(shape) == 1 else ""
    return "column" if shape[1] == 1 else "row" if shape[0] == 1 else "matrix"


def _quoted(value, right) -> str:
    """Say so if numbers were written as text."""
    text = issubclass(type(value), str) and not isinstance(right, str)
    if not text or not any(letter.isnumeric() for letter in str.__str__(value)):
        return ""
    if isinstance(right, tuple):
        return "This is text. Write a shape, without quotes: (3, 4) or (3,)."
    if np.ndim(right):
        return "This is text. Write an array of numbers, without quotes."
    return "This is text. Write a number, without quotes: 0.5 or 1/2."


def _word(value) -> str:
    """Read a text below its class."""
    return str.__str__(value)[:_LONGEST].strip().casefold()


def _shape(value) -> tuple[int, ...]:
    """Read a shape: a tuple or list of whole numbers."""
    items = items_of(value)
    if items is None:
        numbers = plain(value, "the shape")
        if numbers.ndim == 1:
            return _shape(numbers.tolist())
        raise UnreadableError(
            "A shape is a tuple: (3, 4) for a matrix, (3, 1) for a column, (3,) with a comma for "
            "a 1-D array."
        )
    sizes = [plain(one, "a size") for one in items]
    if any(one.ndim or not np.isfinite(one) or one != np.round(one) for one in sizes):
        raise UnreadableError("A shape holds whole numbers only, such as (3, 4).")
    return tuple(int(one) for one in sizes)


def _recorded(value):
    """A value as JSON can keep it; None where there is none, or it cannot be read."""
    if issubclass(type(value), str):
        return str.strip(value)[:_LONGEST] or None
    if items_of(value) in ([], ()):
        return []  # the shape of a number
    try:
        numbers = plain(value, "the value")
    except UnreadableError:
        return None
    if numbers.size > _LONGEST:
        return None
    if numbers.dtype == np.longdouble:  # JSON has no number so long
        with np.errstate(over="ignore"):
            numbers = numbers.astype(np.float64)
    return (numbers if np.isfinite(numbers).all() else numbers.astype(str)).tolist()


def _written(value) -> str:
    """A value as the learner would write it."""
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()})"
    return repr(value)
