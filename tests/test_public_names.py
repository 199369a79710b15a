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
import bpteach
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(loaded - set(sys.stdlib_module_names)))
"""


def test_the_public_names_are_exactly_what_can_be_imported():
    found = {
        name
        for name, value in vars(bpteach).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    assert found == set(bpteach.__all__)
    assert len(bpteach.__all__) == len(set(bpteach.__all__))


def test_the_names_of_the_first_lesson_are_there():
    from bpteach import COLUMN, ROW, Linear, Network, ReLU, Sigmoid, check

    assert COLUMN.other is ROW
    assert all(map(callable, (Linear, ReLU, Sigmoid, Network, check)))


def test_importing_the_package_loads_numpy_and_nothing_else():
    run = subprocess.run(
        [sys.executable, "-c", IMPORT], capture_output=True, text=True, timeout=60, check=True
    )
    assert run.stdout.split() == ["bpteach", "numpy"]


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
