"""The reader of notebooks against mutated ones: ``python benchmarks/reading.py 100000``."""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from test_grading_reading import fuzz


def main():
    """Read as many as asked, and say how many could be read; an exception ends it."""
    count, begun = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        readable = fuzz(folder, count, seed=0)
    seconds = time.perf_counter() - begun
    print(f"{count:,} mutated notebooks in {seconds:.0f} s: {readable:,} read, the others told why")


if __name__ == "__main__":
    main()
