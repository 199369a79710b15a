"""Many moved copies in one call: the same values as one by one, and only where it is promised."""

import numpy as np
import pytest
from subjects import SUBJECTS, VARIABLE_IDS, VARIABLES, value_of

from bpteach import (
    COLUMN,
    Linear,
    Network,
    ReLU,
    Sigmoid,
    Softmax,
    SoftmaxCrossEntropy,
    SquaredError,
    Tanh,
    check,
    complex_step,
    forward_difference,
    one_hot,
    quick_check,
)
from bpteach.numeric.moves import one_by_one
from bpteach.numeric.promises import promised
from bpteach.numeric.together import Together, together


def network(*last, sizes=(5, 4, 3), N=6, middle=None, seed=0):
    """Linear, an activation, Linear, and what stands last; and an input."""
    rng = np.random.default_rng(seed)
    m, k, n = sizes
    first = Linear(rng.normal(size=(k, m)) / 2, rng.normal(size=(k, 1)))
    second = Linear(rng.normal(size=(n, k)) / 2, rng.normal(size=(n, 1)))
    return Network(first, middle or Sigmoid(), second, *last), rng.normal(size=(m, N))


LAST = {
    "squared error": lambda: [SquaredError(np.random.default_rng(1).normal(size=(3, 6)))],
    "cross-entropy": lambda: [SoftmaxCrossEntropy(one_hot([0, 1, 2, 2, 1, 0], 3))],
    "softmax": lambda: [Softmax()],
    "softmax, then linear": lambda: [Softmax(), Linear(np.eye(2, 3), np.ones((2, 1)))],
    "relu": lambda: [ReLU()],
    "nothing": list,
}


def function_of(layer, a, letter):
    if letter == layer.input_letter:
        return layer
    return lambda value: layer.with_parameters(**{letter: value})(a)


def both_ways(layer, a, letter, steps_of):
    value = np.asarray(value_of(layer, a, letter))
    places = np.arange(value.size)
    steps = steps_of(value.size)
    apart = one_by_one(function_of(layer, a, letter), value)
    found = together(layer, a, letter, apart)
    assert found is not None
    return found(places, steps), apart(places, steps)


STEPS = {
    "small": lambda n: np.full(n, 1e-6),
    "large": lambda n: np.random.default_rng(n).normal(size=n),
    "complex": lambda n: np.full(n, 1e-20j),
}
each_step = pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS)


@each_step
@pytest.mark.parametrize("letter", ["a", "W1", "b1", "W2", "b2"])
@pytest.mark.parametrize("last", LAST.values(), ids=LAST)
def test_the_values_of_a_network_are_those_found_one_by_one(last, letter, steps):
    one, other = both_ways(*network(*last()), letter, steps)
    np.testing.assert_allclose(one.real, other.real, rtol=1e-13, atol=1e-14, strict=True)
    np.testing.assert_allclose(one.imag, other.imag, rtol=1e-12, atol=1e-34, strict=True)


@each_step
@pytest.mark.parametrize("N", [1, 4])
@pytest.mark.parametrize(("subject", "letter"), VARIABLES, ids=VARIABLE_IDS)
def test_so_are_those_of_every_layer_alone(subject, letter, N, steps):
    layer, a = subject.draw(np.random.default_rng(3), 4, 3, N)
    if subject.of_probabilities and steps is STEPS["large"]:
        pytest.skip("a large step leaves the probabilities")
    one, other = both_ways(layer, a, letter, steps)
    np.testing.assert_allclose(one, other, rtol=1e-13, atol=1e-30, strict=True)


def test_a_large_variable_goes_in_pieces():
    layer, a = network(SquaredError(np.zeros((3, 40))), sizes=(90, 80, 3), N=40)
    assert layer.parameters["W1"].size * 80 * 40 > 2**24
    one, other = both_ways(layer, a, "b1", STEPS["large"])
    np.testing.assert_allclose(one, other, rtol=1e-13, strict=True)
    moves = Together(layer, a, "W1")
    few = np.array([0, 89, 90, 7199])
    apart = one_by_one(function_of(layer, a, "W1"), layer.parameters["W1"])
    everything = moves(np.arange(7200), np.full(7200, 0.5))
    np.testing.assert_allclose(everything[few], apart(few, np.full(4, 0.5)), rtol=1e-13)


