"""What came back from an answer: stand-ins for what is no plain value, and what was drawn."""

from __future__ import annotations

import builtins
from collections.abc import Callable

import numpy as np

from bpteach.exercises.drawing import Curve, Drawn
from bpteach.grading.sandbox.wire import Alien

__all__ = ["drawn_from", "standing_for", "told_name"]

_NAMES = {
    name
    for module in (builtins, np, np.linalg, np.exceptions)
    for name in dir(module)
    if isinstance(getattr(module, name), type)
} | {"NoneType", "function", "method", "module", "ellipsis", "generator", "partial", "range"}


def told_name(name: str, other: str) -> str:
    """Give a type's name, if it is one of Python's or numpy's.

    Parameters
    ----------
    name : str
        As it was said inside.
    other : str
        What to say instead: a class of a student's own may have any name.

    Returns
    -------
    str
        A name that exists.

    Examples
    --------
    >>> told_name("ValueError", "?"), told_name("HiddenInputWas17", "?")
    ('ValueError', '?')
    """
    return name if name in _NAMES else other


def standing_for(value, callable_of: Callable | None = None):
    """Put something of the same kind in the place of what is no plain value.

    Parameters
    ----------
    value : object
        As it was read.
    callable_of : callable, optional
        Gives for a handle what calls it.

    Returns
    -------
    object
        For the readers of answers, which say what is wrong with it.

    Examples
    --------
    >>> standing_for((1, Alien("object", "set"))) == (1, set())
    False
    >>> type(standing_for(Alien("object", "set"))).__name__
    'set'
    """
    kind = type(value)
    if kind is Alien:
        return _ALIENS[value.kind](value, callable_of)
    if kind in (list, tuple):
        return kind(standing_for(one, callable_of) for one in value)
    if kind is dict:
        return {key: standing_for(one, callable_of) for key, one in value.items()}
    if kind is np.ndarray and value.dtype.kind == "O":
        found = [standing_for(one) for one in value.reshape(-1)]
        for k, one in enumerate(found):
            value.reshape(-1)[k] = one
    return value


def _callable(alien, callable_of):
    if callable_of is None or alien.number < 0:
        return lambda *_: None
    return callable_of(alien.number)


def _object(alien, _):
    return type(told_name(alien.name, "object"), (), {})()


def _generator(*_):
    return (one for one in ())


async def _asynchronous():
    """What a function gives that begins with `async def`."""


def _masked(alien, _):
    size = 4
    hidden = min(max(alien.number, 1), size)
    return np.ma.array(np.zeros(size), mask=[True] * hidden + [False] * (size - hidden))


def _deep(*_):
    value = 0.0
    for _ in range(20):
        value = [value]
    return value


_NO_NUMBERS = {"O": object, "S": "S1", "U": "U1", "M": "M8[s]", "m": "m8[s]", "V": "V1"}
_ALIENS = {
    "callable": _callable,
    "object": _object,
    "generator": _generator,
    "coroutine": lambda *_: _asynchronous(),
    "huge": lambda *_: 1 << 100,
    "large": lambda alien, _: np.broadcast_to(np.zeros(()), (1 << 20,)),
    "long": lambda *_: [0.0] * 200_000,
    "deep": _deep,
    "masked": _masked,
    "dtype": lambda alien, _: np.zeros(1, dtype=_NO_NUMBERS.get(alien.name, "V1")),
}


def drawn_from(plain) -> Drawn:
    """Read what stands on the axes; whatever is not as it should be is nothing.

    Parameters
    ----------
    plain : object
        As it was read.

    Returns
    -------
    Drawn
        Plain data.

    Examples
    --------
    >>> drawn_from(None).curves
    ()
    """
    try:
        curves = tuple(map(_curve, plain["curves"]))
        return Drawn(
            curves,
            tuple(map(_text, plain["texts"])),
            _text(plain["xlabel"]),
            _text(plain["ylabel"]),
            scales=tuple(map(_text, plain["scales"]))[:2],
            limits=tuple((float(low), float(high)) for low, high in plain["limits"])[:2],
            areas=plain["areas"] is True,
            unseen=plain["unseen"] is True,
            alone=plain["alone"] is True,
        )
    except (KeyError, TypeError, ValueError):
        return Drawn()


def _curve(plain) -> Curve:
    xy = plain["xy"]
    if type(xy) is not np.ndarray or xy.ndim != 2 or xy.shape[1] != 2 or xy.dtype.kind not in "fi":
        raise ValueError("no points")
    if not np.isfinite(xy).all():
        raise ValueError("points that cannot be drawn")
    flags = (plain[one] is True for one in ("joined", "marked", "filled"))
    return Curve(xy.astype(np.float64), _text(plain["label"]), *flags)


def _text(value) -> str:
    if type(value) is not str:
        raise TypeError("no text")
    return value
