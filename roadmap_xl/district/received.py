"""A received file: what a list of files needs of it, and what is in it.

A district may have thousands of files. `Received` is small and stays; `Contents` is read again each
time it is asked for.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from ..form.prefilled import is_filled_by_school
from ..form.submission import Submission
from ..form.tables import Acceptance, Identity
from ..form.vocabulary import DRAFT
from ..rules.findings import Audience, Excludes, Finding, Severity

NOT_NAMED = "SCH-001"
"""The school's own finding on a name that says nothing; settled as soon as the school is known."""
_IDENTITY = ("meta.school_name", "meta.school_id", "meta.contact", "meta.stage", "meta.grade11")
_LEAST_NUMBERS = 10
"""Fewer equal numbers than these may be a coincidence (decision 16, SCH-007)."""


class Exclusion(NamedTuple):
    """An error that leaves something of the file out of the totals."""

    slot: int
    excludes: Excludes
    code: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The values of a file that was read, and what its errors leave out."""

    submission: Submission
    exclusions: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it is listed. `edition` is empty where the file could not be read."""

    file: str
    sha256: str
    template_version: str = ""
    edition: str = ""
    identity: Mapping[str, str] | None = None
    """By field id, what the file says of its school."""
    content: str = ""
    """Equal for files that say the same."""
    numbers: str = ""
    """Equal for files with the same numbers whoever sent them; empty where there are few."""
    is_blank: bool = False
    """The school has filled nothing of its own."""
    counts: Mapping[Severity, int] | None = None
    """The findings for the school by severity, without «не указана школа»."""
    decisive: tuple[Finding, ...] = ()
    """The findings on whose file it is, and those that no part of the file outlives."""

    def text(self, field_id: str) -> str:
        """What the file says of its school; empty where it says nothing."""
        return (self.identity or {}).get(field_id, "")

    @property
    def was_read(self) -> bool:
        return bool(self.edition)

    @property
    def is_draft(self) -> bool:
        """It calls itself a draft, whatever the stage of the campaign."""
        return self.text("meta.stage") == DRAFT


class Files(Protocol):
    """Received files: their list, and what is in each, as often as it is asked for."""

    def __iter__(self) -> Iterator[Received]: ...

    def contents(self, received: Received) -> Contents:
        """What is in a file that was read."""

    def findings(self, received: Received) -> Sequence[Finding]:
        """Every finding on the file, for whomever."""

    def close(self) -> None:
        """Nothing more is asked."""


def received_of(
    file: str,
    sha256: str,
    template_version: str,
    submission: Submission | None,
    findings: Sequence[Finding],
) -> Received:
    """The listed file. `findings` are those of every audience, at the campaign's stage."""
    decisive = tuple(one for one in findings if leaves_out_file(one) or one.code == NOT_NAMED)
    counts = Counter(
        one.severity
        for one in findings
        if one.audience is Audience.SCHOOL and one.code != NOT_NAMED
    )
    if submission is None:
        return Received(file, sha256, template_version, counts=dict(counts), decisive=decisive)
    return Received(
        file=file,
        sha256=sha256,
        template_version=template_version,
        edition=submission.form.edition.key,
        identity={key: text for key in _IDENTITY if (text := _text(submission, key))},
        is_blank=not is_filled_by_school(submission),
        content=_digest([*submission.values, *sorted(submission.rejected)]),
        numbers=_numbers(submission),
        counts=dict(counts),
        decisive=decisive,
    )


def contents_of(submission: Submission, findings: Sequence[Finding]) -> Contents:
    """The values with what the errors among these findings leave out."""
    by_id = submission.form.by_id
    return Contents(
        submission,
        tuple(
            Exclusion(by_id[one.field].slot, one.excludes, one.code)
            for one in findings
            if one.severity is Severity.ERROR and one.field in by_id
        ),
    )


def leaves_out_file(finding: Finding) -> bool:
    """An error that no part of the file outlives."""
    return finding.severity is Severity.ERROR and finding.excludes is Excludes.FILE


def _text(submission: Submission, field_id: str) -> str:
    value = submission[field_id]
    return "" if value is None else str(value).strip()


def _numbers(submission: Submission) -> str:
    """A mark of the numbers of the form's own tables, without who the school is."""
    fields = submission.form.fields
    found = [
        (field.id, value)
        for field, value in zip(fields, submission.values, strict=True)
        if field.table not in (Identity, Acceptance) and isinstance(value, int | float) and value
    ]
    return _digest(found) if len(found) >= _LEAST_NUMBERS else ""


def _digest(values: Sequence[object]) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()[:32]
