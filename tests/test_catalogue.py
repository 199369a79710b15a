"""The catalogue proves itself: right answers pass, starters are not started, mistakes are named."""

import functools
import inspect
import re
from dataclasses import replace

import numpy as np
import pytest
from correct_forms import CORRECT

from bpteach import Linear
from bpteach.exercises import Rung, Status, check_namespace, get, unit_of, units
from bpteach.exercises.ladder import climb
from bpteach.exercises.running import run_here

EXERCISES = [exercise for unit in units() for exercise in unit.exercises]
IDS = [exercise.id for exercise in EXERCISES]
SEEDS = (0, 1, 20)

# SYLLABUS.md's table for unit 03: id, call, difficulty, mistakes that a checker must name.
TABLE = {
    "linear.forward": ("linear(W, a, b)", 1, []),
    "linear.db": ("dL_db(dL_dz)", 2, ["D1", "D2", "D3", "D5", "D6"]),
    "linear.da": ("dL_da(W, dL_dz)", 2, ["C1", "C2", "C3", "C4", "C9"]),
    "linear.tensor": ("dz_dW(W, a)", 3, ["B8"]),
    "linear.contract": ("contract(T, dL_dz)", 3, ["B7", "B9", "T1", "T2", "T3"]),
    "linear.dW": ("dL_dW(a, dL_dz)", 3, ["B1", "B2", "B3", "B6", "B10", "B13"]),
    "linear.row_form": ("linear_backward_row(W, a, dL_dz)", 4, ["B1", "C3", "D6"]),
    "linear.kron": ("dz_dvecW(a, n)", 4, ["T4"]),
    "linear.xw": ("xw_backward(x, V, dL_dz)", 4, ["B1", "C1"]),
}


def test_unit_03_has_the_exercises_of_the_syllabus_in_its_order():
    assert {e.id: (e.call, e.difficulty, [m.id for m in e.mistakes]) for e in EXERCISES} == TABLE
    assert list(TABLE) == IDS


@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_points_are_the_difficulty_and_a_record_is_complete(exercise):
    assert exercise.points == exercise.difficulty
    assert exercise.kind == "function"
    for text in (exercise.title, exercise.objective, exercise.prompt, exercise.solution):
        assert text.strip() == text != ""
    assert len(exercise.hints) >= 2
    assert exercise.source == 'Course notes, "Linear layer".'
    assert tuple(inspect.signature(exercise.starter).parameters) == exercise.parameters


@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_hints_and_prompts_do_not_hold_the_reference(exercise):
    lines = exercise.reference_source.splitlines()[1:]
    body = max(lines, key=len).strip().removeprefix("return ")
    for text in (exercise.prompt, exercise.starter_source, *exercise.hints):
        assert body not in text


# --- references and starters --------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("id", IDS)
def test_every_reference_passes(id, seed):
    exercise = get(id, seed=seed)
    verdict = climb(exercise, functools.partial(run_here, exercise, exercise.reference))
    assert (verdict.status, verdict.points) == (Status.PASS, exercise.points)


@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_the_reference_itself_is_no_answer(exercise):
    verdict = exercise.check(exercise.reference)
    assert (verdict.status, verdict.rung, verdict.points) == (Status.FAIL, Rung.PRESENT, 0)
    assert verdict.words == (
        "This is the course's own code. It is not an answer, but a good thing to compare yours "
        f"with. Write `{exercise.call}` yourself."
    )


@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_a_reference_called_by_a_learners_function_is_no_answer(exercise):
    reference, names = exercise.reference, ", ".join(exercise.parameters)
    answer = eval(f"lambda {names}: reference({names})", {"reference": reference})
    verdict = exercise.check(answer)
    assert (verdict.status, verdict.rung, verdict.points) == (Status.FAIL, Rung.RUNS, 0)
    assert verdict.words == (
        f"Here the course's own code (`{reference.__name__}`) does the work. Write "
        f"{exercise.function} with numpy alone; use the course's layers to check yourself."
    )


def layer_of(W):
    return Linear(W, np.zeros((len(W), 1)))


