"""Reading what an answer returned: plain numbers only, whatever the object claims to be."""

from __future__ import annotations

import numpy as np

__all__ = ["UnreadableError", "plain", "results_of"]

_LARGEST = 10_000_000  # entries; an answer to an exercise has a few hundred


class UnreadableError(Exception):
    """What was returned is not numbers; the text says so to the learner.

    Examples
    --------
    >>> issubclass(UnreadableError, Exception)
    True
    """


def results_of(returned, names: tuple[str, ...]) -> tuple[np.ndarray, ...]:
    """Read what a function returned, one array for each result asked for.

    Parameters
    ----------
    returned : object
        What came back.
    names : tuple of str
        Names of the results.

    Returns
    -------
    tuple of ndarray
        Fresh arrays of numbers.

    Raises
    ------
    UnreadableError
        If it is something else, or another number of results.
    """
    if len(names) == 1:
        return (plain(returned, names[0]),)
    listed = ", ".join(names)
    if not isinstance(returned, (tuple, list)) or tuple.__len__(tuple(returned)) != len(names):
        how_many = f"{len(returned)} results" if isinstance(returned, (tuple, list)) else "one"
        raise UnreadableError(
            f"{len(names)} results are asked for, in this order: {listed}. Your function returned "
            f"{how_many}. End it with `return {listed}`."
        )
    return tuple(plain(one, name) for one, name in zip(returned, names, strict=True))


def plain(value, name: str) -> np.ndarray:
    """Read numbers out of an array, a number, or nested lists of them.

    The bytes of an array are read below its class, so that a subclass which claims to equal
    everything is only as right as its numbers.

    Parameters
    ----------
    value : object
        What came back.
    name : str
        What to call it.

    Returns
    -------
    ndarray of bool, int or float
        A fresh array of exactly numpy's own class.

    Raises
    ------
    UnreadableError
        If it holds something else than real numbers.
    """
    if value is None:
        raise UnreadableError(
            f"Your function returned None instead of {name}. Does every path end with a `return`?"
        )
    if value is Ellipsis:
        raise UnreadableError(f"Your function returned `...` instead of {name}.")
    if isinstance(value, np.ndarray):
        array = _bytes_of(value, name)
    elif isinstance(value, (bool, int, float, complex, np.number, np.bool_)):
        array = _number(value, name)
    elif isinstance(value, (list, tuple)):
        array = _stacked(value, name)
    else:
        raise UnreadableError(
            f"Your function returned {_a(type(value).__name__)}. {name} must be a numpy array of "
            "numbers."
        )
    if array.dtype.kind == "c":
        if array.imag.any():
            raise UnreadableError(f"{name} holds complex numbers; real ones are asked for.")
        array = array.real.copy()
    return array


def _bytes_of(value, name):
    dtype = np.ndarray.dtype.__get__(value)
    shape = np.ndarray.shape.__get__(value)
    if dtype.kind not in "biufc":
        raise UnreadableError(
            f"{name} is an array of {dtype.name}s, not of numbers. Was it made from rows of "
            "unequal length, or from text?"
        )
    if np.ndarray.size.__get__(value) > _LARGEST:
        raise UnreadableError(f"{name} has the shape {shape}: far larger than the exercise needs.")
    return np.frombuffer(np.ndarray.tobytes(value), dtype=dtype).reshape(shape).copy()


def _number(value, name):
    for kind in (bool, int, float, complex):
        if isinstance(value, kind) and not isinstance(value, np.generic):
            if kind is int and int.bit_length(value) > 62:
                raise UnreadableError(f"{name} is a whole number too large to be the answer.")
            return np.array(kind.__pos__(value) if kind is not bool else value is True)
    if type(value).__module__ != "numpy":
        raise UnreadableError(f"{name} must be a numpy array of numbers.")
    return np.array(value)


def _stacked(value, name):
    rows = [plain(one, name) for one in tuple(value)[:_LARGEST]]
    if len({row.shape for row in rows}) > 1:
        raise UnreadableError(f"{name} is a list whose rows have unequal lengths: it is no array.")
    return np.array(rows)


def _a(word):
    return "text" if word == "str" else f"a {word}"
