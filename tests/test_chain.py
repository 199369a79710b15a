"""A chain is the eager product in any order of brackets, and takes the cheapest."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from subjects import assert_same

from bpteach import COLUMN, ROW, Dense, Diagonal, Linear, OneHot, Outer, Sigmoid, Variable, chain

fixed = settings(max_examples=100, derandomize=True, database=None, deadline=None)


def vector(k, size):
    return Variable(f"v{k}", (size,))


@st.composite
def factors(draw, longest=5):
    """Jacobians in column convention that join; a matrix may stand first, a loss last."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sizes = draw(st.lists(st.integers(1, 7), min_size=2, max_size=longest + 1))
    if draw(st.booleans()):
        sizes[-1] = 1
    made = []
    for k, (size, following) in enumerate(pairwise(sizes)):
        wrt, of = vector(k, size), vector(k + 1, following)
        if size == following and draw(st.booleans()):
            made.append(Diagonal(rng.normal(size=size), of=of, wrt=wrt))
        else:
            made.append(Dense(rng.normal(size=(size, following)), of=of, wrt=wrt))
    n, m = sizes[0], draw(st.integers(1, 6))
    W = Variable("W", (n, m))
    start = draw(st.sampled_from(["vector", "dz/dW", "dW/dx", "ds/dW"]))
    if start == "ds/dW":
        made[0] = Outer(rng.normal(size=m), made[0], wrt=W)
    elif start != "vector":
        made.insert(0, OneHot(rng.normal(size=m), of=vector(0, n), wrt=W))
    if start == "dW/dx":
        p = draw(st.integers(1, 7))
        made.insert(0, Dense(rng.normal(size=(p, n, m)), of=W, wrt=Variable("x", (p,))))
    return made[:longest]


def bracketings(items, join):
    """Every way to multiply neighbours until one is left."""
    if len(items) == 1:
        yield items[0]
    for k in range(1, len(items)):
        for left in bracketings(items[:k], join):
            for right in bracketings(items[k:], join):
                yield join(left, right)


class Priced:
    """A Jacobian and what it cost to make, in multiply-adds."""

    def __init__(self, jacobian, cost=0):
        self.jacobian, self.cost = jacobian, cost

    def __matmul__(self, other):
        left, right = self.jacobian, other.jacobian
        inner, outer = (left, right) if left.layout is COLUMN else (right, left)
        return Priced(left @ right, self.cost + other.cost + price(inner, outer.to(COLUMN)))


def price(inner, outer):
    """Multiply-adds of one product, counted from the kinds that meet."""
    to_a_scalar = inner.wrt.size if outer.of.size == 1 else 0
    if isinstance(inner, OneHot):
        return to_a_scalar
    if isinstance(inner, Outer):
        return price(inner.rest, outer) + to_a_scalar
    if isinstance(outer, OneHot | Outer):
        contracted = inner.wrt.size * outer.wrt.size
        if isinstance(outer, OneHot):
            return contracted
        size = outer.rest.wrt.size
        through = Dense(
            np.ones((inner.wrt.size, size)), of=outer.rest.wrt, wrt=vector(99, inner.wrt.size)
        )
        return contracted + price(through, outer.rest)
    if isinstance(inner, Diagonal) and isinstance(outer, Diagonal):
        return inner.wrt.size
    if isinstance(inner, Diagonal) or isinstance(outer, Diagonal):
        return inner.wrt.size * outer.of.size
    return inner.wrt.size * inner.of.size * outer.of.size


def written(links):
    """Multiply as `links.order` is written, and count."""
    names = {factor.name: Priced(factor) for factor in links.factors}
    return eval(links.order, {"__builtins__": {}}, names)


@fixed
@given(factors())
def test_every_order_of_brackets_gives_the_same_product(made):
    found = chain(*made).product.array
    for product in bracketings(made, lambda left, right: left @ right):
        assert_same(product.array, found, rtol=1e-10, atol=1e-10)


@fixed
@given(factors(), st.sampled_from([COLUMN, ROW]))
def test_the_order_taken_is_the_cheapest_of_all(made, layout):
    if layout is ROW:
        made = [factor.T for factor in made[::-1]]
    links = chain(*made)
    costs = [priced.cost for priced in bracketings([Priced(f) for f in made], Priced.__matmul__)]
    assert written(links).cost == min(costs)
    np.testing.assert_array_equal(written(links).jacobian.array, links.array, strict=True)


@fixed
@given(factors())
def test_the_other_convention_is_the_chain_from_right_to_left(made):
    column, row = chain(*made), chain(*[factor.T for factor in made[::-1]])
    assert_same(row.array, column.array.T, rtol=1e-10, atol=1e-10)
    assert row.product.layout is ROW


def steps(*sizes):
    return [
        Dense(np.ones((size, following)), of=vector(k + 1, following), wrt=vector(k, size))
        for k, (size, following) in enumerate(pairwise(sizes))
    ]


def test_the_textbook_chain_of_six_matrices_is_bracketed_as_in_the_textbook():
    # Cormen, Leiserson, Rivest and Stein, "Introduction to Algorithms", matrix-chain products.
    links = chain(*steps(30, 35, 15, 5, 10, 20, 25))
    assert links.order == ("(dv1_dv0 @ (dv2_dv1 @ dv3_dv2)) @ ((dv4_dv3 @ dv5_dv4) @ dv6_dv5)")
    assert written(links).cost == 15_125


