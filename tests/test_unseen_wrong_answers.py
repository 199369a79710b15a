"""Wrong answers that no entry of the catalogue lists: the general finding still helps."""

import re
from itertools import count

import numpy as np
import pytest

from bpteach.exercises import Status, get

COUNTED = count(1)  # an answer that keeps something between its calls


def spoiled(right, spoil):
    def answer(*arguments):
        out = right(*arguments)
        return out if (changed := spoil(out)) is None else changed

    return answer


def dW(a, g):
    return g @ a.T


def da(W, g):
    return W.T @ g


def forward(W, a, b):
    return W @ a + b


def tensor(W, a):
    return np.einsum("ik,j->ijk", np.eye(len(W)), a[:, 0])


def contract(T, g):
    return (T @ g)[:, :, 0]


def kron(a, n):
    return np.kron(a, np.eye(n))


def one_entry(x):
    x[1, 0] = 5.0


def last_row(x):
    x[-1] = 0


def first_row_on_top(x):
    x[1:] += x[:1]


def column_by_hand(x):
    x[:, 1] *= 2


def rows_from_one(a, g):
    out = np.zeros((len(g), len(a)))
    for i in range(1, len(g)):
        out[i - 1] = g[i] * a[:, 0]
    out[-1] = g[0] * a[:, 0]
    return out


def returns_in_the_loop(g):
    out = np.zeros_like(g)
    for i in range(len(g)):
        out[i] = g[i]
        return out
    return None


def broken_sum(W, g):
    out = np.zeros((W.shape[1], 1))
    for j in range(len(out)):
        for i in range(len(g)):
            out[j] = W[i, j] * g[i]
    return out


NO_PATTERN = (
    "{} has the right shape, but every entry differs, with no simple pattern: check the formula "
    "on a 2×2 example by hand."
)
NOT_LINEAR = "{} is not linear in dL_dz: twice the dL_dz must give twice the result."
NOT_ADDITIVE = (
    "{} is not linear in dL_dz: the sum of two dL_dz must give the sum of the two results."
)
UNUSED = (
    "{} does not change when dL_dz changes, and it should: the chain rule multiplies by what comes "
    "back from the loss, here dL_dz."
)
STATE = (
    "{} is another one when your function is called again with the same inputs: does it keep "
    "something between calls, or draw random numbers?"
)
CLIPPED = "In {} every negative entry became 0: was a mask or a maximum put on the gradient?"
ROWS = (
    "Each {0} of {1} is multiplied by a factor of its own: something that belongs to the {0}s is "
    "missing, is used twice, or is another's."
)
FACTOR = "{} is {} what it should be, in every entry: one constant factor is wrong."

