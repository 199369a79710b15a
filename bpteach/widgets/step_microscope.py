"""The microscope of a gradient check: which step is best, and what a step really sees of f."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import ClassVar

import numpy as np

from bpteach.plots.regimes import (
    hides,
    raised,
    regime_of,
    scheme_words,
    sentence_of,
    share_words,
    step_of,
    title_of,
    verdict_of,
)
from bpteach.plots.scanned import BUGS, FUNCTIONS
from bpteach.plots.step_microscope import (
    BANDS,
    FLOOR,
    ROLES,
    chord_at,
    decades,
    notes_of,
    overview_of,
    slope_words,
    stair_words,
    top_of,
    window_height,
    window_ticks,
    window_words,
)
from bpteach.plots.step_scan import EXPONENTS, FARTHEST, PRECISIONS, SCHEMES, Scan, scan_steps
from bpteach.widgets import parts
from bpteach.widgets.frames import at
from bpteach.widgets.panel import Panel, Question
from bpteach.widgets.state import State

__all__ = ["Microscope", "microscope"]

_SIGNS = {
    "right": ("✓", "match", "below 10⁻⁷, which means right"),
    "probably right": ("✓", "match", "below 10⁻⁵, which means probably right"),
    "look closely": ("⚠", "aux", "below 10⁻³, which means: look closely"),
    "wrong": ("✗", "alarm", "above 10⁻³, which means wrong"),
}
_BLAME = {"kink": "the kink", "rounding": "rounding", "lost": "rounding"}
_NOTES = range(6)  # words beside the curves, at most
_MOVES = {
    "exponent": EXPONENTS,
    "scheme": tuple(SCHEMES),
    "precision": tuple(PRECISIONS),
    "bug": tuple(BUGS),
}
_RING = parts.points([], [], role="ink", marker="open", size=17)
_USED = parts.points([], [], role="ink", marker="open", size=11)
_CHORD = parts.line([], [], role="ink", thin=True)
_REACH = np.array([-2.0, 2.0])


@dataclass(frozen=True)
class Microscope(State):
    """A function at z, a scheme, a precision and a bug, and the step that is looked at.

    Parameters
    ----------
    function : str
        A key of `FUNCTIONS`.
    z : float
        Where, from −6 to 6.
    exponent : int
        The step is 10 to this power.
    scheme : str
        A key of `SCHEMES`.
    precision : str
        A key of `PRECISIONS`.
    bug : str
        A key of `BUGS`: what is wrong with the formula that is checked.
    """

    call: ClassVar[str] = "microscope"

    function: str = "sigmoid"
    z: float = 0.7
    exponent: int = -15
    scheme: str = "central"
    precision: str = "float64"
    bug: str = "none"

    def __post_init__(self):
        _ = self.scan  # refuses what it cannot show
        for name, values in _MOVES.items():
            if getattr(self, name) not in values:
                raise ValueError(
                    f"{name}={getattr(self, name)!r} makes no sense here\n"
                    f"  there are: {', '.join(map(str, values))}"
                )

    @property
    def scan(self) -> Scan:
        """What is measured and foretold there."""
        return scan_steps(self.function, self.z, self.precision)

    @property
    def step(self) -> float:
        """The step that is looked at."""
        return step_of(self.exponent)

    @cached_property
    def error(self) -> float:
        """The error measured with it."""
        return self.scan.error(self.scheme, self.step, self.bug)

    @cached_property
    def regime(self) -> str:
        """What limits the check there."""
        return regime_of(*self._view)

    @property
    def _view(self) -> tuple:
        return self.scan, self.scheme, self.exponent, self.bug

    @cached_property
    def _is_wrong(self) -> bool:
        return self.scan.bug_size(self.bug) > 0

    # What can be changed

    def moves(self) -> dict[str, Sequence]:
        """Name what the page changes alone."""
        return _MOVES

    def moved(self, **position) -> Microscope:
        """Move along what is computed: to the same state each time, with what it has found."""
        known = {n: value for n, value in position.items() if value in _MOVES.get(n, ())}
        return _state(self.function, self.z, *(self.position | known).values())

    def arguments(self) -> dict:
        """Give the function and z."""
        return {"*function": self.function, "z": self.z}

    def on_function(self, value) -> Microscope:
        """Look at another function.

        Parameters
        ----------
        value : str
            A key of `FUNCTIONS`.

        Returns
        -------
        Microscope
            With all else as it was.
        """
        return replace(self, function=value)

    def on_z(self, value) -> Microscope:
        """Look at another place.

        Parameters
        ----------
        value : float
            From −6 to 6.

        Returns
        -------
        Microscope
            With all else as it was.
        """
        return replace(self, z=float(value))

    # Words

    def sentence(self) -> str:
        """Say what limits the check at this step, and where its best step is."""
        return sentence_of(*self._view)

    def _title(self) -> str:
        return title_of(self.scan, self.scheme, self.bug)

    def verdict(self) -> str:
        """Say what the thresholds make of the error measured, and whether they are mistaken.

        Returns
        -------
        str
            Begins with a sign.
        """
        words = verdict_of(self.error)
        sign, _, meaning = _SIGNS[words]
        measure = "Relative error" if self.scan.slope else "Error"
        return f"{sign} {measure} {share_words(self.error)}: {meaning}.{self._mistaken(words)}"

    def _mistaken(self, words: str) -> str:
        passes = words in ("right", "probably right")
        if passes and (self._is_wrong or hides(self.scan, self.bug)):
            return " The bug is missed."
        if passes or self._is_wrong:
            return ""
        blame = _BLAME.get(self.regime, "too large a step")
        if self.regime == "near the bottom":
            blame = f"{self.precision}" if self.precision == "float32" else "rounding"
        return f" A false alarm: the formula is right, {blame} is to blame."

    # Data for the page

    def spec(self) -> dict:
        """Give the errors for every step, and the close-up of the one chosen."""
        return {
            "title": self.along("bug", "scheme", make=Microscope._title),
            "body": [
                self._subject(),
                self._check(),
                self._steps(),
                parts.row(self._errors_card(), self._window_card()),
                self.along("bug", "precision", "scheme", "exponent", make=Microscope._verdict),
            ],
            "sentence": self.along("bug", make=Microscope._sentences),
            "numbers": self._tables(),
        }

    def _sentences(self):
        if self._is_wrong:
            return self.sentence()  # the same for every step
        return self.along("precision", "scheme", "exponent", make=Microscope.sentence)

    def _verdict(self) -> dict:
        role = _SIGNS[verdict_of(self.error)][1]
        return parts.text(self.verdict(), role=role, strong=True)

    def _subject(self) -> dict:
        functions = [(name, one.label) for name, one in FUNCTIONS.items()]
        return parts.row(
            parts.select("function", "f(z) =", value=self.function, options=functions),
            parts.number("z", "at z =", value=self.z, low=-FARTHEST, high=FARTHEST, step=0.1),
            parts.choice(
                "precision",
                "computed in",
                value=at("precision"),
                options=[(name, name) for name in PRECISIONS],
                key="F",
            ),
        )

    def _check(self) -> dict:
        schemes = [(name, scheme_words(name).split()[0]) for name in SCHEMES]
        bugs = [(name, words) for name, (words, _) in BUGS.items()]
        return parts.row(
            parts.choice("scheme", "scheme", value=at("scheme"), options=schemes, key="S"),
            parts.choice("bug", "break the derivative", value=at("bug"), options=bugs, key="B"),
        )

    def _steps(self) -> dict:
        return parts.row(
            parts.slider(
                "exponent",
                "step h",
                value=at("exponent"),
                low=EXPONENTS[0],
                high=EXPONENTS[-1],
                shown=self.along("exponent", make=lambda s: raised(s.exponent)),
                keys=("ArrowLeft", "ArrowRight"),
            ),
            parts.play(
                "sweep",
                "Zoom out",
                to=self.along("exponent", make=Microscope._larger),
                end={"exponent": EXPONENTS[-1]},
                off=self.along("exponent", make=lambda s: s.exponent == EXPONENTS[-1]),
                key="P",
            ),
            self.along("precision", "scheme", make=Microscope._go_to_best),
        )

    def _larger(self) -> dict:
        return {"exponent": min(self.exponent + 1, EXPONENTS[-1])}

    def _go_to_best(self) -> dict:
        best = self.scan.best(self.scheme)
        to = round(np.log10(best)) if best else EXPONENTS[0]
        return parts.button("best", "Go to the best h", to={"exponent": to}, off=not best, key="G")

    # The errors

    def _errors_card(self) -> dict:
        measure, top = "relative error" if self.scan.slope else "error", self._top()
        return parts.card(
            "How far the difference is from the formula, for every h",
            parts.plot(
                parts.axis("step h", -15.4, -0.6, at=[[e, raised(e)] for e in range(-15, 0, 3)]),
                parts.axis(
                    measure,
                    FLOOR,
                    top,
                    at=[[e, raised(e)] for e in range(-16, math.floor(top), 4)],
                    beside=[[float(y), words] for y, words in BANDS],
                ),
                self._error_marks(),
                alt=self.along("bug", "precision", "scheme", make=Microscope._overview),
                height=390,
                name="errors",
            ),
            grow=3,
        )

    def _top(self) -> float:
        return top_of(*(scan_steps(self.function, self.z, one) for one in PRECISIONS))

    def _overview(self) -> str:
        return overview_of(self.scan, self.scheme, self.bug)

    def _error_marks(self) -> list:
        which = ("precision", "scheme")
        return [
            self.along(*which, make=Microscope._zone),
            *(parts.rule(y=limit) for limit in (-7, -5, -3)),
            self.along(*which, make=Microscope._rounding_line),
            *(self.along("precision", make=lambda s, k=k: s._curve(k)) for k in SCHEMES),
            self.along("bug", *which, make=Microscope._chosen_curve),
            self.along("bug", *which, make=Microscope._markers),
            *(self.along("bug", "precision", make=lambda s, k=k: s._note(k)) for k in _NOTES),
            self.along("exponent", make=lambda s: parts.rule(x=s.exponent, role="ink")),
            _RING | {"points": self.along("bug", *which, "exponent", make=Microscope._ring)},
        ]

    def _zone(self) -> dict:
        """Hatch the steps for which rounding is larger than what is left out."""
        best = self.scan.best(self.scheme)
        if self.scheme == "complex" or best is None:
            return parts.area([], [], hatch=True)
        left, right, top = -15.4, np.log10(best), self._top()
        return parts.area([left, right, right, left], [FLOOR, FLOOR, top, top], hatch=True)

    def _rounding_line(self) -> dict:
        if self.scheme == "complex":
            return parts.line([], [], role="muted", thin=True)
        x = np.array([-15.4, -0.6])
        y = decades(self.scan.rounding(self.scheme, 10.0**x))
        return parts.line(x, y, role="muted", thin=True)

    def _curve(self, scheme: str) -> dict:
        x, y = _rounded(np.log10(self.scan.h), decades(self.scan.errors(scheme)))
        return parts.line(x, y, role=ROLES[scheme], thin=True)

    def _chosen_curve(self) -> dict:
        errors = self.scan.errors(self.scheme, self.bug)
        x, y = _rounded(np.log10(self.scan.h), decades(errors))
        return parts.line(x, y, role=self._chosen_role())

    def _chosen_role(self) -> str:
        return "alarm" if self._is_wrong else ROLES[self.scheme]

    def _markers(self) -> dict:
        errors = [self.scan.error(self.scheme, step_of(e), self.bug) for e in EXPONENTS]
        return parts.points(*_rounded(list(EXPONENTS), decades(errors)), role=self._chosen_role())

    def _note(self, place: int) -> dict:
        notes = notes_of(self.scan, self.bug)
        if place >= len(notes):
            return parts.label(0, 0, "")
        one = notes[place]
        lower = 0 if "\n" in one.words else 0.8  # one line stands lower than two
        return parts.label(
            one.x, one.y - lower, one.words, role=one.role, side="above", strong=one.role != "ink"
        )

    def _ring(self) -> list:
        return [[self.exponent, round(float(decades(self.error)), 2)]]

    # The close-up

    def _window_card(self) -> dict:
        where = ("precision", "exponent")
        return parts.card(
            self.along("exponent", make=lambda s: f"f near z, for h = {raised(s.exponent)}"),
            parts.plot(
                self.along(*where, make=Microscope._window_x),
                self.along(*where, make=Microscope._window_y),
                self._window_marks(),
                alt=self.along(*where, "scheme", make=lambda s: window_words(s.scheme, s._close)),
                height=290,
                name="window",
            ),
            parts.column(
                self.along(*where, make=Microscope._about_f),
                self.along("bug", "precision", make=Microscope._about_formula),
                parts.text(
                    [
                        self.along("scheme", make=Microscope._about_scheme),
                        self.along(*where, "scheme", make=Microscope._about_difference),
                    ]
                ),
            ),
            grow=2,
        )

    @property
    def _close(self):
        return self.scan.close_up(self.step)

    def _window_x(self) -> dict:
        return parts.axis("distance from z", -2, 2, at=window_ticks(self._close, self.exponent))

    def _window_y(self) -> dict:
        high = window_height(self.scan, self._close)
        return parts.axis("change of f", -high, high, at=[[0, "f(z)"]])

    def _window_marks(self) -> list:
        where = ("precision", "exponent")
        return [
            _CHORD | {"points": self.along(*where, "scheme", make=Microscope._chord)},
            self.along(*where, make=lambda s: parts.line(s._close.x, s._close.y)),
            self.along("bug", "precision", make=Microscope._formula_line),
            _USED | {"points": self.along(*where, "scheme", make=Microscope._points)},
        ]

    def _chord(self) -> list:
        y = chord_at(self.scan, self.scheme, self.exponent, _REACH)
        return parts.line(_REACH, y)["points"]

    def _formula_line(self) -> dict:
        return parts.line(_REACH, self.scan.formula(self.bug) * _REACH, role=self._formula_role())

    def _formula_role(self) -> str:
        return "alarm" if self._is_wrong else "gradient"

    def _points(self) -> list:
        return parts.points(*self.scan.used(self.scheme, self.step).T)["points"]

    def _about_f(self) -> dict:
        return parts.text(f"— f{stair_words(self.scan, self._close)}", role="value")

    def _about_formula(self) -> dict:
        said, _ = slope_words(*self._view)
        sign = "· · ·" if self._is_wrong else "– –"
        return parts.text(f"{sign} slope by the formula: {said}", role=self._formula_role())

    def _about_scheme(self) -> str:
        sign = "○" if self.scheme == "complex" else "○—○"
        return f"{sign} slope by the {scheme_words(self.scheme)}: "

    def _about_difference(self) -> str:
        return slope_words(*self._view)[1]

    # The numbers

    def _tables(self) -> list:
        return [
            self.along("precision", "bug", make=Microscope._error_table),
            parts.table("The step looked at", ["what", "value"], self._rows()),
        ]

    def _error_table(self) -> dict:
        steps = [step_of(exponent) for exponent in EXPONENTS]
        rows = [
            [raised(e), *(share_words(self.scan.error(one, h, self.bug)) for one in SCHEMES)]
            for e, h in zip(EXPONENTS, steps, strict=True)
        ]
        return parts.table("Errors", ["h", *SCHEMES], rows)

    def _rows(self) -> list:
        where = ("precision", "exponent", "scheme")
        return [
            ["h", self.along("exponent", make=lambda s: raised(s.exponent))],
            ["z", self.along("precision", make=lambda s: repr(float(s.scan.z)))],
            ["f(z)", self.along("precision", make=lambda s: repr(s.scan.value))],
            ["f is evaluated at", self.along(*where, make=Microscope._places)],
            ["slope by the difference", self.along(*where, make=Microscope._found)],
            [
                "slope by the formula",
                self.along("precision", "bug", make=lambda s: repr(s.scan.formula(s.bug))),
            ],
        ]

    def _places(self) -> str:
        if self.scheme == "complex":
            return f"{float(self.scan.z)!r} + i {raised(self.exponent)}"
        return " and ".join(map(repr, self.scan.places(self.scheme, self.step)))

    def _found(self) -> str:
        return repr(self.scan.difference(self.scheme, self.step))

    def picture(self, theme: str = "light"):
        """Draw errors and close-up."""
        from bpteach.plots import step_microscope

        where = {"z": self.z} | self.position
        return step_microscope(self.function, **where, theme=theme)


@lru_cache(maxsize=2048)
def _state(function, z, exponent, scheme, precision, bug) -> Microscope:
    return Microscope(function, z, exponent, scheme, precision, bug)


def _rounded(x, y) -> tuple[np.ndarray, np.ndarray]:
    """Keep what a pixel can show."""
    return np.round(x, 2), np.round(y, 2)


def microscope(
    function: str = "sigmoid",
    z: float = 0.7,
    *,
    exponent: int = -15,
    scheme: str = "central",
    precision: str = "float64",
    bug: str = "none",
    hide: Sequence[str] = (),
    question: Question | None = None,
) -> Panel:
    """Check a derivative with every step, and look at f as closely as the step does.

    Parameters
    ----------
    function : str
        ``"sigmoid"``, ``"tanh"``, ``"relu"``, ``"product"`` (z σ(z)) or ``"square"``
        (½ (z − 1)²).
    z : float
        Where, from −6 to 6.
    exponent : int
        The step is 10 to this power, from −15 to −1.
    scheme : str
        ``"forward"``, ``"central"`` or ``"complex"``.
    precision : str
        ``"float64"`` or ``"float32"``: what f and the difference are computed in.
    bug : str
        What is wrong with the formula that is checked: ``"none"``, ``"factor"`` (2 f′),
        ``"sign"`` (−f′) or ``"term"`` (one is missing).
    hide : sequence of str
        Names of parts to leave out, such as ``("bug", "function", "sweep")``.
    question : Question, optional
        What to predict first.

    Returns
    -------
    Panel
        A widget that shows itself at the end of a cell.

    Raises
    ------
    ValueError
        If a choice is unknown, or a number lies outside.

    Examples
    --------
    >>> microscope("relu", 0.0, exponent=-5)
    Kink: between z − h and z + h ReLU turns from slope 0 to slope 1. The central difference
    mixes them and gives 0.5; the formula says 1. No step helps: z is the kink itself.
    microscope("relu", z=0.0, exponent=-5, scheme="central", precision="float64", bug="none")
    """
    state = Microscope(function, float(z), exponent, scheme, precision, bug)
    return Panel(state, hide=hide, question=question)