def test_a_gradient_at_the_end_pulls_the_product_back_from_the_loss():
    made = steps(6, 5, 4, 1)
    assert chain(*made).order == "dv1_dv0 @ (dv2_dv1 @ dv3_dv2)"
    assert chain(*[factor.T for factor in made[::-1]]).order == "(dv3_dv2 @ dv2_dv1) @ dv1_dv0"


@pytest.mark.parametrize(
    ("p", "m", "order"),
    [(7, 2, "dW_dx @ (dz_dW @ dL_dz)"), (2, 7, "(dW_dx @ dz_dW) @ dL_dz")],
)
def test_a_matrix_on_the_way_is_passed_in_the_cheaper_order(p, m, order):
    W, x, z, L = (Variable(*v) for v in (("W", (4, m)), ("x", (p,)), ("z", (4,)), ("L", (1,))))
    links = chain(
        Dense(np.ones((p, 4, m)), of=W, wrt=x),
        OneHot(np.ones(m), of=z, wrt=W),
        Dense(np.ones((4, 1)), of=L, wrt=z),
    )
    assert links.order == order
    assert written(links).cost == 4 * m * p + 4 * min(m, p)


def test_a_single_input_pushes_the_product_forward():
    assert chain(*steps(1, 4, 5, 6)).order == "(dv1_dv0 @ dv2_dv1) @ dv3_dv2"


@pytest.mark.parametrize("size", [1, 4])
def test_of_orders_that_cost_the_same_the_one_from_the_loss_is_taken(size):
    made = [Diagonal(np.ones(size), of=vector(k + 1, size), wrt=vector(k, size)) for k in range(3)]
    assert chain(*made).order == "dv1_dv0 @ (dv2_dv1 @ dv3_dv2)"
    assert chain(*[one.T for one in made[::-1]]).order == "(dv3_dv2 @ dv2_dv1) @ dv1_dv0"


def test_a_chain_through_a_whole_network_is_the_pullbacks_one_after_another():
    rng = np.random.default_rng(5)
    one = Linear(rng.normal(size=(4, 3)), rng.normal(size=(4, 1)))
    two = Linear(rng.normal(size=(2, 4)), rng.normal(size=(2, 1)))
    a, upstream = rng.normal(size=(3, 1)), rng.normal(size=(2, 1))
    z1, back1 = one.vjp(a)
    s1, back2 = Sigmoid().vjp(z1)
    _, back3 = two.vjp(s1)
    factors = [
        one.jacobian(a, wrt="W", names={"z": "z1", "W": "W1"}),
        Sigmoid().jacobian(z1, names=("z1", "s1")),
        two.jacobian(s1, names=("s1", "z2")),
        Dense.of_gradient(upstream, of="L", wrt="z2"),
    ]
    assert_same(chain(*factors).gradient, back1(back2(back3(upstream).input).input).W)


# --- joints ------------------------------------------------------------------------------------


def marks(links):
    return [joint.mark for joint in links.joints]


def test_every_joint_says_what_meets_and_whether_it_holds():
    dv1_dv0, dv2_dv1 = steps(3, 4, 3)
    assert marks(chain(dv1_dv0, dv2_dv1)) == ["joint holds"]
    assert marks(chain(dv2_dv1, dv1_dv0)) == ["sizes only"]
    assert marks(chain(dv1_dv0, dv1_dv0)) == ["no joint"]
    assert marks(chain(dv1_dv0, dv2_dv1, dv2_dv1)) == ["joint holds", "no joint"]
    (joint,) = chain(dv2_dv1, dv1_dv0).joints
    assert (joint.left, joint.right) == ("v2[3]", "v0[3]")


def test_a_joint_of_two_conventions_does_not_hold():
    dv1_dv0, dv2_dv1 = steps(3, 4, 2)
    assert marks(chain(dv1_dv0, dv2_dv1.T)) == ["no joint"]
    assert marks(chain(dv2_dv1.T, dv1_dv0.T)) == ["joint holds"]


def test_a_wrong_chain_can_be_looked_at_and_only_its_product_is_refused():
    dv1_dv0, dv2_dv1 = steps(3, 4, 3)
    wrong = chain(dv2_dv1, dv1_dv0)
    assert "v2[3]" in repr(wrong)
    assert wrong._repr_html_()
    assert wrong._repr_latex_()
    for ask in ("product", "order", "array", "gradient"):
        with pytest.raises(ValueError, match="sizes agree by accident"):
            getattr(wrong, ask)


def test_all_joints_are_checked_before_anything_is_multiplied():
    made = steps(2, 3, 4, 5)
    with pytest.raises(ValueError, match="cannot chain dv2_dv1 @ dv1_dv0"):
        chain(made[1], made[0], made[2]).product  # noqa: B018


def test_one_factor_is_a_chain_and_its_own_product():
    (only,) = steps(3, 4)
    assert chain(only).product is only
    assert chain(only).joints == ()
    assert chain(only).order == "dv1_dv0"
