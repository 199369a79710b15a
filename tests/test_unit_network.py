"""What only unit 06 has: verdicts in backward order, mistakes seen in all results, sabotage."""

import re

import numpy as np
import pytest
from answers.network import (
    CORRECT,
    back_plain,
    dh_for_dz,
    diff_ndindex,
    differences,
    forward_einsum,
    hidden_plain,
    kept,
    no_slope,
    own_dtype,
    part,
    row_plain,
    s,
    skip_plain,
    turned,
)

from bpteach import Linear, Network, Sigmoid, SquaredError
from bpteach.exercises import Rung, Status, get
from bpteach.exercises.units.network import checking, nets
from bpteach.exercises.units.network.sabotage import _LAYERS

SEEDS = range(12)

# --- the records and the package say the same -----------------------------------------------


@pytest.mark.parametrize("layout", ["column", "row"])
@pytest.mark.parametrize("seed", SEEDS)
def test_references_agree_with_the_courses_network(seed, layout):
    exercise = get("network.backward" if layout == "column" else "network.backward_row", seed=seed)
    given = exercise.case(1).arguments
    network = Network(
        Linear(given["W1"], given["b1"]),
        Sigmoid(),
        Linear(given["W2"], given["b2"]),
        SquaredError(given["t"]),
    )
    back = network.backward(network.forward(given["a"]), layout=layout)
    for name, one in zip(exercise.results, exercise.reference(**given), strict=True):
        np.testing.assert_allclose(one, back[name], rtol=1e-12, strict=True)


@pytest.mark.parametrize("id", ["network.skip", "network.hidden_loss"])
@pytest.mark.parametrize("seed", SEEDS)
def test_references_of_forks_agree_with_differences(id, seed):
    exercise = get(id, seed=seed)
    given = exercise.case(1).arguments

    def skip(**moved):
        v = given | moved
        return float(np.sum(v["dL_do"] * (v["a"] + s(v["W"] @ v["a"] + v["b"]))))

    def hidden(**moved):
        v = given | moved
        h = s(v["W1"] @ v["a"] + v["b1"])
        error = v["W2"] @ h + v["b2"] - v["t"]
        return float(np.sum(error**2) / 2 + v["weight"] * np.sum(h**2) / 2)

    loss = skip if id == "network.skip" else hidden
    for name, one in zip(exercise.results, exercise.reference(**given), strict=True):
        variable = name.removeprefix("dL_d")
        found = diff_ndindex(
            lambda x, variable=variable: loss(**{variable: x}), given[variable], 1e-5
        )
        np.testing.assert_allclose(one, found, rtol=0, atol=1e-7, strict=True)


def test_every_step_of_a_drawn_network_can_be_seen():
    for seed in range(100):
        for number in (1, 2):
            given = get("network.backward", seed=seed).case(number).arguments
            z1, _, o, dL_dh, _ = kept(**given)
            assert (z1 > 0).any()
            assert (z1 < 0).any()
            assert 0.2 < np.abs(z1).min() < np.abs(z1).max() < 3
            assert min(np.abs(dL_dh).min(), np.abs(o - given["t"]).min()) > 0.2


# --- verdicts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("id", ["network.backward", "network.backward_row", "network.hidden_loss"])
def test_verdicts_are_told_in_backward_order(id):
    verdict = get(id).check(CORRECT[id][0])
    assert list(verdict.parts) == ["dL_dW2", "dL_db2", "dL_dW1", "dL_db1"]
    assert verdict.points == verdict.max_points


def test_the_cause_is_named_before_what_it_spoils():
    def backward(W1, b1, W2, b2, a, t):
        _, _, o, dh, _ = kept(W1, b1, W2, b2, a, t)
        return dh @ a.T, dh, (o - t) @ o.T, o - t

    verdict = get("network.backward").check(backward)
    assert verdict.mistake == "B5"
    assert {name: one.mistake for name, one in verdict.parts.items()} == {
        "dL_dW2": "B5",
        "dL_db2": None,
        "dL_dW1": "B11",
        "dL_db1": "V1",
    }


