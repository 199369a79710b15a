"""Gradient flow: real deep networks, the factor of a layer, and the page's data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from widget_laws import check_code, check_page, check_picture, numbers_in, parts_of

from bpteach import Network
from bpteach.layers import Linear, Sigmoid
from bpteach.plots.deep_runs import SEEDS, DeepRun, measure_flow, regime
from bpteach.widgets import gradient_flow
from bpteach.widgets.flow_explorer import GradientFlow
from bpteach.widgets.frames import resolve

few = settings(max_examples=15, derandomize=True, database=None, deadline=None)
runs = st.lists(
    st.tuples(
        st.sampled_from(["sigmoid", "tanh", "relu", "identity", "orthogonal"]),
        st.sampled_from([0.5, 1.0, 1.41, 2.2]),
    ),
    min_size=1,
    max_size=3,
).map(tuple)


@st.composite
def states(draw):
    depth, width = draw(st.integers(2, 8)), draw(st.integers(4, 9))
    chosen = draw(runs)
    return GradientFlow(
        chosen,
        depth=depth,
        width=width,
        seed=draw(st.integers(0, 9)),
        run=draw(st.integers(1, len(chosen))),
        layer=draw(st.integers(1, depth)),
    )


@pytest.mark.parametrize(
    ("activation", "gain", "kind"),
    [("sigmoid", 1.0, "vanishing"), ("relu", 1.41, "steady"), ("relu", 2.2, "exploding")],
)
def test_the_regimes_of_three_known_settings(activation, gain, kind):
    assert regime(measure_flow(DeepRun(activation, gain)).factor) == kind


def test_the_identity_with_orthogonal_weights_keeps_every_gradient_as_it_is():
    flow = measure_flow(DeepRun("identity", 1.0, orthogonal=True))
    np.testing.assert_allclose(flow.norms, 0, atol=1e-12)
    np.testing.assert_allclose(flow.factor, 1, rtol=1e-12)


def test_the_recursion_is_the_product_of_the_jacobians_and_the_pullback_of_a_network():
    run = DeepRun("sigmoid", 1.3, depth=4, width=5, seed=3)
    flow = measure_flow(run)
    rng = np.random.default_rng([3, 0])
    W = 1.3 * rng.normal(size=(4, 5, 5)) / np.sqrt(5)
    a, end = rng.normal(size=(5, 1)), rng.normal(size=(5, 1))
    end /= np.linalg.norm(end)
    layers = [part for one in W for part in (Linear(one, np.zeros((5, 1))), Sigmoid())]
    network = Network(*layers)
    gradient = network.jacobian(a).array @ end
    np.testing.assert_allclose(10 ** flow.norms[0, 0], np.linalg.norm(gradient), rtol=1e-12)
    pulled = network.vjp(a)[1](end).input
    np.testing.assert_allclose(pulled, gradient, rtol=1e-10)


def test_the_prediction_is_near_what_was_measured():
    for run in (DeepRun("sigmoid", 1.0), DeepRun("relu", 1.41), DeepRun("tanh", 1.0)):
        flow = measure_flow(run)
        np.testing.assert_allclose(flow.predicted[0], flow.median[0], atol=0.3)


def test_the_same_seed_gives_the_same_numbers_and_another_one_does_not():
    measure_flow.cache_clear()
    one, other = measure_flow(DeepRun("tanh", 1.0)), measure_flow(DeepRun("tanh", 1.0, seed=1))
    kept = one.norms.copy()
    measure_flow.cache_clear()
    np.testing.assert_array_equal(measure_flow(DeepRun("tanh", 1.0)).norms, kept)
    assert not np.array_equal(other.norms, kept)


def test_entries_too_small_for_float32_are_counted():
    flow = measure_flow(DeepRun("sigmoid", 0.1, depth=40, width=8))
    sizes = np.abs(flow.entries[:, 0])
    assert flow.lost(1) == (sizes < np.finfo(np.float32).tiny).sum() > 0
    assert flow.lost(40) == 0


@few
@given(states())
def test_the_page_moves_as_python_would(state):
    check_page(state)
    check_code(state, {"gradient_flow": gradient_flow})


@few
@given(states())
def test_numbers_of_the_sentence_are_those_of_the_state(state):
    said = numbers_in(state.sentence().replace("float32", ""))
    flow = state.flow
    assert float(f"{flow.factor:.3g}") in said
    assert {float(state.depth), float(state.width), float(state.layer)} <= set(said)
    assert regime(flow.factor) in state.sentence()


def test_pictures_are_clean_in_both_themes():
    for state in (GradientFlow(), GradientFlow((("orthogonal", 1.0),)), GradientFlow(layer=13)):
        check_picture(state)


def test_series_of_the_page_are_the_medians():
    state = GradientFlow(depth=6, width=8)
    chart = parts_of(resolve(state.spec(), state.position), "plot")[0]
    lines = [m["points"] for m in chart["marks"] if m["kind"] == "line" and not m.get("thin")]
    assert len(lines) == 3
    for points, flow in zip(lines, state.flows, strict=True):
        np.testing.assert_allclose([y for _, y in points], flow.median, rtol=1e-5, atol=1e-5)


def test_actions_change_the_run_that_is_looked_at():
    state = GradientFlow().moved(run=2)
    assert state.act("activation", "tanh").runs[1] == ("tanh", 1.41)
    assert state.act("gain", 2).runs == (("sigmoid", 1.0), ("relu", 2.0), ("relu", 2.2))
    assert state.act("remove").runs == (("sigmoid", 1.0), ("relu", 2.2))
    assert state.act("remove").act("add").run == 3
    assert state.act("deeper").depth == 21
    assert state.moved(layer=20).act("flatter").layer == 19


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("gain", 9, "a gain lies between 0.1 and 4, not 9"),
        ("depth", 1, "depth lies between 2 and 40, not at 1"),
        ("width", 65, "width lies between 4 and 64, not at 65"),
        ("activation", "sine", "there is no activation 'sine'"),
        ("add", None, "3 runs are enough for one picture: remove one first"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(name, value, words):
    with pytest.raises(ValueError, match=words):
        GradientFlow().act(name, value)


def test_the_gradient_of_twelve_networks_is_looked_at():
    assert measure_flow(DeepRun("relu", 1.0, depth=3, width=4)).norms.shape == (SEEDS, 4)
