"""A verdict is data with words: full texts, its way through JSON, and its card in HTML."""

import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from bpteach.display.heat import contrast
from bpteach.exercises import Rung, Status, Verdict, get

# --- full texts ---------------------------------------------------------------------------


def stops(a, dL_dz):
    return np.dot(dL_dz, a)


def nan(a, dL_dz):
    return np.log(dL_dz) @ a.T


def W_as_it_stands(W, dL_dz):
    return W @ dL_dz


def in_place(a, dL_dz):
    out = dL_dz @ a.T
    a -= 0.1 * a
    return out


def bent(a, dL_dz):
    return dL_dz @ a.T if len(a) == 8 else 2 * dL_dz @ a.T


TEXTS = [
    ("linear.dW", lambda a, dL_dz: dL_dz @ a.T, None, """\
✓ linear.dW: right (3 of 3 points)
  Right on inputs of two sizes."""),
    ("linear.forward", lambda W, a, b: W @ a + b, None, """\
✓ linear.forward: right (1 of 1 point)
  Right on inputs of two sizes."""),
    ("linear.dW", np.ones((4, 3)), Rung.PRESENT, """\
✗ linear.dW: not yet (0 of 3 points)
  This exercise is answered with the function dL_dW itself, but a value of type ndarray was \
passed. Pass the name without calling it: `check(dL_dW)`."""),
    ("linear.dW", stops, Rung.RUNS, """\
✗ linear.dW: not yet (0 of 3 points)
  dL_dW stopped with ValueError: the left factor of `dot` is 1 wide, the right one 8 high: not \
equal.
  It happened in line 2 of your function: `return np.dot(dL_dz, a)`
  The inputs of this call were: a (8, 1), dL_dz (3, 1)."""),
    ("linear.da", W_as_it_stands, Rung.RUNS, """\
✗ linear.da: not yet (0 of 2 points)
  The sizes of two arrays do not fit. dL_da stopped with ValueError: the left factor of `@` is 3 \
wide, the right one 5 high: not equal. Write the variable under each side: which ones meet?
  It happened in line 2 of your function: `return W @ dL_dz`
  The inputs of this call were: W (5, 3), dL_dz (5, 1).
  On equal sizes, where the shapes fit: W takes a column of m entries to one of n. On the way back \
a gradient of n entries has to become one of m: as it stands, W points the wrong way. What turns \
it round?"""),
    ("linear.dW", lambda a, dL_dz: a @ dL_dz.T, Rung.SHAPE, """\
✗ linear.dW: not yet (0 of 3 points)
  The outer product stands the other way round: rows follow a, columns follow dL_dz, so it is m×n. \
Row i of W belongs to output z_i: which of the two should give the rows?"""),
    ("linear.contract", lambda T, g: np.einsum("ijk,i->jk", T, g[:, 0]), Rung.SHAPE, """\
✗ linear.contract: not yet (0 of 3 points)
  2 mistakes give exactly these numbers; look for each.
  (1) You summed over the first axis, which counts the rows of W. The axis of z is the last one in \
column convention; both have n entries, so numpy does not complain.
  (2) `tensordot(g, T, 1)` joins the last axis of g with the first axis of T. The axis of z is \
the last one of T: which operand comes first?"""),
    ("linear.dW", nan, Rung.FINITE, """\
✗ linear.dW: not yet (0 of 3 points)
  dL_dW holds nan in 8 of 24 entries: look for an overflow in exp, a division by 0, 0 times inf, \
or entries that were never written."""),
    ("linear.dW", lambda a, dL_dz: 2 * dL_dz @ a.T, Rung.VALUES, """\
✗ linear.dW: not yet (0 of 3 points)
  dL_dW is 2 times what it should be, in every entry: one constant factor is wrong."""),
    ("linear.dW", in_place, Rung.INPUTS, """\
✗ linear.dW: not yet (0 of 3 points)
  The numbers are right, but your function changes its input a. Other code still needs it: work \
on a new array, not with `+=`, `[...] =` or `out=`."""),
    ("linear.dW", bent, Rung.SEED, """\
✗ linear.dW: not yet (0 of 3 points)
  Right on the first inputs, but not on others of another size. Is a number or a size written into \
the code? dL_dW is 2 times what it should be, in every entry: one constant factor is wrong."""),
    ("linear.xw", lambda x, V, g: (g.T @ x, g @ V.T, g.ravel()), Rung.SHAPE, """\
✗ linear.xw: not yet (1⅓ of 4 points)
  1 of 3 results are right.
  ✗ dL_dV: not yet (0 of 1⅓ points)
    dL_dV is transposed: it is n×m, and V is m×n. Row j of V belongs to input x_j: which factor \
should give the rows?
  ✓ dL_dx: right (1⅓ of 1⅓ points)
    Right on inputs of two sizes.
  ✗ dL_db: not yet (0 of 1⅓ points)
    dL_db has the right numbers, but its shape is (8,), that is n (1-D: neither a column nor a \
row). Asked for is (1, 8), that is 1×n."""),
    ("linear.row_form", lambda W, a, g: (a @ g, g @ W, g), None, """\
✓ linear.row_form: right (4 of 4 points)
  Every result is right.
  ✓ dL_dW: right (1⅓ of 1⅓ points)
    Right on inputs of two sizes.
  ✓ dL_da: right (1⅓ of 1⅓ points)
    Right on inputs of two sizes.
  ✓ dL_db: right (1⅓ of 1⅓ points)
    Right on inputs of two sizes."""),
    ("linear.kron", {}, None, """\
– linear.kron: not started (0 of 4 points)
  Write `dz_dvecW(a, n)` in its cell, run that cell, then check again."""),
]  # fmt: skip


