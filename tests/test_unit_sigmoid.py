"""What only unit 04 has: tails, pairs of signs, a plot, a choice, and unseen wrong answers."""

import re
from itertools import product

import numpy as np
import pytest
from answers.sigmoid import CORRECT, WRONG
from matplotlib.figure import Figure

from bpteach import COLUMN, ROW, Sigmoid, Tanh, numerical_jacobian, sigmoid, sigmoid_derivative
from bpteach.authoring.lessons import SOURCES, read_source
from bpteach.exercises import Rung, Status, get, units
from bpteach.exercises.drawn import drawn_on

SEEDS = (0, 1, "Ada")
(UNIT,) = [unit for unit in units() if unit.name == "sigmoid"]


def sig(z):
    return 1 / (1 + np.exp(-z))


def slope(z):
    return sig(z) * (1 - sig(z))


# --- the course's own code ----------------------------------------------------------------

LAYERED = {
    "sigmoid.forward": lambda z: sigmoid(z),
    "sigmoid.derivative": lambda z: sigmoid_derivative(z),
    "sigmoid.jacobian": lambda z: Sigmoid().jacobian(z).array,
    "sigmoid.backward": lambda z, dL_ds: Sigmoid().vjp(z)[1](dL_ds).input,
    "sigmoid.backward_cached": lambda s, dL_ds: Sigmoid().vjp(np.log(s / (1 - s)))[1](dL_ds).input,
    "sigmoid.tanh": lambda z, dL_dt: Tanh().vjp(z)[1](dL_dt).input,
}


@pytest.mark.parametrize("id", LAYERED)
def test_the_courses_own_sigmoid_is_no_answer(id):
    verdict = get(id).check(LAYERED[id])
    assert (verdict.status, verdict.rung, verdict.points) == (Status.FAIL, Rung.RUNS, 0)
    assert verdict.words.startswith("Here the course's own code (`")


# --- inputs -------------------------------------------------------------------------------


@pytest.mark.parametrize("id", ["sigmoid.backward", "sigmoid.backward_cached", "sigmoid.tanh"])
def test_all_four_pairs_of_signs_occur(id):
    for seed in range(100):
        exercise = get(id, seed=seed)
        seen = set()
        for case in (exercise.case(1), exercise.case(2)):
            z, g = case.arguments.values()
            if id == "sigmoid.backward_cached":
                assert ((z > 0) & (z < 1)).all()
                z = np.log(z / (1 - z))
            pairs = set(zip(np.sign(z)[:, 0], np.sign(g)[:, 0], strict=True))
            assert len(pairs) == min(4, len(z))
            seen |= pairs
        assert seen == set(product((-1.0, 1.0), repeat=2))


def test_extreme_inputs_are_the_same_in_float32():
    for id in ("sigmoid.forward", "sigmoid.derivative"):
        for extreme in get(id).extremes(np.random.default_rng(0)):
            z = np.abs(extreme.arguments["z"])
            assert ((z <= 80) | (z >= 400)).all()


# --- right where others fail --------------------------------------------------------------


