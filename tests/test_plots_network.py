"""The figures of unit 06: shapes forward and backward, and the error of a check for every step."""

import re
from functools import cache

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.text import Text
from numpy.testing import assert_allclose, assert_array_equal

from bpteach import ROW, Linear, Network, Sigmoid, SquaredError, sigmoid
from bpteach.layout import ShapeError
from bpteach.plots import gradient_check, network_shapes
from bpteach.plots.lint import lint
from bpteach.plots.network_shapes import shapes_of
from bpteach.plots.step_errors import measure_steps

RNG = np.random.default_rng(6)
W = RNG.normal(size=(3, 4))
A = RNG.normal(size=(4, 1))
V = RNG.normal(size=(2, 3))
T = RNG.normal(size=(2, 1))


def loss(W):
    return np.sum((V @ sigmoid(W @ A) - T) ** 2) / 2


def loss_gradient():
    h = sigmoid(W @ A)
    return (V.T @ (V @ h - T)) * h * (1 - h) @ A.T


G = loss_gradient()

FIGURES = {
    "check": lambda theme: gradient_check(loss, G, W, theme=theme),
    "check, a bug": lambda theme: gradient_check(loss, G, W, wrong=1.05 * G, theme=theme),
    "check, a large bug": lambda theme: gradient_check(loss, G, W, wrong=-G, theme=theme),
    "check, quadratic": lambda theme: gradient_check(
        lambda x: np.sum(x**2), [2.0, -6.0], [1.0, -3.0], theme=theme
    ),
    "check, linear": lambda theme: gradient_check(
        lambda x: 1 + np.sum(x), [1.0, 1.0], [0.3, 2.0], theme=theme
    ),
    "network": lambda theme: network_shapes(3, 4, 2, theme=theme),
    "network, rows": lambda theme: network_shapes(3, 4, 2, layout=ROW, theme=theme),
    "network, largest": lambda theme: network_shapes(5, 5, 5, theme=theme),
    "network, largest rows": lambda theme: network_shapes(5, 5, 5, layout=ROW, theme=theme),
    "network, smallest": lambda theme: network_shapes(1, 1, 1, theme=theme),
}


@cache
def drawn(name, theme):
    return FIGURES[name](theme)


def figure(name, theme="light"):
    return drawn(name, theme)


def words_of(picture):
    return "\n".join(text.get_text() for text in picture.findobj(Text))


# every figure


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_can_be_read_in_both_themes(name, theme):
    assert lint(figure(name, theme)) == []


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_its_takeaway_as_title_and_its_finding_as_alt_text(name):
    picture = figure(name)
    assert picture.takeaway in words_of(picture)
    assert len(picture.alt) > len(picture.takeaway)
    assert picture.alt.endswith(".")


@pytest.mark.parametrize("name", FIGURES)
def test_a_theme_changes_colours_and_no_words(name):
    light, dark = figure(name), figure(name, "dark")
    assert lint(light) == lint(dark)  # draws both, so that both have the labels of their ticks
    assert words_of(light) == words_of(dark)
    assert light.alt == dark.alt
    assert light.get_facecolor() != dark.get_facecolor()


# the gradient check


def slope_of(h, error, low, high):
    chosen = (h >= low) & (h <= high)
    return np.polyfit(np.log10(h[chosen]), np.log10(error[chosen]), 1)[0]


def test_errors_fall_with_slope_1_and_2_and_rise_with_slope_minus_1():
    steps = measure_steps(loss, G, W)
    assert_allclose(slope_of(steps.h, steps.forward, 1e-6, 1e-2), 1, atol=0.1)
    assert_allclose(slope_of(steps.h, steps.central, 1e-3, 1e-1), 2, atol=0.1)
    assert_allclose(slope_of(steps.h, steps.central, 1e-14, 1e-7), -1, atol=0.2)
    assert (steps.ahead.slope, steps.around.slope) == (1, 2)


def test_the_best_steps_lie_within_a_decade_of_the_roots_of_epsilon():
    steps = measure_steps(loss, G, W)
    eps = np.finfo(np.float64).eps
    assert abs(np.log10(steps.ahead.best / eps ** (1 / 2))) < 1
    assert abs(np.log10(steps.around.best / eps ** (1 / 3))) < 1
    least = steps.h[np.argmin(steps.central)]
    assert abs(np.log10(steps.around.best / least)) < 1


def test_what_is_left_out_is_h_over_2_and_h_squared_over_6_for_the_exponential():
    steps = measure_steps(lambda x: np.exp(x).sum(), np.exp([0.5]), [0.5])
    assert_allclose(steps.ahead.size, 1 / 2, rtol=1e-3)
    assert_allclose(steps.around.size, 1 / 6, rtol=1e-3)


def test_a_quadratic_loss_leaves_central_differences_nothing_but_rounding():
    picture = figure("check, quadratic")
    assert picture.data["around"] == {}
    assert picture.data["ahead"]["slope"] == 1
    assert "central:\nonly rounding" in words_of(picture)
    assert "Central differences leave out nothing that is larger than the rounding." in picture.alt


def test_a_bug_does_not_go_away_with_h():
    picture = figure("check, a bug")
    usable = (picture.data["h"] > 1e-11) & (picture.data["h"] < 1e-2)
    assert_allclose(picture.data["wrong"][usable], 0.05 / 1.05, rtol=1e-2)
    assert "stays near 0.05 for every usable h" in picture.alt
    assert "a wrong gradient: no h helps" in words_of(picture)
    assert "wrong" not in figure("check").data


