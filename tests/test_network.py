from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpteach.functions import relu_derivative, sigmoid
from bpteach.jacobian import Dense, Outer
from bpteach.layers import Linear, ReLU, Sigmoid, Tanh
from bpteach.layout import COLUMN, ROW, ShapeError
from bpteach.losses import SquaredError
from bpteach.network import Network, Step
from bpteach.numeric import central_difference, check

ACTIVATIONS = [Sigmoid(), Tanh(), ReLU()]


def linear(n, m, rng):
    return Linear(rng.normal(size=(n, m)), rng.normal(size=(n, 1)))


def network(sizes=(3, 4, 2), activation=ACTIVATIONS[0], *, loss=True, N=1, seed=0):
    """Sizes from the input on; an activation between each two linear layers."""
    rng = np.random.default_rng(seed)
    layers = []
    for m, n in pairwise(sizes):
        layers += [linear(n, m, rng), activation]
    ends = [SquaredError(rng.normal(size=(sizes[-1], N)))] if loss else []
    return Network(*layers[:-1], *ends)


def inputs(m=3, N=1, seed=1):
    return np.random.default_rng(seed).normal(size=(m, N))


def near(actual, desired):
    """Agree within 1e-6 of the largest entry."""
    atol = 1e-6 * np.max(np.abs(desired), initial=1e-3)
    np.testing.assert_allclose(actual, desired, rtol=0, atol=atol, strict=True)


def as_functions(net, a):
    """Each variable: its name, the output as a function of it, its value."""
    yield net.input_letter, net, a
    for name, value in net.parameters.items():
        yield name, lambda new, name=name: net.with_parameters(**{name: new})(a), value


several = st.lists(st.integers(1, 5), min_size=2, max_size=4)
seeds = st.integers(0, 9999)


# --- against differences ----------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(several, st.sampled_from(ACTIVATIONS[:2]), seeds, st.sampled_from([COLUMN, ROW]))
def test_every_gradient_agrees_with_differences(sizes, activation, seed, layout):
    net, a = network(sizes, activation, seed=seed), inputs(sizes[0], seed=seed + 1)
    back = net.backward(net.forward(a), layout=layout)
    for name, f, value in as_functions(net, a):
        right = central_difference(f, value).reshape(value.shape)
        near(back[name], right if layout is COLUMN else right.T)


@settings(max_examples=20, deadline=None)
@given(several, st.sampled_from(ACTIVATIONS), seeds, st.sampled_from([COLUMN, ROW]))
def test_the_chain_of_jacobians_gives_the_gradients_of_the_way_back(sizes, kind, seed, layout):
    net, a = network(sizes, kind, seed=seed), inputs(sizes[0], seed=seed + 1)
    back = net.backward(net.forward(a), layout=layout)
    for name in ["a", *net.parameters]:
        near(net.jacobian(a, name, layout=layout).gradient, back[name])


@settings(max_examples=20, deadline=None)
@given(several, st.sampled_from(ACTIVATIONS[:2]), seeds, st.sampled_from([COLUMN, ROW]))
def test_every_jacobian_of_a_network_without_loss_agrees_with_differences(
    sizes, activation, seed, layout
):
    net, a = network(sizes, activation, loss=False, seed=seed), inputs(sizes[0], seed=seed + 1)
    for name, f, value in as_functions(net, a):
        jacobian = net.jacobian(a, name, layout=layout).to(COLUMN)
        axes = jacobian.wrt.axes + jacobian.of.axes
        near(jacobian.array, central_difference(f, value).reshape(axes))


@settings(max_examples=20, deadline=None)
@given(several, st.sampled_from(ACTIVATIONS[:2]), seeds, st.integers(2, 4))
def test_a_batch_is_more_columns(sizes, activation, seed, N):
    net = network(sizes, activation, N=N, seed=seed)
    a = inputs(sizes[0], N, seed=seed + 1)
    back = net.backward(net.forward(a))
    for name, f, value in as_functions(net, a):
        near(back[name], central_difference(f, value).reshape(value.shape))