def test_a_check_of_a_network_calls_it_a_few_times_only():
    calls = []

    class Counted(Tanh):
        def _function(self, z):
            calls.append(z.shape)
            return super()._function(z)

    layer, a = network(SquaredError(np.zeros((3, 6))), middle=Counted())
    assert check(layer, a)
    assert sum(value.size for value in layer.parameters.values()) == 39
    assert len(calls) < 60


# --- promises -------------------------------------------------------------------------------------


class Centred(Sigmoid):
    """Mixes the columns of a batch: what it inherits as a promise is not true of it."""

    def _function(self, z):
        return super()._function(z - z.mean(axis=1, keepdims=True))


class Summed(Linear):
    """Each output depends on all rows of W."""

    def __call__(self, a):
        return super().__call__(a) + self.W.sum() * 1e-3

    def vjp(self, a):
        z, pullback = super().vjp(a)

        def with_the_sum(g, layout=COLUMN):
            back = pullback(g, layout)
            return back._replace(W=back.W + 1e-3 * g.sum())

        return z + self.W.sum() * 1e-3, with_the_sum

    def with_parameters(self, **parameters):
        return type(self)(**{**self.parameters, **parameters})


def test_a_promise_ends_where_a_class_changes_how_it_is_called():
    assert promised(Tanh(), "independent") == "entries"
    assert promised(Linear([[1]], [[1]]), "by_rows") == ("W", "b")
    assert promised(Summed([[1]], [[1]]), "by_rows") is None
    assert promised(object(), "independent") is None


def test_a_promise_that_is_not_kept_is_found_out_and_the_check_is_right_all_the_same():
    layer, a = network(SquaredError(np.zeros((3, 6))), middle=Centred())
    assert together(layer, a, "a", one_by_one(layer, a)) is None
    wrong = [one.variable for one in check(layer, a).findings if not one]
    assert wrong == ["a", "W1", "b1"]  # its derivative forgets the mean


def test_a_layer_that_promises_nothing_is_checked_one_by_one():
    rng = np.random.default_rng(0)
    layer, a = Summed(rng.normal(size=(4, 3)), rng.normal(size=(4, 1))), rng.normal(size=(3, 5))
    apart = one_by_one(function_of(layer, a, "W"), layer.W)
    assert together(layer, a, "W", apart) is None
    assert check(layer, a).ok
    assert not check(Network(Summed(layer.W, layer.b), Broken()), a).ok


# --- bugs are still found -------------------------------------------------------------------------


class Broken(Sigmoid):
    """One wrong slope among all, in the last row."""

    def _derivative(self, z):
        slope = super()._derivative(z)
        slope[-1] *= 1 + 1e-4
        return slope


class Shifted(Sigmoid):
    """Its values are another function's: the derivative is right for the sigmoid alone."""

    def _function(self, z):
        return super()._function(z) + 1e-4 * z**2


@pytest.mark.parametrize("kind", [Broken, Shifted])
@pytest.mark.parametrize("scheme", ["central", "complex"])
def test_a_bug_on_the_way_forward_or_back_is_found_in_what_lies_before_it(kind, scheme):
    more = {"scheme": complex_step} if scheme == "complex" else {}
    layer, a = network(SquaredError(np.zeros((3, 6))), middle=kind())
    wrong = [one.variable for one in check(layer, a, **more).findings if not one]
    assert wrong == ["a", "W1", "b1"]
    assert not quick_check(layer, a)


def test_a_wrong_bias_on_the_way_forward_is_found():
    class Biased(Linear):
        def _moved(self):
            return self.b * self.W.shape[1]

        def __call__(self, a):
            return self.W @ a + self._moved()

        def with_parameters(self, **parameters):
            return type(self)(**{**self.parameters, **parameters})

    rng = np.random.default_rng(0)
    layer, a = Biased(rng.normal(size=(4, 3)), rng.normal(size=(4, 1))), rng.normal(size=(3, 5))
    assert [one.variable for one in check(layer, a).findings if not one] == ["b"]


# --- complex steps --------------------------------------------------------------------------------


@pytest.mark.parametrize("last", LAST.values(), ids=LAST)
def test_a_complex_step_reaches_1e_15_of_the_largest_gradient(last):
    layer, a = network(*last())
    report = check(layer, a, scheme=complex_step)
    assert report.ok
    assert max(one.error for one in report.findings) < 2e-15
    assert "every derivative agrees with complex steps" in " ".join(str(report).split())
    assert "below 1e-12" in str(report)


