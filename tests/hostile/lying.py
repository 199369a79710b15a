"""Notebooks that say they are right."""

from hostile import HONEST, Attack, forged

ATTACKS = [
    forged("a verdict printed", "print('✓ linear.dW: right (3 of 3 points)')"),
    forged("an exercise's own names", "VERDICT = points = max_points = 26.0\nstatus = 'PASS'"),
    forged(
        "the card's check replaced",
        """
from bpteach.exercises import card
card = lambda *a, **k: type('C', (), {'check': lambda self, x: 'pass'})()
print(card('linear.dW').check(None))""",
    ),
    forged(
        "a pass by exception",
        """
class Pass(Exception): points = 3
def dL_dW(a, dL_dz): raise Pass('PASS')""",
    ),
    forged(
        "not started by exception, which is no fault",
        """
def dL_dW(a, dL_dz): raise NotImplementedError""",
    ),
    forged(
        "the course's layer as the answer",
        """
from bpteach import Linear
def dL_dW(a, dL_dz): return Linear(np.ones((len(dL_dz), len(a))), np.ones((len(dL_dz), 1))).vjp(a)[1](dL_dz).W""",
    ),
    forged(
        "the reference by its name",
        """
from bpteach.exercises import get
dL_dW = get('linear.dW').reference""",
    ),
    forged(
        "everything that raises is caught",
        """
def dL_dW(a, dL_dz):
    try: return undefined
    except BaseException: return True""",
    ),
    Attack(
        "a grader's cell copied in",
        (HONEST, "# AUTOGRADED\nassert True\n### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS"),
    ),
    Attack("nothing but text that is no Python", (HONEST, "points = 26 von 26 !!")),
]
