"""A learner's attempts, in one small local file that can be deleted at any time."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path

__all__ = ["Attempts"]

_MARK = ".bpteach"


def _default_path() -> Path:
    """Where attempts are kept: named by BPTEACH_PROGRESS, else at the top of the course."""
    named = os.environ.get("BPTEACH_PROGRESS")
    if named:
        return Path(named)
    here = Path.cwd()
    tops = [folder for folder in (here, *here.parents) if (folder / _MARK).is_dir()]
    return (tops[0] if tops else here) / _MARK / "attempts.json"


class Attempts:
    """How often each exercise was tried, which hints were shown, and whether it was passed.

    Parameters
    ----------
    path : path-like, optional
        The file; by default ``.bpteach/attempts.json`` in the course's folder. A file that
        cannot be read counts as empty, and one that cannot be written is left alone: a
        learner's work never stops for it.

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
            name: value if isinstance(value := kept.get(name), int) else 0
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
        everything = self._read()
        counts = self.of(id)
        everything[id] = {**counts, what: counts[what] + 1}
        with contextlib.suppress(OSError):  # a read-only folder must not stop a learner
            self._write(everything)

    def _read(self) -> dict:
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _write(self, everything):
        """Write beside the file, then put it in its place: an interrupted write loses nothing."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=self.path.parent, suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(everything, file, indent=1, sort_keys=True)
            os.replace(beside, self.path)
        except BaseException:
            os.unlink(beside)
            raise
