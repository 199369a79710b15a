"""Figures of the chain rule: paths, both products, chains to scale, the central difference."""

from functools import cache, reduce

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.patches import Circle, Rectangle
from matplotlib.text import Text
from numpy.testing import assert_allclose, assert_array_equal

from bpteach import Dense, LayoutError, OneHot, ShapeError, Variable, chain
from bpteach.plots import central_chord, chain_board, path_sum, two_readings
from bpteach.plots.lint import lint

X, Y, U, Z = (Variable(name, (size,)) for name, size in zip("xyuz", (3, 2, 4, 1), strict=True))
DY_DX = Dense(np.array([[3.0, 0.0], [2.0, 1.0], [0.0, 5.0]]), of=Y, wrt=X)
DZ_DY = Dense(np.array([[-2.0], [6.0]]), of=Z, wrt=Y)
DU_DY = Dense(np.arange(8.0).reshape(2, 4), of=U, wrt=Y)
DZ_DU = Dense(np.array([[1.0], [2.0], [-1.0], [1.0]]), of=Z, wrt=U)
LONG = Dense(np.array([[-0.125, 12.5, 1.75], [2.5, -3.0, 0.5], [-12.5, 1.0, -9.25]]),
             of=Variable("z", (3,)), wrt=Variable("a", (3,)))  # fmt: skip
LONG_G = Dense(np.array([[-1.25], [-12.5], [-3.75]]), of=Variable("L", (1,)), wrt=LONG.of)
ONE = Dense(np.array([[3.0]]), of=Variable("y", (1,)), wrt=Variable("x", (1,)))
ONE_G = Dense(np.array([[0.0]]), of=Z, wrt=ONE.of)


def square(of, wrt):
    return Dense(np.eye(3), of=Variable(of, (3,)), wrt=Variable(wrt, (3,)))


ACCIDENT = chain(
    square("u", "y"),
    square("y", "x"),
    Dense(np.ones((3, 1)), of=Z, wrt=Variable("u", (3,))),
)
COLUMN_CHAIN = chain(DY_DX, DU_DY, DZ_DU)
ROW_CHAIN = chain(DZ_DU.T, DU_DY.T, DY_DX.T)
WRONG = chain(DU_DY, DY_DX, DZ_DU)

FIGURES = {
    "paths": lambda theme: path_sum(DY_DX, DZ_DY, entry=2, theme=theme),
    "paths, one used": lambda theme: path_sum(DY_DX.T, DZ_DY.T, entry=3, theme=theme),
    "paths, most": lambda theme: path_sum(LONG, LONG_G, entry=3, theme=theme),
    "paths, none": lambda theme: path_sum(ONE, ONE_G, theme=theme),
    "readings": lambda theme: two_readings(DY_DX, DZ_DY, entry=2, theme=theme),
    "readings, largest": lambda theme: two_readings(LONG, LONG_G, entry=1, theme=theme),
    "readings, smallest": lambda theme: two_readings(ONE, ONE_G, theme=theme),
    "board": lambda theme: chain_board(COLUMN_CHAIN, ROW_CHAIN, theme=theme),
    "board, wrong and accident": lambda theme: chain_board(WRONG, ACCIDENT, theme=theme),
    "board, one factor": lambda theme: chain_board(chain(DY_DX), theme=theme),
    "board, four": lambda theme: chain_board(*[ACCIDENT] * 4, theme=theme),
    "chord": lambda theme: central_chord(theme=theme),
    "chord, falling": lambda theme: central_chord(-1.0, 0.5, theme=theme),
}


@cache
def figure(name, theme):
    return FIGURES[name](theme)


def words_of(picture):
    return "\n".join(text.get_text() for text in picture.findobj(Text))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_can_be_read_in_both_themes(name, theme):
    assert lint(figure(name, theme)) == []


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_its_takeaway_as_title_and_its_finding_as_alt_text(name):
    picture = figure(name, "light")
    assert picture.takeaway in words_of(picture)
    assert len(picture.alt) > len(picture.takeaway)
    assert picture.alt.endswith(".")


@pytest.mark.parametrize("name", FIGURES)
def test_a_theme_changes_colours_and_no_words(name):
    light, dark = figure(name, "light"), figure(name, "dark")
    assert (words_of(light), light.alt) == (words_of(dark), dark.alt)
    assert light.get_facecolor() != dark.get_facecolor()


# Paths


