"""Figures are tested through their data, their words and their text's legibility."""

import base64
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache
from io import BytesIO
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image

from bpteach import functions, plots
from bpteach.layout import ShapeError
from bpteach.plots import Picture, activation, memory_bar, sparsity, tensor_slices
from bpteach.plots.contraction import contract_stepwise
from bpteach.plots.curves import ACTIVATIONS, measure
from bpteach.plots.lint import lint
from bpteach.plots.memory import footprint
from bpteach.plots.style import LIGHT
from bpteach.plots.words import bounded

A = np.array([[1.0], [-2.0], [0.5], [3.0]])
G = np.array([[0.8], [-0.5], [0.25]])

FIGURES = {
    "sigmoid": lambda theme: activation("sigmoid", theme=theme),
    "relu": lambda theme: activation("relu", theme=theme),
    "tanh": lambda theme: activation("tanh", theme=theme),
    "two functions": lambda theme: activation("sigmoid", "relu", theme=theme),
    "three functions": lambda theme: activation("sigmoid", "relu", "tanh", theme=theme),
    "relu, half at 0": lambda theme: activation("relu", at_zero=0.5, theme=theme),
    "relu, nothing at 0": lambda theme: activation("relu", "tanh", at_zero=0, theme=theme),
    "relu, kink near the edge": lambda theme: activation("relu", limits=(-3, 1), theme=theme),
    "relu, kink at the edge": lambda theme: activation("relu", limits=(-3, 0), theme=theme),
    "relu, no kink": lambda theme: activation("relu", limits=(1, 3), theme=theme),
    "relu, flat": lambda theme: activation("relu", limits=(-3, -1), theme=theme),
    "steepest at the left end": lambda theme: activation("sigmoid", limits=(0, 6), theme=theme),
    "steepest at the right end": lambda theme: activation("sigmoid", limits=(-5, 0), theme=theme),
    "three, one side": lambda theme: activation(
        "sigmoid", "relu", "tanh", limits=(1, 5), theme=theme
    ),
    "flat everywhere": lambda theme: activation("sigmoid", limits=(100, 200), theme=theme),
    "as wide as can be": lambda theme: activation(
        "sigmoid", "relu", "tanh", limits=(-1000, 1000), theme=theme
    ),
    "slices": lambda theme: tensor_slices(A, G, theme=theme),
    "slices, one waiting": lambda theme: tensor_slices(A[:2], G, added=2, theme=theme),
    "slices, largest": lambda theme: tensor_slices(-12.5 * A, np.ones((4, 1)), theme=theme),
    "slices, smallest": lambda theme: tensor_slices([[2.0]], [[3.0]], theme=theme),
    "sparsity": lambda theme: sparsity(3, 4, theme=theme),
    "sparsity, widest": lambda theme: sparsity(6, 4, theme=theme),
    "sparsity, tallest": lambda theme: sparsity(1, 24, theme=theme),
    "memory": lambda theme: memory_bar(1000, 1000, theme=theme),
    "memory, small": lambda theme: memory_bar(3, 4, theme=theme),
    "memory, large": lambda theme: memory_bar(50_000, 40_000, theme=theme),
}


@cache
def figure(name, theme):
    return FIGURES[name](theme)


def words_of(picture):
    """All text in a figure, as one string; the hair space in f′ is of no interest."""
    texts = [text.get_text() for text in picture.findobj(matplotlib.text.Text)]
    return "\n".join(texts).replace("\u200a", "")


def marked(ax, marker, filled=None):
    """Points drawn with a marker, in order; filled or open ones only, if asked."""
    found = []
    for line in ax.lines:
        if line.get_marker() == marker:
            full = line.get_markerfacecolor() == line.get_markeredgecolor()
            if filled is None or full == filled:
                found += [tuple(map(float, point)) for point in line.get_xydata()]
    return sorted(found)


# Every figure


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
def test_a_theme_changes_colours_and_no_words_or_data(name):
    light, dark = figure(name, "light"), figure(name, "dark")
    assert words_of(light) == words_of(dark)
    assert light.alt == dark.alt
    assert_same_data(light.data, dark.data)
    assert light.get_facecolor() != dark.get_facecolor()


