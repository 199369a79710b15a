"""Plain values as bytes, and back: all that crosses the boundary.

Nothing is unpickled, no name is looked up, and the reader trusts no number that it reads: not a
length, not a count, not a shape. What cannot be read is a `WireError`.
"""

from __future__ import annotations

import inspect
import math
import struct
from array import array
from dataclasses import dataclass

import numpy as np

from bpteach.exercises.made import Made

__all__ = ["Alien", "WireError", "packed", "unpacked"]

_DEEPEST = 12  # containers in containers
_MOST = 250_000  # values in one message
_LONGEST = 2_000  # letters of one text; sources of cells go as bytes
_AXES = 64  # numpy's own limit
_NUMBERS = (np.bool_, np.number)
_LETTERS = "?bBhHiIlLqQefdgFDG"  # numpy's own, one for each dtype that holds numbers
_DTYPE_OF = {one.encode(): np.dtype(one) for one in _LETTERS}
_SIZES = [struct.Struct(f"<{axes}Q") for axes in range(_AXES + 1)]
_COUNT, _INT, _FLOAT, _COMPLEX = (struct.Struct(form) for form in ("<I", "<q", "<d", "<dd"))


class WireError(Exception):
    """Bytes that are no message."""


@dataclass(frozen=True)
class Alien:
    """Something that is no plain value, by what it is.

    Parameters
    ----------
    kind : str
        ``"callable"``, ``"object"``, ``"generator"``, ``"coroutine"``, ``"huge"`` (a whole
        number), ``"large"`` (an array), ``"long"`` or ``"deep"`` (a list), ``"masked"`` or
        ``"dtype"`` (an array that holds no numbers).
    name : str
        The name of its type; of an array its dtype's kind.
    number : int
        Of a callable its handle; of a masked array how many entries are masked.
    shape : tuple of int
        Of an array.

    Examples
    --------
    >>> unpacked(packed(Alien("callable", "function", 3))).number
    3
    """

    kind: str
    name: str = ""
    number: int = 0
    shape: tuple[int, ...] = ()


# --- writing ------------------------------------------------------------------------------


def packed(value, *, largest: int = 1 << 20, handles: list | None = None) -> bytes:
    """Write a value.

    Parameters
    ----------
    value : object
        Arrays, numbers, booleans, text, bytes, None, `Made`, and tuples, lists and dicts of them.
        Anything else is written as an `Alien`.
    largest : int
        Bytes that an array may have; a larger one is an `Alien` too.
    handles : list, optional
        Where callables are kept that the other side may call; their place is the handle.

    Returns
    -------
    bytes
        For `unpacked`.

    Examples
    --------
    >>> unpacked(packed({"a": np.eye(2), "b": (1, None, "two")}))
    {'a': array([[1., 0.],
           [0., 1.]]), 'b': (1, None, 'two')}
    """
    writer = _Writer(largest, handles)
    writer.write(value, _DEEPEST)
    return b"".join(writer.parts)