def test_each_path_is_a_product_and_the_paths_add_up_to_the_gradient():
    data = path_sum(LONG, LONG_G).data
    assert_allclose(data["terms"].sum(1, keepdims=True), data["sums"], rtol=1e-14, strict=True)
    assert_allclose(data["sums"], (LONG @ LONG_G).array, rtol=1e-14, strict=True)


def test_an_arrow_is_drawn_for_each_derivative_that_is_not_zero():
    ax = path_sum(DY_DX, DZ_DY, entry=2).axes[0]
    arrows = [line for line in ax.lines if line.get_xdata()[1] < 5]  # the others are samples
    assert len(arrows) == np.count_nonzero(DY_DX.array) + np.count_nonzero(DZ_DY.array)
    assert len([patch for patch in ax.patches if isinstance(patch, Circle)]) == 3 + 2 + 1


def test_words_of_the_paths_state_every_product_and_the_sum():
    picture = path_sum(DY_DX, DZ_DY, entry=2)
    words = words_of(picture)
    for said in ("2 · (−2) = −4", "1 · 6 = 6", "sum:  ∂z/∂x₂ = 2", "∂z/∂x₃ = 30, 1 path"):
        assert said in words
    assert picture.description == (
        "A net: 3 circles for x, 2 for y, one for z; an arrow carries its derivative, and a "
        "derivative of 0 has no arrow. Paths from x₂ to z: through y₁ it is 2 times −2, which is "
        "−4 and through y₂ it is 1 times 6, which is 6, together 2. The sums of the other "
        "entries: −6 at x₁ and 30 at x₃."
    )


def test_the_convention_of_the_jacobians_does_not_matter():
    for draw in (path_sum, two_readings):
        assert draw(DY_DX, DZ_DY, entry=2).alt == draw(DY_DX.T, DZ_DY.T, entry=2).alt


@pytest.mark.parametrize("draw", [path_sum, two_readings])
def test_jacobians_that_do_not_lead_to_one_number_are_refused(draw):
    with pytest.raises(ShapeError, match="nearest the input first"):
        draw(DZ_DY, DY_DX)
    with pytest.raises(ShapeError, match=r"here y\[2\] to u\[4\], then u\[4\] to z\[1\]"):
        draw(DU_DY, DZ_DU)
    with pytest.raises(ValueError, match="cannot look at entry 4 of x"):
        draw(DY_DX, DZ_DY, entry=4)
    with pytest.raises(ValueError, match="holds nan or inf"):
        draw(DY_DX, Dense(np.array([[np.nan], [1.0]]), of=Z, wrt=Y))


# Both products


def test_both_products_are_drawn_with_all_their_numbers_and_the_sum_marked():
    picture = two_readings(DY_DX, DZ_DY, entry=2)
    tables = [c for c in picture.axes[0].collections if isinstance(c, PolyCollection)]
    assert [len(table.get_paths()) for table in tables] == [6, 2, 3, 2, 6, 3]
    frames = [patch for patch in picture.axes[0].patches if isinstance(patch, Rectangle)]
    assert len(frames) == 6
    words = words_of(picture)
    assert "row 2 times the column:  2 · (−2) + 1 · 6 = 2" in words
    assert "the row times column 2:  (−2) · 2 + 6 · 1 = 2" in words
    assert words.split("\n").count("30") == 2


def test_frames_of_the_factors_hold_as_many_numbers_as_the_sum_has_terms():
    picture = two_readings(DY_DX, DZ_DY, entry=2)
    wide, high = 0.6, 0.33
    sizes = [
        (round(frame.get_width() / wide), round(frame.get_height() / high))
        for frame in picture.axes[0].patches
    ]
    assert sizes == [(2, 1), (1, 2), (1, 1), (2, 1), (1, 2), (1, 1)]


# Chains to scale


def test_a_board_states_shapes_and_joints_under_the_name_of_its_convention():
    picture = chain_board(COLUMN_CHAIN, ROW_CHAIN)
    column, row = picture.data["boards"]
    assert column == {
        "product": "∂y/∂x ∂u/∂y ∂z/∂u",
        "shapes": [(3, 2), (2, 4), (4, 1)],
        "marks": ["joint holds", "joint holds"],
        "outcome": "joint holds",
    }
    assert row["product"] == "∂z/∂u ∂u/∂y ∂y/∂x"
    assert row["shapes"] == [shape[::-1] for shape in column["shapes"][::-1]]
    words = words_of(picture)
    assert "column · denominator ↓" in words
    assert "row · numerator →" in words


