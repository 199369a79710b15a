"""The answer board, by keyboard, in a real JupyterLab: the answer stands in the cell's text."""

MAKE = """\
steps = []
from bpteach.widgets import board
lines = [("a", "dz/dx = M C"), ("b", "dz/dy = C"), ("c", "dy/dx = Mᵀ"), ("d", "dz/dx = Mᵀ C")]
board("steps", lines, steps, many=True)"""
PICK = """\
pick = ""
from bpteach.widgets import board
board("pick", [("a", "column"), ("b", "row"), ("c", "it cannot be told")], pick, many=False)"""


def cell_text(page, number=0):
    return (
        page.locator(".jp-CodeCell").nth(number).locator(".jp-InputArea .cm-content").inner_text()
    )


def line(page, letter):
    return page.locator(f".bpteach-board-line[data-letter='{letter}']")


def focused(page):
    """The letter of the line under focus, and the list in which it stands."""
    return page.evaluate(
        "[document.activeElement.dataset.letter ?? '',"
        " document.activeElement.closest('section')?.getAttribute('aria-label') ?? '']"
    )


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_an_order_is_made_by_keyboard_and_stands_in_the_saved_cell(open_notebook, saved):
    page = open_notebook("order", MAKE, "print(steps)")
    line(page, "a").focus()
    press(page, "ArrowDown", "Enter")
    assert focused(page) == ["c", "Lines"]
    press(page, "ArrowDown", "Space")
    assert focused(page) == ["c", "Lines"]
    press(page, "Enter")
    assert focused(page) == ["a", "Lines"]
    press(page, "Tab")
    assert focused(page) == ["b", "Your order"]
    press(page, "ArrowDown", "ArrowDown", "Alt+ArrowUp")
    assert focused(page) == ["c", "Your order"]
    page.locator(".bpteach-board-answer", has_text='["b", "c", "d"]').wait_for()
    assert cell_text(page).startswith('steps = ["b", "c", "d"]')
    assert page.locator(".bpteach-board-status").inner_text() == (
        "c is line 2. It stands in the cell now; save the notebook."
    )
    notebook = saved(page, "order")
    assert notebook.cells[0].source.startswith('steps = ["b", "c", "d"]\n')
    assert notebook.cells[0].source.count("\n") == MAKE.count("\n")


def test_tab_goes_to_the_order_and_back_to_the_lines_after_every_change(open_notebook):
    page = open_notebook("tabs", MAKE)
    line(page, "a").focus()
    press(page, "Enter", "Enter", "Enter", "Enter")
    page.locator(".bpteach-board-answer", has_text='["a", "b", "c", "d"]').wait_for()
    assert focused(page) == ["d", "Your order"]
    press(page, "Alt+ArrowUp", "Delete")
    assert focused(page) == ["d", "Lines"]
    press(page, "Tab")
    assert focused(page) == ["a", "Your order"]
    press(page, "ArrowDown", "Delete")
    assert focused(page) == ["b", "Lines"]
    press(page, "ArrowDown")
    assert focused(page) == ["d", "Lines"]
    press(page, "Tab")
    assert focused(page) == ["a", "Your order"]
    press(page, "Shift+Tab")
    assert focused(page) == ["d", "Lines"]
    press(page, "Shift+Tab")
    assert focused(page)[0] == ""
    assert (
        page.locator(".bpteach-board-help")
        .inner_text()
        .endswith("Tab goes to your order, Shift+Tab back to the lines.")
    )
    page.locator(".bpteach-board-answer", has_text='["a", "c"]').wait_for()


def test_the_kernel_knows_the_answer_without_a_second_run(open_notebook):
    page = open_notebook("kernel", MAKE, "print(steps)")
    line(page, "d").focus()
    page.keyboard.press("Enter")
    page.locator(".bpteach-board-answer", has_text='["d"]').wait_for()
    page.locator(".jp-CodeCell").nth(1).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.locator(".jp-OutputArea-output", has_text="['d']").wait_for()


def test_a_line_is_taken_out_by_delete_and_moved_by_arrows(open_notebook):
    page = open_notebook("delete", MAKE.replace("steps = []", 'steps = ["a", "b"]'))
    line(page, "a").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.letter") == "b"
    page.keyboard.press("Delete")
    page.locator(".bpteach-board-answer", has_text='["a"]').wait_for()
    assert cell_text(page).startswith('steps = ["a"]\n')


def test_letters_and_arrows_on_the_board_leave_the_cells_alone(open_notebook):
    page = open_notebook("guard", MAKE, "1 + 1")
    line(page, "a").focus()
    cells = page.locator(".jp-Cell").count()
    for key in ("a", "b", "d", "d", "x", "m", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.locator(".jp-Cell").count() == cells


def test_a_choice_is_made_by_the_arrows_of_the_keyboard(open_notebook, saved):
    page = open_notebook("choice", PICK)
    page.locator(".bpteach-board input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.locator(".bpteach-board-answer", has_text='"c"').wait_for()
    assert saved(page, "choice").cells[0].source.startswith('pick = "c"\n')


def test_the_board_fits_a_narrow_page_and_its_targets_are_large(open_notebook):
    page = open_notebook("narrow", MAKE.replace("steps = []", 'steps = ["a", "b"]'), width=420)
    board = page.locator(".bpteach-board")
    board.wait_for()
    assert board.evaluate("one => one.scrollWidth <= one.clientWidth")
    sizes = board.locator("button:visible").evaluate_all(
        "all => all.map(one => [one.offsetWidth, one.offsetHeight])"
    )
    assert min(min(size) for size in sizes) >= 24
