"""Gradient flow in a real JupyterLab: keys, guard, access, narrow page, no kernel."""

from browser.looking import open_all, overflowing, small_targets, violations

MAKE = "from bpteach.widgets import gradient_flow\ngradient_flow(depth=8, width=16)"


def said(page, words):
    page.locator(".bpt-sentence", has_text=words).wait_for()


def test_gradient_flow_by_keyboard_alone_and_for_everyone(open_notebook):
    page = open_notebook("gradient_flow", MAKE, "1 + 1")
    page.locator(".bpt").wait_for()
    cells = page.locator(".jp-Cell").count()
    page.locator(".bpt input[type=range]").focus()
    said(page, "Layer 1:")
    page.keyboard.press("ArrowUp")
    said(page, "Layer 2:")
    page.keyboard.press("x")
    said(page, "ReLU, gain 1.41, 8 layers of 16")
    page.keyboard.press("+")
    said(page, "9 layers of 16")
    page.keyboard.press("-")
    said(page, "8 layers of 16")
    page.keyboard.press("Shift+N")
    page.locator(".bpt label", has_text="2: ReLU, gain 2.2").wait_for()
    page.keyboard.press("n")
    page.locator(".bpt label", has_text="3: ReLU, gain 2.2").wait_for()
    page.keyboard.press("r")
    said(page, "sigmoid, gain 1, 8 layers of 16")
    for key in ("a", "b", "d", "d", "m"):
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.locator(".jp-Cell").count() == cells

    open_all(page)
    assert violations(page) == []
    assert small_targets(page) == []
    page.set_viewport_size({"width": 420, "height": 900})
    page.wait_for_timeout(400)
    assert overflowing(page) == []
