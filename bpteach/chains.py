"""A chain of Jacobians: its joints shown, and its product taken in the cheapest order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from bpteach.display import Joint, Row, row_of
from bpteach.jacobian import Dense, Diagonal, Jacobian, OneHot, Outer, joint
from bpteach.layout import COLUMN
from bpteach.readonly import sealed

__all__ = ["Chain", "chain"]


def chain(*factors: Jacobian) -> Chain:
    """Set Jacobians side by side, as the chain rule writes them.

    Parameters
    ----------
    *factors : Jacobian
        From left to right: in column convention the one nearest the input first, in row
        convention the one nearest the loss. A gradient may end it at the loss.

    Returns
    -------
    Chain
        Shows every joint, also those that do not hold; ``.product`` multiplies.

    Raises
    ------
    TypeError
        If something else than a Jacobian stands among the factors.

    Notes
    -----
    The product is the same for every order of brackets; the cost is not. Where a gradient ends
    the chain, going from the loss to the input touches each factor once: that is
    backpropagation. No order is cheaper, unless a variable of a single entry stands on the way.
    Of orders that cost the same, the one nearest to backpropagation is taken.

    Examples
    --------
    >>> from bpteach.layout import Variable
    >>> from bpteach.jacobian import Dense
    >>> x, y, z = Variable("x", (3,)), Variable("y", (2,)), Variable("z", (1,))
    >>> dy_dx = Dense(np.arange(6.0).reshape(3, 2), of=y, wrt=x)
    >>> dz_dy = Dense(np.array([[1.0], [10.0]]), of=z, wrt=y)
    >>> chain(dy_dx, dz_dy).gradient
    array([[10.],
           [32.],
           [54.]])
    """
    for factor in factors:
        if not isinstance(factor, Jacobian):
            raise TypeError(
                f"chain takes Jacobians, but one factor is of type {type(factor).__name__}\n"
                "  a gradient can end a chain: write "
                'Dense.of_gradient(array, of="L", wrt="z")\n'
                "  a chain can stand in another: write its .product"
            )
    if not factors:
        raise TypeError("chain needs at least one Jacobian, as in chain(dz_da, ds_dz)")
    return Chain(factors)


@dataclass(frozen=True, eq=False, repr=False)
class Chain:
    """Jacobians side by side; made by `chain`.

    Parameters
    ----------
    factors : tuple of Jacobian
        From left to right.

    Examples
    --------
    >>> from bpteach.layout import Variable
    >>> s, z = Variable("s", (2,)), Variable("z", (2,))
    >>> links = chain(Diagonal(np.ones(2), of=s, wrt=z))
    >>> links.order
    'ds_dz'
    """

    factors: tuple[Jacobian, ...]

    @property
    def joints(self) -> tuple[Joint, ...]:
        """Between each two neighbours: a joint, sizes that agree by accident, or no joint."""
        return tuple(_joint(*pair) for pair in pairwise(self.factors))

    @cached_property
    def product(self) -> Jacobian:
        """The chain rule: all factors multiplied, in the cheapest order."""
        self._must_join()
        return self._pulled_back() if self._goes_back else self._multiplied[0]

    @property
    def order(self) -> str:
        """The order of the brackets that `product` used."""
        self._must_join()
        return self._backwards() if self._goes_back else self._multiplied[1]

    @property
    def array(self) -> np.ndarray:
        """All entries of the product."""
        return self.product.array

    @property
    def gradient(self) -> np.ndarray:
        """The product as a gradient, if a gradient ends the chain."""
        return self.product.gradient

    def _must_join(self) -> None:
        for left, right in pairwise(self.factors):
            here, there = joint(left, right)
            if here != there or left.layout is not right.layout:
                left @ right  # raises, and says what is wrong with this joint

    @cached_property
    def _multiplied(self) -> tuple[Jacobian, str]:
        return _bracketed([(factor, factor.name) for factor in self.factors])

    # Vectors on the way and one number at its end: then backpropagation is the cheapest order,
    # and there is no need to look for it.

    @cached_property
    def _inwards(self) -> tuple[Jacobian, ...]:
        """The factors from the loss to the input."""
        return self.factors[::-1] if self.factors[0].layout is COLUMN else self.factors

    @cached_property
    def _goes_back(self) -> bool:
        last, *others = self._inwards
        return (
            last.of.size == 1
            and len(others) > 0
            and all(isinstance(one, Dense | Diagonal) for one in self.factors)
            and all(len(one.of.axes) == 1 < one.of.axes[0] for one in others)
        )

    def _pulled_back(self) -> Dense:
        last, *others = self._inwards
        back = last._column_array().reshape(last.wrt.axes)
        for factor in others:
            back = factor._pull(back)
        ends = {"of": last.of, "wrt": factor.wrt, "layout": last.layout}
        return Dense(sealed(back).reshape((*factor.wrt.axes, 1)), **ends)

    def _backwards(self) -> str:
        last, *others = self._inwards
        words = last.name
        for factor in others:
            words = f"({words})" if " @ " in words else words
            pair = (factor.name, words) if last.layout is COLUMN else (words, factor.name)
            words = " @ ".join(pair)
        return words

    def _row(self) -> Row:
        return row_of([factor.table for factor in self.factors], self.joints)

    def _repr_html_(self):
        return self._row().html()

    def _repr_latex_(self):
        return self._row().latex()

    def __repr__(self):
        return self._row().text()


def _joint(left: Jacobian, right: Jacobian) -> Joint:
    here, there = joint(left, right)
    fits = here == there and left.layout is right.layout
    mark = "joint holds" if fits else "sizes only" if here.axes == there.axes else "no joint"
    return Joint(mark, str(here), str(there))


def _times(left, right):
    words = [f"({name})" if " @ " in name else name for _, name in (left, right)]
    return left[0] @ right[0], " @ ".join(words)


def _bracketed(named):
    """Multiply in the order with the fewest multiply-adds (matrix-chain order, by table)."""
    count, layout = len(named), named[0][0].layout
    from_the_loss = 1 if layout is COLUMN else -1  # of equal costs, min takes the first
    plans = {(i, i): (0, _Sketch.of(named[i][0]), i) for i in range(count)}
    for width in range(1, count):
        for i in range(count - width):
            j = i + width
            plans[i, j] = min(
                (
                    _joined(plans[i, k], plans[k + 1, j], layout, k)
                    for k in range(i, j)[::from_the_loss]
                ),
                key=lambda plan: plan[0],
            )

    def multiplied(i, j):
        if i == j:
            return named[i]
        k = plans[i, j][2]
        return _times(multiplied(i, k), multiplied(k + 1, j))

    return multiplied(0, count - 1)


def _joined(left, right, layout, k):
    inner, outer = (left, right) if layout is COLUMN else (right, left)
    sketch, cost = inner[1].then(outer[1])
    return left[0] + right[0] + cost, sketch, k


class _Sketch(NamedTuple):
    """What a product costs, without its numbers: sizes and structure of a Jacobian."""

    kind: str  # "diagonal", "identity", "dense", or "outer", which is a column and a rest
    rows: int
    columns: int
    rest: _Sketch | None = None

    @classmethod
    def of(cls, factor: Jacobian) -> _Sketch:
        if isinstance(factor, Diagonal):
            return cls("diagonal", factor.wrt.size, factor.of.size)
        if isinstance(factor, OneHot):
            n = factor.of.size
            return cls("outer", factor.wrt.size, n, cls("identity", n, n))
        if isinstance(factor, Outer):
            rest = cls.of(factor.rest)
            return cls("outer", factor.wrt.size, rest.columns, rest)
        return cls("dense", factor.wrt.size, factor.of.size)

    def then(self, outer: _Sketch) -> tuple[_Sketch, int]:
        """Sketch the product with the next factor towards the loss, and count its cost."""
        if self.kind == "identity":
            return outer, 0
        if outer.kind == "identity":
            return self, 0
        if self.kind == "outer":
            rest, cost = self.rest.then(outer)
            if outer.columns == 1:
                return _Sketch("dense", self.rows, 1), cost + self.rows
            return _Sketch("outer", self.rows, outer.columns, rest), cost
        if outer.kind == "outer":
            through_z = _Sketch("dense", self.rows, outer.rest.rows)
            product, cost = through_z.then(outer.rest)
            return product, cost + self.rows * outer.rows
        kind = "diagonal" if self.kind == outer.kind == "diagonal" else "dense"
        cheap = "diagonal" in (self.kind, outer.kind)
        size = outer.rows if kind == "diagonal" else self.rows * outer.columns
        cost = size if cheap else size * outer.rows
        return _Sketch(kind, self.rows, outer.columns), cost
