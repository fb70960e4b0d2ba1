"""A district's registry workbook: the sheet «Реестр» and, where they are there, others beside it.

Raises `RegistryError` with the row and what is wrong in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ..district.journal import JOURNAL_SHEET, Journal
from ..district.registry import COLUMNS, REGISTRY_SHEET, Registry, SchoolEntry
from ..district.settings import SETTINGS_SHEET, Settings
from ..errors import RegistryError
from ..texts.squeezing import squeezed
from .journal import journal_in
from .listed import Row, Rows, header_of, rows_below, sheets_of
from .settings import settings_in
from .typed_text import as_text


def read_registry(path: Path) -> tuple[Registry, Journal]:
    """The registry and the journal, which is empty where there is no sheet for it."""
    sheets = sheets_of(path, "Реестр", REGISTRY_SHEET, JOURNAL_SHEET)
    return Registry(_schools(sheets[REGISTRY_SHEET])), journal_in(sheets.get(JOURNAL_SHEET, ()))


def read_registry_and_settings(path: Path) -> tuple[Registry, Settings]:
    """The registry of a campaign and what the district has decided for it."""
    sheets = sheets_of(path, "Реестр", REGISTRY_SHEET, SETTINGS_SHEET)
    if SETTINGS_SHEET not in sheets:
        raise RegistryError(f"В файле «{path.name}» нет листа «{SETTINGS_SHEET}».")
    return Registry(_schools(sheets[REGISTRY_SHEET])), settings_in(sheets[SETTINGS_SHEET])


def registry_in(sheets: Mapping[str, Rows]) -> tuple[Registry | None, Journal]:
    """The same from sheets that are open; no registry where no school has been entered yet."""
    schools = _schools(sheets.get(REGISTRY_SHEET, ()))
    return Registry(schools) if schools else None, journal_in(sheets.get(JOURNAL_SHEET, ()))


def _schools(rows: Rows) -> list[SchoolEntry]:
    if not rows:
        return []
    header = header_of(rows, REGISTRY_SHEET, COLUMNS, "code")
    return [_school(row) for row in rows_below(rows, REGISTRY_SHEET, header)]


def _school(row: Row) -> SchoolEntry:
    for column in ("code", "name"):
        if not row.text(column):
            raise RegistryError(f"{row.place}: не заполнена графа «{COLUMNS[column]}».")
    others = re.split(r"[;\n]", as_text(row.cells.get("other_names") or ""))
    return SchoolEntry(
        code=row.text("code"),
        name=row.text("name"),
        settlement=row.text("settlement"),
        other_names=tuple(squeezed(name) for name in others if squeezed(name)),
        grade11=row.yes("grade11"),
        contact=row.text("contact"),
    )
