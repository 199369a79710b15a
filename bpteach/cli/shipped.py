"""Where the course's own notebooks are: inside an installed wheel, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

from bpteach.cli.words import CommandError

__all__ = ["FOLDERS", "shipped_notebooks"]

FOLDERS = ("notebooks", "exercises")


def shipped_notebooks() -> dict[str, Path]:
    """Find the lessons and student notebooks that came with this installation.

    Returns
    -------
    dict of str to Path
        By the name that each has in a learner's folder, such as ``notebooks/03_linear.ipynb``,
        in the order of the course.

    Raises
    ------
    CommandError
        If the installation has none.
    """
    from bpteach.exercises.learning.places import course

    top = course()
    found = {
        f"{folder}/{path.name}": path
        for folder in FOLDERS
        for path in sorted((top / folder).glob("*.ipynb"))
    }
    if not found:
        raise CommandError(f"this installation has no lessons in {top}\n  install bpteach again")
    return found
