"""What only unit 03 has: layers as answers, results of several parts, inputs of its own."""

import functools

import numpy as np
import pytest
from answers.linear import SEVERAL, WRONG

from bpteach import Linear
from bpteach.exercises import Rung, Status, check_namespace, get, unit_of, units

SEEDS = (0, 1, 20)


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


# --- finding exercises ------------------------------------------------------------------


def test_an_unknown_exercise_names_the_nearest():
    with pytest.raises(KeyError) as error:
        get("linear.dw")
    assert error.value.args[0] == "there is no exercise 'linear.dw'; did you mean 'linear.dW'?"


def test_an_unknown_exercise_far_from_all_lists_them():
    ids = [exercise.id for unit in units() for exercise in unit.exercises]
    with pytest.raises(KeyError) as error:
        get("zzz")
    assert error.value.args[0] == f"there is no exercise 'zzz'; there are: {', '.join(ids)}"


def test_the_unit_of_a_notebook_is_the_one_whose_answers_it_defines():
    assert unit_of({"dL_dW": None}).lesson == "03_linear"
    assert unit_of({"np": np}) is None


def test_a_notebooks_answer_is_found_by_its_fixed_name():
    namespace = {"dL_dW": lambda a, dL_dz: dL_dz @ a.T, "contract": lambda T, dL_dz: T.sum(2)}
    assert check_namespace("linear.dW", namespace).status is Status.PASS
    assert check_namespace("linear.contract", namespace).mistake == "B9"
    assert check_namespace("linear.da", namespace).status is Status.NOT_STARTED
