"""Functions in the cells of Excel for Windows: `=ROADMAP_SHARE(E7; D7)` and the others.

The module for xlwings' «Import Functions» (`UDF_MODULES = roadmap_xl.addin.excel_functions`). The
VBA it makes is ASCII; Russian descriptions reach Excel beside it, through `MacroOptions`.
"""

from __future__ import annotations

import xlwings as xw

from .book_cells import BookCells
from .engine_faults import ENGINE_FAULTS
from .functions.catalogue import FUNCTIONS
from .functions.findings_table import findings, findings_of
from .functions.ranges import Grid
from .registering import registered

PREFIX = "ROADMAP_"
CATEGORY = "Дорожная карта"
_EXCEL_REFUSED = "Excel не дал прочитать книгу. Закончите ввод в ячейке и пересчитайте: Ctrl+Alt+F9"


def _findings(caller: xw.Range, *sheets: object) -> Grid:
    """The findings on the workbook the formula stands in, or on the sheets it names.

    The formula's own sheet is left out: what it shows is no part of the form.
    """
    if sheets:
        return findings(*sheets)
    try:
        book, own = caller.sheet.book, caller.sheet.name
        return findings_of(lambda: BookCells(book, without=own), book.name)
    except ENGINE_FAULTS:
        return [[_EXCEL_REFUSED]]


_OF_EXCEL = {"FINDINGS": _findings}
_REGISTERED = {
    f"{PREFIX}{entry.name}": registered(
        entry,
        f"{PREFIX}{entry.name}",
        _OF_EXCEL.get(entry.name, entry.function),
        xw,
        category=CATEGORY,
        call_in_wizard=not entry.is_slow,
    )
    for entry in FUNCTIONS
}
__all__ = list(_REGISTERED)
globals().update(_REGISTERED)
