"""What a new blank already knows: the year, the school, and what last year's workbook hands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .form.fields import Field, Form
from .form.rows import PassportRow
from .form.vocabulary import DRAFT, HAS_GRADE11, NO_GRADE11
from .submission import Submission, Value, blank

if TYPE_CHECKING:  # a reader knows what a blank is prefilled with, and no registry
    from .district.registry import SchoolEntry

_WHERE, _UNTIL, _RING = "Куда отправить: ", "Срок: ", "Вопросы: "
_UNKNOWN = "Куда и до какого числа отправить, скажет управление образования."


class Delivery(NamedTuple):
    """Where a finished workbook goes, until when, and whom to ring; from the campaign."""

    where: str = ""
    until: str = ""
    ring: str = ""
    said: str = ""
    """All of it as an earlier workbook said it."""

    @property
    def words(self) -> str:
        """What the title sheet says of it."""
        if self.said:
            return self.said
        said = [
            f"{_WHERE}{self.where}." if self.where else "",
            f"{_UNTIL}{self.until}." if self.until else "",
            f"{_RING}{self.ring}." if self.ring else "",
        ]
        known = " ".join(part for part in said if part)
        return known or _UNKNOWN

    @staticmethod
    def is_said(text: str) -> bool:
        """Whether these are such words, and not the school's own."""
        return text.startswith((_WHERE, _UNTIL, _RING, _UNKNOWN))


def prefilled(
    form: Form, *, school: SchoolEntry | None = None, last: Submission | None = None
) -> Submission:
    """A blank submission with what is known before anybody types.

    What the registry says of the school wins over what last year's workbook hands on.
    """
    values = _of_year(form)
    values |= _handed_on(form, last) if last else {}
    values |= _of_school(school) if school else {}
    return blank(form, {key: value for key, value in values.items() if key in form.by_id})


def _of_year(form: Form) -> dict[str, Value]:
    edition = form.edition
    values: dict[str, Value] = {
        "meta.results_year": edition.results_year,
        "meta.stage": DRAFT,
        "meta.grade11": HAS_GRADE11,
    }
    return values | {f"bm.{row.key}.year": row.prefilled for row in edition.base_math}


def _of_school(school: SchoolEntry) -> dict[str, Value]:
    named = school.settlement and school.settlement not in school.name
    known: dict[str, Value] = {
        "meta.school_id": school.code,
        "meta.school_name": f"{school.name} {school.settlement}" if named else school.name,
    }
    if school.contact:
        known["meta.contact"] = school.contact
    if school.grade11 is not None:
        known["meta.grade11"] = HAS_GRADE11 if school.grade11 else NO_GRADE11
    return known


def _handed_on(form: Form, last: Submission) -> dict[str, Value]:
    """Each field that takes over last year's value (decision 21): never results, marks or dates."""
    found: dict[str, Value] = {}
    for field in form.fields:
        source = _source(field, last.form)
        value = None if source is None else last.values[source.slot]
        if value is not None:
            found[field.id] = value
    return found


def _source(field: Field, form: Form) -> Field | None:
    """The field of last year's form that this one takes over from."""
    if not field.spec.carried_from:
        return None
    if isinstance(field.row, PassportRow) and not field.row.carried:
        return None
    return form.field(field.table, field.row.key, field.spec.carried_from)
