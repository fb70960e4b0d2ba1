"""«Исправить копию»: the open workbook poured into a fresh blank beside it, which is opened.

Excel itself saves a copy to read from, so that nothing that was typed is missed and comments and
hidden rows are seen as well; the open workbook is not changed.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import xlwings as xw

from ..errors import RoadmapError
from ..repairing import repair_file
from .beside_book import free_beside, saved_copy
from .engine_faults import ENGINE_FAULTS

TITLE = "Дорожная карта: исправленная копия"
_EXCEL_REFUSED = (
    "Excel не дал сохранить копию книги. Закончите ввод в ячейке (Enter или Esc), сохраните книгу "
    "и нажмите «Исправить копию» ещё раз. Введённые данные не изменены."
)


def repair(book: xw.Book) -> None:
    """The script behind the button «Исправить копию»."""
    repair_on(book, date.today())


def repair_on(book: xw.Book, today: date) -> None:
    """Writes the repaired copy, dated this day, beside the workbook, opens it and says so."""
    try:
        target = target_beside(book)
        with saved_copy(book) as source:
            done = repair_file(source, target, created=today)
        book.app.books.open(str(target))
    except RoadmapError as fault:
        book.app.alert(str(fault), title=TITLE, mode="critical")
    except ENGINE_FAULTS:
        book.app.alert(_EXCEL_REFUSED, title=TITLE, mode="critical")
    else:
        said = [f"Открыта исправленная копия: {target.name}", *done.as_lines()]
        book.app.alert("\n".join(said), title=TITLE, mode="info")


def target_beside(book: xw.Book) -> Path:
    """A free name for the copy."""
    return free_beside(book, "исправленная копия", ".xlsx")
