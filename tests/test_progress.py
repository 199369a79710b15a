"""A learner's progress: the review rule, the summary, the page and the command, on given days."""

import json
import os
import sys
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import pairwise

import nbformat
import pytest

from bpteach.authoring.lessons import NOTEBOOKS
from bpteach.cli import main
from bpteach.cli import progress as command
from bpteach.exercises import card, catalogue, get, progress, reviewed, units
from bpteach.exercises.attempts import Attempts
from bpteach.exercises.card import Card
from bpteach.exercises.learning import places
from bpteach.exercises.learning.places import NOTHING, prompt_cell, section_of
from bpteach.exercises.learning.review import INTERVALS, Review, Reviewed, next_review
from bpteach.exercises.learning.reviews import Reviews
from bpteach.exercises.learning.store import Store
from bpteach.exercises.learning.summary import summary
from bpteach.exercises.learning.table import Table
from bpteach.exercises.learning.view import View
from bpteach.exercises.value import Question, Value

DAY = date(2025, 3, 1)
LINEAR = next(unit for unit in units() if unit.name == "linear")
EXERCISES = [exercise for unit in units() for exercise in unit.exercises]


def after(days):
    return DAY + timedelta(days)


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("BPTEACH_PROGRESS", str(tmp_path / "attempts.json"))
    return tmp_path / "attempts.json"


@pytest.fixture
def alone(monkeypatch):
    """A course of the linear layer alone."""
    monkeypatch.setattr(catalogue, "_UNITS", (LINEAR,))


def passing(id, on=DAY):
    exercise = get(id)
    namespace = {"np": __import__("numpy")}
    exec(exercise.reference_source, namespace)
    verdict = Card(exercise, Attempts(today=lambda: on)).check(namespace)
    assert verdict.status.name == "PASS"


def failing(id):
    assert card(id).check(lambda *arguments: 0.0).status.name == "FAIL"


def rows(today=DAY):
    return [list(row) for row in progress(today=today).table.rows]


# --- the review rule ----------------------------------------------------------------------


def test_intervals_are_those_of_the_course():
    assert INTERVALS == (1, 3, 7, 16, 35)


def test_a_unit_that_is_not_begun_has_no_review():
    assert next_review(None) is None


def test_the_first_review_is_due_a_day_after_the_first_pass():
    review = next_review(DAY)
    assert review == Review(after(1), 1)
    assert [review.is_due(after(days)) for days in (0, 1, 2)] == [False, True, True]


def test_each_review_that_goes_well_takes_the_next_interval_and_the_last_one_stays():
    told, days = [], []
    review = next_review(DAY)
    for right in (4, 5, 4, 5, 4, 5):
        told.append(Reviewed(review.due, right))
        review = next_review(DAY, told)
        days.append(review.days)
        assert review.due == told[-1].on + timedelta(review.days)
    assert days == [3, 7, 16, 35, 35, 35]


@pytest.mark.parametrize("right", [0, 1, 2, 3])
def test_a_review_that_does_not_go_well_begins_at_one_day_again(right):
    told = [Reviewed(after(1), 5), Reviewed(after(4), 5), Reviewed(after(11), right)]
    assert next_review(DAY, told) == Review(after(12), 1)
    assert next_review(DAY, [*told, Reviewed(after(12), 4)]) == Review(after(15), 3)


def test_a_day_counts_once_and_what_was_told_last_on_it_counts():
    five_times = [Reviewed(after(1), 5)] * 5
    assert next_review(DAY, five_times) == Review(after(4), 3)
    assert next_review(DAY, [*five_times, Reviewed(after(1), 2)]) == Review(after(2), 1)
    assert next_review(DAY, [Reviewed(after(1), 2), Reviewed(after(1), 4)]) == Review(after(4), 3)


def test_a_review_that_comes_late_counts_from_its_own_day():
    assert next_review(DAY, [Reviewed(after(100), 4)]) == Review(after(103), 3)


def test_the_order_in_which_reviews_stand_does_not_matter():
    told = [Reviewed(after(11), 2), Reviewed(after(1), 5), Reviewed(after(4), 5)]
    assert next_review(DAY, told) == next_review(DAY, sorted(told))


def test_a_review_without_a_pass_begins_the_unit():
    assert next_review(None, [Reviewed(DAY, 4)]) == Review(after(3), 3)


# --- reviews in the file ------------------------------------------------------------------


