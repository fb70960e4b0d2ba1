"""The district's summary: who sent what, the sums, and for every number where it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from ..findings import Audience, Finding, Severity
from ..form.edition import Edition
from .changes import changes
from .counted import CountedSchool
from .coverage import Coverage
from .figures import Figures
from .official import Official
from .plan_book import PlanBook
from .plan_execution import SchoolPlan, plan_of
from .received import NOT_NAMED, Files, Received, leaves_out_file
from .school import School
from .settings import Settings
from .subject_totals import SubjectTotal, subject_totals


class Status(StrEnum):
    """What became of a school's file, in the district's own words."""

    ACCEPTED = "принято"
    WITH_REMARKS = "принято с замечаниями"
    REFUSED = "не принято"
    MISSING = "не сдано"
    UNKNOWN = "не опознано"
    REPLACED = "заменено"
    WITHDRAWN = "отозвано"
    NO_DATA = "нет данных — подтверждено"

    @property
    def counts(self) -> bool:
        """Its numbers are in the totals."""
        return self in (Status.ACCEPTED, Status.WITH_REMARKS)


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """One line of «Сдача»: a file with its school, or a school without a file."""

    status: Status
    school: School | None
    received: Received | None = None
    received_on: date | None = None
    remark: str = ""
    added: tuple[Finding, ...] = ()
    """What the receipt found: whose file it is, which year's, which of several."""
    run: int | None = None
    """In which run the file was seen first; of two files of one day the later is newer."""
    days_late: int | None = None
    """Days behind the deadline, for a school without a file as of today."""
    replaced_by: Received | None = None
    """The newer file that says something else."""

    def count(self, severity: Severity) -> int:
        """The findings of this weight that are for the school."""
        if self.received is None:
            return 0
        counts = self.received.counts or {}
        return counts.get(severity, 0) + sum(
            finding.severity is severity and finding.audience is Audience.SCHOOL
            for finding in (*self._unnamed, *self.added)
        )

    @property
    def _unnamed(self) -> list[Finding]:
        """«Не указана школа»: no longer asked once it is known whose file it is."""
        if self.received is None or self.school is not None:
            return []
        return [finding for finding in self.received.decisive if finding.code == NOT_NAMED]

    @property
    def refusals(self) -> list[Finding]:
        """The errors that keep the whole file out of the totals."""
        if self.received is None:
            return []
        own = [one for one in self.received.decisive if one.code != NOT_NAMED]
        return [one for one in (*self._unnamed, *own, *self.added) if leaves_out_file(one)]

    @property
    def why_not(self) -> str:
        """What keeps the file out of the totals, in words; empty where nothing does."""
        if self.status not in (Status.REFUSED, Status.UNKNOWN):
            return ""
        return self.refusals[-1].message if self.refusals else ""

    @property
    def contact(self) -> str:
        """Whom to ring: the registry's word, else the file's own."""
        if self.school is not None and self.school.contact:
            return self.school.contact
        return self.received.said("meta.contact") if self.received else ""


class KeptIn(NamedTuple):
    """The snapshot that a summary was read from."""

    file: str
    sha256: str


class CountedSchools:
    """The schools whose files are in the totals, opened one after the other, each time anew."""

    def __init__(self, lines: Sequence[SubmissionLine], files: Files) -> None:
        self.lines = tuple(line for line in lines if line.status.counts)
        self._files = files
        self._by_key = {line.school.key: line for line in self.lines if line.school}

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[CountedSchool]:
        return (self.opened(line) for line in self.lines)

    @property
    def schools(self) -> Iterator[School]:
        """Which they are; no file is opened."""
        return (line.school for line in self.lines if line.school)

    def of(self, key: str) -> CountedSchool | None:
        """The school with this key; None where no file of it is in the totals."""
        line = self._by_key.get(key)
        return None if line is None else self.opened(line)

    def opened(self, line: SubmissionLine) -> CountedSchool:
        """The school of a line that counts."""
        if line.school is None or line.received is None:
            raise ValueError(f"{line.status} without a school or a file")
        return CountedSchool(line.school, line.received, self._files.contents(line.received))


@dataclass(frozen=True, eq=False)
class DistrictSummary:
    """Everything the summary workbook shows."""

    settings: Settings
    today: date | None
    edition: Edition
    has_registry: bool
    schools: tuple[School, ...]
    lines: tuple[SubmissionLine, ...]
    counted: CountedSchools
    figures: Figures
    """Every number over the district, by key."""
    files: Files
    own_lines: tuple[SubmissionLine, ...] = ()
    """The district's own books, the one that counts first; they are no school's."""
    added: tuple[Finding, ...] = ()
    """What there is to say of the summary as a whole."""
    previous: DistrictSummary | None = None
    """The campaign before, from its snapshot: its figures, and its schools to open by key."""
    official: Official | None = None
    """The results of РЦОИ, where they are given."""
    kept_in: KeptIn | None = None
    """None for a summary of files."""

    @property
    def coverage(self) -> Coverage:
        return Coverage(len(self.counted), len(self.schools))

    @cached_property
    def subjects(self) -> tuple[SubjectTotal, ...]:
        """The lines of «Предметы», the foreign languages together as the last."""
        return subject_totals(self.edition, self.figures)

    @property
    def unknown(self) -> int:
        """The number of files whose school is not known."""
        return self.number_of(Status.UNKNOWN)

    @property
    def all_lines(self) -> tuple[SubmissionLine, ...]:
        """Every line of «Сдача»: the schools', the unknown, the district's own."""
        return (*self.lines, *self.own_lines)

    @property
    def own(self) -> SubmissionLine | None:
        """The district's own book that counts, if there is one."""
        return next((line for line in self.own_lines if line.status.counts), None)

    def opened_own(self) -> CountedSchool | None:
        """The district's own book, opened as a school's is; its form is «2026-район»."""
        return self.counted.opened(self.own) if self.own else None

    @cached_property
    def own_plan(self) -> SchoolPlan | None:
        """The district's own activities, from its own book; None where the summary has none."""
        own = self.opened_own()
        return None if own is None else plan_of(own, self.settings, self.today)

    @cached_property
    def plans(self) -> PlanBook:
        """How each school's plan stands, and what is overdue in all of them."""
        schools = (plan_of(school, self.settings, self.today) for school in self.counted)
        return PlanBook(schools, self.own_plan)

    def number_of(self, *statuses: Status) -> int:
        return sum(line.status in statuses for line in self.lines)

    def findings(self, line: SubmissionLine) -> list[Finding]:
        """Every finding on a line's file, with those of its receipt."""
        if line.received is None:
            return list(line.added)
        own = self.files.findings(line.received)
        is_known = line.school is not None
        found = [one for one in own if not (is_known and one.code == NOT_NAMED)]
        return [*found, *line.added, *self._since_previous(line), *self._beside_official(line)]

    def _beside_official(self, line: SubmissionLine) -> Iterator[Finding]:
        """What РЦОИ says otherwise than the school."""
        if self.official is not None and line.status.counts:
            yield from self.official.differences(self.counted.opened(line))

    def _since_previous(self, line: SubmissionLine) -> Iterator[Finding]:
        """What has changed at the school since the summary before."""
        if self.previous is None or line.school is None or not line.status.counts:
            return
        was = self.previous.counted.of(line.school.key)
        if was is not None:
            yield from changes(was, self.counted.opened(line))
