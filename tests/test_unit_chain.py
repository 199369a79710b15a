"""What only unit 02 has: predictions, steps to order, conventions to decide on, unseen answers."""

import re

import numpy as np
import pytest
from answers.chain import layout_filled

from bpteach import COLUMN, ROW, Dense, Variable, chain, numerical_jacobian
from bpteach.exercises import Rung, Status, get
from bpteach.exercises.made import handed

SEEDS = (0, 1, 2, "Ada", "Bob")
NO_PATTERN = (
    "{} has the right shape, but every entry differs, with no simple pattern: check the formula "
    "on a 2×2 example by hand."
)


# --- predictions --------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_the_shapes_asked_for_are_those_of_the_courses_own_jacobians(seed):
    exercise = get("chain.jacobian_shapes", seed=seed)
    given = re.search(
        r"\$x\$ has (\d) numbers, \$y\$ has (\d), \$u\$ has (\d), and \$z\$ has 1", exercise.task
    )
    x, y, u = (Variable(name, (int(n),)) for name, n in zip("xyu", given.groups(), strict=True))
    z = Variable("z", (1,))
    pairs = [(y, x), (u, y), (z, u), (z, y), (u, x), (z, x)]
    tables = [Dense(np.zeros(wrt.axes + of.axes), of=of, wrt=wrt) for of, wrt in pairs]
    shapes = [one.to(layout).shape for layout in (COLUMN, ROW) for one in tables]
    assert exercise.reference == shapes
    assert len(set(shapes)) == 12


def test_a_shape_of_the_other_convention_is_told_so():
    exercise = get("chain.jacobian_shapes")
    turned = [one[::-1] for one in exercise.reference]
    verdict = exercise.check(turned)
    assert verdict.points == 0
    for part in verdict.parts.values():
        assert part.words.startswith("This is the shape in the other convention.")


def test_a_shape_in_quotes_is_told_to_be_text():
    exercise = get("chain.jacobian_shapes")
    verdict = exercise.check([str(exercise.reference[0]), *exercise.reference[1:]])
    assert (
        verdict.parts["1"].words == "This is text. Write a shape, without quotes: (3, 4) or (3,)."
    )


def test_a_shape_with_one_axis_and_a_shape_of_other_variables_are_told_so():
    exercise = get("chain.jacobian_shapes")
    answer = list(exercise.reference)
    (n, _), (_, k) = answer[:2]
    answer[0], answer[1] = (n,), (n, k)
    words = [part.words for part in exercise.check(answer).parts.values()][:3]
    assert words[0].startswith("This has one axis only.")
    assert words[1].startswith("Not this. Read the derivative aloud: what with respect to what?")
    assert words[2] == "Right."


@pytest.mark.parametrize("seed", SEEDS)
def test_the_silent_product_is_what_numpy_gives(seed):
    exercise = get("chain.predict_square", seed=seed)
    M, K, C = (
        np.array([[float(one) for one in row.split("&")] for row in text.split(r"\\")])
        for text in re.findall(r"begin{bmatrix}(.*?)\\end{bmatrix}", exercise.task)
    )
    shape, wrong, right, word, guards = exercise.reference
    assert (K.T @ M.T @ C).shape == shape
    np.testing.assert_array_equal(wrong, K.T @ M.T @ C, strict=True)
    differences = numerical_jacobian(lambda x: C.T @ K @ M @ x, np.ones((2, 1)), of="z", wrt="x")
    np.testing.assert_allclose(right, differences.array, rtol=1e-7, strict=True)
    assert (wrong != right).all()
    with pytest.raises(ValueError, match="matmul"):
        K.T @ np.ones((2, 3)).T @ C
    assert (word, guards) == ("error", 1)


@pytest.mark.parametrize(
    ("question", "slip", "mistake", "words"),
    [
        (2, lambda r: r[1], "C10", "The factor nearest x has to stand first"),
        (2, lambda r: r[2].T, "A1", "The numbers are right, as a row."),
        (1, lambda r: r[2], None, "This is the product in the other order."),
        (0, lambda r: "error", None, "Look at the sizes alone"),
        (3, lambda r: (3, 1), None, "This is the shape of the right gradient."),
        (4, lambda r: 0, None, "One of the three compares numbers"),
        (4, lambda r: 2, None, "does it differ from that of dz/dx?"),
        (4, lambda r: 17, None, "Not this."),
    ],
)
def test_slips_in_the_silent_product_are_explained(question, slip, mistake, words):
    exercise = get("chain.predict_square")
    answer = list(exercise.reference)
    answer[question] = slip(exercise.reference)
    part = list(exercise.check(answer).parts.values())[question]
    assert (part.status, part.mistake) == (Status.FAIL, mistake)
    assert words in part.words