LAYERED = {
    "linear.forward": lambda W, a, b: Linear(W, b)(a),
    "linear.db": lambda dL_dz: layer_of(np.ones((len(dL_dz), 2))).vjp(np.ones((2, 1)))[1](dL_dz).b,
    "linear.da": lambda W, dL_dz: layer_of(W).vjp(np.ones((W.shape[1], 1)))[1](dL_dz).input,
    "linear.tensor": lambda W, a: layer_of(W).jacobian(a, wrt="W").array,
    "linear.dW": lambda a, dL_dz: layer_of(np.ones((len(dL_dz), len(a)))).vjp(a)[1](dL_dz).W,
    "linear.row_form": lambda W, a, dL_dz: (
        (back := layer_of(W).vjp(a)[1](dL_dz, layout="row")).W,
        back.input,
        back.b,
    ),
    "linear.xw": lambda x, V, dL_dz: (
        (back := layer_of(V.T).vjp(x.T)[1](dL_dz, layout="row")).W,
        back.input,
        back.b,
    ),
}


@pytest.mark.parametrize("id", LAYERED)
def test_a_layer_of_the_course_inside_an_answer_is_refused(id):
    verdict = get(id).check(LAYERED[id])
    assert (verdict.status, verdict.rung, verdict.points) == (Status.FAIL, Rung.RUNS, 0)
    assert verdict.words.startswith("Here the course's own code (`Linear`) does the work.")


def test_a_layer_of_the_course_that_raises_inside_an_answer_is_refused_too():
    verdict = get("linear.forward").check(lambda W, a, b: Linear(W, b)(b))
    assert verdict.words.startswith("Here the course's own code (`Linear`) does the work.")


def test_a_partial_of_the_reference_is_refused():
    verdict = get("linear.dW").check(functools.partial(get("linear.dW").reference))
    assert verdict.words.startswith("Here the course's own code (`_dW_reference`) does the work.")


def starter_from(source):
    namespace = {"np": np}
    exec(source, namespace)
    return namespace


@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_every_starter_is_not_started(exercise):
    namespace = starter_from(exercise.starter_source)
    for answer in (exercise.starter, namespace[exercise.function], namespace):
        verdict = exercise.check(answer)
        assert (verdict.status, verdict.points) == (Status.NOT_STARTED, 0)
        assert verdict.max_points == exercise.points
    assert str(verdict) == (
        f"– {exercise.id}: not started (0 of {exercise.difficulty} "
        f"{'point' if exercise.difficulty == 1 else 'points'})\n"
        f"  Write `{exercise.call}` in its cell, run that cell, then check again."
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda source: re.sub(r'""".*"""', '"""My own words,\n    in two lines."""', source),
        lambda source: re.sub(r'    """.*"""\n', "", source),
        lambda source: source.replace(":\n", ":  # mine\n    # still to do\n", 1),
        lambda source: source.replace("    raise", "\n\n    raise"),
    ],
    ids=["docstring", "no docstring", "comments", "blank lines"],
)
@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_a_starter_with_other_comments_is_still_not_started(exercise, change):
    changed = change(exercise.starter_source)
    assert changed != exercise.starter_source
    assert exercise.check(starter_from(changed)).status is Status.NOT_STARTED


@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_a_missing_answer_is_not_started(exercise):
    assert exercise.check({}).status is Status.NOT_STARTED
    assert check_namespace(exercise.id, {}).status is Status.NOT_STARTED


# --- right answers ------------------------------------------------------------------------


def test_every_exercise_has_eight_right_answers_or_more():
    assert list(CORRECT) == IDS
    assert min(map(len, CORRECT.values())) >= 8


