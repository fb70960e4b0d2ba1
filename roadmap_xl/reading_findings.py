"""What the reader said of a file, as findings: notes on cells, remarks on its structure."""

from __future__ import annotations

from collections.abc import Iterator

from .checklist import label_of
from .findings import Finding, Severity
from .form.fields import Field
from .rules.catalogue import DOCUMENT_RULES, READING_RULES, STRUCTURE_RULES
from .rules.function_rule import FunctionRule
from .rules.grouped import place_name
from .rules.rule import ReadingRule, Rule
from .submission import Note, Remark, Submission

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
