"""Student notebooks: the exercises' records become a notebook to answer in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bpteach.authoring.lessons import PYTHON, TOP
from bpteach.exercises.assignment import Assignment
from bpteach.exercises.catalogue import Unit
from bpteach.exercises.record import Record

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["EXERCISES", "exercise_notebook", "student_path"]

EXERCISES = TOP / "exercises"

_WELCOME = """\
# Exercises: {title}

{count} exercises, {points:g} points. {where}

**How to answer.** {ways} Run the cell, then the check cell below it: the verdict says whether \
it is right, and if not, what happened. You may try as often as you like{until}.
{stuck}
Letters and shapes are those of the lesson. Unless an exercise says otherwise, vectors are \
columns, and a function returns an array of numbers. Use numpy alone, and leave the inputs as \
they are.
"""

_COURSE = """\
They belong to [the lesson](../notebooks/{lesson}.ipynb), which links each one at the place where \
it becomes solvable."""
_ASSIGNED = "They belong to the lesson `{lesson}`, and are handed in."

_HINT = '`card("{example}").hint()` gives the next hint; run it again for one more.'
_SOLUTION = 'After two tries{revealed}, `card("{example}").solution()` shows a worked solution.'

_WAYS = {
    "function": "A *function*: write it in its cell, in place of the line that begins with "
    "`raise`{repair}.",
    "value": "*Values*: replace each `None`{look}.",
    "choice": "A *choice*: use the board, or write the letter.",
    "order": "An *order*: use the board, or write the letters.",
    "figure": "A *figure*: draw on `ax`.",
}

_PROMPT = """\
## {id}

**{title}** · {points:g} {unit} · difficulty {difficulty} of 5

{prompt}
"""

_GOODBYE = """\
## Done?

Save the notebook. On a terminal, `bpteach check {lesson}.ipynb`, in the folder of this notebook, \
runs it from top to bottom and lists every verdict and your points.
"""


def student_path(unit: Unit) -> Path:
    """Say where a unit's student notebook belongs.

    Parameters
    ----------
    unit : Unit
        The unit.

    Returns
    -------
    Path
        ``exercises/03_linear.ipynb``, for example.

    Examples
    --------
    >>> from bpteach.exercises import units
    >>> student_path(units()[0]).name
    '01_shapes.ipynb'
    """
    return EXERCISES / f"{unit.lesson}.ipynb"


def exercise_notebook(
    unit: Unit, *, solved: bool = False, assignment: Assignment | None = None
) -> NotebookNode:
    """Make a unit's notebook.

    Parameters
    ----------
    unit : Unit
        The unit; of a variant, the notebook keeps the seed.
    solved : bool
        Put the references where the learner would write: the solution notebook. A student
        notebook holds no answer.
    assignment : Assignment, optional
        What holds for a notebook that is handed out by itself.

    Returns
    -------
    NotebookNode
        Never executed, with cell ids that tell what a cell is for.

    Examples
    --------
    >>> from bpteach.exercises import units
    >>> notebook = exercise_notebook(units()[0])
    >>> [cell.id for cell in notebook.cells[:3]]
    ['welcome', 'imports', 'shapes-as_column-prompt']
    """
    from nbformat.v4 import new_notebook

    imports = _IMPORTS
    if assignment:
        unit, imports = assignment.asked(unit), _HANDED_OUT.format(assignment=assignment.source)
    cells = [_text("welcome", _welcome(unit, assignment)), _code("imports", imports)]
    for exercise in unit.exercises:
        cells += _section(exercise, solved)
    cells.append(_text("goodbye", _GOODBYE.format(lesson=unit.lesson)))
    kind = "solutions" if solved else "exercises"
    about = {"unit": unit.name, "kind": kind}
    if seed := unit.exercises[0].seed:
        about["seed"] = seed
    return new_notebook(cells=cells, metadata={**PYTHON, "bpteach": about})


_IMPORTS = "import numpy as np\n\nfrom bpteach.exercises import card"
_HANDED_OUT = """\
import numpy as np

from bpteach.exercises import Assignment

card = {assignment}.card"""


def _welcome(unit: Unit, assignment: Assignment | None) -> str:
    gives = assignment or Assignment()
    kinds = {exercise.kind for exercise in unit.exercises}
    functions = [exercise for exercise in unit.exercises if exercise.kind == "function"]
    broken = any("raise NotImplementedError" not in one.starter_source for one in functions)
    ways = " ".join(words for kind, words in _WAYS.items() if kind in kinds)
    revealed = "value" in kinds and gives.solutions
    help = " ".join([_HINT] * gives.hints + [_SOLUTION] * gives.solutions).format(
        example=functions[0].id, revealed=" (for values: after the reveal)" if revealed else ""
    )
    return _WELCOME.format(
        title=unit.title[0].lower() + unit.title[1:],
        count=len(unit.exercises),
        points=sum(exercise.points for exercise in unit.exercises),
        where=(_ASSIGNED if assignment else _COURSE).format(lesson=unit.lesson),
        ways=ways.format(
            repair=", or repair the code that stands there" * broken,
            look=", check, then look with `.reveal()`" * gives.solutions,
        ),
        until=" (values: until the reveal)" if revealed else "",
        stuck=f"\n**Stuck?** {help}\n" if help else "",
    )


def _section(exercise: Record, solved: bool):
    name = exercise.id.replace(".", "-")
    prompt = _PROMPT.format(
        id=exercise.id,
        title=exercise.title,
        points=exercise.points,
        unit="point" if exercise.points == 1 else "points",
        difficulty=exercise.difficulty,
        prompt=exercise.task,
    )
    answer = exercise.reference_source if solved else exercise.starter_source
    check = f"{exercise.card}.check({exercise.answered_with})"
    return [
        _text(f"{name}-prompt", prompt),
        _code(f"{name}-answer", answer),
        _code(f"{name}-check", check),
    ]


def _text(id: str, source: str):
    from nbformat.v4 import new_markdown_cell

    return new_markdown_cell(source.strip(), id=id)


def _code(id: str, source: str):
    from nbformat.v4 import new_code_cell

    return new_code_cell(source, id=id)
