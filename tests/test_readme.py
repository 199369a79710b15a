"""The README's words are run: its Python, its commands, its picture."""

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bpteach import ShapeError, plots
from bpteach.exercises import units

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    for line in block.splitlines()
]


@pytest.mark.parametrize("block", PYTHON, ids=range(len(PYTHON)))
def test_python_of_the_readme_shows_what_it_says(block, tmp_path, monkeypatch):
    monkeypatch.setenv("BPTEACH_PROGRESS", str(tmp_path / "attempts.json"))
    test = doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)
    said = []
    flags = doctest.IGNORE_EXCEPTION_DETAIL | doctest.REPORT_NDIFF
    failed = doctest.DocTestRunner(optionflags=flags).run(test, out=said.append).failed
    assert not failed, "".join(said)


def test_error_in_the_readme_is_the_full_text():
    block = next(block for block in PYTHON if "Traceback" in block)
    code, shown = block.split("Traceback (most recent call last):\n")
    shown = shown.split(">>>")[0].removeprefix("bpteach.layout.ShapeError: ").strip()
    examples = doctest.DocTestParser().get_examples(code)
    names = {}
    for example in examples[:-1]:
        exec(example.source, names)
    with pytest.raises(ShapeError) as error:
        exec(examples[-1].source, names)
    assert str(error.value) == shown


def test_commands_of_bpteach_in_the_readme_run(tmp_path):
    own = [c.removeprefix(".venv/bin/") for c in COMMANDS]
    own = [shlex.split(c) for c in own if c.startswith("bpteach ")]
    assert len(own) >= 5
    environment = {**os.environ, "BPTEACH_PROGRESS": str(tmp_path / "attempts.json")}
    for command in own:
        if command[1] == "lab":  # opens a browser; test_cli starts it
            continue
        run = subprocess.run(
            [Path(sys.executable).with_name("bpteach"), *command[1:]],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        wanted = 1 if command[1] == "check" else 0  # nothing is answered yet
        assert run.returncode == wanted, (command, run.stdout, run.stderr)
    assert (tmp_path / "activations.svg").stat().st_size > 10_000


def test_goals_of_make_in_the_readme_exist():
    goals = [shlex.split(c, comments=True)[1] for c in COMMANDS if c.startswith("make ")]
    assert {"lab", "test", "lessons", "lint"} <= set(goals)
    for goal in set(goals):
        run = subprocess.run(
            ["make", "--dry-run", goal], cwd=TOP, capture_output=True, text=True, timeout=60
        )
        assert run.returncode == 0, run.stderr


def test_picture_of_the_readme_is_what_the_code_draws():
    alt, path = re.search(r"!\[(.*?)\]\((.*?)\)", README).groups()
    a = np.array([[1.0], [-2.0], [0.5], [3.0]])
    picture = plots.tensor_slices(a, np.array([[0.8], [-0.5], [0.25]]))
    assert alt == picture.alt
    assert (TOP / path).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_links_of_the_readme_lead_somewhere():
    links = re.findall(r"\]\(([^)#]+)", README)
    assert links
    missing = [link for link in links if not (TOP / link).exists()]
    assert not missing


def test_table_of_units_counts_the_exercises():
    told = re.findall(r"^\| (\d\d) \| .+ \| (\d+) \|$", README, re.MULTILINE)
    assert told == [(unit.lesson[:2], str(len(unit.exercises))) for unit in units()]
