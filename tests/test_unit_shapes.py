"""What only unit 01 has: shapes that numpy is asked too, one order, wrong answers not listed."""

import re
from dataclasses import replace
from itertools import pairwise, permutations

import numpy as np
import pytest

from bpteach.exercises import Rung, Status, get

SEEDS = (0, 1, 2, "Ada", "Grace")
PRODUCT = re.compile(r"`([^`]+)` &nbsp; with (.*)")


def inner(u, v):
    return np.einsum("ij,ik->jk", u, v)


def outer(u, v):
    return np.outer(u, v)


# --- shapes.quiz --------------------------------------------------------------------------


def by_numpy(question):
    """What numpy says to a question as it is written."""
    product, given = PRODUCT.fullmatch(question.asked).groups()
    shapes = re.findall(r"`(\w)` (\([\d, ]+\))", given)
    arrays = {name: np.ones(eval(shape)) for name, shape in shapes}
    try:
        return np.shape(eval(product, arrays))
    except ValueError:
        return "error"


@pytest.mark.parametrize("seed", SEEDS)
def test_numpy_gives_the_shapes_that_the_quiz_calls_right(seed):
    exercise = get("shapes.quiz", seed=seed)
    assert len(exercise.asked) == 8
    assert [by_numpy(one) for one in exercise.asked] == exercise.reference


@pytest.mark.parametrize("seed", SEEDS)
def test_no_slip_is_right_and_none_tells_the_right_shape(seed):
    for question in get("shapes.quiz", seed=seed).asked:
        values = [one.value for one in question.slips]
        assert question.right not in values
        assert len(set(values)) == len(values) >= 3
        for one in question.slips:
            assert str(question.right) not in one.words
            assert not re.search(r"[02-9]", one.words)


def test_neighbours_get_other_sizes_and_the_same_products():
    ada, bob = (get("shapes.quiz", seed=name).asked for name in ("Ada", "Bob"))
    products = [[PRODUCT.fullmatch(one.asked)[1] for one in asked] for asked in (ada, bob)]
    assert products[0] == products[1]
    assert [one.right for one in ada] != [one.right for one in bob]


