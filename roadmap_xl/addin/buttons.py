"""The buttons: what a macro or the frozen program calls, by name.

`press("check")` takes the workbook that Excel calls from. Whatever goes wrong ends in a window with
a Russian sentence; what nobody foresaw is written to a log file, which the window names.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import xlwings as xw

from ..form.layout import MACRO_TEXTS
from .book_cells import ENGINE_FAULTS
from .check_book import check
from .collect_book import collect
from .repair_book import document, repair

BUTTONS: dict[str, Callable[[xw.Book], None]] = {
    "check": check,
    "repair": repair,
    "document": document,
    "collect": collect,
}
LOG = Path(tempfile.gettempdir(), "roadmap_xl.log")
_UNFORESEEN = (
    "Программа проверки остановилась из-за своей ошибки. Введённые данные не изменены. "
    f"Пошлите разработчикам файл {LOG}: в нём записано, что произошло."
)
_TITLE = "Дорожная карта"
_ADDIN = "roadmap_xl.xlam"


def press(name: str) -> None:
    """Does what the button does, on the workbook that Excel calls from."""
    book = xw.Book.caller()
    sys.excepthook = _last_resort(book)
    try:
        BUTTONS[name](book)
    finally:
        if sys.platform == "darwin":
            _protect_again(book)


def _last_resort(
    book: xw.Book,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """What Python does with an exception that nobody caught: a log, a window, a quiet end.

    xlwings would show the traceback to a teacher if the process ended with a fault.
    """

    def show(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        text = "".join(traceback.format_exception(kind, fault, trace))
        with suppress(OSError):  # the sentence is shown all the same
            LOG.write_text(text, encoding="utf-8", errors="backslashreplace")
        with suppress(*ENGINE_FAULTS):
            book.app.alert(_UNFORESEEN, title=_TITLE, mode="critical")
        os._exit(0)

    return show


def _protect_again(book: xw.Book) -> None:
    """On a Mac the macro has ended before Python, so Python says when the sheets may be closed."""
    own = MACRO_TEXTS in [sheet.name for sheet in book.sheets]
    with suppress(*ENGINE_FAULTS):
        book.app.macro(f"'{book.name if own else _ADDIN}'!RoadmapDone")()
