"""Student notebooks: fresh, without answers, and not started in every exercise when run."""

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from bpteach.authoring.student import exercise_notebook, student_path
from bpteach.exercises import units


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.lesson)
def test_notebook_is_what_the_records_say(unit):
    kept = nbformat.read(student_path(unit), as_version=4)
    assert kept == exercise_notebook(unit), "stale: write make lessons"


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.lesson)
def test_no_answer_and_no_output_stands_in_it(unit):
    notebook = nbformat.read(student_path(unit), as_version=4)
    nbformat.validate(notebook)
    text = "\n".join(cell.source for cell in notebook.cells)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    for exercise in unit.exercises:
        lines = exercise.reference_source.splitlines()
        answer = lines[-1] if exercise.kind == "function" else "\n".join(lines)
        assert exercise.starter_source in text
        assert answer not in text, f"{exercise.id}: its answer stands in the notebook"


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.lesson)
def test_every_exercise_is_not_started_when_it_is_run(unit, tmp_path, monkeypatch):
    verdicts = verdicts_of(exercise_notebook(unit), tmp_path, monkeypatch)
    assert set(verdicts) == {exercise.id for exercise in unit.exercises}
    for id, shown in verdicts.items():
        assert shown.startswith(f"– {id}: not started (0 of "), shown


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.lesson)
def test_solution_notebook_earns_every_point(unit, tmp_path, monkeypatch):
    verdicts = verdicts_of(exercise_notebook(unit, solved=True), tmp_path, monkeypatch)
    for exercise in unit.exercises:
        points = f"{exercise.points:g}"
        shown = verdicts[exercise.id]
        assert shown.startswith(f"✓ {exercise.id}: right ({points} of {points} point"), shown


def verdicts_of(notebook, folder, monkeypatch) -> dict[str, str]:
    """Run a notebook in a real kernel; what each check cell shows, by exercise."""
    monkeypatch.setenv("BPTEACH_PROGRESS", str(folder / "attempts.json"))
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, kernel_name="python3", timeout=60, resources=resources).execute()
    cells = [cell for cell in notebook.cells if cell.id.endswith("-check")]
    return {cell.source.split('"')[1]: cell.outputs[0]["data"]["text/plain"] for cell in cells}


def welcomes():
    return {unit.name: exercise_notebook(unit).cells[0].source for unit in units()}


def test_the_welcome_says_how_each_kind_of_the_unit_is_answered_and_no_other():
    begins = {
        "function": "A *function*: ",
        "value": "*Values*: ",
        "choice": "A *choice*: ",
        "order": "An *order*: ",
        "figure": "A *figure*: ",
    }
    for unit in units():
        kinds = {exercise.kind for exercise in unit.exercises}
        said = {kind for kind, words in begins.items() if words in welcomes()[unit.name]}
        assert said == kinds, unit.name


def test_the_welcome_takes_a_function_as_its_example_and_tells_of_the_reveal():
    sigmoid, linear = welcomes()["sigmoid"], welcomes()["linear"]
    assert 'card("sigmoid.forward").hint()' in sigmoid
    assert "After two tries (for values: after the reveal), " in sigmoid
    assert "reveal" not in linear
    assert "repair" not in linear
    assert "or repair the code that stands there" in welcomes()["relu"]


def flat(values):
    """Arguments one by one, also those that stand in a list."""
    for value in values:
        yield from value if isinstance(value, list) else [value]


def functions_of(exercise):
    """The functions with drawn inputs that an exercise asks for."""
    asked = getattr(exercise, "functions", (exercise,))
    return [one for one in asked if hasattr(one, "case")]


def test_inputs_of_a_case_never_repeat_between_seeds():
    for unit in units():
        functions = [one for exercise in unit.exercises for one in functions_of(exercise)]
        for exercise in functions:
            one, two = (exercise.case(number).arguments.values() for number in (1, 2))
            pairs = zip(flat(one), flat(two), strict=True)
            arrays = [(a, b) for a, b in pairs if isinstance(a, np.ndarray)]
            assert any(a.shape != b.shape or (a != b).any() for a, b in arrays)
