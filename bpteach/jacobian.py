"""Jacobians that know their variables, their convention and their structure.

One rule serves both conventions. Every kind stores its numbers once, in the column
convention's order (axes of `wrt`, then axes of `of`); the row convention is the same numbers
with all axes reversed, so ``J.T`` costs nothing. A product contracts the axes of the variable
that two factors share, and keeps their structure, which is why the chain rule is cheap.

Index letters, used in every formula below: `p` runs over `wrt` (for a matrix W: `i` its rows,
`j` its columns), `q` over the shared variable, `k` over `of`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from math import prod

import numpy as np

from bpteach.arguments import numbers
from bpteach.display import Axis, Table
from bpteach.layout import COLUMN, ROW, Layout, LayoutError, ShapeError, Variable, shape_words

__all__ = ["Dense", "Diagonal", "Jacobian", "OneHot", "Outer", "frozen", "joint"]


def frozen(array) -> np.ndarray:
    """Give an array that nobody can change: itself if it is already so, else a copy.

    Parameters
    ----------
    array : ndarray
        Any array.

    Returns
    -------
    ndarray
        Read-only, sharing no memory that somebody can still write to.

    Examples
    --------
    >>> kept = frozen(np.zeros(2))
    >>> kept.flags.writeable, frozen(kept) is kept
    (False, True)
    """
    owner = array
    while isinstance(owner, np.ndarray) and not owner.flags.writeable:
        owner = owner.base
    if owner is not None:  # somebody can write to it, or it is no array and may change
        array = array.copy()
        array.flags.writeable = False
    return array


def _sealed(fresh: np.ndarray) -> np.ndarray:
    """Close an array that was just made here; no copy is needed."""
    fresh.flags.writeable = False
    return fresh


@dataclass(frozen=True, eq=False, repr=False)
class Jacobian(ABC):
    """Derivative of the variable `of` with respect to the variable `wrt`, in a convention.

    The kinds are `Dense`, `Diagonal`, `OneHot` and `Outer`; layers make them. Jacobians are
    frozen. ``A @ B`` is the chain rule: in the column convention the factor nearest the input
    stands first, in the row convention the factor nearest the loss.

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
        """Take a gradient of `of`, shape (k, 1), to one in the shape of `wrt`."""

    @abstractmethod
    def _push(self, change: np.ndarray) -> np.ndarray:
        """Take a change of `wrt`, in its shape, to the change of `of`, in its shape."""

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
                f"  {_operand(self.name, self)}\n"
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
                f"  {_operand(self.name, self)}\n"
                f"  upstream gradient: {shape_words(gradient.shape)}\n"
                f"  in {self.layout.value} convention dL_d{self.of.name} is "
                f"{shape_words(wanted)}: pass it in that shape"
            )
        pulled = self._pull(gradient if self.layout is COLUMN else gradient.T)
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
                f"  {_operand(self.name, self)}\n"
                f"  change of {self.wrt.name}: {shape_words(change.shape)}\n"
                f"  pass it in the shape of {self.wrt.name}: {shape_words(self.wrt.shape)}"
            )
        return self._push(change)

    def __matmul__(self, other):
        if not isinstance(other, Jacobian):
            raise TypeError(self._refusal_of(other))
        inner, outer = _ordered(self, other)
        return replace(_product(inner, outer), layout=self.layout)

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
        return f"{type(self).__name__}: {self.nonzeros:,} of {total:,} entries can differ from 0"

    def __repr__(self):
        return self.table.text()

    def _repr_html_(self):
        return self.table.html()

    def _repr_latex_(self):
        return self.table.latex()


