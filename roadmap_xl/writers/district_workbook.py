"""The district's own workbook: its settings, registry and journal, and a button to collect."""

from __future__ import annotations

import warnings
from datetime import date, datetime, time
from pathlib import Path

from xlsxwriter import Workbook

from ..district.journal import Journal
from ..district.registry import Registry
from ..district.settings import HINTS, LABELS, SETTINGS_SHEET
from ..form.loading import editions
from ..form.vocabulary import STAGES
from .buttons import Buttons, draw_buttons, write_macro_sheets
from .files import save
from .formats import Formats
from .registry_workbook import draw_registry
from .school_workbook import OPTIONS

FOLDER_NAME = "roadmap_folder"
"""The defined name of the cell that holds the folder."""
_STEPS = (
    "1. На лист «Реестр» внесите школы района: код, наименование, населённый пункт.",
    "2. Книги школ положите в одну папку (можно с подпапками).",
    "3. Нажмите «Собрать свод» и выберите эту папку. Сводка запишется рядом с ней и откроется.",
    "4. Чья это книга, если программа не узнала школу, впишите на лист «Журнал» и соберите снова.",
)
_FIRST_SETTING = 4
_CHOICES = {"edition": list(editions()), "stage": list(STAGES)}


def write_district_workbook(
    path: Path, registry: Registry | None, *, created: date, buttons: Buttons
) -> None:
    """The workbook, ready to be given macros; raises `OutputError` if it cannot be written."""
    workbook = Workbook(path, OPTIONS)
    workbook.set_properties({"title": "Сбор книг", "created": datetime.combine(created, time())})
    formats = Formats(workbook)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter only warns when it leaves something out
        _settings(workbook, formats, buttons)
        draw_registry(workbook, formats, registry.schools if registry else (), Journal())
        write_macro_sheets(workbook, buttons)
    save(workbook, path)


def _settings(workbook: Workbook, formats: Formats, buttons: Buttons) -> None:
    sheet = workbook.add_worksheet(SETTINGS_SHEET)
    for column, width in enumerate((3, 30, 58, 62)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 1, "Сбор книг района", formats["big"])
    sheet.set_row(0, 32)
    draw_buttons(sheet, buttons, 1, 1)
    for column, title in enumerate(("Настройка", "Значение", "Пояснение"), start=1):
        sheet.write_string(_FIRST_SETTING - 1, column, title, formats["header_left"])
    for row, (name, label) in enumerate(LABELS.items(), start=_FIRST_SETTING):
        sheet.write_string(row, 1, label, formats["label"])
        style = "input_date" if name == "report_day" else "input_exact"
        sheet.write_blank(row, 2, None, formats[style])
        sheet.write_string(row, 3, HINTS[name], formats["label_faint"])
        sheet.set_row(row, 22)
        if name in _CHOICES:
            sheet.data_validation(row, 2, row, 2, {"validate": "list", "source": _CHOICES[name]})
    row = _FIRST_SETTING + list(LABELS).index("folder") + 1
    workbook.define_name(FOLDER_NAME, f"='{SETTINGS_SHEET}'!$C${row}")
    first = _FIRST_SETTING + len(LABELS) + 1
    sheet.write_string(first, 1, "Как собрать", formats["school"])
    for number, step in enumerate(_STEPS, start=1):
        sheet.write_string(first + number, 1, step, formats["plain"])
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.activate()