def test_a_skipped_slope_is_one_mistake_and_not_the_gradient_of_h_in_one_result():
    whole = get("network.backward").check(no_slope)
    assert {name: one.mistake for name, one in whole.parts.items()} == {
        "dL_dW2": None,
        "dL_db2": None,
        "dL_dW1": "V1",
        "dL_db1": "V1",
    }
    assert whole.points == 1.5
    assert get("network.backward").check(part(0, dh_for_dz)).mistake == "B11"


class Forgetful:
    """Adds up its gradients, as a model does whose gradients nobody sets back."""

    def __init__(self):
        self.sums = None

    def backward(self, W1, b1, W2, b2, a, t):
        now = back_plain(W1, b1, W2, b2, a, t)
        self.sums = now if self.sums is None else [x + y for x, y in zip(self.sums, now)]  # noqa: B905
        return tuple(one.copy() for one in self.sums)


def test_gradients_that_are_never_reset_are_told_from_twice_the_gradients():
    model = Forgetful()  # stops with an error on inputs of another size, as such a model does
    for _ in range(3):  # right at first, three times too large later
        verdict = get("network.backward").check(model.backward)
        assert verdict.mistake == "V9"
        assert {one.mistake for one in verdict.parts.values()} == {"V9"}
        assert verdict.also == ()
    assert verdict.parts["dL_dW2"].words == (
        "Called once more with the same inputs, your function gives more than before: each call "
        "adds to the gradients of the last one. Begin every call with fresh arrays."
    )
    twice = get("network.backward").check(lambda *given: tuple(2 * x for x in back_plain(*given)))
    assert (twice.mistake, twice.also) == ("V3", ())


def test_an_answer_that_draws_random_numbers_is_not_called_never_reset():
    rng = np.random.default_rng(0)

    def backward(W1, b1, W2, b2, a, t):
        return tuple(one * rng.normal(size=one.shape) for one in back_plain(W1, b1, W2, b2, a, t))

    verdict = get("network.backward").check(backward)
    assert (verdict.mistake, verdict.finding) == (None, "state")


def test_a_matrix_of_the_wrong_layer_is_named_on_equal_sizes():
    def backward(W1, b1, W2, b2, a, t):
        _, h, o, _, _ = kept(W1, b1, W2, b2, a, t)
        e = (W1.T @ (o - t)) * h * (1 - h)
        return e @ a.T, e, (o - t) @ h.T, o - t

    verdict = get("network.backward").check(backward)
    assert (verdict.mistake, verdict.rung, verdict.points) == ("V8", Rung.RUNS, 0)
    assert verdict.words.startswith("The sizes of two arrays do not fit. backward stopped with")
    assert verdict.words.endswith(
        "W1 stands where W2 belongs. The gradient goes back from o to h: which layer lies between "
        "those two?"
    )


def test_both_forms_of_an_update_before_use_are_other_findings_and_no_crash():
    def backward(W1, b1, W2, b2, a, t):
        _, h, o, _, _ = kept(W1, b1, W2, b2, a, t)
        W2 -= 0.1 * (o - t) @ h.T
        e = (W2.T @ (o - t)) * h * (1 - h)
        return e @ a.T, e, (o - t) @ h.T, o - t

    verdict = get("network.backward").check(backward)
    assert verdict.status is Status.FAIL


def test_a_restored_x_is_the_same_to_the_last_bit():
    for seed in range(100):
        for number in (1, 2):
            given = get("network.numerical", seed=seed).case(number).arguments
            x, h = given["x"], given["h"]
            np.testing.assert_array_equal(x + h - 2 * h + h, x, strict=True)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            lambda f, x, h: [
                [
                    (f(x + h * e.reshape(x.shape)) - f(x - h * e.reshape(x.shape))) / (2 * h)
                    for e in np.eye(x.size)[i * x.shape[1] : (i + 1) * x.shape[1]]
                ]
                for i in range(x.shape[0])
            ],
            "Right on ordinary inputs, but not where x has one axis.",
        ),
        (own_dtype, "Right on ordinary inputs, but not where x holds integers."),
    ],
)
def test_x_of_other_axes_or_of_integers_is_judged_after_ordinary_ones(answer, words):
    assert get("network.numerical").check(answer).words.startswith(words)


