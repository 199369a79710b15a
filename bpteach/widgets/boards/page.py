"""The shape board as data for the page: the board, its steps, and its numbers in frames."""

from __future__ import annotations

from functools import lru_cache
from operator import methodcaller
from typing import TYPE_CHECKING

import numpy as np

from bpteach.layout import Layout
from bpteach.plots.factors import met
from bpteach.plots.words import bounded, lowered, plain
from bpteach.widgets import parts
from bpteach.widgets.boards.arrangement import Piece, number_of
from bpteach.widgets.boards.problem import LARGEST
from bpteach.widgets.boards.words import SIGNS, goal, product_name, result, shaped
from bpteach.widgets.frames import at

if TYPE_CHECKING:
    from bpteach.widgets.boards.state import ShapeBoard

__all__ = ["page_of"]

_MARKS = {"joint holds": ("✓", "match"), "sizes only": ("⚠", "aux"), "no joint": ("✗", "alarm")}
_SAME = 1e-6  # a gap below is rounding, above a mistake: the tables hold whole numbers


@lru_cache(maxsize=32)
def page_of(start: ShapeBoard) -> dict:
    """Give title, body, sentence and numbers, framed for all that can stand on the board.

    Parameters
    ----------
    start : ShapeBoard
        Any board of the problem.

    Returns
    -------
    dict
        The spec, as `State.spec` gives it.
    """
    return {
        "title": "Where two factors meet, size and variable must agree",
        "body": [
            parts.row(_goal(start), *_convention(start)),
            _chips(start),
            _boards(start, _verdict),
            *_steps(start),
            start.along("board", make=_tray),
            parts.column(_ask_numpy(start), _numpy(start), name="numbers"),
            parts.fold("Sizes and goal", *_problem(start), name="problem"),
        ],
        "sentence": _boards(start, lambda s: s.sentence()),
        "numbers": [_boards(start, _listed), *_entries(start)],
    }


def _by_layout(start: ShapeBoard, make) -> dict:
    """Frame what changes with the convention, where there is one."""
    return start.along("layout", make=make) if start.problem.has_layouts else make(start)


def _boards(start: ShapeBoard, make) -> dict:
    """Frame what changes with the board, and with the convention where there is one."""
    fields = ("layout", "board") if start.problem.has_layouts else ("board",)
    return start.along(*fields, make=make)


# Above the board


def _goal(start: ShapeBoard) -> dict:
    def words(state):
        return f"Goal: {goal(state.problem, state.convention)}"

    return parts.text(_by_layout(start, words), strong=True)


def _convention(start: ShapeBoard):
    if start.problem.has_layouts:
        layouts = [(one.value, one.badge) for one in Layout]
        yield parts.choice("layout", "convention", value=at("layout"), options=layouts, key="C")


# The board


def _chips(start: ShapeBoard) -> dict:
    forms = _Forms(start.problem)
    return {
        "kind": "chips",
        "name": "chosen",
        "label": "Factors on the board, from left to right",
        "key_label": "choose a factor",
        "keys": ["ArrowLeft", "ArrowRight"],
        "board": "board",
        "chosen": at("chosen"),
        "empty": "Nothing stands here yet. Add a factor.",
        "forms": forms.all,
        "line": _boards(start, forms.line),
    }


class _Forms:
    """Every way in which a factor can stand on the board, each given to the page once."""

    def __init__(self, problem):
        self.all: list[dict] = []
        self._places: dict = {}
        pieces = [Piece(k, turned) for k in range(problem.count) for turned in (False, True)]
        for layout in Layout if problem.has_layouts else (None,):
            for piece in pieces:
                self._places[layout, piece] = len(self.all)
                self.all.append(_form(problem.factor(piece, layout), piece))

    def line(self, state: ShapeBoard) -> dict:
        """What stands on one board; `swaps` are the boards with two neighbours exchanged."""
        swaps = [state.pieces.swapped(left) for left in range(len(state.pieces) - 1)]
        return {
            "chips": [self._places[state.convention, piece] for piece in state.pieces],
            "joints": [_joint(one) for one in state.verdict.joints],
            "swaps": [number_of(one, state.problem.count) for one in swaps],
            "product": _product(state),
        }