def assert_same_data(one, other):
    assert type(one) is type(other)
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        for key in one:
            assert_same_data(one[key], other[key])
    elif isinstance(one, np.ndarray):
        assert_array_equal(one, other, strict=True)
    else:
        assert one == other


@pytest.mark.parametrize("name", FIGURES)
def test_data_are_plain(name):
    def plain(value):
        if isinstance(value, dict):
            return all(isinstance(key, str | int) for key in value) and all(
                map(plain, value.values())
            )
        if isinstance(value, list | tuple):
            return all(map(plain, value))
        return type(value) in (str, int, float, np.ndarray)

    assert plain(figure(name, "light").data)


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_drawing_and_saving_leave_the_users_settings_alone(draw, tmp_path):
    before = dict(matplotlib.rcParams)
    draw("dark").save(tmp_path / "picture.png")
    assert dict(matplotlib.rcParams) == before


def test_the_users_settings_do_not_change_a_figure(tmp_path):
    usual = activation("relu").save(tmp_path / "usual.svg").read_bytes()
    with matplotlib.rc_context({"font.size": 30, "savefig.bbox": "tight", "grid.color": "red"}):
        assert activation("relu").save(tmp_path / "other.svg").read_bytes() == usual


def test_public_names_are_those_listed():
    assert sorted(plots.__all__) == [
        "Picture",
        "activation",
        "broadcast_accident",
        "central_chord",
        "chain_board",
        "explored_activation",
        "factor",
        "gradient_check",
        "gradient_flow",
        "memory_bar",
        "network_shapes",
        "outer_product",
        "path_sum",
        "relu_mask",
        "shape_board",
        "sigmoid_tails",
        "sparsity",
        "step_microscope",
        "tensor_slices",
        "training",
        "two_readings",
        "wires",
    ]
    assert all(hasattr(plots, name) for name in plots.__all__)


def in_a_fresh_python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


def test_importing_bpteach_loads_no_plotting():
    found = in_a_fresh_python("import bpteach, sys; print('matplotlib' in sys.modules)")
    assert found.stdout == "False\n"


def test_drawing_and_showing_in_a_notebook_never_load_pyplot():
    code = (
        "import sys; from bpteach.plots import activation; "
        "activation('relu')._repr_mimebundle_(); print('matplotlib.pyplot' in sys.modules)"
    )
    assert in_a_fresh_python(code).stdout == "False\n"


# Activations


@pytest.mark.parametrize(
    ("name", "derivative"),
    [("sigmoid", functions.sigmoid_derivative), ("tanh", functions.tanh_derivative)],
)
def test_circles_of_a_smooth_function_lie_on_its_derivative(name, derivative):
    picture = activation(name)
    slopes = picture.axes[0]
    circles = np.array(marked(slopes, "o"))
    assert len(circles) == 25
    assert_allclose(circles[:, 1], derivative(circles[:, 0]), rtol=0, atol=1e-9, strict=True)
    dashes = slopes.lines[0].get_xydata()
    assert_array_equal(dashes[:, 1], derivative(dashes[:, 0]), strict=True)
    assert picture.data[name]["gap"] < 1e-9


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_upper_panel_draws_the_function(name):
    values = activation(name).axes[1].lines[0].get_xydata()
    known = {"leaky": lambda z: np.maximum(0.1 * z, z)}
    function = known.get(name) or getattr(functions, name)
    assert_array_equal(values[:, 1], function(values[:, 0]), strict=True)
    assert values[0, 0] == -6
    assert values[-1, 0] == 6


def test_circles_do_not_follow_a_wrong_formula():
    """The overlay is independent: it looks at f, never at the derivative."""
    import dataclasses

    wrong = dataclasses.replace(
        ACTIVATIONS["sigmoid"], derivative=lambda z, at_zero: 2 * functions.sigmoid_derivative(z)
    )
    curve = measure(wrong, (-6.0, 6.0), at_zero=1.0, checks=25)
    right = functions.sigmoid_derivative(curve.checked)
    assert_allclose(curve.difference, right, rtol=0, atol=1e-9, strict=True)
    assert_allclose(curve.gap, 0.25, rtol=1e-6)


