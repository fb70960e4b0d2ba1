"""«Документ Word»: the open workbook as the paper that is signed, beside it, and opened in Word.

Excel itself saves a copy to read from, so that nothing that was typed is missed; the open workbook
is not changed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import xlwings as xw

from ..checking import Occasion
from ..documenting import SUFFIX, document_file
from ..errors import RoadmapError
from .beside_book import free_beside, saved_copy
from .engine_faults import ENGINE_FAULTS

TITLE = "Дорожная карта: документ Word"
_EXCEL_REFUSED = (
    "Excel не дал сохранить копию книги. Закончите ввод в ячейке (Enter или Esc), сохраните книгу "
    "и нажмите «Документ Word» ещё раз. Введённые данные не изменены."
)


def document(book: xw.Book) -> None:
    """The script behind the button «Документ Word»."""
    document_on(book, date.today())


def document_on(book: xw.Book, today: date) -> None:
    """Writes the document, dated this day, beside the workbook, opens it and says so."""
    try:
        target = free_beside(book, "документ", SUFFIX)
        with saved_copy(book) as source:
            made = document_file(source, target, created=today, occasion=Occasion(today=today))
    except RoadmapError as fault:
        book.app.alert(str(fault), title=TITLE, mode="critical")
    except ENGINE_FAULTS:
        book.app.alert(_EXCEL_REFUSED, title=TITLE, mode="critical")
    else:
        done = "Открыт документ" if opened(target) else "Документ записан"
        said = [f"{done}: {target.name}", f"Папка: {target.parent}", *made.as_lines()]
        book.app.alert("\n".join(said), title=TITLE, mode="info")


def opened(path: Path) -> bool:
    """Opens the file in the program that is set up for it; False where there is none."""
    try:
        if sys.platform == "win32":
            os.startfile(path)
        elif sys.platform == "darwin":
            subprocess.run(["open", str(path)], check=True)
        else:
            return False
    except (OSError, subprocess.CalledProcessError):
        return False
    return True
