"""The ladder: one rung at a time, whatever an answer does, and nothing left behind."""

import asyncio
import functools
import itertools
import random
import re
import sys
import threading
import warnings
from array import array
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from bpteach.exercises import Rung, Status, get
from bpteach.exercises.function.ladder import climb
from bpteach.exercises.own_code import same_code
from bpteach.exercises.running import Outcome, run_here

DW = get("linear.dW")
DB = get("linear.db")
XW = get("linear.xw")


def right(a, dL_dz):
    return dL_dz @ a.T


def fails(answer, rung, exercise=DW):
    """The words of an answer that fails on a rung with no points."""
    verdict = exercise.check(answer)
    assert (verdict.status, verdict.rung) == (Status.FAIL, rung), str(verdict)
    assert (verdict.points, verdict.max_points) == (0, exercise.points)
    return verdict.words


# --- every rung ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (None, "None"),
        (np.ones((3, 4)), "a value of type ndarray"),
        ("dL_dW", "text"),
        (3.0, "a value of type float"),
        (NotImplemented, "a value of type NotImplementedType"),
    ],
)
def test_present_an_answer_that_is_no_function(answer, what):
    assert fails(answer, Rung.PRESENT) == (
        f"This exercise is answered with the function dL_dW itself, but {what} was passed. Pass "
        "the name without calling it: `check(dL_dW)`."
    )


@pytest.mark.parametrize(
    "answer",
    [
        lambda: None,
        lambda a: a,
        lambda a, dL_dz, W: a,
        lambda *, a, dL_dz: a,
        lambda a, *, dL_dz: a,
        int,
    ],
)
def test_present_a_function_with_other_parameters(answer):
    if answer is int:
        answer = type("dL_dW", (), {"__init__": lambda self, a: None})
    assert fails(answer, Rung.PRESENT) == (
        "dL_dW is called with 2 arguments (a, dL_dz), and yours takes others. Begin it with "
        "`def dL_dW(a, dL_dz):`."
    )


def test_present_parameters_in_another_order_are_not_taken_for_a_wrong_formula():
    assert fails(lambda dL_dz, a: dL_dz @ a.T, Rung.PRESENT) == (
        "The parameters of dL_dW stand in another order. They are passed by place, not by name: "
        "begin it with `def dL_dW(a, dL_dz):`."
    )


def test_parameters_may_have_other_names():
    assert DW.check(lambda x, g: g @ x.T).status is Status.PASS


def test_runs_an_error_shows_its_line_and_the_shapes():
    def dL_dW(a, dL_dz):
        g = dL_dz.T
        return g @ a.T

    assert fails(dL_dW, Rung.RUNS).splitlines()[:3] == [
        "dL_dW stopped with ValueError: the left factor of `@` is 3 wide, the right one 1 high: "
        "not equal. Write the variable under each side: which ones meet?",
        "It happened in line 3 of your function: `return g @ a.T`",
        "The inputs of this call were: a (8, 1), dL_dz (3, 1).",
    ]


def test_runs_an_error_in_a_helper_shows_the_line_that_called_it():
    def helper(x):
        return x[99]

    def dL_dW(a, dL_dz):
        row = helper(a)
        return dL_dz * row

    assert fails(dL_dW, Rung.RUNS) == (
        "dL_dW stopped with IndexError: index 99 is out of bounds for axis 0 with size 8\n"
        "It happened in line 2 of your function: `row = helper(a)`\n"
        "The inputs of this call were: a (8, 1), dL_dz (3, 1)."
    )


def test_runs_a_product_written_into_an_array_of_another_shape_is_told_so():
    def chain_column(jacobians):
        out = jacobians[0].copy()
        for J in jacobians[1:]:
            out @= J
        return out

    verdict = get("chain.chain_column").check(chain_column)
    assert verdict.words.splitlines()[:2] == [
        "chain_column stopped with ValueError: `@=` writes the product into the array on its left, "
        "which has another shape. Write `out = out @ J`: that makes a new array.",
        "It happened in line 4 of your function: `out @= J`",
    ]
    assert "equal" not in verdict.words


def test_runs_a_product_written_into_a_given_array_of_another_shape():
    def dL_dW(a, dL_dz):
        return np.matmul(dL_dz, a.T, out=np.zeros((1, 1)))

    assert fails(dL_dW, Rung.RUNS).splitlines()[0] == (
        "dL_dW stopped with ValueError: the product is to be written into an array that has "
        "another shape: make a new array."
    )


def test_runs_only_dot_is_called_dot():
    def dL_dW(a, dL_dz):
        return np.inner(dL_dz.T, a.T)

    said = fails(dL_dW, Rung.RUNS).splitlines()[0]
    assert "not aligned" in said
    assert "dot" not in said


