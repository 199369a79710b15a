"""What only unit 05 has: a choice at 0, functions that return functions, a figure with a jump."""

import re
from dataclasses import replace

import numpy as np
import pytest
from answers.relu import CORRECT, plot_segments
from matplotlib import style
from matplotlib.figure import Figure

from bpteach import ReLU, relu, relu_derivative
from bpteach.exercises import Rung, Status, check_namespace, get, unit_of
from bpteach.exercises.drawn import drawn_on

SIGNS = {(1, 1), (1, -1), (-1, 1), (-1, -1)}


def signs(z, g):
    return {(int(np.sign(a)), int(np.sign(b))) for a, b in zip(z[:, 0], g[:, 0], strict=True)}


# --- inputs -------------------------------------------------------------------------------


@pytest.mark.parametrize("id", ["relu.backward", "relu.leaky", "relu.cache_bug"])
def test_all_pairs_of_signs_occur_with_small_and_with_large_z(id):
    for seed in range(100):
        for number in (1, 2):
            z, g = list(get(id, seed=seed).case(number).arguments.values())[:2]
            for size in (np.abs(z) > 1, (np.abs(z) < 1) & (z != 0)):
                assert signs(z[size[:, 0]], g[size[:, 0]]) == SIGNS


@pytest.mark.parametrize(
    ("id", "zeros"), [("relu.backward", 1), ("relu.leaky", 0), ("relu.jacobian", 0)]
)
def test_an_exact_zero_stands_in_z_only_where_the_value_at_0_is_the_question(id, zeros):
    for seed in range(50):
        for number in (1, 2):
            assert (get(id, seed=seed).case(number).arguments["z"] == 0).sum() == zeros


def test_the_derivative_is_asked_at_zeros_and_at_both_signs():
    for seed in range(50):
        z = get("relu.derivative", seed=seed).case(1).arguments["z"]
        assert (np.sign(z) == 0).any()
        assert {-1.0, 1.0} < set(np.sign(z).ravel())


# --- the choice at 0 ----------------------------------------------------------------------


def at_zero(share):
    return lambda z, g: np.where(z == 0, share, z > 0) * g


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.999])
def test_any_slope_from_0_to_1_passes_at_the_kink_with_a_note(share):
    verdict = get("relu.backward").check(at_zero(share))
    assert (verdict.status, verdict.points) == (Status.PASS, 2)
    assert "Where z is 0, your slope is not the 1 of the notes." in verdict.words
    assert verdict.mistake == {0.0: "R1", 0.5: "R2"}.get(share)


def test_the_notes_own_choice_passes_without_a_note():
    verdict = get("relu.backward").check(at_zero(1.0))
    assert (verdict.status, verdict.mistake) == (Status.PASS, None)
    assert verdict.words == "Right on inputs of two sizes."


@pytest.mark.parametrize("share", [-0.2, 1.2, 2.0])
def test_what_is_no_slope_at_the_kink_fails(share):
    verdict = get("relu.backward").check(at_zero(share))
    assert (verdict.status, verdict.mistake) == (Status.FAIL, None)


@pytest.mark.parametrize(("share", "mistake"), [(0.0, "R1"), (0.5, "R2")])
def test_the_same_choices_fail_where_the_notes_indicator_is_asked_for(share, mistake):
    verdict = get("relu.derivative").check(lambda z: np.where(z == 0, share, z > 0))
    assert (verdict.status, verdict.mistake, verdict.points) == (Status.FAIL, mistake, 0)
    assert "That is a possible choice, but this exercise asks for the one of the notes" in (
        verdict.words
    )


def test_notes_on_the_choice_of_pytorch_and_of_central_differences():
    note = (
        "Right on inputs of two sizes. Where z is 0, your slope is not the 1 of the notes. ReLU "
        "has a kink there, and every slope from 0 to 1 is right."
    )
    check = get("relu.backward").check
    assert check(at_zero(0.0)).words == f"{note} Yours is 0, as in PyTorch and JAX."
    assert check(at_zero(0.5)).words == (
        f"{note} Yours is ½, which is what a central difference finds there."
    )
    assert check(at_zero(0.3)).words == note


# --- the course's own code, and starters ---------------------------------------------------


