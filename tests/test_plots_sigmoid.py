"""The figures of unit 04: both tails of the sigmoid, and layers as wires."""

from decimal import Decimal

import matplotlib
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from bpteach import Linear, ShapeError, functions, sigmoid
from bpteach.plots import sigmoid_tails, wires
from bpteach.plots.lint import lint
from bpteach.plots.tails import exact_slope, textbook_slope, where_it_dies

W = np.array([[1.0, 2.0, 0.0, -1.0], [0.0, -1.0, 3.0, 2.0], [4.0, 0.0, -2.0, 1.0]])
A = np.array([[0.5], [-1.0], [0.25], [0.75]])
LAYER = Linear(W, np.array([[0.5], [-1.0], [0.25]]))

FIGURES = {
    "tails": lambda theme: sigmoid_tails(theme=theme),
    "wires": lambda theme: wires(LAYER, A, theme=theme),
    "wires, last": lambda theme: wires(LAYER, A, chosen=3, theme=theme),
    "wires, more out": lambda theme: wires(Linear(W.T, np.ones((4, 1))), A[:3], theme=theme),
    "wires, largest": lambda theme: wires(
        Linear(-12.25 * np.ones((4, 4)), np.ones((4, 1))), A, chosen=4, theme=theme
    ),
    "wires, smallest": lambda theme: wires(
        Linear([[2.0]], [[1.0]]), [[3.0]], chosen=1, theme=theme
    ),
}


def words_of(picture):
    texts = [text.get_text() for text in picture.findobj(matplotlib.text.Text)]
    return "\n".join(texts)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_can_be_read_in_both_themes(name, theme):
    assert lint(FIGURES[name](theme)) == []


@pytest.mark.parametrize("name", FIGURES)
def test_the_takeaway_is_the_title_and_the_alt_text_says_more(name):
    picture = FIGURES[name]("light")
    assert picture.takeaway in words_of(picture)
    assert len(picture.alt) > len(picture.takeaway)
    assert picture.alt.endswith(".")


# Tails


def test_forty_digits_agree_with_the_slope_where_float64_can_follow():
    for z in (-700.0, -40.0, -1.0, 0.0, 2.5, 36.7, 40.0, 700.0):
        assert_allclose(functions.sigmoid_derivative(z), float(exact_slope(z)), rtol=1e-14)


def test_forty_digits_are_really_forty():
    with pytest.raises(AssertionError):
        assert_allclose(textbook_slope(36.0), float(exact_slope(36.0)), rtol=1e-2)
    assert exact_slope(1.0) - exact_slope(-1.0) < Decimal("1e-38")


def test_the_textbook_form_dies_at_53_ln_2_and_not_before():
    dies = where_it_dies()
    assert_allclose(dies, 53 * np.log(2), rtol=1e-12)
    assert textbook_slope(dies) == 0
    assert textbook_slope(np.nextafter(dies, 0)) > 0
    assert not textbook_slope(np.linspace(dies, 100, 1001)).any()
    assert textbook_slope(np.linspace(-100, dies - 1e-9, 1001)).all()


def test_tails_draw_what_they_measured():
    data = sigmoid_tails().data
    assert_array_equal(data["slope"], sigmoid(data["z"]) * sigmoid(-data["z"]), strict=True)
    assert_array_equal(data["textbook"], textbook_slope(data["z"]), strict=True)
    assert_allclose(data["slope_share"], np.ones_like(data["near"]), rtol=1e-13, strict=True)
    dead = data["near"] >= data["dies"]
    assert set(data["textbook_share"][dead]) == {0.0}
    assert data["textbook_share"][~dead].min() > 0.6
    assert 1.9 < data["textbook_share"].max() < 2


def test_circles_are_exact_and_no_formula_of_float64():
    picture = sigmoid_tails()
    (circles,) = [line for line in picture.axes[0].lines if line.get_marker() == "o"]
    z, found = circles.get_xdata(), circles.get_ydata()
    assert_array_equal(z, np.arange(-40.0, 41.0, 10.0), strict=True)
    assert_allclose(found, functions.sigmoid_derivative(z), rtol=1e-14, strict=True)