@pytest.mark.parametrize(("id", "answer", "rung", "text"), TEXTS)
def test_the_full_text_of_a_verdict(id, answer, rung, text):
    verdict = get(id).check(answer)
    assert str(verdict) == text
    assert repr(verdict) == text
    assert verdict.rung is rung


def test_two_causes_are_named_as_data_too():
    verdict = get("linear.contract").check(lambda T, g: np.tensordot(g[:, 0], T, 1))
    assert (verdict.mistake, verdict.also, verdict.finding) == ("B7", ("T2",), None)


def test_every_word_that_a_mistake_says_is_plain():
    for id in ("linear.db", "linear.da", "linear.dW", "linear.contract", "linear.row_form"):
        for mistake in get(id).mistakes:
            assert mistake.words.endswith((".", "?", ")"))
            assert max(map(len, re.split(r"[.?:;] ", mistake.words))) < 160
            assert not re.search(
                r"\b(simply|just|obviously|trivial|invalid|illegal)\b", mistake.words
            )


# --- data ---------------------------------------------------------------------------------


def answers():
    yield get("linear.xw").check(lambda x, V, g: (x.T @ g, g @ V, g))
    yield get("linear.row_form").check(lambda W, a, g: (a @ g, None, g))
    yield from (get(id).check(answer) for id, answer, _, _ in TEXTS)


def test_a_verdict_goes_through_json_and_comes_back_the_same():
    for verdict in answers():
        plain = json.loads(json.dumps(verdict.to_dict()))
        assert Verdict.from_dict(plain) == verdict
        assert str(Verdict.from_dict(plain)) == str(verdict)


def test_a_verdict_from_json_has_enums_again():
    verdict = Verdict.from_dict(
        json.loads(json.dumps(get("linear.dW").failed(Rung.RUNS, "x").to_dict()))
    )
    assert (verdict.status, verdict.rung) == (Status.FAIL, Rung.RUNS)
    assert [status.name for status in Status] == ["PASS", "FAIL", "NOT_STARTED", "GRADER_ERROR"]


def test_the_rungs_stand_in_the_order_of_the_ladder():
    assert [rung.value for rung in Rung] == [
        "present", "runs", "shape", "finite", "values", "linear", "inputs", "seed",
    ]  # fmt: skip


