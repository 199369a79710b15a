"""Notebooks as they come: each gives its cells, or one clear line, and never an exception."""

import json
import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpteach.exercises.asked import asked_seed
from bpteach.grading.reading import Found, Unread, find, read, submissions
from bpteach.grading.reading.whose import printable, student_of
from bpteach.grading.submission import Cell, Submission

ANSWER = "def dL_dW(a, dL_dz):\n    return dL_dz @ a.T  # ∂L/∂W é"
STUDENT = Path(__file__).parents[1] / "exercises" / "03_linear.ipynb"


def notebook(*sources, metadata=None, **more):
    cells = [{"cell_type": "code", "source": source, "outputs": []} for source in sources]
    return {"cells": cells, "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 5} | more


@pytest.fixture
def given_file(tmp_path):
    """Write a file and read it as a submission."""

    def make(content, name="ada.ipynb", unit=None):
        path = tmp_path / name
        if isinstance(content, (dict, list)):
            content = json.dumps(content, ensure_ascii=False)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(Found("ada", path, 0.0), unit)

    return make


def sources(submission):
    assert isinstance(submission, Submission), submission
    return [cell.source for cell in submission.cells]


# --- notebooks that can be read -----------------------------------------------------------


def test_a_student_notebook_gives_its_unit_and_its_code_cells(given_file):
    found = given_file(STUDENT.read_bytes())
    assert (found.unit, found.seed, found.notes) == ("linear", 0, ())
    assert found.cells[0] == Cell(2, "import numpy as np\n\nfrom bpteach.exercises import card")
    assert len(found.cells) == 19


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", ()),
        ("utf-8-sig", ()),
        ("utf-16", ("saved as UTF-16",)),
        ("utf-16-le", ("saved as UTF-16",)),
        ("utf-16-be", ("saved as UTF-16",)),
        ("utf-32", ("saved as UTF-32",)),
    ],
)
def test_every_encoding_gives_the_same_text(given_file, encoding, note):
    text = json.dumps(notebook(ANSWER), ensure_ascii=False)
    found = given_file(text.encode(encoding))
    assert (sources(found), found.notes) == ([ANSWER], note)


def test_an_encoding_of_windows_is_read_and_noted(given_file):
    text = json.dumps(notebook(ANSWER.replace("∂L/∂W", "")), ensure_ascii=False)
    found = given_file(text.encode("cp1252"))
    assert sources(found) == [ANSWER.replace("∂L/∂W", "")]
    assert found.notes == ("saved in an encoding of Windows",)


def test_a_notebook_of_nbformat_3_is_read(given_file):
    cells = [{"cell_type": "code", "input": ANSWER, "language": "python"}]
    old = {"worksheets": [{"cells": cells}, "?", {}], "metadata": {"name": ""}, "nbformat": 3}
    assert sources(given_file(old)) == [ANSWER]


def test_cells_of_any_form_give_their_text_and_odd_ones_a_note(given_file):
    odd = notebook(
        ANSWER.splitlines(keepends=True), "x = '\ud800'".encode("unicode_escape").decode()
    )
    odd["cells"] += [{"cell_type": "code", "source": 3}, "no cell", {"cell_type": "markdown"}]
    odd["cells"] += [{"cell_type": "code", "source": ANSWER, "id": "same"}] * 2
    found = given_file(odd)
    assert sources(found)[0] == sources(found)[-1] == ANSWER
    assert found.notes == ("cell 3 could not be read", "cell 4 could not be read")


def test_halves_of_characters_do_not_reach_a_submission(given_file):
    found = given_file(json.dumps(notebook(ANSWER, "x = '\ud800'")))
    assert sources(found)[1] == "x = '\ufffd'"


def test_a_truncated_notebook_gives_the_cells_before_the_break(given_file):
    text = json.dumps(notebook(ANSWER, "x = 1", "y = 2"))
    found = given_file(text[: text.index('"y = 2"')])
    assert sources(found) == [ANSWER, "x = 1"]
    assert found.notes == ("the file breaks off after cell 2",)


def test_a_foreign_kernel_is_a_note_and_the_answers_count(given_file):
    for metadata in ({"kernelspec": {"language": "R"}}, {"language_info": {"name": "R"}}):
        found = given_file(notebook(ANSWER, metadata=metadata))
        assert (sources(found), found.notes) == ([ANSWER], ("its kernel is for r",))


@pytest.mark.parametrize("metadata", [[], "x", {"bpteach": 3}, {"bpteach": {"unit": ["linear"]}}])
def test_metadata_of_any_form_leave_the_unit_to_the_answers(given_file, metadata):
    assert given_file(notebook(ANSWER) | {"metadata": metadata}).unit == "linear"


def test_the_unit_is_told_by_cards_where_nothing_is_answered(given_file):
    assert given_file(notebook('card("relu.forward").check(f)')).unit == "relu"


def test_a_named_unit_goes_before_the_notebooks_own_and_the_report_says_so(given_file):
    from bpteach.exercises.asked import named_unit

    found = given_file(notebook(ANSWER), unit=named_unit("relu"))
    assert (found.unit, found.notes) == (
        "relu",
        ("it looks like 03_linear, and is graded as 05_relu",),
    )