# --- the checker is checked -------------------------------------------------------------------


def trials(seed):
    exercise = get("network.checker", seed=seed)
    return [trial for number in (1, 2) for trial in exercise.trials(exercise.rng(number))]


def built(trial):
    return trial.arguments["f"].built(), trial.arguments["gradient"], trial.arguments["x"]


@pytest.mark.parametrize("seed", SEEDS)
def test_right_gradients_are_right_and_sabotaged_ones_are_far_off(seed):
    for trial in trials(seed):
        f, gradient, x = built(trial)
        found = differences(f, x)
        assert gradient.shape == x.shape
        error = np.abs(gradient - found).max() / np.abs(found).max()
        if trial.right:
            assert error < 1e-6, trial.what
        else:
            assert not error <= 0.0199, trial.what


def test_the_sabotage_covers_the_lists_of_mistakes():
    """G1 to G7 and V1 to V9 each spoil a gradient; G11 to G14 are the checkers' own."""
    assert [trial.what for trial in trials(0)[: len(trials(0)) // 2]] == [
        "the right gradient of a network's loss",
        "a gradient in which the activation's slope was left out",  # V1
        "a gradient with the wrong sign",  # V2
        "a gradient that is twice too large",  # V3, G2
        "a gradient in which the activation's slope was taken at the wrong place",  # V5
        "a gradient that does not depend on the target",  # V7
        "a gradient for which W2 was updated first",  # V6
        "a gradient with W1 where W2 belongs",  # V8
        "a gradient that adds up two calls",  # V9
        "a gradient that is half of what it should be",  # G3
        "a gradient with one wrong entry",
        "the right numbers in the wrong places",  # seen by no G12
        "a transposed gradient",
        "a gradient with two errors that cancel",
        "a gradient of nothing but nan",  # seen by no G14
        "a gradient with nan in one place",
        "a gradient with inf in one place",
        "a gradient of zeros",  # G5
        "a gradient with the sum of all slopes in every entry",  # G6
        "forward differences with far too large a step",  # G1
        "differences that never put x back",  # G4
        "differences of an array of integers",  # G7
        "a right gradient whose entries are tiny",
        "zeros where the gradient is tiny",  # seen by no G11
        "a tiny gradient with the wrong sign",
        "a right gradient whose entries are huge",
        "a huge gradient that is 3 % too large",
        "a right gradient where x has one axis",
        "a wrong gradient where x has one axis",
        "a right gradient where x has three axes",
        "a wrong gradient where x has three axes",
        "a right gradient where x has one column",
        "a wrong gradient where x has one column",
        "a right gradient with an entry that is 0",
        "a right gradient at whole numbers",
    ]


def test_no_sabotage_is_hidden_by_the_network_drawn():
    drawn = nets.network(np.random.default_rng(3), {"n": 3, "m": 4, "k": 5})
    right = nets.way_back()(**drawn)[0]
    for step, _ in checking._SPOILT_STEPS.values():
        assert np.abs(nets.way_back(**step)(**drawn)[0] - right).max() > 1e-3


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            lambda f, gradient, x: False,
            "gradients_agree says False to the right gradient of a network's loss. Differences are "
            "never exact: how large a share do you allow? And is the step near the best one?",
        ),
        (
            lambda f, gradient, x: bool(
                np.all(np.abs(gradient - (d := differences(f, x))) / np.abs(d) <= 1e-5)
            ),
            "gradients_agree says False to a right gradient with an entry that is 0. An entry of "
            "it is exactly 0: is an error divided by each entry's own size?",
        ),
        (
            lambda f, gradient, x: bool(
                abs(gradient.flat[0] - differences(f, x).flat[0]) <= 1e-4 * abs(gradient.flat[0])
            ),
            "gradients_agree says True to a gradient with one wrong entry. One entry alone is off: "
            "is every entry looked at, and is the share allowed small?",
        ),
        (
            lambda f, gradient, x: bool(
                np.max(np.abs(gradient - (d := differences(f, x)))) <= 0.3 * np.max(np.abs(d))
            ),
            "gradients_agree says True to a gradient with one wrong entry. One entry alone is off: "
            "is every entry looked at, and is the share allowed small?",
        ),
        (
            lambda f, gradient, x: bool(
                np.all(np.sign(gradient) == np.sign(differences(f, x)))
            ),
            "gradients_agree says True to a gradient in which the activation's slope was left out. "
            "Look at the largest gap as a share of the largest entry, and allow a small share "
            "only.",
        ),
        (
            lambda f, gradient, x: bool(
                np.linalg.norm(gradient) / np.linalg.norm(differences(f, x)) - 1 < 1e-4
            ),
            "gradients_agree says True to a gradient with the wrong sign. Look at the largest gap "
            "as a share of the largest entry, and allow a small share only.",
        ),
    ],
    ids=["never", "each by its own", "first entry", "too loose", "signs", "norms"],
)  # fmt: skip
def test_a_checker_that_nobody_listed_is_told_what_it_lets_through(answer, words):
    verdict = get("network.checker").check(answer)
    assert (verdict.words, verdict.mistake, verdict.finding) == (words, None, "decision")