@pytest.mark.parametrize(
    ("id", "answer"),
    [
        ("relu.forward", relu),
        ("relu.derivative", relu_derivative),
        ("relu.forward", lambda z: relu(z)),
        ("relu.derivative", lambda z: relu_derivative(z)),
        ("relu.jacobian", lambda z: ReLU().jacobian(z).array),
        ("relu.backward", lambda z, g: ReLU().vjp(z)[1](g).input),
        ("relu.cache_bug", lambda z: (ReLU()(z), lambda g: ReLU().vjp(z)[1](g).input)),
    ],
)
def test_the_courses_own_relu_is_no_answer(id, answer):
    verdict = get(id).check(answer)
    assert (verdict.status, verdict.points) == (Status.FAIL, 0)
    assert "course's own code" in verdict.words


@pytest.mark.parametrize("before", ["", "import numpy as np\n\n"], ids=["alone", "import in it"])
def test_the_buggy_starter_is_not_started_however_python_compiles_it(before):
    """Python compiles ``np.maximum`` otherwise where numpy is imported in the same text."""
    names = {"np": np}
    exec(before + get("relu.cache_bug").starter_source, names)
    verdict = check_namespace("relu.cache_bug", names)
    assert (verdict.status, verdict.points) == (Status.NOT_STARTED, 0)


def test_a_buggy_starter_that_was_changed_is_judged():
    names = {"np": np}
    source = get("relu.cache_bug").starter_source
    exec(source.replace("z < 0", "z < -1"), names)
    verdict = check_namespace("relu.cache_bug", names)
    assert (verdict.status, verdict.mistake) == (Status.FAIL, "M5")
    assert (verdict.parts["dL_dz"].mistake, verdict.parts["dL_dz"].also) == ("R3", ("M5",))


def test_one_cure_is_only_half_of_it():
    names = {"np": np}
    source = get("relu.cache_bug").starter_source.replace("z < 0", "f <= 0")
    exec(source, names)  # the mask is right, and z is still overwritten
    verdict = check_namespace("relu.cache_bug", names)
    assert [part.mistake for part in verdict.parts.values()] == ["M5", None]
    assert verdict.parts["f"].rung is Rung.INPUTS
    assert verdict.parts["dL_dz"].status is Status.PASS
    exec(source.replace(", out=z", ""), names)
    assert check_namespace("relu.cache_bug", names).status is Status.PASS


@pytest.mark.parametrize(
    "answer",
    [
        lambda z: np.maximum(z, 0),
        lambda z: (np.maximum(z, 0), z >= 0),
        lambda z: (np.maximum(z, 0), (z >= 0) * 1.0, lambda g: g),
        lambda z: None,
        lambda z: lambda g: g,
    ],
)
def test_what_does_not_return_f_and_a_function_is_told_so(answer):
    verdict = get("relu.cache_bug").check(answer)
    assert (verdict.status, verdict.rung) == (Status.FAIL, Rung.SHAPE)
    assert verdict.words == (
        "relu_with_backward must return two things: f, and the function backward itself. End it "
        "with `return f, backward`, and do not call backward there."
    )


def test_an_error_inside_backward_is_told_with_its_text():
    verdict = get("relu.cache_bug").check(lambda z: (np.maximum(z, 0), lambda g: g @ z))
    assert (verdict.status, verdict.rung) == (Status.FAIL, Rung.RUNS)
    assert verdict.words.startswith("relu_with_backward stopped with ValueError:")


def test_f_is_read_before_backward_runs():
    def answer(z):
        f = np.maximum(z, 0)

        def backward(dL_df):
            f[:] = f > 0
            return f * dL_df

        return f, backward

    assert get("relu.cache_bug").check(answer).status is Status.PASS


def test_the_unit_of_a_notebook_is_found_also_from_a_value_or_a_figure():
    assert unit_of({"relu_at_zero": [0, 1, 0.5]}).lesson == "05_relu"
    assert unit_of({"plot_relu": plot_segments}).lesson == "05_relu"


