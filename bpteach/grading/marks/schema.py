"""The tables of a file of marks, version by version."""

from __future__ import annotations

import sqlite3

__all__ = ["LATEST", "TooNewError", "migrate"]


class TooNewError(Exception):
    """The file was written by a newer bpteach; the text says so.

    Examples
    --------
    >>> raise TooNewError("version 9")
    Traceback (most recent call last):
    bpteach.grading.marks.schema.TooNewError: version 9
    """


# One text a version. A version that was released is never edited: a change is one more text.
_STEPS = (
    """
    CREATE TABLE run (
        id INTEGER PRIMARY KEY,
        secret BLOB NOT NULL,           -- what the hidden inputs are drawn from
        regrade INTEGER NOT NULL,
        begun TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
        ended TEXT                      -- NULL while it runs, and for ever where it was killed
    );
    CREATE TABLE mark (
        id INTEGER PRIMARY KEY,
        run INTEGER NOT NULL REFERENCES run,
        student TEXT NOT NULL,
        unit TEXT NOT NULL,
        hash TEXT NOT NULL,             -- SHA-256 of the submitted file
        variant TEXT NOT NULL,          -- the seed that the notebook asks, as JSON
        path TEXT NOT NULL,
        submitted REAL NOT NULL,
        course TEXT NOT NULL,           -- version of bpteach
        isolation TEXT NOT NULL,
        seed TEXT NOT NULL,             -- digest that the hidden inputs were drawn from
        seconds REAL NOT NULL,
        timings TEXT NOT NULL,
        notes TEXT NOT NULL,
        verdicts TEXT NOT NULL,
        points REAL NOT NULL,
        max_points REAL NOT NULL,
        graded TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
        UNIQUE (run, student, unit, hash, variant)
    );
    CREATE INDEX mark_by_student ON mark (student, unit, submitted);
    CREATE TABLE unread (
        path TEXT PRIMARY KEY,
        student TEXT NOT NULL,
        words TEXT NOT NULL
    );
    CREATE TABLE adjustment (
        id INTEGER PRIMARY KEY,
        student TEXT NOT NULL,
        what TEXT NOT NULL,             -- an exercise's id or a unit's name
        points REAL,                    -- NULL takes the adjustments before it back
        reason TEXT NOT NULL,
        made TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
    );
    CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    """,
    """
    CREATE TABLE prints (               -- fingerprints, to find what is nearly the same
        hash TEXT PRIMARY KEY,
        unit TEXT NOT NULL,
        prints BLOB NOT NULL
    );
    """,
)
LATEST = len(_STEPS)


def migrate(connection: sqlite3.Connection, upto: int = LATEST) -> int:
    """Bring a file's tables up to a version; two at once do it once.

    Parameters
    ----------
    connection : sqlite3.Connection
        In autocommit mode.
    upto : int
        The version; older ones are for tests.

    Returns
    -------
    int
        The version that it had.

    Raises
    ------
    TooNewError
        If it has a later version than this bpteach knows.

    Examples
    --------
    >>> connection = sqlite3.connect(":memory:", isolation_level=None)
    >>> migrate(connection, 1), migrate(connection), migrate(connection) == LATEST
    (0, 1, True)
    """
    if _version(connection) == upto:
        return upto
    connection.execute("BEGIN IMMEDIATE")
    try:
        before = _version(connection)
        if before > LATEST:
            raise TooNewError(
                f"the marks were written by a newer bpteach: version {before}, and this one knows "
                f"{LATEST}\n  upgrade bpteach"
            )
        for step in _STEPS[before:upto]:
            for statement in filter(str.strip, _uncommented(step).split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {max(before, upto)}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
    return before


def _version(connection) -> int:
    return connection.execute("PRAGMA user_version").fetchone()[0]


def _uncommented(step: str) -> str:
    return "\n".join(line.partition("--")[0] for line in step.splitlines())
