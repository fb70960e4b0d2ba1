"""What a newer file of a school says otherwise than the older: field by field, было → стало."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...district.counted import NOT_A_NUMBER
from ...district.lines import SubmissionLine
from ...district.received import Files
from ...form.fields import Field
from ...form.submission import Submission, Value


@dataclass(frozen=True, slots=True)
class Change:
    """A field whose value is another one; the place is that in the newer file."""

    sheet: str
    cell: str
    label: str
    was: Value
    became: Value


def changes(older: Submission, newer: Submission) -> Iterator[Change]:
    """The fields that differ, in the form's order; both of one form."""
    for field in newer.form.fields:
        was, became = _value(older, field), _value(newer, field)
        if was != became:
            place = newer.place(field)
            yield Change(place.sheet, place.cell, _label(field), was, became)


def changes_of(line: SubmissionLine, files: Files) -> Iterator[Change] | None:
    """What the file that replaced this one says otherwise; None where they cannot be compared."""
    if line.received is None or line.replaced_by is None:
        return None
    if line.received.edition != line.replaced_by.edition:
        return None
    older = files.contents(line.received).submission
    return changes(older, files.contents(line.replaced_by).submission)


def with_number_of_changes(line: SubmissionLine, files: Files) -> SubmissionLine:
    """A replaced line whose remark says how many values became others."""
    found = changes_of(line, files)
    if found is None:
        return line
    number = sum(1 for _ in found)
    return replace(line, remark=f"{line.remark}; изменено значений: {number}")


def _value(submission: Submission, field: Field) -> Value:
    if field.slot in submission.rejected:
        return NOT_A_NUMBER
    return submission.values[field.slot]


def _label(field: Field) -> str:
    """«Русский язык — Всего»."""
    title, row = field.spec.full_label or field.label, field.row.label
    return f"{row} — {title}" if row and row != title else title
