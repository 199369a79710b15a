"""What comes out of the marks: tables that read back, pages that nobody's name can break."""

import csv
import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup

from bpteach.exercises import get, units
from bpteach.grading.alike.pairs import alike
from bpteach.grading.alike.prints import GRAM, SHARED, fingerprints, read_prints
from bpteach.grading.alike.tokens import tokens
from bpteach.grading.mark import Mark
from bpteach.grading.marks.policy import Policy
from bpteach.grading.marks.store import Store
from bpteach.grading.reading import Unread
from bpteach.grading.reports import write_reports
from bpteach.grading.reports.files import defused, file_name
from bpteach.grading.submission import Submission

LINEAR = next(unit for unit in units() if unit.name == "linear")
RIGHT: dict = {"np": np}
for _one in LINEAR.exercises:
    exec(_one.reference_source, RIGHT)
ANSWERS = {
    "ada": RIGHT,
    "bob": {"dL_dW": lambda a, dL_dz: a @ dL_dz.T, "dL_db": lambda dL_dz: dL_dz},
    "eve_12": {},
}
HOSTILE = [
    "../../etc/passwd", "/abs", "a/b", "..", ".", "", "con", "NUL.txt", "Ada", "ada~1", "x" * 300,
    "<script>alert(1)</script>", '" onload="alert(1)', "{{ 7 * 7 }}", "=cmd|' /C calc'!A0",
    "+1", "-1", "@SUM(A1)", "\t=1", "\u0430da", "zo\u00eb", "\u202egpj.exe", "a\x00b", "a\nb",
    "＝1",
]  # fmt: skip


def mark_of(student, answers, hash="aa"):
    verdicts = tuple(one.check(answers) for one in LINEAR.exercises)
    one = Submission(student, Path("x.ipynb"), hash, "linear", 0, ())
    return Mark(one, verdicts, "process", "5eed", 0.0, {})


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """Reports on a small class; nothing in them is changed by a test."""
    folder = tmp_path_factory.mktemp("reports")
    with Store(folder / "marks.sqlite") as store:
        run = store.run()
        for number, (student, answers) in enumerate(ANSWERS.items()):
            mark = mark_of(student, answers, hash=f"{number}")
            store.keep(run, mark, submitted=1e9, course="0.1.0")
        for name in HOSTILE:
            store.keep(run, mark_of(name, {}, hash="same"), submitted=1e9, course="0.1.0")
        store.adjust("bob", "linear.dW", 1.25, "a <good> idea")
        store.missed(Unread("zed", Path("zed.ipynb"), "the file is <empty>"))
        write_reports(store, folder, Policy())
    return folder


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def pages(folder):
    return [folder / "class.html", *sorted((folder / "feedback").iterdir())]


# --- tables -------------------------------------------------------------------------------


def test_marks_csv_reads_back_one_row_a_student(reported):
    head, *listed = rows(reported / "marks.csv")
    assert head[:5] == ["student", "points", "max_points", "percent", "linear points"]
    assert {len(row) for row in listed} == {len(head)}
    by_name = {row[0]: dict(zip(head, row, strict=True)) for row in listed}
    assert len(by_name) == len(ANSWERS) + len(HOSTILE) + 1
    assert (by_name["ada"]["points"], by_name["ada"]["percent"]) == ("26", "100")
    assert (by_name["bob"]["linear.dW"], by_name["bob"]["points"]) == ("1.25", "3.25")
    assert by_name["bob"]["linear submitted"] == "2001-09-09T01:46:40+00:00"
    assert by_name["zed"]["notes"] == "zed.ipynb: the file is <empty>"


@pytest.mark.parametrize("name", ["marks.csv", "canvas.csv", "moodle.csv", "alike.csv"])
def test_no_cell_of_a_table_begins_a_formula(reported, name):
    cells = [cell for row in rows(reported / name) for cell in row]
    assert cells
    assert not [cell for cell in cells if re.match(r"\s*[=+@＝＋－＠-]", cell)]


def test_verdicts_are_one_json_object_a_line(reported):
    text = (reported / "verdicts.jsonl").read_text("utf-8")
    lines = [json.loads(line) for line in text.split("\n") if line]
    assert len(lines) == len(LINEAR.exercises) * (len(ANSWERS) + len(HOSTILE))
    (bob,) = (one for one in lines if (one["student"], one["exercise"]) == ("bob", "linear.dW"))
    verdict = get("linear.dW").check(ANSWERS["bob"])
    assert bob == {
        "student": "bob", "exercise": "linear.dW", "status": "fail", "points": 1.25,
        "max_points": 3.0, "rung": "shape", "mistake": "B1", "message": verdict.words,
        "adjusted": "a <good> idea",
    }  # fmt: skip
    assert {one["student"] for one in lines} >= set(HOSTILE)