@pytest.mark.parametrize(
    ("id", "answer"),
    [(id, form) for id, forms in CORRECT.items() for form in forms],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_every_right_form_passes(id, answer):
    for seed in SEEDS:
        verdict = get(id, seed=seed).check(answer)
        assert verdict.status is Status.PASS, str(verdict)
        assert (verdict.points, verdict.mistake, verdict.rung) == (verdict.max_points, None, None)
        assert all(part.status is Status.PASS for part in verdict.parts.values())


def test_what_numpy_already_has_is_a_right_answer():
    assert get("linear.db").check(np.array).status is Status.PASS
    assert get("linear.db").check(np.positive).status is Status.PASS


def test_an_answer_can_be_a_partial_a_method_a_decorated_function_or_a_callable_object():
    class Mine:
        def dL_dW(self, a, dL_dz):
            return dL_dz @ a.T

        __call__ = dL_dW

    def named(before, a, dL_dz=None, *more, after=1, **rest):
        return after * dL_dz @ a.T

    @functools.wraps(named)
    def decorated(*arguments):
        return named(None, *arguments)

    del decorated.__wrapped__
    for answer in (Mine().dL_dW, Mine(), functools.partial(named, None), decorated):
        assert get("linear.dW").check(answer).status is Status.PASS


# --- wrong answers ------------------------------------------------------------------------


def loop_wrong_way(a, dL_dz):
    out = np.zeros((len(a), len(dL_dz)))
    for i in range(len(a)):
        for j in range(len(dL_dz)):
            out[i, j] = a[i, 0] * dL_dz[j, 0]
    return out


def loop_into_the_wrong_place(a, dL_dz):
    out = np.zeros((len(dL_dz), len(a)))
    for i in range(len(dL_dz)):
        for j in range(len(a)):
            out[i, j] = a[i, 0] * dL_dz[j, 0]
    return out


def inner_by_zip(a, dL_dz):
    total = 0.0
    for x, g in zip(a, dL_dz, strict=False):
        total += x * g
    return total


def diagonal_loop(a, dL_dz):
    out = np.zeros((len(dL_dz), len(a)))
    for i in range(min(out.shape)):
        out[i, i] = dL_dz[i, 0] * a[i, 0]
    return out


def tensor_left(a, dL_dz):
    T = np.zeros((len(dL_dz), len(a), len(dL_dz)))
    for i in range(len(dL_dz)):
        T[i, :, i] = a[:, 0]
    return T


def zeros_never_filled(dL_dz):
    out = np.zeros_like(dL_dz)
    for i in range(len(dL_dz)):
        out[i] + dL_dz[i]
    return out


def jacobian_loop(dL_dz):
    J = np.zeros((len(dL_dz), len(dL_dz)))
    for i in range(len(J)):
        J[i, i] = 1
    return J


def w_times_g_in_loops(W, dL_dz):
    out = np.zeros((W.shape[0], 1))
    for i in range(W.shape[0]):
        for j in range(W.shape[1]):
            out[i] += W[i, j] * dL_dz[j]
    return out


def column_sums_in_loops(W, dL_dz):
    out = np.zeros((W.shape[1], 1))
    for j in range(W.shape[1]):
        for i in range(W.shape[0]):
            out[j] += W[i, j]
    return out


def shares_in_loops(W, dL_dz):
    n, m = W.shape
    return [[W[i, j] * dL_dz[i, 0] for i in range(n)] for j in range(m)]


def every_slice_the_same(W, a):
    n, m = W.shape
    T = np.zeros((n, m, n))
    for i in range(n):
        for j in range(m):
            for k in range(n):
                T[i, j, k] = a[j, 0]
    return T


def first_axis_in_loops(T, dL_dz):
    out = np.zeros(T.shape[1:])
    for i in range(T.shape[0]):
        out += T[i] * dL_dz[i]
    return out


def slices_without_weights(T, dL_dz):
    out = np.zeros(T.shape[:2])
    for k in range(len(dL_dz)):
        out = out + T[:, :, k]
    return out


def column_of_a_column(T, dL_dz):
    n, m, _ = T.shape
    return [[[sum(T[i, j, k] * dL_dz[k, 0] for k in range(n))] for j in range(m)] for i in range(n)]


def kron_in_loops(a, n):
    out = np.zeros((n * len(a), n))
    for i in range(n):
        for j in range(len(a)):
            out[i * len(a) + j, i] = a[j, 0]
    return out


# id, mistake, .also, and the same mistake as different learners write it
WRONG = {
    ("linear.db", "D1", ()): [
        lambda dL_dz: np.ones(dL_dz.shape),
        lambda dL_dz: np.ones((len(dL_dz), 1), dtype=np.float32),
        lambda dL_dz: [[1] for _ in dL_dz],
        lambda dL_dz: np.eye(len(dL_dz)) @ np.ones((len(dL_dz), 1)),
        lambda dL_dz: np.ones(len(dL_dz)),
    ],
    ("linear.db", "D2", ()): [
        lambda dL_dz: np.sum(dL_dz),
        lambda dL_dz: float(sum(dL_dz[:, 0])),
        lambda dL_dz: dL_dz.sum(axis=0, keepdims=True),
        lambda dL_dz: np.ones((1, len(dL_dz))) @ dL_dz,
        lambda dL_dz: sum(dL_dz),
    ],
    ("linear.db", "D3", ()): [
        lambda dL_dz: np.zeros_like(dL_dz),
        lambda dL_dz: np.zeros(len(dL_dz), dtype=int),
        lambda dL_dz: 0,
        zeros_never_filled,
    ],
    ("linear.db", "D5", ()): [
        lambda dL_dz: np.eye(dL_dz.shape[0]),
        lambda dL_dz: np.diag(np.ones(len(dL_dz), dtype=int)),
        lambda dL_dz: np.identity(dL_dz.size, dtype=np.float32).tolist(),
        jacobian_loop,
    ],
    ("linear.db", "D6", ()): [
        lambda dL_dz: dL_dz[:, 0],
        lambda dL_dz: dL_dz.squeeze(),
        lambda dL_dz: [float(one) for one in dL_dz.flatten()],
        lambda dL_dz: np.einsum("ik->i", dL_dz),
    ],
    ("linear.da", "C1", ()): [
        lambda W, dL_dz: W.dot(dL_dz),
        lambda W, dL_dz: np.einsum("ij,jk->ik", W, dL_dz),
        lambda W, dL_dz: np.array([row @ dL_dz for row in W]),
        w_times_g_in_loops,
    ],
    ("linear.da", "C2", ()): [
        lambda W, dL_dz: W.T @ np.ones((W.shape[0], 1)),
        lambda W, dL_dz: W.sum(axis=0).reshape(-1, 1),
        lambda W, dL_dz: np.sum(W, axis=0),
        lambda W, dL_dz: np.ones((1, len(W))) @ W,
        column_sums_in_loops,
    ],
    ("linear.da", "C3", ()): [
        lambda W, dL_dz: dL_dz.T @ W,
        lambda W, dL_dz: (W.T @ dL_dz).T,
        lambda W, dL_dz: np.sum(W * dL_dz, axis=0, keepdims=True),
        lambda W, dL_dz: (dL_dz.T.astype(np.float32) @ W.astype(np.float32)).tolist(),
    ],
    ("linear.da", "C4", ()): [
        lambda W, dL_dz: W.T,
        lambda W, dL_dz: np.transpose(W).copy(),
        lambda W, dL_dz: [[row[j] for row in W] for j in range(W.shape[1])],
    ],
    ("linear.da", "C9", ()): [
        lambda W, dL_dz: W.T * dL_dz.T,
        lambda W, dL_dz: (W * dL_dz).T,
        lambda W, dL_dz: W * dL_dz,
        lambda W, dL_dz: np.einsum("ij,ik->ji", W, dL_dz),
        shares_in_loops,
    ],
    ("linear.tensor", "B8", ()): [
        every_slice_the_same,
        lambda W, a: np.einsum("ik,j->ijk", np.ones((len(W), len(W))), a[:, 0]),
        lambda W, a: np.tile(a[None], (len(W), 1, len(W))),
        lambda W, a: np.ones((len(W), 1, len(W)), dtype=np.float32) * a.astype(np.float32),
    ],
    ("linear.contract", "B7", ("T2",)): [
        first_axis_in_loops,
        lambda T, dL_dz: np.tensordot(T, dL_dz[:, 0], axes=(0, 0)),
        lambda T, dL_dz: (T * dL_dz[:, :, None]).sum(axis=0),
        lambda T, dL_dz: np.tensordot(dL_dz[:, 0], T, 1),
        lambda T, dL_dz: np.dot(dL_dz.ravel(), T.reshape(len(T), -1)).reshape(T.shape[1:]),
    ],
    ("linear.contract", "B9", ()): [
        slices_without_weights,
        lambda T, dL_dz: np.einsum("ijk->ij", T),
        lambda T, dL_dz: (T @ np.ones_like(dL_dz))[:, :, 0],
    ],
    ("linear.contract", "T1", ()): [
        lambda T, dL_dz: np.matmul(T, dL_dz),
        lambda T, dL_dz: np.einsum("ijk,kl->ijl", T, dL_dz),
        lambda T, dL_dz: np.tensordot(T, dL_dz, axes=1),
        column_of_a_column,
    ],
    ("linear.contract", "T2", ()): [
        lambda T, dL_dz: np.tensordot(dL_dz.T, T, 1),
        lambda T, dL_dz: np.tensordot(dL_dz, T, axes=(0, 0)),
    ],
    ("linear.contract", "T3", ()): [
        lambda T, dL_dz: (T.T @ dL_dz)[:, :, 0],
        lambda T, dL_dz: T.T @ dL_dz,
        lambda T, dL_dz: (T @ dL_dz).T,
        lambda T, dL_dz: np.transpose(T) @ dL_dz[:, 0],
        lambda T, dL_dz: (T @ dL_dz).T.squeeze(),
    ],
    ("linear.dW", "B1", ()): [
        lambda a, dL_dz: np.outer(a, dL_dz),
        lambda a, dL_dz: a * dL_dz.T,
        lambda a, dL_dz: np.einsum("jk,ik->ji", a, dL_dz).astype(np.float32),
        loop_wrong_way,
        loop_into_the_wrong_place,
    ],
    ("linear.dW", "B2", ()): [
        lambda a, dL_dz: (a * dL_dz).sum(),
        lambda a, dL_dz: a.T @ dL_dz,
        lambda a, dL_dz: np.vdot(dL_dz, a),
        lambda a, dL_dz: np.sum(a * dL_dz.T),
        inner_by_zip,
    ],
    ("linear.dW", "B3", ()): [
        lambda a, dL_dz: np.tile(a.T, (len(dL_dz), 1)),
        lambda a, dL_dz: np.repeat(a.T, len(dL_dz), axis=0),
        lambda a, dL_dz: [a[:, 0].tolist() for _ in dL_dz],
        lambda a, dL_dz: np.outer(np.ones(len(dL_dz)), a),
        lambda a, dL_dz: np.broadcast_to(a.T, (len(dL_dz), len(a))),
    ],
    ("linear.dW", "B6", ()): [
        tensor_left,
        lambda a, dL_dz: np.einsum("ik,j->ijk", np.eye(len(dL_dz)), a[:, 0]),
        lambda a, dL_dz: np.kron(np.eye(len(dL_dz)), a).reshape(len(dL_dz), len(a), -1),
    ],
    ("linear.dW", "B10", ()): [
        lambda a, dL_dz: -np.outer(dL_dz, a),
        lambda a, dL_dz: dL_dz @ -a.T,
        lambda a, dL_dz: 0 - np.float32(dL_dz) * np.float32(a.T),
    ],
    ("linear.dW", "B13", ()): [
        diagonal_loop,
        lambda a, dL_dz: np.eye(len(dL_dz), len(a)) * np.outer(dL_dz, a),
        lambda a, dL_dz: np.diag((dL_dz * a)[:, 0]),
        lambda a, dL_dz: np.diag(np.outer(dL_dz, a).diagonal()),
    ],
    ("linear.kron", "T4", ()): [
        kron_in_loops,
        lambda a, n: np.kron(np.identity(n), a),
        lambda a, n: np.einsum("ik,j->ijk", np.eye(n), a[:, 0]).reshape(-1, n),
        lambda a, n: np.kron(np.eye(n), a.T).T.astype(np.float32),
    ],
}


def test_every_mistake_of_the_syllabus_is_tried_in_two_forms_or_more():
    named = {(id, mistake): forms for (id, mistake, _), forms in WRONG.items()}
    several = ("linear.row_form", "linear.xw")
    assert set(named) == {
        (id, one) for id, (_, _, ids) in TABLE.items() for one in ids if id not in several
    }
    assert min(map(len, named.values())) >= 2


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("id", "mistake", "also"), WRONG, ids=lambda one: str(one))
def test_every_mistake_is_named_in_every_form(id, mistake, also, seed):
    exercise = get(id, seed=seed)
    words = {one.id: one.words for one in exercise.mistakes}
    for answer in WRONG[id, mistake, also]:
        verdict = exercise.check(answer)
        assert verdict.status is Status.FAIL
        assert (verdict.mistake, verdict.also) == (mistake, also), str(verdict)
        assert (verdict.points, verdict.max_points) == (0, exercise.points)
        assert verdict.rung in (Rung.RUNS, Rung.SHAPE, Rung.VALUES)
        assert verdict.finding is None
        assert all(words[one] in verdict.words for one in (mistake, *also))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
