"""The sheet «Настройки»: each setting with its value, what it is for, and a list to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from textwrap import shorten

from xlsxwriter.worksheet import Worksheet

from ..form.loading import editions
from ..form.vocabulary import STAGES
from ..workbook.looks import Formats
from .settings import HINTS, LABELS, Settings

VALUE_COLUMN = 2
_NOT_LISTED = "Выберите год из списка или впишите код своего издания: 2026-степной."
WIDTHS = (3, 54, 46, 80)
_DAYS = ("deadline", "report_day")
_NUMBERS = ("min_group", "fail_share", "below_district", "near_threshold", "overdue_share")


def draw_settings(
    sheet: Worksheet, formats: Formats, first: int, names: Iterable[str], settings: Settings
) -> dict[str, int]:
    """These settings, the header in the row above `first`; gives the row of each."""
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    for column, title in enumerate(("Настройка", "Значение", "Пояснение"), start=1):
        sheet.write_string(first - 1, column, title, formats["header_left"])
    rows = {name: row for row, name in enumerate(names, start=first)}
    for name, row in rows.items():
        sheet.set_row(row, 22)
        sheet.write_string(row, 1, LABELS[name], formats["label"])
        _value(sheet, formats, row, name, settings)
        sheet.write_string(row, 3, HINTS[name], formats["label_faint"])
        _asked(sheet, row, name, settings)
    return rows


def _value(sheet: Worksheet, formats: Formats, row: int, name: str, settings: Settings) -> None:
    value = settings.value(name)
    style = formats["input_date" if name in _DAYS else "input_exact"]
    if name in _NUMBERS:
        style = formats["input"]
    if value is None or value == "":
        sheet.write_blank(row, VALUE_COLUMN, None, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, VALUE_COLUMN, value, style)
    elif isinstance(value, str):
        sheet.write_string(row, VALUE_COLUMN, value, style)
    else:
        sheet.write_number(row, VALUE_COLUMN, value, style)


def _choices(name: str, settings: Settings) -> list[str]:
    """What a setting is chosen from: the years of the package, and an edition of one's own."""
    if name == "edition":
        return list(dict.fromkeys(filter(None, (*editions(), settings.edition))))
    return list(STAGES) if name == "stage" else []


def _asked(sheet: Worksheet, row: int, name: str, settings: Settings) -> None:
    """A prompt; a list to choose from, or bounds; a day is any day of a year that Excel knows."""
    criterion: dict[str, object] = {"validate": "any"}
    if choices := _choices(name, settings):
        criterion = {
            "validate": "list", "source": choices, "error_title": "Значения нет в списке",
            "error_message": "Выберите значение из списка: стрелка справа от ячейки.",
        }  # fmt: skip
        if name == "edition":  # one's own is in no list: «2026-степной»
            criterion |= {"error_type": "warning", "error_message": _NOT_LISTED}
    elif name in _NUMBERS:
        criterion = {
            "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100,
            "error_title": "Не то число", "error_message": "Впишите число от 0 до 100.",
        }  # fmt: skip
    elif name in _DAYS:
        criterion = {
            "validate": "date", "criteria": ">=", "value": date(2000, 1, 1),
            "error_title": "Не дата", "error_message": "Впишите дату, например 01.12.2026.",
        }  # fmt: skip
    title = shorten(LABELS[name], 32, placeholder=" …")
    message = {"input_title": title, "input_message": HINTS[name]}
    sheet.data_validation(row, VALUE_COLUMN, row, VALUE_COLUMN, criterion | message)
