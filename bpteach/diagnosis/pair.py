"""An array beside the right one, with what is known of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from bpteach.diagnosis.finding import close
from bpteach.diagnosis.letters import shape_in_letters

__all__ = ["LINES", "Pair"]

LINES = ("row", "column", "slice")  # what the axes of an array count


@dataclass(frozen=True)
class Pair:
    """What one comparison looks at.

    Parameters
    ----------
    out, right : ndarray
        What is judged and what it should be.
    rtol : float
        The largest error allowed, as a share of the largest entry of `right`.
    name : str
        What to call `out`.
    sizes : mapping from str to int
        The letters of the sizes.
    factors : mapping from str to ndarray
        Arrays that might be missing or too many.
    conventional : bool
        Whether derivatives stand as a convention says.

    Examples
    --------
    >>> Pair(np.zeros(1), np.ones(1), 1e-6, "b", {}, {}).wrong
    array([ True])
    """

    out: np.ndarray
    right: np.ndarray
    rtol: float
    name: str
    sizes: Mapping[str, int]
    factors: Mapping[str, np.ndarray]
    conventional: bool = True

    def matches(self, out, right) -> bool:
        """Tell whether two arrays agree within this comparison's tolerance.

        Parameters
        ----------
        out, right : ndarray
            Any two arrays; what is allowed is a share of the largest entry of `right`.

        Returns
        -------
        bool
            Whether they have one shape and no entry far off.
        """
        return close(out, right, self.rtol)

    @property
    def is_derivative(self) -> bool:
        """Whether the array is a derivative: its name reads ``dL_dW``."""
        return self.name.startswith("d") and "_d" in self.name

    @property
    def in_convention(self) -> bool:
        """Whether a convention says how the array stands, and not its variable's shape."""
        return self.is_derivative and self.conventional

    @property
    def margin(self) -> float:
        """The largest error allowed in an entry."""
        return self.rtol * (np.max(np.abs(self.right), initial=0.0) or 1.0)

    @property
    def wrong(self) -> np.ndarray:
        """True where the entries differ; both must have one shape."""
        return ~(np.abs(self.out - self.right) <= self.margin)

    @property
    def shapes(self) -> tuple[str, str]:
        """Both shapes in words: what came, and what is asked for."""
        return tuple(shape_in_letters(one.shape, self.sizes) for one in (self.out, self.right))

    def turned_factors(self) -> Iterator[tuple[str, np.ndarray]]:
        """Turn each known array into every orientation that fits the right one.

        Yields
        ------
        tuple of str and ndarray
            The name and the array; none twice.
        """
        for name, factor in self.factors.items():
            fitting = {one.shape: one for one in (factor.T, factor) if self._fits(one)}
            yield from ((name, one) for one in fitting.values())

    def _fits(self, factor):
        ends = zip(factor.shape[::-1], self.right.shape[::-1], strict=False)
        return (
            factor.size > 1
            and factor.ndim <= self.right.ndim
            and all(one in (1, two) for one, two in ends)
        )
