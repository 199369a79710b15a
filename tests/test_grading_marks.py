"""Marks are kept as they are made, once, with their history and what people decide."""

import json
import multiprocessing
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bpteach.exercises import Status, Verdict, units
from bpteach.grading.mark import Mark
from bpteach.grading.marks.policy import Policy, PolicyError
from bpteach.grading.marks.schema import LATEST, migrate
from bpteach.grading.marks.standing import students
from bpteach.grading.marks.store import Store, StoreError
from bpteach.grading.reading import Unread
from bpteach.grading.submission import Submission

LINEAR = next(unit for unit in units() if unit.name == "linear")
DAY = 86_400.0


def mark_of(student="ada", hash="aa", *, right=("linear.dW",), unit="linear", variant=0):
    """A mark in which these exercises are right, and the others not started."""
    verdicts = []
    for one in next(found for found in units() if found.name == unit).exercises:
        fine = one.id in right
        status = Status.PASS if fine else Status.NOT_STARTED
        verdicts.append(Verdict(one.id, status, "Words.", one.points if fine else 0.0, one.points))
    handed_in = Submission(student, Path(f"{student}.ipynb"), hash, unit, variant, ())
    return Mark(handed_in, tuple(verdicts), "full", "5eed", 0.25, {"linear.dW": 0.1}, ("a note",))


def keep(store, run, mark, submitted=0.0):
    store.keep(run, mark, submitted=submitted, course="0.1.0")


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "marks.sqlite") as opened:
        yield opened


def points(store, policy=None, **options):
    return {one.name: one.points for one in students(store, policy or Policy(), **options)}


def test_a_mark_keeps_all_that_it_was_made_with(store):
    run = store.run()
    keep(store, run, mark_of(), submitted=12.5)
    (row,) = store.marks()
    told = {name: row[name] for name in row.keys()}  # noqa: SIM118
    assert json.loads(told.pop("verdicts")) == [one.to_dict() for one in mark_of().verdicts]
    told.pop("graded")
    assert told == {
        "id": 1, "run": run.id, "student": "ada", "unit": "linear", "hash": "aa", "variant": "0",
        "path": "ada.ipynb", "submitted": 12.5, "course": "0.1.0", "isolation": "full",
        "seed": "5eed", "seconds": 0.25, "timings": '{"linear.dW": 0.1}', "notes": '["a note"]',
        "points": 3.0, "max_points": 26.0,
    }  # fmt: skip


def test_what_is_done_is_done_once_and_its_newest_time_counts(store):
    run, one = store.run(), mark_of().submission
    assert not store.done(run, one, 1.0)
    keep(store, run, mark_of(), submitted=1.0)
    keep(store, run, mark_of(right=()), submitted=1.0)  # another grader was slower
    assert store.done(run, one, 2.0)
    assert [(row["points"], row["submitted"]) for row in store.marks()] == [(3.0, 2.0)]
    assert not store.done(run, mark_of(variant="ada").submission, 1.0)


def test_a_run_that_was_stopped_goes_on_with_its_secret_and_a_regrading_has_its_own(tmp_path):
    with Store(tmp_path / "m") as store:
        first = store.run()
    with Store(tmp_path / "m") as store:
        assert store.run() == first
        store.end(first)
        assert store.run() == first  # what comes late is graded as the others were
        second = store.run(regrade=True)
        assert second.secret != first.secret
        assert store.run(regrade=True) == store.run() == second
        store.end(second)
        assert store.run(regrade=True).id == 3
    assert len(first.secret) == 32


def test_a_seed_gives_the_same_secret_in_any_folder(tmp_path):
    secrets = [Store(tmp_path / name).run(seed="7").secret for name in "ab"]
    assert secrets[0] == secrets[1]


def test_regrading_keeps_history_and_the_newest_mark_of_a_file_counts(store):
    first = store.run()
    keep(store, first, mark_of(), submitted=9.0)
    keep(store, first, mark_of("bob"))
    second = store.run(regrade=True)
    keep(store, second, mark_of(right=()), submitted=5.0)
    assert len(list(store.marks())) == 3
    assert points(store) == {"ada": 0.0, "bob": 3.0}  # bob is not regraded yet
    assert points(store, keep="best") == {"ada": 0.0, "bob": 3.0}


