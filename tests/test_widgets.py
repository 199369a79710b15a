"""What all widgets share: frames, states, history, parts, the panel and what it leaves behind."""

import json
import re
from dataclasses import FrozenInstanceError, dataclass, replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from bpteach.plots import sparsity
from bpteach.plots.color import contrast
from bpteach.plots.style import DARK, LIGHT
from bpteach.widgets import Panel, Question, parts
from bpteach.widgets.frames import along, at, resolve, said
from bpteach.widgets.state import History, State
from bpteach.widgets.theme import palette

fixed = settings(max_examples=60, derandomize=True, database=None, deadline=None)

TOP = Path(__file__).parents[1]
CHECKS = {"widget_laws": "widget_laws.py", "looking": "browser/looking.py"}


@dataclass(frozen=True)
class Count(State):
    """A small widget: k counts up to top, in the page; top needs Python."""

    call: ClassVar[str] = "count"
    top: int = 3
    k: int = 1
    mode: str = "up"

    def moves(self):
        return {"k": range(1, self.top + 1), "mode": ("up", "down")}

    def arguments(self):
        return {"*top": self.top}

    def on_top(self, value):
        if not 1 <= value <= 9:
            raise ValueError("write 1 to 9\n  nothing else")
        return replace(self, top=value, k=min(self.k, value))

    def on_more(self):
        return replace(self, top=self.top + 1)

    def sentence(self):
        return f"{self.k} of {self.top}, {self.mode}."

    def spec(self):
        return {
            "title": "Count <up>",
            "body": [
                parts.slider("k", "k", value=at("k"), low=1, high=self.top),
                parts.number("top", "top", value=self.top, low=1, high=9),
                parts.fold("more", parts.button("more", "One more")),
            ],
            "sentence": self.along("k", "mode", make=lambda s: s.sentence()),
        }

    def picture(self, theme="light"):
        return sparsity(2, 2, theme=theme)


# the page about them


def test_what_the_page_about_widgets_names_is_there():
    """docs/widgets.md names checks, parts and files; each exists."""
    text = (TOP / "docs" / "widgets.md").read_text("utf-8")
    checks = {name: (TOP / "tests" / where).read_text("utf-8") for name, where in CHECKS.items()}
    named = re.findall(r"`(widget_laws|looking)\.(\w+)`", text)
    assert len(named) >= 9
    assert [one for one in named if f"def {one[1]}(" not in checks[one[0]]] == []
    assert [name for name in re.findall(r"parts\.(\w+)", text) if not hasattr(parts, name)] == []
    for path in re.findall(r"`(bpteach/[\w./]+)`", text):
        assert (TOP / path).exists(), path


# frames


def test_frames_are_made_for_each_value_and_picked_by_position():
    frames = along("mode", ("up", "down"), lambda m: along("k", range(2), lambda k: f"{m}{k}"))
    assert resolve([frames, at("k")], {"mode": "down", "k": 1}) == ["down1", "1"]


def test_a_frame_of_floats_is_refused_since_a_page_writes_them_in_another_way():
    with pytest.raises(TypeError):
        along("h", [0.1, 1e-5], str)


def test_places_of_numpy_integers_are_places():
    assert along("k", np.arange(2), int)["frames"].keys() == {"0", "1"}


@fixed
@given(st.recursive(st.text(), lambda inner: st.lists(inner)))
def test_a_text_in_pieces_is_the_pieces_one_after_the_other(text):
    flat = json.dumps(text, ensure_ascii=True)
    assert isinstance(said(text), str)
    assert (said(text) == text) is isinstance(text, str)
    assert flat


# states


def test_a_state_is_frozen_and_a_move_gives_another():
    state = Count()
    with pytest.raises(FrozenInstanceError):
        state.k = 2
    assert state.moved(k=2).position == {"k": 2, "mode": "up"}
    assert state.k == 1


def test_a_move_to_where_there_is_nothing_changes_nothing():
    assert Count().moved(k=9, mode="sideways", top=2, call="x") == Count()