class _Writer:
    """Reads every value below its class: what it claims to be counts for nothing."""

    def __init__(self, largest, handles):
        self.parts, self.left, self.largest, self.handles = [], _MOST, largest, handles

    def write(self, value, depth):
        self.left -= 1
        kind = type(value)
        if value is None:
            self.parts.append(b"N")
        elif kind is bool:
            self.parts.append(b"T" if value else b"F")
        elif issubclass(kind, np.ndarray):
            self.array(value, depth, b"a")
        elif issubclass(kind, _NUMBERS):
            self.array(np.array(value), depth, b"g")
        elif issubclass(kind, int):
            self.integer(int.__pos__(value))
        elif issubclass(kind, float):
            self.parts.append(b"d" + _FLOAT.pack(float.__pos__(value)))
        elif issubclass(kind, complex):
            value = complex.__pos__(value)
            self.parts.append(b"c" + _COMPLEX.pack(value.real, value.imag))
        elif issubclass(kind, str):
            self.text(b"s", str.__str__(value)[:_LONGEST].encode("utf-8", "replace"))
        elif issubclass(kind, bytes):
            self.text(b"b", value)
        elif issubclass(kind, (tuple, list)):
            base = tuple if issubclass(kind, tuple) else list
            self.items(b"t" if base is tuple else b"l", base.__getitem__(value, slice(None)), depth)
        elif issubclass(kind, dict):
            pairs = [one for pair in dict.items(value) for one in pair]
            self.items(b"m", pairs, depth)
        elif kind in (memoryview, array):
            self.array(np.asarray(value), depth, b"a")
        elif kind is Made:
            self.items(b"M", [value.family, value.arrays], depth)
        else:
            self.alien(value if kind is Alien else self.described(value))

    def integer(self, value):
        if value.bit_length() > 62:
            self.alien(Alien("huge"))
        else:
            self.parts.append(b"i" + _INT.pack(value))

    def text(self, tag, data):
        self.parts.append(tag + _COUNT.pack(len(data)) + data)

    def items(self, tag, items, depth):
        if not depth:
            self.alien(Alien("deep"))
        elif len(items) > self.left:
            self.alien(Alien("long"))
        else:
            self.parts.append(tag + _COUNT.pack(len(items)))
            for one in items:
                self.write(one, depth - 1)

    def array(self, value, depth, tag):
        dtype, shape = np.ndarray.dtype.__get__(value), np.ndarray.shape.__get__(value)
        if issubclass(type(value), np.ma.MaskedArray) and np.ma.getmaskarray(value).any():
            hidden = int(np.ma.getmaskarray(value).sum())
            self.alien(Alien("masked", dtype.kind, hidden, shape))
        elif dtype.kind == "O" and depth and 0 < math.prod(shape) <= self.left:
            entries = np.ndarray.view(value, np.ndarray).reshape(-1)
            self.parts.append(b"O")
            self.sizes(shape)
            self.items(b"l", list(entries), depth)
        elif dtype.char not in _LETTERS:
            self.alien(Alien("dtype", dtype.kind, 0, shape))
        elif math.prod(shape) * dtype.itemsize > self.largest:
            self.alien(Alien("large", dtype.kind, 0, shape))
        else:
            plain = np.ndarray.view(value, np.ndarray)
            plain = plain if dtype.isnative else plain.astype(dtype.newbyteorder("="))
            self.parts.append(tag + dtype.char.encode())
            self.sizes(shape)
            self.parts.append(np.ndarray.tobytes(plain))

    def sizes(self, shape):
        self.parts.append(bytes((len(shape),)) + _SIZES[len(shape)].pack(*shape))

    def alien(self, one):
        self.parts.append(b"X")
        self.text(b"", one.kind.encode())
        self.text(b"", one.name.encode("utf-8", "replace")[:60])
        self.parts.append(_INT.pack(one.number))
        self.sizes(one.shape)

    def described(self, value):
        name = str.__str__(type.__dict__["__name__"].__get__(type(value)))
        if inspect.iscoroutine(value):
            value.close()  # else Python complains later that it was never awaited
            return Alien("coroutine", name)
        if inspect.isgenerator(value):
            return Alien("generator", name)
        if callable(value) and self.handles is not None:
            self.handles.append(value)
            return Alien("callable", name, len(self.handles) - 1)
        return Alien("callable" if callable(value) else "object", name, -1)


# --- reading ------------------------------------------------------------------------------


def unpacked(data: bytes):
    """Read a value, trusting nothing.

    Parameters
    ----------
    data : bytes
        From anyone.

    Returns
    -------
    object
        Plain values of exactly Python's and numpy's own classes, and `Alien` for what is none.

    Raises
    ------
    WireError
        If they are not what `packed` writes.

    Examples
    --------
    >>> unpacked(b"i" + bytes(3))
    Traceback (most recent call last):
        ...
    bpteach.grading.sandbox.wire.WireError: the message ends too early
    """
    reader = _Reader(data)
    try:
        value = reader.read(_DEEPEST)
    except struct.error:
        raise WireError(_TOO_EARLY) from None
    except (ValueError, OverflowError, MemoryError) as error:  # numpy's own limits
        raise WireError(f"a value cannot be built: {type(error).__name__}") from error
    if reader.at != len(data):
        raise WireError("there is more than one value")
    return value