def test_reviews_are_kept_by_unit_beside_the_attempts(file):
    card("linear.dW").hint()
    Reviews(Store()).add("linear", Reviewed(DAY, 4))
    Reviews(Store()).add("linear", Reviewed(after(3), 2))
    kept = json.loads(file.read_text())
    assert kept["reviews"] == {
        "linear": [{"on": "2025-03-01", "right": 4}, {"on": "2025-03-04", "right": 2}]
    }
    assert kept["linear.dW"]["hints"] == 1
    assert Reviews(Store()).of("linear") == (Reviewed(DAY, 4), Reviewed(after(3), 2))
    assert Reviews(Store()).of("relu") == ()


@pytest.mark.parametrize(
    "kept",
    [
        [],
        3,
        {"linear": 3},
        {"linear": [3, None, {}]},
        {"linear": [{"on": "soon", "right": 4}, {"on": "2025-03-01", "right": 6}]},
        {"linear": [{"on": "2025-03-01", "right": True}, {"on": 5, "right": 5}]},
    ],
    ids=str,
)
def test_reviews_that_make_no_sense_are_left_out(file, kept):
    file.write_text(json.dumps({"reviews": kept}))
    assert Reviews(Store()).of("linear") == ()
    Reviews(Store()).add("linear", Reviewed(DAY, 4))
    assert Reviews(Store()).of("linear") == (Reviewed(DAY, 4),)


# --- where things stand -------------------------------------------------------------------


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_every_exercise_is_taught_in_a_section_of_its_lesson(exercise):
    unit = next(unit for unit in units() if exercise in unit.exercises)
    section = section_of(exercise.id, unit.lesson)
    lesson = nbformat.read(NOTEBOOKS / f"{unit.lesson}.ipynb", as_version=4)
    cells = {cell.id: cell.source for cell in lesson.cells}
    assert f"## {section.heading}" in cells[section.cell]
    asked = nbformat.read(NOTEBOOKS.parent / "exercises" / f"{unit.lesson}.ipynb", as_version=4)
    assert prompt_cell(exercise.id) in {cell.id for cell in asked.cells}


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.lesson)
def test_every_unit_has_its_questions_where_the_review_points(unit):
    lesson = nbformat.read(NOTEBOOKS / f"{unit.lesson}.ipynb", as_version=4)
    assert any(cell.id == "what-stays" for cell in lesson.cells)


def test_a_lesson_that_is_not_there_is_only_not_named(tmp_path, monkeypatch):
    assert section_of("linear.dW", "99_gone") == section_of("gone.at", "03_linear") == NOTHING
    monkeypatch.setattr(places, "course", lambda: tmp_path)
    (tmp_path / "notebooks").mkdir()
    for text in ("", "{", "[]", '{"cells": 3}', '{"cells": [{"cell_type": "markdown"}]}'):
        (tmp_path / "notebooks" / "98_odd.ipynb").write_text(text)
        section_of.cache_clear()
        assert section_of("odd.one", "98_odd") == NOTHING
    section_of.cache_clear()


# --- the summary --------------------------------------------------------------------------


def test_nothing_done_is_the_first_exercise_and_where_to_begin(file):
    first = units()[0]
    step = summary(Store(), DAY).next
    assert (step.exercise, step.unit) == (first.exercises[0], first)
    assert all(row[1].startswith("0 of ") and row[3] == "0" for row in rows())
    words = progress(today=DAY).words
    assert words[0] == (
        "Nothing is recorded yet. The first lesson, notebooks/00_start_here.ipynb, helps you to "
        "find where to begin."
    )
    assert words[1].startswith(f"Next: {first.exercises[0].id}, ")
    assert not file.exists()


def test_passes_points_and_attempts_are_counted_by_unit(file, alone):
    failing("linear.db")
    failing("linear.db")
    passing("linear.db")
    passing("linear.db")
    passing("linear.forward")
    failing("linear.da")
    card("linear.da").hint()
    assert rows() == [
        ["03 The linear layer", "2 of 9", "3 of 26", "5", "in 1 day, 2025-03-02"],
        ["together", "2 of 9", "3 of 26", "5", "–"],
    ]


def test_part_of_an_exercise_earns_its_part_and_the_best_counts(file, alone):
    def partly(W, a, dL_dz):
        return a @ dL_dz, dL_dz @ W, 0 * dL_dz

    card("linear.row_form").check(partly)
    failing("linear.row_form")
    assert rows()[0][1:4] == ["0 of 9", "2⅔ of 26", "2"]


def test_next_is_the_first_exercise_that_is_not_passed_with_its_place(file, alone):
    passing("linear.forward")
    passing("linear.da")
    step = summary(Store(), DAY).next
    assert step.exercise.id == "linear.db"
    assert step.section.heading == "8 The input and the bias"
    assert progress(today=DAY).words == [
        "Next: linear.db, The gradient of the bias (2 points), in exercises/03_linear.ipynb. It is "
        "taught in notebooks/03_linear.ipynb, section 8 The input and the bias."
    ]


