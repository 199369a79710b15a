"""Lessons are fresh, the same on every machine, and built as a lesson should be."""

import ast
import re
from copy import deepcopy
from urllib.parse import unquote

import nbformat
import pytest
from typer.testing import CliRunner

from bpteach.authoring import __main__ as command
from bpteach.authoring import lessons
from bpteach.authoring.lessons import SOURCES, build, code_cells, differences, notebook_of
from bpteach.exercises import units

ALL = sorted(SOURCES.glob("*.md"))
LESSONS = [source for source in ALL if source.stem[0].isdigit()]
UNITS = {unit.lesson: unit for unit in units()}
START = "00_start_here"  # about the course itself: it derives nothing and has no exercises
TAUGHT = [source for source in LESSONS if source.stem != START]


def stem(source):
    return source.stem


def kept(source):
    return nbformat.read(notebook_of(source), as_version=4)


def texts(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def section(notebook, heading):
    """The Markdown of one section, up to the next heading of its rank."""
    whole = "\n\n".join(texts(notebook))
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", whole, flags=re.M | re.S)
    assert found, f"no section {heading}"
    return found[1]


# fresh


@pytest.mark.parametrize("source", ALL, ids=stem)
def test_building_the_source_again_gives_the_committed_notebook(source):
    assert differences(build(source), kept(source)) == []


def test_every_notebook_has_a_source_and_every_source_a_notebook():
    notebooks = sorted(path.stem for path in SOURCES.parent.glob("*.ipynb"))
    assert notebooks == sorted(source.stem for source in ALL)
    assert LESSONS


@pytest.mark.parametrize("source", ALL, ids=stem)
def test_notebook_holds_no_time_no_widget_state_and_no_version(source):
    notebook = kept(source)
    assert set(notebook.metadata) == {"kernelspec", "language_info", "bpteach"}
    assert "version" not in notebook.metadata.language_info
    assert [cell.metadata for cell in notebook.cells if cell.metadata] == []
    assert lessons.VIEW not in str(code_cells(notebook))


@pytest.mark.parametrize("source", ALL, ids=stem)
def test_no_output_depends_on_the_machine(source):
    for cell in code_cells(kept(source)):
        for output in cell.outputs:
            data = output.get("data", {})
            said = [text for kind, text in data.items() if not kind.startswith("image/")]
            said = lessons.PIXELS.sub("", "\n".join([output.get("text", ""), *said]))
            assert not re.search(r"0x[0-9a-f]{6,}|\de-(0[7-9]|1\d)|seconds|/home/|/tmp/", said)


def new_source(cell, other):
    cell.source += " "


def new_output(cell, other):
    cell.outputs[0].text = "something else\n"


def no_output(cell, other):
    cell.outputs = []


def new_alt_text(cell, other):
    html = other.outputs[0].data["text/html"]
    other.outputs[0].data["text/html"] = html.replace('alt="', 'alt="not ')


def new_id(cell, other):
    cell.id = "another"


def new_count(cell, other):
    cell.execution_count = 99


@pytest.mark.parametrize(
    "spoil", [new_source, new_output, no_output, new_alt_text, new_id, new_count]
)
def test_freshness_sees_a_notebook_that_was_changed(spoil):
    notebook = kept(LESSONS[0])
    spoilt = deepcopy(notebook)
    shown = [cell for cell in code_cells(spoilt) if cell.outputs]
    picture = next(cell for cell in shown if "<img alt=" in str(cell.outputs))
    spoil(shown[0], picture)
    assert len(differences(notebook, spoilt)) == 1


def test_freshness_forgives_pixels_alone():
    notebook = kept(LESSONS[0])
    redrawn = deepcopy(notebook)
    for cell in code_cells(redrawn):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                output.data["image/png"] = "iVBORw0KGgo="
                html = output.data["text/html"]
                output.data["text/html"] = lessons.PIXELS.sub("data:image/png;base64,iVB=", html)
    assert redrawn != notebook
    assert differences(notebook, redrawn) == []


def test_freshness_sees_a_missing_cell_and_other_metadata():
    notebook = kept(LESSONS[0])
    shorter = deepcopy(notebook)
    shorter.cells.pop()
    shorter.metadata.bpteach.kind = "essay"
    count = len(notebook.cells)
    assert differences(notebook, shorter) == [
        "the notebook's metadata differ",
        f"it has {count - 1} cells, its source has {count}",
    ]


# the command

TINY = """\
# Tiny

```{code-cell} ipython3
print("dL_dW is 4x3")
```
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setattr(lessons, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(command, "SOURCES", tmp_path)
    (tmp_path / "99_tiny.md").write_text(TINY)
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(command.app, ["lessons", *arguments])


def test_command_builds_a_lesson_and_then_calls_it_fresh(course):
    assert run("--check").output.splitlines()[-3:] == [
        "99_tiny.ipynb: stale",
        "  it was never built",
        "  write python -m bpteach.authoring lessons 99_tiny",
    ]
    assert run("99_tiny").exit_code == 0
    built = (course / "99_tiny.ipynb").read_bytes()
    fresh = run("--check")
    assert (fresh.exit_code, fresh.output.splitlines()[-1]) == (0, "99_tiny.ipynb: fresh")
    assert run().exit_code == 0
    assert (course / "99_tiny.ipynb").read_bytes() == built


def test_a_cell_that_fails_is_told_and_the_notebook_is_left_as_it_was(course):
    (course / "99_tiny.ipynb").write_text("as it was")
    (course / "99_tiny.md").write_text(TINY.replace("print", "prin"))
    result = run()
    assert result.exit_code == 1
    assert "99_tiny.md: a cell failed" in result.output
    assert "NameError: name 'prin' is not defined" in result.output
    assert (course / "99_tiny.ipynb").read_text() == "as it was"


def test_an_unknown_lesson_is_wrong_usage_and_the_known_ones_are_named(course):
    result = run("98_huge")
    assert result.exit_code == 2
    assert "there is no lesson 98_huge; there are 99_tiny" in " ".join(result.output.split())


def test_a_cell_keeps_its_id_when_other_cells_come_and_go(course):
    source = course / "99_tiny.md"
    before = [cell.id for cell in lessons.read_source(source).cells]
    source.write_text(TINY.replace("# Tiny\n", "# Tiny\n\n```{code-cell} ipython3\n1 + 1\n```\n"))
    after = [cell.id for cell in lessons.read_source(source).cells]
    assert before[0] == "tiny"
    assert [id for id in after if id in before] == before
    assert len(set(after)) == 3


def test_cells_that_say_the_same_have_ids_of_their_own(course):
    source = course / "99_tiny.md"
    source.write_text(TINY + "\n" + TINY)
    ids = [cell.id for cell in lessons.read_source(source).cells]
    assert len(set(ids)) == len(ids) == 4


# what a lesson holds


@pytest.mark.parametrize("source", LESSONS, ids=stem)
def test_header_gives_objectives_minutes_what_it_builds_on_and_the_convention(source):
    header = texts(kept(source))[0]
    assert header.startswith(f"# {source.stem[:2]} · ")
    assert re.search(r"\*\*Objectives\.\*\*.*\n\n1\. .*\n2\. ", header)
    assert re.search(r"\*\*Time\.\*\* \d+ minutes", header)
    assert "**Builds on.** " in header
    assert "**Convention in force.** " in header


@pytest.mark.parametrize("source", LESSONS, ids=stem)
def test_readiness_check_has_three_folded_answers_that_point_back(source):
    ready = section(kept(source), r"Are you ready\?")
    answers = re.findall(r"<summary>Answer (\d)</summary>\n\n(.*?)\n\n</details>", ready, re.S)
    assert [number for number, _ in answers] == ["1", "2", "3"]
    back = re.compile(r"\((This is s|S)chool mathematics|\bUnit \d\d")
    assert [words for _, words in answers if not back.search(words)] == []


@pytest.mark.parametrize("source", LESSONS, ids=stem)
def test_five_retrieval_questions_have_folded_answers(source):
    stays = section(kept(source), "What stays")
    assert re.findall(r"^(\d)\. \S", stays, re.M) == list("12345")
    assert re.findall(r"<summary>Answer (\d)</summary>\n\n\S", stays) == list("12345")


@pytest.mark.parametrize("source", LESSONS, ids=stem)
def test_every_fold_opens_and_closes_with_blank_lines_so_that_it_is_rendered(source):
    for text in texts(kept(source)):
        folds = re.findall(
            r"^<details>\n<summary>[^\n]+</summary>\n\n.+?\n\n</details>$", text, re.M | re.S
        )
        assert len(folds) == text.count("<details") == text.count("</details>")


@pytest.mark.parametrize("source", LESSONS, ids=stem)
def test_each_prediction_has_a_folded_answer_and_is_run_at_once(source):
    cells = kept(source).cells
    asked = [i for i, cell in enumerate(cells) if "**Predict.**" in cell.source]
    assert asked
    for i in asked:
        assert re.search(
            r"\*\*Predict\.\*\*.*<summary>Answer</summary>.*</details>\Z", cells[i].source, re.S
        )
        assert cells[i + 1].cell_type == "code"
        assert cells[i + 1].outputs


@pytest.mark.parametrize("source", LESSONS, ids=stem)
def test_there_is_a_picture_with_words(source):
    shown = str([cell.outputs for cell in code_cells(kept(source))])
    assert re.search(r'<img alt="[^"]{60,}"', shown)


@pytest.mark.parametrize("source", TAUGHT, ids=stem)
def test_an_example_fades_from_worked_to_all_yours(source):
    turn = section(kept(source), r"\d+ Your turn, a step at a time")
    order = [
        turn.index(words) for words in ("**Worked", "number missing:", "**All yours", "</details>")
    ]
    assert order == sorted(order)


@pytest.mark.parametrize("source", LESSONS, ids=stem)
def test_every_section_with_a_formula_compares_its_two_sides(source):
    sections, name = {}, "header"
    for cell in kept(source).cells:
        heading = re.match(r"## (\d.*)", cell.source) if cell.cell_type == "markdown" else None
        name = heading[1] if heading else name
        sections[name] = sections.get(name, "") + cell.source + "\n"
    formulas = {n: text for n, text in sections.items() if "$$" in text and "Your turn" not in n}
    assert formulas
    assert [name for name, text in formulas.items() if "\nagree(" not in text] == []


@pytest.mark.parametrize("source", LESSONS, ids=stem)
def test_a_code_cell_shows_one_idea_in_eight_lines_and_no_machinery(source):
    first, *others = code_cells(kept(source))
    for cell in (first, *others):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert len(lines) <= 8, cell.source
        assert max(map(len, lines)) <= 100, cell.source
        assert not re.search(r"^\s*(class |[%!]|import matplotlib)|warnings|global ", cell.source)
    assert not any("import " in cell.source for cell in others)
    imported = re.findall(r"^(?:import|from) (\w+)", first.source, re.M)
    assert set(imported) <= {"numpy", "bpteach"}


@pytest.mark.parametrize("source", ALL, ids=stem)
def test_no_answer_begins_with_what_markdown_takes_for_a_list(source):
    for text in texts(kept(source)):
        for answer in re.findall(r"<details>(.*?)</details>", text, re.S):
            lines = re.sub(r"^```.*?^```", "", answer, flags=re.S | re.M).splitlines()
            assert [line for line in lines if re.match(r"\s*(\d+[.)]|[-+*])\s", line)] == []


# exercises and links


def links(notebook):
    return re.findall(r"\[([^\]]+)\]\(([^)]+)\)", "\n".join(texts(notebook)))


@pytest.mark.parametrize("source", ALL, ids=stem)
def test_every_link_leads_to_a_notebook_and_to_a_cell_that_is_there(source):
    folder = notebook_of(source).parent
    for words, target in links(kept(source)):
        path, _, place = unquote(target).partition("#")
        assert path.endswith(".ipynb"), (words, target)
        cells = nbformat.read(folder / path, as_version=4).cells
        # the one form that JupyterLab follows into a notebook that is not open yet
        assert not place or place.removeprefix("cell-id=") in {cell.id for cell in cells}, target


@pytest.mark.parametrize("source", TAUGHT, ids=stem)
def test_every_exercise_of_the_unit_is_linked_where_it_becomes_solvable(source):
    found = [(words, target) for words, target in links(kept(source)) if "Exercise" in words]
    expected = {
        f"Exercise {exercise.id}": f"../exercises/{source.stem}.ipynb"
        f"#cell-id={exercise.id.replace('.', '-')}-prompt"
        for exercise in UNITS[source.stem].exercises
    }
    assert dict(found) == expected
    assert len(found) == len(expected)
    solvable = [text for text in texts(kept(source)) if "**Now you can solve**" in text]
    assert sum(text.count("[Exercise ") for text in solvable) == len(expected)


def test_every_lesson_but_the_first_has_exercises_and_every_unit_a_lesson():
    assert LESSONS[0].stem == START
    assert [source.stem for source in TAUGHT if source.stem not in UNITS] == []
    assert [lesson for lesson in UNITS if lesson not in map(stem, TAUGHT)] == []


@pytest.mark.parametrize("source", LESSONS, ids=stem)
def test_glossary_is_linked(source):
    assert any("glossary.ipynb#cell-id=" in target for _, target in links(kept(source)))


def written_answers(exercise):
    """The expressions that an exercise's reference returns, if they say more than a name."""
    tree = ast.parse(exercise.reference_source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Return):
            parts = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            yield from (ast.unparse(part) for part in parts if not isinstance(part, ast.Name))


@pytest.mark.parametrize("source", TAUGHT, ids=stem)
def test_no_code_cell_gives_the_answer_of_an_exercise_away(source):
    code = "\n".join(ast.unparse(ast.parse(cell.source)) for cell in code_cells(kept(source)))
    functions = [e for e in UNITS[source.stem].exercises if e.kind == "function"]
    answers = [a for e in functions for a in written_answers(e)]
    assert answers
    assert [answer for answer in answers if answer in code] == []