def test_a_checker_that_works_on_integers_is_told_so():
    verdict = get("network.checker").check(
        lambda f, gradient, x: bool(
            np.max(np.abs(gradient - (d := own_dtype(f, x, 1e-5)))) <= 1e-4 * np.max(np.abs(d))
        )
    )
    assert verdict.mistake == "G7"


def test_a_checker_that_returns_its_error_is_asked_for_true_or_false():
    verdict = get("network.checker").check(
        lambda f, gradient, x: np.abs(gradient - differences(f, x)).max()
    )
    assert verdict.words == (
        "Given the right gradient of a network's loss: Your function returned a float64. Return "
        "True or False."
    )


def test_a_checker_that_moves_x_is_told_so():
    def gradients_agree(f, gradient, x):
        d = differences(f, x)
        agree = bool(np.abs(gradient - d).max() <= 1e-5 * np.abs(d).max())
        x += 1
        return agree

    verdict = get("network.checker").check(gradients_agree)
    assert (verdict.rung, verdict.words) == (
        Rung.INPUTS,
        "Every decision is right, but your function changes its input x.",
    )


# --- five layers --------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(60))
def test_the_report_names_one_layer_by_the_rule_of_the_lesson(seed):
    exercise = get("network.sabotage", seed=seed)
    rows = re.findall(r"\| `dL_d(\w+)` \| (.+?) \|", exercise.task)
    wrong = {name for name, error in rows if error != "below 0.000001"}
    assert len(rows) == 12
    assert wrong
    back = [name for layer in reversed(_LAYERS) for name in layer.gradients]
    first = next(name for name in back if name in wrong)
    (layer,) = (layer for layer in _LAYERS if first in layer.gradients)
    assert exercise.lines[exercise.reference].text == layer.line


def test_every_layer_is_the_culprit_for_some_seed_and_some_mistakes_do_not_spread():
    told, counts = set(), set()
    for seed in range(60):
        exercise = get("network.sabotage", seed=seed)
        told.add(exercise.lines[exercise.reference].text)
        counts.add(exercise.task.count("| **"))
    assert told == {layer.line for layer in _LAYERS}
    assert {1, 4, 5, 8, 9} == counts


@pytest.mark.parametrize("seed", range(10))
def test_a_wrong_letter_is_told_why_it_is_not_that_layer(seed):
    exercise = get("network.sabotage", seed=seed)
    culprit = exercise.lines[exercise.reference].text
    for letter, line in exercise.lines.items():
        verdict = exercise.check(letter)
        if letter == exercise.reference:
            assert verdict.words.startswith("Right. On the way back from the loss, dL_d")
        elif line.text > culprit:
            assert verdict.words.startswith("Every gradient that this layer hands out is right")
        else:
            assert verdict.words.startswith(
                ("Every gradient that this layer", "The gradients of this layer are wrong, but so")
            )


# --- answers that nobody listed -----------------------------------------------------------------


