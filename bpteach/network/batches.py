"""Which examples a step of training takes, as slices of arrays that are shuffled once a round."""

from __future__ import annotations

import numpy as np

__all__ = ["Batches"]


class Batches:
    """The examples of each update, column after column.

    The order depends on `seed` and on the number of the update alone, so that ten updates and
    ten more are the same as twenty.

    Parameters
    ----------
    A : ndarray, shape (m, N)
        The examples; they get a last row of ones, which takes the bias along.
    T : ndarray, shape (n, N)
        Their targets.
    size : int
        Examples in a batch; all of them keep their order.
    seed : int
        Where the order comes from.

    Examples
    --------
    >>> batches = Batches(np.array([[5.0, 6.0]]), np.array([[0.0, 1.0]]), size=2, seed=0)
    >>> batches.at(0)
    (array([[5., 6.],
           [1., 1.]]), array([[0., 1.]]))
    """

    def __init__(self, A, T, size, seed):
        self._seed, self.size, self._orders = seed, size, {}
        ones = np.ones((1, A.shape[1]), A.dtype)
        # of batches each column is in one piece: so is a batch, and an example that is copied
        order = "C" if size == A.shape[1] else "F"
        self._given = tuple(np.array(X, order=order) for X in (np.concatenate([A, ones]), T))
        self._round, self._rounds, self._joined = None, None, None

    def places(self, update: int) -> np.ndarray:
        """Say which examples the batch of an update holds.

        Parameters
        ----------
        update : int
            Its number, from 0.

        Returns
        -------
        ndarray of int, shape (size,)
            Places in A.
        """
        N, size = self._given[0].shape[1], self.size
        if size == N:
            return np.arange(N)
        places = np.arange(update * size, (update + 1) * size)
        rounds = range(places[0] // N, places[-1] // N + 1)
        order = np.concatenate([self._order(one) for one in rounds])
        return order[places - rounds[0] * N]

    def at(self, update: int) -> tuple[np.ndarray, np.ndarray]:
        """Give the examples of an update with their row of ones, and their targets.

        Parameters
        ----------
        update : int
            Its number, from 0.

        Returns
        -------
        tuple of ndarray, shapes (m + 1, size) and (n, size)
            To be read until the next call.
        """
        N, size = self._given[0].shape[1], self.size
        if size == N:
            return self._given
        round_, start = divmod(update * size, N)
        if start + size > N:  # the end of one round and the begin of the next
            self._joined = self._taken(self.places(update), self._joined, size)
            return self._joined
        if round_ != self._round:
            self._rounds = self._taken(self._order(round_), self._rounds, N)
            self._round = round_
        a, t = self._rounds
        return a[:, start : start + size], t[:, start : start + size]

    def _taken(self, places, into, count):
        """Copy examples, into arrays that are made at the first time."""
        into = into or tuple(np.empty((len(X), count), X.dtype, order="F") for X in self._given)
        for X, out in zip(self._given, into, strict=True):
            np.take(X.T, places, axis=0, out=out.T, mode="clip")  # "raise" makes a copy
        return into

    def _order(self, round_):
        """All examples in the order of one round through them."""
        if round_ not in self._orders:
            rng = np.random.default_rng([self._seed, round_])
            kept = {k: v for k, v in self._orders.items() if k == round_ - 1}
            self._orders = kept | {round_: rng.permutation(self._given[0].shape[1])}
        return self._orders[round_]
