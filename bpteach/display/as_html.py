"""Tables as HTML that needs no style sheet: styles are inline, and all is readable without."""

from __future__ import annotations

from html import escape

from bpteach.display.heat import colours
from bpteach.display.names import pretty
from bpteach.display.numerals import six_digits
from bpteach.display.scrolling import scrolling
from bpteach.display.view import Cell, Face, View

__all__ = ["beside", "table"]

# A notebook's own style sheet styles tables, rows and cells: what differs is said again here.
# JupyterLab drops from an untrusted notebook each declaration that it does not know, currentColor
# and ch among them; a border without a colour takes the text's.
_FIGURE = "margin:4px 0;max-width:100%;min-width:0;font-size:13px;line-height:1.4"
_PILL = (
    "display:inline-block;border:1px solid;border-radius:9px;"
    "padding:0 8px;margin-left:4px;font-size:12px;white-space:nowrap"
)
_SLICES = "display:flex;flex-wrap:wrap;gap:4px 20px"
_TABLE = (
    "margin:4px 0;width:max-content;border:none;border-collapse:separate;border-spacing:2px;"
    "table-layout:auto;font-size:13px;font-variant-numeric:tabular-nums;line-height:1.4"
)
_CAPTION = "caption-side:top;text-align:left;white-space:nowrap;padding:2px 0;font-weight:600"
_LINE = "background:none;border:none"
_HEAD = "padding:2px 6px;border:none;background:none;text-align:"
_CELL = "padding:2px 6px;border:1px solid #7f8995;text-align:"
_GAP = "padding:2px 6px;border:none;text-align:center;font-weight:400"


def table(view: View, *, brief: bool = False) -> str:
    """Write a view as a figure with a caption and a table a slice.

    Parameters
    ----------
    view : View
        What is shown.
    brief : bool
        Shorten the badge and leave out the lines around, for a factor in a row of factors.

    Returns
    -------
    str
        One ``<figure>``.
    """
    convention = view.layout.value if brief and view.layout else view.badge
    pill = f' <span style="{_PILL}">{convention}</span>' if convention else ""
    caption = [f"<b>{escape(pretty(view.symbol))}</b> {view.size}{pill}"]
    caption += [_small(view.reading)] if view.reading and not brief else []
    drawn = "".join(_face(view, face) for face in view.faces)
    drawn = f'<div style="{_SLICES}">{drawn}</div>' if view.is_sliced else drawn
    remarks = "" if brief and view.faces else "".join(map(_small, view.remarks))
    caption = "".join(caption)
    return f'<figure style="{_FIGURE}"><figcaption>{caption}</figcaption>{drawn}{remarks}</figure>'


def beside(parts: list[str]) -> str:
    """Set pieces of HTML side by side; on a narrow page, below each other.

    Parameters
    ----------
    parts : list of str
        Each one element.

    Returns
    -------
    str
        One ``<div>``.
    """
    style = "display:flex;flex-wrap:wrap;align-items:flex-start;gap:4px 16px;max-width:100%"
    return f'<div style="{style}">{"".join(parts)}</div>'


def _small(line):
    return f'<div style="font-size:12px">{escape(line)}</div>'


def _face(view: View, face: Face) -> str:
    title = pretty(face.symbol) + (f", {face.where}" if face.where else "")
    name = ", ".join(filter(None, [title, "×".join(map(str, face.sizes)), view.badge]))
    caption = f'<caption style="{_CAPTION}">{escape(title)}</caption>' if view.is_sliced else ""
    style = f"{_HEAD}center;min-width:{0.72 * view.width:.1f}em"
    top = "".join(_head("col", style, one, face.hidden[1]) for one in face.column_names)
    lines = zip(face.row_names, face.cells, strict=True)
    body = "".join(_row(view, face.hidden[0], *line) for line in lines)
    return scrolling(
        name,
        f'<table aria-label="{escape(name)}" style="{_TABLE}">{caption}'
        f'<thead style="{_LINE}"><tr style="{_LINE}"><td style="{_GAP}"></td>{top}</tr></thead>'
        f"<tbody>{body}</tbody></table>",
    )


def _row(view, hidden, name, cells):
    drawn = "".join(_cell(view, cell) for cell in cells)
    return f'<tr style="{_LINE}">{_head("row", _HEAD + "right", name, hidden)}{drawn}</tr>'


def _head(scope, style, name, hidden):
    if name in {"⋯", "⋮"}:
        what = f"{hidden} {'columns' if scope == 'col' else 'rows'} not shown"
        mark = f'<span role="img" aria-label="{what}">{name}</span>'
        return f'<th scope="{scope}" title="{what}" style="{_GAP};background:none">{mark}</th>'
    return f'<th scope="{scope}" style="{style};font-weight:600">{escape(name)}</th>'


def _cell(view: View, cell: Cell) -> str:
    if not cell.name:
        return f'<td style="{_GAP}">{cell.text}</td>'
    name = escape(pretty(cell.name))
    if cell.value is None:  # no ground of its own: the page shows through, and structure stands out
        dot = '<span role="img" aria-label="0 by structure">·</span>'
        return (
            f'<td title="{name} is 0 by structure" style="{_CELL}center;font-weight:700">{dot}</td>'
        )
    ground, ink = colours(cell.value, view.largest)
    style = f"{_CELL}right;background:{ground};color:{ink}"
    return f'<td title="{name} = {six_digits(cell.value)}" style="{style}">{cell.text}</td>'
