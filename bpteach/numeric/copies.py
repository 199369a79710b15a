"""Many copies of one array, each of them moved in a part only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Copies"]


@dataclass(frozen=True, eq=False)
class Copies:
    """K copies of a batch of columns that differ from it in one row, in one column, or anywhere.

    Parameters
    ----------
    part : {"row", "column", "whole"}
        What is kept of each copy.
    values : ndarray
        The rows (K, N), the columns (n, K), or the copies themselves side by side (n, K·N).
    places : ndarray of int, shape (K,)
        Which row or column each is.

    Examples
    --------
    >>> copies = Copies("row", np.array([[5.0, 6.0]]), np.array([1]))
    >>> copies.whole(np.zeros((2, 2))).values
    array([[0., 0.],
           [5., 6.]])
    """

    part: str
    values: np.ndarray
    places: np.ndarray

    def whole(self, base: np.ndarray) -> Copies:
        """Complete each copy with what did not move.

        Parameters
        ----------
        base : ndarray, shape (n, N)
            The batch that was not moved.

        Returns
        -------
        Copies
            Side by side, (n, K·N): a batch of all examples of all copies.
        """
        if self.part == "whole":
            return self
        (n, N), K = base.shape, len(self.places)
        copies = np.empty((n, K, N), dtype=self.values.dtype)
        copies[:] = base[:, None, :]
        if self.part == "row":
            copies[self.places, np.arange(K)] = self.values
        else:
            copies[:, np.arange(K), self.places] = self.values
        return Copies("whole", copies.reshape(n, K * N), self.places)

    def stacked(self, base: np.ndarray) -> np.ndarray:
        """Give the copies one after another.

        Parameters
        ----------
        base : ndarray, shape (n, N)
            The batch that was not moved.

        Returns
        -------
        ndarray, shape (K, n, N)
            Each copy complete.
        """
        K = len(self.places)
        return self.whole(base).values.reshape(base.shape[0], K, base.shape[1]).swapaxes(0, 1)

    def through(self, layer, base: np.ndarray) -> Copies:
        """Take the copies through a layer, in one call of it.

        Parameters
        ----------
        layer : Layer
            It treats each entry, or each column, by itself, as its ``independent`` says.
        base : ndarray, shape (n, N)
            Its input that was not moved.

        Returns
        -------
        Copies
            Of the layer's output. What did not move is not computed again.
        """
        copies = self.whole(base) if layer.independent == "columns" == _apart(self) else self
        return Copies(copies.part, np.asarray(layer(copies.values)), self.places)


def _apart(copies):
    """What a layer must treat by itself, so that the part that moved is enough for it."""
    return "columns" if copies.part == "row" else ""
