"""A class graded: what is handed in is found, read, marked and kept, each as it gets done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

from bpteach.exercises.catalogue import Unit
from bpteach.grading.alike.prints import fingerprints
from bpteach.grading.alike.tokens import tokens
from bpteach.grading.mark import Mark
from bpteach.grading.marks.store import Run, Store
from bpteach.grading.reading import Found, Unread, submissions
from bpteach.grading.released import Released
from bpteach.grading.submission import Submission

__all__ = ["Grading"]


@dataclass(frozen=True)
class Grading:
    """What is graded, and into which file.

    Parameters
    ----------
    store : Store
        Where marks are kept.
    run : Run
        The run that they belong to.
    found : list of Found
        What was handed in.
    unit : Unit or None
        What it answers, whatever the notebooks say.
    keep : str
        ``"latest"`` or ``"best"`` of several files of one student.
    released : Released or None
        What was handed out: another variant is graded, and noted.

    Examples
    --------
    >>> with Store(":memory:") as store:
    ...     Grading(store, store.run(), []).through(lambda submissions, secret: [], print)
    """

    store: Store
    run: Run
    found: list[Found]
    unit: Unit | None = None
    keep: str = "latest"
    released: Released | None = None

    def through(
        self,
        grader: Callable[[Iterable[Submission], bytes], Iterable[Mark]],
        step: Callable[[], None],
    ) -> None:
        """Grade what is not graded yet.

        Parameters
        ----------
        grader : callable
            ``grader(submissions, secret)`` gives their marks, in whatever order.
        step : callable
            Called for each file that is done with, whether graded now or before.
        """
        times = {one.path: one.time for one in self.found}
        course = metadata.version("bpteach")
        self.store.forget_missed()
        for mark in grader(self._waiting(times, step), self.run.secret):
            prints = fingerprints(tokens(cell.source) for cell in mark.submission.cells)
            when = times.get(mark.submission.path, 0.0)
            self.store.keep(self.run, mark, submitted=when, course=course, prints=prints)
            step()
        self.store.end(self.run)

    def _waiting(self, times: dict[Path, float], step) -> Iterator[Submission]:
        def missed(unread: Unread) -> None:
            self.store.missed(unread)
            step()

        for one in submissions(self.found, unit=self.unit, keep=self.keep, missed=missed):
            if self.store.done(self.run, one, times[one.path]):
                step()
            else:
                doubt = self.released and self.released.doubt(one.unit, one.student, one.seed)
                yield replace(one, notes=(*one.notes, doubt)) if doubt else one
