"""What of a spec need not be sent again, since the page has it from the opening."""

from __future__ import annotations

__all__ = ["SAME", "spared", "whole"]

SAME = {"same": True}


def spared(now, base):
    """Leave out of a spec every part that is as it was.

    Parameters
    ----------
    now : plain data
        The spec to send.
    base : plain data
        The spec that the page has. Parts that are the very same objects cost no time.

    Returns
    -------
    plain data
        `SAME` in the place of every dict or list that is the same at the same place.

    Examples
    --------
    >>> spared({"a": [1, 2], "b": {"c": 3}}, {"a": [1, 2], "b": {"c": 4}})
    {'a': {'same': True}, 'b': {'c': 3}}
    """
    if now is base:
        return SAME if isinstance(now, dict | list | tuple) else now
    if isinstance(now, dict) and isinstance(base, dict) and now.keys() == base.keys():
        left = {key: spared(value, base[key]) for key, value in now.items()}
        return SAME if _all_same(left.values(), now.values(), base.values()) else left
    if _are_points(now) and type(base) is list:  # a pair is shorter than what stands for it
        return SAME if now == base else now
    if isinstance(now, list | tuple) and isinstance(base, list | tuple) and len(now) == len(base):
        left = [spared(*pair) for pair in zip(now, base, strict=True)]
        return SAME if _all_same(left, now, base) else left
    return now


def _all_same(left, now, base) -> bool:
    """Whether every part was left out, or is a number or a text that did not change."""
    triples = zip(left, now, base, strict=True)
    return all(
        one is SAME or (type(new) is type(old) and new == old and not _holds(new))
        for one, new, old in triples
    )


def _are_points(node) -> bool:
    """Whether a list is pairs of numbers, with None where a line is broken."""
    first = next(filter(None, node), None) if type(node) is list else None
    return type(first) is list and len(first) == 2 and type(first[0]) is type(first[1]) is float


def _holds(node) -> bool:
    return isinstance(node, dict | list | tuple)


def whole(now, base):
    """Put back what was left out, as the page does.

    Parameters
    ----------
    now : plain data
        What `spared` gave.
    base : plain data
        The spec that the page has.

    Returns
    -------
    plain data
        The spec.

    Examples
    --------
    >>> whole({"a": {"same": True}, "b": {"c": 3}}, {"a": [1, 2], "b": {"c": 4}})
    {'a': [1, 2], 'b': {'c': 3}}
    """
    if now == SAME:
        return base
    if isinstance(now, dict):
        old = base if isinstance(base, dict) else {}
        return {key: whole(value, old.get(key)) for key, value in now.items()}
    if isinstance(now, list):
        old = base if isinstance(base, list) and len(base) == len(now) else [None] * len(now)
        return [whole(*pair) for pair in zip(now, old, strict=True)]
    return now
