"""Pages of HTML that need nothing beside them, in light and dark."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from bpteach.exercises.verdict import Status, Verdict, written_points

__all__ = ["page"]

_KINDS = {Status.PASS: "pass", Status.FAIL: "fail"}
_WORDS = {
    Status.PASS: "right",
    Status.FAIL: "not yet",
    Status.NOT_STARTED: "not started",
    Status.GRADER_ERROR: "not judged yet; the fault is ours",
}


def page(template: str, **values) -> str:
    """Fill a template. Whatever stands in the values is text, and never markup.

    Parameters
    ----------
    template : str
        Name of a file in ``templates``.
    **values
        What the template asks for.

    Returns
    -------
    str
        The page.

    Examples
    --------
    >>> from bpteach.grading.marks.standing import Student
    >>> made = page("feedback.html", student=Student("<b>", {}, (), 1, 2), standings=[])
    >>> "<title>Feedback for &lt;b&gt;</title>" in made
    True
    """
    return _templates().get_template(template).render(values)


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("bpteach.grading.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {"coded": _coded, "points": written_points}
    found.filters |= {"sentence": _sentence, "when": _when}
    found.globals |= {"kind": _kind, "word": _word, "sign": _sign}
    return found


def _sentence(note: str) -> str:
    """Begin with a capital letter and end with one full stop."""
    return f"{note[:1].upper()}{note[1:].rstrip('.')}."


def _coded(line: str) -> Markup:
    """Set what stands between backticks as code; a lone backtick is only a character."""
    pieces = line.split("`")
    if len(pieces) % 2 == 0:
        return escape(line)
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if index % 2 else escape(piece)
        for index, piece in enumerate(pieces)
    )


def _when(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"


def _kind(verdict: Verdict) -> str:
    return _KINDS.get(verdict.status, "none")


def _word(verdict: Verdict) -> str:
    return _WORDS[verdict.status]


def _sign(verdict: Verdict) -> str:
    return verdict.headline[0]
