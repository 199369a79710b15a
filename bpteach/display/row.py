"""Factors of a chain side by side, and what happens at each joint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from bpteach.display import as_html, as_latex, as_text
from bpteach.display.table import Table
from bpteach.display.view import look

__all__ = ["Joint", "Row", "row_of"]

_SIGNS = {"joint holds": "✓", "sizes only": "⚠", "no joint": "✗"}
_RULES = {"joint holds": "solid", "sizes only": "dashed", "no joint": "dotted"}


@dataclass(frozen=True)
class Joint:
    """Where two factors meet.

    Parameters
    ----------
    mark : {"joint holds", "sizes only", "no joint"}
        The same variable; two variables of the same size by accident; or two sizes.
    left, right : str
        The variables that meet, ``"z[3]"``.

    Examples
    --------
    >>> print(Joint("sizes only", "z[3]", "a[3]"))
    ⚠ sizes only: z[3] meets a[3]
    """

    mark: Literal["joint holds", "sizes only", "no joint"]
    left: str
    right: str

    @property
    def sign(self) -> str:
        """The mark with its sign, ``"✓ joint holds"``."""
        return f"{_SIGNS[self.mark]} {self.mark}"

    @property
    def meeting(self) -> str:
        """Who meets whom: ``"z[3] | z[3]"``."""
        return f"{self.left} | {self.right}"

    def __str__(self):
        return f"{self.sign}: {self.left} meets {self.right}"


@dataclass(frozen=True, eq=False, repr=False)
class Row:
    """Tables side by side, with a joint between each two.

    Parameters
    ----------
    tables : tuple of Table
        In the order in which they are multiplied.
    joints : tuple of Joint
        One fewer than tables.

    Raises
    ------
    ValueError
        If there is not one joint between each two tables.
    """

    tables: tuple[Table, ...]
    joints: tuple[Joint, ...]

    def __post_init__(self):
        if len(self.joints) != len(self.tables) - 1:
            raise ValueError(
                "a row of tables needs one joint between each two: "
                f"{len(self.tables)} tables and {len(self.joints)} joints do not fit"
            )

    def text(self) -> str:
        """Write the factors as text, side by side where they fit.

        Returns
        -------
        str
            At most 100 characters wide.
        """
        blocks = [as_text.table(look(table), brief=True) for table in self.tables]
        joints = [f"\n\n{joint.sign}\n{joint.meeting}" for joint in self.joints]
        side_by_side = as_text.beside(_alternating(blocks, joints))
        if as_text.fits(side_by_side):
            return side_by_side
        return "\n\n".join(_alternating(blocks, [str(joint) for joint in self.joints]))

    def html(self) -> str:
        """Write the factors as HTML, side by side where the page is wide enough.

        Returns
        -------
        str
            One ``<div>``.
        """
        tables = [as_html.table(look(table), brief=True) for table in self.tables]
        return as_html.beside(_alternating(tables, [_joint_html(joint) for joint in self.joints]))

    def latex(self) -> str:
        """Write the factors as one product.

        Returns
        -------
        str
            A formula between ``$$``; over each dot stands what joins there.
        """
        views = [look(table) for table in self.tables]
        factors = [as_latex.factor(view) for view in views]
        joints = [rf"\overset{{{as_latex.words(joint.mark)}}}{{\cdot}}" for joint in self.joints]
        return f"$${' '.join(_alternating(factors, joints))}$$"

    __repr__ = text
    _repr_html_ = html
    _repr_latex_ = latex


def row_of(tables: Sequence[Table], joints: Sequence[Joint]) -> Row:
    """Set tables side by side.

    Parameters
    ----------
    tables : sequence of Table
        In the order in which they are multiplied.
    joints : sequence of Joint
        One between each two tables.

    Returns
    -------
    Row
        It shows itself in a notebook and on a terminal.

    Raises
    ------
    ValueError
        If there is not one joint between each two tables.
    """
    return Row(tuple(tables), tuple(joints))


def _alternating(tables, joints):
    between = [part for pair in zip(tables, joints, strict=False) for part in pair]
    return [*between, tables[-1]]


def _joint_html(joint):
    rule = f"border-bottom:2px {_RULES[joint.mark]}"
    return (
        '<div style="align-self:center;text-align:center;font-size:12px;line-height:1.5">'
        f'<div style="{rule};font-weight:600;font-size:13px">{joint.sign}</div>'
        f"<div>{escape(joint.meeting)}</div></div>"
    )
