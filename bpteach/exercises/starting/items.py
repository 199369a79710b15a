"""The twelve questions of the first lesson: two for each unit that one could begin after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["BEYOND", "ITEMS", "UNITS", "Item", "Place"]


@dataclass(frozen=True)
class Place:
    """A unit of the course, as a place to begin.

    Parameters
    ----------
    number : str
        ``"03"``.
    title : str
        What it is about.
    lesson : str
        Name of its notebooks.
    """

    number: str
    title: str
    lesson: str


UNITS = (
    Place("01", "shapes", "01_shapes"),
    Place("02", "the chain rule", "02_chain_rule"),
    Place("03", "the linear layer", "03_linear"),
    Place("04", "the sigmoid", "04_sigmoid"),
    Place("05", "ReLU", "05_relu"),
    Place("06", "the network", "06_network"),
)
BEYOND = Place("07", "batches", "07_batches")


@dataclass(frozen=True)
class Item:
    """One short question.

    Parameters
    ----------
    unit : str
        The number of the unit that teaches it.
    topic : str
        What it is about, in a few words.
    asked : str
        The question, in Markdown.
    right : str or float
        A letter, or a number.
    choices : mapping from str to str
        Text by letter; none where a number is asked for.
    """

    unit: str
    topic: str
    asked: str
    right: str | float
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The question and its choices, as the lesson shows them."""
        listed = " · ".join(f"**{letter}** {text}" for letter, text in self.choices.items())
        return f"{self.asked}\n\n{listed}" if listed else f"{self.asked} (A number.)"


def _choices(*texts: str) -> dict[str, str]:
    return dict(zip("ABCD", texts, strict=True))


ITEMS = (
    Item(
        "01",
        "which matrix products exist",
        "$A$ is 3×4 and $B$ is 5×4. Which of these products exists?",
        "B",
        _choices("$A B$", "$A B^T$", "$A^T B$", "$B A$"),
    ),
    Item(
        "01",
        "broadcasting",
        "In numpy, `u` has the shape (3, 1) and `v` has the shape (1, 3). What is `u - v`?",
        "C",
        _choices("an array (3, 1)", "an array (1, 3)", "an array (3, 3)", "an error"),
    ),
    Item(
        "02",
        "paths add",
        "$z = 3 y_1 + 2 y_2$, with $y_1 = x^2$ and $y_2 = 5 x$. What is $\\frac{dz}{dx}$ at "
        "$x = 1$?",
        16.0,
    ),
    Item(
        "02",
        "a gradient as a column",
        "$M$ is a matrix, $C$ and $x$ are columns, and $z = C^T M x$. Seen as a column, "
        "$\\frac{dz}{dx}$ is",
        "C",
        _choices("$C^T M$", "$M C$", "$M^T C$", "$C M^T$"),
    ),
    Item(
        "03",
        "the gradient of the weights",
        "$z = W a + b$, and all gradients are columns or have the shape of their variable. Then "
        "$\\frac{dL}{dW}$ is",
        "A",
        _choices(
            "$\\frac{dL}{dz}\\,a^T$",
            "$a \\left(\\frac{dL}{dz}\\right)^T$",
            "$W^T \\frac{dL}{dz}$",
            "$a^T \\frac{dL}{dz}$",
        ),
    ),
    Item(
        "03",
        "the gradient of the input",
        "$z = W a + b$, with $W = \\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}$ and "
        "$\\frac{dL}{dz} = \\begin{bmatrix} 1 \\\\ 10 \\end{bmatrix}$. What is "
        "$\\frac{dL}{da_1}$?",
        31.0,
    ),
    Item(
        "04",
        "the slope of the sigmoid",
        "The sigmoid of some number $z$ is 0.8. What is its slope at this $z$?",
        0.16,
    ),
    Item(
        "04",
        "the Jacobian of a function applied to each number",
        "The sigmoid is applied to each of n numbers: $s = \\sigma(z)$. Then $\\frac{ds}{dz}$ is",
        "D",
        _choices(
            "one number",
            "a column, n×1",
            "an n×n matrix without zeros",
            "an n×n matrix, zero off the diagonal",
        ),
    ),
    Item(
        "05",
        "back through ReLU",
        "$f = \\mathrm{ReLU}(z)$, with $z = (3, -2)$ and $\\frac{dL}{df} = (5, 7)$. What is the "
        "sum of the two numbers of $\\frac{dL}{dz}$?",
        5.0,
    ),
    Item(
        "05",
        "ReLU at zero",
        "Which slope has ReLU at $z = 0$, when a program runs backward?",
        "B",
        _choices(
            "it can only be ½",
            "it is a choice: any number from 0 to 1",
            "it can only be 1",
            "none: the program must stop",
        ),
    ),
    Item(
        "06",
        "the gradient of the loss",
        "$L = \\frac{1}{2} \\lVert o - t \\rVert^2$, where $t$ is given. Then $\\frac{dL}{do}$ is",
        "D",
        _choices("$t - o$", "$\\frac{1}{2}(o - t)$", "$\\lVert o - t \\rVert$", "$o - t$"),
    ),
    Item(
        "06",
        "checking a gradient by differences",
        "You check a gradient by central differences, with numbers near 1. Which step $h$ is good?",
        "C",
        _choices("$10^{-16}$", "$10^{-12}$", "$10^{-5}$", "$10^{-1}$"),
    ),
)
