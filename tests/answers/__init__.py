"""Right and wrong answers to every exercise, a module a unit, and the syllabus as a table."""

import importlib

from answers.syllabus import SYLLABUS

UNITS = {unit: importlib.import_module(f"answers.{unit}") for unit in SYLLABUS}
