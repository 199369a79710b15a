"""Where in the course something stands: notebooks, and the section that teaches an exercise."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["NOTHING", "Section", "course", "prompt_cell", "section_of"]

_PACKAGE = Path(__file__).resolve().parents[2]
_HEADING = re.compile(r"^## +(.+)$", re.MULTILINE)


def course() -> Path:
    """Find the course's own notebooks.

    Returns
    -------
    Path
        The folder that holds ``notebooks`` and ``exercises``: inside an installed package, or
        the top of a checkout.
    """
    inside = _PACKAGE / "course"
    return inside if inside.is_dir() else _PACKAGE.parent


def prompt_cell(id: str) -> str:
    """Name the cell that asks an exercise, as a link needs it.

    Parameters
    ----------
    id : str
        The exercise.

    Returns
    -------
    str
        A cell id of the student notebook.

    Examples
    --------
    >>> prompt_cell("linear.dW")
    'linear-dW-prompt'
    """
    return f"{id.replace('.', '-')}-prompt"


@dataclass(frozen=True)
class Section:
    """A section of a lesson.

    Parameters
    ----------
    heading : str
        Its heading, ``"8 The input and the bias"``; empty where it is not known.
    cell : str
        The id of its cell.

    Examples
    --------
    >>> bool(Section("1 The layer, forward", "1-the-layer-forward"))
    True
    """

    heading: str
    cell: str

    def __bool__(self):
        return bool(self.heading)


NOTHING = Section("", "")


@functools.cache
def section_of(id: str, lesson: str) -> Section:
    """Find the section of a lesson after which an exercise can be solved.

    Parameters
    ----------
    id : str
        The exercise.
    lesson : str
        Name of its notebooks, ``"03_linear"``.

    Returns
    -------
    Section
        The one that links the exercise, or `NOTHING`.

    Examples
    --------
    >>> section_of("linear.da", "03_linear").heading
    '8 The input and the bias'
    """
    found = NOTHING
    for cell in _texts(course() / "notebooks" / f"{lesson}.ipynb"):
        text = "".join(cell.get("source", ""))
        before, link, _ = text.partition(f"#cell-id={prompt_cell(id)})")
        headings = _HEADING.findall(before)
        if headings:
            found = Section(headings[-1].strip(), cell.get("id", ""))
        if link:
            return found
    return NOTHING


def _texts(path: Path) -> list[dict]:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [cell for cell in cells if cell["cell_type"] == "markdown"]
    except (OSError, ValueError, KeyError, TypeError):  # then it is only not named
        return []