def test_the_gradients_are_those_of_the_formulas_written_by_hand():
    net, a = network(), inputs()
    W1, b1, W2, b2 = net.parameters.values()
    h = sigmoid(W1 @ a + b1)
    dL_do = W2 @ h + b2 - net.layers[-1].t
    dL_dz1 = W2.T @ dL_do * h * (1 - h)
    back = net.backward(net.forward(a))
    for name, right in {
        "z2": dL_do, "W2": dL_do @ h.T, "b2": dL_do, "s1": W2.T @ dL_do,
        "z1": dL_dz1, "W1": dL_dz1 @ a.T, "b1": dL_dz1, "a": W1.T @ dL_dz1,
    }.items():  # fmt: skip
        np.testing.assert_allclose(back[name], right, rtol=1e-12, strict=True)


def test_a_network_passes_its_own_check():
    for activation in ACTIVATIONS:
        assert check(network((3, 5, 4, 2), activation), inputs())
        assert check(network(loss=False), inputs())
    assert check(network(N=4), inputs(N=4))


def test_zero_weights_and_large_inputs_pass_the_check():
    net = Network(Linear(np.zeros((2, 3)), np.zeros((2, 1))), Tanh())
    assert check(net, np.array([[300.0], [100.0], [-200.0]]))


def test_a_check_finds_one_wrong_layer_in_a_network():
    class Halved(Tanh):
        def _derivative(self, z):
            return super()._derivative(z) / 2

    findings = check(network(activation=Halved()), inputs()).findings
    wrong = {finding.variable for finding in findings if not finding.ok}
    assert wrong == {"a", "W1", "b1"}


@pytest.mark.parametrize("layout", [COLUMN, ROW])
def test_the_pullback_gives_gradients_by_name(layout):
    net, a = network(), inputs()
    out, pullback = net.vjp(a)
    np.testing.assert_array_equal(out, net(a))
    gradients, back = pullback(layout=layout), net.backward(net.forward(a), layout=layout)
    assert gradients._fields == ("input", "W1", "b1", "W2", "b2")
    np.testing.assert_array_equal(gradients.input, back["a"])
    np.testing.assert_array_equal(gradients.W1, back["W1"])


def test_the_way_back_is_linear_in_the_upstream_gradient():
    net, a = network(loss=False), inputs()
    trace, (g, h) = net.forward(a), np.random.default_rng(2).normal(size=(2, 2, 1))
    sum_of_both = net.backward(trace, g)["W1"] + net.backward(trace, h)["W1"]
    np.testing.assert_allclose(net.backward(trace, g + h)["W1"], sum_of_both, rtol=1e-12)
    L = network()
    doubled = L.backward(L.forward(a), np.array([[2.0]]))
    np.testing.assert_allclose(doubled["W1"], 2 * L.backward(L.forward(a))["W1"], rtol=1e-12)


# --- names ------------------------------------------------------------------------------------


def test_each_letter_counts_up_and_parameters_carry_the_number_of_their_layer():
    rng = np.random.default_rng(0)
    net = Network(
        linear(4, 3, rng), Sigmoid(), linear(5, 4, rng), ReLU(), linear(2, 5, rng), Sigmoid(),
        SquaredError(np.zeros((2, 1))),
    )  # fmt: skip
    names = [row.variable for row in net.forward(inputs()).rows]
    assert names == ["a", "z1", "s1", "z2", "f1", "z3", "s2", "L"]
    assert list(net.parameters) == ["W1", "b1", "W2", "b2", "W3", "b3"]
    assert (net.input_letter, net.output_letter) == ("a", "L")
    back = [row.variable for row in net.backward(net.forward(inputs())).rows]
    assert back == [
        "dL_dL", "dL_ds2", "dL_dz3", "dL_dW3", "dL_db3", "dL_df1", "dL_dz2", "dL_dW2", "dL_db2",
        "dL_ds1", "dL_dz1", "dL_dW1", "dL_db1", "dL_da",
    ]  # fmt: skip


def test_a_network_that_starts_with_an_activation_keeps_its_letter():
    net = Network(Tanh(), linear(2, 3, np.random.default_rng(0)))
    assert [row.variable for row in net.forward(inputs()).rows] == ["z", "t1", "z1"]
    assert check(net, inputs())


def test_a_network_in_a_network_gives_its_layers():
    inner, outer = network(loss=False), SquaredError(np.zeros((2, 1)))
    net = Network(inner, outer)
    assert net.layers == (*inner.layers, outer)
    assert net.output_letter == "L"


