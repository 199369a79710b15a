"""The state of the activation explorer: what is chosen, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from bpteach.plots.curves import Kink
from bpteach.plots.explored import say_diagonal, say_place
from bpteach.plots.exploring import HEIGHTS, Subject, is_flat, subject_of
from bpteach.widgets.activation_explorer.choices import (
    CHOICES,
    FUNCTIONS,
    PLACES,
    PRESETS,
    STEPS,
    TAUS,
    VECTOR,
)
from bpteach.widgets.activation_explorer.page import page
from bpteach.widgets.frames import along, at
from bpteach.widgets.state import State

__all__ = ["Explorer", "finite"]


@dataclass(frozen=True)
class Explorer(State):
    """A function, a place on it, and a vector whose Jacobian it gives.

    Parameters
    ----------
    vector : tuple of float
        What the Jacobian belongs to, up to five numbers.
    knots : tuple of float
        Seven heights of the drawn curve.
    function : str
        One of `FUNCTIONS`.
    z : int
        The place, in quarters.
    h : int
        Which of `STEPS` the central differences take.
    tau : int
        Which of `TAUS` is the bound of "saturated".
    at_zero : int
        What is chosen on a kink: 2 the slope on the right, 0 that on the left, 1 between.
    """

    call: ClassVar[str] = "explorer"

    vector: tuple[float, ...] = VECTOR
    knots: tuple[float, ...] = HEIGHTS
    function: str = "sigmoid"
    z: int = 0
    h: int = 2
    tau: int = 1
    at_zero: int = 2

    # What can be changed

    def moves(self) -> dict[str, Sequence]:
        """Name what the page changes alone."""
        return {
            "function": FUNCTIONS,
            "z": PLACES,
            "h": range(len(STEPS)),
            "tau": range(len(TAUS)),
            "at_zero": CHOICES,
        }

    def on_vector(self, entry) -> Explorer:
        """Change a number of the vector.

        Parameters
        ----------
        entry : [int, float]
            Place from 0, and number.

        Returns
        -------
        Explorer
            With the number there.
        """
        return replace(self, vector=_with(self.vector, *entry))

    def on_knots(self, entry) -> Explorer:
        """Move a knot of the drawn curve.

        Parameters
        ----------
        entry : [int, float]
            Place from 0, and height.

        Returns
        -------
        Explorer
            With the knot there.
        """
        knots = _with(self.knots, *entry)
        subject_of("drawn", knots)  # refuses what it cannot draw
        return replace(self, knots=knots)

    def on_preset(self, name) -> Explorer:
        """Draw another curve.

        Parameters
        ----------
        name : str
            One of `PRESETS`; any other keeps the curve.

        Returns
        -------
        Explorer
            With its knots.
        """
        return replace(self, knots=PRESETS.get(name, self.knots))

    # What follows

    def subject(self, function: str | None = None) -> Subject:
        """Find the numbers of a function.

        Parameters
        ----------
        function : str, optional
            The one chosen if left out.

        Returns
        -------
        Subject
            Its numbers.
        """
        return subject_of(function or self.function, self.knots)

    @property
    def place(self) -> float:
        """Where on the curve: z."""
        return self.z / 4

    @property
    def step(self) -> float:
        """Step of the central differences: h."""
        return STEPS[self.h]

    @property
    def bound(self) -> float:
        """Below it a slope counts as saturated: τ."""
        return TAUS[self.tau]

    @property
    def choice(self) -> float:
        """What is chosen on a kink: 1, ½ or 0 of the way from left to right."""
        return self.at_zero / 2

    @property
    def kink(self) -> Kink | None:
        """What there is to choose from at this place."""
        return self.subject().kink(self.place, self.choice)

    @property
    def preset(self) -> str:
        """The name of the drawn curve."""
        return next((name for name, knots in PRESETS.items() if knots == self.knots), "your own")

    def diagonal(self) -> np.ndarray:
        """Compute the diagonal of the Jacobian.

        Returns
        -------
        ndarray of float64, shape (n,)
            The slopes at the numbers of the vector.
        """
        return self.subject().slope(np.array(self.vector), self.choice)

    def situation(self) -> str:
        """Name what this place shows.

        Returns
        -------
        str
            ``"kink"``, ``"saturated"`` or ``"smooth"``.
        """
        if self.kink:
            return "kink"
        slope = self.subject().slope(self.place, self.choice)
        return "saturated" if is_flat(slope, self.bound) else "smooth"

    # Words and data

    def sentence(self) -> str:
        """Say what the place does to a gradient, and how many numbers are saturated."""
        subject, choice = self.subject(), self.choice
        return (
            f"{say_place(subject, self.place, self.bound, choice)} "
            f"{say_diagonal(subject, self.vector, self.bound, choice)}"
        )

    def code_pieces(self) -> list:
        """Give the line of code for every position."""
        knots = f", knots={list(self.knots)}" if self.knots != HEIGHTS else ""
        return [
            f'{self.call}("',
            at("function"),
            '", z=',
            along("z", PLACES, lambda z: repr(z / 4)),
            ", h=",
            along("h", range(len(STEPS)), lambda h: repr(STEPS[h])),
            ", tau=",
            along("tau", range(len(TAUS)), lambda tau: repr(TAUS[tau])),
            ", at_zero=",
            along("at_zero", CHOICES, lambda half: repr(half / 2)),
            f", vector={[[number] for number in self.vector]}{knots})",
        ]

    def spec(self) -> dict:
        """Give the two charts, the Jacobian and the controls."""
        return page(self)

    def picture(self, theme: str = "light"):
        """Draw this place, with its tangent, its slope and the Jacobian."""
        from bpteach.plots import explored_activation

        return explored_activation(
            self.function,
            self.place,
            vector=[[number] for number in self.vector],
            h=self.step,
            tau=self.bound,
            at_zero=self.choice,
            knots=self.knots,
            theme=theme,
        )


def _with(numbers: tuple, place, value) -> tuple:
    if place not in range(len(numbers)):
        raise ValueError(f"there is no entry {place}")
    return finite((*numbers[: int(place)], float(value), *numbers[int(place) + 1 :]))


def finite(numbers) -> tuple[float, ...]:
    """Refuse numbers that nothing can be drawn of.

    Parameters
    ----------
    numbers : sequence of float
        The numbers.

    Returns
    -------
    tuple of float
        The same.

    Raises
    ------
    ValueError
        If one of them is nan or inf.

    Examples
    --------
    >>> finite([1.0, 2.0])
    (1.0, 2.0)
    """
    if not np.all(np.isfinite(numbers)):
        raise ValueError("vector holds nan or inf\n  every number must be finite")
    return tuple(numbers)