def test_runs_an_array_where_a_number_belongs_is_explained():
    if np.lib.NumpyVersion(np.__version__) < "2.4.0":
        pytest.skip("numpy before 2.4 lets it pass")

    def dL_dW(a, dL_dz):
        out = np.zeros((len(dL_dz), len(a)))
        for i in range(len(dL_dz)):
            for j in range(len(a)):
                out[i, j] = dL_dz[i] * a[j]
        return out

    assert fails(dL_dW, Rung.RUNS).splitlines()[0] == (
        "dL_dW stopped with ValueError: setting an array element with a sequence. An entry takes "
        "one number: entry i of a column is `[i, 0]`, and `[i]` is a row."
    )


def test_runs_on_equal_sizes_a_finding_is_named_where_no_mistake_is():
    words = fails(lambda a, g: a * g, Rung.RUNS)
    assert words.splitlines()[-1] == (
        "On equal sizes, where the shapes fit: dL_dW holds only the diagonal of the matrix: its "
        "shape is (4, 1). Asked for is (4, 4). What stands in the other places?"
    )


def test_runs_numbers_on_equal_sizes_without_a_pattern_are_not_told_beside_the_sizes():
    words = fails(lambda W, a, b: W.T @ a, Rung.RUNS, get("linear.forward"))
    assert "equal sizes" not in words
    assert words.endswith("The inputs of this call were: W (6, 7), a (7, 1), b (6, 1).")


def test_runs_a_mistake_found_on_equal_sizes_is_said_to_be_so_there_alone():
    def dL_dW(a, dL_dz):
        return np.sum(a * dL_dz)

    verdict = DW.check(dL_dW)
    assert (verdict.rung, verdict.mistake) == (Rung.RUNS, "B2")
    assert verdict.words.startswith("The sizes of two arrays do not fit. dL_dW stopped with")
    assert verdict.words.splitlines()[-1].startswith(
        "On equal sizes, where the shapes fit: This is one number: "
    )


def test_runs_right_on_equal_sizes_alone_is_said():
    def contract(T, dL_dz):
        n = T.shape[1]
        return sum(T[:, :, k] * dL_dz[k] for k in range(n))

    verdict = get("linear.contract", seed=3).check(contract)
    case = get("linear.contract", seed=3).case(1)
    assert case.sizes["m"] > case.sizes["n"]
    assert verdict.words.splitlines()[-1] == (
        "Were all sizes equal, it would be right: where does one size stand for another?"
    )


def test_shape_comes_before_finite():
    words = fails(lambda a, g: np.full((len(a), len(g)), np.nan), Rung.SHAPE)
    assert words == "dL_dW has the shape (8, 3), that is m×n. Asked for is (3, 8), that is n×m."


@pytest.mark.parametrize(("bad", "word"), [(np.nan, "nan"), (np.inf, "inf"), (-np.inf, "inf")])
def test_finite_before_values(bad, word):
    def dL_dW(a, dL_dz):
        out = right(a, dL_dz)
        out[0, 0] = bad
        return out

    assert fails(dL_dW, Rung.FINITE) == (
        f"dL_dW holds {word} in 1 of 24 entries: look for an overflow in exp, a division by 0, 0 "
        "times inf, or entries that were never written."
    )


def test_values_without_a_pattern_are_looked_at_for_a_bend():
    assert fails(lambda a, g: np.exp(g) @ a.T, Rung.VALUES) == (
        "dL_dW is not linear in dL_dz: twice the dL_dz must give twice the result."
    )


def test_values_with_a_pattern_are_told_alone():
    words = fails(lambda W, g: np.maximum(W.T @ g, 0), Rung.VALUES, get("linear.da"))
    assert words == (
        "In dL_da every negative entry became 0: was a mask or a maximum put on the gradient?"
    )


def test_linear_catches_what_is_right_on_the_inputs_alone():
    g = DW.case(1).arguments["dL_dz"]

    def dL_dW(a, dL_dz):
        return (dL_dz if dL_dz[0, 0] == g[0, 0] else np.abs(dL_dz)) @ a.T

    assert fails(dL_dW, Rung.LINEAR) == (
        "dL_dW is not linear in dL_dz: twice the dL_dz must give twice the result."
    )


def test_linear_where_twice_gives_twice_asks_for_the_sum():
    sign = np.sign(DW.case(1).arguments["dL_dz"][0, 0])

    def dL_dW(a, dL_dz):
        return (dL_dz if sign * dL_dz[0, 0] > 0 else 0 * dL_dz) @ a.T

    assert fails(dL_dW, Rung.LINEAR) == (
        "dL_dW is not linear in dL_dz: the sum of two dL_dz must give the sum of the two results."
    )