def test_the_cross_marks_where_the_textbook_form_dies():
    picture = sigmoid_tails()
    (cross,) = [line for line in picture.axes[0].lines if line.get_marker() == "X"]
    assert cross.get_xdata()[0] == where_it_dies()
    assert "exactly 0\nfrom z = 36.74 on" in words_of(picture)


def test_alt_text_of_the_tails_states_the_finding():
    assert sigmoid_tails().description == (
        "sigmoid and its slope on a logarithmic scale, for z from −45 to 45. To the left both fall "
        "by a power of ten for every 2.3 of z; to the right s goes to 1 and the slope falls in the "
        "same way. Enlarged, z from 33 to 39, each formula divided by 40-digit arithmetic: "
        "σ(z) σ(−z) is right everywhere; s (1 − s) goes in steps, up to nearly 2 times too large, "
        "and is exactly 0 from z = 36.74 on."
    )


# Wires


def test_a_linear_layer_has_all_wires_and_a_sigmoid_one_a_number():
    data = wires(LAYER, A).data
    assert sorted(data["wires"]["dz_da"]) == [(j, i) for j in range(1, 5) for i in range(1, 4)]
    assert data["wires"]["ds_dz"] == [(1, 1), (2, 2), (3, 3)]


def test_every_entry_without_a_wire_is_a_structural_zero():
    data = wires(LAYER, A).data
    assert_array_equal(data["dz_da"], W.T, strict=True)
    slope = functions.sigmoid_derivative(LAYER(A))[:, 0]
    assert_array_equal(data["ds_dz"], np.diag(slope), strict=True)
    assert words_of(wires(LAYER, A)).split("\n").count("·") == 2 * 6


def test_a_weight_of_zero_keeps_its_wire():
    layer = Linear(np.zeros((2, 3)), np.zeros((2, 1)))
    assert len(wires(layer, A[:3]).data["wires"]["dz_da"]) == 6
    one = Linear([[2.0]], [[0.0]])
    assert wires(one, [[1.0]], chosen=1).data["wires"] == {"dz_da": [(1, 1)], "ds_dz": [(1, 1)]}


@pytest.mark.parametrize(("chosen", "leaving"), [(1, 4), (2, 4), (3, 4)])
def test_the_wires_of_the_chosen_input_are_drawn_thick(chosen, leaving):
    picture = wires(LAYER, A, chosen=chosen)
    thick = [line for line in picture.axes[0].lines if line.get_linewidth() == 2.4]
    assert len(thick) == leaving  # three to z, one to s
    assert len([line for line in picture.axes[0].lines if line.get_linewidth() == 0.9]) == 15 - 4


def test_alt_text_of_the_wires_states_the_finding_in_both_conventions():
    assert wires(LAYER, A).description == (
        "Two layers as wires from inputs to outputs, each beside its Jacobian in both conventions. "
        "Linear, z = W a + b: 12 wires, and all 12 entries of ∂z/∂a can differ from 0; it is 4×3 "
        "in the column convention and 3×4 in the row convention. Sigmoid, s = σ(z): 3 wires, and "
        "only the 3 entries on the diagonal of ∂s/∂z; it is the same 3×3 matrix in both "
        "conventions. The wires that leave input 2 are row 2 in the column convention and column 2 "
        "in the row convention."
    )


def test_a_layer_too_large_to_draw_is_told_so():
    with pytest.raises(ValueError, match="up to 4") as caught:
        wires(Linear(np.ones((5, 3)), np.ones((5, 1))), A[:3])
    assert str(caught.value) == (
        "wires draws layers of up to 4 inputs and outputs, and W is 5×3\n"
        "  the picture is the same at every size: take a smaller layer"
    )


@pytest.mark.parametrize("chosen", [0, 4, 1.5, None])
def test_an_input_that_is_not_in_both_layers_is_refused(chosen):
    with pytest.raises(ValueError, match="no input of both layers") as caught:
        wires(LAYER, A, chosen=chosen)
    assert str(caught.value) == (
        f"chosen={chosen!r} is no input of both layers\n  write a whole number from 1 to 3"
    )


def test_a_batch_is_refused_by_the_layer_itself():
    with pytest.raises(ShapeError, match="a Jacobian belongs to one example"):
        wires(LAYER, np.hstack([A, A]))