def with_value(number, value, seed=0):
    answer = list(get("shapes.quiz", seed=seed).reference)
    answer[number - 1] = value
    verdict = get("shapes.quiz", seed=seed).check(answer)
    assert verdict.status is Status.FAIL
    assert verdict.points == 7 / 8
    return verdict.parts[str(number)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_predicted_accident_is_named(seed):
    n = get("shapes.quiz", seed=seed).reference[5][0]
    part = with_value(6, (n, 1), seed)
    assert (part.mistake, part.words) == (
        "L3",
        "Fill the shape of `t` up to two axes: on which side?",
    )
    assert with_value(7, (n, n), seed).mistake == "L2"
    assert with_value(4, (1, 1), seed).mistake == "B2"


def test_a_number_is_no_shape():
    part = with_value(7, 1)
    assert part.rung is Rung.SHAPE
    assert part.words.startswith("A shape is a tuple: (3, 4) for a matrix, (3, 1) for a column")


def test_an_error_may_be_predicted_in_any_letters_and_nowhere_else():
    assert with_value(1, "Error").words == "Look at the inner sizes once more: do they agree?"
    answer = get("shapes.quiz").reference
    assert get("shapes.quiz").check([*answer[:7], " ERROR "]).status is Status.PASS


@pytest.mark.parametrize("number", [1, 8])
def test_a_shape_in_other_words_is_told_how_to_write_one(number):
    words = 'Write a shape as a tuple, `(3, 4)`, or `"error"`.'
    assert with_value(number, "no product").words == words
    assert with_value(number, "9x3").words == words


def test_reasons_use_the_numbers_of_the_task():
    for seed in SEEDS:
        asked = get("shapes.quiz", seed=seed).asked
        rows, columns = re.findall(r"`M` \((\d), (\d)\)", asked[1].asked)[0]
        assert f"The transpose has {columns} rows and {rows} columns" in asked[1].why
        (n,) = re.findall(r"`x` \((\d), 1\)", asked[7].asked)
        assert f"the inner sizes are 1 and {n}." in asked[7].why


# --- shapes.order_product -----------------------------------------------------------------


def factors_of(exercise):
    """The lines by letter: the factor's name and its shape as it stands there."""
    lines = {letter: line.text.split() for letter, line in exercise.lines.items()}
    return {
        letter: (label, tuple(map(int, shape.split("×"))))
        for letter, (label, shape) in lines.items()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_of_all_orders_only_the_accepted_one_gives_the_row(seed):
    exercise = get("shapes.order_product", seed=seed)
    factors, (columns,) = factors_of(exercise), re.findall(r"\*\*1×(\d+)\*\*", exercise.task)
    fitting = []
    for letters in permutations(factors, 4):
        labels, shapes = zip(*(factors[one] for one in letters), strict=True)
        once = len({label[0] for label in labels}) == 4
        joined = all(one[1] == two[0] for one, two in pairwise(shapes))
        if once and joined and (shapes[0][0], shapes[-1][1]) == (1, int(columns)):
            fitting.append(letters)
    assert fitting == list(exercise.accepted)


@pytest.mark.parametrize("seed", SEEDS)
def test_all_sizes_differ_and_two_factors_have_to_be_transposed(seed):
    exercise = get("shapes.order_product", seed=seed)
    factors = factors_of(exercise)
    right = [factors[letter] for letter in exercise.reference]
    sizes = [shape[0] for _, shape in right] + [right[-1][1][1]]
    assert len(set(sizes)) == 5
    assert sum("ᵀ" in label for label, _ in right) == 2
    assert len(factors) == 8


def test_seeds_ask_for_other_orders():
    asked = {get("shapes.order_product", seed=seed).task for seed in range(20)}
    assert len(asked) == 20


def test_the_first_wrong_factor_is_named_with_its_sizes_and_what_has_to_meet():
    exercise = get("shapes.order_product")
    factors, right = factors_of(exercise), exercise.reference
    turned = next(
        letter
        for letter, (label, shape) in factors.items()
        if label[0] == factors[right[1]][0][0] and letter != right[1]
    )
    verdict = exercise.check([right[0], turned, *right[2:]])
    label, (rows, columns) = factors[turned]
    assert (verdict.status, verdict.finding, verdict.points) == (Status.FAIL, "order", 0)
    assert verdict.words == (
        f"The first line is right. Line {turned}, at place 2, is not right there. {label} has "
        f"{rows} rows and {columns} columns. Where two factors meet, the columns of the left one "
        "must be as many as the rows of the right one. And the first factor gives the product its "
        "rows, the last one its columns."
    )


def test_the_whole_order_turned_over_is_wrong_from_the_beginning():
    exercise = get("shapes.order_product")
    factors = factors_of(exercise)
    letter_of = {label: letter for letter, (label, _) in factors.items()}

    def other(letter):
        label = factors[letter][0]
        return letter_of[label[0] if "ᵀ" in label else f"{label}ᵀ"]

    turned = [other(letter) for letter in reversed(exercise.reference)]
    assert exercise.check(turned).words.startswith(
        f"The beginning is not right yet. Line {turned[0]}, at place 1, is not right there. "
    )


def test_right_factors_in_a_wrong_order_belong_elsewhere():
    exercise = get("shapes.order_product")
    a, b, c, d = exercise.reference
    words = exercise.check([a, c, b, d]).words
    assert f"Line {c}, at place 2, is not right there. It belongs in the order, but not here" in (
        words
    )
    assert exercise.check([a, b, c]).words == (
        "The first 3 lines are right, but it does not end here: what is still missing?"
    )


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        ([2, 1], "a list of numbers"),
        (np.array([1.0, 2.0]), "one array"),
        (["a", 2], "a list with numbers in it"),
        (["a", ["b"]], "a list with a list in it"),
        ({"a": "b"}, None),
        (3, "an int"),
    ],
)
def test_an_order_of_something_else_than_letters_is_told_what_it_is(answer, what):
    verdict = get("shapes.order_product").check(answer)
    if what is None:
        assert verdict.status is Status.NOT_STARTED
        return
    assert (verdict.rung, verdict.words) == (
        Rung.PRESENT,
        f'The answer is a list of letters, such as ["b", "a"], but {what} was passed.',
    )