# --- any shape ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "answer", "where"),
    [
        ("relu.forward", lambda z: [[max(0.0, x) for x in row] for row in z], "1-D"),
        ("relu.derivative", lambda z: [[x >= 0 for x in row] for row in z], "1-D"),
        ("relu.forward", lambda z: np.maximum(np.atleast_2d(z), 0), "1-D"),
        ("relu.derivative", lambda z: np.atleast_2d(z.squeeze()) >= 0, "1-D"),
    ],
)
def test_an_answer_for_matrices_alone_is_told_where_it_fails(id, answer, where):
    verdict = get(id).check(answer)
    assert verdict.status is Status.FAIL
    assert verdict.words.startswith(f"Right on ordinary inputs, but not where z is {where}.")


# --- values -------------------------------------------------------------------------------


def test_another_seed_asks_with_another_step_and_the_answers_stay():
    tasks = [get("relu.at_zero", seed=seed).task for seed in "abc"]
    assert len({re.search(r"h = ([\d.]+)\$", task)[1] for task in tasks}) == 3
    for seed in range(20):
        exercise = get("relu.at_zero", seed=seed)
        h = float(re.search(r"h = ([\d.]+)\$", exercise.task)[1])
        assert exercise.reference == [0.0, 1.0, 0.5]
        np.testing.assert_allclose((max(0, h) - max(0, -h)) / (2 * h), 0.5, rtol=1e-12)


@pytest.mark.parametrize(
    ("answer", "number", "mistake", "words"),
    [
        ([1, 1, 0.5], 1, None, "That is a slope. Asked for is the value"),
        ([0, 0, 0.5], 2, "R1", "That is the choice of PyTorch and JAX."),
        ([0, 0.5, 0.5], 2, "R2", "That is what a central difference finds."),
        ([0, 0.7, 0.5], 2, None, "Not this. The notes write Ind(z ≥ 0)."),
        ([0, 1, 1], 3, None, "That is the slope on the right, or a division by h."),
        ([0, 1, 0], 3, None, "That is the slope on the left."),
        ([0, 1, "half h"], 3, None, "You divided by 2, and not by 2h"),
        ([0, 1, "h"], 3, None, "That is f(h) − f(−h). Divide it"),
        ([0, 1, 0.25], 3, None, "Not this. Write f(h) and f(−h) down first"),
    ],
)
def test_a_wrong_prediction_is_told_what_it_is(answer, number, mistake, words):
    exercise = get("relu.at_zero", seed="Ada")
    h = float(re.search(r"h = ([\d.]+)\$", exercise.task)[1])
    given = [{"h": h, "half h": h / 2}.get(one, one) for one in answer]
    verdict = exercise.check(given)
    part = verdict.parts[str(number)]
    assert (part.status, part.mistake) == (Status.FAIL, mistake)
    assert part.words.startswith(words)
    assert [one for one, judged in verdict.parts.items() if judged.status is Status.PASS] == [
        one for one in "123" if one != str(number)
    ]


# --- the figure ---------------------------------------------------------------------------

Z = np.linspace(-3, 3, 121)


def curves(ax):
    ax.plot(Z, np.maximum(Z, 0))
    ax.plot([-3, 0], [0, 0], "r", [0, 3], [1, 1], "r")


def pictured(*more):
    def plot_relu(ax):
        for draw in more:
            draw(ax)

    return plot_relu


def filled(height):
    return lambda ax: ax.plot(0, height, "ro")


def opened(height):
    return lambda ax: ax.plot(0, height, "ro", markerfacecolor="none")


NO_LEFT = "The slope on the left of 0 is not there."
NO_RIGHT = "The slope on the right of 0 is not there."
NO_RELU = "The curve of max(0, z) is not there"
NO_FILLED = "The value of the indicator at z = 0 is not marked."
NO_OPEN = "The end of the other branch at z = 0 is not marked as open"
POINTS = (filled(1), opened(0))