# exercise, what went wrong, the answer, kind of the finding, words
UNSEEN = [
    # --- linear.forward
    ("linear.forward", "b forgotten", lambda W, a, b: W @ a, "offset",
     "z lacks the term b: where does it come in?"),
    ("linear.forward", "b twice", lambda W, a, b: W @ a + b + b, "offset",
     "z has the term b once too often."),
    ("linear.forward", "b subtracted", lambda W, a, b: W @ a - b, "offset",
     "In z the term b has the wrong sign."),
    ("linear.forward", "b 1-D", lambda W, a, b: W @ a + b.ravel(), "shape",
     "z is a square: its shape is (6, 6), that is n×n. Asked for is (6, 1), that is n×1. Only its "
     "diagonal is right. If a column meets a row or a 1-D array, numpy spreads both over a square: "
     "print the shape of each operand."),
    ("linear.forward", "row", lambda W, a, b: (W @ a + b).T, "convention",
     "z has the right numbers turned the other way: its shape is (1, 6), that is 1×n. Asked for is "
     "(6, 1), that is n×1."),
    ("linear.forward", "1-D", lambda W, a, b: W @ a[:, 0] + b[:, 0], "shape",
     "z has the right numbers, but its shape is (6,), that is n (1-D: neither a column nor a row). "
     "Asked for is (6, 1), that is n×1."),
    ("linear.forward", "entrywise", lambda W, a, b: W * a.T + b, "shape",
     "z has the shape (6, 7), that is n×m. Asked for is (6, 1), that is n×1."),
    ("linear.forward", "first b for all", lambda W, a, b: W @ a + b[0], "entries",
     "z differs in 5 of 6 entries: only row 1 (counted from 1) is right."),
    ("linear.forward", "activation", lambda W, a, b: np.maximum(0, W @ a + b), "entries",
     CLIPPED.format("z").replace("the gradient", "it")),
    ("linear.forward", "never summed", lambda W, a, b: b * 0 + (W @ a).mean(), "entries",
     "z has the same number in every entry: was something summed or averaged over all of them, or "
     "a number used where an array belongs?"),
    ("linear.forward", "state", lambda W, a, b: forward(W, a, b) + next(COUNTED) / 3,
     "offset", "z is off by the same number in every entry."),
    # --- linear.db
    ("linear.db", "half", lambda g: g / 2, "factor", FACTOR.format("dL_db", "1/2 times")),
    ("linear.db", "squared", lambda g: g**2, "ratio",
     "dL_db has the factor dL_dz once too often."),
    ("linear.db", "abs", np.abs, "sign",
     "dL_db has the wrong sign in 1 of 4 entries: exactly those where dL_dz is negative."),
    ("linear.db", "mean", lambda g: g.mean(), "shape",
     "dL_db has the number that averaging over all entries would give: its shape "
     "is () (a single number). Asked for is (4, 1), "
     "that is n×1. Keep every entry."),
    ("linear.db", "sum in every entry", lambda g: np.full_like(g, g.sum()), "entries",
     "dL_db has the same number in every entry: was something summed or averaged over all of them, "
     "or a number used where an array belongs?"),
    ("linear.db", "row", lambda g: g.T, "convention",
     "dL_db has the right numbers in the other convention: its shape is (1, 4), that is 1×n. Asked "
     "for is (4, 1), that is n×1. Each convention is the other with all axes reversed."),
    ("linear.db", "plus", lambda g: g + 0.5, "offset",
     "dL_db is off by the same number in every entry."),
    ("linear.db", "rounded", lambda g: np.round(g, 1), "precision",
     "dL_db is rounded to 1 decimal: leave the numbers as they are."),
    ("linear.db", "whole", lambda g: g.astype(int), "precision",
     "dL_db is cut to whole numbers: was the result written into an array of ints, or is there an "
     "`int(...)` or a `//`?"),
    ("linear.db", "reversed", lambda g: g[::-1], "order",
     "dL_db has the right numbers in the wrong places: its rows stand in reverse order."),
    ("linear.db", "sorted", lambda g: np.sort(g, axis=0), "order",
     "dL_db has the right numbers in the wrong places."),
    ("linear.db", "normalised", lambda g: g / np.linalg.norm(g), "factor",
     "dL_db is off by one factor in every entry, and by another one for other inputs: is it "
     "divided or multiplied by a norm, a sum or a size?"),
    ("linear.db", "sign", np.sign, "upstream",
     NOT_LINEAR.format("dL_db")),
    ("linear.db", "diagonal", np.diagflat, "shape",
     "dL_db is a square: its shape is (4, 4), that is n×n. Asked for is (4, 1), that is n×1. The "
     "numbers stand on the diagonal of a matrix, and all else is 0."),
    ("linear.db", "first only", lambda g: g[0], "shape",
     "dL_db is only the first row: its shape is (1,) (1-D: neither a column nor a row). Asked for "
     "is (4, 1), that is n×1. Is the result written anew in each turn of a loop, or does a "
     "`return` stand inside it?"),
    ("linear.db", "return in the loop", returns_in_the_loop, "entries",
     "dL_db differs in 3 of 4 entries: only row 1 (counted from 1) is right, where your answer is "
     "0."),
    ("linear.db", "written by hand", lambda g: np.array([[1.0], [-2], [3], [-4]]), "upstream",
     UNUSED.format("dL_db")),
    ("linear.db", "random", lambda g: np.random.default_rng().normal(size=g.shape), "state",
     STATE.format("dL_db")),
    # --- linear.da
    ("linear.da", "W squared", lambda W, g: (W**2).T @ g, "entries", NO_PATTERN.format("dL_da")),
    ("linear.da", "mean", lambda W, g: (W * g).mean(axis=0)[:, None], "factor",
     FACTOR.format("dL_da", "1/n of")),
    ("linear.da", "times n", lambda W, g: len(W) * da(W, g), "factor",
     FACTOR.format("dL_da", "n times")),
    ("linear.da", "three times", lambda W, g: 3 * da(W, g), "factor",
     FACTOR.format("dL_da", "3 times")),
    ("linear.da", "five times, also where n is 5", lambda W, g: 5 * da(W, g), "factor",
     FACTOR.format("dL_da", "5 times")),
    ("linear.da", "clipped", lambda W, g: np.maximum(0, da(W, g)), "entries",
     CLIPPED.format("dL_da")),
    ("linear.da", "turned and negative", lambda W, g: -(g.T @ W), "convention",
     "dL_da stands in the other convention: its shape is (1, 3), that is 1×m. Asked for is (3, 1), "
     "that is m×1. Transpose it first, then check again: some numbers will still be wrong."),
    ("linear.da", "1-D", lambda W, g: W.T @ g[:, 0], "shape",
     "dL_da has the right numbers, but its shape is (3,), that is m (1-D: neither a column nor a "
     "row). Asked for is (3, 1), that is m×1."),
    ("linear.da", "summed", lambda W, g: da(W, g).sum(), "shape",
     "dL_da has the number that summing over all entries would give: its shape "
     "is () (a single number). Asked for is (3, 1), that "
     "is m×1. Keep every entry."),
    ("linear.da", "last term only", broken_sum, "entries", NO_PATTERN.format("dL_da")),
    ("linear.da", "W itself", lambda W, g: W, "upstream",
     UNUSED.format("dL_da")),
    ("linear.da", "reshape for transpose", lambda W, g: W.reshape(W.shape[::-1]) @ g, "entries",
     NO_PATTERN.format("dL_da")),
    # --- linear.tensor
    ("linear.tensor", "flat", lambda W, a: np.kron(np.eye(len(W)), a), "shape",
     "dz_dW has the right numbers, but its shape is (15, 5), that is nm×n. Asked for is (5, 3, 5), "
     "that is n×m×n."),
    ("linear.tensor", "axes", lambda W, a: tensor(W, a).swapaxes(1, 2), "shape",
     "dz_dW has the right numbers, but its axes stand in another order: its shape is (5, 5, 3), "
     "that is n×n×m. Asked for is (5, 3, 5), that is n×m×n."),
    ("linear.tensor", "W for a", lambda W, a: np.einsum("ik,ij->ijk", np.eye(len(W)), W), "ratio",
     "dz_dW uses W where a belongs."),
    ("linear.tensor", "ones for a", lambda W, a: tensor(W, np.ones_like(a)), "ratio",
     "dz_dW lacks the factor a."),
    ("linear.tensor", "empty", lambda W, a: np.zeros((len(W), len(a), len(W))), "zero",
     "dz_dW is 0 everywhere: is the result ever written, or does something wipe it out?"),
    ("linear.tensor", "summed", lambda W, a: np.tile(a.T, (len(W), 1)), "shape",
     "dz_dW has the numbers that summing over axis 2 would give: its shape "
     "is (5, 3), that is n×m. Asked for is (5, 3, 5), that "
     "is n×m×n. Keep every entry."),
    ("linear.tensor", "one slice", lambda W, a: tensor(W, a)[:, :, 0], "shape",
     "dz_dW is only the first slice: its shape is (5, 3), that is n×m. Asked for is (5, 3, 5), "
     "that is n×m×n. Is the result written anew in each turn of a loop, or does a `return` stand "
     "inside it?"),
    ("linear.tensor", "extra entry", spoiled(tensor, lambda T: T.__setitem__((0, 0, 1), 1.0)),
     "entry", "dz_dW has one wrong entry, at place (1, 1, 2) counted from 1; the rest is right."),
    ("linear.tensor", "full rows", spoiled(tensor, lambda T: T.__setitem__((0, 0), 1.0)),
     "entries", "dz_dW differs in 5 of 75 entries, all in row 1 (counted from 1)."),
    # --- linear.contract
    ("linear.contract", "never summed", lambda T, g: T * g[:, 0], "shape",
     "dL_dW still has an axis that should be summed away: its shape is (5, 6, 5), that is n×m×n. "
     "Asked for is (5, 6), that is n×m. Its sum over axis 2 would have the right numbers."),
    ("linear.contract", "first slice", lambda T, g: T[:, :, 0], "upstream",
     UNUSED.format("dL_dW")),
    ("linear.contract", "mean", lambda T, g: contract(T, g) / len(g), "factor",
     FACTOR.format("dL_dW", "1/n of")),
    ("linear.contract", "squared", lambda T, g: contract(T, g**2), "upstream",
     NOT_LINEAR.format("dL_dW")),
    ("linear.contract", "middle axis", lambda T, g: T.sum(axis=1) * g, "shape",
     "dL_dW has the shape (5, 5), that is n×n. Asked for is (5, 6), that is n×m."),
    # --- linear.dW
    ("linear.dW", "a squared", lambda a, g: g @ (a**2).T, "ratio",
     "dL_dW has the factor a once too often."),
    ("linear.dW", "upstream squared", lambda a, g: g**2 @ a.T, "ratio",
     "dL_dW has the factor dL_dz once too often."),
    ("linear.dW", "a dropped", lambda a, g: np.tile(g, (1, len(a))), "ratio",
     "dL_dW lacks the factor a."),
    ("linear.dW", "abs of upstream", lambda a, g: np.abs(g) @ a.T, "sign",
     "dL_dW has the wrong sign in 8 of 24 entries: exactly those where dL_dz is negative."),
    ("linear.dW", "transposed and doubled", lambda a, g: 2 * a @ g.T, "convention",
     "dL_dW stands in the other convention: its shape is (8, 3), that is m×n. Asked for is (3, 8), "
     "that is n×m. Transpose it first, then check again: some numbers will still be wrong."),
    ("linear.dW", "reshaped", lambda a, g: np.outer(a, g).reshape(len(g), len(a)), "order",
     "dL_dW has the right numbers in the wrong places: they stand where a reshape would "
     "put them, not a transpose or the other stacking order."),
    ("linear.dW", "off by a row", rows_from_one, "order",
     "dL_dW has the right numbers in the wrong places: its rows are shifted by one. Does a count "
     "begin at 1 instead of 0?"),
    ("linear.dW", "last row empty", spoiled(dW, last_row), "entries",
     "dL_dW differs in 8 of 24 entries, all in row 3 (counted from 1), where your answer is 0."),
    ("linear.dW", "one entry", spoiled(dW, one_entry), "entry",
     "dL_dW has one wrong entry, at place (2, 1) counted from 1; the rest is right."),
    ("linear.dW", "a column doubled", spoiled(dW, column_by_hand), "entries",
     "dL_dW differs in 3 of 24 entries, all in column 2 (counted from 1)."),
    ("linear.dW", "rows mixed", spoiled(dW, first_row_on_top), "ratio",
     ROWS.format("row", "dL_dW")),
    ("linear.dW", "learning rate", lambda a, g: 0.1 * dW(a, g), "factor",
     FACTOR.format("dL_dW", "1/10 times")),
    ("linear.dW", "sum instead of outer", lambda a, g: g + a.T, "upstream",
     NOT_LINEAR.format("dL_dW")),
    ("linear.dW", "softmax on top", lambda a, g: np.exp(g) @ a.T, "upstream",
     NOT_LINEAR.format("dL_dW")),
    ("linear.dW", "positive upstream only", lambda a, g: (g > 0) * g @ a.T, "entries",
     "dL_dW differs in 8 of 24 entries: exactly those where dL_dz is negative, where your answer "
     "is 0."),
    ("linear.dW", "bools", lambda a, g: dW(a, g) > 0, "upstream",
     NOT_LINEAR.format("dL_dW")),
    ("linear.dW", "wrong numbers, all unsigned", lambda a, g: (dW(a, g) ** 2).astype(np.uint8),
     "upstream", NOT_LINEAR.format("dL_dW")),
    ("linear.dW", "one flat column", lambda a, g: np.kron(g, a), "shape",
     "dL_dW has the right numbers, but its shape is (24, 1), that is nm×1. Asked for is (3, 8), "
     "that is n×m."),
    ("linear.dW", "entries in lists", lambda a, g: [[x * y for y in a] for x in g], "shape",
     "dL_dW has the right numbers, but its shape is (3, 8, 1), that is n×m×1. Asked for is (3, 8), "
     "that is n×m."),
    ("linear.dW", "a summed", lambda a, g: g * a.sum(), "shape",
     "dL_dW has the numbers that summing over axis 1 would give: its shape "
     "is (3, 1), that is n×1. Asked for is (3, 8), that is "
     "n×m. Keep every entry."),
    ("linear.dW", "last row of a loop", lambda a, g: g[-1] * a.T, "shape",
     "dL_dW is only the last row: its shape is (1, 8), that is 1×m. Asked for is (3, 8), that is "
     "n×m. Is the result written anew in each turn of a loop, or does a `return` stand inside it?"),
    ("linear.dW", "float16", lambda a, g: dW(a, g).astype(np.float16), "precision",
     "dL_dW is nearly right, but not within 1e-4 of its largest entry: is a number rounded, a "
     "difference taken where a formula is asked for, something small added, or a small dtype "
     "used?"),
    # --- linear.kron
    ("linear.kron", "turned", lambda a, n: kron(a, n).T, "convention",
     "dz_dvecW has the right numbers in the other convention: its shape is (7, 56), that is n×nm. "
     "Asked for is (56, 7), that is nm×n. Each convention is the other with all axes reversed."),
    ("linear.kron", "three axes", lambda a, n: kron(a, n).reshape(-1, n, n), "shape",
     "dz_dvecW has the right numbers, but its shape is (8, 7, 7), that is m×n×n. Asked for is "
     "(56, 7), that is nm×n."),
    ("linear.kron", "no identity", lambda a, n: np.kron(a, np.ones((n, n))), "entries",
     "dz_dvecW differs in 336 of 392 entries, where your "
     "answer is not 0: should anything stand there?"),
    ("linear.kron", "ones for a", lambda a, n: kron(np.ones_like(a), n), "unused",
     "dz_dvecW does not change when a changes, and it should: where does a come in?"),
    ("linear.kron", "m for n", lambda a, n: np.kron(a, np.eye(len(a))), "shape",
     "dz_dvecW has the shape (64, 8), that is mm×m. Asked for is (56, 7), that is nm×n."),
    ("linear.kron", "times n", lambda a, n: n * kron(a, n), "factor",
     FACTOR.format("dz_dvecW", "n times")),
    ("linear.kron", "negative", lambda a, n: -kron(a, n), "sign",
     "dz_dvecW has the wrong sign: every entry is −1 times what it should be."),
    # --- several results
    ("linear.row_form", "db summed", lambda W, a, g: (a @ g, g @ W, g.sum()), "shape",
     "dL_db has the number that summing over all entries would give: its shape "
     "is () (a single number). Asked for is (1, 3), that "
     "is 1×n. Keep every entry."),
    ("linear.row_form", "a dropped", lambda W, a, g: (0 * a + g, g @ W, g), "ratio",
     "dL_dW lacks the factor a."),
    ("linear.xw", "weights dropped", lambda x, V, g: (x.T @ g, g @ np.ones_like(V).T, g), "entries",
     "dL_dx has the same number in every entry: was something summed or averaged over all of them, "
     "or a number used where an array belongs?"),
    ("linear.xw", "upstream dropped", lambda x, V, g: (x.T @ g, np.ones_like(g) @ V.T, g),
     "upstream", UNUSED.format("dL_dx")),
    ("linear.xw", "column", lambda x, V, g: (x.T @ g, V @ g.T, g), "convention",
     "dL_dx has the right numbers turned the other way: its shape is (4, 1), that is m×1. Asked "
     "for is (1, 4), that is 1×m."),
]  # fmt: skip