def test_a_verdict_cannot_be_changed():
    verdict = get("linear.dW").failed(Rung.RUNS, "x")
    with pytest.raises(AttributeError):
        verdict.points = 3


# --- the card in HTML ---------------------------------------------------------------------

# What the sanitizer of JupyterLab 4 lets through in a notebook that is not trusted.
ALLOWED_TAGS = {"div", "p", "strong", "ul", "li", "code"}
ALLOWED_STYLES = {
    "background": r"#[0-9A-F]{6}|transparent",
    "color": r"#[0-9A-F]{6}",
    "border-left": r"\d+px solid #[0-9A-F]{6}",
    "padding": r"\d+px \d+px",
    "padding-left": r"[\d.]+em",
    "margin": r"\d+(px)?( \d+(px)?){1,3}",
    "max-width": r"\d+em",
    "line-height": r"[\d.]+",
    "overflow-wrap": "break-word",
}


class Card(HTMLParser):
    """Reads a card: its text, and every pair of text colour and ground."""

    def __init__(self, html):
        super().__init__()
        self.text, self.pairs, self.open, self.colors = "", set(), [], [("#000000", "#FFFFFF")]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        assert tag in ALLOWED_TAGS
        assert {name for name, _ in attributes} <= {"style"}
        styles = dict(one.split(":") for one in dict(attributes).get("style", "").split(";") if one)
        for name, value in styles.items():
            assert re.fullmatch(ALLOWED_STYLES[name], value), (name, value)
        ink, ground = self.colors[-1]
        own = styles.get("background", "transparent")
        self.colors.append((styles.get("color", ink), ground if own == "transparent" else own))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.colors.pop()

    def handle_data(self, data):
        self.text += data
        self.pairs.add(self.colors[-1])


def test_a_card_is_sound_html_that_a_sanitizer_leaves_alone():
    for verdict in answers():
        card = Card(verdict._repr_html_())
        assert card.open == []
        assert card.pairs


def test_a_card_says_all_that_the_text_says():
    for verdict in answers():
        words = re.sub(r"\s+", "", Card(verdict._repr_html_()).text)
        assert words == re.sub(r"\s+|`", "", str(verdict))


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("of_part", Status)
def test_every_text_on_a_card_has_a_contrast_of_four_and_a_half(status, of_part):
    part = Verdict("dL_dW", of_part, "words and `code`")
    verdict = Verdict("linear.xw", status, "words and `code`", parts={"dL_dW": part}, advice="x")
    pairs = Card(verdict._repr_html_()).pairs
    assert len(pairs) >= 2
    for ink, ground in pairs:
        assert ground != "#FFFFFF"
        assert contrast(ink, ground) >= 4.5


def test_what_an_answer_says_is_escaped():
    def dL_dW(a, dL_dz):
        raise ValueError("<script>alert(`1`)</script> & <b onclick='x'>")

    html = get("linear.dW").check(dL_dW)._repr_html_()
    card = Card(html)
    assert "<script" not in html
    assert "<b" not in html
    assert "<script>alert(1)</script> & <b onclick='x'>" in card.text


def test_code_of_the_learner_is_set_as_code_and_escaped():
    def dL_dW(a, dL_dz):
        return a if a.size < dL_dz.size > 99 else None + 1

    html = get("linear.dW").check(dL_dW)._repr_html_()
    assert "return a if a.size &lt; dL_dz.size &gt; 99 else None + 1</code>" in html


def test_a_lone_backtick_is_only_a_character():
    html = Verdict("linear.dW", Status.FAIL, "one ` alone")._repr_html_()
    assert Card(html).text.endswith("one ` alone")
    assert "<code" not in html


def test_a_status_is_told_by_a_sign_and_words_not_by_colour_alone():
    heads = [Verdict("x", status, "").headline for status in Status]
    assert heads == [
        "✓ x: right (0 of 0 points)",
        "✗ x: not yet (0 of 0 points)",
        "– x: not started (0 of 0 points)",
        "! x: could not be checked; the fault is ours (0 of 0 points)",
    ]
