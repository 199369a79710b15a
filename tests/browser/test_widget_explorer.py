"""The activation explorer in a real JupyterLab: keys, guard, knots, access, reload, no kernel."""

import pytest

from browser.looking import (
    check_cells_are_left_alone,
    open_all,
    overflowing,
    press,
    sentence,
    small_targets,
    violations,
    wait_for_words,
)

MAKE = """\
from bpteach.widgets import explorer
panel = explorer("relu", h=1.0)
panel"""
DRAWN = MAKE.replace('"relu", h=1.0', '"drawn", z=2.0')
OPENING = "At z = 0 ReLU has no slope: 0 on the left, 1 on the right. 1 is chosen, as in the notes"
FUNCTIONS = ("sigmoid", "relu", "tanh", "leaky", "drawn")


@pytest.fixture
def opened(open_notebook):
    def opened(name, make=MAKE, other="1 + 1", **options):
        page = open_notebook(name, make, other, **options)
        page.locator(".bpt").wait_for()
        return page

    return opened


def knot(page, place):
    return page.locator(f"[data-name=knots-{place}]")


def height(page, place):
    return float(knot(page, place).get_attribute("aria-valuenow"))


def wait_for_height(page, place, value):
    page.locator(f"[data-name=knots-{place}][aria-valuenow='{value}']").wait_for()


def shown(page, name):
    return page.locator(f".bpt-control:has([data-name={name}]) output").inner_text()


def test_every_key_and_the_guard(opened):
    page = opened("explorer-keys")
    assert sentence(page).startswith(OPENING)
    assert page.locator(".bpt-keys kbd").all_inner_texts() == [
        *("F", "←", "→", "H", "Shift+H", "T", "Shift+T", "1", "2", "3", "Z", "R")
    ]
    page.locator(".bpt").focus()
    assert "0 is chosen, as in PyTorch and JAX" in press(page, "3")
    assert "3 of 5 slopes" in sentence(page)
    assert "½ is chosen" in press(page, "2")
    assert OPENING in press(page, "1")
    assert "At z = 0.25 ReLU has slope 1" in press(page, "ArrowRight")
    assert "At z = −0.25 ReLU is flat" in press(page, "ArrowLeft", "ArrowLeft")
    press(page, "h", "h")
    assert shown(page, "h") == "0.1"
    press(page, "Shift+H")
    assert shown(page, "h") == "0.5"
    press(page, "Shift+T")
    assert shown(page, "tau") == "0.1"
    press(page, "t", "t")
    assert shown(page, "tau") == "0.01"
    assert "At z = −0.25 tanh has slope 0.94" in press(page, "f")
    assert page.locator("[data-name=at_zero]").count() == 0
    assert "ReLU" in press(page, "z")
    assert press(page, "r").startswith(OPENING)
    page.locator("input[data-name=z]").focus()
    assert "At z = −6 ReLU" in press(page, "Home")
    assert "At z = 6 ReLU" in press(page, "End")
    places = ("input[data-name=z]", "input[data-name=function]:checked", "[data-name=reset]")
    for place in (*places, ".bpt"):
        page.locator(place).focus()
        check_cells_are_left_alone(page)


def test_knots_are_moved_by_keys_by_hand_and_by_writing(opened):
    page = opened("explorer-knots", DRAWN, "print(panel.state.code())")
    knot(page, 0).focus()
    press(page, "ArrowRight", "ArrowRight", "ArrowRight", "ArrowUp")
    assert knot(page, 3).evaluate("one => one === document.activeElement")
    wait_for_height(page, 3, 0.1)
    wait_for_words(page, "0.55 on the left")
    press(page, "Shift+ArrowDown")
    wait_for_words(page, "1.05 on the left")
    wait_for_height(page, 3, -0.9)
    press(page, "End", "PageUp")
    page.locator(".bpt-control input[data-name=knots6]").wait_for()
    wait_for_height(page, 6, 2.8)
    press(page, "ArrowUp", "ArrowUp", "ArrowUp")
    wait_for_height(page, 6, 3)
    check_cells_are_left_alone(page)

    knot(page, 4).scroll_into_view_if_needed()
    box = knot(page, 4).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(x, y - 6 * step)
        page.wait_for_timeout(60)
    page.mouse.up()
    wait_for_words(page, "on the left, −0")
    field = page.locator("input[data-name=knots4]")
    page.wait_for_function(  # Python's answer to the last move
        "([field, knot]) => Number(field.value) === Number(knot.getAttribute('aria-valuenow'))",
        arg=[field.element_handle(), knot(page, 4).element_handle()],
    )
    dragged = height(page, 4)
    assert 1.9 < dragged < 2.9
    assert page.locator("select[data-name=preset]").input_value() == "your own"
    page.locator(".bpt").focus()
    page.keyboard.press("z")  # one undo takes the whole drag back
    wait_for_words(page, "1.05 on the left")
    wait_for_height(page, 4, 1.2)

    field.fill("2.5")
    page.keyboard.press("Enter")
    wait_for_words(page, "1.7 on the left")
    wait_for_height(page, 4, 2.5)
    page.locator("select[data-name=preset]").select_option("hat")
    wait_for_words(page, "−1 on the left, 0 on the right")
    page.locator("input[data-name=vector4]").fill("-1.5")
    page.keyboard.press("Enter")
    page.locator(".bpt-heat th", has_text="−1.5").wait_for()
    page.locator(".jp-CodeCell").nth(1).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    line = "knots=[0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0])"
    page.locator(".jp-OutputArea-output pre", has_text=line).wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_it_fits_a_narrow_page(opened, request, theme):
    if theme == "dark":
        request.getfixturevalue("dark")
    width = 400 if theme == "dark" else 1200
    page = opened(f"explorer-axe-{theme}", width=width)
    assert (page.evaluate("document.body.dataset.jpThemeLight") == "false") == (theme == "dark")
    if width == 400:
        assert page.locator(".bpt").evaluate("one => one.clientWidth") <= 300
    open_all(page)
    for _ in FUNCTIONS:
        assert violations(page) == []
        assert overflowing(page) == []
        assert small_targets(page) == []
        page.locator(".bpt").focus()
        press(page, "f")


def test_a_reload_finds_the_state_and_without_a_kernel_the_picture_stands(
    opened, saved, stop_kernel
):
    page = opened("explorer-reload")
    page.locator("input[data-name=vector2]").fill("-4")
    page.keyboard.press("Enter")
    wait_for_words(page, "3 of 5 slopes")
    page.locator(".bpt").focus()
    before = press(page, "3")
    page.wait_for_timeout(200)
    saved(page, "explorer-reload")
    page.reload()
    page.locator(".bpt").wait_for(timeout=20_000)
    assert sentence(page) == before
    assert not page.locator(".bpt-picture").is_visible()
    stop_kernel("explorer-reload")
    page.reload()
    picture = page.locator(".bpt-picture")
    picture.wait_for(timeout=60_000)
    assert OPENING in picture.locator("img").get_attribute("alt")
    assert OPENING in picture.locator("figcaption").inner_text()
    assert 'explorer("relu", z=0.0, h=1.0' in picture.locator("code").inner_text()
    page.wait_for_timeout(1500)
    assert page.locator(".bpt").count() == 0
    assert violations(page, ".bpt-picture") == []
