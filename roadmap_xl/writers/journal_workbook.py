"""The journal as a workbook: a new one, as a campaign begins with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..district.journal import JOURNAL_SHEET, Journal
from .formats import Formats
from .new_workbook import new_workbook
from .registry_workbook import draw_journal

_HINT = (
    "Программа только дописывает сюда новые файлы. Код школы, даты, «Отозван», «Нет данных» и "
    "примечания вписываете вы; можно добавлять свои графы и строки, красить, сортировать."
)
_HEADER_ROW = 2


def write_journal(path: Path, journal: Journal, *, created: date) -> None:
    """A new journal; raises `OutputError` if it cannot be written."""
    with new_workbook(path, title=JOURNAL_SHEET, created=created) as workbook:
        formats = Formats(workbook)
        draw_journal(workbook, formats, journal, _HEADER_ROW)
        sheet = workbook.get_worksheet_by_name(JOURNAL_SHEET)
        sheet.write_string(0, 0, "Журнал полученных файлов", formats["title"])
        sheet.set_row(0, 26)
        sheet.write_string(1, 0, _HINT, formats["note"])
