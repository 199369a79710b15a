"""Every derivative three times: as a pullback, as a Jacobian, and by differences."""

import numpy as np
import pytest
from subjects import (
    LAYOUTS,
    SUBJECTS,
    VARIABLE_IDS,
    VARIABLES,
    as_function_of,
    assert_near_slopes,
    assert_same,
    axes_of,
    gradient_in,
    law,
    lying,
    slopes,
    value_of,
)

from bpteach import COLUMN, ROW, Dense
from bpteach.losses import Loss

each_variable = pytest.mark.parametrize(("subject", "letter"), VARIABLES, ids=VARIABLE_IDS)
each_subject = pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
each_layout = pytest.mark.parametrize("layout", LAYOUTS, ids=repr)


@each_layout
@each_variable
@law
def test_the_jacobian_is_what_differences_find(subject, letter, layout, sizes, seed):
    n, m, _ = sizes
    layer, x = subject.draw(np.random.default_rng(seed), n, m)
    value = value_of(layer, x, letter)
    found = slopes(as_function_of(layer, x, letter), value)
    column = found.reshape(axes_of(letter, value) + layer(x).shape[:1])
    jacobian = layer.jacobian(x, wrt=letter, layout=layout)
    assert_near_slopes(jacobian.array, column if layout is COLUMN else column.T)
    assert jacobian.shape == jacobian.array.shape


@each_variable
@law
def test_the_pullback_of_a_batch_is_what_differences_find(subject, letter, sizes, seed):
    n, m, N = sizes
    rng = np.random.default_rng(seed)
    layer, x = subject.draw(rng, n, m, N)
    output, pullback = layer.vjp(x)
    upstream = rng.normal(size=output.shape)
    function = as_function_of(layer, x, letter)
    found = slopes(lambda value: np.sum(upstream * function(value)), value_of(layer, x, letter))
    assert_near_slopes(gradient_in(pullback(upstream), layer, letter), found)


@each_layout
@each_variable
@law
def test_the_pullback_of_one_example_is_what_differences_find(subject, letter, layout, sizes, seed):
    n, m, _ = sizes
    rng = np.random.default_rng(seed)
    layer, x = subject.draw(rng, n, m)
    output, pullback = layer.vjp(x)
    upstream = rng.normal(size=output.shape)
    function = as_function_of(layer, x, letter)
    found = slopes(lambda value: np.sum(upstream * function(value)), value_of(layer, x, letter))
    gradients = pullback(lying(upstream, layout), layout=layout)
    assert_near_slopes(gradient_in(gradients, layer, letter), lying(found, layout))


@each_layout
@each_variable
@law
def test_the_pullback_is_the_jacobian_times_the_upstream_gradient(
    subject, letter, layout, sizes, seed
):
    n, m, _ = sizes
    rng = np.random.default_rng(seed)
    layer, x = subject.draw(rng, n, m)
    output, pullback = layer.vjp(x)
    upstream = rng.normal(size=output.shape)
    by_pullback = gradient_in(pullback(lying(upstream, layout), layout=layout), layer, letter)
    jacobian = layer.jacobian(x, wrt=letter, layout=layout)
    assert_same(jacobian.vjp(lying(upstream, layout)), by_pullback)
    dense = np.tensordot(jacobian.to(COLUMN).array, upstream[:, 0], axes=1)
    assert_same(dense.reshape(lying(by_pullback, layout).shape), lying(by_pullback, layout))


@each_layout
@each_variable
@law
def test_pushing_a_change_forward_is_what_a_difference_along_it_finds(
    subject, letter, layout, sizes, seed
):
    n, m, _ = sizes
    rng = np.random.default_rng(seed)
    layer, x = subject.draw(rng, n, m)
    value, function = value_of(layer, x, letter), as_function_of(layer, x, letter)
    change = rng.normal(size=value.shape)
    found = (function(value + 1e-6 * change) - function(value - 1e-6 * change)) / 2e-6
    jacobian = layer.jacobian(x, wrt=letter, layout=layout)
    assert_same(jacobian.jvp(change), found, rtol=1e-6, atol=1e-7)


