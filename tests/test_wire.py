"""Plain values cross the boundary as they are; bytes that are none are refused, never a crash."""

import contextlib
import math
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from bpteach.exercises.made import Made
from bpteach.grading.sandbox.wire import Alien, WireError, packed, unpacked

numbers = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**61), 2**61),
    st.floats(),
    st.complex_numbers(),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=200),
    st.binary(max_size=50),
)
arrays = hnp.arrays(
    st.one_of(
        hnp.floating_dtypes(endianness="="),
        hnp.integer_dtypes(endianness="="),
        hnp.boolean_dtypes(),
        hnp.complex_number_dtypes(endianness="="),
    ),
    hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
)
values = st.recursive(
    st.one_of(numbers, arrays),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.text(st.characters(exclude_categories=("Cs",)), max_size=5), inner),
    ),
    max_leaves=12,
)


def same(one, two):
    if type(one) is not type(two):
        return False
    if isinstance(one, np.ndarray):
        as_bytes = one.tobytes() == two.tobytes() or one.dtype.kind == "f"
        equal = np.array_equal(one, two, equal_nan=one.dtype.kind in "fc")
        return (one.dtype, one.shape) == (two.dtype, two.shape) and equal and as_bytes
    if isinstance(one, list | tuple):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, dict):
        return list(one) == list(two) and all(same(one[key], two[key]) for key in one)
    if isinstance(one, float | complex):
        return struct.pack("<dd", complex(one).real, complex(one).imag) == struct.pack(
            "<dd", complex(two).real, complex(two).imag
        )
    return one == two


@given(values)
@settings(max_examples=300, deadline=None)
def test_what_is_written_is_read_again(value):
    assert same(unpacked(packed(value)), value)


@given(st.binary(max_size=200))
@settings(max_examples=2000, deadline=None)
def test_any_bytes_are_a_value_or_an_error(data):
    with contextlib.suppress(WireError):
        unpacked(data)


@given(values, st.data())
@settings(max_examples=1000, deadline=None)
def test_a_spoiled_message_is_a_value_or_an_error(value, data):
    message = bytearray(packed(value))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(message) - 1))
        message[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(message)))
    for one in (bytes(message), bytes(message[:cut])):
        with contextlib.suppress(WireError):
            unpacked(one)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the message ends too early"),
        (b"NN", "there is more than one value"),
        (b"?", "there is no such kind of value"),
        (b"l" + struct.pack("<I", 2**32 - 1), "a container is too deep or too long"),
        ((b"l" + struct.pack("<I", 1)) * 40 + b"N", "a container is too deep or too long"),
        (b"s" + struct.pack("<I", 10**6), "a text is too long"),
        (b"s" + struct.pack("<I", 1) + b"\xff", "a text is no UTF-8"),
        (b"aO", "an array has a dtype that holds no numbers"),
        (
            b"ad" + struct.pack("<B2Q", 2, 2**40, 2**40),
            "an array is larger than memory",
        ),
        (b"ad" + bytes([70]), "an array has too many axes"),
        (b"m" + struct.pack("<I", 1) + b"N", "a dict has keys that are no text or number"),
        (b"m" + struct.pack("<I", 2) + b"dNNNNNNNNN", "a dict has keys that are no text or number"),
    ],
)
def test_what_is_no_message_is_refused_with_words(data, words):
    with pytest.raises(WireError, match=words):
        unpacked(data)


def test_a_large_array_is_told_and_not_sent():
    told = unpacked(packed(np.ones((500, 500)), largest=1000))
    assert (told.kind, told.shape) == ("large", (500, 500))


def test_an_array_that_claims_to_be_huge_is_told_and_not_sent():
    told = unpacked(packed(np.broadcast_to(np.zeros(()), (1 << 40,))))
    assert told.kind == "large"


class Liar(np.ndarray):
    shape = property(lambda self: (1,))
    dtype = property(lambda self: np.dtype("O"))

    def tobytes(self):
        return b"lies"

    def __array__(self):
        return np.zeros(3)


def test_a_subclass_is_read_below_what_it_claims():
    told = unpacked(packed(np.eye(2).view(Liar)))
    np.testing.assert_array_equal(told, np.eye(2), strict=True)


def test_what_is_no_plain_value_is_told_by_what_it_is():
    kinds = {
        "callable": print,
        "object": {1, 2},
        "generator": (one for one in ()),
        "huge": 10**30,
        "dtype": np.array(["a"]),
        "masked": np.ma.masked_all(3),
    }
    assert {name: unpacked(packed(one)).kind for name, one in kinds.items()} == {
        name: name for name in kinds
    }


def test_a_callable_gets_a_handle_where_it_may_be_called():
    handles = []
    assert unpacked(packed([print, len], handles=handles)) == [
        Alien("callable", "builtin_function_or_method", 0),
        Alien("callable", "builtin_function_or_method", 1),
    ]
    assert handles == [print, len]


def test_a_list_in_itself_is_deep_and_a_long_one_long():
    deep = []
    deep.append(deep)
    assert "deep" in str(unpacked(packed(deep)))
    assert unpacked(packed([0] * 300_000)).kind == "long"


def test_a_handed_callable_crosses_as_its_family_and_arrays():
    made = unpacked(packed(Made("affine", {"M": np.eye(2), "c": np.ones((2, 1))})))
    np.testing.assert_array_equal(made.built()(np.zeros((2, 1))), np.ones((2, 1)), strict=True)


def test_booleans_are_zero_or_one_whatever_the_bytes():
    message = packed(np.array([True, False])).replace(b"\x01\x00", b"\xff\x00")
    told = unpacked(message)
    assert told.tolist() == [True, False]
    assert math.isclose(float(told.sum()), 1.0)
