"""One check, from top to bottom: the steps of `check_submission` stand below it in their order.

Live rules, the reader's notes on cells, the rules in Python, the reader's remarks on the file; then
the findings are sorted and marked with the school's reasons. `group_findings` puts equal ones in
one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from ..form.fields import Field, Form
from ..form.layout import FORM_SHEETS
from ..form.submission import Note, Remark, Submission, Value, with_defaults
from ..form.vocabulary import DRAFT, STAGES
from ..records import Record
from .catalogue import DOCUMENT_RULES, FUNCTION_RULES, READING_RULES, RULES, STRUCTURE_RULES
from .checklist import checklist_of, label_of
from .findings import Audience, Finding, Severity
from .rule import FunctionRule, ReadingRule, Rule, place_name

_BY_NOTE: dict[str, ReadingRule] = {rule.note: rule for rule in READING_RULES}
_BY_REMARK: dict[str, ReadingRule] = {
    rule.note: rule for rule in (*STRUCTURE_RULES, *DOCUMENT_RULES)
}
_ALL_RULES: tuple[Rule | ReadingRule | FunctionRule, ...] = (
    *RULES,
    *READING_RULES,
    *FUNCTION_RULES,
    *STRUCTURE_RULES,
    *DOCUMENT_RULES,
)
_LIVE_CODES = frozenset(rule.code for rule in RULES)
_GROUPINGS = {rule.code: rule.grouped for rule in _ALL_RULES if rule.grouped}


class Occasion(Record):
    """What a submission is checked for, where its own file does not decide."""

    stage: str | None = None
    """The campaign's; wins over the file's own (decision 12)."""
    report_day: date | None = None
    """The day of the report; wins over the file's own."""
    today: date | None = None
    """Without it nothing is said of days to come."""
    audience: Audience | None = Audience.SCHOOL
    """Whose findings are listed; everybody's, if None."""


BY_THE_SCHOOL = Occasion()
"""As the school itself checks its workbook."""


def check_submission(submission: Submission, occasion: Occasion = BY_THE_SCHOOL) -> list[Finding]:
    """The findings on a submission, errors first, then in the order of the form."""
    submission = _apply_occasion(occasion, submission)
    found = [*_live_findings(submission), *findings_of_notes(submission)]
    found += _function_findings(submission, occasion.today, found)
    found += findings_of_remarks(submission)
    found = [one for one in found if occasion.audience in (None, one.audience)]
    return _add_reasons(_sort(found, submission.form), submission.accepted)


def _apply_occasion(occasion: Occasion, submission: Submission) -> Submission:
    """The submission with the campaign's stage and day in place of its own."""
    wins = {"meta.stage": occasion.stage, "meta.report_date": occasion.report_day}
    if not any(wins.values()):
        return submission
    values: list[Value] = list(submission.values)
    for field_id, value in wins.items():
        if value:
            values[submission.form.by_id[field_id].slot] = value
    return replace(submission, values=tuple(values))


def _live_findings(submission: Submission) -> Iterator[Finding]:
    """What the workbook's own formulas find, too."""
    checklist, cell_values = checklist_of(submission.form), submission.cell_values
    values = with_defaults(submission.form, submission.values)
    stage = values[checklist.stage_slot]
    for check in checklist.broken(checklist.verdicts(cell_values)):
        if check.field.slot not in submission.lost:
            severity = check.severity(cell_values, stage)
            message = check.message(cell_values, values)
            yield _finding_at(submission, check.rule, check.field, severity, message)


def findings_of_notes(submission: Submission) -> Iterator[Finding]:
    """What the reader did with cells that were not as asked."""
    return (finding_of_note(submission, note) for note in submission.notes)


def finding_of_note(submission: Submission, note: Note) -> Finding:
    """The finding of the rule that answers this kind of note."""
    rule, field = _BY_NOTE[note.kind], submission.form.fields[note.slot]
    words = words_of(field) | {"raw": note.raw, "value": note.value, "meant": note.meant}
    return _finding_at(submission, rule, field, rule.severity, rule.text(words))


def _function_findings(
    submission: Submission, today: date | None, others: Iterable[Finding]
) -> list[Finding]:
    """What the rules in Python find, unless another finding in the row is more precise."""
    by_id = submission.form.by_id

    def row_of(finding: Finding) -> tuple[str, str]:
        field = by_id[finding.field]
        return (field.table.prefix, field.row.key)

    found = list(_run_functions(submission, today))
    codes = {(one.code, *row_of(one)) for one in (*others, *(finding for _, finding in found))}
    return [
        finding
        for rule, finding in found
        if not any((code, *row_of(finding)) in codes for code in rule.silenced_by)
    ]


