"""A widget's JavaScript: plain modules, put into one text with what they import."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

__all__ = ["module", "stylesheet"]

_FOLDER = files("bpteach.widgets") / "static"
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(?P<name>[a-z_]+\.js)";\n', re.M)
_EXPORT = re.compile(r"^export (?=(async )?(function|const|let|class)\b)", re.M)


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
        One module. A page loads a widget from no folder, so that ``./keys.js`` would lead
        nowhere: what is imported stands before what imports it, each file once. All share one
        scope, so that no two of them may give a name of their own at the top; node's check of
        the whole text (a test) finds it where they do.

    Examples
    --------
    >>> "import" in module("board.js"), "guardKeys" in module("board.js")
    (False, True)
    """
    return "\n".join(_IMPORT.sub("", text) for text in _texts(name).values())


def _texts(name: str) -> dict[str, str]:
    """Every file needed, each after those that it imports; the last one keeps its exports."""
    found: dict[str, str] = {}

    def add(one):
        if one in found:
            return
        text = (_FOLDER / one).read_text(encoding="utf-8")
        for imported in _IMPORT.finditer(text):
            add(imported["name"])
        found[one] = _EXPORT.sub("", text)

    add(name)
    return found


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
