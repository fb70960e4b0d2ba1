"""Workbooks that a district gets from the program to fill: registry, journal, results of РЦОИ."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ..workbook.drawing import PlainSheet, lines_of, new_workbook
from ..workbook.looks import Formats
from .journal import BY_PEOPLE, JOURNAL_SHEET, Journal, JournalEntry
from .journal import COLUMNS as JOURNAL_COLUMNS
from .official import CODE, MEAN, NAME, OFFICIAL_SHEET, SUBJECT, OfficialRow
from .official import LABELS as OFFICIAL_LABELS
from .registry import COLUMNS, REGISTRY_SHEET, Registry, SchoolEntry
from .settings import LABELS, SETTINGS_SHEET, Settings
from .settings_sheet import draw_settings

REGISTRY_WIDTHS = {
    "code": 12,
    "name": 44,
    "settlement": 22,
    "other_names": 30,
    "grade11": 9,
    "contact": 46,
    "exam_code": 16,
}
JOURNAL_WIDTHS = {
    "file": 38,
    "recognised": 46,
    "school": 11,
    "received": 12,
    "withdrawn": 10,
    "counts": 11,
    "returned": 30,
    "no_data": 16,
    "deadline": 12,
    "remark": 44,
    "run": 7,
    "sha256": 20,
}
_YES_OR_NO = {
    "validate": "list",
    "source": ["да", "нет"],
    "error_title": "Нужно «да» или «нет»",
    "error_message": "Выберите «да» или «нет» из списка (стрелка справа) или очистите ячейку.",
}
_ANYTHING = {"validate": "any"}
_SCHOOL_PROMPTS = {
    "code": "Код школы в районе; у каждой школы свой. Нужен обязательно.",
    "name": "Название школы, как она сама его пишет. Нужно обязательно.",
    "settlement": "Например: ст. Степная. По нему различаются школы с одинаковыми номерами.",
    "other_names": "Прежние и сокращённые названия, через точку с запятой. По ним узнаётся файл.",
    "grade11": "«да», если в школе есть 11 класс, «нет», если его нет. Не знаете — пусто.",
    "contact": "Кому звонить в школе: имя, телефон. Печатается в бланке школы и на «Сдаче».",
    "exam_code": "Код ОО в протоколах РЦОИ, если он другой, чем «Код». Такой же — оставьте пусто.",
}
_JOURNAL_PROMPTS = {
    "school": "Код из реестра, если программа не узнала школу или узнала не ту.",
    "received": "Когда файл пришёл, например 01.10.2026, если не в день сбора.",
    "withdrawn": "«да» — файл не учитывать.",
    "counts": "«да» — считать сданным, хотя в книге стадия «Черновик» или она пуста.",
    "returned": "Что школе исправить. Книга учитывается, пока не придёт другая.",
    "no_data": "«да» — школа подтвердила, что данных нет. В этой строке нужен код школы.",
    "deadline": "День, о котором договорились со школой. В строке без файла, с кодом школы.",
    "remark": "Любые пометки для себя: программа их не меняет.",
}
SHA256_LENGTH = 64
_EMPTY_ROWS = 2000
"""How far down the prompts and the lists of «да» and «нет» go."""
Cell = str | float | date | None
_FIRST_SETTING = 3
_HINT = "Пустое значение программа решает сама, как сказано в пояснении."
_WIDTHS = {NAME: 44, SUBJECT: 24, MEAN: 12}
_WIDTH = 13
_CODES = (COLUMNS["code"], COLUMNS["exam_code"], JOURNAL_COLUMNS["school"], OFFICIAL_LABELS[CODE])
"""Columns of codes are text, so that Excel makes no number of 012345."""


def write_registry_workbook(
    path: Path, registry: Registry, journal: Journal | None = None, *, created: date
) -> None:
    """The registry and the journal as a workbook that people edit and `read_registry` reads.

    Raises `OutputError` if it cannot be written.
    """
    with new_workbook(path, title="Реестр школ", created=created) as workbook:
        formats = Formats(workbook)
        draw_registry(workbook, formats, registry.schools, journal or Journal())


def draw_registry(
    workbook: Workbook, formats: Formats, schools: Iterable[SchoolEntry], journal: Journal
) -> None:
    """The sheets «Реестр» and «Журнал»; without schools, ready to be filled in."""
    draw_schools_list(workbook, formats, schools)
    draw_journal(workbook, formats, journal)


def draw_schools_list(
    workbook: Workbook, formats: Formats, schools: Iterable[SchoolEntry]
) -> Worksheet:
    """The sheet «Реестр»."""
    rows = list(map(_school, schools))
    headers = [(COLUMNS[name], width, "header") for name, width in REGISTRY_WIDTHS.items()]
    sheet = table_of(workbook, formats, REGISTRY_SHEET, headers, rows, 0)
    for column, (name, title) in enumerate(COLUMNS.items()):
        criterion = _YES_OR_NO if name == "grade11" else _ANYTHING
        _ask(sheet, 1, column, criterion, title, _SCHOOL_PROMPTS[name])
    return sheet


def draw_journal(workbook: Workbook, formats: Formats, journal: Journal, first: int = 0) -> None:
    """The sheet «Журнал», its header in the row `first`; what people fill is navy."""
    headers = [
        (JOURNAL_COLUMNS[name], width, "header" if name in BY_PEOPLE else "header_added")
        for name, width in JOURNAL_WIDTHS.items()
    ]
    rows = list(map(_entry, journal.entries))
    sheet = table_of(workbook, formats, JOURNAL_SHEET, headers, rows, first)
    for column, (name, title) in enumerate(JOURNAL_COLUMNS.items()):
        if name in BY_PEOPLE:
            criterion = _YES_OR_NO if name in ("withdrawn", "counts", "no_data") else _ANYTHING
            _ask(sheet, first + 1, column, criterion, title, _JOURNAL_PROMPTS[name])


def _ask(
    sheet: Worksheet, first: int, column: int, criterion: dict[str, Any], title: str, prompt: str
) -> None:
    message = {"input_title": title, "input_message": prompt}
    sheet.data_validation(first, column, first + _EMPTY_ROWS, column, criterion | message)


def _school(school: SchoolEntry) -> tuple[Cell, ...]:
    return (
        school.code,
        school.name,
        school.settlement,
        "; ".join(school.other_names),
        {True: "да", False: "нет", None: ""}[school.grade11],
        school.contact,
        school.exam_code,
    )


def _entry(entry: JournalEntry) -> tuple[Cell, ...]:
    return tuple(journal_cell(entry, name) for name in JOURNAL_COLUMNS)


def journal_cell(entry: JournalEntry, name: str) -> Cell:
    """What stands in a column of the journal: «да» for yes, nothing for no."""
    value: Cell = getattr(entry, name)
    return ("да" if value else "") if isinstance(value, bool) else value


def table_of(
    workbook: Workbook,
    formats: Formats,
    name: str,
    headers: Sequence[tuple[str, float, str]],
    rows: Sequence[Sequence[Cell]],
    first: int,
) -> Worksheet:
    """A sheet with a table that people fill in: its titles with widths and styles, its rows."""
    sheet = workbook.add_worksheet(name, PlainSheet)
    codes = [column for column, (title, *_) in enumerate(headers) if title in _CODES]
    for column, (title, width, style) in enumerate(headers):
        sheet.set_column(column, column, width, formats["code_column"] if column in codes else None)
        sheet.write_string(first, column, title, formats[style])
    sheet.set_row(first, 24 if max(lines_of(title, w) for title, w, _ in headers) == 1 else 34)
    for number, row in enumerate(rows, start=first + 1):
        _line(sheet, formats, number, row, [width for _, width, _ in headers], codes)
    sheet.freeze_panes(first + 1, 0)
    sheet.autofilter(first, 0, first + max(len(rows), 1), len(headers) - 1)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first)
    sheet.set_footer(f"&L&8{name}&R&8Стр. &P из &N")
    return sheet


def _line(
    sheet: Worksheet,
    formats: Formats,
    number: int,
    row: Sequence[Cell],
    widths: Sequence[float],
    codes: Collection[int],
) -> None:
    for column, value in enumerate(row):
        if column in codes:
            sheet.write_string(number, column, str(value or ""), formats["code_text"])
        elif isinstance(value, date):
            sheet.write_datetime(number, column, value, formats["day"])
        elif isinstance(value, int | float):
            sheet.write_number(number, column, value, formats["label_center"])
        else:
            style = "clipped" if len(value or "") == SHA256_LENGTH else "label"
            sheet.write_string(number, column, value or "", formats[style])
    sheet.set_row(number, height_of(zip(row, widths, strict=True)))


def height_of(cells: Iterable[tuple[Cell, float]]) -> float:
    """The height of a row with these values, each with its column's width; a mark may be cut."""
    texts = [(value, width) for value, width in cells if isinstance(value, str) and " " in value]
    return 13.2 * max((lines_of(text, width) for text, width in texts), default=1) + 4