@pytest.mark.parametrize(
    ("draws", "mistake", "words"),
    [
        ((), None, "Nothing is drawn on the axes"),
        ((lambda ax: ax.plot(Z, np.maximum(Z, 0)), *POINTS), None, NO_RIGHT),
        ((lambda ax: ax.plot(Z, Z >= 0), *POINTS), None, NO_RELU),
        ((lambda ax: ax.plot(Z, np.abs(Z)), curves, *POINTS), None, ""),
        ((lambda ax: ax.plot(Z, np.abs(Z)), lambda ax: ax.plot(Z, Z >= 0)), None, NO_RELU),
        ((lambda ax: ax.plot(Z, np.maximum(0, Z), "b", Z, np.sign(Z)), *POINTS), None, NO_LEFT),
        ((lambda ax: ax.plot(Z, np.maximum(0, Z), "b", Z, Z < 0), *POINTS), None, NO_RIGHT),
        ((lambda ax: ax.plot(Z / 2, np.maximum(0, Z / 2)), *POINTS), None, NO_RELU),
        (
            (lambda ax: ax.plot(Z, np.maximum(0, Z)), lambda ax: ax.plot([0, 3], [1, 1]), *POINTS),
            None,
            NO_LEFT,
        ),
        ((curves,), None, NO_FILLED),
        ((curves, filled(1)), None, NO_OPEN),
        ((curves, opened(0)), None, NO_FILLED),
        ((curves, filled(1), filled(0)), None, NO_OPEN),
        ((curves, opened(1), opened(0)), None, NO_FILLED),
        ((curves, filled(0), opened(1)), "R1", "Your filled point says that the slope at 0 is 0"),
        (
            (curves, filled(0.5), opened(0), opened(1)),
            "R2",
            "Your filled point says",
        ),
        ((curves, lambda ax: ax.plot(0.5, 1, "ro"), opened(0)), None, NO_FILLED),
        ((lambda ax: ax.plot([-3, -1, 1, 3], [0, 0, 1, 3]), curves, *POINTS), None, ""),
        ((lambda ax: ax.plot([-3, -1, 1, 3], [0, 0, 1, 3]),), None, NO_RELU),
        ((lambda ax: ax.scatter(Z, np.maximum(Z, 0)), curves, *POINTS), None, ""),
        ((curves, *POINTS, lambda ax: ax.set_yscale("log")), None, "The vertical axis is log"),
        ((curves, *POINTS, lambda ax: ax.set_ylim(0, 1)), None, "A part of what you drew lies"),
        (
            (
                lambda ax: ax.plot([-9, 0, 9], [0, 0, 9]),
                curves,
                *POINTS,
                lambda ax: ax.axis((-2, 2, -0.5, 2.5)),
            ),
            None,
            "",
        ),
    ],
)
def test_what_is_missing_in_the_picture_is_told_first_things_first(draws, mistake, words):
    verdict = get("relu.plot").check(pictured(*draws))
    assert verdict.mistake == mistake
    assert verdict.words.startswith(words or "Everything that was asked for can be seen.")
    assert verdict.status is (Status.FAIL if words else Status.PASS)


@pytest.mark.parametrize("name", ["default", "dark_background", "ggplot"])
def test_a_picture_is_read_alike_in_every_style(name):
    with style.context(name):
        for draw in CORRECT["relu.plot"]:
            assert get("relu.plot").check(draw).status is Status.PASS, draw.__name__


def test_steps_are_read_as_they_are_drawn():
    ax = Figure().subplots()
    ax.step([-1, 0, 1], [0, 1, 1], where="post")
    (curve,) = drawn_on(ax).curves
    np.testing.assert_array_equal(curve.xy, [[-1, 0], [0, 0], [0, 1], [1, 1], [1, 1]])


def test_filled_and_open_dots_of_one_scatter_are_told_apart():
    ax = Figure().subplots()
    ax.scatter([0, 0, 2], [1, 0, 5], facecolors=["C1", "white", "C1"], edgecolors="C1")
    filled_ones, open_ones = drawn_on(ax).curves
    np.testing.assert_array_equal(filled_ones.xy, [[0, 1], [2, 5]])
    np.testing.assert_array_equal(open_ones.xy, [[0, 0]])
    assert (filled_ones.filled, open_ones.filled) == (True, False)


def test_a_marker_with_the_colour_of_the_ground_is_open():
    ax = Figure().subplots()
    ax.set_facecolor("#111111")
    ax.plot(0, 0, "o", markerfacecolor="#111111")
    ax.plot(0, 1, "o", markerfacecolor="#638DFF")
    assert [curve.filled for curve in drawn_on(ax).curves] == [False, True]


# --- wrong answers that no entry lists ------------------------------------------------------


def f(z):
    return np.maximum(z, 0)


