"""How long a submission of three functions takes, with `bpteach grade` and with nbgrader.

Both grade the same files on this machine, one after the other: nbgrader's autograde in one
process, as it comes, and bpteach from the same folder with isolation in full, its start-up counted.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import nbformat

from bpteach.authoring.handed_out import handed_out, nbgrader_source
from bpteach.exercises import units
from bpteach.exercises.assignment import Assignment
from bpteach.grading.isolation import isolation
from bpteach.grading.reading import find, submissions
from bpteach.grading.workers import graded

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from real_nbgrader import lay_kernel, nbgrader

THREE = ("linear.forward", "linear.da", "linear.dW")
UNIT = next(unit for unit in units() if unit.name == "linear")
ASKED = replace(UNIT, exercises=tuple(one for one in UNIT.exercises if one.id in THREE))


def hand_in(folder: Path, count: int) -> None:
    notebook = handed_out(ASKED, Assignment())
    for cell in notebook.cells:
        for one in ASKED.exercises:
            if cell.id == f"{one.id.replace('.', '-')}-answer":
                cell.source = one.reference_source
    welcome = notebook.cells[0].source
    for number in range(count):
        notebook.cells[0].source = f"{welcome}\n\n{number}"  # no two files are the same
        target = folder / "submitted" / f"s{number:05}" / "linear" / "03_linear.ipynb"
        target.parent.mkdir(parents=True)
        nbformat.write(notebook, target)


def with_bpteach(folder: Path, count: int, workers: int) -> float:
    begun, level = time.perf_counter(), isolation("full")
    found = submissions(find([folder / "submitted"]))
    marks = [*graded(found, secret=b"bench", isolation=level, workers=workers)]
    took = (time.perf_counter() - begun) / count
    most = sum(one.points for one in ASKED.exercises)
    assert [mark.points for mark in marks] == [most] * count
    return took


def with_nbgrader(folder: Path, count: int) -> float:
    lay_kernel(folder)
    source = folder / "c" / "source" / "linear" / "03_linear.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(nbgrader_source(ASKED, Assignment()), source)
    nbgrader(folder, "generate_assignment", "linear")
    begun = time.perf_counter()
    nbgrader(folder, "autograde", "linear")
    took = (time.perf_counter() - begun) / count
    nbgrader(folder, "export")
    scores = re.findall(r",(\d+\.\d+),6\.0$", (folder / "c" / "grades.csv").read_text(), re.M)
    assert scores == ["6.0"] * count
    return took


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=2_000, help="submissions to bpteach")
    options.add_argument("--nbgrader", type=int, default=20, help="submissions to nbgrader")
    chosen = options.parse_args()
    workers = os.cpu_count() or 1
    print("| three functions | seconds a submission | times nbgrader |")
    print("| :-- | --: | --: |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hand_in(folder / "c", chosen.nbgrader)
        theirs = with_nbgrader(folder, chosen.nbgrader)
        row("nbgrader 0.9.6", theirs, theirs)
        shutil.rmtree(folder / "c")
        hand_in(folder / "c", chosen.count)
        for processes in sorted({1, workers}):
            label = "1 worker" if processes == 1 else f"{processes} workers"
            ours = with_bpteach(folder / "c", chosen.count, processes)
            row(f"bpteach grade, isolation in full, {label}", ours, theirs)


def row(label: str, took: float, theirs: float) -> None:
    print(f"| {label} | {took:.4f} | {theirs / took:.0f} |", flush=True)


if __name__ == "__main__":
    main()