@dataclass(frozen=True, eq=False, repr=False)
class Dense(Jacobian):
    """A Jacobian of which any entry may differ from 0.

    Parameters
    ----------
    values : ndarray, shape: axes of `wrt`, then axes of `of`
        All entries, in the column convention's order whatever `layout` is.
    of, wrt, layout
        See `Jacobian`.

    Raises
    ------
    ShapeError
        If the shape of `values` is not that of the variables.

    Examples
    --------
    >>> dL_dz = Dense.of_gradient(np.array([[10.0], [-1.0]]), of="L", wrt="z")
    >>> dL_dz.T.array
    array([[10., -1.]])
    """

    values: np.ndarray

    def __post_init__(self):
        super().__post_init__()
        values = numbers(self.values, self.name)
        axes = self.wrt.axes + self.of.axes
        if values.shape != axes:
            raise ShapeError(
                f"the entries of {self.name} do not fit its variables\n"
                f"  entries: {shape_words(values.shape)}\n"
                f"  {self.of} with respect to {self.wrt} needs {shape_words(axes)}: "
                f"axes of {self.wrt.name} first, then of {self.of.name}\n"
                "  pass them in column convention, and write .T on the result for the row one"
            )
        object.__setattr__(self, "values", frozen(values))

    @classmethod
    def of_gradient(cls, gradient, *, of: str, wrt: str, layout: Layout | str = COLUMN) -> Dense:
        """Make a Jacobian of a gradient, so that it can end a chain.

        Parameters
        ----------
        gradient : ndarray
            In the shape of its variable, (n, 1) or (n, m), in column convention; transposed
            in row convention.
        of : str
            Name of the loss.
        wrt : str
            Name of the variable.
        layout : Layout or str, optional
            The convention of `gradient` and of the result.

        Returns
        -------
        Dense
            With the scalar's axis: n×1, or n×m×1.

        Raises
        ------
        ShapeError
            If `gradient` is 1-D. One that lies across is read as a matrix: a chain refuses it.
        """
        layout, gradient = Layout(layout), numbers(gradient, f"d{of}_d{wrt}")
        if gradient.ndim != 2:
            raise ShapeError(
                f"d{of}_d{wrt} must be a column, a row or a matrix\n"
                f"  d{of}_d{wrt}: {shape_words(gradient.shape)}\n"
                "  write gradient.reshape(-1, 1) for a column, gradient.reshape(1, -1) for a row"
            )
        column = gradient if layout is COLUMN else gradient.T
        variable = Variable.like(wrt, column.shape)
        values = column.reshape((*variable.axes, 1))
        return cls(values, of=Variable(of, (1,)), wrt=variable, layout=layout)

    def _column_array(self):
        return self.values

    def _take(self, *indices):
        values = self.values[np.ix_(*indices)]
        return values, np.zeros(values.shape, dtype=bool)

    def _pull(self, gradient):
        pulled = np.tensordot(self.values, gradient.reshape(self.of.axes), axes=len(self.of.axes))
        return pulled.reshape(self.wrt.shape)

    def _push(self, change):
        pushed = np.tensordot(change.reshape(self.wrt.axes), self.values, axes=len(self.wrt.axes))
        return pushed.reshape(self.of.shape)

    def _stored(self):
        return (self.values,)

    def _count(self):
        return self.values.size


@dataclass(frozen=True, eq=False, repr=False)
class Diagonal(Jacobian):
    """A square Jacobian that is 0 off its diagonal: every elementwise function has one.

    Parameters
    ----------
    values : ndarray, shape (n,)
        The diagonal.
    of, wrt, layout
        See `Jacobian`; both variables are vectors of n entries.

    References
    ----------
    Course notes, "Sigmoid" and "ReLU".

    Examples
    --------
    >>> ds_dz = Diagonal(np.array([0.25, 0.1]), of=Variable("s", (2,)), wrt=Variable("z", (2,)))
    >>> ds_dz.array
    array([[0.25, 0.  ],
           [0.  , 0.1 ]])
    """

    values: np.ndarray

    def __post_init__(self):
        super().__post_init__()
        values = numbers(self.values, self.name)
        if values.ndim != 1 or not values.shape == self.of.axes == self.wrt.axes:
            raise ShapeError(
                f"the diagonal of {self.name} does not fit its variables\n"
                f"  diagonal: {shape_words(values.shape)}\n"
                f"  {self.of} with respect to {self.wrt} needs two vectors of one size\n"
                "  and one number for each entry"
            )
        object.__setattr__(self, "values", frozen(values))

    def _column_array(self):
        return _sealed(np.diag(self.values))

    def _take(self, p, k):
        off_diagonal = p[:, None] != k[None, :]
        return np.where(off_diagonal, 0, self.values[p][:, None]), off_diagonal

    def _pull(self, gradient):
        return self.values[:, None] * gradient

    _push = _pull

    def _stored(self):
        return (self.values,)

    def _count(self):
        return self.values.size


