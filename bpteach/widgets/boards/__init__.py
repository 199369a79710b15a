"""The shape board: factors to set in order, their joints, and what the product is."""

__all__: list[str] = []
