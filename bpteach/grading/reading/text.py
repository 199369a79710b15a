"""The text of a file, in whatever encoding it was saved."""

from __future__ import annotations

import codecs

from bpteach.grading.reading.unreadable import UnreadableError

__all__ = ["decoded", "whole"]

# UTF-32 before UTF-16: its mark begins with that of UTF-16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decoded(content: bytes) -> tuple[str, str]:
    """Read bytes as text.

    Parameters
    ----------
    content : bytes
        What the file holds.

    Returns
    -------
    tuple of str and str
        The text, and a note where it was not UTF-8, or an empty one.

    Raises
    ------
    UnreadableError
        If there is no text: nothing at all, or a file of another kind.

    Examples
    --------
    >>> decoded("x = 'é'".encode("utf-16"))
    ("x = 'é'", 'saved as UTF-16')
    """
    if not content.strip(b"\0 \t\r\n"):
        raise UnreadableError("the file is empty" if not content else "the file is blank")
    if kind := _other_kind(content):
        raise UnreadableError(f"it is {kind}, not a notebook")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, "replace")
            return text, "" if encoding == "utf-8" else f"saved as {encoding[:6].upper()}"
    if guess := _without_mark(content[:4]):
        return content.decode(guess, "replace"), "saved as UTF-16"
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        # a notebook is UTF-8; an editor on Windows may have saved it in its own encoding
        return content.decode("cp1252", "replace"), "saved in an encoding of Windows"


def _without_mark(start: bytes) -> str | None:
    """Tell UTF-16 without a mark: JSON and Python begin with ASCII."""
    if len(start) < 2:
        return None
    if start[0] and not start[1]:
        return "utf-16-le"
    return "utf-16-be" if start[1] and not start[0] else None


def _other_kind(content: bytes) -> str:
    kinds = {
        b"PK\x03\x04": "a ZIP archive or an office document",
        b"%PDF": "a PDF",
        b"\x1f\x8b": "a compressed file",
        b"\x89PNG": "a picture",
        b"\xff\xd8\xff": "a picture",
        b"<!DOCTYPE": "a web page",
        b"<html": "a web page",
    }
    return next((kind for start, kind in kinds.items() if content.startswith(start)), "")


def whole(text: str) -> str:
    """Put a mark in the place of halves of characters, which no file can hold.

    Parameters
    ----------
    text : str
        May have lone surrogates: JSON can write them.

    Returns
    -------
    str
        Can be written in UTF-8.

    Examples
    --------
    >>> whole("a" + chr(0xD800))
    'a�'
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
