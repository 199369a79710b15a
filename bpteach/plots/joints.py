"""Chains of Jacobians as shape boards: factors to scale, and how they join."""

from __future__ import annotations

from bpteach.chains import Chain
from bpteach.display.names import pretty
from bpteach.jacobian import Jacobian
from bpteach.layout import COLUMN, LayoutError, ShapeError
from bpteach.plots.factors import Factor, outcome
from bpteach.plots.picture import Picture
from bpteach.plots.shape_boards import shape_board

__all__ = ["chain_board"]


def chain_board(*chains: Chain, theme: str = "light") -> Picture:
    """Draw chains of Jacobians below each other, each in its own convention.

    Parameters
    ----------
    *chains : Chain
        Made by `chain`; also such as cannot be multiplied. Every variable is a short vector.
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Picture
        One board a chain, as `shape_board` draws it, under the name of its convention.

    Raises
    ------
    ShapeError
        If there is no chain, or a variable is a matrix or is too long to draw.
    LayoutError
        If the factors of one chain stand in both conventions.
    ValueError
        If the theme is unknown.

    References
    ----------
    Course notes, "Chain rule and linear algebra".

    Examples
    --------
    >>> import numpy as np
    >>> from bpteach import Dense, Variable, chain
    >>> x, y, z = Variable("x", (3,)), Variable("y", (2,)), Variable("z", (1,))
    >>> dy_dx, dz_dy = Dense(np.ones((3, 2)), of=y, wrt=x), Dense(np.ones((2, 1)), of=z, wrt=y)
    >>> chain_board(chain(dy_dx, dz_dy), chain(dz_dy.T, dy_dx.T)).takeaway
    'From one convention to the other: reverse the order, transpose every factor'
    """
    products = [_product(links) for links in chains]
    return shape_board(
        *products,
        headings=tuple(links.factors[0].layout.badge for links in chains),
        takeaway=_takeaway(chains, products),
        theme=theme,
    )


def _product(links: Chain) -> list[Factor]:
    first, *others = links.factors
    for factor in others:
        if factor.layout is not first.layout:
            raise LayoutError(
                f"chain_board cannot draw {factor.name} beside {first.name}\n"
                "  the factors of one chain stand in one convention\n"
                f"  write {factor.name}.T"
            )
    return [_factor(factor) for factor in links.factors]


def _factor(jacobian: Jacobian) -> Factor:
    for variable in (jacobian.of, jacobian.wrt):
        if variable.is_matrix:
            raise ShapeError(
                f"chain_board cannot draw {jacobian.name}: {variable} is a matrix, and a grid has "
                "two sides\n"
                "  it draws derivatives of vectors with respect to vectors\n"
                "  tensor_slices shows the derivative with respect to W"
            )
    sides = (jacobian.wrt, jacobian.of)
    return Factor(pretty(jacobian.name), *(sides if jacobian.layout is COLUMN else sides[::-1]))


def _takeaway(chains, products) -> str:
    """What two boards say together; one board alone speaks for itself."""
    outcomes = {outcome(product) for product in products}
    orders = [[factor.name for factor in links.factors] for links in chains]
    if len(chains) == 2 and outcomes == {"joint holds"} and orders[0] == orders[1][::-1]:
        return "From one convention to the other: reverse the order, transpose every factor"
    if {"no joint", "sizes only"} <= outcomes:
        return "A wrong order stops numpy only where the sizes differ"
    return ""