def test_a_complex_step_sees_an_error_that_differences_do_not():
    class Slightly(Tanh):
        def _derivative(self, z):
            return super()._derivative(z) * (1 + 1e-10)

    a = np.array([[0.3], [-1.0]])
    assert check(Slightly(), a)
    assert not check(Slightly(), a, scheme=complex_step)


@pytest.mark.parametrize("at_zero", [0.0, 0.5, 1.0])
def test_a_kink_is_reported_and_not_misjudged_by_a_complex_step(at_zero):
    report = check(ReLU(at_zero), np.array([[1.0], [0.0], [-2.0]]), scheme=complex_step)
    assert [one.kind for one in report.findings] == ["kink", "kink"]
    words = report.findings[1].words
    assert words.endswith("at a kink: any value from 0 to 1 is accepted, at place (2, 2)")


@pytest.mark.parametrize("distance", [1e-6, 1e-9, 1e-12])
@pytest.mark.parametrize("side", [-1, 1])
def test_near_a_kink_the_right_slope_passes_a_complex_step(distance, side):
    assert check(ReLU(), np.array([[side * distance], [1.0]]), scheme=complex_step)


def test_a_layer_that_drops_the_imaginary_part_is_told_so():
    class Real(ReLU):
        def _function(self, z):
            return np.maximum(z.real, 0)

    finding = check(Real(), np.array([[1.0], [-1.0]]), scheme=complex_step).findings[0]
    assert (finding.form, finding.kind) == ("forward", "raised")
    assert "needs a function that takes complex numbers" in finding.words


def test_another_scheme_is_refused():
    with pytest.raises(ValueError, match="scheme is forward_difference") as caught:
        check(Tanh(), np.zeros((2, 1)), scheme=forward_difference)
    assert str(caught.value) == (
        "check compares with central_difference or complex_step, but scheme is "
        "forward_difference\n"
        "  both see all digits that a check needs; write scheme=complex_step for the most"
    )


# --- the quick check ------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("last", LAST.values(), ids=LAST)
def test_the_quick_check_of_a_right_network_passes(last, seed):
    layer, a = network(*last(), seed=seed)
    found = quick_check(layer, a, seed=seed)
    assert found.ok, found.words
    assert found.error < 1e-8


@pytest.mark.parametrize("N", [1, 5])
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_the_quick_check_of_every_layer_passes(subject, N):
    assert quick_check(*subject.draw(np.random.default_rng(3), 4, 3, N))


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e3, 1e6])
def test_the_quick_check_passes_at_small_and_large_inputs(size):
    layer, a = network(SquaredError(np.zeros((3, 6))), middle=Tanh())
    assert quick_check(layer, size * a)


SPOILT = {
    "zero": lambda W: 0 * W,
    "sign": lambda W: -W,
    "factor": lambda W: 1.001 * W,
    "one entry": lambda W: W + 1e-3 * (W[0, 0] == W),
    "shape": lambda W: W.T,
    "nan": lambda W: W * np.nan,
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_the_quick_check_finds_a_spoilt_gradient(spoil):
    class Spoilt(Network):
        def vjp(self, a):
            out, pullback = super().vjp(a)

            def spoilt(*arguments, **more):
                back = pullback(*arguments, **more)
                return back._replace(W1=spoil(back.W1))

            return out, spoilt

    right, a = network(SquaredError(np.ones((3, 6))))
    found = quick_check(Spoilt(*right.layers), a)
    assert not found
    assert found.kind == "entries"
    assert found.words.startswith("wrong along a random direction: the gradients foretell ")
    assert found.words.endswith("check(layer, a) says what is wrong")


def test_the_quick_check_reports_a_kink():
    found = quick_check(ReLU(0.5), np.zeros((3, 1)))
    assert found
    assert found.kind == "kink"


def test_the_quick_check_says_where_nothing_can_be_judged():
    found = quick_check(Sigmoid(), np.array([[np.nan]]))
    assert not found
    assert found.kind == "no slope"


def test_the_quick_check_refuses_what_is_no_layer():
    with pytest.raises(TypeError, match="quick_check needs a layer, but its first argument"):
        quick_check(np.tanh, np.zeros((2, 1)))


def test_the_same_seed_gives_the_same_result_and_the_input_is_not_changed():
    layer, a = network(SquaredError(np.zeros((3, 6))))
    before = a.copy()
    assert quick_check(layer, a, seed=4) == quick_check(layer, a, seed=4)
    assert quick_check(layer, a, seed=4).error != quick_check(layer, a, seed=5).error
    np.testing.assert_array_equal(a, before)