@pytest.mark.parametrize("id", ["sigmoid.forward", "sigmoid.derivative"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_reference_agrees_with_the_courses_function_at_every_extreme(id, seed):
    exercise = get(id, seed=seed)
    course = sigmoid if id == "sigmoid.forward" else sigmoid_derivative
    for extreme in exercise.extremes(exercise.rng(9)):
        z = extreme.arguments["z"]
        with np.errstate(all="raise", under="ignore"):
            np.testing.assert_allclose(exercise.reference(z), course(z), rtol=1e-14, strict=True)


def test_overflow_is_named_and_a_right_number_with_a_warning_still_fails_forward():
    verdict = get("sigmoid.forward").check(sig)
    assert (verdict.mistake, verdict.rung) == ("O1", Rung.FINITE)
    assert verdict.words == (
        "Right on ordinary inputs, but not where z is ±1000. `exp` overflows: its argument is a "
        "large positive number for some entry. That also happens inside `np.where`, which computes "
        "both of its branches for every entry. Make sure that every exponent is negative or 0 "
        "before `exp` sees it."
    )


def test_a_warning_alone_does_not_spoil_a_slope_that_is_right_in_both_tails():
    assert get("sigmoid.derivative").check(lambda z: sig(z) * sig(-z)).status is Status.PASS


def test_cancellation_is_named_and_said_where_it_shows():
    verdict = get("sigmoid.derivative").check(WRONG["sigmoid.derivative", "O2", ()][0])
    assert (verdict.mistake, verdict.rung) == ("O2", Rung.VALUES)
    assert verdict.words.startswith(
        "Right on ordinary inputs, but not where z is far out, such as ±40. Two nearly equal "
        "numbers are subtracted"
    )


def test_two_loops_are_not_every_shape():
    def sigmoid(z):
        out = np.zeros(z.shape)
        for i in range(z.shape[0]):
            for j in range(z.shape[1]):
                t = np.exp(-abs(z[i, j]))
                out[i, j] = (1 if z[i, j] >= 0 else t) / (1 + t)
        return out

    verdict = get("sigmoid.forward").check(sigmoid)
    assert verdict.status is Status.FAIL
    assert verdict.words.startswith("Right on ordinary inputs, but not where z is 1-D. sigmoid ")


def test_differences_are_no_slope_far_out():
    verdict = get("sigmoid.derivative").check(lambda z: (sig(z + 1e-6) - sig(z - 1e-6)) / 2e-6)
    assert (verdict.mistake, verdict.finding) == (None, "edge")


@pytest.mark.parametrize("id", list(CORRECT)[1:7])
def test_no_right_form_warns_on_ordinary_inputs_and_none_changes_them(id):
    exercise = get(id)
    for form in CORRECT[id]:
        values = list(exercise.case(1).arguments.values())
        before = [value.copy() for value in values]
        with np.errstate(all="raise", under="ignore"):
            form(*values)
        for one, two in zip(values, before, strict=True):
            np.testing.assert_array_equal(one, two, strict=True)


# --- words --------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", UNIT.exercises, ids=lambda one: one.id)
def test_no_words_of_a_mistake_hold_the_rule_itself(exercise):
    rules = re.compile(r"s \(1 − s\) ⊙|s \* \(1 - s\) \*|\(1 - np\.tanh|1 − t²")
    for mistake in getattr(exercise, "mistakes", ()):
        assert not rules.search(mistake.words), mistake.id


def test_a_square_from_a_star_is_named_in_full():
    verdict = get("sigmoid.backward").check(lambda z, dL_ds: np.diag(slope(z)[:, 0]) * dL_ds)
    assert str(verdict) == (
        "✗ sigmoid.backward: not yet (0 of 2 points)\n"
        "  A matrix with the right numbers on its diagonal: `*` multiplies entry by entry, where "
        "`@` would also add up each row. Better still, leave the matrix out: which product of two "
        "columns gives these numbers?"
    )


# --- sigmoid.values -----------------------------------------------------------------------


@pytest.mark.parametrize("value", [0.0066, 0.00665, 0.00664806])
def test_two_figures_are_enough(value):
    assert get("sigmoid.values").check([0.25, value, 0.25]).status is Status.PASS


@pytest.mark.parametrize("value", [0.0067, 0.00669, 0.0065, 0.007, 0.66, 0.066, -0.0066])
def test_two_figures_are_needed(value):
    verdict = get("sigmoid.values").check([0.25, value, 0.25])
    assert verdict.parts["2"].status is Status.FAIL
    np.testing.assert_allclose(verdict.points, 2 / 3, rtol=1e-12)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((0.5, sig(5.0), 1), ("a value of the function", "a value of the function", "largest sl")),
        ((0, -20, 0.5), ("You put z into", "You put z into", "This is s where")),
        ((0.235, 0.1966, 0.3), ("σ is applied twice", "σ is applied twice", "Not this. Write")),
        ((1, 0.0133, 0.25), ("That is so for tanh", "the rule of tanh", "Right.")),
        ((0.2, 0.0067, 0), ("Not this. What is e⁰", "Very near.", "Not this. Write")),
    ],
)
def test_slips_are_told_in_words(values, words):
    verdict = get("sigmoid.values").check(list(values))
    for part, told in zip(verdict.parts.values(), words, strict=True):
        assert told in part.words


