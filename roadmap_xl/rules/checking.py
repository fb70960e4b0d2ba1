"""From a submission to its findings: every rule asked of every row, causes before consequences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..form.fields import Field
from ..form.submission import Note, Remark, Submission, Value, with_defaults
from ..form.vocabulary import DRAFT, STAGES
from .catalogue import DOCUMENT_RULES, FUNCTION_RULES, READING_RULES, STRUCTURE_RULES
from .checklist import Checklist, checklist_of, label_of
from .findings import Audience, Finding, Severity
from .grouping import in_order, with_acceptances
from .rule import FunctionRule, ReadingRule, Rule, place_name

_BY_NOTE: dict[str, ReadingRule] = {rule.note: rule for rule in READING_RULES}
_BY_REMARK: dict[str, ReadingRule] = {
    rule.note: rule for rule in (*STRUCTURE_RULES, *DOCUMENT_RULES)
}


def findings_of_notes(submission: Submission) -> Iterator[Finding]:
    """What the reader did with cells that were not as asked."""
    return (finding_of_note(submission, note) for note in submission.notes)


def findings_of_remarks(submission: Submission) -> Iterator[Finding]:
    """What the reader saw of sheets, rows, columns and formulas."""
    return (finding_of_remark(submission, remark) for remark in submission.remarks)


def finding_of_note(submission: Submission, note: Note) -> Finding:
    """The finding of the rule that answers this kind of note."""
    rule, field = _BY_NOTE[note.kind], submission.form.fields[note.slot]
    words = words_of(field) | {"raw": note.raw, "value": note.value, "meant": note.meant}
    return finding_at(submission, rule, field, rule.severity, rule.text(words))


def finding_of_remark(submission: Submission, remark: Remark) -> Finding:
    """The finding of the rule that answers this kind of remark, at its place in the file."""
    form = submission.form
    rule, field = _BY_REMARK[remark.kind], form.by_id.get(remark.field)
    words = {**(words_of(field) if field else {}), "sheet": remark.sheet, **remark.words}
    if remark.about is not None:
        words["said"] = finding_of_remark(submission, remark.about).message
    return Finding(
        code=rule.code,
        severity=rule.severity,
        message=rule.text(words),
        fix=remark.fix or form.edition_text(rule.fix),
        sheet=remark.sheet,
        cell=remark.cell,
        field=remark.field,
        audience=rule.audience,
        excludes=rule.excludes,
        short_place=remark.words.get("code") or remark.cell or remark.words.get("label", ""),
    )


def finding_at(
    submission: Submission,
    rule: Rule | ReadingRule | FunctionRule,
    field: Field,
    severity: Severity,
    message: str,
) -> Finding:
    """A rule's finding on a field, at its place in the file."""
    place = submission.place(field)
    return Finding(
        code=rule.code,
        severity=severity,
        message=message,
        fix=submission.form.edition_text(rule.fix),
        sheet=place.sheet,
        cell=place.cell,
        field=field.id,
        audience=rule.audience,
        excludes=rule.excludes,
        short_place=place_name(field, place.cell),
    )


def words_of(field: Field) -> dict[str, str]:
    """What every message may name of its field."""
    column = field.spec.full_label or field.label
    return {"label": label_of(field), "column": column, "code": field.row.key}


# --- From a submission to its findings: every rule asked of every row, causes before conseque ---


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a submission is checked for, where its own file does not decide."""

    stage: str | None = None
    """The campaign's; wins over the file's own (decision 12)."""
    report_day: date | None = None
    """The day of the report; wins over the file's own."""
    today: date | None = None
    """Without it nothing is said of days to come."""
    audience: Audience | None = Audience.SCHOOL
    """Whose findings are told; everybody's, if None."""


BY_THE_SCHOOL = Occasion()
"""As the school itself checks its workbook."""


def check_submission(submission: Submission, occasion: Occasion = BY_THE_SCHOOL) -> list[Finding]:
    """The findings on a submission, errors first, then in the order of the form."""
    checklist = checklist_of(submission.form)
    given = {"meta.stage": occasion.stage, "meta.report_date": occasion.report_day}
    submission = _with(submission, {key: value for key, value in given.items() if value})
    found = [*_live(checklist, submission), *findings_of_notes(submission)]
    found += _unsilenced(
        checklist, found, _found_by_functions(checklist, submission, occasion.today)
    )
    found += findings_of_remarks(submission)
    found = [f for f in found if occasion.audience in (None, f.audience)]
    return with_acceptances(in_order(found, submission.form), submission.accepted)


def days_of(submission: Submission, today: date | None) -> tuple[date, date]:
    """The first and the last day on which a check says what it says today."""
    first, last = date.min, date.max
    for rule in FUNCTION_RULES:
        turns = submission[rule.turns_on] if rule.turns_on in submission.form.by_id else None
        if today and isinstance(turns, date):
            if turns <= today:
                first = max(first, turns)
            else:
                last = min(last, turns - timedelta(days=1))
    return first, last


def is_to_sign(
    submission: Submission, findings: Iterable[Finding], occasion: Occasion = BY_THE_SCHOOL
) -> bool:
    """Whether its paper may be signed: handed in or reported on, and nothing obligatory wrong."""
    stage = occasion.stage or submission["meta.stage"]
    finished = stage in STAGES and stage != DRAFT
    return finished and all(finding.severity is not Severity.ERROR for finding in findings)


def _with(submission: Submission, values: dict[str, Value]) -> Submission:
    if not values:
        return submission
    changed = list(submission.values)
    for field_id, value in values.items():
        changed[submission.form.by_id[field_id].slot] = value
    return replace(submission, values=tuple(changed))


def _live(checklist: Checklist, submission: Submission) -> Iterator[Finding]:
    snapshot = submission.snapshot
    values = with_defaults(submission.form, submission.values)
    stage = values[checklist.stage_slot]
    for check in checklist.broken(checklist.verdicts(snapshot)):
        severity = check.severity(snapshot, stage)
        message = check.message(snapshot, values)
        if check.field.slot not in submission.lost:
            yield finding_at(submission, check.rule, check.field, severity, message)


def _found_by_functions(
    checklist: Checklist, submission: Submission, today: date | None
) -> Iterator[tuple[FunctionRule, Finding]]:
    stage = submission["meta.stage"]
    for rule in FUNCTION_RULES:
        if stage in rule.stages or rule.stages == STAGES:
            for fault in rule.finds(submission, today):
                field = submission.form.by_id[fault.field_id]
                if field.slot in submission.lost:
                    continue
                message = rule.message.format(**{**words_of(field), **fault.words})
                severity = fault.severity or rule.severity
                yield rule, finding_at(submission, rule, field, severity, message)


def _unsilenced(
    checklist: Checklist,
    others: Iterable[Finding],
    found: Iterable[tuple[FunctionRule, Finding]],
) -> list[Finding]:
    """Those of whose row no other finding says the same more precisely."""

    def row_of(finding: Finding) -> tuple[str, str]:
        field = checklist.form.by_id[finding.field]
        return (field.table.prefix, field.row.key)

    pairs = list(found)
    said = {(f.code, *row_of(f)) for f in (*others, *(finding for _, finding in pairs))}
    return [
        finding
        for rule, finding in pairs
        if not any((code, *row_of(finding)) in said for code in rule.silenced_by)
    ]