def returns_in_the_loop(z):
    out = np.zeros_like(z)
    for i in range(len(z)):
        out[i] = f(z[i])
        return out
    return None


NOT_LINEAR = "dL_dz is not linear in dL_df: twice the dL_df must give twice the result."
NOT_ADDITIVE = (
    "dL_dz is not linear in dL_df: the sum of two dL_df must give the sum of the two results."
)
NO_PATTERN = (
    "has the right shape, but every entry differs, with no simple pattern: check the formula for "
    "one number, such as z = 0.5, by hand."
)
TURNED = (
    "is 0 exactly where it should not be, and is not 0 where it should be: is a condition or a "
    "mask turned round?"
)
AMBIGUOUS = (
    "ValueError: The truth value of an array with more than one element is ambiguous. Use a.any() "
    "or a.all(). `if`, `and`, `or`, `max` and `min` of Python's own ask one question, and an array "
    "has many answers: numpy has functions that go entry by entry."
)

NO_SLOPE = "dL_dz does not depend on slope: was a fixed number written in its place?"

UNSEEN = [
    ("relu.forward", "abs", np.abs, "entries",
     "f differs in {} of {} entries: exactly those where z is negative, where your "
     "answer is not 0: should anything stand there?"),
    ("relu.forward", "nothing", lambda z: z, "entries",
     "exactly those where z is negative, where your "
     "answer is not 0: should anything stand there?"),
    ("relu.forward", "leaky", lambda z: np.where(z > 0, z, 0.01 * z), "entries",
     "exactly those where z is negative"),
    ("relu.forward", "np.max", lambda z: np.max(z, 0), "shape",
     "It has an axis too few: was something summed, an index used up, or were"),
    ("relu.forward", "Python's max", lambda z: max(0, z), None, AMBIGUOUS),
    ("relu.forward", "if", lambda z: z if z > 0 else 0, None, AMBIGUOUS),
    ("relu.forward", "minimum", lambda z: np.minimum(z, 0), "entries", TURNED),
    ("relu.forward", "sign", lambda z: -f(z), "sign", "f has the wrong sign"),
    ("relu.forward", "mask", lambda z: z > 0, "ratio", "f lacks the factor z."),
    ("relu.forward", "sum", lambda z: f(z).sum(), "shape", "f has the number that summing"),
    ("relu.forward", "filtered", lambda z: z[z > 0], "shape",
     "or were entries picked out with a condition, as in `z[z > 0]`?"),
    ("relu.forward", "np.max with 0 first", lambda z: np.max(0, z), None,
     "`np.max(z, …)` takes an axis in second place and looks for the largest entry."),
    ("relu.forward", "ravel", lambda z: f(z).ravel(), "shape", "f has the right numbers, but its"),
    ("relu.forward", "transposed", lambda z: f(z).T, "convention", "turned the other way"),
    ("relu.forward", "softplus", lambda z: np.log1p(np.exp(z)), "entries", f"f {NO_PATTERN}"),
    ("relu.forward", "return in the loop", returns_in_the_loop, "entries", "your answer is 0"),
    ("relu.derivative", "ones", np.ones_like, "entries", "the same number in every entry"),
    ("relu.derivative", "zeros", np.zeros_like, "zero", "df_dz is 0 everywhere"),
    ("relu.derivative", "z twice", lambda z: (z >= 0) * z * z, "entries",
     "exactly those that should be positive."),
    ("relu.derivative", "indices", lambda z: np.where(z >= 0), None,
     "Your function returned 2 things. Only df_dz is asked for."),
    ("relu.derivative", "one bool", lambda z: (z >= 0).all(), "shape", "(a single number)"),
    ("relu.derivative", "text", lambda z: "Ind(z >= 0)", None, "Your function returned text."),
    ("relu.derivative", "matrix", lambda z: np.diag(z[:, 0] >= 0), "shape", "that is n×n."),
    ("relu.jacobian", "diag of a column", lambda z: np.diag(z >= 0), "shape",
     "From a column, `np.diag` reads a diagonal. It builds a matrix only from a 1-D array."),
    ("relu.jacobian", "a column", lambda z: z >= 0, "shape",
     "df_dz holds only the diagonal of the matrix"),
    ("relu.jacobian", "1-D", lambda z: z[:, 0] >= 0, "shape",
     "What stands in the other places?"),
    ("relu.jacobian", "identity", lambda z: np.eye(len(z)), "entries",
     ", all on the diagonal, where your "
     "answer is not 0: should anything stand there?"),
    ("relu.jacobian", "outer", lambda z: (z >= 0) * (z.T >= 0), "entries",
     ", where your answer is not 0: should anything stand there?"),
    ("relu.jacobian", "mask spread", lambda z: np.ones((len(z), len(z))) * (z >= 0), "entries",
     ", where your answer is not 0: should anything stand there?"),
    ("relu.jacobian", "values", lambda z: np.diag(f(z)[:, 0]), "ratio",
     "df_dz has the factor z once too often."),
    ("relu.jacobian", "z", lambda z: np.diag(z[:, 0]), "entries", ": the diagonal."),
    ("relu.jacobian", "reversed", lambda z: np.fliplr(np.diag((z[:, 0] >= 0) * 1.0)), "order",
     "its columns stand in reverse order."),
    ("relu.backward", "1-D", lambda z, g: ((z >= 0) * g).ravel(), "shape", "1-D: neither"),
    ("relu.backward", "row", lambda z, g: ((z >= 0) * g).T, "convention", "other convention"),
    ("relu.backward", "* for @", lambda z, g: np.diag((z[:, 0] >= 0) * 1.0) * g, "shape",
     "The numbers stand on the diagonal of a matrix, and all else is 0."),
    ("relu.backward", "mask times row", lambda z, g: (z >= 0) * g.T, "shape",
     "Only its diagonal is right."),
    ("relu.backward", "inner product", lambda z, g: (z >= 0).T @ g, "shape", "number that summing"),
    ("relu.backward", "half", lambda z, g: (z >= 0) * g / 2, "factor", "dL_dz is 1/2 times"),
    ("relu.backward", "mean", lambda z, g: (z >= 0) * g / len(g), "factor", "dL_dz is 1/n of"),
    ("relu.backward", "sign", lambda z, g: (z >= 0) * -g, "sign",
     "dL_dz has the wrong sign: every entry is −1 times what it should be."),
    ("relu.backward", "g twice", lambda z, g: (z >= 0) * g * g, "ratio",
     "dL_dz has the factor dL_df once too often."),
    ("relu.backward", "f g", lambda z, g: f(z) * g, "ratio", "the factor z once too often."),
    ("relu.backward", "abs", lambda z, g: (z >= 0) * np.abs(g), "sign",
     "exactly those that should be negative."),
    ("relu.backward", "leaky", lambda z, g: np.where(z > 0, g, 0.01 * g), "entries",
     "exactly those where z is negative, where your "
     "answer is not 0: should anything stand there?"),
    ("relu.backward", "threshold 1", lambda z, g: (z >= 1) * g, "entries", "your answer is 0."),
    ("relu.backward", "f / z", lambda z, g: f(z) / z * g, "finite", "holds nan in 1 of"),
    ("relu.backward", "zero", lambda z, g: 0 * g, "zero", "dL_dz is 0 everywhere"),
    ("relu.backward", "product of signs", lambda z, g: (z * g >= 0) * g, "upstream", NOT_ADDITIVE),
    ("relu.backward", "gradient in place", lambda z, g: np.multiply(g, z >= 0, out=g), "inputs",
     "your function changes its input dL_df."),
    ("relu.leaky", "plain ReLU", lambda z, g, slope: (z >= 0) * g, "unused", NO_SLOPE),
    ("relu.leaky", "slope everywhere", lambda z, g, slope: slope * g, "entries",
     "exactly those where z is positive."),
    ("relu.leaky", "slope added", lambda z, g, slope: ((z >= 0) + slope) * g, "entries",
     "exactly those where z is positive."),
    ("relu.leaky", "minus slope", lambda z, g, slope: np.where(z >= 0, 1, -slope) * g, "sign",
     "exactly those where z is negative."),
    ("relu.leaky", "slope twice", lambda z, g, slope: np.where(z >= 0, 1, slope**2) * g,
     "entries", "exactly those where z is negative."),
    ("relu.leaky", "slope written in", lambda z, g, slope: np.where(z >= 0, g, 0.01 * g),
     "unused", NO_SLOPE),
    ("relu.leaky", "0.1", lambda z, g, slope: np.where(z >= 0, 1, 0.1) * g, "unused", NO_SLOPE),
    ("relu.leaky", "slope alone", lambda z, g, slope: np.where(z >= 0, g, slope), "entries",
     "exactly those where z is negative"),
    ("relu.leaky", "f g", lambda z, g, slope: np.where(z >= 0, z, slope * z) * g, "ratio",
     "dL_dz has the factor z once too often."),
    ("relu.leaky", "nothing", lambda z, g, slope: g, "unused", NO_SLOPE),
]  # fmt: skip


