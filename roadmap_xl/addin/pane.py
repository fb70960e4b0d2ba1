"""«Проверить» for a task pane: the same check, its findings handed to the pane as data."""

from __future__ import annotations

from datetime import date
from typing import Any

import xlwings as xw

from ..rules.checking import group_findings
from ..rules.findings import Finding, Severity
from ..school.check import FileReport
from .check_book import CannotCheck, outcome_on, summary

CALLBACK = "showOutcome"
"""The function of the pane that takes the outcome, when all else is done in the workbook."""


def check_in_pane(book: xw.Book, today: date) -> None:
    """Checks the workbook, shows the findings in it and hands them to the pane."""
    book.app.macro(CALLBACK)(outcome_as_json(outcome_on(book, today)))


def outcome_as_json(outcome: FileReport | CannotCheck) -> dict[str, Any]:
    """What the pane shows; `refused` is empty where the workbook was checked."""
    if isinstance(outcome, CannotCheck):
        return {"refused": outcome.message, "summary": "", "counts": {}, "findings": []}
    return {
        "refused": "",
        "summary": summary(outcome),
        "counts": {severity.value: outcome.count(severity) for severity in Severity},
        "findings": [_line(finding) for finding in group_findings(outcome.findings)],
    }


def _line(finding: Finding) -> dict[str, str]:
    return {
        "severity": finding.severity.value,
        "word": finding.severity.word,
        "place": finding.place,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "message": finding.message,
        "fix": finding.fix,
        "accepted": finding.accepted,
        "code": finding.code,
    }