def _run_functions(
    submission: Submission, today: date | None
) -> Iterator[tuple[FunctionRule, Finding]]:
    stage = submission["meta.stage"]
    for rule in FUNCTION_RULES:
        if stage in rule.stages or rule.stages == STAGES:
            for fault in rule.finds(submission, today):
                field = submission.form.by_id[fault.field_id]
                if field.slot not in submission.lost:
                    severity = fault.severity or rule.severity
                    message = rule.message.format(**{**words_of(field), **fault.words})
                    yield rule, _finding_at(submission, rule, field, severity, message)


def _finding_at(
    submission: Submission,
    rule: Rule | ReadingRule | FunctionRule,
    field: Field,
    severity: Severity,
    message: str,
) -> Finding:
    """A rule's finding on a field, at its place in the file."""
    place = submission.place(field)
    cell = place.cell
    return Finding(
        code=rule.code,
        severity=severity,
        message=message,
        fix=submission.form.edition_text(rule.fix),
        sheet=place.sheet,
        cell=cell,
        field=field.id,
        audience=rule.audience,
        excludes=rule.excludes,
        short_place=place_name(field, cell),
    )


def words_of(field: Field) -> dict[str, str]:
    """What every message may name of its field."""
    column = field.spec.full_label or field.label
    return {"label": label_of(field), "column": column, "code": field.row.key}


def findings_of_remarks(submission: Submission) -> Iterator[Finding]:
    """What the reader saw of sheets, rows, columns and formulas."""
    return (finding_of_remark(submission, remark) for remark in submission.remarks)


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
        short_place=_short_place(field, remark),
    )


def _short_place(field: Field | None, remark: Remark) -> str:
    """The number in the plan or among the indicators; else the cell, or what is printed there."""
    number = place_name(field, "") if field else ""
    return number or remark.cell or remark.words.get("label", "")


def _sort(findings: Iterable[Finding], form: Form) -> list[Finding]:
    """Errors, then warnings, then notes; within each by sheet and cell."""

    def key(finding: Finding) -> tuple[int, int, int, str]:
        field = form.by_id.get(finding.field)
        # By the blank's name of the sheet: the file's may be renamed.
        name = form.layout.place(field).sheet if field else finding.sheet
        sheet = FORM_SHEETS.index(name) if name in FORM_SHEETS else -1
        slot = field.slot if field else -1
        return (-finding.severity.weight, sheet, slot, finding.code)

    return sorted(findings, key=key)


def _add_reasons(findings: list[Finding], reasons: Mapping[str, str]) -> list[Finding]:
    """The findings, each warning with the school's reason to let it stand.

    A reason given for the first of those that are listed in one line is one for all of them.
    """
    if not reasons:
        return findings
    in_one_line = _lines_of_several(findings)
    first_reasons: dict[tuple[str, Severity, str], str] = {}
    found = []
    for finding in findings:
        if finding.severity is Severity.WARNING:
            reason = reasons.get(finding.key, "")
            if (line := _line_of(finding)) in in_one_line:
                of_first = first_reasons.setdefault(line, reason)
                reason = reason or of_first
            finding = replace(finding, accepted=reason)
        found.append(finding)
    return found


def group_findings(findings: Iterable[Finding]) -> list[Finding]:
    """The findings; equal ones of a rule that groups, on one sheet, as one that says how many."""
    found = list(findings)
    in_one_line = _lines_of_several(found)
    lines: dict[object, list[Finding]] = {}
    for place, finding in enumerate(found):
        key = _line_of(finding)
        lines.setdefault(key if key in in_one_line else place, []).append(finding)
    return [_merge(line) for line in lines.values()]


def _line_of(finding: Finding) -> tuple[str, Severity, str]:
    """What a line is about: a code, its severity, a sheet."""
    group = _GROUPINGS.get(finding.code)
    return finding.code, finding.severity, finding.sheet if group and group.by_sheet else ""


def _lines_of_several(findings: Iterable[Finding]) -> set[tuple[str, Severity, str]]:
    """The lines with more findings than are listed one by one."""
    counts = Counter(map(_line_of, findings))
    return {
        line
        for line, count in counts.items()
        if line[0] in _GROUPINGS and count > _GROUPINGS[line[0]].apart
    }


def _merge(line: list[Finding]) -> Finding:
    """One finding for all; a live rule's says the same as the workbook's own list."""
    first, last = line[0], line[-1]
    if len(line) == 1:
        return first
    group = _GROUPINGS[first.code]
    if first.code in _LIVE_CODES:
        text = group.line(len(line), first.short_place, last.short_place)
    else:
        text = group.line_of([finding.short_place for finding in line])
    return replace(first, message=text)


def is_to_sign(
    submission: Submission, findings: Iterable[Finding], occasion: Occasion = BY_THE_SCHOOL
) -> bool:
    """Whether its paper may be signed: handed in or reported on, and nothing obligatory wrong."""
    stage = occasion.stage or submission["meta.stage"]
    finished = stage in STAGES and stage != DRAFT
    return finished and all(finding.severity is not Severity.ERROR for finding in findings)


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
