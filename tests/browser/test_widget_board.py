"""The shape board in a real JupyterLab: every key, the drag, sizes, narrow, dark, reload."""

import pytest

from browser.looking import (
    check_cells_are_left_alone,
    open_all,
    overflowing,
    press,
    run_again,
    sentence,
    small_targets,
    violations,
    wait_for_kernel,
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


@pytest.fixture(scope="module")
def notebook(keep_notebook):
    return keep_notebook("shape_board", BOARD, OTHER, height=1300)


@pytest.fixture
def page(notebook):
    """The board as it opens, with its first factor in focus."""
    run_again(notebook)
    chosen(notebook).focus()
    return notebook


def test_each_half_of_a_conversion_solves_the_board_and_both_keep_it_solved(page):
    assert sentence(page).startswith(OPENS)
    assert line(page) == (["∂L/∂a", "∂a/∂z", "∂z/∂x"], ["✗", "✗"])
    assert press(page, "c").startswith(SOLVED_ROW)
    assert press(page, "Shift+C").startswith(SOLVED)
    assert line(page) == (["∂z/∂x", "∂a/∂z", "∂L/∂a"], ["✓", "✓"])
    assert press(page, "z").startswith(SOLVED_ROW)
    assert press(page, "z").startswith(OPENS)
    assert press(page, "v").startswith(SOLVED)
    assert chosen(page).inner_text().startswith("∂L/∂a")
    assert press(page, "r").startswith(OPENS)


def test_one_factor_is_chosen_moved_transposed_taken_out_and_put_back(page):
    press(page, "v", "ArrowLeft")
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
    for name in ("∂z/∂x", "∂a/∂z"):
        page.get_by_role("button", name=f"+ {name}").focus()
        press(page, "Enter")
    assert "The product is ∂a/∂x, 4 by 3; the goal is ∂L/∂x" in sentence(page)
    page.get_by_role("button", name="+ ∂L/∂a").click()
    assert sentence(page).startswith(SOLVED)
    page.wait_for_timeout(300)
    page.locator(".jp-CodeCell").nth(1).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.locator(".jp-OutputArea-output", has_text='("dz_dx @ da_dz @ dL_da"').wait_for()


def test_letters_and_arrows_leave_the_cells_alone(page):
    for place in (".bpt-chip[aria-checked=true]", "[data-name=numpy]", ".bpt"):
        page.locator(place).first.focus()
        check_cells_are_left_alone(page)


def test_the_keys_that_work_are_listed(page):
    assert page.locator(".bpt-keys kbd").all_inner_texts() == [
        *("C", "←", "→", "Alt+←", "Alt+→", "T", "Delete", "V", "Shift+C", "N", "Z", "R")
    ]


def test_numbers_and_sizes(page):
    press(page, "v", "n")
    assert page.locator(".bpt-heat td[data-heat]").all_inner_texts() == [
        *["40", "15", "−33", "51"] * 2
    ]
    page.get_by_text("✓ The product and central differences agree within 1e-9.").wait_for()
    press(page, "ArrowLeft", "t")
    page.get_by_text("⚠ No error, the right shape, and numbers that differ").wait_for()
    page.locator("button[data-name='different']").first.click()
    wait_for_words(page, "Sizes differ, so there is no product.")
    page.get_by_text("raises a ValueError").wait_for()
    page.locator(".bpt summary", has_text="Sizes and goal").click()
    page.locator("input[data-name='sizes2']").fill("3")
    page.locator("input[data-name='sizes2']").press("Enter")
    wait_for_words(page, "Sizes agree by accident")
    page.locator("select[data-name='goal']").select_option("∂a/∂x")
    page.locator(".bpt-text", has_text="Goal: ∂a/∂x, 4 by 3").wait_for()


def drag(page, place, by):
    box = page.locator(".bpt-chip").nth(place).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by, y, steps=10)
    page.mouse.up()


def test_a_drag_does_what_the_buttons_do(page):
    page.emulate_media(reduced_motion="reduce")
    drag(page, 0, 420)
    assert line(page)[0] == ["∂a/∂z", "∂z/∂x", "∂L/∂a"]
    drag(page, 1, -300)
    assert line(page)[0] == ["∂z/∂x", "∂a/∂z", "∂L/∂a"]
    assert sentence(page).startswith(SOLVED)
    assert chosen(page).inner_text().startswith("∂z/∂x")
    assert page.locator(".bpt-chip").evaluate_all("all => all.every((one) => !one.style.transform)")


def test_motion_is_left_out_where_it_is_unwanted(page):
    running = "document.querySelector('.bpt').getAnimations({ subtree: true }).length"
    press(page, "c")
    assert page.evaluate(running) > 0
    page.emulate_media(reduced_motion="reduce")
    page.wait_for_timeout(400)
    press(page, "c")
    assert page.evaluate(running) == 0


def _looked_at(page):
    open_all(page)
    assert overflowing(page) == []
    assert small_targets(page) == []


def test_it_is_for_everyone_wide_and_narrow(page):
    press(page, "v", "ArrowLeft", "t", "n")
    _looked_at(page)
    assert violations(page) == []
    page.set_viewport_size({"width": 650, "height": 900})
    page.locator(".bpt-wrapped").wait_for()
    _looked_at(page)
    page.set_viewport_size({"width": 400, "height": 900})
    page.locator(".bpt-upright").wait_for()
    assert page.locator(".bpt").evaluate("one => one.clientWidth") <= 300
    _looked_at(page)
    assert violations(page) == []


def test_it_is_for_everyone_in_the_dark_after_a_reload_and_without_a_kernel(
    page, dark, saved, stop_kernel
):
    press(page, "c", "n")
    words = sentence(page)
    page.wait_for_timeout(300)
    saved(page, "shape_board")
    page.reload()
    page.locator(".bpt").wait_for(timeout=30_000)
    wait_for_words(page, words)
    assert page.evaluate("document.body.dataset.jpThemeLight") == "false"
    assert not page.locator(".bpt-picture").is_visible()
    open_all(page)
    assert violations(page) == []
    stop_kernel("shape_board")
    page.reload()
    wait_for_kernel(page)
    picture = page.locator(".bpt-picture")
    picture.wait_for()
    alt = picture.locator("img").get_attribute("alt")
    assert alt.startswith("✗ No product: numpy stops with an error.")
    assert "column · denominator ↓ · the goal is ∂L/∂x, 4 by 1: ∂L/∂a ∂a/∂z ∂z/∂x." in alt
    assert picture.locator("code").inner_text().startswith('widgets.shape_board("dL_da @ da_dz')
    page.wait_for_timeout(1000)
    assert page.locator(".bpt").count() == 0
    assert violations(page, ".bpt-picture") == []