@dataclass(frozen=True, eq=False, repr=False)
class OneHot(Jacobian):
    """dz/dW of ``z = W a + b``: third order, n×m×n, and stored as the column a alone.

    Entry (i, j, k) is ``dz_k/dW_ij``: a_j where i = k, and 0 by structure elsewhere, so that
    slice k holds aᵀ in row k and nothing else.

    Parameters
    ----------
    a : ndarray, shape (m,)
        The layer's input.
    of, wrt, layout
        See `Jacobian`: a vector z of n entries and a matrix W of n rows and m columns.

    References
    ----------
    Course notes, "Linear layer": ``dz_i/dW_i = a``.

    Examples
    --------
    >>> z, W = Variable("z", (2,)), Variable("W", (2, 3))
    >>> dz_dW = OneHot(np.array([5.0, 6.0, 7.0]), of=z, wrt=W)
    >>> dz_dW.shape, dz_dW.nbytes, dz_dW.dense_nbytes
    ((2, 3, 2), 24, 96)
    >>> dL_dz = Dense.of_gradient(np.array([[10.0], [-1.0]]), of="L", wrt="z")
    >>> (dz_dW @ dL_dz).gradient
    array([[50., 60., 70.],
           [-5., -6., -7.]])
    """

    a: np.ndarray

    def __post_init__(self):
        super().__post_init__()
        object.__setattr__(self, "a", _input_of_layer(self, self.of))

    def _column_array(self):
        full = np.zeros(self.wrt.axes + self.of.axes, dtype=self.dtype)
        i = np.arange(self.of.size)
        full[i, :, i] = self.a
        return _sealed(full)

    def _take(self, i, j, k):
        elsewhere = np.broadcast_to(i[:, None, None] != k[None, None, :], (len(i), len(j), len(k)))
        return np.where(elsewhere, 0, self.a[j][None, :, None]), elsewhere

    def _pull(self, gradient):
        return gradient * self.a

    def _push(self, change):
        return (change @ self.a)[:, None]

    def _stored(self):
        return (self.a,)

    def _count(self):
        return self.wrt.size


@dataclass(frozen=True, eq=False, repr=False)
class Outer(Jacobian):
    """dz/dW chained further: entry (i, j, k) is ``a_j`` times entry (i, k) of the `rest`.

    ``dz/dW @ rest`` for any Jacobian `rest` of z. It is stored as its two factors.

    Parameters
    ----------
    a : ndarray, shape (m,)
        The input of the layer that W belongs to.
    rest : Jacobian
        What follows: the derivative of `of` with respect to that layer's output.
    wrt : Variable
        The matrix W.
    layout
        See `Jacobian`.

    Examples
    --------
    >>> s, z, W = Variable("s", (2,)), Variable("z", (2,)), Variable("W", (2, 3))
    >>> dz_dW = OneHot(np.array([5.0, 6.0, 7.0]), of=z, wrt=W)
    >>> ds_dW = dz_dW @ Diagonal(np.array([0.25, 0.1]), of=s, wrt=z)
    >>> ds_dW.shape, ds_dW.nbytes
    ((2, 3, 2), 40)
    """

    a: np.ndarray
    rest: Jacobian
    of: Variable = field(init=False)

    def __post_init__(self):
        super().__post_init__()
        object.__setattr__(self, "rest", self.rest.to(COLUMN))
        object.__setattr__(self, "of", self.rest.of)
        object.__setattr__(self, "a", _input_of_layer(self, self.rest.wrt))

    def _column_array(self):
        rest = self.rest._column_array()
        full = np.expand_dims(rest, 1) * self.a.reshape(-1, *[1] * len(self.of.axes))
        return _sealed(full)

    def _take(self, i, j, *k):
        rest, structural = self.rest._take(i, *k)
        a = self.a[j].reshape(-1, *[1] * len(k))
        values = np.expand_dims(rest, 1) * a
        return values, np.broadcast_to(np.expand_dims(structural, 1), values.shape)

    def _pull(self, gradient):
        return self.rest._pull(gradient) * self.a

    def _push(self, change):
        return self.rest._push((change @ self.a)[:, None])

    def _stored(self):
        return (self.a, *self.rest._stored())

    def _count(self):
        return self.a.size * self.rest.nonzeros


