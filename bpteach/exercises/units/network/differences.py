"""Central differences, written by the learner."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.function import Function
from bpteach.exercises.made import Made
from bpteach.exercises.parts import Extreme, Mistake, entries

__all__ = ["NUMERICAL"]


def _starter(f, x, h):
    """Give the central difference of f for each entry of x, in the shape of x."""
    raise NotImplementedError("write numerical_gradient(f, x, h) here")


def _reference(f, x, h):
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        right, left = x.astype(float), x.astype(float)
        right[place] += h
        left[place] -= h
        gradient[place] = (f(right) - f(left)) / (2 * h)
    return gradient


def _short(x):
    """Round to so few binary places that x + h − 2h + h is x again, to the last bit."""
    return np.round(x * 2**20) / 2**20


def _draw(rng, sizes):
    shape = (sizes["n"], sizes["m"])
    family = ("sum of sines", "cubic")[int(rng.integers(2))]
    return {
        "f": Made(family, {"weights": entries(rng, *shape)}),
        "x": _short(entries(rng, *shape)),
        "h": float(rng.choice([3 / 128, 1 / 32, 3 / 64, 1 / 16])),
    }


def _extremes(rng):
    def of_shape(*shape):
        f = Made("sum of sines", {"weights": entries(rng, *shape)})
        return {"f": f, "x": _short(entries(rng, *shape)), "h": 1 / 32}

    whole = np.array([[3, -2, 5], [-4, 1, -6]])
    integers = {"f": Made("cubic", {"weights": entries(rng, 2, 3)}), "x": whole, "h": 0.03}
    return (
        Extreme("x has one axis", of_shape(5), "Do your loops count on two axes?"),
        Extreme("x has three axes", of_shape(2, 4, 3), "Do your loops count on two axes?"),
        Extreme(
            "x holds integers",
            integers,
            "An array of integers cannot hold a small step: what becomes of 3 + h in it?",
        ),
    )


def _each_entry(slope):
    """A gradient made of slope(f, x, place, h), which may move x itself."""

    def gradient(f, x, h):
        out = np.zeros(x.shape)
        for place in np.ndindex(x.shape):
            out[place] = slope(f, x, place, h)
        return out

    return gradient


def _moved(x, place, step):
    other = x.copy()
    other[place] += step
    return other


def _one_side(side):
    def slope(f, x, place, h):
        x = x.astype(float)
        return (f(_moved(x, place, side * h)) - f(x)) / (side * h)

    return slope


def _divided_by_h(f, x, place, h):
    x = x.astype(float)
    return (f(_moved(x, place, h)) - f(_moved(x, place, -h))) / h


def _left_never_reached(f, x, place, h):
    x = x.astype(float)
    return (f(_moved(x, place, h)) - f(x)) / (2 * h)


def _not_put_back(f, x, place, h):
    x[place] += h
    right = f(x)
    x[place] -= 2 * h
    return (right - f(x)) / (2 * h)


def _put_back_too_far(f, x, place, h):
    x[place] += h
    right = f(x)
    x[place] -= 2 * h
    left = f(x)
    x[place] += 2 * h
    return (right - left) / (2 * h)


def _cut_off(f, x, place, h):
    return (f(_moved(x, place, h)) - f(_moved(x, place, -h))) / (2 * h)


def _cut_off_in_place(f, x, place, h):
    x[place] += h
    right = f(x)
    x[place] -= 2 * h
    left = f(x)
    x[place] += h
    return (right - left) / (2 * h)


def _cut_off_in_the_result(f, x, h):
    out = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        x_float = x.astype(float)
        out[place] = (f(_moved(x_float, place, h)) - f(_moved(x_float, place, -h))) / (2 * h)
    return out


def _all_at_once(f, x, h):
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


NUMERICAL = Function(
    id="network.numerical",
    title="Central differences",
    objective="Find a gradient from values alone, for an array of any shape.",
    prompt=(
        "`f` takes an array of the shape of `x` and gives one number. Give its gradient at `x` by "
        "central differences,\n\n"
        "$$\\frac{f(x + h) - f(x - h)}{2h},$$\n\n"
        "one entry of `x` at a time: only that entry is moved by the step `h`, all others stay. "
        "The result has the shape of `x`, and entry by entry it is the slope of `f` along that "
        "entry.\n\n"
        "`x` may have any number of axes, and it may hold integers. It is the same after the call "
        "as before. Use the `h` that is given."
    ),
    difficulty=3,
    needs=("central-difference",),
    function="numerical_gradient",
    results=("gradient",),
    letters=("n", "m"),
    draw=_draw,
    starter=_starter,
    reference=_reference,
    mistakes=(
        Mistake(
            "G1",
            (_each_entry(_one_side(1)), _each_entry(_one_side(-1))),
            "Only one side of x is looked at. Such a difference leaves out a term proportional to "
            "h; a central one looks to both sides, and that term goes away.",
        ),
        Mistake(
            "G2",
            _each_entry(_divided_by_h),
            "Every entry is twice what it should be. How far apart are the two points at which f "
            "is computed?",
        ),
        Mistake(
            "G3",
            _each_entry(_left_never_reached),
            "The point to the left is never reached: you compare f at x + h with f at x, and "
            "divide by the distance between x + h and x − h. Is x moved back by one step where it "
            "should be moved by two?",
        ),
        Mistake(
            "G4",
            (_each_entry(_not_put_back), _each_entry(_put_back_too_far)),
            "x is another one after the call: an entry was moved and not put back exactly where it "
            "was. Whoever called you still needs x. Move a copy, or keep the old value.",
        ),
        Mistake(
            "G5",
            (
                lambda f, x, h: np.zeros(x.shape),
                _each_entry(lambda f, x, place, h: (f(x) - f(x)) / (2 * h)),
            ),
            "Every entry is 0: f is called twice with the same array. Is a copy moved, and f "
            "called with the array that was not?",
        ),
        Mistake(
            "G6",
            (_all_at_once, lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h)),
            "All entries are moved at once. That gives the sum of all slopes, and every entry has "
            "a slope of its own: move one entry, and leave the others where they are.",
        ),
        Mistake(
            "G7",
            (_each_entry(_cut_off), _each_entry(_cut_off_in_place), _cut_off_in_the_result),
            "An array of integers cannot hold a fraction: numpy cuts off what comes after the "
            "point, without a word. Work on floats.",
        ),
    ),
    extremes=_extremes,
    hints=(
        "Begin with a result of zeros, with the shape of x. `np.ndindex(x.shape)` runs through all "
        "places, however many axes there are: `x[place]` is one entry.",
        "For each place, make two copies of x, move one entry in each, and call f twice.",
        "What type have the numbers in your copies, when x holds integers?",
    ),
    solution=(
        "Two copies for each entry, as floats, so that x is left alone and a step fits in. "
        "`np.ndindex` counts over any number of axes. f is called twice for each entry."
    ),
    source='Lesson 06, "Why central differences work".',
)
