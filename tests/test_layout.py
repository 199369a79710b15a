import copy
import pickle

import numpy as np
import pytest

from bpteach import COLUMN, ROW, Layout, LayoutError, ShapeError, Variable
from bpteach.layout import shape_words

WORDS = {
    COLUMN: ["column", "denominator", "Column", " DENOMINATOR ", COLUMN],
    ROW: ["row", "numerator", "Row", " NUMERATOR ", ROW],
}


@pytest.mark.parametrize("layout", WORDS, ids=repr)
def test_all_words_for_a_convention_are_the_same_value(layout):
    assert [Layout(word) for word in WORDS[layout]] == [layout] * 5


def test_there_are_two_conventions_and_each_knows_the_other():
    assert list(Layout) == [COLUMN, ROW]
    assert (COLUMN.other, ROW.other) == (ROW, COLUMN)


@pytest.mark.parametrize("layout", Layout, ids=repr)
def test_a_convention_stays_itself_when_copied_or_sent(layout):
    assert pickle.loads(pickle.dumps(layout)) is layout
    assert copy.deepcopy(layout) is layout


def test_a_convention_reads_as_its_name_and_wears_a_badge():
    assert [repr(layout) for layout in Layout] == ["COLUMN", "ROW"]
    assert [layout.badge for layout in Layout] == ["column · denominator ↓", "row · numerator →"]


@pytest.mark.parametrize("word", ["columns", "", None, 0, True, ["row"], b"row", "F"])
def test_any_other_word_is_refused_and_the_two_are_named(word):
    with pytest.raises(LayoutError) as caught:
        Layout(word)
    assert str(caught.value) == (
        f"unknown convention {word!r}\n"
        "  the two conventions: 'column' (or 'denominator') and 'row' (or 'numerator')\n"
        '  write Layout("column") or Layout("row"), or use COLUMN or ROW'
    )


def test_the_errors_of_layout_are_value_errors():
    assert issubclass(LayoutError, ValueError)
    assert issubclass(ShapeError, ValueError)


@pytest.mark.parametrize(
    ("axes", "words", "shape", "size", "is_matrix"),
    [
        ((3,), "v[3]", (3, 1), 3, False),
        ((1,), "v[1]", (1, 1), 1, False),
        ((4, 3), "v[4x3]", (4, 3), 12, True),
        ((4, 1), "v[4x1]", (4, 1), 4, True),
        ((0, 5), "v[0x5]", (0, 5), 0, True),
    ],
)
def test_a_variable_knows_its_shape_its_size_and_its_words(axes, words, shape, size, is_matrix):
    variable = Variable("v", axes)
    assert str(variable) == words
    assert (variable.shape, variable.size, variable.is_matrix) == (shape, size, is_matrix)


@pytest.mark.parametrize(
    ("shape", "axes"), [((3, 1), (3,)), ((1, 1), (1,)), ((1, 3), (1, 3)), ((4, 3), (4, 3))]
)
def test_a_column_is_a_vector_and_any_other_array_keeps_its_axes(shape, axes):
    assert Variable.like("a", shape) == Variable("a", axes)


def test_variables_are_the_same_by_name_and_by_size():
    z = Variable("z", (3,))
    assert z == Variable("z", (3,))
    assert hash(z) == hash(Variable("z", (3,)))
    assert z not in {Variable("a", (3,)), Variable("z", (4,)), Variable("z", (3, 1))}


@pytest.mark.parametrize("axes", [[4, 3], np.array([4, 3]), (np.int64(4), np.int8(3))], ids=repr)
def test_sizes_of_any_integer_kind_make_the_same_variable(axes):
    variable = Variable("W", axes)
    assert variable == Variable("W", (4, 3))
    assert str(variable) == "W[4x3]"


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ((), "a single number"),
        ((1,), "1-D with 1 entry"),
        ((0,), "1-D with 0 entries"),
        ((4,), "1-D with 4 entries"),
        ((4, 1), "4 x 1"),
        ((2, 3, 4), "2 x 3 x 4"),
    ],
)
def test_a_shape_is_said_as_the_lessons_say_it(shape, words):
    assert shape_words(shape) == words
