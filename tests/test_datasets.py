"""The sets of points to train on: examples are columns, and a seed makes them again."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from bpteach import datasets

SETS = [datasets.xor, datasets.circles, datasets.moons, datasets.spirals]


@pytest.mark.parametrize("make", SETS)
@pytest.mark.parametrize("N", [4, 7, 100])
def test_examples_are_columns_and_the_classes_are_0_and_1(make, N):
    A, T = make(N)
    assert A.shape == (2, N)
    assert T.shape == (1, N)
    assert A.dtype == T.dtype == np.float64
    assert set(T.ravel()) == {0, 1}
    assert abs(int(T.sum()) - N // 2) <= 1


@pytest.mark.parametrize("make", SETS)
def test_a_seed_makes_the_same_points_again_and_another_one_others(make):
    assert_array_equal(make(50, seed=3).A, make(50, seed=3).A)
    assert not np.array_equal(make(50, seed=3).A, make(50, seed=4).A)


@pytest.mark.parametrize("make", SETS)
def test_noise_moves_points_by_its_standard_deviation(make):
    still, moved = make(4000, noise=0), make(4000, noise=0.2)
    assert_array_equal(still.T, moved.T)
    assert_allclose((moved.A - still.A).std(), 0.2, rtol=0.05)


def test_xor_without_noise_is_its_truth_table():
    A, T = datasets.xor(4, noise=0)
    assert_array_equal(T, np.logical_xor(*A)[None, :])
    assert {tuple(column) for column in A.T} == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_no_line_separates_any_set():
    for make in SETS:
        A, T = make(200, noise=0)
        features = np.vstack([A, np.ones(200)]).T
        weights, *_ = np.linalg.lstsq(features, T[0], rcond=None)
        assert np.mean((features @ weights > 0.5) == T[0]) < 0.95


def test_circles_and_spirals_have_their_radii():
    A, T = datasets.circles(60, noise=0)
    assert_allclose(np.hypot(*A), 1 - T[0] / 2)
    A, _ = datasets.spirals(60, noise=0)
    assert np.all((np.hypot(*A) >= 0.15) & (np.hypot(*A) <= 1.25))
