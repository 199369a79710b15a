"""The shape board in a real JupyterLab: every key, the drag, sizes, narrow, dark, reload."""

import pytest

from .conftest import TOKEN, wait_for_kernel
from .looking import (
    check_cells_are_left_alone,
    open_all,
    overflowing,
    press,
    sentence,
    small_targets,
    violations,
    wait_for_words,
)

BOARD = """\
from bpteach.widgets import Question, shape_board
asked = Question("Which factor comes first?", "∂z/∂x: it is nearest x.", ("∂L/∂a", "∂z/∂x"), 1)
board = shape_board("dL_da @ da_dz @ dz_dx", x=4, z=3, a=3, L=1, question=asked)
board"""
OTHER = "print(board.state.code())"
OPENS = "Column convention: 1 L meets 3 z and 3 a meets 4 x. Sizes differ, so there is no product."
SOLVED = "Column convention: z meets z and a meets a. The product is ∂L/∂x, 4 by 1: the goal."
SOLVED_ROW = "Row convention: a meets a and z meets z. The product is ∂L/∂x, 1 by 4: the goal."


def chosen(page):
    return page.locator(".bpt-chip[aria-checked='true']")


def line(page):
    """Names on the board, and signs at the joints."""
    names = page.locator(".bpt-chip .bpt-chip-name").all_inner_texts()
    joints = page.locator(".bpt-brackets text").all_text_contents()
    return names, [one[0] for one in joints]


@pytest.fixture
def page(open_notebook):
    page = open_notebook("shape_board", BOARD, OTHER, height=1300)
    page.locator(".bpt").wait_for()
    chosen(page).focus()
    return page


def test_the_board_by_keyboard(page):
    assert sentence(page).startswith(OPENS)
    assert line(page) == (["∂L/∂a", "∂a/∂z", "∂z/∂x"], ["✗", "✗"])
    check_cells_are_left_alone(page)
    press(page, "r", "Home")

    # each half of a conversion solves it, both together keep it solved
    assert press(page, "c").startswith(SOLVED_ROW)
    assert press(page, "Shift+C").startswith(SOLVED)
    assert line(page) == (["∂z/∂x", "∂a/∂z", "∂L/∂a"], ["✓", "✓"])
    assert press(page, "z").startswith(SOLVED_ROW)
    assert press(page, "z").startswith(OPENS)
    assert press(page, "v").startswith(SOLVED)
    assert chosen(page).inner_text().startswith("∂L/∂a")

    # one factor: choose, move, transpose, take out, put back
    press(page, "ArrowLeft")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == (
        "∂a/∂z, 3 by 3, z by a; factor 2 of 3"
    )
    assert "numpy gives a product, 4 by 1, and it is wrong" in press(page, "t")
    assert line(page) == (["∂z/∂x", "(∂a/∂z)ᵀ", "∂L/∂a"], ["⚠", "⚠"])
    assert press(page, "t").startswith(SOLVED)
    press(page, "Alt+ArrowRight")
    assert line(page) == (["∂z/∂x", "∂L/∂a", "∂a/∂z"], ["⚠", "✗"])
    press(page, "Alt+ArrowLeft", "Alt+ArrowLeft")
    assert line(page)[0] == ["∂a/∂z", "∂z/∂x", "∂L/∂a"]
    press(page, "Delete", "Delete", "Delete")
    assert sentence(page).startswith("Nothing stands on the board.")
    page.get_by_role("button", name="+ ∂z/∂x").focus()
    press(page, "Enter")
    page.get_by_role("button", name="+ ∂a/∂z").focus()
    press(page, "Enter")
    assert "The product is ∂a/∂x, 4 by 3; the goal is ∂L/∂x" in sentence(page)
    page.get_by_role("button", name="+ ∂L/∂a").click()
    assert sentence(page).startswith(SOLVED)

    # the kernel knows it all
    page.locator(".jp-CodeCell").nth(1).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.locator(
        ".jp-OutputArea-output", has_text='widgets.shape_board("dz_dx @ da_dz @ dL_da"'
    ).wait_for()


def test_numbers_sizes_drag_and_a_reload(page, lab, saved, stop_kernel):
    # numpy's product beside central differences, right and wrong
    press(page, "v", "n")
    assert (
        page.locator(".bpt-heat td[data-heat]").all_inner_texts() == ["40", "15", "−33", "51"] * 2
    )
    page.get_by_text("✓ The product and central differences agree within 1e-9.").wait_for()
    press(page, "ArrowLeft", "t")
    page.get_by_text("⚠ No error, the right shape, and numbers that differ").wait_for()

    # sizes that differ know no accident
    page.locator("button[data-name='different']").first.click()
    wait_for_words(page, "Sizes differ, so there is no product.")
    page.get_by_text("raises a ValueError").wait_for()
    page.locator(".bpt summary", has_text="Sizes and goal").click()
    page.locator("input[data-name='sizes2']").fill("3")
    page.locator("input[data-name='sizes2']").press("Enter")
    wait_for_words(page, "Sizes agree by accident")
    page.locator("select[data-name='goal']").select_option("∂a/∂x")
    page.locator(".bpt-text", has_text="Goal: ∂a/∂x, 4 by 3").wait_for()

    # a drag does what the buttons do
    before = line(page)[0]
    box = page.locator(".bpt-chip").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 260, box["y"] + box["height"] / 2, steps=8)
    page.mouse.up()
    names, _ = line(page)
    assert sorted(names) == sorted(before)
    assert names != before

    # the live kernel gives it back after a reload; without one the picture stands there
    words = sentence(page)
    saved(page, "shape_board")
    page.goto(f"{lab}/doc/tree/shape_board.ipynb?token={TOKEN}")
    wait_for_kernel(page)
    page.locator(".bpt-sentence", has_text=words).wait_for(timeout=20_000)
    stop_kernel("shape_board")
    page.goto(f"{lab}/doc/tree/shape_board.ipynb?token={TOKEN}")
    picture = page.locator(".bpt-picture img")
    picture.wait_for()
    assert picture.get_attribute("alt").startswith("column · denominator ↓ · the goal is ∂L/∂x")
    assert (
        'widgets.shape_board("dL_da @ da_dz @ dz_dx"'
        in page.locator(".bpt-picture code").inner_text()
    )


def _looked_at(page):
    open_all(page)
    assert violations(page) == []
    assert overflowing(page) == []
    assert small_targets(page) == []


def test_it_is_right_for_everyone_light_and_narrow(page):
    press(page, "v", "ArrowLeft", "t", "n")
    _looked_at(page)
    page.set_viewport_size({"width": 404, "height": 1300})
    page.locator(".bpt-upright").wait_for()
    assert page.locator(".bpt").evaluate("one => one.offsetWidth") <= 304
    _looked_at(page)


def test_it_is_right_for_everyone_dark(dark, open_notebook):
    page = open_notebook("shape_board_dark", BOARD, OTHER, height=1300)
    page.locator(".bpt").wait_for()
    chosen(page).focus()
    press(page, "n")
    _looked_at(page)
    press(page, "v")
    assert violations(page) == []
