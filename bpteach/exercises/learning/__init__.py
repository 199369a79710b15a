"""A learner's way through the course, a file an idea: store, review rule, summary, view, page."""

__all__: list[str] = []
