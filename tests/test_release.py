"""`bpteach release`: a roster in, a folder for each student out, and what grading makes of it."""

import json
import tomllib
from itertools import product

import nbformat
import pytest
from answers.handed_in import answer_handouts
from test_cli_grade import grade, run, table

from bpteach.authoring.handed_out import handed_out, nbgrader_source
from bpteach.exercises import units
from bpteach.exercises.asked import named_unit
from bpteach.exercises.assignment import Assignment
from bpteach.grading.marks.policy import Policy, PolicyError
from bpteach.grading.released import Released, variant
from bpteach.grading.roster import RosterError, students

KEYS = {"schema_version", "grade", "grade_id", "locked", "solution", "task", "points"}


# --- rosters ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "student_id\nada\nbob\n",
        "ada\nbob",
        '"Student ID","Name"\r\n"ada","Lovelace, A."\r\n"bob",\r\n',
        "name;USERNAME;mail\nA;ada;a@x\n\n;;\nB; bob ;b@x\n",
        "First name\tID number\tEmail address\nA\tada\ta@x\nB\tbob\tb@x\n",
        "Student,ID,SIS User ID,SIS Login ID,Section\n"
        '    Points Possible,,,,\n"L, A",11,x1,ada,S\n"B, B",12,x2,bob,S\n',
    ],
    ids=["plain", "one column", "quoted", "semicolons", "Moodle", "Canvas"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_the_tables_of_registries_and_platforms_are_read(text, encoding):
    assert students(text.encode(encoding)) == ("ada", "bob")


def test_ids_of_other_scripts_are_composed_and_kept():
    assert students("id\nzoe\u0308\n李雷\n".encode()) == ("zoë", "李雷")


@pytest.mark.parametrize(
    ("id", "why"),
    [
        ("../eve", "'../eve' has /, which no folder's name may have"),
        ("a\\b", "'a\\\\b' has \\, which no folder's name may have"),
        ("..", "'..' begins or ends with a sign that has a meaning in names of files"),
        (".git", "'.git' begins or ends with a sign that has a meaning in names of files"),
        ("-rf", "'-rf' begins or ends with a sign that has a meaning in names of files"),
        ("~root", "'~root' begins or ends with a sign that has a meaning in names of files"),
        ("a\x1b[31mb", "'a\\x1b[31mb' has characters that cannot be seen"),
        ("a\u202eb", "'a\\u202eb' has characters that cannot be seen"),
        ("C:x", "'C:x' has :, which no folder's name may have"),
        ("=*", "'=*' has *, which no folder's name may have"),
        ("x" * 101, f"{'x' * 101!r} is longer than 100 bytes"),
        ("release", "'release' is a name that grading reads in another way"),
        ("submitted", "'submitted' is a name that grading reads in another way"),
        ("ada_1_2_x", "'ada_1_2_x' is a name that grading reads in another way"),
        ("ANN", "'ANN' stands in line 2 already"),
    ],
)
def test_an_id_that_cannot_be_a_folder_is_refused_with_its_line(id, why):
    with pytest.raises(RosterError) as error:
        students(f"id,name\nann,A\n{id},E\n".encode())
    assert str(error.value) == f"not every id can be used\n  line 3: {why}"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04...", "it is a ZIP archive or an office document, not a notebook"),
        (b"id\n", "it names no student"),
        (b"id,name\n,Ada\n", "not every id can be used\n  line 2: '' is no id"),
        (
            b"first,last\nA,B\n",
            "no column is called student_id; there are: first, last\n"
            "  call the column with the ids student_id",
        ),
    ],
)
def test_a_table_that_is_no_roster_is_told_why(content, words):
    with pytest.raises(RosterError) as error:
        students(content)
    assert str(error.value) == words


def test_of_many_wrong_ids_the_first_are_shown():
    with pytest.raises(RosterError, match=r"line 6: .*\n  and 15 more$"):
        students(b"id\n" + b"".join(b"a/%d\n" % n for n in range(20)))


