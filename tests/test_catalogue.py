"""The catalogue proves itself: right answers pass, starters are not started, mistakes are named."""

import functools
import inspect
import re
from dataclasses import replace

import numpy as np
import pytest
from answers import SYLLABUS, UNITS

from bpteach.exercises import Rung, Status, card, check_namespace, get, units
from bpteach.exercises.decider import Decider
from bpteach.exercises.function import Function, Several
from bpteach.exercises.lettered import Lettered
from bpteach.exercises.made import Made
from bpteach.exercises.running import run_here
from bpteach.exercises.value import Value
from bpteach.exercises.written import Written

SEEDS = (0, 1, "Ada")
TABLE = {id: row for unit in SYLLABUS.values() for id, row in unit.items()}
CORRECT = {id: forms for unit in UNITS.values() for id, forms in unit.CORRECT.items()}
WRONG = {key: forms for unit in UNITS.values() for key, forms in unit.WRONG.items()}
SEVERAL = [row for unit in UNITS.values() for row in getattr(unit, "SEVERAL", [])]

POSITIVE = set().union(*(getattr(unit, "POSITIVE", ()) for unit in UNITS.values()))

EXERCISES = [exercise for unit in units() for exercise in unit.exercises]
IDS = [exercise.id for exercise in EXERCISES]


def pieces(exercise):
    """An exercise, or each of the functions that it asks for."""
    if not isinstance(exercise, Several):
        return [exercise]
    return [replace(one, seed=exercise.seed) for one in exercise.functions]


WRITTEN = [one for exercise in EXERCISES for one in pieces(exercise) if isinstance(one, Written)]
FUNCTIONS = [one for one in WRITTEN if isinstance(one, Function)]
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
each_written = pytest.mark.parametrize("exercise", WRITTEN, ids=lambda one: one.function)
each_function = pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda one: one.function)
each_seed = pytest.mark.parametrize("seed", SEEDS)


# --- records ------------------------------------------------------------------------------


def described(exercise):
    mistakes = [one.id for piece in pieces(exercise) for one in mistakes_of(piece)]
    calls = [one.call for one in pieces(exercise) if isinstance(one, Written)]
    asked = ", ".join(calls) or exercise.names[0]
    return asked, exercise.kind, exercise.difficulty, list(dict.fromkeys(mistakes))


def mistakes_of(exercise):
    choices = getattr(exercise, "choices", None)
    noted = choices.noted if choices else ()
    return [*noted, *getattr(exercise, "mistakes", ())]


@pytest.mark.parametrize("unit", SYLLABUS)
def test_a_unit_has_the_exercises_of_the_syllabus_in_its_order(unit):
    here = [exercise for exercise in EXERCISES if exercise.unit == unit]
    assert [exercise.id for exercise in here] == list(SYLLABUS[unit])
    for exercise in here:
        asked, kind, difficulty, mistakes = SYLLABUS[unit][exercise.id]
        told = described(exercise)
        assert told[:3] == (asked, kind, difficulty)
        assert set(mistakes) <= set(told[3])


@each_exercise
def test_points_are_the_difficulty_and_a_record_is_complete(exercise):
    assert exercise.points == exercise.difficulty
    for text in (exercise.title, exercise.objective, exercise.task, exercise.solution):
        assert text.strip() == text != ""
    assert len(exercise.hints) >= 2
    assert exercise.source
    assert exercise.needs


@each_written
def test_a_starter_takes_what_the_reference_takes(exercise):
    assert tuple(inspect.signature(exercise.starter).parameters) == exercise.parameters


@each_written
def test_hints_and_prompts_do_not_hold_the_reference(exercise):
    lines = exercise.reference_source.splitlines()[1:]
    body = max(lines, key=len).strip().removeprefix("return ")
    for text in (exercise.prompt, exercise.starter_source, *exercise.hints):
        assert body not in text


# --- references and starters --------------------------------------------------------------


def judged(exercise, function):
    """The verdict on a function, also on the course's own."""
    return exercise.climbed(functools.partial(run_here, exercise, function))


@each_seed
@each_written
def test_every_reference_passes(exercise, seed):
    exercise = replace(exercise, seed=seed)
    verdict = judged(exercise, exercise.reference)
    assert (verdict.status, verdict.points) == (Status.PASS, exercise.points), str(verdict)


@each_seed
@each_exercise
def test_every_predicted_reference_passes(exercise, seed):
    if isinstance(exercise, Value | Lettered):
        exercise = replace(exercise, seed=seed)
        verdict = exercise.check(exercise.reference)
        assert (verdict.status, verdict.points) == (Status.PASS, exercise.points), str(verdict)


@each_written
def test_the_reference_itself_is_no_answer(exercise):
    verdict = exercise.check(exercise.reference)
    assert (verdict.status, verdict.rung, verdict.points) == (Status.FAIL, Rung.PRESENT, 0)
    assert verdict.words == (
        "This is the course's own code. It is not an answer, but a good thing to compare yours "
        f"with. Write `{exercise.call}` yourself."
    )


