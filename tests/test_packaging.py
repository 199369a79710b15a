"""The wheel carries the course, so that `bpteach start` works without a checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bpteach.cli.unspoiled import unspoiled

TOP = Path(__file__).parents[1]
NOTEBOOKS = [
    path.relative_to(TOP).as_posix()
    for folder in ("notebooks", "exercises")
    for path in sorted((TOP / folder).glob("*.ipynb"))
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=TOP,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return next(folder.glob("*.whl"))


def test_wheel_holds_the_course_and_its_settings(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert NOTEBOOKS
    assert {f"bpteach/course/{name}" for name in NOTEBOOKS} <= names
    assert "bpteach/course_config/labconfig/page_config.json" in names
    assert "bpteach/cli/learner_readme.md" in names
    assert {f"bpteach/widgets/static/{name}" for name in ("panel.js", "panel.css")} <= names


def test_wheel_holds_nothing_but_the_package(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    others = [n for n in names if not n.startswith(("bpteach/", "bpteach-"))]
    sources = [n for n in names if n.startswith("bpteach/course/") and not n.endswith(".ipynb")]
    assert others == []
    assert sources == []


def test_start_works_from_the_wheel_alone(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = "import bpteach; from bpteach.cli import main; print(bpteach.__file__); main()"
    result = subprocess.run(
        [sys.executable, "-c", code, "start", "course"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(str(tmp_path / "site"))
    for name in NOTEBOOKS:
        assert (tmp_path / "course" / name).read_bytes() == unspoiled(TOP / name)
