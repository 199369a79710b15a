"""For the maintainer: lessons from their MyST sources, student notebooks from the records.

``python -m bpteach.authoring`` builds everything; it works in a checkout, where the sources are.
"""

__all__: list[str] = []
