"""The trusted side of a sandbox: it starts it, asks with deadlines, and trusts no reply."""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bpteach.exercises.catalogue import units
from bpteach.exercises.function import Several
from bpteach.exercises.written import Written
from bpteach.grading.sandbox import boundary
from bpteach.grading.sandbox.frames import Stream
from bpteach.grading.sandbox.wire import WireError, packed, unpacked
from bpteach.grading.submission import Cell

__all__ = ["GoneError", "Sandbox", "SandboxError", "Session"]

_FILES = (
    *("exercises/kept.py", "exercises/looked.py", "exercises/made.py", "exercises/own_code.py"),
    *("grading/sandbox/boundary.py", "grading/sandbox/cells.py", "grading/sandbox/frames.py"),
    *("grading/sandbox/inside.py", "grading/sandbox/questions.py", "grading/sandbox/stub.py"),
    "grading/sandbox/wire.py",
)
_FIGURES = ("exercises/drawing.py", "exercises/drawn.py")
_BEGIN = (
    "import sys, json; sys.path[:0] = [{course!r}, {packages!r}]; "
    "from bpteach.grading.sandbox.inside import main; "
    "main(json.load(open({course!r} + '/settings.json', encoding='utf-8')))"
)
_GRACE = 2.0  # seconds beyond a limit, until the trusted side ends what did not end itself
_PATIENCE = 60.0  # seconds for the cells of one notebook, with all that had to be left out
_FATAL = 8  # cells of one notebook that may end the process


class SandboxError(BaseException):
    """The sandbox itself does not work: no fault of a submission, and no verdict on one."""


class GoneError(Exception):
    """A submission's process is gone, or says nothing that can be read."""


class Sandbox:
    """A process behind the outer wall, which forks for each submission.

    Parameters
    ----------
    limits : dict
        See `inside.main`; ``cpu``, ``wall``, ``memory``, ``output``, ``scratch``, ``total``.
    full : bool
        Behind all walls; else with limits only.
    figures : bool
        With matplotlib.

    Examples
    --------
    >>> limits = {"cpu": 2, "wall": 10, "memory": 512, "output": 1 << 20, "scratch": 32}
    >>> with Sandbox({**limits, "total": 30}, full=False) as sandbox:
    ...     with sandbox.session([Cell(1, "x = [1, 2]")], ["x"]) as session:
    ...         session.ask(("values", ["x"]))
    {'x': [1, 2]}
    """

    def __init__(self, limits: dict, *, full: bool, figures: bool = False):
        self.limits, self.full, self.figures = limits, full, figures
        self._folder = self._process = self._stream = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_):
        self.close()

    def start(self) -> None:
        """Start it, if it does not run.

        Raises
        ------
        SandboxError
            If it does not come up; the text says what it said.
        """
        if self._process is not None:
            return
        self._folder = tempfile.TemporaryDirectory(prefix="bpteach-sandbox-")
        packages = _figure_packages() if self.figures else {}
        packages |= _numpy_packages()
        course = self._filled()
        place = {"course": "/course", "packages": "/packages"} if self.full else None
        begin = _BEGIN.format(**(place or {"course": course, "packages": f"{course}/packages"}))
        arguments = ["-I", "-S", "-B", "-c", begin]
        if self.full:
            words, environment = boundary.command(course, packages, arguments), None
        else:
            _linked(f"{course}/packages", packages)
            words = [sys.executable, *arguments]
            environment = {**boundary.ENVIRONMENT, "HOME": course, "MPLCONFIGDIR": course}
        own, other = socket.socketpair()
        with other, tempfile.TemporaryFile() as said:
            self._process = subprocess.Popen(
                words, stdin=other, stdout=subprocess.DEVNULL, stderr=said, env=environment
            )
            other.close()
            self._stream = own
            own.settimeout(30.0)
            if _first(own) != b"r":
                said.seek(0)
                words = said.read(2000).decode("utf-8", "replace").strip()
                self.close()
                raise SandboxError(f"the sandbox did not start: {words or 'it said nothing'}")
        if self.full:  # all is loaded: nothing to read in there, and nothing to be left behind
            self._folder.cleanup()

    def _filled(self) -> str:
        """Put the files that run inside into the folder; no reference is among them."""
        course, source = Path(self._folder.name), Path(__file__).parents[2]
        for name in (*_FILES, *(_FIGURES if self.figures else ())):
            (course / "bpteach" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, course / "bpteach" / name)
        settings = {
            "full": self.full,
            "figures": self.figures,
            "limits": self.limits,
            "program": boundary.program().hex() if self.full else "",
            "starters": _starters(),
        }
        (course / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
        return str(course)

    def session(self, cells: Sequence[Cell], names: Sequence[str]) -> Session:
        """Open a session for one submission.

        Parameters
        ----------
        cells : sequence of Cell
            The notebook's.
        names : sequence of str
            The names that answers have.

        Returns
        -------
        Session
            Opened when it is entered, or first asked.
        """
        return Session(self, cells, names)

    def connected(self) -> tuple[socket.socket, socket.socket]:
        """Have a process forked for a submission.

        Returns
        -------
        pair of socket
            One that ends the process when it is closed, and one to talk to it.

        Raises
        ------
        SandboxError
            If the sandbox is gone; it is started again next time.
        """
        self.start()
        control, keeper = socket.socketpair()
        stream, student = socket.socketpair()
        with keeper, student:
            try:
                socket.send_fds(self._stream, [b"s"], [keeper.fileno(), student.fileno()])
            except OSError as error:
                control.close()
                stream.close()
                self.close()
                raise SandboxError(f"the sandbox is gone: {error}") from error
        return control, stream

    def close(self) -> None:
        """End it with all that runs in it, and remove its files; it can be started again."""
        if self._stream is not None:
            self._stream.close()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)
            self._process.wait()
        if self._folder is not None:
            self._folder.cleanup()
        self._folder = self._process = self._stream = None


