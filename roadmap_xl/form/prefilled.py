"""What a new blank already knows: the year, the school, and what last year's workbook hands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from .fields import Field, Form
from .passport_tables import Headcount
from .rows import PassportRow
from .submission import Submission, Value, blank
from .vocabulary import DRAFT, HAS_GRADE11

_WHERE, _UNTIL, _RING = "Куда отправить: ", "Срок: ", "Вопросы: "
_UNKNOWN = "Куда и до какого числа отправить, скажет управление образования."
_IDS_OF_EVERY_BLANK = frozenset({"meta.results_year", "meta.stage", "meta.grade11"})


class Delivery(NamedTuple):
    """Where a finished workbook goes, until when, and whom to ring; from the campaign."""

    where: str = ""
    until: str = ""
    ring: str = ""
    text: str = ""
    """All of it as it stands in an earlier workbook."""

    @property
    def words(self) -> str:
        """What the title sheet says of it."""
        if self.text:
            return self.text
        sentences = [
            f"{_WHERE}{self.where}." if self.where else "",
            f"{_UNTIL}{self.until}." if self.until else "",
            f"{_RING}{self.ring}." if self.ring else "",
        ]
        known = " ".join(filter(None, sentences))
        return known or _UNKNOWN

    @staticmethod
    def is_delivery(text: str) -> bool:
        """Whether these are such words, and not the school's own."""
        return text.startswith((_WHERE, _UNTIL, _RING, _UNKNOWN))


def prefilled(
    form: Form, *, school: Mapping[str, Value] | None = None, last: Submission | None = None
) -> Submission:
    """A blank submission with what is known before anybody types.

    What the registry says of the school (`SchoolEntry.known_fields`) wins over what last year's
    workbook hands on. Its numbers of persons stay `carried`: a year later they are to be asked.
    """
    handed_on = _carry_over(form, last) if last else {}
    values = {**_values_of_year(form), **handed_on, **(school or {})}
    known = blank(form, {key: value for key, value in values.items() if key in form.by_id})
    asked = {key: value for key, value in handed_on.items() if key not in (school or {})}
    return replace(known, carried=_headcounts(form, asked))


def _headcounts(form: Form, values: Mapping[str, Value]) -> dict[str, float]:
    """Those of the values that are numbers of persons."""
    return {
        field_id: value
        for field_id, value in values.items()
        if form.by_id[field_id].table is Headcount and isinstance(value, int | float)
    }


def still_carried(submission: Submission) -> list[Field]:
    """The fields that hold just what last year's workbook handed on."""
    by_id = submission.form.by_id
    found = ((by_id.get(field_id), number) for field_id, number in submission.carried.items())
    return [one for one, number in found if one and submission.values[one.slot] == number]


def is_filled_by_school(submission: Submission) -> bool:
    """Whether anything stands in it that a new blank does not know already (decision 23).

    A blank knows the year, the school, and what last year's workbook hands on; a cell whose text
    could not be read was filled as well.
    """
    fields = submission.form.fields
    return any(
        (value is not None or field.slot in submission.rejected) and not _may_be_prefilled(field)
        for field, value in zip(fields, submission.values, strict=True)
    )


def _may_be_prefilled(field: Field) -> bool:
    return (
        field.id in _IDS_OF_EVERY_BLANK
        or (field.id.startswith("bm.") and field.id.endswith(".year"))
        or bool(field.spec.carried_from)
    )


def _values_of_year(form: Form) -> dict[str, Value]:
    edition = form.edition
    values: dict[str, Value] = {
        "meta.results_year": edition.results_year,
        "meta.stage": DRAFT,
        "meta.grade11": HAS_GRADE11,
    }
    return values | {f"bm.{row.key}.year": row.prefilled for row in edition.base_math}


def _carry_over(form: Form, last: Submission) -> dict[str, Value]:
    """Each field that takes over last year's value (decision 21): never results, marks or dates."""
    found: dict[str, Value] = {}
    for field in form.fields:
        source = _last_year_field(field, last.form)
        value = None if source is None else last.values[source.slot]
        if value is not None:
            found[field.id] = value
    return found


def _last_year_field(field: Field, form: Form) -> Field | None:
    """The field of last year's form that this one takes over from."""
    if not field.spec.carried_from:
        return None
    if isinstance(field.row, PassportRow) and not field.row.carried:
        return None
    return form.field(field.table, field.row.key, field.spec.carried_from)
