"""The registry: the schools a district expects to hear from.

Raises `RegistryError` where it contradicts itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from ..errors import RegistryError
from ..form.submission import Value
from ..form.vocabulary import HAS_GRADE11, NO_GRADE11
from ..texts.squeezing import normalize, squeeze
from ..texts.typed import as_text
from .codes import SchoolCodes
from .journal import JOURNAL_SHEET, Journal, journal_in
from .listed import Row, Rows, header_of, rows_below, sheets_of
from .names import SchoolName, school_name
from .settings import SETTINGS_SHEET, Settings, settings_in

REGISTRY_SHEET = "Реестр"
COLUMNS: Final = {
    "code": "Код",
    "name": "Наименование",
    "settlement": "Населённый пункт",
    "other_names": "Другие названия",
    "grade11": "11 класс",
    "contact": "Контакт",
    "exam_code": "Код ОО в РЦОИ",
}
"""The columns by their headers."""


class SchoolEntry(BaseModel):
    """One school of the registry; the code is its key, never the name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(min_length=1)
    name: str = Field(min_length=1)
    settlement: str = ""
    other_names: tuple[str, ...] = ()
    grade11: bool | None = None
    """None where the registry does not say."""
    contact: str = ""
    exam_code: str = ""
    """What protocols of РЦОИ call it; empty where that is its code."""

    @property
    def code_of_exams(self) -> str:
        return self.exam_code or self.code

    @cached_property
    def spelled(self) -> frozenset[str]:
        """The names as people read them, to compare with."""
        return frozenset(normalize(name) for name in (self.name, *self.other_names))

    @cached_property
    def known_as(self) -> tuple[SchoolName, ...]:
        """What each of its names says, with the settlement."""
        return tuple(
            school_name(name).in_settlement(self.settlement)
            for name in (self.name, *self.other_names)
        )

    @property
    def known_fields(self) -> dict[str, Value]:
        """What a new blank of the school knows of it, by field id."""
        named = self.settlement and self.settlement not in self.name
        known: dict[str, Value] = {
            "meta.school_id": self.code,
            "meta.school_name": f"{self.name} {self.settlement}" if named else self.name,
        }
        if self.contact:
            known["meta.contact"] = self.contact
        if self.grade11 is not None:
            known["meta.grade11"] = HAS_GRADE11 if self.grade11 else NO_GRADE11
        return known


class Registry:
    """The schools in the district's own order."""

    def __init__(self, schools: Sequence[SchoolEntry]) -> None:
        counts = Counter(school.code for school in schools)
        doubled = [code for code, number in counts.items() if number > 1]
        if doubled:
            raise RegistryError(
                f"В реестре повторяется код школы: {', '.join(doubled)}. У каждой школы код свой."
            )
        self.schools: tuple[SchoolEntry, ...] = tuple(schools)
        self.by_code = SchoolCodes((school.code, school) for school in schools)
        self.by_spelling: dict[str, list[SchoolEntry]] = {}
        """Those with this name as people read it; a name chosen from a list is one."""
        for school in schools:
            for name in school.spelled:
                self.by_spelling.setdefault(name, []).append(school)
        self._meant: dict[SchoolName, list[SchoolEntry]] = {}

    def meant_by(self, name: SchoolName) -> Sequence[SchoolEntry]:
        """The schools that a name may mean; they are looked for once."""
        found = self._meant.get(name)
        if found is None:
            found = [one for one in self.schools if any(map(name.may_be, one.known_as))]
            self._meant[name] = found
        return found

    def full_code(self, code: str) -> str:
        """The code as the registry has it; itself where no school's is it."""
        found = self.by_code.get(code)
        return found.code if found else code


def read_registry(path: Path) -> tuple[Registry, Journal]:
    """The registry and the journal, which is empty where there is no sheet for it."""
    sheets = sheets_of(path, "Реестр", REGISTRY_SHEET, JOURNAL_SHEET)
    return _of_schools(_schools(sheets[REGISTRY_SHEET])), journal_in(sheets.get(JOURNAL_SHEET, ()))


def read_registry_and_settings(
    path: Path, *, may_be_empty: bool = False
) -> tuple[Registry, Settings]:
    """The registry of a campaign and what the district has decided for it.

    It `may_be_empty` where schools are still to be entered: a new campaign on the page.
    """
    sheets = sheets_of(path, "Реестр", REGISTRY_SHEET, SETTINGS_SHEET)
    if SETTINGS_SHEET not in sheets:
        raise RegistryError(f"В файле «{path.name}» нет листа «{SETTINGS_SHEET}».")
    schools = _schools(sheets[REGISTRY_SHEET])
    registry = Registry(schools) if may_be_empty else _of_schools(schools)
    return registry, settings_in(sheets[SETTINGS_SHEET])


def registry_in(sheets: Mapping[str, Rows]) -> tuple[Registry | None, Journal]:
    """The same from sheets that are open; no registry where no school has been entered yet."""
    schools = _schools(sheets.get(REGISTRY_SHEET, ()))
    return Registry(schools) if schools else None, journal_in(sheets.get(JOURNAL_SHEET, ()))


def _of_schools(schools: Sequence[SchoolEntry]) -> Registry:
    if not schools:
        raise RegistryError(
            f"На листе «{REGISTRY_SHEET}» нет ни одной школы: впишите школы, сохраните файл и "
            "повторите команду."
        )
    return Registry(schools)


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
        other_names=tuple(squeeze(name) for name in others if squeeze(name)),
        grade11=row.yes("grade11"),
        contact=row.text("contact"),
        exam_code=row.text("exam_code"),
    )