def _form(factor, piece: Piece) -> dict:
    return {
        "factor": piece.factor,
        "name": factor.label,
        "rows": [factor.rows.size, factor.rows.name],
        "columns": [factor.columns.size, factor.columns.name],
        "words": f"{factor.label}, {shaped(factor.shape)}, {factor.rows.name} by "
        f"{factor.columns.name}",
    }


def _joint(joint) -> dict:
    sign, role = _MARKS[joint.mark]
    return {"sign": sign, "role": role, "words": met(joint)}


def _product(state: ShapeBoard) -> dict | None:
    """The product, drawn after the factors; None where there is nothing to multiply."""
    verdict = state.verdict
    if verdict.kind == "empty":
        return None
    sign, role = SIGNS[verdict.kind]
    if not verdict.multiplies:
        return {"sign": sign, "role": role, "words": "no product"}
    words = "by accident" if verdict.kind == "coincidence" else product_name(state.problem, verdict)
    if verdict.kind == "transposed":
        words = f"({words})ᵀ"
    rows, columns = verdict.rows, verdict.columns
    sides = {"rows": [rows.size, rows.name], "columns": [columns.size, columns.name]}
    return {"sign": sign, "role": role, "words": words} | sides


def _verdict(state: ShapeBoard) -> dict:
    sign, role = SIGNS[state.verdict.kind]
    words = f"{sign} {result(state.problem, state.verdict, state.convention)}"
    offered = [_different(state)] if state.verdict.kind == "coincidence" else []
    return parts.row(parts.text(words, role=role, strong=True), *offered)


# Steps


def _steps(start: ShapeBoard) -> list[dict]:
    """The buttons; where each leads does not depend on sizes or goal."""
    whole = [("reverse", "Reverse the order", "V", "reversed", None)]
    if start.problem.has_layouts:
        whole += [("convert", "Convert ⇄: do both", "Shift+C", "converted", "convert")]
    else:
        whole += [
            ("flip", "Transpose every factor", "C", "flipped", None),
            ("convert", "Turn over ⇄: do both", "Shift+C", "converted", "turn over"),
        ]
    return [
        parts.row(
            parts.text("Chosen factor:", role="muted"), *_buttons(start, _ON_ONE), name="one"
        ),
        parts.row(parts.text("All factors:", role="muted"), *_buttons(start, whole), name="all"),
    ]


_ON_ONE = [
    ("left", "◀ Move", "Alt+ArrowLeft", "moved_left", "move left"),
    ("right", "Move ▶", "Alt+ArrowRight", "moved_right", "move right"),
    ("transpose", "Transpose ᵀ", "T", "turned", "transpose"),
    ("remove", "Take out", "Delete", "taken_out", None),
]


def _buttons(start: ShapeBoard, steps):
    plain = start.with_plain_sizes()
    for name, label, key, step, said in steps:
        to, off = _way(plain, step)
        made = parts.button(name, label, key=key, to=to, off=off)
        yield made | {"key_label": said or label}


@lru_cache(maxsize=64)
def _way(start: ShapeBoard, step: str) -> tuple[dict, dict]:
    """Where a step leads from every board, and from which it leads nowhere."""
    take = methodcaller(step)
    fields = ["board", "chosen"]
    if step == "converted" and start.problem.has_layouts:
        fields.insert(0, "layout")

    def to(state):
        there = take(state)
        return {field: getattr(there, field) for field in fields}

    return start.along(*fields, make=to), start.along(
        "board", "chosen", make=lambda s: take(s) == s
    )


def _tray(state: ShapeBoard) -> dict:
    there = {one.factor for one in state.pieces}
    buttons = []
    for factor in range(state.problem.count):
        if factor not in there:
            to = state.added(factor)
            label = state.problem.factor(Piece(factor), state.convention).label
            to = {"board": to.board, "chosen": to.chosen}
            buttons.append(parts.button("add", f"+ {label}", to=to))
    words = [parts.text("Not on the board:", role="muted")] if buttons else []
    return parts.row(*words, *buttons, name="tray")


# Numbers


def _ask_numpy(start: ShapeBoard) -> dict:
    labels = ("Multiply with numpy", "Hide the numbers")
    return parts.button(
        "numpy",
        start.along("numbers", make=lambda s: labels[s.numbers]),
        to=start.along("numbers", make=lambda s: {"numbers": 1 - s.numbers}),
        key="N",
    )


