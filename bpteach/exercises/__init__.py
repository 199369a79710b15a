"""Graded exercises: find one, check an answer, and read what is wrong with it."""

from bpteach.exercises.card import card
from bpteach.exercises.catalogue import check_namespace, get, unit_of, units
from bpteach.exercises.verdict import Rung, Status, Verdict

__all__ = ["Rung", "Status", "Verdict", "card", "check_namespace", "get", "unit_of", "units"]
