"""Unit 05: ReLU, its mask, its kink, and what backward needs from forward."""

from bpteach.exercises.units.relu.backward import BACKWARD, LEAKY
from bpteach.exercises.units.relu.cache import CACHE_BUG
from bpteach.exercises.units.relu.forward import DERIVATIVE, FORWARD, JACOBIAN
from bpteach.exercises.units.relu.kink import AT_ZERO, PLOT

__all__ = ["EXERCISES", "LESSON", "TITLE"]

LESSON = "05_relu"
TITLE = "The ReLU activation"

EXERCISES = (FORWARD, DERIVATIVE, JACOBIAN, BACKWARD, AT_ZERO, LEAKY, CACHE_BUG, PLOT)