def _input_of_layer(jacobian, z: Variable) -> np.ndarray:
    """Read the input a of the layer ``z = W a + b`` that a Jacobian with respect to W stores."""
    W, a = jacobian.wrt, numbers(jacobian.a, f"the input of {jacobian.name}")
    if a.ndim != 1 or z.axes + a.shape != W.axes:
        raise ShapeError(
            f"the input of {jacobian.name} does not fit its variables\n"
            f"  input: {shape_words(a.shape)}\n"
            f"  {z} with respect to {W} needs one row of {W.name} for each entry of {z.name},\n"
            f"  and a 1-D input with one number for each column of {W.name}"
        )
    return frozen(a)


# --- the chain rule -----------------------------------------------------------------------


def _product(inner: Jacobian, outer: Jacobian) -> Jacobian:
    """Contract the shared variable: `inner` is nearer the input, `outer` nearer the loss."""
    ends = {"of": outer.of, "wrt": inner.wrt}
    match inner, outer:
        case Diagonal(), Diagonal():
            return Diagonal(_sealed(inner.values * outer.values), **ends)
        case Diagonal(), Dense():
            scale = inner.values.reshape(-1, *[1] * len(outer.of.axes))
            return Dense(_sealed(scale * outer.values), **ends)
        case Dense(), Diagonal():
            return Dense(_sealed(inner.values * outer.values), **ends)
        case Dense(), Dense():
            values = np.tensordot(inner.values, outer.values, axes=len(outer.wrt.axes))
            return Dense(_sealed(values), **ends)
        case OneHot(), _:
            return _outer(inner.a, outer, inner.wrt)
        case Outer(), _:
            return _outer(inner.a, _product(inner.rest, outer), inner.wrt)
        case Dense(), OneHot():  # the shared variable is W itself: both its axes go
            return Dense(_sealed(inner.values @ outer.a), **ends)
        case Dense(), Outer():
            through_z = Dense(_sealed(inner.values @ outer.a), of=outer.rest.wrt, wrt=inner.wrt)
            return _product(through_z, outer.rest)
    raise TypeError(f"no product of {type(inner).__name__} and {type(outer).__name__}")


def _outer(a, rest, wrt) -> Jacobian:
    """``a_j rest_ik``; a gradient makes it the outer product dL/dz aᵀ, no larger than W."""
    product = Outer(a, rest, wrt=wrt)
    if rest.of.size == 1:
        return Dense(product._column_array(), of=rest.of, wrt=wrt)
    return product


def _ordered(left: Jacobian, right: Jacobian) -> tuple[Jacobian, Jacobian]:
    """Sort two factors into (nearer the input, nearer the loss), or say why they do not join."""
    if left.layout is not right.layout:
        raise LayoutError(_mixed_words(left, right))
    inner, outer = (left, right) if left.layout is COLUMN else (right, left)
    if inner.of != outer.wrt:
        raise ShapeError(_joint_words(left, right))
    return inner, outer


