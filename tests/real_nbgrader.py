"""nbgrader as it is installed, in the environment that ``make nbgrader`` makes."""

import json
import os
import subprocess
import sys
from pathlib import Path

__all__ = ["BIN", "FOUND", "lay_kernel", "nbgrader"]

TOP = Path(__file__).parents[1]
BIN = TOP / ".venv-nbgrader" / "bin"
FOUND = (BIN / "nbgrader").is_file()


def lay_kernel(folder):
    """Let students' code run in this Python, where the course is."""
    kernel = folder / "kernels" / "python3"
    kernel.mkdir(parents=True)
    start = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": start, "display_name": "bpteach", "language": "python"}
    spec["env"] = {"PYTHONPATH": str(TOP)}
    (kernel / "kernel.json").write_text(json.dumps(spec))


def nbgrader(folder, *command):
    """Run a command of nbgrader in the course ``folder/c``; it must end well."""
    environment = {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",  # it calls alembic
        "JUPYTER_PATH": str(folder),
        "HOME": str(folder),
        "IPYTHONDIR": str(folder / "ipython"),
    }
    done = subprocess.run(
        ["nbgrader", *command],
        cwd=folder / "c", env=environment, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
