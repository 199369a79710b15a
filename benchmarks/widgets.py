"""How fast a widget answers a key, beside `interact` with matplotlib: a table in Markdown.

One JupyterLab, one Chromium without a screen, one run. A move is timed in the page, from the
keydown event to the end of the next frame that is painted after the picture has changed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser.labs import CHROMIUM, FLAGS, opener, running_lab

MOVES = 50


@dataclass(frozen=True)
class Timed:
    """A move of a widget: where the keyboard is, and the keys that are pressed in turn."""

    name: str
    focus: str
    keys: tuple[str, str]
    by_python: bool = False


# Each widget on the state and the sizes that its lesson opens.
WIDGETS = {
    "slicer([[2.0], [-1.0], [4.0], [3.0]], [[10.0], [-2.0], [5.0]])": (
        Timed("slicer: which slice", ".bpt-sheet[aria-checked=true]", ("Home", "End")),
        Timed("slicer: an entry of a", "input[data-name=a1]", ("ArrowUp", "ArrowDown"), True),
    ),
    'shape_board("dL_da @ da_dz @ dz_dx", x=4, z=3, a=3, L=1)': (
        Timed("shape board: the convention", ".bpt", ("c", "c")),
        Timed("shape board: the goal", "select[data-name=goal]", ("ArrowDown", "ArrowUp"), True),
    ),
    'explorer("relu")': (
        Timed("explorer: z", "input[data-name=z]", ("ArrowLeft", "ArrowRight")),
        Timed(
            "explorer: an entry of z", "input[data-name=vector1]", ("ArrowUp", "ArrowDown"), True
        ),
    ),
    "microscope()": (
        Timed("microscope: the step h", "input[data-name=exponent]", ("ArrowRight", "ArrowLeft")),
        Timed("microscope: z", "input[data-name=z]", ("ArrowUp", "ArrowDown"), True),
    ),
    'playground("xor", hidden=(4,), updates=20)': (
        Timed("playground: the phase", "[data-name=phase]:checked", ("ArrowLeft", "ArrowRight")),
        Timed("playground: ten updates", ".bpt", ("Shift+S", "Shift+S"), True),
    ),
    "gradient_flow()": (
        Timed("gradient flow: the layer", "input[data-name=layer]", ("ArrowUp", "ArrowDown")),
        Timed("gradient flow: deeper, flatter", ".bpt", ("-", "+"), True),
    ),
}
INTERACT = """\
%matplotlib inline
from ipywidgets import IntSlider, interact
from matplotlib import pyplot
from bpteach.plots import tensor_slices
def draw(added):
    display(tensor_slices([[2.0], [-1.0], [4.0], [3.0]], [[10.0], [-2.0], [5.0]], added=added))
_ = interact(draw, added=IntSlider(1, 0, 3))"""
CURVE = """\
%matplotlib inline
import numpy as np
from ipywidgets import IntSlider, interact
from matplotlib import pyplot
x = np.linspace(-6, 6, 200)
def curve(k):
    pyplot.plot(x, 1 / (1 + np.exp(-k * x)))
    pyplot.show()
_ = interact(curve, k=IntSlider(2, 1, 9))"""

# What a round trip costs where Python does nothing and the page writes one number.
EMPTY = """\
import anywidget, traitlets
class Empty(anywidget.AnyWidget):
    _esm = '''export default { render({ model, el }) {
      el.classList.add("empty");
      el.tabIndex = 0;
      el.addEventListener("keydown", (event) => { event.stopPropagation(); model.send({}); });
      model.on("change:count", () => { el.textContent = model.get("count"); });
    } }'''
    count = traitlets.Int(0).tag(sync=True)
    def __init__(self):
        super().__init__()
        self.on_msg(lambda *_: setattr(self, "count", self.count + 1))
