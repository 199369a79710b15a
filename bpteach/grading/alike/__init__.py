"""Which submissions share passages that the class does not: listed for a person to judge."""

__all__ = []
