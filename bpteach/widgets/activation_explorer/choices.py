"""What there is to choose from in the activation explorer."""

from bpteach.plots.curves import ACTIVATIONS
from bpteach.plots.exploring import HEIGHTS

__all__ = ["CHOICES", "FUNCTIONS", "LARGEST", "PLACES", "PRESETS", "STEPS", "TAUS", "VECTOR"]

FUNCTIONS = (*ACTIVATIONS, "drawn")
PLACES = range(-24, 25)  # quarters of z
STEPS = (1e-7, 1e-5, 1e-3, 0.01, 0.1, 0.5, 1.0)
TAUS = (0.01, 0.05, 0.1, 0.2)
CHOICES = (2, 1, 0)  # halves of the way from the slope on the left to that on the right
LARGEST = 5  # entries of the vector, so that every number can be read
VECTOR = (-3.0, -1.0, 0.0, 2.0, 5.0)
PRESETS = {
    "bumpy": HEIGHTS,
    "clipped line": (-1.0, -1.0, -1.0, 0.0, 1.0, 1.0, 1.0),
    "absolute value": (3.0, 2.0, 1.0, 0.0, 1.0, 2.0, 3.0),
    "hat": (0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0),
    "stairs": (-2.0, -2.0, 0.0, 0.0, 0.0, 2.0, 2.0),
    "zigzag": (-1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0),
}
