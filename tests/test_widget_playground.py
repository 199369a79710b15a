"""The playground's state: training by phases, the check, sabotage, the way back to a state."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from widget_laws import check_code, check_page, check_picture, numbers_in, parts_of

from bpteach import central_difference
from bpteach.network import Trainer
from bpteach.plots.exploring import KNOTS
from bpteach.widgets import playground
from bpteach.widgets.frames import resolve
from bpteach.widgets.training_run import LAST, RATES, Drawn, Setup, run_of, spoiled
from bpteach.widgets.training_state import Playground

NAMES = {"playground": playground}
DRAWN = (-1.0, -0.8, -0.8, 0.0, 1.2, 1.0, 1.8)
TRAINED = Playground(updates=200)
STATES = {
    "trained": TRAINED,
    "forward": replace(TRAINED, phase="forward"),
    "before": Playground("moons", (4,), "relu", 0.1, 100),
    "first": Playground("xor", (3,), "sigmoid", updates=1),
    "line": Playground("circles", (), updates=5),
    "sabotaged": Playground(updates=60, sabotage="W2*2", before=((40, 0.1, ""),), phase="backward"),
    "diverged": playground(rate=10.0, updates=300).state,
    "drawn": Playground("moons", (6,), "drawn", 0.1, updates=20, knots=DRAWN),
    "vanishing": Playground("spirals", (5, 5, 5), "sigmoid", 0.001, updates=3),
}

states = st.builds(
    Playground,
    data=st.sampled_from(["xor", "circles", "moons", "spirals"]),
    hidden=st.sampled_from([(), (3,), (4, 2), (3, 3, 3)]),
    activation=st.sampled_from(["sigmoid", "tanh", "relu"]),
    rate=st.sampled_from(RATES[:7]),
    batch=st.sampled_from([1, 7, 100]),
    seed=st.integers(0, 50),
    updates=st.integers(0, 25),
).map(lambda state: state._finite())


# laws of every widget


@pytest.mark.parametrize("name", STATES)
def test_the_page_moves_as_python_would(name):
    check_page(STATES[name])


@pytest.mark.parametrize("name", STATES)
def test_the_line_of_code_rebuilds_the_state(name):
    check_code(STATES[name], NAMES)


@pytest.mark.parametrize("name", STATES)
def test_the_picture_can_be_read_and_says_what_it_shows(name):
    check_picture(STATES[name])


@given(states)
@settings(max_examples=12, deadline=None)
def test_every_state_keeps_the_laws(state):
    check_page(state)
    check_code(state, NAMES)


# training


@pytest.mark.parametrize("data", ["xor", "circles", "moons", "spirals"])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_the_gradients_pass_the_check_at_the_start_and_after_200_updates(data, activation):
    for updates in (1, 200):
        state = Playground(data, activation=activation, updates=updates)
        assert state.wrong() == []
        if activation != "relu":  # whose kinks allow more
            assert state.error() < 1e-6


@pytest.mark.parametrize("data", ["xor", "circles", "moons", "spirals"])
def test_the_loss_falls_and_most_points_are_right_after_200_updates(data):
    run = Playground(data, updates=200).run
    assert run.losses[-1] < run.losses[0] / 4
    assert run.boundary.wrong <= 10


def test_the_same_seed_gives_the_same_losses_to_the_last_digit():
    setup = TRAINED.setup
    run_of.cache_clear()
    once = run_of(setup, ((150, 0.3, ""),)).losses
    run_of.cache_clear()
    for updates in (3, 50, 99, 150):
        again = run_of(setup, ((updates, 0.3, ""),)).losses
    assert_array_equal(again, once)
    other = run_of(replace(setup, seed=1), ((150, 0.3, ""),)).losses
    assert not np.array_equal(other, once)


@given(st.integers(0, 30), st.integers(0, 30))
@settings(max_examples=10, deadline=None)
def test_a_stretch_cut_in_two_is_the_same_training(first, second):
    setup = Setup("moons", (3,), "tanh", 20, 4)
    whole = run_of(setup, ((first + second, 0.1, ""),))
    parts = run_of(setup, ((first, 0.1, ""), (second, 0.1, "")))
    assert_array_equal(whole.losses, parts.losses)
    for name, value in whole.network.parameters.items():
        assert_array_equal(parts.network.parameters[name], value)


def test_the_loss_is_the_mean_over_all_points_and_the_gradient_that_of_the_batch():
    state = TRAINED
    o_and_L = state.run.network(state.setup.points.A).item()
    assert_allclose(state.run.losses[-1], o_and_L / 100, rtol=1e-12)
    made, (A, T) = state.made, state.made.examples
    assert A.shape == (2, 20)
    assert_array_equal(A, state.setup.points.A[:, made.batch])

    def loss(W2):
        layers = made.network.with_parameters(W2=W2).layers[:-1]
        for layer in layers:
            A_ = layer(A if layer is layers[0] else A_)  # noqa: F821
        return np.sum((A_ - T) ** 2) / 2 / 20

    right = central_difference(loss, made.network.parameters["W2"])
    assert_allclose(made.gradients["W2"], right, atol=1e-9)
    assert_allclose(loss(made.network.parameters["W2"]), made.loss, rtol=1e-12)


def test_an_update_moves_the_weights_against_the_gradient():
    made = TRAINED.made
    for name, gradient in made.gradients.items():
        moved = TRAINED.run.network.parameters[name] - made.network.parameters[name]
        assert_allclose(moved, -0.3 * gradient, atol=1e-14)


def test_a_drawn_activation_is_trained_and_its_gradients_pass_the_check():
    state = STATES["drawn"]
    assert state.wrong() == []
    assert state.run.losses[-1] < state.run.losses[0]
    assert state.on_activation("tanh").on_activation("drawn") == state
    z = np.linspace(-9, 9, 91)[None, :]
    layer = Drawn(DRAWN)
    inner = np.abs(z[0]) <= 6
    assert_allclose(layer(z)[0, inner], np.interp(z[0, inner], KNOTS, DRAWN), atol=1e-15)
    away = z + 0.05
    slopes = central_difference(lambda z: np.sum(layer(z)), away)
    assert_allclose(layer.vjp(away)[1](np.ones_like(z)).input, slopes, atol=1e-8)
    with pytest.raises(ValueError, match="are not seven heights"):
        playground(knots=(1.0, 2.0))
    with pytest.raises(ValueError, match="there are: sigmoid, tanh, relu"):
        playground(activation="drawn")


# phases


def test_a_step_is_one_phase_and_three_are_an_update():
    state = Playground(updates=5)
    phases = []
    for _ in range(3):
        state = state.on_step()
        phases.append((state.updates, state.phase))
    assert phases == [(6, "forward"), (6, "backward"), (6, "update")]
    assert state == Playground(updates=6)


def test_only_the_update_moves_the_boundary_and_only_then_the_loss():
    state = replace(TRAINED, phase="backward")
    assert state.seen.updates == 199
    assert TRAINED.seen.updates == 200
    assert not np.array_equal(
        state.seen.network.parameters["W1"], TRAINED.seen.network.parameters["W1"]
    )


def test_gradients_are_dashes_until_the_way_back():
    spec = TRAINED.spec()
    for phase in ("forward", "backward", "update"):
        here = resolve(spec, {"phase": phase})
        chart = next(one for one in parts_of(here, "plot") if one.get("name") == "sizes")
        dashes = [m["words"] for m in chart["marks"] if m["kind"] == "label"]
        assert dashes == (["—"] * 3 if phase == "forward" else [])
        cells = [one for table in here["numbers"][:2] for one in table["rows"][0][1:]]
        assert (cells == ["—"] * 4) == (phase == "forward")
    assert resolve(Playground().spec(), {"phase": "update"})["numbers"][0]["rows"][0][1] == "—"


def test_a_step_within_an_update_moves_in_the_page_and_the_next_one_asks_python():
    spec = TRAINED.spec()
    to = {}
    for phase in ("forward", "backward", "update"):
        here = resolve(spec, {"phase": phase})
        to[phase] = next(b for b in parts_of(here, "button") if b["name"] == "step").get("to")
    assert to == {"forward": {"phase": "backward"}, "backward": {"phase": "update"}, "update": None}


# the check and sabotage


@pytest.mark.parametrize(
    ("sabotage", "words"),
    [
        ("W2*2", "∂L/∂W2 is 2 times what it should be"),
        ("W1*-1", "∂L/∂W1 has the wrong sign"),
        ("b1*0", "∂L/∂b1 is 0 everywhere"),
        ("b3*2", "∂L/∂b3 is 2 times"),
    ],
)
def test_sabotage_flips_the_badge_and_its_end_flips_it_back(sabotage, words):
    def badge(state):
        here = resolve(state.spec(), {"phase": "update"})
        return next(t["words"] for t in parts_of(here, "text") if "gradient check" in t["words"])

    state = Playground(updates=50)
    assert badge(state).startswith("✓ gradient check")
    spoilt = state.on_sabotage(sabotage).on_ten()
    assert badge(spoilt).startswith(f"✗ gradient check: ∂L/∂{sabotage[:2]} is off by")
    assert spoilt.wrong() == [sabotage[:2]]
    assert words in spoilt.sentence()
    assert badge(spoilt.on_sabotage("").on_ten()).startswith("✓ gradient check")


def test_a_sabotaged_loss_may_fall_all_the_same():
    state = Playground(updates=200, sabotage="W2*2")
    assert state.run.losses[-1] < state.run.losses[0] / 4
    assert state.sentence().endswith("Yet the loss fell: only the check sees it.")


def test_every_sabotage_is_found():
    for value, _ in Playground(updates=1).sabotages():
        state = Playground(updates=1, sabotage=value)
        assert state.wrong() == [value[:2]], value


def test_spoiled_changes_one_gradient_and_nothing_else():
    gradients = {"W1": np.ones((2, 2)), "b1": np.ones((2, 1))}
    spoiled(gradients, "")
    spoiled(gradients, "W1*2")
    assert_array_equal(gradients["W1"], 2 * np.ones((2, 2)))
    assert_array_equal(gradients["b1"], np.ones((2, 1)))


def test_vanishing_gradients_are_not_taken_for_wrong_ones():
    state = Playground("spirals", (8, 8, 8), "sigmoid", 0.001, 100, updates=1)
    assert state.wrong() == []


# what it takes to diverge


def test_a_loss_that_is_not_finite_stops_play_and_says_so():
    state = STATES["diverged"]
    assert not np.isfinite(state.run.losses[-1])
    assert np.isfinite(state.run.losses[:-1]).all()
    assert state.updates == state.run.updates < 300
    assert state.sentence().startswith(f"✗ Diverged at update {state.updates}: the loss is no")
    here = resolve(state.spec(), state.position)
    assert all(one["off"] for one in parts_of(here, "play"))
    off = {one["name"]: one["off"] for one in parts_of(here, "button")}
    assert off == {"step": True, "ten": True, "restart": False}
    for further in (state.on_play(), state.on_ten(), state.on_step(), state.on_play("end")):
        assert further == state
    assert state.on_restart().updates == 0


def test_play_goes_on_by_ten_and_where_motion_is_unwanted_to_the_end():
    state = Playground("xor", (3,), updates=15)
    assert state.on_play().updates == 25
    end = state.on_play("end")
    assert end.updates == LAST
    assert end.is_at_end()
    part = parts_of(state.spec(), "play")[0]
    assert part["a_second"] <= 4
    assert part["key"] == " "


def test_a_weight_that_is_not_finite_is_drawn_without_bands():
    spec = STATES["diverged"].spec()
    assert "NaN" not in repr(spec)


# other choices


def test_a_new_rate_holds_from_here_on():
    state = Playground(updates=30).on_rate(4).on_ten()
    assert (state.rate, state.before) == (0.1, ((30, 0.3, ""),))
    setup = state.setup
    right = run_of(setup, ((30, 0.3, ""), (10, 0.1, "")))
    assert_array_equal(state.run.losses, right.losses)


def test_an_update_in_progress_is_made_with_the_new_rate():
    state = replace(Playground(updates=30), phase="backward").on_rate(4)
    assert (state.updates, state.phase, state.before) == (30, "backward", ((29, 0.3, ""),))
    assert state.made.rate == 0.1


def test_a_choice_taken_back_at_once_leaves_no_trace():
    state = Playground(updates=30)
    assert state.on_rate(4).on_rate(5) == state
    assert state.on_sabotage("W1*2").on_sabotage("") == state
    assert Playground().on_rate(3) == Playground(rate=0.03)


def test_other_data_and_networks_are_trained_as_long():
    state = Playground(updates=30, sabotage="W3*2")
    assert state.on_data("moons").updates == 30
    fewer = state.on_layers(1)
    assert (fewer.hidden, fewer.sabotage, fewer.updates) == ((8,), "", 30)
    assert fewer.on_layers(3).hidden == (8, 8, 8)
    assert state.on_units(5).hidden == (5, 5)
    assert Playground(hidden=()).on_layers(2).hidden == (8, 8)
    assert state.on_batch(100).made.batch.tolist() == list(range(100))
    assert state.on_seed(7).run.losses[0] != state.run.losses[0]
    assert state.on_activation("relu").activation == "relu"


@pytest.mark.parametrize(
    ("action", "value", "words"),
    [
        ("data", "rings", "there are: xor, circles, moons, spirals"),
        ("activation", "step", "there are: sigmoid, tanh, relu"),
        ("layers", 9, "write 0 to 3"),
        ("units", 0, "write 1 to 12"),
        ("batch", 0, "write 1 to 100"),
        ("seed", -1, "write 0 or a whole number"),
        ("rate", 99, "no such learning rate"),
        ("sabotage", "W9*2", "makes no sense here"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(action, value, words):
    with pytest.raises(ValueError, match=words):
        Playground(updates=3).act(action, value)


def test_arguments_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="a learning rate of -1"):
        playground(rate=-1)
    with pytest.raises(ValueError, match="must count up"):
        playground(updates=5, before=[(9, 0.1, "")])
    with pytest.raises(ValueError, match="write 0 to 1000"):
        playground(updates=1001)
    with pytest.raises(ValueError, match="phase='forward'"):
        playground(updates=0, phase="forward")
    with pytest.raises(ValueError, match="no part 'nothing' to hide"):
        playground(updates=0, hide=["nothing"])


# words


def test_the_numbers_of_the_sentence_are_those_of_the_state():
    found = numbers_in(TRAINED.sentence().replace("W", " "))
    run, sizes = TRAINED.run, TRAINED.made.sizes
    assert found[0] == 200
    assert_allclose(found[1], run.losses[-1], rtol=6e-3)
    assert found[2:4] == [100 - run.boundary.wrong, 100]
    norms = [one.norm for one in sizes.values()]
    assert found[4::2][:3] == [1, 2, 3]
    assert_allclose(found[5:10:2], norms, rtol=6e-3)
    assert_allclose(norms, [np.linalg.norm(TRAINED.made.gradients[n]) for n in ("W1", "W2", "W3")])
    forward = replace(TRAINED, phase="forward")
    number, examples, loss = numbers_in(forward.sentence())
    assert (number, examples) == (200, 20)
    assert_allclose(loss, TRAINED.made.loss, rtol=6e-3)


def test_the_opening_says_how_good_the_network_is_and_that_its_gradients_are_right():
    panel = playground()
    assert panel.state == TRAINED
    assert repr(panel).startswith(
        "After 200 updates the mean loss is 0.015, and 97 of 100 points are right. "
    )
    assert "✓ They agree with central differences within 1e-6." in repr(panel)
    assert (
        resolve(panel.spec, panel.position)["title"]
        == "After 200 updates: 97 of 100 points are right"
    )


def test_golden_data_of_the_page():
    here = resolve(TRAINED.spec(), {"phase": "backward"})
    plane, loss, sizes = parts_of(here, "plot")
    shown = [mark for mark in plane["marks"] if mark["kind"] == "points"]
    assert [(m["role"], m["marker"], m["size"]) for m in shown] == [
        ("value", "circle", 8),
        ("gradient", "triangle", 9),
        ("value", "circle", 13),
        ("gradient", "triangle", 14),
        ("alarm", "cross", 11),
    ]
    assert sum(len(m["points"]) for m in shown[:2]) == 80
    assert sum(len(m["points"]) for m in shown[2:4]) == 20
    assert len(shown[-1]["points"]) == replace(TRAINED, phase="backward").seen.boundary.wrong
    line = next(mark for mark in loss["marks"] if mark["kind"] == "line")
    kept = {int(x): y for x, y in line["points"]}
    assert_allclose([kept[0], kept[200]], np.log10(TRAINED.run.losses[[0, 200]]), rtol=1e-5)
    assert [words for _, words in sizes["y"]["ticks"]] == ["W1 8×2", "W2 8×8", "W3 1×8"]
    medians = [m["points"][0][0] for m in sizes["marks"] if m["kind"] == "line"]
    assert_allclose(medians, [one.median for one in TRAINED.made.sizes.values()], rtol=1e-5)


# the panel


def test_undo_goes_back_and_reset_to_the_opening():
    panel = playground(updates=20)
    panel.do("ten")
    panel.do("sabotage", "W1*0")
    panel.do("ten")
    assert panel.state.updates == 40
    panel.do("undo")
    assert (panel.state.updates, panel.state.sabotage) == (30, "W1*0")
    panel.do("reset")
    assert panel.state == Playground(updates=20)


def test_a_trainer_goes_on_from_the_state():
    run = TRAINED.run
    options = {"rate": 0.3, "batch": 20, "seed": 0, "updates": 200}
    trainer = Trainer(run.network, TRAINED.setup.points.A, **options)
    loss = trainer.step()
    assert loss == TRAINED.on_step().made.loss


# the page that shows it


def test_the_code_of_its_page_in_the_docs_runs_and_shows_what_it_says():
    page = (Path(__file__).parents[1] / "docs" / "playground.md").read_text(encoding="utf-8")
    shown = []
    for block in re.findall(r"```python\n(.*?)```", page, re.S):
        *before, last = ast.parse(block).body
        names = {}
        exec(compile(ast.Module(before, []), "docs", "exec"), names)
        shown.append(eval(compile(ast.Expression(last.value), "docs", "eval"), names))
    panel, picture = shown
    alt = panel.state.picture().alt
    title, drawn = alt.split(". ")[0], re.search(r"fell from \S+ to \S+", alt)[0].rstrip(".")
    assert f"![{title}." in page
    assert drawn in page
    assert panel.state.wrong() == ["W2"]
    assert picture.takeaway.startswith("After 300 updates: ")