@each_layout
@each_variable
@law
def test_pulling_back_is_the_adjoint_of_pushing_forward(subject, letter, layout, sizes, seed):
    n, m, _ = sizes
    rng = np.random.default_rng(seed)
    layer, x = subject.draw(rng, n, m)
    jacobian = layer.jacobian(x, wrt=letter, layout=layout)
    change = rng.normal(size=value_of(layer, x, letter).shape)
    upstream = rng.normal(size=layer(x).shape)
    pushed = np.sum(upstream * jacobian.jvp(change))
    pulled = np.sum(lying(jacobian.vjp(lying(upstream, layout)), layout) * change)
    np.testing.assert_allclose(pushed, pulled, rtol=1e-10, atol=1e-12)


@each_subject
@law
def test_a_complex_step_along_any_change_finds_the_same_slope(subject, sizes, seed):
    n, m, _ = sizes
    rng = np.random.default_rng(seed)
    layer, x = subject.draw(rng, n, m)
    change = rng.normal(size=x.shape)
    found = layer(x + 1e-30j * change).imag / 1e-30
    assert_same(layer.jacobian(x).jvp(change), found)


@each_subject
@law
def test_a_batch_is_the_sum_of_its_columns(subject, sizes, seed):
    n, m, N = sizes
    rng = np.random.default_rng(seed)
    layer, x = subject.draw(rng, n, m, N)
    output, pullback = layer.vjp(x)
    upstream = rng.normal(size=output.shape)
    whole, parts = pullback(upstream), []
    for k in range(N):
        one = one_example(layer, k)
        of_one, back = one.vjp(x[:, [k]])
        assert_same(of_one, one(x[:, [k]]))
        parts.append(back(upstream if upstream.shape == (1, 1) else upstream[:, [k]]))
    assert_same(whole.input, np.hstack([part.input for part in parts]))
    for letter in layer.parameters:
        assert_same(getattr(whole, letter), sum(getattr(part, letter) for part in parts))


def one_example(layer, k):
    """The layer as it meets example k: a loss meets its own target alone."""
    return type(layer)(layer.target[:, [k]]) if isinstance(layer, Loss) else layer


@each_subject
@law
def test_both_ways_forward_give_the_same_output(subject, sizes, seed):
    n, m, N = sizes
    layer, x = subject.draw(np.random.default_rng(seed), n, m, N)
    assert_same(layer.vjp(x)[0], layer(x), rtol=0, atol=0)


@each_subject
@law
def test_row_form_is_the_transpose_of_column_form(subject, sizes, seed):
    n, m, _ = sizes
    rng = np.random.default_rng(seed)
    layer, x = subject.draw(rng, n, m)
    output, pullback = layer.vjp(x)
    upstream = rng.normal(size=output.shape)
    columns, rows = pullback(upstream), pullback(upstream.T, layout=ROW)
    assert type(columns) is type(rows)
    for column, row in zip(columns, rows, strict=True):
        assert_same(row, column.T, rtol=0, atol=0)


@each_variable
@law
def test_the_transpose_of_a_jacobian_is_the_other_convention(subject, letter, sizes, seed):
    n, m, _ = sizes
    layer, x = subject.draw(np.random.default_rng(seed), n, m)
    column = layer.jacobian(x, wrt=letter)
    row = layer.jacobian(x, wrt=letter, layout="row")
    assert (column.layout, column.T.layout, column.T.T.layout) == (COLUMN, ROW, COLUMN)
    assert_same(row.array, column.array.T, rtol=0, atol=0)
    assert_same(column.T.array, column.array.T, rtol=0, atol=0)
    assert_same(column.T.T.array, column.array, rtol=0, atol=0)


@each_variable
@law
def test_the_gradient_at_the_end_of_a_chain_is_the_pullbacks(subject, letter, sizes, seed):
    n, m, _ = sizes
    rng = np.random.default_rng(seed)
    layer, x = subject.draw(rng, n, m)
    output, pullback = layer.vjp(x)
    upstream = rng.normal(size=output.shape)
    dL_dout = Dense.of_gradient(upstream, of="loss", wrt=layer.output_letter)
    gradient = layer.jacobian(x, wrt=letter) @ dL_dout
    wanted = gradient_in(pullback(upstream), layer, letter)
    assert_same(gradient.gradient, wanted)
    assert_same((dL_dout.T @ layer.jacobian(x, wrt=letter, layout=ROW)).gradient, wanted.T)
