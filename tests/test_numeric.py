from collections import namedtuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpteach.layers import Linear, ReLU, Sigmoid, Tanh
from bpteach.layout import COLUMN, ROW, ShapeError, Variable
from bpteach.losses import SquaredError
from bpteach.numeric import (
    Comparison,
    Report,
    agree,
    central_difference,
    check,
    complex_step,
    forward_difference,
    numerical_jacobian,
)

SCHEMES = [central_difference, forward_difference, complex_step]


def linear(n=4, m=3, seed=0):
    rng = np.random.default_rng(seed)
    return Linear(rng.normal(size=(n, m)), rng.normal(size=(n, 1)))


def column(m=3, seed=1):
    return np.random.default_rng(seed).normal(size=(m, 1))


# --- differences ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scheme", "order"), [(forward_difference, 1), (central_difference, 2), (complex_step, 2)]
)
def test_the_error_falls_with_the_order_of_the_scheme(scheme, order):
    h = np.array([1e-1, 1e-2, 1e-3])
    error = [abs(scheme(np.exp, 0.7, step) - np.exp(0.7)) for step in h]
    slope = np.polyfit(np.log(h), np.log(error), 1)[0]
    assert abs(slope - order) < 0.02


@pytest.mark.parametrize(
    ("scheme", "largest"),
    [(forward_difference, 1e-7), (central_difference, 1e-9), (complex_step, 1e-15)],
)
@pytest.mark.parametrize("x", [-2.0, 1e-9, 0.3, 5.0])
def test_the_default_step_is_near_the_best_one(scheme, largest, x):
    error = abs(scheme(np.sin, x) - np.cos(x))
    assert error < largest


def test_float32_has_a_longer_default_step_and_keeps_its_dtype():
    slope = central_difference(np.sin, np.full((1, 1), 0.3, dtype=np.float32))
    assert slope.dtype == np.float32
    np.testing.assert_allclose(slope, np.full((1, 1), np.cos(0.3)), rtol=1e-4)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_axes_of_x_come_first_and_a_column_gives_one_axis(scheme):
    layer, a, B = linear(4, 3), column(3), np.ones((3, 2))
    assert scheme(layer, a).shape == (3, 4)
    assert scheme(lambda W: W @ a, layer.W).shape == (4, 3, 4)
    assert scheme(lambda W: W @ B, layer.W).shape == (4, 3, 4, 2)
    assert scheme(lambda W: (W @ a).sum(keepdims=True), layer.W).shape == (4, 3, 1)
    assert scheme(lambda v: v**2, np.arange(3)).shape == (3, 3)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("shape", [(), (3,), (3, 1), (2, 3), (2, 3, 4)])
def test_a_plain_number_gives_a_gradient_in_the_shape_of_x(scheme, shape):
    x = np.random.default_rng(0).normal(size=shape)
    gradient = scheme(lambda x: np.sum(x**3), x)
    np.testing.assert_allclose(gradient, 3 * x**2, rtol=1e-6, atol=1e-7, strict=True)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_entries_give_no_slopes(scheme):
    assert scheme(lambda a: np.ones((4, 3)) @ a, np.ones((3, 0))).shape == (3, 0, 4, 0)
    assert scheme(np.sum, np.ones((0, 1))).shape == (0, 1)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_integers_become_float64_and_x_is_never_changed(scheme):
    x = np.array([[1], [-2]])

    def greedy(x):
        assert x.dtype.kind in "fc"
        square = x * x
        x[:] = 99
        return square

    np.testing.assert_allclose(scheme(greedy, x), [[2, 0], [0, -4]], rtol=1e-7, atol=1e-7)
    assert x.tolist() == [[1], [-2]]


@pytest.mark.parametrize("scheme", [central_difference, forward_difference])
def test_a_function_that_hands_out_the_same_memory_is_read_in_time(scheme):
    memory = np.zeros((2, 1))

    def thrifty(a):
        return np.multiply(a, 3.0, out=memory)

    np.testing.assert_allclose(scheme(thrifty, np.ones((2, 1))), 3 * np.eye(2), rtol=1e-7)


def test_the_central_difference_calls_f_twice_for_each_entry():
    calls = []
    central_difference(lambda a: calls.append(a) or a, np.zeros((3, 2)))
    assert len(calls) == 12