@pytest.mark.parametrize(
    ("question", "form"),
    [
        (1, lambda r: r[1].ravel()),
        (1, lambda r: r[1].T),
        (1, lambda r: r[1].ravel().tolist()),
        (2, lambda r: r[2].reshape(1, 2, 1)),
    ],
)
def test_right_numbers_in_another_form_are_told_how_to_write_a_column(question, form):
    exercise = get("chain.predict_square")
    answer = list(exercise.reference)
    answer[question] = form(exercise.reference)
    part = list(exercise.check(answer).parts.values())[question]
    assert part.words == (
        "The numbers are right, but not as asked: write a column as `[[1], [2]]`."
    )


def test_the_given_numbers_stand_in_the_task_and_in_no_question():
    for name in ("jacobian_shapes", "predict_square"):
        exercise = get(f"chain.{name}", seed="Ada")
        given = exercise.given(exercise.rng(1))
        assert exercise.task.count(given) == 1
        assert not any(given in question.asked for question in exercise.asked)


def test_a_twelfth_of_a_point_is_written_as_one():
    exercise = get("chain.jacobian_shapes")
    parts = exercise.check(exercise.reference[:1] + [(1, 1)] * 11).parts
    assert parts["1"].headline == "✓ question 1: right (1/12 of 1/12 points)"
    assert parts["2"].headline == "✗ question 2: not yet (0 of 1/12 points)"


# --- the derivation -----------------------------------------------------------------------


def letter_of(exercise, text):
    return next(letter for letter, line in exercise.lines.items() if line.text.startswith(text))


@pytest.mark.parametrize("seed", SEEDS)
def test_both_derivatives_may_be_found_in_either_order(seed):
    exercise = get("chain.derivation", seed=seed)
    assert len(exercise.lines) == 11
    assert len(exercise.accepted) == 2
    for answer in exercise.accepted:
        assert len(answer) == 6
        assert exercise.check(list(answer)).status is Status.PASS


@pytest.mark.parametrize(
    ("place", "text", "mistake"),
    [
        (0, "dz/dxⱼ = Πᵢ", "F3"),
        (1, "dyᵢ/dxⱼ = xⱼ", "A4"),
        (3, "dz/dxⱼ = Σᵢ Mⱼᵢ Cᵢ", "A2"),
        (5, "dz/dx = Cᵀ M", "A1"),
        (5, "dz/dx = M C", "A2"),
    ],
)
def test_a_line_made_of_a_mistake_names_it(place, text, mistake):
    exercise = get("chain.derivation")
    answer = exercise.reference
    answer[place] = letter_of(exercise, text)
    verdict = exercise.check(answer)
    assert (verdict.status, verdict.mistake) == (Status.FAIL, mistake)
    assert f"Line {answer[place]}, at place {place + 1}, is not right there." in verdict.words


def test_a_derivation_that_stops_early_or_begins_late_is_told_where():
    exercise = get("chain.derivation")
    right = exercise.reference
    early = exercise.check(right[:4])
    assert (
        early.words
        == "The first 4 lines are right, but it does not end here: what is still missing?"
    )
    late = exercise.check(right[1:])
    assert "what has to stand before it?" in late.words
    assert late.finding == "order"


# --- which convention ---------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_every_trial_is_what_central_differences_say(seed):
    exercise = get("chain.which_layout", seed=seed)
    words = set()
    for number in (1, 2):
        for trial in exercise.trials(exercise.rng(number)):
            f, x, J = (handed(value) for value in trial.arguments.values())
            known = numerical_jacobian(f, x, of="y", wrt="x")
            fits = [
                J.shape == K.shape and np.isclose(J, K, rtol=1e-6).all()
                for K in (known.array, known.T.array)
            ]
            assert (
                trial.right
                == {
                    (True, True): "both",
                    (True, False): "column",
                    (False, True): "row",
                    (False, False): "neither",
                }[tuple(fits)]
            )
            assert layout_filled(f, x, J) == trial.right
            words.add(trial.right)
    assert words == {"column", "row", "both", "neither"}


@pytest.mark.parametrize("seed", range(30))
def test_a_wrong_matrix_is_far_from_both_conventions(seed):
    exercise = get("chain.which_layout", seed=seed)
    for trial in exercise.trials(exercise.rng(1)):
        f, x, J = (handed(value) for value in trial.arguments.values())
        known = numerical_jacobian(f, x, of="y", wrt="x").array
        for K in (known, known.T):
            if trial.right == "neither" and J.shape == K.shape:
                assert np.abs(J - K).max() > 0.02 * np.abs(K).max()


