"""`check`: every derivative that a layer gives, beside central differences of its values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from bpteach.arguments import numbers
from bpteach.diagnosis import close, compare
from bpteach.layout import COLUMN, ROW, Layout, Variable, shape_words
from bpteach.numeric.differences import variable_held_by
from bpteach.numeric.report import Comparison, Report
from bpteach.numeric.slopes import Slopes, slopes_of

__all__ = ["Layer", "check"]


class Layer(Protocol):
    """What `check` needs of a layer; a `bpteach.Network` has it too.

    A layer that has parameters also has ``with_parameters(**parameters)``, which gives a layer
    with other values.

    Examples
    --------
    >>> from bpteach.layers import Tanh
    >>> print(check(Tanh(), np.array([[0.5], [-1.0]])))
    check of Tanh(): every derivative agrees with central differences
    variable  form      error       finding
    z         vjp       below 1e-6  right in both conventions
    z         jacobian  below 1e-6  right in both conventions
    """

    input_letter: str
    output_letter: str

    @property
    def parameters(self) -> Mapping[str, np.ndarray]:
        """Parameters by letter."""

    def __call__(self, a: np.ndarray) -> np.ndarray:
        """Give the output for a column, or for a batch of columns."""

    def vjp(self, a: np.ndarray) -> tuple[np.ndarray, Callable]:
        """Give the output and ``pullback(gradient, layout)``: ``.input`` and each parameter."""

    def jacobian(self, a: np.ndarray, wrt: str, *, layout: Layout):
        """Give the Jacobian with respect to the input or a parameter, by letter."""


def check(layer: Layer, a, *, seed: int = 0) -> Report:
    """Compare every derivative of a layer with central differences, and say what is wrong.

    Parameters
    ----------
    layer : Layer
        A layer or a network: called, with `vjp`, `jacobian` and `parameters`.
    a : ndarray, shape (m, 1), or a batch (m, N)
        Its input. For a batch only the pullback in column convention is compared: the row
        convention and the Jacobian belong to one example.
    seed : int
        Where the random upstream gradient comes from.

    Returns
    -------
    Report
        ``.ok``, ``.findings`` with one row for each variable and form, and a table in words.
        Errors count as a share of the largest slope; from 1e-6 on a derivative is wrong.

    Raises
    ------
    TypeError
        If `layer` is no layer, or `a` does not hold numbers. What goes wrong inside the layer
        is a finding, not an error.

    Notes
    -----
    An entry at a kink has no one slope: any value between its one-sided slopes is accepted,
    and the report says so. A slope that drowns in rounding, such as a sigmoid's at z = 40, is
    right as far as differences can tell. Cost: about four times as many calls of the layer as
    it has inputs and parameters.

    Examples
    --------
    >>> from bpteach.layers import ReLU
    >>> print(check(ReLU(), np.array([[0.0], [-1.0]])))
    check of ReLU(at_zero=1): every derivative agrees with central differences
    variable  form      error       finding
    z         vjp       below 1e-6  right in both conventions; at a kink: any value from 0 to 0.126 is
                                    a slope, at place (1, 1)
    z         jacobian  below 1e-6  right in both conventions; at a kink: any value from 0 to 1 is a
                                    slope, at place (1, 1)
    """
    _must_be_a_layer(layer)
    a = numbers(a, layer.input_letter).astype(np.float64)
    with np.errstate(all="ignore"):  # what overflows is judged, not warned of
        return Report(repr(layer), tuple(_findings(layer, a, seed)), _left_out(a))


def _must_be_a_layer(layer):
    needed = ("vjp", "jacobian", "parameters", "input_letter", "output_letter")
    if isinstance(layer, type):
        raise TypeError(
            f"check needs a layer, but {layer.__name__} is a class\n"
            f"  make a layer of it first: write check({layer.__name__}(...), a)"
        )
    missing = [name for name in needed if not hasattr(layer, name)]
    if missing or not callable(layer):
        raise TypeError(
            f"check needs a layer, but got a {type(layer).__name__}\n"
            f"  it lacks {', '.join(missing) or '__call__'}\n"
            "  a layer is called with a column, and has vjp(a), jacobian(a, wrt, layout=...), "
            "parameters, input_letter and output_letter\n"
            "  for a plain function use central_difference(f, x)"
        )


def _left_out(a):
    if a.ndim != 2 or a.shape[1] == 1:
        return ""
    return (
        f"a batch of {a.shape[1]}: the row convention and the Jacobian belong to one example; "
        "check one column for them"
    )


def _findings(layer, a, seed) -> Iterator[Comparison]:
    forward = _forward(layer, a)
    if isinstance(forward, Comparison):
        yield forward
        return
    for letter, f, value in _variables(layer, a):
        try:
            slopes = slopes_of(f, value)
        except Exception as problem:
            yield _raised(letter, "forward", problem)
            continue
        subject = _Subject(layer, a, letter, value, forward, slopes, seed)
        forms = {"vjp": subject.vjp, "jacobian": subject.jacobian}
        for form, judge in forms.items() if a.shape[1] == 1 else [("vjp", subject.vjp)]:
            try:
                yield judge()
            except Exception as problem:
                yield _raised(letter, form, problem)


def _forward(layer, a):
    """The layer's output, or what is wrong with it."""
    given, letter = a.copy(), layer.input_letter
    try:
        out = numbers(layer(given), layer.output_letter)
    except Exception as problem:
        return _raised(letter, "forward", problem)
    if not np.array_equal(given, a, equal_nan=True):
        words = f"the layer changes its input {letter}: write to a new array"
        return Comparison(letter, "forward", "changed", words)
    if out.ndim != 2:
        words = f"the output is {shape_words(out.shape)}: a layer gives a column (n, 1)"
        return Comparison(letter, "forward", "shape", words)
    return out


