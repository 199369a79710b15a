"""What every Jacobian is: a derivative with two variables and a convention."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from math import prod

import numpy as np

from bpteach.arguments import numbers
from bpteach.display import Axis, Table
from bpteach.jacobian.joints import operand, ordered
from bpteach.layout import COLUMN, ROW, Layout, ShapeError, Variable, shape_words
from bpteach.readonly import frozen

__all__ = ["Jacobian"]


@dataclass(frozen=True, eq=False, repr=False)
class Jacobian(ABC):
    """Derivative of the variable `of` with respect to the variable `wrt`, in a convention.

    The kinds are `Dense`, `Diagonal`, `DiagonalMinusOuter`, `OneHot` and `Outer`; layers make
    them. Jacobians are frozen. ``A @ B`` is the chain rule: in the column convention the factor
    nearest the input stands first, in the row convention the factor nearest the loss.

    Parameters
    ----------
    of, wrt : Variable
        Numerator and denominator of the derivative.
    layout : Layout, optional
        The convention in which the Jacobian is shown, read and multiplied.

    References
    ----------
    Course notes, "Chain rule and linear algebra".

    Examples
    --------
    >>> from bpteach import Dense
    >>> z, a = Variable("z", (2,)), Variable("a", (3,))
    >>> dz_da = Dense(np.arange(6.0).reshape(3, 2), of=z, wrt=a)
    >>> dz_da.shape, dz_da.T.shape
    ((3, 2), (2, 3))
    >>> dz_da.T.layout
    ROW
    """

    of: Variable = field(kw_only=True)
    wrt: Variable = field(kw_only=True)
    layout: Layout = field(default=COLUMN, kw_only=True)

    def __post_init__(self):
        if not isinstance(self.layout, Layout):
            object.__setattr__(self, "layout", Layout(self.layout))

    # --- what a kind says of itself -------------------------------------------------------

    @abstractmethod
    def _column_array(self) -> np.ndarray:
        """All entries, axes of `wrt` then axes of `of`, as a new or a frozen array."""

    @abstractmethod
    def _take(self, *indices) -> tuple[np.ndarray, np.ndarray]:
        """Entries on a grid of indices (column order), and which are zero by structure."""

    @abstractmethod
    def _pull(self, gradient: np.ndarray) -> np.ndarray:
        """Take gradients back: the axes of `of` come first and become those of `wrt`."""

    @abstractmethod
    def _push(self, change: np.ndarray) -> np.ndarray:
        """Take changes forward: the axes of `wrt` come last and become those of `of`."""

    @abstractmethod
    def _then(self, outer: Jacobian) -> Jacobian:
        """Multiply with the next factor, nearer the loss; the shared variable goes."""

    @abstractmethod
    def _stored(self) -> tuple[np.ndarray, ...]:
        """The arrays that are kept."""

    @abstractmethod
    def _count(self) -> int:
        """How many entries can differ from 0."""

    # --- the same for all kinds -----------------------------------------------------------

    @property
    def name(self) -> str:
        """The derivative as the notes write it, for example ``"dz_da"``."""
        return f"d{self.of.name}_d{self.wrt.name}"

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape in the Jacobian's own convention; a scalar keeps its axis of size 1."""
        axes = self.wrt.axes + self.of.axes
        return axes if self.layout is COLUMN else axes[::-1]

    @property
    def array(self) -> np.ndarray:
        """All entries as a read-only array, in the Jacobian's own convention.

        This is the one place where a structured Jacobian, and so dz/dW, is built in full.
        """
        array = frozen(self._column_array())
        return array if self.layout is COLUMN else array.T

    @property
    def gradient(self) -> np.ndarray:
        """The gradient, if `of` is a scalar such as the loss.

        For a matrix the scalar's axis is dropped: dL/dW is (n, m) in column convention and
        (m, n) in strict row form, so an update in row convention needs its transpose. For a
        vector it stays: dL/dz is (n, 1) or (1, n).
        """
        if self.of.size != 1:
            raise ShapeError(
                f"{self.name} is not a gradient\n"
                f"  {operand(self)}\n"
                f"  a gradient is the derivative of one number, and {self.of} holds {self.of.size}"
                "\n  chain it with a gradient of the loss first, or read .array"
            )
        array = frozen(self._column_array()).reshape(self.wrt.shape)
        return array if self.layout is COLUMN else array.T

    @property
    def T(self) -> Jacobian:
        """The same derivative in the other convention: all axes reversed, nothing copied."""
        return replace(self, layout=self.layout.other)

    def to(self, layout: Layout | str) -> Jacobian:
        """Give the same derivative in the convention asked for.

        Parameters
        ----------
        layout : Layout or str
            The convention wanted.

        Returns
        -------
        Jacobian
            Itself, or its ``.T``.
        """
        return self if self.layout is Layout(layout) else self.T

    @property
    def nbytes(self) -> int:
        """Bytes that are stored."""
        return sum(array.nbytes for array in self._stored())

    @property
    def nonzeros(self) -> int:
        """How many entries can differ from 0."""
        return self._count()

    @property
    def dense_nbytes(self) -> int:
        """Bytes that ``.array`` would take."""
        return prod(self.shape) * self.dtype.itemsize

    @property
    def dtype(self) -> np.dtype:
        """Dtype of the entries."""
        return np.result_type(*self._stored())

    def vjp(self, gradient) -> np.ndarray:
        """Multiply by an upstream gradient, in the Jacobian's own convention.

        Parameters
        ----------
        gradient : ndarray, shape (k, 1) in column convention, (1, k) in row convention
            Gradient of the loss with respect to `of`, in its shape; transposed in row
            convention.

        Returns
        -------
        ndarray
            Gradient of the loss with respect to `wrt`: in its shape in column convention,
            transposed in row convention. Nothing of third order is built.

        Raises
        ------
        ShapeError
            If the gradient has another shape.
        """
        gradient = numbers(gradient, f"dL_d{self.of.name}")
        wanted = self.of.shape if self.layout is COLUMN else self.of.shape[::-1]
        if gradient.shape != wanted:
            raise ShapeError(
                f"{self.name}.vjp cannot take this gradient in {self.layout.value} convention\n"
                f"  {operand(self)}\n"
                f"  upstream gradient: {shape_words(gradient.shape)}\n"
                f"  in {self.layout.value} convention dL_d{self.of.name} is "
                f"{shape_words(wanted)}: pass it in that shape"
            )
        gradient = gradient if self.layout is COLUMN else gradient.T
        pulled = self._pull(gradient.reshape(self.of.axes)).reshape(self.wrt.shape)
        return pulled if self.layout is COLUMN else pulled.T

    def jvp(self, change) -> np.ndarray:
        """Push a small change of `wrt` forward to the change of `of`.

        Parameters
        ----------
        change : ndarray, the shape of `wrt`
            A change, not a gradient: it keeps its variable's shape in both conventions.

        Returns
        -------
        ndarray, the shape of `of`
            The change of `of`, to first order.

        Raises
        ------
        ShapeError
            If `change` does not have the shape of `wrt`.
        """
        change = numbers(change, f"the change of {self.wrt.name}")
        if change.shape != self.wrt.shape:
            raise ShapeError(
                f"{self.name}.jvp cannot take this change\n"
                f"  {operand(self)}\n"
                f"  change of {self.wrt.name}: {shape_words(change.shape)}\n"
                f"  pass it in the shape of {self.wrt.name}: {shape_words(self.wrt.shape)}"
            )
        return self._push(change.reshape(self.wrt.axes)).reshape(self.of.shape)

    def __matmul__(self, other):
        if not isinstance(other, Jacobian):
            raise TypeError(self._refusal_of(other))
        inner, outer = ordered(self, other)
        product = inner._then(outer)
        return product if product.layout is self.layout else product.T

    def __rmatmul__(self, other):
        raise TypeError(self._refusal_of(other))

    def _refusal_of(self, other) -> str:
        return (
            f"cannot chain {self.name} with a value of type {type(other).__name__}: only "
            "Jacobians know their variables\n"
            f"  for numbers alone, write {self.name}.vjp(gradient), or use {self.name}.array"
        )

    __array_ufunc__ = None  # ndarray @ Jacobian must come to __rmatmul__

    def __array__(self, dtype=None, copy=None):
        return np.array(self.array, dtype=dtype)

    # --- shown ----------------------------------------------------------------------------

    @property
    def table(self) -> Table:
        """The Jacobian as a labelled table, for display."""
        axes = (*_table_axes(self.wrt), *_table_axes(self.of))
        row = self.layout is ROW
        return Table(
            symbol=self.name,
            layout=self.layout,
            axes=axes[::-1] if row else axes,
            take=self._take_reversed if row else self._take,
            note=self._note(),
        )

    def _take_reversed(self, *indices):
        values, structural = self._take(*indices[::-1])
        return values.T, structural.T

    def _note(self) -> str:
        total = prod(self.shape)
        if self.nonzeros == total:
            return ""
        return f"{self.nonzeros:,} of {total:,} entries can differ from 0"

    def __repr__(self):
        return self.table.text()

    def _repr_html_(self):
        return self.table.html()

    def _repr_latex_(self):
        return self.table.latex()


def _table_axes(variable: Variable) -> tuple[Axis, ...]:
    if not variable.is_matrix:
        return (Axis(variable.name, variable.axes[0]),)
    rows, columns = variable.axes
    return Axis(variable.name, rows, "row"), Axis(variable.name, columns, "column")
