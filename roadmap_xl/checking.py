"""From a submission to its findings: every rule asked of every row, causes before consequences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .checklist import Check, Checklist, checklist_of, label_of
from .expressions.snapshot import Snapshot
from .findings import Audience, Finding
from .grouping import in_order, with_acceptances
from .rules.catalogue import READING_RULES
from .rules.rule import ReadingRule
from .submission import Note, Submission, with_defaults


def check_submission(
    submission: Submission, *, stage: str | None = None, audience: Audience | None = Audience.SCHOOL
) -> list[Finding]:
    """The findings on a submission, errors first, then in the order of the form.

    `stage` is the campaign's and wins over the file's own (decision 12); `audience` None is all.
    """
    checklist = checklist_of(submission.form.edition.key)
    if stage is not None:
        slot = checklist.stage_slot
        staged = (*submission.values[:slot], stage, *submission.values[slot + 1 :])
        submission = replace(submission, values=staged)
    snapshot = submission.snapshot
    values = with_defaults(submission.form, submission.values)
    found = [
        _finding(checklist, check, snapshot, values)
        for check in checklist.broken(checklist.verdicts(snapshot))
    ]
    found += [_note_finding(checklist, note) for note in submission.notes]
    found = [finding for finding in found if audience is None or finding.audience is audience]
    return with_acceptances(in_order(found, checklist.layout), submission.accepted)


def _finding(
    checklist: Checklist, check: Check, snapshot: Snapshot, values: Sequence[object]
) -> Finding:
    rule, place = check.rule, checklist.layout.place(check.field)
    return Finding(
        code=rule.code,
        severity=check.severity(snapshot, values[checklist.stage_slot]),
        message=check.message(snapshot, values),
        fix=checklist.form.edition_text(rule.fix),
        sheet=place.sheet,
        cell=place.cell,
        field=check.field.id,
        audience=rule.audience,
        excludes=rule.excludes,
    )


_BY_NOTE: dict[str, ReadingRule] = {rule.note: rule for rule in READING_RULES}


def _note_finding(checklist: Checklist, note: Note) -> Finding:
    rule = _BY_NOTE[note.kind]
    field = checklist.form.fields[note.slot]
    place = checklist.layout.place(field)
    words = {"raw": note.raw, "value": note.value, "meant": note.meant, "label": label_of(field)}
    words["column"] = field.spec.full_label or field.label
    return Finding(
        code=rule.code,
        severity=rule.severity,
        message=rule.text(words),
        fix=checklist.form.edition_text(rule.fix),
        sheet=place.sheet,
        cell=place.cell,
        field=field.id,
        audience=rule.audience,
        excludes=rule.excludes,
    )
