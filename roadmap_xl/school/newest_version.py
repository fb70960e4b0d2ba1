"""A workbook of an older version of its edition on the newest: what moved, and what could not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..form.fields import Form
from ..form.forms import Forms
from ..form.shared import on_form, shared_slots
from ..form.submission import Submission
from ..reader.structure.leftovers import LeftCell
from ..reader.workbook import Reading

_NO_PLACE = "в версии {version} бланка этой графы нет"


def on_newest_version(reading: Reading, forms: Forms) -> Reading:
    """The reading as its edition's newest version has it; the same where it is of that."""
    submission = reading.submission
    newest = forms.find(submission.form.edition.key) if submission else None
    if submission is None or newest is None or newest.edition == submission.form.edition:
        return reading
    slots = shared_slots(submission.form, newest)
    notes = tuple(
        note._replace(slot=slots[note.slot]) for note in submission.notes if note.slot in slots
    )
    remarks = tuple(one for one in submission.remarks if not one.field or one.field in newest.by_id)
    moved = replace(on_form(submission, newest), notes=notes, remarks=remarks)
    return replace(
        reading,
        submission=moved,
        raw={slots[slot]: raw for slot, raw in reading.raw.items() if slot in slots},
        left=(*reading.left, *_without_place(reading, submission, slots, newest)),
    )


def _without_place(
    reading: Reading, submission: Submission, slots: dict[int, int], newest: Form
) -> Iterator[LeftCell]:
    """What was typed into fields that the newest version does not have."""
    why = _NO_PLACE.format(version=newest.edition.revision)
    for slot, raw in reading.raw.items():
        if slot not in slots:
            place = submission.place(submission.form.fields[slot])
            yield LeftCell(place.sheet, place.cell, raw, why)
