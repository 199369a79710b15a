"""docs/notes.md maps each formula of the course notes to a lesson, a function and a test."""

import importlib
import re
from pathlib import Path

import nbformat
import pytest

TOP = Path(__file__).parents[1]
LINES = (TOP / "docs" / "notes.md").read_text(encoding="utf-8").splitlines()
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in LINES
    if line.startswith("| $")
]


def plain(formula):
    """A formula without what only sets it: spaces, sizes of brackets, braces below."""
    formula = re.sub(r"\\(?:left|right|bigl|bigr|displaystyle)(?![a-z])|\\[;,!]", "", formula)
    formula = without_underbraces(formula.replace("\\dfrac", "\\frac").replace("\\qquad", ""))
    return re.sub(r"\s+|\{\}", "", formula)


def without_underbraces(formula):
    while (start := formula.find("\\underbrace{")) >= 0:
        inner, end = braced(formula, start + len("\\underbrace"))
        _, end = braced(formula, end + 1)  # and what stands below it, behind the _
        formula = formula[:start] + inner + formula[end:]
    return formula


def braced(text, start):
    """What stands in the braces that open at a place, and where they are closed."""
    depth = 0
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return text[start + 1 : place], place + 1
    raise ValueError(f"the brace at {start} is not closed")


def section(name, cell_id):
    """The texts of a lesson from the cell named to the next heading."""
    cells = nbformat.read(TOP / "notebooks" / name, as_version=4).cells
    start = next(k for k, cell in enumerate(cells) if cell.id == cell_id)
    texts = []
    for cell in cells[start:]:
        if texts and cell.source.startswith("#") and cell.cell_type == "markdown":
            break
        texts.append(cell.source if cell.cell_type == "markdown" else "")
    return "\n".join(texts)


def test_the_table_has_all_formulas_of_the_notes():
    assert len(ROWS) == 25
    assert all(len(row) == 4 for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_the_formula_stands_in_the_section_named(row):
    formula = re.match(r"\$(.+?)\$", row[0])[1]
    name, cell_id = re.search(r"notebooks/(\S+\.ipynb)#cell-id=(\S+)\)", row[1]).groups()
    assert plain(formula) in plain(section(name, cell_id))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2])
def test_what_computes_it_exists(row):
    package, *names = row[2].strip("`").split(".")
    thing = importlib.import_module(package)
    for name in names:
        thing = getattr(thing, name)
    assert callable(thing)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[3])
def test_the_test_named_exists(row):
    file, _, name = row[3].strip("`").partition("::")
    text = (TOP / file).read_text(encoding="utf-8")
    assert re.search(rf"^def {name or 'test_'}", text, re.MULTILINE)


def test_plain_leaves_only_what_a_formula_says():
    assert plain(r"\underbrace{\dfrac{dz}{dx}}_{n \times 1} \;=\; A\,B") == r"\frac{dz}{dx}=AB"
