"""The parts of a widget as plain data: layout, words, tables of numbers, charts, controls.

Each function gives a dict with its ``kind``, which a JavaScript part of the same name draws.
Any value in it may be a frame (`bpteach.widgets.frames`). Texts may be given in pieces, as lists.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bpteach.display.numerals import formatter, six_digits

__all__ = [
    "area",
    "axis",
    "button",
    "card",
    "choice",
    "column",
    "equation",
    "fold",
    "frame",
    "grid",
    "handles",
    "heat",
    "label",
    "line",
    "number",
    "numbers",
    "play",
    "plot",
    "points",
    "row",
    "rule",
    "select",
    "slider",
    "table",
    "text",
    "ticks",
]

HEAT_STEPS = 32  # a cell's colour is one of −32 … 32
_ROLES = ("value", "gradient", "match", "alarm", "aux", "ink", "muted")


def _part(_kind: str, **data) -> dict:
    return {"kind": _kind} | {key: value for key, value in data.items() if value is not None}


# Layout and words


def row(*parts: dict, name: str | None = None) -> dict:
    """Set parts side by side; in a narrow page, below each other.

    Parameters
    ----------
    *parts : dict
        Any parts.
    name : str, optional
        What ``hide=`` calls it.

    Returns
    -------
    dict
        A part.

    Examples
    --------
    >>> row(text("one"))["kind"]
    'row'
    """
    return _part("row", parts=list(parts), name=name)


def column(*parts: dict, name: str | None = None) -> dict:
    """Set parts below each other.

    Parameters
    ----------
    *parts : dict
        Any parts.
    name : str, optional
        What ``hide=`` calls it.

    Returns
    -------
    dict
        A part.
    """
    return _part("column", parts=list(parts), name=name)


def equation(*items, name: str | None = None) -> dict:
    """Set parts and signs in a line: ``equation(g, "×", a, "=", outer)``.

    Parameters
    ----------
    *items : dict or text
        Parts, and signs between them.
    name : str, optional
        What ``hide=`` calls it.

    Returns
    -------
    dict
        A part.

    Examples
    --------
    >>> equation(text("a"), "=", text("b"))["parts"][1]
    {'kind': 'sign', 'words': '='}
    """
    parts = [item if _is_part(item) else _part("sign", words=item) for item in items]
    return _part("equation", parts=parts, name=name)


def grid(*rows: Sequence, name: str | None = None) -> dict:
    """Set parts and signs in rows and columns that stand under each other.

    Parameters
    ----------
    *rows : sequence of (dict, text or None)
        Parts, signs between them, and None for an empty place. A row of one item takes the
        whole width.
    name : str, optional
        What ``hide=`` calls it.

    Returns
    -------
    dict
        A part.

    Examples
    --------
    >>> [cell["span"] for cell in grid([text("a"), "=", text("b")], [text("wide")])["parts"]]
    [1, 1, 1, 3]
    """
    width = max(map(len, rows))
    cells = [_cell(item, width if len(items) == 1 else 1) for items in rows for item in items]
    return _part("grid", columns=width, parts=cells, name=name)


def _cell(item, span: int) -> dict:
    if item is None:
        return _part("cell", parts=[], span=span)
    return _part("cell", parts=[item if _is_part(item) else _part("sign", words=item)], span=span)


def _is_part(item) -> bool:
    return isinstance(item, dict) and ("kind" in item or "frames" in item)


def card(heading, *parts: dict, name: str | None = None, grow: int | None = None) -> dict:
    """Set parts below each other under a heading.

    Parameters
    ----------
    heading : text
        What the card is about.
    *parts : dict
        Any parts.
    name : str, optional
        What ``hide=`` calls it.
    grow : int, optional
        Its share of the width beside other cards; 1 if left out.

    Returns
    -------
    dict
        A part.
    """
    return _part("card", heading=heading, parts=list(parts), name=name, grow=grow)


def fold(heading, *parts: dict, name: str | None = None) -> dict:
    """Set parts behind a heading that opens them: what few readers need.

    Parameters
    ----------
    heading : text
        What is behind it.
    *parts : dict
        Any parts.
    name : str, optional
        What ``hide=`` calls it.

    Returns
    -------
    dict
        A part.
    """
    return _part("fold", heading=heading, parts=list(parts), name=name)


def text(words, *, role: str = "ink", strong: bool = False, name: str | None = None) -> dict:
    """Write words.

    Parameters
    ----------
    words : text
        A line break begins a new line.
    role : str
        Colour by role; begin the words with the role's sign (✓ match, ✗ alarm, ⚠ aux), since
        no colour speaks alone.
    strong : bool
        Whether they are bold.
    name : str, optional
        What ``hide=`` calls it.

    Returns
    -------
    dict
        A part.
    """
    return _part("text", words=words, role=role, strong=strong or None, name=name)


# Tables of numbers


def heat(
    values,
    *,
    caption=None,
    note=None,
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
    corner: str | None = None,
    largest: float | None = None,
    zero=False,
    waiting=False,
    frames: Sequence[dict] = (),
    like=None,
    name: str | None = None,
) -> dict:
    """Show a matrix as a table of coloured cells, each with its number and sign.

    Parameters
    ----------
    values : array_like of float, shape (r, c)
        The numbers.
    caption : text, optional
        What the matrix is.
    note : text, optional
        Its shape or layout, in a pill beside the caption.
    rows, columns : sequence of str
        Names of the rows and of the columns; none if left out.
    corner : str, optional
        What they count, such as ``"i↓ j→"``.
    largest : float, optional
        The size at both ends of the colours; the largest in `values` if left out.
    zero : array_like of bool
        Where a structural zero stands: ``·``.
    waiting : array_like of bool
        Where nothing is computed yet: ``—``, never 0.
    frames : sequence of dict
        Blocks of cells to frame, see `frame`.
    like : array_like of float, optional
        Numbers that decide how all are written and how wide a cell is, so that several tables
        agree; `values` if left out.
    name : str, optional
        What ``hide=`` calls it.

    Returns
    -------
    dict
        A part.

    Examples
    --------
    >>> heat([[1.0, -2.0]], zero=[[True, False]])["text"]
    [['·', '−2']]
    """
    values = np.atleast_2d(np.asarray(values, dtype=np.float64))
    plain = np.broadcast_to(np.asarray(zero) | np.asarray(waiting), values.shape)
    waiting = np.broadcast_to(waiting, values.shape)
    like = values if like is None else np.asarray(like, dtype=np.float64)
    written = formatter(like)
    if largest is None:
        largest = float(np.max(np.abs(values[np.isfinite(values)]), initial=0.0))
    texts, steps, full = [], [], []
    for r in range(len(values)):
        cells = list(zip(values[r], plain[r], waiting[r], strict=True))
        texts.append([("—" if w else "·") if p else written(v) for v, p, w in cells])
        steps.append([None if p else _step(v, largest) for v, p, w in cells])
        full.append([None if p else six_digits(v) for v, p, w in cells])
    return _part(
        "heat",
        caption=caption,
        note=note,
        rows=list(rows),
        columns=list(columns),
        corner=corner,
        text=texts,
        heat=steps,
        full=full,
        frames=list(frames),
        wide=max(len(written(value)) for value in like.ravel()),
        name=name,
    )


def _step(value: float, largest: float) -> int:
    if not np.isfinite(value):
        return int(np.sign(value)) * HEAT_STEPS if np.isinf(value) else 0
    return round(HEAT_STEPS * float(np.clip(value / largest, -1, 1))) if largest else 0


def frame(rows: tuple[int, int], columns: tuple[int, int], role: str = "value") -> dict:
    """Frame a block of cells of a `heat` table.

    Parameters
    ----------
    rows, columns : tuple of int
        First and last, from 0, both inside.
    role : str
        Colour by role.

    Returns
    -------
    dict
        The frame.
    """
    return {"rows": list(rows), "columns": list(columns), "role": role}


def table(caption, columns: Sequence[str], rows: Sequence[Sequence]) -> dict:
    """Give numbers for "Show numbers".

    Parameters
    ----------
    caption : text
        What the numbers are.
    columns : sequence of str
        Headings; the first column heads the rows.
    rows : sequence of sequences
        Texts or numbers; a number is written with six digits, None as —.

    Returns
    -------
    dict
        One table; a spec's ``numbers`` is a list of them.

    Examples
    --------
    >>> table("f", ["z", "f(z)"], [[0.0, 0.5]])["rows"]
    [['0', '0.5']]
    """
    return {
        "caption": caption,
        "columns": list(columns),
        "rows": [list(map(_full, r)) for r in rows],
    }


def _full(value):
    if value is None:
        return "—"
    return six_digits(value) if isinstance(value, int | float | np.number) else value


# Charts


def ticks(low: float, high: float, count: int = 5) -> list:
    """Choose round places for an axis.

    Parameters
    ----------
    low, high : float
        The limits.
    count : int
        About how many.

    Returns
    -------
    list of [float, str]
        Place and text of each, with a true minus sign.

    Examples
    --------
    >>> ticks(-6, 6)
    [[-6.0, '−6'], [-3.0, '−3'], [0.0, '0'], [3.0, '3'], [6.0, '6']]
    """
    raw = (high - low) / max(count - 1, 1)
    power = 10.0 ** np.floor(np.log10(raw))
    step = power * next((m for m in (1, 2, 2.5, 3, 5, 10) if m * power >= raw * 0.999), 10)
    first = int(np.ceil(low / step - 1e-9))
    places = [k * step for k in range(first, int(np.floor(high / step + 1e-9)) + 1)]
    return [[float(f"{p:.12g}") + 0.0, f"{p + 0.0:.6g}".replace("-", "−")] for p in places]


def axis(
    label,
    low: float,
    high: float,
    *,
    at: list | None = None,
    room: int | None = None,
    beside: list | None = None,
) -> dict:
    """Describe an axis of a `plot`.

    For a logarithmic axis give everything as log₁₀, with ticks such as ``[[-3, "10⁻³"]]``: the
    page knows linear axes only.

    Parameters
    ----------
    label : text
        Name and unit.
    low, high : float
        The limits.
    at : list of [float, str], optional
        Ticks; `ticks` chooses them if left out.
    room : int, optional
        Characters that the ticks of a vertical axis have room for at least, so that charts below
        each other line up.
    beside : list of [float, str], optional
        Words along the other side of a vertical axis, such as names of bands. A narrow chart
        leaves them out, so that they must stand elsewhere too.

    Returns
    -------
    dict
        The axis.

    Examples
    --------
    >>> axis("error", -8, 0, at=[[-4, "10⁻⁴"]], beside=[[-2, "wrong"]])["beside"]
    [[-2, 'wrong']]
    """
    given = {
        "label": label,
        "low": _short(low),
        "high": _short(high),
        "ticks": at or ticks(low, high),
    }
    given |= {} if room is None else {"room": room}
    return given | ({"beside": beside} if beside else {})


def plot(
    x: dict,
    y: dict,
    marks: Sequence[dict],
    *,
    alt,
    caption=None,
    height: int = 220,
    handles: dict | None = None,
    name: str | None = None,
) -> dict:
    """Show a chart.

    Parameters
    ----------
    x, y : dict
        The axes, see `axis`.
    marks : sequence of dict
        `area`, `line`, `points`, `rule` and `label`, drawn in this order.
    alt : text
        What the chart shows, in words.
    caption : text, optional
        What stands above it.
    height : int
        Pixels.
    handles : dict or frame, optional
        Points to take hold of, see `handles`.
    name : str, optional
        What ``hide=`` calls it.

    Returns
    -------
    dict
        A part.
    """
    return _part(
        "plot",
        x=x,
        y=y,
        marks=list(marks),
        alt=alt,
        caption=caption,
        height=height,
        handles=handles,
        name=name,
    )


def handles(
    name: str, label, x, y, *, names: Sequence[str], low: float, high: float, step: float
) -> dict:
    """Put points on a `plot` that are moved up and down, by pointer or by keyboard.

    Up and down move one by a step, with Shift by ten; left and right go to the next one. The
    action gets ``[place from 0, height]``; what is moved without letting go is one to undo.
    Give the same action `numbers` too, for those who would rather write.

    Parameters
    ----------
    name : str
        An action.
    label : text
        What they are together.
    x, y : array_like of float
        Where they are.
    names : sequence of str
        A name for each point.
    low, high, step : float
        Limits and distance of two heights.

    Returns
    -------
    dict
        A plot's `handles`.

    Examples
    --------
    >>> handles("knots", "Knots", [0, 1], [0.5, 2], names=["left", "right"], low=0, high=3,
    ...         step=0.5)["points"]
    [[0.0, 0.5], [1.0, 2.0]]
    """
    return {
        "name": name,
        "label": label,
        "points": _points(x, y),
        "names": list(names),
        "low": low,
        "high": high,
        "step": step,
    }


def line(x, y, *, role: str = "value", thin: bool = False) -> dict:
    """Draw a line in a `plot`.

    Parameters
    ----------
    x, y : array_like of float
        Its points; nan breaks it.
    role : str
        What it shows: colour and dashes follow.
    thin : bool
        Whether it is a reference.

    Returns
    -------
    dict
        A mark.
    """
    return _part("line", points=_points(x, y), role=role, thin=thin or None)


def points(
    x,
    y,
    *,
    role: str = "value",
    marker: str | None = None,
    size: float = 7,
    hollow: bool = False,
    edged: bool = False,
) -> dict:
    """Draw points in a `plot`.

    Parameters
    ----------
    x, y : array_like of float
        The points.
    role : str
        What they show.
    marker : str, optional
        ``circle``, ``square``, ``triangle``, ``cross``, ``diamond`` or ``open``, which always
        means an independent check; that of the role if left out.
    size : float
        Pixels across.
    hollow : bool
        Whether only the edge is drawn: what could be, beside what is.
    edged : bool
        Whether a line of ground goes around each, so that it stands out from a filled area.

    Returns
    -------
    dict
        A mark.
    """
    return _part(
        "points",
        points=_points(x, y),
        role=role,
        marker=marker,
        size=size,
        hollow=hollow or None,
        edged=edged or None,
    )


def area(
    x,
    y,
    *,
    role: str = "muted",
    hatch: bool = False,
    heat: float | None = None,
    edged: bool = False,
) -> dict:
    """Fill a closed shape in a `plot`: a region, a band, a bar, a filled contour.

    Parameters
    ----------
    x, y : array_like of float
        Its corners; nan begins another ring (a hole, if it lies inside).
    role : str
        Colour.
    hatch : bool
        Whether it is hatched, which a region must be: tint alone says nothing.
    heat : float, optional
        From −1 to 1: a ground of the diverging colours instead of a role's tint.
    edged : bool
        Whether a line of its colour goes around it, as around the bars of a histogram.

    Returns
    -------
    dict
        A mark.
    """
    step = None if heat is None else _step(heat, 1.0)
    return _part(
        "area",
        points=_points(x, y),
        role=role,
        hatch=hatch or None,
        heat=step,
        edged=edged or None,
    )


def rule(*, x: float | None = None, y: float | None = None, role: str = "muted") -> dict:
    """Draw a line across a `plot`.

    Parameters
    ----------
    x, y : float, optional
        Where it stands; give one of them.
    role : str
        Colour and dashes.

    Returns
    -------
    dict
        A mark.
    """
    return _part(
        "rule", x=None if x is None else _short(x), y=None if y is None else _short(y), role=role
    )


def label(
    x: float, y: float, words, *, role: str = "ink", side: str = "right", strong: bool = False
) -> dict:
    """Write beside a point of a `plot`, on a patch of ground.

    Parameters
    ----------
    x, y : float
        The point.
    words : text
        What stands there.
    role : str
        Colour.
    side : str
        Where from the point: ``right``, ``left``, ``above``, ``below``, or ``on`` it.
    strong : bool
        Whether it is bold.

    Returns
    -------
    dict
        A mark.
    """
    return _part(
        "label", x=_short(x), y=_short(y), words=words, role=role, side=side, strong=strong or None
    )


def _short(value) -> float:
    return float(f"{float(value):.6g}")


def _points(x, y) -> list:
    x, y = np.broadcast_arrays(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
    pairs = zip(_all_short(x), _all_short(y), np.isfinite(x + y).ravel().tolist(), strict=True)
    return [[a, b] if is_point else None for a, b, is_point in pairs]


def _all_short(values: np.ndarray) -> list[float]:
    """Round to six digits, as `_short` does, but all at once."""
    with np.errstate(all="ignore"):  # nan, inf and 0 have no size
        size = np.floor(np.log10(np.abs(values)))
        power = 10.0 ** np.clip(np.abs(5 - size), 0, 300)
        short = np.where(
            size <= 5, np.round(values * power) / power, np.round(values / power) * power
        )
    return np.where(np.isfinite(size) & np.isfinite(short), short, values).ravel().tolist()


# Controls. One whose name is a move, or that has `to`, moves in the page; any other asks Python
# for the action of its name.


def slider(
    name: str,
    label,
    *,
    value,
    low: float,
    high: float,
    step: float = 1,
    shown=None,
    keys: tuple[str, str] | None = None,
) -> dict:
    """Choose a number by moving along a line.

    Parameters
    ----------
    name : str
        A move or an action; also what ``hide=`` calls it.
    label : text
        What it chooses.
    value : float or frame
        Where it stands; for a move write ``at(name)``.
    low, high, step : float
        Limits and distance of two places.
    shown : text, optional
        The value in words, such as ``"h = 10⁻³"``.
    keys : tuple of str, optional
        Keys for one step down and one up, anywhere in the widget: ``("ArrowLeft", "ArrowRight")``.

    Returns
    -------
    dict
        A part.
    """
    return _part(
        "slider",
        name=name,
        label=label,
        value=value,
        low=low,
        high=high,
        step=step,
        shown=shown,
        keys=list(keys) if keys else None,
    )


def number(name: str, label, *, value, low: float, high: float, step: float = 1, keys=None) -> dict:
    """Choose a number by writing it.

    Parameters
    ----------
    name : str
        A move or an action.
    label : text
        What it chooses.
    value : float or frame
        What stands in the field.
    low, high, step : float
        Limits and distance of two values.
    keys : tuple of str, optional
        Keys for one step down and one up.

    Returns
    -------
    dict
        A part.
    """
    return _part(
        "number",
        name=name,
        label=label,
        value=value,
        low=low,
        high=high,
        step=step,
        keys=list(keys) if keys else None,
    )


def numbers(
    name: str, label, *, values, names: Sequence[str], low: float, high: float, step: float = 0.5
) -> dict:
    """Choose the entries of a vector. The action gets ``[place from 0, value]``.

    Parameters
    ----------
    name : str
        An action.
    label : text
        The vector's name.
    values : array_like of float
        Its entries.
    names : sequence of str
        A name for each entry.
    low, high, step : float
        Limits and distance of two values.

    Returns
    -------
    dict
        A part.
    """
    values = [float(value) for value in np.ravel(values)]
    return _part(
        "numbers",
        name=name,
        label=label,
        values=values,
        names=list(names),
        low=low,
        high=high,
        step=step,
    )


def select(name: str, label, *, value, options: Sequence[tuple]) -> dict:
    """Choose one of many by a list that opens.

    Parameters
    ----------
    name : str
        A move or an action.
    label : text
        What it chooses.
    value : str or frame
        The one chosen.
    options : sequence of (value, text)
        What there is.

    Returns
    -------
    dict
        A part.
    """
    return _part("select", name=name, label=label, value=value, options=_options(options))


def choice(
    name: str,
    label,
    *,
    value,
    options: Sequence[tuple],
    key: str | None = None,
    keys: Sequence[str] | None = None,
) -> dict:
    """Choose one of a few that all stand there.

    Parameters
    ----------
    name : str
        A move or an action.
    label : text
        What it chooses.
    value : str or frame
        The one chosen.
    options : sequence of (value, text)
        What there is.
    key : str, optional
        A key that goes to the next one.
    keys : sequence of str, optional
        A key for each option.

    Returns
    -------
    dict
        A part.
    """
    return _part(
        "choice",
        name=name,
        label=label,
        value=value,
        options=_options(options),
        key=key,
        keys=list(keys) if keys else None,
    )


def _options(options) -> list:
    return [[value, words] for value, words in options]


def button(
    name: str,
    label,
    *,
    to: dict | None = None,
    value=None,
    off=False,
    key: str | None = None,
    strong: bool = False,
) -> dict:
    """Do one thing.

    Parameters
    ----------
    name : str
        An action; with `to` only what ``hide=`` calls it.
    label : text
        What it does.
    to : dict or frame, optional
        The position that it moves to in the page.
    value : plain data, optional
        Argument of the action.
    off : bool or frame
        Whether it can not be pressed now.
    key : str, optional
        A key that presses it, such as ``"S"`` or ``"Shift+S"``.
    strong : bool
        Whether it is the one to begin with.

    Returns
    -------
    dict
        A part.
    """
    return _part(
        "button",
        name=name,
        label=label,
        to=to,
        value=value,
        off=off,
        key=key,
        strong=strong or None,
    )


def play(
    name: str,
    label,
    *,
    to: dict | None = None,
    end: dict | None = None,
    off=False,
    a_second: float = 4,
    key: str | None = None,
) -> dict:
    """Do one thing again and again, until it is paused or off. It never starts by itself.

    Parameters
    ----------
    name : str
        An action; with `to` only what ``hide=`` calls it. Where motion is unwanted the action
        gets ``"end"`` once, and should go to the end.
    label : text
        What it does while it plays.
    to : dict or frame, optional
        The position that one step moves to in the page.
    end : dict or frame, optional
        The position at the end, where motion is unwanted.
    off : bool or frame
        Whether the end is reached.
    a_second : float
        Steps in a second, 4 at most.
    key : str, optional
        A key that plays and pauses.

    Returns
    -------
    dict
        A part.
    """
    return _part(
        "play", name=name, label=label, to=to, end=end, off=off, a_second=min(a_second, 4), key=key
    )
