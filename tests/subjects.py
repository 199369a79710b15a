"""One table of subjects: every layer with each of its variables, and what the laws need of it.

A new layer is one row here, and every law of `test_laws.py` then holds it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bpteach import (
    COLUMN,
    ROW,
    CrossEntropy,
    Linear,
    ReLU,
    Sigmoid,
    Softmax,
    SoftmaxCrossEntropy,
    SquaredError,
    Tanh,
)

LAYOUTS = [COLUMN, ROW]


def law(test):
    """Run a test on the same twenty draws every time: three unequal sizes and a seed."""
    sizes = st.lists(st.integers(1, 6), min_size=3, max_size=3, unique=True)
    drawn = given(sizes=sizes, seed=st.integers(0, 2**32 - 1))
    return settings(max_examples=20, derandomize=True, database=None, deadline=None)(drawn(test))


@dataclass(frozen=True)
class Subject:
    """A layer that can be drawn: n outputs, m inputs, N examples."""

    name: str
    make: Callable
    letters: tuple[str, ...]
    smooth: bool = True
    of_probabilities: bool = False  # its input has no negative entries

    def draw(self, rng, n, m, N=1, dtype=np.float64):
        """Give a layer and an input, both away from the kink at 0."""
        layer = self.make(lambda *shape: away_from_zero(rng, shape, dtype), n, m, N)
        x = away_from_zero(rng, (m, N), dtype)
        return layer, np.abs(x) if self.of_probabilities else x


def away_from_zero(rng, shape, dtype=np.float64):
    """Random numbers of both signs, none nearer to 0 than a fifth."""
    return (rng.choice([-1, 1], shape) * rng.uniform(0.2, 2.5, shape)).astype(dtype)


def distributions(numbers):
    """Columns that sum to 1."""
    return np.abs(numbers) / np.abs(numbers).sum(axis=0)


SUBJECTS = (
    Subject("Linear", lambda some, n, m, N: Linear(some(n, m), some(n, 1)), ("a", "W", "b")),
    Subject("Sigmoid", lambda some, n, m, N: Sigmoid(), ("z",)),
    Subject("Tanh", lambda some, n, m, N: Tanh(), ("z",)),
    Subject("ReLU", lambda some, n, m, N: ReLU(), ("z",), smooth=False),
    Subject("Softmax", lambda some, n, m, N: Softmax(), ("z",)),
    Subject("SquaredError", lambda some, n, m, N: SquaredError(some(m, N)), ("o",)),
    Subject(
        "CrossEntropy",
        lambda some, n, m, N: CrossEntropy(distributions(some(m, N))),
        ("p",),
        of_probabilities=True,
    ),
    Subject(
        "SoftmaxCrossEntropy",
        lambda some, n, m, N: SoftmaxCrossEntropy(distributions(some(m, N))),
        ("z",),
    ),
)
VARIABLES = [(subject, letter) for subject in SUBJECTS for letter in subject.letters]
VARIABLE_IDS = [f"{subject.name}-{letter}" for subject, letter in VARIABLES]


def value_of(layer, x, letter):
    """The array that a variable holds: the input, or a parameter."""
    return x if letter == layer.input_letter else layer.parameters[letter]


def as_function_of(layer, x, letter):
    """The layer's output as a function of one variable, all others held."""
    if letter == layer.input_letter:
        return layer
    return lambda value: layer.with_parameters(**{letter: value})(x)


def gradient_in(gradients, layer, letter):
    """Find a variable's gradient in what a pullback gave."""
    return gradients.input if letter == layer.input_letter else getattr(gradients, letter)


def slopes(f, x, h=1e-5):
    """Central differences, entry by entry: the axes of x first, then those of f(x)."""
    moved = []
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = h
        moved.append((f(x + step) - f(x - step)) / (2 * h))
    return np.array(moved).reshape(x.shape + moved[0].shape)


def axes_of(letter, array):
    """A matrix gives two axes to a derivative, a column one."""
    return array.shape if letter == "W" else array.shape[:1]


def lying(gradient, layout):
    """A gradient in its variable's shape, stood or laid as a convention has it."""
    return gradient if layout is COLUMN else gradient.T


def assert_same(found, wanted, *, rtol=1e-12, atol=1e-12):
    """Compare shape, dtype and values."""
    np.testing.assert_allclose(found, wanted, rtol=rtol, atol=atol, strict=True)


def assert_near_slopes(found, wanted):
    """Compare with differences, whose own error is about 1e-10."""
    assert_same(found, wanted, rtol=1e-6, atol=1e-8)


def same_numbers_elsewhere(array):
    """The same numbers in memory that lies otherwise; each kind by name."""
    wide = np.zeros((array.shape[0], 3 * array.shape[1]), array.dtype)
    wide[:, ::3] = array
    read_only = array.copy()
    read_only.flags.writeable = False
    return {
        "not contiguous": wide[:, ::3],
        "negative strides": array[::-1, ::-1].copy()[::-1, ::-1],
        "columns first": np.asfortranarray(array),
        "big-endian": array.astype(array.dtype.newbyteorder(">")),
        "read-only": read_only[:],
        "nested lists": array.tolist(),
    }