def joint(left: Jacobian, right: Jacobian) -> tuple[Variable, Variable]:
    """Name the two variables that meet between two neighbours in a chain.

    Parameters
    ----------
    left, right : Jacobian
        Two factors as they are written, from left to right.

    Returns
    -------
    tuple of Variable
        What the right side of `left` and the left side of `right` stand for, each factor
        read in its own convention. They join if they are the same variable.

    Examples
    --------
    >>> z, a, s = Variable("z", (2,)), Variable("a", (3,)), Variable("s", (2,))
    >>> dz_da = Dense(np.zeros((3, 2)), of=z, wrt=a)
    >>> ds_dz = Diagonal(np.ones(2), of=s, wrt=z)
    >>> [str(side) for side in joint(dz_da, ds_dz)]
    ['z[2]', 'z[2]']
    """
    return (
        left.of if left.layout is COLUMN else left.wrt,
        right.wrt if right.layout is COLUMN else right.of,
    )


def _mixed_words(left, right):
    first, second = (left, right) if left.layout is COLUMN else (right, left)
    written = [left.name, right.name]
    if first.of != second.wrt and second.of == first.wrt:
        written.reverse()
    other = right.name
    line = " @ ".join(f"{n}.to({left.layout!r})" if n == other else n for n in written)
    return (
        f"cannot chain {left.name} @ {right.name}: they stand in two conventions\n"
        f"  {_operand(left.name, left)}\n"
        f"  {_operand(right.name, right)}\n"
        "  a product needs one convention for all its factors\n"
        f"  convert one of them: write {line}"
    )


def _joint_words(left, right):
    meets = joint(left, right)
    lines = [
        f"cannot chain {left.name} @ {right.name} in {left.layout.value} convention",
        f"  {_operand(left.name, left)}",
        f"  {_operand(right.name, right)}",
        f"  the joint needs one variable, but meets {meets[0]} and {meets[1]}",
        *_joint_advice(left, right, *meets),
    ]
    return "\n".join(lines)


def _joint_advice(left, right, here, there):
    if here.axes == there.axes:
        yield "  the sizes agree by accident: numpy would multiply, and the result means nothing"
    if len(set(joint(right, left))) == 1:
        nearest = "the input" if left.layout is COLUMN else "the loss"
        yield (
            f"  in {left.layout.value} convention the factor nearest {nearest} comes first: "
            f"write {right.name} @ {left.name}"
        )
    elif here.name == there.name and here.size == there.size:
        across, vector = (here, there) if here.is_matrix else (there, here)
        wanted = vector.shape if left.layout is COLUMN else vector.shape[::-1]
        yield (
            f"  {across} was read as a matrix, since the gradient lies across\n"
            f"  in {left.layout.value} convention it is {shape_words(wanted)}: transpose it, "
            "or pass layout= to of_gradient"
        )
    elif here.name == there.name:
        yield (
            f"  both are called {here.name}, but have other sizes: they come from two layers\n"
            '  name them apart: write jacobian(..., names=("a1", "z1"))'
        )
    elif here.axes == there.axes:
        yield (
            f"  if {here.name} and {there.name} are one quantity, give it one name: write\n"
            f'  jacobian(..., names=("{there.name}", ...)) or names=(..., "{here.name}")'
        )
    else:
        yield (
            f"  a factor is missing between {here.name} and {there.name}, or one of the two "
            "belongs elsewhere"
        )


def _operand(name, jacobian) -> str:
    sides = [str(jacobian.wrt), str(jacobian.of)]
    if jacobian.layout is ROW:
        sides.reverse()
    return f"{name}: {type(jacobian).__name__}, {jacobian.layout.value}, {' x '.join(sides)}"


def _table_axes(variable: Variable) -> tuple[Axis, ...]:
    if not variable.is_matrix:
        return (Axis(variable.name, variable.axes[0]),)
    rows, columns = variable.axes
    return Axis(variable.name, rows, "row"), Axis(variable.name, columns, "column")