def test_a_step_for_each_entry_is_used_for_that_entry():
    h = np.array([[0.5], [0.25]])
    slopes = forward_difference(lambda a: a**2, np.zeros((2, 1)), h)
    np.testing.assert_array_equal(slopes, np.diag([0.5, 0.25]))


@pytest.mark.parametrize("h", [0, np.nan, np.inf, [1e-6, 1e-6]])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_step_that_cannot_be_used_is_refused(scheme, h):
    with pytest.raises(ValueError, match="finite and not 0") as caught:
        scheme(np.sin, np.zeros((2, 1)), h)
    assert str(caught.value) == (
        f"a difference needs a step h that is finite and not 0, but h = {h}\n"
        "  write one number such as h=1e-6, or an array of x's shape with a step for each entry"
    )


def test_a_function_that_drops_the_imaginary_part_is_refused_by_the_complex_step():
    with pytest.raises(TypeError) as caught:
        complex_step(np.abs, 1.0)
    assert str(caught.value) == (
        "complex_step needs a function that takes complex numbers, but f gave real ones\n"
        "  the slope is read from the imaginary part, which f dropped\n"
        "  look for abs, .real, maximum, or float(...) in f, or use central_difference"
    )


def test_the_difference_is_nan_without_a_warning_where_the_function_is_infinite():
    assert np.isnan(central_difference(lambda x: np.full_like(x, np.inf), 0.0))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("layout", [COLUMN, ROW])
def test_a_numerical_jacobian_equals_the_layers(scheme, layout):
    layer, a = linear(4, 3), column(3)
    found = numerical_jacobian(layer, a, of="z", wrt="a", layout=layout, scheme=scheme)
    assert (found.of, found.wrt) == (Variable("z", (4,)), Variable("a", (3,)))
    right = layer.jacobian(a, layout=layout)
    np.testing.assert_allclose(found.array, right.array, rtol=1e-6, strict=True)


def test_a_numerical_jacobian_by_a_matrix_keeps_its_axes_also_with_one_column():
    layer, a = linear(4, 1), column(1)
    found = numerical_jacobian(lambda W: W @ a + layer.b, layer.W, of="z", wrt="W")
    right = layer.jacobian(a, wrt="W").array
    np.testing.assert_allclose(found.array, right, rtol=1e-6, atol=1e-9, strict=True)


def test_a_numerical_jacobian_of_a_number_is_a_gradient():
    found = numerical_jacobian(np.sum, np.ones((3, 1)), of="L", wrt="a")
    np.testing.assert_allclose(found.gradient, np.ones((3, 1)), rtol=1e-9, strict=True)


def test_a_numerical_jacobian_refuses_one_axis():
    with pytest.raises(ShapeError) as caught:
        numerical_jacobian(np.sin, np.zeros(3))
    assert str(caught.value) == (
        "numerical_jacobian needs a as a column (k, 1) or a matrix\n"
        "  a: 1-D with 3 entries\n"
        "  write a.reshape(-1, 1) to make it a column, or use central_difference, which takes "
        "any shape"
    )


# --- check: right layers --------------------------------------------------------------------


def layers(n, m, seed):
    return [linear(n, m, seed), Sigmoid(), ReLU(), Tanh(), SquaredError(column(m, seed + 1))]


@settings(max_examples=25, deadline=None)
@given(n=st.integers(1, 4), m=st.integers(1, 4), seed=st.integers(0, 999))
def test_every_layer_passes_its_check(n, m, seed):
    for layer in layers(n, m, seed):
        report = check(layer, column(m, seed + 2), seed=seed)
        assert report.ok, str(report)
        assert len(report.findings) == 2 * (1 + len(layer.parameters))


@pytest.mark.parametrize("size", [1e-12, 1e-6, 1.0, 1e3, 1e6])
def test_every_layer_passes_at_small_and_large_inputs(size):
    for layer in layers(4, 3, 5):
        report = check(layer, size * column(3))
        assert report.ok, str(report)


