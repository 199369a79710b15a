"""Where a student's code runs: the boundary, what runs inside it, and who talks to it."""

__all__ = []