def test_of_two_files_the_latest_or_the_best_counts(store):
    run = store.run()
    keep(store, run, mark_of(hash="b1"), submitted=1.0)
    keep(store, run, mark_of(hash="a2", right=()), submitted=2.0)
    assert points(store) == {"ada": 0.0}
    assert points(store, keep="best") == {"ada": 3.0}


def test_an_adjustment_survives_a_regrade_and_can_be_taken_back(store):
    keep(store, store.run(), mark_of())
    store.adjust("ada", "linear.dW", 1.5, "half of it")
    store.adjust("bob", "linear.dW", 3.0, "another's")
    keep(store, store.run(regrade=True), mark_of())
    (ada,) = students(store, Policy())
    counted = next(one for one in ada.standings["linear"].exercises if one.reason)
    assert (ada.points, counted.points, counted.verdict.points) == (1.5, 1.5, 3.0)
    store.adjust("ada", "linear", 20.0, "an oral exam")
    assert points(store) == {"ada": 20.0}
    store.adjust("ada", "linear", None, "an error")
    store.adjust("ada", "linear.dW", None, "an error")
    assert points(store) == {"ada": 3.0}


def test_lateness_costs_what_the_policy_says_but_not_what_a_person_set(store):
    policy = Policy(due={"linear": 10 * DAY}, per_day=10, at_most=25, grace=60)
    run = store.run()
    for name, when in {
        "a": 10 * DAY + 60,
        "b": 10 * DAY + 61,
        "c": 12 * DAY,
        "d": 99 * DAY,
    }.items():
        keep(store, run, mark_of(name), submitted=when)
    assert points(store, policy) == {"a": 3.0, "b": 2.7, "c": 2.4, "d": 2.25}
    store.adjust("d", "linear", 3.0, "ill")
    assert points(store, policy)["d"] == 3.0


def test_dropped_exercises_and_the_lowest_units_count_nothing(store):
    run = store.run()
    keep(store, run, mark_of())
    keep(store, run, mark_of("bob"))
    keep(store, run, mark_of("bob", unit="relu", hash="r", right=("relu.forward",)))
    relu = sum(one.points for unit in units() if unit.name == "relu" for one in unit.exercises)
    most = {one.name: (one.points, one.max_points) for one in students(store, Policy())}
    forward = next(
        one.points for unit in units() for one in unit.exercises if one.id == "relu.forward"
    )
    assert most == {"ada": (3.0, 26.0 + relu), "bob": (3.0 + forward, 26.0 + relu)}
    dropped = list(students(store, Policy(lowest=1, exercises=frozenset(["linear.xw"]))))
    assert (dropped[0].points, dropped[0].max_points) == (3.0, 22.0)
    assert not dropped[0].standings["linear"].dropped
    only = list(students(store, Policy(lowest=5)))
    assert all(one.max_points > 0 for one in only)  # one unit always counts


def test_students_whose_files_cannot_be_read_stand_among_the_others(store):
    keep(store, store.run(), mark_of("bob"))
    for name in ("zed", "ada", "bob"):
        store.missed(Unread(name, Path(name, "x.ipynb"), "the file is empty"))
    listed = [(one.name, one.points, one.unread) for one in students(store, Policy())]
    line = ("x.ipynb: the file is empty",)
    assert listed == [("ada", 0.0, line), ("bob", 3.0, line), ("zed", 0.0, line)]


# --- the file -----------------------------------------------------------------------------


