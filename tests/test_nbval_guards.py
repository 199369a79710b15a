"""nbval passes some notebooks in silence; nothing of the kind may stand in a lesson."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest

TOP = Path(__file__).parents[1]
LESSONS = sorted((TOP / "notebooks").glob("*.ipynb"))
SANITIZE = Path(__file__).with_name("nbval_sanitize.cfg")
PICTURE = '<img alt="f goes up." src="data:image/png;base64,iVBORw0KGgo=">'


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def silent_passes(notebook):
    """What nbval would not see in this notebook, in words."""
    cells = code_cells(notebook)
    counts = [cell.execution_count for cell in cells]
    if counts != list(range(1, len(cells) + 1)):
        yield f"cells were not run once each from the top: counts {counts}"
    if not any(cell.outputs for cell in cells):
        yield "no stored output at all"
    for number, cell in enumerate(cells, 1):
        yield from (f"cell {number}: {fault}" for fault in cell_faults(cell))


def cell_faults(cell):
    tags = cell.metadata.get("tags", [])
    if any(tag.startswith("nbval-") or tag == "raises-exception" for tag in tags):
        yield f"tags {tags}"
    if re.search(r"NBVAL_|PYTEST_VALIDATE_", cell.source):
        yield "a comment for nbval"
    if any(output.output_type == "error" for output in cell.outputs):
        yield "a stored error"


def tiny_notebook():
    stream = nbformat.v4.new_output("stream", text="dL_dW is 4x3\n")
    shown = nbformat.v4.new_output("execute_result", {"text/html": PICTURE, "text/plain": "up"})
    shown.execution_count = 2
    cells = [
        nbformat.v4.new_code_cell("print('dL_dW is 4x3')", outputs=[stream], execution_count=1),
        nbformat.v4.new_code_cell(
            f"class Picture:\n    __repr__ = lambda self: 'up'\n"
            f"    _repr_html_ = lambda self: {PICTURE!r}\nPicture()",
            outputs=[shown],
            execution_count=2,
        ),
    ]
    return nbformat.v4.new_notebook(cells=cells)


def no_count(cell):
    cell.execution_count = None


def no_count_and_no_output(cell):
    cell.execution_count = None
    cell.outputs = []


def raises_tag(cell):
    cell.metadata["tags"] = ["nbval-raises-exception"]


def skip_comment(cell):
    cell.source = "# NBVAL_SKIP\n" + cell.source


def stored_error(cell):
    cell.outputs = [nbformat.v4.new_output("error", ename="ShapeError", evalue="", traceback=[])]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson_holds_nothing_that_nbval_passes_in_silence(path):
    assert list(silent_passes(nbformat.read(path, as_version=4))) == []


def test_the_tiny_notebook_holds_nothing_that_nbval_passes_in_silence():
    assert list(silent_passes(tiny_notebook())) == []


@pytest.mark.parametrize(
    "spoil", [no_count, no_count_and_no_output, raises_tag, skip_comment, stored_error]
)
def test_guard_sees_what_nbval_does_not(spoil):
    notebook = tiny_notebook()
    spoil(notebook.cells[0])
    assert list(silent_passes(notebook))


def test_guard_sees_a_notebook_without_outputs():
    notebook = tiny_notebook()
    for cell in notebook.cells:
        cell.outputs = []
    assert list(silent_passes(notebook)) == ["no stored output at all"]


def wrong_text(first, second):
    first.outputs[0].text = "dL_dW is 3x4\n"


def stripped_output(first, second):
    first.outputs = []


def other_alt_text(first, second):
    html = second.outputs[0].data["text/html"]
    second.outputs[0].data["text/html"] = html.replace("goes up", "goes down")


def other_pixels(first, second):
    html = second.outputs[0].data["text/html"]
    second.outputs[0].data["text/html"] = html.replace("iVBORw0KGgo=", "iVBORw1K+/==")


def run_nbval(folder):
    """Run nbval as `make test` does; give each notebook's number of failed cells."""
    report = folder / "report.xml"
    nbval = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with", SANITIZE]
    quiet = ["-p", "no:cacheprovider", f"--rootdir={folder}", f"--junitxml={report}"]
    subprocess.run(
        [sys.executable, "-m", "pytest", *quiet, *nbval, folder],
        cwd=folder,
        capture_output=True,
        timeout=120,
    )
    failed = {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = case.get("classname").removesuffix(".ipynb")
        failed[name] = failed.get(name, 0) + len(case.findall("failure"))
    return failed


def test_nbval_as_we_call_it_fails_on_wrong_text_and_forgives_pixels_alone(tmp_path):
    spoils = [wrong_text, stripped_output, other_alt_text, other_pixels]
    nbformat.write(tiny_notebook(), tmp_path / "honest.ipynb")
    for spoil in spoils:
        notebook = tiny_notebook()
        spoil(*notebook.cells)
        nbformat.write(notebook, tmp_path / f"{spoil.__name__}.ipynb")
    assert run_nbval(tmp_path) == {
        "honest": 0,
        "other_alt_text": 1,
        "other_pixels": 0,
        "stripped_output": 1,
        "wrong_text": 1,
    }


def test_make_test_compares_strictly_and_ci_runs_make_test():
    makefile, ci = (TOP / "Makefile").read_text(), (TOP / ".ci" / "run").read_text()
    assert "--nbval " in makefile
    assert "--nbval-sanitize-with tests/nbval_sanitize.cfg" in makefile
    assert "lax" not in makefile + ci
    assert ci.rstrip().endswith("make test")