def test_every_wrong_answer_of_the_catalogue_itself_is_recognised(exercise, seed):
    exercise = replace(exercise, seed=seed)
    for mistake in exercise.mistakes:
        for form in mistake.forms:
            answer = as_answer(exercise, mistake, form)
            verdict = climb(exercise, functools.partial(run_here, exercise, answer))
            named = (verdict.mistake, *verdict.also)
            assert mistake.id in named, (mistake.id, str(verdict))


def as_answer(exercise, mistake, form):
    """A wrong form, with the other results right where there are several."""
    if len(exercise.results) == 1:
        return form
    part = exercise.results.index(mistake.part)

    def answer(*arguments):
        results = list(exercise.reference(*arguments))
        results[part] = form(*arguments)
        return results

    answer.__code__ = answer.__code__.replace(co_filename=exercise.reference.__code__.co_filename)
    return answer


@pytest.mark.parametrize(
    ("mistake", "rung"),
    [("B1", Rung.SHAPE), ("B3", Rung.VALUES), ("B6", Rung.SHAPE), ("B10", Rung.VALUES)],
)
def test_the_rung_is_where_the_mistake_shows(mistake, rung):
    for answer in WRONG["linear.dW", mistake, ()][:3]:
        assert get("linear.dW").check(answer).rung is rung


