"""The slicer of ∂z/∂W: look into the tensor of a linear layer, and add its slices up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import ClassVar

import numpy as np

from bpteach.layout import Layout
from bpteach.plots.contraction import Contraction, contract_stepwise
from bpteach.plots.words import bounded, lowered, memory, plain
from bpteach.widgets import parts
from bpteach.widgets.frames import at
from bpteach.widgets.panel import Panel, Question
from bpteach.widgets.state import State

__all__ = ["Slicer", "slicer"]

LARGEST = 4  # entries of a and of dL_dz, so that every number can be read
SIZES = ((4, 3), (16, 8), (64, 32), (256, 64), (784, 128))  # m inputs, n outputs
_MORE_A, _MORE_G = (2.0, -1.0, 4.0, 3.0), (10.0, -2.0, 5.0, -4.0)


@cache
def _contraction(a: tuple, dL_dz: tuple) -> Contraction:
    return contract_stepwise(np.array(a)[:, None], np.array(dL_dz)[:, None])


@dataclass(frozen=True)
class Slicer(State):
    """A linear layer's ∂z/∂W, the slice that is looked at, and how many are added up.

    Parameters
    ----------
    a, dL_dz : tuple of float
        The layer's input and the upstream gradient, up to four entries each.
    axis : str
        The axis along which the tensor is sliced: ``i`` and ``j`` of W_ij, ``k`` of z_k.
    i, j, k : int
        The slice looked at along each axis, from 1.
    added : int
        Slices of z in the running sum.
    layout : str
        ``"column"`` or ``"row"``, which reverses the axes.
    size : int
        Which of the larger layers is counted.
    """

    call: ClassVar[str] = "slicer"
    module: ClassVar[str] = "slicer.js"

    a: tuple[float, ...]
    dL_dz: tuple[float, ...]
    axis: str = "k"
    i: int = 1
    j: int = 1
    k: int = 1
    added: int = 0
    layout: str = "column"
    size: int = 0

    def __post_init__(self):
        _ = self.steps  # refuses what it cannot show
        for name, values in self.moves().items():
            if getattr(self, name) not in values:
                raise ValueError(
                    f"{name}={getattr(self, name)!r} makes no sense here\n"
                    f"  there are: {', '.join(map(str, values))}"
                )

    @cached_property
    def steps(self) -> Contraction:
        """The tensor, the running sums, the outer product and the check."""
        return _contraction(self.a, self.dL_dz)

    @property
    def n(self) -> int:
        """Outputs of the layer."""
        return len(self.dL_dz)

    @property
    def m(self) -> int:
        """Inputs of the layer."""
        return len(self.a)

    # What can be changed

    def moves(self) -> dict[str, Sequence]:
        """Name what the page changes alone."""
        n, m = self.n, self.m
        return {
            "axis": ("i", "j", "k"),
            "i": range(1, n + 1),
            "j": range(1, m + 1),
            "k": range(1, n + 1),
            "added": range(n + 1),
            "layout": ("column", "row"),
            "size": range(len(SIZES)),
        }

    def arguments(self) -> dict:
        """Give both vectors as columns."""
        return {"*a": [[v] for v in self.a], "*dL_dz": [[v] for v in self.dL_dz]}

    def on_n(self, value) -> Slicer:
        """Change the number of outputs.

        Parameters
        ----------
        value : int
            From 1 to 4.

        Returns
        -------
        Slicer
            With outputs left out, or more of them.
        """
        return self._resized(dL_dz=_fitted(self.dL_dz, value, _MORE_G))

    def on_m(self, value) -> Slicer:
        """Change the number of inputs.

        Parameters
        ----------
        value : int
            From 1 to 4.

        Returns
        -------
        Slicer
            With inputs left out, or more of them.
        """
        return self._resized(a=_fitted(self.a, value, _MORE_A))

    def on_a(self, entry) -> Slicer:
        """Change an entry of a.

        Parameters
        ----------
        entry : [int, float]
            Place from 0, and number.

        Returns
        -------
        Slicer
            With the number there.
        """
        return replace(self, a=_with(self.a, *entry))

    def on_dL_dz(self, entry) -> Slicer:
        """Change an entry of the upstream gradient.

        Parameters
        ----------
        entry : [int, float]
            Place from 0, and number.

        Returns
        -------
        Slicer
            With the number there.
        """
        return replace(self, dL_dz=_with(self.dL_dz, *entry))

    def _resized(self, **vectors) -> Slicer:
        n, m = (len(vectors.get(name, getattr(self, name))) for name in ("dL_dz", "a"))
        kept = {"i": min(self.i, n), "j": min(self.j, m), "k": min(self.k, n)}
        return replace(self, **vectors, **kept, added=min(self.added, n))

    # What follows

    def slice_of(self, axis: str, place: int) -> tuple[np.ndarray, np.ndarray]:
        """Cut the tensor.

        Parameters
        ----------
        axis : str
            ``i``, ``j`` or ``k``.
        place : int
            From 1.

        Returns
        -------
        tuple of ndarray
            The slice as a matrix, and where its structural zeros stand. The first of the two
            axes left goes down; in the row convention the axes are reversed.
        """
        can_be = np.broadcast_to(np.eye(self.n, dtype=bool)[:, None, :], self.steps.tensor.shape)
        cut = [
            np.take(array, place - 1, "ijk".index(axis)) for array in (self.steps.tensor, ~can_be)
        ]
        return tuple(array if self.layout == "column" else array.T for array in cut)

    def sum_so_far(self) -> np.ndarray:
        """Add up what is added.

        Returns
        -------
        ndarray of float64
            n×m in the column convention, m×n in the row convention.
        """
        return self._laid(self._total())

    def _total(self) -> np.ndarray:
        return self.steps.sums[self.added - 1] if self.added else np.zeros((self.n, self.m))

    def is_equal(self) -> bool:
        """Compare the running sum with the outer product.

        Returns
        -------
        bool
            Whether they hold the same numbers.
        """
        return self.added == self.n and np.array_equal(self.steps.sums[-1], self.steps.outer)

    def _laid(self, array: np.ndarray) -> np.ndarray:
        return array if self.layout == "column" else array.T

    def _names(self) -> tuple[str, str]:
        """Names of the axes of a slice: the one that goes down, the one that goes right."""
        left = [axis for axis in "ijk" if axis != self.axis]
        return tuple(left if self.layout == "column" else reversed(left))

    # Words

    def sentence(self) -> str:
        """Say what the slice is, and where the sum stands."""
        return f"{self._slice_words()} {self._sum_words()}"

    def _slice_words(self) -> str:
        place, column = getattr(self, self.axis), self.layout == "column"
        if self.axis == "k":
            held = f"row {place}, which holds aᵀ" if column else f"column {place}, which holds a"
            return f"Slice k = {place} is ∂z{lowered(place)}/∂W: all zero but for {held}."
        z, a = f"z{lowered(place)}", f"a{lowered(place)}"
        if self.axis == "i":
            held = f"column {place} holds a" if column else f"row {place} holds aᵀ"
            return f"Slice i = {place} says what row {place} of W reaches: only {z}, so {held}."
        weight = plain(self.a[place - 1])
        return (
            f"Slice j = {place} is {a} = {weight} times the identity: "
            f"each output sees {a} once, through its own weight."
        )

    def _sum_words(self) -> str:
        product = "∂L/∂z aᵀ" if self.layout == "column" else "a ∂L/∂z"
        if self.added == self.n:
            return f"All {self.n} slices are added: the sum equals the outer product {product}."
        line = "row" if self.layout == "column" else "column"
        left = self.n - self.added
        waits = f"{line} {self.n} waits" if left == 1 else f"{left} {line}s wait"
        return f"{self.added} of {self.n} slices are added, so {waits}."

    def _share(self) -> str:
        n, m = self.n, self.m
        return f"{n * m} of {n * m * n} numbers can be non-zero: 1 in {n}."

    # Data for the page

    def spec(self) -> dict:
        """Give the two halves: the tensor in slices, and their sum."""
        n, m = self.n, self.m
        return {
            "title": f"∂z/∂W is {n}×{m}×{n}, but each slice holds one line of numbers, "
            "and the slices add up to an outer product",
            "body": [parts.row(self._tensor(), self._contracted())],
            "more": self._layers(),
            "sentence": [
                self.along(
                    "axis", make=lambda s: s.along(s.axis, "layout", make=Slicer._slice_words)
                ),
                " ",
                self.along("added", "layout", make=Slicer._sum_words),
            ],
            "numbers": self.along("layout", make=lambda s: s._tables()),
        }

    def _tensor(self) -> dict:
        layouts = [
            (one.value, f"{one.value} {'↓' if one is Layout.COLUMN else '→'}") for one in Layout
        ]
        axes = [("i", "i, row of W"), ("j", "j, column of W"), ("k", "k, output z")]
        return parts.card(
            "Slice the tensor",
            parts.choice("layout", "convention", value=at("layout"), options=layouts, key="C"),
            parts.choice("axis", "along", value=at("axis"), options=axes, key="X"),
            self.along("axis", "layout", make=lambda s: s.along(s.axis, make=Slicer._stack)),
            self.along("axis", make=lambda s: s._index()),
            parts.text(self._share()),
            parts.text(
                f"○ Central differences of z = W a + b agree {bounded(self.steps.gap)}.",
                role="muted",
            ),
        )

    def _index(self) -> dict:
        last = len(self.moves()[self.axis])
        shown = [at(self.axis), f" of {last}"]
        return parts.slider(
            self.axis,
            f"slice {self.axis}",
            value=at(self.axis),
            low=1,
            high=last,
            shown=shown,
            keys=("ArrowUp", "ArrowDown"),
        )

    def _stack(self) -> dict:
        down, right = self._names()
        return {
            "kind": "stack",
            "name": self.axis,
            "label": f"Slices along {self.axis}",
            "axes": {"down": down, "right": right, "deep": self.axis},
            "chosen": getattr(self, self.axis) - 1,
            "cards": [self._card(place) for place in self.moves()[self.axis]],
        }

    def _card(self, place: int) -> dict:
        values, zero = self.slice_of(self.axis, place)
        there = replace(self, **{self.axis: place})
        return {
            "value": place,
            "name": f"{self.axis} = {place}",
            "words": there._slice_words(),
            "table": parts.heat(values, zero=zero, largest=self._largest_a(), like=self.a),
        }

    def _largest_a(self) -> float:
        return float(np.max(np.abs(self.a)))

    def _contracted(self) -> dict:
        return parts.card(
            "Multiply each slice by its ∂L/∂z, and add",
            parts.grid(
                [
                    self.along("added", "axis", "k", make=Slicer._weights),
                    "→",
                    self.along("added", "layout", make=Slicer._sum),
                ],
                [
                    parts.row(
                        self.along("added", make=lambda s: s._add()),
                        self.along("added", make=lambda s: s._take_back()),
                    )
                ],
                [self.along("added", "layout", make=Slicer._verdict)],
                [None, None, self.along("layout", make=lambda s: s._factor(above=True))],
                [
                    self.along("layout", make=lambda s: s._factor(above=False)),
                    "×",
                    self.along("layout", make=lambda s: s._outer()),
                ],
            ),
        )

    def _add(self) -> dict:
        label = f"Add slice {self.added + 1}" if self.added < self.n else "All are added"
        to = self._with_its_slice(min(self.added + 1, self.n))
        return parts.button("add", label, to=to, off=self.added == self.n, key="S", strong=True)

    def _take_back(self) -> dict:
        to = self._with_its_slice(max(self.added - 1, 0))
        return parts.button("remove", "Take one back", to=to, off=self.added == 0, key="Shift+S")

    @staticmethod
    def _with_its_slice(added: int) -> dict:
        """Where a step leads: the slice that was added last lies on top."""
        return {"added": added, "axis": "k", "k": max(added, 1)}

    def _weights(self) -> dict:
        chosen = [parts.frame((self.k - 1, self.k - 1), (0, 0))] if self.axis == "k" else ()
        signs = ["●" if k < self.added else "○" for k in range(self.n)]
        return parts.heat(
            np.array(self.dL_dz)[:, None],
            caption="∂L/∂z",
            rows=[f"slice {k} {sign}" for k, sign in enumerate(signs, 1)],
            frames=chosen,
            largest=self._largest(),
            like=self._all(),
        )

    def _sum(self) -> dict:
        reached = self._laid(np.arange(self.n)[:, None] + np.zeros(self.m) < self.added)
        lines = [(self.added - 1, self.added - 1), (0, self.m - 1)]
        framed = [parts.frame(*(lines if self.layout == "column" else lines[::-1]), "gradient")]
        return parts.heat(
            self.sum_so_far(),
            caption="sum so far",
            zero=~reached,
            waiting=self.added == 0,
            frames=framed if self.added else (),
            largest=self._largest(),
            like=self._all(),
        )

    def _verdict(self) -> dict:
        if self.is_equal():
            return parts.text("✓ The sum equals the outer product:", role="match", strong=True)
        left = self.n - self.added
        return parts.text(f"… {left} still to add, then compare:", role="aux", strong=True)

    def _factor(self, above: bool) -> dict:
        """One factor of the outer product, above it or at its left."""
        column = self.layout == "column"
        vector, name = (self.a, "a") if above == column else (self.dL_dz, "∂L/∂z")
        values = np.array(vector)[None, :] if above else np.array(vector)[:, None]
        caption = f"{name}ᵀ" if above and column else name
        return parts.heat(values, caption=caption, largest=self._largest(), like=self._all())

    def _outer(self) -> dict:
        outer = self._laid(self.steps.outer)
        return parts.heat(outer, caption="∂L/∂W", largest=self._largest(), like=self._all())

    def _all(self) -> np.ndarray:
        return np.concatenate([self.steps.sums.ravel(), self.a, self.dL_dz])

    def _largest(self) -> float:
        return float(np.max(np.abs(self._all())))

    def _layers(self) -> list:
        names = {x: [f"{x}{lowered(k)}" for k in range(1, LARGEST + 1)] for x in "az"}
        limits = {"low": -100, "high": 100, "step": 1}
        another = parts.fold(
            "Another layer",
            parts.row(
                parts.number("n", "outputs n", value=self.n, low=1, high=LARGEST),
                parts.number("m", "inputs m", value=self.m, low=1, high=LARGEST),
            ),
            parts.numbers("a", "a", values=self.a, names=names["a"][: self.m], **limits),
            parts.numbers(
                "dL_dz",
                "∂L/∂z",
                values=self.dL_dz,
                names=[f"∂L/∂{z}" for z in names["z"][: self.n]],
                **limits,
            ),
            name="another",
        )
        size = parts.slider(
            "size",
            "size",
            value=at("size"),
            low=0,
            high=len(SIZES) - 1,
            shown=self.along("size", make=lambda s: "m = {}, n = {}".format(*SIZES[s.size])),
        )
        words = parts.text(self.along("size", make=Slicer._size_words))
        return [another, parts.fold("A larger layer", size, words, name="larger")]

    def _size_words(self) -> str:
        m, n = SIZES[self.size]
        whole, few = n * m * n, n * m
        return (
            f"∂z/∂W has {whole:,} numbers ({memory(8 * whole)}), of which {few:,} can be non-zero; "
            f"∂L/∂W has {few:,} ({memory(8 * few)}). So nobody builds the tensor."
        )

    def _tables(self) -> list:
        down, right = ("i", "j") if self.layout == "column" else ("j", "i")
        names = [f"{right} = {c}" for c in range(1, (self.m if right == "j" else self.n) + 1)]

        def matrix(caption, array):
            rows = [[f"{down} = {r}", *line] for r, line in enumerate(self._laid(array), 1)]
            return parts.table(caption, ["", *names], rows)

        slices = [
            matrix(f"∂z{lowered(k + 1)}/∂W", self.steps.tensor[:, :, k]) for k in range(self.n)
        ]
        return [
            parts.table("a", ["j", "a"], [[j, v] for j, v in enumerate(self.a, 1)]),
            parts.table("∂L/∂z", ["k", "∂L/∂z"], [[k, v] for k, v in enumerate(self.dL_dz, 1)]),
            *slices,
            self.along("added", make=lambda s: matrix("sum so far", s._total())),
            matrix("outer product", self.steps.outer),
        ]

    def picture(self, theme: str = "light"):
        """Draw the slices and their sum."""
        from bpteach.plots import tensor_slices

        return tensor_slices(self.steps.a, self.steps.dL_dz, added=self.added, theme=theme)


def slicer(
    a,
    dL_dz,
    *,
    axis: str = "k",
    i: int = 1,
    j: int = 1,
    k: int | None = None,
    added: int | None = None,
    layout: Layout | str = "column",
    size: int = 0,
    hide: Sequence[str] = (),
    question: Question | None = None,
) -> Panel:
    """Look into ∂z/∂W of ``z = W a + b``, and add its slices up to an outer product.

    Parameters
    ----------
    a : array_like of float, shape (m, 1)
        The layer's input, a column; m is at most 4.
    dL_dz : array_like of float, shape (n, 1)
        Upstream gradient, a column; n is at most 4.
    axis : str
        The axis along which it is sliced: ``"i"``, ``"j"`` or ``"k"``.
    i, j, k : int
        The slice looked at along each axis, from 1; the second along k if left out.
    added : int, optional
        Slices in the running sum; all but one if left out.
    layout : Layout or str
        The convention.
    size : int
        Which larger layer is counted, from 0.
    hide : sequence of str
        Names of parts to leave out, such as ``("layout", "another", "larger")``.
    question : Question, optional
        What to predict first.

    Returns
    -------
    Panel
        A widget that shows itself at the end of a cell.

    Raises
    ------
    ShapeError
        If `a` or `dL_dz` is not a short column.
    ValueError
        If a number is not finite, or a choice makes no sense.

    Examples
    --------
    >>> panel = slicer([[1.0], [2.0]], [[10.0], [0.0], [-1.0]], added=3)
    >>> panel.state.sentence().partition(". ")[2]
    'All 3 slices are added: the sum equals the outer product ∂L/∂z aᵀ.'
    """
    steps = contract_stepwise(a, dL_dz)
    n = len(steps.dL_dz)
    state = Slicer(
        tuple(map(float, steps.a[:, 0])),
        tuple(map(float, steps.dL_dz[:, 0])),
        axis=axis,
        i=i,
        j=j,
        k=min(2, n) if k is None else k,
        added=n - 1 if added is None else added,
        layout=Layout(layout).value,
        size=size,
    )
    return Panel(state, hide=hide, question=question)


def _fitted(vector: tuple, length, more: tuple) -> tuple:
    if length not in range(1, LARGEST + 1):
        raise ValueError(f"a layer of {length} is not shown here: write 1 to {LARGEST}")
    return (*vector, *more[len(vector) :])[: int(length)]


def _with(vector: tuple, place, value) -> tuple:
    if place not in range(len(vector)):
        raise ValueError(f"there is no entry {place}")
    return (*vector[: int(place)], float(value), *vector[int(place) + 1 :])
