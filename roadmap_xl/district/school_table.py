"""«По школам»: the document's own table, a block for each school and one for the district."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..form.fields import Field, Form
from ..form.rows import SchoolColumn
from ..form.tables import SchoolMeasures, SchoolParticipants
from ..form.vocabulary import HAS_GRADE11
from .counted import CountedSchool, LeftOut, sources
from .subject_totals import summed
from .sums import Sum, added

PERSONS = "participants_persons"
MEASURES = tuple(SchoolMeasures.model_fields)
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

    number: int
    name: str
    remark: str
    """Why its lines are empty; blank where it has graduates."""
    persons: SchoolCell
    cells: Mapping[Key, SchoolCell]


@dataclass(frozen=True)
class SchoolTable:
    """Persons are summed over schools, never over subjects: one pupil sits several."""

    columns: tuple[SchoolColumn, ...]
    blocks: tuple[SchoolBlock, ...]
    totals: Mapping[Key, Sum]
    persons: Sum


def school_table(form: Form, schools: Sequence[CountedSchool]) -> SchoolTable:
    """The table of the schools that count, in their order."""
    columns = form.edition.school_columns
    fields = {(m, c.key): _field(form, m, c.key) for m in MEASURES for c in columns}
    persons = form.by_id[f"{SchoolParticipants.prefix}.{PERSONS}"]
    blocks = [
        SchoolBlock(
            number,
            school.name,
            _without_exams(school),
            _cell(school, persons),
            {key: _cell(school, field) for key, field in fields.items()},
        )
        for number, school in enumerate(schools, start=1)
    ]
    totals = {key: _whole_cells(form, schools, field) for key, field in fields.items()}
    return SchoolTable(columns, tuple(blocks), totals, summed(schools, [persons.slot]))


def _without_exams(school: CountedSchool) -> str:
    said = school.received.said("meta.grade11")
    return "" if said == HAS_GRADE11 else said


def _field(form: Form, measure: str, column: str) -> Field:
    return form.by_id[f"{SchoolMeasures.prefix}.{column}.{measure}"]


def _cell(school: CountedSchool, field: Field) -> SchoolCell:
    slots = school.sources(field)
    return SchoolCell(added(part.value for part in school.parts(slots)), school.left_out(slots))


def _whole_cells(form: Form, schools: Sequence[CountedSchool], field: Field) -> Sum:
    """The sum over the schools whose cell counts as it is printed, all its languages included."""
    whole = [school for school in schools if school.left_out(school.sources(field)) is None]
    if not whole:
        return Sum((), 0)
    return summed(whole, sources(whole[0].submission, field))
