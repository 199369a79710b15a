"""Graded exercises: find one, check an answer, read what is wrong with it, see your progress."""

from bpteach.exercises.assignment import Assignment
from bpteach.exercises.card import card
from bpteach.exercises.catalogue import check_namespace, get, unit_of, units
from bpteach.exercises.learning.page import progress, reviewed
from bpteach.exercises.starting.diagnostic import diagnostic
from bpteach.exercises.starting.environment import environment
from bpteach.exercises.verdict import Rung, Status, Verdict

__all__ = [
    "Assignment",
    "Rung",
    "Status",
    "Verdict",
    "card",
    "check_namespace",
    "diagnostic",
    "environment",
    "get",
    "progress",
    "reviewed",
    "unit_of",
    "units",
]
