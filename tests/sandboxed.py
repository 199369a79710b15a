"""What tests of the grading share: limits, and whether the full isolation can be had here."""

import contextlib
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from bpteach.grading.isolation import IsolationError, isolation
from bpteach.grading.workers import Limits

LIMITS = Limits().inside
REQUIRED = os.environ.get("BPTEACH_SANDBOX") == "required"


def _missing():
    try:
        isolation("full")
    except IsolationError as error:
        return " ".join(str(error).split())
    return ""


MISSING = _missing()
if MISSING and REQUIRED:
    raise RuntimeError(f"the full isolation is required here, and cannot be had: {MISSING}")

needs_full = pytest.mark.skipif(bool(MISSING), reason=f"not isolated: {MISSING}")


def begun(module, function, *arguments):
    """Begin a function of a test module in a process of its own, whose descendants are known.

    Returns the process, and a function that lists which of them are alive: they all have a mark
    in their environment, also when whoever started them is gone.
    """
    mark = f"BPTEACH_MARK={uuid.uuid4()}"
    name, value = mark.split("=")
    top = Path(__file__).parents[1]
    path = os.pathsep.join([str(top), str(top / "tests"), *filter(None, sys.path)])
    code = f"import sys, {module}; {module}.{function}(*sys.argv[1:])"
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, name: value, "PYTHONPATH": path},
    )

    def alive():
        found = set()
        for place in Path("/proc").glob("[0-9]*/environ"):
            with contextlib.suppress(OSError):
                if mark.encode() in place.read_bytes():
                    found.add(place.parent.name)
        return found

    return process, alive