def test_a_product_whose_shapes_do_not_fit_stops_on_runs_and_is_still_named():
    verdict = get("linear.da").check(lambda W, dL_dz: W @ dL_dz)
    assert (verdict.rung, verdict.mistake) == (Rung.RUNS, "C1")


# --- functions with several results -------------------------------------------------------

SEVERAL = [
    ("linear.row_form", "dL_dW", "B1", lambda W, a, g: (g.T @ a.T, g @ W, g)),
    ("linear.row_form", "dL_dW", "B1", lambda W, a, g: (np.outer(g, a), g @ W, g)),
    ("linear.row_form", "dL_da", "C3", lambda W, a, g: (a @ g, W.T @ g.T, g)),
    ("linear.row_form", "dL_da", "C3", lambda W, a, g: (a @ g, (g @ W).reshape(-1, 1), g)),
    ("linear.row_form", "dL_db", "D6", lambda W, a, g: (a @ g, g @ W, g[0])),
    ("linear.row_form", "dL_db", "D6", lambda W, a, g: (a @ g, g @ W, g.squeeze().tolist())),
    ("linear.xw", "dL_dV", "B1", lambda x, V, g: (g.T @ x, g @ V.T, g)),
    ("linear.xw", "dL_dV", "B1", lambda x, V, g: (np.outer(g, x), g @ V.T, g)),
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("id", "part", "mistake", "answer"), SEVERAL)
def test_a_mistake_in_one_result_leaves_the_others_their_points(id, part, mistake, answer, seed):
    verdict = get(id, seed=seed).check(answer)
    assert verdict.status is Status.FAIL
    assert (verdict.mistake, verdict.parts[part].mistake) == (mistake, mistake)
    assert [name for name, one in verdict.parts.items() if one.status is Status.FAIL] == [part]
    np.testing.assert_allclose(verdict.points, 4 * 2 / 3, rtol=1e-12)
    np.testing.assert_allclose(
        [one.max_points for one in verdict.parts.values()], [4 / 3] * 3, rtol=1e-12
    )


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, V, g: (x.T @ g, g @ V, g),
        lambda x, V, g: (np.outer(x, g), np.dot(g, V), g.copy()),
        lambda x, V, g: (x.T @ g, np.einsum("ki,ij->kj", g, V), g),
    ],
)
def test_weights_not_transposed_in_the_row_layer_are_named_though_they_raise(answer):
    for seed in SEEDS:
        verdict = get("linear.xw", seed=seed).check(answer)
        assert (verdict.rung, verdict.mistake, verdict.points) == (Rung.RUNS, "C1", 0)


