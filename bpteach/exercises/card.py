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

    Examples
    --------
    >>> card("linear.dW")
    linear.dW, The gradient of the weights: card("linear.dW").check(dL_dW)
    """

    def __init__(self, exercise: Record, attempts: Attempts | None = None):
        self.exercise = exercise
        self.attempts = attempts or Attempts()
        predicted = isinstance(exercise, Value)
        self._reveal = Reveal(exercise, self.attempts.store) if predicted else None

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
        judged = self.exercise.check(answer)
        verdict = self._reveal.held(answer, judged) if self._reveal else judged
        if not (self._reveal and self._reveal.open):  # after the reveal nothing is tried
            self.attempts.judged(self.exercise.id, verdict)
        return replace(verdict, advice=self._advice(verdict))

    def _advice(self, verdict) -> str:
        me = self.exercise.card
        if self._reveal and verdict.status in (Status.PASS, Status.FAIL):
            return _advice_on_values(me, self._reveal, verdict)
        if verdict.status is not Status.FAIL:
            return ""
        if self.attempts.of(self.exercise.id)["tries"] < _TRIES_BEFORE_SOLUTION:
            return f"Stuck? `{me}.hint()` gives a hint."
        return f"Stuck? `{me}.hint()` gives a hint, `{me}.solution()` a worked solution."

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
        if not self._reveal:
            words = f"Only predicted values are revealed. Here `{self.exercise.card}.hint()` helps."
            return Note("Reveal", words)
        return Note("Reveal", self._reveal.missing() or self._reveal.show())

    def solution(self) -> Note:
        """Give the worked solution, after two tries or a right answer; of values, the reveal.

        Returns
        -------
        Note
            Why it is so, and the code; before that, how many tries are left.
        """
        if self._reveal and not self._reveal.open:
            words = f"It opens after the reveal: `{self.exercise.card}.reveal()`."
            return Note("Worked solution", words)
        counts = self.attempts.of(self.exercise.id)
        left = _TRIES_BEFORE_SOLUTION - counts["tries"]
        if left > 0 and not counts["passed"] and not self._reveal:
            tries = "1 more try" if left == 1 else f"{left} more tries"
            return Note(
                "Worked solution",
                f"It opens after {tries}. Until then, `{self.exercise.card}.hint()` helps.",
            )
        return Note("Worked solution", self.exercise.solution, self.exercise.reference_source)

    def __repr__(self):
        record = self.exercise
        return f"{record.id}, {record.title}: {record.card}.check({record.answered_with})"


def _advice_on_values(me: str, reveal: Reveal, verdict: Verdict) -> str:
    if reveal.open:
        return f"`{me}.reveal()` shows the right values and your predictions again."
    if verdict.status is Status.PASS:
        return f"`{me}.reveal()` gives the reasons."
    if reveal.missing():
        words = "With a value for every question, `{me}.reveal()` will show"
    else:
        words = "When you want to know, `{me}.reveal()` shows"
    return (
        f"Stuck? `{me}.hint()` gives a hint. {words.format(me=me)} the right values with their "
        "reasons; what you predicted by then is what counts."
    )


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