def test_a_file_of_version_1_is_upgraded_with_its_marks(tmp_path):
    path = tmp_path / "marks.sqlite"
    old = sqlite3.connect(path, isolation_level=None)
    migrate(old, 1)
    old.execute("INSERT INTO run (secret, regrade) VALUES (x'00', 0)")
    old.execute(
        "INSERT INTO mark (run, student, unit, hash, variant, path, submitted, course, isolation, "
        "seed, seconds, timings, notes, verdicts, points, max_points) VALUES (1, 'ada', 'linear', "
        "'aa', '0', 'x', 0, '0.0.9', 'full', 's', 0, '{}', '[]', '[]', 3, 26)"
    )
    assert "prints" not in {row[0] for row in old.execute("SELECT name FROM sqlite_master")}
    old.close()
    with Store(path) as store:
        assert [(row["student"], row["course"]) for row in store.marks()] == [("ada", "0.0.9")]
        assert store.prints() == {}
    assert sqlite3.connect(path).execute("PRAGMA user_version").fetchone() == (LATEST,)


def test_a_file_of_a_newer_version_or_of_another_kind_is_refused_and_not_changed(tmp_path):
    newer = tmp_path / "newer"
    file = sqlite3.connect(newer)
    file.execute(f"PRAGMA user_version = {LATEST + 1}")
    file.close()
    with pytest.raises(StoreError, match=f"version {LATEST + 1}, and this one knows {LATEST}\n"):
        Store(newer)
    other = tmp_path / "other"
    other.write_text("no database, but long enough to be one " * 50)
    with pytest.raises(StoreError, match="cannot be used as a file of marks"):
        Store(other)
    assert other.read_text().startswith("no database")


def _grade(path, first):
    with Store(path) as store:
        run = store.run(seed="both")
        for number in range(100):
            one = mark_of(f"s{(number + first) % 100:03}")
            if not store.done(run, one.submission, 0.0):
                keep(store, run, one)


def test_two_graders_on_one_file_leave_every_mark_once(tmp_path):
    path = tmp_path / "marks.sqlite"
    context = multiprocessing.get_context("spawn")
    graders = [context.Process(target=_grade, args=(path, first)) for first in (0, 50)]
    for one in graders:
        one.start()
    for one in graders:
        one.join(60)
    assert [one.exitcode for one in graders] == [0, 0]
    with Store(path) as store:
        assert sorted(row["student"] for row in store.marks()) == [f"s{k:03}" for k in range(100)]
        assert store.run().id == 1
    check = sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone()
    assert check == ("ok",)


def test_many_may_make_the_file_at_the_same_moment(tmp_path):
    def make(path, start):
        start.wait()
        with Store(path) as store:
            return store.run().id

    for number in range(15):
        start = threading.Barrier(6)
        with ThreadPoolExecutor(6) as threads:
            path = tmp_path / f"marks{number}.sqlite"
            made = [threads.submit(make, path, start) for _ in range(6)]
        assert [one.result() for one in made] == [1] * 6


# --- policies -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[late", "it is no TOML: "),
        ("late = 3", "late is a table: write [late] and its lines below it"),
        ("[lates]", "there is no [lates]; write [late]"),
        ("[late]\npercent_a_day = 3", "there is no percent_a_day; write percent_per_day"),
        ("[late]\npercent_per_day = 101", "percent_per_day is a number from 0 to 100, not 101"),
        (
            "[late]\ngrace_minutes = true",
            "grace_minutes is a number that is not negative, not True",
        ),
        ("[due]\nlinear = 3", "linear is due at a date and a time: write linear = 2026-11-30T"),
        ("[due]\nliner = 2026-01-01T00:00:00", "there is no liner; write linear"),
        ("[drop]\nexercises = 'x'", "exercises is a list of ids: write exercises = "),
        ("[drop]\nexercises = ['linear.dw']", "there is no linear.dw; write linear.dW"),
    ],
)
def test_a_policy_that_is_wrong_says_what_to_write(text, words):
    with pytest.raises(PolicyError) as error:
        Policy.read(text)
    assert str(error.value).startswith(words)


def test_an_empty_policy_costs_nothing():
    assert Policy.read("") == Policy()
    assert Policy().penalty("linear", 1e12) == 0.0


def test_the_file_of_marks_is_for_its_owner_alone(tmp_path):
    with Store(tmp_path / "marks.sqlite") as store:
        store.run()
        assert {one.stat().st_mode & 0o077 for one in tmp_path.iterdir()} == {0}
