"""The slicer in a real JupyterLab: every key, the guard, access, widths, reload, no kernel."""

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

MAKE = """\
from bpteach.widgets import Question, slicer
a, g = [[2.0], [-1.0], [4.0], [3.0]], [[10.0], [-2.0], [5.0]]
ask = Question("What will row 3 be?", "Only slice 3 has a row 3.", ("zeros", "5 aᵀ"), 1)
panel = slicer(a, g, question=ask)
panel"""
OPENING = "Slice k = 2 is ∂z₂/∂W: all zero but for row 2, which holds aᵀ. 2 of 3 slices are added"


@pytest.fixture(scope="module")
def notebook(keep_notebook):
    return keep_notebook("slicer", MAKE, "print(panel.state.code())", 'panel.do("n", 2)')


@pytest.fixture
def page(notebook):
    """The slicer as it opens."""
    run_again(notebook)
    assert sentence(notebook).startswith(OPENING)
    return notebook


@pytest.fixture
def opened(open_notebook):
    """The slicer in a notebook of its own."""

    def opened(name, **options):
        page = open_notebook(name, MAKE, **options)
        page.locator(".bpt").wait_for()
        return page

    return opened


def run_cell(page, number):
    page.locator(".jp-CodeCell").nth(number).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")


def chosen(page):
    return page.locator(".bpt-sheet[aria-checked=true]")


def test_every_key(page):
    chosen(page).focus()
    assert "Slice k = 3" in press(page, "ArrowDown")
    assert "Slice k = 3" in press(page, "ArrowDown")
    assert "Slice k = 1" in press(page, "Home")
    assert "Slice k = 3" in press(page, "End")
    assert "Slice k = 2" in press(page, "ArrowUp")
    assert "All 3 slices are added: the sum equals" in press(page, "s")
    assert "Slice k = 2" in press(page, "Shift+S")
    assert "1 of 3 slices are added, so 2 rows wait" in press(page, "Shift+S")
    assert "Slice i = 1" in press(page, "x")
    assert "Slice j = 1 is a₁ = 2 times the identity" in press(page, "x")
    assert "Slice j = 2" in press(page, "ArrowDown")
    assert "2 columns wait" in press(page, "c")
    assert "2 rows wait" in press(page, "z")
    assert "Slice j = 1" in press(page, "z")
    assert sentence(page) != OPENING
    assert press(page, "r").startswith(OPENING)
    assert "Slice j = 1" in press(page, "z")
    assert chosen(page).evaluate("one => one === document.activeElement")


def test_the_keys_that_work_are_listed(page):
    assert page.locator(".bpt-keys kbd").all_inner_texts() == [
        *("C", "X", "↑", "↓", "S", "Shift+S", "Z", "R")
    ]


