"""Gradient flow in a real JupyterLab: keys, guard, access, narrow page, reload, no kernel."""

import pytest

from browser.looking import (
    check_cells_are_left_alone,
    open_all,
    overflowing,
    small_targets,
    violations,
    wait_for_kernel,
    wait_for_words,
)

MAKE = "from bpteach.widgets import gradient_flow\ngradient_flow(depth=8, width=16)"


@pytest.fixture
def opened(open_notebook):
    def opened(name, **options):
        page = open_notebook(name, MAKE, "1 + 1", **options)
        page.locator(".bpt").wait_for()
        page.locator(".bpt input[data-name=layer]").focus()
        wait_for_words(page, "Layer 1:")
        return page

    return opened


def press(page, key, words):
    page.keyboard.press(key)
    wait_for_words(page, words)


def test_every_key(opened):
    page = opened("flow-keys")
    press(page, "ArrowUp", "Layer 2:")
    press(page, "ArrowDown", "Layer 1:")
    press(page, "x", "ReLU, gain 1.41, 8 layers of 16")
    press(page, "+", "9 layers of 16")
    press(page, "-", "8 layers of 16")
    press(page, "Shift+N", "ReLU, gain 2.2, 8 layers of 16")
    assert page.locator(".bpt input[data-name=run]").count() == 2
    page.keyboard.press("n")
    page.locator(".bpt label", has_text="3: ReLU, gain 2.2").wait_for()
    page.keyboard.press("z")
    page.locator(".bpt label", has_text="3: ReLU, gain 2.2").wait_for(state="detached")
    press(page, "r", "sigmoid, gain 1, 8 layers of 16")
    for place in ("input[data-name=layer]", "[data-name=add]", ".bpt"):
        page.locator(place).focus()
        check_cells_are_left_alone(page)


@pytest.mark.parametrize(("theme", "width"), [("light", 1200), ("dark", 400)])
def test_it_is_for_everyone(opened, request, theme, width):
    if theme == "dark":
        request.getfixturevalue("dark")
    page = opened(f"flow-{theme}", width=width)
    if width == 400:
        assert page.locator(".bpt").evaluate("one => one.clientWidth") <= 300
    open_all(page)
    assert violations(page) == []
    assert overflowing(page) == []
    assert small_targets(page) == []


def test_a_reload_finds_the_state_in_the_kernel_and_without_one_the_picture(
    opened, saved, stop_kernel
):
    page = opened("flow-reload")
    press(page, "x", "ReLU, gain 1.41, 8 layers")
    press(page, "+", "9 layers of 16")
    page.wait_for_timeout(300)
    saved(page, "flow-reload")
    page.reload()
    page.locator(".bpt").wait_for(timeout=30_000)
    wait_for_words(page, "ReLU, gain 1.41, 9 layers of 16")

    stop_kernel("flow-reload")
    page.reload()
    wait_for_kernel(page)
    picture = page.locator(".bpt-picture")
    picture.wait_for()
    assert "vanish" in picture.locator("img").get_attribute("alt")
    assert 'gradient_flow(runs=[("sigmoid"' in picture.locator("code").inner_text()
    assert violations(page, ".bpt-picture") == []
