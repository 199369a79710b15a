"""One module a unit, with its exercises as records."""

__all__: list[str] = []
