"""Every filled cell of the schools whose files are in the totals, a row each, for analysts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..form.columns import Kind
from ..form.fields import Field
from ..form.tables import Indicator
from .counted import CountedSchool
from .summary import DistrictSummary

_UNITS = {Kind.SCORE: "балл", Kind.SHARE: "доля"}
"""What a number is in where the form says it; a count is in what its column names."""


@dataclass(frozen=True, slots=True)
class TidyRow:
    """One filled cell. A number stands in `value`, anything else in `text`."""

    school_code: str
    school: str
    file: str
    sha256: str
    edition: str
    table: str
    row: str
    row_label: str
    column: str
    column_label: str
    value: float | None
    """A share is 0 to 1, as Excel keeps it."""
    text: str
    """A day as 2026-10-01."""
    kind: str
    unit: str
    sheet: str
    cell: str
    excluded: bool
    """True where the cell is in no total."""
    code: str
    """Of the finding that says why."""


def tidy_rows(summary: DistrictSummary) -> Iterator[TidyRow]:
    """The typed cells school by school, in the order of the summary and of the form.

    Blank cells have no row, so a blank is never a 0; neither have cells that the form computes,
    for they would count twice. A cell that was read as nothing usable has one without a value.
    """
    for school in summary.counted:
        for field in school.submission.form.fields:
            code = school.code_out(field.slot)
            if field.is_input and (code or school.values[field.slot] is not None):
                yield _row(school, field, code)


def _row(school: CountedSchool, field: Field, code: str) -> TidyRow:
    value = school.values[field.slot]
    place = school.submission.place(field)
    is_number = isinstance(value, int | float)
    return TidyRow(
        school_code=school.school.code,
        school=school.name,
        file=school.received.file,
        sha256=school.received.sha256,
        edition=school.received.edition,
        table=field.table.prefix,
        row=field.row.key,
        row_label=field.row.label,
        column=field.column,
        column_label=field.spec.full_label or field.label,
        value=value if isinstance(value, int | float) else None,
        text="" if is_number or value is None else _text(value),
        kind=field.kind.value,
        unit=_unit(school, field),
        sheet=place.sheet,
        cell=place.cell,
        excluded=bool(code),
        code=code,
    )


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _unit(school: CountedSchool, field: Field) -> str:
    """An indicator's is the school's own word for it."""
    if field.table is Indicator and field.column in ("y1", "y2"):
        unit = school.submission.form.field(Indicator, field.row.key, "unit")
        said = school.values[unit.slot] if unit else None
        return said if isinstance(said, str) else ""
    return _UNITS.get(field.kind, "")
