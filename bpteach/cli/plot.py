"""``bpteach plot``: activations and every figure of the lessons, in a file or in a window."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bpteach.cli.words import CommandError, out

__all__ = ["draw"]

HELP = """
Draw activations and their derivatives, each checked independently.

NAMES are sigmoid, relu, tanh, leaky: one or several. Above stands f(z), below its derivative as
the formula gives it (dashes) and as central differences of f give it (open circles).

Or NAME is one figure of the lessons, drawn on numbers of its own; --list names them.

Examples:

\b
  bpteach plot sigmoid                            open a window
  bpteach plot sigmoid relu -o activations.svg    write a file
  bpteach plot relu --at-zero 0 -o relu.png       PyTorch's choice at the kink
  bpteach plot tensor-slices -o tensor.pdf        a figure of lesson 03
  bpteach plot --list
"""


def draw(
    names: list[str], output: Path | None = None, at_zero: float = 1.0, theme: str = "light"
) -> str:
    """Draw activations into a file, or into a window until it is closed.

    Parameters
    ----------
    names : list of str
        Such as ``["sigmoid", "relu"]``, or one figure of the lessons, ``["tensor-slices"]``.
    output : Path, optional
        Its suffix says the format: PNG, SVG or PDF. Without it a window opens.
    at_zero : float
        The slope taken at ReLU's kink, from 0 to 1.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    str
        What the figure shows, in words.

    Raises
    ------
    CommandError
        If an argument makes no sense, the file cannot be written or no window can be opened.
    """
    from bpteach.plots import activation
    from bpteach.plots.gallery import GALLERY

    _refuse_options(names, at_zero, theme)
    try:
        if len(names) == 1 and names[0] in GALLERY:
            picture = GALLERY[names[0]](theme)
        else:
            picture = activation(*names, at_zero=at_zero, theme=theme)
        if output is None:
            picture.show()
        else:
            picture.save(output)
    except RuntimeError as error:
        raise CommandError("no window can be opened here\n  name a file: -o picture.svg") from error
    except OSError as error:
        raise CommandError(_not_written(output, error)) from error
    except ValueError as error:
        more = "\n  bpteach plot --list names every figure of the lessons"
        raise CommandError(f"{error}{more if 'no activation' in str(error) else ''}") from error
    return picture.alt


def _refuse_options(names: list[str], at_zero: float | None, theme: str) -> None:
    if theme not in ("light", "dark"):
        raise CommandError(f"there is no theme {theme!r}\n  write --theme light or --theme dark")
    if not 0 <= at_zero <= 1:
        raise CommandError(
            f"ReLU's slope at 0 lies between 0 and 1, not at {at_zero:g}\n"
            "  write --at-zero 1, --at-zero 0.5 or --at-zero 0"
        )
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise CommandError(f"{twice} is named twice\n  write bpteach plot {twice} once")


def _list_figures() -> None:
    from bpteach.plots.gallery import GALLERY

    console = out()
    console.print("activations, one or several: sigmoid, relu, tanh, leaky")
    for name in GALLERY:
        console.print(name)


def _not_written(output: Path | None, error: OSError) -> str:
    return f"cannot write {output}: {error.strerror}" if error.strerror else str(error)


def command(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAMES", help="sigmoid, relu, tanh, leaky, or one figure of the lessons."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="A .png, .svg or .pdf. Without it a window opens.",
        ),
    ] = None,
    at_zero: Annotated[
        float, typer.Option(metavar="VALUE", help="The slope taken at ReLU's kink, 0 to 1.")
    ] = 1.0,
    theme: Annotated[str, typer.Option(metavar="light|dark", help="Colours.")] = "light",
    listed: Annotated[bool, typer.Option("--list", help="Name every figure and stop.")] = False,
) -> None:
    """Draw, then say in words what the figure shows."""
    if listed:
        _list_figures()
        return
    if not names:
        raise CommandError("what should be drawn?\n  write bpteach plot sigmoid, or --list")
    alt = draw(names, output, at_zero, theme)
    console = out()
    if output is not None:
        console.print(f"wrote {output}", soft_wrap=True)
    console.print(alt)
