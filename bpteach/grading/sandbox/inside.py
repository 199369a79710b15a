"""What runs in the sandbox: one process with numpy loaded, which forks for each submission.

The first process waits for submissions, and runs nothing of a student's. For each it forks a
keeper, which goes into namespaces of its own and forks the one process that the student's code
will run in: process 1 in there, and the only one, since it can start threads but no process.
When the trusted side hangs up, the keeper kills it, and the namespaces are gone with it.
"""

from __future__ import annotations

import importlib
import os
import select
import signal
import socket
import sys

from bpteach.exercises.own_code import alone
from bpteach.grading.sandbox import boundary
from bpteach.grading.sandbox.cells import Cells, Time
from bpteach.grading.sandbox.frames import received, sent
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
    asked.sendall(b"r")  # ready
    while True:
        word, streams, _, _ = socket.recv_fds(asked, 1, 2)
        if not word:
            return
        if os.fork() == 0:
            asked.close()
            control, stream = (socket.socket(fileno=one) for one in streams)
            _kept(
                control, stream, settings, proc, lambda s: _submission(s, settings, starters, reads)
            )
            os._exit(0)
        for one in streams:
            os.close(one)
        _buried()


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


def _buried():
    """Let the keepers go that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


# --- the keeper -----------------------------------------------------------------------------


def _kept(control, stream, settings, proc, work):
    """Fork the student's process behind its wall, and kill it when the trusted side hangs up."""
    if settings["full"]:
        boundary.apart(proc)
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            limits = settings["limits"]
            if settings["full"]:
                boundary.enclosed(proc, limits["scratch"])
            boundary.limited(limits, alone=settings["full"])
            if settings["full"]:
                boundary.shut(bytes.fromhex(settings["program"]))
        except BaseException as raised:  # a wall that does not stand: nothing may run
            control.sendall(b"E" + f"{type(raised).__name__}: {raised}".encode()[:500])
            os._exit(1)
        control.close()
        work(stream)
        os._exit(0)
    stream.close()
    while True:
        # Whoever hangs up has no more to say; an ended child is told by its own stream.
        if select.select([control], [], [])[0] and not control.recv(1):
            break
    if settings["full"]:
        os.kill(child, signal.SIGKILL)  # process 1 of its namespace: all in there end with it
    else:
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)


# --- the process that runs a student's code -------------------------------------------------


def _submission(stream, settings, starters, reads):
    """Run the cells, then answer what is asked of what they defined."""
    limits = settings["limits"]
    asked = unpacked(received(stream, _LONGEST))
    cells = Cells(starters, asked["names"])
    raised = []
    for number, source in asked["cells"]:
        sent(stream, packed({"begins": number}))
        trouble = cells.run(number, source.decode(), Time(limits["cpu"], limits["wall"]))
        if trouble:
            raised.append((number, *trouble))
    told = {"raised": raised[:100], "answers": tuple(cells.answers)}
    sent(stream, packed(told))
    questions = Questions(cells.answers, starters, limits, reads)
    while True:
        try:
            asked = unpacked(received(stream, _LONGEST))
        except EOFError:
            return
        sent(stream, questions.reply(asked))