def test_linear_does_not_take_rounding_for_a_bend():
    verdict = DW.check(lambda a, g: g.astype(np.float32) @ a.T.astype(np.float32))
    assert verdict.status is Status.PASS


def test_linear_an_error_with_another_upstream_is_shown():
    known = [DW.case(number).arguments["dL_dz"][0, 0] for number in (1, 2)]

    def dL_dW(a, dL_dz):
        if dL_dz[0, 0] not in known:
            raise ValueError("not this one")
        return right(a, dL_dz)

    assert fails(dL_dW, Rung.LINEAR).startswith(
        "Right with one dL_dz, but not with another. dL_dW stopped with ValueError: not this one\n"
    )


CHANGES = {
    "in place": lambda x: x.__imul__(2),
    "one entry": lambda x: x.__setitem__((0, 0), 7.0),
    "fill": lambda x: x.fill(0),
    "reshaped": lambda x: setattr(x, "shape", (1, -1)),
    "other dtype": lambda x: setattr(x, "dtype", np.int64),
    "resized": lambda x: x.resize((2, 2), refcheck=False),
    "sorted": lambda x: x.sort(axis=0),
}


@pytest.mark.filterwarnings("ignore:Setting the shape")
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", ["a", "dL_dz"])
def test_inputs_may_not_be_changed(change, name):
    def dL_dW(a, dL_dz):
        out = dL_dz @ a.T
        CHANGES[change]({"a": a, "dL_dz": dL_dz}[name])
        return out

    assert fails(dL_dW, Rung.INPUTS) == (
        f"The numbers are right, but your function changes its input {name}. Other code still "
        "needs it: work on a new array, not with `+=`, `[...] =` or `out=`."
    )


def emptied(jacobians):
    product = jacobians.pop(0)
    while jacobians:
        product = product @ jacobians.pop(0)
    return product


def reversed_in_place(jacobians):
    jacobians.reverse()
    product = jacobians[-1]
    for jacobian in jacobians[-2::-1]:
        product = product @ jacobian
    return product


@pytest.mark.parametrize("answer", [emptied, reversed_in_place])
def test_inputs_a_list_that_is_changed_is_to_be_copied_first(answer):
    verdict = get("chain.chain_column").check(answer)
    assert (verdict.rung, verdict.words) == (
        Rung.INPUTS,
        "The numbers are right, but your function changes its input jacobians. Other code still "
        "needs it: take a copy first, `list(jacobians)`, before `pop` or `reverse`, and leave the "
        "arrays in it as they are.",
    )


def test_inputs_locked_against_writing_are_not_changed():
    def dL_dW(a, dL_dz):
        a.setflags(write=False)
        return right(a, dL_dz)

    assert DW.check(dL_dW).status is Status.PASS


def test_inputs_kept_and_changed_at_the_next_call_spoil_nothing():
    kept = []

    def dL_dW(a, dL_dz):
        for one in kept:
            one *= 0
        out = right(a, dL_dz)
        kept.extend((a, dL_dz, out))
        return out

    assert DW.check(dL_dW).status is Status.PASS


def test_an_answer_that_remembers_between_calls_is_told_so():
    total = {}

    def dL_dW(a, dL_dz):
        total[a.shape] = total.get(a.shape, 0) + right(a, dL_dz)
        return total[a.shape]

    assert fails(dL_dW, Rung.VALUES) == (
        "dL_dW is another one when your function is called again with the same inputs: does it "
        "keep something between calls, or draw random numbers?"
    )


@pytest.mark.parametrize("exercise", [DW, get("chain.quadratic"), get("sigmoid.derivative")])
@pytest.mark.parametrize("wrong", ["odd", "even", "third"])
def test_an_answer_that_is_right_on_some_calls_keeps_something(exercise, wrong):
    calls, right_ones = itertools.count(1), {}
    exec(exercise.reference_source, {"np": np}, right_ones)

    def answer(*arguments):
        call = next(calls)
        out = right_ones[exercise.function](*arguments)
        spoilt = {"odd": call % 2, "even": call % 2 == 0, "third": call == 3}[wrong]
        return out**3 + 1 if spoilt else out

    verdict = exercise.check(answer)
    assert (verdict.status, verdict.finding) == (Status.FAIL, "state"), str(verdict)


def test_an_answer_that_fails_when_called_again_is_told_so():
    calls = []

    def linear(W, a, b):
        calls.append(1)
        if len(calls) > 2:
            raise ValueError("twice is enough")
        return W @ a + b

    assert fails(linear, Rung.VALUES, get("linear.forward")).startswith(
        "When your function is called again with the same inputs, it fails. linear stopped with "
        "ValueError: twice is enough\n"
    )


