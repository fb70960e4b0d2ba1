"""What two forms of one year have in common: the fields that mean the same in both.

A key never changes its meaning from one edition to another, so equal ids are the same field, unless
the properties below say that one of the editions has changed what is counted.
"""

from __future__ import annotations

from collections.abc import Iterator

from .columns import Kind
from .fields import Field, Form
from .rows import IndicatorRow
from .submission import Submission, Value
from .tables import BANDS, SubjectResults


def shared_slots(old: Form, new: Form) -> dict[int, int]:
    """By slot of the one form, the slot of the same field in the other."""
    bands_agree = old.edition.bands == new.edition.bands
    return {
        field.slot: other.slot
        for field in old.fields
        if (other := new.by_id.get(field.id)) is not None
        and _means_the_same(field, other, bands_agree=bands_agree)
    }


def _means_the_same(field: Field, other: Field, *, bands_agree: bool) -> bool:
    if field.kind is not other.kind or field.row.kind != other.row.kind:
        return False
    if field.table is SubjectResults and field.column.removesuffix("_pct") in BANDS:
        return bands_agree and _threshold(field) == _threshold(other)
    if isinstance(field.row, IndicatorRow) and isinstance(other.row, IndicatorRow):
        return field.row.base == other.row.base
    return True


def _threshold(field: Field) -> object:
    """What the bands of a subject begin from."""
    return getattr(field.row, "threshold", None)


def on_form(submission: Submission, form: Form) -> Submission:
    """The submission with what another form of its year has of it; the rest is left out."""
    slots = shared_slots(submission.form, form)
    values: list[Value] = [None] * len(form.fields)
    for slot, there in slots.items():
        values[there] = submission.values[slot]
    places = submission.form.layout
    return Submission(
        form,
        tuple(values),
        frozenset(slots[slot] for slot in submission.rejected if slot in slots),
        moved={
            there: submission.moved.get(slot) or places.place(submission.form.fields[slot])
            for slot, there in slots.items()
        },
        lost=frozenset(slots[slot] for slot in submission.lost if slot in slots),
        carried={key: value for key, value in submission.carried.items() if key in form.by_id},
        unasked=_without_answer(form, slots),
    )


def _without_answer(form: Form, slots: dict[int, int]) -> frozenset[int]:
    """The fields that the other form did not ask for, or asks for with another meaning.

    A blank there would say something: a band with other borders would be a nought in a share, an
    activity one that is not done, a school without the table one that nobody counted in it.
    """
    answered = set(slots.values())
    return frozenset(f.slot for f in form.fields if f.is_input and f.slot not in answered)


_ROWS = ("subjects", "headcounts", "problem_counts", "indicators", "plan_items")


def only_in(form: Form, other: Form) -> Iterator[str]:
    """The labels of the rows that one form asks for and the other does not."""
    shared = shared_slots(form, other)
    for name in _ROWS:
        has = {
            field.row.key
            for field in form.fields
            if getattr(field.table, "rows", "") == name
            and field.is_input
            and (field.kind.is_number or field.kind in (Kind.FREE, Kind.TEXT))
            and field.slot in shared
        }
        for row in form.edition.rows_of(name):
            if row.key not in has and row.kind != "own":
                yield " ".join(row.label.split())