@pytest.mark.parametrize("seed", [0, "Ada"])
@pytest.mark.parametrize(
    ("id", "what", "answer", "kind", "words"), UNSEEN, ids=[f"{row[0]}: {row[1]}" for row in UNSEEN]
)
def test_a_wrong_answer_that_nobody_listed_gets_a_finding_that_helps(
    id, what, answer, kind, words, seed
):
    exercise = get(id, seed=seed)
    verdict = exercise.check(answer)
    assert verdict.status is Status.FAIL
    assert (verdict.mistake, verdict.finding) == (None, kind), str(verdict)
    pattern = re.escape(words).replace(r"\{\}", r"\d+")
    assert re.search(pattern, verdict.words), verdict.words


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda z: (np.maximum(z, 0), lambda g: (z >= 0) * 1.0), "dL_dz lacks the factor dL_df."),
        (lambda z: (z >= 0, lambda g: (z >= 0) * g), "f lacks the factor z."),
        (lambda z: (z, lambda g: (z >= 0) * g), "exactly those where z is negative"),
        (lambda z: (np.maximum(z, 0), lambda g: np.maximum(g, 0)), "Your mask looks at dL_df."),
        (lambda z: (np.maximum(z, 0), lambda g: g), "is there a mask at all? If so, was"),
        (
            lambda z: (np.maximum(z, 0), lambda g: np.multiply(g, z >= 0, out=g)),
            "The numbers are right, but `backward` changes dL_df. Work on a copy.",
        ),
        (lambda z: (np.maximum(z, 0), lambda g: ((z >= 0) * g).T), "in the other convention"),
    ],
)
def test_other_bugs_of_a_pair_are_found_in_the_part_where_they_stand(answer, words):
    verdict = get("relu.cache_bug").check(answer)
    wrong = [part for part in verdict.parts.values() if part.status is Status.FAIL]
    assert len(wrong) == 1
    assert words in wrong[0].words
    np.testing.assert_allclose(verdict.points, 1.5, rtol=1e-12)


