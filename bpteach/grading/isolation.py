"""How a student's code is kept apart, and what this machine can do of it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from bpteach.grading.sandbox import boundary

__all__ = ["Isolation", "IsolationError", "isolation"]

_SHARED = (
    ("trust", "references, cases, seeds, comparison and other submissions stay with the grader; "
     "inputs go in, and plain values come out, read with every limit checked"),
    ("course", "a stand-in: cards do nothing, and the course's own code is no answer"),
)  # fmt: skip
_FULL = (
    ("sandbox", "bubblewrap: own users, processes, mounts, IPC, host name; no network device; no "
     "capability"),
    ("files", "an empty, read-only root with Python's library and numpy; matplotlib only for "
     "questions that draw"),
    ("submission", "each again in namespaces of its own, with a fresh /tmp and /dev/shm, and an "
     "empty /proc"),
    ("rights", "no capability, no way to gain one, and a list of the system calls that exist: no "
     "process is started, no socket made"),
    ("limits", "time, memory, files and threads, by the kernel; deadlines by the grader"),
)  # fmt: skip
_PROCESS = (
    ("process", "each submission in a process of its own, ended with its group"),
    ("limits", "time, memory and size of files, by the kernel; deadlines by the grader"),
    ("NOT held", "files, network and other processes of this user are within reach: grade only "
     "what you would run yourself"),
)  # fmt: skip


class IsolationError(Exception):
    """The isolation asked for cannot be had here; the text names what is missing."""


@dataclass(frozen=True)
class Isolation:
    """The isolation in force.

    Parameters
    ----------
    level : str
        ``"full"`` or ``"process"``.

    Examples
    --------
    >>> print(Isolation("process").explain().splitlines()[0])
    isolation: process
    """

    level: str

    def explain(self) -> str:
        """Say what is in force, layer by layer.

        Returns
        -------
        str
            A line for each layer.
        """
        layers = (*_SHARED, *(_FULL if self.level == "full" else _PROCESS))
        lines = (f"  {name:<10} {words}" for name, words in layers)
        return "\n".join((f"isolation: {self.level}", *lines))


def isolation(level: str | None = None) -> Isolation:
    """Find the isolation that this machine can give.

    Parameters
    ----------
    level : str, optional
        ``"full"``, which is the default, or ``"process"``.

    Returns
    -------
    Isolation
        Tried out, not only looked up.

    Raises
    ------
    IsolationError
        If it cannot be had; the text names what is missing and what to do.
    ValueError
        If there is no such level.

    Examples
    --------
    >>> isolation("half")
    Traceback (most recent call last):
        ...
    ValueError: there is no isolation 'half'; write "full" or "process"
    """
    if level not in (None, "full", "process"):
        raise ValueError(f'there is no isolation {level!r}; write "full" or "process"')
    if not hasattr(os, "fork"):
        raise IsolationError(
            f"submissions cannot be kept apart on {sys.platform}: it cannot fork a process\n"
            "  grade on Linux, for example in WSL, or in a virtual machine"
        )
    if level != "process":
        missing = _missing()
        if missing:
            raise IsolationError(
                "the full isolation cannot be had here\n"
                f"  missing: {missing}\n"
                "  grade on Linux with user namespaces; or, if you would run all of these "
                "notebooks yourself, write --isolation process"
            )
    return Isolation(level or "full")


def _missing() -> str:
    """What the full isolation lacks on this machine, or nothing."""
    if not sys.platform.startswith("linux"):
        return f"Linux with its namespaces; this is {sys.platform}"
    try:
        boundary.program()
        boundary.tried()
    except boundary.MissingError as missing:
        return str(missing)
    return ""