DECIDED_WRONGLY = [
    ("the shape alone", lambda f, x, J: "column" if len(J) == len(x) else "row",
     "which_layout says 'column' to a square Jacobian in the row convention. Where J is square "
     "its shape says nothing: compare the numbers."),
    ("both left out", lambda f, x, J: layout_filled(f, x, J).replace("both", "column"),
     "which_layout says 'column' to a symmetric Jacobian. A symmetric matrix equals its own "
     "transpose: look at both conventions before you decide."),
    ("at zero", lambda f, x, J: layout_filled(f, 0 * x, J),
     "which_layout says 'neither' to a curved map and its column-convention Jacobian. The Jacobian "
     "of this f depends on x: take the differences around this x."),
    ("divided by h", lambda f, x, J: layout_filled(lambda x: 2 * f(x), x, J),
     "which_layout says 'neither' to a linear map and its Jacobian with a row for each entry of x. "
     "'neither' says that J agrees with neither of your two tables. Print your Jacobian beside J: "
     "is it a multiple of J? Look at the step and at what you divide by."),
    ("signs lost", lambda f, x, J: layout_filled(lambda x: abs(f(x)), x, abs(J)), None),
    ("sums compared", lambda f, x, J: layout_of_sums(f, x, J), None),
    ("words swapped", lambda f, x, J: {"row": "column", "column": "row"}.get(
        word := layout_filled(f, x, J), word),
     "which_layout says 'row' to a linear map and its Jacobian with a row for each entry of x. In "
     "which convention do the rows of a Jacobian belong to x?"),
]  # fmt: skip


def layout_of_sums(f, x, J):
    known = numerical(f, x)
    for word, K in (("column", known), ("row", known.T)):
        if J.shape == K.shape and abs(J.sum() - K.sum()) < 1e-3:
            return word
    return "neither"


def numerical(f, x, h=1e-5):
    moves = h * np.eye(len(x))[:, :, None]
    return np.hstack([(f(x + move) - f(x - move)) / (2 * h) for move in moves]).T


@pytest.mark.parametrize(
    ("what", "answer", "words"), DECIDED_WRONGLY, ids=[one[0] for one in DECIDED_WRONGLY]
)
def test_a_wrong_decision_is_told_with_what_was_decided_on(what, answer, words):
    verdict = get("chain.which_layout").check(answer)
    assert (verdict.status, verdict.finding) == (Status.FAIL, "decision")
    assert verdict.words.startswith("which_layout says ")
    assert words in (None, verdict.words)


def test_a_word_that_is_no_convention_is_refused_with_those_that_are():
    verdict = get("chain.which_layout").check(lambda f, x, J: "denominator")
    assert verdict.rung is Rung.SHAPE
    assert verdict.words.endswith(
        "Your function returned 'denominator'. Return 'column' or 'row' or 'both' or 'neither'."
    )


# --- chains of other lengths --------------------------------------------------------------


@pytest.mark.parametrize("name", ["chain.chain_column", "chain.chain_row"])
def test_three_factors_written_out_are_not_enough(name):
    order = (0, 1, 2) if name.endswith("column") else (2, 1, 0)
    verdict = get(name).check(lambda J: J[order[0]] @ J[order[1]] @ J[order[2]])
    assert (verdict.status, verdict.finding) == (Status.FAIL, "edge")
    assert verdict.words.startswith(
        "Right on ordinary inputs, but not where the list holds two Jacobians and ends in a loss, "
        "a single number."
    )


def test_a_start_of_the_wrong_size_shows_where_the_list_ends_in_a_loss():
    def of_three_or_more(jacobians):
        product = jacobians[0] @ jacobians[1] @ jacobians[2] if jacobians[2:] else np.zeros((2, 1))
        for jacobian in jacobians[3:]:
            product = product @ jacobian
        return product

    verdict = get("chain.chain_column").check(of_three_or_more)
    assert verdict.finding == "edge"
    assert "The list can have any length from one on" in verdict.words


def test_an_emptied_list_is_a_changed_input():
    verdict = get("chain.chain_column").check(lambda J: J.pop(0) @ J.pop(0) @ J.pop(0))
    assert (verdict.rung, verdict.finding) == (Rung.INPUTS, "inputs")


# --- the course's own code ----------------------------------------------------------------


def by_chain(jacobians):
    names = [Variable(f"v{k}", (len(J),)) for k, J in enumerate(jacobians)]
    names.append(Variable("last", (jacobians[-1].shape[1],)))
    return chain(*[Dense(J, of=names[k + 1], wrt=names[k]) for k, J in enumerate(jacobians)]).array


