"""What is wider than a narrow page scrolls sideways, by the keyboard too."""

from __future__ import annotations

from html import escape

__all__ = ["scrolling"]

# JupyterLab has a use of its own for these two keys, and nothing would scroll.
_KEYS = "if (/^Arrow(Left|Right)$/.test(event.key)) event.stopPropagation()"


def scrolling(name: str, inside: str) -> str:
    """Frame a piece of HTML that scrolls sideways where it does not fit.

    Parameters
    ----------
    name : str
        What it is, for who cannot see it.
    inside : str
        HTML.

    Returns
    -------
    str
        One ``<div>``, which Tab reaches.

    Examples
    --------
    >>> scrolling("Picture", "<img>")[:56]
    '<div role="group" tabindex="0" aria-label="Picture: scro'
    """
    return (
        f'<div role="group" tabindex="0" aria-label="{escape(name)}: scrolls sideways" '
        f'style="overflow-x:auto;max-width:100%" onkeydown="{_KEYS}">{inside}</div>'
    )
