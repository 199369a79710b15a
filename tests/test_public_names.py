import ast
import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import bpteach

TOP = Path(bpteach.__file__).parent
PACKAGES = (
    *("display", "diagnosis", "functions", "jacobian", "layers", "losses", "network", "numeric"),
    *("plots", "widgets"),
)
MODULES = sorted(
    ".".join(["bpteach", *path.relative_to(TOP).with_suffix("").parts])
    for path in [
        *TOP.glob("*.py"),
        *(path for name in PACKAGES for path in TOP.glob(f"{name}/*.py")),
    ]
    if path.stem != "__init__"
)
IMPORT = """
import sys
before = set(sys.modules)
{}
loaded = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(*sorted(loaded - set(sys.stdlib_module_names)))
"""


def test_every_public_name_can_be_imported_and_is_no_module():
    assert dir(bpteach) == sorted(set(bpteach.__all__))
    assert len(bpteach.__all__) == len(set(bpteach.__all__))
    for name in bpteach.__all__:
        assert not isinstance(getattr(bpteach, name), ModuleType), name


def test_the_names_of_the_first_lesson_are_there():
    from bpteach import COLUMN, ROW, Linear, Network, ReLU, Sigmoid, check

    assert COLUMN.other is ROW
    assert all(map(callable, (Linear, ReLU, Sigmoid, Network, check)))


@pytest.mark.parametrize(
    ("line", "loaded"),
    [
        ("import bpteach", ["bpteach", "lazy_loader"]),
        ("from bpteach import *", ["bpteach", "lazy_loader", "numpy"]),
        ("import bpteach.cli", ["annotated_doc", "bpteach", "lazy_loader", "shellingham", "typer"]),
    ],
)
def test_an_import_loads_only_what_it_needs(line, loaded):
    run = subprocess.run(
        [sys.executable, "-c", IMPORT.format(line)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert run.stdout.split() == loaded


@pytest.mark.parametrize("name", MODULES)
def test_every_module_names_all_that_it_makes_public(name):
    module = importlib.import_module(name)
    tree = ast.parse(Path(module.__file__).read_text())
    kinds = (ast.FunctionDef, ast.ClassDef)
    made = {node.name for node in tree.body if isinstance(node, kinds)}
    public = {name for name in made if not name.startswith("_")}
    assert public <= set(module.__all__)
    assert all(hasattr(module, name) for name in module.__all__)


@pytest.mark.parametrize(
    "name", [name for name in bpteach.__all__ if name not in ("COLUMN", "ROW")]
)
def test_every_public_name_says_what_it_is_and_shows_an_example(name):
    assert "Examples\n" in getattr(bpteach, name).__doc__
