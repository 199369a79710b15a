"""What a student handed in, as data: the source of each code cell, and nothing that runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Cell", "Submission"]


@dataclass(frozen=True)
class Cell:
    """A code cell.

    Parameters
    ----------
    number : int
        Its place among all cells of the notebook, from 1.
    source : str
        Its text, as Python sees it.

    Examples
    --------
    >>> Cell(3, "x = 1").number
    3
    """

    number: int
    source: str


@dataclass(frozen=True)
class Submission:
    """One notebook of one student.

    Parameters
    ----------
    student : str
        Who handed it in.
    path : Path
        Where it lies; for messages only.
    hash : str
        SHA-256 of the file's bytes, in hexadecimal.
    unit : str
        Name of the unit whose exercises it answers, ``"linear"``.
    seed : int or str
        The variant that it asks; 0 is the course's own.
    cells : tuple of Cell
        Its code cells, from the top.
    notes : tuple of str
        What a reader of the report should know: a cell that was not read, a foreign kernel.

    Examples
    --------
    >>> Submission("ada", Path("ada.ipynb"), "ab12", "linear", 0, (Cell(1, "x = 1"),)).unit
    'linear'
    """

    student: str
    path: Path
    hash: str
    unit: str
    seed: int | str
    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()
