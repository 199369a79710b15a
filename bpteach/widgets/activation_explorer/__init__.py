"""The activation explorer: a function, its slope and a check of it, and the Jacobian they make."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bpteach.plots.exploring import HEIGHTS, subject_of
from bpteach.widgets.activation_explorer.choices import LARGEST, PLACES, STEPS, TAUS, VECTOR
from bpteach.widgets.activation_explorer.state import Explorer, finite
from bpteach.widgets.panel import Panel, Question

__all__ = ["Explorer", "explorer"]


def explorer(
    function: str = "sigmoid",
    *,
    z: float = 0.0,
    h: float = 1e-3,
    tau: float = 0.05,
    at_zero: float = 1.0,
    vector=tuple((number,) for number in VECTOR),
    knots: Sequence[float] = HEIGHTS,
    hide: Sequence[str] = (),
    question: Question | None = None,
) -> Panel:
    """Walk along an activation, and see its slope, the check of it, and the Jacobian it makes.

    Parameters
    ----------
    function : str
        ``"sigmoid"``, ``"relu"``, ``"tanh"``, ``"leaky"`` or ``"drawn"``.
    z : float
        Where it opens: a quarter from −6 to 6.
    h : float
        Step of the central differences: 1, 0.5, 0.1, 0.01, 1e-3, 1e-5 or 1e-7.
    tau : float
        Below this size a slope counts as saturated: 0.01, 0.05, 0.1 or 0.2.
    at_zero : float
        What is chosen on a kink: 1 the slope on the right, 0 that on the left, or 0.5.
    vector : array_like of float, shape (n, 1)
        What the Jacobian belongs to; n is at most 5.
    knots : sequence of float
        Heights of your own curve at z = −6, −4, −2, 0, 2, 4 and 6.
    hide : sequence of str
        Names of parts to leave out, such as ``("function", "h", "tau", "jacobian")``.
    question : Question, optional
        What to predict first.

    Returns
    -------
    Panel
        A widget that shows itself at the end of a cell.

    Raises
    ------
    ValueError
        If an argument makes no sense.

    Examples
    --------
    >>> explorer("sigmoid", z=-5.0, vector=[[0.0], [4.0]])
    At z = −5 the sigmoid is saturated: the gradient comes back times 0.00665.
    On the diagonal of the Jacobian 1 of 2 slopes is below 0.05.
    explorer("sigmoid", z=-5.0, h=0.001, tau=0.05, at_zero=1.0, vector=[[0.0], [4.0]])
    """
    subject = subject_of(function, knots)
    state = Explorer(
        vector=_column(vector),
        knots=tuple(float(height) for height in knots),
        function=subject.name,
        z=_nearest("z", z, [place / 4 for place in PLACES]) + PLACES[0],
        h=_nearest("h", h, STEPS),
        tau=_nearest("tau", tau, TAUS),
        at_zero=_nearest("at_zero", at_zero, (0.0, 0.5, 1.0)),
    )
    subject_of("drawn", state.knots)
    return Panel(state, hide=hide, question=question)


def _nearest(name: str, value: float, places: Sequence[float]) -> int:
    """Find a number among the places that there are."""
    for k, place in enumerate(places):
        if np.isclose(value, place, rtol=1e-9, atol=0):
            return k
    near = min(places, key=lambda place: abs(place - value))
    raise ValueError(
        f"{name}={value!r} is no place of its slider\n  the nearest one: {name}={near!r}"
    )


def _column(vector) -> tuple[float, ...]:
    array = np.array(vector, dtype=np.float64)
    if array.ndim != 2 or array.shape[1] != 1 or not 1 <= len(array) <= LARGEST:
        raise ValueError(
            f"vector has the shape {array.shape}\n"
            f"  write a column (n, 1) with n from 1 to {LARGEST}, so that every number can be read"
        )
    return finite(array[:, 0].tolist())
