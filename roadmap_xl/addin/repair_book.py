"""The buttons «Исправить копию» and «Документ Word»: each makes a file beside the open workbook.

Excel itself saves a copy to read from, so that nothing that was typed is missed and comments and
hidden rows are seen as well; the open workbook is not changed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path

import xlwings as xw

from ..errors import OutputError, RoadmapError
from ..files import temporary_folder
from ..rules.checking import Occasion
from ..school.document import SUFFIX, document_file
from ..school.repair import repair_file
from .book_cells import ENGINE_FAULTS, forms_of

TITLE = "Дорожная карта: исправленная копия"
_COPY_REFUSED = (
    "Excel не дал сохранить копию книги. Закончите ввод в ячейке (Enter или Esc), сохраните книгу "
    "и нажмите «Исправить копию» ещё раз. Введённые данные не изменены."
)
DOCUMENT_TITLE = "Дорожная карта: документ Word"
_DOCUMENT_REFUSED = (
    "Excel не дал сохранить копию книги. Закончите ввод в ячейке (Enter или Esc), сохраните книгу "
    "и нажмите «Документ Word» ещё раз. Введённые данные не изменены."
)


def repair(book: xw.Book) -> None:
    """The script behind the button «Исправить копию»."""
    repair_on(book, date.today())


def repair_on(book: xw.Book, today: date) -> None:
    """Writes the repaired copy, dated this day, beside the workbook, opens it and says so."""
    try:
        target = target_beside(book)
        with temporary_copy(book) as source:
            done = repair_file(source, target, created=today, forms=forms_of(book))
        book.app.books.open(str(target))
    except RoadmapError as fault:
        book.app.alert(str(fault), title=TITLE, mode="critical")
    except ENGINE_FAULTS:
        book.app.alert(_COPY_REFUSED, title=TITLE, mode="critical")
    else:
        lines = [f"Открыта исправленная копия: {target.name}", *done.as_lines()]
        book.app.alert("\n".join(lines), title=TITLE, mode="info")


def target_beside(book: xw.Book) -> Path:
    """A free name for the copy."""
    return free_path_beside(book, "исправленная копия", ".xlsx")


def document(book: xw.Book) -> None:
    """The script behind the button «Документ Word»."""
    document_on(book, date.today())


def document_on(book: xw.Book, today: date) -> None:
    """Writes the document, dated this day, beside the workbook, opens it and says so."""
    try:
        target = free_path_beside(book, "документ", SUFFIX)
        with temporary_copy(book) as source:
            made = document_file(
                source,
                target,
                created=today,
                occasion=Occasion(today=today),
                forms=forms_of(book),
            )
    except RoadmapError as fault:
        book.app.alert(str(fault), title=DOCUMENT_TITLE, mode="critical")
    except ENGINE_FAULTS:
        book.app.alert(_DOCUMENT_REFUSED, title=DOCUMENT_TITLE, mode="critical")
    else:
        done = "Открыт документ" if open_file(target) else "Документ записан"
        lines = [f"{done}: {target.name}", f"Папка: {target.parent}", *made.as_lines()]
        book.app.alert("\n".join(lines), title=DOCUMENT_TITLE, mode="info")


def open_file(path: Path) -> bool:
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


@contextmanager
def temporary_copy(book: xw.Book) -> Iterator[Path]:
    """A copy of the workbook as it is now, under its own name, as long as it is needed."""
    with temporary_folder() as folder:
        copy = folder / Path(book.name).name
        _save_copy(book, copy)
        yield copy


def _save_copy(book: xw.Book, copy: Path) -> None:
    """Through Excel on Windows; elsewhere xlwings cannot, so the file as it was last saved."""
    if hasattr(book.api, "SaveCopyAs"):
        book.api.SaveCopyAs(str(copy))
        return
    try:
        copy.write_bytes(Path(book.fullname).read_bytes())
    except OSError as fault:
        raise OutputError(
            "Файл книги не найден на этом компьютере. Сохраните её в папку на диске и повторите."
        ) from fault


def free_path_beside(book: xw.Book, what: str, suffix: str) -> Path:
    """A free name beside the workbook; among the documents where that is a web address."""
    folder = Path(book.fullname).parent
    if "://" in book.fullname or not folder.is_dir():
        folder = Path.home() / "Documents"
    stem = f"{Path(book.name).stem} — {what}"
    names = (f"{stem}{f' {number}' if number > 1 else ''}{suffix}" for number in count(1))
    return next(folder / name for name in names if not (folder / name).exists())
