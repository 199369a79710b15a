"""What the tools say of the code: ruff, numpydoc, the pinned requirements, what an import loads."""

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
import tomllib
from enum import Enum
from pathlib import Path

import pytest
from numpydoc.validate import Validator, get_doc_object, validate

import bpteach

TOP = Path(__file__).parents[1]
PARAMETERS = {"GL08", "PR01", "PR02", "PR03", "PR10", "RT01"}
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
NAME = re.compile(r"[A-Za-z0-9._-]+")


def run(*arguments):
    return subprocess.run(arguments, cwd=TOP, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("arguments", [("check",), ("format", "--check")], ids=" ".join)
def test_ruff_has_nothing_to_say(arguments):
    result = run(sys.executable, "-m", "ruff", *arguments, "--no-cache")
    assert result.returncode == 0, result.stdout


# numpydoc


def modules():
    yield bpteach
    for found in pkgutil.walk_packages(bpteach.__path__, "bpteach."):
        yield importlib.import_module(found.name)


def public_names():
    """Every name of an `__all__`, and the public methods of classes, by where they are defined."""
    names = set()
    for module in modules():
        for name in getattr(module, "__all__", []):
            names.update(with_methods(getattr(module, name)))
    return sorted(names)


def with_methods(thing):
    if not is_ours(thing) or not hasattr(thing, "__qualname__"):
        return  # a constant or an instance: its class has the docstring
    name = f"{thing.__module__}.{thing.__qualname__}"
    yield name
    if inspect.isclass(thing) and not getattr(thing, "_is_protocol", False):
        for method, value in vars(thing).items():
            if not method.startswith("_") and is_new_method(thing, method, value):
                yield f"{name}.{method}"


def is_ours(thing):
    return getattr(thing, "__module__", "").startswith(("bpteach", __name__))


def is_new_method(cls, name, value):
    """A method or property that no base class has described already."""
    if inspect.isfunction(value) and not is_ours(value):
        return False  # matplotlib gives its subclasses a `set`
    described = any(getattr(vars(base).get(name), "__doc__", None) for base in cls.__mro__[1:])
    kinds = (classmethod, staticmethod, property)
    return not described and (inspect.isfunction(value) or isinstance(value, kinds))


def findings(name):
    module, _, member = name.rpartition(".")
    thing = getattr(sys.modules.get(module), member, None)
    checked = PARAMETERS - {"PR01"} if has_machinery(thing) else PARAMETERS
    found = [(code, text) for code, text in validate(name)["errors"] if code in checked]
    told = told_by_bases(thing)
    return [
        text
        for code, text in found
        if code != "PR01" or not set(re.findall(r"'(\w+)'", text)) <= told
    ]


def has_machinery(thing):
    """A class whose parameters are a protocol's or enum's machinery."""
    if not inspect.isclass(thing):
        return False
    return issubclass(thing, Enum) or getattr(thing, "_is_protocol", False)


def told_by_bases(thing):
    """The parameters that the docstrings of a class's bases tell already."""
    bases = thing.__mro__[1:] if inspect.isclass(thing) else ()
    docs = [Validator(get_doc_object(base)) for base in bases if is_ours(base)]
    return {name for doc in docs for name in doc.doc_parameters}


@pytest.mark.filterwarnings("ignore:Widget:DeprecationWarning")  # looking at a widget's class
def test_docstrings_name_every_parameter_and_result():
    found = {name: findings(name) for name in public_names()}
    assert {name: texts for name, texts in found.items() if texts} == {}


def undocumented(a):
    """Give a.

    Parameters
    ----------
    b : int
        Not there.
    """
    return a


def test_the_docstring_check_sees_missing_unknown_and_unreturned():
    assert findings(f"{__name__}.undocumented") == [
        "Parameters {'a'} not documented",
        "Unknown parameters {'b'}",
        "No Returns section found",
    ]


def test_every_module_says_what_is_public():
    private = ("bpteach.authoring.__main__",)
    without = [m.__name__ for m in modules() if not hasattr(m, "__all__")]
    assert [name for name in without if name not in private] == []


# what an import loads


def loaded_by(statement):
    code = f"import sys; {statement}; print(*{{name.split('.')[0] for name in sys.modules}})"
    return set(run(sys.executable, "-c", code).stdout.split())


def test_help_loads_neither_rich_nor_matplotlib_nor_jupyter():
    loaded = loaded_by("from bpteach.cli.app import app")
    assert "typer" in loaded
    assert not loaded & {"rich", "matplotlib", "nbformat", "nbclient", "jupyterlab", "IPython"}


# requirements.txt


def pinned():
    """Each requirement with its hashes, as one line."""
    text = (TOP / "requirements.txt").read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip()]


def canonical(requirement):
    return re.sub(r"[-_.]+", "-", NAME.match(requirement)[0]).lower()


def test_requirements_are_all_pinned_and_hashed():
    for line in pinned():
        assert re.match(r"[A-Za-z0-9._-]+==[^ ;]+ ", line), line
        assert HASH.search(line), line


def test_requirements_name_no_index_and_no_url():
    text = (TOP / "requirements.txt").read_text()
    for word in ("://", "--index", "--extra-index", "--find-links", "--trusted", " @ ", "-e "):
        assert word not in text


def test_requirements_pin_whatever_pyproject_asks_for():
    project = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["test"]
    assert {canonical(line) for line in asked} <= {canonical(line) for line in pinned()}


def test_pyproject_keeps_floors_and_no_caps():
    project = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["test"]
    assert [line for line in asked if re.search(r"<|==|~=", line.split(";")[0])] == []
    assert project["requires-python"] == ">=3.11"
