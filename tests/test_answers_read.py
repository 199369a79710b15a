"""What an answer returned is read as plain numbers, below whatever class it claims to be."""

import numpy as np
import pytest

from bpteach.exercises.answer import UnreadableError, plain, results_of

W = np.arange(12.0).reshape(3, 4)


@pytest.mark.parametrize(
    "value",
    [
        W,
        np.asfortranarray(W),
        np.repeat(W, 2, axis=1)[:, ::2],
        W[::-1][::-1],
        W.astype(">f8"),
        np.ma.masked_array(W),
        W.astype(object),
        memoryview(W),
        W.tolist(),
        tuple(map(tuple, W)),
        list(W),
        [[np.float64(x) for x in row] for row in W],
        [[np.array(x) for x in row] for row in W],
        np.lib.stride_tricks.as_strided(W.copy(), W.shape, W.strides),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_way_to_hold_numbers_reads_as_the_same_plain_array(value):
    read = plain(value, "W")
    np.testing.assert_array_equal(read, W)
    assert read.shape == W.shape
    assert type(read) is np.ndarray


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", "g", "i1", "u1", "i8", "?", ">i2"])
def test_the_dtype_stays(dtype):
    value = np.array([[0, 1], [1, 0]], dtype=dtype)
    read = plain(value, "W")
    assert read.dtype == value.dtype
    np.testing.assert_array_equal(read, value, strict=True)


@pytest.mark.parametrize(
    ("value", "dtype"),
    [(True, "?"), (3, "i8"), (2.5, "f8"), (np.float32(2.5), "f4"), (np.bool_(True), "?"),
     (np.int8(3), "i1"), (np.array(2.5), "f8"), (np.array([2.5])[0], "f8")],
)  # fmt: skip
def test_a_number_is_an_array_without_axes(value, dtype):
    read = plain(value, "z")
    assert (read.shape, read.dtype) == ((), np.dtype(dtype))
    assert read == value


def test_a_list_of_float32_stays_float32():
    assert plain([[np.float32(1)], [np.float32(2)]], "b").dtype == np.float32


def test_nan_and_inf_are_numbers_here():
    np.testing.assert_array_equal(plain([np.nan, float("inf")], "b"), [np.nan, np.inf])


@pytest.mark.parametrize("shape", [(0,), (3, 0), (0, 1, 2)])
def test_an_array_without_entries_keeps_its_shape(shape):
    assert plain(np.empty(shape), "b").shape == shape


def test_what_is_read_is_a_copy():
    value = W.copy()
    read = plain(value, "W")
    value[:] = 0
    np.testing.assert_array_equal(read, W, strict=True)
    assert read.flags.writeable
    assert read.flags.owndata


def test_an_array_that_cannot_be_written_to_is_read():
    np.testing.assert_array_equal(plain(np.broadcast_to(1.0, (2, 3)), "W"), np.ones((2, 3)))


@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_a_matrix_is_read_as_an_array():
    read = plain(np.asmatrix(W), "W")
    assert type(read) is np.ndarray
    np.testing.assert_array_equal(read, W, strict=True)


class Liar(np.ndarray):
    shape = property(lambda self: (1, 1))
    dtype = property(lambda self: np.dtype(int))

    def tobytes(self, order="C"):
        return b"\0" * 96

    def __array__(self, *arguments, **named):
        raise RuntimeError("hidden")


def test_an_array_that_lies_about_itself_is_read_as_it_is():
    np.testing.assert_array_equal(plain(W.view(Liar), "W"), W, strict=True)


class Odd(np.float64):
    def __pos__(self):
        raise RuntimeError

    def __array__(self, *arguments, **named):
        raise RuntimeError


def test_a_number_of_numpy_with_a_class_of_its_own_is_read():
    assert plain(Odd(2.5), "z") == 2.5


@pytest.mark.parametrize("value", [W + 0j, W + 1e-12j, 2.5 + 0j, [[1, 2 + 0j]], np.complex64(1)])
def test_complex_numbers_are_refused_also_with_imaginary_parts_of_0(value):
    with pytest.raises(UnreadableError, match=r"^W holds complex numbers; real ones are asked"):
        plain(value, "W")


@pytest.mark.parametrize("value", [np.ma.masked_array(W, mask=W > 3), [W, np.ma.masked_less(W, 2)]])
def test_a_masked_entry_counts_as_missing(value):
    with pytest.raises(
        UnreadableError, match=r"^W is a masked array, and \d of its 12 entries are"
    ):
        plain(value, "W")


@pytest.mark.parametrize("item", [None, "1", W, [1.0]])
def test_an_array_of_objects_must_hold_single_numbers(item):
    value = np.empty(2, dtype=object)
    value[:] = 1.0
    value[1] = item
    with pytest.raises(UnreadableError, match=r"^W holds objects, not numbers\."):
        plain(value, "W")


def test_an_array_in_a_dict_is_refused():
    with pytest.raises(UnreadableError, match=r"^Your function returned a dict\. W must be"):
        plain({"W": W}, "W")


def test_a_coroutine_is_closed_so_that_python_does_not_complain_later():
    async def late():
        return 1

    coroutine = late()
    with pytest.raises(UnreadableError):
        plain(coroutine, "z")
    assert coroutine.cr_frame is None


# --- several results ----------------------------------------------------------------------


def test_results_come_as_a_tuple_a_list_or_a_named_tuple():
    from collections import namedtuple

    for kind in (tuple, list, namedtuple("Back", "W a")._make):
        one, two = results_of(kind([W, 1.0]), ("dL_dW", "dL_da"))
        np.testing.assert_array_equal(one, W, strict=True)
        assert two == 1.0


def test_one_result_is_not_unpacked():
    (only,) = results_of([1.0, 2.0], ("b",))
    np.testing.assert_array_equal(only, [1.0, 2.0], strict=True)


def test_a_result_that_cannot_be_read_stands_as_its_error_among_several():
    one, two, three = results_of((W, None, "x"), ("dL_dW", "dL_da", "dL_db"))
    np.testing.assert_array_equal(one, W, strict=True)
    assert isinstance(two, UnreadableError)
    assert str(three) == "Your function returned text. dL_db must be a numpy array of numbers."


def test_an_array_is_not_taken_apart_into_results():
    with pytest.raises(UnreadableError, match=r"Your function returned one array\. End it"):
        results_of(np.ones((2, 3)), ("dL_dW", "dL_da"))


@pytest.mark.parametrize(
    "value",
    [
        np.zeros((1 << 40, 0)),
        [np.zeros((0, 1 << 40))],
        [W.reshape((1,) * 62 + W.shape)],
        [[np.full((1,) * 64, 1.0, dtype=object)]],
    ],
    ids=["along nothing", "across nothing", "too many axes", "too many axes of objects"],
)
def test_shapes_at_numpys_limits_are_refused_with_words(value):
    with pytest.raises(UnreadableError, match=r"axes|far larger"):
        plain(value, "dL_dW")
