"""What tests of the grading share: limits, and whether the full isolation can be had here."""

import os

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
