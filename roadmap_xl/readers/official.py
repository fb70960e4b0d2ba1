"""The table of results that a district gets from РЦОИ: a workbook or a CSV file, a row for each
school and subject, columns in any order below any title."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from pathlib import Path

from ..district.official import CODE, LABELS, MEAN, NAME, SUBJECT, OfficialRow, OfficialTable
from ..errors import RoadmapError
from ..texts.squeezing import labelled, squeezed
from .calamine_cells import CalamineCells
from .cells import Cells
from .faults import Refused
from .ods_cells import OdsCells
from .opening import OLE_SIGNATURE, WORKBOOKS, open_package, read_bytes
from .package_parts import DamagedPartError
from .sources import ODS_ENTRY
from .typed_text import as_text, quoted
from .xls_cells import XlsCells

CSV = ".csv"
ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    CODE: ("Код ОО", "Код ОУ", "Код организации", "Код"),
    NAME: ("Наименование ОО", "Наименование", "Образовательная организация", "ОО"),
    SUBJECT: ("Наименование предмета", "Учебный предмет"),
    "total": ("Участников", "Количество участников", "Кол-во участников", "Численность участников"),
    "below": ("Ниже порога", "Не преодолели", "Не преодолели минимальный порог", "Не сдали"),
    MEAN: ("Средний тестовый балл", "Ср. балл", "Средний"),
}
"""What РЦОИ calls the columns that the form calls otherwise."""
MOST_ROWS_ABOVE = 20
_NOTHING = frozenset({"", "-"})
Rows = Sequence[Sequence[object]]


class OfficialError(RoadmapError):
    """A table of РЦОИ that cannot be read."""


def read_official(path: Path, *, may_be_empty: bool = False) -> OfficialTable:
    """The table of the first sheet that has its columns. Raises `OfficialError`."""
    try:
        data = read_bytes(path, _named)
        sheets = dict(_sheets(path, data))
    except Refused as refused:
        raise OfficialError(f"Данные РЦОИ не прочитаны. {refused.fault.message}") from refused
    except (DamagedPartError, csv.Error) as fault:
        raise OfficialError(f"Данные РЦОИ не прочитаны. Файл «{path.name}» повреждён.") from fault
    for name, rows in sheets.items():
        found = _header(rows)
        if found is not None:
            read = tuple(_rows(name, rows, *found))
            if not read and not may_be_empty:
                raise OfficialError(
                    f"В таблице РЦОИ «{path.name}» нет ни одной строки со школой и предметом."
                )
            return OfficialTable(path.name, hashlib.sha256(data).hexdigest(), read)
    raise OfficialError(
        f"В файле «{path.name}» нет таблицы РЦОИ. Нужны графы «{LABELS[CODE]}» (или "
        f"«{LABELS[NAME]}»), «{LABELS[SUBJECT]}» и хотя бы одна с числами: «{LABELS['total']}», "
        f"«{LABELS['below']}», «{LABELS[MEAN]}»."
    )


def _named(path: Path) -> None:
    if path.suffix.lower() not in (*WORKBOOKS, CSV):
        raise Refused("other-document", file=path.name, ext=path.suffix or "файл без расширения")


def _sheets(path: Path, data: bytes) -> Iterator[tuple[str, Rows]]:
    if path.suffix.lower() == CSV:
        yield path.name, _csv(data)
        return
    cells = _cells(data, path.name)
    for name in cells.sheet_names:
        yield name, cells.rows(name)


def _cells(data: bytes, file: str) -> Cells:
    if data.startswith(OLE_SIGNATURE):
        return XlsCells(data, file)
    if ODS_ENTRY in data[:200]:
        return OdsCells(data, file)
    return CalamineCells(open_package(data, file, (), ()))


def _csv(data: bytes) -> Rows:
    """As Excel of a Russian Windows writes it, or a program of РЦОИ."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1251", "replace")
    first = text.partition("\n")[0]
    delimiter = max(";", "\t", ",", key=first.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _header(rows: Rows) -> tuple[int, Mapping[str, int]] | None:
    """The row of the titles and the place of each column."""
    for at, row in enumerate(rows[:MOST_ROWS_ABOVE]):
        places: dict[str, int] = {}
        for column, title in enumerate(row):
            name = _TITLES.get(_letters(as_text(title))) if title is not None else None
            if name is not None:
                places.setdefault(name, column)
        numbers = set(places) - {CODE, NAME, SUBJECT}
        if SUBJECT in places and numbers and {CODE, NAME} & set(places):
            return at, places
    return None


def _rows(sheet: str, rows: Rows, header: int, places: Mapping[str, int]) -> Iterator[OfficialRow]:
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        cells = {name: row[at] for name, at in places.items() if at < len(row)}
        who = {name: _text(cells.get(name)) for name in (CODE, NAME, SUBJECT)}
        if who[SUBJECT] and (who[CODE] or who[NAME]):  # else a total, or a note below the table
            numbers: dict[str, float] = {}
            texts: list[str] = []
            for name in cells.keys() - who.keys():
                value = _number(cells[name])
                if value is not None:
                    numbers[name] = value
                elif _text(cells[name]) not in _NOTHING:
                    texts.append(quoted(cells[name], 20))
            in_order = {name: numbers[name] for name in LABELS if name in numbers}
            place = f"лист «{sheet}», строка {number}"
            yield OfficialRow(
                place, who[CODE], who[NAME], who[SUBJECT], in_order, tuple(sorted(texts))
            )


def _text(value: object) -> str:
    return "" if value is None else squeezed(as_text(value))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or (isinstance(value, float) and not isfinite(value)):
        return None
    if isinstance(value, int | float):
        return int(value) if value == int(value) else value
    try:
        found = float(_text(value).replace(" ", "").replace(",", "."))
    except ValueError:
        return None
    return _number(found) if abs(found) < 1e9 else None


def _letters(title: str) -> str:
    return labelled(title).replace(" ", "").replace("-", "").replace(".", "")


_TITLES = {
    _letters(title): name
    for name, label in LABELS.items()
    for title in (label, *ALSO_CALLED.get(name, ()))
}