def test_new_parameters_make_a_new_network():
    net, a = network(), inputs()
    before = net(a)
    other = net.with_parameters(W2=np.zeros((2, 4)), b1=np.ones((4, 1)))
    np.testing.assert_array_equal(other.parameters["W2"], np.zeros((2, 4)))
    np.testing.assert_array_equal(other.parameters["W1"], net.parameters["W1"])
    np.testing.assert_array_equal(net(a), before)
    assert other(a) != before


# --- Jacobians keep their structure -----------------------------------------------------------


def test_the_chain_shows_its_factors_in_the_order_of_the_convention():
    net, a = network(), inputs()
    by_column, by_row = net.chain(a, "W1"), net.chain(a, "W1", layout="row")
    names = ["dz1_dW1", "ds1_dz1", "dz2_ds1", "dL_dz2"]
    assert [factor.name for factor in by_column.factors] == names
    assert [factor.name for factor in by_row.factors] == names[::-1]
    assert {joint.mark for joint in (*by_column.joints, *by_row.joints)} == {"joint holds"}


def test_a_jacobian_by_weights_is_never_built_in_full():
    net = network((30, 40, 20), loss=False)
    jacobian = net.jacobian(inputs(30), "W1")
    assert isinstance(jacobian, Outer)
    assert jacobian.shape == (40, 30, 20)
    assert jacobian.nbytes == 8 * (30 + 40 * 20)


def test_a_jacobian_starts_at_any_variable_on_the_way():
    net, a = network(), inputs()
    back = net.backward(net.forward(a))
    for name in ("z1", "s1", "z2"):
        jacobian = net.jacobian(a, name)
        assert isinstance(jacobian, Dense)
        assert jacobian.name == f"dL_d{name}"
        near(jacobian.gradient, back[name])
    assert net.jacobian(a, "input").name == net.jacobian(a).name == "dL_da"


# --- traces -----------------------------------------------------------------------------------


def small():
    W1, b1 = np.array([[1.0, -1.0], [0.5, 2.0], [0.0, 1.0]]), np.array([[0.0], [1.0], [-4.0]])
    W2, b2 = np.array([[2.0, -1.0, 1.0]]), np.array([[0.5]])
    return Network(Linear(W1, b1), ReLU(), Linear(W2, b2), SquaredError(np.array([[1.0]])))


def test_the_way_forward_is_shown_as_rows():
    trace = small().forward(np.array([[3.0], [1.0]]))
    assert repr(trace) == (
        "forward through a -> z1 -> f1 -> z2 -> L\n"
        "variable  layer                       shape  value\n"
        "a         input                       2 x 1  3; 1\n"
        "z1        Linear(W: 3 x 2, b: 3 x 1)  3 x 1  2.00; 4.50; −3.00\n"
        "f1        ReLU(at_zero=1)             3 x 1  2.00; 4.50; 0.00\n"
        "z2        Linear(W: 1 x 3, b: 1 x 1)  1 x 1  0\n"
        "L         SquaredError(t: 1 x 1)      1 x 1  0.50"
    )
    np.testing.assert_array_equal(trace["z1"], [[2.0], [4.5], [-3.0]])
    np.testing.assert_array_equal(trace.output, [[0.5]])


def test_the_way_back_is_shown_as_rows_in_row_convention():
    net = small()
    back = net.backward(net.forward(np.array([[3.0], [1.0]])), layout="row")
    assert repr(back) == (
        "backward in row convention: a <- z1 <- f1 <- z2 <- L\n"
        "gradient  how                   shape  value\n"
        "dL_dL     upstream gradient     1 x 1  1\n"
        "dL_dz2    (z2 - t).T * dL_dL    1 x 1  −1\n"
        "dL_dW2    f1 @ dL_dz2           3 x 1  −2.00; −4.50; 0.00\n"
        "dL_db2    dL_dz2                1 x 1  −1\n"
        "dL_df1    dL_dz2 @ W2           1 x 3  −2 1 −1\n"
        "dL_dz1    dL_df1 * (z1 >= 0).T  1 x 3  −2 1 0\n"
        "dL_dW1    a @ dL_dz1            2 x 3  −6 3 0; −2 1 0\n"
        "dL_db1    dL_dz1                1 x 3  −2 1 0\n"
        "dL_da     dL_dz1 @ W1           1 x 2  −1.50 4.00"
    )


