"""The environment checks itself: what the course needs, tried out where the notebook runs."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

__all__ = ["CHECKS", "Checked", "FaultError", "environment"]

_PYTHON = (3, 11)
_NUMPY = 2


class FaultError(Exception):
    """Something is not as the course needs it; the text says what to do.

    Examples
    --------
    >>> issubclass(FaultError, Exception)
    True
    """


@dataclass(frozen=True, repr=False)
class Checked:
    """What came of the checks.

    Parameters
    ----------
    found : tuple of (str, str)
        What was tried, and what is wrong with it: nothing, if it works.

    Examples
    --------
    >>> Checked((("numbers multiply", ""),))
    ok   numbers multiply
    <BLANKLINE>
    Everything works. You can begin.
    """

    found: tuple[tuple[str, str], ...]

    @property
    def ok(self) -> bool:
        """Whether everything works."""
        return not any(wrong for _, wrong in self.found)

    def __repr__(self):
        lines = [f"{'NOT' if wrong else 'ok '}  {what}" for what, wrong in self.found]
        troubles = [f"{what}: {wrong}" for what, wrong in self.found if wrong]
        return "\n".join([*lines, "", *(troubles or ["Everything works. You can begin."])])


def environment() -> Checked:
    """Try out what the course needs.

    Returns
    -------
    Checked
        A line for each part; the same on every machine where all is well.

    Examples
    --------
    >>> environment().ok
    True
    """
    return Checked(tuple((what, _fault(check)) for what, check in CHECKS.items()))


def _fault(check: Callable[[], None]) -> str:
    try:
        check()
    except FaultError as fault:
        return str(fault)
    except Exception as error:  # whatever is broken, the others are still tried
        return f"it stopped with {type(error).__name__}: {error}"
    return ""


def _python():
    if sys.version_info < _PYTHON:
        found = ".".join(map(str, sys.version_info[:2]))
        raise FaultError(
            f"this is Python {found}, and the course needs {_PYTHON[0]}.{_PYTHON[1]} or newer. "
            "Choose another kernel in the menu Kernel, or install the course with a newer Python."
        )


def _numpy():
    if int(np.__version__.split(".")[0]) < _NUMPY:
        raise FaultError(
            f"this is numpy {np.__version__}, and the course needs {_NUMPY}.0 or newer: "
            "write `pip install --upgrade numpy` in a terminal."
        )
    product = np.array([[1.0, 2.0], [3.0, 4.0]]) @ np.array([[5.0], [6.0]])
    if product.tolist() != [[17.0], [39.0]]:
        raise FaultError("a matrix product came out wrong. Install numpy again.")


def _course():
    from bpteach.layers import Linear
    from bpteach.numeric import check

    layer = Linear(np.array([[2.0, -1.0, 0.5], [1.0, 3.0, -2.0]]), np.array([[1.0], [-1.0]]))
    if not check(layer, np.array([[1.0], [2.0], [-1.0]])).ok:
        raise FaultError("a layer's gradients are not those it should have. Install bpteach again.")


def _figure():
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 2), dpi=50)
    canvas = FigureCanvasAgg(figure)
    figure.add_subplot().plot([0, 1], [0, 1], color="black")
    canvas.draw()
    drawn = np.asarray(canvas.buffer_rgba())
    if drawn[..., :3].min() > 100:
        raise FaultError("a figure came out empty. Install matplotlib again.")


def _folder():
    try:
        with tempfile.TemporaryFile(dir=".") as file:
            file.write(b"a learner's answer")
    except OSError as error:
        raise FaultError(
            f"nothing can be saved here ({error.strerror}). Lay the course out in a folder of your "
            "own: `bpteach start course` in a terminal, then `bpteach lab course`."
        ) from error


CHECKS: dict[str, Callable[[], None]] = {
    "Python is new enough": _python,
    "numpy multiplies matrices": _numpy,
    "the course is here, and its gradients agree with differences": _course,
    "a figure can be drawn": _figure,
    "this folder can be written": _folder,
}
"""What is tried, in order, and how."""