@pytest.mark.parametrize(
    ("chosen", "others"), [(1.0, (0.5, 0.0)), (0.5, (1.0, 0.0)), (0.0, (1.0, 0.5))]
)
def test_the_kink_of_relu_shows_the_slope_chosen_and_those_not_chosen(chosen, others):
    picture = activation("relu", at_zero=chosen)
    (kink,) = picture.data["relu"]["kinks"]
    assert kink == {
        "z": 0.0,
        "value": 0.0,
        "left": 0.0,
        "right": 1.0,
        "chosen": chosen,
        "others": others,
        "difference": 0.5,
    }
    slopes = picture.axes[0]
    assert marked(slopes, "s", filled=True) == [(0.0, chosen)]
    assert marked(slopes, "s", filled=False) == sorted((0.0, other) for other in others)


def test_the_circle_on_the_kink_is_drawn_at_one_half_and_not_counted():
    picture = activation("relu")
    assert (0.0, 0.5) in marked(picture.axes[0], "o")
    assert 0.0 not in picture.data["relu"]["checked"]
    assert picture.data["relu"]["gap"] < 1e-9
    assert "kink left out" in words_of(picture)
    assert "½: the central difference ○, for every h" in words_of(picture)


@pytest.mark.parametrize("step", [1e-1, 1e-3, 1e-7])
def test_the_central_difference_of_relu_on_its_kink_is_one_half_for_every_step(step):
    assert_allclose((functions.relu(step) - functions.relu(-step)) / (2 * step), 0.5, rtol=1e-12)


def test_the_dashes_break_at_the_kink():
    slopes = activation("relu").axes[0]
    z, dashes = slopes.lines[0].get_xydata().T
    assert_array_equal(z[np.isnan(dashes)], [0.0], strict=True)
    assert set(dashes[z < 0]) == {0.0}
    assert set(dashes[z > 0]) == {1.0}


def test_a_kink_out_of_view_is_not_spoken_of():
    picture = activation("relu", limits=(1, 3))
    assert picture.data["relu"]["kinks"] == []
    assert picture.takeaway == "Going back, ReLU multiplies the gradient by at most 1"
    assert "choice" not in picture.alt


@pytest.mark.parametrize(
    ("chosen", "formula"),
    [
        (1.0, "f′(z) = Ind(z ≥ 0)"),
        (0.0, "f′(z) = Ind(z > 0)"),
        (0.5, "f′(z) = Ind(z > 0), and ½ at 0"),
    ],
)
def test_the_formula_of_relus_slope_follows_the_choice(chosen, formula):
    assert formula in words_of(activation("relu", at_zero=chosen)).split("\n")


def test_alt_text_of_sigmoid_states_the_finding():
    picture = activation("sigmoid")
    assert picture.takeaway == "Going back, sigmoid multiplies the gradient by at most 0.25"
    assert picture.description == (
        "sigmoid: above the function f, below its slope f′, for z from −6 to 6. "
        "sigmoid: f goes from 0.00247 to 0.998; f′ is largest at z = 0, where it is 0.25; "
        "central differences of σ alone agree with the formula within 1e-9."
    )


def test_alt_text_of_relu_states_the_choice():
    assert activation("relu").takeaway == (
        "Going back, ReLU multiplies the gradient by 0 or 1; at z = 0 by choice: 1"
    )
    assert activation("relu", at_zero=0).description == (
        "ReLU: above the function f, below its slope f′, for z from −6 to 6. "
        "ReLU: f goes from 0 to 6; f′ is 0 left of z = 0 and 1 right of it; at z = 0 the value "
        "is a choice, here 0 (filled square), not 1 and ½ (open squares); the central difference "
        "there is ½ for every step; elsewhere central differences of f alone agree with the "
        "formula within 1e-9."
    )


def test_several_functions_are_compared_in_the_title_and_each_has_its_finding():
    picture = activation("sigmoid", "relu", "tanh")
    assert picture.takeaway == (
        "f′ multiplies the gradient: at most 0.25 (sigmoid), 1 (ReLU), 1 (tanh)"
    )
    assert picture.description.startswith("sigmoid, ReLU and tanh: above the function f")
    for name in ("sigmoid", "ReLU", "tanh"):
        assert f"{name}: f goes from " in picture.alt


def test_slopes_of_several_functions_share_one_scale():
    picture = activation("sigmoid", "relu", "tanh")
    assert len(picture.axes) == 6
    assert len({ax.get_ylim() for ax in picture.axes[::2]}) == 1


