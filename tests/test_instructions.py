"""Work that must stay cheap, in instructions beside numpy by hand: no clock, so no noise."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "instructions.py"
MOST = {"training step": 0.95, "dz/dW times dL/dz": 1.7, "chain of twenty": 1.4}
SLOWER = 1.3  # what a bound has to notice


@cache
def ratios():
    if shutil.which("valgrind") is None:
        why = "no valgrind found: install it (Debian: apt install valgrind)"
        if os.environ.get("BPTEACH_VALGRIND") == "required":
            pytest.fail(why)
        pytest.skip(why)
    done = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=True)
    rows = [line.strip("| ").split(" | ") for line in done.stdout.splitlines()[2:]]
    return {name: float(ratio) for name, *_, ratio in rows}


@pytest.mark.parametrize("work", MOST)
def test_work_takes_no_more_instructions_than_it_did(work):
    assert ratios()[work] < MOST[work]


@pytest.mark.parametrize("work", MOST)
def test_a_bound_notices_what_is_slower_by_thirty_percent(work):
    assert ratios()[work] * SLOWER > MOST[work]
