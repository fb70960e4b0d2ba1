"""«Собрать свод»: the folder of the district's workbook, checked, collected and shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import xlwings as xw

from ..campaign.collect import ReadingOptions, summary_lines, write_summary
from ..campaign.collect import collect as collect_folder
from ..district.registry import registry_in
from ..district.settings import SETTINGS_SHEET, Settings, settings_in
from ..errors import RegistryError, RoadmapError
from ..form.forms import forms_beside
from ..rules.checking import Occasion
from ..summary.snapshot import SUFFIX, previous_of
from ..texts.days import day_text
from .book_cells import ENGINE_FAULTS, BookCells

TITLE = "Дорожная карта: сводка района"
_EXCEL_REFUSED = (
    "Сводка записана, но Excel не дал её открыть. Закончите ввод в ячейке (Enter или Esc) и "
    "откройте файл сами: он лежит рядом с папкой книг."
)


def collect(book: xw.Book) -> None:
    """The script behind the button «Собрать свод»."""
    collect_on(book, date.today())


def collect_on(book: xw.Book, today: date) -> None:
    """Collects the folder of the settings as of this day, opens the summary and says what is in it.

    The district's workbook itself is not changed.
    """
    try:
        path, lines = _collect(BookCells(book), today)
        book.app.books.open(str(path))
    except RoadmapError as fault:
        book.app.alert(str(fault), title=TITLE, mode="critical")
    except ENGINE_FAULTS:
        book.app.alert(_EXCEL_REFUSED, title=TITLE, mode="critical")
    else:
        book.app.alert("\n".join([f"Открыта сводка: {path.name}", *lines]), title=TITLE)


def _collect(cells: BookCells, today: date) -> tuple[Path, list[str]]:
    """Where the summary was written, and what is in it."""
    if SETTINGS_SHEET not in cells.sheet_names:
        raise RegistryError(
            f"В книге нет листа «{SETTINGS_SHEET}». Откройте книгу района district_summary.xlsm."
        )
    settings = settings_in(cells.rows(SETTINGS_SHEET))
    if not settings.folder:
        raise RegistryError("Не указана папка с книгами школ. Нажмите кнопку и выберите её.")
    folder = Path(settings.folder)
    target = folder.parent / f"Сводка {folder.name} {day_text(today)}.xlsx"
    before = previous_of(settings, folder.parent, target.with_suffix(SUFFIX))
    registry, journal = registry_in({name: cells.rows(name) for name in cells.sheet_names})
    summary = collect_folder(
        folder,
        edition=settings.edition,
        registry=registry,
        journal=journal,
        occasion=_occasion(settings, today),
        settings=settings,
        but_not=[target],
        reading=ReadingOptions(workers=None),
        previous=before,
        forms=forms_beside([folder / "-"]),
    )
    write_summary(target, summary, created=today, books=folder)
    return target, summary_lines(summary)


def _occasion(settings: Settings, today: date) -> Occasion:
    return Occasion(settings.stage, settings.report_day, today)
