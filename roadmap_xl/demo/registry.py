"""The registry of the invented district: its twelve schools, and the place of the real one."""

from __future__ import annotations

from ..form.vocabulary import NO_GRADE11
from .invented import RealSchoolPlace, invented_district

Entry = dict[str, str | bool | tuple[str, ...]]


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
