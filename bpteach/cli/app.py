"""The commands put together, and the one place where an error becomes words and an exit code."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from bpteach.cli import adjust, check, grade, lab, plot, progress, release, start
from bpteach.cli.words import CommandError, ExitCode, say, survive_any_encoding

__all__ = ["main"]

HELP = """
Learn how backpropagation works, from its Jacobians up, in Jupyter.

A first minute:

\b
  bpteach start course          lay out the lessons and exercises in ./course
  bpteach lab course            open the first lesson in JupyterLab
  bpteach check course/exercises/03_linear.ipynb
  bpteach progress course       see what is done, due for review, and next
  bpteach plot sigmoid relu -o activations.svg

For a class:

\b
  bpteach release autumn --seed 2026     write notebooks to hand out, with variants
  bpteach grade submitted --out marks    mark every notebook, write feedback and tables
  bpteach adjust marks ada linear.dW 2.5 --reason "right, in another letter"

Each command has its own --help with examples.
"""

EXIT_CODES = """
Exit codes:

\b
  0  all is well
  1  something is not right yet, such as an exercise not passed
  2  wrong usage, or a file that is missing or cannot be read
  3  a fault of bpteach, never yours
"""

app = typer.Typer(
    name="bpteach",
    help=HELP,
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("start", help=start.HELP)(start.command)
app.command("lab", help=lab.HELP, context_settings=lab.PASSES_ON)(lab.command)
app.command("check", help=check.HELP)(check.command)
app.command("progress", help=progress.HELP)(progress.command)
app.command("plot", help=plot.HELP)(plot.command)
app.command("release", help=release.HELP)(release.command)
app.command("grade", help=grade.HELP)(grade.command)
app.command("adjust", help=adjust.HELP)(adjust.command)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib import metadata

        print(f"bpteach {metadata.version('bpteach')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; ends the process with an exit code, errors told without a traceback."""
    survive_any_encoding()
    try:
        app()
    except CommandError as error:
        say(f"bpteach: {error}")
        sys.exit(ExitCode.WRONG_USAGE)
    except Exception as bug:
        if os.environ.get("BPTEACH_DEBUG"):
            raise
        say(_apology(bug))
        sys.exit(ExitCode.OUR_FAULT)


def _apology(bug: Exception) -> str:
    return (
        f"bpteach: a fault of ours, not yours: {type(bug).__name__}: {bug}\n"
        "The same command with BPTEACH_DEBUG=1 before it shows where."
    )
