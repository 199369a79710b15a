"""Tables as display formulas."""

from __future__ import annotations

import re

from bpteach.display.names import latex
from bpteach.display.view import Cell, View

__all__ = ["factor", "table", "words"]

_SIGNS = {
    "·": r"\cdot",
    "⋯": r"\cdots",
    "⋮": r"\vdots",
    "⋱": r"\ddots",
    "nan": r"\text{nan}",
    "inf": r"\infty",
    "−inf": r"-\infty",
}


def table(view: View) -> str:
    r"""Write a view as a formula: ``\begin{bmatrix}`` with its size, and the convention.

    Parameters
    ----------
    view : View
        What is shown.

    Returns
    -------
    str
        A formula between ``$$``; slices follow one another.
    """
    shown = [f"{latex(face.symbol)}{_where(face)} = {_matrix(face)}" for face in view.faces]
    shown = shown or [f"{latex(view.symbol)} = {words(f'no entries, {view.size}')}"]
    shown += [words(line) for line in view.remarks if line.startswith("…")]
    convention = rf"\quad {words(f'{view.layout.value} convention')}" if view.layout else ""
    joined = ",\\quad\n".join(shown)
    return f"$${joined}{convention}$$"


def factor(view: View) -> str:
    r"""Write a view as one factor of a product.

    Parameters
    ----------
    view : View
        What is shown.

    Returns
    -------
    str
        The matrix over its symbol and its convention; of an array with slices, the size alone.
    """
    numbers = _matrix(view.faces[0]) if len(view.faces) == 1 else words(view.size)
    convention = words(f", {view.layout.value}") if view.layout else ""
    return rf"\underset{{{latex(view.symbol)}{convention}}}{{{numbers}}}"


def _matrix(face):
    lines = r" \\ ".join(" & ".join(map(_number, line)) for line in face.cells)
    rows, columns = face.sizes
    return rf"\begin{{bmatrix}} {lines} \end{{bmatrix}}_{{{rows}\times {columns}}}"


def words(text: str) -> str:
    r"""Set words in a formula.

    Parameters
    ----------
    text : str
        Plain words.

    Returns
    -------
    str
        ``\text{...}``.
    """
    return rf"\text{{{text.replace('…', '...')}}}"


def _where(face):
    return rf"\;{words(f'({face.where})')}" if face.where else ""


def _number(cell: Cell) -> str:
    if cell.text in _SIGNS:
        return _SIGNS[cell.text]
    return re.sub(r"e([+-])0*(\d+)", _power, cell.text.replace("−", "-"))


def _power(found):
    sign = "-" if found[1] == "-" else ""
    return rf" \times 10^{{{sign}{found[2]}}}"
