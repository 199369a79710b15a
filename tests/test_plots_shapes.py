"""Figures of unit 01: the outer product, the broadcasting accident, the shape board."""

import re
from functools import cache
from itertools import pairwise

import matplotlib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import PolyCollection
from numpy.testing import assert_array_equal

from bpteach.layout import ShapeError
from bpteach.plots import broadcast_accident, factor, outer_product, shape_board
from bpteach.plots.accident import appetite
from bpteach.plots.factors import joints, outcome
from bpteach.plots.lint import lint

U = np.array([[2.0], [-1.0], [3.0]])
V = np.array([[1.0], [0.0], [-2.0], [4.0]])
M, P, C = factor("M", y=3, x=4), factor("P", w=3, y=3), factor("C", w=3, z=1)
FOUR = [C.T, P, M], [P, M, C.T], [C.T, P.T, M], [M.T, P.T, C]

FIGURES = {
    "outer": lambda theme: outer_product(U, V, theme=theme),
    "outer, largest": lambda theme: outer_product(-123.5 * np.ones((5, 1)), V, theme=theme),
    "outer, widest": lambda theme: outer_product([[1e-9], [2.0]], -2345.6 * np.ones((5, 1)),
                                                 theme=theme),
    "outer, smallest": lambda theme: outer_product([[2.0]], [[3.0]], theme=theme),
    "accident": lambda theme: broadcast_accident(U, [2.0, -1.0, 3.0], theme=theme),
    "accident, largest": lambda theme: broadcast_accident(np.arange(5.0)[:, None] * 111.25,
                                                          -np.ones(5), theme=theme),
    "accident, smallest": lambda theme: broadcast_accident([[1.0]], [1.0], theme=theme),
    "boards": lambda theme: shape_board(*FOUR, theme=theme),
    "board, one": lambda theme: shape_board([C.T, P.T, M], theme=theme),
    "board, wrong": lambda theme: shape_board([M, P], theme=theme),
    "board, one factor": lambda theme: shape_board([M], theme=theme),
    "board, four": lambda theme: shape_board(
        [factor("C", w=4, z=1).T, factor("P", w=4, v=3), factor("Q", v=3, y=2),
         factor("M", y=2, x=5)],
        theme=theme),
    "board, largest": lambda theme: shape_board([factor("A", p=6, q=6), factor("B", q=6, r=6)],
                                                theme=theme),
}  # fmt: skip


@cache
def figure(name, theme):
    return FIGURES[name](theme)


def words_of(picture):
    return "\n".join(text.get_text() for text in picture.findobj(matplotlib.text.Text))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_can_be_read_in_both_themes(name, theme):
    assert lint(figure(name, theme)) == []


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_its_takeaway_as_title_and_its_finding_as_alt_text(name):
    picture = figure(name, "light")
    assert picture.takeaway in words_of(picture)
    assert len(picture.alt) > 40
    assert picture.alt.endswith(".")


@pytest.mark.parametrize("name", FIGURES)
def test_a_theme_changes_colours_and_no_words(name):
    light, dark = figure(name, "light"), figure(name, "dark")
    assert words_of(light) == words_of(dark)
    assert (light.alt, repr(light.data)) == (dark.alt, repr(dark.data))
    assert light.get_facecolor() != dark.get_facecolor()


# The outer product


def test_the_table_is_numpys_outer_product_and_every_number_is_drawn():
    picture = outer_product(U, V)
    assert_array_equal(picture.data["outer"], np.outer(U, V), strict=True)
    tables = [c for c in picture.axes[0].collections if isinstance(c, PolyCollection)]
    assert sorted(len(table.get_paths()) for table in tables) == [3, 4, 12]
    drawn = [text.get_text() for text in picture.axes[0].texts]
    shown = [f"{number:.0f}".replace("-", "−") for number in np.outer(U, V).ravel() + 0.0]
    assert drawn[-12:] == shown


def test_one_entry_is_framed_and_worked_out():
    picture = outer_product(U, V)
    assert "row 2, column 3:  u₂ v₃ = (−1) · (−2) = 2" in words_of(picture)
    assert len(picture.axes[0].patches) == 3
    assert "row 2  =  (−1) · vᵀ" in words_of(picture)