def test_canvas_and_moodle_have_their_own_columns(reported):
    canvas = rows(reported / "canvas.csv")
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "03_linear"]
    assert canvas[:2] == [head, ["    Points Possible", "", "", "", "", "26"]]
    assert ["ada", "", "", "ada", "", "26"] in canvas
    assert ["eve", "12", "", "", "", "0"] in canvas
    assert ["zed", "", "", "zed", "", ""] in canvas
    assert ["ada", "26"] in rows(reported / "moodle.csv")
    sheet = rows(reported / "moodle-03_linear.csv")
    assert sheet[0][:7] == ["Identifier", "Full name", "Email address", "Status", "Grade",
                            "Maximum Grade", "Grade can be changed"]  # fmt: skip
    assert [row[:7] for row in sheet[1:]] == [
        ["Participant 12", "eve", "", "Submitted for grading", "0", "26", "Yes"]
    ]


# --- pages --------------------------------------------------------------------------------


def test_every_student_has_one_page_inside_the_folder(reported):
    names = [*ANSWERS, *HOSTILE, "zed"]
    files = [path.name for path in (reported / "feedback").iterdir()]
    assert sorted(files) == sorted(f"{file_name(name)}.html" for name in names)
    assert len({name.lower() for name in files}) == len(names)  # also where case does not count
    assert {path.name for path in reported.iterdir()} == {
        "marks.sqlite", "marks.csv", "verdicts.jsonl", "canvas.csv", "moodle.csv", "alike.csv",
        "moodle-03_linear.csv", "class.html", "feedback",
    }  # fmt: skip
    assert max(map(len, files)) < 80


def test_names_and_reasons_are_text_in_every_page(reported):
    for path in pages(reported):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        assert not page.find_all(["script", "iframe", "object", "form", "b"])
        assert not [one for one in page.find_all(True) for key in one.attrs if key.startswith("on")]
        links = [one.get("src") or one.get("srcset") for one in page.find_all(["img", "source"])]
        assert all(link.startswith("data:image/png;base64,") for link in links)
        assert not page.find_all("link")
    eve = (reported / "feedback" / f"{file_name(HOSTILE[11])}.html").read_text("utf-8")
    assert "<h1>Feedback for <bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi></h1>" in eve
    assert "a &lt;good&gt; idea" in (reported / "feedback" / "bob.html").read_text("utf-8")


def test_pages_have_what_access_asks_for(reported):
    for path in pages(reported):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        assert page.html["lang"] == "en"
        assert page.title.string.strip()
        assert len(page.find_all("main")) == len(page.find_all("h1")) == 1
        assert all(image["alt"] for image in page.find_all("img"))
        assert all(cell.get("scope") for cell in page.find_all("th"))
        assert all(table.caption for table in page.find_all("table"))
        levels = [int(one.name[1]) for one in page.find_all(["h1", "h2", "h3"])]
        assert all(after <= before + 1 for before, after in pairwise(levels))
        ids = [one["id"] for one in page.find_all(id=True)]
        assert len(ids) == len(set(ids))
        assert "prefers-color-scheme: dark" in path.read_text("utf-8")


def test_feedback_says_what_the_check_says_and_holds_no_expected_number(reported):
    page = BeautifulSoup((reported / "feedback" / "bob.html").read_text("utf-8"), "html.parser")
    text = " ".join(page.get_text().split())
    words = get("linear.dW").check(ANSWERS["bob"]).words.splitlines()[0].replace("`", "")
    assert words in text
    assert "✗ linear.dW: not yet (1¼ of 3)" in text
    assert "✓ linear.db: right (2 of 2)" in text
    assert not re.search(r"\d\.\d{3,}", text)  # arrays and their entries have such numbers


def test_the_class_report_says_where_the_next_lecture_can_start(reported):
    page = BeautifulSoup((reported / "class.html").read_text("utf-8"), "html.parser")
    tables = {table.caption.string.strip(): table for table in page.find_all("table")}
    mistakes = [
        [cell.get_text() for cell in row.find_all(["th", "td"])]
        for row in tables["The commonest mistakes: where the next lecture can start"].find_all("tr")
    ]
    assert mistakes[1][:3] == ["B1", "linear.dW", "1"]
    alts = [image["alt"] for image in page.find_all("img")]
    assert alts[0].startswith("The middle of 28 students has 0 of 26 points in 03_linear. ")
    assert "Isolation in force: process." in page.get_text()
    assert "zed, zed.ipynb: the file is <empty>" in page.get_text()