@each_written
def test_a_reference_called_by_a_learners_function_is_no_answer(exercise):
    reference, names = exercise.reference, ", ".join(exercise.parameters)
    answer = eval(f"lambda {names}: reference({names})", {"reference": reference})
    verdict = exercise.check(answer)
    assert (verdict.status, verdict.rung, verdict.points) == (Status.FAIL, Rung.RUNS, 0)
    assert (
        f"Here the course's own code (`{reference.__name__}`) does the work. Write "
        f"{exercise.function} with numpy alone; use the course's code to check yourself."
    ) in verdict.words


def starter_from(source):
    namespace = {"np": np, "card": lambda id: card(id)}
    exec(source, namespace)
    return namespace


@each_exercise
def test_every_starter_is_not_started(exercise):
    namespace = starter_from(exercise.starter_source)
    answers = [exercise.starter, namespace]
    if isinstance(exercise, Written):
        answers.append(namespace[exercise.function])
    for answer in answers:
        verdict = exercise.check(answer)
        assert (verdict.status, verdict.points) == (Status.NOT_STARTED, 0)
        assert verdict.max_points == exercise.points
    points = f"{exercise.difficulty} {'point' if exercise.difficulty == 1 else 'points'}"
    assert str(verdict).startswith(f"– {exercise.id}: not started (0 of {points})\n  ")
    assert verdict.words.endswith(", run that cell, then check again.")


def test_a_starter_says_what_to_write():
    verdict = get("linear.dW").check({})
    assert verdict.words == (
        "Write `dL_dW(a, dL_dz)` in its cell, run that cell, then check again."
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda source: re.sub(r'""".*?"""', '"""My own words,\n    in two lines."""', source),
        lambda source: re.sub(r'    """.*?"""\n', "", source, flags=re.DOTALL),
        lambda source: source.replace(":\n", ":  # mine\n    # still to do\n", 1),
        lambda source: source.replace("\n    ", "\n\n    ", 1),
    ],
    ids=["docstring", "no docstring", "comments", "blank lines"],
)
@each_written
def test_a_starter_with_other_comments_is_still_not_started(exercise, change):
    changed = change(exercise.starter_source)
    assert changed != exercise.starter_source
    assert exercise.check(starter_from(changed)).status is Status.NOT_STARTED


@each_exercise
def test_a_missing_answer_is_not_started(exercise):
    assert exercise.check({}).status is Status.NOT_STARTED
    assert check_namespace(exercise.id, {}).status is Status.NOT_STARTED


# --- right answers ------------------------------------------------------------------------


def test_every_exercise_has_right_answers_and_a_function_eight_or_more():
    assert list(CORRECT) == IDS
    few = {
        exercise.id
        for exercise in EXERCISES
        if exercise.kind == "function" and len(CORRECT[exercise.id]) < 8
    }
    assert not few


@each_seed
@pytest.mark.parametrize("id", CORRECT)
def test_every_right_form_passes(id, seed):
    for answer in CORRECT[id]:
        exercise = get(id, seed=seed)
        if isinstance(exercise, Value | Lettered):
            answer = answer(exercise)  # a right answer of another form, made from the reference
        verdict = exercise.check(answer)
        assert verdict.status is Status.PASS, f"{getattr(answer, '__name__', answer)}\n{verdict}"
        assert (verdict.points, verdict.rung) == (verdict.max_points, None)
        assert all(part.status is Status.PASS for part in verdict.parts.values())


# --- wrong answers ------------------------------------------------------------------------


def test_every_mistake_of_the_syllabus_is_tried_in_two_forms_or_more():
    tried = {}
    for id, mistake, also in WRONG:
        for one in (mistake, *also):
            tried[id, one] = tried.get((id, one), 0) + len(WRONG[id, mistake, also])
    for id, _, mistake, _ in SEVERAL:
        tried[id, mistake] = tried.get((id, mistake), 0) + 1
    wanted = {(id, one) for id, (_, _, _, mistakes) in TABLE.items() for one in mistakes}
    assert {key for key in wanted if tried.get(key, 0) < 2} == set()


@each_seed
@pytest.mark.parametrize(("id", "mistake", "also"), WRONG, ids=lambda one: str(one))
def test_every_mistake_is_named_in_every_form(id, mistake, also, seed):
    exercise = get(id, seed=seed)
    words = {one.id: one.words for piece in pieces(exercise) for one in mistakes_of(piece)}
    for answer in WRONG[id, mistake, also]:
        verdict = exercise.check(answer)
        assert (verdict.mistake, verdict.also) == (mistake, also), str(verdict)
        if mistake in noted_by(exercise):
            assert (verdict.status, verdict.points) == (Status.PASS, exercise.points)
            continue
        assert verdict.status is Status.FAIL
        assert verdict.points < verdict.max_points == exercise.points
        assert verdict.rung is not None
        assert verdict.finding is None
        if isinstance(exercise, Function):
            assert all(words[one] in str(verdict).replace("\n  ", "\n") for one in (mistake, *also))


