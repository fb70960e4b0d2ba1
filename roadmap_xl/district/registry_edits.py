"""The registry's workbook changed in a few cells; all else in it stays as people left it.

Nothing is written that could not be read again: each function raises `RegistryError` with what is
wrong in what was typed, or why the file cannot be written just now.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from zipfile import ZipFile

from ..errors import OutputError, RegistryError
from ..files import is_free_for, temporary_folder, write_whole
from ..reader.files.archive import SIGNS_OF_DAMAGE
from ..reader.files.places import At
from ..texts.days import day_in
from ..texts.squeezing import normalize, squeeze
from .added_rows import FormulaError, NewCell, NewRow, with_added_rows
from .journal_workbook import BORDER, CENTERED, DAY, WIDE, lock_of
from .listed import header_of, rows_below, sheets_of
from .registry import COLUMNS, REGISTRY_SHEET, read_registry, read_registry_and_settings
from .registry_workbook import write_campaign_workbook
from .settings import LABELS, RISK_LIMITS, SETTINGS_SHEET

_DAYS = ("deadline", "report_day")
_NUMBERS = ("min_group", *RISK_LIMITS)
_NUMBER = re.compile(r"[0-9]{1,9}")
_TYPES, _XLSX = "[Content_Types].xml", b"spreadsheetml.sheet.main+xml"
_LABEL_COLUMN, _HEIGHT = 1, 22


def edit_settings(path: Path, typed: Mapping[str, str]) -> None:
    """Writes these settings, by name as people typed them; an empty text leaves one blank."""
    rows = sheets_of(path, "Реестр", SETTINGS_SHEET)[SETTINGS_SHEET]
    places = _places_of_labels(rows)
    values = {name: _setting(name, text) for name, text in typed.items()}
    cells = {places[name]: value for name, value in values.items() if name in places}
    more = [
        {_LABEL_COLUMN: NewCell(LABELS[name], WIDE), _LABEL_COLUMN + 1: value}
        for name, value in values.items()
        if name not in places and value.value is not None
    ]
    _edit(path, SETTINGS_SHEET, cells, more)


def _places_of_labels(rows: Sequence[Sequence[object]]) -> dict[str, At]:
    """By setting, the cell beside its label."""
    names = {normalize(label): name for name, label in LABELS.items()}
    return {
        names[normalize(cell)]: (row, column + 1)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if isinstance(cell, str) and normalize(cell) in names
    }


def _setting(name: str, typed: str) -> NewCell:
    text = squeeze(typed)
    day = day_in(text) if name in _DAYS else None
    if day is not None:
        return NewCell(day, DAY)
    is_number = name in _NUMBERS and _NUMBER.fullmatch(text)  # «022» of whom to ring is no number
    return NewCell(int(text) if is_number else text or None, WIDE)


def edit_school(path: Path, code: str, typed: Mapping[str, str]) -> None:
    """Writes what was typed of the school with this code, or of a new one where there is none."""
    rows = sheets_of(path, "Реестр", REGISTRY_SHEET)[REGISTRY_SHEET]
    header = header_of(rows, REGISTRY_SHEET, COLUMNS, "code")
    values = {
        header.places[name]: NewCell(squeeze(text) or None, CENTERED if name == "code" else WIDE)
        for name, text in typed.items()
        if name in header.places
    }
    found = [one for one in rows_below(rows, REGISTRY_SHEET, header) if one.text("code") == code]
    if code and not found:
        raise RegistryError(f"В реестре нет школы с кодом {code}.")
    cells = {(found[0].number - 1, column): cell for column, cell in values.items()} if code else {}
    _edit(path, REGISTRY_SHEET, cells, [] if code else [values])


def replace_registry(path: Path, data: bytes, *, created: date) -> None:
    """Puts a workbook in the registry's place; the one before stays beside it.

    A list of schools alone, as `write_registry_workbook` makes it, gets the settings of the one
    before.
    """
    _refuse_if_open(path)
    require_readable(path.name, data)
    _require_xlsx(data)
    with temporary_folder() as folder:
        passing = folder / path.name
        passing.write_bytes(data)
        if not _has_settings(passing):
            _, settings = read_registry_and_settings(path, may_be_empty=True)
            schools, _ = read_registry(passing)
            write_campaign_workbook(passing, schools, settings, created=created)
            data = passing.read_bytes()
    before = path.read_bytes()
    names = (f" ({number})" if number > 1 else "" for number in count(1))
    places = (path.with_name(f"{path.stem} - прежний{more}{path.suffix}") for more in names)
    write_whole(next(one for one in places if is_free_for(one, before)), before)
    write_whole(path, data)


def _has_settings(path: Path) -> bool:
    return SETTINGS_SHEET in sheets_of(path, "Реестр", REGISTRY_SHEET, SETTINGS_SHEET)


def _edit(
    path: Path, sheet: str, cells: Mapping[At, NewCell], rows: Sequence[Mapping[int, NewCell]]
) -> None:
    _refuse_if_open(path)
    new_rows = [NewRow(row, _HEIGHT) for row in rows]
    try:
        data = with_added_rows(
            path.read_bytes(), sheet, new_rows, cells=cells, widths={}, border=BORDER
        )
    except FormulaError as fault:
        raise RegistryError(
            f"Не записано: в ячейке {fault.cell} стоит формула. Замените её значением в Excel."
        ) from fault
    except (*SIGNS_OF_DAMAGE, KeyError, OSError) as fault:
        raise RegistryError(
            f"Не записано: «{path.name}» не читается целиком. Откройте его в Excel и сохраните."
        ) from fault
    require_readable(path.name, data, may_be_empty=True)
    write_whole(path, data)


def require_readable(name: str, data: bytes, *, may_be_empty: bool = False) -> None:
    """Raises `RegistryError` with what would be wrong in a registry of these bytes."""
    with temporary_folder() as folder:
        passing = folder / name
        passing.write_bytes(data)
        if _has_settings(passing):
            read_registry_and_settings(passing, may_be_empty=may_be_empty)
        else:
            read_registry(passing)


def _require_xlsx(data: bytes) -> None:
    """Excel opens no workbook of another kind under the registry's name."""
    try:
        with ZipFile(io.BytesIO(data)) as package:
            is_xlsx = _XLSX in package.read(_TYPES)
    except (*SIGNS_OF_DAMAGE, KeyError):
        is_xlsx = False
    if not is_xlsx:
        raise RegistryError(
            "Реестр не заменён: это не книга .xlsx. Откройте файл в Excel, сохраните как «Книга "
            "Excel (*.xlsx)» и верните сюда."
        )


def _refuse_if_open(path: Path) -> None:
    if lock := lock_of(path):
        raise OutputError(
            f"«{path.name}» открыт: рядом лежит «{lock.name}». Закройте его и повторите. Если он "
            "нигде не открыт, удалите этот файл."
        )