def test_every_result_right_is_full_points_and_every_part_is_there():
    verdict = get("linear.xw").check(lambda x, V, dL_dz: (x.T @ dL_dz, dL_dz @ V.T, dL_dz))
    assert list(verdict.parts) == ["dL_dV", "dL_dx", "dL_db"]
    assert verdict.points == verdict.max_points == 4


def test_column_answers_to_the_row_exercise_are_wrong_in_every_part():
    verdict = get("linear.row_form").check(lambda W, a, g: (g.T @ a.T, W.T @ g.T, g.T))
    assert {name: part.mistake for name, part in verdict.parts.items()} == {
        "dL_dW": "B1",
        "dL_da": "C3",
        "dL_db": None,
    }
    assert verdict.points == 0


# --- inputs -------------------------------------------------------------------------------


@pytest.mark.parametrize("id", IDS)
def test_inputs_hide_no_mistake(id):
    """The rules of SYLLABUS.md, for 200 seeds and both cases of each."""
    for seed in range(200):
        exercise = get(id, seed=seed)
        cases = [exercise.case(1), exercise.case(2)]
        assert not set(cases[0].sizes.values()) & set(cases[1].sizes.values())
        for case in cases:
            assert len(set(case.sizes.values())) == len(case.sizes)
            assert min(case.sizes.values()) >= 3
            assert tuple(case.arguments) == exercise.parameters
            for value in case.arguments.values():
                if isinstance(value, np.ndarray):
                    assert (value > 0).any()
                    assert (value < 0).any()
                    assert np.abs(value).min() >= 0.4
                    assert len(np.unique(value)) == value.size
                    assert value.dtype == np.float64


