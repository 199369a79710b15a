"""The answer board without a page: its state, its words, and what stands there without a kernel."""

import re

import pytest
from bs4 import BeautifulSoup

from bpteach.exercises import card
from bpteach.widgets import board
from bpteach.widgets.javascript import module

LINES = [("a", "dz/dx = M C"), ("b", "x < y"), ("c", "dy/dx = Mᵀ")]


def test_a_board_shows_itself_as_text():
    assert str(board("steps", LINES, ["c", "a"], many=True)) == (
        'steps = ["c", "a"]\n  a  dz/dx = M C\n  b  x < y\n  c  dy/dx = Mᵀ'
    )


@pytest.mark.parametrize(
    ("letters", "many", "answer"),
    [("", False, ""), ("b", False, "b"), ("cab", False, "c"), (["z", "b"], True, ["b"])],
)
def test_letters_that_are_no_line_are_left_out(letters, many, answer):
    assert board("pick", LINES, letters, many=many).answer == answer


def test_without_a_kernel_the_lines_and_the_answer_stand_there():
    bundle = board("steps", LINES, ["b"], many=True)._repr_mimebundle_()[0]
    assert set(bundle) == {
        "text/plain",
        "text/html",
        "application/vnd.jupyter.widget-view+json",
    }
    page = BeautifulSoup(bundle["text/html"], "html.parser")
    assert [one.get_text() for one in page.select("li code")] == [text for _, text in LINES]
    assert page.select_one("p code").get_text() == 'steps = ["b"]'


def test_what_a_module_imports_stands_before_it_in_one_text():
    text = module("board.js")
    assert not re.search(r"^import ", text, re.M)
    assert re.findall(r"^export .*", text, re.M) == ["export default { render };"]
    assert text.index("function guardKeys") < text.index("function render")


def test_only_letters_have_a_board():
    with pytest.raises(TypeError) as error:
        card("linear.dW").board()
    assert str(error.value) == (
        'linear.dW is answered with dL_dW, not with letters\n  write card("linear.dW").check(dL_dW)'
    )
