"""The playground: train a small network one phase at a time, and watch its gradients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isfinite
from typing import ClassVar

import numpy as np

from bpteach.plots.exploring import drawn_activation
from bpteach.plots.words import listed
from bpteach.widgets import training_view, training_words
from bpteach.widgets.panel import Panel, Question
from bpteach.widgets.state import State
from bpteach.widgets.training_run import (
    LAST,
    LAYERS,
    POINTS,
    RATES,
    SETS,
    UNITS,
    Made,
    Run,
    Setup,
    run_of,
)

__all__ = ["Playground", "playground"]

_PHASES = ("forward", "backward", "update")
_FACTORS = ("2", "-1", "0")


@dataclass(frozen=True)
class Playground(State):
    """A network in training: what it is, how far it is, and which phase of the last update is seen.

    Parameters
    ----------
    data : str
        ``"xor"``, ``"circles"``, ``"moons"`` or ``"spirals"``.
    hidden : tuple of int
        Units of each hidden layer.
    activation : str
        ``"sigmoid"``, ``"tanh"``, ``"relu"`` or, if there are knots, ``"drawn"``.
    rate : float
        The learning rate.
    batch : int
        Examples in an update.
    seed : int
        Where points, first weights and the order of the examples come from.
    updates : int
        How many, the one in progress counted.
    sabotage : str
        A gradient and the wrong factor it is multiplied by, such as ``"W2*2"``; none if empty.
    before : tuple of (int, float, str)
        Earlier rates and sabotages: up to which update, rate, sabotage.
    phase : str
        What of the last update is done: ``"forward"``, ``"backward"`` or all, ``"update"``.
    knots : tuple of float
        Heights of a drawn activation at z = −6, −4, … 6; none if empty.
    """

    call: ClassVar[str] = "playground"

    data: str = "spirals"
    hidden: tuple[int, ...] = (8, 8)
    activation: str = "tanh"
    rate: float = 0.3
    batch: int = 20
    seed: int = 0
    updates: int = 0
    sabotage: str = ""
    before: tuple = ()
    phase: str = "update"
    knots: tuple[float, ...] = ()

    def __post_init__(self):
        if self.knots:
            drawn_activation(self.knots)  # refuses what is no curve
        _one_of("data", self.data, SETS)
        _one_of("activation", self.activation, self.activations())
        _one_of("phase", self.phase, self.moves()["phase"])
        for value, name, low, high in (
            (len(self.hidden), "number of hidden layers", 0, LAYERS),
            *((units, "number of units", 1, UNITS) for units in self.hidden),
            (self.batch, "number of examples in a batch", 1, POINTS),
            (self.updates, "number of updates", 0, LAST),
        ):
            _between(name, value, low, high)
        if self.seed not in range(2**32):
            raise ValueError(f"seed={self.seed!r} makes no sense here: write 0 or a whole number")
        for _, rate, sabotage in (*self.before, (0, self.rate, self.sabotage)):
            if not 0 < rate < float("inf"):
                raise ValueError(f"a learning rate of {rate!r} makes no sense: write 0.1 or so")
            if sabotage:
                _one_of("sabotage", sabotage, dict(self.sabotages()))
        marks = [0, *(until for until, _, _ in self.before), self.updates]
        if marks != sorted(marks):
            raise ValueError(f"before={self.before!r} must count up to updates={self.updates}")

    # What can be changed

    def moves(self) -> dict[str, Sequence]:
        """Name what the page changes alone: the phase of the last update."""
        return {"phase": _PHASES if self.updates else _PHASES[-1:]}

    def arguments(self) -> dict:
        """Give what was chosen; what is rarely used only where it was."""
        given = {
            "*data": self.data,
            "hidden": self.hidden,
            "activation": self.activation,
            "rate": self.rate,
            "batch": self.batch,
            "seed": self.seed,
            "updates": self.updates,
        }
        rarely = {"sabotage": self.sabotage, "before": self.before, "knots": self.knots}
        return given | {name: value for name, value in rarely.items() if value}

    def activations(self) -> dict[str, str]:
        """Name the activations there are.

        Returns
        -------
        dict of str to str
            The value of `activation`, and its words.
        """
        known = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU"}
        return known | ({"drawn": "the one drawn"} if self.knots else {})

    def sabotages(self) -> list[tuple[str, str]]:
        """Name what can be sabotaged.

        Returns
        -------
        list of (str, str)
            The value of `sabotage`, and its words.
        """
        layers = range(1, len(self.hidden) + 2)
        names = [f"{letter}{k}" for letter in "Wb" for k in layers]
        words = {"2": "2 ∂L/∂{}", "-1": "−∂L/∂{}", "0": "0 for ∂L/∂{}"}
        return [(f"{one}*{by}", words[by].format(one)) for by in _FACTORS for one in names]

    def on_step(self) -> Playground:
        """Go one phase on: forward, backward, update. Inside an update the page does it alone.

        Returns
        -------
        Playground
            In the next phase.
        """
        if self.phase != "update":
            return replace(self, phase=_PHASES[_PHASES.index(self.phase) + 1])
        return self._on(1, "forward")

    def on_ten(self) -> Playground:
        """Make ten updates.

        Returns
        -------
        Playground
            After them, or where the loss is no longer finite.
        """
        return self._on(10, "update")

    def on_play(self, value=None) -> Playground:
        """Make ten updates, or all there are.

        Parameters
        ----------
        value : str, optional
            ``"end"`` where motion is unwanted.

        Returns
        -------
        Playground
            After them.
        """
        return self._on(LAST if value == "end" else 10, "update")

    def on_restart(self) -> Playground:
        """Go back to the first weights.

        Returns
        -------
        Playground
            Before the first update.
        """
        return replace(self, updates=0, before=(), phase="update")

    def on_rate(self, value) -> Playground:
        """Change the learning rate from here on.

        Parameters
        ----------
        value : int
            Its place among `RATES`.

        Returns
        -------
        Playground
            An update in progress is made with the new rate.
        """
        if value not in range(len(RATES)):
            raise ValueError("there is no such learning rate")
        return self._from_here(rate=RATES[int(value)])

    def on_sabotage(self, value) -> Playground:
        """Spoil one gradient from here on, or none.

        Parameters
        ----------
        value : str
            One of `sabotages`, or empty.

        Returns
        -------
        Playground
            An update in progress is made with it.
        """
        return self._from_here(sabotage=value)

    def on_data(self, value) -> Playground:
        """Train on other points, as long as before.

        Parameters
        ----------
        value : str
            Name of the set.

        Returns
        -------
        Playground
            After as many updates.
        """
        return self._again(data=value)

    def on_activation(self, value) -> Playground:
        """Train with another activation, as long as before.

        Parameters
        ----------
        value : str
            Its name.

        Returns
        -------
        Playground
            After as many updates.
        """
        return self._again(activation=value)

    def on_layers(self, value) -> Playground:
        """Train a network with more or fewer hidden layers, as long as before.

        Parameters
        ----------
        value : int
            How many.

        Returns
        -------
        Playground
            After as many updates.
        """
        _between("number of hidden layers", value, 0, LAYERS)
        more = (self.hidden[-1:] or (8,)) * LAYERS
        return self._again(hidden=(*self.hidden, *more)[: int(value)])

    def on_units(self, value) -> Playground:
        """Train a network with other sizes, as long as before.

        Parameters
        ----------
        value : int
            Units of every hidden layer.

        Returns
        -------
        Playground
            After as many updates.
        """
        _between("number of units", value, 1, UNITS)
        return self._again(hidden=(int(value),) * len(self.hidden))

    def on_batch(self, value) -> Playground:
        """Train with other batches, as long as before.

        Parameters
        ----------
        value : int
            Examples in an update.

        Returns
        -------
        Playground
            After as many updates.
        """
        return self._again(batch=int(value))

    def on_seed(self, value) -> Playground:
        """Begin from other points and weights, and train as long as before.

        Parameters
        ----------
        value : int
            0 or more.

        Returns
        -------
        Playground
            After as many updates.
        """
        return self._again(seed=int(value))

    def _on(self, updates: int, phase: str) -> Playground:
        there = min(self.updates + updates, LAST)
        if self.is_at_end():
            return replace(self, phase="update")
        further = replace(self, updates=there, phase="update")
        return replace(further, updates=further.run.updates, phase=phase)

    def _from_here(self, **changed) -> Playground:
        rest = self._stretches(self.updates - (self.phase != "update"))
        now = replace(self, before=(), **changed)
        if rest and rest[-1][1:] == (now.rate, now.sabotage):
            rest = rest[:-1]
        return replace(now, before=rest)._finite()

    def _again(self, **changed) -> Playground:
        # Where layers are fewer, a sabotage may name weights that there are no more.
        known = dict(replace(self, before=(), sabotage="", **changed).sabotages())
        before = tuple((u, rate, s if s in known else "") for u, rate, s in self.before)
        sabotage = self.sabotage if self.sabotage in known else ""
        return replace(self, before=before, sabotage=sabotage, **changed)._finite()

    def _finite(self) -> Playground:
        """The same, but with no more updates than there were before the loss was not finite."""
        if self.run.updates == self.updates:
            return self
        before = tuple(one for one in self.before if one[0] < self.run.updates)
        return replace(self, updates=self.run.updates, before=before, phase="update")

    # What follows

    @property
    def setup(self) -> Setup:
        """What is trained."""
        chosen = (self.data, self.hidden, self.activation, self.batch, self.seed)
        return Setup(*chosen, self.knots if self.activation == "drawn" else ())

    def _stretches(self, updates: int) -> tuple:
        """What the first updates were made with: up to which one, rate, sabotage."""
        found, start = [], 0
        for until, *made in (*self.before, (self.updates, self.rate, self.sabotage)):
            if min(until, updates) > start:
                start = min(until, updates)
                found.append((start, *made))
        return tuple(found)

    def _after(self, updates: int) -> Run:
        stretches = self._stretches(updates)
        starts = (0, *(until for until, *_ in stretches))
        counted = zip(stretches, starts, strict=False)
        return run_of(
            self.setup, tuple((until - start, *made) for (until, *made), start in counted)
        )

    @cached_property
    def run(self) -> Run:
        """The network with the last update made."""
        return self._after(self.updates)

    @cached_property
    def earlier(self) -> Run:
        """The network before the last update."""
        return self._after(self.updates - 1)

    @property
    def seen(self) -> Run:
        """The network as it is in this phase: only the update changes it."""
        return self.run if self.phase == "update" else self.earlier

    @property
    def made(self) -> Made | None:
        """What the last update was made of; none before the first."""
        return self.run.made

    def has_gradients(self) -> bool:
        """Whether this phase knows gradients.

        Returns
        -------
        bool
            Not before the first update, and not after its way forward alone.
        """
        return self.made is not None and self.phase != "forward"

    def wrong(self) -> list[str]:
        """Compare the gradients with central differences.

        Returns
        -------
        list of str
            Names of the parameters whose gradients do not agree.
        """
        return [name for name, one in self.made.checks.items() if one.words] if self.made else []

    def error(self) -> float:
        """Find the largest distance of a gradient from central differences.

        Returns
        -------
        float
            As a share of its largest slope; nan where nothing can be judged.
        """
        return float(np.max([one.error for one in self.made.checks.values()]))

    def is_at_end(self) -> bool:
        """Whether nothing more can be trained.

        Returns
        -------
        bool
            If the loss is not finite, or there are as many updates as there can be.
        """
        return self.updates >= LAST or self.run.diverged

    # Words

    def sentence(self) -> str:
        """Say where training is, what the gradients are, and what the check says."""
        return training_words.sentence(self)

    # Data for the page

    def spec(self) -> dict:
        """Give the plane, the loss, the gradients and the controls."""
        return training_view.spec(self)

    def picture(self, theme: str = "light"):
        """Draw the plane, the loss and the gradients."""
        from bpteach.plots import training

        seen = self.seen
        known = {}
        if self.has_gradients():
            error = self.error()
            known = {
                "gradients": self.made.gradients,
                "error": error if isfinite(error) else None,
                "wrong": listed([f"∂L/∂{name}" for name in self.wrong()]) if self.wrong() else "",
            }
        A = self.setup.points.A
        return training(seen.network, A, losses=seen.losses, theme=theme, **known)


def playground(
    data: str = "spirals",
    *,
    hidden: Sequence[int] = (8, 8),
    activation: str = "tanh",
    rate: float = 0.3,
    batch: int = 20,
    seed: int = 0,
    updates: int = 200,
    sabotage: str = "",
    before: Sequence = (),
    phase: str = "update",
    knots: Sequence[float] = (),
    hide: Sequence[str] = (),
    question: Question | None = None,
) -> Panel:
    """Train a small network on points of the plane, one phase at a time.

    The network ends in a linear layer with one output o; the loss is ½(o − t)², the mean over
    the batch, with t = 1 for class 1 and 0 for class 0. o > ½ decides for class 1.

    Parameters
    ----------
    data : str
        ``"xor"``, ``"circles"``, ``"moons"`` or ``"spirals"``: 100 points.
    hidden : sequence of int
        Units of each hidden layer, up to three layers of 12.
    activation : str
        ``"sigmoid"``, ``"tanh"``, ``"relu"`` or ``"drawn"``.
    rate : float
        The learning rate.
    batch : int
        Examples in an update.
    seed : int
        Where points, first weights and the order of the examples come from.
    updates : int
        How many are made when it opens, up to 1000.
    sabotage : str
        A gradient and a wrong factor, 2, −1 or 0, such as ``"W2*2"``.
    before : sequence of (int, float, str)
        Earlier stretches: up to which update, with which rate and sabotage.
    phase : str
        What of the last update is done: ``"forward"``, ``"backward"`` or ``"update"``.
    knots : sequence of float
        Heights of an activation of one's own at z = −6, −4, … 6, joined by straight lines, for
        ``activation="drawn"``.
    hide : sequence of str
        Names of parts to leave out, such as ``("sabotage", "network")``.
    question : Question, optional
        What to predict first.

    Returns
    -------
    Panel
        A widget that shows itself at the end of a cell.

    Raises
    ------
    ValueError
        If a choice makes no sense.

    Examples
    --------
    >>> panel = playground("xor", hidden=(4,), updates=100)
    >>> panel.do("sabotage", "W1*-1")
    >>> panel.do("ten")
    >>> panel.state.updates, panel.state.wrong()
    (110, ['W1'])
    """
    state = Playground(
        data,
        tuple(hidden),
        activation,
        rate,
        batch,
        seed,
        updates,
        sabotage,
        tuple(tuple(one) for one in before),
        phase,
        tuple(knots),
    )
    if state.run.updates < updates:  # it diverges on the way there
        state = state._finite()
    return Panel(state, hide=hide, question=question)


def _one_of(name: str, value, known) -> None:
    if value not in known:
        raise ValueError(
            f"{name}={value!r} makes no sense here\n  there are: {', '.join(map(str, known))}"
        )


def _between(name: str, value, low: int, high: int) -> None:
    if value not in range(low, high + 1):
        raise ValueError(f"{value!r} is no {name} here: write {low} to {high}")
