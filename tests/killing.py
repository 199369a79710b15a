"""A grading that is killed at random moments, and what it left behind."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

__all__ = ["BPTEACH", "differences", "killed", "left_behind", "rows"]

BPTEACH = [sys.executable, "-c", "from bpteach.cli import main; main()"]
TABLES = ("marks.csv", "verdicts.jsonl", "canvas.csv", "moodle.csv", "alike.csv")
KEPT = "SELECT student, unit, hash, variant, seed, verdicts, points FROM mark ORDER BY student"


def rows(folder, sql):
    """What a folder's file of marks holds."""
    connection = sqlite3.connect(folder / "marks.sqlite", timeout=60)
    found = connection.execute(sql).fetchall()
    connection.close()
    return found


def killed(folder, count, level, *, seed=3, within=300):
    """Grade `in` into `killed`, and send SIGKILL three times; give the marks kept at each."""
    rng, kept = random.Random(seed), []
    for number, reached in enumerate(sorted(rng.sample(range(20, count - 60), 3))):
        named = ["--seed", "s"] if number == 0 else []  # the file of marks knows it from then on
        command = [*BPTEACH, "grade", "in", "--out", "killed", "--isolation", level, *named]
        known = {**os.environ, "BPTEACH_KILLED": str(folder)}
        grader = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, env=known)
        _wait(folder / "killed", reached, grader, within)
        time.sleep(rng.random() / 20)
        os.kill(grader.pid, signal.SIGKILL)
        if grader.wait() == -signal.SIGKILL:
            kept.append(_marks(folder / "killed"))
    return kept


def left_behind(folder, within=20):
    """Processes of a grading that live on though it was killed."""
    mark, until = f"BPTEACH_KILLED={folder}".encode(), time.monotonic() + within
    while left := [one for one in Path("/proc").glob("[0-9]*/environ") if mark in _content(one)]:
        if time.monotonic() > until:
            return [(path.parent / "cmdline").read_bytes() for path in left]
        time.sleep(0.1)
    return []


def _content(path):
    try:
        return path.read_bytes().split(b"\0")
    except OSError:  # it has ended, or is another's
        return []


def differences(one, other):
    """In what two folders of marks differ: single marks, or a table."""
    found = [row[0] for row in set(rows(one, KEPT)) ^ set(rows(other, KEPT))]
    return found + [
        name for name in TABLES if (one / name).read_bytes() != (other / name).read_bytes()
    ]


def _marks(folder):
    return rows(folder, "SELECT count(*) FROM mark")[0][0]


def _wait(folder, reached, grader, within):
    until = time.monotonic() + within
    while time.monotonic() < until and grader.poll() is None:
        try:
            if _marks(folder) >= reached:
                return
        except sqlite3.Error:  # not made yet
            pass
        time.sleep(0.02)
    raise AssertionError(f"{reached} marks were not made in time: {grader.poll()}")
