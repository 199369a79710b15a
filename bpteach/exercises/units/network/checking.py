"""A gradient checker, written by the learner, and tried on right and on sabotaged gradients."""

from __future__ import annotations

import numpy as np

from bpteach.exercises.decider import Decider, Trial
from bpteach.exercises.made import Made
from bpteach.exercises.parts import Mistake, entries
from bpteach.exercises.units.network.nets import network, sigma, slope, way_back

__all__ = ["CHECKER"]


def _starter(f, gradient, x):
    """Give True where gradient is the gradient of f at x, and False where it is not."""
    raise NotImplementedError("write gradients_agree(f, gradient, x) here")


def _reference(f, gradient, x):
    differences = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        right, left = x.astype(float), x.astype(float)
        right[place] += 1e-5
        left[place] -= 1e-5
        differences[place] = (f(right) - f(left)) / 2e-5
    gap = np.max(np.abs(gradient - differences))
    return bool(gap <= 1e-5 * np.max(np.abs(differences)))


# --- what it is tried on -------------------------------------------------------------------

_FAR = 0.02  # a sabotaged gradient is off by this share of the largest entry, or more
_LOOK = "Look at the largest gap as a share of the largest entry, and allow a small share only."


def _trials(rng) -> tuple[Trial, ...]:
    sizes = dict(zip("nmk", map(int, rng.permutation([3, 4, 5])), strict=True))
    drawn = _telling(rng, sizes)
    same = network(rng, {"n": 4, "m": 4, "k": 4})
    return (
        *_spoilt_ways_back(rng, drawn, same),
        *_spoilt_arrays(rng, drawn, same),
        *_spoilt_differences(drawn),
        *_of_every_size(drawn),
        *_of_other_kinds(rng),
    )


def _telling(rng, sizes):
    """A network in which every spoilt way back is off by much."""
    while True:
        drawn = network(rng, sizes)
        right = _gradient(drawn)
        wrong = [_gradient(drawn, way_back(**step)) for step, _ in _SPOILT_STEPS.values()]
        wrong += [_forward_difference(drawn), _left_moved(drawn)]
        if all(np.abs(one - right).max() > _FAR * np.abs(right).max() for one in wrong):
            return drawn


def _gradient(drawn, backward=None):
    """The gradient of the loss with respect to W1."""
    return (backward or way_back())(**drawn)[0]


def _loss(drawn, scale=1.0):
    arrays = {name: drawn[name] for name in ("a", "b1", "W2", "b2", "t")}
    return Made("two-layer loss", arrays | {"scale": scale})


def _trial(what, drawn, gradient, right=False, hint="", mistake=None, scale=1.0):
    arguments = {"f": _loss(drawn, scale), "gradient": gradient, "x": drawn["W1"]}
    return Trial(what, arguments, right, hint or _LOOK, mistake)


_SPOILT_STEPS = {
    "V1": ({"at": lambda z1, h: 1.0}, "in which the activation's slope was left out"),
    "V2": ({"error": lambda o, t: t - o}, "with the wrong sign"),
    "V3": ({"error": lambda o, t: 2 * (o - t)}, "that is twice too large"),
    "V5": (
        {"at": lambda z1, h: slope(h, sigma(h))},
        "in which the activation's slope was taken at the wrong place",
    ),
    "V7": ({"error": lambda o, t: np.ones_like(o)}, "that does not depend on the target"),
}


def _spoilt_ways_back(rng, drawn, same):
    yield _trial(
        "the right gradient of a network's loss",
        drawn,
        _gradient(drawn),
        right=True,
        hint="Differences are never exact: how large a share do you allow? And is the step near "
        "the best one?",
    )
    for step, words in _SPOILT_STEPS.values():
        yield _trial(f"a gradient {words}", drawn, _gradient(drawn, way_back(**step)))
    moved = drawn["W2"] - rng.uniform(0.3, 0.5) * way_back()(**drawn)[2]
    late = way_back(hidden=lambda W1, W2, g, h: moved.T @ g)
    yield _trial("a gradient for which W2 was updated first", drawn, _gradient(drawn, late))
    other = way_back(hidden=lambda W1, W2, g, h: W1.T @ g)
    yield _trial("a gradient with W1 where W2 belongs", same, _gradient(same, other))
    twice = _gradient(drawn) + _gradient(drawn)
    yield _trial("a gradient that adds up two calls", drawn, twice)
    halved = _gradient(drawn, way_back(error=lambda o, t: (o - t) / 2))
    yield _trial("a gradient that is half of what it should be", drawn, halved)


