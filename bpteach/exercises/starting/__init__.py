"""What the first lesson runs: whether everything works here, and where to begin."""

__all__: list[str] = []
