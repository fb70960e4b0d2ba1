"""Findings as people read them: worst first, in the order of the form, equal ones in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..form.fields import Form
from ..form.layout import FORM_SHEETS
from .catalogue import DOCUMENT_RULES, FUNCTION_RULES, READING_RULES, RULES, STRUCTURE_RULES
from .findings import Finding, Severity
from .rule import FunctionRule, ReadingRule, Rule

_RULES: tuple[Rule | ReadingRule | FunctionRule, ...] = (
    *RULES,
    *READING_RULES,
    *FUNCTION_RULES,
    *STRUCTURE_RULES,
    *DOCUMENT_RULES,
)
_LIVE = frozenset(rule.code for rule in RULES)
_GROUPED = {rule.code: rule.grouped for rule in _RULES if rule.grouped}


def in_order(findings: Iterable[Finding], form: Form) -> list[Finding]:
    """Errors, then warnings, then notes; within each by sheet and cell."""

    def key(finding: Finding) -> tuple[int, int, int, str]:
        field = form.by_id.get(finding.field)
        # By the blank's name of the sheet: the file's may be renamed.
        name = form.layout.place(field).sheet if field else finding.sheet
        sheet = FORM_SHEETS.index(name) if name in FORM_SHEETS else -1
        slot = field.slot if field else -1
        return (-finding.severity.weight, sheet, slot, finding.code)

    return sorted(findings, key=key)


def with_acceptances(findings: Iterable[Finding], reasons: Mapping[str, str]) -> list[Finding]:
    """The findings, each warning with the school's reason to let it stand.

    A reason given for the first of those that are said together is one for all of them.
    """
    found = list(findings)
    together = _said_together(found)
    of_first: dict[str, str] = {}
    done: list[Finding] = []
    for finding in found:
        if finding.severity is Severity.WARNING:
            reason = reasons.get(finding.key, "")
            if (finding.code, finding.severity) in together:
                of_all = of_first.setdefault(finding.code, reason)
                reason = reason or of_all
            finding = replace(finding, accepted=reason)
        done.append(finding)
    return done


def grouped(findings: Iterable[Finding]) -> list[Finding]:
    """The findings; equal ones of a rule that groups as one that says how many they are."""
    found = list(findings)
    together = _said_together(found)
    lines: dict[object, list[Finding]] = {}
    for place, finding in enumerate(found):
        key = (finding.code, finding.severity)
        lines.setdefault(key if key in together else place, []).append(finding)
    return [_as_one(line) for line in lines.values()]


def _said_together(findings: Iterable[Finding]) -> set[tuple[str, Severity]]:
    """The codes, each with its severity, of which there are more than are said one by one."""
    counts = Counter((finding.code, finding.severity) for finding in findings)
    return {
        (code, severity)
        for (code, severity), count in counts.items()
        if code in _GROUPED and count > _GROUPED[code].apart
    }


def _as_one(line: list[Finding]) -> Finding:
    """One finding for all; a live rule's says the same as the workbook's own list."""
    first, last = line[0], line[-1]
    if len(line) == 1:
        return first
    group = _GROUPED[first.code]
    if first.code in _LIVE:
        text = group.line(len(line), first.short_place, last.short_place)
    else:
        text = group.line_of([finding.short_place for finding in line])
    return replace(first, message=text)