def test_only_actions_can_be_asked_for():
    assert Count().act("top", 2).top == 2
    assert Count().act("more").top == 4
    for name in ("moved", "spec", "sentence", "__class__", "nothing"):
        with pytest.raises(ValueError, match="has no action"):
            Count().act(name)


def test_the_line_of_code_holds_arguments_and_moves():
    assert Count(k=2).code() == 'count(3, k=2, mode="up")'


def test_history_goes_back_and_a_reset_can_be_undone():
    history = History(Count()).at(Count(k=3)).then(Count(4)).then(Count(5))
    assert history.back().now == Count(4)
    assert history.back().back().now == Count(k=3)
    assert history.back().back().back().now == Count(k=3)
    assert history.reset().now == Count()
    assert history.reset().back().now == Count(5)


def test_history_does_not_grow_without_end():
    history = History(Count())
    for top in range(1, 500):
        history = history.then(Count(top % 9 + 1))
    assert len(history.past) == 200
    assert history.reset().now == Count()


# parts


def test_cells_say_what_is_zero_by_structure_and_what_is_not_computed():
    table = parts.heat([[1.5, 0.0], [-3.0, 9.0]], zero=[[0, 1], [0, 0]], waiting=[[0, 0], [0, 1]])
    assert table["text"] == [["1.50", "·"], ["−3.00", "—"]]
    assert table["heat"] == [[5, None], [-11, None]]
    assert table["full"] == [["1.5", None], ["−3", None]]


def test_tables_that_are_compared_share_their_numbers_form_and_colours():
    table = parts.heat([[1.0]], largest=4.0, like=[0.25, -100.125])
    assert (table["text"], table["heat"], table["wide"]) == ([["1.0"]], [[8]], 6)


def test_infinite_and_missing_numbers_stand_in_a_table():
    table = parts.heat([[np.inf, -np.inf, np.nan, 1.0]])
    assert table["heat"] == [[32, -32, 0, 32]]
    json.dumps(table, allow_nan=False)


def test_a_line_breaks_where_a_number_is_missing():
    line = parts.line([0, 1, 2], [1.0, np.nan, 3.0])
    assert line["points"] == [[0.0, 1.0], None, [2.0, 3.0]]


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-6, 6, ["−6", "−3", "0", "3", "6"]),
        (0, 1, ["0", "0.25", "0.5", "0.75", "1"]),
        (-0.1, 0.3, ["−0.1", "0", "0.1", "0.2", "0.3"]),
        (0, 784, ["0", "200", "400", "600"]),
    ],
)
def test_ticks_stand_at_round_places(low, high, words):
    assert [text for _, text in parts.ticks(low, high)] == words


@fixed
@given(st.floats(-1e6, 1e6), st.floats(1e-4, 1e3))
def test_ticks_lie_within_the_limits_and_are_a_few(low, share):
    width = share * (1 + abs(low))
    places = [place for place, _ in parts.ticks(low, low + width)]
    assert all(low - 1e-6 * width <= place <= low + width * (1 + 1e-6) for place in places)
    assert 1 <= len(places) <= 9


def test_rows_of_a_grid_are_as_wide_as_the_widest():
    grid = parts.grid([parts.text("a"), "=", parts.text("b")], [None, None, "c"], ["all"])
    assert grid["columns"] == 3
    assert [cell["span"] for cell in grid["parts"]] == [1] * 6 + [3]


# theme


def test_the_palette_of_the_page_is_that_of_the_figures():
    css = palette()
    for theme in (LIGHT, DARK):
        for role in ("value", "gradient", "match", "alarm", "aux", "ink"):
            assert f"--bpt-{role}:{getattr(theme, role).color};" in css
    assert css.count("--bpt-g-32:") == 3  # light, dark by the page, dark by the system


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_step_of_heat_can_be_read(theme):
    block = palette().split("}")[0 if theme is LIGHT else 1]
    colors = dict(one.split(":") for one in block.partition("{")[2].split(";"))
    for step in range(-32, 33):
        assert contrast(colors[f"--bpt-g{step}"], colors[f"--bpt-i{step}"]) >= 4.5


