"""The page of the activation explorer as plain data: two charts, a Jacobian, controls."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from bpteach.plots.curves import Kink
from bpteach.plots.explored import (
    LETTERS,
    limits_of_slope,
    limits_of_value,
    say_check,
    say_diagonal,
    say_place,
    say_slope,
    say_step,
    takeaway_of,
)
from bpteach.plots.exploring import FIRST, HIGHEST, KNOTS, LAST, Subject, is_flat
from bpteach.plots.words import choice, lowered, plain
from bpteach.widgets import parts
from bpteach.widgets.activation_explorer.choices import (
    CHOICES,
    FUNCTIONS,
    PLACES,
    PRESETS,
    STEPS,
    TAUS,
)
from bpteach.widgets.frames import along, at

if TYPE_CHECKING:
    from bpteach.widgets.activation_explorer.state import Explorer

__all__ = ["page"]

_TANGENT = 1.6  # how far a tangent goes to either side
_CHORD = 0.3  # a shorter step is not seen
_ROOM = 4  # characters: both charts begin at the same place
_SMALL, _LARGE = 8, 11  # pixels


def page(state: Explorer) -> dict:
    """Give the spec of a state: the same wherever the moves are.

    Parameters
    ----------
    state : Explorer
        The state.

    Returns
    -------
    dict
        Title, body, sentence and numbers.
    """
    vector = state.vector

    def each(make):
        return along("function", FUNCTIONS, lambda name: make(state.subject(name)))

    return {
        "title": each(lambda subject: takeaway_of(subject.name)),
        "body": [
            _walk(),
            parts.row(
                parts.card(
                    "One number: f and its slope",
                    _heading(each(lambda s: s.activation.formula), "━━", "value"),
                    _values(state, each),
                    _heading(each(_formula), "╍╍", "gradient"),
                    _slopes(each),
                    parts.text(["○ Central differences of f alone: ", each(_checked), "."]),
                    grow=3,
                ),
                parts.column(
                    parts.card(
                        each(lambda s: f"All numbers: ∂{_letter(s)}/∂z is diagonal"),
                        each(lambda s: _jacobian(s, vector)),
                        parts.text(each(lambda s: _remarks(s, len(vector))), role="muted"),
                        _vector(vector),
                        name="jacobian",
                    ),
                    _slider_of_steps(),
                    _slider_of_bounds(),
                    each(lambda s: _choice(s) if s.activation.kinks else None),
                ),
            ),
            each(lambda s: _knots(state) if s.name == "drawn" else None),
        ],
        "sentence": [each(_places), " ", each(lambda s: _diagonal(s, vector))],
        "numbers": [each(_table), each(lambda s: _table_of_vector(s, vector))],
    }


def _letter(subject: Subject) -> str:
    return LETTERS.get(subject.name, "f")


def _by_choice(subject: Subject, make, *, matters: bool = True):
    """Frame what a choice on a kink changes; where it changes nothing there is no frame."""
    if not (matters and subject.activation.kinks):
        return make(1.0)
    return along("at_zero", CHOICES, lambda half: make(half / 2))


def _by_place(make):
    return along("z", PLACES, lambda quarters: make(quarters / 4))


@lru_cache(maxsize=32)
def _here(subject: Subject) -> tuple[dict, dict]:
    """Give f and f′ at every place, computed in one stroke."""
    z = np.array(PLACES) / 4
    places, f, slope = z.tolist(), subject.value(z).tolist(), subject.slope(z, 1.0).tolist()
    return dict(zip(places, f, strict=True)), dict(zip(places, slope, strict=True))


def _by_step(make):
    return along("h", range(len(STEPS)), lambda h: make(STEPS[h]))


def _by_bound(make):
    return along("tau", range(len(TAUS)), lambda tau: make(TAUS[tau]))


# Words


@lru_cache(maxsize=32)
def _places(subject: Subject) -> dict:
    _, slopes = _here(subject)

    def words(z):
        if z in subject.activation.kinks:
            return _by_choice(subject, lambda at_zero: say_place(subject, z, TAUS[0], at_zero))
        if is_flat(slopes[z], TAUS[0]) or not is_flat(slopes[z], TAUS[-1]):
            return say_slope(subject.name, z, slopes[z], TAUS[0])
        return _by_bound(lambda tau: say_slope(subject.name, z, slopes[z], tau))

    return _by_place(words)


@lru_cache(maxsize=32)
def _diagonal(subject: Subject, vector) -> dict:
    on_kink = any(z in subject.activation.kinks for z in vector)
    return _by_bound(
        lambda tau: _by_choice(
            subject,
            lambda at_zero: say_diagonal(subject, vector, tau, at_zero),
            matters=on_kink,
        )
    )


@lru_cache(maxsize=32)
def _checked(subject: Subject) -> dict:
    def words(h, at_zero):
        return say_check(subject, h, at_zero).replace("e-", "e\u2011")  # is not broken there

    return _by_step(lambda h: _by_choice(subject, lambda at_zero: words(h, at_zero)))


def _formula(subject: Subject):
    return _by_choice(subject, subject.activation.slope_formula)


def _heading(words, sign: str, role: str) -> dict:
    return parts.text([f"{sign} ", words], role=role, strong=True)


# Charts


def _framed(mark: dict, points) -> dict:
    """Give a mark other points at other places, and all else once."""
    return mark | {"points": points}


def _pairs(x, y) -> list:
    return parts.line(x, y)["points"]


def _point(x: float, y: float) -> list[float]:
    return [_short(x), _short(y)]


def _short(value: float) -> float:
    return float(f"{value:.6g}")


def _z_axis() -> dict:
    return parts.axis("z", FIRST, LAST, at=parts.ticks(FIRST, LAST, 7))


@lru_cache(maxsize=32)
def _flat(subject: Subject, low: float, high: float) -> dict:
    nan = np.nan
    corners = {
        tau: [
            (x, y)
            for a, b in subject.flat(tau)
            for x, y in ((a, low), (b, low), (b, high), (a, high), (nan, nan))
        ][:-1]
        for tau in TAUS
    }
    return _by_bound(lambda tau: _pairs(*zip(*corners[tau], strict=True)) if corners[tau] else [])


def _values(state: Explorer, each) -> dict:
    line, points = parts.line([], [], role="gradient"), parts.points([], [], role="value", size=10)
    chord, ends = parts.line([], [], role="ink", thin=True), parts.points([], [], role="ink")
    marks = [
        _framed(parts.area([], [], hatch=True), each(lambda s: _flat(s, *limits_of_value(s)))),
        _upright(),
        _framed(parts.line([], []), each(lambda s: _pairs(*s.curve[:2]))),
        _framed(chord, each(_chords)),
        _framed(line | {"thin": True}, each(_touching)),
        _framed(line, each(_tangents)),
        _framed(ends, each(_chords)),
        _framed(points, each(_dots)),
        each(_name_of_slope),
    ]
    return parts.plot(
        _z_axis(),
        each(lambda s: parts.axis("f(z)", *limits_of_value(s), room=_ROOM)),
        marks,
        alt=each(lambda s: [s.activation.formula, ", with the tangent at z = ", *_z()]),
        height=210,
        handles=each(lambda s: _handles(state) if s.name == "drawn" else None),
    )


def _z() -> list:
    return [_by_place(plain)]


def _upright() -> dict:
    return parts.rule(x=0.0) | {"x": _by_place(float)}


@lru_cache(maxsize=32)
def _dots(subject: Subject) -> dict:
    values, _ = _here(subject)
    return _by_place(lambda z: [_point(z, values[z])])


@lru_cache(maxsize=32)
def _chords(subject: Subject) -> dict:
    def chords(h):
        z = np.array(PLACES)[:, None] / 4 + h * np.array([-1, 1])
        ends = np.stack([z, subject.value(z)], axis=-1).tolist()
        return along("z", PLACES, lambda k: [_point(*end) for end in ends[k - PLACES[0]]])

    return _by_step(lambda h: chords(h) if h > _CHORD else [])


@lru_cache(maxsize=32)
def _tangents(subject: Subject) -> dict:
    values, slopes = _here(subject)

    def chosen(z):
        return lambda at_zero: _through(z, values[z], float(subject.slope(z, at_zero)))

    return _by_place(
        lambda z: (
            _by_choice(subject, chosen(z))
            if z in subject.activation.kinks
            else _through(z, values[z], slopes[z])
        )
    )


def _through(z: float, value: float, slope: float) -> list:
    return [_point(z + run, value + slope * run) for run in (-_TANGENT, _TANGENT)]


@lru_cache(maxsize=32)
def _touching(subject: Subject) -> dict | list:
    """Give the tangents that were not chosen on a kink."""

    def others(z, at_zero):
        kink = subject.kink(z, at_zero)
        lines = [_through(z, kink.value, slope) for slope in kink.others]
        return [point for one in lines for point in (*one, None)][:-1]

    if not subject.activation.kinks:
        return []
    return _by_place(
        lambda z: (
            _by_choice(subject, lambda at_zero: others(z, at_zero))
            if z in subject.activation.kinks
            else []
        )
    )


@lru_cache(maxsize=32)
def _name_of_slope(subject: Subject) -> dict:
    """Write the slope in the corner over the curve, where it can be read while z moves."""
    _, slopes = _here(subject)
    low, high = limits_of_value(subject)

    def words(z):
        kink = subject.kink(z, 1.0)
        if kink:
            return f"any slope from {plain(kink.left)} to {plain(kink.right)}"
        return f"slope {plain(slopes[z])}"

    corner = FIRST, high - 0.1 * (high - low)
    return parts.label(*corner, "", role="gradient", strong=True) | {"words": _by_place(words)}


def _slopes(each) -> dict:
    square = parts.points([], [], role="gradient", marker="square", size=_LARGE)
    circle = parts.points([], [], role="ink", size=_SMALL)
    marks = [
        _framed(parts.area([], [], hatch=True), each(lambda s: _flat(s, *limits_of_slope(s)))),
        _upright(),
        _framed(parts.line([], [], role="gradient"), each(lambda s: _pairs(*s.curve[::2]))),
        _framed(square | {"hollow": True}, each(lambda s: _squares(s, chosen=False))),
        _framed(circle, each(_circles)),
        _framed(square, each(lambda s: _squares(s, chosen=True))),
        _framed(square, each(_square_here)),
        *(each(lambda s, k=k: _name_of_choice(s, k)) for k in range(3)),
    ]
    return parts.plot(
        _z_axis(),
        each(lambda s: parts.axis("f′(z)", *limits_of_slope(s), room=_ROOM)),
        marks,
        alt=each(lambda s: [_formula(s), "; circles, central differences: ", _checked(s)]),
        height=230,
    )


@lru_cache(maxsize=32)
def _circles(subject: Subject) -> dict:
    def circles(h):
        check = subject.check(h, 1.0)
        return _pairs(check.z, check.difference)

    return _by_step(circles)


def _alone(subject: Subject) -> float | None:
    """Where the only kink is: its squares stand there wherever we are."""
    kinks = subject.activation.kinks
    return kinks[0] if len(kinks) == 1 and subject.name != "drawn" else None


@lru_cache(maxsize=32)
def _squares(subject: Subject, *, chosen: bool) -> dict | list:
    def squares(z, at_zero):
        kink = subject.kink(z, at_zero)
        slopes = [kink.chosen] if chosen else kink.others
        return _pairs([z] * len(slopes), slopes)

    def choices(z):
        return _by_choice(subject, lambda at_zero: squares(z, at_zero))

    kinks = subject.activation.kinks
    if _alone(subject) is not None:
        return choices(_alone(subject))
    return _by_place(lambda z: choices(z) if z in kinks else []) if kinks else []


@lru_cache(maxsize=32)
def _square_here(subject: Subject) -> dict:
    kinks = subject.activation.kinks
    _, slopes = _here(subject)
    return _by_place(lambda z: [] if z in kinks else [_point(z, slopes[z])])


@lru_cache(maxsize=32)
def _name_of_choice(subject: Subject, number: int) -> dict:
    """Say beside a square of the only kink what it stands for."""
    place = _alone(subject)
    if place is None:
        return parts.label(0.0, 0.0, "")
    here = subject.kink(place, 1.0)
    slope = (here.right, here.difference, here.left)[number]
    side = "left" if number == 0 else "right"
    mark = parts.label(place, slope, "", role="ink", side=side)
    return mark | {"words": _by_choice(subject, lambda half: _say_choice(subject, number, half))}


def _say_choice(subject: Subject, number: int, at_zero: float) -> str:
    kink: Kink = subject.kink(_alone(subject), at_zero)
    slope = (kink.right, (kink.left + kink.right) / 2, kink.left)[number]
    value = choice(round(slope, 9))
    words = f"{value}: chosen" if np.isclose(slope, kink.chosen) else f"or {value}"
    return f"{words}, as ○" if number == 1 else words


# The Jacobian


@lru_cache(maxsize=32)
def _jacobian(subject: Subject, vector) -> dict:
    numbers, n = np.array(vector), len(vector)
    on_kink = any(z in subject.activation.kinks for z in vector)

    def matrix(at_zero):
        diagonal = subject.slope(numbers, at_zero)
        part = parts.heat(
            np.diag(diagonal),
            caption=f"∂{_letter(subject)}/∂z",
            note="column ↓ = row →",
            rows=[f"z{lowered(k)} = {plain(z)}" for k, z in enumerate(vector, 1)],
            columns=[f"{_letter(subject)}{lowered(k)}" for k in range(1, n + 1)],
            largest=subject.steepest,
            zero=~np.eye(n, dtype=bool),
            like=diagonal,
        )
        return part | {"frames": _by_bound(lambda tau: _frames(diagonal, tau))}

    return _by_choice(subject, matrix, matters=on_kink)


def _frames(diagonal: np.ndarray, tau: float) -> list:
    flat = np.flatnonzero(is_flat(diagonal, tau)).tolist()
    return [parts.frame((k, k), (k, k), "aux") for k in flat]


def _remarks(subject: Subject, n: int) -> list:
    letter = _letter(subject)
    dots = f"· structural zero: {letter}ᵢ sees only zᵢ\n" if n > 1 else ""
    return [
        f"{dots}Jᵀ = J: the same numbers in both conventions\nhatched, framed: |f′| < ",
        _by_bound(plain),
    ]


# Controls


def _walk() -> dict:
    words = {"relu": "ReLU", "leaky": "leaky ReLU", "drawn": "draw your own"}
    options = [(name, words.get(name, name)) for name in FUNCTIONS]
    return parts.row(
        parts.choice("function", "function f", value=at("function"), options=options, key="F"),
        parts.slider(
            "z",
            "z",
            value=at("z"),
            low=PLACES[0],
            high=PLACES[-1],
            shown=_by_place(plain),
            keys=("ArrowLeft", "ArrowRight"),
        ),
    )


def _slider_of_steps() -> dict:
    last = len(STEPS) - 1
    shown = _by_step(say_step)
    keys = ("H", "Shift+H")
    return parts.slider("h", "step h", value=at("h"), low=0, high=last, shown=shown, keys=keys)


def _slider_of_bounds() -> dict:
    last, shown, keys = len(TAUS) - 1, _by_bound(plain), ("T", "Shift+T")
    here = at("tau")
    return parts.slider("tau", "flat below τ", value=here, low=0, high=last, shown=shown, keys=keys)


def _choice(subject: Subject) -> dict:
    if _alone(subject) is None:
        words = ("right", "between", "left")
    else:
        kink = subject.kink(_alone(subject), 1.0)
        slopes = (kink.right, (kink.left + kink.right) / 2, kink.left)
        words = [choice(round(slope, 9)) for slope in slopes]
    options = list(zip(CHOICES, words, strict=True))
    return parts.choice(
        "at_zero", "slope on a kink", value=at("at_zero"), options=options, keys=("1", "2", "3")
    )


def _vector(vector) -> dict:
    names = [f"z{lowered(k)}" for k in range(1, len(vector) + 1)]
    return parts.numbers("vector", "the vector z", values=vector, names=names, low=-1000, high=1000)


_NAMES = [f"z = {plain(z)}" for z in KNOTS]


def _handles(state: Explorer) -> dict:
    names = [f"knot at {name}" for name in _NAMES]
    limits = {"low": -HIGHEST, "high": HIGHEST, "step": 0.1}
    return parts.handles("knots", "Knots of your curve", KNOTS, state.knots, names=names, **limits)


def _for_playground(knots) -> str:
    """Write the line that trains a network with a drawn activation."""
    return f'playground(activation="drawn", knots={list(knots)})'


def _knots(state: Explorer) -> dict:
    options = [(name, name) for name in PRESETS]
    if state.preset not in PRESETS:
        options.append((state.preset, state.preset))
    limits = {"low": -HIGHEST, "high": HIGHEST, "step": 0.1}
    return parts.column(
        parts.text("Drag a knot ◯. Or go to one with Tab and ← →, then ↑ ↓ (Shift: ten steps)."),
        parts.row(
            parts.select("preset", "begin with", value=state.preset, options=options),
            parts.numbers("knots", "f(z) at", values=state.knots, names=_NAMES, **limits),
        ),
        parts.text(f"Train a network with it: {_for_playground(state.knots)}", role="muted"),
        name="knots",
    )


# Numbers


def _four_digits(value: float) -> str:
    """Write a number so that four columns of them have room on a narrow page."""
    return f"{round(value, 9) + 0.0:.4g}".replace("-", "−")


@lru_cache(maxsize=32)
def _table(subject: Subject) -> dict:
    check = subject.check(STEPS[0], 1.0)
    values, _ = _here(subject)
    found = {h: subject.check(h, 1.0).difference.tolist() for h in STEPS}

    def row(k, z):
        slope = _by_choice(
            subject,
            lambda at_zero: _four_digits(float(subject.slope(z, at_zero))),
            matters=z in subject.activation.kinks,
        )
        difference = _by_step(lambda h: _four_digits(round(found[h][k], 6)))
        return [plain(z), _four_digits(values[z]), slope, difference]

    rows = [row(k, z) for k, z in enumerate(check.z.tolist())]
    caption = ["f, f′ by its formula, and ○ with h = ", _by_step(say_step)]
    return parts.table(caption, ["z", "f(z)", "f′(z)", "○"], rows)


@lru_cache(maxsize=32)
def _table_of_vector(subject: Subject, vector) -> dict:
    on_kink = any(z in subject.activation.kinks for z in vector)

    def table(at_zero):
        diagonal = subject.slope(np.array(vector), at_zero).tolist()
        names = [f"z{lowered(k)}" for k in range(1, len(vector) + 1)]
        rows = list(zip(names, vector, diagonal, strict=True))
        return parts.table("The diagonal of the Jacobian", ["number", "z", "f′(z)"], rows)

    return _by_choice(subject, table, matters=on_kink)
