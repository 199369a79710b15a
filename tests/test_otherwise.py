"""Wrong answers that would be right otherwise, over several units; none of them is listed."""

import numpy as np
import pytest

from bpteach.exercises import Status, get


def sigma(z):
    return 1 / (1 + np.exp(-z))


def forward_turned(W1, b1, W2, b2, a):
    z1 = W1 @ a + b1
    return z1, sigma(z1), W2.T @ sigma(z1) + b2


def forward_both_turned(W1, b1, W2, b2, a):
    z1 = W1.T @ a + b1
    return z1, sigma(z1), W2.T @ sigma(z1) + b2


def skip_turned(W, b, a, dL_do):
    s = sigma(W.T @ a + b)
    dL_dz = dL_do * s * (1 - s)
    return dL_dz @ a.T, dL_dz, dL_do + W @ dL_dz


def words_on(id, answer):
    """What is said of each result that is wrong; of the whole where it has one result."""
    verdict = get(id).check(answer)
    assert verdict.status is Status.FAIL
    assert verdict.mistake is None
    return [part.words for part in verdict.parts.values()] or [verdict.words]


FITS = "\nOn equal sizes, where the shapes fit: "


@pytest.mark.parametrize(
    ("id", "answer", "end"),
    [
        ("chain.fork", lambda M, P, C, D, x: M @ C + P @ D,
         f"{FITS}dz_dx would be right with M and P transposed."),
        ("chain.fork", lambda M, P, C, D, x: M.T @ C + P @ D,
         f"{FITS}dz_dx would be right with P transposed."),
        ("linear.forward", lambda W, a, b: W.T @ a + b,
         f"{FITS}z would be right with W transposed."),
        ("network.forward", forward_turned, f"{FITS}o would be right with W2 transposed."),
        ("network.forward", forward_both_turned, f"{FITS}z1 would be right with W1 transposed."),
    ],
)  # fmt: skip
def test_where_sizes_do_not_fit_the_matrix_that_stands_the_wrong_way_is_named(id, answer, end):
    (words,) = words_on(id, answer)
    assert words.endswith(end)
    assert "Write the variable under each side: which ones meet?" in words


def test_a_square_matrix_that_stands_the_wrong_way_is_named_in_every_result():
    assert words_on("network.skip", skip_turned) == [
        f"{name} would be right with W transposed." for name in ("dL_dW", "dL_db", "dL_da")
    ]


@pytest.mark.parametrize("seed", [0, 1, "Ada"])
def test_a_right_answer_to_a_result_that_needs_no_matrix_is_not_called_turned(seed):
    def forward(W1, b1, W2, b2, a):
        z1 = W1 @ a + b1
        return z1, sigma(z1), sigma(z1).T @ W2 + b2

    assert "W1 transposed" not in str(get("network.forward", seed=seed).check(forward))


@pytest.mark.parametrize(
    ("id", "answer", "name"),
    [
        ("chain.quadratic", lambda S, x: S + S.T, "dz_dx does not change when x changes"),
        ("chain.quadratic", lambda S, x: 2 * S, "dz_dx does not change when x changes"),
        ("linear.dW", lambda a, g: g, "dL_dW does not change when a changes"),
        ("linear.forward", lambda W, a, b: W + b, "z does not change when a changes"),
    ],
)
def test_an_input_that_is_not_used_is_said_before_a_guess_about_the_shape(id, answer, name):
    used = name.split()[-2]
    assert words_on(id, answer) == [f"{name}, and it should: where does {used} come in?"]


Z = "dz_dx is z itself, and not how z changes when x moves."


@pytest.mark.parametrize(
    ("id", "answer"),
    [
        ("chain.quadratic", lambda S, x: x.T @ S @ x),
        ("chain.quadratic", lambda S, x: float((x.T @ S @ x)[0, 0])),
        ("chain.fork", lambda M, P, C, D, x: C.T @ M @ x + D.T @ P @ x),
    ],
)
def test_a_value_in_the_place_of_its_derivative_is_told_so(id, answer):
    assert words_on(id, answer) == [Z]