def _first(stream) -> bytes:
    try:
        return stream.recv(1)
    except OSError:
        return b""


def _starters() -> dict[str, list[str]]:
    """Sources of all starters by name, as they are compiled here and in a cell of their own."""
    found = {}
    for unit in units():
        for record in unit.exercises:
            pieces = record.functions if isinstance(record, Several) else (record,)
            for one in pieces:
                if isinstance(one, Written):
                    source = one.starter_source
                    found[one.function] = [source, f"import numpy as np\n\n\n{source}"]
    return found


def _numpy_packages() -> dict[str, str]:
    numpy = Path(np.__file__).parent
    beside = numpy.parent / "numpy.libs"
    return {"numpy": str(numpy)} | ({"numpy.libs": str(beside)} if beside.is_dir() else {})


def _figure_packages() -> dict[str, str]:
    """The files of matplotlib and of all that it needs."""
    found, names, done = {}, ["matplotlib"], set()
    while names:
        name = names.pop()
        if name in done:
            continue
        done.add(name)
        distribution = importlib.metadata.distribution(name)
        for file in distribution.files or ():
            top = file.parts[0]
            place = str(distribution.locate_file(top))
            if top not in ("..", "__pycache__", "bin") and os.path.exists(place):
                found[top] = place
        for needed in distribution.requires or ():
            if ";" not in needed:
                names.append(re.match(r"[\w.-]+", needed).group())
    return found


def _linked(folder, packages):
    os.makedirs(folder, exist_ok=True)
    for name, place in packages.items():
        if not os.path.lexists(f"{folder}/{name}"):
            os.symlink(place, f"{folder}/{name}")


