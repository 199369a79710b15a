"""A class graded in one go, and again with three SIGKILLs: ``class_of_thousands.py 10000``."""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from answers.handed_in import write_class
from killing import BPTEACH, differences, killed


def graded(folder, out, level, *more):
    """Grade, and give seconds and the parent's largest memory in MB."""
    command = [*BPTEACH, "grade", "in", "--out", out, "--isolation", level, *more]
    begun, largest = time.perf_counter(), 0
    grader = subprocess.Popen(command, cwd=folder)
    while grader.poll() is None:
        try:
            status = Path(f"/proc/{grader.pid}/status").read_text()
        except OSError:
            break
        line = next((line for line in status.splitlines() if line.startswith("VmHWM")), "0 0")
        largest = max(largest, int(line.split()[1]) // 1024)
        time.sleep(0.1)
    assert grader.wait() == 0
    return time.perf_counter() - begun, largest


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--isolation", default="full")
    parser.add_argument("--unbroken", action="store_true", help="leave out the kills")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_class(folder / "in", asked.count)
        seconds, memory = graded(folder, "unbroken", asked.isolation, "--seed", "s")
        speed = asked.count / seconds
        print(f"{asked.count:,} submissions of unit 03, isolation {asked.isolation}, with reports")
        print(f"  unbroken       {seconds:8.1f} s  {speed:6.1f} a second  parent {memory} MB")
        again, memory = graded(folder, "unbroken", asked.isolation)
        print(f"  nothing to do  {again:8.1f} s  reports alone  parent {memory} MB")
        if asked.unbroken:
            return
        kept = killed(folder, asked.count, asked.isolation, within=10 * seconds)
        graded(folder, "killed", asked.isolation)
        differ = differences(folder / "killed", folder / "unbroken")
        print(f"  killed after {', '.join(f'{one:,}' for one in kept)} marks and resumed")
        print(f"  marks and tables that differ from the unbroken run: {len(differ)}")


if __name__ == "__main__":
    main()
