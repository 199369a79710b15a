"""Replies that are forged as a whole: the process of a submission says what it likes."""

from hostile import HONEST, WRONG, Attack, forged

# What is sent in the place of the program's own messages; `packed`, `stream` and `Questions`
# are found on the stack, as anyone who knows the program can.
FOUND = """
import os, sys, time
import numpy as np
frame = sys._getframe()
while frame:
    if type(frame.f_locals.get('stream')).__name__ == 'Stream':
        stream, inside = frame.f_locals['stream'], frame.f_globals
        numbers = [number for number, _ in frame.f_locals['asked']['cells']]
    frame = frame.f_back
packed, Questions = inside['packed'], inside['Questions']
"""


def replying(name, asked, told, **more):
    """Every question of a kind is answered with the same value."""
    source = f"""
own = Questions.reply
Questions.reply = lambda self, one: packed({told}) if one[0] == {asked!r} else own(self, one)
"""
    return forged(name, FOUND + source + WRONG, least=0.0, **more)


def telling(name, told, **more):
    """The cells are said to be done, and what became of them is told."""
    source = f"stream.send(packed({told}))\ntime.sleep(10)\n"
    return forged(name, FOUND + WRONG + "\n" + source, least=0.0, **more)


ATTACKS = [
    replying("a look that is a call's reply", "look", "(1, (), ())"),
    replying("a look with arrays for names", "look", "{'handle': 0, 'names': np.zeros(3)}"),
    replying("a look at another's handle", "look", "{'handle': 2 ** 61, 'names': ()}"),
    replying("a look without anything", "look", "{}"),
    replying("a value that is a call's reply", "values", "(1, (), ())"),
    replying("a call without anything", "call", "{}"),
    replying("a call with one value too many", "call", "(1, (), (), ())"),
    replying(
        "a place in a cell with thousands of digits",
        "call",
        "{'raised': 'ValueError', 'where': ('1' * 2000, 1, 1)}",
    ),
    replying("a place beyond all lines", "call", "{'where': ('3', 2 ** 61, 2 ** 61)}"),
    replying("the course's code, by a name that is a pattern", "call", "{'course': '(' * 99}"),
    replying("an array of nothing, without end", "call", "(np.zeros((2 ** 40, 0)), (), ())"),
    replying(
        "changed arguments that there are not", "call", "(1, (2 ** 61, -1, np.zeros(2)), (1,))"
    ),
    telling("answers without end", "{'raised': [], 'answers': np.zeros((2 ** 40, 0))}"),
    telling("troubles in an array of no axis", "{'raised': np.array(1.0), 'answers': ('dL_dW',)}"),
    telling("troubles without end", "{'raised': np.zeros((2 ** 40, 0)), 'answers': ()}"),
    telling("a trouble in no cell", "{'raised': [(99, 'LEAK', 1)], 'answers': ()}"),
    telling("no answers at all", "{'raised': []}"),
    telling("nothing but text", "'answers'"),
    telling("three values", "(np.zeros(2), 'begins', {})"),
    Attack(
        "cells that end the process in the name of the last",
        (
            FOUND + "stream.send(packed({'begins': numbers[-1]}))\nos._exit(0)",
            *["x = 1"] * 300,
            HONEST,
        ),
        least=0.0,
    ),
    forged(
        "an array of nothing, along an axis without end",
        "def dL_dW(a, dL_dz): return np.zeros((1 << 40, 0))",
    ),
    forged(
        "an array of nothing, across an axis without end",
        "def dL_dW(a, dL_dz): return [np.zeros((0, 1 << 40))] * 2",
    ),
    forged(
        "a list of arrays with all the axes that there are",
        "def dL_dW(a, dL_dz): return [[np.zeros((1,) * 64)]]",
    ),
    forged(
        "objects with all the axes that there are",
        "def dL_dW(a, dL_dz): return [np.full((1,) * 64, 1.0, dtype=object)]",
    ),
]