def test_no_message_of_the_unit_holds_a_right_number_of_its_inputs():
    for id, _, answer, *_ in UNSEEN:
        for seed in (0, 1):
            exercise = get(id, seed=seed)
            words = str(exercise.check(answer))
            for value in np.unique(np.abs(exercise.case(1).arguments["z"])):
                assert f"{value:.4f}" not in words


def test_every_row_of_the_unit_says_where_it_comes_from():
    for exercise in replace(get("relu.forward")), get("relu.plot"), get("relu.at_zero"):
        assert exercise.source == 'Course notes, "ReLU".'


# --- what the unit asked of the framework ---------------------------------------------------


def test_sizes_begin_where_the_exercise_says_and_are_all_drawn():
    exercise = get("relu.backward")
    drawn = {get("relu.backward", seed=s).case(k).sizes["n"] for s in range(60) for k in (1, 2)}
    assert drawn == set(range(exercise.smallest, exercise.smallest + 6))
    assert get("relu.forward").smallest == 3


def test_an_answer_whose_shapes_do_not_fit_is_tried_on_equal_sizes_without_a_fault():
    verdict = get("relu.backward").check(lambda z, g: np.ones((7, 3)) @ g)
    assert (verdict.status, verdict.rung) == (Status.FAIL, Rung.RUNS)


def test_half_a_gradient_is_told_as_a_factor_although_half_is_right_at_the_kink():
    assert get("relu.backward").check(lambda z, g: 0.25 * (z >= 0) * g).words == (
        "dL_dz is 1/4 times what it should be, in every entry: one constant factor is wrong."
    )