@pytest.mark.parametrize("names", [("sigmoid",), ("relu",), ("sigmoid", "relu", "tanh")])
def test_a_panel_holds_few_artists(names):
    for ax in activation(*names).axes:
        assert len(ax.lines) <= 6
        assert len(ax.texts) <= 3
        assert not ax.collections
        assert not ax.patches


def test_capitals_do_not_matter_in_a_name():
    assert activation("ReLU").data.keys() == {"relu"}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: activation("rleu"),
            "there is no activation 'rleu'\n"
            "  there are: sigmoid, relu, tanh, leaky\n"
            "  did you mean 'relu'?",
        ),
        (
            lambda: activation("softmax"),
            "there is no activation 'softmax'\n  there are: sigmoid, relu, tanh, leaky",
        ),
        (
            lambda: activation(),
            'activation() draws nothing without a name\n  write activation("sigmoid", "relu")',
        ),
        (
            lambda: activation("relu", "ReLU"),
            "activation('relu', 'ReLU') names a function twice\n"
            "  each gets one column: write every name once",
        ),
        (
            lambda: activation("relu", limits=(3, -3)),
            "limits=(3, -3) is no range of z\n"
            "  write the first and the last z, from −1000 to 1000 and at least 0.1 apart, "
            "for example limits=(-6, 6)",
        ),
        (
            lambda: activation("relu", limits=(0, np.inf)),
            "limits=(0, inf) is no range of z\n"
            "  write the first and the last z, from −1000 to 1000 and at least 0.1 apart, "
            "for example limits=(-6, 6)",
        ),
        (
            lambda: activation(["sigmoid", "relu"]),
            "activation(['sigmoid', 'relu']) does not give names one by one\n"
            '  write activation("sigmoid", "relu")',
        ),
        (
            lambda: activation("relu", at_zero=2),
            "at_zero=2 is no slope of ReLU at its kink\n"
            "  every line that touches max(0, z) at 0 has a slope from 0 to 1\n"
            "  write at_zero=1 (the notes), 0.5 (the central difference) or 0 (PyTorch, JAX)",
        ),
        (
            lambda: tensor_slices(A, G, added=4),
            "added=4 slices of 3 cannot be drawn\n"
            "  write a number from 0 to 3, or leave it out for all",
        ),
        (
            lambda: tensor_slices(A, G * np.nan),
            "tensor_slices cannot draw dL_dz: it holds nan or inf\n"
            "  every number must be finite, so that the sums can be compared",
        ),
        (
            lambda: sparsity(784, 128),
            "sparsity(784, 128) would draw a table of 100,352 by 784\n"
            "  it draws n up to 6 and n·m up to 24; the pattern is the same at every size\n"
            "  write sparsity(3, 4) for the pattern, memory_bar(784, 128) for the size",
        ),
        (
            lambda: memory_bar(0, 3),
            "a layer cannot have n=0 outputs and m=3 inputs\n"
            "  write whole numbers from 1 on, for example n=3, m=4",
        ),
        (
            lambda: sparsity(2.5, 3),
            "a layer cannot have n=2.5 outputs and m=3 inputs\n"
            "  write whole numbers from 1 on, for example n=3, m=4",
        ),
    ],
)
def test_a_call_that_makes_no_sense_is_told_what_to_write(call, message):
    with pytest.raises(ValueError, match=re.escape(message.split("\n")[0])) as caught:
        call()
    assert str(caught.value) == message


# The tensor


@pytest.mark.parametrize(("n", "m"), [(1, 2), (2, 1), (3, 4), (4, 3), (2, 3)])
def test_the_contraction_of_the_slices_is_the_outer_product(n, m):
    rng = np.random.default_rng(100 * n + m)
    a, g = rng.normal(size=(m, 1)), rng.normal(size=(n, 1))
    steps = contract_stepwise(a, g)
    contracted = np.einsum("ijk,k->ij", steps.tensor, g[:, 0])
    assert_allclose(steps.outer, contracted, rtol=1e-14, strict=True)
    assert_array_equal(steps.sums[-1], steps.outer, strict=True)
    assert np.count_nonzero(steps.tensor) == n * m
    assert steps.gap < 1e-9