def test_a_note_is_a_sentence_of_the_feedback(tmp_path):
    notes = ("saved as UTF-16", "Cell 3 stopped with `ValueError`.")
    with Store(tmp_path / "marks.sqlite") as store:
        mark = mark_of("ada", {})
        one = replace(mark, submission=replace(mark.submission, notes=notes[:1]), notes=notes[1:])
        store.keep(store.run(), one, submitted=1e9, course="0.1.0")
        write_reports(store, tmp_path, Policy())
    page = BeautifulSoup((tmp_path / "feedback" / "ada.html").read_text("utf-8"), "html.parser")
    assert page.find("p", class_="muted").get_text() == (
        "Handed in 2001-09-09 01:46 UTC. Saved as UTF-16. Cell 3 stopped with ValueError."
    )


def test_what_the_checker_failed_on_waits_for_a_person(tmp_path):
    class Odd:
        pass

    with Store(tmp_path / "m") as store:
        mark = mark_of("ada", {})
        broken = get("linear.dW")
        object.__setattr__(broken, "_judged", None)
        verdicts = (broken.check(Odd()),)
        object.__delattr__(broken, "_judged")
        mark = Mark(mark.submission, verdicts, "full", "s", 0.0, {})
        store.keep(store.run(), mark, submitted=0.0, course="0.1.0")
        assert write_reports(store, tmp_path, Policy()).waiting == ["ada: linear.dW"]
        store.adjust("ada", "linear.dW", 3.0, "read by hand")
        assert write_reports(store, tmp_path, Policy()).waiting == []


@pytest.mark.parametrize("name", ["=1", " =1", "＝1", "@x", "\t1", "-1", "+1"])
def test_a_formula_is_defused(name):
    assert defused(name) == f"'{name}"


# --- nearly the same ----------------------------------------------------------------------

OWN = """
def backward_{k}(W, upstream):
    total = np.zeros(({k}, 1))
    for row in range({k} + 2):
        total[row % 2] += upstream[row] * {k} - W[row, {k}] ** 2
    return total.reshape(-1, {k}) @ np.eye({k}) if total.any() {more} else upstream[::-{k}]
"""


def own(k):
    """Text that nobody else has."""
    operators = ["and", "or", "- 1 >", "* 2 <", "+", "@", "//", "%"]
    more = " ".join(f"{operators[(k >> (3 * i)) % 8]} upstream.x{k}_{i}" for i in range(12))
    return OWN.format(k=k, more=more)


def prints_of(*cells):
    return fingerprints(map(tokens, cells))


def test_a_renamed_copy_is_found_and_nobody_else():
    handed_in = {f"s{k}": prints_of(own(k)) for k in range(30)}
    copy = re.sub(r"\b(total|row|upstream|W)\b", lambda found: f"my_{found[0]}", own(7))
    handed_in["copy"] = prints_of(f"# all mine!\n{copy.replace('    ', '  ')}")
    (found,) = alike(handed_in)
    assert {found.one, found.other} == {"copy", "s7"}
    assert found.share > 0.9
    assert found.passages[0] > 40


def test_what_the_course_hands_out_and_what_many_have_does_not_count():
    handed_out = [one.starter_source for one in LINEAR.exercises]
    assert alike({name: prints_of(*handed_out) for name in "ab"}) == []
    common = {f"s{k}": prints_of(own(1), own(k)) for k in range(2, 40)}
    assert alike(common) == []


def test_a_shared_passage_of_a_window_has_a_shared_print_and_a_short_one_has_none():
    shared = [f"t{k}" for k in range(SHARED)]
    one, other = ([f"{name}{k}" for k in range(50)] for name in "ab")
    prints = [
        set(read_prints(fingerprints([before + shared + before]))[0]) for before in (one, other)
    ]
    assert prints[0] & prints[1]
    short = shared[: GRAM - 1]
    prints = [
        set(read_prints(fingerprints([before + short + before]))[0]) for before in (one, other)
    ]
    assert not prints[0] & prints[1]


def test_thousands_of_submissions_are_compared_by_what_they_share():
    handed_in = {f"s{k:05}": prints_of(own(k)) for k in range(2000)}
    handed_in["copy"] = handed_in["s00042"]
    found = alike(handed_in)
    assert [(pair.one, pair.other) for pair in found] == [("copy", "s00042")]