def test_tab_reaches_each_control_once(page):
    page.locator(".bpt").focus()
    seen = []
    for _ in range(20):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => { const one = document.activeElement;
                const own = one.dataset.name ?? one.getAttribute("role") ?? one.name;
                return one.closest(".bpt") && (own?.replace(/-\\d+$/, "") || one.textContent); }"""
            )
        )
        if not seen[-1]:
            break
    assert seen[:-1] == [
        *("bpt-question", "Answer", "layout", "axis", "radio", "k", "add", "remove"),
        *("Another layer", "A larger layer", "Show numbers", "undo", "reset", "copy"),
    ]


def test_letters_and_arrows_leave_the_cells_alone(page):
    for place in (".bpt-sheet[aria-checked=true]", "input[type=range]", ".bpt"):
        page.locator(place).first.focus()
        check_cells_are_left_alone(page, 3)
    page.locator("[data-name=add]").focus()
    check_cells_are_left_alone(page, 3)


def test_a_click_anywhere_makes_the_letters_work(page):
    page.locator(".bpt-title").click()
    assert "All 3 slices" in press(page, "s")
    page.locator(".bpt-sheet").first.click(position={"x": 10, "y": 10})
    assert "Slice k = 1" in sentence(page)
    page.locator("label", has_text="row →").click()
    assert "column 1, which holds a" in sentence(page)
    page.locator("[data-name=remove]").click()
    assert "2 of 3" in sentence(page)


def test_another_layer_comes_from_python_and_undo_goes_back_through_all(page):
    open_all(page)
    chosen(page).focus()
    press(page, "ArrowDown")
    page.locator("input[data-name=n]").focus()
    page.keyboard.press("ArrowUp")
    wait_for_words(page, "2 of 4 slices are added")
    page.locator("input[data-name=a1]").fill("7.5")
    page.keyboard.press("Enter")
    page.locator(".bpt-heat td", has_text="75.00").first.wait_for()
    page.locator("input[data-name=a1]").fill("7000")
    page.keyboard.press("Enter")
    assert page.locator(".bpt-remark").inner_text() == "a₂: a number from −100 to 100."
    assert page.locator("input[data-name=a1]").input_value() == "7.5"
    page.locator(".bpt").focus()
    page.keyboard.press("z")
    page.locator(".bpt-heat td", has_text="75.00").first.wait_for(state="detached")
    page.keyboard.press("z")
    wait_for_words(page, "2 of 3 slices are added")
    assert "Slice k = 2" in press(page, "z")


def test_python_knows_where_the_page_is(page):
    chosen(page).focus()
    press(page, "x", "s", "ArrowUp")
    page.wait_for_timeout(300)
    run_cell(page, 1)
    words = 'axis="k", i=1, j=1, k=2, added=3, layout="column", size=0)'
    page.locator(".jp-OutputArea-output pre", has_text=words).wait_for()


def test_the_notebooks_own_code_can_move_it(page):
    run_cell(page, 2)
    wait_for_words(page, "All 2 slices are added")


def test_the_line_that_is_copied_rebuilds_it(page):
    page.locator(".bpt").focus()
    press(page, "x")
    page.locator("[data-name=copy]").click()
    said = page.locator(".bpt-remark", has_text="slicer(").inner_text()
    line = said.partition(": ")[2]
    from bpteach.widgets import slicer

    assert eval(line, {"slicer": slicer}).state.axis == "i"


def test_a_question_is_answered_before_anything_is_touched(page):
    box = page.locator(".bpt-question")
    box.locator("button").click()
    assert page.evaluate("document.activeElement.type") == "radio"
    page.keyboard.press("ArrowDown")
    box.locator("button").click()
    assert box.locator(".bpt-answer").inner_text() == "✓ Yes. Only slice 3 has a row 3."


def test_hidden_parts_are_not_there_and_their_keys_do_nothing(open_notebook):
    hidden = MAKE.replace("question=ask", 'hide=("layout", "another", "undo", "numbers")')
    page = open_notebook("slicer-hide", hidden)
    page.locator(".bpt").focus()
    assert press(page, "c", "z").startswith(OPENING)
    assert page.locator(".bpt summary:visible").all_inner_texts() == ["A larger layer"]
    assert page.locator("[data-name=undo]").count() == 0
    assert page.locator(".bpt-keys kbd").first.inner_text() == "X"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(opened, request, theme):
    if theme == "dark":
        request.getfixturevalue("dark")
    page = opened(f"slicer-axe-{theme}")
    is_light = page.evaluate("document.body.dataset.jpThemeLight")
    assert is_light == ("true" if theme == "light" else "false")
    assert violations(page) == []
    open_all(page)
    page.locator(".bpt").focus()
    press(page, "s", "x")
    assert violations(page) == []
    page.locator(".bpt").focus()
    press(page, "x", "c")
    assert violations(page) == []


@pytest.mark.parametrize("width", [400, 1200])
def test_nothing_overflows_and_targets_are_large(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    open_all(page)
    if width == 400:
        assert page.locator(".bpt").evaluate("one => one.clientWidth") <= 300
    for key in ("s", "x", "x", "c"):
        page.locator(".bpt").focus()
        press(page, key)
        assert overflowing(page) == []
        assert small_targets(page) == []


def test_a_reload_finds_the_state_in_the_kernel(opened, saved):
    page = opened("slicer-reload")
    open_all(page)
    chosen(page).focus()
    press(page, "x", "ArrowDown")
    page.locator("input[data-name=n]").focus()
    page.keyboard.press("ArrowUp")
    wait_for_words(page, "2 of 4 slices")
    before = sentence(page)
    saved(page, "slicer-reload")
    page.reload()
    page.locator(".bpt").wait_for(timeout=20_000)
    assert sentence(page) == before
    assert not page.locator(".bpt-picture").is_visible()
    page.locator("[data-name=undo]").click()
    wait_for_words(page, "2 of 3 slices")


def test_without_a_kernel_the_picture_stands_there_with_its_words(opened, saved, stop_kernel):
    page = opened("slicer-still")
    assert not page.locator(".bpt-picture").is_visible()
    saved(page, "slicer-still")
    stop_kernel("slicer-still")
    page.reload()
    wait_for_kernel(page)
    picture = page.locator(".bpt-picture")
    picture.wait_for()
    assert picture.locator("img").get_attribute("alt").startswith("Each slice of ∂z/∂W holds one")
    assert OPENING in picture.locator("figcaption").inner_text()
    assert 'k=2, added=2, layout="column"' in picture.locator("code").inner_text()
    page.wait_for_timeout(1500)
    assert page.locator(".bpt").count() == 0
    assert not page.get_by_text("Error displaying widget").is_visible()
    assert violations(page, ".bpt-picture") == []


def test_a_kernel_that_died_is_told(opened, stop_kernel):
    page = opened("slicer-dead")
    open_all(page)
    stop_kernel("slicer-dead")
    page.wait_for_timeout(500)
    page.keyboard.press("Escape")
    page.locator("input[data-name=n]").fill("4")
    page.keyboard.press("Enter")
    words = "Python does not answer. Run the cell, then try again."
    page.locator(".bpt-remark", has_text=words).wait_for(timeout=8000)
    assert page.locator("input[data-name=n]").input_value() == "3"
    page.locator(".bpt").focus()
    assert "All 3 slices" in press(page, "s")


def test_nothing_moves_where_motion_is_unwanted(page):
    page.emulate_media(reduced_motion="reduce")
    assert chosen(page).evaluate("one => getComputedStyle(one).transitionDuration") == "0s"


def test_forced_colours_keep_what_is_chosen_and_framed(page):
    page.emulate_media(forced_colors="active")
    frame = page.locator(".bpt-heat .bpt-top").first
    assert frame.evaluate("one => getComputedStyle(one).borderTopWidth") == "3px"
    assert page.locator(".bpt-pills :checked + span").first.is_visible()
    assert violations(page) == []
