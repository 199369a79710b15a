"""Frames: what a page needs to move along what Python has computed already.

A spec is plain data. Anywhere in it may stand a frame, made by `along`: one piece of data for each
value of a field, from which the page picks by where it is. So a slider moves in the page, at once
and without a kernel, and no formula stands a second time in JavaScript.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable

__all__ = ["along", "at", "resolve", "said"]


def along(field: str, values: Iterable, make: Callable) -> dict:
    """Give one piece of data for each value of a field.

    Parameters
    ----------
    field : str
        A field of the state that the page may move.
    values : iterable of int or str
        Every value that the field can take. No floats, which a page writes in another way:
        count the places of a slider, and say in words what each stands for.
    make : callable
        From a value to plain data, which may hold frames again.

    Returns
    -------
    dict
        The frame.

    Examples
    --------
    >>> along("k", [1, 2], lambda k: f"slice {k}")
    {'along': 'k', 'frames': {'1': 'slice 1', '2': 'slice 2'}}
    """
    values = [value if isinstance(value, str) else operator.index(value) for value in values]
    return {"along": field, "frames": {str(value): make(value) for value in values}}


def at(field: str) -> dict:
    """Stand for a field's value itself, as text.

    Parameters
    ----------
    field : str
        A field of the state that the page may move.

    Returns
    -------
    dict
        The place of the value.

    Examples
    --------
    >>> said(resolve(["slice ", at("k")], {"k": 2}))
    'slice 2'
    """
    return {"at": field}


def resolve(node, position: dict):
    """Pick what the page shows at one position.

    Parameters
    ----------
    node : plain data
        A spec, or a piece of one.
    position : dict
        Values of the fields that move.

    Returns
    -------
    plain data
        The same without any frame.

    Examples
    --------
    >>> resolve({"text": along("k", [1, 2], lambda k: "ab"[k - 1])}, {"k": 2})
    {'text': 'b'}
    """
    if isinstance(node, dict):
        if "along" in node:
            return resolve(node["frames"][str(position[node["along"]])], position)
        if node.keys() == {"at"}:
            return str(position[node["at"]])
        return {key: resolve(value, position) for key, value in node.items()}
    if isinstance(node, list):
        return [resolve(item, position) for item in node]
    return node


def said(text) -> str:
    """Join a text that was given in pieces.

    Parameters
    ----------
    text : str or list
        Text, or pieces of text in pieces.

    Returns
    -------
    str
        The whole.

    Examples
    --------
    >>> said(["slice ", ["2", " of 3"]])
    'slice 2 of 3'
    """
    return text if isinstance(text, str) else "".join(map(said, text))
