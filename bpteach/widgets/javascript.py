"""A widget's JavaScript: plain modules, each put into the place where it is imported."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from importlib.resources import files

__all__ = ["module", "stylesheet"]

_FOLDER = files("bpteach.widgets") / "static"
_IMPORT = re.compile(r'from "\./(?P<name>[a-z_]+\.js)"')


@cache
def module(name: str) -> str:
    """Read a module of ours, with those that it imports.

    Parameters
    ----------
    name : str
        A file in ``static``, such as ``"board.js"``.

    Returns
    -------
    str
        Its text. A page loads a widget's module from no folder, so that ``./keys.js`` would lead
        nowhere: each import names the imported text itself, as a data URL.

    Examples
    --------
    >>> "./keys.js" in module("board.js")
    False
    """

    def inlined(found):
        text = b64encode(module(found["name"]).encode()).decode()
        return f'from "data:text/javascript;base64,{text}"'

    return _IMPORT.sub(inlined, (_FOLDER / name).read_text(encoding="utf-8"))


@cache
def stylesheet(name: str) -> str:
    """Read a style sheet of ours.

    Parameters
    ----------
    name : str
        A file in ``static``, such as ``"board.css"``.

    Returns
    -------
    str
        Its text.

    Examples
    --------
    >>> "bpteach-board" in stylesheet("board.css")
    True
    """
    return (_FOLDER / name).read_text(encoding="utf-8")
