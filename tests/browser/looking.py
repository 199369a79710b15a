"""What every widget is looked at for, in a page: access, targets, overflow, keys, words."""

import os
from pathlib import Path

import pytest

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
FOCUSED = "document.activeElement"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# About the page around a widget, which is JupyterLab's.
OF_THE_PAGE = ["region", "page-has-heading-one", "landmark-one-main", "bypass"]


def violations(page, selector=".bpt", *, about_the_page=False):
    """What axe-core finds wrong in an element, as one line a finding; an empty list is right."""
    if not AXE.exists():
        why = "no axe-core found: install node, then run npm ci"
        if os.environ.get("BPTEACH_BROWSER") == "required":
            pytest.fail(why)
        pytest.skip(why)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        """([selector, tags, off]) => axe.run(selector, {
            runOnly: { type: "tag", values: tags },
            rules: Object.fromEntries(off.map((name) => [name, { enabled: false }])),
        })""",
        [selector, RULES, [] if about_the_page else OF_THE_PAGE],
    )
    assert found["passes"], f"axe looked at nothing: is {selector} there?"
    return [
        f"{one['impact']} {one['id']}: {node['html'][:160]} | {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def wait_for_kernel(page):
    """Wait until a notebook is there and its kernel is at rest."""
    page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for()
    page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").first.wait_for(
        state="attached", timeout=60_000
    )


def run_again(page, number=0):
    """Make the widget of a cell anew, in a page as wide as it was, and wait for it."""
    page.emulate_media(reduced_motion="no-preference", forced_colors="none")
    page.set_viewport_size({"width": 1200, "height": 900})
    cell = page.locator(".jp-CodeCell").nth(number)
    page.evaluate("document.querySelectorAll('.bpt').forEach((one) => one.remove())")
    cell.locator(".jp-InputArea .cm-content").click()
    page.keyboard.press("Control+Enter")
    page.locator(".bpt").wait_for(timeout=20_000)


def open_all(page):
    """Open every fold, so that what is behind it is looked at too."""
    closed = page.locator(".bpt details:not([open]) > summary:visible")
    while closed.count():
        closed.first.click()


def small_targets(page, least=24):
    """Everything that can be pressed and is smaller than a finger wants, with its size."""
    found = page.locator(
        ".bpt :is(button, input, select, summary, [role=radio], [role=slider]):visible"
    ).evaluate_all(
        """all => all.map(one => {
            const box = (one.closest("label") ?? one).getBoundingClientRect();
            return [one.dataset.name || one.textContent.slice(0, 30) || one.type,
                    Math.round(box.width * 10) / 10, Math.round(box.height * 10) / 10];
        })"""
    )
    assert found, "there is nothing to press"
    return [one for one in found if min(one[1:]) < least]


def overflowing(page):
    """Elements of the widget that are wider than the widget, in words."""
    return page.locator(".bpt").evaluate(
        """root => {
            const right = root.getBoundingClientRect().right + 0.5;
            const out = [...root.querySelectorAll("*")].filter(
                (one) => one.getBoundingClientRect().right > right && one.getClientRects().length);
            const words = out.map((one) => `${one.tagName}.${one.getAttribute("class")}`);
            const scrolls = root.scrollWidth > root.clientWidth;
            return scrolls ? [`scrolls ${root.scrollWidth}`, ...words] : words;
        }"""
    )


def sentence(page):
    """The finding that is shown."""
    return page.locator(".bpt-sentence").inner_text()


def press(page, *keys):
    """Press keys one after the other, and give the sentence then."""
    for key in keys:
        page.keyboard.press(key)
    return sentence(page)


def wait_for_words(page, words):
    """Wait until the sentence holds these words."""
    page.locator(".bpt-sentence", has_text=words).wait_for(timeout=10_000)


def check_cells_are_left_alone(page, before=2):
    """Letters that JupyterLab takes for commands do nothing to the cells of the notebook."""
    for key in ("a", "b", "d", "d", "x", "m", "y", "j", "k", "ArrowDown", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.locator(".jp-Cell").count() == before
    assert page.evaluate("document.activeElement.closest('.bpt') !== null")
