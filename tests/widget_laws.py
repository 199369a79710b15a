"""What holds for every widget's state; a widget's tests call these with states of their own."""

import json
import random
import re
from itertools import product

from matplotlib.text import Text

from bpteach.plots.lint import lint
from bpteach.widgets.frames import resolve, said

MANY = 40  # positions looked at, of all there are


def positions(state, seed=0):
    """Some of the positions of a state, or all if they are few; the first is its own."""
    moves = state.moves()
    every = [dict(zip(moves, values, strict=True)) for values in product(*moves.values())]
    chosen = every if len(every) <= MANY else random.Random(seed).sample(every, MANY)
    return [state.position, *chosen]


def check_page(state):
    """The page moves as Python would: all that a move changes stands in frames."""
    spec = state.spec()
    json.dumps(spec, allow_nan=False)
    for position in positions(state):
        there = state.moved(**position)
        assert there.position == position
        assert there.spec() == spec, "spec() must not depend on the moves outside of frames"
        assert said(resolve(spec["sentence"], position)) == there.sentence()
        assert said(resolve(state.code_pieces(), position)) == there.code()
        resolve(spec, position)


def check_code(state, names):
    """The line of code rebuilds the state."""
    for position in positions(state)[:5]:
        there = state.moved(**position)
        assert eval(there.code(), dict(names)).state == there


def check_picture(state):
    """The static picture can be read in both themes, and says what it shows."""
    light, dark = state.picture("light"), state.picture("dark")
    assert lint(light) == []
    assert lint(dark) == []
    assert light.alt == dark.alt
    assert len(light.alt) > 60
    assert light.alt.endswith(".")
    assert words_of(light) == words_of(dark)


def words_of(picture):
    return [text.get_text() for text in picture.findobj(Text)]


def numbers_in(words):
    """Every number of a text, also lowered ones, as floats."""
    plain = words.translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉−", "0123456789-"))
    return [float(found) for found in re.findall(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?", plain)]


def parts_of(spec, kind):
    """Every part of a kind in a spec, in frames too."""
    if isinstance(spec, dict):
        found = [spec] if spec.get("kind") == kind else []
        return found + [one for value in spec.values() for one in parts_of(value, kind)]
    if isinstance(spec, list):
        return [one for value in spec for one in parts_of(value, kind)]
    return []