def test_a_batch_is_checked_in_column_convention_alone_and_the_report_says_so():
    report = check(linear(2, 3), np.random.default_rng(0).normal(size=(3, 5)))
    assert report.ok
    assert str(report) == (
        "check of Linear(W: 2 x 3, b: 2 x 1): every derivative agrees with central differences\n"
        "variable  form      error       finding\n"
        "a         pullback  below 1e-6  right in column convention\n"
        "W         pullback  below 1e-6  right in column convention\n"
        "b         pullback  below 1e-6  right in column convention\n"
        "a batch of 5: the row convention and the Jacobian belong to one example; check one "
        "column\nfor them"
    )


def test_the_same_seed_gives_the_same_report_and_the_input_is_not_changed():
    layer, a = linear(), column()
    before = a.copy()
    assert str(check(layer, a, seed=3)) == str(check(layer, a, seed=3))
    np.testing.assert_array_equal(a, before)


def test_integers_and_float32_are_checked_in_float64():
    assert check(linear(), np.array([[1], [2], [-3]])).ok
    small = Linear(*(p.astype(np.float32) for p in linear().parameters.values()))
    assert check(small, column().astype(np.float32)).ok


def test_slopes_that_drown_in_rounding_pass():
    assert check(Sigmoid(), np.array([[40.0], [-1000.0], [1000.0], [0.0]])).ok


# --- check: kinks ---------------------------------------------------------------------------


@pytest.mark.parametrize("at_zero", [0.0, 0.5, 1.0])
def test_any_slope_between_the_two_sides_passes_at_a_kink_and_the_report_says_so(at_zero):
    report = check(ReLU(at_zero), np.array([[1.0], [0.0], [-2.0]]))
    assert report.ok
    words = {finding.form: finding.words for finding in report.findings}
    assert words["jacobian"] == (
        "right in both conventions; at a kink: any value from 0 to 1 is accepted, at place (2, 2)"
    )
    assert words["pullback"].startswith(
        "right in both conventions; at a kink: any value from −0.132"
    )
    assert words["pullback"].endswith("to 0 is accepted, at place (2, 1)")
    assert [finding.kind for finding in report.findings] == ["kink", "kink"]


def test_several_kinks_are_counted():
    words = check(ReLU(), np.zeros((3, 1))).findings[1].words
    assert words.endswith("any value from 0 to 1 is accepted, at place (1, 1) and 2 more")


class Overshooting(ReLU):
    def _derivative(self, z):
        return np.where(z == 0, 1.5, super()._derivative(z))


def test_a_value_outside_the_two_sides_is_wrong_at_a_kink_too():
    report = check(Overshooting(), np.array([[1.0], [0.0], [-2.0]]))
    assert [finding.ok for finding in report.findings] == [False, False]
    assert report.findings[0].words == (
        "dL_dz has one wrong entry, at place (2, 1) counted from 1; the rest is right."
    )


@pytest.mark.parametrize("distance", [1e-4, 1e-6, 3e-7, 2e-8, 1e-10])
@pytest.mark.parametrize("side", [-1, 1])
def test_near_a_kink_the_right_slope_passes(distance, side):
    assert check(ReLU(), np.array([[side * distance], [1.0]])).ok


@pytest.mark.parametrize("distance", [1e-4, 1e-6, 3e-7])
def test_near_a_kink_the_slope_of_the_other_side_is_wrong(distance):
    class Inverted(ReLU):
        def _derivative(self, z):
            return super()._derivative(-z)

    assert not check(Inverted(), np.array([[distance], [2.0]])).ok


def test_a_strongly_curved_function_is_no_kink():
    class Steep(Sigmoid):
        def _function(self, z):
            return super()._function(3000 * z)

        def _derivative(self, z):
            return 3000 * super()._derivative(3000 * z)

    report = check(Steep(), np.array([[0.0005], [-0.0004]]))
    assert [finding.kind for finding in report.findings] == ["right", "right"], str(report)


def test_a_jump_and_an_infinite_value_have_no_slope_and_do_not_pass():
    class Jumping(Sigmoid):
        def _function(self, z):
            return np.where(z >= 0, 1.0, 0.0)

    infinite = check(linear(), 1e308 * np.ones((3, 1)))
    for report in [
        check(Jumping(), np.array([[0.0], [1.0]])),
        check(Sigmoid(), np.array([[np.nan], [1.0]])),
        infinite,
    ]:
        assert not report
        assert "no slope" in {finding.kind for finding in report.findings}
    words = check(Jumping(), np.array([[0.0], [1.0]])).findings[0].words
    assert words == (
        "dL_dz cannot be judged here: the layer's values jump or are not finite near this input. "
        "Check at another one."
    )