OURS = {
    "chain.gradient_column": lambda M, C, x: (
        numerical_jacobian(lambda x: C.T @ M @ x, x, of="z", wrt="x").array
    ),
    "chain.chain_column": by_chain,
    "chain.quadratic": lambda S, x: numerical_jacobian(lambda x: x.T @ S @ x, x).array,
}


@pytest.mark.parametrize("id", OURS)
def test_jacobians_and_differences_of_the_course_inside_an_answer_are_refused(id):
    verdict = get(id).check(OURS[id])
    assert (verdict.status, verdict.rung) == (Status.FAIL, Rung.RUNS)
    assert verdict.words.startswith("Here the course's own code (")


# --- unseen wrong answers -----------------------------------------------------------------

UNSEEN = [
    ("gradient_column", "negative", lambda M, C, x: -(M.T @ C), "sign",
     "dz_dx has the wrong sign: every entry is −1 times what it should be."),
    ("gradient_column", "1-D", lambda M, C, x: (M.T @ C)[:, 0], "shape",
     "dz_dx has the right numbers, but its shape is (5,), that is n (1-D: neither a column nor a "
     "row). Asked for is (5, 1), that is n×1."),
    ("gradient_column", "times x", lambda M, C, x: M.T @ C * x, "ratio",
     "dz_dx has the factor x once too often."),
    ("gradient_column", "mean", lambda M, C, x: M.T @ C / len(C), "factor",
     "dz_dx is 1/m of what it should be, in every entry: one constant factor is wrong."),
    ("gradient_column", "never summed", lambda M, C, x: M.T * C.T, "shape",
     "dz_dx still has an axis that should be summed away: its shape is (5, 3), that is n×m. Asked "
     "for is (5, 1), that is n×1. Its sum over axis 1 would have the right numbers."),
    ("gradient_column", "y", lambda M, C, x: M @ x, "upstream",
     "dz_dx does not change when C changes, and it should: the chain rule multiplies by what comes "
     "back from the loss, here C."),
    ("gradient_column", "z everywhere", lambda M, C, x: 0 * x + C.T @ M @ x, "entries",
     "dz_dx has the same number in every entry: was something summed or averaged over all of "
     "them, or a number used where an array belongs?"),
    ("gradient_column", "x added", lambda M, C, x: M.T @ C + x, "offset",
     "dz_dx has the term x once too often."),
    ("gradient_column", "reshaped", lambda M, C, x: M.reshape(M.shape[::-1]) @ C, "entries",
     NO_PATTERN.format("dz_dx")),
    ("gradient_row", "twice", lambda M, C, x: 2 * C.T @ M, "factor",
     "dz_dx is 2 times what it should be, in every entry: one constant factor is wrong."),
    ("gradient_row", "never summed", lambda M, C, x: C * M, "shape",
     "dz_dx still has an axis that should be summed away: its shape is (7, 3), that is m×n. Asked "
     "for is (1, 3), that is 1×n. Its sum over axis 0 would have the right numbers."),
    ("gradient_row", "x as a row", lambda M, C, x: x.T, "upstream",
     "dz_dx does not change when C changes, and it should: the chain rule multiplies by what comes "
     "back from the loss, here C."),
    ("chain_column", "converted", lambda J: (J[0] @ J[1] @ J[2]).T, "convention",
     "product has the right numbers turned the other way: its shape is (6, 8), that is l×n. Asked "
     "for is (8, 6), that is n×l."),
    ("chain_column", "two of three", lambda J: J[0] @ J[1], "shape",
     "product has the shape (8, 7), that is n×k. Asked for is (8, 6), that is n×l."),
    ("chain_row", "half converted", lambda J: J[0].T @ J[1].T @ J[2].T, "convention",
     "product has the right numbers turned the other way: its shape is (6, 3), that is n×l. Asked "
     "for is (3, 6), that is l×n."),
    ("chain_row", "negative", lambda J: -J[2] @ J[1] @ J[0], "sign",
     "product has the wrong sign: every entry is −1 times what it should be."),
    ("quadratic", "half", lambda S, x: (S + S.T) @ x / 2, "factor",
     "dz_dx is 1/2 times what it should be, in every entry: one constant factor is wrong."),
    ("quadratic", "minus", lambda S, x: S @ x - S.T @ x, "offset",
     "In dz_dx the term from the right x has the wrong sign."),
    ("quadratic", "no S", lambda S, x: 2 * x, "unused",
     "dz_dx does not change when S changes, and it should: where does S come in?"),
    ("quadratic", "diagonal", lambda S, x: 2 * np.diag(S)[:, None] * x, "entries",
     NO_PATTERN.format("dz_dx")),
    ("quadratic", "matrix", lambda S, x: S + S.T, "unused",
     "dz_dx does not change when x changes, and it should: where does x come in?"),
    ("quadratic", "spread", lambda S, x: S @ x + x.T, "shape",
     "dz_dx has the shape (5, 5), that is n×n. Asked for is (5, 1), that is n×1. If a column meets "
     "a row or a 1-D array, numpy spreads both over a square: print the shape of each operand."),
    ("quadratic", "in place", lambda S, x: np.add(S, S.T.copy(), out=S) @ x, "inputs",
     "The numbers are right, but your function changes its input S. Other code still needs it: "
     "work on a new array, not with `+=`, `[...] =` or `out=`."),
    ("fork", "row", lambda M, P, C, D, x: C.T @ M + D.T @ P, "convention",
     "dz_dx has the right numbers in the other convention: its shape is (1, 8), that is 1×n. Asked "
     "for is (8, 1), that is n×1. Each convention is the other with all axes reversed."),
    ("fork", "one branch, as a row", lambda M, P, C, D, x: C.T @ M, "convention",
     "dz_dx stands in the other convention: its shape is (1, 8), that is 1×n. Asked for is (8, 1), "
     "that is n×1. Transpose it first, then check again: some numbers will still be wrong."),
    ("fork", "mean", lambda M, P, C, D, x: (M.T @ C + P.T @ D) / 2, "factor",
     "dz_dx is 1/2 times what it should be, in every entry: one constant factor is wrong."),
    ("fork", "minus", lambda M, P, C, D, x: M.T @ C - P.T @ D, "offset",
     "In dz_dx the term from the branch through v has the wrong sign."),
    ("fork", "side by side", lambda M, P, C, D, x: np.hstack([M.T @ C, P.T @ D]), "shape",
     "dz_dx still has an axis that should be summed away: its shape is (8, 2), that is n×2. Asked "
     "for is (8, 1), that is n×1. Its sum over axis 1 would have the right numbers."),
    ("fork", "first branch twice", lambda M, P, C, D, x: 2 * M.T @ C, "unused",
     "dz_dx does not change when P or D changes, and it should: where does P or D come in?"),
    ("fork", "one upstream dropped", lambda M, P, C, D, x: M.T @ C + P.sum(0)[:, None], "unused",
     "dz_dx does not change when D changes, and it should: where does D come in?"),
    ("fork", "the larger", lambda M, P, C, D, x: np.maximum(M.T @ C, P.T @ D), "entries",
     NO_PATTERN.format("dz_dx")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "what", "answer", "kind", "words"),
    UNSEEN,
    ids=[f"{one[0]}: {one[1]}" for one in UNSEEN],
)
def test_an_unseen_wrong_answer_gets_the_best_general_finding(name, what, answer, kind, words):
    verdict = get(f"chain.{name}").check(answer)
    assert (verdict.status, verdict.mistake) == (Status.FAIL, None)
    assert verdict.words == words
    assert verdict.finding == kind


