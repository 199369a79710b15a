"""Assignments: student notebooks with what nbgrader needs to know of their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpteach.authoring.student import exercise_notebook
from bpteach.exercises.assignment import Assignment
from bpteach.exercises.catalogue import Unit

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["NBGRADER_CONFIG", "handed_out", "nbgrader_source"]

# nbgrader puts its stub in the place of a solution, and the starter stands above it.
NBGRADER_CONFIG = """\
c = get_config()  # nbgrader gives it

# The starters of bpteach say what is to be written: nothing more stands below them.
c.ClearSolutions.code_stub = {"python": ""}
"""

_SOLVED = """\
{starter}
### BEGIN SOLUTION
{reference}
### END SOLUTION"""


def handed_out(unit: Unit, assignment: Assignment) -> NotebookNode:
    """Make the notebook that a student gets.

    Parameters
    ----------
    unit : Unit
        The course's own.
    assignment : Assignment
        What holds for the student.

    Returns
    -------
    NotebookNode
        A student notebook. Cells to answer in cannot be deleted, those with checks not changed
        either, by nbgrader's metadata (version 3) and JupyterLab's.

    Examples
    --------
    >>> from bpteach.exercises import units
    >>> notebook = handed_out(units()[0], Assignment(seed=4711))
    >>> print(notebook.cells[1].source.splitlines()[-1])
    card = Assignment(seed=4711).card
    >>> notebook.cells[3].metadata["nbgrader"]["grade_id"]
    'shapes-as_column-answer'
    """
    notebook = exercise_notebook(unit, assignment=assignment)
    for cell, answered in _answers_and_checks(notebook, unit, assignment):
        _mark(cell, answered)
        cell.metadata["deletable"] = False
        if cell.id.endswith("-check"):
            cell.metadata["editable"] = False
    return notebook


def nbgrader_source(unit: Unit, assignment: Assignment) -> NotebookNode:
    """Make the notebook that ``nbgrader generate_assignment`` reads.

    Parameters
    ----------
    unit : Unit
        The course's own.
    assignment : Assignment
        What holds for all students.

    Returns
    -------
    NotebookNode
        With the worked solutions, which nbgrader takes out.

    Examples
    --------
    >>> from bpteach.exercises import units
    >>> nbgrader_source(units()[0], Assignment()).cells[3].source.splitlines()[3:]
    ['### BEGIN SOLUTION', 'def as_column(v):', '    return v.reshape(-1, 1)', '### END SOLUTION']
    """
    notebook = exercise_notebook(unit, assignment=assignment)
    for cell, answered in _answers_and_checks(notebook, unit, assignment):
        _mark(cell, answered)
        if cell.id.endswith("-answer"):
            cell.source = _SOLVED.format(starter=cell.source, reference=answered.reference_source)
    return notebook


def _answers_and_checks(notebook: NotebookNode, unit: Unit, assignment: Assignment):
    asked = {one.id.replace(".", "-"): one for one in assignment.asked(unit).exercises}
    for cell in notebook.cells:
        name, _, kind = cell.id.rpartition("-")
        if kind in ("answer", "check") and name in asked:
            yield cell, asked[name]


def _mark(cell: NotebookNode, answered) -> None:
    """Say what a cell is, in nbgrader's words; it refuses others."""
    check = cell.id.endswith("-check")
    about = {
        "schema_version": 3,
        "grade": check,
        "grade_id": cell.id,
        "locked": check,
        "solution": not check,
        "task": False,
    }
    cell.metadata["nbgrader"] = about | ({"points": answered.points} if check else {})
