"""Exercises that are answered with a function which returns numbers."""

from bpteach.exercises.function.function import Function
from bpteach.exercises.function.several import Several

__all__ = ["Function", "Several"]
