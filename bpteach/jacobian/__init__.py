"""Jacobians that know their variables, their convention and their structure.

One rule serves both conventions. Every kind stores its numbers once, in the column
convention's order (axes of `wrt`, then axes of `of`); the row convention is the same numbers
with all axes reversed, so ``J.T`` costs nothing. A product contracts the axes of the variable
that two factors share, and keeps their structure, which is why the chain rule is cheap. Each
kind is a file, with its own products.

Index letters, used in every formula: `p` runs over `wrt` (for a matrix W: `i` its rows,
`j` its columns), `q` over the shared variable, `k` over `of`.
"""

from bpteach.jacobian.base import Jacobian
from bpteach.jacobian.dense import Dense
from bpteach.jacobian.diagonal import Diagonal
from bpteach.jacobian.diagonal_minus_outer import DiagonalMinusOuter
from bpteach.jacobian.joints import joint
from bpteach.jacobian.one_hot import OneHot
from bpteach.jacobian.outer import Outer

__all__ = ["Dense", "Diagonal", "DiagonalMinusOuter", "Jacobian", "OneHot", "Outer", "joint"]
