"""A matplotlib figure that carries its finding in words, and saves itself with them."""

from __future__ import annotations

import base64
import html
import io
from pathlib import Path

from matplotlib.figure import Figure

from bpteach.display.scrolling import scrolling
from bpteach.plots.style import DPI, Theme

__all__ = ["Picture"]

_CSS_PER_INCH = 100
_LEGIBLE = 600  # CSS pixels; a page that is narrower scrolls the picture


class Picture(Figure):
    """A figure with alt text, the data it shows, and files that are the same each time.

    It is an ordinary matplotlib figure, but pyplot does not know it, so a notebook shows it
    once: as an ``<img>`` whose alt text is the finding.

    Parameters
    ----------
    takeaway : str
        The finding in one line; also the title in the files.
    alt : str
        What the figure shows, in words that are the same on every machine. The finding goes
        before them where they do not hold it.
    data : dict
        The series that are drawn, as plain data.
    theme : Theme
        Colours, also while saving.
    size : tuple of float
        Width and height in inches.

    Examples
    --------
    >>> from bpteach.plots.style import LIGHT
    >>> picture = Picture(takeaway="Empty", alt="An empty page.", data={}, theme=LIGHT, size=(2, 1))
    >>> picture.alt
    'Empty. An empty page.'
    """

    def __init__(self, *, takeaway: str, alt: str, data: dict, theme: Theme, size: tuple):
        with theme.applied():
            super().__init__(figsize=size, dpi=DPI)
        self.takeaway, self.data, self.theme = takeaway, data, theme
        self.description = alt
        self.alt = alt if takeaway in alt else f"{takeaway}. {alt}"

    def draw(self, renderer):
        """Draw as matplotlib does, in the picture's own theme.

        Parameters
        ----------
        renderer : matplotlib renderer
            What to draw on.
        """
        with self.theme.applied():
            super().draw(renderer)

    def save(self, path) -> Path:
        """Write the picture to a file; the suffix says the format.

        Parameters
        ----------
        path : str or path
            Ends in ``.png``, ``.svg`` or ``.pdf``; its folder exists. ``~`` is the home folder.

        Returns
        -------
        Path
            The file written. It holds no date: the same picture gives the same bytes.

        Raises
        ------
        ValueError
            If the suffix names no format.
        FileNotFoundError
            If the folder does not exist.
        """
        path = Path(path).expanduser()
        write = _format_of(path)
        if not path.parent.is_dir():
            raise FileNotFoundError(
                f"cannot save the picture as {path}\n"
                f"  there is no folder {path.parent}\n"
                f"  make the folder first, or write {path.name} to save it here"
            )
        path.write_bytes(write(self))
        return path

    def show(self) -> None:
        """Open a window and wait until it is closed.

        Raises
        ------
        RuntimeError
            If no window can be opened, for example without a display.
        """
        from matplotlib import pyplot

        try:
            window = pyplot.figure(figsize=self.get_size_inches(), dpi=self.dpi)
        except ImportError as why:
            raise RuntimeError(_no_window(str(why))) from why
        canvas = window.canvas
        if canvas.required_interactive_framework is None:
            pyplot.close(window)
            raise RuntimeError(_no_window("no display was found"))
        canvas.figure = self
        self.set_canvas(canvas)
        pyplot.show(block=True)

    @property
    def encoded(self) -> str:
        """The picture as PNG in base64, for a page that holds it."""
        return base64.b64encode(_png(self)).decode("ascii")

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Give a notebook the image with its alt text; text alone is the alt text."""
        image = self.encoded
        width = round(self.get_figwidth() * _CSS_PER_INCH)
        style = f"max-width:100%;min-width:{min(width, _LEGIBLE)}px;height:auto"
        return {
            "text/html": scrolling(
                "Picture",
                f'<img alt="{html.escape(self.alt)}" width="{width}" style="{style}" '
                f'src="data:image/png;base64,{image}">',
            ),
            "image/png": image,
            "text/plain": self.alt,
        }


def _no_window(why: str) -> str:
    return (
        "cannot open a window for the picture\n"
        f"  {why}\n"
        '  save it instead: picture.save("picture.png"); '
        "in a notebook, end a cell with the picture itself"
    )


def _png(picture: Picture) -> bytes:
    words = {"Title": picture.takeaway, "Description": picture.description, "Software": None}
    return _written(picture, "png", words)


def _svg(picture: Picture) -> bytes:
    text = _written(picture, "svg", {"Title": picture.takeaway, "Date": None}).decode("utf-8")
    described = f"</title>\n <desc>{html.escape(picture.description)}</desc>"
    text = text.replace("</title>", described, 1).replace("<svg ", '<svg role="img" ', 1)
    return text.encode("utf-8")


def _pdf(picture: Picture) -> bytes:
    words = {"Title": picture.takeaway, "Subject": picture.description, "CreationDate": None}
    return _written(picture, "pdf", words)


def _written(picture: Picture, form: str, words: dict) -> bytes:
    buffer = io.BytesIO()
    with picture.theme.applied():
        picture.savefig(buffer, format=form, metadata=words)
    return buffer.getvalue()


_FORMATS = {".png": _png, ".svg": _svg, ".pdf": _pdf}


def _format_of(path: Path):
    if path.suffix.lower() not in _FORMATS:
        found = f"{path.suffix} is none of the formats" if path.suffix else "the name has no suffix"
        png, svg, pdf = (Path(path.name or "picture").with_suffix(form).name for form in _FORMATS)
        raise ValueError(
            f"cannot save the picture as {path}\n"
            f"  {found}; the suffix says the format: {', '.join(_FORMATS)}\n"
            f"  write {png}, {svg} or {pdf}"
        )
    return _FORMATS[path.suffix.lower()]