# --- notebooks ----------------------------------------------------------------------------


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.name)
@pytest.mark.parametrize("make", [handed_out, nbgrader_source])
def test_cells_have_nbgraders_metadata_and_no_other_keys(unit, make):
    notebook = make(unit, Assignment(7))
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.language == "python"
    marked = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
    assert len(marked) == 2 * len(unit.exercises) == len({one.grade_id for one in marked})
    for one in marked:
        assert set(one) - KEYS == set()
        assert (one.schema_version, one.task) == (3, False)
        assert one.grade is one.locked is ("points" in one) is not one.solution
    points = [one.points for one in marked if one.grade]
    assert points == [exercise.points for exercise in unit.exercises]


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.name)
def test_checks_are_the_same_in_every_variant_since_nbgrader_puts_its_own_there(unit):
    one, two = (handed_out(unit, Assignment(seed)) for seed in (1, 2))
    for cell, other in zip(one.cells, two.cells, strict=True):
        if cell.id.endswith("-check"):
            assert cell.source == other.source
            assert cell.metadata.editable is cell.metadata.deletable is False


# --- the release, and grading it ----------------------------------------------------------


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A class of four: released, answered and graded; bob handed in ada's notebook."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "class.csv").write_text("Name;Username\nA;ada\nB;bob\nC;cem\nD;dan\n")
    told = run("release", "out", "--seed", "autumn", "--roster", "class.csv", "--unit", "shapes",
               "--unit", "03_linear", "--no-solutions", cwd=folder)  # fmt: skip
    answer_handouts(folder / "out" / "handout", folder / "submitted")
    notebook = "submitted/{}/shapes/01_shapes.ipynb"
    (folder / notebook.format("bob")).write_bytes((folder / notebook.format("ada")).read_bytes())
    return (
        folder,
        told,
        grade("submitted", "--out", "marks", "--policy", "out/policy.toml", cwd=folder),
    )


def test_a_release_says_what_it_wrote_and_keeps_solutions_from_students(course):
    folder, told, _ = course
    assert told == (
        0,
        "to hand out: 8 notebooks in out/handout\n"
        "for nbgrader, with solutions: out/source\n"
        "for bpteach grade: --policy out/policy.toml\n",
        "",
    )
    files = {str(path.relative_to(folder / "out")) for path in folder.glob("out/**/*.*")}
    notebooks = ("shapes/01_shapes.ipynb", "linear/03_linear.ipynb")
    places = ("source", *(f"handout/{name}" for name in ("ada", "bob", "cem", "dan")))
    assert files == {
        "policy.toml", "nbgrader_config.py", *(f"{p}/{n}" for p, n in product(places, notebooks)),
    }  # fmt: skip
    for path in folder.glob("out/handout/**/*.ipynb"):
        text = path.read_text("utf-8")
        assert "SOLUTION" not in text
        assert "autumn" not in text


def test_every_student_has_a_variant_of_ones_own(course):
    texts = {path.read_bytes() for path in course[0].glob("out/handout/*/shapes/*.ipynb")}
    assert len(texts) == 4
    seeds = {variant("autumn", name) for name in ("ada", "bob", "cem", "dan")}
    assert {json.loads(text)["metadata"]["bpteach"]["seed"] for text in texts} == seeds


def test_grading_knows_whose_variant_a_notebook_asks(course):
    code, _, err = course[2]
    assert (code, err) == (0, "")
    marks = table(course[0] / "marks" / "marks.csv")
    assert marks["bob"]["shapes.quiz"] == marks["ada"]["shapes.quiz"]
    assert {name: row["notes"] for name, row in marks.items()} == {
        "ada": "", "bob": "it asks another student's variant", "cem": "", "dan": "",
    }  # fmt: skip


def test_the_policy_of_a_release_is_read_back(course):
    text = (course[0] / "out" / "policy.toml").read_text("utf-8")
    policy = Policy.read(text)
    assert policy.released == Released(
        "autumn", ("shapes", "linear"), ("ada", "bob", "cem", "dan"), True, False
    )
    assert policy.limits == {"cpu": 2, "wall": 10, "memory": 512, "output": 1}
    lines = text.replace("# [", "[").replace("# linear", "linear").replace("# percent", "percent")
    assert set(Policy.read(lines).due) == {"linear"}
    assert tomllib.loads(lines)["late"] == {"percent_per_day": 10}


