"""Unit 06: backpropagation through a network, and how to check it."""

from bpteach.exercises.units.network.checking import CHECKER
from bpteach.exercises.units.network.differences import NUMERICAL
from bpteach.exercises.units.network.forks import HIDDEN_LOSS, SKIP
from bpteach.exercises.units.network.sabotage import SABOTAGE
from bpteach.exercises.units.network.way_back import BACKWARD, BACKWARD_ROW, FORWARD

__all__ = ["EXERCISES", "LESSON", "TITLE"]

LESSON = "06_network"
TITLE = "A network, and how to check it"

EXERCISES = (
    FORWARD,
    BACKWARD,
    BACKWARD_ROW,
    NUMERICAL,
    CHECKER,
    SABOTAGE,
    SKIP,
    HIDDEN_LOSS,
)
