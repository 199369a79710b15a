"""The page for instructors: its commands run, one after the other, and its files are there."""

import re
import shlex
from pathlib import Path

import pytest
from answers.handed_in import write_class
from test_cli_grade import LEVEL, run, table

from bpteach.grading.reports.files import file_name

PAGE = (Path(__file__).parents[1] / "docs" / "instructors.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [
    shlex.split(line)[1:]
    for kind, block in BLOCKS
    for line in block.splitlines()
    if kind == "sh" and line.startswith("bpteach ")
]


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """Walk through the page; give the folder, and how each command ended."""
    folder = tmp_path_factory.mktemp("course")
    write_class(folder / "submitted", 2)
    (folder / "submitted" / "student00001.ipynb").rename(folder / "submitted" / "ada.ipynb")
    (policy,) = (block for kind, block in BLOCKS if kind == "toml")
    (folder / "policy.toml").write_text(policy, "utf-8")
    (roster,) = (block for kind, block in BLOCKS if kind == "csv")
    (folder / "class.csv").write_text(roster, "utf-8")
    ended = []
    for command in COMMANDS:
        level = ["--isolation", LEVEL, "--workers", 1] if command[0] == "grade" else []
        ended.append((command, *run(*command, *level, cwd=folder)))
    return folder, ended


def test_every_command_of_the_page_ends_well(walked):
    assert len(COMMANDS) >= 8
    assert [(command, code, err) for command, code, _, err in walked[1] if code] == []


def test_what_the_page_decides_stands_in_the_marks(walked):
    ada = table(walked[0] / "marks" / "marks.csv")["ada"]
    assert (ada["linear.dW"], ada["max_points"]) == ("2.5", "22")
    assert "an oral exam" not in (walked[0] / "marks" / "feedback" / "ada.html").read_text("utf-8")


def test_every_file_that_the_page_names_is_there(walked):
    (listed,) = re.findall(r"^\| in `marks/` .*?\n\n", PAGE, re.MULTILINE | re.DOTALL)
    first = [line.split("|")[1] for line in listed.strip().splitlines()[2:]]
    names = [name for cell in first for name in re.findall(r"`([^`]+)`", cell)]
    assert len(names) == 8
    assert [name for name in names if not (walked[0] / "marks" / name).exists()] == []
    assert f"`{file_name('Ada')}.html`" in PAGE


def test_what_the_page_says_of_a_release_is_there(walked):
    (listed,) = re.findall(r"^\| in `autumn/` .*?\n\n", PAGE, re.MULTILINE | re.DOTALL)
    first = [line.split("|")[1] for line in listed.strip().splitlines()[2:]]
    names = [name for cell in first for name in re.findall(r"`([^`]+)`", cell)]
    assert sorted(path.name for path in (walked[0] / "autumn").iterdir()) == sorted(
        name.strip("/") for name in names
    )
    handout = walked[0] / "winter" / "handout"
    assert {path.name for path in handout.iterdir()} == {"ada", "bob"}
    assert (handout / "ada" / "linear" / "03_linear.ipynb").is_file()
    exam = (walked[0] / "exam" / "handout" / "linear" / "03_linear.ipynb").read_text("utf-8")
    assert "hints=False, solutions=False" in exam
