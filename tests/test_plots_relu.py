"""The picture of unit 05: a gradient going back through ReLU, as a matrix and as a mask."""

import re
import sys

import matplotlib
import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from numpy.testing import assert_allclose, assert_array_equal

from bpteach.layout import ShapeError
from bpteach.plots import relu_mask
from bpteach.plots.color import cell_colors
from bpteach.plots.lint import lint
from bpteach.plots.relu_mask import mask_gradient
from bpteach.plots.style import LIGHT


def column(*numbers):
    return np.array(numbers, dtype=float)[:, None]


Z, G = column(2, -3, 0.5, -1), column(5, 4, -6, -2)

FIGURES = {
    "as in the lesson": lambda **how: relu_mask(Z, G, **how),
    "one number": lambda **how: relu_mask(Z[1:2], G[1:2], **how),
    "five numbers, one on the kink": lambda **how: relu_mask(
        column(1, 0, -2.25, 3, -12.5), column(-0.5, 4, 1, 0.25, 2), **how
    ),
    "long numbers": lambda **how: relu_mask(
        column(-0.00123, 1234.5, -0.0317, 2.72, -98765), column(1e-5, -3.14159, 2, -1e6, 0), **how
    ),
}


def words_of(picture):
    return "\n".join(text.get_text() for text in picture.findobj(matplotlib.text.Text))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("at_zero", [1, 0.5, 0])
@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_it_can_be_read_in_both_themes(draw, at_zero, theme):
    assert lint(draw(at_zero=at_zero, theme=theme)) == []


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_a_theme_changes_colours_and_no_words_or_data(draw):
    light, dark = draw(theme="light"), draw(theme="dark")
    assert words_of(light) == words_of(dark)
    assert light.alt == dark.alt
    assert light.get_facecolor() != dark.get_facecolor()
    for name, value in light.data.items():
        assert type(value) in (float, np.ndarray)
        assert_array_equal(value, dark.data[name], strict=True)


def test_data_are_the_notes_matrix_the_mask_and_the_gradient():
    data = relu_mask(Z, G).data
    assert_array_equal(data["mask"], column(1, 0, 1, 0), strict=True)
    assert_array_equal(data["jacobian"], np.diag([1.0, 0, 1, 0]), strict=True)
    assert_array_equal(data["dL_dz"], column(5, 0, -6, 0), strict=True)
    assert_array_equal(data["jacobian"] @ data["dL_df"], data["dL_dz"], strict=True)
    assert data["gap"] < 1e-9


def test_the_gap_is_to_differences_of_the_loss_and_not_to_the_formula(monkeypatch):
    module = sys.modules["bpteach.plots.relu_mask"]  # the package has a function of this name
    monkeypatch.setattr(module, "relu_derivative", lambda z, at_zero: np.ones_like(z))
    assert_allclose(mask_gradient(Z, G).gap, 4.0, rtol=1e-9)


@pytest.mark.parametrize(("at_zero", "passed"), [(1, 4.0), (0.5, 2.0), (0, 0.0)])
def test_on_the_kink_the_choice_decides_and_the_differences_are_left_out(at_zero, passed):
    picture = relu_mask(column(0, 2), column(4, 1), at_zero=at_zero)
    assert_array_equal(picture.data["dL_dz"], column(passed, 1), strict=True)
    assert picture.data["gap"] < 1e-9
    assert "z = 0 left out" in words_of(picture)
    assert picture.alt.endswith("within 1e-9, where z is not 0.")
    assert ("z ≥ 0 ?" in words_of(picture)) == (at_zero == 1)


def test_no_gradient_shows_a_negative_zero():
    assert not np.signbit(mask_gradient(Z, G).dL_dz[[1, 3]]).any()
    assert "−0\n" not in words_of(relu_mask(Z, G)) + "\n"


def test_words_beside_each_line_follow_the_sign_of_z_and_never_that_of_the_gradient():
    words = words_of(relu_mask(Z, G)).split("\n")
    said = [line for line in words if re.search(r": (passes|stopped)$", line)]
    assert said == ["2 > 0: passes", "−3 < 0: stopped", "0.5 > 0: passes", "−1 < 0: stopped"]
    assert words == words_of(relu_mask(Z, G)).split("\n")


def test_both_conventions_are_drawn_with_the_same_numbers():
    picture = relu_mask(Z, G)
    assert "column · denominator ↓" in words_of(picture)
    assert "row · numerator →" in words_of(picture)
    tables = [c for c in picture.axes[0].collections if isinstance(c, PolyCollection)]
    # z, the matrix, ∂L/∂f twice, ∂L/∂z, the mask; then ∂L/∂f, the mask, ∂L/∂z as rows
    assert [len(table.get_paths()) for table in tables] == [4, 16, 4, 4, 4, 4, 4, 4, 4]
    colors = [[matplotlib.colors.to_hex(c).upper() for c in t.get_facecolor()] for t in tables]
    expected = [cell_colors(g, 6.0, LIGHT)[0].upper() for g in G[:, 0]]
    assert colors[2] == colors[3] == colors[6] == expected
    assert colors[5] == colors[7]
    assert colors[4] == colors[8]


def test_structural_zeros_are_dots_and_zeros_of_the_indicator_are_numbers():
    texts = [text.get_text() for text in relu_mask(Z, G).axes[0].texts]
    assert texts.count("·") == 12
    alone = [text.get_text() for text in relu_mask(Z[:1], G[:1]).axes[0].texts]
    assert "·" not in alone


def test_title_and_alt_text_state_the_finding():
    picture = relu_mask(Z[:2], G[:2])
    assert picture.takeaway == (
        "The sign of z decides which gradients pass, not their own sign: here 1 of 2"
    )
    assert picture.takeaway in words_of(picture)
    assert picture.description == (
        "A gradient of 2 numbers goes back through ReLU. The Jacobian ∂f/∂z, 2×2, is diagonal: a "
        "product with it is a product with the mask on its diagonal, entry by entry, in the column "
        "and in the row convention. In numbers, row 1: z is 2, slope 1, ∂L/∂f 5 becomes 5; row 2: "
        "z is −3, slope 0, ∂L/∂f 4 becomes 0. Central differences agree with ∂L/∂z within 1e-9."
    )


@pytest.mark.parametrize(
    ("z", "g"), [(Z, G[:2]), (Z[:, 0], G[:, 0]), (Z.T, G.T), (np.ones((6, 1)), np.ones((6, 1)))]
)
def test_other_shapes_are_refused_with_both_shapes(z, g):
    with pytest.raises(ShapeError, match="relu_mask draws two columns") as refused:
        relu_mask(z, g)
    assert "n goes from 1 to 5" in str(refused.value)


def test_numbers_that_are_none_and_choices_that_are_no_slope_are_refused():
    with pytest.raises(ValueError, match="relu_mask cannot draw dL_df: it holds nan or inf"):
        relu_mask(column(1, 2), column(1, np.nan))
    with pytest.raises(ValueError, match="at_zero=2 is no slope of ReLU"):
        relu_mask(Z, G, at_zero=2)
    with pytest.raises(ValueError, match="there is no theme 'sepia'"):
        relu_mask(Z, G, theme="sepia")


def test_inputs_are_left_as_they_were():
    z, g = Z.copy(), G.copy()
    picture = relu_mask(z, g)
    picture.data["z"][:] = 99
    assert_array_equal(z, Z, strict=True)
    assert_array_equal(g, G, strict=True)
