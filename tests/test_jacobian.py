"""Jacobians of every kind, alone and multiplied, held to their dense arrays."""

from dataclasses import FrozenInstanceError
from itertools import product

import numpy as np
import pytest
from subjects import LAYOUTS, assert_same, lying, same_numbers_elsewhere

from bpteach import (
    COLUMN,
    ROW,
    Dense,
    Diagonal,
    DiagonalMinusOuter,
    Jacobian,
    Layout,
    Linear,
    OneHot,
    Outer,
    ShapeError,
    Tanh,
    Variable,
)
from bpteach.jacobian import joint
from bpteach.readonly import frozen

# Vectors, three of one size (z, s, t) for diagonals; matrices whose rows fit them (W, V) and one
# that fits nothing (U); the loss.
X, Y, Z, S, T, L = (
    Variable(name, (k,)) for name, k in zip("xyzstL", (2, 5, 4, 4, 4, 1), strict=True)
)
W, V, U = Variable("W", (4, 3)), Variable("V", (5, 6)), Variable("U", (3, 2))
EVERY = (X, Y, Z, S, T, L, W, V, U)


def numbers_for(*axes):
    return np.random.default_rng(list(axes)).normal(size=axes)


def dense(of, wrt):
    return Dense(numbers_for(*wrt.axes, *of.axes), of=of, wrt=wrt)


def kinds(of, wrt):
    """Every kind of Jacobian that can stand between two variables, by name."""
    yield "Dense", dense(of, wrt)
    if of.axes == wrt.axes and not of.is_matrix:
        yield "Diagonal", Diagonal(numbers_for(*of.axes), of=of, wrt=wrt)
        yield "DiagonalMinusOuter", DiagonalMinusOuter(numbers_for(*of.axes), of=of, wrt=wrt)
    if not wrt.is_matrix:
        return
    n, m = wrt.axes
    if of.axes == (n,):
        yield "OneHot", OneHot(numbers_for(m), of=of, wrt=wrt)
    inner = Variable("inner", (n,))
    yield "Outer of Dense", Outer(numbers_for(m), dense(of, inner), wrt=wrt)
    if of.axes == (n,):
        rest = Diagonal(numbers_for(n), of=of, wrt=inner)
        yield "Outer of Diagonal", Outer(numbers_for(m), rest, wrt=wrt)


ALONE = {
    f"{kind} {jacobian.name}": jacobian
    for of, wrt in product(EVERY, EVERY)
    for kind, jacobian in kinds(of, wrt)
}
MEETING = {
    f"{one} {inner.name} then {other} {outer.name}": (one, inner, other, outer)
    for wrt, shared, of in product(EVERY, EVERY, EVERY)
    if len({wrt, shared, of}) == 3
    for one, inner in kinds(shared, wrt)
    for other, outer in kinds(of, shared)
}
each_kind = pytest.mark.parametrize("jacobian", ALONE.values(), ids=list(ALONE))
each_layout = pytest.mark.parametrize("layout", LAYOUTS, ids=repr)


def multiplied_densely(inner, outer):
    """The chain rule on plain arrays, in column convention: all axes of the shared variable."""
    return np.tensordot(inner.array, outer.array, axes=len(inner.of.axes))


# --- products ----------------------------------------------------------------------------------


def test_a_product_of_any_two_kinds_is_the_product_of_their_arrays_in_both_conventions():
    for what, (_, inner, _, outer) in MEETING.items():
        column, row = inner @ outer, outer.T @ inner.T
        wanted = multiplied_densely(inner, outer)
        np.testing.assert_allclose(column.array, wanted, rtol=1e-12, err_msg=what, strict=True)
        np.testing.assert_allclose(row.array, wanted.T, rtol=1e-12, err_msg=what, strict=True)
        assert (column.layout, row.layout) == (COLUMN, ROW), what
        assert (column.of, column.wrt) == (row.of, row.wrt) == (outer.of, inner.wrt), what