def test_each_running_sum_has_one_row_more():
    sums = tensor_slices(A, G).data["sums"]
    for k in range(3):
        assert_array_equal(sums[k, : k + 1], (G @ A.T)[: k + 1], strict=True)
        assert not np.any(sums[k, k + 1 :])


def test_the_numbers_drawn_are_those_of_slices_sums_and_outer_product():
    picture = tensor_slices(A, G)
    tables = [c for c in picture.axes[0].collections if isinstance(c, PolyCollection)]
    cells = sorted(len(table.get_paths()) for table in tables)
    assert cells == [1, 1, 1, 3, 4] + [12] * 7
    words = words_of(picture).split("\n")
    assert words.count("3.00") == 3 + 1  # in every slice, and in aᵀ
    assert words.count("−1.60") == 3 + 1  # in every sum, and in the outer product
    assert words.count("·") == 3 * 8 + 8 + 4  # zeros of the slices, of the first sums


def test_a_sum_that_is_not_computed_yet_is_a_dash_and_never_zero():
    picture = tensor_slices(A, G, added=1)
    words = words_of(picture)
    assert words.split("\n").count("—") == 2 * 12
    assert "∂L/∂z aᵀ, 2 still to add" in words
    assert "equal" not in words
    assert "1 of 3 slices are added, so the sum does not have every row yet." in picture.alt


def test_alt_text_of_the_slices_states_counts_and_equality():
    assert tensor_slices(A, G).description == (
        "The tensor ∂z/∂W, 3×4×3 in the column convention, as 3 slices of 3×4. "
        "Slice k holds aᵀ in row k and structural zeros elsewhere: 12 of 36 numbers can be "
        "non-zero, 1 in 3. Each slice is multiplied by its ∂L/∂z and added: all slices are "
        "added, and the sum equals the outer product ∂L/∂z aᵀ. "
        "Central differences agree with the tensor within 1e-9."
    )


def test_arguments_are_neither_changed_nor_kept():
    a, g = A.copy(), G.copy()
    picture = tensor_slices(a, g)
    a[:], g[:] = 0, 0
    assert_array_equal(picture.data["a"], A, strict=True)
    assert_array_equal(picture.data["dL_dz"], G, strict=True)


@pytest.mark.parametrize(
    ("a", "dL_dz", "first"),
    [
        (A[:, 0], G, "tensor_slices cannot draw a with shape (4,)"),
        (A, G.T, "tensor_slices cannot draw dL_dz with shape (1, 3)"),
        (np.ones((5, 1)), G, "tensor_slices cannot draw a with shape (5, 1)"),
        (np.ones((0, 1)), G, "tensor_slices cannot draw a with shape (0, 1)"),
    ],
)
def test_slices_take_short_columns_only(a, dL_dz, first):
    with pytest.raises(ShapeError, match="tensor_slices cannot draw") as caught:
        tensor_slices(a, dL_dz)
    name, size = ("dL_dz", "n") if "dL_dz" in first else ("a", "m")
    assert str(caught.value) == (
        f"{first}\n"
        f"  it needs a column ({size}, 1) with {size} from 1 to 4, "
        "so that every number can be read\n"
        f"  write {name}.reshape(-1, 1) if it is 1-D; sparsity(n, m) shows larger layers"
    )


@pytest.mark.parametrize(("n", "m"), [(3, 4), (2, 5), (4, 1)])
def test_the_pattern_is_that_of_the_tensor_unfolded_in_vec_order(n, m):
    a = np.arange(1.0, m + 1)[:, None]
    tensor = np.einsum("ik,j->ijk", np.eye(n), a[:, 0])
    unfolded = tensor.reshape(n * m, n, order="F")
    found = sparsity(n, m).data["pattern"]
    assert_array_equal(found.astype(float), unfolded, strict=True)
    assert np.count_nonzero(found) == n * m


def test_alt_text_of_the_pattern_states_the_share_in_words():
    picture = sparsity(3, 4)
    assert picture.description == (
        "The tensor ∂z/∂W of a layer with 3 outputs and 4 inputs, unfolded to 12×3 in the "
        "column convention, rows in vec order. 4 blocks lie below each other, and block j is a_j "
        "times the identity: 12 of 36 numbers can be non-zero, 1 in 3. Larger layers are "
        "emptier: 10 % at n = 10, 1 % at n = 100, 0.1 % at n = 1000."
    )
    assert picture.data["shares"] == {3: 1 / 3, 10: 0.1, 100: 0.01, 1000: 0.001}
    words = words_of(picture).split("\n")
    assert words.count("a₄") == 3
    assert words.count("·") == 24
    assert "W₃₄" in words