def test_seed_a_size_written_into_the_code_is_found():
    n = DB.case(1).sizes["n"]
    words = fails(lambda dL_dz: dL_dz[:n].copy() if len(dL_dz) >= n else 2 * dL_dz, Rung.SEED, DB)
    assert words.startswith(
        "Right on the first inputs, but not on others of another size. Is a number or a size "
        "written into the code? dL_db "
    )


def test_seed_an_error_on_other_sizes_is_shown():
    words = fails(lambda a, g: (g @ a.T).reshape(3, 8), Rung.SEED)
    assert words.startswith(
        "Right on the first inputs, but not on others. dL_dW stopped with ValueError: cannot "
        "reshape array of size"
    )


# --- answers that raise -------------------------------------------------------------------


class SilentError(Exception):
    def __str__(self):
        raise RuntimeError("no words")


class ExitingError(Exception):
    def __str__(self):
        raise SystemExit(3)


RAISED = {
    "zero division": (ZeroDivisionError("division by zero"), "ZeroDivisionError: division by zero"),
    "exit": (SystemExit(1), "SystemExit: 1"),
    "bare exit": (SystemExit(), "SystemExit."),
    "generator exit": (GeneratorExit(), "GeneratorExit."),
    "stop iteration": (StopIteration(3), "StopIteration: 3"),
    "memory": (MemoryError(), "MemoryError."),
    "assertion": (AssertionError(), "AssertionError."),
    "no words": (SilentError(), "SilentError."),
    "words that exit": (ExitingError(), "ExitingError."),
    "group": (ExceptionGroup("two", [ValueError("x")]), "ExceptionGroup: two (1 sub-exception)"),
    "lines": (OSError("one\n\n  two"), "OSError: one two"),
    "address": (TypeError(f"bad {object()}"), "TypeError: bad <object object at …>"),
    "path": (
        FileNotFoundError(2, "No such file", "/home/ada/course/data.npy"),
        "FileNotFoundError: [Errno 2] No such file: '…/data.npy'",
    ),
    "windows path": (OSError(r"cannot open C:\Users\ada\W.npy"), "OSError: cannot open …/W.npy"),
    "fraction": (ValueError("n/m and 1/2 stay"), "ValueError: n/m and 1/2 stay"),
}


@pytest.mark.parametrize("case", RAISED)
def test_whatever_an_answer_raises_is_shown_in_one_line(case):
    error, shown = RAISED[case]

    def dL_dW(a, dL_dz):
        raise error

    assert fails(dL_dW, Rung.RUNS) == (
        f"dL_dW stopped with {shown}\n"
        "It happened in line 2 of your function: `raise error`\n"
        "The inputs of this call were: a (8, 1), dL_dz (3, 1)."
    )


def test_a_very_long_error_is_cut():
    def dL_dW(a, dL_dz):
        raise ValueError("x" * 10_000)

    assert len(fails(dL_dW, Rung.RUNS)) < 600


def test_an_interrupt_is_an_endless_loop():
    def dL_dW(a, dL_dz):
        raise KeyboardInterrupt

    assert fails(dL_dW, Rung.RUNS) == (
        "dL_dW was interrupted before it returned. Is there a loop whose condition never becomes "
        "false?"
    )


def test_recursion_without_end_is_named():
    def dL_dW(a, dL_dz):
        return dL_dW(a, dL_dz)

    assert fails(dL_dW, Rung.RUNS) == (
        "dL_dW calls itself without end. Which call should give its answer without another call?"
    )


def test_not_implemented_is_not_started():
    def dL_dW(a, dL_dz):
        g = dL_dz.T
        raise NotImplementedError(g)

    assert DW.check(dL_dW).status is Status.NOT_STARTED


# --- answers that return something else ---------------------------------------------------


class Equal(np.ndarray):
    """Claims to equal everything, and lies about all else."""

    def __eq__(self, other):
        return True

    __hash__ = None

    def __array_ufunc__(self, *arguments, **named):
        return True

    def __array_function__(self, *arguments, **named):
        return True

    def __array_finalize__(self, other):
        pass

    def __iter__(self):
        raise SystemExit

    def tobytes(self, order="C"):
        raise SystemExit

    def copy(self, order="C"):
        return self

    shape = property(lambda self: (3, 8))
    dtype = property(lambda self: np.dtype(float))
    size = property(lambda self: 0)


