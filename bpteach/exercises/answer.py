"""Reading what an answer returned: plain numbers only, whatever the object claims to be."""

from __future__ import annotations

import inspect
import math
from array import array

import numpy as np

__all__ = ["UnreadableError", "items_of", "plain", "results_of", "what_it_is"]

_LARGEST = 100_000  # entries; an answer to an exercise has a few hundred
_DEEPEST = 8  # lists in lists
_MOST_AXES = 32  # of what stands in lists: numpy has a limit of its own
_LONGEST_NAME = 40  # letters of a class's name
_NUMPY_SCALARS = frozenset(np.sctypeDict.values())
_NUMBERS = (bool, int, float, complex, np.number, np.bool_)
_NO_NUMBERS = {
    "O": "holds objects, not numbers. Was it made from rows of unequal length, or is None in it?",
    "U": "holds text, not numbers.",
    "S": "holds text, not numbers.",
}


class UnreadableError(Exception):
    """What was returned is not numbers; the text says so to the learner.

    Examples
    --------
    >>> issubclass(UnreadableError, Exception)
    True
    """


def results_of(returned, names: tuple[str, ...]) -> tuple[np.ndarray | UnreadableError, ...]:
    """Read what a function returned, one array for each result asked for.

    Parameters
    ----------
    returned : object
        What came back.
    names : tuple of str
        Names of the results.

    Returns
    -------
    tuple of ndarray or UnreadableError
        Fresh arrays of numbers. Where several results are asked for, one that cannot be read
        does not spoil the others: the error stands in its place.

    Raises
    ------
    UnreadableError
        If the only result cannot be read, or there is another number of results.

    Examples
    --------
    >>> good, bad = results_of((1.0, None), ("dL_dW", "dL_da"))
    >>> good, str(bad)[:33]
    (array(1.), 'Your function returned None inste')
    """
    items = items_of(returned)
    if len(names) == 1:
        if issubclass(type(returned), tuple) and len(items) > 1 and all(map(_is_array, items)):
            raise UnreadableError(
                f"Your function returned {len(items)} things. Only {names[0]} is asked for."
            )
        return (plain(returned, names[0]),)
    if items is None or len(items) != len(names):
        how_many = what_it_is(returned) if items is None else _counted(len(items))
        listed = ", ".join(names)
        raise UnreadableError(
            f"{len(names)} results are asked for, in this order: {listed}. Your function returned "
            f"{how_many}. End it with `return {listed}`."
        )
    return tuple(_plain_or_error(one, name) for one, name in zip(items, names, strict=True))


def _is_array(value) -> bool:
    return issubclass(type(value), np.ndarray)


def _plain_or_error(value, name):
    try:
        return plain(value, name)
    except UnreadableError as error:
        return error


def plain(value, name: str) -> np.ndarray:
    """Read numbers out of an array, a number, or nested lists of them.

    What an object is, is asked of its type, and its numbers are read below its class: one that
    claims to equal everything is only as right as its numbers.

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

    Examples
    --------
    >>> plain([[1, 2], [3, 4]], "dL_dW")
    array([[1, 2],
           [3, 4]])
    """
    numbers = _read(value, name, _DEEPEST)
    if numbers.dtype.kind == "c":
        raise UnreadableError(
            f"{name} holds complex numbers; real ones are asked for. If the imaginary parts are "
            "all 0, return the real parts: `.real`."
        )
    return numbers


def _read(value, name, depth):
    kind = type(value)
    if issubclass(kind, np.ma.MaskedArray):
        _nothing_masked(value, name)
    if issubclass(kind, np.ndarray):
        if np.ndarray.dtype.__get__(value).kind == "O":
            return _of_objects(value, name, depth)
        return _bytes_of(value, name)
    if kind in (memoryview, array):
        return _bytes_of(np.asarray(value), name)
    if kind in _NUMPY_SCALARS:
        return _bytes_of(np.array(value), name)
    if issubclass(kind, (bool, int, float, complex)):
        return _number(value, name)
    if issubclass(kind, (list, tuple)):
        return _stacked(items_of(value), name, depth)
    raise UnreadableError(_not_numbers(value, name))


