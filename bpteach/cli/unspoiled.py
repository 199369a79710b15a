"""A lesson as a learner gets it: what is to be predicted is not shown before it is run."""

from __future__ import annotations

import json
from pathlib import Path

__all__ = ["unspoiled"]

_PREDICT = "**Predict"


def unspoiled(path: Path) -> bytes:
    """Read a notebook, and leave out the outputs that follow a question.

    Parameters
    ----------
    path : Path
        A file of the course.

    Returns
    -------
    bytes
        The file; in a notebook, the first code cell after a text that says "Predict" has not
        run yet. All other outputs stay, so that a lesson can be read without a kernel.
    """
    content = path.read_bytes()
    if path.suffix != ".ipynb" or _PREDICT.encode() not in content:
        return content
    notebook = json.loads(content)
    asked = False
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            asked = asked or _PREDICT in "".join(cell["source"])
        elif asked:
            cell["outputs"], cell["execution_count"] = [], None
            asked = False
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode()