def test_an_array_that_claims_to_equal_everything_is_as_right_as_its_numbers():
    verdict = DW.check(lambda a, g: np.zeros((len(g), len(a))).view(Equal))
    assert (verdict.status, verdict.finding) == (Status.FAIL, "zero")
    assert DW.check(lambda a, g: (g @ a.T).view(Equal)).status is Status.PASS
    assert DW.check(lambda a, g: (a @ g.T).view(Equal)).mistake == "B1"


def test_a_matrix_and_an_array_without_a_masked_entry_are_their_numbers():
    assert DW.check(lambda a, g: np.ma.masked_array(g @ a.T)).status is Status.PASS
    assert DW.check(lambda a, g: np.asmatrix(g @ a.T)).status is Status.PASS
    assert DW.check(lambda a, g: np.asmatrix(a @ g.T)).mistake == "B1"


class Disguised:
    """Says it is an array."""

    __class__ = property(lambda self: np.ndarray)


def endless_list():
    loop = []
    loop.append(loop)
    return loop


def deep_list(depth):
    deep = 1.0
    for _ in range(depth):
        deep = [deep, deep]
    return deep


RETURNED = {
    "None": (None, "Your function returned None instead of dL_dW. Does every path end with a "
                   "`return`?"),
    "ellipsis": (..., "Your function returned `...`. dL_dW must be a numpy array of numbers."),
    "text": ("right", "Your function returned text. dL_dW must be a numpy array of numbers."),
    "dict": ({}, "Your function returned a dict. dL_dW must be a numpy array of numbers."),
    "object": (object(), "Your function returned an object. dL_dW must be a numpy array of "
                         "numbers."),
    "disguised": (Disguised(), "Your function returned a Disguised. dL_dW must be a numpy array "
                               "of numbers."),
    "set": ({1.0}, "Your function returned a set. dL_dW must be a numpy array of numbers."),
    "generator": ((x for x in [1]), "Your function says `yield`, which hands out values one by "
                                    "one. Write `return`."),
    "function": (np.outer, "dL_dW is a function or a class, not its result: are a call's "
                           "parentheses missing?"),
    "class": (dict, "dL_dW is a function or a class, not its result: are a call's parentheses "
                    "missing?"),
    "objects": (np.array([None, 1.0]), "dL_dW holds objects, not numbers. Was it made from rows of "
                                       "unequal length, or is None in it?"),
    "texts": (np.array([["a"]]), "dL_dW holds text, not numbers."),
    "dates": (np.array(["2024-01-01"], dtype="M8[D]"), "dL_dW holds no numbers."),
    "records": (np.zeros(2, dtype=[("x", float)]), "dL_dW holds no numbers."),
    "complex": (np.array([[1j]]), "dL_dW holds complex numbers; real ones are asked for. If "
                "the imaginary parts are all 0, return the real parts: `.real`."),
    "complex without imaginary parts": (
        np.ones((3, 8), dtype=complex), "dL_dW holds complex numbers; real ones are asked for. If "
        "the imaginary parts are all 0, return the real parts: `.real`."),
    "masked": (
        np.ma.masked_array(np.ones((3, 8)), mask=np.eye(3, 8)), "dL_dW is a masked array, and 3 of "
        "its 24 entries are masked: they count as missing. Return a plain array with a number in "
        "every entry."),
    "long name": (type("x" * 9999, (), {})(), f"Your function returned a {'x' * 40}…. dL_dW must "
                                              "be a numpy array of numbers."),
    "ragged": ([[1.0, 2.0], [3.0]], "dL_dW is a list whose rows have unequal lengths: it is no "
                                    "array."),
    "mixed": ([[1.0, None]], "Your function returned None instead of dL_dW. Does every path end "
                             "with a `return`?"),
    "endless": (endless_list(), "dL_dW is a list of lists of lists without end: it is no array."),
    "deep": (deep_list(60), "dL_dW is a list of lists of lists without end: it is no array."),
    "long": ([0.0] * 200_000, "dL_dW is a list far longer than the exercise needs."),
    "many empty": ([[[[1]] * 999] * 999] * 999, "dL_dW is a list far longer than the exercise "
                                               "needs."),
    "empty": ([], "dL_dW holds an empty list: were numbers ever appended to it?"),
    "huge": (np.broadcast_to(0.0, (10**6, 10**6)), "dL_dW has the shape (1000000, 1000000): far "
                                                   "larger than the exercise needs."),
    "huge number": (10**400, "dL_dW holds a whole number too large to be the answer."),
}  # fmt: skip


@pytest.mark.parametrize("case", RETURNED)
def test_whatever_is_returned_that_is_no_array_of_numbers_is_named(case):
    value, words = RETURNED[case]
    assert fails(lambda a, dL_dz: value, Rung.SHAPE) == words