def test_the_transpose_of_a_product_is_the_product_of_the_transposes_in_the_other_order():
    for what, (_, inner, _, outer) in MEETING.items():
        one, other = (inner @ outer).T, outer.T @ inner.T
        np.testing.assert_array_equal(one.array, other.array, err_msg=what, strict=True)
        assert (type(one), one.layout) == (type(other), other.layout), what


SQUARE = ["Diagonal", "DiagonalMinusOuter"]
KINDS = ["Dense", *SQUARE, "OneHot", "Outer of Dense", "Outer of Diagonal"]


def test_the_table_holds_every_pair_of_kinds_that_can_meet():
    # What follows a matrix is never diagonal, and what follows a vector is never dz/dW.
    to_a_vector = [(one, other) for one in KINDS for other in ("Dense", *SQUARE)]
    to_a_matrix = [(one, other) for one in ("Dense", "Outer of Dense") for other in KINDS[3:]]
    assert {(one, other) for one, _, other, _ in MEETING.values()} == {*to_a_vector, *to_a_matrix}


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Diagonal", "Diagonal", Diagonal),
        ("Diagonal", "Dense", Dense),
        ("Diagonal", "DiagonalMinusOuter", Dense),
        ("DiagonalMinusOuter", "Diagonal", Dense),
        ("DiagonalMinusOuter", "DiagonalMinusOuter", Dense),
        ("DiagonalMinusOuter", "Dense", Dense),
        ("Dense", "DiagonalMinusOuter", Dense),
        ("OneHot", "DiagonalMinusOuter", Outer),
        ("Dense", "Diagonal", Dense),
        ("Dense", "Dense", Dense),
        ("Dense", "OneHot", Dense),
        ("Dense", "Outer of Diagonal", Dense),
        ("OneHot", "Dense", Outer),
        ("OneHot", "Diagonal", Outer),
        ("Outer of Dense", "Dense", Outer),
        ("Outer of Dense", "OneHot", Outer),
        ("Outer of Diagonal", "Diagonal", Outer),
    ],
)
def test_a_product_keeps_its_structure(one, other, kind):
    met = [pair for pair in MEETING.values() if (pair[0], pair[2]) == (one, other)]
    found = {type(inner @ outer) for _, inner, _, outer in met if outer.of != L}
    assert found == {kind}


def test_a_chain_of_diagonals_stays_diagonal_inside_an_outer_product():
    ones = np.ones(4)
    a, s = Variable("a", (4,)), Variable("s", (4,))
    steps = Diagonal(ones, of=a, wrt=Z) @ Diagonal(ones, of=s, wrt=a)
    assert type((OneHot(np.ones(3), of=Z, wrt=W) @ steps).rest) is Diagonal


def test_dz_dw_times_a_gradient_is_dense_and_no_larger_than_w():
    dL_dW = OneHot(numbers_for(3), of=Z, wrt=W) @ dense(L, Z)
    assert type(dL_dW) is Dense
    assert dL_dW.nbytes == W.size * 8


def test_dz_dw_times_a_gradient_is_the_outer_product_of_the_notes():
    a, dL_dz = numbers_for(3), numbers_for(4, 1)
    product = OneHot(a, of=Z, wrt=W) @ Dense.of_gradient(dL_dz, of="L", wrt="z")
    assert_same(product.gradient, np.outer(dL_dz, a))
    assert product.array.shape == (4, 3, 1)


@each_layout
@pytest.mark.parametrize("names", [{"outer": ("z", "t")}, {"inner": ("a", "y")}], ids=str)
def test_where_sizes_agree_by_accident_the_names_that_the_error_proposes_make_a_chain(
    layout, names
):
    a, linear = numbers_for(4, 1), Linear(numbers_for(4, 4), numbers_for(4, 1))

    def factors(inner=("a", "z"), outer=("y", "t")):
        pair = linear.jacobian(a, names=inner), Tanh().jacobian(linear(a), names=outer)
        return [one.to(layout) for one in (pair if layout is COLUMN else pair[::-1])]

    left, right = factors()
    with pytest.raises(ShapeError) as caught:
        left @ right
    assert 'names=("z", ...))\n  for the factor nearest the loss' in str(caught.value)
    assert 'names=(..., "y") for the other' in str(caught.value)
    left, right = factors(**names)
    assert (left @ right).name == "dt_da"


