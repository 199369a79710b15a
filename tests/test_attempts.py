"""A learner's attempts are kept in a small file, and nothing about that file stops a learner."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bpteach.exercises import Status, Verdict
from bpteach.exercises.attempts import Attempts
from bpteach.exercises.learning.store import Store, default_path

NONE = {"tries": 0, "hints": 0, "passed": 0}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "attempts.json"


def test_counts_begin_at_zero_and_are_kept_for_the_next_session(file):
    assert Attempts(file).of("linear.dW") == NONE
    Attempts(file).add("linear.dW", "tries")
    Attempts(file).add("linear.dW", "tries")
    Attempts(file).add("linear.dW", "hints")
    Attempts(file).add("linear.da", "passed")
    assert Attempts(file).of("linear.dW") == {"tries": 2, "hints": 1, "passed": 0}
    assert Attempts(file).of("linear.da") == {"tries": 0, "hints": 0, "passed": 1}


def test_the_file_is_plain_json_and_stands_alone(file):
    Attempts(file).add("linear.dW", "tries")
    assert json.loads(file.read_text()) == {"linear.dW": {"tries": 1, "hints": 0, "passed": 0}}
    assert os.listdir(file.parent) == ["attempts.json"]


def test_the_file_may_be_deleted_at_any_time(file):
    attempts = Attempts(file)
    attempts.add("linear.dW", "tries")
    file.unlink()
    assert attempts.of("linear.dW") == NONE
    attempts.add("linear.dW", "tries")
    assert attempts.of("linear.dW")["tries"] == 1


def test_its_folder_may_be_deleted_too(tmp_path):
    attempts = Attempts(tmp_path / "course" / ".bpteach" / "attempts.json")
    attempts.add("linear.dW", "tries")
    attempts.path.unlink()
    attempts.path.parent.rmdir()
    attempts.add("linear.dW", "tries")
    assert attempts.of("linear.dW")["tries"] == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"1" + b"0" * 10_000,
        b'{"linear.dW": []}',
        b'{"linear.dW": {"tries": "many", "hints": null, "passed": 1.5}}',
        b'{"linear.dW": {"tries": -3, "hints": -1, "passed": NaN}}',
    ],
    ids=lambda content: content[:20].decode(errors="replace"),
)
def test_a_file_that_cannot_be_understood_counts_as_empty_and_is_written_anew(file, content):
    file.write_bytes(content)
    attempts = Attempts(file)
    assert attempts.of("linear.dW") == NONE
    attempts.add("linear.dW", "tries")
    assert attempts.of("linear.dW") == {"tries": 1, "hints": 0, "passed": 0}
    assert "linear.dW" in json.loads(file.read_text())


def test_what_it_holds_of_other_exercises_stays(file):
    file.write_text('{"linear.da": {"tries": 4}, "of another version": [1]}')
    Attempts(file).add("linear.dW", "tries")
    assert Attempts(file).of("linear.da")["tries"] == 4
    assert json.loads(file.read_text())["of another version"] == [1]


@pytest.mark.parametrize("obstacle", ["a file in the way", "a folder in its place"])
def test_where_nothing_can_be_written_counts_last_as_long_as_the_process(tmp_path, obstacle):
    if obstacle == "a file in the way":
        (tmp_path / "course").write_text("")
        path = tmp_path / "course" / "attempts.json"
    else:
        path = tmp_path / "attempts.json"
        path.mkdir()
    for expected in (1, 2):
        Attempts(path).add("linear.dW", "tries")
        assert Attempts(path).of("linear.dW")["tries"] == expected
    assert not list(tmp_path.rglob("*.tmp"))


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_stops_nobody(tmp_path):
    tmp_path.chmod(0o500)
    try:
        Attempts(tmp_path / "attempts.json").add("linear.dW", "tries")
    finally:
        tmp_path.chmod(0o700)
    assert os.listdir(tmp_path) == []


def test_counts_go_back_to_the_file_when_it_can_be_written_again(tmp_path):
    path = tmp_path / "attempts.json"
    path.mkdir()
    Attempts(path).add("linear.dW", "tries")
    path.rmdir()
    Attempts(path).add("linear.dW", "tries")
    assert json.loads(path.read_text())["linear.dW"]["tries"] == 2


def test_an_interrupted_write_loses_nothing(file, monkeypatch):
    attempts = Attempts(file)
    attempts.add("linear.dW", "tries")
    before = file.read_bytes()

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("bpteach.exercises.learning.store.os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        attempts.add("linear.dW", "tries")
    assert file.read_bytes() == before
    assert os.listdir(file.parent) == ["attempts.json"]


MANY = """
from bpteach.exercises.attempts import Attempts
import sys
for _ in range(40):
    Attempts(sys.argv[1]).add(sys.argv[2], "tries")
