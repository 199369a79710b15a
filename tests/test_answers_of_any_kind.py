"""Values, letters, orders and figures, answered with whatever Python can hold."""

import sys
import time

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from bpteach.exercises import Status, get, units
from bpteach.exercises.value import Value


class Word(str):
    """Claims to equal everything, and raises when it is used."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other):
        return True

    def strip(self, *_):
        raise RuntimeError

    casefold = strip


class Silent:
    """Raises whatever is asked of it."""

    def __eq__(self, other):
        raise RuntimeError

    __hash__ = __len__ = __iter__ = __repr__ = __bool__ = __float__ = __eq__


def deep():
    nested = 1.0
    for _ in range(5000):
        nested = [nested]
    return nested


def endless():
    loop = []
    loop.append(loop)
    return loop


ODD = {
    "word": Word("error"),
    "silent": Silent(),
    "deep": deep(),
    "endless": endless(),
    "nan": np.nan,
    "huge": np.longdouble("1e4000"),
    "huge whole": 10**400,
    "text": "a" * 10**7,
    "surrogate": "\ud800",
    "bytes": b"error",
    "masked": np.ma.masked,
    "masked array": np.ma.masked_array([1.0], mask=[True]),
    "objects": np.array([None]),
    "dates": np.datetime64("2024-01-01"),
    "complex": 1j,
    "class": int,
    "generator": (x for x in [1]),
    "raw": memoryview(b"abc"),
}
LISTED = [
    exercise for unit in units() for exercise in unit.exercises if exercise.kind != "function"
]


@pytest.mark.parametrize("exercise", LISTED, ids=[one.id for one in LISTED])
@pytest.mark.parametrize("what", ODD)
def test_no_answer_stops_the_checker_or_holds_it_up(exercise, what):
    begun = time.process_time()
    for answer in (ODD[what], [ODD[what]] * 4, {exercise.names[0]: ODD[what]}):
        verdict = exercise.check(answer)
        assert verdict.status in (Status.FAIL, Status.NOT_STARTED)
        assert len(str(verdict)) < 5000
    if isinstance(exercise, Value):
        verdict = exercise.check([ODD[what]] * len(exercise.asked))
        assert verdict.status in (Status.FAIL, Status.NOT_STARTED)
        exercise.predicted([ODD[what]] * len(exercise.asked))
    assert time.process_time() - begun < 2


def test_a_masked_value_is_no_zero():
    verdict = get("relu.at_zero").check([np.ma.masked, 1, 0.5])
    assert verdict.parts["1"].words.startswith("the value is a masked array, and 1 of its 1 ")


# --- figures ------------------------------------------------------------------------------

Z = np.linspace(-6, 6, 241)
S = 1 / (1 + np.exp(-Z))
SLOPE = S * (1 - S)


def drawn(ax):
    ax.plot(Z, S, label="σ(z)")
    ax.plot(Z, SLOPE, label="σ′(z)")
    ax.plot(0, 0.25, "o")
    ax.set_xlabel("z")
    ax.legend()


def with_a_legend_of_the_figure(ax):
    drawn(ax)
    ax.get_legend().remove()
    ax.figure.legend()


def with_a_marker_at_one_point(ax):
    ax.plot(Z, S, label="σ(z)")
    ax.plot(Z, SLOPE, "-o", markevery=[120], label="σ′(z)")
    ax.set_xlabel("z")
    ax.legend()


def with_few_markers(ax):
    ax.plot(Z, S, label="σ(z)")
    ax.plot(Z, SLOPE, "-o", markevery=(20, 50), label="σ′(z)")
    ax.set_xlabel("z")
    ax.legend()


def through_pyplot(ax):
    plt.sca(ax)
    plt.plot(Z, S, label="σ(z)")
    plt.plot(Z, SLOPE, label="σ′(z)")
    plt.plot(0, 0.25, "o")
    plt.xlabel("z")
    plt.legend()


def in_another_style(ax):
    plt.style.use("dark_background")
    drawn(ax)


def closing_all(ax):
    drawn(ax)
    plt.close("all")


RIGHT = [with_a_legend_of_the_figure, with_a_marker_at_one_point, with_few_markers, through_pyplot]
RIGHT += [in_another_style, closing_all]


def settings():
    style = dict(matplotlib.rcParams)
    return {**style, "backend": ""}, plt.get_fignums()  # chosen at the first use of pyplot


@pytest.mark.parametrize("answer", RIGHT)
def test_a_right_figure_may_be_drawn_in_many_ways(answer):
    before = settings()
    verdict = get("sigmoid.plot").check(answer)
    assert verdict.status is Status.PASS, str(verdict)
    assert settings() == before


def nowhere(ax):
    drawn(plt.subplots()[1])


def cleared(ax):
    drawn(ax)
    ax.figure.clear()


def without_colour(ax):
    drawn(ax)
    for line in ax.lines:
        line.set_alpha(0)


def hidden(ax):
    drawn(ax)
    ax.set_visible(False)


def replaced(ax):
    drawn(ax.figure.add_subplot(projection="polar"))


NOT_DRAWN = "Nothing is drawn on the axes that your function is given."
NOT_SEEN = "What your function draws cannot be seen:"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (nowhere, NOT_DRAWN),
        (cleared, NOT_DRAWN),
        (replaced, NOT_DRAWN),
        (without_colour, NOT_SEEN),
        (hidden, NOT_SEEN),
    ],
)
def test_what_cannot_be_seen_on_the_axes_does_not_count(answer, words):
    before = plt.get_fignums()
    verdict = get("sigmoid.plot").check(answer)
    assert verdict.words.startswith(words)
    assert plt.get_fignums() == before


def test_the_streams_are_as_before():
    before = sys.stdin

    def plot_sigmoid(ax):
        sys.stdin = None
        drawn(ax)

    assert get("sigmoid.plot").check(plot_sigmoid).status is Status.PASS
    assert sys.stdin is before
