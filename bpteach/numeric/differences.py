"""Derivatives from values: central and forward differences, and the complex step.

One rule for all shapes: the axes of x first, then the axes of f(x), as in the column
convention. A column (k, 1) gives its axis k alone. Where f gives a plain number, the result is
the gradient in x's own shape.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bpteach.arguments import numbers
from bpteach.jacobian import Dense
from bpteach.layout import COLUMN, Layout, ShapeError, Variable, shape_words

__all__ = [
    "central_difference",
    "complex_step",
    "default_steps",
    "forward_difference",
    "imaginary",
    "moved",
    "numerical_jacobian",
    "real_numbers",
    "value_of",
    "variable_held_by",
]


def central_difference(f: Callable, x, h=None):
    """Slope of f around x: ``(f(x + h) − f(x − h)) / 2h``, one entry of x at a time.

    Parameters
    ----------
    f : callable
        From an array of x's shape to an array or a number. It gets copies: x is never changed.
    x : array_like of numbers, any shape
        Where; integers become float64, floats keep their dtype.
    h : float, or ndarray of x's shape, optional
        The step. By default a power of 2 near ``eps^(1/3) · max(1, |x|)`` for each entry,
        6e-6 for float64.

    Returns
    -------
    ndarray of floats
        Axes of x, then axes of f(x): (m, n) for columns (m, 1) and (n, 1), (n, m, n) for a
        matrix and a column. In x's shape where f gives a plain number.

    Raises
    ------
    TypeError
        If x or f(x) does not hold numbers.
    ValueError
        If `h` is 0, not finite, or does not fit x.

    Notes
    -----
    The error has two parts. What the formula leaves out is ``h²/6`` times the third
    derivative (order 2: a tenth of h, a hundredth of the error). What rounding adds is about
    ``eps |f(x)| / h``. The default h is near the least sum. Cost: f is called twice for each
    entry of x. At a kink the result is the mean of the slopes on both sides.

    Examples
    --------
    >>> a = np.array([[1.0], [2.0]])
    >>> central_difference(lambda a: a**2, a).round(6)
    array([[2., 0.],
           [0., 4.]])
    >>> float(central_difference(np.abs, 0))
    0.0
    """
    x = numbers(x, "x")
    slopes = [
        _slope(value_of(f, moved(x, at, h)), value_of(f, moved(x, at, -h)), 2 * h)
        for at, h in _steps(x, h, 1 / 3)
    ]
    return _assembled(f, x, slopes)


def forward_difference(f: Callable, x, h=None):
    """Slope of f on one side of x: ``(f(x + h) − f(x)) / h``, one entry of x at a time.

    Parameters
    ----------
    f : callable
        From an array of x's shape to an array or a number. It gets copies: x is never changed.
    x : array_like of numbers, any shape
        Where; integers become float64, floats keep their dtype.
    h : float, or ndarray of x's shape, optional
        The step; a negative one looks back, to the left of x. By default a power of 2 near
        ``eps^(1/2) · max(1, |x|)`` for each entry, 1.5e-8 for float64.

    Returns
    -------
    ndarray of floats
        Axes of x, then axes of f(x), as `central_difference`.

    Raises
    ------
    TypeError
        If x or f(x) does not hold numbers.
    ValueError
        If `h` is 0, not finite, or does not fit x.

    Notes
    -----
    What the formula leaves out is ``h/2`` times the second derivative (order 1: a tenth of h,
    a tenth of the error); rounding adds about ``eps |f(x)| / h``. Cost: f is called once for
    each entry of x, and once more.

    Examples
    --------
    >>> float(forward_difference(np.abs, 0)), float(forward_difference(np.abs, 0, h=-1e-6))
    (1.0, -1.0)
    """
    x = numbers(x, "x")
    here = value_of(f, x.copy())
    slopes = [_slope(value_of(f, moved(x, at, h)), here, h) for at, h in _steps(x, h, 1 / 2)]
    return _assembled(f, x, slopes)


def complex_step(f: Callable, x, h: float = 1e-20):
    """Slope of f at x without a subtraction: ``imag f(x + ih) / h``, one entry at a time.

    Parameters
    ----------
    f : callable
        From an array of x's shape to an array or a number; it must take complex numbers and
        be smooth in them. ``abs``, ``.real`` and ``maximum`` are not: they drop or compare
        the imaginary part.
    x : array_like of real numbers, any shape
        Where.
    h : float
        The step. Nothing cancels, so that it can be as small as one likes.

    Returns
    -------
    ndarray of floats
        Axes of x, then axes of f(x), as `central_difference`.

    Raises
    ------
    TypeError
        If f gives real numbers for complex ones, which would look like a slope of 0; if x is
        complex; or if x or f(x) does not hold numbers.
    ValueError
        If `h` is 0 or not finite.

    Notes
    -----
    The error left out is of order h², far below eps; rounding adds only what f itself rounds.
    Cost: f is called once for each entry of x, in complex arithmetic.

    Examples
    --------
    >>> float(complex_step(np.exp, 1.0)) == float(np.exp(1.0))
    True
    """
    x = real_numbers(x, "x")
    turned = x.astype(np.result_type(x.dtype, np.complex64))
    slopes = [imaginary(value_of(f, moved(turned, at, 1j * h))) / h for at, h in _steps(x, h, 1)]
    return _assembled(f, x, slopes)


def numerical_jacobian(
    f: Callable,
    x,
    of: str = "z",
    wrt: str = "a",
    layout: Layout | str = COLUMN,
    scheme: Callable = central_difference,
) -> Dense:
    """Jacobian of f at x, from values alone.

    Parameters
    ----------
    f : callable
        From an array of x's shape to a column (n, 1), or to a plain number.
    x : ndarray, shape (m, 1) or (n, m)
        A column, or a matrix such as W.
    of, wrt : str
        Letters of f(x) and of x. A capital `wrt` is a matrix and keeps both its axes, also
        where it has one column.
    layout : Layout or str, optional
        The convention of the result.
    scheme : callable, optional
        `central_difference`, `forward_difference` or `complex_step`.

    Returns
    -------
    Dense
        Axes of x, then axes of f(x), in column convention; reversed in row convention.

    Raises
    ------
    ShapeError
        If x or f(x) is 1-D, which stands in neither convention.

    Examples
    --------
    >>> W = np.array([[1.0, 0.0, 2.0], [0.0, -1.0, 1.0]])
    >>> numerical_jacobian(lambda a: W @ a, np.zeros((3, 1)), layout="row").array.round(6) + 0.0
    array([[ 1.,  0.,  2.],
           [ 0., -1.,  1.]])
    """
    x = numbers(x, wrt)
    variable = variable_held_by(_two_axes(x, wrt), wrt)
    result = _two_axes(numbers(f(x.copy()), of), of)
    result_axes = Variable.like(of, result.shape or (1, 1))
    values = np.asarray(scheme(f, x)).reshape(variable.axes + result_axes.axes)
    return Dense(values, of=result_axes, wrt=variable).to(layout)


def real_numbers(array, name: str) -> np.ndarray:
    """Read numbers as floats, and refuse complex ones, along which there is no one slope.

    Parameters
    ----------
    array : array_like
        What was given.
    name : str
        What to call it in an error.

    Returns
    -------
    ndarray of floats
        Integers become float64.

    Raises
    ------
    TypeError
        If it does not hold real numbers.

    Examples
    --------
    >>> real_numbers([1, 2], "x")
    array([1., 2.])
    """
    array = numbers(array, name)
    if array.dtype.kind == "c":
        raise TypeError(
            f"{name} must hold real numbers, but has dtype {array.dtype}\n"
            f"  write {name}.real if its imaginary part is 0"
        )
    return array


def default_steps(x: np.ndarray, order: float) -> np.ndarray:
    """Choose the step of a difference for each entry.

    Parameters
    ----------
    x : ndarray of floats
        Where.
    order : float
        The power of eps: 1/3 for central, 1/2 for forward differences.

    Returns
    -------
    ndarray of floats, the shape of x
        Powers of 2 near ``eps^order · max(1, |x|)``: dividing by them rounds nothing.
    """
    near = np.finfo(x.dtype).eps ** order * np.maximum(1, np.abs(x))
    return 2.0 ** np.round(np.log2(near))


def variable_held_by(array: np.ndarray, letter: str) -> Variable:
    """Name the variable of which this array is the value.

    Parameters
    ----------
    array : ndarray, shape (k, 1) or (n, m)
        The value.
    letter : str
        Its letter; a capital is a matrix, also with one column.

    Returns
    -------
    Variable
        With one axis for a vector, two for a matrix.

    Examples
    --------
    >>> print(variable_held_by(np.zeros((4, 1)), "b"), variable_held_by(np.zeros((4, 1)), "W"))
    b[4] W[4x1]
    """
    if letter[:1].isupper() and array.ndim == 2:
        return Variable(letter, array.shape)
    return Variable.like(letter, array.shape or (1, 1))


def _two_axes(array, letter):
    if array.ndim in (0, 2):
        return array
    raise ShapeError(
        f"numerical_jacobian needs {letter} as a column (k, 1) or a matrix\n"
        f"  {letter}: {shape_words(array.shape)}\n"
        f"  write {letter}.reshape(-1, 1) to make it a column, or use central_difference, which "
        "takes any shape"
    )


def _steps(x, h, order):
    """Each entry's index and its step."""
    steps = default_steps(x, order) if h is None else np.asarray(h, dtype=np.float64)
    fits = steps.shape in ((), x.shape)
    if h is not None and not (fits and np.isfinite(steps).all() and steps.all()):
        raise ValueError(
            f"a difference needs a step h that is finite and not 0, but h = {h}\n"
            "  write one number such as h=1e-6, or an array of x's shape with a step for each "
            "entry"
        )
    steps = np.broadcast_to(steps, x.shape)
    return [(at, float(steps[at])) for at in np.ndindex(x.shape)]


