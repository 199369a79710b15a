"""What comes out of a file of marks: tables, gradebooks, feedback, and the report on the class."""

from bpteach.grading.reports.every import write_reports

__all__ = ["write_reports"]
