"""The slicer's state: its tensor, its sum, its words, its picture and its data for the page."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from widget_laws import check_code, check_page, check_picture, numbers_in, parts_of

from bpteach import ROW, Linear, ShapeError, numerical_jacobian
from bpteach.widgets import slicer
from bpteach.widgets.frames import resolve
from bpteach.widgets.tensor_slicer import SIZES, Slicer

A, G = (2.0, -1.0, 4.0, 3.0), (10.0, -2.0, 5.0)
fixed = settings(max_examples=40, derandomize=True, database=None, deadline=None)
few = settings(fixed, max_examples=10)
NUMBERS = st.floats(-50, 50).map(lambda value: round(value, 3))
VECTORS = st.lists(NUMBERS, min_size=1, max_size=4).map(tuple)


@st.composite
def states(draw):
    state = Slicer(draw(VECTORS), draw(VECTORS))
    return state.moved(**{name: draw(st.sampled_from(v)) for name, v in state.moves().items()})


def column(values):
    return np.array(values)[:, None]


# the laws of every widget


@few
@given(states())
def test_the_page_moves_as_python_would(state):
    check_page(state)


@few
@given(states())
def test_the_line_of_code_rebuilds_the_state(state):
    check_code(state, {"slicer": slicer})


@pytest.mark.parametrize(
    "state",
    [
        Slicer(A, G, k=2, added=2),
        Slicer(A, (*G, -4.0), axis="j", j=3, added=4, layout="row"),
        Slicer(A[:2], (*G, -4.0), axis="i", i=4, layout="row"),
        Slicer((2.0,), (3.0,)),
        Slicer((-12.5,), (1.0, 1.0, 1.0, 1.0), added=4),
        Slicer((2.0, -1.0, 4.0, -37.5), (10.0, -2.25, 5.0, -99.0), axis="i", added=1),
        Slicer((0.0, 0.0), (0.0,), added=1),
    ],
    ids=["opening", "row, along j", "row, along i", "1 by 1", "one input", "long numbers", "zeros"],
)
def test_the_picture_can_be_read_in_both_themes(state):
    check_picture(state)


# what it shows is true


@fixed
@given(states())
def test_all_slices_add_up_to_the_outer_product_and_to_the_layers_own_gradient(state):
    whole = state.moved(added=state.n)
    assert whole.is_equal()
    layer = Linear(np.ones((state.n, state.m)), np.zeros((state.n, 1)))
    _, pullback = layer.vjp(column(state.a))
    upstream = column(state.dL_dz)
    upstream = upstream if state.layout == "column" else upstream.T
    gradient = pullback(upstream, layout=state.layout).W
    assert_array_equal(whole.sum_so_far(), gradient, strict=True)


@fixed
@given(states())
def test_slices_along_each_axis_are_those_of_the_layers_jacobian(state):
    layer = Linear(np.ones((state.n, state.m)), np.zeros((state.n, 1)))
    jacobian = layer.jacobian(column(state.a), wrt="W", layout=state.layout).array
    for axis, values in (("i", state.n), ("j", state.m), ("k", state.n)):
        place = "ijk".index(axis) if state.layout == "column" else "kji".index(axis)
        for number in range(1, values + 1):
            cut, zero = state.slice_of(axis, number)
            assert_array_equal(cut, np.take(jacobian, number - 1, place), strict=True)
            assert_array_equal(cut[zero], 0.0)


@fixed
@given(states())
def test_as_many_numbers_can_be_non_zero_as_the_counter_says(state):
    zeros = [state.slice_of("k", k)[1] for k in range(1, state.n + 1)]
    free, whole = sum(np.sum(~zero) for zero in zeros), sum(zero.size for zero in zeros)
    assert f": {free} of {whole} numbers can be non-zero, 1 in {state.n}." in state._share()


def test_the_tensor_agrees_with_central_differences():
    W, b = np.arange(12.0).reshape(3, 4), np.zeros((3, 1))
    differences = numerical_jacobian(lambda W: Linear(W, b)(column(A)), W, wrt="W")
    assert_allclose(Slicer(A, G).steps.tensor, differences.array, rtol=0, atol=1e-8)
    row, _ = Slicer(A, G, layout="row").slice_of("k", 2)
    assert_allclose(row, differences.to(ROW).array[1], rtol=0, atol=1e-8)
    assert Slicer(A, G).steps.gap < 1e-9


def test_the_sum_grows_slice_by_slice():
    sums = [Slicer(A, G, added=added).sum_so_far() for added in range(4)]
    assert_array_equal(sums[0], np.zeros((3, 4)), strict=True)
    assert_array_equal(sums[2], [[20, -10, 40, 30], [-4, 2, -8, -6], [0, 0, 0, 0]])
    assert_array_equal(sums[3], np.outer(G, A), strict=True)
    assert [Slicer(A, G, added=added).is_equal() for added in range(4)] == [False] * 3 + [True]


# words


@fixed
@given(states())
def test_the_sentences_numbers_are_the_states(state):
    words = state.sentence()
    named = re.search(r"Slice ([ijk]) = (\d+)", words)
    assert named[1] == state.axis
    assert int(named[2]) == getattr(state, state.axis)
    assert f"{state.added} of {state.n} slices" in words or f"All {state.n} slices" in words
    if state.axis == "j":
        weight = float(f"{state.a[state.j - 1]:.3g}")
        assert weight in numbers_in(words.partition("times")[0])


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        (
            {"k": 2, "added": 2},
            "Slice k = 2 is ∂z₂/∂W: all zero but for row 2, which holds aᵀ. "
            "2 of 3 slices are added, so row 3 waits.",
        ),
        (
            {"k": 3, "added": 0, "layout": "row"},
            "Slice k = 3 is ∂z₃/∂W: all zero but for column 3, which holds a. "
            "0 of 3 slices are added, so 3 columns wait.",
        ),
        (
            {"axis": "i", "i": 1, "added": 3},
            "Slice i = 1 says what row 1 of W reaches: only z₁, so column 1 holds a. "
            "All 3 slices are added: the sum equals the outer product ∂L/∂z aᵀ.",
        ),
        (
            {"axis": "j", "j": 2, "added": 3, "layout": "row"},
            "Slice j = 2 is a₂ = −1 times the identity: each output sees a₂ once, through its own "
            "weight. All 3 slices are added: the sum equals the outer product a ∂L/∂z.",
        ),
    ],
)
def test_sentences(moves, words):
    assert Slicer(A, G, **moves).sentence() == words


def test_a_larger_layer_is_counted():
    assert SIZES[-1] == (784, 128)
    assert Slicer(A, G, size=4)._size_words() == (
        "∂z/∂W has 12,845,056 numbers (98 MiB), of which 100,352 can be non-zero; "
        "∂L/∂W has 100,352 (784 KiB). So nobody builds the tensor."
    )


# data for the page


def test_cells_of_the_opening():
    state = Slicer(A, G, k=2, added=2)
    spec = resolve(state.spec(), state.position)
    (stack,) = parts_of(spec, "stack")
    assert [card["table"]["text"] for card in stack["cards"]][1] == [
        ["·", "·", "·", "·"],
        ["2", "−1", "4", "3"],
        ["·", "·", "·", "·"],
    ]
    assert stack["chosen"] == 1
    weights, total, above, left, outer = (
        one for one in parts_of(spec, "heat") if one.get("caption")
    )
    assert weights["rows"] == ["slice 1 ●", "slice 2 ●", "slice 3 ○"]
    assert weights["frames"] == [{"rows": [1, 1], "columns": [0, 0], "role": "value"}]
    assert total["text"][1:] == [["−4", "2", "−8", "−6"], ["·"] * 4]
    assert total["heat"][0] == [16, -8, 32, 24]
    assert total["frames"] == [{"rows": [1, 1], "columns": [0, 3], "role": "gradient"}]
    assert (above["caption"], left["caption"]) == ("aᵀ", "∂L/∂z")
    assert outer["text"][2] == ["10", "−5", "20", "15"]


def test_what_is_not_computed_is_a_dash_and_what_must_be_zero_a_dot():
    def total(state):
        spec = resolve(state.spec(), state.position)
        return next(one for one in parts_of(spec, "heat") if one.get("caption") == "sum so far")

    assert total(Slicer(A, G))["text"] == [["—"] * 4] * 3
    row = total(Slicer(A, G, added=1, layout="row"))
    assert row["text"] == [["20", "·", "·"], ["−10", "·", "·"], ["40", "·", "·"], ["30", "·", "·"]]
    assert row["frames"] == [{"rows": [0, 3], "columns": [0, 0], "role": "gradient"}]


def test_a_step_lays_the_slice_on_top_that_it_adds():
    state = Slicer(A, G, axis="j")
    add, back = (
        next(one for one in parts_of(resolve(state.spec(), position), "button") if one["name"] == n)
        for n, position in (
            ("add", state.position | {"added": 1}),
            ("remove", state.position | {"added": 1}),
        )
    )
    assert add["to"] == {"added": 2, "axis": "k", "k": 2}
    assert back["to"] == {"added": 0, "axis": "k", "k": 1}


def test_the_numbers_are_given_as_tables_in_the_convention():
    state = Slicer(A, G, layout="row", added=3)
    tables = resolve(state.spec(), state.position)["numbers"]
    names = ["a", "∂L/∂z", "∂z₁/∂W", "∂z₂/∂W", "∂z₃/∂W", "sum so far", "outer product"]
    assert [table["caption"] for table in tables] == names
    assert tables[3]["columns"] == ["j↓ i→", "i = 1", "i = 2", "i = 3"]
    assert tables[3]["rows"][3] == ["j = 4", "0", "3", "0"]
    assert tables[5]["rows"] == tables[6]["rows"]


# actions


def test_sizes_and_entries_are_changed():
    state = Slicer(A, G, i=3, j=4, k=3, added=3)
    assert state.on_m(2).a == (2.0, -1.0)
    assert state.on_m(2).j == 2
    fewer = state.on_n(2)
    assert (fewer.dL_dz, fewer.i, fewer.k, fewer.added) == ((10.0, -2.0), 2, 2, 2)
    assert state.on_n(4).dL_dz == (*G, -4.0)
    assert state.on_a([1, 7]).a == (2.0, 7.0, 4.0, 3.0)
    assert state.on_dL_dz([0, -0.5]).dL_dz == (-0.5, -2.0, 5.0)


@pytest.mark.parametrize(
    "call",
    [
        lambda s: s.on_n(0),
        lambda s: s.on_m(5),
        lambda s: s.on_m(2.5),
        lambda s: s.on_a([4, 1.0]),
        lambda s: s.on_a([0, float("nan")]),
        lambda s: s.on_dL_dz([-1, 1.0]),
        lambda s: s.act("spec"),
        lambda s: s.act("__init__"),
    ],
)
def test_what_makes_no_sense_is_refused(call):
    with pytest.raises(ValueError, match=r".+"):
        call(Slicer(A, G))


def test_a_call_that_makes_no_sense_is_told_what_there_is():
    with pytest.raises(ValueError, match="k=4 makes no sense here\n  there are: 1, 2, 3"):
        slicer(column(A), column(G), k=4)
    with pytest.raises(ShapeError):
        slicer(np.ones((5, 1)), column(G))
    with pytest.raises(ShapeError):
        slicer(A, column(G))


def test_it_opens_on_the_second_slice_with_one_still_to_add():
    state = slicer(column(A), column(G)).state
    assert (state.axis, state.k, state.added, state.layout) == ("k", 2, 2, "column")
    assert slicer(column(A), column(G), layout=ROW).state.layout == "row"
    assert slicer([[1.0]], [[2.0]]).state.k == 1
