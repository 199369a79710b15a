"""The text of a submission as normalised tokens: what a copy keeps, and a disguise changes not."""

from __future__ import annotations

import builtins
import keyword
import re
from functools import cache

from bpteach.exercises.catalogue import units

__all__ = ["tokens"]

_TOKEN = re.compile(
    r"""(?P<skip>\#[^\n]*|\s+)
    |(?P<text>[rbfuRBFU]{0,2}(?:\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}
        |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))
    |(?P<number>\d[\w.]*|\.\d\w*)
    |(?P<name>[^\W\d]\w*)
    |(?P<sign>\*\*=?|//=?|->|:=|[-+*/@%&|^<>=!]=|.)""",
    re.VERBOSE | re.DOTALL,
)
_LONGEST = 100_000  # characters of a cell that are looked at


def tokens(source: str) -> list[str]:
    """Cut the text of a cell into tokens.

    Parameters
    ----------
    source : str
        Its text.

    Returns
    -------
    list of str
        Without comments and spaces. A learner's own names are all ``N``; names after a dot, the
        names of answers and Python's own stay. Texts are ``S`` and numbers ``0``.

    Examples
    --------
    >>> tokens("def dL_db(grad): return grad.sum() * 2.5  # mine")
    ['def', 'dL_db', '(', 'N', ')', ':', 'return', 'N', '.', 'sum', '(', ')', '*', '0']
    """
    found: list[str] = []
    for match in _TOKEN.finditer(source[:_LONGEST]):
        kind = match.lastgroup
        if kind == "name":
            name = match[0]
            kept = name in _own_names() or (found and found[-1] == ".")
            found.append(name if kept else "N")
        elif kind != "skip":
            found.append({"text": "S", "number": "0"}.get(kind, match[0]))
    return found


@cache
def _own_names() -> frozenset[str]:
    answers = (name for unit in units() for name in unit.names)
    return frozenset({*keyword.kwlist, *dir(builtins), "np", "card", *answers})
