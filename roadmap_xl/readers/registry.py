"""A district's registry workbook: the sheets «Реестр» and, if it is there, «Журнал».

Columns are found by their headers, in any order, below any title. Raises `RegistryError` with the
row and what is wrong in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pydantic import ValidationError

from ..district.journal import Journal, JournalEntry
from ..district.registry import Registry, SchoolEntry
from ..errors import RegistryError
from ..texts.days import day_in
from ..texts.squeezing import compared, squeezed
from .calamine_cells import CalamineCells
from .excel_days import day_of
from .faults import Refused
from .opening import open_package, read_bytes
from .package_parts import DamagedPartError
from .typed_text import as_text

REGISTRY, JOURNAL = "Реестр", "Журнал"
REGISTRY_COLUMNS = {
    "code": "Код",
    "name": "Наименование",
    "settlement": "Населённый пункт",
    "other_names": "Другие названия",
    "grade11": "11 класс",
    "contact": "Контакт",
}
JOURNAL_COLUMNS = {
    "file": "Файл",
    "sha256": "SHA-256",
    "school": "Код школы",
    "received": "Дата получения",
    "withdrawn": "Отозван",
    "remark": "Примечание",
}
NOT_THE_FORM = "FIL-003"
"""A readable workbook without the sheet that was asked for."""
_SHEETS = (JOURNAL, REGISTRY)
_MOST_ROWS_ABOVE_HEADER = 20
_YES = frozenset({"да", "есть", "+", "истина", "1", "x", "х", "✓", "отозван"})
_NO = frozenset({"нет", "-", "ложь", "0"})


def read_registry(path: Path) -> tuple[Registry, Journal]:
    """The registry and the journal, which is empty where there is no sheet for it."""
    sheets = _sheets(path)
    return Registry(_schools(sheets[REGISTRY])), _journal(sheets)


def registry_in(
    sheets: Mapping[str, Sequence[Sequence[object]]],
) -> tuple[Registry | None, Journal]:
    """The same from sheets that are open; no registry where no school has been entered yet."""
    schools = _schools(sheets.get(REGISTRY, ()))
    return Registry(schools) if schools else None, _journal(sheets)


def _schools(rows: Sequence[Sequence[object]]) -> list[SchoolEntry]:
    return [_school(row) for row in _rows(rows, REGISTRY, REGISTRY_COLUMNS, "code")]


def _journal(sheets: Mapping[str, Sequence[Sequence[object]]]) -> Journal:
    entries = _rows(sheets.get(JOURNAL, ()), JOURNAL, JOURNAL_COLUMNS, "sha256")
    return Journal([_entry(row) for row in entries])


def _sheets(path: Path) -> Mapping[str, list[list[object]]]:
    try:
        package = open_package(read_bytes(path), path.name, (REGISTRY,), ())
        cells = CalamineCells(package)
        return {name: cells.rows(name) for name in cells.sheet_names if name in _SHEETS}
    except Refused as refused:
        if refused.code != NOT_THE_FORM:
            raise RegistryError(f"Реестр не прочитан. {refused.fault.message}") from refused
        raise RegistryError(
            f"В файле «{path.name}» нет листа «{REGISTRY}» со списком школ."
        ) from refused
    except DamagedPartError as fault:
        raise RegistryError(f"Реестр не прочитан. Файл «{path.name}» повреждён.") from fault


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a sheet by column, with its place for a message."""

    place: str
    cells: Mapping[str, object]

    def text(self, column: str) -> str:
        value = self.cells.get(column)
        return "" if value is None else squeezed(as_text(value))

    def yes(self, column: str) -> bool | None:
        """Yes or no; None for a blank."""
        said = compared(self.text(column))
        if said and said not in _YES | _NO:
            raise RegistryError(
                f"{self.place}: вместо «{self.text(column)}» впишите «да» или «нет»."
            )
        return said in _YES if said else None

    def day(self, column: str) -> date | None:
        value = self.cells.get(column)
        if value is None or (isinstance(value, str) and not squeezed(value)):
            return None
        if isinstance(value, datetime):
            return value.date()
        found = value if isinstance(value, date) else day_of(value)
        if isinstance(value, str):
            found = day_in(compared(value))
        if found is None:
            raise RegistryError(
                f"{self.place}: «{self.text(column)}» — не дата. Впишите, например, 01.10.2020."
            )
        return found


def _rows(
    rows: Sequence[Sequence[object]], sheet: str, columns: Mapping[str, str], key: str
) -> Iterator[_Row]:
    """The rows below the header that are not blank."""
    if not rows:
        return
    header, places = _header(rows, sheet, columns, key)
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        cells = {name: row[at] for name, at in places.items() if at < len(row)}
        found = _Row(f"Лист «{sheet}», строка {number}", cells)
        if any(found.text(name) for name in cells):
            yield found


def _header(
    rows: Sequence[Sequence[object]], sheet: str, columns: Mapping[str, str], key: str
) -> tuple[int, Mapping[str, int]]:
    """The header's row number, and the number of each column that is there."""
    wanted = {_letters(title): name for name, title in columns.items()}
    for number, row in enumerate(rows[:_MOST_ROWS_ABOVE_HEADER]):
        titles = [_letters(as_text(cell)) if cell is not None else "" for cell in row]
        places = {wanted[title]: at for at, title in enumerate(titles) if title in wanted}
        if key in places and len(places) > 1:
            return number, places
    titles_of = ", ".join(f"«{title}»" for title in columns.values())
    raise RegistryError(f"На листе «{sheet}» не найдена строка заголовков: {titles_of}.")


def _letters(title: str) -> str:
    """A header without spaces and case."""
    return compared(title).replace(" ", "").replace("-", "")


def _school(row: _Row) -> SchoolEntry:
    for column in ("code", "name"):
        if not row.text(column):
            title = REGISTRY_COLUMNS[column]
            raise RegistryError(f"{row.place}: не заполнена графа «{title}».")
    others = re.split(r"[;\n]", as_text(row.cells.get("other_names") or ""))
    return SchoolEntry(
        code=row.text("code"),
        name=row.text("name"),
        settlement=row.text("settlement"),
        other_names=tuple(squeezed(name) for name in others if squeezed(name)),
        grade11=row.yes("grade11"),
        contact=row.text("contact"),
    )


def _entry(row: _Row) -> JournalEntry:
    try:
        return JournalEntry(
            sha256=row.text("sha256").lower(),
            file=row.text("file"),
            school=row.text("school"),
            received=row.day("received"),
            withdrawn=bool(row.yes("withdrawn")),
            remark=row.text("remark"),
        )
    except ValidationError as fault:
        raise RegistryError(
            f"{row.place}: в графе «SHA-256» должны стоять 64 знака 0–9 и a–f, как их показывает "
            f"«Паспорт сводки», а стоит «{row.text('sha256') or 'пусто'}»."
        ) from fault
