"""A network in training as a figure: its boundary, its loss, the sizes of its gradients."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text
from numpy.testing import assert_allclose, assert_array_equal

from bpteach import Linear, Network, ShapeError, SquaredError, Tanh
from bpteach.datasets import circles, moons, spirals
from bpteach.network import Trainer
from bpteach.plots import training
from bpteach.plots.boundary import BANDS, LEVELS, find_boundary
from bpteach.plots.decades import decade_ticks
from bpteach.plots.gradient_sizes import log_limits, measure_sizes
from bpteach.plots.lint import lint

# the boundary


def slope(A):
    return A[:1] + 0.5


def test_a_level_is_a_line_where_the_output_has_that_value():
    A, T = circles(40)
    seen = find_boundary(slope, A, T)
    for level, lines in seen.lines.items():
        assert level in LEVELS
        for line in lines:
            assert_allclose(line[:, 0], level - 0.5, atol=1e-12)


def inside(rings, point):
    """Count crossings of a ray to the right, over all rings: holes count too."""
    x, y = point
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y):
                crossings += x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)
    return crossings % 2 == 1


def test_every_place_lies_in_the_band_of_its_output():
    A, T = circles(60, seed=1)
    f = lambda A: np.cos(3 * A[:1]) * A[1:] + 0.5  # noqa: E731
    seen = find_boundary(f, A, T)
    rng = np.random.default_rng(0)
    places = rng.uniform([seen.x[0], seen.y[0]], [seen.x[1], seen.y[1]], (80, 2))
    for place in places:
        value = f(place[:, None]).item()
        if min(abs(value - level) for level in LEVELS) < 0.02:
            continue  # the grid is not as fine
        bands = [inside(rings, place) for rings in seen.bands]
        assert bands == [k == np.searchsorted(LEVELS, value) for k in range(len(BANDS))]


@given(st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_points_are_wrong_where_the_output_is_on_the_other_side_of_a_half(seed):
    A, T = moons(50, seed=seed)
    seen = find_boundary(slope, A, T)
    assert_array_equal(seen.right, ((A[0] > 0) == (T[0] == 1)))
    assert seen.wrong == np.sum(~seen.right)
    assert_array_equal(seen.classes, T[0] == 1)
    assert np.all((seen.x[0] < A[0]) & (A[0] < seen.x[1]))


def test_labels_stand_on_their_lines_and_apart():
    A, T = spirals(100)
    seen = find_boundary(slope, A, T)
    assert [level for *_, level in seen.labels] == [0.1, 0.5, 0.9]
    for x, _, level in seen.labels:
        assert_allclose(x, level - 0.5, atol=1e-12)
    assert len({y for _, y, _ in seen.labels}) == 3 or len(seen.labels) == 3


def test_where_nothing_is_finite_there_are_neither_bands_nor_lines():
    A, T = circles(20)
    seen = find_boundary(lambda A: np.full((1, A.shape[1]), np.nan), A, T)
    assert not any(map(len, seen.bands))
    assert not any(map(len, seen.lines.values()))
    assert seen.labels == ()


def test_only_points_of_the_plane_have_a_boundary():
    with pytest.raises(ShapeError, match=r"A is \(2, N\)"):
        find_boundary(slope, np.zeros((3, 4)), np.zeros((1, 4)))
    with pytest.raises(ShapeError, match="A: 2 x 4, T: 1 x 3"):
        find_boundary(slope, np.zeros((2, 4)), np.zeros((1, 3)))


# the sizes


@given(st.lists(st.floats(-1e9, 1e9).filter(lambda x: x == 0 or abs(x) > 1e-200), min_size=1))
def test_every_entry_is_counted_once(entries):
    sizes = measure_sizes(np.array(entries))
    assert sizes.counts.sum() + sizes.zeros == len(entries)
    assert sizes.zeros == entries.count(0.0)
    if sizes.counts.any():
        assert sizes.edges[0] <= sizes.median <= sizes.edges[-1]
        low, high = log_limits([sizes])
        assert low <= sizes.edges[0]
        assert sizes.edges[-1] <= high
    else:
        assert np.isnan(sizes.median)


def test_sizes_by_hand():
    sizes = measure_sizes([[1e-3, -2e-3], [0.0, 0.1]])
    assert_allclose(sizes.edges, np.arange(-3, -0.5, 0.25))
    assert_array_equal(sizes.counts, [1, 1, 0, 0, 0, 0, 0, 0, 1])
    assert (sizes.zeros, round(sizes.median, 3)) == (1, round(np.log10(2e-3), 3))
    assert_allclose(sizes.norm, np.sqrt(1e-6 + 4e-6 + 1e-2))


@given(st.floats(-8, 300), st.floats(0.36, 300))
def test_an_axis_of_logarithms_has_one_to_six_ticks_within_its_limits(low, span):
    ticks = decade_ticks(low, low + span)
    assert 1 <= len(ticks) <= 6
    assert all(low - 1e-6 <= place <= low + span + 1e-6 for place, _ in ticks)
    assert len({words for _, words in ticks}) == len(ticks)


# the figure


@cache
def trained(updates=60, rate=0.3, hidden=6):
    A, T = spirals(80, seed=2)
    rng = np.random.default_rng(2)
    network = Network(
        Linear(rng.normal(size=(hidden, 2)), np.zeros((hidden, 1))),
        Tanh(),
        Linear(rng.normal(size=(1, hidden)), np.zeros((1, 1))),
        SquaredError(T),
    )
    trainer, losses = Trainer(network, A, rate=rate), []
    for _ in range(updates):
        losses.append(trainer.step())
    losses.append(trainer.forward())
    return trainer.network, A, np.array(losses), {k: v.copy() for k, v in trainer.gradients.items()}


def made(theme, **options):
    network, A, losses, gradients = trained()
    return training(network, A, losses=losses, theme=theme, **{"gradients": gradients} | options)


def early(updates, theme):
    network, A, losses, gradients = trained(updates)
    return training(
        network, A, losses=losses, gradients=gradients if updates else None, theme=theme
    )


def dead(theme):
    network, A, losses, gradients = trained()
    gradients = gradients | {"W1": gradients["W1"] * [[0], [0], [0], [1], [1], [1]]}
    return training(
        network, A, losses=[*losses[:5], 2e200, np.inf], gradients=gradients, theme=theme
    )


FIGURES = {
    "right": lambda theme: made(theme, error=3e-9),
    "wrong": lambda theme: made(theme, error=1.0, wrong="∂L/∂W2"),
    "before": lambda theme: early(0, theme),
    "first": lambda theme: early(1, theme),
    "diverged": dead,
}


@cache
def figure(name, theme="light"):
    return FIGURES[name](theme)


def words_of(picture):
    return "\n".join(text.get_text() for text in picture.findobj(Text))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_can_be_read_in_both_themes(name, theme):
    assert lint(figure(name, theme)) == []


@pytest.mark.parametrize("name", FIGURES)
def test_a_theme_changes_colours_and_no_words(name):
    light, dark = figure(name), figure(name, "dark")
    assert lint(light) == lint(dark)
    assert words_of(light) == words_of(dark)
    assert light.alt == dark.alt


def test_the_data_are_those_of_the_network():
    network, A, losses, gradients = trained()
    data = figure("right").data
    assert_array_equal(data["losses"], losses)
    o = Network(*network.layers[:-1])(A)
    T = network.layers[-1].t
    assert_array_equal(data["boundary"]["right"], ((o > 0.5) == (T > 0.5))[0])
    assert list(data["gradients"]) == ["W1", "W2"]
    assert_allclose(data["gradients"]["W2"]["median"], np.median(np.log10(np.abs(gradients["W2"]))))


def test_alt_text_states_the_finding():
    data = figure("right").data
    wrong = int(np.sum(~data["boundary"]["right"]))
    assert figure("right").alt.startswith(
        f"After 60 updates: {80 - wrong} of 80 points are right. The plane in bands"
    )
    assert f"and {wrong} crossed out" in figure("right").alt
    assert figure("right").alt.endswith("✓ check within 1e-6.")
    assert figure("wrong").alt.endswith("✗ ∂L/∂W2 fails the check.")
    assert "The loss began at" in figure("diverged").alt
    assert figure("diverged").takeaway.startswith("Diverged: after 6 updates")
    assert "stayed the same" in figure("before").alt


def test_gradients_that_are_not_computed_are_a_dash_and_zeros_are_counted():
    assert "— not computed yet" in words_of(figure("before"))
    assert "W1 6×2\n6 are 0" in words_of(figure("diverged"))
    assert "2 × 10²⁰⁰" in words_of(figure("diverged"))
