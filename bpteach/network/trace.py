"""The way forward, or the way back, as rows that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpteach.display import Table, array_table
from bpteach.display.listing import Listing
from bpteach.display.numerals import formatter
from bpteach.layout import Layout, shape_words

if TYPE_CHECKING:
    from bpteach.network.network import Network

__all__ = ["Step", "Trace"]

_SHOWN_IN_FULL = 12  # entries; of a larger array the range is shown


@dataclass(frozen=True, eq=False)
class Step:
    """One row of a trace: a variable, or a gradient, and its value.

    Parameters
    ----------
    variable : str
        ``"z1"`` on the way forward, ``"dL_dz1"`` on the way back.
    layer : str
        The layer that gave it.
    value : ndarray
        Kept, and read-only.
    how : str, optional
        On the way back, the line of numpy that computes it.

    Examples
    --------
    >>> Step("z1", "Linear", np.array([[0.5], [-2.0]])).value_words
    '0.50; −2.00'
    """

    variable: str
    layer: str
    value: np.ndarray
    how: str = ""

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the value."""
        return self.value.shape

    @property
    def size_and_value(self) -> tuple[str, str]:
        """Both in words."""
        return shape_words(self.shape), self.value_words

    @property
    def value_words(self) -> str:
        """Its entries, rows separated by semicolons; of a large array the range."""
        short = formatter(self.value)
        if not self.value.size:
            return "no entries"
        if self.value.size <= _SHOWN_IN_FULL:
            return "; ".join(" ".join(short(float(x)) for x in row) for row in self.value)
        return f"from {short(float(self.value.min()))} to {short(float(self.value.max()))}"


@dataclass(frozen=True, eq=False, repr=False)
class Trace:
    """What happened on the way forward, or on the way back: one row a variable.

    Parameters
    ----------
    title : str
        Which way, and through which network.
    rows : tuple of Step
        In the order of computation.
    network : Network
        Whose trace it is.
    layout : Layout, optional
        The convention of the gradients; None on the way forward.

    Examples
    --------
    >>> from bpteach import Linear, Network, Sigmoid
    >>> network = Network(Linear(np.array([[1.0, -1.0]]), np.array([[0.5]])), Sigmoid())
    >>> trace = network.forward(np.array([[2.0], [1.5]]))
    >>> trace
    forward through a -> z1 -> s1
    variable  layer                       shape  value
    a         input                       2 x 1  2.00; 1.50
    z1        Linear(W: 1 x 2, b: 1 x 1)  1 x 1  1
    s1        Sigmoid()                   1 x 1  0.73
    >>> trace["z1"]
    array([[1.]])
    """

    title: str
    rows: tuple[Step, ...]
    network: Network
    layout: Layout | None = None

    def __getitem__(self, name: str) -> np.ndarray:
        for row in self.rows:
            if row.variable in (name, f"dL_d{name}"):
                return row.value
        names = ", ".join(row.variable for row in self.rows)
        raise KeyError(f"no {name} in this trace; it has {names}")

    @property
    def output(self) -> np.ndarray:
        """The last value."""
        return self.rows[-1].value

    def table(self, name: str) -> Table:
        """Show one value as a labelled table.

        Parameters
        ----------
        name : str
            As in ``trace[name]``; a gradient also by its variable's name.

        Returns
        -------
        Table
            With named rows and columns.
        """
        value = self[name]
        known = {row.variable for row in self.rows}
        return array_table(name if name in known else f"dL_d{name}", value, self.layout)

    def _listing(self):
        headers = ["variable", "layer", "shape", "value"]
        if self.layout:
            headers = ["gradient", "how", "shape", "value"]
        rows = [
            (row.variable, row.how if self.layout else row.layer, *row.size_and_value)
            for row in self.rows
        ]
        return Listing(self.title, headers, rows)

    def __repr__(self):
        return self._listing().text()

    def _repr_html_(self):
        return self._listing().html()