def test_all_passed_is_said(file, alone):
    for exercise in LINEAR.exercises:
        passing(exercise.id)
    assert progress(today=DAY).words == ["Every exercise is done."]


def test_what_was_revealed_is_done_though_not_passed(file, monkeypatch):
    value = Value(
        id="linear.first",
        title="A value",
        objective="Predict.",
        prompt="Predict.",
        difficulty=2,
        questions=lambda rng: (Question("One?", 1.0), Question("Two?", 2.0)),
    )
    monkeypatch.setattr(
        catalogue, "_UNITS", (replace(LINEAR, exercises=(value, *LINEAR.exercises)),)
    )
    Card(value).check([1.0, 5.0])
    assert summary(Store(), DAY).next.exercise == value
    Card(value).reveal()
    Card(value).check([1.0, 2.0])
    found = summary(Store(), DAY)
    assert found.next.exercise.id == "linear.forward"
    assert found.units[0].exercises[0].status == "revealed"
    assert rows()[0][1:4] == ["0 of 10", "1 of 28", "1"]


def test_the_review_begins_with_the_first_pass_of_the_unit(file, alone):
    passing("linear.db", on=after(5))
    passing("linear.forward", on=DAY)
    assert summary(Store(), DAY).units[0].review == Review(after(1), 1)


def test_an_older_file_without_days_has_points_and_a_review_that_is_due(file, alone):
    file.write_text('{"linear.dW": {"tries": 3, "hints": 1, "passed": 2}}')
    assert rows()[0] == ["03 The linear layer", "1 of 9", "3 of 26", "4", "due now"]
    reviewed("linear", 5, today=DAY)
    assert rows()[0][4] == "in 3 days, 2025-03-04"


def test_more_points_than_there_are_count_as_all(file, alone):
    file.write_text('{"linear.dW": {"tries": 1, "best": 99}}')
    assert rows()[0][2] == "3 of 26"


def test_the_unit_that_waits_longest_is_named_first(file, monkeypatch):
    other = replace(LINEAR, name="other", lesson="98_other", exercises=())
    monkeypatch.setattr(catalogue, "_UNITS", (LINEAR, other))
    Reviews(Store()).add("linear", Reviewed(after(5), 1))
    Reviews(Store()).add("other", Reviewed(DAY, 1))
    due = summary(Store(), after(30)).due
    assert [one.unit.name for one in due] == ["other", "linear"]
    assert rows(after(30))[-1][4] == "2 due"


def test_a_file_that_cannot_be_read_counts_as_empty_and_is_named(file):
    file.write_text("{")
    found = progress(today=DAY)
    assert found.summary.unreadable
    assert "cannot be read, so it counts as empty" in found.words[0]
    assert file.read_text() == "{"


# --- telling of a review ------------------------------------------------------------------


def test_a_review_is_told_and_answered_with_the_next_day(file):
    passing("linear.forward")
    assert str(reviewed("linear", 4, today=after(1))) == (
        "Review: unit 03, 4 of 5 right; the next one is due in 3 days, 2025-03-05."
    )
    assert str(reviewed("03_linear", 3, today=after(4))) == (
        "Review: unit 03, 3 of 5 right; the next one is due in 1 day, 2025-03-06."
    )
    reviewed("03", 5, today=after(4))
    assert summary(Store(), after(4)).units[units().index(LINEAR)].review.days == 7


def test_without_a_unit_the_page_says_what_to_write(file):
    assert str(reviewed()) == (
        "Review: Write the unit and how many of its five questions you answered right, as in "
        '`reviewed("linear", 4)`.'
    )
    assert not file.exists()


@pytest.mark.parametrize("right", [-1, 6, 4.0, "4", True, None])
def test_a_number_that_cannot_be_is_refused(file, right):
    with pytest.raises(ValueError, match="there are 5 questions: say how many were right"):
        reviewed("linear", right)
    assert not file.exists()


def test_an_unknown_unit_is_refused_and_the_known_ones_are_named(file):
    with pytest.raises(ValueError, match=r"there is no unit 'linaer'; there are: .*linear"):
        reviewed("linaer", 4)


