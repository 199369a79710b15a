"""Run a notebook and ask for the verdict of each of its exercises."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bpteach.cli.inside import VERDICT
from bpteach.cli.kernel import Kernel, KernelLostError, OverdueError
from bpteach.cli.notebooks import code_cells, read_notebook
from bpteach.cli.words import CommandError
from bpteach.exercises import Rung, Status, Verdict
from bpteach.exercises.asked import asked_seed, asked_unit, defines, ours

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from bpteach.exercises.record import Record

__all__ = ["Checked", "check_notebook"]

ASK = "from bpteach.cli.inside import show_verdict as _ask; _ask({id!r}, {seed!r})"


@dataclass(frozen=True)
class Checked:
    """What came of one notebook.

    Parameters
    ----------
    path : Path
        The notebook.
    verdicts : dict of str to Verdict
        By exercise id, in the order of the unit.
    troubles : dict of int to str
        By the position of a cell: how it ended, where it did not end well.
    """

    path: Path
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    troubles: dict[int, str] = field(default_factory=dict)


def check_notebook(
    path: Path, seconds: int, on_step: Callable[[str, int], None] = lambda done, steps: None
) -> Checked:
    """Run a notebook's cells, then check its exercises, as its own cells would.

    Parameters
    ----------
    path : Path
        A student notebook.
    seconds : int
        How long each cell and each exercise may take.
    on_step : callable
        Called before each step with what is about to run and the number of steps.

    Returns
    -------
    Checked
        A verdict for each exercise of the notebook's unit, and the cells that ended badly. An
        answer that does not finish fails alone; the others still get their verdicts.

    Raises
    ------
    CommandError
        If it is no notebook of the course.
    """
    notebook = read_notebook(path)
    asked = _exercises_of(notebook, path)
    cells = code_cells(notebook)
    with Kernel(path.parent, seconds) as kernel:
        run = _Run(kernel, cells)
        run.cells(lambda n: on_step(f"cell {n}", len(cells) + len(asked)))
        verdicts = {}
        for exercise in asked:
            on_step(exercise.id, len(cells) + len(asked))
            verdicts[exercise.id] = run.verdict(exercise)
    for exercise in asked:
        if verdicts[exercise.id].status is Status.NOT_STARTED:
            verdicts[exercise.id] = run.broken_off(exercise) or verdicts[exercise.id]
    return Checked(path, verdicts, run.troubles)


class _Run:
    """The cells of one notebook in one kernel after the other, as long as it takes."""

    def __init__(self, kernel: Kernel, cells: list[tuple[int, str]]):
        self.troubles: dict[int, str] = {}
        self._kernel, self._cells = kernel, cells
        self._fatal: set[int] = set()

    def cells(self, on_cell: Callable[[int], None] = lambda n: None) -> None:
        """Run all cells; where one takes the kernel along, all again without that one."""
        try:
            for n, source in self._cells:
                if n not in self._fatal:
                    on_cell(n)
                    self._cell(n, source)
        except KernelLostError:
            self._kernel.restart()
            self.cells()

    def _cell(self, n: int, source: str) -> None:
        line = source.strip().splitlines()[0][:40]
        try:
            errors = self._kernel.run(source)
        except OverdueError as overdue:
            self.troubles[n] = f"`{line}` {overdue}"
        except KernelLostError as lost:
            self.troubles[n] = f"`{line}` {lost}"
            self._fatal.add(n)
            raise
        else:
            self.troubles.update((n, f"`{line}` {_ended(error)}") for error in errors[:1])

    def broken_off(self, exercise: Record) -> Verdict | None:
        """Give the verdict on an answer that is there, in a cell that did not end well."""
        for n, source in self._cells:
            if n in self.troubles and any(defines(source, name) for name in exercise.names):
                words = self.troubles[n].partition("` ")[2]
                return _failed(exercise, f"The cell of {exercise.names[0]} {words}.")
        return None

    def verdict(self, exercise: Record) -> Verdict:
        """Ask for one verdict; an answer that takes the kernel along costs only its own."""
        try:
            outputs = self._kernel.run(ASK.format(id=exercise.id, seed=exercise.seed))
        except OverdueError as overdue:
            loop = "Is there a loop whose condition never becomes false?"
            return _failed(exercise, f"Calling {exercise.names[0]} {overdue}. {loop}")
        except KernelLostError as lost:
            self._kernel.restart()
            self.cells()
            return _failed(exercise, f"Calling {exercise.names[0]} {lost}.")
        return _told(exercise, outputs)


def _ended(error: NotebookNode) -> str:
    words = next(iter(error.evalue.splitlines()), "")
    words = re.sub(r"\(\S+\.py, line (\d+)\)$", r"in line \1", words)  # the file is nobody's
    return f"ended with {error.ename}: {words}" if words else f"ended with {error.ename}"


def _told(exercise: Record, outputs: list[NotebookNode]) -> Verdict:
    """Read the verdict that the kernel displayed; without one the check itself is at fault."""
    for output in outputs:
        if VERDICT in output.get("data", {}):
            return Verdict.from_dict(output.data[VERDICT])
    fault = "; ".join(_ended(output) for output in outputs) or "it displayed no verdict"
    words = f"The check {fault}. Your answer is not judged."
    return Verdict(exercise.id, Status.GRADER_ERROR, words, max_points=exercise.points)


def _failed(exercise: Record, words: str) -> Verdict:
    return Verdict(exercise.id, Status.FAIL, words, max_points=exercise.points, rung=Rung.RUNS)


def _exercises_of(notebook: NotebookNode, path: Path) -> tuple[Record, ...]:
    about = ours(notebook.metadata)
    if about.get("kind", "exercises") not in ("exercises", "solutions"):
        raise CommandError(
            f"{path} is a lesson: its exercises stand in a notebook of their own\n"
            f"  write bpteach check exercises/{path.name}"
        )
    sources = [source for _, source in code_cells(notebook)]
    unit = asked_unit(sources, about)
    if unit is None:
        raise CommandError(
            f"{path} has no exercises of the course\n"
            "  bpteach start lays the student notebooks out, in the folder exercises"
        )
    seed = asked_seed(sources, about)
    return unit.exercises if seed == 0 else unit.variant(seed).exercises
