"""What make and its environment script say where something is missing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
TOO_OLD = '[ "$1" = --version ] && echo "Python 3.9.2" && exit\nexit 1\n'
NO_VENV = 'case "$2" in *ensurepip*) exit 1;; *) exit 0;; esac\n'


@pytest.fixture
def environment(tmp_path):
    """Run the script where the only Python is the one given, and uv is not to be found."""
    for tool in ("dirname", "rm"):
        (tmp_path / tool).symlink_to(shutil.which(tool))

    def run(python):
        fake = tmp_path / "python3"
        fake.write_text(f"#!/bin/sh\n{python}")
        fake.chmod(0o755)
        return subprocess.run(
            ["/bin/sh", TOP / ".ci" / "environment", tmp_path / "venv"],
            env={"PATH": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


def test_a_python_that_is_too_old_gets_a_sentence(environment):
    result = environment(TOO_OLD)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        "bpteach needs Python 3.11 or newer. Found: Python 3.9.2.\n"
        "Install one (Debian, Ubuntu: apt install python3 python3-venv), "
        "or name one: make PYTHON=/path/to/python\n"
    )


def test_a_python_without_venv_gets_a_sentence(environment):
    result = environment(NO_VENV)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        "python3 has no venv, which makes the environment.\n"
        "Install it (Debian, Ubuntu: apt install python3-venv), then run make again.\n"
    )


def test_make_alone_teaches_and_makes_nothing(tmp_path):
    shutil.copy(TOP / "Makefile", tmp_path)
    result = subprocess.run(["make"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    for goal in ("lab", "test", "lint", "lessons", "clean"):
        assert f"make {goal} " in result.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["Makefile"]


def test_make_clean_leaves_the_course_alone(tmp_path):
    shutil.copy(TOP / "Makefile", tmp_path)
    for folder in ("course/__pycache__", ".venv", "bpteach/__pycache__"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "course" / "mine.ipynb").touch()
    subprocess.run(["make", "clean"], cwd=tmp_path, check=True, capture_output=True, timeout=60)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert left == {"Makefile", "bpteach", "course", "course/__pycache__", "course/mine.ipynb"}


@pytest.mark.parametrize("name", ["run", "environment"])
def test_the_scripts_can_be_run(name):
    assert os.access(TOP / ".ci" / name, os.X_OK)