# --- check: sabotaged layers ----------------------------------------------------------------


class Sabotaged(Linear):
    """A linear layer whose derivatives with respect to W are spoilt."""

    def spoil(self, derivative):
        return derivative

    def vjp(self, a):
        z, pullback = super().vjp(a)

        def spoilt(dL_dz, layout=COLUMN):
            gradients = pullback(dL_dz, layout)
            return gradients._replace(W=self.spoil(gradients.W.copy()))

        return z, spoilt

    def jacobian(self, a, wrt="a", *, layout=COLUMN, names=None):
        right = super().jacobian(a, wrt, layout=layout, names=names)
        return self.spoil(right.array.copy()) if wrt == "W" else right

    def with_parameters(self, **parameters):
        return type(self)(**{**self.parameters, **parameters})


def sabotaged(spoil):
    layer = linear()
    kind = type("Spoilt", (Sabotaged,), {"spoil": lambda self, derivative: spoil(derivative)})
    return kind(layer.W, layer.b)


def one_entry(derivative):
    derivative[(0,) * derivative.ndim] *= 1.1
    return derivative


SPOILT = {
    "zero": (lambda d: 0 * d, "zero", "is 0 everywhere"),
    "sign": (lambda d: -d, "sign", "has the wrong sign"),
    "factor 2": (lambda d: 2 * d, "factor", "is 2 times what it should be"),
    "factor 1/2": (lambda d: d / 2, "factor", "is 1/2 times what it should be"),
    "other shape": (lambda d: d[1:-1], "shape", "has the shape"),
    "cut off": (lambda d: d[:-1], "shape", "holds only the first"),
    "one entry": (one_entry, "entry", "has one wrong entry, at place (1, 1"),
    "nan": (lambda d: d * np.nan, "finite", "holds nan"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_derivative_is_found_and_named(name):
    spoil, kind, words = SPOILT[name]
    report = check(sabotaged(spoil), column())
    assert not report.ok
    assert bool(report) is False
    wrong = [finding for finding in report.findings if not finding.ok]
    assert [(one.variable, one.form) for one in wrong] == [("W", "pullback"), ("W", "jacobian")]
    assert [one.kind for one in wrong] == [kind, kind], str(report)
    assert all(words in one.words for one in wrong), str(report)


def test_a_transposed_gradient_is_named_as_the_other_convention():
    report = check(sabotaged(lambda d: d.T if d.ndim == 2 else d), column())
    wrong = [finding for finding in report.findings if not finding.ok]
    assert [(one.variable, one.form, one.kind) for one in wrong] == [
        ("W", "pullback", "convention")
    ]
    assert str(report) == (
        "check of Linear(W: 4 x 3, b: 4 x 1): 1 of 6 is wrong\n"
        "variable  form      error       finding\n"
        "a         pullback  below 1e-6  right in both conventions\n"
        "a         jacobian  below 1e-6  right in both conventions\n"
        "W         pullback  —           dL_dW has the right numbers in the other convention: its\n"
        "                                shape is (3, 4), that is m×n. Asked for is (4, 3), "
        "that is\n"
        "                                n×m. Each convention is the other with all axes "
        "reversed.\n"
        "W         jacobian  below 1e-6  right in both conventions\n"
        "b         pullback  below 1e-6  right in both conventions\n"
        "b         jacobian  below 1e-6  right in both conventions"
    )


def test_a_transposed_jacobian_is_named_as_the_other_convention_also_when_square():
    class Turned(Linear):
        def jacobian(self, a, wrt="a", **more):
            right = super().jacobian(a, wrt, **more).array
            return right.T if wrt == "a" else right

    for n in (4, 3):
        layer = linear(n, 3)
        wrong = [one for one in check(Turned(layer.W, layer.b), column()).findings if not one.ok]
        assert [(one.variable, one.form) for one in wrong] == [("a", "jacobian")]
        assert [one.kind for one in wrong] == ["convention"]


class UpstreamIgnored(Tanh):
    def vjp(self, z):
        out, pullback = super().vjp(z)
        return out, lambda dL_dt, layout=COLUMN: pullback(np.ones_like(dL_dt), layout)


def test_an_ignored_upstream_gradient_is_named():
    (pullback, jacobian) = check(UpstreamIgnored(), column()).findings
    assert (pullback.kind, jacobian.kind) == ("upstream", "right")
    assert pullback.words == (
        "dL_dz stays the same whatever the upstream gradient is: upstream is ignored."
    )


def test_an_ignored_upstream_gradient_is_named_for_a_single_number_too():
    assert check(UpstreamIgnored(), column(1)).findings[0].kind == "upstream"


def test_a_gradient_that_is_not_linear_in_upstream_is_named():
    class Clipping(Tanh):
        def vjp(self, z):
            out, pullback = super().vjp(z)
            return out, lambda g, layout=COLUMN: pullback(np.minimum(g, 0.05), layout)

    finding = check(Clipping(), column()).findings[0]
    assert finding.kind == "not linear"
    assert finding.words.startswith(
        "dL_dz is not linear in the upstream gradient, as every gradient must be."
    )


def test_an_error_in_one_convention_alone_is_placed_there():
    class RowsForgotten(Sigmoid):
        def vjp(self, z):
            out, pullback = super().vjp(z)

            def column_always(g, layout=COLUMN):
                return pullback(g if layout is COLUMN else g.T)

            return out, column_always

    finding = check(RowsForgotten(), column()).findings[0]
    assert finding.kind == "convention"
    assert finding.words.startswith(
        "in row convention: dL_dz has the right numbers in the other convention"
    )


def test_a_small_error_is_found_and_a_smaller_one_is_not():
    def scaled(factor):
        return check(sabotaged(lambda d: factor * d), column()).ok

    assert not scaled(1 + 3e-6)
    assert scaled(1 + 3e-7)


def test_an_error_in_tiny_gradients_is_found():
    layer = Linear(1e-9 * linear().W, 1e-9 * linear().b)
    assert check(layer, column()).ok
    tiny = type("Tiny", (Sabotaged,), {"spoil": lambda self, d: 2 * d})(layer.W, layer.b)
    assert not check(tiny, 1e-9 * column()).ok


# --- check: layers that fail otherwise ------------------------------------------------------


def test_an_exception_inside_the_layer_is_a_finding():
    class Raising(Tanh):
        def jacobian(self, z, *args, **more):
            raise IndexError("no such slice\n  look at the last axis")

    report = check(Raising(), column())
    assert str(report) == (
        "check of Raising(): 1 of 2 is wrong\n"
        "variable  form      error       finding\n"
        "z         pullback  below 1e-6  right in both conventions\n"
        "z         jacobian  —           raised IndexError: no such slice\n"
        "                                  look at the last axis"
    )


def test_an_exception_in_a_pullback_is_a_finding_of_each_variable():
    class Raising(Linear):
        def vjp(self, a):
            raise RuntimeError("not written yet")

    layer = linear()
    findings = check(Raising(layer.W, layer.b), column()).findings
    assert [one.kind for one in findings] == ["raised", "right"] * 3


def test_an_input_that_does_not_fit_is_a_finding():
    report = check(linear(), np.zeros((4, 1)))
    (finding,) = report.findings
    assert (finding.variable, finding.form, finding.kind) == ("a", "forward", "raised")
    assert finding.words.startswith("raised ShapeError: Linear needs a column a of shape (3, 1)")
    assert "check of Linear(W: 4 x 3, b: 4 x 1): 1 of 1 cannot be judged\n" in str(report)


def test_a_1_d_input_is_refused_and_not_blamed_on_the_layer():
    with pytest.raises(ShapeError, match=r"write a.reshape\(-1, 1\) to make it a column"):
        check(linear(), np.zeros(3))


def test_what_cannot_be_compared_is_not_called_wrong():
    class Wrong(Sigmoid):
        def jacobian(self, z, *args, **more):
            return -super().jacobian(z, *args, **more).array

    assert ": 2 of 2 cannot be judged\n" in str(check(Sigmoid(), np.array([[np.inf]])))
    assert not check(Sigmoid(), np.array([[np.inf]])).ok
    assert ": 1 of 2 is wrong\n" in str(check(Wrong(), np.array([[1.0]])))
    report = Report(
        "x", (Comparison("a", "pullback", "sign", ""), Comparison("b", "pullback", "no slope", ""))
    )
    assert ": 1 of 2 is wrong, 1 of 2 cannot be judged\n" in str(report)


def test_parameters_that_cannot_be_replaced_are_a_finding():
    class Stubborn(Linear):
        def with_parameters(self, **parameters):
            raise NotImplementedError("parameters are fixed")

    layer = linear()
    findings = check(Stubborn(layer.W, layer.b), column()).findings
    assert [(one.variable, one.form, one.kind) for one in findings[2:]] == [
        ("W", "forward", "raised"),
        ("b", "forward", "raised"),
    ]


def test_a_layer_that_changes_its_input_is_found():
    class InPlace(ReLU):
        def __call__(self, z):
            return np.maximum(z, 0, out=z)

    a = np.array([[1.0], [-2.0]])
    (finding,) = check(InPlace(), a).findings
    assert finding.kind == "changed"
    assert finding.words == "the layer changes its input z: write to a new array"
    assert a.tolist() == [[1.0], [-2.0]]


def test_a_layer_that_gives_one_axis_is_found():
    class Flat(Tanh):
        def __call__(self, z):
            return np.tanh(z).ravel()

    (finding,) = check(Flat(), column()).findings
    assert finding.words == "the output is 1-D with 3 entries: a layer gives a column (n, 1)"


def test_a_gradient_that_is_none_is_a_finding():
    class Silent(Tanh):
        def vjp(self, z):
            gradients = namedtuple("Gradients", "input")
            return self(z), lambda g, layout=COLUMN: gradients(None)

    finding = check(Silent(), column()).findings[0]
    assert finding.words.startswith("raised TypeError: dL_dz must hold numbers")


def test_something_else_than_a_layer_is_refused():
    with pytest.raises(TypeError) as caught:
        check(np.tanh, column())
    assert str(caught.value) == (
        "check needs a layer, but its first argument is of type ufunc, without vjp, jacobian, "
        "parameters, input_letter, output_letter\n"
        "  a layer is called with a column, and has vjp(a), jacobian(a, wrt, layout=...), "
        "parameters, input_letter and output_letter\n"
        "  for a plain function use central_difference(f, x)"
    )
    with pytest.raises(TypeError) as caught:
        check(Tanh, column())
    assert str(caught.value) == (
        "check needs a layer, but its first argument is the class Tanh\n"
        "  make a layer of it first: write Tanh(...)\n"
        "  for a plain function use central_difference(f, x)"
    )


# --- the report -----------------------------------------------------------------------------


def test_errors_are_rounded_so_that_they_read_alike_on_every_machine():
    said = [Comparison("a", "pullback", "sign", "", error).error_words for error in
            (2.0000000001, 0.25 + 1e-10, 0.25 - 1e-10, 1 / 3, np.nan)]  # fmt: skip
    assert said == ["2", "0.25", "0.25", "0.33", "—"]
    assert Comparison("a", "pullback", "right", "", 3e-11).error_words == "below 1e-6"


def test_the_html_holds_the_same_words_and_no_markup_of_the_layers():
    report = Report("Layer<4>()", (Comparison("a", "pullback", "sign", "a < b\nsecond line", 2.0),))
    html = report._repr_html_()
    assert "check of Layer&lt;4&gt;(): 1 of 1 is wrong" in html
    assert '<th scope="col"' in html
    assert "a &lt; b<br>second line" in html
    assert "<style" not in html
    assert " id=" not in html


def test_agree_says_so_and_its_error_says_how_two_sides_differ(capsys):
    one = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]])
    agree(one, one + 1e-9)
    assert capsys.readouterr().out == "✓ the two sides agree: 2 × 3\n"
    with pytest.raises(AssertionError) as error:
        agree(-one, one)
    assert str(error.value) == (
        "the two sides differ\n"
        "  the first side has the wrong sign: every entry is −1 times what it should be."
    )


def test_agree_does_not_take_a_column_for_a_row():
    with pytest.raises(AssertionError, match="turned the other way"):
        agree(np.ones((3, 1)) * [[1.0], [2.0], [4.0]], np.array([[1.0, 2.0, 4.0]]))
