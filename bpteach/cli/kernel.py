"""A kernel of this Python that survives what a learner's cells do to it."""

from __future__ import annotations

import logging
import os
import subprocess
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode, v4

from bpteach.cli.inside import VERDICT

__all__ = ["Kernel", "KernelLostError", "OverdueError"]

OVERDUE = "bpteach: overdue"
STAY = "get_ipython().ask_exit = lambda: None"  # exit() in a cell ends no check
SETTLES_WITHIN = 5  # seconds, after an interrupt


class OverdueError(Exception):
    """A cell did not finish in its time; it was interrupted and the kernel lives."""


class KernelLostError(Exception):
    """A cell ended the kernel, or did not let itself be interrupted; a fresh kernel is needed."""


class _ThisPython(KernelSpecManager):
    """Whatever kernel a notebook names, the one beside this bpteach runs it."""

    def get_kernel_spec(self, kernel_name):
        from ipykernel.kernelspec import get_kernel_dict

        return KernelSpec(**get_kernel_dict())


class _Client(NotebookClient):
    """Keeps errors and verdicts only, so that endless printing fills no memory."""

    def output(self, outs, msg, display_id, cell_index):
        if msg["msg_type"] == "error" or VERDICT in msg["content"].get("data", {}):
            return super().output(outs, msg, display_id, cell_index)
        return None


class Kernel:
    """Run sources one after the other in one Python, each within a time.

    Parameters
    ----------
    folder : Path
        Where the notebook lies: the kernel's current folder.
    seconds : int
        How long each source may take.
    """

    def __init__(self, folder: Path, seconds: int):
        self.seconds = seconds
        self._folder = folder.resolve()
        self._client = None
        self._overdue = False
        self._open = ExitStack()

    def __enter__(self) -> Kernel:
        self.restart()
        return self

    def __exit__(self, *error) -> None:
        self._open.close()

    def restart(self) -> None:
        """Begin again with a fresh Python, which knows nothing of the one before."""
        self._open.close()
        with ExitStack() as opening:  # closes again what is open if the rest fails
            progress = opening.enter_context(TemporaryDirectory(prefix="bpteach-"))
            self._client = _client(self._folder, self._note_reply)
            opening.enter_context(self._client.setup_kernel(cleanup_kc=True, **_process(progress)))
            self._execute(STAY, self.seconds)
            self._open = opening.pop_all()

    def run(self, source: str) -> list[NotebookNode]:
        """Run one source.

        Parameters
        ----------
        source : str
            A cell's text.

        Returns
        -------
        list of NotebookNode
            Its errors and verdicts, as nbformat's outputs.

        Raises
        ------
        OverdueError
            If it did not finish and was interrupted.
        KernelLostError
            If the kernel is of no more use.
        """
        outputs = self._execute(source, self.seconds)
        if not self._overdue:
            return outputs
        self._execute("pass", SETTLES_WITHIN)
        if self._overdue:
            raise KernelLostError("did not finish and could not be interrupted")
        raise OverdueError(f"did not finish within {self.seconds:g} seconds")

    def _execute(self, source: str, seconds: int) -> list[NotebookNode]:
        cell = v4.new_code_cell(source)
        self._client.nb.cells = [cell]
        self._client.timeout = seconds
        try:
            self._client.execute_cell(cell, 0)
        except DeadKernelError:
            raise KernelLostError("ended Python") from None
        return cell.outputs

    def _note_reply(self, cell, cell_index, execute_reply) -> None:
        self._overdue = execute_reply["content"].get("ename") == OVERDUE


def _client(folder: Path, on_reply) -> _Client:
    return _Client(
        v4.new_notebook(),
        km=AsyncKernelManager(kernel_spec_manager=_ThisPython()),
        resources={"metadata": {"path": str(folder)}},
        allow_errors=True,
        interrupt_on_timeout=True,
        error_on_timeout={"ename": OVERDUE, "evalue": "", "traceback": []},
        on_cell_executed=on_reply,
        shutdown_kernel="immediate",
        log=_silent(),
    )


def _process(progress: str) -> dict:
    """Give the kernel's process a place of its own for attempts, and nobody to talk to."""
    environment = {**os.environ, "BPTEACH_PROGRESS": str(Path(progress, "attempts.json"))}
    return {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def _silent() -> logging.Logger:
    log = logging.getLogger("bpteach.kernel")
    log.propagate = False
    log.addHandler(logging.NullHandler())
    return log