def moved(x: np.ndarray, at: tuple[int, ...], step) -> np.ndarray:
    """Copy x and move one entry.

    Parameters
    ----------
    x : ndarray
        Where; it stays as it is.
    at : tuple of int
        Which entry.
    step : float or complex
        How far.

    Returns
    -------
    ndarray
        The copy.
    """
    copy = x.copy()
    with np.errstate(invalid="ignore"):  # beside an infinite entry lies nan, and no warning
        copy[at] += step
    return copy


def value_of(f: Callable, x: np.ndarray) -> np.ndarray:
    """Give f(x) as a copy of its own: f may hand out the same memory again and again.

    Parameters
    ----------
    f : callable
        From an array to an array or a number.
    x : ndarray
        Where.

    Returns
    -------
    ndarray of floats
        The value.
    """
    return numbers(f(x), "f(x)").copy()


def _slope(end, start, step):
    with np.errstate(all="ignore"):  # inf − inf is nan: no slope, and no warning
        return (end - start) / step


def imaginary(value: np.ndarray) -> np.ndarray:
    """Read the imaginary part, and refuse real numbers, whose slope would look like 0.

    Parameters
    ----------
    value : ndarray
        What f gave for complex numbers.

    Returns
    -------
    ndarray of floats
        Its imaginary part.

    Raises
    ------
    TypeError
        If f gave real numbers.
    """
    if value.dtype.kind == "c":
        return value.imag
    raise TypeError(
        "complex_step needs a function that takes complex numbers, but f gave real ones\n"
        "  the slope is read from the imaginary part, which f dropped\n"
        "  look for abs, .real, maximum, or float(...) in f, or use central_difference"
    )


def _assembled(f, x, slopes):
    shape = (slopes[0] if slopes else value_of(f, x.copy())).shape
    if not shape:
        return np.array(slopes).reshape(x.shape)[()]
    axes = Variable.like("x", x.shape).axes + Variable.like("f", shape).axes
    return np.array(slopes).reshape(axes)