class Number(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__

    def __float__(self):
        return 99.0

    def __pos__(self):
        raise SystemExit

    def __array__(self, *arguments, **named):
        raise SystemExit


class Whole(int):
    def __pos__(self):
        raise SystemExit

    def bit_length(self):
        raise SystemExit


class Rows(list):
    def __iter__(self):
        raise SystemExit

    def __len__(self):
        return 10**9

    def __getitem__(self, place):
        raise SystemExit


class Results(tuple):
    __slots__ = ()

    def __iter__(self):
        raise SystemExit

    def __len__(self):
        return 1


def test_subclasses_of_numbers_lists_and_tuples_are_read_below_their_class():
    def dL_dW(a, dL_dz):
        return Rows(Rows(Number(g * x) for x in a[:, 0]) for g in dL_dz[:, 0])

    assert DW.check(dL_dW).status is Status.PASS
    assert DB.check(lambda g: Rows(Rows([Whole(1)]) for _ in g)).mistake == "D1"
    assert XW.check(lambda x, V, g: Results((x.T @ g, g @ V.T, g))).status is Status.PASS


def test_an_async_function_and_one_that_yields_are_told_the_word_to_change():
    async def late(a, dL_dz):
        await asyncio.sleep(1)

    def bit_by_bit(a, dL_dz):
        yield dL_dz @ a.T

    assert fails(late, Rung.SHAPE) == (
        "Your function begins with `async def`. Begin it with `def`."
    )
    assert fails(bit_by_bit, Rung.SHAPE) == (
        "Your function says `yield`, which hands out values one by one. Write `return`."
    )


def test_a_class_as_an_answer_gives_an_object_of_it():
    class dL_dW:  # noqa: N801
        def __init__(self, a, dL_dz):
            pass

    assert fails(dL_dW, Rung.SHAPE) == (
        "Your function returned a dL_dW. dL_dW must be a numpy array of numbers."
    )


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (None, "None"),
        (np.ones((3, 3)), "one array"),
        ({"dL_dV": 1}, "a dict"),
        ((), "0 results"),
        ([1.0], "1 result"),
        ((1.0, 2.0, 3.0, 4.0), "4 results"),
    ],
)
def test_another_number_of_results_is_named(value, what):
    assert fails(lambda x, V, dL_dz: value, Rung.SHAPE, XW) == (
        "3 results are asked for, in this order: dL_dV, dL_dx, dL_db. Your function returned "
        f"{what}. End it with `return dL_dV, dL_dx, dL_db`."
    )


def test_one_result_that_cannot_be_read_leaves_the_others_their_points():
    verdict = XW.check(lambda x, V, dL_dz: (x.T @ dL_dz, None, "later"))
    np.testing.assert_allclose(verdict.points, 4 / 3, rtol=1e-12)
    assert [part.status.name for part in verdict.parts.values()] == ["PASS", "FAIL", "FAIL"]
    assert verdict.parts["dL_dx"].words == (
        "Your function returned None instead of dL_dx. Does every path end with a `return`?"
    )


def test_results_in_another_order_are_told_so():
    verdict = XW.check(lambda x, V, dL_dz: (dL_dz @ V.T, x.T @ dL_dz, dL_dz))
    assert verdict.parts["dL_dV"].words == (
        "In the place of dL_dV your function returns dL_dx. The order asked for is dL_dV, dL_dx, "
        "dL_db."
    )
    assert verdict.parts["dL_db"].status is Status.PASS


def numbers_as(kind):
    """The right answer, its numbers in another container."""
    return lambda a, g: kind(g @ a.T)


@pytest.mark.parametrize(
    "kind",
    [
        memoryview,
        lambda x: [array("d", row) for row in x],
        lambda x: x.astype(object),
        lambda x: [list(row) for row in x.astype(object)],
        lambda x: x.astype(np.longdouble),
        np.frompyfunc(float, 1, 1),
    ],
)
def test_right_numbers_in_another_container_are_right(kind):
    assert DW.check(numbers_as(kind)).status is Status.PASS
    verdict = DW.check(lambda a, g: kind((a @ g.T).copy()))
    assert (verdict.status, verdict.mistake) == (Status.FAIL, "B1")


@pytest.mark.parametrize("huge", [np.longdouble("1e4000"), 1.7e308, -1.7e308, 5e-324])
@pytest.mark.parametrize("id", ["linear.dW", "sigmoid.derivative", "linear.xw", "relu.backward"])
def test_numbers_at_the_end_of_the_floats_are_only_wrong(huge, id):
    exercise = get(id)
    right_ones = exercise.applied(exercise.reference, exercise.case(1).arguments)
    each = right_ones if isinstance(right_ones, tuple) else (right_ones,)
    wrong = tuple(np.full(one.shape, huge) for one in each)
    answer = (lambda *_: wrong) if len(wrong) > 1 else (lambda *_: wrong[0])
    assert exercise.check(answer).status is Status.FAIL


