"""`check`: every derivative that a layer gives, beside central differences of its values."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from bpteach.arguments import columns, numbers
from bpteach.layout import shape_words
from bpteach.numeric.differences import central_difference, complex_step, real_numbers
from bpteach.numeric.moves import one_by_one
from bpteach.numeric.protocol import Layer, must_be_a_layer
from bpteach.numeric.report import Comparison, Report
from bpteach.numeric.slopes import complex_slopes, slopes_of
from bpteach.numeric.subject import Subject, raised
from bpteach.numeric.together import together

__all__ = ["check"]


_BOUNDS = {central_difference: 1e-6, complex_step: 1e-12}
_METHODS = {central_difference: "central differences", complex_step: "complex steps"}


def check(layer: Layer, a, *, seed: int = 0, scheme: Callable = central_difference) -> Report:
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
    scheme : callable
        `central_difference`, or `complex_step`, which sees errors a million times smaller, but
        needs a layer through which complex numbers flow.

    Returns
    -------
    Report
        ``.ok``, ``.findings`` with one row for each variable and form, and a table in words.
        Errors count as a share of the largest slope; from 1e-6 on a derivative is wrong, for
        complex steps from 1e-12 on.

    Raises
    ------
    TypeError
        If `layer` is no layer, or `a` does not hold real numbers. What goes wrong inside the
        layer is a finding, not an error.
    ShapeError
        If `a` is 1-D, which is no column.
    ValueError
        If `scheme` is another one.

    Notes
    -----
    An entry at a kink has no one slope: any value between its one-sided slopes is accepted,
    and the report says so. A slope that drowns in rounding, such as a sigmoid's at z = 40, is
    right as far as differences can tell. Cost: the layer's output for each entry of its input and
    parameters, moved to both sides, and twice more for an entry with a doubtful slope, as at a
    kink. Layers of the course give many of these outputs in one call, all others in one call
    each. A complex step is taken beside the differences, which still find the kinks.

    Examples
    --------
    >>> from bpteach.layers import ReLU
    >>> print(check(ReLU(), np.array([[0.0], [-1.0]])))
    check of ReLU(at_zero=1): every derivative agrees with central differences
    variable  form      error       finding
    z         pullback  below 1e-6  right in both conventions; at a kink: any value from 0 to
                                    0.126 is accepted, at place (1, 1)
    z         jacobian  below 1e-6  right in both conventions; at a kink: any value from 0 to 1
                                    is accepted, at place (1, 1)
    """
    must_be_a_layer(layer, "check")
    if scheme not in _BOUNDS:
        name = getattr(scheme, "__name__", scheme)
        raise ValueError(
            f"check compares with central_difference or complex_step, but scheme is {name}\n"
            "  both see all digits that a check needs; write scheme=complex_step for the most"
        )
    a = columns(real_numbers(a, layer.input_letter).astype(np.float64), layer)
    with np.errstate(all="ignore"):  # what overflows is judged, not warned of
        findings = tuple(_findings(layer, a, seed, scheme))
    return Report(repr(layer), findings, _left_out(a), _METHODS[scheme])


def _left_out(a):
    if a.shape[1] < 2:
        return ""
    return (
        f"a batch of {a.shape[1]}: the row convention and the Jacobian belong to one example; "
        "check one column for them"
    )


def _findings(layer, a, seed, scheme) -> Iterator[Comparison]:
    forward = _forward(layer, a)
    if isinstance(forward, Comparison):
        yield forward
        return
    for letter, f, value in _variables(layer, a):
        try:
            moves = one_by_one(f, value)
            moves = together(layer, a, letter, moves) or moves
            slopes = slopes_of(moves, value, forward)
            if scheme is complex_step:
                slopes = complex_slopes(moves, value, slopes)
        except Exception as problem:
            yield raised(letter, "forward", problem)
            continue
        subject = Subject(layer, a, letter, value, forward.shape, slopes, seed, _BOUNDS[scheme])
        for form in ("pullback", "jacobian") if a.shape[1] == 1 else ("pullback",):
            try:
                yield subject.compared(form)
            except Exception as problem:
                yield raised(letter, form, problem)


def _forward(layer, a):
    """The layer's output, or what is wrong with it."""
    given, letter = a.copy(), layer.input_letter
    try:
        out = numbers(layer(given), layer.output_letter)
    except Exception as problem:
        return raised(letter, "forward", problem)
    if not np.array_equal(given, a, equal_nan=True):
        words = f"the layer changes its input {letter}: write to a new array"
        return Comparison(letter, "forward", "changed", words)
    if out.ndim != 2:
        words = f"the output is {shape_words(out.shape)}: a layer gives a column (n, 1)"
        return Comparison(letter, "forward", "shape", words)
    if not a.shape[1]:
        words = f"{letter} is an empty batch, which has no slopes: check one column"
        return Comparison(letter, "forward", "no slope", words)
    return out


def _variables(layer, a):
    """Each variable: its letter, the output as a function of it, its value."""
    yield layer.input_letter, layer, a
    for name, value in layer.parameters.items():

        def as_function(new, name=name):
            return layer.with_parameters(**{name: new})(a.copy())

        yield name, as_function, np.asarray(value, dtype=np.float64)
