"""All that is measured beside peers: writes docs/speed.md, its picture and the README's table.

``make bench`` runs it, in an environment with the peers.
"""

from __future__ import annotations

import platform
from datetime import date
from importlib import metadata
from pathlib import Path

import gradient_check
import jacobians
import training
from peers import on_one_core

TOP = Path(__file__).parents[1]
DOCS = TOP / "docs"
BEGIN, END = "<!-- written by make bench -->\n", "<!-- until here -->"
PACKAGES = ("numpy", "torch", "jax", "autograd", "scikit-learn")
TEXT = """\
# How fast it is

Measured by `make bench` on {day}, on one core of: {machine}. Python {python}, {versions}.

Rounds of all that is compared are interleaved, and each number is a median. On a busy machine \
times are longer; ratios keep.

## A training step

Forward, loss, backward and update on one batch: linear layers with ReLU between them, squared \
error, plain gradient descent. All begin with the same parameters, and have the same ones again \
after five steps. A number with × says how many times longer a peer takes than bpteach.

{training}
## Jacobians

A diagonal Jacobian is stored as its diagonal, and a chain that ends in a gradient goes back from \
the loss, in both conventions.

{jacobians}
∂z/∂W has n × m × n entries and is stored as a. Its product with ∂L/∂z costs what the outer \
product alone costs:

{growth}
![{alt}](images/growth.svg)

## Gradient checks

Of 64-32-10 with a sigmoid and batch 32. Each entry is moved to both sides, as the layers' own \
functions see it, and the slopes are compared with the gradients; errors are shares of the largest \
gradient.

{checks}"""


def main() -> None:
    """Measure, write, and say where."""
    on_one_core()
    rows = jacobians.growth()
    alt = _draw(rows, DOCS / "images" / "growth.svg")
    steps = training.tables()
    text = TEXT.format(
        day=date.today().isoformat(),
        machine=_machine(),
        python=platform.python_version(),
        versions=", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES),
        training=steps,
        jacobians=jacobians.compared(),
        growth=jacobians.grown(rows),
        alt=alt,
        checks=gradient_check.table(),
    )
    (DOCS / "speed.md").write_text(text, encoding="utf-8")
    _into_readme(steps.partition("\n\n")[0])
    print(f"{text}\nwritten to docs/speed.md")


def _draw(rows, path) -> str:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4), layout="constrained")
    ax = figure.subplots()
    sizes, ours, bare = zip(*rows, strict=True)
    dense = [n**3 * 8 / 1e9 for n in sizes]
    ax.loglog(sizes, ours, "o-", color="#0044CC", label="∂z/∂W times ∂L/∂z")
    ax.loglog(sizes, bare, "s--", color="#C23B00", label="g aᵀ alone")
    ax.set_xlabel("n = m")
    ax.set_ylabel("seconds")
    ax.grid(alpha=0.3)
    ax.legend()
    figure.savefig(path, metadata={"Date": None})
    last = rows[-1]
    return (
        "Seconds against n, both axes logarithmic. Both grow as n²: "
        f"at n = {last[0]:,} the product with the third-order derivative takes "
        f"{last[1] / last[2]:.2f} times the outer product; "
        f"dense it would hold {dense[-1]:.0f} GB."
    )


def _into_readme(table: str) -> None:
    readme = TOP / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    after = rest.partition(END)[2]
    readme.write_text(f"{before}{BEGIN}{table}\n{END}{after}", encoding="utf-8")


def _machine() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