def test_alt_text_of_the_check_states_slopes_and_best_steps():
    assert figure("check").description == (
        "Relative error of differences against the step h, both axes logarithmic, h from 10⁻¹⁵ "
        "to 0.1. Forward differences fall with slope 1 as h gets smaller, down to a step near "
        "10⁻⁷. Central differences fall with slope 2 as h gets smaller, down to a step near 10⁻⁵. "
        "For small h both rise again, like ε/h, and scatter: rounding wins. Beside it the loss "
        "itself, along one entry over a few of the smallest steps that a float64 can take: a "
        "staircase around the true slope."
    )


def test_the_points_drawn_are_those_measured():
    picture = figure("check")
    errors = picture.axes[0]
    points = {one.get_marker(): one.get_ydata() for one in errors.lines if one.get_marker() in "so"}
    for marker, name in (("s", "forward"), ("o", "central")):
        shown = picture.data[name] >= errors.get_ylim()[0]
        assert_array_equal(points[marker][shown], picture.data[name][shown], strict=True)
    assert errors.get_xscale() == errors.get_yscale() == "log"


def test_the_stairs_follow_the_slope_and_are_flat_in_places():
    data = figure("check").data
    off = np.abs(data["stairs"] - data["slope"] * data["offsets"])
    assert np.max(off) < 40
    assert np.sum(np.diff(data["stairs"]) == 0) > 5


def test_x_and_the_gradient_are_left_as_they_are():
    x, gradient = W.copy(), G.copy()
    gradient_check(loss, gradient, x)
    assert_array_equal(x, W, strict=True)
    assert_array_equal(gradient, G, strict=True)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: gradient_check(lambda W: W @ A, G, W),
            ShapeError,
            "a gradient is that of one number, but f gives several\n"
            "  f(x): 3 x 1\n"
            "  write a loss, for example lambda x: np.sum(z_of(x) ** 2) / 2",
        ),
        (
            lambda: gradient_check(loss, G.T, W),
            ShapeError,
            "the gradient needs the shape of x\n"
            "  the gradient: 4 x 3\n"
            "  x: 3 x 4\n"
            "  the strict row form needs a .T here",
        ),
        (
            lambda: gradient_check(loss, 0 * G, W),
            ValueError,
            "an error is a share of the gradient, which must be finite and not all 0\n"
            "  choose another x",
        ),
        (
            lambda: network_shapes(3, 7, 2),
            ValueError,
            "network_shapes(3, 7, 2) has columns too long to draw\n"
            "  it draws sizes up to 5; the way back is the same at every size\n"
            "  write network_shapes(3, 4, 2)",
        ),
    ],
)
def test_a_call_that_makes_no_sense_is_told_what_to_write(call, error, message):
    with pytest.raises(error, match=re.escape(message.split("\n")[0])) as caught:
        call()
    assert str(caught.value) == message


# the network


@pytest.mark.parametrize("layout", ["column", "row"])
def test_the_shapes_drawn_are_those_of_a_network(layout):
    n, m, k = 3, 4, 2
    network = Network(
        Linear(np.ones((n, m)), np.ones((n, 1))),
        Sigmoid(),
        Linear(np.ones((k, n)), np.ones((k, 1))),
        SquaredError(np.zeros((k, 1))),
    )
    forward = network.forward(np.ones((m, 1)))
    back = network.backward(forward, layout=layout)
    known = {"h": "s1", "o": "z2"}
    shapes = network_shapes(n, m, k, layout=layout).data
    for name in ("a", "z1", "h", "o", "L"):
        assert shapes[name] == forward[known.get(name, name)].shape
    for name in ("a", "W1", "b1", "z1", "h", "W2", "b2", "o", "L"):
        assert shapes[f"dL_d{name}"] == back[f"dL_d{known.get(name, name)}"].shape


def test_every_grid_has_as_many_cells_as_its_array_has_numbers():
    picture = figure("network")
    tables = [c for c in picture.axes[0].collections if isinstance(c, PolyCollection)]
    found = sorted(len(table.get_paths()) for table in tables)
    assert found == sorted(np.prod(shape) for shape in picture.data.values())


def test_row_convention_turns_every_gradient_and_no_variable():
    column, row = shapes_of(3, 4, 2), shapes_of(3, 4, 2, "row")
    for name in column:
        turned = column[name][::-1] if name.startswith("dL_d") else column[name]
        assert row[name] == turned


def test_formulas_of_both_conventions_are_written():
    column = words_of(figure("network")).replace("\n", " ")
    row = words_of(figure("network, rows")).replace("\n", " ")
    for piece in ("W1ᵀ", "∂L/∂h ⊙", "h(1−h)", "aᵀ", "hᵀ", "o − t"):
        assert piece in column
    for piece in ("(o − t)ᵀ", "h(1−h)ᵀ", "∂L/∂W1 4×3", "∂L/∂a 1×4"):
        assert piece in row
    assert "W1ᵀ" not in row


def test_alt_text_of_the_network_states_every_shape():
    assert figure("network, rows").description == (
        "A network of two layers. Forward, from left to right: a 4×1, z1 3×1, h 3×1, o 2×1, "
        "L 1×1. Backward in row convention, from right to left: ∂L/∂o 1×2, ∂L/∂h 1×3, ∂L/∂z1 1×3, "
        "∂L/∂a 1×4. On the way: ∂L/∂W2 3×2, ∂L/∂b2 1×2, ∂L/∂W1 4×3, ∂L/∂b1 1×3. Every gradient has "
        "the shape of its variable, turned. Three values of the way forward are kept for the way "
        "back: o, h and a."
    )
