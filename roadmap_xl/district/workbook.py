"""The district's own workbook: its settings, registry and journal, and a button to collect."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from ..workbook.buttons import Buttons, draw_buttons, write_macro_sheets
from ..workbook.drawing import new_workbook
from ..workbook.looks import Formats
from .journal import Journal
from .registry import Registry
from .registry_workbook import draw_registry
from .settings import LABELS, SETTINGS_SHEET, UNDECIDED
from .settings_sheet import VALUE_COLUMN, draw_settings

FOLDER_NAME = "roadmap_folder"
"""The defined name of the cell that holds the folder."""
_STEPS = (
    "1. На лист «Реестр» внесите школы района: код, наименование, населённый пункт.",
    "2. Книги школ положите в одну папку (можно с подпапками).",
    "3. Нажмите «Собрать свод» и выберите эту папку. Сводка запишется рядом с ней и откроется.",
    "4. Чья это книга, если программа не узнала школу, впишите на лист «Журнал» и соберите снова.",
)
_FIRST_SETTING = 4


def write_district_workbook(
    path: Path, registry: Registry | None, *, created: date, buttons: Buttons
) -> None:
    """The workbook, ready to be given macros; raises `OutputError` if it cannot be written."""
    with new_workbook(path, title="Сбор книг", created=created) as workbook:
        formats = Formats(workbook)
        _settings(workbook, formats, buttons)
        draw_registry(workbook, formats, registry.schools if registry else (), Journal())
        write_macro_sheets(workbook, buttons)


def _settings(workbook: Workbook, formats: Formats, buttons: Buttons) -> None:
    sheet = workbook.add_worksheet(SETTINGS_SHEET)
    sheet.write_string(0, 1, "Сбор книг района", formats["big"])
    sheet.set_row(0, 32)
    draw_buttons(sheet, buttons, 1, 1)
    rows = draw_settings(sheet, formats, _FIRST_SETTING, LABELS, UNDECIDED)
    folder = xl_rowcol_to_cell(rows["folder"], VALUE_COLUMN, row_abs=True, col_abs=True)
    workbook.define_name(FOLDER_NAME, f"='{SETTINGS_SHEET}'!{folder}")
    first = _FIRST_SETTING + len(LABELS) + 1
    sheet.write_string(first, 1, "Как собрать", formats["school"])
    for number, step in enumerate(_STEPS, start=1):
        sheet.write_string(first + number, 1, step, formats["plain"])
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.activate()