@pytest.mark.parametrize("id", ["linear.forward", "linear.da", "linear.row_form"])
def test_weights_are_not_symmetric_in_any_square_part(id):
    for seed in range(50):
        W = get(id, seed=seed).case(1).arguments["W"]
        k = min(W.shape)
        assert not np.isclose(W[:k, :k], W[:k, :k].T)[~np.eye(k, dtype=bool)].any()


def test_a_tensor_to_contract_is_not_a_layers_own():
    for seed in range(50):
        T = get("linear.contract", seed=seed).case(1).arguments["T"]
        assert T.all()
        off_diagonal = np.broadcast_to(~np.eye(len(T), dtype=bool)[:, None], T.shape)
        assert not np.isclose(T, T.T)[off_diagonal].any()


@pytest.mark.parametrize("id", IDS)
def test_inputs_depend_on_the_seed_and_on_nothing_else(id):
    first, again, other = (get(id, seed=seed).case(1).arguments for seed in (0, 0, 1))
    for name, value in first.items():
        np.testing.assert_array_equal(value, again[name], strict=True)
    assert str(first) != str(other)


def test_a_variant_draws_other_inputs_and_keeps_the_rest():
    assert get("linear.dW", seed=5) == replace(get("linear.dW"), seed=5)


# --- finding exercises --------------------------------------------------------------------


def test_an_unknown_exercise_names_the_nearest():
    with pytest.raises(KeyError) as error:
        get("linear.dw")
    assert error.value.args[0] == "there is no exercise 'linear.dw'; did you mean 'linear.dW'?"


def test_an_unknown_exercise_far_from_all_lists_them():
    with pytest.raises(KeyError) as error:
        get("zzz")
    assert error.value.args[0] == f"there is no exercise 'zzz'; there are: {', '.join(IDS)}"


def test_the_unit_of_a_notebook_is_the_one_whose_answers_it_defines():
    assert unit_of({"dL_dW": None}).lesson == "03_linear"
    assert unit_of({"np": np}) is None


def test_a_notebooks_answer_is_found_by_its_fixed_name():
    namespace = {"dL_dW": lambda a, dL_dz: dL_dz @ a.T, "contract": lambda T, dL_dz: T.sum(2)}
    assert check_namespace("linear.dW", namespace).status is Status.PASS
    assert check_namespace("linear.contract", namespace).mistake == "B9"
    assert check_namespace("linear.da", namespace).status is Status.NOT_STARTED