@pytest.mark.parametrize("activation", [*ACTIVATIONS, ReLU(0), ReLU(0.5)], ids=repr)
@pytest.mark.parametrize(("layout", "N"), [(COLUMN, 1), (ROW, 1), (COLUMN, 3)])
def test_each_line_of_numpy_on_the_way_back_computes_what_stands_beside_it(activation, layout, N):
    net, a = network((3, 4, 2), activation, N=N), inputs(N=N)
    trace = net.forward(a)
    known = {row.variable: row.value for row in trace.rows} | net.parameters
    known |= {"t": net.layers[-1].t, "relu_derivative": relu_derivative}
    first, *rows = net.backward(trace, layout=layout).rows
    known[first.variable] = first.value
    for row in rows:
        value = eval(row.how, {}, known)
        np.testing.assert_allclose(value, row.value, rtol=1e-12, strict=True, err_msg=row.how)
        known[row.variable] = row.value


@pytest.mark.parametrize("at_zero", [0, 0.5, 1])
def test_the_line_for_relu_says_what_is_taken_at_zero(at_zero):
    z = np.array([[0.0], [1.0], [-1.0]])
    net = Network(ReLU(at_zero))
    row = net.backward(net.forward(z), np.ones((3, 1))).rows[-1]
    known = {"z": z, "dL_df1": np.ones((3, 1)), "relu_derivative": relu_derivative}
    np.testing.assert_array_equal(eval(row.how, {}, known), row.value)
    assert row.value[0, 0] == at_zero


def test_another_kind_of_layer_is_named_where_its_formula_is_not_known():
    class Cubic(Sigmoid.__base__):
        output_letter = "c"

        def _function(self, z):
            return z**3

        def _derivative(self, z):
            return 3 * z**2

    net = network(activation=Cubic())
    how = {row.variable: row.how for row in net.backward(net.forward(inputs())).rows}
    assert how["dL_dz1"] == "pullback of Cubic"
    assert check(net, inputs())


def test_values_are_kept_and_nobody_can_change_them():
    net, a = network(), inputs()
    trace = net.forward(a)
    a[:] = 0
    assert trace["a"].all()
    with pytest.raises(ValueError, match="read-only"):
        trace["z1"][0] = 1
    with pytest.raises(ValueError, match="read-only"):
        net.backward(trace)["W1"][0] = 1


def test_a_gradient_is_found_by_its_variable_too():
    net = small()
    back = net.backward(net.forward(np.array([[3.0], [1.0]])))
    assert back["W1"] is back["dL_dW1"]
    with pytest.raises(KeyError) as caught:
        net.forward(np.array([[3.0], [1.0]]))["W1"]
    assert caught.value.args == ("no W1 in this trace; it has a, z1, f1, z2, L",)


def test_one_value_is_shown_as_a_labelled_table():
    net = small()
    trace = net.forward(np.array([[3.0], [1.0]]))
    assert repr(trace.table("a")) == "a  2×1\n    a\na1  3\na2  1"
    table = net.backward(trace, layout="row").table("W2")
    assert (table.symbol, table.layout) == ("dL_dW2", ROW)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.array([[1.0, -2.0], [0.5, 3.0]]), "1.00 −2.00; 0.50 3.00"),
        (np.linspace(-1, 2, 13).reshape(13, 1), "from −1.00 to 2.00"),
        (np.ones((3, 0)), "no entries"),
        (np.array([[np.nan], [1.0]]), "nan; 1"),
    ],
)
def test_a_value_is_written_short(value, words):
    assert Step("z", "", value).value_words == words


def test_a_trace_in_html_is_a_table_with_headers():
    net = small()
    html = net.backward(net.forward(np.array([[3.0], [1.0]])))._repr_html_()
    assert "<caption" in html
    assert html.count('<th scope="row"') == 9
    assert "dL_df1 * (z1 &gt;= 0)" in html


# --- errors -----------------------------------------------------------------------------------


def refused(error, call, *args, **more):
    with pytest.raises(error) as caught:
        call(*args, **more)
    return str(caught.value)


