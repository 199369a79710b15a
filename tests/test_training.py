"""Training: its gradients against differences, its steps against the safe path, its memory."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from bpteach import (
    Linear,
    Network,
    ReLU,
    ShapeError,
    Sigmoid,
    SquaredError,
    Tanh,
    central_difference,
)
from bpteach.datasets import xor
from bpteach.network import Trainer

KINDS = [Sigmoid(), Tanh(), ReLU(), ReLU(at_zero=0.5)]
sizes_ = st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(1, 4))
seeds = st.integers(0, 9999)


def problem(sizes=(2, 5, 3), kind=KINDS[0], N=7, seed=0):
    """A network with its loss, and its examples."""
    m, h, n = sizes
    rng = np.random.default_rng(seed)
    layers = [
        Linear(rng.normal(size=(h, m)), rng.normal(size=(h, 1))),
        kind,
        Linear(rng.normal(size=(n, h)), rng.normal(size=(n, 1))),
    ]
    return Network(*layers, SquaredError(rng.normal(size=(n, N)))), rng.normal(size=(m, N))


def batch_loss(network, A, T):
    """The mean loss of some examples, by the safe path."""
    return Network(*network.layers[:-1], SquaredError(T))(A).item() / A.shape[1]


def some(network, A, chosen):
    """The same network, its loss and its examples for some examples only."""
    T = network.layers[-1].t[:, chosen]
    return Network(*network.layers[:-1], SquaredError(T)), A[:, chosen]


# gradients


@settings(max_examples=25, deadline=None)
@given(sizes_, st.sampled_from(KINDS[:2]), seeds, st.integers(1, 7))
def test_the_gradients_agree_with_differences_of_the_mean_loss(sizes, kind, seed, batch):
    network, A = problem(sizes, kind, seed=seed)
    trainer = Trainer(network, A, rate=0.1, batch=batch, seed=seed)
    chosen = trainer.batch
    trainer.forward()
    for name, found in trainer.backward().items():
        f = lambda new, name=name: batch_loss(  # noqa: E731
            network.with_parameters(**{name: new}), A[:, chosen], network.layers[-1].t[:, chosen]
        )
        right = central_difference(f, network.parameters[name])
        assert_allclose(found, right, rtol=0, atol=1e-6 * max(1, np.abs(right).max()))


@settings(max_examples=25, deadline=None)
@given(sizes_, st.sampled_from(KINDS), seeds, st.integers(1, 7), st.integers(1, 5))
def test_a_step_is_the_safe_path_and_the_update_rule(sizes, kind, seed, batch, steps):
    network, A = problem(sizes, kind, seed=seed)
    trainer = Trainer(network, A, rate=0.05, batch=batch, seed=seed)
    safe = network
    for _ in range(steps):
        one, a = some(safe, A, trainer.batch)
        trace = one.forward(a)
        back = one.backward(trace, upstream=np.array([[1 / batch]]))
        loss = trainer.step()
        assert_allclose(loss, trace.output.item() / batch, rtol=1e-12)
        new = {name: value - 0.05 * back[name] for name, value in safe.parameters.items()}
        safe = safe.with_parameters(**new)
        for name, value in safe.parameters.items():
            assert_allclose(trainer.parameters[name], value, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("sizes", [(4, 7, 3), (150, 120, 3)], ids=["small", "large"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("kind", KINDS, ids=repr)
def test_fifty_steps_reach_the_parameters_of_the_safe_path(kind, dtype, sizes):
    network, A = problem(sizes, kind, N=11, seed=5)
    network = network.with_parameters(
        **{name: value / value.shape[1] for name, value in network.parameters.items()}
    )
    narrow = {name: value.astype(dtype) for name, value in network.parameters.items()}
    loss = SquaredError(network.layers[-1].t.astype(dtype))
    network, A = Network(*network.with_parameters(**narrow).layers[:-1], loss), A.astype(dtype)
    trainer, safe = Trainer(network, A, rate=0.02, batch=4, seed=5), network
    for _ in range(50):
        one, a = some(safe, A, trainer.batch)
        back = one.backward(one.forward(a), upstream=np.full((1, 1), 1 / 4, dtype))
        trainer.step()
        safe = safe.with_parameters(
            **{name: value - dtype(0.02) * back[name] for name, value in safe.parameters.items()}
        )
    for name, value in safe.parameters.items():
        assert trainer.parameters[name].dtype == trainer.gradients[name].dtype == dtype
        atol = 1e-12 if dtype is np.float64 else 2e-5
        assert_allclose(trainer.parameters[name], value, rtol=0, atol=atol)
    assert not any(np.array_equal(trainer.parameters[n], narrow[n]) for n in narrow)


@pytest.mark.parametrize("kind", KINDS, ids=repr)
def test_far_out_inputs_keep_their_slopes(kind):
    far = np.array([[-700.0, -41.0, -1.5, 0.0, 1.0, 40.0, 700.0]])  # nothing cancels
    network = Network(kind, SquaredError(np.zeros((1, 7))))
    one = Network(Linear(np.eye(1), np.zeros((1, 1))), *network.layers)
    trainer = Trainer(one, far, rate=0.1)
    trainer.forward()
    found = trainer.backward()
    right = one.backward(one.forward(far), upstream=np.array([[1 / 7]]))
    for name in found:
        assert_allclose(found[name], right[name], rtol=1e-12, atol=1e-300)


class Cube:
    """A layer that training has no buffers for."""

    input_letter, output_letter, parameters = "z", "q", {}

    def __call__(self, z):
        return z**3

    def vjp(self, z):
        from bpteach.layers import ElementwiseGradients

        return z**3, lambda g, layout=None: ElementwiseGradients(input=3 * z**2 * g)

    def jacobian(self, z, wrt=None, **options):
        raise NotImplementedError


class Scale(Cube):
    """One with a parameter."""

    output_letter = "y"

    def __init__(self, c):
        self.parameters = {"c": c}

    def with_parameters(self, c):
        return Scale(c)

    def __call__(self, z):
        return self.parameters["c"] * z

    def vjp(self, z):
        from typing import NamedTuple

        class Found(NamedTuple):
            input: np.ndarray
            c: np.ndarray

        c = self.parameters["c"]
        return c * z, lambda g, layout=None: Found(c * g, np.sum(g * z, keepdims=True))


def test_a_layer_of_another_kind_is_trained_through_its_pullback():
    network, A = problem()
    layers = [network.layers[0], Cube(), *network.layers[2:3], Scale(np.array([[0.7]]))]
    network = Network(*layers, network.layers[-1])
    trainer = Trainer(network, A / 4, rate=0.001)
    for _ in range(3):
        before = trainer.network
        trainer.forward()
        for name, found in trainer.backward().items():
            f = lambda new, name=name, before=before: batch_loss(  # noqa: E731
                before.with_parameters(**{name: new}), A / 4, network.layers[-1].t
            )
            right = central_difference(f, before.parameters[name])
            assert_allclose(found, right, rtol=0, atol=1e-6 * max(1, np.abs(right).max()))
        trainer.update()
    assert not np.array_equal(trainer.parameters["c1"], [[0.7]])


# batches


@given(st.integers(1, 9), st.integers(1, 9), seeds)
@settings(max_examples=40, deadline=None)
def test_every_example_comes_equally_often(N, batch, seed):
    batch = min(batch, N)
    network, A = problem(N=N)
    seen = np.concatenate(
        [Trainer(network, A, rate=0.1, batch=batch, seed=seed, updates=k).batch for k in range(N)]
    )
    assert_array_equal(np.bincount(seen, minlength=N), np.full(N, batch))


@given(st.integers(0, 12), st.integers(1, 12), seeds)
@settings(max_examples=25, deadline=None)
def test_training_in_two_parts_is_training_in_one(first, second, seed):
    network, A = problem(seed=seed)
    options = {"rate": 0.05, "batch": 3, "seed": seed}
    whole = network.train(A, updates=first + second, **options)
    half = network.train(A, updates=first, **options)
    rest = Trainer(half.network, A, updates=first, **options).train(second)
    assert_array_equal(np.concatenate([half.losses, rest.losses]), whole.losses)
    for name, value in whole.network.parameters.items():
        assert_array_equal(rest.network.parameters[name], value)


def test_the_same_seed_gives_the_same_losses_to_the_last_digit_and_another_one_others():
    network, A = problem()
    one, same, other = (
        network.train(A, rate=0.1, updates=30, batch=2, seed=seed).losses for seed in (1, 1, 2)
    )
    assert_array_equal(one, same)
    assert not np.array_equal(one, other)


def test_a_network_learns_xor():
    A, T = xor(4, noise=0)
    rng = np.random.default_rng(0)
    network = Network(
        Linear(rng.normal(size=(4, 2)), np.zeros((4, 1))),
        Tanh(),
        Linear(rng.normal(size=(1, 4)), np.zeros((1, 1))),
        SquaredError(T),
    )
    trained = network.train(A, rate=0.3, updates=1000)
    assert trained.losses[-1] < 1e-3 < trained.losses[0]
    assert_array_equal(Network(*trained.network.layers[:-1])(A) > 0.5, T > 0.5)


# what stays as it is, and what is refused


def test_the_network_and_the_examples_stay_as_they_are():
    network, A = problem()
    kept, A_kept = {k: v.copy() for k, v in network.parameters.items()}, A.copy()
    trained = network.train(A, rate=0.1, updates=3, batch=2)
    for name, value in network.parameters.items():
        assert_array_equal(value, kept[name])
        assert not np.array_equal(trained.network.parameters[name], value)
    assert_array_equal(A, A_kept)


def test_a_network_taken_from_a_trainer_does_not_change_with_it():
    network, A = problem()
    trainer = Trainer(network, A, rate=0.1)
    now = trainer.network
    trainer.step()
    assert_array_equal(now.parameters["W1"], network.parameters["W1"])


def test_a_loss_that_is_not_finite_stops_training_and_is_the_last_one():
    network, A = problem(kind=KINDS[2])
    trained = network.train(A, rate=1e3, updates=500)
    assert len(trained.losses) < 500
    assert np.isfinite(trained.losses[:-1]).all()
    assert not np.isfinite(trained.losses[-1])


def test_a_gradient_changed_before_the_update_is_the_gradient_used():
    network, A = problem()
    trainer = Trainer(network, A, rate=0.1)
    trainer.forward()
    right = trainer.backward()["W1"].copy()
    trainer.gradients["W1"] *= -1
    trainer.update()
    assert_allclose(trainer.parameters["W1"], network.parameters["W1"] + 0.1 * right)


def test_steps_out_of_order_are_refused_with_the_order():
    network, A = problem()
    trainer = Trainer(network, A, rate=0.1)
    with pytest.raises(RuntimeError, match=r"backward needs the forward step(.|\n)*the order is"):
        trainer.backward()
    trainer.forward()
    with pytest.raises(RuntimeError, match="update needs the backward step"):
        trainer.update()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"rate": -1}, "rate=-1 is no learning rate"),
        ({"rate": np.nan}, "is no learning rate"),
        ({"rate": 0.1, "batch": 0}, "there are 7: write 1 to 7"),
        ({"rate": 0.1, "batch": 8}, "there are 7: write 1 to 7"),
        ({"rate": 0.1, "updates": -1}, "updates=-1 is no number"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(options, words):
    network, A = problem()
    with pytest.raises(ValueError, match=words):
        Trainer(network, A, **options)


def test_training_needs_a_loss_and_a_target_for_each_example():
    network, A = problem()
    with pytest.raises(ValueError, match=r"needs a loss(.|\n)*SquaredError\(T\)"):
        Network(*network.layers[:-1]).train(A, rate=0.1, updates=1)
    with pytest.raises(ShapeError, match="one target for each example"):
        network.train(A[:, :3], rate=0.1, updates=1)


# memory


@pytest.mark.parametrize("kind", KINDS, ids=repr)
@pytest.mark.parametrize("batch", [None, 2500])
def test_a_step_makes_no_array_of_the_size_of_its_buffers(kind, batch):
    network, A = problem((20, 60, 10), kind, N=5000)
    trainer = Trainer(network, A, rate=0.1, batch=batch)
    trainer.step()
    tracemalloc.start()
    for _ in range(5):
        trainer.step()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60 * 2500 * 8 / 3  # bytes: a third of the smaller hidden buffer