def test_a_release_is_never_written_over_another(course):
    code, _, err = run("release", "out", "--seed", "2", cwd=course[0])
    assert (code, err) == (
        2,
        "bpteach: there is something in out already\n"
        "  give a new folder: what was handed out must not change\n",
    )


def test_without_a_roster_all_get_the_one_variant(tmp_path):
    assert run("release", "out", "--seed", "7", cwd=tmp_path)[0] == 0
    names = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.glob("out/handout/*/*"))
    assert names == sorted(f"out/handout/{one.name}/{one.lesson}.ipynb" for one in units())
    released = Policy.read((tmp_path / "out" / "policy.toml").read_text("utf-8")).released
    assert released == Released(7, tuple(one.name for one in units()))
    assert released.doubt("linear", "ada", 7) == ""
    assert released.doubt("linear", "ada", 8) == "it asks a variant that was not handed out"


def test_a_platforms_own_names_raise_no_doubt_where_the_variant_was_handed_out():
    released = Released(1, ("linear",), ("ada", "bob"))
    assert released.doubt("linear", "Lovelace_4321", variant(1, "ada")) == ""
    assert released.doubt("linear", "Lovelace_4321", 0) == (
        "it asks a variant that was not handed out"
    )
    assert released.doubt("relu", "ada", 0) == ""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--seed", ""), "a seed is a number, or a text of up to 200 letters that can be seen"),
        (("--seed", "a\nb"), "a seed is a number, or a text of up to 200 letters that can be seen"),
        (("--seed", "1", "--unit", "lineal"), "there is no unit 'lineal'\n  there are: "),
        (("--seed", "1", "--roster", "no.csv"), "cannot read no.csv: No such file or directory"),
    ],
)
def test_wrong_usage_is_told_and_nothing_is_written(options, words, tmp_path):
    code, _, err = run("release", "out", *options, cwd=tmp_path)
    assert code == 2
    assert err.startswith(f"bpteach: {words}")
    assert not (tmp_path / "out").exists()


def test_the_limits_of_a_policy_hold(tmp_path):
    unit = named_unit("linear")
    notebook = handed_out(unit, Assignment())
    cell = next(one for one in notebook.cells if one.id == "linear-forward-answer")
    cell.source = "import time\ndef linear(W, a, b):\n    time.sleep(1)\n    return W @ a + b"
    nbformat.write(notebook, tmp_path / "ada.ipynb")
    (tmp_path / "policy.toml").write_text("[limits]\nwall_seconds = 0.5\n")
    arguments = ("ada.ipynb", "--out", "marks")
    assert grade(*arguments, "--policy", "policy.toml", cwd=tmp_path)[0] == 0
    assert table(tmp_path / "marks" / "marks.csv")["ada"]["linear.forward"] == "0"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[limits]\ncpu_second = 2", "there is no cpu_second; write cpu_seconds"),
        ("[limits]\ncpu_seconds = 0", "cpu_seconds is a number over 0 and up to 100,000, not 0"),
        ("[limits]\nmemory_mb = true", "memory_mb is a number over 0 and up to 100,000, not True"),
        ("[release]\nunits = []", "[release] needs seed"),
        ("[release]\nseed = 1.5\nunits = []", "seed is a number or a text"),
        ("[release]\nseed = 1\nunits = [1]", "units is a list of texts"),
        ('[release]\nseed = 1\nunits = []\nstudents = "ada"', "students is a list of texts"),
        ("[release]\nseed = 1\nunits = []\nhints = 1", "hints is true or false"),
    ],
)
def test_a_policy_that_is_wrong_teaches(text, words):
    with pytest.raises(PolicyError) as error:
        Policy.read(text)
    assert str(error.value) == words