def _bytes_of(value, name):
    dtype = np.ndarray.dtype.__get__(value)
    shape = np.ndarray.shape.__get__(value)
    if dtype.kind not in "biufc":
        raise UnreadableError(f"{name} {_NO_NUMBERS.get(dtype.kind, 'holds no numbers.')}")
    if math.prod(max(one, 1) for one in shape) > _LARGEST:  # also of none, 2⁴⁰ times
        raise UnreadableError(f"{name} has the shape {shape}: far larger than the exercise needs.")
    return np.frombuffer(np.ndarray.tobytes(value), dtype=dtype).reshape(shape).copy()


def _nothing_masked(value, name):
    masked = np.ma.getmaskarray(value)
    if masked.any():
        raise UnreadableError(
            f"{name} is a masked array, and {int(masked.sum())} of its {masked.size} entries are "
            "masked: they count as missing. Return a plain array with a number in every entry."
        )


def _of_objects(value, name, depth):
    """Read an array of objects, as `np.frompyfunc` gives it: each of them must be a number."""
    shape, size = np.ndarray.shape.__get__(value), np.ndarray.size.__get__(value)
    if not depth or not 0 < size <= _LARGEST:
        raise UnreadableError(f"{name} {_NO_NUMBERS['O']}")
    plain_objects = np.ndarray.view(value, np.ndarray).reshape(-1)
    if not all(issubclass(type(one), _NUMBERS) for one in plain_objects):
        raise UnreadableError(f"{name} {_NO_NUMBERS['O']}")
    return _stacked(list(plain_objects), name, depth).reshape(shape)


def _number(value, name):
    """Read a number below its class: a subclass may lie about itself."""
    kind = next(kind for kind in (bool, int, float, complex) if issubclass(type(value), kind))
    if kind is int and int.bit_length(value) > 62:
        raise UnreadableError(f"{name} holds a whole number too large to be the answer.")
    return np.array(value if kind is bool else kind.__pos__(value))


def items_of(value) -> list | tuple | None:
    """Give what a list or tuple holds, read below its class.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    list, tuple or None
        None for anything else.

    Examples
    --------
    >>> items_of((1, 2)), items_of("ab")
    ((1, 2), None)
    """
    for kind in (list, tuple):
        if issubclass(type(value), kind):
            return kind.__getitem__(value, slice(None))
    return None


def _stacked(items, name, depth):
    if not depth:
        raise UnreadableError(f"{name} is a list of lists of lists without end: it is no array.")
    if not items:
        raise UnreadableError(f"{name} holds an empty list: were numbers ever appended to it?")
    rows = []
    for item in items:
        rows.append(_read(item, name, depth - 1))
        if rows[-1].shape != rows[0].shape:
            raise UnreadableError(
                f"{name} is a list whose rows have unequal lengths: it is no array."
            )
        if rows[0].ndim > _MOST_AXES:
            raise UnreadableError(f"{name} has more than {_MOST_AXES} axes: it is no answer.")
        if len(items) * rows[0].size > _LARGEST:
            raise UnreadableError(f"{name} is a list far longer than the exercise needs.")
    return np.array(rows)


def _not_numbers(value, name):
    if value is None:
        return (
            f"Your function returned None instead of {name}. Does every path end with a `return`?"
        )
    if inspect.iscoroutine(value):
        value.close()  # else Python complains later that it was never awaited
        return "Your function begins with `async def`. Begin it with `def`."
    if inspect.isgenerator(value):
        return "Your function says `yield`, which hands out values one by one. Write `return`."
    if callable(value):
        return f"{name} is a function or a class, not its result: are a call's parentheses missing?"
    return f"Your function returned {what_it_is(value)}. {name} must be a numpy array of numbers."


def what_it_is(value) -> str:
    """Say what a value is, for a learner.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    str
        Such as ``"a dict"`` or ``"None"``.

    Examples
    --------
    >>> what_it_is({}), what_it_is(None)
    ('a dict', 'None')
    """
    name = type(value).__name__
    if len(name) > _LONGEST_NAME:
        name = f"{name[:_LONGEST_NAME]}…"
    article = "an" if name[:1].lower() in tuple("aeiou") else "a"
    short = {"NoneType": "None", "str": "text", "ellipsis": "`...`", "ndarray": "one array"}
    return short.get(name, f"{article} {name}")


def _counted(number):
    return "1 result" if number == 1 else f"{number} results"
