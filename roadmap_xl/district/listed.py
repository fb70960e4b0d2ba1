"""Lists that people keep in workbooks: rows below a line of headers, in any order, below any title.

Raises `RegistryError` with the row and what is wrong in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ..errors import RegistryError
from ..reader.files.faults import Refused
from ..reader.files.opening import read_bytes
from ..reader.files.package_parts import DamagedPartError
from ..reader.files.sources import cells_of
from ..texts.days import day_in, day_of
from ..texts.signs import TICKS
from ..texts.squeezing import normalize, squeeze
from ..texts.typed import as_text

NOT_THE_FORM = "FIL-003"
"""A readable workbook without the sheet that was asked for."""
Rows = Sequence[Sequence[object]]
_MOST_ROWS_ABOVE_HEADER = 20
_YES = frozenset({"да", "есть", "+", "истина", "1", "х", "v", "отозван", *TICKS})
_NO = frozenset({"нет", "-", "ложь", "0"})


def sheets_of(path: Path, what: str, *wanted: str) -> Mapping[str, list[list[object]]]:
    """Those of the wanted sheets that a workbook has; it has to have the first of them.

    `what` is what the file is to the district, as a message begins: «Реестр не прочитан».
    """
    try:
        cells = cells_of(read_bytes(path), path.name, wanted[:1])
        if wanted[0] not in cells.sheet_names:
            raise RegistryError(f"В файле «{path.name}» нет листа «{wanted[0]}».")
        return {name: cells.rows(name) for name in cells.sheet_names if name in wanted}
    except Refused as refused:
        if refused.code != NOT_THE_FORM:
            raise RegistryError(f"{what} не прочитан. {refused.fault.message}") from refused
        raise RegistryError(f"В файле «{path.name}» нет листа «{wanted[0]}».") from refused
    except DamagedPartError as fault:
        raise RegistryError(f"{what} не прочитан. Файл «{path.name}» повреждён.") from fault


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet by column, with its place for a message."""

    place: str
    cells: Mapping[str, object]
    number: int = 0
    """On its sheet, from 1 on."""

    def text(self, column: str) -> str:
        value = self.cells.get(column)
        return "" if value is None else squeeze(as_text(value))

    def yes(self, column: str) -> bool | None:
        """Yes or no; None for a blank."""
        answer = normalize(self.text(column))
        if answer and answer not in _YES | _NO:
            raise RegistryError(
                f"{self.place}: вместо «{self.text(column)}» впишите «да» или «нет»."
            )
        return answer in _YES if answer else None

    def day(self, column: str) -> date | None:
        value = self.cells.get(column)
        if value is None or (isinstance(value, str) and not squeeze(value)):
            return None
        if isinstance(value, datetime):
            return value.date()
        found = value if isinstance(value, date) else day_of(value)
        if isinstance(value, str):
            found = day_in(value)
        if found is None:
            raise RegistryError(
                f"{self.place}: «{self.text(column)}» — не дата. Впишите, например, 01.10.2020."
            )
        return found


@dataclass(frozen=True, slots=True)
class Header:
    """Where a list begins: the zero-based number of its header's row, and of each column."""

    row: int
    places: Mapping[str, int]


def rows_below(rows: Rows, sheet: str, header: Header) -> Iterator[Row]:
    """The rows below the header that are not blank."""
    for number, row in enumerate(rows[header.row + 1 :], start=header.row + 2):
        cells = {name: row[at] for name, at in header.places.items() if at < len(row)}
        found = Row(f"Лист «{sheet}», строка {number}", cells, number)
        if any(found.text(name) for name in cells):
            yield found


def header_of(rows: Rows, sheet: str, columns: Mapping[str, str], key: str) -> Header:
    """The header: a row with the column `key` and at least one other."""
    wanted = {_letters(title): name for name, title in columns.items()}
    for number, row in enumerate(rows[:_MOST_ROWS_ABOVE_HEADER]):
        titles = [_letters(as_text(cell)) if cell is not None else "" for cell in row]
        places: dict[str, int] = {}
        for at, title in enumerate(titles):
            if title in wanted:
                places.setdefault(wanted[title], at)
        if key in places and len(places) > 1:
            return Header(number, places)
    titles_of = ", ".join(f"«{title}»" for title in columns.values())
    raise RegistryError(f"На листе «{sheet}» не найдена строка заголовков: {titles_of}.")


def _letters(title: str) -> str:
    """A header without spaces and case."""
    return normalize(title).replace(" ", "").replace("-", "")