def test_a_board_says_a_product_exists_only_where_numpy_multiplies():
    for links in (COLUMN_CHAIN, ROW_CHAIN, WRONG, ACCIDENT, chain(DZ_DY, DY_DX)):
        (board,) = chain_board(links).data["boards"]
        try:
            reduce(np.matmul, [factor.array for factor in links.factors])
        except ValueError:
            assert board["outcome"] == "no joint"
        else:
            assert board["outcome"] in ("joint holds", "sizes only")


def test_a_board_has_the_joints_of_the_chain_itself():
    for links in (COLUMN_CHAIN, ROW_CHAIN, WRONG, ACCIDENT):
        (board,) = chain_board(links).data["boards"]
        assert board["marks"] == [joint.mark for joint in links.joints]


def test_grids_have_as_many_lines_as_the_factors_have_rows_and_columns():
    ax = chain_board(COLUMN_CHAIN).axes[0]
    lines = [len(c.get_segments()) for c in ax.collections if isinstance(c, LineCollection)]
    assert lines == [1 + 2, 3 + 1, 0 + 3]


@pytest.mark.parametrize(
    ("chains", "takeaway"),
    [
        (
            (COLUMN_CHAIN, ROW_CHAIN),
            "From one convention to the other: reverse the order, transpose every factor",
        ),
        ((COLUMN_CHAIN,), "Where two factors meet, size and variable agree"),
        ((WRONG,), "Where two sizes differ, there is no product: numpy stops with an error"),
        (
            (COLUMN_CHAIN, ACCIDENT),
            "The sizes can agree by accident: then a wrong product exists, and nothing stops it",
        ),
        ((WRONG, ACCIDENT), "A wrong order stops numpy only where the sizes differ"),
    ],
)
def test_the_takeaway_is_that_of_the_joints(chains, takeaway):
    assert chain_board(*chains).takeaway == takeaway


def test_alt_text_of_an_accident_names_both_variables_and_the_convention():
    assert chain_board(ACCIDENT).description == (
        "column · denominator ↓: ∂u/∂y ∂y/∂x ∂z/∂u. ∂u/∂y is 3×3, y by u; ∂y/∂x is 3×3, x by y; "
        "∂z/∂u is 3×1, u by z. u[3] meets x[3]: sizes agree by accident; y[3] meets u[3]: sizes "
        "agree by accident. numpy gives a product of 3×1, and it is wrong."
    )


def test_what_a_board_cannot_draw_is_refused_with_the_way_out():
    with pytest.raises(ShapeError, match="has no product to draw"):
        chain_board()
    with pytest.raises(LayoutError, match=r"write dz_dy\.T"):
        chain_board(chain(DY_DX, DZ_DY.T))
    tensor = OneHot(np.ones(3), of=Variable("z", (2,)), wrt=Variable("W", (2, 3)))
    with pytest.raises(ShapeError, match=r"W\[2x3\] is a matrix"):
        chain_board(chain(tensor))


# The central difference


@pytest.mark.parametrize(("x", "h"), [(2.0, 0.8), (-1.0, 0.5), (0.0, 2.0)])
def test_slopes_of_the_chords_are_those_of_the_formula(x, h):
    slopes = central_chord(x, h).data["slopes"]
    assert_allclose(slopes["central"], 3 * x**2 + h**2, rtol=1e-12)
    assert_allclose(slopes["one side"], 3 * x**2 + 3 * x * h + h**2, rtol=1e-12)


def test_lines_drawn_have_the_slopes_that_are_stated():
    picture = central_chord(2.0, 0.8)
    _, *straight = [
        line.get_xydata() for line in picture.axes[0].lines if len(line.get_xdata()) > 1
    ]
    found = [np.diff(points[:, 1])[0] / np.diff(points[:, 0])[0] for points in straight[:3]]
    assert_allclose(found, list(picture.data["slopes"].values()), rtol=1e-12)


@pytest.mark.parametrize(("x", "h"), [(np.nan, 1.0), (1.0, 0.0), (1.0, -0.1), (1.0, np.inf)])
def test_a_step_that_cannot_be_drawn_is_refused(x, h):
    with pytest.raises(ValueError, match="h must be more than 0"):
        central_chord(x, h)


def test_numbers_are_copied():
    derivative = np.array([[3.0, 0.0], [2.0, 1.0], [0.0, 5.0]])
    data = path_sum(Dense(derivative, of=Y, wrt=X), DZ_DY).data
    derivative[:] = 0
    assert_array_equal(data["inner"], DY_DX.array, strict=True)