def test_the_joint_of_two_factors_is_read_in_each_ones_own_convention():
    dz_dx, ds_dz = dense(Z, X), dense(S, Z)
    assert joint(dz_dx, ds_dz) == (Z, Z)
    assert joint(ds_dz.T, dz_dx.T) == (Z, Z)
    assert joint(ds_dz, dz_dx) == (S, X)
    assert joint(dz_dx, ds_dz.T) == (Z, S)


# --- each kind alone -----------------------------------------------------------------------------


@each_kind
def test_axes_are_those_of_wrt_then_of_of_and_reversed_in_row_convention(jacobian):
    assert jacobian.shape == jacobian.array.shape == jacobian.wrt.axes + jacobian.of.axes
    assert jacobian.T.shape == jacobian.shape[::-1]
    np.testing.assert_array_equal(jacobian.T.array, jacobian.array.T, strict=True)
    np.testing.assert_array_equal(jacobian.T.T.array, jacobian.array, strict=True)


@each_kind
def test_turning_costs_nothing_and_asking_for_its_own_convention_gives_itself(jacobian):
    assert jacobian.to("column") is jacobian
    assert jacobian.to(ROW).layout is ROW
    assert jacobian.to(ROW).nbytes == jacobian.nbytes
    assert all(
        np.shares_memory(one, other)
        for one, other in zip(jacobian._stored(), jacobian.T._stored(), strict=True)
    )


@each_layout
@each_kind
def test_vjp_and_jvp_are_products_with_the_array(jacobian, layout):
    J, k = jacobian.to(layout), len(jacobian.of.axes)
    upstream, change = numbers_for(*J.of.shape), numbers_for(*J.wrt.shape)
    pulled = np.tensordot(jacobian.array, upstream.reshape(J.of.axes), axes=k)
    pushed = np.tensordot(change.reshape(J.wrt.axes), jacobian.array, axes=len(J.wrt.axes))
    assert_same(J.vjp(lying(upstream, layout)), lying(pulled.reshape(J.wrt.shape), layout))
    assert_same(J.jvp(change), pushed.reshape(J.of.shape))


@each_kind
def test_what_is_counted_is_what_is_stored_and_what_can_differ_from_zero(jacobian):
    assert jacobian.nonzeros == np.count_nonzero(jacobian.array)
    assert jacobian.dense_nbytes == jacobian.array.nbytes
    assert jacobian.nbytes == sum(array.nbytes for array in jacobian._stored())
    assert jacobian.dtype == jacobian.array.dtype == np.float64


