"""Widgets for the notebook: pictures that can be touched, and boards for answers."""

from importlib import import_module

_WHERE = {
    "Panel": "panel",
    "Question": "panel",
    "board": "answer_board",
    "explorer": "activation_explorer",
    "gradient_flow": "flow_explorer",
    "microscope": "step_microscope",
    "playground": "training_state",
    "shape_board": "boards.make",
    "slicer": "tensor_slicer",
}

__all__ = sorted(_WHERE)


def __getattr__(name):
    """Load a widget when it is used: anywidget is not needed for the rest of the course."""
    if name in _WHERE:
        return getattr(import_module(f"bpteach.widgets.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
