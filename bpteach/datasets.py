"""Small sets of points in two classes, to train on: examples are columns, seeds make them again."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

__all__ = ["Points", "circles", "moons", "spirals", "xor"]


class Points(NamedTuple):
    """Points of the plane, each in one of two classes.

    Parameters
    ----------
    A : ndarray of float64, shape (2, N)
        One point a column.
    T : ndarray of float64, shape (1, N)
        The class of each, 0 or 1: the target of a network.

    Examples
    --------
    >>> A, T = moons(6)
    >>> A.shape, T
    ((2, 6), array([[0., 1., 0., 1., 0., 1.]]))
    """

    A: np.ndarray
    T: np.ndarray


def xor(N: int = 100, *, noise: float = 0.15, seed: int = 0) -> Points:
    """Clouds around the corners of the unit square; class 1 where just one coordinate is 1.

    Parameters
    ----------
    N : int
        How many points; the corners take turns.
    noise : float
        Standard deviation of each coordinate; 0 and N = 4 give the four columns of XOR.
    seed : int
        Where the noise comes from.

    Returns
    -------
    Points
        Points and classes.

    Examples
    --------
    >>> A, T = xor(4, noise=0)
    >>> A, T
    (array([[0., 0., 1., 1.],
           [0., 1., 0., 1.]]), array([[0., 1., 1., 0.]]))
    """
    rng = np.random.default_rng(seed)
    corner = np.arange(N) % 4
    A = np.array([corner // 2, corner % 2], dtype=np.float64)
    T = (A[:1] != A[1:]).astype(np.float64)
    return _noisy(A, T, noise, rng)


def circles(N: int = 100, *, noise: float = 0.1, seed: int = 0) -> Points:
    """Give a small circle, class 1, within a larger one, class 0.

    Parameters
    ----------
    N : int
        How many points; the classes take turns.
    noise : float
        Standard deviation of each coordinate; 0 gives radii of exactly ½ and 1.
    seed : int
        Where angles and noise come from.

    Returns
    -------
    Points
        Points and classes.

    Examples
    --------
    >>> A, T = circles(4, noise=0)
    >>> np.hypot(*A).round(9)
    array([1. , 0.5, 1. , 0.5])
    """
    rng = np.random.default_rng(seed)
    T = _turns(N)
    angle = rng.uniform(0, 2 * np.pi, (1, N))
    return _noisy(_polar(1 - T / 2, angle), T, noise, rng)


def moons(N: int = 100, *, noise: float = 0.12, seed: int = 0) -> Points:
    """Give two half circles that reach into each other.

    Parameters
    ----------
    N : int
        How many points; the classes take turns.
    noise : float
        Standard deviation of each coordinate.
    seed : int
        Where angles and noise come from.

    Returns
    -------
    Points
        Points and classes; class 1 lies below.

    Examples
    --------
    >>> A, T = moons(4, noise=0)
    >>> np.hypot(A[0] + 0.5 - T, A[1] + 0.25 - 0.5 * T).round(9)
    array([[1., 1., 1., 1.]])
    """
    rng = np.random.default_rng(seed)
    T = _turns(N)
    angle = np.pi * (rng.uniform(0, 1, (1, N)) + T)
    center = np.vstack([T - 0.5, 0.5 * T - 0.25])
    return _noisy(_polar(np.ones_like(T), angle) + center, T, noise, rng)


def spirals(N: int = 100, *, noise: float = 0.04, seed: int = 0) -> Points:
    """Give two arms that wind around each other, half a turn apart.

    Parameters
    ----------
    N : int
        How many points; the classes take turns.
    noise : float
        Standard deviation of each coordinate.
    seed : int
        Where places on the arms and noise come from.

    Returns
    -------
    Points
        Points and classes.

    Examples
    --------
    >>> A, T = spirals(100, noise=0)
    >>> bool(np.hypot(*A).max() < 1.3)
    True
    """
    rng = np.random.default_rng(seed)
    T = _turns(N)
    radius = 0.15 + 1.1 * np.sqrt(rng.uniform(0, 1, (1, N)))
    return _noisy(_polar(radius, np.pi * (1.6 * radius + T)), T, noise, rng)


def _turns(N: int) -> np.ndarray:
    return (np.arange(N) % 2).astype(np.float64)[None, :]


def _polar(radius, angle) -> np.ndarray:
    return np.vstack([radius * np.cos(angle), radius * np.sin(angle)])


def _noisy(A, T, noise, rng) -> Points:
    return Points(A + noise * rng.normal(size=A.shape), T)