@pytest.mark.parametrize(
    ("about", "cells", "seed"),
    [
        ({"seed": 7}, ["x"], 7),
        ({"seed": "ada"}, ['card("linear.dW", seed=3)'], "ada"),
        ({"seed": -1}, ['card("linear.dW", seed=3)'], 3),
        ({"seed": True}, ["x"], 0),
        ({"seed": 10**40}, ["x"], 0),
        ({"seed": "x" * 1000}, ["x"], 0),
        ({}, ["card('linear.dW', seed='o\\'neil').check(dL_dW)"], "o'neil"),
        ({}, ['card("linear.dW", seed="\\x")'], 0),
        ({}, ['card("linear.dW", seed=007)'], 0),
    ],
)
def test_the_variant_is_read_from_metadata_or_cards(about, cells, seed):
    assert asked_seed(cells, about) == seed


def test_50_mb_of_output_take_a_moment_and_are_not_kept(given_file):
    large = notebook(ANSWER)
    large["cells"][0]["outputs"] = [{"output_type": "stream", "text": ["x" * 50_000_000]}]
    begun = time.process_time()
    assert sources(given_file(large)) == [ANSWER]
    assert time.process_time() - begun < 5


def test_scripts_are_read_whole_or_by_their_cells(given_file):
    exported = f"# coding: utf-8\n\n# In[1]:\n\n{ANSWER}\n\n# In[ ]:\n\nx = 1\n"
    assert [source.strip() for source in sources(given_file(exported, "ada.py"))] == [
        "# coding: utf-8",
        ANSWER,
        "x = 1",
    ]
    assert sources(given_file(ANSWER, "ada.py")) == [ANSWER]


# --- and those that cannot ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "the file is empty"),
        ("  \n\0\0", "the file is blank"),
        ("{", "its text is no JSON from line 1 on, and no whole cell precedes it"),
        ("[1, 2]", "it is JSON, but not a notebook's"),
        ("{}", "it is JSON, but not a notebook's: it has no cells"),
        ('{"cells": {}}', "it is JSON, but not a notebook's: it has no cells"),
        ("[" * 100_000, "its text is no JSON from line 1 on, and no whole cell precedes it"),
        (b"PK\x03\x04rest", "it is a ZIP archive or an office document, not a notebook"),
        (b"%PDF-1.7", "it is a PDF, not a notebook"),
        (b"\xff\xd8\xff\xe0", "it is a picture, not a notebook"),
        (notebook(), "it has no code cells"),
        (notebook("x = 1"), "it has no exercises of the course"),
        (
            notebook(ANSWER, metadata={"bpteach": {"kind": "lesson"}}),
            "it is a lesson; its exercises stand in a notebook of their own",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_graded_has_one_line(given_file, content, words):
    assert given_file(content).words == words


# --- whose, and which of several ----------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "top", "student"),
    [
        ("in/ada.ipynb", "in", "ada"),
        ("in/ada.ipynb", "in/ada.ipynb", "ada"),
        ("in/ada/03_linear.ipynb", "in", "ada"),
        ("in/ada/a/b/x.ipynb", "in", "ada"),
        ("in/ada/03_linear.ipynb", "in/ada", "ada"),
        ("course/submitted/ada/linear/x.ipynb", "course", "ada"),
        ("course/submitted/ada/linear/x.ipynb", "course/submitted/ada/linear", "ada"),
        ("submitted/ada/linear/x.ipynb", "submitted", "ada"),
        ("in/Jane van Doe_123_assignsubmission_file_/x.ipynb", "in", "Jane van Doe_123"),
        ("in/Jane Doe_123_assignsubmission_file_x.ipynb", "in", "Jane Doe_123"),
        ("in/doejane_12_345_03_linear.ipynb", "in", "doejane_12"),
        ("in/doejane_LATE_12_345_03_linear.ipynb", "in", "doejane_12"),
    ],
)
def test_a_student_is_told_by_folder_or_name(path, top, student):
    assert student_of(Path(path), Path(top)) == student


def test_names_that_are_no_text_or_turn_the_writing_are_spelled_out():
    assert printable(os.fsdecode(b"a\xffb")) == "a\\xffb"
    assert printable("a\u202egpj") == "a\\u202egpj"
    assert printable("a\nb\x00") == "a\\nb\\x00"
    assert printable("\u0430da") != "ada"  # a Cyrillic letter
    assert printable("  ") == "unnamed 2"


@pytest.fixture
def class_of(tmp_path):
    """Lay out files and find them; give their students and names."""

    def make(files):
        for name, (content, when) in files.items():
            path = tmp_path / "in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content if isinstance(content, str) else json.dumps(content))
            os.utime(path, (when, when))
        return find([tmp_path / "in"])

    return make


def test_hidden_copies_and_files_beside_students_are_passed_over(class_of):
    found = class_of(
        {
            "ada/03_linear.ipynb": (notebook(ANSWER), 1),
            "ada/.ipynb_checkpoints/03_linear-checkpoint.ipynb": (notebook(ANSWER), 2),
            "__MACOSX/ada/._03_linear.ipynb": ("?", 1),
            "roster.csv": ("ada", 1),
            "ada/notes.txt": ("mine", 1),
        }
    )
    assert [(one.student, one.path.name) for one in found] == [("ada", "03_linear.ipynb")]


