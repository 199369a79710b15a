"""Questions inside: a look at an answer, and calls of it; plain values go out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bpteach.exercises.kept import Randoms, process_kept
from bpteach.exercises.looked import looked_at
from bpteach.exercises.made import handed, unchanged
from bpteach.grading.sandbox.cells import OutOfTime, Time
from bpteach.grading.sandbox.stub import CourseCodeError
from bpteach.grading.sandbox.wire import packed

__all__ = ["Questions"]


class Questions:
    """Answers what the trusted side asks of a notebook's answers.

    Parameters
    ----------
    answers : dict from str to object
        What the notebook defined.
    starters : dict from str to sequence of callable
        What the learner started from.
    limits : dict
        ``cpu`` and ``wall``: seconds for a question; ``output``: bytes of an array.
    reads : callable or None
        Reads axes, where there is matplotlib.

    Examples
    --------
    >>> from bpteach.grading.sandbox.wire import unpacked
    >>> limits = {"cpu": 1, "wall": 1, "output": 100}
    >>> asked = Questions({"x": 3}, {}, limits, None)
    >>> unpacked(asked.reply(("values", ["x", "y"])))
    {'x': 3}
    """

    def __init__(self, answers: dict, starters: dict, limits: dict, reads: Callable | None):
        self._answers, self._starters, self._reads = answers, starters, reads
        self._limits, self._time = limits, Time(limits["cpu"], limits["wall"])
        self._randoms = Randoms()
        self._handles: list = []
        self._handed: list[tuple[object, object]] = []

    def reply(self, asked: tuple) -> bytes | None:
        """Answer one message.

        Parameters
        ----------
        asked : tuple
            What to do, and with what: ``("begin",)``, ``("values", names)``, ``("look", name,
            parameters)``, ``("call", handle, values, new)`` or ``("draw", handle)``.

        Returns
        -------
        bytes or None
            For the trusted side; nothing where a question only begins.
        """
        if asked[0] == "begin":
            return self._begin()
        try:
            with self._time:
                told = getattr(self, f"_{asked[0]}")(*asked[1:])
                return packed(told, largest=self._limits["output"], handles=self._handles)
        except BaseException as raised:  # whatever the answer does with what is looked at
            return packed(self._raised(raised))

    # --- what is asked --------------------------------------------------------------------

    def _begin(self):
        """Begin a question, with its own time."""
        self._time = Time(self._limits["cpu"], self._limits["wall"])
        self._handles, self._handed, self._randoms = [], [], Randoms()

    def _values(self, names):
        return {name: self._answers[name] for name in names if name in self._answers}

    def _look(self, name, parameters):
        """Look at a function; a handle is how it will be called."""
        answer = self._answers[name]
        seen = looked_at(answer, parameters, self._starters.get(name, ()))
        self._handles.append(answer)
        return {
            "handle": len(self._handles) - 1,
            "kind": str.__str__(seen.kind),
            "called": seen.called,
            "starter": seen.starter,
            "binds": seen.binds,
            "names": tuple(map(str.__str__, seen.names)),
            "raised": str.__str__(seen.raised),
        }

    def _call(self, handle, values, new):
        """Call a function with its own copies; of a new case the old ones are forgotten."""
        if new:
            self._handed = []
        function = self._handles[handle]
        given = [handed(value) for value in values]
        self._handed += zip(values, given, strict=True)
        warned: list[str] = []
        with np.errstate(all="ignore"), process_kept(True, warned, self._randoms):
            returned = function(*given)
        return returned, self._changed(), tuple(warned)

    def _changed(self):
        """Which of the values handed over in this case are no more what they were, by number."""
        pairs = enumerate(self._handed)
        return tuple(k for k, (value, own) in pairs if not unchanged(value, own))

    def _draw(self, handle):
        """Let a function draw, and read what stands on the axes."""
        from matplotlib.figure import Figure

        ax = Figure(figsize=(6, 4)).subplots()
        with process_kept(True, []):
            self._handles[handle](ax)
        drawn = self._reads(ax)
        told = {**vars(drawn), "curves": tuple(vars(one) for one in drawn.curves)}
        return told, (), ()

    # --- when it raises -------------------------------------------------------------------

    def _raised(self, raised):
        """What the trusted side may know of an exception: its type and place, never its text."""
        course = str(raised.args[0]) if type(raised) is CourseCodeError else ""
        return {
            "raised": str.__str__(type(raised).__name__),
            "course": course,
            "not_started": isinstance(raised, NotImplementedError),
            "without_end": isinstance(raised, RecursionError),
            "time": isinstance(raised, OutOfTime),
            "misfit": isinstance(raised, (ValueError, IndexError)) and _is_misfit(raised),
            "where": _where(raised),
        }


def _is_misfit(raised) -> bool:
    return "matmul: Output operand 0 has a mismatch" not in str(raised)


def _where(raised):
    """The cell and line where it happened, and the line on which that function begins."""
    step, found = raised.__traceback__, None
    while step is not None:
        code = step.tb_frame.f_code
        if code.co_filename.startswith("<cell ") and found is None:
            found = (code.co_filename[6:-1], step.tb_lineno, code.co_firstlineno)
        step = step.tb_next
    return found
