"""The derivation from the sum over paths to MᵀC, to be put in order."""

from __future__ import annotations

from bpteach.exercises.lettered import Line, Sheet
from bpteach.exercises.order import Order

__all__ = ["DERIVATION"]

_NOTES = 'Course notes, "Chain rule and linear algebra".'

_RIGHT = (
    Line("dz/dxⱼ = Σᵢ dyᵢ/dxⱼ · dz/dyᵢ   (one path through each yᵢ, and paths add)"),
    Line("dyᵢ/dxⱼ = Mᵢⱼ   (from yᵢ = Mᵢ₁x₁ + … + Mᵢₙxₙ)"),
    Line("dz/dyᵢ = Cᵢ   (from z = C₁y₁ + … + Cₘyₘ)"),
    Line("dz/dxⱼ = Σᵢ Mᵢⱼ Cᵢ   (both derivatives put in)"),
    Line("dz/dxⱼ = Σᵢ (Mᵀ)ⱼᵢ Cᵢ   (row j of Mᵀ times the column C)"),
    Line("dz/dx = Mᵀ C, n×1   (all j at once, below each other)"),
)
_DISTRACTORS = (
    Line(
        "dz/dxⱼ = Πᵢ dyᵢ/dxⱼ · dz/dyᵢ   (one path through each yᵢ, and paths multiply)",
        "Derivatives multiply along one path. What happens to paths beside each other?",
        "F3",
    ),
    Line(
        "dyᵢ/dxⱼ = xⱼ   (from yᵢ = Mᵢ₁x₁ + … + Mᵢₙxₙ)",
        "That is how yᵢ changes with the weight Mᵢⱼ. Here xⱼ moves.",
        "A4",
    ),
    Line(
        "dz/dxⱼ = Σᵢ Mⱼᵢ Cᵢ   (both derivatives put in)",
        "Look at the order of the two indices, and at what was put in.",
        "A2",
    ),
    Line(
        "dz/dx = Cᵀ M, n×1   (all j at once, below each other)",
        "Look at the shape of this product.",
        "A1",
    ),
    Line(
        "dz/dx = M C, n×1   (all j at once, below each other)",
        "M is m×n and C is m×1. And whose rows belong to x?",
        "A2",
    ),
)


def _sheet(_rng) -> Sheet:
    return Sheet(
        lines=_RIGHT + _DISTRACTORS,
        right=((0, 1, 2, 3, 4, 5), (0, 2, 1, 3, 4, 5)),
        asked="Six of the eleven lines belong to it.",
    )


DERIVATION = Order(
    id="chain.derivation",
    title="From the sum over paths to MᵀC",
    objective="Know every step from the sum over paths to the product.",
    prompt=(
        "$y = M x$ and $z = C^T y$. Put the derivation of $\\frac{dz}{dx}$ in the **column** "
        "convention in order. Begin with the sum over paths, then find each of its two "
        "derivatives, put them in, and read the sum as a product."
    ),
    difficulty=3,
    needs=("path", "chain-rule", "convention"),
    make=_sheet,
    hints=(
        "The first line holds for every y and z. Only then does y = Mx come in.",
        "To see a product in a sum, the shared index i must be the second index of the left factor "
        "and the first of the right one. What turns Mᵢⱼ into that?",
    ),
    solution=(
        "The sum over paths holds for any functions. The two derivatives may be found in either "
        "order. In Σᵢ Mᵢⱼ Cᵢ the shared index stands first in M, so it is the transpose whose row "
        "j meets the column C."
    ),
    source=_NOTES,
)
