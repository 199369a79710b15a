"""What is left out of a spec comes back whole."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from bpteach.widgets import explorer
from bpteach.widgets.savings import SAME, spared, whole

fixed = settings(max_examples=200, derandomize=True, database=None, deadline=None)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.sampled_from(["", "a"]))
PLAIN = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=12,
)


@fixed
@given(PLAIN, PLAIN)
def test_what_is_left_out_comes_back(now, base):
    sent = json.loads(json.dumps(spared(now, base)))
    assert json.dumps(whole(sent, base)) == json.dumps(now)


@fixed
@given(PLAIN)
def test_what_did_not_change_is_not_sent(base):
    copy = json.loads(json.dumps(base))
    assert spared(copy, base) == (SAME if isinstance(base, dict | list) else base)


def test_tuples_are_sent_as_lists_are():
    assert spared((1, [2, (3,)]), (1, [2, (3,)])) == SAME
    assert whole(json.loads(json.dumps(spared((1, (4,)), (1, (3,))))), [1, [3]]) == [1, [4]]


def test_true_and_one_are_not_the_same():
    assert spared({"a": True}, {"a": 1}) == {"a": True}


def test_an_explorer_sends_a_knot_and_not_all_functions_again():
    panel = explorer("drawn")
    opening = panel.spec
    assert panel.changes == SAME
    assert panel.base == opening
    panel.do("knots", [3, 1.0])
    assert whole(panel.changes, panel.base) == panel.spec != opening
    assert len(json.dumps(panel.changes)) < 0.4 * len(json.dumps(panel.base))
    panel.do("undo")
    assert panel.changes == SAME
