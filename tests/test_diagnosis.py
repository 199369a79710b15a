"""The one mechanism that says what is wrong with an array."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpteach.diagnosis import Finding, close, compare, shape_in_letters

RIGHT = np.array([[1.5, -2.25, 0.75, 3.1], [-4.2, 5.6, -1.3, 0.4], [2.2, -0.9, 6.1, -3.7]])
SIZES = {"n": 3, "m": 4}


def found(out, right=RIGHT, **named):
    return compare(out, right, name="dL_dW", sizes=SIZES, **named)


def changed(place, value):
    out = RIGHT.copy()
    out[place] = value
    return out


# --- close --------------------------------------------------------------------------------


def test_close_needs_one_shape():
    assert not close(np.ones((3, 1)), np.ones((1, 3)))
    assert not close(np.ones(3), np.ones((3, 1)))
    assert close(np.ones((3, 0)), np.ones((3, 0)))


def test_close_measures_by_the_largest_entry_and_the_margin_is_sharp():
    right = np.array([1000.0, 1e-9])
    assert close(right + np.array([0.0, 0.9e-3]), right)
    assert not close(right + np.array([0.0, 1.1e-3]), right)
    assert close(np.array([1e-7]), np.zeros(1))
    assert not close(np.array([1e-5]), np.zeros(1))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e308])
def test_close_never_takes_nan_inf_or_overflow_for_right(bad):
    assert not close(np.array([bad]), np.array([-1e308]))
    assert not close(np.array([1.0, bad]), np.array([1.0, 1.0]))


def test_close_counts_bools_and_ints_as_numbers():
    assert close(np.array([True, False]), np.array([1.0, 0.0]))
    assert close(np.array([0, 255], dtype=np.uint8), np.array([0.0, 255.0]))
    assert not close(np.array([255], dtype=np.uint8), np.array([-1.0]))


# --- each finding -------------------------------------------------------------------------

FINDINGS = [
    (changed((0, 1), np.nan), "finite",
     "dL_dW holds nan in 1 of 12 entries: look for an overflow in exp, a division by 0, 0 times "
     "inf, or entries that were never written."),
    (0 * RIGHT, "zero",
     "dL_dW is 0 everywhere: is the result ever written, or does something wipe it out?"),
    (RIGHT * (1 + 1e-4), "precision",
     "dL_dW is nearly right, but not within 1e-6 of its largest entry: is a number rounded, a "
     "difference taken where a formula is asked for, something small added, or a small dtype "
     "used?"),
    (np.trunc(RIGHT), "precision",
     "dL_dW is cut to whole numbers: was the result written into an array of ints, or is there an "
     "`int(...)` or a `//`?"),
    (np.round(RIGHT), "precision",
     "dL_dW is rounded to whole numbers: leave the numbers as they are."),
    (-RIGHT, "sign", "dL_dW has the wrong sign: every entry is −1 times what it should be."),
    (2 * RIGHT, "factor",
     "dL_dW is 2 times what it should be, in every entry: one constant factor is wrong."),
    (-RIGHT / 2, "factor",
     "dL_dW is −1/2 times what it should be, in every entry: one constant factor is wrong."),
    (0.123 * RIGHT, "factor",
     "dL_dW is about 0.12 times what it should be, in every entry: one constant factor is wrong."),
    (4 * RIGHT, "factor",
     "dL_dW is m times what it should be, in every entry: one constant factor is wrong."),
    (-RIGHT / 3, "factor",
     "dL_dW is −1/n of what it should be, in every entry: one constant factor is wrong."),
    (RIGHT[::-1], "order",
     "dL_dW has the right numbers in the wrong places: its rows stand in reverse order."),
    (RIGHT[:, ::-1], "order",
     "dL_dW has the right numbers in the wrong places: its columns stand in reverse order."),
    (np.roll(RIGHT, 1, axis=1), "order",
     "dL_dW has the right numbers in the wrong places: its columns are shifted by one. Does a "
     "count begin at 1 instead of 0?"),
    (RIGHT.T.reshape(3, 4), "order",
     "dL_dW has the right numbers in the wrong places: they stand where a reshape would "
     "put them, not a transpose or the other stacking order."),
    (np.sort(RIGHT), "order", "dL_dW has the right numbers in the wrong places."),
    (RIGHT + 7, "offset", "dL_dW is off by the same number in every entry."),
    (np.abs(RIGHT), "sign",
     "dL_dW has the wrong sign in 5 of 12 entries: exactly those that should be negative."),
    (np.maximum(RIGHT, 0), "entries",
     "In dL_dW every negative entry became 0: was a mask or a maximum put on the gradient?"),
    (np.minimum(RIGHT, 0), "entries",
     "In dL_dW every positive entry became 0: was a mask or a maximum put on the gradient?"),
    (RIGHT * [[2], [3], [5]], "ratio",
     "Each row of dL_dW is multiplied by a factor of its own: something that belongs to the rows "
     "is missing, is used twice, or is another's."),
    (RIGHT * [2, 3, 5, 7], "ratio",
     "Each column of dL_dW is multiplied by a factor of its own: something that belongs to the "
     "columns is missing, is used twice, or is another's."),
    (0 * RIGHT + 2.5, "entries",
     "dL_dW has the same number in every entry: was something summed or averaged over all of them, "
     "or a number used where an array belongs?"),
    (changed((2, 1), 9.0), "entry",
     "dL_dW has one wrong entry, at place (3, 2) counted from 1; the rest is right."),
    (changed(0, [9.0, 8.0, 7.0, 6.0]), "entries",
     "dL_dW differs in 4 of 12 entries, all in row 1 (counted from 1)."),
    (changed((slice(None), 2), 0.0), "entries",
     "dL_dW differs in 3 of 12 entries, all in column 3 (counted from 1), where your answer is 0."),
    (changed((slice(None), slice(1, 3)), [[9.0, 8.0], [7.0, 3.0], [6.0, 5.0]]), "entries",
     "dL_dW differs in 6 of 12 entries, all in columns 2 and 3 (counted from 1)."),
    (changed(slice(1, None), [[9.0, 8.0, 7.0, 6.0], [5.0, 3.0, 2.0, 9.5]]), "entries",
     "dL_dW differs in 8 of 12 entries: only row 1 (counted from 1) is right."),
    (np.where(np.eye(3, 4), RIGHT, 0), "entries",
     "dL_dW differs in 9 of 12 entries: all off the diagonal, where your answer is 0."),
    (np.where(np.eye(3, 4), [[9.0], [8.0], [7.0]], RIGHT), "entries",
     "dL_dW differs in 3 of 12 entries: the diagonal."),
    (RIGHT**2 + RIGHT**3, "entries",
     "dL_dW has the right shape, but every entry differs, with no simple pattern: check the "
     "formula on a 2×2 example by hand."),
    # other shapes
    (RIGHT.T, "convention",
     "dL_dW has the right numbers in the other convention: its shape is (4, 3), that is m×n. Asked "
     "for is (3, 4), that is n×m. Each convention is the other with all axes reversed."),
    (3 * RIGHT.T, "convention",
     "dL_dW stands in the other convention: its shape is (4, 3), that is m×n. Asked for is (3, 4), "
     "that is n×m. Transpose it first, then check again: some numbers will still be wrong."),
    (RIGHT.T**2 + RIGHT.T**3, "shape",
     "dL_dW has the shape (4, 3), that is m×n. Asked for is (3, 4), that is n×m."),
    (RIGHT.ravel(), "shape",
     "dL_dW has the right numbers, but its shape is (12,), that is nm (1-D: neither a column nor a "
     "row). Asked for is (3, 4), that is n×m."),
    (RIGHT.reshape(-1, 1, order="F"), "shape",
     "dL_dW has the right numbers, but its shape is (12, 1), that is nm×1. Asked for is (3, 4), "
     "that is n×m."),
    (RIGHT[:, :, None] * [0.25, 0.75], "shape",
     "dL_dW still has an axis that should be summed away: its shape is (3, 4, 2), that is n×m×2. "
     "Asked for is (3, 4), that is n×m. Its sum over axis 2 would have the right numbers."),
    (RIGHT.sum(axis=0), "shape",
     "dL_dW has the numbers that summing over axis 0 would give: its shape "
     "is (4,), that is m (1-D: neither a column nor a row). "
     "Asked for is (3, 4), that is n×m. Keep every entry."),
    (RIGHT.mean(), "shape",
     "dL_dW has the number that averaging over all entries would give: its shape "
     "is () (a single number). Asked for is (3, 4), "
     "that is n×m. Keep every entry."),
    (RIGHT[-1], "shape",
     "dL_dW is only the last row: its shape is (4,), that is m (1-D: neither a column nor a row). "
     "Asked for is (3, 4), that is n×m. Is the result written anew in each turn of a loop, or does "
     "a `return` stand inside it?"),
    (np.ones((3, 4, 3)), "shape",
     "dL_dW has the shape (3, 4, 3), that is n×m×n. Asked for is (3, 4), that is n×m. It has an "
     "axis too many: was a sum or a product left out?"),
    (np.ones(7), "shape",
     "dL_dW has the shape (7,) (1-D: neither a column nor a row). Asked for is (3, 4), that is "
     "n×m. It has an axis too few: was something summed, an index used up, or were entries "
     "picked out with a condition, as in `z[z > 0]`?"),
]  # fmt: skip


@pytest.mark.parametrize(("out", "kind", "words"), FINDINGS)
def test_each_finding_in_full(out, kind, words):
    assert found(out) == Finding(kind, words)


def test_the_kinds_are_those_of_the_docstring():
    named = set(re.findall(r'``"(\w+)"``', Finding.__doc__))
    assert {kind for _, kind, _ in FINDINGS} == named


HALF_OPEN = np.array([[1.5], [0.0], [0.75], [0.0]])
SQUARE = np.diag([1.5, -2.25, 0.75, 3.0, 0.0, 0.0])
OFF = np.triu(np.ones((6, 6)), 1)

ZEROS_AND_DIAGONALS = [
    (HALF_OPEN, np.where(HALF_OPEN == 0, 2.0, 0.0), "entries",
     "dL_dz is 0 exactly where it should not be, and is not 0 where it should be: is a condition "
     "or a mask turned round?"),
    (SQUARE, np.diagonal(SQUARE), "shape",
     "dL_dz holds only the diagonal of the matrix: its shape is (6,) (1-D: neither a column nor a "
     "row). Asked for is (6, 6). What stands in the other places?"),
    (SQUARE, np.diagonal(SQUARE)[:, None], "shape",
     "dL_dz holds only the diagonal of the matrix: its shape is (6, 1). Asked for is (6, 6). What "
     "stands in the other places?"),
    (SQUARE, SQUARE + np.diag([0.0, 0, 0, 0, 5, 7]), "entries",
     "dL_dz differs in 2 of 36 entries, all on the diagonal, where your "
     "answer is not 0: should anything stand there?"),
    (SQUARE, SQUARE + OFF, "entries",
     "dL_dz differs in 15 of 36 entries, none of them on the diagonal, where your "
     "answer is not 0: should anything stand there?"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "out", "kind", "words"), ZEROS_AND_DIAGONALS)
def test_zeros_in_the_wrong_places_and_diagonals(right, out, kind, words):
    assert compare(out, right, name="dL_dz") == Finding(kind, words)


COLUMN = np.array([[1.5], [-2.25], [0.75]])

COLUMNS = [
    (COLUMN + COLUMN.ravel(), "dL_db has the shape (3, 3), that is n×n. Asked for is (3, 1), that "
     "is n×1. If a column meets a row or a 1-D array, numpy spreads both over a square: print the "
     "shape of each operand."),
    (np.diagflat(COLUMN), "dL_db is a square: its shape is (3, 3), that is n×n. Asked for is "
     "(3, 1), that is n×1. The numbers stand on the diagonal of a matrix, and all else is 0."),
    (np.diagflat(COLUMN) + 1 - np.eye(3), "dL_db is a square: its shape is (3, 3), that is n×n. "
     "Asked for is (3, 1), that is n×1. Only its diagonal is right. If a column meets a row or a "
     "1-D array, numpy spreads both over a square: print the shape of each operand."),
]  # fmt: skip


@pytest.mark.parametrize(("out", "words"), COLUMNS)
def test_a_column_that_became_a_square(out, words):
    assert compare(out, COLUMN, name="dL_db", sizes=SIZES) == Finding("shape", words)


def test_what_is_no_derivative_has_no_convention():
    assert compare(COLUMN.T, COLUMN, name="z").words == (
        "z has the right numbers turned the other way: its shape is (1, 3). Asked for is (3, 1)."
    )


def test_a_square_array_transposed_is_the_other_convention():
    square = RIGHT[:, :3]
    assert compare(square.T, square, name="dz_da").words == (
        "dz_da is transposed: it stands in the other convention."
    )
    assert compare(square.T, square, name="W").words == "W is transposed."


ROWS = np.array([[0.5], [-1.2], [2.5]])
ALONG_ROWS = (
    "In each row of dL_dW all entries are off by the same number, another one for each row: is "
    "something added, subtracted or forgotten that belongs to the whole row?"
)


@pytest.mark.parametrize(
    ("off", "words"),
    [
        (ROWS, ALONG_ROWS),
        (np.array([[1.0, 2.0, -1.0, 0.3]]), re.sub(r"\brow\b", "column", ALONG_ROWS)),
        (
            ROWS - np.array([[1.0, 2.0, -1.0, 0.3]]),
            "Each entry of dL_dW is off by a number for its row and a number for its column: was "
            "something added or subtracted along the wrong axis?",
        ),
    ],
)
def test_numbers_added_along_lines_are_told(off, words):
    assert found(RIGHT + off) == Finding("offset", words)


def test_where_some_lines_are_right_the_others_are_named_by_their_place():
    off = ROWS * np.array([[1.0], [0.0], [1.0]])
    assert found(RIGHT + off).words == (
        "dL_dW differs in 8 of 12 entries: only row 2 (counted from 1) is right."
    )


def test_one_number_is_no_factor_of_another_unless_the_factor_is_plain():
    one = np.array([[1.7]])
    assert compare(0.321 * one, one).words == (
        "the result has the right shape, but its one number is wrong, with no simple pattern: "
        "check the formula on a small example by hand."
    )
    assert compare(one / 3, one, sizes={"n": 3}).kind == "factor"
    assert compare(2 * one, one).kind == "factor"
    assert compare(-one, one).kind == "sign"


def test_an_array_where_one_number_is_asked_for_is_told():
    assert compare(np.ones((3, 3)), np.array([[2.0]])).words == (
        "the result has the shape (3, 3). Asked for is (1, 1). One number is asked for: was a sum "
        "left out, or does the wrong factor lie down?"
    )


@pytest.mark.parametrize(
    ("part", "which", "why"),
    [
        (slice(0, 5), "first", "does a loop end too early, or does a `return` stand in it?"),
        (slice(7, 12), "last", "is the result written anew in each turn of a loop, or does a count "
                               "begin at 1 instead of 0?"),
    ],
)  # fmt: skip
def test_one_end_of_a_stack_is_told(part, which, why):
    stack = RIGHT.reshape(-1, 1)
    assert compare(stack[part], stack, name="vec(W)").words == (
        f"vec(W) holds only the {which} 5 of 12 entries: its shape is (5, 1). Asked for is (12, "
        f"1). Is something left out: {why}"
    )


FACTORS = {"a": np.array([[0.5], [-1.25], [2.0], [0.3]]), "dL_dz": np.array([[1.1], [-0.6], [1.7]])}
A, G = FACTORS["a"].T, FACTORS["dL_dz"]

RATIOS = [
    (RIGHT * A, "ratio", "dL_dW has the factor a once too often."),
    (RIGHT / A, "ratio", "dL_dW lacks the factor a."),
    (-RIGHT * G, "ratio", "dL_dW has the factor dL_dz once too often, and its sign is wrong."),
    (-RIGHT / G, "ratio", "dL_dW lacks the factor dL_dz, and its sign is wrong."),
    (RIGHT * A / G, "ratio", "dL_dW uses a where dL_dz belongs."),
    (RIGHT + A, "offset", "dL_dW has the term a once too often."),
    (RIGHT - G, "offset", "dL_dW lacks the term dL_dz: where does it come in?"),
    (RIGHT - 2 * G, "offset", "In dL_dW the term dL_dz has the wrong sign."),
    (np.where(A < 0, 9.0 + RIGHT, RIGHT), "entries",
     "dL_dW differs in 3 of 12 entries: exactly those where a is negative."),
    (np.where(G > 0, RIGHT, -RIGHT), "sign",
     "dL_dW has the wrong sign in 4 of 12 entries: exactly those where dL_dz is negative."),
]  # fmt: skip


@pytest.mark.parametrize(("out", "kind", "words"), RATIOS)
def test_a_known_array_in_the_answer_is_named(out, kind, words):
    assert found(out, factors=FACTORS) == Finding(kind, words)


def test_zeros_that_should_be_there_are_named():
    right = np.diag([1.5, 2.5, 3.5])
    out = right + np.array([[0, 1.0, 2.0], [3.0, 0, 4.0], [0, 0, 0]])
    assert compare(out, right, name="J").words == (
        "J differs in 4 of 9 entries, all in rows 1 and 2 (counted from 1), where your answer is "
        "not 0: should anything stand there?"
    )


def test_axes_in_another_order_are_named():
    T = np.arange(24.0).reshape(2, 3, 4) ** 2
    assert compare(T.swapaxes(0, 1), T, name="T").words == (
        "T has the right numbers, but its axes stand in another order: its shape is (3, 2, 4). "
        "Asked for is (2, 3, 4)."
    )


def test_arrays_without_entries_are_compared_without_a_warning():
    assert compare(np.ones((0, 3)), np.ones((0, 3))) is None
    assert compare(np.ones((3, 0)), np.ones((0, 3)), name="W").kind in ("shape", "convention")
    assert compare(np.ones(4), np.ones((0, 3)), name="W").kind == "shape"


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int64, np.float16, np.float32, np.longdouble])
def test_every_dtype_of_numbers_is_compared(dtype):
    assert isinstance(found(RIGHT.astype(dtype)), Finding | None)


@pytest.mark.parametrize("line", [0, 1])
def test_a_factor_that_divides_where_it_should_multiply_is_named(line):
    factor = np.array([[2.0], [-0.5], [3.0]]) if line == 0 else np.array([[2.0, -0.5, 3.0, 1.5]])
    finding = found(RIGHT / factor**2, factors={"p": factor})
    assert finding == Finding(
        "ratio",
        "dL_dW would be right if it were multiplied by p twice: is it divided by p somewhere?",
    )


def test_what_is_missing_to_1_is_named():
    assert found(1 - RIGHT) == Finding(
        "offset", "dL_dW is 1 minus what it should be, in every entry: look at the signs."
    )
    assert found(1.01 - RIGHT).kind == "entries"


def test_what_is_missing_to_a_known_array_is_named():
    whole = np.array([[4.0], [-1.5], [2.5]])
    finding = found(whole - RIGHT, factors={"p": whole})
    assert finding == Finding("offset", "dL_dW is p minus what it should be.")


@pytest.mark.parametrize("shape", [(3,), (3, 1), (1, 3)])
def test_the_diagonal_alone_is_named(shape):
    right = RIGHT[:, :3]
    finding = found(np.diagonal(right).reshape(shape), right)
    assert finding.kind == "shape"
    assert finding.words.startswith("dL_dW holds only the diagonal of the matrix: its shape is ")
    assert finding.words.endswith("What stands in the other places?")


# --- laws ---------------------------------------------------------------------------------

fixed = settings(max_examples=60, derandomize=True, database=None, deadline=None)
shapes = st.lists(st.integers(1, 4), min_size=0, max_size=3).map(tuple)


def drawn(shape, seed):
    rng = np.random.default_rng(seed)
    return rng.uniform(0.4, 2.4, size=shape) * rng.choice([-1.0, 1.0], size=shape)


@fixed
@given(shapes, st.integers(0, 1000))
def test_an_array_equals_itself_and_nothing_is_changed(shape, seed):
    right = drawn(shape, seed)
    before = right.copy()
    assert compare(right, right) is None
    assert compare(right * (1 + 1e-9), right) is None
    compare(right + 1, right)
    np.testing.assert_array_equal(right, before, strict=True)


@fixed
@given(shapes, shapes, st.integers(0, 1000))
def test_any_two_arrays_that_differ_get_a_finding_in_words(one, two, seed):
    out, right = drawn(one, seed), drawn(two, seed + 1)
    finding = compare(out, right, name="dL_dW", sizes=SIZES)
    assert finding.kind in set(re.findall(r'``"(\w+)"``', Finding.__doc__))
    assert finding.words.startswith(("dL_dW ", "In dL_dW ", "Each "))
    assert finding.words.endswith((".", "?"))
    assert "nan" not in finding.words


@fixed
@given(st.integers(2, 4), st.integers(2, 4), st.integers(0, 1000))
def test_the_words_never_hold_an_entry_of_the_right_array(n, m, seed):
    right = drawn((n, m), seed)
    for out in (right.T, right**2, right + 1, 3 * right, right[0], np.abs(right), right * 0):
        finding = compare(out, right, name="W", sizes=SIZES)
        words = finding.words if finding else ""
        shown = {f"{abs(entry):.{digits}f}" for entry in right.flat for digits in (1, 2, 3)}
        assert not shown & set(re.findall(r"\d+\.\d+", words))


@fixed
@given(st.floats(-20, 20), st.integers(0, 1000))
def test_one_factor_is_always_found(factor, seed):
    right = drawn((3, 4), seed)
    finding = compare(factor * right, right)
    if abs(factor - 1) > 2e-3 and abs(factor) > 1e-5:
        assert finding.kind in ("factor", "sign")


# --- letters ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ((), "() (a single number)"),
        ((3,), "(3,), that is n (1-D: neither a column nor a row)"),
        ((5,), "(5,) (1-D: neither a column nor a row)"),
        ((3, 4), "(3, 4), that is n×m"),
        ((4, 1), "(4, 1), that is m×1"),
        ((12, 3), "(12, 3), that is nm×n"),
        ((9, 16), "(9, 16), that is nn×mm"),
        ((5, 7), "(5, 7)"),
        ((5, 3), "(5, 3), that is 5×n"),
        ((0, 3), "(0, 3), that is 0×n"),
        ((np.int64(3), np.int64(1)), "(3, 1), that is n×1"),
    ],
)
def test_a_shape_in_letters(shape, words):
    assert shape_in_letters(shape, SIZES) == words


def test_a_size_of_one_is_never_a_letter():
    assert shape_in_letters((1, 3), {"n": 1, "m": 3}) == "(1, 3), that is 1×m"


def test_with_one_entry_a_line_a_factor_of_its_own_for_each_line_says_nothing():
    right = np.diag([1.0, 2.0, 4.0])
    assert compare(np.eye(3) * 3, right, name="df_dz").words == (
        "df_dz differs in 3 of 9 entries: the diagonal."
    )
    wide = np.kron([[1.0], [-2.0], [4.0], [5.0]], np.eye(3))
    finding = compare(wide**2 + (wide != 0), wide, name="df_dz")
    assert (finding.explains, finding.words) == (
        False,
        "df_dz differs in 12 of 36 entries: exactly those that should not be 0.",
    )


def test_all_but_the_zeros_of_a_known_array_are_named():
    z, g = np.array([[0.0], [1.5], [-2.0], [0.7]]), np.array([[1.0], [-1.2], [0.4], [3.0]])
    finding = compare(z * g, (z >= 0) * g - (z == 0) * g, name="dL_dz", factors={"z": z})
    assert (finding.explains, finding.words) == (
        False,
        "dL_dz differs in 3 of 4 entries: exactly those where z is not 0.",
    )


def test_one_entry_in_place_of_all_is_named():
    finding = compare(np.diag([[1.0], [2.0]]), np.diag([1.0, 2.0]), name="df_dz")
    assert finding.words == (
        "df_dz holds only the first entry: its shape is (1,) (1-D: neither a column nor a row). "
        "Asked for is (2, 2). From a column, `np.diag` reads a diagonal. It builds a matrix only "
        "from a 1-D array."
    )


@pytest.mark.parametrize("out", [np.full((3, 4), 1.7e308), -np.full((3, 4), 1.7e308)])
def test_one_huge_number_everywhere_is_not_taken_for_an_offset(out):
    assert found(out).words.startswith("dL_dW has the same number in every entry")


def test_next_to_nothing_is_0():
    assert found(np.full((3, 4), 5e-324)).kind == "zero"


def test_where_each_has_the_shape_of_its_variable_nothing_is_said_of_conventions():
    turned = compare(RIGHT.T, RIGHT, name="dL_dV", conventional=False)
    assert turned.words.startswith("dL_dV has the right numbers turned the other way: its shape")
    assert "convention" not in turned.words
    square = RIGHT[:, :3]
    words = compare(square.T, square, name="dL_dV", conventional=False).words
    assert words == "dL_dV is transposed."
