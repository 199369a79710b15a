"""An exercise as a notebook shows it: verdict, hints, reveal, solution after two tries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from bpteach.exercises.attempts import Attempts
from bpteach.exercises.catalogue import get
from bpteach.exercises.lettered import Lettered
from bpteach.exercises.record import Record
from bpteach.exercises.reveal import Reveal
from bpteach.exercises.value import Value
from bpteach.exercises.verdict import Status, Verdict

if TYPE_CHECKING:
    from bpteach.widgets.answer_board import Board

__all__ = ["Card", "Note", "card"]

_TRIES_BEFORE_SOLUTION = 2


@dataclass(frozen=True, repr=False)
class Note:
    """A few words beside an exercise: a hint, what a reveal shows, or a worked solution.

    Parameters
    ----------
    title : str
        Its heading.
    words : str
        Text in Markdown.
    code : str
        Code below it, or nothing.

    Examples
    --------
    >>> print(Note("Hint 1 of 2", "Look at row i."))
    Hint 1 of 2: Look at row i.
    """

    title: str
    words: str
    code: str = ""

    def __repr__(self):
        code = f"\n\n{self.code}" if self.code else ""
        return f"{self.title}: {self.words}{code}"

    def _repr_markdown_(self):
        code = f"\n\n```python\n{self.code}\n```" if self.code else ""
        return f"**{escape(self.title)}.** {self.words}{code}"


class Card:
    """What ``card("linear.dW")`` gives in a notebook.

    Parameters
    ----------
    exercise : Record
        The record.
    attempts : Attempts, optional
        Where tries are remembered.
    hints, solutions : bool
        Whether it gives hints, and worked solutions and right values; an assignment may not.

    Examples
    --------
    >>> card("linear.dW")
    linear.dW, The gradient of the weights: card("linear.dW").check(dL_dW)
    """

    def __init__(
        self,
        exercise: Record,
        attempts: Attempts | None = None,
        *,
        hints: bool = True,
        solutions: bool = True,
    ):
        self.exercise = exercise
        self.attempts = attempts or Attempts()
        self.hints, self.solutions = hints, solutions
        revealed = solutions and isinstance(exercise, Value)
        self._reveal = Reveal(exercise, self.attempts.store) if revealed else None

    def check(self, answer) -> Verdict:
        """Judge an answer and remember the try; of predicted values, remember the prediction.

        Parameters
        ----------
        answer : object
            The learner's function, list or letter.

        Returns
        -------
        Verdict
            Shown by the notebook as a card.
        """
        return self.told(answer, self.exercise.check(answer))

    def told(self, answer, judged: Verdict) -> Verdict:
        """Remember what an answer was judged to be, and add where help is.

        Parameters
        ----------
        answer : object
            What was judged.
        judged : Verdict
            The exercise's own verdict.

        Returns
        -------
        Verdict
            The same, or what holds after a reveal, with advice.
        """
        verdict = self._reveal.held(answer, judged) if self._reveal else judged
        if not (self._reveal and self._reveal.open):  # after the reveal nothing is tried
            self.attempts.judged(self.exercise.id, verdict)
        return replace(verdict, advice=self._advice(verdict))

    def _advice(self, verdict) -> str:
        me = self.exercise.card
        if self._reveal and verdict.status in (Status.PASS, Status.FAIL):
            return _advice_on_values(me, self._reveal, verdict, self._or_a_hint("Stuck? "))
        if verdict.status is not Status.FAIL:
            return ""
        words = self._or_a_hint("Stuck? ")
        tries = self.attempts.of(self.exercise.id)["tries"]
        if not self.solutions or tries < _TRIES_BEFORE_SOLUTION:
            return words
        if not words:
            return f"Stuck? `{me}.solution()` gives a worked solution."
        return f"{words[:-1]}, `{me}.solution()` a worked solution."

    def _or_a_hint(self, before: str, after: str = "gives a hint.") -> str:
        return f"{before}`{self.exercise.card}.hint()` {after}" if self.hints else ""

    def board(self, letters="") -> Board:
        """Give the board on which a choice or an order is answered.

        Parameters
        ----------
        letters : str or list of str
            The answer so far.

        Returns
        -------
        Board
            A widget that writes the answer into the cell around it.

        Raises
        ------
        TypeError
            If the exercise is not answered with letters.
        """
        from bpteach.widgets import board

        record = self.exercise
        if not isinstance(record, Lettered):
            raise TypeError(
                f"{record.id} is answered with {record.answered_with}, not with letters\n"
                f"  write {record.card}.check({record.answered_with})"
            )
        lines = [(letter, line.text) for letter, line in record.lines.items()]
        return board(record.names[0], lines, letters, many=record.kind == "order")

    def hint(self) -> Note:
        """Give the next hint; after the last one, the last again.

        Returns
        -------
        Note
            One hint, from a nudge to nearly everything.
        """
        hints = self.exercise.hints
        if not self.hints:
            words = "This assignment gives no hints. Read the prompt once more."
            return Note("Hint", words)
        if not hints:
            return Note("Hint", "This exercise has no hints. Read its prompt once more.")
        shown = min(self.attempts.of(self.exercise.id)["hints"], len(hints) - 1)
        self.attempts.add(self.exercise.id, "hints")
        return Note(f"Hint {shown + 1} of {len(hints)}", hints[shown])

    def reveal(self) -> Note:
        """Show the right values with their reasons, once there is a prediction for each.

        Returns
        -------
        Note
            An item for each question; before that, what is still to do. A changed answer earns
            no points afterwards.
        """
        if not self.solutions:
            return Note("Reveal", "This assignment does not show right values.")
        if not self._reveal:
            words = "Only predicted values are revealed."
            return Note("Reveal", words + self._or_a_hint(" Here ", "helps."))
        return Note("Reveal", self._reveal.missing() or self._reveal.show())

    def solution(self) -> Note:
        """Give the worked solution, after two tries or a right answer; of values, the reveal.

        Returns
        -------
        Note
            Why it is so, and the code; before that, how many tries are left.
        """
        if not self.solutions:
            return Note("Worked solution", "This assignment does not show any.")
        if self._reveal and not self._reveal.open:
            words = f"It opens after the reveal: `{self.exercise.card}.reveal()`."
            return Note("Worked solution", words)
        counts = self.attempts.of(self.exercise.id)
        left = _TRIES_BEFORE_SOLUTION - counts["tries"]
        if left > 0 and not counts["passed"] and not self._reveal:
            tries = "1 more try" if left == 1 else f"{left} more tries"
            words = f"It opens after {tries}."
            return Note("Worked solution", words + self._or_a_hint(" Until then, ", "helps."))
        return Note("Worked solution", self.exercise.solution, self.exercise.reference_source)

    def __repr__(self):
        record = self.exercise
        return f"{record.id}, {record.title}: {record.card}.check({record.answered_with})"


def _advice_on_values(me: str, reveal: Reveal, verdict: Verdict, hint: str) -> str:
    if reveal.open:
        return f"`{me}.reveal()` shows the right values and your predictions again."
    if verdict.status is Status.PASS:
        return f"`{me}.reveal()` gives the reasons."
    if reveal.missing():
        words = "With a value for every question, `{me}.reveal()` will show"
    else:
        words = "When you want to know, `{me}.reveal()` shows"
    return (
        f"{hint} {words.format(me=me)} the right values with their reasons; what you predicted "
        "by then is what counts."
    ).lstrip()


def card(id: str, *, seed: int | str | None = None) -> Card:
    """Open an exercise in a notebook.

    Parameters
    ----------
    id : str
        The exercise, ``"linear.dW"``.
    seed : int or str, optional
        The variant that a notebook asks.

    Returns
    -------
    Card
        With ``.check(answer)``, ``.hint()``, ``.reveal()`` and ``.solution()``.

    Raises
    ------
    KeyError
        If there is no such exercise.

    Examples
    --------
    >>> card("linear.dW").exercise.points
    3.0
    """
    return Card(get(id, seed=seed))
