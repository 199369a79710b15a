"""The playground in a real JupyterLab: every key, Play, the guard, access, widths, reload."""

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
from bpteach.widgets import playground
panel = playground({})
panel"""
SMALL = '"xor", hidden=(4,), updates=20'


@pytest.fixture
def opened(open_notebook):
    def opened(name, arguments=SMALL, **options):
        page = open_notebook(name, MAKE.format(arguments), "1 + 1", **options)
        page.locator(".bpt").wait_for()
        page.locator(".bpt").focus()
        return page

    return opened


def badge(page):
    return page.locator("p", has_text="gradient check").inner_text()


AT_ONCE = """keys => keys.forEach(key => document.querySelector(".bpt").dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, shiftKey: key !== key.toLowerCase() })))"""


def test_a_move_that_is_not_told_yet_does_not_spoil_the_next_question(opened):
    page = opened("playground-at-once")
    press(page, "s")
    wait_for_words(page, "Update 21, forward")
    page.evaluate(AT_ONCE, ["s", "R"])  # the page's own move, and then Python's
    wait_for_words(page, "Before the first update")
    page.wait_for_timeout(300)
    assert "Before the first update" in sentence(page)


def phase(page):
    return page.locator("input[data-name=phase]:checked").get_attribute("value")


def updates(page):
    return int(sentence(page).split("After ")[1].split()[0])


def test_every_key(opened):
    page = opened("playground-keys")
    wait_for_words(page, "After 20 updates")
    assert badge(page).startswith("✓")
    press(page, "s")
    wait_for_words(page, "Update 21, forward: 20 examples give")
    assert badge(page) == "— gradient check: no gradients yet"
    assert "Update 21, backward" in press(page, "s")
    assert badge(page).startswith("✓")
    assert "After 21 updates" in press(page, "s")
    press(page, "Shift+S")
    wait_for_words(page, "After 31 updates")
    press(page, "]")
    page.locator("output", has_text="1").wait_for()
    press(page, "[")
    page.locator("output", has_text="0.3").wait_for()
    press(page, "z")
    page.locator("output", has_text="1").wait_for()
    press(page, "z", "z")
    wait_for_words(page, "After 21 updates")
    for _ in "sss":  # at most: keys in quick succession are one move
        press(page, "z")
        page.wait_for_timeout(300)
    wait_for_words(page, "After 20 updates")
    press(page, "Shift+R")
    wait_for_words(page, "Before the first update")
    press(page, "r")
    wait_for_words(page, "After 20 updates")
    assert page.locator(".bpt-keys kbd").all_inner_texts() == [
        *("S", "Shift+S", "Space", "Shift+R", "[", "]", "Z", "R")
    ]
    # the phase by its own arrows, Play by Space on the widget and on its button
    press(page, "s")
    wait_for_words(page, "Update 21, forward")
    page.locator("input[data-name=phase]:checked").focus()
    assert "Update 21, backward" in press(page, "ArrowRight")
    assert phase(page) == "backward"
    for place in (page.locator(".bpt"), page.locator("[data-name=play]")):
        place.focus()
        check_cells_are_left_alone(page)


def test_play_begins_when_asked_goes_at_most_four_times_a_second_and_pauses(opened):
    page = opened("playground-play")
    page.wait_for_timeout(700)
    assert updates(page) == 20  # never by itself
    press(page, "Space")
    page.wait_for_timeout(1500)
    press(page, "Space")
    page.wait_for_timeout(400)
    made = (updates(page) - 20) / 10
    assert 1 <= made <= 8
    page.wait_for_timeout(600)
    assert (updates(page) - 20) / 10 == made
    assert page.locator("[data-name=play]").inner_text() == "▶ Play"

    # a sabotage flips the badge, and its end flips it back
    page.locator("select[data-name=sabotage]").select_option("−∂L/∂W1")
    page.locator("[data-name=ten]").click()
    page.locator("p", has_text="✗ gradient check: ∂L/∂W1 is off by 200 %").wait_for()
    page.locator("select[data-name=sabotage]").select_option("none")
    page.locator("[data-name=ten]").click()
    page.locator("p", has_text="✓ gradient check").wait_for()

    # a loss that is not finite stops it and says so
    page.locator(".bpt").focus()
    for _ in range(3):
        press(page, "]")
        page.wait_for_timeout(150)
    page.locator("output", has_text="10").wait_for()
    press(page, "Space")
    page.locator(".bpt-sentence", has_text="✗ Diverged at update").wait_for(timeout=20_000)
    play = page.locator("[data-name=play]")
    assert play.inner_text() == "▶ Play"
    assert play.get_attribute("aria-disabled") == "true"
    assert violations(page) == []
    assert overflowing(page) == []

    # where motion is unwanted, Play goes to the end at once
    press(page, "r")
    wait_for_words(page, "After 20 updates")
    page.emulate_media(reduced_motion="reduce")
    press(page, "Space")
    wait_for_words(page, "After 1000 updates")
    assert play.inner_text() == "▶ Play"


@pytest.mark.parametrize(("theme", "width"), [("light", 1200), ("dark", 400)])
def test_axe_finds_nothing_nothing_overflows_and_targets_are_large(opened, request, theme, width):
    if theme == "dark":
        request.getfixturevalue("dark")
    page = opened(f"playground-{theme}", "", width=width)
    assert page.evaluate("document.body.dataset.jpThemeLight") == str(theme == "light").lower()
    if width == 400:
        assert page.locator(".bpt").evaluate("one => one.clientWidth") <= 300
    open_all(page)
    page.locator(".bpt").focus()
    for words in ("After 200", "Update 201, forward", "Update 201, backward"):
        wait_for_words(page, words)
        assert violations(page) == []
        assert overflowing(page) == []
        assert small_targets(page) == []
        press(page, "s")


def test_a_reload_finds_the_state_in_the_kernel_and_without_one_the_picture(
    opened, saved, stop_kernel
):
    page = opened("playground-reload")
    press(page, "Shift+S")
    wait_for_words(page, "After 30 updates")
    page.locator("[data-name=copy]").click()
    line = page.locator(".bpt-remark", has_text="playground(").inner_text().partition(": ")[2]
    from bpteach.widgets import playground

    assert eval(line, {"playground": playground}).state.updates == 30
    saved(page, "playground-reload")
    page.reload()
    page.locator(".bpt").wait_for(timeout=20_000)
    wait_for_words(page, "After 30 updates")
    stop_kernel("playground-reload")
    page.reload()
    picture = page.locator(".bpt-picture")
    picture.wait_for(timeout=20_000)
    assert picture.locator("img").get_attribute("alt").startswith("After 20 updates: ")
    assert "the mean loss is" in picture.locator("figcaption").inner_text()
    assert 'playground("xor", hidden=(4,)' in picture.locator("code").inner_text()
    page.wait_for_timeout(1000)
    assert page.locator(".bpt").count() == 0
