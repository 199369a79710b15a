"""Losses: the last layer of a network, whose output is one number L.

Over a batch a loss is the sum over the examples; training divides by their number.
"""

from bpteach.losses.base import Loss
from bpteach.losses.cross_entropy import CrossEntropy, SoftmaxCrossEntropy
from bpteach.losses.squared_error import SquaredError

__all__ = ["CrossEntropy", "Loss", "SoftmaxCrossEntropy", "SquaredError"]
