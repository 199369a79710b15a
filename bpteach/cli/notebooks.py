"""Read a notebook file, or say in words why it cannot be checked."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from bpteach.cli.words import CommandError

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["code_cells", "read_notebook"]


def read_notebook(path: Path) -> NotebookNode:
    """Read a Python notebook.

    Parameters
    ----------
    path : Path
        A ``.ipynb`` file, of nbformat 4 or a version that can be brought up to it.

    Returns
    -------
    NotebookNode
        The notebook, valid, as nbformat 4.

    Raises
    ------
    CommandError
        If there is no such file, it is no notebook, or it is one for another language.
    """
    notebook = _parsed(_text(path), path)
    language = _language(notebook)
    if language != "python":
        raise CommandError(
            f"{path} is a notebook for {language}\n"
            "  the exercises are answered in Python: choose a Python kernel in Jupyter and save"
        )
    return notebook


def code_cells(notebook: NotebookNode) -> list[tuple[int, str]]:
    """List the cells to run.

    Parameters
    ----------
    notebook : NotebookNode
        As `read_notebook` gives it.

    Returns
    -------
    list of (int, str)
        Position among all cells, from 1, and source; empty cells are left out.
    """
    numbered = enumerate(notebook.cells, 1)
    return [(n, cell.source) for n, cell in numbered if cell.cell_type == "code" and cell.source]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CommandError(f"there is no file {path}") from None
    except IsADirectoryError:
        raise CommandError(f"{path} is a folder\n  name its notebooks: {path}/*.ipynb") from None
    except UnicodeDecodeError:
        raise _no_notebook(path, "it is not text in UTF-8") from None
    except OSError as error:
        raise CommandError(f"cannot read {path}: {error.strerror}") from error


def _parsed(text: str, path: Path) -> NotebookNode:
    import nbformat

    try:
        json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise _no_notebook(path, f"its text is no JSON from line {line} on") from None
    try:
        with warnings.catch_warnings(action="ignore"):  # cells without ids are as good
            notebook = nbformat.reads(text, as_version=4)
            nbformat.validate(notebook)
    except Exception:  # nbformat meets foreign JSON with errors of every kind
        raise _no_notebook(path, "it is JSON, but not a notebook's") from None
    return notebook


def _no_notebook(path: Path, why: str) -> CommandError:
    return CommandError(
        f"{path} is not a notebook: {why}\n  open it in Jupyter, or begin it again: bpteach start"
    )


def _language(notebook: NotebookNode) -> str:
    known = notebook.metadata
    spec, info = known.get("kernelspec", {}), known.get("language_info", {})
    return (spec.get("language") or info.get("name") or "python").lower()
