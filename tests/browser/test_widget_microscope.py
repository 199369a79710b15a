"""The microscope in a real JupyterLab: every key, the guard, access, widths, reload, no kernel."""

from bpteach.widgets import microscope
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
from bpteach.widgets import Question, microscope
ask = Question("Best h in float32?", "Near the cube root of 3ε.", ("10⁻⁵", "10⁻²"), 1)
panel = microscope("sigmoid", 0.7, question=ask)
panel"""
OPENING = "Rounding: at h = 10⁻¹⁵ the two values of f agree"


def focus(page):
    page.locator(".bpt").focus()


def title(page):
    return page.locator(".bpt-title").inner_text()


def verdict(page):
    return page.locator(".bpt-text", has_text="rror ").last.inner_text()


def control(page, name):
    return page.locator(f".bpt [data-name={name}]").first


def check_sizes(page):
    assert overflowing(page) == []
    assert small_targets(page) == []


def test_by_keyboard_and_after_a_reload_and_without_a_kernel(open_notebook, saved, stop_kernel):
    page = open_notebook("microscope", MAKE, "print(panel.state.code())")
    page.locator(".bpt").wait_for()
    assert sentence(page).startswith(OPENING)
    assert page.locator(".bpt-keys kbd").all_inner_texts() == [
        *("F", "S", "B", "←", "→", "P", "G", "Z", "R")
    ]
    assert violations(page) == []

    focus(page)
    assert "at h = 10⁻¹⁴" in press(page, "ArrowRight")
    assert OPENING in press(page, "ArrowLeft", "ArrowLeft")
    assert "Near the bottom: at h = 10⁻⁵" in press(page, "g")
    assert "No subtraction, so nothing cancels: at h = 10⁻⁵" not in press(page, "s")
    assert "complex step" in sentence(page)
    assert "right to the last digits of a float64" in press(page, *["ArrowLeft"] * 5)
    assert "float32" in press(page, "f")
    assert "a forward difference" in press(page, "s", "g")
    press(page, "f", "s")
    assert "Wrong formula: it gives 2 f′(z)" in press(page, "b")
    assert title(page).startswith("A bug does not go away with h")
    assert verdict(page) == "✗ Relative error 1: above 10⁻³, which means wrong."
    assert "it gives −f′(z)" in press(page, "b")
    assert "it says σ(z) instead of σ(z) − σ(z)²" in press(page, "b")
    page.wait_for_timeout(450)  # what is pressed at once is undone at once
    assert "No step" not in press(page, "b")
    assert "it says σ(z)" in press(page, "z")
    assert press(page, "r").startswith(OPENING)
    assert "it says σ(z)" in press(page, "z")
    press(page, "r")

    control(page, "exponent").focus()
    assert "at h = 10⁻¹⁴" in press(page, "ArrowUp")
    assert "Truncation: at h = 10⁻¹" in press(page, "End")
    assert control(page, "exponent").get_attribute("aria-valuetext") == "10⁻¹"
    assert OPENING in press(page, "Home")
    for name in ("exponent", "bug", "sweep"):
        control(page, name).focus()
        check_cells_are_left_alone(page)
    focus(page)
    press(page, "r")

    control(page, "function").select_option(label="ReLU(z)")
    wait_for_words(page, "can cost")
    control(page, "z").fill("0")
    page.keyboard.press("Enter")
    wait_for_words(page, "No step helps: z is the kink itself")
    assert control(page, "best").get_attribute("aria-disabled") == "true"
    control(page, "z").fill("9")
    page.keyboard.press("Enter")
    assert page.locator(".bpt-remark").inner_text() == "at z =: a number from −6 to 6."
    open_all(page)
    page.locator(".bpt-numbers table", has_text="f is evaluated at").wait_for()
    assert violations(page) == []
    check_sizes(page)
    page.set_viewport_size({"width": 400, "height": 900})
    assert page.locator(".bpt").evaluate("one => one.clientWidth") <= 300
    for key in ("s", "b", "f", "g", "End"):
        focus(page)
        press(page, key)
        check_sizes(page)

    page.set_viewport_size({"width": 1200, "height": 900})
    before = sentence(page)
    page.wait_for_timeout(300)
    saved(page, "microscope")
    page.reload()
    page.locator(".bpt").wait_for(timeout=30_000)
    assert sentence(page) == before
    control(page, "copy").click()
    said = page.locator(".bpt-remark", has_text="microscope(").inner_text()
    copied = eval(said.partition(": ")[2], {"microscope": microscope}).state
    assert (copied.function, copied.z, copied.sentence()) == ("relu", 0.0, before)

    stop_kernel("microscope")
    page.reload()
    picture = page.locator(".bpt-picture")
    picture.wait_for(timeout=30_000)
    alt = picture.locator("img").get_attribute("alt")
    assert alt.startswith("The best step is not the smallest one")
    assert "Relative error of differences of σ(z) at z = 0.7 in float64" in alt
    assert "looked at: Rounding: at h = 10⁻¹⁵" in alt
    assert OPENING in picture.locator("figcaption").inner_text()
    assert 'microscope("sigmoid", z=0.7' in picture.locator("code").inner_text()
    assert page.locator(".bpt").count() == 0
    assert violations(page, ".bpt-picture") == []


def test_in_the_dark_and_where_motion_is_unwanted(open_notebook, dark):
    page = open_notebook("microscope-dark", MAKE, reduced_motion="reduce")
    page.locator(".bpt").wait_for()
    assert page.evaluate("document.body.dataset.jpThemeLight") == "false"
    assert violations(page) == []
    focus(page)
    assert "Truncation: at h = 10⁻¹" in press(page, "p")
    assert control(page, "sweep").get_attribute("aria-disabled") == "true"
    press(page, "b", "s", "f")
    open_all(page)
    assert violations(page) == []