"""


def test_two_notebooks_at_once_lose_no_try(file):
    pytest.importorskip("fcntl")
    both = [
        subprocess.Popen([sys.executable, "-c", MANY, str(file), id])
        for id in ("linear.dW", "linear.dW")
    ]
    assert [one.wait(timeout=60) for one in both] == [0, 0]
    assert Attempts(file).of("linear.dW")["tries"] == 80


# --- where the file is --------------------------------------------------------------------


def test_the_file_stands_at_the_top_of_the_course(tmp_path, monkeypatch):
    monkeypatch.delenv("BPTEACH_PROGRESS", raising=False)
    (tmp_path / ".bpteach").mkdir()
    inside = tmp_path / "exercises" / "mine"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert Attempts().path == tmp_path / ".bpteach" / "attempts.json"


def test_outside_a_course_the_file_stands_in_the_folder_itself(tmp_path, monkeypatch):
    monkeypatch.delenv("BPTEACH_PROGRESS", raising=False)
    monkeypatch.chdir(tmp_path)
    if not any((folder / ".bpteach").is_dir() for folder in tmp_path.parents):
        assert Attempts().path == tmp_path / ".bpteach" / "attempts.json"


def test_a_setting_names_another_file(tmp_path, monkeypatch):
    monkeypatch.setenv("BPTEACH_PROGRESS", str(tmp_path / "mine.json"))
    Attempts().add("linear.dW", "tries")
    assert (tmp_path / "mine.json").exists()
    monkeypatch.setenv("BPTEACH_PROGRESS", "")
    assert Attempts().path.name == "attempts.json"


def test_a_folder_that_was_deleted_under_the_notebook_stops_nobody(tmp_path, monkeypatch):
    monkeypatch.delenv("BPTEACH_PROGRESS", raising=False)
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    attempts = Attempts()
    attempts.add("linear.dW", "tries")
    assert attempts.path == Path(".bpteach/attempts.json")


# --- points and days ----------------------------------------------------------------------


def judged(points, status=Status.FAIL):
    return Verdict("linear.row_form", status, "", points=points, max_points=4)


def test_the_most_points_and_the_day_of_the_first_pass_are_kept(file):
    day = [date(2025, 3, 1)]
    attempts = Attempts(file, today=lambda: day[0])
    attempts.judged("linear.row_form", judged(2))
    attempts.judged("linear.row_form", judged(1))
    assert attempts.best("linear.row_form") == 2
    assert attempts.passed_on("linear.row_form") is None
    attempts.judged("linear.row_form", judged(4, Status.PASS))
    day[0] = date(2025, 3, 9)
    attempts.judged("linear.row_form", judged(4, Status.PASS))
    assert attempts.best("linear.row_form") == 4
    assert attempts.passed_on("linear.row_form") == date(2025, 3, 1)
    assert attempts.of("linear.row_form") == {"tries": 2, "hints": 0, "passed": 2}


@pytest.mark.parametrize("status", [Status.NOT_STARTED, Status.GRADER_ERROR])
def test_what_is_not_judged_is_not_kept(file, status):
    Attempts(file).judged("linear.row_form", judged(0, status))
    assert not file.exists()


@pytest.mark.parametrize("best", ["3", None, -1, 1e300, [4]])
@pytest.mark.parametrize("day", ["yesterday", 20250301, None, []])
def test_points_and_days_that_make_no_sense_count_as_none(file, best, day):
    file.write_text(json.dumps({"linear.dW": {"passed": 1, "best": best, "passed_on": day}}))
    assert Attempts(file).best("linear.dW") == 0
    assert Attempts(file).passed_on("linear.dW") is None


# --- nothing is lost ----------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe\x00", b'{"linear.dW": {"tries": 1'])
def test_a_file_that_cannot_be_understood_is_kept_beside(file, content):
    file.write_bytes(content)
    assert Store(file).unreadable
    assert Attempts(file).of("linear.dW") == NONE
    assert file.read_bytes() == content, "reading alone changes nothing"
    Attempts(file).add("linear.dW", "tries")
    assert (file.parent / "attempts.json.unreadable").read_bytes() == content
    assert not Store(file).unreadable
    file.write_bytes(b"again")
    Attempts(file).add("linear.dW", "tries")
    assert (file.parent / "attempts.json.unreadable").read_bytes() == content
    assert (file.parent / "attempts.json.unreadable-1").read_bytes() == b"again"


def test_an_empty_file_is_not_kept_and_an_editors_mark_is_forgiven(file):
    file.write_bytes(b"\n")
    Attempts(file).add("linear.dW", "tries")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    Attempts(file).add("linear.dW", "tries")
    assert Attempts(file).of("linear.dW")["tries"] == 2
    assert os.listdir(file.parent) == ["attempts.json"]


KILLED = """
import os, sys
from bpteach.exercises.learning.store import Store
def half(kept, file, **_):
    file.write('{"linear')
    file.flush()
    os._exit(9)
sys.modules["bpteach.exercises.learning.store"].json.dump = half
Store(sys.argv[1]).change(lambda kept: {**kept, "more": 1})
"""


def test_a_process_that_dies_while_it_writes_loses_nothing(file):
    Attempts(file).add("linear.dW", "tries")
    before = file.read_bytes()
    assert subprocess.run([sys.executable, "-c", KILLED, str(file)], timeout=60).returncode == 9
    assert file.read_bytes() == before
    Attempts(file).add("linear.dW", "tries")
    assert Attempts(file).of("linear.dW")["tries"] == 2


def test_a_folder_of_the_course_can_be_named(tmp_path, monkeypatch):
    monkeypatch.setenv("BPTEACH_PROGRESS", "elsewhere.json")
    (tmp_path / "course" / ".bpteach").mkdir(parents=True)
    (tmp_path / "course" / "exercises").mkdir()
    for folder in ("course", "course/exercises"):
        found = default_path(tmp_path / folder)
        assert found == tmp_path / "course" / ".bpteach" / "attempts.json"
