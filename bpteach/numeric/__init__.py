"""Derivatives found a third time, from values alone, and `check`, which compares."""

from bpteach.numeric.agreement import agree
from bpteach.numeric.differences import (
    central_difference,
    complex_step,
    forward_difference,
    numerical_jacobian,
)
from bpteach.numeric.direction import quick_check
from bpteach.numeric.judge import check
from bpteach.numeric.protocol import Layer, why_no_layer
from bpteach.numeric.report import Comparison, Report

__all__ = [
    "Comparison",
    "Layer",
    "Report",
    "agree",
    "central_difference",
    "check",
    "complex_step",
    "forward_difference",
    "numerical_jacobian",
    "quick_check",
    "why_no_layer",
]
