"""A verdict is data: what was judged, how far the answer came, and the words for it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from fractions import Fraction
from html import escape

__all__ = ["Rung", "Status", "Verdict", "written_points"]


class Status(StrEnum):
    """What an answer deserves.

    Examples
    --------
    >>> Status.PASS.name
    'PASS'
    """

    PASS = "pass"
    FAIL = "fail"
    NOT_STARTED = "not started"
    GRADER_ERROR = "grader error"


class Rung(StrEnum):
    """The steps of the ladder, in order; a verdict names the first that did not hold.

    Examples
    --------
    >>> [rung.value for rung in Rung][:3]
    ['present', 'runs', 'shape']
    """

    PRESENT = "present"
    RUNS = "runs"
    SHAPE = "shape"
    FINITE = "finite"
    VALUES = "values"
    LINEAR = "linear"
    INPUTS = "inputs"
    SEED = "seed"


_SIGNS = {Status.PASS: "✓", Status.FAIL: "✗", Status.NOT_STARTED: "–", Status.GRADER_ERROR: "!"}
_HEADS = {
    Status.PASS: "right",
    Status.FAIL: "not yet",
    Status.NOT_STARTED: "not started",
    Status.GRADER_ERROR: "could not be checked; the fault is ours",
}
# one colour a status, readable (4.5:1) on white and on black grounds alike is impossible, so
# the card owns its ground; these pairs are held by a test
_GROUNDS = {
    Status.PASS: ("#E8F5EE", "#0E6346"),
    Status.FAIL: ("#FBEAF5", "#8A0060"),
    Status.NOT_STARTED: ("#F0F2F5", "#3D454E"),
    Status.GRADER_ERROR: ("#FFF6D6", "#473506"),
}


@dataclass(frozen=True)
class Verdict:
    """What the checker says of one answer.

    Parameters
    ----------
    exercise : str
        The exercise's id, and for a part ``"linear.row_form: dL_dW"``.
    status : Status
        ``PASS``, ``FAIL``, ``NOT_STARTED`` or ``GRADER_ERROR``.
    words : str
        What to say to the learner; never a number of the right answer.
    points, max_points : float
        Earned, and to be earned.
    rung : Rung or None
        The first step of the ladder that did not hold.
    mistake : str or None
        The id of a known mistake with the same numbers.
    also : tuple of str
        Other known mistakes with the same numbers.
    finding : str or None
        The kind of the general finding, where no known mistake explains the answer.
    parts : dict from str to Verdict
        For a function with several results, a verdict for each.
    advice : str
        Where a notebook's card points to help; the judgement does not depend on it.

    Examples
    --------
    >>> print(Verdict("linear.dW", Status.PASS, "Well done.", points=3, max_points=3))
    ✓ linear.dW: right (3 of 3 points)
      Well done.
    """

    exercise: str
    status: Status
    words: str
    points: float = 0.0
    max_points: float = 0.0
    rung: Rung | None = None
    mistake: str | None = None
    also: tuple[str, ...] = ()
    finding: str | None = None
    parts: dict[str, Verdict] = field(default_factory=dict)
    advice: str = ""

    @property
    def headline(self) -> str:
        """Sign, exercise, status and points in one line."""
        plural = "" if self.max_points == 1 else "s"
        points = f"{written_points(self.points)} of {written_points(self.max_points)} point{plural}"
        return f"{_SIGNS[self.status]} {self.exercise}: {_HEADS[self.status]} ({points})"

    def __str__(self):
        lines = [self.headline, *_indented(self.words)]
        for part in self.parts.values():
            lines += _indented(str(part))
        lines += _indented(self.advice)
        return "\n".join(lines)

    __repr__ = __str__

    def to_dict(self) -> dict:
        """Give the verdict as plain values, for JSON.

        Returns
        -------
        dict
            Strings, numbers, lists and dicts only.
        """
        plain = asdict(self)
        plain["also"] = list(self.also)
        plain["parts"] = {name: part.to_dict() for name, part in self.parts.items()}
        return plain

    @classmethod
    def from_dict(cls, plain: dict) -> Verdict:
        """Read a verdict that `to_dict` wrote.

        Parameters
        ----------
        plain : dict
            The plain values.

        Returns
        -------
        Verdict
            The same verdict.
        """
        return cls(
            **{
                **plain,
                "status": Status(plain["status"]),
                "rung": plain["rung"] and Rung(plain["rung"]),
                "also": tuple(plain["also"]),
                "parts": {name: cls.from_dict(part) for name, part in plain["parts"].items()},
            }
        )

    def _repr_html_(self):
        ground, ink = _GROUNDS[self.status]
        box = (
            f"background:{ground};color:#1B1F24;border-left:6px solid {ink};"
            "padding:8px 12px;max-width:46em;line-height:1.45;overflow-wrap:break-word"
        )
        return f'<div style="{box}">{self._inner_html(ink)}</div>'

    def _inner_html(self, ink):
        words = "".join(
            f'<p style="margin:4px 0 0 0">{_marked_up(line)}</p>'
            for line in self.words.splitlines()
            if line
        )
        parts = "".join(
            f'<li style="margin:4px 0">{part._inner_html(_GROUNDS[part.status][1])}</li>'
            for part in self.parts.values()
        )
        listed = f'<ul style="margin:4px 0 0 0;padding-left:1.2em">{parts}</ul>' if parts else ""
        head = f'<strong style="color:{ink}">{escape(self.headline)}</strong>'
        advice = f'<p style="margin:8px 0 0 0">{_marked_up(self.advice)}</p>' if self.advice else ""
        return f"{head}{words}{listed}{advice}"


def _marked_up(line: str) -> str:
    """Escape a line and set what stands between backticks as code."""
    pieces = escape(line, quote=False).split("`")
    if len(pieces) % 2 == 0:  # a lone backtick is only a character
        return "`".join(pieces)
    for index in range(1, len(pieces), 2):
        pieces[index] = f'<code style="color:#1B1F24;background:transparent">{pieces[index]}</code>'
    return "".join(pieces)


def _indented(text: str) -> list[str]:
    return [f"  {line}" for line in text.splitlines()]


_FRACTIONS = {"1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/8": "⅛"}
_FRACTIONS |= {"3/8": "⅜", "5/8": "⅝", "7/8": "⅞", "1/6": "⅙", "5/6": "⅚", "1/5": "⅕"}
_FRACTIONS |= {"2/5": "⅖", "3/5": "⅗", "4/5": "⅘"}


def written_points(points: float) -> str:
    """Write points as one would by hand: parts of a point are shares, such as a third.

    Parameters
    ----------
    points : float
        Earned, or to be earned.

    Returns
    -------
    str
        Without a unit.

    Examples
    --------
    >>> written_points(4 / 3), written_points(2.0), written_points(1 / 12), written_points(0.07)
    ('1⅓', '2', '1/12', '0.07')
    """
    whole = int(points + 1e-9)
    share = Fraction(points - whole).limit_denominator(12)
    if not share or abs(points - whole - share) > 1e-9:
        return f"{points:.2f}".rstrip("0").rstrip(".")
    sign = _FRACTIONS.get(str(share), f" {share}")
    return f"{whole or ''}{sign}".strip()
