"""Marking one submission: its cells run behind the boundary, its verdicts are made here.

The records and the ladder are those of the local check. References, cases, seeds and comparison
stay on this side; what goes in are the notebook's own cells and the inputs of a call.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import replace

from bpteach.exercises.catalogue import Unit, units
from bpteach.exercises.figure import Figure
from bpteach.exercises.function import Several
from bpteach.exercises.record import Record
from bpteach.exercises.verdict import Rung, Status, Verdict
from bpteach.exercises.written import Written
from bpteach.grading.mark import Mark
from bpteach.grading.remote import Remote
from bpteach.grading.returned import standing_for, told_name
from bpteach.grading.sandbox.client import GoneError, Sandbox, SandboxError, Session
from bpteach.grading.submission import Submission

__all__ = ["Marker", "seed_of"]

_NAMED = 8  # cells that were left out and are named; others are counted


def seed_of(secret: bytes, submission: Submission) -> str:
    """Give the seed from which a submission's hidden inputs are drawn.

    Parameters
    ----------
    secret : bytes
        The run's.
    submission : Submission
        Whose inputs.

    Returns
    -------
    str
        The same for the same secret and file, so that a resumed run draws the same; from the
        file alone nobody can tell.

    Examples
    --------
    >>> from pathlib import Path
    >>> handed_in = Submission("ada", Path("ada.ipynb"), "ab12", "linear", 0, ())
    >>> len(seed_of(b"secret", handed_in))
    32
    """
    return hmac.new(secret, submission.hash.encode(), hashlib.sha256).hexdigest()[:32]


class Marker:
    """Marks submissions, one after the other, in sandboxes that it starts when they are needed.

    Parameters
    ----------
    secret : bytes
        The run's.
    level : str
        ``"full"`` or ``"process"``.
    limits : dict
        See `Sandbox`.
    """

    def __init__(self, *, secret: bytes, level: str, limits: dict):
        self._secret, self._level = secret, level
        full = level == "full"
        self._plain = Sandbox(limits, full=full)
        self._drawing = Sandbox(limits, full=full, figures=True)

    def __enter__(self) -> Marker:
        return self

    def __exit__(self, *_):
        self.close()

    def start(self) -> None:
        """Start the sandbox that every submission needs."""
        self._plain.start()

    def close(self) -> None:
        """End every process and remove every file of the sandboxes."""
        self._plain.close()
        self._drawing.close()

    def mark(self, submission: Submission) -> Mark:
        """Mark a submission.

        Parameters
        ----------
        submission : Submission
            As it was read.

        Returns
        -------
        Mark
            With a verdict on every exercise of its unit; never the fault of a neighbour. Where
            the sandbox itself fails twice, or marking stops with any other exception, every
            verdict is ``GRADER_ERROR``.
        """
        try:
            return self._marked(submission)
        except SandboxError:
            self._plain.close()
            self._drawing.close()
        except Exception as fault:  # a mistake of ours, which costs no other submission its mark
            return self._not_marked(submission, fault)
        try:
            return self._marked(submission)
        except (SandboxError, Exception) as fault:
            return self._not_marked(submission, fault)

    def _marked(self, submission) -> Mark:
        begun = time.perf_counter()
        seed = seed_of(self._secret, submission)
        unit = _unit(submission.unit)
        verdicts, timings = {}, {}
        notes = []
        drawing = [one for one in unit.exercises if isinstance(one, Figure)]
        others = [one for one in unit.exercises if not isinstance(one, Figure)]
        for sandbox, records in ((self._plain, others), (self._drawing, drawing)):
            if not records:
                continue
            names = tuple(name for one in records for name in one.names)
            with sandbox.session(submission.cells, names) as session:
                notes += [one for one in _notes_on(session) if one not in notes]
                for record in records:
                    at = time.perf_counter()
                    asked = _drawn_for(record, submission, seed)
                    verdicts[record.id] = _verdict(asked, session, submission.cells)
                    timings[record.id] = time.perf_counter() - at
        return Mark(
            submission,
            tuple(verdicts[one.id] for one in unit.exercises),
            self._level,
            seed,
            time.perf_counter() - begun,
            {one.id: timings[one.id] for one in unit.exercises},
            tuple(notes),
        )

    def _not_marked(self, submission, fault) -> Mark:
        words = (
            "The grader itself did not work, so this is not judged, and no points are lost: "
            "please report it."
        )
        verdicts = tuple(
            Verdict(one.id, Status.GRADER_ERROR, words, max_points=one.points)
            for one in _unit(submission.unit).exercises
        )
        said = str(fault) if isinstance(fault, SandboxError) else type(fault).__name__
        notes = (f"It was not marked: {said}.",)
        seed = seed_of(self._secret, submission)
        return Mark(submission, verdicts, self._level, seed, 0.0, {}, notes)


def _unit(name: str) -> Unit:
    return next(one for one in units() if one.name == name)


def _drawn_for(record: Record, submission: Submission, seed: str) -> Record:
    """The record with fresh inputs; or, where the text tells the numbers, with the variant's."""
    hidden = isinstance(record, (Written, Several))
    return replace(record, seed=int(seed, 16) if hidden else submission.seed)


def _verdict(record: Record, session: Session, cells) -> Verdict:
    """The verdict of the local check, on answers that are reached through a session."""
    there = [name for name in record.names if name in session.answers]
    if not there:
        return record.not_started()
    try:
        session.begin()
        given = {name: _answer(record, session, name, cells) for name in there}
    except GoneError:
        words = (
            "The process ended, or took too long, when this answer was only looked at. Answer "
            "with a plain value or function."
        )
        return record.failed(Rung.PRESENT, words)
    return record.check(given)


def _answer(record, session, name, cells):
    """What stands for one answer: a function that is reached, or a plain value."""
    pieces = record.functions if isinstance(record, Several) else (record,)
    function = next((one for one in pieces if isinstance(one, Written) and name in one.names), None)
    if function is None:
        told = session.ask(("values", [name]))
        if type(told) is not dict or name not in told:
            raise GoneError("a value could not be read")
        return standing_for(told[name])
    remote = Remote(session, name, function.parameters, cells)
    return None if remote.is_none else remote


def _notes_on(session: Session) -> list[str]:
    named, others = session.left_out[:_NAMED], session.left_out[_NAMED:]
    notes = [
        f"Cell {number} was left out: it ended the process, or did not end itself. What only it "
        "defines counts as missing."
        for number in named
    ]
    if others:
        notes.append(f"{len(others)} more cells were left out with them.")
    for number, name, line in session.raised:
        if name == "OutOfTime":
            notes.append(f"Cell {number} was stopped: it took longer than a cell may.")
        else:
            where = f" in its line {line}" if line > 0 else ""
            kind = told_name(name, "an exception of its own")
            notes.append(f"Cell {number} stopped with {kind}{where}.")
    return notes
