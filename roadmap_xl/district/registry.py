"""The registry: the schools a district expects to hear from.

Raises `RegistryError` where it contradicts itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from ..errors import RegistryError
from .names import SchoolName, as_chosen, school_name

REGISTRY_SHEET = "Реестр"
COLUMNS: Final = {
    "code": "Код",
    "name": "Наименование",
    "settlement": "Населённый пункт",
    "other_names": "Другие названия",
    "grade11": "11 класс",
    "contact": "Контакт",
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

    @cached_property
    def spelled(self) -> frozenset[str]:
        """The names as they stand in the registry."""
        return frozenset(as_chosen(name) for name in (self.name, *self.other_names))

    @cached_property
    def known_as(self) -> tuple[SchoolName, ...]:
        """What each of its names says, with the settlement."""
        return tuple(
            school_name(name).in_settlement(self.settlement)
            for name in (self.name, *self.other_names)
        )


class Registry:
    """The schools in the district's own order."""

    def __init__(self, schools: Sequence[SchoolEntry]) -> None:
        counts = Counter(school.code for school in schools)
        doubled = [code for code, number in counts.items() if number > 1]
        if doubled:
            raise RegistryError(
                f"В реестре повторяется код школы: {', '.join(doubled)}. У каждой школы код свой."
            )
        if not schools:
            raise RegistryError(
                f"На листе «{REGISTRY_SHEET}» нет ни одной школы: впишите школы, сохраните файл и "
                "повторите команду."
            )
        self.schools: tuple[SchoolEntry, ...] = tuple(schools)
        self.by_code: dict[str, SchoolEntry] = {school.code: school for school in schools}
        self.by_spelling: dict[str, list[SchoolEntry]] = {}
        """Those with exactly this name, as it is chosen from a list."""
        for school in schools:
            for name in school.spelled:
                self.by_spelling.setdefault(name, []).append(school)
