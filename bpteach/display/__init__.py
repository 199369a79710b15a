"""Labelled tables of derivatives: as HTML, as LaTeX and as text. Knows no Jacobian."""

from bpteach.display.names import Axis
from bpteach.display.row import Joint, Row, row_of
from bpteach.display.table import Table, array_table

__all__ = ["Axis", "Joint", "Row", "Table", "array_table", "row_of"]
