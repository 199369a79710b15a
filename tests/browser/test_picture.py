"""A picture on a narrow page: it keeps its size, and scrolls by keyboard."""

SHOW = """\
from bpteach.plots import activation
activation("tanh")"""


def test_a_picture_scrolls_on_a_narrow_page_and_not_on_a_wide_one(open_notebook):
    narrow = open_notebook("narrow_picture", SHOW, width=420)
    frame = narrow.locator("[aria-label='Picture: scrolls sideways']")
    frame.wait_for()
    assert frame.locator("img").evaluate("one => one.clientWidth") == 600
    frame.focus()
    narrow.keyboard.press("ArrowRight")
    narrow.wait_for_function("document.activeElement.scrollLeft > 0")
    wide = open_notebook("wide_picture", SHOW)
    frame = wide.locator("[aria-label='Picture: scrolls sideways']")
    frame.wait_for()
    assert frame.evaluate("one => one.scrollWidth <= one.clientWidth")