def _spoilt_arrays(rng, drawn, same):
    right = _gradient(drawn)
    place = tuple(int(rng.integers(1, size)) for size in right.shape)
    one = right.copy()
    one[place] += 0.05 * np.abs(right).max()
    words = "One entry alone is off: is every entry looked at, and is the share allowed small?"
    yield _trial("a gradient with one wrong entry", drawn, one, False, words)
    mixed = np.roll(right.ravel(), 1).reshape(right.shape)
    words = "Its sum is right: is every entry looked at by itself?"
    yield _trial("the right numbers in the wrong places", drawn, mixed, False, words, "G12")
    yield _trial("a transposed gradient", same, _gradient(same).T, False, words, "G12")
    balanced, off = right.copy(), 0.3 * np.abs(right).max()
    balanced[0, 0] += off
    balanced[-1, -1] -= off
    words = "Two errors cancel in the sum: is every entry looked at by itself?"
    yield _trial("a gradient with two errors that cancel", drawn, balanced, False, words, "G12")
    for what, spoilt in (
        ("a gradient of nothing but nan", np.full_like(right, np.nan)),
        ("a gradient with nan in one place", np.where(right == right[place], np.nan, right)),
    ):
        words = "Every comparison with nan is False: ask whether the error is small, not large."
        yield _trial(what, drawn, spoilt, False, words, "G14")
    infinite = np.where(right == right[place], np.inf, right)
    yield _trial("a gradient with inf in one place", drawn, infinite)


def _spoilt_differences(drawn):
    """Gradients as faulty differences give them."""
    right = _gradient(drawn)
    yield _trial("a gradient of zeros", drawn, np.zeros_like(right))
    yield _trial(
        "a gradient with the sum of all slopes in every entry",
        drawn,
        np.full_like(right, right.sum()),
    )
    yield _trial("forward differences with far too large a step", drawn, _forward_difference(drawn))
    yield _trial("differences that never put x back", drawn, _left_moved(drawn))
    garbage = np.where(right > 0, 49999.0, -49999.0)
    yield _trial("differences of an array of integers", drawn, garbage)


_FAR_STEP = 0.5


def _forward_difference(drawn):
    f, x = _loss(drawn).built(), drawn["W1"]
    steps = (_only(x, place) for place in np.ndindex(x.shape))
    return np.array([(f(x + step) - f(x)) / _FAR_STEP for step in steps]).reshape(x.shape)


def _left_moved(drawn):
    f, x = _loss(drawn).built(), drawn["W1"].copy()
    out = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        step = _only(x, place)
        out[place] = (f(x + step) - f(x - step)) / (2 * _FAR_STEP)
        x -= step
    return out


def _only(x, place):
    step = np.zeros(x.shape)
    step[place] = _FAR_STEP
    return step


def _of_every_size(drawn):
    """The same network, its loss multiplied so that the gradients are tiny or huge."""
    right = _gradient(drawn)
    tiny, huge = 5e-9 / np.abs(right).max(), 1e7 / np.abs(right).max()
    small = "Its largest entry is below 1e-8: a fixed threshold lets everything through there."
    large = "Its largest entry is near 1e7: a fixed threshold is too strict there."
    for what, gradient, scale, good, hint in (
        ("a right gradient whose entries are tiny", tiny * right, tiny, True, small),
        ("zeros where the gradient is tiny", 0 * right, tiny, False, small),
        ("a tiny gradient with the wrong sign", -tiny * right, tiny, False, small),
        ("a right gradient whose entries are huge", huge * right, huge, True, large),
        ("a huge gradient that is 3 % too large", 1.03 * huge * right, huge, False, large),
    ):
        yield _trial(what, drawn, gradient, good, hint, "G11", scale)


def _of_other_kinds(rng):
    """Other functions, other numbers of axes, an entry that is exactly 0, integers."""
    axes = "x has {} there: do your loops count on two?"
    for shape, words in (((6,), "one axis"), ((2, 3, 4), "three axes"), ((5, 1), "one column")):
        weights, x = entries(rng, *shape), entries(rng, *shape)
        f, right = Made("sum of sines", {"weights": weights}), weights * np.cos(x)
        hint = axes.format(words)
        yield _of(f, right, x, f"a right gradient where x has {words}", True, hint)
        yield _of(f, weights * np.sin(x), x, f"a wrong gradient where x has {words}", False, hint)
    weights, x = entries(rng, 3, 4), entries(rng, 3, 4)
    weights[1, 2] = 0.0
    f, right = Made("cubic", {"weights": weights}), 3 * weights * x**2
    words = "An entry of it is exactly 0: is an error divided by each entry's own size?"
    yield _of(f, right, x, "a right gradient with an entry that is 0", True, words)
    whole, weights = np.array([[3, -2, 5], [-4, 1, -6]]), entries(rng, 2, 3)
    f, right = Made("cubic", {"weights": weights}), 3 * weights * whole**2.0
    words = "x holds integers there, and an array of integers cannot hold a small step."
    yield _of(f, right, whole, "a right gradient at whole numbers", True, words, "G7")


