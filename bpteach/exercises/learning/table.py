"""Words in a row and in a table: as HTML that needs no style, and as aligned text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["Table", "listed"]


@dataclass(frozen=True)
class Table:
    """Words in rows and columns; the first of each row names it.

    Parameters
    ----------
    caption : str
        What the table is about.
    head : sequence of str
        Names of the columns.
    rows : sequence of sequence of str
        The cells.
    links : sequence of str
        Where the name of each row leads; none if left out.

    Notes
    -----
    It sets no colours, so that it takes those of the page, light or dark.

    Examples
    --------
    >>> print(Table("Units", ("unit", "done"), [("03 The linear layer", "2 of 9")]).as_text())
    unit                 done
    03 The linear layer  2 of 9
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    links: Sequence[str] = ()

    def as_text(self) -> str:
        """Align the columns.

        Returns
        -------
        str
            A line for each row.
        """
        lines = [self.head, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )

    def as_html(self) -> str:
        """Mark up caption, head and rows for every reader.

        Returns
        -------
        str
            A ``<table>``, with a scope in each of its headers.
        """
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.head)
        links = self.links or [""] * len(self.rows)
        rows = "\n".join(map(_row, self.rows, links))
        return (
            f"<table>\n<caption>{escape(self.caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
            f"<tbody>\n{rows}\n</tbody>\n</table>"
        )


def listed(words: Sequence[object]) -> str:
    """Put words in a row, as one says them.

    Parameters
    ----------
    words : sequence
        One or more.

    Returns
    -------
    str
        With commas, and "and" before the last.

    Examples
    --------
    >>> listed(["02", "03", "05"]), listed([4])
    ('02, 03 and 05', '4')
    """
    *others, last = map(str, words)
    return f"{', '.join(others)} and {last}" if others else last


def _row(cells, link):
    first, *others = (escape(cell) for cell in cells)
    first = f'<a href="{escape(link)}">{first}</a>' if link else first
    return (
        f'<tr><th scope="row">{first}</th>'
        + "".join(f"<td>{one}</td>" for one in others)
        + ("</tr>")
    )
