"""A district's registry workbook: its schools and the journal of what it received."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path

from xlsxwriter import Workbook

from ..district.journal import Journal
from ..district.registry import Registry, SchoolEntry
from .files import save
from .formats import Formats
from .page import lines_of
from .school_workbook import OPTIONS, PlainFormulas

REGISTRY_HEADERS = (
    ("Код", 12),
    ("Наименование", 44),
    ("Населённый пункт", 22),
    ("Другие названия", 30),
    ("11 класс", 9),
    ("Контакт", 46),
)
JOURNAL_HEADERS = (
    ("Файл", 38),
    ("SHA-256", 68),
    ("Код школы", 12),
    ("Дата получения", 12),
    ("Отозван", 10),
    ("Примечание", 44),
)
Cell = str | date | None


def write_registry_workbook(
    path: Path, registry: Registry, journal: Journal | None = None, *, created: date
) -> None:
    """The registry and the journal as a workbook that people edit and `read_registry` reads.

    Raises `OutputError` if it cannot be written.
    """
    workbook = Workbook(path, OPTIONS)
    workbook.set_properties({"title": "Реестр школ", "created": datetime.combine(created, time())})
    formats = Formats(workbook)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter only warns when it leaves something out
        draw_registry(workbook, formats, registry.schools, journal or Journal())
    save(workbook, path)


def draw_registry(
    workbook: Workbook, formats: Formats, schools: Iterable[SchoolEntry], journal: Journal
) -> None:
    """The sheets «Реестр» and «Журнал»; without schools, ready to be filled in."""
    _table(workbook, formats, "Реестр", REGISTRY_HEADERS, _schools(schools))
    _table(workbook, formats, "Журнал", JOURNAL_HEADERS, _entries(journal))


def _schools(schools: Iterable[SchoolEntry]) -> list[tuple[Cell, ...]]:
    return [
        (
            school.code,
            school.name,
            school.settlement,
            "; ".join(school.other_names),
            {True: "да", False: "нет", None: ""}[school.grade11],
            school.contact,
        )
        for school in schools
    ]


def _entries(journal: Journal) -> list[tuple[Cell, ...]]:
    return [
        (
            entry.file,
            entry.sha256,
            entry.school,
            entry.received,
            "да" if entry.withdrawn else "",
            entry.remark,
        )
        for entry in journal.entries
    ]


def _table(
    workbook: Workbook,
    formats: Formats,
    name: str,
    headers: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[Cell]],
) -> None:
    sheet = workbook.add_worksheet(name, PlainFormulas)
    for column, (title, width) in enumerate(headers):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, formats["header"])
    sheet.set_row(0, 24)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, formats["day"])
            else:
                sheet.write_string(number, column, value or "", formats["label"])
        pairs = zip(row, headers, strict=True)
        lines = max(
            lines_of(value or "", w) for value, (_, w) in pairs if not isinstance(value, date)
        )
        sheet.set_row(number, 13.2 * lines + 4)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(headers) - 1)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L&8{name}&R&8Стр. &P из &N")
