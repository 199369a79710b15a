"""A learner's attempts, in one small local file that can be deleted at any time."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path

__all__ = ["Attempts"]

_MARK = ".bpteach"
_unwritten: dict[Path, dict] = {}  # counts of this process whose file cannot be written


def _default_path() -> Path:
    """Where attempts are kept: named by BPTEACH_PROGRESS, else at the top of the course."""
    named = os.environ.get("BPTEACH_PROGRESS")
    if named:
        return Path(named)
    try:
        here = Path.cwd()
    except FileNotFoundError:  # the folder was deleted under the notebook
        here = Path()
    tops = [folder for folder in (here, *here.parents) if os.path.isdir(folder / _MARK)]
    return (tops[0] if tops else here) / _MARK / "attempts.json"


@contextlib.contextmanager
def _one_at_a_time(folder):
    """Keep two notebooks from counting at once, where the system can lock a folder."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(ImportError, OSError):
            import fcntl

            handle = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, handle)  # and with it the lock
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


class Attempts:
    """How often each exercise was tried, which hints were shown, and whether it was passed.

    Parameters
    ----------
    path : path-like, optional
        The file; by default ``.bpteach/attempts.json`` in the course's folder. A file that
        cannot be read counts as empty, and where it cannot be written the counts last as long
        as the process: a learner's work never stops for it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     attempts = Attempts(Path(folder) / "attempts.json")
    ...     attempts.add("linear.dW", "tries")
    ...     attempts.of("linear.dW")
    {'tries': 1, 'hints': 0, 'passed': 0}
    """

    def __init__(self, path: os.PathLike | None = None):
        self.path = Path(path) if path is not None else _default_path()

    def of(self, id: str) -> dict[str, int]:
        """Give an exercise's counts.

        Parameters
        ----------
        id : str
            The exercise.

        Returns
        -------
        dict from str to int
            ``tries``, ``hints`` and ``passed``.
        """
        kept = self._read().get(id)
        kept = kept if isinstance(kept, dict) else {}
        return {
            name: max(value, 0) if isinstance(value := kept.get(name), int) else 0
            for name in ("tries", "hints", "passed")
        }

    def add(self, id: str, what: str) -> None:
        """Count one more.

        Parameters
        ----------
        id : str
            The exercise.
        what : {"tries", "hints", "passed"}
            What to count.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _one_at_a_time(self.path.parent):
                self._write(self._counted(id, what))
        except OSError:  # a read-only folder must not stop a learner
            _unwritten[self.path] = self._counted(id, what)

    def _counted(self, id, what) -> dict:
        counts = self.of(id)
        return {**self._read(), id: {**counts, what: counts[what] + 1}}

    def _read(self) -> dict:
        if self.path in _unwritten:
            return _unwritten[self.path]
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _write(self, everything):
        """Write beside the file, then put it in its place: an interrupted write loses nothing."""
        handle, beside = tempfile.mkstemp(dir=self.path.parent, suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(everything, file, indent=1, sort_keys=True)
            os.replace(beside, self.path)
            _unwritten.pop(self.path, None)
        except BaseException:
            os.unlink(beside)
            raise