@pytest.mark.parametrize(
    ("jacobian", "nbytes", "dense_nbytes"),
    [
        (Diagonal(np.ones(4), of=S, wrt=Z), 32, 128),
        (OneHot(np.ones(3), of=Z, wrt=W), 24, 384),
        (Outer(np.ones(3), Diagonal(np.ones(4), of=S, wrt=Z), wrt=W), 56, 384),
        (Outer(np.ones(3), dense(Y, Z), wrt=W), 184, 480),
        (dense(Z, X), 64, 64),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_structure_is_stored_and_not_the_array(jacobian, nbytes, dense_nbytes):
    assert (jacobian.nbytes, jacobian.dense_nbytes) == (nbytes, dense_nbytes)


@each_layout
@each_kind
def test_the_table_shows_the_array_and_its_structural_zeros(jacobian, layout):
    J = jacobian.to(layout)
    values, structural = J.table.take(*map(np.arange, J.shape))
    np.testing.assert_array_equal(values, J.array, strict=True)
    np.testing.assert_array_equal(structural, J.array == 0, strict=True)
    part = [np.arange(size)[::-2] for size in J.shape]
    np.testing.assert_array_equal(J.table.take(*part)[0], J.array[np.ix_(*part)], strict=True)


@each_layout
@each_kind
def test_a_jacobian_shows_itself_in_text_html_and_latex(jacobian, layout):
    J = jacobian.to(layout)
    assert repr(J).startswith(f"{J.name}  {'×'.join(map(str, J.shape))}  {layout.badge}")
    assert J._repr_html_()
    assert J._repr_latex_()


@each_kind
def test_numpy_reads_a_jacobian_as_its_array(jacobian):
    np.testing.assert_array_equal(np.asarray(jacobian.T), jacobian.array.T, strict=True)
    assert np.asarray(jacobian, dtype=np.float32).dtype == np.float32


def test_slice_k_of_dz_dw_holds_the_input_in_row_k_and_nothing_else():
    a = np.array([5.0, 6.0, 7.0])
    array = OneHot(a, of=Z, wrt=W).array
    for k in range(4):
        wanted = np.zeros((4, 3))
        wanted[k] = a
        np.testing.assert_array_equal(array[:, :, k], wanted, strict=True)


def test_the_entries_of_a_dense_jacobian_are_given_in_column_order_whatever_the_convention():
    values = numbers_for(2, 4)
    row = Dense(values, of=Z, wrt=X, layout="numerator")
    assert row.layout is ROW
    np.testing.assert_array_equal(row.array, values.T, strict=True)


# --- gradients -----------------------------------------------------------------------------------


def test_a_gradient_drops_the_scalars_axis_for_matrices_only():
    dL_dz, dL_dW = dense(L, Z), dense(L, W)
    assert (dL_dz.shape, dL_dz.gradient.shape, dL_dz.T.gradient.shape) == ((4, 1), (4, 1), (1, 4))
    assert (dL_dW.shape, dL_dW.gradient.shape) == ((4, 3, 1), (4, 3))
    assert (dL_dW.T.shape, dL_dW.T.gradient.shape) == ((1, 3, 4), (3, 4))
    np.testing.assert_array_equal(dL_dW.gradient, dL_dW.array[:, :, 0], strict=True)
    np.testing.assert_array_equal(dL_dW.T.gradient, dL_dW.gradient.T, strict=True)


@each_layout
@pytest.mark.parametrize("wrt", [Z, W, L], ids=str)
def test_a_gradient_made_into_a_jacobian_is_the_same_gradient(wrt, layout):
    gradient = lying(numbers_for(*wrt.shape), layout)
    made = Dense.of_gradient(gradient, of="loss", wrt=wrt.name, layout=layout)
    assert (made.of, made.wrt, made.layout) == (Variable("loss", (1,)), wrt, layout)
    assert made.shape == ((*wrt.axes, 1) if layout is COLUMN else (1, *wrt.axes[::-1]))
    np.testing.assert_array_equal(made.gradient, gradient, strict=True)


@each_kind
def test_only_the_derivative_of_one_number_is_a_gradient(jacobian):
    if jacobian.of == L:
        assert jacobian.gradient.size == jacobian.wrt.size
    else:
        with pytest.raises(ValueError, match="is not a gradient"):
            jacobian.gradient  # noqa: B018


# --- frozen ---------------------------------------------------------------------------------------


@each_kind
def test_a_jacobian_cannot_be_changed(jacobian):
    with pytest.raises(FrozenInstanceError):
        jacobian.layout = ROW
    arrays = (jacobian.array, jacobian.T.array, *jacobian._stored())
    assert not any(array.flags.writeable for array in arrays)


def test_what_a_product_gives_cannot_be_changed_either():
    for what, (_, inner, _, outer) in MEETING.items():
        found = inner @ outer
        assert not any(array.flags.writeable for array in (found.array, *found._stored())), what


MAKERS = {
    "Dense": lambda v: Dense(v, of=Z, wrt=X),
    "Dense of a gradient": lambda v: Dense.of_gradient(v, of="L", wrt="W"),
    "Diagonal": lambda v: Diagonal(v[0], of=S, wrt=Z),
    "OneHot": lambda v: OneHot(v[:, 0], of=Variable("q", (3,)), wrt=Variable("Q", (3, 2))),
    "Outer": lambda v: Outer(v[:, 0], dense(S, Z), wrt=Variable("Q", (4, 2))),
}


@pytest.mark.parametrize("maker", MAKERS)
def test_a_jacobian_keeps_no_alias_to_the_callers_array(maker):
    given = numbers_for(2, 4)
    jacobian = MAKERS[maker](given)
    before = jacobian.array.copy()
    given[:] = 99
    np.testing.assert_array_equal(jacobian.array, before)


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("lying", same_numbers_elsewhere(np.zeros((1, 1))))
def test_it_does_not_matter_how_the_numbers_lie_in_memory(maker, lying):
    given = numbers_for(2, 4)
    other = MAKERS[maker](np.asarray(same_numbers_elsewhere(given)[lying]))
    np.testing.assert_array_equal(other.array, MAKERS[maker](given).array)


@pytest.mark.parametrize("dtype", [np.bool_, np.int8, np.uint8, np.int64])
def test_integers_and_booleans_become_float64_so_that_no_product_overflows(dtype):
    ones = np.array([[100, 100], [1, 0]]).astype(dtype)
    dz_dy = Dense(ones, of=Variable("z", (2,)), wrt=Variable("y", (2,)))
    dL_dz = Dense.of_gradient(ones[:, [0]], of="L", wrt="z")
    wanted = ones.astype(float) @ ones[:, [0]].astype(float)
    np.testing.assert_array_equal((dz_dy @ dL_dz).gradient, wanted, strict=True)
    np.testing.assert_array_equal(dz_dy.vjp(ones[:, [0]]), wanted, strict=True)
    np.testing.assert_array_equal(
        dz_dy.jvp(ones[:, [0]]), ones.T.astype(float) @ ones[:, [0]].astype(float), strict=True
    )


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.longdouble, np.complex128])
def test_floats_keep_their_dtype_through_every_product(dtype):
    def cast(jacobian):
        if isinstance(jacobian, Outer):
            return Outer(jacobian.a.astype(dtype), cast(jacobian.rest), wrt=jacobian.wrt)
        (stored,) = jacobian._stored()
        return type(jacobian)(stored.astype(dtype), of=jacobian.of, wrt=jacobian.wrt)

    for what, (_, inner, _, outer) in MEETING.items():
        found = cast(inner) @ cast(outer)
        assert found.dtype == found.array.dtype == dtype, what


def test_an_array_that_nobody_can_write_to_is_kept_and_any_other_is_copied():
    class Sub(np.ndarray):
        pass

    owned = frozen(numbers_for(4))
    assert frozen(owned) is owned
    assert np.shares_memory(frozen(owned.reshape(2, 2).T), owned)
    writable = np.ndarray.__new__(Sub, (2, 3))
    seen = writable[:]
    seen.flags.writeable = False
    borrowed = np.frombuffer(bytearray(16), dtype=float)
    borrowed.flags.writeable = False
    for given in (numbers_for(4), seen, np.asarray(seen), borrowed):
        kept = frozen(given)
        assert not np.shares_memory(kept, given)
        assert not kept.flags.writeable


def test_the_kinds_are_all_that_there_are():
    assert set(Jacobian.__subclasses__()) == {*(Dense, Diagonal, DiagonalMinusOuter, OneHot, Outer)}
    with pytest.raises(TypeError, match="abstract"):
        Jacobian(of=Z, wrt=X)


def test_a_convention_may_be_given_as_a_word():
    for word in ("row", "numerator", ROW):
        assert Diagonal(np.ones(4), of=S, wrt=Z, layout=word).layout is Layout.ROW
