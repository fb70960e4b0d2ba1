"""The cells of a workbook through openpyxl: slower, independent, and to agree with calamine.

Nothing on the way of `roadmap-xl check` imports this module.
"""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils.escape import unescape

from roadmap_xl.expressions.cell_values import ErrorValue
from roadmap_xl.reader.files.cells import Beside, Markup
from roadmap_xl.reader.files.values import plain


class OpenpyxlCells:
    """The sheets of a workbook that is known to be sound."""

    saved_as = ""
    beside = Beside()

    def __init__(self, path: Path) -> None:
        self._workbook = load_workbook(path, data_only=True)

    @property
    def sheet_names(self) -> list[str]:
        return list(self._workbook.sheetnames)

    def rows(self, sheet: str) -> list[list[object]]:
        worksheet = self._workbook[sheet]
        return [[_value(cell) for cell in row] for row in worksheet.iter_rows(min_row=1, min_col=1)]

    def markup(self, sheet: str) -> Markup | None:
        """Not told: this source is for comparing values."""
        return None


def _value(cell: Cell | MergedCell) -> object:
    if isinstance(cell, Cell) and cell.data_type == "e":
        return ErrorValue(str(cell.value))
    if isinstance(cell.value, str):
        return plain(unescape(cell.value))
    return plain(cell.value)