# --- functions ----------------------------------------------------------------------------


def test_the_accident_is_explained_after_what_numpy_said():
    words = get("shapes.center_rows").check(lambda A: A - A.mean(axis=1).T).words
    assert words.startswith(
        "The sizes of two arrays do not fit. center_rows stopped with ValueError"
    )
    assert words.endswith(
        "There is one mean for each row, but the means lie as a row: broadcasting takes a 1-D "
        "array as a row. So mean number j meets column j of A, when row j was meant. They have to "
        "stand as a column, one beside each row."
    )


def test_the_buggy_function_itself_is_not_started():
    exercise = get("shapes.center_rows")
    verdict = exercise.check(lambda A: A - A.mean(axis=1))
    assert verdict.status is Status.NOT_STARTED
    assert verdict.words == (
        "This is the function as it was given. Repair `center_rows(A)` in its cell, run that "
        "cell, then check again."
    )
    assert exercise.check({}).words == (
        "Repair `center_rows(A)` in its cell, run that cell, then check again."
    )


def test_an_inner_product_that_keeps_its_axes_is_not_taken_for_one_of_1_d_arrays():
    part = get("shapes.inner_outer").check(both(outer=lambda u, v: u.T @ v)).parts["outer"]
    assert (part.mistake, part.also) == ("B2", ())
    assert "2 mistakes" not in part.words


def test_a_repair_that_changes_its_input_is_told():
    def center_rows(A):
        A -= A.mean(axis=1, keepdims=True)
        return A

    verdict = get("shapes.center_rows").check(center_rows)
    assert (verdict.status, verdict.rung, verdict.finding) == (Status.FAIL, Rung.INPUTS, "inputs")


def test_two_causes_of_the_same_stack_are_both_said():
    words = get("shapes.vec").check(lambda W: W.reshape(-1, 1)).words
    assert words.startswith("2 mistakes give exactly these numbers; look for each.\n(1) If you ")
    assert "\n(2) The rows of W follow each other: that is numpy's own order." in words


@pytest.mark.parametrize("name", ["inner", "outer"])
def test_one_of_two_functions_alone_earns_its_half(name):
    verdict = get("shapes.inner_outer").check({name: {"inner": inner, "outer": outer}[name]})
    other = verdict.parts["outer" if name == "inner" else "inner"]
    assert (verdict.status, verdict.points) == (Status.FAIL, 0.5)
    assert (other.status, other.points) == (Status.NOT_STARTED, 0)


# --- wrong answers that no entry of the list explains ---------------------------------------


def both(**spoilt):
    return {"inner": inner, "outer": outer} | spoilt


def first_column_only(W):
    for j in range(W.shape[1]):
        return W[:, [j]]
    return None


def last_column_only(W):
    for j in range(W.shape[1]):
        out = W[:, [j]]
    return out


def first_row_only(A):
    out = A.copy()
    out[0] -= out[0].mean()
    return out


