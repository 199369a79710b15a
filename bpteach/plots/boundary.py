"""What a network with two inputs and one output decides, as numbers: bands, lines, labels."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from contourpy import FillType, LineType, contour_generator

from bpteach.layout import ShapeError, shape_words

__all__ = ["BANDS", "LEVELS", "Boundary", "find_boundary"]

LEVELS = (0.1, 0.3, 0.5, 0.7, 0.9)
BANDS = (-0.36, -0.24, -0.1, 0.1, 0.24, 0.36)  # where each band stands between the two classes
_LABELLED = (0.1, 0.5, 0.9)
_GRID = 48
_ROOM = 0.08  # of the width: around all points, and without labels
_APART = 0.06


@dataclass(frozen=True, eq=False)
class Boundary:
    """The plane as a network sees it, and the points in it.

    Parameters
    ----------
    x, y : tuple of float
        Limits.
    bands : tuple of list of ndarray, shapes (k, 2)
        For each of `BANDS` the closed rings around where the output lies between two levels;
        a ring within a ring is a hole.
    lines : dict of float to list of ndarray, shapes (k, 2)
        For each of `LEVELS` the lines on which the output has that value.
    labels : tuple of (float, float, float)
        x, y and level: where a line can be labelled, away from the points.
    points : ndarray of float64, shape (2, N)
        The examples.
    classes : ndarray of bool, shape (N,)
        Whether each is of class 1.
    right : ndarray of bool, shape (N,)
        Whether the output is on the right side of ½.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    bands: tuple
    lines: dict
    labels: tuple
    points: np.ndarray
    classes: np.ndarray
    right: np.ndarray

    @property
    def wrong(self) -> int:
        """How many points are on the wrong side."""
        return int(np.sum(~self.right))


def find_boundary(function, A, T) -> Boundary:
    """Follow a network's output over the plane.

    Parameters
    ----------
    function : callable
        From columns (2, N) to outputs (1, N), such as a network without its loss.
    A : ndarray, shape (2, N)
        The examples.
    T : ndarray, shape (1, N)
        The class of each, 0 or 1.

    Returns
    -------
    Boundary
        Where the output is not finite there are neither bands nor lines.

    Raises
    ------
    ShapeError
        If the examples are not points of the plane, or have not one class each.

    Examples
    --------
    >>> A = np.array([[-1.0, 1.0, 0.5], [0.0, 1.0, -1.0]])
    >>> seen = find_boundary(lambda A: A[:1] + 0.5, A, np.array([[0.0, 1.0, 0.0]]))
    >>> seen.lines[0.5][0][:, 0].round(9).tolist() == [0.0] * 48, seen.wrong
    (True, 1)
    """
    A, T = np.asarray(A, dtype=np.float64), np.asarray(T, dtype=np.float64)
    if A.ndim != 2 or len(A) != 2 or T.shape != (1, A.shape[1]):
        raise ShapeError(
            "a boundary needs points of the plane as columns, and a class for each\n"
            f"  A: {shape_words(A.shape)}, T: {shape_words(T.shape)}\n"
            "  A is (2, N), T is (1, N)"
        )
    x, y = (_limits(row) for row in A)
    across, up = np.linspace(*x, _GRID), np.linspace(*y, _GRID)
    with np.errstate(all="ignore"):  # what is not finite is left out
        grid = function(np.stack(np.meshgrid(across, up)).reshape(2, -1)).reshape(_GRID, _GRID)
        right = (function(A) > 0.5)[0] == (T[0] > 0.5)
    contours = contour_generator(
        across,
        up,
        np.ma.masked_invalid(np.clip(grid, -9, 9)),
        fill_type=FillType.OuterOffset,
        line_type=LineType.Separate,
    )
    lines = {level: contours.lines(level) for level in LEVELS}
    return Boundary(
        x,
        y,
        tuple(_rings(contours.filled(*band)) for band in pairwise((-np.inf, *LEVELS, np.inf))),
        lines,
        _places(lines, A, (x, y)),
        A,
        T[0] > 0.5,
        right,
    )


def _limits(row) -> tuple[float, float]:
    low, high = float(np.min(row)), float(np.max(row))
    room = _ROOM * (high - low or 1.0)
    return low - room, high + room


def _rings(filled) -> list[np.ndarray]:
    return [
        points[start:end]
        for points, offsets in zip(*filled, strict=True)
        for start, end in pairwise(offsets)
    ]


def _places(lines, A, limits) -> tuple:
    """For each labelled level the place on its line that is farthest from points and labels."""
    (left, right), (below, above) = limits
    low, size = np.array([left, below]), np.array([right - left, above - below])
    taken = ((A.T - low) / size).tolist()
    found = []
    for level in _LABELLED:
        on_line = [(line[::2] - low) / size for line in lines[level]]
        inside = [line[np.all(np.abs(line - 0.5) < 0.5 - _ROOM, axis=1)] for line in on_line]
        places = np.concatenate([np.empty((0, 2)), *inside])
        if not len(places):
            continue
        apart = places[:, None] - np.array(taken)
        away = np.min(np.sum(apart * apart, axis=-1), axis=1)
        best = int(np.argmax(away))
        if away[best] > _APART**2 or level == 0.5:
            taken.append(places[best].tolist())
            found.append((*(low + places[best] * size).tolist(), level))
    return tuple(found)
