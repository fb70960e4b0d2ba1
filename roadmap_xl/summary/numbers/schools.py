"""«По школам»: the document's own table, a block for each school and one for the district."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...district.counted import NOT_IN_FORM, CountedSchool, LeftOut, sources
from ...form.derived import derived
from ...form.fields import Form
from ...form.tables import SchoolMeasures, SchoolParticipants
from ...form.vocabulary import HAS_GRADE11
from ..figures import Basis, Recipe, Total

PERSONS = "persons"
MEASURES = tuple(SchoolMeasures.columns)
Key = tuple[str, str]
"""A measure and a subject column."""


@dataclass(frozen=True, slots=True)
class SchoolCell:
    """A school's own number; `left_out` says why it is not in the district's."""

    value: float | None
    left_out: LeftOut | None


@dataclass(frozen=True)
class SchoolBlock:
    """One school's lines of the table."""

    key: str
    """The school's."""
    name: str
    remark: str
    """Why its lines are empty; blank where it has graduates."""
    persons: SchoolCell
    cells: Mapping[Key, SchoolCell]


def school_recipes(basis: Basis) -> dict[str, Recipe]:
    """By key: «org.participants.rus», «org.persons».

    A cell counts as it is printed, all its languages included. Persons are summed over schools,
    never over subjects: one pupil sits several.
    """
    form = basis.form
    if not form.has_table(SchoolMeasures):
        return {}
    found: dict[str, Recipe] = {
        f"org.{measure}.{column}": Total(slots, together=True)
        for (measure, column), slots in _cells(form).items()
    }
    found[f"org.{PERSONS}"] = Total((_persons(form),))
    return found


def school_block(school: CountedSchool) -> SchoolBlock:
    """The lines of one school."""
    form = school.submission.form
    return SchoolBlock(
        school.key,
        school.name,
        _remark(school),
        _cell(school, (_persons(form),)),
        {key: _cell(school, slots) for key, slots in _cells(form).items()},
    )


def _remark(school: CountedSchool) -> str:
    if not school.asks(SchoolMeasures):
        return NOT_IN_FORM
    grade11 = school.received.text("meta.grade11")
    return "" if grade11 == HAS_GRADE11 else grade11


def _cell(school: CountedSchool, slots: tuple[int, ...]) -> SchoolCell:
    return SchoolCell(school.total(slots), school.left_out(slots))


@derived
def _cells(form: Form) -> Mapping[Key, tuple[int, ...]]:
    """The typed cells behind each number of the table."""
    prefix = SchoolMeasures.prefix
    return {
        (measure, column.key): sources(form, form.by_id[f"{prefix}.{column.key}.{measure}"])
        for measure in MEASURES
        for column in form.edition.school_columns
    }


def _persons(form: Form) -> int:
    return form.by_id[f"{SchoolParticipants.prefix}.participants_persons"].slot