def test_the_memory_of_a_wide_layer_is_stated_in_title_and_alt_text():
    picture = memory_bar(1000, 1000)
    assert picture.takeaway == (
        "A 1,000×1,000 layer: ∂z/∂W built whole takes 7.5 GiB, its gradient 7.6 MiB"
    )
    assert picture.description == (
        "Memory of a linear layer with 1,000 outputs and 1,000 inputs, in float64. "
        "∂z/∂W built whole, 1,000×1,000×1,000: 7.5 GiB. "
        "The gradient ∂L/∂W, 1,000×1,000: 7.6 MiB, 1,000 times less. "
        "The input a, all that ∂z/∂W needs: 7.8 KiB, 1,000 times less again. "
        "The axis is logarithmic and begins at one byte."
    )


def test_bars_are_as_long_as_the_logarithm_of_the_bytes():
    picture = memory_bar(300, 40)
    assert picture.data == {"tensor": 28_800_000, "gradient": 96_000, "stored": 320}
    bars = [bar.get_width() for bar in picture.axes[0].patches]
    assert_allclose(bars, np.log2(list(picture.data.values())), rtol=1e-12, strict=True)


def test_the_footprint_is_that_of_the_arrays_themselves():
    found = footprint(5, 3)
    steps = contract_stepwise(np.ones((3, 1)), np.ones((4, 1)))
    assert footprint(4, 3)["tensor"] == steps.tensor.nbytes
    assert footprint(4, 3)["gradient"] == steps.outer.nbytes
    assert found["stored"] == np.ones((3, 1)).nbytes


def test_a_gap_is_spoken_of_in_words_that_do_not_depend_on_the_machine():
    assert {bounded(gap) for gap in (0.0, 3e-13, 8e-12, 7e-11)} == {"within 1e-9"}
    assert bounded(2e-4) == "within 1e-3"
    assert bounded(0.25) == "within 1"
    assert bounded(30.0) == "only within 3e+01"


# Files and screens


def small():
    return Picture(
        takeaway="A & B", alt='It is "x" < y, ½ – ∂z.', data={}, theme=LIGHT, size=(2, 1)
    )


def test_png_holds_title_and_alt_text(tmp_path):
    image = Image.open(small().save(tmp_path / "out.png"))
    assert image.size == (288, 144)
    assert image.text == {"Title": "A & B", "Description": 'It is "x" < y, ½ – ∂z.'}


def test_svg_holds_title_and_alt_text_for_a_screen_reader(tmp_path):
    root = ET.parse(small().save(tmp_path / "out.SVG")).getroot()
    names = {"svg": "http://www.w3.org/2000/svg"}
    assert root.get("role") == "img"
    assert root.find("svg:title", names).text == "A & B"
    assert root.find("svg:desc", names).text == 'It is "x" < y, ½ – ∂z.'
    assert [child.tag.split("}")[1] for child in root][:2] == ["title", "desc"]


