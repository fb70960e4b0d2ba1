"""Functions in the cells of Excel for Windows: `=ROADMAP_SHARE(E7; D7)` and the others.

The module for xlwings' «Import Functions» (`UDF_MODULES = roadmap_xl.addin.excel_functions`). The
VBA it makes is ASCII; Russian descriptions reach Excel beside it, through `MacroOptions`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Protocol

import xlwings as xw

from ..errors import EditionError
from .book_cells import ENGINE_FAULTS, BookCells, cell_value, forms_of
from .functions.arguments import Grid
from .functions.catalogue import FUNCTIONS, CellFunction
from .functions.findings import findings, findings_of

PREFIX = "ROADMAP_"
CATEGORY = "Дорожная карта"
_EXCEL_REFUSED = "Excel не дал прочитать книгу. Закончите ввод в ячейке и пересчитайте: Ctrl+Alt+F9"


class Decorators(Protocol):
    """`xlwings` itself for Excel on Windows, `xlwings.server` for Office.js."""

    @property
    def func(self) -> Callable[..., Any]: ...

    @property
    def arg(self) -> Callable[..., Any]: ...


def register(
    entry: CellFunction,
    name: str,
    function: Callable[..., object],
    decorators: Decorators,
    **options: object,
) -> Callable[..., object]:
    """The function under this name, with the entry's words, for the ranges that xlwings passes.

    Its parameters carry no types: xlwings would convert by them. An error in a cell arrives as its
    name, because it would be a blank otherwise.
    """

    def called(*arguments: object) -> object:
        return function(*map(_plain, arguments))

    parameters = inspect.signature(function).parameters.values()
    untyped = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters]
    called.__signature__ = inspect.Signature(untyped)  # type: ignore[attr-defined]
    called.__name__ = called.__qualname__ = name
    called.__doc__ = entry.help
    called.__annotations__ = {}
    for argument in entry.arguments:
        decorators.arg(argument.name, ndim=2, err_to_str=True, doc=argument.help)(called)
    result: Callable[..., object] = decorators.func(**options)(called)
    return result


def _plain(argument: object) -> object:
    """A range with errors as the reader knows them; anything else as it came."""
    if not isinstance(argument, list):
        return argument
    return [[cell_value(cell) for cell in row] for row in argument]


def _findings(caller: xw.Range, *sheets: object) -> Grid:
    """The findings on the workbook the formula stands in, or on the sheets it names.

    The formula's own sheet is left out: what it shows is no part of the form.
    """
    if sheets:
        return findings(*sheets)
    try:
        book, own = caller.sheet.book, caller.sheet.name
        return findings_of(lambda: BookCells(book, without=own), book.name, forms_of(book))
    except EditionError as fault:  # of a district's own edition beside the workbook
        return [[str(fault)]]
    except ENGINE_FAULTS:
        return [[_EXCEL_REFUSED]]


_OF_EXCEL = {"FINDINGS": _findings}
_REGISTERED = {
    f"{PREFIX}{entry.name}": register(
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