def _numpy(start: ShapeBoard) -> dict:
    shown = _boards(start, _multiplied)
    return start.along("numbers", make=lambda s: shown if s.numbers else parts.column())


def _multiplied(state: ShapeBoard) -> dict:
    """The product by numpy beside the numbers that it should hold."""
    product = state.product()
    if product is None:
        return parts.column(parts.text(_nothing(state), role=SIGNS[state.verdict.kind][1]))
    reference, gap = state.reference().round(6) + 0.0, state.gap()
    shared = {
        "largest": float(max(np.abs(product).max(), np.abs(reference).max())),
        "like": np.concatenate([product.ravel(), reference.ravel()]),
    }
    verdict, wanted = state.verdict, state.wanted()
    same = gap is not None and gap < _SAME
    return parts.column(
        parts.equation(
            _matrix(product, state.expression(), (verdict.rows, verdict.columns), shared),
            "=" if same else "≠",
            _matrix(reference, _source(state, wanted), wanted, shared),
        ),
        parts.text(_compared(state, gap), role="match" if same else "aux", strong=True),
    )


def _nothing(state: ShapeBoard) -> str:
    if not state.pieces:
        return "… Add a factor first."
    return f"✗ {state.expression()} raises a ValueError: numpy saw that sizes differ."


def _matrix(array, caption: str, sides, shared) -> dict:
    """A matrix under its name, which may be wider than the matrix."""
    rows, columns = map(_indexed, sides)
    shape = "×".join(map(str, array.shape))
    return parts.column(
        parts.text([caption, f"  ({shape})"], role="muted"),
        parts.heat(array, rows=rows, columns=columns, **shared),
    )


def _source(state: ShapeBoard, sides) -> str:
    if state.problem.has_layouts:
        return f"{state.problem.name_between(*sides)} by differences"
    return "by the maps, step by step"


def _compared(state: ShapeBoard, gap: float | None) -> str:
    if gap is None:
        return "⚠ A product, but not even of the goal's shape."
    if gap >= _SAME:
        return f"⚠ No error, the right shape, and numbers that differ by up to {plain(gap)}."
    if state.problem.has_layouts:
        return f"✓ The product and central differences agree {bounded(gap)}."
    return "✓ The product does what the maps do, one after the other."


def _indexed(variable) -> list[str]:
    if variable.size == 1:
        return [variable.name]
    return [f"{variable.name}{lowered(k)}" for k in range(1, variable.size + 1)]


def _listed(state: ShapeBoard) -> dict:
    rows = []
    for place, factor in enumerate(state.factors):
        after = state.verdict.joints[place : place + 1]
        joint = [f"{_MARKS[one.mark][0]} {met(one, sizes=True)}" for one in after]
        sides = factor.rows.name, factor.columns.name
        rows.append([factor.label, shaped(factor.shape), *sides, *(joint or [""])])
    heads = ["factor", "shape", "rows", "columns", "joint to the next"]
    return parts.table("On the board, from left to right", heads, rows)


def _entries(start: ShapeBoard):
    """The numbers in each factor, as it stands when it is not transposed."""
    for piece in map(Piece, range(start.problem.count)):

        def table(state, piece=piece):
            factor = state.problem.factor(piece, state.convention)
            array = state.problem.array(piece, state.convention).tolist()
            lines = zip(_indexed(factor.rows), array, strict=True)
            corner = f"{factor.rows.name} by {factor.columns.name}"
            heads = [corner, *_indexed(factor.columns)]
            return parts.table(factor.label, heads, [[name, *line] for name, line in lines])

        yield _by_layout(start, table)


# Another problem


def _different(state: ShapeBoard) -> dict:
    off = state.problem.sizes_differ
    return parts.button("different", "Make all sizes different", off=off)


def _problem(start: ShapeBoard):
    problem, vectors = start.problem, start.vectors()
    sizes, names = [one.size for one in vectors], [one.name for one in vectors]
    yield parts.numbers("sizes", "sizes", values=sizes, names=names, low=2, high=LARGEST, step=1)
    yield _different(start)
    goals = [(start.goal_value(one), start.with_goal(one).problem.name_of_goal)
             for one in problem.goals()]  # fmt: skip
    yield parts.select("goal", "goal", value=start.goal_value(problem.goal), options=goals)
