"""A class's submissions: read, run where they can harm nothing, marked, and reported."""

__all__ = []