class _Reader:
    """A place in bytes; what is taken beyond their end is an error, of `struct` or our own."""

    def __init__(self, data):
        self.data, self.at, self.left = data, 0, _MOST

    def take(self, count) -> bytes:
        at = self.at
        self.at = end = at + count
        if end > len(self.data):
            raise WireError(_TOO_EARLY)
        return self.data[at:end]

    def number(self, form):
        found = form.unpack_from(self.data, self.at)[0]
        self.at += form.size
        return found

    def text(self, longest) -> str:
        count = self.number(_COUNT)
        if count > longest:
            raise WireError("a text is too long")
        try:
            return self.take(count).decode()
        except UnicodeDecodeError:
            raise WireError("a text is no UTF-8") from None

    def read(self, depth):
        self.left -= 1
        if self.left < 0:
            raise WireError("there are too many values")
        read = _TAGS.get(self.data[self.at : self.at + 1])
        if read is None:
            raise WireError("there is no such kind of value" if self.more else _TOO_EARLY)
        self.at += 1
        return read(self, depth)

    @property
    def more(self) -> bool:
        return self.at < len(self.data)

    def items(self, depth) -> list:
        count = self.number(_COUNT)
        if not depth or count > self.left or count > len(self.data) - self.at:
            raise WireError("a container is too deep or too long")
        return [self.read(depth - 1) for _ in range(count)]

    def mapping(self, depth) -> dict:
        items = self.items(depth)
        keys = items[::2]
        if len(items) % 2 or not all(type(key) in (str, int, bool, type(None)) for key in keys):
            raise WireError("a dict has keys that are no text or number")
        return dict(zip(keys, items[1::2], strict=True))

    def shape(self) -> tuple[int, ...]:
        axes = self.take(1)[0]
        if axes > _AXES:
            raise WireError("an array has too many axes")
        shape = _SIZES[axes].unpack_from(self.data, self.at)
        self.at += 8 * axes
        if math.prod(max(one, 1) for one in shape) > 1 << 48:
            raise WireError("an array is larger than memory")
        return shape

    def array(self) -> np.ndarray:
        dtype = _DTYPE_OF.get(self.take(1))
        if dtype is None:
            raise WireError("an array has a dtype that holds no numbers")
        shape = self.shape()
        data = self.take(math.prod(shape) * dtype.itemsize)
        if dtype.kind == "b":  # only 0 and 1 are booleans
            return np.frombuffer(data, dtype=np.uint8).astype(bool).reshape(shape)
        return np.frombuffer(data, dtype=dtype).reshape(shape).copy()

    def objects(self, depth) -> np.ndarray:
        shape = self.shape()
        if self.take(1) != b"l":
            raise WireError("an array of objects has no entries")
        entries = self.items(depth)
        if len(entries) != math.prod(shape):
            raise WireError("an array of objects has another size than its shape")
        found = np.empty(len(entries), dtype=object)
        for k, one in enumerate(entries):
            found[k] = one
        return found.reshape(shape)

    def made(self, depth) -> Made:
        items = self.items(depth)
        if len(items) != 2 or type(items[0]) is not str or type(items[1]) is not dict:
            raise WireError("a callable has no family")
        return Made(*items)

    def alien(self) -> Alien:
        kind, name = self.text(60), self.text(60)
        if kind not in _KINDS:
            raise WireError("there is no such kind of object")
        return Alien(kind, name, self.number(_INT), self.shape())


_TOO_EARLY = "the message ends too early"
_KINDS = frozenset(
    [
        "callable",
        "object",
        "generator",
        "coroutine",
        "huge",
        "large",
        "long",
        "deep",
        "masked",
        "dtype",
    ]
)
_TAGS = {
    b"N": lambda reader, _: None,
    b"T": lambda reader, _: True,
    b"F": lambda reader, _: False,
    b"i": lambda reader, _: reader.number(_INT),
    b"d": lambda reader, _: reader.number(_FLOAT),
    b"c": lambda reader, _: complex(*_COMPLEX.unpack(reader.take(_COMPLEX.size))),
    b"s": lambda reader, _: reader.text(4 * _LONGEST),
    b"b": lambda reader, _: reader.take(reader.number(_COUNT)),
    b"l": lambda reader, depth: reader.items(depth),
    b"t": lambda reader, depth: tuple(reader.items(depth)),
    b"m": lambda reader, depth: reader.mapping(depth),
    b"M": lambda reader, depth: reader.made(depth),
    b"a": lambda reader, _: reader.array(),
    b"g": lambda reader, _: reader.array()[()],
    b"O": lambda reader, depth: reader.objects(depth),
    b"X": lambda reader, _: reader.alien(),
}
