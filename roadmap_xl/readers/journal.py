"""The journal as people left it: its entries, and where its columns stand now.

Raises `RegistryError` with the row and what is wrong in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from ..district.journal import COLUMNS, JOURNAL_SHEET, Journal, JournalEntry
from ..errors import RegistryError
from .listed import Header, Row, Rows, header_of, rows_below, sheets_of

LONGEST_RUN = 10
"""Digits of a run's number; what is longer is somebody's remark."""
_WITHOUT_SHA = (
    "{place}: нет SHA-256, и непонятно, о каком файле строка. Строку без SHA-256 пишут только о "
    "школе без данных: её код и «да» в графе «{no_data}». SHA-256 файла показан на листе «Паспорт "
    "сводки»."
)
_WITH_SHA = (
    "{place}: «{no_data}» вписано напротив файла. Добавьте для школы отдельную строку: её код и "
    "«да», без SHA-256; если файл не нужен, впишите «да» в графе «{withdrawn}»."
)


@dataclass(frozen=True, slots=True)
class JournalSheet:
    """A journal and where it stands on its sheet."""

    journal: Journal
    header: Header


def read_journal(path: Path) -> JournalSheet:
    """The journal in a workbook of its own."""
    rows = sheets_of(path, "Журнал", JOURNAL_SHEET)[JOURNAL_SHEET]
    header = header_of(rows, JOURNAL_SHEET, COLUMNS, "sha256")
    return JournalSheet(_journal(rows, header), header)


def journal_in(rows: Rows) -> Journal:
    """The journal on a sheet that is open; empty where the sheet is."""
    if not rows:
        return Journal()
    return _journal(rows, header_of(rows, JOURNAL_SHEET, COLUMNS, "sha256"))


def _journal(rows: Rows, header: Header) -> Journal:
    found = (_entry(row) for row in rows_below(rows, JOURNAL_SHEET, header))
    return Journal([entry for entry in found if entry is not None])


def _entry(row: Row) -> JournalEntry | None:
    """What a row says; None for a person's own remark between the rows."""
    sha256, no_data = row.text("sha256").lower(), bool(row.yes("no_data"))
    if not sha256 and not _decides(row):
        return None
    if not sha256 and not (no_data and row.text("school")):
        raise RegistryError(_WITHOUT_SHA.format(place=row.place, **COLUMNS))
    if sha256 and no_data:
        raise RegistryError(_WITH_SHA.format(place=row.place, **COLUMNS))
    run = row.text("run")
    try:
        return JournalEntry(
            sha256=sha256,
            file=row.text("file"),
            recognised=row.text("recognised"),
            school=row.text("school"),
            received=row.day("received"),
            withdrawn=bool(row.yes("withdrawn")),
            no_data=no_data,
            remark=row.text("remark"),
            run=int(run) if run.isdecimal() and len(run) <= LONGEST_RUN else None,
        )
    except ValidationError as fault:
        raise RegistryError(
            f"{row.place}: в графе «SHA-256» должны стоять 64 знака 0–9 и a–f, как их показывает "
            f"«Паспорт сводки», а стоит «{row.text('sha256')}»."
        ) from fault


def _decides(row: Row) -> bool:
    """It says something of a file or a school, and is no mere remark, be it with a day."""
    dated_file = row.text("file") and row.text("received")
    return bool(row.text("school") or row.yes("withdrawn") or row.yes("no_data") or dated_file)