def _of(f, gradient, x, what, right, hint, mistake=None):
    return Trial(what, {"f": f, "gradient": gradient, "x": x}, right, hint, mistake)


# --- checkers that are fooled --------------------------------------------------------------


def _differences(f, x, step=1e-5):
    out, x = np.zeros(x.shape), x.astype(float)
    for place in np.ndindex(x.shape):
        right, left = x.copy(), x.copy()
        right[place] += step
        left[place] -= step
        out[place] = (f(right) - f(left)) / (2 * step)
    return out


def _absolute(threshold):
    def decide(f, gradient, x):
        return bool(np.max(np.abs(gradient - _differences(f, x))) <= threshold)

    return decide


def _numpys_own(f, gradient, x):
    """Numpy's comparison, whose own atol of 1e-8 is a fixed threshold."""
    near = np.abs(gradient - _differences(f, x)) <= 1e-8 + 1e-5 * np.abs(_differences(f, x))
    return bool(np.all(near))


def _at_least_one(f, gradient, x):
    d = _differences(f, x)
    return bool(np.max(np.abs(gradient - d)) <= 1e-5 * max(1.0, np.max(np.abs(d))))


def _sums(tolerance):
    def decide(f, gradient, x):
        one, other = np.sum(gradient), np.sum(_differences(f, x))
        return bool(np.abs(one - other) <= tolerance * np.abs(other))

    return decide


def _fails_if_larger(tolerance):
    def decide(f, gradient, x):
        d = _differences(f, x)
        return not (np.max(np.abs(gradient - d)) > tolerance * np.max(np.abs(d)))

    return decide


CHECKER = Decider(
    id="network.checker",
    title="A checker that is hard to fool",
    objective="Write a gradient check, and know what it does with wrong gradients.",
    prompt=(
        "`f` takes an array of the shape of `x` and gives a float. `gradient` is an array of the "
        "same shape. Is it the gradient of `f` at `x`? Return `True` or `False`.\n\n"
        "Your function is tried on right gradients and on sabotaged ones: with another sign, "
        "another factor, in another order, with one wrong entry, with `nan`; with entries near "
        "1e-8 and near 1e7. A right gradient agrees with good central differences within a share "
        "of 1e-6 of its largest entry. A sabotaged one is off by a share of 0.02 or more.\n\n"
        "`f` is smooth. `x` may have any number of axes and may hold integers; leave it as it is. "
        "You may use your `numerical_gradient`."
    ),
    difficulty=3,
    needs=("gradient-check", "relative-error", "central-difference"),
    function="gradients_agree",
    allowed=(True, False),
    trials=_trials,
    starter=_starter,
    reference=_reference,
    mistakes=(
        Mistake(
            "G11",
            (*map(_absolute, (1e-3, 1e-4, 1e-5, 1e-6, 1e-7)), _numpys_own, _at_least_one),
            "The gap is compared with a fixed number. Where all entries are tiny, every wrong "
            "gradient is near enough; where they are huge, rounding alone is too much. Compare the "
            "gap with the size of the gradient.",
        ),
        Mistake(
            "G12",
            tuple(map(_sums, (1e-3, 1e-5, 1e-6))),
            "Sums or means are compared. They do not see numbers in the wrong places, or errors "
            "that cancel: look at every entry by itself.",
        ),
        Mistake(
            "G13",
            (
                lambda f, gradient, x: True,
                lambda f, gradient, x: bool(np.all(gradient == gradient)),
                lambda f, gradient, x: bool(np.max(np.abs(gradient - gradient)) <= 1e-6),
            ),
            "Nothing independent is compared: the gradient agrees with itself, whatever it is. The "
            "other side has to come from f alone.",
        ),
        Mistake(
            "G14",
            tuple(map(_fails_if_larger, (1e-3, 1e-5))),
            "Every comparison with nan is False, so a test for `too large` lets nan through. Ask "
            "the other way round: pass only if the error is small.",
        ),
    ),
    hints=(
        "First find differences of f, entry by entry: they know nothing of `gradient`. Then "
        "compare the two arrays.",
        "Take the largest gap, and ask how large it is as a share of the largest difference. Which "
        "way round does the comparison have to stand, so that nan fails?",
        "Try your function on wrong gradients yourself before you check it: zeros, the wrong sign, "
        "a permutation, nan, and everything again multiplied by 1e-9.",
    ),
    solution=(
        "Central differences of f stand on one side. The largest gap is compared with a share of "
        "the largest difference, so the size of the gradient does not matter, and the comparison "
        "asks for `<=`, which nan cannot pass."
    ),
    source='Lesson 06, "How a check is fooled".',
)
