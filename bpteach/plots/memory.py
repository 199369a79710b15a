"""What the derivative of a linear layer by its weights would take in memory."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from bpteach.plots.marks import MARGIN, axes_in_inches, note, title
from bpteach.plots.picture import Picture
from bpteach.plots.sizes import layer_size
from bpteach.plots.style import TEXT, WIDTH, theme_named
from bpteach.plots.words import memory

__all__ = ["footprint", "memory_bar"]

_UNITS = (1, 2**10, 2**20, 2**30, 2**40, 2**50)


def footprint(n: int, m: int) -> dict[str, int]:
    """Count the bytes of a linear layer's derivatives in float64.

    Parameters
    ----------
    n, m : int
        Outputs and inputs of the layer.

    Returns
    -------
    dict of str to int
        ``"tensor"``, ∂z/∂W built whole; ``"gradient"``, ∂L/∂W; ``"stored"``, the input a, which
        is all that ∂z/∂W needs.

    Examples
    --------
    >>> footprint(1000, 1000)
    {'tensor': 8000000000, 'gradient': 8000000, 'stored': 8000}
    """
    number = np.dtype(np.float64).itemsize
    return {"tensor": number * n * m * n, "gradient": number * n * m, "stored": number * m}


def memory_bar(n: int, m: int, *, theme: str = "light") -> Picture:
    """Draw the memory that ∂z/∂W takes built whole, beside what is really needed.

    Parameters
    ----------
    n, m : int
        Outputs and inputs of the layer.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        Three bars on a logarithmic axis that begins at one byte.

    Raises
    ------
    ValueError
        If the sizes make no layer, or the theme is unknown.

    References
    ----------
    Course notes, "Linear layer".

    Examples
    --------
    >>> memory_bar(1000, 1000).takeaway
    'A 1,000×1,000 layer: ∂z/∂W built whole takes 7.5 GiB, its gradient 7.6 MiB'
    """
    n, m = layer_size(n, m)
    sizes = footprint(n, m)
    picture = Picture(
        takeaway=f"A {n:,}×{m:,} layer: ∂z/∂W built whole takes {memory(sizes['tensor'])}, "
        f"its gradient {memory(sizes['gradient'])}",
        alt=_finding(n, m, sizes),
        data=sizes,
        theme=theme_named(theme),
        size=(WIDTH, 3.7),
    )
    with picture.theme.applied():
        _draw(picture, n, m, sizes)
    return picture


def _finding(n: int, m: int, sizes: dict[str, int]) -> str:
    tensor, gradient, stored = map(memory, sizes.values())
    return (
        f"Memory of a linear layer with {n:,} outputs and {m:,} inputs, in float64. "
        f"∂z/∂W built whole, {n:,}×{m:,}×{n:,}: {tensor}. "
        f"The gradient ∂L/∂W, {n:,}×{m:,}: {gradient}, {n:,} times less. "
        f"The input a, all that ∂z/∂W needs: {stored}, {n:,} times less again. "
        "The axis is logarithmic and begins at one byte."
    )


def _draw(picture: Picture, n: int, m: int, sizes: dict[str, int]) -> None:
    theme = picture.theme
    title(picture)
    ax = axes_in_inches(picture, MARGIN, 0.75, WIDTH - 2 * MARGIN, 2.2)
    rows = zip(
        (f"∂z/∂W built whole: {n:,} × {m:,} × {n:,} numbers",
         f"∂L/∂W, the gradient: {n:,} × {m:,} numbers, {n:,} times less",
         f"a, all that ∂z/∂W needs: {m:,} × 1 numbers, {n:,} times less again"),
        sizes.values(), (theme.alarm, theme.gradient, theme.value), strict=True,
    )  # fmt: skip
    for number, (words, size, role) in enumerate(rows):
        ax.barh(-number, np.log2(size), height=0.34, color=role.color)
        style = {"textcoords": "offset points", "va": "center", "size": TEXT}
        ax.annotate(words, (0, 0.36 - number), (2, 0), color=theme.ink.color, **style)
        end = (np.log2(size), -number)
        ax.annotate(memory(size), end, (6, 0), color=role.color, weight="bold", **style)
    _scale(ax, sizes["tensor"])
    note(picture, MARGIN, MARGIN, "memory in float64, logarithmic: one step is 1,024 times more")


def _scale(ax: Axes, largest: int) -> None:
    """Count in units of 1024; the bars begin at one byte."""
    units = [unit for unit in _UNITS if unit <= largest]
    ax.set(xlim=(0, 1.14 * np.log2(largest)), ylim=(-2.35, 0.6), yticks=[])
    ax.set_xticks(np.log2(units), [memory(unit).replace(".0", "") for unit in units])
    ax.grid(visible=False)
    ax.spines["left"].set_visible(False)
