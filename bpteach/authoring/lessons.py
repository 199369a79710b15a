"""Lessons: a MyST text becomes an executed notebook, the same one each time."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = [
    "SOURCES",
    "build",
    "code_cells",
    "differences",
    "notebook_bytes",
    "notebook_of",
    "read_source",
    "write",
]

TOP = Path(__file__).resolve().parents[2]
SOURCES = TOP / "notebooks" / "source"
NOTEBOOKS = TOP / "notebooks"

LIVE = "application/vnd.jupyter.widget-view+json"  # its model has another name in each run
CELL_SECONDS = 60
HEADING = re.compile(r"#+ +(.+)")
PIXELS = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=\s]+")

# Without versions, so that every Python from 3.11 on writes the same file.
PYTHON = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}


def notebook_of(source: Path) -> Path:
    """Say where the notebook of a source belongs.

    Parameters
    ----------
    source : Path
        ``notebooks/source/03_linear.md``, for example.

    Returns
    -------
    Path
        ``notebooks/03_linear.ipynb``.

    Examples
    --------
    >>> notebook_of(SOURCES / "03_linear.md").name
    '03_linear.ipynb'
    """
    return NOTEBOOKS / f"{source.stem}.ipynb"


def read_source(source: Path) -> NotebookNode:
    """Read a MyST text as a notebook that has not run yet.

    Parameters
    ----------
    source : Path
        The text. A lesson's name is a number, ``_`` and the unit.

    Returns
    -------
    NotebookNode
        Cells without outputs. A cell's id is its heading, so that a link finds it
        (``glossary.ipynb#cell-id=upstream-gradient``); without a heading, it is made of what
        the cell says.
    """
    import jupytext

    notebook = jupytext.reads(source.read_text(encoding="utf-8"), fmt="md:myst")
    _, _, unit = source.stem.partition("_")
    about = {"unit": unit, "kind": "lesson"} if unit else {"kind": source.stem}
    notebook.metadata = {**PYTHON, "bpteach": about}
    _name_cells(notebook)
    return notebook


def _name_cells(notebook: NotebookNode) -> None:
    taken: set[str] = set()
    for cell in notebook.cells:
        cell.id = next(name for name in _possible_ids(cell) if name not in taken)
        taken.add(cell.id)


def _possible_ids(cell: NotebookNode) -> Iterator[str]:
    """Names for a cell, the best first; nbformat allows 64 letters, digits, - and _."""
    heading = HEADING.match(cell.source) if cell.cell_type == "markdown" else None
    if heading and (words := re.findall(r"[a-z0-9]+", heading[1].lower())):
        yield "-".join(words)[:64]
    said = f"{cell.cell_type}\n{cell.source}"
    for number in count():
        yield sha256(f"{number}\n{said}".encode()).hexdigest()[:8]


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """List the cells that run.

    Parameters
    ----------
    notebook : NotebookNode
        Any notebook.

    Returns
    -------
    list of NotebookNode
        Its code cells, in order.
    """
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def build(source: Path, on_cell: Callable[[], None] = lambda: None) -> NotebookNode:
    """Read a MyST text and run it.

    Parameters
    ----------
    source : Path
        The text.
    on_cell : callable
        Called after each cell that ran.

    Returns
    -------
    NotebookNode
        The lesson with its outputs: no times, no widget state, no version of Python.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell raises.
    nbclient.exceptions.CellTimeoutError
        If a cell runs longer than a minute.
    """
    from nbclient import NotebookClient

    notebook = read_source(source)
    known = notebook.metadata
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=CELL_SECONDS,
        resources={"metadata": {"path": str(NOTEBOOKS)}},
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,
        extra_arguments=["--log-level=ERROR"],
        on_cell_executed=lambda **_: on_cell(),
    )
    with TemporaryDirectory(prefix="bpteach-") as nobody:  # a learner who has done nothing yet
        progress = str(Path(nobody, "attempts.json"))
        client.execute(env={**os.environ, "BPTEACH_PROGRESS": progress})
    notebook.metadata = known | PYTHON  # a kernel writes its version there
    for cell in code_cells(notebook):
        cell.outputs = [output for output in cell.outputs if not _is_live(output)]
    return notebook


def _is_live(output: NotebookNode) -> bool:
    """Whether a kernel must stand behind an output; its picture is another one, which stays."""
    return set(output.get("data", {})) == {LIVE}


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """Give a notebook as it is written.

    Parameters
    ----------
    notebook : NotebookNode
        As `build` gives it.

    Returns
    -------
    bytes
        JSON in UTF-8.
    """
    import nbformat

    return (nbformat.writes(notebook, version=4) + "\n").encode()


def write(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook, whole or not at all.

    Parameters
    ----------
    notebook : NotebookNode
        As `build` gives it.
    path : Path
        Where to.
    """
    part = path.with_suffix(".part")
    part.write_bytes(notebook_bytes(notebook))
    part.replace(path)


def differences(built: NotebookNode, kept: NotebookNode) -> list[str]:
    """Say where a notebook is not what its source gives.

    Parameters
    ----------
    built : NotebookNode
        What the source gives now.
    kept : NotebookNode
        What lies in the checkout.

    Returns
    -------
    list of str
        One line a difference; none if it is fresh. Pixels may differ from machine to machine,
        so that pictures are compared by their alt text.
    """
    found = []
    if built.metadata != kept.metadata:
        found.append("the notebook's metadata differ")
    if len(built.cells) != len(kept.cells):
        found.append(f"it has {len(kept.cells)} cells, its source has {len(built.cells)}")
    for number, (new, old) in enumerate(zip(built.cells, kept.cells, strict=False), 1):
        if _said(new) != _said(old):
            found.append(f"cell {number} is not what its source says")
        elif _shown(new) != _shown(old):
            found.append(f"cell {number} shows something else")
    return found


def _said(cell: NotebookNode) -> dict:
    return {key: value for key, value in cell.items() if key != "outputs"}


def _shown(cell: NotebookNode) -> list[dict]:
    return [_without_pixels(output) for output in cell.get("outputs", [])]


def _without_pixels(output: NotebookNode) -> dict:
    data = {
        kind: PIXELS.sub("pixels", text) if isinstance(text, str) else text
        for kind, text in output.get("data", {}).items()
        if not kind.startswith("image/")
    }
    return {**output, "data": data}
