"""How the commands speak: answers on stdout, everything about the work on stderr."""

from __future__ import annotations

import sys
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["CommandError", "ExitCode", "out", "say", "survive_any_encoding"]

# Brackets such as a[3] and colons stay as they are.
PLAIN = {"highlight": False, "markup": False, "emoji": False}


class ExitCode(IntEnum):
    """What a script can tell from how a command ended; ``bpteach --help`` lists them."""

    WELL = 0
    NOT_RIGHT_YET = 1
    WRONG_USAGE = 2
    OUR_FAULT = 3


class CommandError(Exception):
    """What was asked cannot be done; the text says why and what to do instead."""


def out() -> Console:
    """Give the console of the answer, on stdout.

    Returns
    -------
    rich.console.Console
        Colours only on a terminal, and none where NO_COLOR is set.
    """
    from rich.console import Console

    return Console(**PLAIN)


def say(text: str) -> None:
    """Print words on stderr, unbroken, so that a path can be copied.

    Parameters
    ----------
    text : str
        One line or several.
    """
    from rich.console import Console

    Console(stderr=True, soft_wrap=True, **PLAIN).print(text)


def survive_any_encoding() -> None:
    """Let a terminal that lacks a letter such as ✓ show ``?`` in its place, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