def write_campaign_workbook(
    path: Path, registry: Registry | None, settings: Settings, *, created: date
) -> None:
    """The sheets «Реестр» and «Настройки»; raises `OutputError` if it cannot be written."""
    with new_workbook(path, title="Реестр школ", created=created) as workbook:
        formats = Formats(workbook)
        draw_schools_list(workbook, formats, registry.schools if registry else ())
        _settings(workbook, formats, settings)


def _settings(workbook: Workbook, formats: Formats, settings: Settings) -> None:
    sheet = workbook.add_worksheet(SETTINGS_SHEET, PlainSheet)
    sheet.write_string(0, 1, "Настройки сбора", formats["title"])
    sheet.set_row(0, 28)
    sheet.write_string(1, 1, _HINT, formats["note"])
    names = [name for name in LABELS if name != "folder"]  # the campaign knows where it lies
    draw_settings(sheet, formats, _FIRST_SETTING, names, settings)
    sheet.freeze_panes(_FIRST_SETTING, 0)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def write_official(path: Path, rows: Iterable[OfficialRow] = (), *, created: date) -> None:
    """The table that `read_official` reads, without rows to be filled; raises `OutputError`."""
    headers = [
        (label, _WIDTHS.get(name, _WIDTH), "header") for name, label in OFFICIAL_LABELS.items()
    ]
    with new_workbook(path, title=OFFICIAL_SHEET, created=created) as workbook:
        cells = list(map(_official_row, rows))
        table_of(workbook, Formats(workbook), OFFICIAL_SHEET, headers, cells, 0)


def _official_row(row: OfficialRow) -> tuple[Cell, ...]:
    words = {CODE: row.code, NAME: row.name, SUBJECT: row.subject}
    return tuple(words.get(name, row.numbers.get(name)) for name in OFFICIAL_LABELS)
