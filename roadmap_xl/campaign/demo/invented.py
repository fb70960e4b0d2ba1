"""The invented schools as their TOML files tell of them, the same at every run.

`schools.toml` says who they are, `graduates.toml` how each graduate did, `texts.toml` what they
write in words.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

from pydantic import BaseModel, ConfigDict

from ...form.vocabulary import HAS_GRADE11, NO_GRADE11, SUBMITTING

Years = tuple[int | float, int | float]
"""A number for each of the two years of the plan."""
Graduate = dict[str, int]
"""One person's exam marks by subject."""
Entry = dict[str, str | bool | tuple[str, ...]]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OwnIndicator(_Data):
    """An indicator of group 1.5, which the school words itself."""

    name: str
    unit: str
    values: Years


class InventedSchool(_Data):
    """One school; what is computed from its numbers is not kept here."""

    code: str
    file_name: str
    name: str
    """As the school writes it."""
    registry_name: str = ""
    """As the registry has it, where that differs."""
    settlement: str
    other_names: tuple[str, ...] = ()
    knows_code: bool = True
    director: str
    deputy: str
    phone: str
    email: str
    stage: str = SUBMITTING
    grade11: str = HAS_GRADE11
    graduates: int | None = None
    base_math: tuple[int, ...] = ()
    """Last year's numbers of the marks 2, 3, 4, 5."""
    olympiad_winners: int
    funding: str
    pupils_total: Years
    teachers_total: Years
    heads_total: Years
    counted: dict[str, Years]
    """Численность by indicator; its «всего» is the headcount."""
    shares: dict[str, tuple[Years, Years]]
    """Численность and всего by indicator, for each year."""
    flags: dict[str, tuple[str, str]]
    own: tuple[OwnIndicator, ...] = ()
    remark: str = ""
    """What is wrong with its file, in words; empty where nothing is."""
    typed_wrong: dict[str, Any] = {}
    """By field id, what stands in the cell instead."""
    left_blank: tuple[str, ...] = ()
    """Field ids left empty; `*` and `?` as in file names."""

    @property
    def headcounts(self) -> dict[str, Years]:
        """By their keys in the form."""
        return {
            "pupils_total": self.pupils_total,
            "teachers_total": self.teachers_total,
            "heads_total": self.heads_total,
        }


class RealSchoolPlace(_Data):
    """The place in the registry that the real school takes."""

    code: str
    name: str
    settlement: str
    phone: str
    email: str
    file_name: str


class District(_Data):
    """The invented municipality."""

    name: str


class InventedDistrict(_Data):
    """Everything the demo invents: the municipality, its schools, their texts."""

    district: District
    real_school: RealSchoolPlace
    schools: tuple[InventedSchool, ...]


class PlanTexts(_Data):
    """An item of the plan; a school takes the term and the mark of its own variant."""

    terms: tuple[str, ...]
    marks: tuple[str, ...] = ("",)
    responsible: str
    result: str


class Texts(_Data):
    """What several schools write alike."""

    passport: dict[str, tuple[str, ...]]
    plan: dict[str, PlanTexts]


@lru_cache(maxsize=1)
def invented_district() -> InventedDistrict:
    return InventedDistrict.model_validate(_toml("schools.toml"))


@lru_cache(maxsize=1)
def invented_texts() -> Texts:
    return Texts.model_validate(_toml("texts.toml"))


def graduates_of(code: str) -> list[Graduate]:
    """The exam marks of a school's graduates; empty where nobody sat an exam."""
    lines = str(_toml("graduates.toml").get(code, "")).split("\n")
    return [_graduate(line.split()) for line in lines if line]


def _graduate(words: list[str]) -> Graduate:
    return {subject: int(mark) for subject, mark in zip(words[::2], words[1::2], strict=True)}


@lru_cache(maxsize=4)
def _toml(name: str) -> dict[str, Any]:
    source = resources.files(__package__) / name
    return tomllib.loads(source.read_text(encoding="utf-8"))


def demo_registry() -> tuple[Entry, ...]:
    """One entry a school, by code: code, name, settlement, other_names, grade11, contact."""
    found = invented_district()
    entries: list[Entry] = [
        {
            "code": school.code,
            "name": school.registry_name or school.name,
            "settlement": school.settlement,
            "other_names": school.other_names,
            "grade11": school.grade11 != NO_GRADE11,
            "contact": _contact(school.deputy, school.phone, school.email),
        }
        for school in found.schools
    ]
    place = found.real_school
    entries.append(
        {
            "code": place.code,
            "name": place.name,
            "settlement": place.settlement,
            "other_names": (),
            "grade11": True,
            "contact": _contact("приёмная", place.phone, place.email),
        }
    )
    return tuple(sorted(entries, key=lambda entry: str(entry["code"])))


def district_name() -> str:
    return invented_district().district.name


def real_school_place() -> RealSchoolPlace:
    """The school the district's journal assigns the real school's file to."""
    return invented_district().real_school


def _contact(person: str, phone: str, email: str) -> str:
    return f"{person}, тел. {phone}, {email}"
