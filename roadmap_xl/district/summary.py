"""The district's summary: who sent what, the sums, and for every number where it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..findings import Audience, Finding, Severity
from ..form.edition import Edition
from ..layout import layout_of
from .counted import CountedSchool
from .coverage import Coverage
from .received import Received, leaves_out_file
from .school_table import SchoolTable
from .subject_totals import SubjectTotal
from .sums import Part


class Status(StrEnum):
    """What became of a school's file, in the district's own words."""

    ACCEPTED = "принято"
    WITH_REMARKS = "принято с замечаниями"
    REFUSED = "не принято"
    MISSING = "не сдано"
    UNKNOWN = "не опознано"
    REPLACED = "заменено"
    WITHDRAWN = "отозвано"

    @property
    def counts(self) -> bool:
        """Its numbers are in the totals."""
        return self in (Status.ACCEPTED, Status.WITH_REMARKS)


@dataclass(frozen=True, slots=True)
class School:
    """A school of the district: of the registry or, without one, as the files name it."""

    key: str
    """What tells it from the others: its code or what its name says."""
    code: str
    name: str
    settlement: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """One line of «Сдача»: a file with its school, or a school without a file."""

    status: Status
    school: School | None
    received: Received | None = None
    received_on: date | None = None
    remark: str = ""
    findings: tuple[Finding, ...] = ()
    """Every finding on the file, with those on whose it is."""

    def count(self, severity: Severity) -> int:
        """The findings of this weight that are for the school."""
        return sum(
            finding.severity is severity and finding.audience is Audience.SCHOOL
            for finding in self.findings
        )

    @property
    def why_not(self) -> str:
        """What keeps the file out of the totals, in words; empty where nothing does."""
        if self.status not in (Status.REFUSED, Status.UNKNOWN):
            return ""
        reasons = [finding.message for finding in self.findings if leaves_out_file(finding)]
        return reasons[-1] if reasons else ""

    @property
    def contact(self) -> str:
        """Whom to ring: the registry's word, else the file's own."""
        if self.school is not None and self.school.contact:
            return self.school.contact
        return self.received.said("meta.contact") if self.received else ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one number stands: in which file, on which sheet, in which cell."""

    school: str
    file: str
    sha256: str
    sheet: str
    cell: str
    value: float


@dataclass(frozen=True)
class DistrictSummary:
    """Everything the summary workbook shows."""

    district: str
    edition: Edition
    has_registry: bool
    schools: tuple[School, ...]
    lines: tuple[SubmissionLine, ...]
    counted: tuple[CountedSchool, ...]
    """The schools whose files are in the totals."""
    subjects: tuple[SubjectTotal, ...]
    foreign: SubjectTotal
    """The foreign languages together; each is in `subjects` too, so never add both."""
    school_table: SchoolTable

    @property
    def coverage(self) -> Coverage:
        return Coverage(len(self.counted), len(self.schools))

    @property
    def unknown(self) -> int:
        """The number of files whose school is not known."""
        return self.number_of(Status.UNKNOWN)

    def number_of(self, *statuses: Status) -> int:
        return sum(line.status in statuses for line in self.lines)

    def origins(self, parts: Sequence[Part]) -> list[Origin]:
        """The cells that a sum was made from."""
        layout = layout_of(self.edition.key)
        by_key = {school.key: school for school in self.counted}
        found: list[Origin] = []
        for part in parts:
            school, place = by_key[part.school], layout.place(layout.form.fields[part.slot])
            received = school.received
            found.append(
                Origin(
                    school.name, received.file, received.sha256, place.sheet, place.cell, part.value
                )
            )
        return found