def test_an_input_that_is_changed_at_the_extremes_alone_is_told():
    def clipped_in_place(z):
        z[z > 500], z[z < -500] = 500, -500
        return 1 / (1 + np.exp(-z))

    verdict = get("sigmoid.forward").check(clipped_in_place)
    assert (verdict.status, verdict.rung, verdict.finding) == (Status.FAIL, Rung.INPUTS, "inputs")
    assert verdict.words == (
        "Right on ordinary inputs, but where z is ±1000 your function changes z. Work on a new "
        "array."
    )


@pytest.mark.parametrize("text", ["0.25", "1/2", "¼"])
def test_a_number_in_quotes_is_told_to_be_text(text):
    verdict = get("sigmoid.values").check([text, "a lot", 0.25])
    words = "This is text. Write a number, without quotes: 0.5 or 1/2."
    assert verdict.parts["1"].words == words
    assert verdict.parts["2"].words.startswith("Not this.")


def test_a_choice_that_is_not_made_is_told_how():
    assert (
        get("sigmoid.layout").check(None).words.startswith("Choose a line on the board, or write")
    )


# --- sigmoid.plot -------------------------------------------------------------------------


def plot_with(
    value=sig,
    rise=slope,
    ends=(-6, 6),
    count=241,
    style="-",
    labels=("σ", "slope"),
    legend=True,
    xlabel="z",
    mark=(0, 0.25),
):
    """A right plot, of which one thing can be spoilt."""

    def plot_sigmoid(ax):
        z = np.linspace(*ends, count)
        for f, label in zip((value, rise), labels, strict=True):
            if f is not None:
                ax.plot(z, f(z), style, label=label)
        if mark is not None:
            ax.plot(*mark, "o")
        ax.set_xlabel(xlabel)
        if legend:
            ax.legend()

    return plot_sigmoid


NOT_THERE = "The curve of σ(z) from −6 to 6 is not there."
NO_SLOPE = "σ is there, but its slope σ′(z) from −6 to 6 is not."
NOT_ITS = "σ is there, but the second curve is not its slope."
NO_NAMES = "Both curves are there, but a reader cannot tell which is which."
PLOTS = {
    "no σ": (plot_with(value=None), NOT_THERE),
    "no slope": (plot_with(rise=None), NO_SLOPE),
    "tanh for σ": (plot_with(value=np.tanh), f"{NOT_THERE} One of tanh is: the sigmoid"),
    "falling": (plot_with(value=lambda z: sig(-z)), f"{NOT_THERE} One that falls is: look at"),
    "σ twice": (plot_with(value=lambda z: sig(sig(z))), f"{NOT_THERE} One is on which σ was"),
    "fed with z": (plot_with(rise=lambda z: z * (1 - z)), f"{NOT_ITS} z was put into the rule"),
    "1 − s²": (plot_with(rise=lambda z: 1 - sig(z) ** 2), f"{NOT_ITS} It follows 1 − s², the"),
    "tanh's slope": (plot_with(rise=lambda z: 1 - np.tanh(z) ** 2), f"{NOT_ITS} It is the slope"),
    "slope at s": (plot_with(rise=lambda z: slope(sig(z))), f"{NOT_ITS} σ was applied twice"),
    "negative": (plot_with(rise=lambda z: -slope(z)), f"{NOT_ITS} Its sign is wrong"),
    "one factor": (plot_with(rise=lambda z: 1 - sig(z)), f"{NOT_ITS} It is what is missing from"),
    "taller": (plot_with(rise=lambda z: 4 * slope(z)), f"{NOT_ITS} It has the right form"),
    "half the range": (plot_with(ends=(0, 6)), f"{NOT_THERE} A part of it is"),
    "middle only": (plot_with(ends=(-3, 3)), f"{NOT_THERE} A part of it is"),
    "few points": (plot_with(count=13), f"{NOT_THERE} It is drawn with too few points"),
    "points only": (plot_with(style="o"), f"{NOT_THERE} Its points are there: join them"),
    "no names": (plot_with(labels=(None, None), legend=False), NO_NAMES),
    "one name": (plot_with(labels=("σ", None)), NO_NAMES),
    "the same name": (plot_with(labels=("curve", "curve")), NO_NAMES),
    "no legend": (plot_with(legend=False), "Both curves have a label, but no legend shows it."),
    "no axis": (plot_with(xlabel=""), "The horizontal axis has no name"),
    "no marker": (plot_with(mark=None), "The point of the largest slope is not marked."),
    "marker elsewhere": (plot_with(mark=(6, 1)), "A point is marked, but not the one of"),
    "marker beside": (plot_with(mark=(1, 0.25)), "A point is marked, but not the one of"),
    "nothing": (lambda ax: None, "Nothing is drawn on the axes that your function is given."),
}