def test_a_student_without_a_notebook_has_a_line(class_of):
    (one,) = class_of({"ada/answers.docx": ("", 1), "ada/b.txt": ("", 1)})
    assert read(one).words == "no notebook among: answers.docx, b.txt"


def test_links_and_pipes_are_not_read(tmp_path, class_of):
    class_of({"ada/x.ipynb": (notebook(ANSWER), 1)})
    (tmp_path / "in" / "bob").mkdir()
    (tmp_path / "in" / "bob" / "x.ipynb").symlink_to(tmp_path / "in" / "ada" / "x.ipynb")
    (tmp_path / "in" / "eve").mkdir()
    os.mkfifo(tmp_path / "in" / "eve" / "x.ipynb")
    words = [getattr(read(one), "words", "read") for one in find([tmp_path / "in"])]
    assert words == ["read", *["it is a link or a device, not a file"] * 2]


def test_of_several_files_the_latest_that_can_be_read_counts_for_each_unit(class_of):
    other = "def relu(z):\n    return z"
    found = class_of(
        {
            "ada/first.ipynb": (notebook(ANSWER, "x = 1"), 100),
            "ada/second.ipynb": (notebook(ANSWER, "x = 2"), 200),
            "ada/third.ipynb": ("{", 300),
            "ada/other.ipynb": (notebook(other, metadata={"bpteach": {"unit": "relu"}}), 50),
        }
    )
    missed = []
    kept = list(submissions(found, missed=missed.append))
    assert [(one.unit, one.path.name) for one in kept] == [
        ("relu", "other.ipynb"),
        ("linear", "second.ipynb"),
    ]
    assert [one.path.name for one in missed] == ["third.ipynb"]
    assert len(list(submissions(found, keep="best"))) == 3


def test_nbgraders_timestamp_goes_before_the_time_of_the_file(class_of):
    (one,) = class_of(
        {
            "submitted/ada/linear/x.ipynb": (notebook(ANSWER), 100),
            "submitted/ada/linear/timestamp.txt": ("2026-03-01 12:00:00.000000 UTC", 100),
        }
    )
    assert one.time == 1772366400.0


def test_files_are_read_when_they_are_asked_for(class_of):
    found = class_of({f"s{k}.ipynb": (notebook(ANSWER, f"x = {k}"), k) for k in range(4)})
    asked = submissions(found)
    next(asked)
    found[2].path.unlink()
    missed = []
    assert len(list(submissions(found, missed=missed.append))) == 3
    assert missed[0].words == "it cannot be read: No such file or directory"


# --- fuzz ---------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from(["cells", "cell_type", "source", "metadata", "bpteach", "unit", "input",
                         "worksheets", "kernelspec", "language", "seed"]) | st.text(), inner),
    max_leaves=20,
)  # fmt: skip


def holds(outcome):
    """Read, or one printable line."""
    if isinstance(outcome, Unread):
        assert outcome.words
        assert outcome.words.isprintable()
        return
    assert outcome.cells or outcome.unit
    json.dumps([cell.source for cell in outcome.cells], ensure_ascii=False).encode()


@settings(max_examples=700, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=JSON.map(lambda value: json.dumps(value).encode()) | st.binary())
def test_anything_at_all_gives_cells_or_a_line(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "anything.ipynb"
    path.write_bytes(content)
    holds(read(Found("ada", path, 0.0)))


def mutated(rng, content):
    """A notebook's bytes with pieces lost, doubled, swapped, or of another kind."""
    content = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        at, size = rng.randrange(len(content) + 1), rng.choice((1, 1, 2, 8, 200, 5000))
        piece = rng.choice(
            (b"", rng.randbytes(size % 16), bytes(content[at : at + size]) * 2, b"[" * size,
             b'"', b"}", b"\\ud800", b"\xff\xfe", b"1e999", b"9" * size, b"null", b"\0")
        )  # fmt: skip
        content[at : at + rng.choice((0, 1, size))] = piece
    return bytes(content[: rng.randrange(len(content) + 1)] if rng.random() < 0.3 else content)


def fuzz(folder, count, seed):
    """Read `count` mutated notebooks; an exception ends it."""
    rng, path = random.Random(seed), Path(folder, "mutated.ipynb")
    seeds = [STUDENT.read_bytes(), json.dumps(notebook(ANSWER)).encode()]
    seeds += [json.dumps(notebook(ANSWER), ensure_ascii=False).encode("utf-16")]
    readable = 0
    for _ in range(count):
        path.write_bytes(mutated(rng, rng.choice(seeds)))
        outcome = read(Found("ada", path, 0.0))
        holds(outcome)
        readable += isinstance(outcome, Submission)
    return readable


def test_mutated_notebooks_give_cells_or_a_line(tmp_path):
    assert 300 < fuzz(tmp_path, 3000, seed=1) < 2900
