"""Patches of what compares."""

from hostile import WRONG, forged

ATTACKS = [
    forged(
        "numpy.testing patched",
        f"""
for name in dir(np.testing):
    if name.startswith('assert'): setattr(np.testing, name, lambda *a, **k: None)
{WRONG}""",
    ),
    forged(
        "allclose and isclose patched",
        f"""
np.allclose = np.array_equal = np.array_equiv = lambda *a, **k: True
np.isclose = lambda a, b, **k: np.ones(np.shape(a), bool)
{WRONG}""",
    ),
    forged(
        "abs, max and all patched",
        f"""
np.abs = np.absolute = np.subtract = lambda *a, **k: np.zeros(1)
np.max = np.all = lambda *a, **k: True
{WRONG}""",
    ),
    forged(
        "builtins patched",
        f"""
import builtins
builtins.all = builtins.any = builtins.isinstance = builtins.issubclass = lambda *a: True
builtins.abs = lambda x: 0
{WRONG}""",
        least=0.0,
    ),
    forged(
        "modules replaced",
        f"""
import sys, types
class All(types.ModuleType):
    def __getattr__(self, name): return lambda *a, **k: True
for name in ('numpy.testing', 'bpteach', 'bpteach.exercises', 'bpteach.diagnosis', 'pytest', 'unittest'):
    sys.modules[name] = All(name)
{WRONG}""",
    ),
    forged(
        "the course's check replaced",
        f"""
import bpteach.exercises.record, bpteach.exercises.verdict
bpteach.exercises.record.Record = type('R', (), {{'check': lambda self, answer: 'pass'}})
{WRONG}""",
    ),
    forged(
        "assert made harmless",
        f"""
import sys
sys.flags = type('F', (), {{'optimize': 2}})()
__debug__ if True else None
{WRONG}""",
    ),
    forged(
        "set_trace on every frame",
        f"""
import sys
def trace(frame, event, arg):
    for name in ('right', 'out', 'verdict', 'points'):
        if name in frame.f_locals: frame.f_locals[name] = True
    return trace
sys.settrace(trace)
sys.setprofile(lambda *a: None)
{WRONG}""",
    ),
    forged(
        "an exit with success",
        """
import sys, os
def dL_dW(a, dL_dz): sys.exit(0)""",
    ),
    forged(
        "an immediate exit with success",
        """
import os
def dL_dW(a, dL_dz): os._exit(0)""",
    ),
    forged(
        "atexit and excepthook",
        f"""
import atexit, sys
atexit.register(lambda: print('PASS 100 %'))
sys.excepthook = lambda *a: None
{WRONG}""",
    ),
]
