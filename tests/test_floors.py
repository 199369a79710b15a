"""A file imports only from lower floors; the contract stands in pyproject.toml."""

import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

TOP = Path(__file__).parents[1]
LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"


def lint(folder):
    """Hold the package in this folder to the contract; the folder shadows what is installed."""
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(TOP / "bpteach", tmp_path / "bpteach", ignore=shutil.ignore_patterns("__pyc*"))
    shutil.copy(TOP / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_module_imports_only_from_lower_floors():
    result = lint(TOP)
    assert result.returncode == 0, result.stdout


def test_a_lazy_import_of_a_higher_floor_is_found(copy):
    with (copy / "bpteach" / "layout.py").open("a") as file:
        file.write("\n\ndef up():\n    from bpteach import jacobian\n\n    return jacobian\n")
    result = lint(copy)
    assert result.returncode == 1
    assert "bpteach.layout -> bpteach.jacobian" in result.stdout


def test_an_import_on_the_same_floor_is_found(copy):
    with (copy / "bpteach" / "layout.py").open("a") as file:
        file.write("\nimport bpteach.functions\n")
    assert "bpteach.layout -> bpteach.functions" in lint(copy).stdout


def test_a_module_without_a_floor_is_found(copy):
    (copy / "bpteach" / "homeless.py").touch()
    result = lint(copy)
    assert result.returncode == 1
    assert "homeless" in result.stdout


def test_no_module_imports_the_package_itself_which_would_be_a_circle():
    graph = grimp.build_graph("bpteach", cache_dir=None)
    assert graph.find_modules_that_directly_import("bpteach") == set()
