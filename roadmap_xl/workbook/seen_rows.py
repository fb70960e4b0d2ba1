"""`_seen`: which rows to look at where formulas fill the form's cells.

A cell that a formula fills is never blank to COUNTA, which the guards of every rule ask. So no rule
looks at such a cell directly: for each column with such cells and each row of its sheet stands here
the row to look at. It is that row, or, where the cell shows nothing, the first of the sheet, where
the column is blank.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ..form.layout import column_name
from .live import SEEN, area_name
from .live_state import LiveState
from .shared_formulas import SharedFormula


def write_seen_rows(workbook: Workbook, live: LiveState) -> None:
    """The sheet of a workbook that needs one; all others are drawn before it."""
    if not live.addresses.seen_columns:
        return
    sheet = workbook.get_worksheet_by_name(SEEN)
    sheet.very_hidden()
    for at, (sheet_name, column) in enumerate(live.addresses.seen_columns):
        looked_at, number = workbook.get_worksheet_by_name(sheet_name), _number(column)
        rows = range(live.layout.rows_for_fields(sheet_name))
        values = [row + 1 if looked_at.shows_something(row, number) else 1 for row in rows]
        name = area_name(sheet_name, column)
        formula = f"=IFERROR(IF(LEN(INDEX({name},ROW()))=0,1,ROW()),ROW())"
        share_formula(sheet, at, formula, values, 0)


def share_formula(
    sheet: Worksheet, column: int, formula: str, values: Sequence[float], first: int = 1
) -> None:
    """A formula in each row from the zero-based `first` on, given as that row has it."""
    name = column_name(column)
    area = f"{name}{first + 1}:{name}{first + len(values)}"
    for row, value in enumerate(values, start=first):
        stored = SharedFormula(formula, column, area if row == first else "")
        sheet.write_formula(row, column, stored, None, value)


def _number(letters: str) -> int:
    """Of a column, from 0."""
    return next(at for at in range(702) if column_name(at) == letters)
