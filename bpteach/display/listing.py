"""Rows of words under headers: a report, a trace. As text and as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import zip_longest
from textwrap import wrap

from bpteach.display.scrolling import scrolling

__all__ = ["Listing"]

_WIDEST = 92  # fits a docstring and a notebook beside its margin
_NARROWEST_LAST = 30  # the last column wraps, but never below this

_TABLE = (
    "margin:4px 0;width:max-content;max-width:100%;border:none;border-collapse:collapse;"
    "table-layout:auto;font-size:13px;line-height:1.4"
)
_CAPTION = "caption-side:top;text-align:left;padding:2px 0;font-weight:600"
_LINE = "background:none;border:none"
_CELL = "padding:2px 8px;border:1px solid #7f8995;text-align:left;vertical-align:top"
_HEAD = f"{_CELL};background:none;font-weight:600"


@dataclass(frozen=True)
class Listing:
    """A title, headers, and rows of words.

    Parameters
    ----------
    title : str
        What the rows are.
    headers : sequence of str
        One a column; the first column names its row.
    rows : sequence of sequence of str
        The cells; a cell may have several lines.
    note : str, optional
        One line under the rows.

    Examples
    --------
    >>> print(Listing("sizes", ["variable", "shape"], [["a", "3 x 1"], ["W", "4 x 3"]]).text())
    sizes
    variable  shape
    a         3 x 1
    W         4 x 3
    """

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def text(self) -> str:
        """Write the rows as aligned text.

        Returns
        -------
        str
            At most 92 characters wide where the last column can be wrapped.
        """
        table = [self.headers, *self.rows]
        widths = [
            max((len(line) for row in table for line in row[k].split("\n")), default=0)
            for k in range(len(self.headers))
        ]
        left = max(_NARROWEST_LAST, _WIDEST - sum(widths[:-1]) - 2 * len(widths[:-1]))
        widths[-1] = min(widths[-1], left)
        lines = [line for row in table for line in _lines(row, widths)]
        title = wrap(self.title, _WIDEST, subsequent_indent="  ")
        return "\n".join([*title, *lines, *wrap(self.note, _WIDEST)])

    def html(self) -> str:
        """Write the rows as HTML that needs no style sheet.

        Returns
        -------
        str
            One ``<div>`` that scrolls sideways where the page is narrow.
        """
        head = "".join(f'<th scope="col" style="{_HEAD}">{escape(h)}</th>' for h in self.headers)
        body = "".join(f'<tr style="{_LINE}">{_row_html(row)}</tr>' for row in self.rows)
        note = f'<div style="font-size:12px">{escape(self.note)}</div>' if self.note else ""
        return scrolling(
            self.title,
            f'<table style="{_TABLE}"><caption style="{_CAPTION}">{escape(self.title)}</caption>'
            f'<thead style="{_LINE}"><tr style="{_LINE}">{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>{note}",
        )

    __repr__ = text
    _repr_html_ = html


def _lines(row, widths):
    cells = [cell.split("\n") for cell in row]
    cells[-1] = [part for line in cells[-1] for part in _wrapped(line, widths[-1])]
    for parts in zip_longest(*cells, fillvalue=""):
        padded = (part.ljust(width) for part, width in zip(parts, widths, strict=True))
        yield "  ".join(padded).rstrip()


def _wrapped(line, width):
    indent = line[: len(line) - len(line.lstrip())]
    return wrap(line, max(width, 1), subsequent_indent=indent) or [""]


def _row_html(row):
    name, *cells = (escape(cell).replace("\n", "<br>") for cell in row)
    drawn = "".join(f'<td style="{_CELL};background:none">{cell}</td>' for cell in cells)
    return f'<th scope="row" style="{_HEAD}">{name}</th>{drawn}'
