"""The report on a class, as a page."""

from __future__ import annotations

from collections import Counter

from bpteach.grading.alike.pairs import Alike
from bpteach.grading.reading import Unread
from bpteach.grading.reports.pages import page
from bpteach.grading.reports.tally import Tally, UnitTally
from bpteach.plots.class_marks import class_marks, class_success
from bpteach.plots.picture import Picture

__all__ = ["class_page"]

_LISTED = 20  # pairs of a unit; the others stand in alike.csv


def class_page(tally: Tally, unread: list[Unread], pairs: dict[str, list[Alike]]) -> str:
    """Make the report.

    Parameters
    ----------
    tally : Tally
        The counts.
    unread : list of Unread
        Files that could not be graded.
    pairs : dict of str to list of Alike
        By unit, which submissions are nearly the same.

    Returns
    -------
    str
        HTML that needs no other file.

    Examples
    --------
    >>> "<h1>Class report</h1>" in class_page(Tally([]), [], {})
    True
    """
    listed = [
        {
            "unit": one.unit,
            "marks": _both(lambda theme, one=one: _marks(one, theme)),
            "success": _both(lambda theme, one=one: _success(one, theme)),
            "exercises": one.exercises,
            "mistakes": one.commonest,
            "alike": pairs.get(name, []),
        }
        for name, one in tally.units.items()
        if one.points
    ]
    return page(
        "class.html",
        count=tally.count,
        listed=_LISTED,
        units=listed,
        isolations=_counted(tally.isolations),
        versions=_counted(tally.versions),
        waiting=tally.waiting,
        unread=unread,
    )


def _counted(found: Counter) -> str:
    if len(found) == 1:
        return next(iter(found))
    return ", ".join(f"{name} ({count} submissions)" for name, count in sorted(found.items()))


def _marks(one: UnitTally, theme: str) -> Picture:
    return class_marks(one.points, one.most or 1.0, name=one.unit.lesson, theme=theme)


def _success(one: UnitTally, theme: str) -> Picture:
    shares = {row["id"]: row["right"] / len(one.points) for row in one.exercises}
    return class_success(shares, name=one.unit.lesson, theme=theme)


def _both(draw) -> dict[str, str]:
    light, dark = draw("light"), draw("dark")
    return {"light": light.encoded, "dark": dark.encoded, "alt": light.alt}