UNSEEN = [
    ("shapes.as_column", "row", lambda v: v[None], "convention"),
    ("shapes.as_column", "three axes", lambda v: v[:, None, None], "shape"),
    ("shapes.as_column", "a fixed size", lambda v: v[:3].reshape(-1, 1), "shape"),
    ("shapes.as_column", "diagonal", lambda v: np.diag(v), "shape"),
    ("shapes.as_column", "spread", lambda v: v * np.ones((len(v), 1)), "shape"),
    ("shapes.as_column", "summed", lambda v: v.sum(), "shape"),
    ("shapes.as_column", "sorted", lambda v: np.sort(v)[:, None], "order"),
    ("shapes.as_column", "whole numbers", lambda v: v.astype(int)[:, None], "precision"),
    ("shapes.as_column", "empty", lambda v: np.zeros((len(v), 1)), "zero"),
    ("shapes.inner_outer", "not summed", both(inner=lambda u, v: u * v), "shape"),
    ("shapes.inner_outer", "outer as inner", both(inner=outer), "shape"),
    ("shapes.inner_outer", "mean", both(inner=lambda u, v: np.mean(u * v, keepdims=True)),
     "factor"),
    ("shapes.inner_outer", "u twice", both(inner=lambda u, v: u.T @ u), "unused"),
    ("shapes.inner_outer", "all pairs summed",
     both(inner=lambda u, v: (u @ v.T).sum(keepdims=True)), "entries"),
    ("shapes.inner_outer", "turned", both(outer=lambda u, v: v @ u.T), "convention"),
    ("shapes.inner_outer", "v dropped", both(outer=lambda u, v: u * np.ones_like(v).T), "ratio"),
    ("shapes.inner_outer", "sums", both(outer=lambda u, v: u + v.T), "entries"),
    ("shapes.inner_outer", "one long column", both(outer=lambda u, v: np.kron(u, v)), "shape"),
    ("shapes.inner_outer", "sign", both(outer=lambda u, v: -u @ v.T), "sign"),
    ("shapes.center_rows", "means of columns", lambda A: A - A.mean(axis=0), "offset"),
    ("shapes.center_rows", "mean of all", lambda A: A - A.mean(), "offset"),
    ("shapes.center_rows", "sums", lambda A: A - A.sum(axis=1, keepdims=True), "offset"),
    ("shapes.center_rows", "added", lambda A: A + A.mean(axis=1, keepdims=True), "offset"),
    ("shapes.center_rows", "median", lambda A: A - np.median(A, axis=1, keepdims=True), "offset"),
    ("shapes.center_rows", "nothing done", lambda A: A.copy(), "offset"),
    ("shapes.center_rows", "one row only", first_row_only, "entries"),
    ("shapes.center_rows", "the means alone", lambda A: A.mean(axis=1, keepdims=True), "shape"),
    ("shapes.center_rows", "sign", lambda A: A.mean(axis=1, keepdims=True) - A, "sign"),
    ("shapes.center_rows", "turned", lambda A: A.T - A.mean(axis=1), "convention"),
    ("shapes.center_rows", "divided by the spread too",
     lambda A: (A - A.mean(axis=1, keepdims=True)) / A.std(axis=1, keepdims=True), "ratio"),
    ("shapes.vec", "1-D", lambda W: W.T.ravel(), "shape"),
    ("shapes.vec", "lying", lambda W: W.T.reshape(1, -1), "convention"),
    ("shapes.vec", "transposed only", lambda W: W.T, "shape"),
    ("shapes.vec", "first column", first_column_only, "shape"),
    ("shapes.vec", "last column", last_column_only, "shape"),
    ("shapes.vec", "from 1", lambda W: np.vstack([W[:, [j]] for j in range(1, W.shape[1])]),
     "shape"),
    ("shapes.vec", "upside down", lambda W: W.T.reshape(-1, 1)[::-1], "order"),
    ("shapes.vec", "columns in reverse", lambda W: W[:, ::-1].T.reshape(-1, 1), "order"),
]  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("id", "answer", "kind"), [(one[0], one[2], one[3]) for one in UNSEEN],
    ids=[f"{one[0]}: {one[1]}" for one in UNSEEN],
)  # fmt: skip
def test_an_unseen_wrong_answer_gets_the_best_general_finding(id, answer, kind, seed):
    verdict = get(id, seed=seed).check(answer)
    assert (verdict.status, verdict.mistake, verdict.finding) == (Status.FAIL, None, kind), str(
        verdict
    )
    assert not re.search(r"\d\.\d", verdict.words)
    assert "convention" not in str(verdict)  # not taught yet


def test_no_unseen_answer_is_called_right_on_other_seeds():
    for id, _, answer, _ in UNSEEN:
        for seed in range(6, 12):
            assert get(id, seed=seed).check(answer).status is Status.FAIL


def test_numbers_in_another_order_are_not_said_to_be_reversed_by_accident():
    exercise = get("shapes.as_column")
    v = exercise.case(1).arguments["v"]
    assert list(np.sort(v)) == list(v[::-1])  # so it is on the first inputs, but not on the second
    words = exercise.check(lambda v: np.sort(v)[:, None]).words
    assert words == "as_column(v) has the right numbers in the wrong places."


def test_seeds_change_the_sizes_of_the_functions_too():
    exercise = get("shapes.vec")
    sizes = {tuple(replace(exercise, seed=seed).case(1).sizes.values()) for seed in range(20)}
    assert len(sizes) > 5