def spoilt(place, spoil, right=back_plain):
    def answer(*given):
        results = list(right(*given))
        results[place] = spoil(results[place], *given)
        return results

    return answer


def way(step):
    """A way back, with step(W2, d, h, z1, o, t) for (dL_do, dL_dz1)."""

    def backward(W1, b1, W2, b2, a, t):
        z1, h, o, _, _ = kept(W1, b1, W2, b2, a, t)
        d, e = step(W2, o - t, h, z1, o, t)
        return e @ a.T, e, d @ h.T, d

    return backward


def hidden(step):
    def backward(W1, b1, W2, b2, a, t, weight):
        _, h, o, _, _ = kept(W1, b1, W2, b2, a, t)
        e = step(W2, o - t, h, weight)
        return e @ a.T, e, (o - t) @ h.T, o - t

    return backward


CONVENTION = (
    "{} has the right numbers in the other convention: its shape is ({}), that is {}. Asked for is "
    "({}), that is {}. Each convention is the other with all axes reversed."
)
ROWS = (
    "Each row of {} is multiplied by a factor of its own: something that belongs to the rows is "
    "missing, is used twice, or is another's."
)

UNSEEN = [
    ("network.forward", "b2 forgotten",
     lambda W1, b1, W2, b2, a: (*(r := forward_einsum(W1, b1, W2, b2, a))[:2], r[2] - b2),
     "offset", "o lacks the term b2: where does it come in?"),
    ("network.forward", "h twice",
     lambda W1, b1, W2, b2, a: (s(W1 @ a + b1), *forward_einsum(W1, b1, W2, b2, a)[1:]),
     "order",
     "In the place of z1 your function returns h. The order asked for is z1, h, o."),
    ("network.backward", "z1 in the outer product",
     spoilt(2, lambda out, W1, b1, W2, b2, a, t: np.outer(out[:, 0] * 0 + back_plain(
         W1, b1, W2, b2, a, t)[3][:, 0], W1 @ a + b1)),
     "ratio", "dL_dW2 uses z1 where h belongs."),
    ("network.backward", "transposed", spoilt(2, lambda out, *given: out.T), "convention",
     CONVENTION.format("dL_dW2", "4, 6", "n×k", "6, 4", "k×n")),
    ("network.backward", "slope squared",
     way(lambda W2, d, h, z1, o, t: (d, W2.T @ d * (h * (1 - h)) ** 2)),
     "ratio", "dL_dW1 has the factor h(1−h) once too often."),
    ("network.backward", "1 − h alone",
     way(lambda W2, d, h, z1, o, t: (d, W2.T @ d * (1 - h))), "ratio",
     "dL_dW1 lacks the factor h."),
    ("network.backward", "target forgotten",
     way(lambda W2, d, h, z1, o, t: (o, W2.T @ o * h * (1 - h))), "ratio",
     "dL_dW2 uses o where o − t belongs."),
    ("network.backward", "mean", lambda *given: [x / len(given[5]) for x in back_plain(*given)],
     "factor", "dL_dW2 is 1/k of what it should be, in every entry: one constant factor is wrong."),
    ("network.backward", "layers swapped",
     lambda *given: (r := back_plain(*given))[2:] + r[:2], "order",
     "In the place of dL_dW2 your function returns dL_dW1. The order asked for is dL_dW1, dL_db1, "
     "dL_dW2, dL_db2."),
    ("network.backward", "relu's slope",
     way(lambda W2, d, h, z1, o, t: (d, W2.T @ d * (z1 >= 0))), "ratio", ROWS.format("dL_dW1")),
    ("network.backward", "b1 summed", spoilt(1, lambda out, *given: out.sum()), "shape",
     "dL_db1 has the number that summing over all entries would give: its shape "
     "is () (a single number). Asked for is (4, 1), that "
     "is n×1. Keep every entry."),
    ("network.backward", "b2 flat", spoilt(3, lambda out, *given: out.ravel()), "shape",
     "dL_db2 has the right numbers, but its shape is (6,), that is k (1-D: neither a column nor a "
     "row). Asked for is (6, 1), that is k×1."),
    ("network.backward_row", "columns", back_plain, "convention",
     CONVENTION.format("dL_dW2", "3, 5", "k×n", "5, 3", "n×k")),
    ("network.backward_row", "slope squared",
     turned(way(lambda W2, d, h, z1, o, t: (d, W2.T @ d * (h * (1 - h)) ** 2))),
     "ratio", "dL_dW1 has the factor h(1−h) once too often."),
    ("network.backward_row", "b as columns",
     spoilt(3, lambda out, *given: out.T, row_plain), "convention",
     CONVENTION.format("dL_db2", "3, 1", "k×1", "1, 3", "1×k")),
    ("network.numerical", "sign", lambda f, x, h: -diff_ndindex(f, x, h), "sign",
     "gradient has the wrong sign: every entry is −1 times what it should be."),
    ("network.numerical", "flat", lambda f, x, h: diff_ndindex(f, x, h).ravel(), "shape",
     "gradient has the right numbers, but its shape is (56,), that is nm (1-D: neither a column "
     "nor a row). Asked for is (7, 8), that is n×m."),
    ("network.numerical", "/ 2 * h", lambda f, x, h: diff_ndindex(f, x, h) * h * h, "factor",
     "gradient is off by one factor in every entry, and by another one for other inputs: is it "
     "divided or multiplied by a norm, a sum or a size?"),
    ("network.numerical", "step written in", lambda f, x, h: diff_ndindex(f, x, 1e-5),
     "precision",
     "gradient is nearly right, but not within 1e-6 of its largest entry: is a number rounded, a "
     "difference taken where a formula is asked for, something small added, or a small dtype "
     "used?"),
    ("network.skip", "both paths straight",
     spoilt(2, lambda out, W, b, a, g: 2 * out, skip_plain), "factor",
     "dL_da is 2 times what it should be, in every entry: one constant factor is wrong."),
    ("network.skip", "outer product turned", spoilt(0, lambda out, *given: out.T, skip_plain),
     "convention", "dL_dW is transposed: it stands in the other convention."),
    ("network.skip", "straight path for b too",
     spoilt(1, lambda out, W, b, a, g: out + g, skip_plain), "offset",
     "dL_db has the term dL_do once too often."),
    ("network.hidden_loss", "term after the slope",
     hidden(lambda W2, d, h, weight: W2.T @ d * h * (1 - h) + weight * h), "ratio",
     ROWS.format("dL_dW1")),
    ("network.hidden_loss", "slope squared",
     hidden(lambda W2, d, h, weight: (W2.T @ d + weight * h) * (h * (1 - h)) ** 2), "ratio",
     "dL_dW1 has the factor h(1−h) once too often."),
    ("network.hidden_loss", "learning rate", lambda *given: [x / 10 for x in hidden_plain(*given)],
     "factor", "dL_dW2 is 1/10 times what it should be, in every entry: one constant factor is "
     "wrong."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("id", "what", "answer", "kind", "words"), UNSEEN, ids=[f"{one[0]}: {one[1]}" for one in UNSEEN]
)
def test_an_unseen_wrong_answer_gets_the_best_general_finding(id, what, answer, kind, words):
    verdict = get(id).check(answer)
    wrong = next((one for one in verdict.parts.values() if one.status is Status.FAIL), verdict)
    assert (verdict.status, wrong.mistake) == (Status.FAIL, None)
    assert (wrong.words, wrong.finding, verdict.finding) == (words, kind, kind)


@pytest.mark.parametrize(
    ("id", "answer"), [(one[0], one[2]) for one in UNSEEN], ids=[f"{a[0]}: {a[1]}" for a in UNSEEN]
)
def test_an_unseen_wrong_answer_fails_for_other_inputs_and_leaks_no_number(id, answer):
    for seed in range(1, 6):
        verdict = get(id, seed=seed).check(answer)
        assert verdict.status is Status.FAIL
        assert verdict.finding or verdict.mistake
        told = [one for one in (verdict, *verdict.parts.values()) if one.finding != "factor"]
        said = " ".join(one.words for one in told)
        assert re.findall(r"\d+\.\d+", said) == []