Empty()"""

# From keydown to the end of the first painted frame after the watched element has changed.
# The frame's end is a task that its animation frame posts, so that style, layout and paint count.
WATCH = """
(selector) => {
  window.watching?.abort();
  window.watching = new AbortController();
  window.moves = [];
  const watched = () => document.querySelector(selector);
  const channel = new MessageChannel();
  let waiting = null;
  channel.port1.onmessage = () => {
    if (!waiting?.changed) return;
    const { from, ours } = waiting;
    window.moves.push({ whole: performance.now() - from, ours: ours - from });
    waiting = null;
  };
  const look = () => {
    if (waiting) waiting.changed = true;
    if (waiting) waiting.ours ||= performance.now();
    requestAnimationFrame(() => channel.port2.postMessage(0));
  };
  const changes = new MutationObserver(look);
  changes.observe(watched(), {
    subtree: true, childList: true, characterData: true, attributes: true,
  });
  window.watching.signal.addEventListener("abort", () => changes.disconnect());
  addEventListener("keydown", (event) => {
    waiting = { from: event.timeStamp, changed: false, ours: 0 };
  }, { capture: true, signal: window.watching.signal });
}
"""


def main() -> None:
    """Measure, and print the table."""
    if not CHROMIUM:
        sys.exit("no Chromium found: install it (Debian: apt install chromium)")
    with TemporaryDirectory(prefix="bpteach-") as name:
        folder = Path(name, "course")
        with running_lab(folder, Path(name)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            with opener(address, folder, browser, lambda name: None) as opened:
                rows = [
                    row for make, moves in WIDGETS.items() for row in _touched(opened, make, moves)
                ]
                rows += _compared(opened("compared", EMPTY, CURVE, INTERACT, height=1600))
            browser.close()
    print(_table(rows))


def _table(rows) -> str:
    base = median(one["whole"] for one in rows[-1][2])
    lines = [
        "| what moves | where it is computed | median ms | p90 ms | until drawn ms | ratio |",
        "| :-- | :-- | --: | --: | --: | --: |",
    ]
    for name, where, moves in rows:
        whole = [one["whole"] for one in moves]
        middle, late = median(whole), quantiles(whole, n=10)[-1]
        ours = median(one["ours"] for one in moves)
        lines.append(
            f"| {name} | {where} | {middle:.0f} | {late:.0f} | {ours:.1f} | {base / middle:.1f}× |"
        )
    lines.append("")
    lines.append(
        f"Medians over {MOVES} moves, from keydown to the end of the next painted frame; "
        "`ratio` is how many times faster than the last row."
    )
    return "\n".join(lines)


def _touched(opened, make: str, moves: tuple[Timed, ...]) -> Iterator:
    """Time the moves of one widget, in a notebook of its own."""
    name = make.split("(")[0]
    page = opened(name, f"from bpteach.widgets import {name}\n{make}", height=1600)
    page.locator(".bpt").wait_for(timeout=20_000)
    page.wait_for_timeout(1000)
    for one in moves:
        fold = page.locator(f".bpt details:not([open]):has({one.focus}) > summary")
        if fold.count():
            fold.first.click()
        page.evaluate(WATCH, ".bpt-stage")
        page.locator(one.focus).first.focus()
        yield one.name, "Python" if one.by_python else "in the page", _moves(page, one.keys)


def _compared(page: Page) -> Iterator:
    page.locator(".noUi-handle").nth(1).wait_for(timeout=20_000)
    page.wait_for_timeout(1000)
    page.evaluate(WATCH, ".empty")
    page.locator(".empty").focus()
    yield "an empty widget", "Python", _moves(page, ("ArrowUp", "ArrowDown"))
    cells = page.locator(".jp-CodeCell")
    yield "interact: one curve", "matplotlib", _by_interact(page, cells.nth(1))
    yield "interact: the slices", "matplotlib", _by_interact(page, cells.nth(2))


def _by_interact(page: Page, cell) -> list:
    cell.scroll_into_view_if_needed()
    output = cell.locator(".jp-OutputArea").last
    output.evaluate("one => one.classList.add('watched')")
    page.evaluate(WATCH, ".watched")
    cell.locator(".noUi-handle").first.focus()
    moves = _moves(page, ("ArrowLeft", "ArrowRight"))
    output.evaluate("one => one.classList.remove('watched')")
    return moves


def _moves(page: Page, keys: tuple[str, str]) -> list:
    for number in range(MOVES + 4):  # the first ones warm up
        before = page.evaluate("window.moves.length")
        page.keyboard.press(keys[number % 2])
        page.wait_for_function("before => window.moves.length > before", arg=before, timeout=20_000)
        page.wait_for_timeout(40)
    return page.evaluate("window.moves")[-MOVES:]


if __name__ == "__main__":
    main()