# the panel


@pytest.fixture
def panel():
    return Panel(Count())


def asked(panel, do, value=None, **position):
    message = {"id": panel.reply + 1, "do": do, "value": value, "position": position}
    panel._asked(panel, message, [])
    return panel.state


def test_python_answers_what_the_page_asks(panel):
    assert asked(panel, "top", 5, k=3, mode="down") == Count(5, 3, "down")
    assert panel.position == {"k": 3, "mode": "down"}
    assert panel.spec["body"][0]["high"] == 5
    assert (panel.reply, panel.refused, panel.undoable) == (1, "", True)
    assert asked(panel, "undo") == Count(3, 3, "down")
    assert not panel.undoable
    asked(panel, "top", 2)
    assert asked(panel, "reset") == Count()


@pytest.mark.parametrize(("do", "value"), [("top", 99), ("top", "x"), ("nothing", 1), ("spec", 1)])
def test_what_makes_no_sense_leaves_everything_as_it_is(panel, do, value):
    assert asked(panel, do, value, k=2, mode="up") == Count(k=2)
    assert panel.refused
    assert panel.reply == 1
    assert asked(panel, "top", 4) == Count(4, 2)
    assert panel.refused == ""


def test_the_page_moves_and_the_state_follows(panel):
    panel.position = {"k": 3, "mode": "down"}
    assert panel.state == Count(3, 3, "down")
    assert not panel.undoable
    panel.position = {"k": 77, "mode": "down"}
    assert panel.state == Count(3, 3, "down")


def test_a_part_that_is_not_there_cannot_be_hidden():
    assert Panel(Count(), hide=("more", "k")).hidden == ["more", "k"]
    with pytest.raises(ValueError, match="there is no part 'knob' to hide") as error:
        Panel(Count(), hide=("knob",))
    assert str(error.value) == (
        "there is no part 'knob' to hide\n  there are: copy, k, more, numbers, reset, top, undo"
    )


def test_a_question_goes_to_the_page():
    question = Question("How many?", "Three.", ("2", "3"), 1)
    assert Panel(Count(), question=question).question == {
        "ask": "How many?",
        "answer": "Three.",
        "options": ("2", "3"),
        "right": 1,
    }


def test_what_is_left_without_a_kernel_is_the_picture_with_its_words(panel):
    bundle = panel._repr_mimebundle_()
    view = "application/vnd.jupyter.widget-view+json"
    assert set(bundle) == {"text/html", "image/png", "text/plain", view}
    assert bundle["text/plain"] == '1 of 3, up.\ncount(3, k=1, mode="up")'
    page = BeautifulSoup(bundle["text/html"], "html.parser")
    assert page.select_one("figure img")["alt"] == Count().picture().alt
    caption = page.select_one("figcaption")
    assert caption.select_one("p").get_text() == "1 of 3, up."
    assert caption.select_one("code").get_text() == 'count(3, k=1, mode="up")'


def test_without_a_kernel_the_question_is_asked_too_and_its_answer_is_folded():
    bundle = Panel(Count(), question=Question("k < 2?", "No.", ("yes", "no")))._repr_mimebundle_()
    page = BeautifulSoup(bundle["text/html"], "html.parser")
    assert page.select_one("figure p").get_text() == "Predict first. k < 2? (yes · no)"
    assert page.select_one("details p").get_text() == "No."


def test_its_text_is_the_same_every_time():
    assert repr(Panel(Count())) == repr(Panel(Count()))
    assert "model" not in repr(Panel(Count()))


def test_picture_and_live_view_are_two_outputs(panel, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(set(data)))
    panel._ipython_display_()
    assert shown == [
        {"text/html", "image/png", "text/plain"},
        {"application/vnd.jupyter.widget-view+json"},
    ]