# --- answers that cannot even be looked at ------------------------------------------------


def exits(*_, **__):
    raise SystemExit


class Shy:
    """Raises whatever is asked of it, but when it is called."""

    __signature__ = property(exits)
    __code__ = property(exits)
    __wrapped__ = property(exits)
    __doc__ = property(exits)

    def __call__(self, a, dL_dz):
        return dL_dz @ a.T


class Nameless:
    """Raises when it is asked for its class."""

    __class__ = property(exits)

    def __call__(self, a, dL_dz):
        return dL_dz @ a.T


class Mapped(dict):
    get = exits


LOOKED_AT = (
    "Your answer raises {} when it is only looked at. Answer with a plain function: begin it with "
    "`def dL_dW(a, dL_dz):`."
)


def test_an_object_that_raises_when_looked_at_is_asked_to_be_a_plain_function():
    assert fails(Shy(), Rung.PRESENT) == LOOKED_AT.format("SystemExit")


def test_an_object_that_hides_its_class_is_not_the_checkers_fault():
    assert DW.check(Nameless()).status is not Status.GRADER_ERROR


def test_a_circle_of_wrapped_functions_is_asked_to_be_a_plain_function():
    def dL_dW(a, dL_dz):
        return dL_dz @ a.T

    dL_dW.__wrapped__ = dL_dW
    assert fails(dL_dW, Rung.PRESENT) == LOOKED_AT.format("ValueError")


def test_an_object_that_says_it_is_an_array_is_no_function():
    assert "a value of type Disguised was passed" in fails(Disguised(), Rung.PRESENT)


def test_a_mapping_that_exits_does_not_stop_the_checker():
    assert DW.check(Mapped()).status is Status.GRADER_ERROR


def test_a_fault_of_the_checker_is_never_the_learners():
    broken = replace(DW, reference=lambda a, dL_dz: exits())
    verdict = broken.check(right)
    assert str(verdict) == (
        "! linear.dW: could not be checked; the fault is ours (0 of 3 points)\n"
        "  The checker itself stopped with SystemExit. Your answer is not judged, and no points "
        "are lost: please report it with your code."
    )
    assert (verdict.status, verdict.rung) == (Status.GRADER_ERROR, None)


def test_the_courses_own_code_is_seen_in_a_thread_too():
    def dL_dW(a, dL_dz):
        found = []
        work = threading.Thread(target=lambda: found.append(get("linear.dW").reference(a, dL_dz)))
        work.start()
        work.join()
        return found[0]

    assert fails(dL_dW, Rung.RUNS).startswith("Here the course's own code (")


def test_an_answer_may_work_in_threads_of_its_own():
    def dL_dW(a, dL_dz):
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(lambda g: g * a[:, 0], dL_dz[:, 0]))

    assert DW.check(dL_dW).status is Status.PASS


# --- nothing is left behind ---------------------------------------------------------------


def meddle(a, dL_dz):
    np.seterr(all="raise")
    warnings.simplefilter("error")
    sys.setrecursionlimit(sys.getrecursionlimit() + 123)
    sys.setprofile(lambda *_: None)
    sys.settrace(lambda *_: None)
    np.random.seed(1)  # noqa: NPY002
    random.seed(1)
    np.set_printoptions(precision=1)
    sys.stdout = sys.stderr = sys.stdin = None
    matplotlib.rcParams["lines.linewidth"] = 9
    plt.plot([0, 1])
    threading.setprofile(lambda *_: None)
    return dL_dz @ a.T


def meddle_and_raise(a, dL_dz):
    meddle(a, dL_dz)
    raise KeyboardInterrupt


def state():
    return (
        np.geterr(),
        list(warnings.filters),
        sys.getrecursionlimit(),
        sys.getprofile(),
        sys.gettrace(),
        str(np.random.get_state()),  # noqa: NPY002
        random.getstate(),
        np.get_printoptions(),
        sys.stdout,
        sys.stderr,
        sys.stdin,
        {**dict(matplotlib.rcParams), "backend": ""},  # chosen at the first use of pyplot
        plt.get_fignums(),
        threading.getprofile(),
    )


@pytest.mark.parametrize("answer", [meddle, meddle_and_raise])
def test_the_process_is_as_before(answer):
    before = state()
    verdict = DW.check(answer)
    assert state() == before
    assert verdict.status is (Status.PASS if answer is meddle else Status.FAIL)


