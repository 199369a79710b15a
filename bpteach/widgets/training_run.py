"""A network in training on points of the plane: every update of it, and the check of its gradients.

What a run gives depends on its setup and its stretches alone, so that a state need not hold
it: a stretch of 200 updates is found again from the runs before it, which are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise

import numpy as np

from bpteach import datasets
from bpteach.diagnosis import compare
from bpteach.layers import Linear, ReLU, Sigmoid, Tanh
from bpteach.layers.elementwise import Elementwise
from bpteach.losses import SquaredError
from bpteach.network import Network, Trainer
from bpteach.numeric.moves import one_by_one
from bpteach.numeric.slopes import slopes_of
from bpteach.plots.boundary import Boundary, find_boundary
from bpteach.plots.exploring import drawn_activation
from bpteach.plots.gradient_sizes import Sizes, measure_sizes

__all__ = [
    "ACTIVATIONS",
    "LAST",
    "LAYERS",
    "POINTS",
    "RATES",
    "SETS",
    "UNITS",
    "Checked",
    "Drawn",
    "Made",
    "Run",
    "Setup",
    "run_of",
    "spoiled",
]

POINTS = 100
LAST = 1000  # updates
LAYERS, UNITS = 3, 12  # hidden layers, and units in each, at most
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
SETS = {"xor": "XOR", "circles": "circles", "moons": "moons", "spirals": "spirals"}
ACTIVATIONS = {"sigmoid": Sigmoid(), "tanh": Tanh(), "relu": ReLU()}
_TOGETHER = 10  # updates between two runs that are kept


class Drawn(Elementwise):
    """A layer whose activation somebody drew; see `drawn_activation`.

    Parameters
    ----------
    heights : sequence of float
        f(z) at each of the explorer's seven knots.

    Notes
    -----
    On a corner the derivative is the slope to its right, as for ReLU.

    Examples
    --------
    >>> Drawn((0, 0, 0, 0, 1, 2, 3))(np.array([[-1.0, 0.5, 9.0]]))
    array([[0.  , 0.25, 4.5 ]])
    """

    output_letter = "f"

    def __init__(self, heights):
        self._drawn = drawn_activation(heights)

    def _function(self, z):
        return self._drawn.function(z)

    def _derivative(self, z):
        return self._drawn.derivative(z, at_zero=1.0)


@dataclass(frozen=True)
class Setup:
    """What is trained, and on what.

    Parameters
    ----------
    data : str
        One of `SETS`.
    hidden : tuple of int
        Units of each hidden layer.
    activation : str
        One of `ACTIVATIONS`, or ``"drawn"``.
    batch : int
        Examples in an update.
    seed : int
        Where points, first weights and the order of the examples come from.
    knots : tuple of float
        Heights of the activation that is drawn.
    """

    data: str
    hidden: tuple[int, ...]
    activation: str
    batch: int
    seed: int
    knots: tuple[float, ...] = ()

    @property
    def points(self) -> datasets.Points:
        """The examples, one a column, and their classes."""
        return _points(self.data, self.seed)

    def network(self) -> Network:
        """Make the network as it is before training.

        Returns
        -------
        Network
            Weights have the standard deviation √(2/m), biases are 0; the loss stands last.
        """
        rng, layers = np.random.default_rng(self.seed), []
        drawn = self.activation == "drawn"
        activation = Drawn(self.knots) if drawn else ACTIVATIONS[self.activation]
        for m, n in pairwise((2, *self.hidden, 1)):
            W = rng.normal(size=(n, m)) * np.sqrt(2 / m)
            layers += [Linear(W, np.zeros((n, 1))), activation]
        return Network(*layers[:-1], SquaredError(self.points.T))


@cache
def _points(data, seed):
    return getattr(datasets, data)(POINTS, seed=seed)


@dataclass(frozen=True)
class Checked:
    """A gradient beside central differences of the batch's mean loss.

    Parameters
    ----------
    error : float
        Largest distance, as a share of the largest slope; nan where the slopes are not finite.
    words : str
        What is wrong; empty where the distance is within rounding, or a kink allows it.
    """

    error: float
    words: str


@dataclass(frozen=True, eq=False)
class Made:
    """What the last update was made of.

    Parameters
    ----------
    network : Network
        Before the update.
    batch : ndarray of int
        Which examples it saw.
    loss : float
        Their mean loss.
    gradients : dict of str to ndarray
        As they were used.
    rate : float
        The learning rate.
    examples : Points
        The columns of the batch, and their targets.
    """

    network: Network
    batch: np.ndarray
    loss: float
    gradients: dict
    rate: float
    examples: datasets.Points

    @cached_property
    def sizes(self) -> dict[str, Sizes]:
        """How large the entries of each gradient of weights are."""
        return {
            name: measure_sizes(gradient)
            for name, gradient in self.gradients.items()
            if name.startswith("W") and np.isfinite(gradient).all()
        }

    @cached_property
    def checks(self) -> dict[str, Checked]:
        """Each gradient beside central differences."""
        A, T = self.examples
        network = Network(*self.network.layers[:-1], SquaredError(T))
        trainer = Trainer(network, A, rate=0)
        with np.errstate(all="ignore"):  # where it diverges nothing can be judged
            return {name: self._checked(trainer, name) for name in self.gradients}

    def _checked(self, trainer, name) -> Checked:
        value, found = trainer.parameters[name].copy(), self.gradients[name]

        def loss(moved):
            trainer.parameters[name][...] = moved
            return trainer.forward()

        here = np.array(loss(value))
        slopes = slopes_of(one_by_one(loss, value), value, here).reshaped(value.shape)
        trainer.parameters[name][...] = value
        if not np.isfinite(slopes.middle).all():
            return Checked(np.nan, "")
        away = np.abs(found - slopes.middle)
        right = np.where(away <= slopes.radius, found, slopes.middle)
        error = float(np.max(away) / (np.max(np.abs(slopes.middle)) or 1.0))
        finding = compare(found, right, name=f"∂L/∂{name}")
        return Checked(error, finding.words if finding else "")


@dataclass(frozen=True, eq=False)
class Run:
    """A network after some updates.

    Parameters
    ----------
    setup : Setup
        What is trained.
    network : Network
        As it is now.
    losses : ndarray of float64, shape (updates + 1,)
        The mean loss of all examples, before the first update and after each.
    made : Made, optional
        The last update; none before the first.
    """

    setup: Setup
    network: Network
    losses: np.ndarray
    made: Made | None = None

    @property
    def updates(self) -> int:
        """How many there were; fewer than asked for if the loss was no longer finite."""
        return len(self.losses) - 1

    @property
    def diverged(self) -> bool:
        """Whether the loss is no longer finite."""
        return not np.isfinite(self.losses[-1])

    @cached_property
    def boundary(self) -> Boundary:
        """What the network decides."""
        return find_boundary(Network(*self.network.layers[:-1]), *self.setup.points)


@lru_cache(maxsize=400)
def run_of(setup: Setup, stretches: tuple) -> Run:
    """Train.

    Parameters
    ----------
    setup : Setup
        What, and on what.
    stretches : tuple of (int, float, str)
        Updates, learning rate and sabotage of each stretch, one after another.

    Returns
    -------
    Run
        The same for the same arguments, to the last digit.

    Examples
    --------
    >>> setup = Setup("xor", (4,), "tanh", batch=POINTS, seed=0)
    >>> run = run_of(setup, ((30, 0.1, ""),))
    >>> run.updates, bool(run.losses[-1] < run.losses[0])
    (30, True)
    """
    stretches = [one for one in stretches if one[0]]
    if not stretches:
        network = setup.network()
        return Run(setup, network, np.array([_mean_loss(network, setup)]))
    *before, (updates, rate, sabotage) = stretches
    earlier = (updates - 1) // _TOGETHER * _TOGETHER
    head = (*before, (earlier, rate, sabotage)) if earlier else tuple(before)
    return _further(run_of(setup, head), updates - earlier, rate, sabotage)


def _mean_loss(network, setup) -> float:
    return Trainer(network, setup.points.A, rate=0).forward()


def _further(run: Run, updates: int, rate: float, sabotage: str) -> Run:
    setup, A = run.setup, run.setup.points.A
    options = {"rate": rate, "batch": setup.batch, "seed": setup.seed}
    trainer = Trainer(run.network, A, updates=run.updates, **options)
    everyone = Trainer(run.network, A, rate=0)
    losses, made = list(run.losses), run.made
    for _ in range(updates):
        if not np.isfinite(losses[-1]):
            break
        before, batch = trainer.network, trainer.batch
        loss = trainer.forward()
        trainer.backward()
        spoiled(trainer.gradients, sabotage)
        gradients = {name: array.copy() for name, array in trainer.gradients.items()}
        examples = datasets.Points(*(array[:, batch] for array in setup.points))
        made = Made(before, batch, loss, gradients, rate, examples)
        trainer.update()
        for name, value in trainer.parameters.items():
            everyone.parameters[name][...] = value
        losses.append(everyone.forward())
    return Run(setup, trainer.network, np.array(losses), made)


def spoiled(gradients: dict, sabotage: str) -> None:
    """Multiply one gradient by a wrong factor, in place.

    Parameters
    ----------
    gradients : dict of str to ndarray
        All of them.
    sabotage : str
        Name and factor, such as ``"W2*2"``; nothing if empty.

    Examples
    --------
    >>> gradients = {"W1": np.array([[3.0]])}
    >>> spoiled(gradients, "W1*-1")
    >>> gradients["W1"]
    array([[-3.]])
    """
    if sabotage:
        name, factor = sabotage.split("*")
        np.multiply(gradients[name], float(factor), out=gradients[name])