@pytest.mark.parametrize("what", PLOTS)
def test_what_a_plot_lacks_is_said(what):
    draw, words = PLOTS[what]
    verdict = get("sigmoid.plot").check(draw)
    assert (verdict.status, verdict.points, verdict.mistake) == (Status.FAIL, 0, None)
    assert verdict.words.startswith(words)


OUT_OF_VIEW = "A part of what you drew lies outside the picture: look at `set_xlim` and `set_ylim`."
BARS = "There are only bars or areas on the axes. Draw the curves as lines, with `ax.plot(...)`."
UNSEEN_PLOTS = {
    "log x": (lambda ax: ax.set_xscale("log"), "The horizontal axis is logarithmic, so a part of"),
    "log y": (lambda ax: ax.set_yscale("log"), "The vertical axis is logarithmic, so the curves"),
    "xlim": (lambda ax: ax.set_xlim(2, 6), OUT_OF_VIEW),
    "ylim": (lambda ax: ax.set_ylim(0, 0.5), OUT_OF_VIEW),
    "alpha": (lambda ax: [one.set_alpha(0) for one in ax.lines], "What your function draws"),
    "one alpha": (lambda ax: ax.lines[1].set_alpha(0), "σ is there, but its slope"),
    "no colour": (lambda ax: ax.lines[0].set_color("none"), "The curve of σ(z)"),
    "no name seen": (lambda ax: ax.axis("off"), "The horizontal axis has no name"),
    "names exchanged": (
        lambda ax: [one.set_label(text) or ax.legend()
                    for one, text in zip(ax.lines, ("σ′", "σ"), strict=False)],
        "The names stand at the wrong curves: which of the two is the slope?",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", UNSEEN_PLOTS)
def test_what_cannot_be_seen_does_not_count(what):
    spoil, words = UNSEEN_PLOTS[what]

    def plot_sigmoid(ax):
        plot_with()(ax)
        spoil(ax)

    verdict = get("sigmoid.plot").check(plot_sigmoid)
    assert (verdict.status, verdict.words[: len(words)]) == (Status.FAIL, words)


@pytest.mark.parametrize("view", [(-6, 6), (-4, 3)])
def test_a_picture_may_be_cut_where_nothing_was_asked_for(view):
    def plot_sigmoid(ax):
        plot_with(ends=(-20, 20), count=801)(ax)
        ax.set_xlim(*view)

    assert get("sigmoid.plot").check(plot_sigmoid).status is (
        Status.PASS if view == (-6, 6) else Status.FAIL
    )


def test_markers_may_stand_on_some_of_a_curves_points():
    def plot_sigmoid(ax):
        z = np.linspace(-6, 6, 200)
        ax.plot(z, sig(z), label="σ")
        ax.plot(z, slope(z), marker="o", markevery=[100], label="σ′")
        ax.set_xlabel("z")
        ax.legend()

    assert get("sigmoid.plot").check(plot_sigmoid).status is Status.PASS


@pytest.mark.parametrize(
    ("every", "x"),
    [(None, range(9)), (4, (0, 4, 8)), ((1, 4), (1, 5)), ([2, 3], (2, 3)), (slice(7, 9), (7, 8)),
     ([True] + 8 * [False], (0,)), ([40], ())],
)  # fmt: skip
def test_markers_are_read_where_they_stand(every, x):
    ax = Figure().subplots()
    ax.plot(range(9), range(9), marker="o", markevery=every)
    drawn = drawn_on(ax)
    assert [one.joined for one in drawn.curves][:1] == [True]
    marked = [one.xy[:, 0].tolist() for one in drawn.curves if one.marked]
    assert marked == ([list(x)] if x else [])


@pytest.mark.parametrize("draw", [
    lambda ax: ax.bar([0, 1], [0.5, 0.7]),
    lambda ax: ax.fill_between([0, 1], [0.5, 0.7]),
    lambda ax: ax.imshow(np.ones((2, 2))),
    lambda ax: (ax.bar([0, 1], [0.5, 0.7]), ax.plot(0, 0.25, "o")),
])  # fmt: skip
def test_bars_and_areas_are_no_curves(draw):
    assert get("sigmoid.plot").check(lambda ax: draw(ax) and None).words == BARS


def test_other_axes_are_named_where_something_is_missing():
    def plot_sigmoid(ax):
        z = np.linspace(-6, 6, 200)
        ax.plot(z, sig(z))
        ax.twinx().plot(z, slope(z))

    words = get("sigmoid.plot").check(plot_sigmoid).words
    assert words.endswith("(Only `ax` itself is looked at, not a second pair of axes.)")


def test_heights_without_z_are_told():
    verdict = get("sigmoid.plot").check(lambda ax: ax.plot(sig(np.linspace(-6, 6, 200))) and None)
    assert verdict.words == (
        "The curve of σ(z) from −6 to 6 is not there. Its heights are there, but it is drawn over "
        "0, 1, 2, …: give z as the first argument."
    )


def test_the_plot_that_the_others_spoil_is_right():
    assert get("sigmoid.plot").check(plot_with()).status is Status.PASS
    assert get("sigmoid.plot").check(plot_with(mark=(0, 0.5))).status is Status.PASS


# --- sigmoid.layout -----------------------------------------------------------------------


def code_of(exercise):
    return re.search(r"```python\n(.*?)```", exercise.task, re.S)[1]


def test_the_code_shown_is_right_in_both_conventions_for_every_variant():
    shown = set()
    for seed in range(60):
        code = code_of(get("sigmoid.layout", seed=seed))
        shown.add(code)
        namespace = {"np": np}
        exec(code, namespace)
        f = eval(f"lambda z: {re.search('of f = (.*), entry', code)[1]}", {"np": np})
        z = np.array([[0.5], [-1.25], [2.0]])
        for layout in (COLUMN, ROW):
            right = numerical_jacobian(f, z, of="f", wrt="z", layout=layout).array
            np.testing.assert_allclose(namespace["jacobian"](z), right, rtol=1e-6, atol=1e-8)
    assert len(shown) == 16


def test_no_variant_shows_the_answer_of_another_exercise():
    (answer,) = re.findall(r"return (.*)", get("sigmoid.jacobian").reference_source)
    assert not any(answer in get("sigmoid.layout", seed=seed).task for seed in range(60))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_distractor_says_why_not_and_the_right_line_why(seed):
    exercise = get("sigmoid.layout", seed=seed)
    assert sorted(exercise.lines) == list("abcde")
    for letter, line in exercise.lines.items():
        verdict = exercise.check(letter)
        right = line.text.startswith("It cannot be told")
        assert verdict.status is (Status.PASS if right else Status.FAIL)
        assert verdict.words == (f"Right. {line.words}" if right else line.words)


# --- prerequisites ------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", UNIT.exercises, ids=lambda one: one.id)
def test_what_an_exercise_needs_is_linked_in_the_lesson_before_the_exercise(exercise):
    ids = {cell.id for cell in read_source(SOURCES / "glossary.md").cells}
    earlier = "".join((SOURCES / f"{name}.md").read_text() for name in ("03_linear",))
    lesson = (SOURCES / "04_sigmoid.md").read_text()
    before = earlier + lesson[: lesson.index(f"[Exercise {exercise.id}]")]
    for need in exercise.needs:
        assert need in ids
        assert f"(glossary.ipynb#cell-id={need})" in before, need


# --- unseen wrong answers -----------------------------------------------------------------

NO_PATTERN = "every entry differs, with no simple pattern"
UNSEEN = [
    ("sigmoid.forward", "plus for minus", lambda z: 1 / (1 + np.exp(z)), "offset",
     "s is 1 minus what it should be, in every entry: look at the signs."),
    ("sigmoid.forward", "a step", lambda z: (z > 0) * 1.0, "precision",
     "s is rounded to whole numbers: leave the numbers as they are."),
    ("sigmoid.forward", "softmax", lambda z: np.exp(z) / np.exp(z).sum(), "entries", NO_PATTERN),
    ("sigmoid.forward", "first column", lambda z: sig(z[:, 0]), "shape", "s is only the first col"),
    ("sigmoid.forward", "in place", lambda z: np.divide(1, 1 + np.exp(-z), out=z), "inputs",
     "changes its input z"),
    ("sigmoid.derivative", "one factor", lambda z: 1 - sig(z), "ratio",
     "slope lacks the factor s."),
    ("sigmoid.derivative", "numerator 1", lambda z: sig(z) ** 2, "ratio",
     "slope uses s where 1−s belongs."),
    ("sigmoid.derivative", "plus", lambda z: sig(z) * (1 + sig(z)), "ratio",
     "slope uses 1+s where 1−s belongs."),
    ("sigmoid.derivative", "doubled", lambda z: 2 * slope(z), "factor", "slope is 2 times what"),
    ("sigmoid.derivative", "bell", lambda z: np.exp(-(z**2)) / 4, "entries", NO_PATTERN),
    ("sigmoid.derivative", "something added", lambda z: slope(z) + 1e-9, "edge",
     "not where z is far out"),
    ("sigmoid.jacobian", "a column", slope, "shape", "ds_dz holds only the diagonal of the matrix"),
    ("sigmoid.jacobian", "np.diag of a column", lambda z: np.diag(slope(z)), "shape",
     "From a column, `np.diag` reads a diagonal."),
    ("sigmoid.jacobian", "spread", lambda z: sig(z) @ (1 - sig(z)).T, "entries",
     "all off the diagonal, where your answer is not 0: should anything stand there?"),
    ("sigmoid.jacobian", "identity", lambda z: np.eye(len(z)), "unused", "where does z come in?"),
    ("sigmoid.jacobian", "one factor", lambda z: np.diagflat(1 - sig(z)), "ratio",
     "ds_dz lacks the factor s."),
    ("sigmoid.jacobian", "other diagonal", lambda z: np.diagflat(slope(z))[:, ::-1], "order",
     "its columns stand in reverse order."),
    ("sigmoid.backward", "passed on", lambda z, g: g + 0, "ratio",
     "dL_dz lacks the factor σ′(z)."),
    ("sigmoid.backward", "row", lambda z, g: (slope(z) * g).T, "convention",
     "in the other convention"),
    ("sigmoid.backward", "column times row", lambda z, g: slope(z) * g.T, "shape",
     "Only its diagonal is right. If a column meets a row or a 1-D array"),
    ("sigmoid.backward", "inner product", lambda z, g: slope(z).T @ g, "shape",
     "dL_dz has the number that summing over"),
    ("sigmoid.backward", "one factor", lambda z, g: (1 - sig(z)) * g, "ratio",
     "dL_dz lacks the factor s."),
    ("sigmoid.backward", "slope squared", lambda z, g: slope(z) ** 2 * g, "ratio",
     "dL_dz has the factor σ′(z) once too often."),
    ("sigmoid.backward", "divided", lambda z, g: g / slope(z), "ratio",
     "dL_dz would be right if it were multiplied by σ′(z) twice: is it divided by σ′(z) some"),
    ("sigmoid.tanh", "divided by sinh²", lambda z, g: g / np.sinh(z) ** 2, "ratio",
     "dL_dz would be right if it were multiplied by t twice: is it divided by t somewhere?"),
    ("sigmoid.backward", "times z", lambda z, g: slope(z) * g * z, "ratio",
     "dL_dz has the factor z once too often."),
    ("sigmoid.backward", "exchanged", lambda z, g: slope(g) * z, "inputs",
     "dL_dz is right with z and dL_ds exchanged: each stands for the other."),
    ("sigmoid.backward", "added", lambda z, g: slope(z) + g, "upstream", "not linear in dL_ds"),
    ("sigmoid.backward", "value alone", lambda z, g: sig(z), "upstream",
     "dL_dz does not change when dL_ds changes"),
    ("sigmoid.backward", "first slope for all", lambda z, g: slope(z[0]) * g, "entries",
     "only row 1 (counted from 1) is right"),
    ("sigmoid.backward", "ReLU's mask", lambda z, g: (z >= 0) * g, "entries", NO_PATTERN),
    ("sigmoid.backward", "mean", lambda z, g: slope(z) * g / len(z), "factor",
     "dL_dz is 1/n of what it should be"),
    ("sigmoid.backward_cached", "s twice", lambda s, g: s * s * (1 - s) * g, "ratio",
     "dL_dz has the factor s once too often."),
    ("sigmoid.backward_cached", "passed on", lambda s, g: g + 0, "ratio",
     "dL_dz lacks the factor σ′(z)."),
    ("sigmoid.tanh", "sigmoid's rule", lambda z, g: np.tanh(z) * (1 - np.tanh(z)) * g, "ratio",
     "dL_dz uses t where 1+t belongs."),
    ("sigmoid.tanh", "sigmoid's slope", lambda z, g: slope(z) * g, "ratio",
     "dL_dz uses σ′(z) where tanh′(z) belongs."),
    ("sigmoid.tanh", "fed with z", lambda z, g: (1 - z**2) * g, "ratio",
     "dL_dz uses 1−z² where tanh′(z) belongs."),
    ("sigmoid.tanh", "twice", lambda z, g: (1 - np.tanh(np.tanh(z)) ** 2) * g, "ratio",
     "dL_dz uses tanh′(t) where tanh′(z) belongs."),
    ("sigmoid.tanh", "one 2 lost", lambda z, g: 2 * slope(2 * z) * g, "factor",
     "dL_dz is 1/2 times what it should be"),
    ("sigmoid.tanh", "1 − forgotten", lambda z, g: np.tanh(z) ** 2 * g, "offset",
     "dL_dz is dL_dt minus what it should be."),
    ("sigmoid.tanh", "sign", lambda z, g: (np.tanh(z) ** 2 - 1) * g, "sign",
     "dL_dz has the wrong sign"),
]  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("id", "what", "answer", "kind", "words"), UNSEEN)
def test_an_unseen_wrong_answer_gets_a_finding_that_helps(id, what, answer, kind, words, seed):
    verdict = get(id, seed=seed).check(answer)
    assert (verdict.status, verdict.mistake, verdict.finding) == (Status.FAIL, None, kind), verdict
    assert words in verdict.words
    assert verdict.points == 0


@pytest.mark.parametrize(("id", "what", "answer", "kind", "words"), UNSEEN)
def test_no_words_hold_an_expected_number(id, what, answer, kind, words):
    exercise = get(id)
    told = exercise.check(answer).words
    for case in (exercise.case(1), exercise.case(2)):
        right = np.ravel(exercise.reference(*case.arguments.values()))
        for digits in (3, 4):
            assert not any(f"{abs(one):.{digits}f}" in told for one in right if abs(one) < 0.99)