def test_a_review_that_cannot_be_written_says_so(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BPTEACH_PROGRESS", str(tmp_path / "file" / "attempts.json"))
    assert "could not be written" in str(reviewed("linear", 4, today=DAY))
    assert summary(Store(), DAY).units[units().index(LINEAR)].review.days == 3


# --- what is shown ------------------------------------------------------------------------


class Page(HTMLParser):
    """What a reader meets: tags that open and close, words, links, scopes."""

    def __init__(self, html):
        super().__init__()
        self.open, self.words, self.links, self.scopes, self.styled = [], [], [], [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        given = dict(attributes)
        self.links += [given["href"]] if "href" in given else []
        self.scopes += [given.get("scope")] if tag == "th" else []
        self.styled += [name for name in given if name in ("style", "class", "color", "bgcolor")]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture
def due(file, alone):
    passing("linear.forward")
    return progress(today=after(1))


def test_the_page_is_a_table_with_a_caption_and_scopes_in_any_light(due):
    page = Page(due._repr_html_())
    assert due._repr_html_().startswith("<table>\n<caption>Your progress, unit by unit</caption>")
    assert page.scopes == ["col"] * 5 + ["row"] * 2
    assert page.styled == []  # the colours are those of the page, light or dark


def test_the_page_links_to_lesson_questions_exercise_and_section(due):
    assert Page(due._repr_html_()).links == [
        "../notebooks/03_linear.ipynb",
        "../notebooks/03_linear.ipynb#cell-id=what-stays",
        "../exercises/03_linear.ipynb#cell-id=linear-db-prompt",
        "../notebooks/03_linear.ipynb#cell-id=8-the-input-and-the-bias",
    ]


def test_text_for_a_terminal_says_the_same(due):
    assert repr(due) == (
        "unit                 done    points   attempts  review\n"
        "03 The linear layer  1 of 9  1 of 26  1         due now\n"
        "together             1 of 9  1 of 26  1         1 due\n\n"
        "Due for review: 03 The linear layer, section What stays of notebooks/03_linear.ipynb. "
        "Answer its five questions from memory, then open the answers. Say how many were right, "
        'for example 4: reviewed("linear", 4)\n\n'
        "Next: linear.db, The gradient of the bias (2 points), in exercises/03_linear.ipynb. It is "
        "taught in notebooks/03_linear.ipynb, section 8 The input and the bias."
    )


def test_words_are_escaped():
    table = Table("a < b", ("x",), [("<script>",)], ["?a=1&b=2"])
    assert table.as_html() == (
        '<table>\n<caption>a &lt; b</caption>\n<thead><tr><th scope="col">x</th></tr></thead>\n'
        '<tbody>\n<tr><th scope="row"><a href="?a=1&amp;b=2">&lt;script&gt;</a></th></tr>\n</tbody>'
        "\n</table>"
    )


def test_the_page_of_the_course_holds_the_empty_state(file):
    page = nbformat.read(NOTEBOOKS / "progress.ipynb", as_version=4)
    shown = [cell.outputs[0].data for cell in page.cells if cell.cell_type == "code"]
    assert shown[0]["text/plain"] == repr(progress())
    assert shown[0]["text/html"] == progress()._repr_html_()
    assert shown[1]["text/plain"] == repr(reviewed())
    assert "BPTEACH" not in "".join(cell.source for cell in page.cells)


# --- the command --------------------------------------------------------------------------


@pytest.fixture
def bpteach(monkeypatch, capsys, tmp_path):
    monkeypatch.delenv("BPTEACH_PROGRESS", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(catalogue, "_UNITS", (LINEAR,))
    (tmp_path / "course" / ".bpteach").mkdir(parents=True)

    def run(*arguments, today=DAY):
        monkeypatch.setattr(command, "_today", lambda: today)
        monkeypatch.setattr(sys, "argv", ["bpteach", "progress", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code or 0, *capsys.readouterr()

    return run


@pytest.fixture
def begun(bpteach, tmp_path, monkeypatch):
    file = tmp_path / "course" / ".bpteach" / "attempts.json"
    monkeypatch.setenv("BPTEACH_PROGRESS", str(file))
    passing("linear.forward")
    failing("linear.db")
    monkeypatch.delenv("BPTEACH_PROGRESS")
    return file


def test_the_command_shows_a_table_what_is_due_and_what_is_next(bpteach, begun):
    code, out, err = bpteach("course", today=after(1))
    assert (code, err) == (0, "")
    lines = [line.rstrip() for line in out.splitlines()]
    assert lines[0].split() == ["unit", "done", "points", "attempts", "review"]
    assert lines[2] == "03 The linear layer  1 of 9  1 of 26         2  due now"
    words = " ".join(out.split())
    assert "for example 4: bpteach progress --reviewed linear=4" in words
    assert "Next: linear.db, The gradient of the bias (2 points)" in words
    assert lines[-1] == f"kept in {os.path.join('course', '.bpteach', 'attempts.json')}"
    assert max(map(len, lines)) <= 80


def test_the_command_fits_a_narrow_terminal(bpteach, begun, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    _, out, _ = bpteach("course")
    assert max(len(line) for line in out.splitlines()[:-1]) <= 40


def test_the_command_finds_the_course_from_a_folder_inside_it(
    bpteach, begun, tmp_path, monkeypatch
):
    (tmp_path / "course" / "exercises").mkdir()
    monkeypatch.chdir(tmp_path / "course" / "exercises")
    assert "1 of 9" in bpteach()[1]


def test_the_command_records_reviews(bpteach, begun):
    code, out, err = bpteach("course", "--reviewed", "linear=4", today=after(1))
    assert code == 0
    assert err == "reviewed: unit 03, 4 of 5 right; the next one is due in 3 days, 2025-03-05.\n"
    assert "in 3 days, 2025-03-05" in out
    assert json.loads(begun.read_text())["reviews"] == {
        "linear": [{"on": "2025-03-02", "right": 4}]
    }


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("linear", "--reviewed linear is not understood\n  write the unit, = and how many"),
        ("linear=four", "--reviewed linear=four is not understood"),
        ("linear=-1", "--reviewed linear=-1 is not understood"),
        ("linear=6", "there are 5 questions: say how many were right, from 0 to 5, not 6"),
        ("liner=4", "there is no unit 'liner'; there are: linear"),
    ],
)
def test_the_command_refuses_what_it_cannot_understand(bpteach, begun, told, words):
    before = begun.read_bytes()
    code, out, err = bpteach("course", "--reviewed", "linear=4", "--reviewed", told)
    assert (code, out) == (2, "")
    assert words in err
    if "=6" not in told:
        assert begun.read_bytes() == before


def test_the_command_gives_json(bpteach, begun):
    code, out, err = bpteach("course", "--json", today=after(1))
    assert (code, err) == (0, "")
    plain = json.loads(out)
    (unit,) = plain["units"]
    assert plain["today"] == "2025-03-02"
    assert plain["file"] == str(begun)
    assert plain["due"] == ["linear"]
    assert plain["next"] == {
        "exercise": "linear.db",
        "title": "The gradient of the bias",
        "points": 2.0,
        "notebook": "exercises/03_linear.ipynb",
        "lesson": "notebooks/03_linear.ipynb",
        "section": "8 The input and the bias",
    }
    assert (unit["passed"], unit["of"], unit["points"], unit["max_points"]) == (1, 9, 1, 26)
    assert unit["review"] == {"due": "2025-03-02", "interval_days": 1, "is_due": True}
    assert [one["status"] for one in unit["exercises"]][:3] == ["passed", "tried", "not started"]


def test_the_command_in_a_new_course_shows_the_empty_state(bpteach):
    code, out, err = bpteach("course")
    assert (code, err) == (0, "")
    assert "0 of 9" in out
    assert "Nothing is recorded yet." in out
    assert "kept in" not in out


def test_the_command_outside_a_course_asks_where_it_is(bpteach):
    code, _, err = bpteach()
    assert code == 0
    assert err == (
        "bpteach: no course of yours in this folder, so that nothing is done\n"
        "  is it elsewhere? name its folder: bpteach progress course\n"
    )


def test_the_command_refuses_a_folder_that_is_not_there(bpteach):
    assert bpteach("coarse") == (
        2,
        "",
        "bpteach: there is no folder coarse\n  lay out the course first: bpteach start coarse\n",
    )


def test_the_command_says_when_the_file_cannot_be_read(bpteach, begun):
    begun.write_text("{")
    code, out, err = bpteach("course")
    assert code == 0
    assert err == f"bpteach: {begun} cannot be read, and counts as empty\n"
    assert "0 of 9" in out
    assert begun.read_text() == "{"


def test_the_command_says_when_a_review_cannot_be_written(bpteach, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    blocked = tmp_path / "file" / "attempts.json"
    monkeypatch.setenv("BPTEACH_PROGRESS", str(blocked))
    assert bpteach("--reviewed", "linear=4") == (
        2,
        "",
        f"bpteach: cannot write {blocked}\n  the review is not recorded\n",
    )


def test_a_view_says_how_a_review_is_told_where_it_is_shown(due):
    words = View(due.summary, "tell {unit}").words
    assert words[0].endswith("tell linear")


def test_days_between_reviews_grow():
    assert all(one < two for one, two in pairwise(INTERVALS))