def test_alt_text_of_the_outer_product_says_what_each_row_is():
    assert outer_product(U, V).description == (
        "The outer product u vᵀ as a grid of 3 rows and 4 columns. u stands on the left, vᵀ lies "
        "on top, and the cell in row i and column j holds u_i times v_j: 12 products of two "
        "numbers, none of them summed. From top to bottom the rows are 2 times vᵀ, −1 times vᵀ, "
        "3 times vᵀ: each row is a multiple of the same vᵀ."
    )


@pytest.mark.parametrize(
    ("u", "v", "first"),
    [
        (U[:, 0], V, "outer_product cannot draw u: it is 1-D with 3 entries"),
        (U, V.T, "outer_product cannot draw v: it is 1 x 4"),
        (np.ones((6, 1)), V, "outer_product cannot draw u: it is 6 x 1"),
    ],
)
def test_only_short_columns_are_drawn(u, v, first):
    with pytest.raises(ShapeError, match="outer_product cannot draw") as caught:
        outer_product(u, v)
    name = first[26]
    assert str(caught.value) == (
        f"{first}\n  it needs a column with 1 to 5 numbers, so that every one can be read\n"
        f"  write {name}.reshape(-1, 1) if it is 1-D, {name}[:5] if it is longer"
    )


def test_numbers_that_are_not_finite_are_refused():
    with pytest.raises(ValueError, match="cannot draw u: it holds nan or inf"):
        outer_product([[np.nan]], V)


def test_arguments_are_neither_changed_nor_kept():
    u, v = U.copy(), V.copy()
    picture = outer_product(u, v)
    u[:], v[:] = 0, 0
    assert_array_equal(picture.data["u"], U, strict=True)
    assert_array_equal(picture.data["v"], V, strict=True)


# The accident


def test_the_accident_drawn_is_what_numpy_does():
    o, t = np.array([[3.0], [5.0], [2.0], [6.0]]), np.array([3.0, 5.0, 2.0, 6.0])
    picture = broadcast_accident(o, t)
    assert_array_equal(picture.data["table"], o - t, strict=True)
    assert picture.takeaway == (
        "A column (4, 1) minus a 1-D array (4,) is a table: 4 numbers were meant, 16 came"
    )
    assert len(picture.axes[0].patches) == 4
    assert "⚠  the other 12 came by broadcasting" in words_of(picture)
    assert "All numbers on it are 0." in picture.alt
    assert "All numbers on it are 0." not in broadcast_accident(o + 1, t).alt


def test_the_memory_is_that_of_the_arrays_themselves():
    o, t = np.ones((50, 1)), np.ones(50)
    assert appetite(50) == {"meant": o.nbytes, "got": (o - t).nbytes}
    assert "100,000 numbers minus 100,000: 781 KiB meant, 75 GiB by accident." in (
        figure("accident", "light").alt
    )
    for words in ("7.6 MiB", "763 MiB", "75 GiB", "100,000"):
        assert words in words_of(figure("accident", "light")).split("\n")


def test_without_an_accident_nothing_is_drawn():
    with pytest.raises(ShapeError) as caught:
        broadcast_accident(U, U)
    assert str(caught.value) == (
        "broadcast_accident needs a 1-D array with as many numbers as the column\n"
        "  the column is (3, 1), the other array is (3, 1)\n"
        "  write flat.ravel() if it is a column: as a column it causes no accident"
    )


# The shape board

LETTERS = st.sampled_from("uvwxyz")


@st.composite
def any_factor(draw):
    rows, columns = draw(st.lists(LETTERS, min_size=2, max_size=2, unique=True))
    sizes = st.integers(1, 5)
    made = factor("M", **{rows: draw(sizes), columns: draw(sizes)})
    return made.T if draw(st.booleans()) else made


products = st.lists(any_factor(), min_size=1, max_size=3)


def turned(product):
    return [one.T for one in reversed(product)]


@given(products)
def test_turning_a_product_over_twice_changes_nothing_and_once_no_outcome(product):
    assert turned(turned(product)) == product
    assert outcome(turned(product)) == outcome(product)


