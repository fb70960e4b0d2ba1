"""A hidden sheet being written, with the seal by which a reader sees that nobody typed there."""

from __future__ import annotations

from xlsxwriter import Workbook

from ..hidden_seals import FORMULA_COLUMNS, seal_of_formulas
from ..layout import column_name


class SealedSheet:
    """Takes texts and formulas, no numbers: a number there is somebody else's."""

    def __init__(self, workbook: Workbook, name: str) -> None:
        self._sheet = workbook.get_worksheet_by_name(name)
        self._formula_columns = FORMULA_COLUMNS[name]
        self._beside: dict[tuple[int, int], bytes] = {}
        self._last_row = 0
        self._sheet.hide()

    def text(self, row: int, column: int, text: str) -> None:
        self._sheet.write_string(row, column, text)
        self._take(row, column, text)

    def formula(self, row: int, column: int, formula: str, value: object) -> None:
        self._sheet.write_formula(row, column, formula, None, value)
        if column_name(column) not in self._formula_columns:
            self._take(row, column, "")
        self._last_row = max(self._last_row, row + 1)

    def _take(self, row: int, column: int, text: str) -> None:
        self._beside[row, column] = f'{column_name(column)}{row + 1}"{text}'.encode()
        self._last_row = max(self._last_row, row + 1)

    @property
    def seal(self) -> str:
        return seal_of_formulas((self._beside[at] for at in sorted(self._beside)), self._last_row)
