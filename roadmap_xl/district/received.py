"""One received file, read and checked."""

from __future__ import annotations

from dataclasses import dataclass

from ..findings import Excludes, Finding, Severity
from ..submission import Submission


@dataclass(frozen=True, slots=True)
class Received:
    """A file with what was read from it; `submission` is None where it could not be read.

    `findings` are those of every audience, checked at the campaign's stage.
    """

    file: str
    sha256: str
    template_version: str
    submission: Submission | None
    findings: tuple[Finding, ...] = ()

    def said(self, field_id: str) -> str:
        """What a text field of the submission says; empty where it says nothing."""
        value = None if self.submission is None else self.submission[field_id]
        return "" if value is None else str(value).strip()


def leaves_out_file(finding: Finding) -> bool:
    """An error that no part of the file outlives."""
    return finding.severity is Severity.ERROR and finding.excludes is Excludes.FILE
