"""A learner's progress in words: for a notebook as HTML, for a terminal as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

from bpteach.exercises.learning.places import prompt_cell
from bpteach.exercises.learning.review import Review
from bpteach.exercises.learning.summary import Step, Summary, UnitSummary
from bpteach.exercises.learning.table import Table
from bpteach.exercises.verdict import written_points

__all__ = ["View", "review_words"]

STAYS = "What stays"  # the section with the five questions, in every lesson
FIRST = "00_start_here"
STAYS_CELL = "what-stays"


@dataclass(frozen=True, repr=False)
class View:
    """What ``progress()`` shows.

    Parameters
    ----------
    summary : Summary
        What to show.
    reviewed : str
        How one tells of a review here; holds ``{unit}``.

    Examples
    --------
    >>> from bpteach.exercises.learning.summary import Summary
    >>> print(View(Summary(date(2025, 3, 1), ())))
    unit      done    points  attempts  review
    together  0 of 0  0 of 0  0         –
    <BLANKLINE>
    Every exercise is done.
    """

    summary: Summary
    reviewed: str = 'reviewed("{unit}", 4)'

    @property
    def table(self) -> Table:
        """A row for each unit."""
        return Table(
            "Your progress, unit by unit",
            ("unit", "done", "points", "attempts", "review"),
            [*(_row(one, self.summary.today) for one in self.summary.units), self._together()],
            [*(f"../notebooks/{one.unit.lesson}.ipynb" for one in self.summary.units), ""],
        )

    def _together(self):
        units, due = self.summary.units, len(self.summary.due)
        return (
            "together",
            f"{sum(one.passed for one in units)} of {sum(len(one.exercises) for one in units)}",
            f"{written_points(sum(one.points for one in units))} of "
            f"{written_points(sum(one.most for one in units))}",
            str(sum(one.attempts for one in units)),
            f"{due} due" if due else "–",
        )

    @property
    def words(self) -> list[str]:
        """What the table does not say: what is due, and what comes next."""
        return [text.replace("`", "") for text, _ in self._said()]

    def __repr__(self):
        return "\n\n".join([self.table.as_text(), *self.words])

    def _repr_html_(self):
        said = "\n".join(f"<p>{html}</p>" for _, html in self._said())
        return f"{self.table.as_html()}\n{said}"

    def _said(self):
        """Each statement twice: as text with places by name, and as HTML with links."""
        if self.summary.unreadable:
            yield _both(
                "The file with your progress cannot be read, so it counts as empty. When something "
                "new is recorded, it is renamed and kept beside the new one."
            )
        for one in self.summary.due:
            yield self._due(one)
        if not self.summary.begun and self.summary.next:
            yield _first()
        yield _next(self.summary.next)

    def _due(self, one: UnitSummary):
        name, lesson = _name(one), one.unit.lesson
        how = self.reviewed.format(unit=one.unit.name)
        before = "Due for review: "
        after = (
            ". Answer its five questions from memory, then open the answers. Say how many were "
            "right, for example 4: "
        )
        path = f"notebooks/{lesson}.ipynb"
        place = f"{name}, section {STAYS}"
        text = f"{before}{place} of {path}{after}`{how}`"
        link = _link(f"../{path}#cell-id={STAYS_CELL}", place)
        return text, f"<strong>{before}</strong>{link}{escape(after)}<code>{escape(how)}</code>"


def _first():
    before, after = "Nothing is recorded yet. ", " helps you to find where to begin."
    path = f"notebooks/{FIRST}.ipynb"
    text = f"{before}The first lesson, {path},{after}"
    return text, f"{before}{_link(f'../{path}', 'The first lesson')}{after}"


def _next(step: Step | None):
    if step is None:
        return _both("Every exercise is done.")
    lesson, exercise = step.unit.lesson, step.exercise
    before = "Next: "
    points = f"{written_points(exercise.points)} {'point' if exercise.points == 1 else 'points'}"
    title = f"{exercise.id}, {exercise.title} ({points})"
    answered, taught = f"exercises/{lesson}.ipynb", f"notebooks/{lesson}.ipynb"
    section = f"section {step.section.heading}" if step.section else "the lesson"
    cell = f"#cell-id={step.section.cell}" if step.section else ""
    text = f"{before}{title}, in {answered}. It is taught in {taught}, {section}."
    html = (
        f"<strong>{before}</strong>"
        f"{_link(f'../{answered}#cell-id={prompt_cell(exercise.id)}', title)}. "
        f"It is taught in {_link(f'../{taught}{cell}', f'unit {lesson[:2]}, {section}')}."
    )
    return text, html


def _row(one: UnitSummary, today: date):
    return (
        _name(one),
        f"{one.passed} of {len(one.exercises)}",
        f"{written_points(one.points)} of {written_points(one.most)}",
        str(one.attempts),
        review_words(one.review, today),
    )


def _name(one: UnitSummary) -> str:
    return f"{one.unit.lesson[:2]} {one.unit.title}"


def review_words(review: Review | None, today: date) -> str:
    """Say when a review is due.

    Parameters
    ----------
    review : Review or None
        None for a unit that is not begun.
    today : datetime.date
        The day on which it is said.

    Returns
    -------
    str
        Such as ``"in 3 days, 2025-03-04"``.

    Examples
    --------
    >>> review_words(Review(date(2025, 3, 4), 3), date(2025, 3, 1))
    'in 3 days, 2025-03-04'
    """
    if review is None:
        return "not begun"
    if review.is_due(today):
        return "due now"
    days = (review.due - today).days
    return f"in {days} {'day' if days == 1 else 'days'}, {review.due.isoformat()}"


def _both(words: str):
    return words, escape(words)


def _link(target: str, words: str) -> str:
    return f'<a href="{escape(target)}">{escape(words)}</a>'
