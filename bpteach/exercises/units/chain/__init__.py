"""Unit 02: the chain rule, in columns and in rows."""

from __future__ import annotations

from bpteach.exercises.units.chain.forks import FORK, QUADRATIC
from bpteach.exercises.units.chain.gradients import GRADIENT_COLUMN, GRADIENT_ROW
from bpteach.exercises.units.chain.layouts import WHICH_LAYOUT
from bpteach.exercises.units.chain.predictions import JACOBIAN_SHAPES, PREDICT_SQUARE
from bpteach.exercises.units.chain.products import CHAIN_COLUMN, CHAIN_ROW
from bpteach.exercises.units.chain.steps import DERIVATION

__all__ = ["EXERCISES", "LESSON", "TITLE"]

LESSON = "02_chain_rule"
TITLE = "The chain rule"

EXERCISES = (
    JACOBIAN_SHAPES,
    GRADIENT_COLUMN,
    GRADIENT_ROW,
    CHAIN_COLUMN,
    CHAIN_ROW,
    PREDICT_SQUARE,
    QUADRATIC,
    DERIVATION,
    WHICH_LAYOUT,
    FORK,
)
