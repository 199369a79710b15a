"""One small JSON file of the learner's own: read, and changed so that nothing is ever lost."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

__all__ = ["Store", "default_path"]

_MARK = ".bpteach"
_NAME = "attempts.json"
_unwritten: dict[Path, dict] = {}  # what this process knows of files that cannot be written


def default_path(folder: os.PathLike | None = None) -> Path:
    """Say where a learner's file is.

    Parameters
    ----------
    folder : path-like, optional
        A folder of the course. Without it, the file that BPTEACH_PROGRESS names, else that of
        the current folder.

    Returns
    -------
    Path
        ``.bpteach/attempts.json`` at the top of the course around the folder; where there is
        none, in the folder itself.
    """
    named = os.environ.get("BPTEACH_PROGRESS")
    if named and folder is None:
        return Path(named)
    try:
        here = Path(folder or "").resolve()
    except FileNotFoundError:  # the folder was deleted under the notebook
        here = Path()
    tops = [one for one in (here, *here.parents) if os.path.isdir(one / _MARK)]
    return (tops[0] if tops else here) / _MARK / _NAME


class Store:
    """What is kept of a learner, as one JSON object in one file that may be deleted any time.

    Parameters
    ----------
    path : path-like, optional
        The file; by default that of `default_path`.

    Notes
    -----
    A change is written beside the file and then takes its place, under a lock of the folder
    where the system has one: an interrupted write loses nothing, and neither do two notebooks
    at once. A file that cannot be understood counts as empty, and the first change renames it
    to ``attempts.json.unreadable``. Where nothing can be written, changes last as long as the
    process: a learner's work never stops for this file.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = Store(Path(folder) / "attempts.json")
    ...     store.change(lambda kept: {**kept, "lessons": 1})
    ...     store.change(lambda kept: {**kept, "lessons": kept["lessons"] + 1})
    ...     store.read()
    True
    True
    {'lessons': 2}
    """

    def __init__(self, path: os.PathLike | None = None):
        self.path = Path(path) if path is not None else default_path()

    def read(self) -> dict:
        """Give what is kept.

        Returns
        -------
        dict
            Empty where there is no file, or one that cannot be understood.
        """
        if self.path in _unwritten:
            return _unwritten[self.path]
        return self._understood() or {}

    @property
    def unreadable(self) -> bool:
        """Whether there is a file that cannot be understood."""
        return self.path.is_file() and self._understood() is None

    def change(self, edit: Callable[[dict], dict]) -> bool:
        """Change what is kept, as one step that nothing else comes between.

        Parameters
        ----------
        edit : callable
            Takes what is kept and gives what to keep: plain values for JSON.

        Returns
        -------
        bool
            Whether the file holds it now; if not, the process remembers it.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _one_at_a_time(self.path.parent):
                changed = edit(self.read())
                if self.unreadable:
                    self._keep_aside()
                self._write(changed)
        except OSError:  # a read-only folder must not stop a learner
            _unwritten[self.path] = edit(self.read())
            return False
        return True

    def _understood(self) -> dict | None:
        try:
            text = self.path.read_bytes().decode("utf-8-sig")
            kept = json.loads(text) if text.strip() else {}
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError, RecursionError):
            return None
        return kept if isinstance(kept, dict) else None

    def _keep_aside(self):
        """Rename the file; whatever it is, it is the learner's."""
        names = (f"{self.path.name}.unreadable{f'-{k}' if k else ''}" for k in count())
        free = (self.path.with_name(name) for name in names)
        os.rename(self.path, next(path for path in free if not os.path.lexists(path)))

    def _write(self, everything):
        handle, beside = tempfile.mkstemp(dir=self.path.parent, suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(everything, file, indent=1, sort_keys=True)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, self.path)
            _unwritten.pop(self.path, None)
        except BaseException:
            os.unlink(beside)
            raise


@contextlib.contextmanager
def _one_at_a_time(folder):
    """Keep two notebooks from writing at once, where the system can lock a folder."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(ImportError, OSError):
            import fcntl

            handle = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, handle)  # and with it the lock
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