def noted_by(exercise):
    choices = getattr(exercise, "choices", None)
    return {one.id for one in choices.noted} if choices else set()


@each_seed
@each_function
def test_every_wrong_answer_of_the_catalogue_itself_is_recognised(exercise, seed):
    exercise = replace(exercise, seed=seed)
    for mistake in mistakes_of(exercise):
        for form in mistake.forms:
            answer = as_answer(exercise, mistake, form)
            verdict = judged(exercise, answer)
            told = (verdict, *verdict.parts.values())
            named = {name for one in told for name in (one.mistake, *one.also)}
            assert mistake.id in named, (mistake.id, str(verdict))


def as_answer(exercise, mistake, form):
    """A wrong form, with the other results right where there are several."""
    if len(exercise.results) == 1 or exercise.through or mistake.part is None:
        return form
    part = exercise.results.index(mistake.part)

    def answer(*arguments):
        results = list(exercise.reference(*arguments))
        results[part] = form(*arguments)
        return results

    answer.__code__ = answer.__code__.replace(co_filename=exercise.reference.__code__.co_filename)
    return answer


@each_seed
@pytest.mark.parametrize("id", [e.id for e in EXERCISES if isinstance(e, Decider)])
def test_a_decider_knows_its_own_mistakes(id, seed):
    exercise = get(id, seed=seed)
    for mistake in exercise.mistakes:
        for form in mistake.forms:
            verdict = judged(exercise, form)
            assert verdict.status is Status.FAIL
            assert mistake.id in (verdict.mistake, *verdict.also), str(verdict)


@each_seed
@pytest.mark.parametrize(("id", "part", "mistake", "answer"), SEVERAL)
def test_a_mistake_in_one_result_leaves_the_others_their_points(id, part, mistake, answer, seed):
    verdict = get(id, seed=seed).check(answer)
    assert verdict.status is Status.FAIL
    assert (verdict.mistake, verdict.parts[part].mistake) == (mistake, mistake), str(verdict)
    assert [name for name, one in verdict.parts.items() if one.status is Status.FAIL] == [part]
    share = verdict.max_points / len(verdict.parts)
    np.testing.assert_allclose(verdict.points, verdict.max_points - share, rtol=1e-12)
    np.testing.assert_allclose(
        [one.max_points for one in verdict.parts.values()],
        [share] * len(verdict.parts),
        rtol=1e-12,
    )


# --- inputs -------------------------------------------------------------------------------


def arrays_of(value):
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from arrays_of(one)
    elif isinstance(value, Made):
        for one in value.arrays.values():
            yield from arrays_of(one)


def arrays_and_whether_one_sign(exercise, case):
    """The arrays of a case; some, such as a sigmoid's output, can have one sign alone."""
    for name, value in case.arguments.items():
        for array in arrays_of(value):
            yield array, (exercise.id, name) in POSITIVE


@each_function
def test_inputs_hide_no_mistake(exercise):
    """The rules of SYLLABUS.md, for 100 seeds and both cases of each."""
    for seed in range(100):
        exercise = replace(exercise, seed=seed)
        cases = [exercise.case(1), exercise.case(2)]
        assert not set(cases[0].sizes.values()) & set(cases[1].sizes.values())
        for case in cases:
            assert len(set(case.sizes.values())) == len(case.sizes)
            assert min(case.sizes.values()) >= 3
            if not exercise.through:
                assert tuple(case.arguments) == exercise.parameters
            for array, one_sign in arrays_and_whether_one_sign(exercise, case):
                if array.size > 1 and not one_sign:
                    assert (array > 0).any()
                    assert (array < 0).any()
                assert array.dtype == np.float64
                assert len(np.unique(array)) == array.size or 0 in array


@each_function
def test_inputs_depend_on_the_seed_and_on_nothing_else(exercise):
    first, again, other = (
        list(arrays_of(list(replace(exercise, seed=seed).case(1).arguments.values())))
        for seed in (0, 0, 1)
    )
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, two, strict=True)
    assert [one.tolist() for one in first] != [one.tolist() for one in other]


def test_a_variant_draws_other_inputs_and_keeps_the_rest():
    assert get("linear.dW", seed=5) == replace(get("linear.dW"), seed=5)


@each_exercise
def test_a_name_gives_a_variant_that_stays_the_same(exercise):
    ada, again, bob = (get(exercise.id, seed=name).task for name in ("Ada", " ada ", "Bob"))
    assert ada == again
    assert (ada != bob) == exercise.varies
