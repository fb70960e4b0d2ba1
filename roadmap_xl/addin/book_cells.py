"""The cells of a workbook that is open in Excel, each sheet read once."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import xlwings as xw

from ..expressions.cell_values import ErrorValue
from ..form.forms import PACKAGED, Forms, forms_beside
from ..form.kept import kept
from ..form.layout import FORM_SHEETS
from ..reader.files.cells import Beside, Markup
from ..reader.files.faults import Refused
from ..reader.files.opening import MOST_CELLS_OF_SHEET
from ..texts.typed import ERROR_NAMES
from ..workbook.seals import FORMULA_COLUMNS

ENGINE_FAULTS: tuple[type[Exception], ...] = (xw.XlwingsError,)
"""What xlwings' engines raise when Excel refuses: a cell is being edited, a sheet protected."""

if sys.platform == "win32":
    import pywintypes

    ENGINE_FAULTS += (pywintypes.com_error,)
elif sys.platform == "darwin":
    from appscript.reference import CommandError

    ENGINE_FAULTS += (CommandError,)
_ERROR_BASE = -2146828288
"""COM gives an error cell as this number plus Excel's own of the error: 2042 for #N/A."""
_ERROR_NUMBERS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
_BY_CODE = {_ERROR_BASE + number: name for number, name in _ERROR_NUMBERS.items()}


class BookCells:
    """The sheets of an open workbook, as the reader wants them; a sheet of the form always."""

    saved_as = ""
    beside = Beside()

    def __init__(self, book: xw.Book, *, without: str = "") -> None:
        sheets = {sheet.name: sheet for sheet in book.sheets}
        left_out = {without} - set(FORM_SHEETS)
        self._sheets = {name: sheet for name, sheet in sheets.items() if name not in left_out}
        self._file = book.name
        self._read: dict[str, list[list[object]]] = {}

    @property
    def sheet_names(self) -> list[str]:
        return list(self._sheets)

    def rows(self, sheet: str) -> list[list[object]]:
        """The sheet from A1 to its last used cell; raises `Refused` if that is unbearably far.

        The hidden sheets of formulas are not asked for: each press would fetch thousands of cells.
        Whether somebody typed into them is seen when the file is checked.
        """
        if sheet in FORMULA_COLUMNS:
            return []
        if sheet not in self._read:
            self._read[sheet] = self._rows(sheet)
        return self._read[sheet]

    def markup(self, sheet: str) -> Markup | None:
        """Not told: no engine of xlwings sends formats and formulas with the values."""
        return None

    def _rows(self, name: str) -> list[list[object]]:
        sheet = self._sheets[name]
        last = sheet.used_range.last_cell
        if last.row * last.column > MOST_CELLS_OF_SHEET:
            reason = f"на листе «{name}» занято строк — {last.row}, столбцов — {last.column}"
            raise Refused("outsized", file=self._file, reason=reason)
        area = sheet.range((1, 1), (last.row, last.column))
        # Without this option xlwings gives an error cell as a blank.
        found = area.options(ndim=2, err_to_str=True).value
        return [[cell_value(value) for value in row] for row in found]


def forms_of(book: xw.Book) -> Forms:
    """The forms that an open workbook may be of: those beside it, else those met here before."""
    is_on_disk = "://" not in book.fullname
    beside = forms_beside([Path(book.fullname)]) if is_on_disk else PACKAGED
    return beside if beside.own else Forms(kept())


def cell_value(value: object) -> object:
    """A value as `Cells` promises it, from what the engines of xlwings give."""
    if isinstance(value, str):
        return ErrorValue(value) if value in ERROR_NAMES else value
    if isinstance(value, Decimal):  # a cell with a currency format
        return float(value)
    if type(value) is int and value in _BY_CODE:
        return ErrorValue(_BY_CODE[value])
    return value
