"""Which factors stand on a board, in which order, and which of them are transposed."""

from __future__ import annotations

from functools import cache
from itertools import chain, permutations, product
from typing import NamedTuple

__all__ = ["Piece", "Pieces", "arrangements", "number_of"]


class Piece(NamedTuple):
    """A factor on the board.

    Parameters
    ----------
    factor : int
        Which one of the problem's factors, from 0.
    turned : bool
        Whether it stands transposed.
    """

    factor: int
    turned: bool = False


class Pieces(tuple):
    """The factors on a board, from left to right, each at most once.

    Parameters
    ----------
    iterable : iterable of Piece
        The factors.

    Examples
    --------
    >>> pieces = Pieces([Piece(2), Piece(1), Piece(0)])
    >>> [piece.factor for piece in pieces.swapped(0)]
    [1, 2, 0]
    >>> pieces.reversed().reversed() == pieces == pieces.transposed().transposed()
    True
    """

    __slots__ = ()

    def swapped(self, place: int) -> Pieces:
        """Let two neighbours change places.

        Parameters
        ----------
        place : int
            Of the left one, from 0.

        Returns
        -------
        Pieces
            The same where there are no two.
        """
        if not 0 <= place < len(self) - 1:
            return self
        return Pieces((*self[:place], self[place + 1], self[place], *self[place + 2 :]))

    def turned(self, place: int) -> Pieces:
        """Transpose one factor.

        Parameters
        ----------
        place : int
            Of the factor, from 0.

        Returns
        -------
        Pieces
            The same where there is none.
        """
        return Pieces(_turned(one) if k == place else one for k, one in enumerate(self))

    def without(self, place: int) -> Pieces:
        """Take one factor out.

        Parameters
        ----------
        place : int
            Of the factor, from 0.

        Returns
        -------
        Pieces
            The same where there is none.
        """
        return Pieces(one for k, one in enumerate(self) if k != place)

    def with_factor(self, factor: int) -> Pieces:
        """Add a factor at the right end, as it stands.

        Parameters
        ----------
        factor : int
            Which one.

        Returns
        -------
        Pieces
            The same if it is there already.
        """
        there = any(one.factor == factor for one in self)
        return self if there else Pieces((*self, Piece(factor)))

    def reversed(self) -> Pieces:
        """Reverse the order.

        Returns
        -------
        Pieces
            From right to left.
        """
        return Pieces(self[::-1])

    def transposed(self) -> Pieces:
        """Transpose every factor, and leave the order as it is.

        Returns
        -------
        Pieces
            Each turned.
        """
        return Pieces(_turned(one) for one in self)


def _turned(piece: Piece) -> Piece:
    return piece._replace(turned=not piece.turned)


@cache
def arrangements(count: int) -> tuple[Pieces, ...]:
    """List all that can stand on a board.

    Parameters
    ----------
    count : int
        How many factors there are.

    Returns
    -------
    tuple of Pieces
        79 with three factors; the first is the empty board.

    Examples
    --------
    >>> len(arrangements(3)), arrangements(3)[0]
    (79, ())
    """
    orders = chain.from_iterable(permutations(range(count), k) for k in range(count + 1))
    return tuple(
        Pieces(map(Piece, order, turned))
        for order in orders
        for turned in product((False, True), repeat=len(order))
    )


@cache
def _numbers(count: int) -> dict[Pieces, int]:
    return {pieces: number for number, pieces in enumerate(arrangements(count))}


def number_of(pieces: Pieces, count: int) -> int:
    """Find the number of an arrangement.

    Parameters
    ----------
    pieces : Pieces
        What stands on the board.
    count : int
        How many factors there are.

    Returns
    -------
    int
        Its place in `arrangements`.
    """
    return _numbers(count)[pieces]