def test_sizes_that_do_not_fit_are_refused_with_both_layers():
    rng = np.random.default_rng(0)
    assert refused(ShapeError, Network, linear(4, 3, rng), Sigmoid(), linear(2, 5, rng)) == (
        "Linear(W: 2 x 5, b: 2 x 1) does not take what Sigmoid() gives\n"
        "  Sigmoid() gives columns of 4 entries\n"
        "  Linear(W: 2 x 5, b: 2 x 1) takes columns of 5 entries\n"
        "  check the sizes of the two, and the order of the layers"
    )
    assert refused(ShapeError, Network, linear(4, 3, rng), SquaredError(np.zeros((1, 2)))) == (
        "SquaredError(t: 1 x 2) does not take what Linear(W: 4 x 3, b: 4 x 1) gives\n"
        "  Linear(W: 4 x 3, b: 4 x 1) gives columns of 4 entries\n"
        "  SquaredError(t: 1 x 2) takes columns of 1 entry\n"
        "  check the sizes of the two, and the order of the layers"
    )


def test_a_loss_that_is_not_last_is_refused():
    assert refused(ShapeError, Network, SquaredError(np.zeros((2, 1))), Sigmoid()) == (
        "a loss is the last layer of a network, but Sigmoid() follows SquaredError(t: 2 x 1)\n"
        "  a loss gives one number L, and nothing is computed from it\n"
        "  put the loss last"
    )


def test_something_else_than_a_layer_is_refused():
    assert refused(TypeError, Network, Sigmoid(), Tanh) == (
        "Network takes layers, but argument 2 is the class Tanh\n"
        "  make a layer of it first: write Tanh(...)"
    )
    assert refused(TypeError, Network, np.tanh).startswith(
        "Network takes layers, but argument 1 is of type ufunc, without vjp, jacobian"
    )
    assert refused(TypeError, Network) == (
        "Network needs at least one layer, as in Network(Linear(W1, b1), Sigmoid())"
    )


@pytest.mark.parametrize(("layout", "size"), [("column", "2 x 1"), ("row", "1 x 2")])
def test_without_a_loss_the_upstream_gradient_must_be_given(layout, size):
    net = network(loss=False)
    trace = net.forward(inputs())
    assert refused(ValueError, net.backward, trace, layout=layout) == (
        "backward needs the upstream gradient dL_dz2\n"
        "  the network ends at z2, 2 x 1: nothing says how a loss L depends on z2\n"
        f"  pass upstream of shape {size}, or end the network with SquaredError(t)"
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda net: net.backward(net.forward(inputs())), "goes backward"),
        (lambda net: net.with_parameters(b2=np.zeros((2, 1))).forward(inputs()),
         "belongs to another network"),
        (lambda net: inputs(), "is of type ndarray"),
    ],
)  # fmt: skip
def test_only_a_forward_trace_of_this_network_can_go_back(wrong, words):
    net = network()
    assert refused(ValueError, net.backward, wrong(net)) == (
        f"backward needs a forward trace of this network, but this {words}\n"
        "  the way back uses the values and weights of its own way forward\n"
        "  write network.backward(network.forward(a))"
    )


def test_an_unknown_variable_or_parameter_is_refused():
    net = network()
    assert refused(ValueError, net.jacobian, inputs(), "W3") == (
        "Network has no variable 'W3'\n"
        "  its output L depends on a, W1, b1, W2, b2\n"
        '  write wrt="a" or wrt="W1" or wrt="b1" or wrt="W2" or wrt="b2"'
    )
    assert refused(ValueError, net.with_parameters, W=np.zeros((4, 3))) == (
        "this network has no parameter 'W'\n  its parameters: W1, b1, W2, b2"
    )
    assert refused(ValueError, Network(Tanh()).with_parameters, W=0).endswith(
        "its parameters: none"
    )


def test_a_batch_has_no_jacobian_and_no_row_convention():
    net = network(N=4)
    a = inputs(N=4)
    assert refused(ShapeError, net.jacobian, a, "W1") == (
        "a Jacobian belongs to one example, but a is a batch\n"
        "  a: 3 x 4, 4 examples as columns\n"
        "  write a[:, [0]] for the first example, or use vjp, which takes a batch"
    )
    words = refused(ShapeError, net.backward, net.forward(a), layout="row")
    assert words.startswith("the row convention takes one example")


def test_a_row_is_refused_by_the_first_layer():
    assert refused(ShapeError, network(), inputs().T).endswith("write a.T")