def test_pdf_holds_title_and_alt_text(tmp_path):
    content = small().save(tmp_path / "out.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"/Title (A & B)" in content
    # PDF writes text beyond Latin-1 as UTF-16 with a mark, and escapes some bytes.
    subject = re.search(rb"/Subject \((\xfe\xff.*?)(?<!\\)\)", content, re.DOTALL).group(1)
    assert subject.replace(b"\\", b"").decode("utf-16") == 'It is "x" < y, ½ – ∂z.'


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_the_same_picture_gives_the_same_bytes_and_no_date(suffix, tmp_path):
    first = activation("relu").save(tmp_path / f"first.{suffix}").read_bytes()
    second = activation("relu").save(tmp_path / f"second.{suffix}").read_bytes()
    assert first == second
    assert b"Date" not in first
    assert b"dc:date" not in first


def test_saving_twice_gives_the_same_bytes(tmp_path):
    picture = activation("tanh")
    paths = [picture.save(tmp_path / name) for name in ("a.svg", "b.png", "c.svg", "d.png")]
    a, b, c, d = (path.read_bytes() for path in paths)
    assert a == c
    assert b == d


def test_a_path_may_be_text_and_begin_at_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert small().save("~/out.png") == tmp_path / "out.png"
    assert (tmp_path / "out.png").exists()


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (
            "figures.d/out.jpg",
            "cannot save the picture as figures.d/out.jpg\n"
            "  .jpg is none of the formats; the suffix says the format: .png, .svg, .pdf\n"
            "  write out.png, out.svg or out.pdf",
        ),
        (
            "out",
            "cannot save the picture as out\n"
            "  the name has no suffix; the suffix says the format: .png, .svg, .pdf\n"
            "  write out.png, out.svg or out.pdf",
        ),
        (
            "",
            "cannot save the picture as .\n"
            "  the name has no suffix; the suffix says the format: .png, .svg, .pdf\n"
            "  write picture.png, picture.svg or picture.pdf",
        ),
    ],
)
def test_an_unknown_suffix_is_told_the_known_ones(path, message):
    with pytest.raises(ValueError, match="cannot save the picture") as caught:
        small().save(path)
    assert str(caught.value) == message


def test_a_missing_folder_is_named_and_not_made(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError) as caught:
        small().save("figures/out.png")
    assert str(caught.value) == (
        "cannot save the picture as figures/out.png\n"
        "  there is no folder figures\n"
        "  make the folder first, or write out.png to save it here"
    )
    assert not list(tmp_path.iterdir())


def test_a_notebook_gets_one_image_with_its_alt_text():
    bundle = small()._repr_mimebundle_()
    assert bundle.keys() == {"text/html", "image/png", "text/plain"}
    assert bundle["text/plain"] == 'A & B. It is "x" < y, ½ – ∂z.'
    frame = ET.fromstring(bundle["text/html"].replace('"></div>', '"/></div>'))
    assert (frame.tag, frame.get("role"), frame.get("tabindex")) == ("div", "group", "0")
    assert frame.get("aria-label") == "Picture: scrolls sideways"
    (image,) = frame
    assert image.tag == "img"
    assert image.get("alt") == 'A & B. It is "x" < y, ½ – ∂z.'
    assert image.get("style") == "max-width:100%;min-width:200px;height:auto"
    kind, _, data = image.get("src").partition(",")
    assert kind == "data:image/png;base64"
    assert data == bundle["image/png"]
    assert Image.open(BytesIO(base64.b64decode(data))).size == (288, 144)


def test_alt_text_begins_with_the_finding_and_says_it_once():
    about = {"data": {}, "theme": LIGHT, "size": (2, 1)}
    assert Picture(takeaway="It falls", alt="It falls by 3.", **about).alt == "It falls by 3."
    assert Picture(takeaway="It falls", alt="From 4 to 1.", **about).alt == "It falls. From 4 to 1."


def test_a_wide_picture_stays_legible_on_a_narrow_page():
    shown = Picture(takeaway="A", alt="B.", data={}, theme=LIGHT, size=(7.6, 1))
    html = shown._repr_mimebundle_()["text/html"]
    assert 'width="760" style="max-width:100%;min-width:600px;height:auto"' in html
    assert "overflow-x:auto" in html


def test_jupyters_formatter_takes_the_bundle_and_adds_nothing():
    formatters = pytest.importorskip("IPython.core.formatters")
    data, _ = formatters.DisplayFormatter().format(small())
    assert data.keys() == {"text/html", "image/png", "text/plain"}
    assert data["text/plain"] == 'A & B. It is "x" < y, ½ – ∂z.'


def test_without_a_display_showing_says_how_to_save(monkeypatch):
    monkeypatch.setattr(matplotlib, "pyplot", pyplot_with(framework=None), raising=False)
    with pytest.raises(RuntimeError) as caught:
        small().show()
    assert str(caught.value) == (
        "cannot open a window for the picture\n"
        "  no display was found\n"
        '  save it instead: picture.save("picture.png"); '
        "in a notebook, end a cell with the picture itself"
    )


def test_a_window_toolkit_that_cannot_be_loaded_is_named(monkeypatch):
    def refuse(**options):
        raise ImportError("Cannot load backend 'QtAgg'")

    monkeypatch.setattr(matplotlib, "pyplot", SimpleNamespace(figure=refuse), raising=False)
    with pytest.raises(RuntimeError, match="Cannot load backend 'QtAgg'"):
        small().show()