class Session:
    """One submission's process: its cells were run, and it answers questions.

    Parameters
    ----------
    sandbox : Sandbox
        Where.
    cells : sequence of Cell
        The notebook's.
    names : sequence of str
        The names that answers have.
    """

    def __init__(self, sandbox: Sandbox, cells: Sequence[Cell], names: Sequence[str]):
        self._sandbox, self._cells, self._names = sandbox, tuple(cells), tuple(names)
        self._left_out: set[int] = set()
        self._until = time.monotonic() + _PATIENCE
        self._control = self._stream = None
        self._owed = 0
        self._first: tuple[bytes, ...] = ()
        self.answers: frozenset[str] = frozenset()
        self.raised: list[tuple[int, str, int]] = []
        self.time_left = 0.0

    def __enter__(self) -> Session:
        self.open()
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def left_out(self) -> tuple[int, ...]:
        """Numbers of the cells that ended the process, or did not end."""
        return tuple(sorted(self._left_out))

    @property
    def is_open(self) -> bool:
        """Whether there is a process to ask."""
        return self._stream is not None

    def open(self) -> None:
        """Run the cells; one that ends the process, or never ends, is left out the next time."""
        while not self.is_open:
            running = self._tried()
            if running is None:
                return
            self.close()
            self._left_out.add(running)
            if len(self._left_out) >= _FATAL or time.monotonic() > self._until:
                self._left_out |= {one.number for one in self._cells if one.number >= running}

    def _tried(self) -> int | None:
        """Run the cells once; the number of the one that was the last, if it was fatal."""
        limits = self._sandbox.limits
        self._control, stream = self._sandbox.connected()
        self._stream, self._owed = Stream(stream), 0
        cells = [one for one in self._cells if one.number not in self._left_out]
        given = {
            "cells": [(one.number, one.source.encode("utf-8", "replace")) for one in cells],
            "names": self._names,
        }
        numbers = {one.number for one in cells}
        running, wait = None, _GRACE + 5
        try:
            self._stream.send(packed(given), within=wait)
            while True:
                told = self._read(time.monotonic() + wait)
                if "begins" not in told:
                    break
                if type(told) is not dict or told["begins"] not in numbers:
                    raise WireError("there is no such cell")
                running, wait = told["begins"], limits["wall"] + _GRACE
            self.answers = frozenset(
                one for one in told["answers"] if type(one) is str and one in self._names
            )
            self.raised = [_raised(one, numbers) for one in told["raised"][: _FATAL * 10]]
        except (EOFError, OSError, WireError, KeyError, TypeError, ValueError):
            self._wall_stands()
            if running is None:  # before any cell: nothing can be run here
                self.close()
                if not cells:
                    raise SandboxError("a submission's process ended before any cell") from None
                return cells[0].number
            return running
        return None

    def _wall_stands(self):
        """Raise what the keeper said, if a wall could not be built."""
        self._control.settimeout(0.0)
        with contextlib.suppress(OSError):
            said = self._control.recv(600)
            if said.startswith(b"E"):
                self.close()
                raise SandboxError(f"no wall around a submission: {said[1:].decode()}")

    def _read(self, until) -> dict | tuple:
        told = unpacked(self._stream.receive(self._sandbox.limits["output"] * 4, until))
        if type(told) is not dict and not (type(told) is tuple and len(told) == 3):
            raise WireError("a reply is no reply")
        return told

    def begin(self) -> None:
        """Begin a question, with its own time; a process that is gone is made again."""
        self.open()
        self.time_left = self._sandbox.limits["wall"] + _GRACE
        self._first = (packed(("begin",)),)  # it has no reply, and goes with the first that has

    def send(self, *messages: tuple) -> None:
        """Ask, and do not wait: the replies come in order.

        Parameters
        ----------
        *messages : tuple
            See `questions.Questions`.

        Raises
        ------
        GoneError
            If the process ended, or does not read.
        """
        if not self.is_open:
            raise GoneError("the process is gone")
        with self._timed():
            written = [packed(one, largest=1 << 24) for one in messages]
            self._stream.send(*self._first, *written, within=max(self.time_left, 1.0))
            self._first = ()
            self._owed += len(messages)

    def reply(self) -> dict | tuple:
        """Wait for the next reply.

        Returns
        -------
        dict or tuple
            Three values of a call that returned, else a dict. They are plain; nothing else is
            certain of them.

        Raises
        ------
        GoneError
            If the process ended, took too long, or said nothing that can be read; it is ended.
        """
        if not self.is_open:
            raise GoneError("the process is gone")
        with self._timed():
            told = self._read(time.monotonic() + max(self.time_left, 1.0))
            self._owed -= 1
            return told

    def ask(self, message: tuple) -> dict | tuple:
        """Ask, and wait for the reply; replies that nobody waited for are passed over.

        Parameters
        ----------
        message : tuple
            See `questions.Questions`.

        Returns
        -------
        dict or tuple
            See `reply`.
        """
        self.send(message)
        while self._owed > 1:
            self.reply()
        return self.reply()

    @contextlib.contextmanager
    def _timed(self):
        """Count the time of a question, and end a process that fails."""
        begun = time.monotonic()
        try:
            yield
        except (EOFError, OSError, WireError) as error:
            self.close()
            raise GoneError(str(error)) from error
        finally:
            self.time_left -= time.monotonic() - begun

    def close(self) -> None:
        """End the process."""
        for one in (self._stream, self._control):
            if one is not None:
                one.close()
        self._stream = self._control = None


def _raised(told, numbers) -> tuple[int, str, int]:
    number, name, line = told
    if number not in numbers or type(name) is not str or type(line) is not int:
        raise WireError("a cell's trouble is no trouble")
    return number, name[:60], line