def _variables(layer, a):
    """Each variable: its letter, the output as a function of it, its value."""
    yield layer.input_letter, layer, a
    for name, value in layer.parameters.items():

        def as_function(new, name=name):
            return layer.with_parameters(**{name: new})(a.copy())

        yield name, as_function, np.asarray(value, dtype=np.float64)


def _raised(letter, form, problem):
    return Comparison(letter, form, "raised", f"raised {type(problem).__name__}: {problem}")


@dataclass(frozen=True, eq=False)
class _Subject:
    """One variable of a layer, and the slopes that its derivatives should have."""

    layer: Layer
    a: np.ndarray
    letter: str
    value: np.ndarray
    out: np.ndarray
    slopes: Slopes
    seed: int

    def vjp(self) -> Comparison:
        """Judge the pullback on random upstream gradients."""
        field = "input" if self.letter == self.layer.input_letter else self.letter
        _, pullback = self.layer.vjp(self.a.copy())
        g, other = np.random.default_rng(self.seed).standard_normal((2, *self.out.shape))

        def pulled(gradient, layout=COLUMN):
            gradient = gradient.copy() if layout is COLUMN else gradient.T.copy()
            return numbers(getattr(pullback(gradient, layout=layout), field), field)

        right, name = self.slopes.pulled(g.reshape(-1)), f"dL_d{self.letter}"
        found = []
        for layout in self._layouts():
            out = pulled(g, layout)
            known = {f"dL_d{self.layer.output_letter}": g, **self._known()}
            right_here = right.reshaped(self.value.shape, turned=layout is ROW)
            finding = _judged(out, right_here, name, known, self._sizes())
            if finding[0] in ("ratio", "offset", "order", "entry", "entries") and layout is COLUMN:
                finding = _upstream(pulled, g, other, name) + finding[2:] or finding
            found.append(finding)
        return self._comparison("vjp", found)

    def jacobian(self) -> Comparison:
        """Judge the Jacobian in both conventions."""
        wrt = variable_held_by(self.value, self.letter)
        axes = wrt.axes + Variable.like("z", self.out.shape).axes
        name = f"d{self.layer.output_letter}_d{self.letter}"
        found = []
        for layout in self._layouts():
            out = self.layer.jacobian(self.a.copy(), wrt=self.letter, layout=layout)
            right = self.slopes.reshaped(axes, turned=layout is ROW)
            found.append(_judged(np.asarray(out), right, name, self._known(), self._sizes()))
        return self._comparison("jacobian", found)
