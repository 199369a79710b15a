"""What runs in the sandbox: one process with numpy loaded, which forks for each submission.

The first process waits for submissions, and runs nothing of a student's. The one that it forks
is process 1 of namespaces of its own, and the only one there, since it can start threads but no
process. When the trusted side hangs up, it is killed, and its namespaces are gone with it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import select
import signal
import socket
import sys

from bpteach.exercises.own_code import alone
from bpteach.grading.sandbox import boundary
from bpteach.grading.sandbox.cells import Cells, Time
from bpteach.grading.sandbox.frames import Stream
from bpteach.grading.sandbox.questions import Questions
from bpteach.grading.sandbox.stub import installed
from bpteach.grading.sandbox.wire import packed, unpacked

__all__ = ["main"]

_LONGEST = 1 << 28  # of what the trusted side sends


def main(settings: dict) -> None:
    """Serve submissions until the trusted side hangs up.

    Parameters
    ----------
    settings : dict
        ``full`` (namespaces and the list of system calls, or limits only), ``figures``,
        ``limits``, ``program`` (see `boundary.program`), and ``starters``: sources by name.
    """
    asked = socket.socket(fileno=os.dup(0))
    _nothing_to_read_or_say()
    reads = _preloaded(settings["figures"])
    starters = {
        name: tuple(alone(one, name) for one in sources)
        for name, sources in settings["starters"].items()
    }
    installed(settings["figures"])
    proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY) if settings["full"] else -1
    boundary.measured(proc)
    gc.collect()
    gc.freeze()  # what is loaded is looked through by no submission, and so stays shared
    asked.sendall(b"r")  # ready
    _Keeper(asked, settings, proc).keep(lambda s: _submission(s, settings, starters, reads))


def _nothing_to_read_or_say():
    """Nothing to read, and nobody who hears what is printed."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.close(nothing)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    sys.stdout, sys.stderr = (open(k, "w", closefd=False) for k in (1, 2))  # noqa: SIM115


_COMMON = (  # what cells import, and what numpy would load when it is first used
    *("collections", "contextlib", "copy", "dataclasses", "enum", "functools", "itertools"),
    *("math", "operator", "random", "re", "string", "textwrap", "time", "traceback", "typing"),
    *("numpy.fft", "numpy.linalg", "numpy.ma", "numpy.polynomial", "numpy.random"),
    *("numpy.testing", "numpy.lib.stride_tricks", "numpy.typing"),
)


def _preloaded(figures):
    """Load what is needed later, so that no submission pays for it; give what reads axes."""
    for name in _COMMON:
        importlib.import_module(name)
    if not figures:
        return None
    importlib.import_module("matplotlib.pyplot")
    return importlib.import_module("bpteach.exercises.drawn").drawn_on


# --- who forks, and ends what was forked ----------------------------------------------------


class _Keeper:
    """Forks a process for each submission, and kills it when the trusted side hangs up."""

    def __init__(self, asked, settings, proc):
        self._asked, self._settings, self._proc = asked, settings, proc
        self._children: dict[socket.socket, int] = {}

    def keep(self, work):
        """Serve until the trusted side is gone; in a child, do the work instead."""
        while True:
            for one in select.select([self._asked, *self._children], [], [])[0]:
                if one is not self._asked:
                    self._ended(one)
                    continue
                word, streams, _, _ = socket.recv_fds(self._asked, 1, 2)
                if not word:
                    for child in list(self._children):
                        self._ended(child)
                    return
                control, stream = (socket.socket(fileno=number) for number in streams)
                self._forked(control, stream, work)

    def _ended(self, control):
        child = self._children.pop(control)
        control.close()
        # Process 1 of its namespace: all in there end with it. Without one, its group does.
        (os.kill if self._settings["full"] else os.killpg)(child, signal.SIGKILL)
        os.waitpid(child, 0)

    def _forked(self, control, stream, work):
        child = boundary.forked(self._proc) if self._settings["full"] else os.fork()
        if child == 0:
            try:
                self._asked.close()
                for other in self._children:
                    other.close()
                self._confined()
            except BaseException as raised:  # a wall that does not stand: nothing may run
                control.sendall(b"E" + f"{type(raised).__name__}: {raised}".encode()[:500])
                os._exit(1)
            control.close()
            work(Stream(stream))
            os._exit(0)
        if not self._settings["full"]:
            with contextlib.suppress(OSError):  # it does so itself, perhaps before
                os.setpgid(child, child)
        stream.close()
        self._children[control] = child

    def _confined(self):
        full, limits = self._settings["full"], self._settings["limits"]
        os.setsid() if full else os.setpgid(0, 0)
        if full:
            boundary.enclosed(self._proc, limits["scratch"])
        boundary.limited(limits, alone=full)
        if full:
            boundary.shut(bytes.fromhex(self._settings["program"]))


# --- the process that runs a student's code -------------------------------------------------


def _submission(stream, settings, starters, reads):
    """Run the cells, then answer what is asked of what they defined."""
    limits = settings["limits"]
    asked = unpacked(stream.receive(_LONGEST))
    cells = Cells(starters, asked["names"])
    raised = []
    for number, source in asked["cells"]:
        stream.send(packed({"begins": number}))
        trouble = cells.run(number, source.decode(), Time(limits["cpu"], limits["wall"]))
        if trouble:
            raised.append((number, *trouble))
    told = {"raised": raised[:100], "answers": tuple(cells.answers)}
    stream.send(packed(told))
    questions = Questions(cells.answers, starters, limits, reads)
    replies: list[bytes] = []
    while True:
        try:
            asked = unpacked(stream.receive(_LONGEST))
        except EOFError:
            return
        reply = questions.reply(asked)
        if reply is not None:
            replies.append(reply)
        if replies and not stream.has_message:  # what was asked together is answered together
            stream.send(*replies)
            replies = []
