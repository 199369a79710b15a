"""A shape board in words: what meets, what comes out, and what to try next."""

from __future__ import annotations

from bpteach.layout import Layout
from bpteach.plots.factors import met
from bpteach.plots.words import listed
from bpteach.widgets.boards.arrangement import Pieces
from bpteach.widgets.boards.problem import Problem, Verdict

__all__ = ["SIGNS", "advice", "finding", "goal", "product_name", "result", "shaped"]

SIGNS = {
    "empty": ("…", "muted"),
    "mismatch": ("✗", "alarm"),
    "coincidence": ("⚠", "aux"),
    "incomplete": ("…", "ink"),
    "transposed": ("…", "ink"),
    "solved": ("✓", "match"),
}


def shaped(shape: tuple[int, int]) -> str:
    """Say a shape.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns.

    Returns
    -------
    str
        ``"4 by 1"``.
    """
    return f"{shape[0]} by {shape[1]}"


def goal(problem: Problem, layout: Layout | None) -> str:
    """Say what the product is to be.

    Parameters
    ----------
    problem : Problem
        What the board is about.
    layout : Layout or None
        The convention.

    Returns
    -------
    str
        ``"∂L/∂x, 4 by 1"``, or ``"z by x, 1 by 4"``.
    """
    wrt, of = problem.ends
    name = problem.name_of_goal if problem.has_layouts else f"{of.name} by {wrt.name}"
    return f"{name}, {shaped(problem.goal_shape(layout))}"


def result(problem: Problem, verdict: Verdict, layout: Layout | None) -> str:
    """Say what the product is, in a line.

    Parameters
    ----------
    problem : Problem
        What the board is about.
    verdict : Verdict
        What became of it.
    layout : Layout or None
        The convention.

    Returns
    -------
    str
        Without the sign before it.
    """
    kind = verdict.kind
    if kind == "empty":
        return "Nothing to multiply yet"
    if kind == "mismatch":
        return "No product: numpy stops with an error"
    if kind == "coincidence":
        return f"{shaped(verdict.shape)}, and wrong: the sizes agree by accident"
    if kind == "transposed":
        name, other = problem.name_of_goal, layout.other.value
        return f"{shaped(verdict.shape)}: {name} as the {other} convention lays it out"
    what = f"{product_name(problem, verdict)}, {shaped(verdict.shape)}"
    return f"{what}: the goal" if kind == "solved" else f"{what}: not the goal yet"


def product_name(problem: Problem, verdict: Verdict) -> str:
    """Name a product whose joints all hold.

    Parameters
    ----------
    problem : Problem
        What the board is about.
    verdict : Verdict
        What became of it.

    Returns
    -------
    str
        ``"∂L/∂x"``, or ``"z by x"``.
    """
    rows, columns = verdict.rows, verdict.columns
    if problem.has_layouts:
        return problem.name_between(rows, columns)
    return f"{rows.name} by {columns.name}"


def finding(problem: Problem, verdict: Verdict, layout: Layout | None) -> str:
    """Say what meets and what comes out, in whole sentences.

    Parameters
    ----------
    problem : Problem
        What the board is about.
    verdict : Verdict
        What became of it.
    layout : Layout or None
        The convention.

    Returns
    -------
    str
        One sentence or two.
    """
    if verdict.kind == "empty":
        return f"Nothing stands on the board. The goal is {goal(problem, layout)}."
    start = [f"{layout.value.capitalize()} convention"] if layout else []
    start += [_meetings(verdict.joints)] if verdict.joints else []
    first = f"{': '.join(start)}. " if start else ""
    return f"{first}{_outcome(problem, verdict, layout)}"


def _meetings(joints) -> str:
    holding = [met(one) for one in joints if one.mark == "joint holds"]
    failing = [met(one, sizes=True) for one in joints if one.mark != "joint holds"]
    return ", but ".join(listed(group) for group in (holding, failing) if group)


def _outcome(problem: Problem, verdict: Verdict, layout: Layout | None) -> str:
    kind = verdict.kind
    if kind == "mismatch":
        return "Sizes differ, so there is no product."
    shape = shaped(verdict.shape)
    if kind == "coincidence":
        return f"Sizes agree by accident: numpy gives a product, {shape}, and it is wrong."
    if kind == "transposed":
        return f"The product is {result(problem, verdict, layout)}; the goal is " + (
            f"{shaped(problem.goal_shape(layout))}."
        )
    what = f"The product is {product_name(problem, verdict)}, {shape}"
    if kind == "solved":
        return f"{what}: the goal."
    return f"{what}; the goal is {goal(problem, layout)}."


def advice(problem: Problem, pieces: Pieces, layout: Layout | None) -> str:
    """Say which keys to try, where one step would do.

    Parameters
    ----------
    problem : Problem
        What the board is about.
    pieces : Pieces
        What stands there.
    layout : Layout or None
        The convention.

    Returns
    -------
    str
        A sentence, or nothing.
    """
    kind = problem.verdict(pieces, layout).kind
    if kind == "coincidence":
        return "Make all sizes different, and it cannot happen."
    if kind == "transposed":
        return "Press Shift+C to convert: reverse the order, transpose every factor."
    if kind == "solved" and len(pieces) > 1:
        into = f"convert it to the {layout.other.value} convention" if layout else "turn it over"
        return f"Press Shift+C to {into}."
    if kind == "mismatch" and problem.verdict(pieces.reversed(), layout).kind == "solved":
        if layout is None:
            return "Press C to transpose every factor, or V to reverse the order."
        other = layout.other.value
        return f"This is the {other} convention's order: press C to read it so, or V to reverse it."
    return ""