@pytest.mark.parametrize(
    ("name", "what", "answer", "kind", "words"),
    UNSEEN,
    ids=[f"{one[0]}: {one[1]}" for one in UNSEEN],
)
def test_an_unseen_wrong_answer_fails_for_other_inputs_too(name, what, answer, kind, words):
    for seed in range(1, 6):
        verdict = get(f"chain.{name}", seed=seed).check(answer)
        assert verdict.status is Status.FAIL
        assert verdict.finding or verdict.mistake, str(verdict)
        assert not re.findall(r"\d+\.\d+", verdict.words)


SQUARE_ONLY = [
    ("chain.chain_column", lambda J: J[0].T @ J[1].T @ J[2].T),
    ("chain.fork", lambda M, P, C, D, x: M.T @ D + P.T @ C),
    ("chain.fork", lambda M, P, C, D, x: M @ C + P @ D),
    ("chain.gradient_row", lambda M, C, x: C @ M),
]


@pytest.mark.parametrize(("id", "answer"), SQUARE_ONLY)
def test_a_product_that_fits_only_square_matrices_stops_and_says_where(id, answer):
    verdict = get(id).check(answer)
    assert (verdict.status, verdict.rung, verdict.mistake) == (Status.FAIL, Rung.RUNS, None)
    assert "wide, the right one" in verdict.words
    assert "It happened in line 1 of your function: " in verdict.words
