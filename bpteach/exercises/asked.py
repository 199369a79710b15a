"""Which unit a notebook asks, and which variant of it, read from its text alone."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from bpteach.exercises.catalogue import Unit, unit_of, units

__all__ = ["asked_seed", "asked_unit", "defines", "named_unit", "ours"]

_SEED = r"""seed\s*=\s*(?P<seed>\d{1,30}|"(?:[^"\\\n]|\\.){0,200}"|'(?:[^'\\\n]|\\.){0,200}')"""
_CARD = re.compile(
    r"""\bcard\(\s*(?:id\s*=\s*)?(["'])(?P<id>[\w.]{1,60})\1(?:\s*,\s*""" + _SEED + ")?"
)
_ASSIGNMENT = re.compile(r"\bAssignment\(\s*" + _SEED)
_LARGEST = 2**100


def ours(metadata: object) -> dict:
    """Take what the course wrote into a notebook's metadata.

    Parameters
    ----------
    metadata : object
        A notebook's metadata, whatever stands there.

    Returns
    -------
    dict
        Empty, if the course wrote nothing.

    Examples
    --------
    >>> ours({"bpteach": {"unit": "linear"}}), ours([])
    ({'unit': 'linear'}, {})
    """
    found = metadata.get("bpteach") if isinstance(metadata, Mapping) else None
    return found if isinstance(found, dict) else {}


def named_unit(name: object) -> Unit | None:
    """Find a unit by what it or its notebook is called.

    Parameters
    ----------
    name : object
        ``"linear"`` or ``"03_linear"``.

    Returns
    -------
    Unit or None
        None where there is none of that name.

    Examples
    --------
    >>> named_unit("03_linear").name, named_unit(["linear"])
    ('linear', None)
    """
    return next((unit for unit in units() if name in (unit.name, unit.lesson)), None)


def asked_unit(sources: Iterable[str], about: Mapping) -> Unit | None:
    """Find the unit that a notebook answers.

    Parameters
    ----------
    sources : iterable of str
        The text of its code cells.
    about : mapping
        What `ours` gave.

    Returns
    -------
    Unit or None
        The unit that the metadata names; else the one whose answers the cells define, or whose
        cards they open. None where nothing tells.

    Examples
    --------
    >>> asked_unit(["def dL_dW(a, dL_dz): ..."], {}).name
    'linear'
    >>> asked_unit(['card("relu.forward")'], {}).name
    'relu'
    """
    named = named_unit(about.get("unit"))
    if named:
        return named
    text = "\n".join(sources)
    found = unit_of(dict.fromkeys(re.findall(r"^(?:def +)?(\w+) *[(=]", text, re.MULTILINE)))
    if found:
        return found
    cards = Counter(call["id"].split(".")[0] for call in _CARD.finditer(text))
    return next(filter(None, (named_unit(name) for name, _ in cards.most_common())), None)


def asked_seed(sources: Iterable[str], about: Mapping) -> int | str:
    """Find the variant that a notebook asks.

    Parameters
    ----------
    sources : iterable of str
        The text of its code cells.
    about : mapping
        What `ours` gave.

    Returns
    -------
    int or str
        What the metadata say; else what its ``Assignment(seed=...)`` says, or most of its
        ``card(..., seed=...)``; else 0, the course's own.

    Examples
    --------
    >>> asked_seed(['card("linear.dW", seed="ada").check(dL_dW)'], {})
    'ada'
    """
    seed = about.get("seed")
    if _is_seed(seed):
        return seed
    sources = list(sources)
    found = Counter(call["seed"] for text in sources for call in _ASSIGNMENT.finditer(text))
    found = found or Counter(
        call["seed"] or "0" for text in sources for call in _CARD.finditer(text)
    )
    if not found:
        return 0
    try:
        seed = ast.literal_eval(found.most_common(1)[0][0])
    except (SyntaxError, ValueError):  # an escape or a number that Python does not know
        return 0
    return seed if _is_seed(seed) else 0


def _is_seed(seed) -> bool:
    if type(seed) is str:
        return len(seed) <= 200 and seed.isprintable()
    return type(seed) is int and 0 <= seed < _LARGEST


def defines(source: str, name: str) -> bool:
    """Tell whether a cell's text defines a name at its left margin.

    Parameters
    ----------
    source : str
        The text.
    name : str
        Of a function or a variable.

    Returns
    -------
    bool
        True also where the cell cannot be parsed.

    Examples
    --------
    >>> defines("x = (", "x"), defines("  x = 1", "x")
    (True, False)
    """
    return re.search(rf"^(?:def +)?{re.escape(name)} *[(=]", source, re.MULTILINE) is not None