def test_a_profiler_of_the_learners_own_goes_on():
    def profiler(*_):
        pass

    sys.setprofile(profiler)
    try:
        DW.check(right)
        assert sys.getprofile() is profiler
    finally:
        sys.setprofile(None)


def test_a_recursion_limit_set_too_low_is_put_back():
    def dL_dW(a, dL_dz):
        depth, frame = 1, sys._getframe()
        while frame := frame.f_back:
            depth += 1
        sys.setrecursionlimit(depth + 50)
        return dL_dz * a.T

    before = sys.getrecursionlimit()
    assert DW.check(dL_dW).status is Status.PASS
    assert sys.getrecursionlimit() == before


def test_only_the_first_call_is_heard(capsys):
    def dL_dW(a, dL_dz):
        print("shape", a.shape)
        print("again", file=sys.stderr)
        return dL_dz @ a.T

    assert DW.check(dL_dW).status is Status.PASS
    heard = capsys.readouterr()
    assert (heard.out, heard.err) == ("shape (8, 1)\n", "again\n")


def test_printing_a_lot_is_no_trouble(capsys):
    def dL_dW(a, dL_dz):
        print("x" * 1_000_000)
        return dL_dz @ a.T

    assert DW.check(dL_dW).status is Status.PASS


def test_warnings_of_an_answer_are_not_shown(recwarn):
    def dL_dW(a, dL_dz):
        warnings.warn("look", UserWarning, stacklevel=1)
        np.zeros(1) / 0
        return dL_dz @ a.T

    assert DW.check(dL_dW).status is Status.PASS
    assert not recwarn.list


def test_inputs_are_fresh_at_every_call():
    seen = []

    def dL_dW(a, dL_dz):
        seen.append((a, dL_dz))
        return dL_dz @ a.T

    assert DW.check(dL_dW).status is Status.PASS
    arrays = [one for pair in seen for one in pair]
    for i, one in enumerate(arrays):
        assert not any(np.shares_memory(one, other) for other in arrays[i + 1 :])


# --- words --------------------------------------------------------------------------------


def random_numbers(a, dL_dz):
    return np.random.default_rng().normal(size=(len(dL_dz), len(a)))


def legacy_random_numbers(a, dL_dz):
    return np.random.normal(size=(len(dL_dz), len(a)))  # noqa: NPY002


def own_numbers(a, dL_dz):
    raise ValueError(f"{(dL_dz @ a.T).tolist()[:0]} at {id(a):#x} in {Path.cwd() / 'x.py'}")


OUTSIDE = [random_numbers, legacy_random_numbers, own_numbers, lambda a, g: g * a]
OUTSIDE += [lambda a, g, value=value: value for value, _ in RETURNED.values()]
OUTSIDE += [lambda a, g: a @ g.T, lambda a, g: 2 * g @ a.T, lambda a, g: g @ a.T + 1]


@pytest.mark.parametrize("answer", OUTSIDE)
def test_the_words_are_the_same_at_every_run_and_hold_no_address_and_no_path(answer):
    words = [str(DW.check(answer)) for _ in range(3)]
    assert len(set(words)) == 1
    assert not re.search(r"0x[0-9a-f]{4,}", words[0])
    assert str(Path.cwd()) not in words[0]
    assert "/home" not in words[0]


@pytest.mark.parametrize("answer", OUTSIDE)
def test_the_words_hold_no_number_of_the_right_answer(answer):
    words = str(DW.check(answer))
    numbers = {float(one) for one in re.findall(r"\d+\.\d+", words)}
    for number in (1, 2):
        case = DW.case(number)
        expected = DW.reference(**case.arguments)
        shown = {float(f"{one:.{digits}g}") for one in expected.ravel() for digits in (2, 3, 4)}
        assert not numbers & {abs(one) for one in shown}


# --- the ladder with another runner -------------------------------------------------------


def test_the_ladder_does_not_care_who_calls():
    def run(case):
        return Outcome(results=(case.arguments["dL_dz"] @ case.arguments["a"].T,))

    assert climb(DW, run).status is Status.PASS


def test_code_is_the_same_whatever_its_names_and_comments():
    def one(a):
        """Give a."""
        return [x + 1 for x in a]

    def two(a):
        # another comment

        return [x + 1 for x in a]

    def three(a):
        return [x + 2 for x in a]

    assert same_code(one, two)
    assert not same_code(one, three)
    assert not same_code(one, functools.partial(one))


def test_run_here_gives_plain_arrays_and_what_was_changed():
    def spoil(a, dL_dz):
        a += 1
        return dL_dz @ a.T

    outcome = run_here(DW, spoil, DW.case(1))
    assert outcome.changed == ("a",)
    assert type(outcome.results[0]) is np.ndarray