def test_there_are_forty_unseen_answers_or_more_and_every_exercise_has_some():
    assert len(UNSEEN) >= 40
    assert len({id for id, *_ in UNSEEN}) == 9


@pytest.mark.parametrize(
    ("id", "what", "answer", "kind", "words"), UNSEEN, ids=[f"{one[0]}: {one[1]}" for one in UNSEEN]
)
def test_an_unseen_wrong_answer_gets_the_best_general_finding(id, what, answer, kind, words):
    verdict = get(id).check(answer)
    wrong = next((part for part in verdict.parts.values() if part.status is Status.FAIL), verdict)
    assert (verdict.status, wrong.mistake) == (Status.FAIL, None)
    assert wrong.words == words
    assert (wrong.finding, verdict.finding) == (kind, kind)


@pytest.mark.parametrize(
    ("id", "answer", "kind"), [(one[0], one[2], one[3]) for one in UNSEEN],
    ids=[f"{one[0]}: {one[1]}" for one in UNSEEN],
)  # fmt: skip
def test_an_unseen_wrong_answer_fails_for_other_inputs_too(id, answer, kind):
    for seed in range(1, 6):
        verdict = get(id, seed=seed).check(answer)
        assert verdict.status is Status.FAIL
        assert verdict.finding or verdict.mistake, str(verdict)


def test_a_factor_that_equals_a_size_by_accident_is_a_number_for_every_seed():
    for seed in range(40):
        words = get("linear.da", seed=seed).check(lambda W, g: 5 * W.T @ g).words
        assert words == FACTOR.format("dL_da", "5 times")


def test_no_finding_shows_a_number_that_is_not_a_count_a_place_a_shape_or_a_factor():
    for id, _, answer, _, _ in UNSEEN:
        numbers = re.findall(r"\d+\.\d+", get(id).check(answer).words)
        assert numbers == []