def test_a_window_shows_the_picture_and_waits(monkeypatch):
    pyplot = pyplot_with(framework="some toolkit")
    monkeypatch.setattr(matplotlib, "pyplot", pyplot, raising=False)
    picture = small()
    picture.show()
    (window,) = pyplot.windows
    assert window.canvas.figure is picture
    assert picture.canvas is window.canvas
    assert pyplot.shown == [True]


def pyplot_with(framework):
    """Stand in for pyplot, with a canvas of a given window toolkit."""
    pyplot = SimpleNamespace(windows=[], shown=[])

    def figure(**options):
        window = Figure(**options)
        window.canvas.required_interactive_framework = framework
        pyplot.windows.append(window)
        return window

    pyplot.figure = figure
    pyplot.close = pyplot.windows.remove
    pyplot.show = lambda block: pyplot.shown.append(block)
    return pyplot


# The lint itself


def figure_with(**text):
    fig = Figure(figsize=(4, 3))
    fig.text(s="finding", **({"x": 0.1, "y": 0.5, "size": 10} | text))
    return fig


def test_lint_passes_a_clean_figure_and_leaves_it_as_it_was():
    fig = figure_with(color="#1B1F24")
    canvas = fig.canvas
    assert lint(fig) == []
    assert fig.texts[0].get_color() == "#1B1F24"
    assert fig.canvas is canvas


def test_lint_finds_small_text():
    assert lint(figure_with(size=8.5)) == ["'finding' is 8.5 pt, under 9 pt"]


def test_lint_finds_text_over_text():
    fig = figure_with()
    fig.text(0.12, 0.51, "other")
    assert "'finding' lies over 'other'" in lint(fig)


def test_lint_finds_text_outside_the_figure():
    assert lint(figure_with(x=0.95)) == ["'finding' reaches outside the figure"]


@pytest.mark.parametrize(
    ("text", "ground", "found"), [("#949494", "white", "3.0"), ("#383838", "black", "1.8")]
)
def test_lint_finds_text_without_contrast(text, ground, found):
    fig = figure_with(color=text)
    fig.set_facecolor(ground)
    assert lint(fig) == [f"'finding' has a contrast of {found}, under 4.5"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: ax.plot([0, 1], [0.5, 0.5]),
        lambda ax: ax.plot(0.5, 0.5, "o", markersize=12),
        lambda ax: ax.grid(visible=True),
        lambda ax: ax.axvspan(0.5, 0.6, hatch="//", fill=False),
        lambda ax: ax.imshow(np.eye(4), extent=(0.2, 0.8, 0.2, 0.8)),
    ],
    ids=["line", "marker", "grid", "hatch", "image"],
)
def test_lint_finds_whatever_is_drawn_behind_text(draw):
    fig = Figure()
    ax = fig.add_subplot(xlim=(0, 1), ylim=(0, 1), xticks=[0.5], yticks=[0.5])
    text = ax.text(0.5, 0.5, "finding", ha="center", va="center", size=10, zorder=5)
    draw(ax)
    (fault,) = [fault for fault in lint(fig) if "contrast" not in fault]
    assert fault.startswith("'finding' has something drawn behind it (")
    text.set_bbox({"facecolor": "white", "edgecolor": "none"})
    assert lint(fig) == []


def test_lint_does_not_speak_of_labels_that_are_not_drawn():
    fig = Figure()
    ax = fig.add_subplot()
    ax.set_xticks([0.5, 7.0], ["seen", "far beyond the limits, and far too long for the figure"])
    ax.set(xlim=(0.4, 0.6), ylim=(0, 1))
    hidden = fig.add_axes((0.5, 0.5, 0.2, 0.2))
    hidden.set_axis_off()
    assert lint(fig) == []


@pytest.mark.parametrize(
    "limits", [(0,), (1, 2, 3), "ab", None, 6, (-1e308, 1e308), (-1001, 0), (0, 1e-9), (1, 1)]
)
def test_limits_between_which_nothing_can_be_seen_are_refused(limits):
    with pytest.raises(ValueError, match="is no range of z\n"):
        activation("relu", limits=limits)