@given(products)
def test_the_board_has_a_product_exactly_where_numpy_has_one(product):
    arrays = [np.ones(one.shape) for one in product]
    try:
        np.linalg.multi_dot(arrays) if len(arrays) > 1 else arrays[0]
    except ValueError:
        assert outcome(product) == "no joint"
    else:
        assert outcome(product) != "no joint"


@given(products)
def test_a_board_is_right_exactly_where_the_same_variables_meet(product):
    pairs = list(pairwise(product))
    assert (outcome(product) == "joint holds") == all(a.columns == b.rows for a, b in pairs)
    for (left, right), joint in zip(pairs, joints(product), strict=True):
        same = left.columns.size == right.rows.size
        assert (joint.mark == "no joint") == (not same)


def test_the_accident_cannot_happen_where_all_sizes_differ():
    P2, C2 = factor("P", w=2, y=3), factor("C", w=2, z=1)
    assert outcome([C.T, P.T, M]) == "sizes only"
    assert outcome([C2.T, P2.T, M]) == "no joint"


def test_every_joint_is_drawn_with_its_sign_and_who_meets_whom():
    words = words_of(figure("boards", "light")).split("\n")
    assert words.count("✓  w meets w") == 2
    assert words.count("✓  y meets y") == 3
    assert words.count("⚠  w meets y") == 2
    assert words.count("✗  4 meets 1") == 1
    assert {"✓  1 × 4, z by x", "✗  no product", "⚠  1 × 4, and wrong", "✓  4 × 1, x by z"} <= set(
        words
    )


def test_joints_differ_in_line_style_and_not_in_colour_alone():
    lines = figure("boards", "light").axes[0].lines
    styles = [(line.get_color(), line.get_linestyle()) for line in lines]
    assert len(lines) == 8
    assert len(set(styles)) == 3
    assert len({style for _, style in styles}) >= 2
    dashes = {line._unscaled_dash_pattern for line in lines if line.get_linestyle() == "--"}
    assert len(dashes) == 2


def test_factors_are_drawn_to_scale():
    picture = shape_board([C.T, P, M])
    frames = [patch for patch in picture.axes[0].patches if not patch.get_fill()]
    sizes = [(patch.get_height(), patch.get_width()) for patch in frames]
    unit = sizes[0][0]
    found = [tuple(round(side / unit) for side in size) for size in sizes]
    assert found == [(1, 3), (3, 3), (3, 4)]


def test_data_of_the_boards_are_plain():
    assert figure("boards", "light").data["boards"][2] == {
        "product": "Cᵀ Pᵀ M",
        "shapes": [(1, 3), (3, 3), (3, 4)],
        "marks": ["sizes only", "sizes only"],
        "outcome": "sizes only",
    }


@pytest.mark.parametrize(
    ("name", "takeaway"),
    [
        ("boards", "The sizes can agree by accident: then a wrong product exists, and nothing "
                   "stops it"),
        ("board, wrong", "Where two sizes differ, there is no product: numpy stops with an error"),
        ("board, four", "Where two factors meet, size and variable agree"),
    ],
)  # fmt: skip
def test_the_title_states_the_worst_that_is_shown(name, takeaway):
    assert figure(name, "light").takeaway == takeaway


@pytest.mark.parametrize(
    ("sides", "given"),
    [({"y": 3}, "y=3"), ({}, "none"), ({"y": 3, "x": 0}, "y=3, x=0"),
     ({"y": 3, "x": 2.5}, "y=3, x=2.5")],
)  # fmt: skip
def test_a_factor_has_two_sides_with_whole_sizes(sides, given):
    with pytest.raises(ShapeError) as caught:
        factor("M", **sides)
    assert str(caught.value) == (
        f"the factor M cannot have these sides: {given}\n"
        "  it needs two variables with their sizes: first that of its rows, then that of its "
        "columns\n"
        '  write factor("M", y=3, x=4) for a matrix that takes x to y'
    )


@pytest.mark.parametrize("product", [[], [M] * 5, [factor("M", y=7, x=2)], [np.ones((3, 4))]])
def test_what_cannot_be_drawn_is_said(product):
    with pytest.raises(ShapeError, match=re.escape("shape_board cannot draw this product")):
        shape_board(product)


def test_a_board_without_products_is_told_what_to_write():
    with pytest.raises(ShapeError, match=re.escape("shape_board has no product to draw")):
        shape_board()
