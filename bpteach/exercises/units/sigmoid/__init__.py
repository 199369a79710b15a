"""Unit 04: backpropagation through the sigmoid ``s = σ(z)``, and through tanh."""

from bpteach.exercises.units.sigmoid.backward import BACKWARD, CACHED, JACOBIAN, TANH
from bpteach.exercises.units.sigmoid.forward import DERIVATIVE, FORWARD, VALUES
from bpteach.exercises.units.sigmoid.seen import LAYOUT, PLOT

__all__ = ["EXERCISES", "LESSON", "TITLE"]

LESSON = "04_sigmoid"
TITLE = "The sigmoid"

EXERCISES = (VALUES, FORWARD, DERIVATIVE, JACOBIAN, BACKWARD, CACHED, TANH, PLOT, LAYOUT)
