"""The file of marks: what was graded is in it the moment it is graded, and stays."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bpteach.grading.mark import Mark
from bpteach.grading.marks.schema import TooNewError, migrate
from bpteach.grading.reading import Unread
from bpteach.grading.reading.whose import printable
from bpteach.grading.submission import Submission

__all__ = ["Run", "Store", "StoreError"]

_PATIENCE = 60.0  # seconds that one grader waits for another's transaction
_KEY = "run = ? AND student = ? AND unit = ? AND hash = ? AND variant = ?"


class StoreError(Exception):
    """The file cannot be used; the text says why and what to do.

    Examples
    --------
    >>> str(StoreError("no marks here"))
    'no marks here'
    """


@dataclass(frozen=True)
class Run:
    """One grading of a class, and what is graded into it later.

    Parameters
    ----------
    id : int
        Its number in the file.
    secret : bytes
        What the hidden inputs of all its submissions are drawn from.

    Examples
    --------
    >>> Run(1, b"secret").id
    1
    """

    id: int
    secret: bytes


class Store:
    """A file of marks.

    Every change is one transaction, so that a process that is killed leaves whole marks, and two
    graders may write at the same time.

    Parameters
    ----------
    path : Path
        Made, if it is not there.

    Raises
    ------
    StoreError
        If it is no file of marks, or one of a newer bpteach.

    Examples
    --------
    >>> with Store(":memory:") as store:
    ...     store.run(seed="7").id, store.run().id
    (1, 1)
    """

    def __init__(self, path: Path | str):
        self.path = path
        try:
            if path != ":memory:":  # it holds the secret of its runs: for its owner alone
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._file = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            _write_ahead(self._file)
            self._file.execute("PRAGMA synchronous = NORMAL")
            self._file.row_factory = sqlite3.Row
            migrate(self._file)
        except TooNewError as error:
            raise StoreError(str(error)) from None
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"{path} cannot be used as a file of marks: {error}\n"
                "  name another folder with --out, or move that file away"
            ) from None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def run(self, *, regrade: bool = False, seed: str | None = None) -> Run:
        """Give the run to grade into: the last one, or a new one.

        Parameters
        ----------
        regrade : bool
            Begin another, in which everything is graded again; but go on with a regrading that
            did not come to its end.
        seed : str, optional
            What the secret is made from, to draw the same inputs in another folder. Counts for
            a new run only.

        Returns
        -------
        Run
            With the secret that it was begun with.
        """
        self._file.execute("BEGIN IMMEDIATE")
        try:
            last = self._file.execute("SELECT * FROM run ORDER BY id DESC LIMIT 1").fetchone()
            goes_on = last and (not regrade or (last["regrade"] and not last["ended"]))
            if goes_on:
                self._file.execute("UPDATE run SET ended = NULL WHERE id = ?", [last["id"]])
                run = Run(last["id"], last["secret"])
            else:
                secret = secrets.token_bytes(32) if seed is None else seed.encode()
                made = self._file.execute(
                    "INSERT INTO run (secret, regrade) VALUES (?, ?)", [secret, regrade]
                )
                run = Run(made.lastrowid, secret)
        except BaseException:
            self._file.execute("ROLLBACK")
            raise
        self._file.execute("COMMIT")
        return run

    def end(self, run: Run) -> None:
        """Note that a run came to its end.

        Parameters
        ----------
        run : Run
            The run.
        """
        sql = "UPDATE run SET ended = CURRENT_TIMESTAMP WHERE id = ?"
        self._file.execute(sql, [run.id])

    def done(self, run: Run, submission: Submission, submitted: float) -> bool:
        """Tell whether a submission is graded in a run; note when it was handed in last.

        Parameters
        ----------
        run : Run
            The run.
        submission : Submission
            What was handed in.
        submitted : float
            When, in seconds since 1970.

        Returns
        -------
        bool
            True, if there is nothing to do.
        """
        sql = f"SELECT id, submitted FROM mark WHERE {_KEY}"
        found = self._file.execute(sql, _key(run, submission)).fetchone()
        if found and found["submitted"] != submitted:
            again = "UPDATE mark SET submitted = ? WHERE id = ?"
            self._file.execute(again, [submitted, found["id"]])
        return found is not None

    def keep(
        self, run: Run, mark: Mark, *, submitted: float, course: str, prints: bytes = b""
    ) -> None:
        """Keep a mark. Where another grader was faster, that one's stays: they are the same.

        Parameters
        ----------
        run : Run
            The run.
        mark : Mark
            What became of a submission.
        submitted : float
            When it was handed in, in seconds since 1970.
        course : str
            Version of bpteach.
        prints : bytes
            Fingerprints of its text.
        """
        one = mark.submission
        values = [
            *_key(run, one), printable(str(one.path)), submitted, course, mark.isolation,
            mark.seed, mark.seconds, json.dumps(mark.timings),
            json.dumps([*one.notes, *mark.notes]),
            json.dumps([verdict.to_dict() for verdict in mark.verdicts], ensure_ascii=False),
            mark.points, mark.max_points,
        ]  # fmt: skip
        self._file.execute("BEGIN IMMEDIATE")
        self._file.execute(
            "INSERT OR IGNORE INTO mark (run, student, unit, hash, variant, path, submitted, "
            "course, isolation, seed, seconds, timings, notes, verdicts, points, max_points) "
            f"VALUES ({', '.join('?' * len(values))})",
            values,
        )
        self._file.execute(
            "INSERT OR IGNORE INTO prints VALUES (?, ?, ?)", [one.hash, one.unit, prints]
        )
        self._file.execute("COMMIT")

    def missed(self, unread: Unread) -> None:
        """Keep the line of a file that cannot be graded.

        Parameters
        ----------
        unread : Unread
            The file, and why.
        """
        self._file.execute(
            "INSERT OR REPLACE INTO unread VALUES (?, ?, ?)",
            [printable(str(unread.path)), unread.student, unread.words],
        )

    def forget_missed(self) -> None:
        """Forget all such lines: files are looked at again in each call of the command."""
        self._file.execute("DELETE FROM unread")

    def unread(self) -> list[Unread]:
        """Give the lines of files that cannot be graded.

        Returns
        -------
        list of Unread
            By student.
        """
        rows = self._file.execute("SELECT * FROM unread ORDER BY student, path")
        return [Unread(row["student"], Path(row["path"]), row["words"]) for row in rows]

    def marks(self) -> Iterator[sqlite3.Row]:
        """Give every mark ever made.

        Yields
        ------
        sqlite3.Row
            By student, unit and time of submission; of one submission, the newest last.
        """
        order = "student, unit, submitted, path, run"
        yield from self._file.execute(f"SELECT * FROM mark ORDER BY {order}")

    def units(self) -> set[str]:
        """Name the units that anybody handed in.

        Returns
        -------
        set of str
            Their names.
        """
        return {row["unit"] for row in self._file.execute("SELECT DISTINCT unit FROM mark")}

    def adjust(self, student: str, what: str, points: float | None, reason: str) -> None:
        """Keep what a person decides.

        Parameters
        ----------
        student : str
            Whose mark.
        what : str
            An exercise's id or a unit's name.
        points : float or None
            What it shall count; None takes earlier adjustments back.
        reason : str
            Why; it stands in the student's feedback.
        """
        sql = "INSERT INTO adjustment (student, what, points, reason) VALUES (?, ?, ?, ?)"
        self._file.execute(sql, [student, what, points, reason])

    def adjustments(self) -> dict[tuple[str, str], tuple[float, str]]:
        """Give the adjustments that are in force.

        Returns
        -------
        dict
            Points and reason by student and exercise or unit: of several, the last.
        """
        rows = [*self._file.execute("SELECT * FROM adjustment ORDER BY id")]
        last = {(row["student"], row["what"]): (row["points"], row["reason"]) for row in rows}
        return {key: value for key, value in last.items() if value[0] is not None}

    def prints(self) -> dict[str, bytes]:
        """Give the fingerprints of every text that was graded.

        Returns
        -------
        dict of str to bytes
            By the submission's hash.
        """
        return {row["hash"]: row["prints"] for row in self._file.execute("SELECT * FROM prints")}

    def setting(self, name: str, value: str | None = None) -> str | None:
        """Read what was set, after setting it where a value is given.

        Parameters
        ----------
        name : str
            Such as ``"policy"``.
        value : str, optional
            What it shall be from now on.

        Returns
        -------
        str or None
            None, if it was never set.
        """
        if value is not None:
            self._file.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", [name, value])
        row = self._file.execute("SELECT value FROM setting WHERE name = ?", [name]).fetchone()
        return row and row["value"]


def _write_ahead(file: sqlite3.Connection) -> None:
    """Turn the file to WAL; SQLite does not wait for another who is about to do the same."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            file.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _key(run: Run, one: Submission) -> list:
    return [run.id, one.student, one.unit, one.hash, json.dumps(one.seed)]
