"""Widgets for the notebook: boards on which an exercise is answered."""

__all__ = ["board"]


def __getattr__(name):
    """Load a widget when it is used: anywidget is not needed for the rest of the course."""
    if name == "board":
        from bpteach.widgets.answer_board import board

        return board
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
