"""The marks of a class: one SQLite file, what a person adds to them, and what comes of both."""

__all__ = []
