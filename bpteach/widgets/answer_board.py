"""The board on which a choice or an order is answered, by keyboard or pointer.

The answer is text, in the notebook's own cell: the board writes it there, so that it survives
without a kernel and is graded from the file. The board itself holds nothing that is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import anywidget
import traitlets

from bpteach.widgets.javascript import module, stylesheet

__all__ = ["Board", "board"]


class Board(anywidget.AnyWidget):
    """Lines under letters, and the answer made of the letters.

    Attributes
    ----------
    name : str
        The name of the answer in the notebook, ``"chain_derivation"``.
    lines : list of [str, str]
        Letter and text.
    letters : list of str
        The answer; at most one letter where `many` is false.
    many : bool
        Whether lines are put in order, or one is chosen.

    Examples
    --------
    >>> print(Board(name="pick", lines=[["a", "one"], ["b", "two"]], letters=["b"], many=False))
    pick = "b"
      a  one
      b  two
    """

    _esm = module("board.js")
    _css = stylesheet("board.css")

    name = traitlets.Unicode().tag(sync=True)
    lines = traitlets.List().tag(sync=True)
    letters = traitlets.List(traitlets.Unicode()).tag(sync=True)
    many = traitlets.Bool().tag(sync=True)

    @property
    def answer(self) -> str | list[str]:
        """The answer as a notebook holds it: a letter, or a list of letters."""
        return list(self.letters) if self.many else "".join(self.letters)

    @traitlets.observe("letters")
    def _keep_in_notebook(self, change):
        """Give the notebook's name the answer too, so that a check needs no second run."""
        from IPython import get_ipython

        shell = get_ipython()
        if shell is not None and change["old"] is not traitlets.Undefined:
            shell.user_ns[self.name] = self.answer

    def __str__(self):
        listed = (f"  {letter}  {text}" for letter, text in self.lines)
        return "\n".join([self._line(), *listed])

    __repr__ = __str__

    def _line(self):
        return f"{self.name} = {self.answer!r}".replace("'", '"')

    def _repr_mimebundle_(self, **options):
        shown, *metadata = super()._repr_mimebundle_(**options) or ({}, {})
        rows = "".join(
            f"<li><b>{letter}</b> <code>{escape(text)}</code></li>" for letter, text in self.lines
        )
        html = (
            f"<p>Without a kernel the board is this list. Write letters into the cell: "
            f"<code>{escape(self._line())}</code></p><ul>{rows}</ul>"
        )
        return ({"text/plain": str(self), "text/html": html} | _view(shown), *metadata)


def _view(bundle):
    return {kind: data for kind, data in bundle.items() if "widget-view" in kind}


def board(name: str, lines: Sequence[tuple[str, str]], letters, *, many: bool) -> Board:
    """Make a board.

    Parameters
    ----------
    name : str
        The name of the answer in the notebook.
    lines : sequence of (str, str)
        Letter and text, in the order shown.
    letters : str or list of str
        The answer so far; what is no letter of a line is left out.
    many : bool
        Whether lines are put in order, or one is chosen.

    Returns
    -------
    Board
        A widget that shows itself at the end of a cell.

    Examples
    --------
    >>> board("steps", [("a", "one"), ("b", "two")], ["b", "z"], many=True).answer
    ['b']
    """
    known = [letter for letter, _ in lines]
    kept = [one for one in letters if one in known]
    return Board(
        name=name, lines=[list(one) for one in lines], letters=kept if many else kept[:1], many=many
    )
