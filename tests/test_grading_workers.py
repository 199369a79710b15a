"""A pool of workers, or a cluster: every submission is marked once, whoever is killed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import types
from pathlib import Path

import pytest
from sandboxed import REQUIRED, begun, needs_full

from bpteach.exercises import units
from bpteach.grading import workers
from bpteach.grading.isolation import isolation
from bpteach.grading.submission import Cell, Submission
from bpteach.grading.workers import graded

LINEAR = next(one for one in units() if one.name == "linear")


def submission(number):
    right = [one.reference_source for one in LINEAR.exercises]
    if number % 3 == 1:
        right[1] = "def dL_db(dL_dz): return -dL_dz"
    sources = ["import numpy as np", *right]
    cells = tuple(Cell(k, source) for k, source in enumerate(sources, start=1))
    return Submission(f"s{number}", Path("s.ipynb"), f"hash {number}", "linear", 0, cells)


def told(marks):
    """What must not depend on who marked."""
    return {
        mark.submission.student: (mark.seed, [one.to_dict() for one in mark.verdicts])
        for mark in marks
    }


def run(count, **how):
    options = {"secret": b"secret", "isolation": isolation("full"), "workers": 2} | how
    return graded((submission(k) for k in range(count)), **options)


def sandboxes():
    """Processes below this one that hold a sandbox."""
    found = subprocess.run(
        [sys.executable, "-c", _CHILDREN, str(os.getpid())], capture_output=True, text=True
    )
    return [int(one) for one in found.stdout.split()]


_CHILDREN = """
import sys, pathlib
parents = {}
for place in pathlib.Path('/proc').glob('[0-9]*/stat'):
    try: text = place.read_text()
    except OSError: continue
    parents[int(place.parent.name)] = int(text.rsplit(')', 1)[1].split()[1])
for pid in parents:
    try: words = pathlib.Path(f'/proc/{pid}/cmdline').read_bytes()
    except OSError: continue
    if b'bwrap' in words.split(b'\\0')[0]:
        print(parents[pid])
"""


@needs_full
def test_every_submission_is_marked_once_and_the_same_with_other_workers():
    two, one = list(run(30)), list(run(30, workers=1))
    assert len(two) == len(one) == 30
    assert told(two) == told(one)
    assert {mark.points for mark in two} == {26.0, 24.0}


@needs_full
def test_another_secret_draws_other_inputs():
    one, two = (told(run(3, secret=secret)) for secret in (b"one", b"two"))
    assert all(one[name][0] != two[name][0] for name in one)
    assert all(one[name][1] == two[name][1] for name in one)


@needs_full
def test_submissions_are_read_as_they_are_needed():
    read = []

    def slowly():
        for k in range(400):
            read.append(k)
            yield submission(k)

    marks = graded(slowly(), secret=b"s", isolation=isolation("full"), workers=1)
    next(marks)
    assert len(read) <= 6 * workers._BATCH
    marks.close()


@needs_full
def test_a_worker_that_is_killed_loses_nothing():
    marks, killed = [], []
    for mark in run(60):
        marks.append(mark)
        if len(marks) == 10:
            child = next(one for one in sandboxes() if one != os.getpid())
            os.kill(child, signal.SIGKILL)
            killed.append(child)
    assert killed
    assert sorted(mark.submission.student for mark in marks) == sorted(f"s{k}" for k in range(60))
    assert told(marks) == told(run(60))


def ends(*_):
    os._exit(1)


def test_workers_that_end_again_and_again_are_no_endless_loop(monkeypatch):
    monkeypatch.setattr(workers, "_LOST", 1)
    monkeypatch.setattr(workers, "marked", ends)
    with pytest.raises(workers.WorkersError, match="workers ended 2 times in a row"):
        list(run(3, isolation=isolation("process"), workers=1))


def grade_for_ever(file):
    submissions = (submission(k) for k in range(10**6))
    for _ in graded(submissions, secret=b"s", isolation=isolation("full"), workers=2):
        Path(file).touch()


@needs_full
def test_a_run_that_is_killed_leaves_no_process_behind(tmp_path):
    process, alive = begun("test_grading_workers", "grade_for_ever", str(tmp_path / "begun"))
    assert wait_for((tmp_path / "begun").exists, 30)
    assert len(alive()) > 4
    process.kill()
    process.wait()
    assert wait_for(lambda: not alive(), 10), alive()


def wait_for(what, seconds):
    until = time.monotonic() + seconds
    while not what() and time.monotonic() < until:
        time.sleep(0.05)
    return what()


def test_without_distributed_a_cluster_is_refused_with_words(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ImportError, match=r'write pip install "bpteach\[cluster\]"'):
        list(run(1, scheduler="tcp://127.0.0.1:1", isolation=isolation("process")))


# --- a cluster -------------------------------------------------------------------------------


@pytest.fixture
def cluster(tmp_path):
    if not REQUIRED:  # where it is, a missing package is an error
        pytest.importorskip("distributed", reason="distributed is not installed: bpteach[cluster]")
    file = tmp_path / "scheduler.json"
    environment = {**os.environ, "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    begun = []

    def begin(*words):
        process = subprocess.Popen(
            [sys.executable, "-m", *words, "--scheduler-file", str(file)],
            env=environment,
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        begun.append(process)
        return process

    begin("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    hands = [
        begin("distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard")
        for _ in range(2)
    ]
    until = time.monotonic() + 30
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.1)
    yield types.SimpleNamespace(address=json.loads(file.read_text())["address"], workers=hands)
    for process in begun:
        process.kill()
        process.wait()


@needs_full
def test_a_cluster_gives_the_same_marks_though_a_worker_is_killed(cluster):
    marks = []
    for mark in run(60, scheduler=cluster.address):
        marks.append(mark)
        if len(marks) == 10:
            threading.Thread(target=cluster.workers[0].kill).start()
    assert len(marks) == 60
    assert told(marks) == told(run(60))
