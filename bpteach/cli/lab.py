"""``bpteach lab``: JupyterLab at the first lesson, without the news prompt."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from bpteach.cli.words import CommandError, say

__all__ = ["lab_arguments"]

HELP = """
Open JupyterLab at the first lesson of a course folder.

DIR is the folder that `bpteach start` made, this folder if left out. What follows goes to
JupyterLab as it is (`jupyter lab --help-all` lists it). Ctrl-C ends it.

Examples:

\b
  bpteach lab                                  the course in this folder
  bpteach lab course                           the course in ./course
  bpteach lab course --no-browser --port 8899  print the address, open nothing
"""

PASSES_ON = {"ignore_unknown_options": True, "allow_interspersed_args": False}
CONFIG = Path(__file__).resolve().parents[1] / "course_config"


def lab_arguments(given: list[str]) -> list[str]:
    """Turn what was typed after ``bpteach lab`` into JupyterLab's own arguments.

    Parameters
    ----------
    given : list of str
        A folder first, or none; then arguments for JupyterLab.

    Returns
    -------
    list of str
        The course folder as the root, its first lesson as the page, then what was given.

    Raises
    ------
    CommandError
        If the folder has no lessons.
    """
    named = bool(given) and not given[0].startswith("-")
    folder = Path(given[0] if named else ".")
    extra = given[1:] if named else given
    return [
        f"--ServerApp.root_dir={folder.resolve()}",
        f"--LabApp.default_url=/lab/tree/notebooks/{_first_lesson(folder)}",
        "--ServerApp.answer_yes=True",  # one Ctrl-C ends it, with no question
        *_as_root(),
        *(extra[1:] if extra[:1] == ["--"] else extra),
    ]


def _first_lesson(folder: Path) -> str:
    lessons = sorted(path.name for path in (folder / "notebooks").glob("*.ipynb"))
    if not lessons:
        raise CommandError(
            f"no lessons in {folder / 'notebooks'}\n"
            f"  lay out the course first: bpteach start {folder}"
        )
    return lessons[0]


def _as_root() -> list[str]:
    """JupyterLab refuses root unless told; in a container there is nobody else."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ["--allow-root"] if is_root else []


def _without_news() -> None:
    known = os.environ.get("JUPYTER_CONFIG_PATH")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [str(CONFIG), known]))


def command(
    arguments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DIR] [JUPYTER ARGUMENTS]",
            help="The course folder, then anything for JupyterLab.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Start JupyterLab in this process, so that signals and exit codes are its own."""
    jupyter = lab_arguments(arguments or [])
    _without_news()
    say("Opening the course in JupyterLab. Ctrl-C here ends it.")
    from jupyterlab.labapp import LabApp

    LabApp.launch_instance(jupyter)
