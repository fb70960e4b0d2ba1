"""A line of «Сдача»: a file with its school, or a school without a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..rules.findings import Audience, Finding, Severity
from .received import NOT_NAMED, Files, Received, leaves_out_file
from .school import School


class Status(StrEnum):
    """What became of a school's file, in the district's own words."""

    ACCEPTED = "принято"
    WITH_REMARKS = "принято с замечаниями"
    REFUSED = "не принято"
    DRAFT = "черновик"
    EMPTY = "пустой бланк"
    MISSING = "не сдано"
    UNKNOWN = "не опознано"
    REPLACED = "заменено"
    WITHDRAWN = "отозвано"
    NO_DATA = "нет данных — подтверждено"

    @property
    def counts(self) -> bool:
        """Its numbers are in the totals."""
        return self in (Status.ACCEPTED, Status.WITH_REMARKS)

    @property
    def is_awaited(self) -> bool:
        """The school has not handed in yet: no file, a draft or an empty blank."""
        return self in (Status.MISSING, Status.DRAFT, Status.EMPTY)


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
    claimed: School | None = None
    """The school whose code is in a file that is not known to be its."""
    replaced_by: Received | None = None
    """The newer file that says something else."""
    deadline: date | None = None
    """The day that was agreed with this school; None where it is the campaign's."""
    returned: str = ""
    """Why the district has sent the file back to be mended; it counts until another comes."""

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
        if self.status not in (Status.REFUSED, Status.UNKNOWN, Status.DRAFT, Status.EMPTY):
            return ""
        if self.claimed is not None:  # first whose file it is, then what else is wrong with it
            return " ".join(one.message for one in self.added if leaves_out_file(one))
        return self.refusals[-1].message if self.refusals else ""

    @property
    def contact(self) -> str:
        """Whom to ring: the registry's word, else the file's own."""
        if self.school is not None and self.school.contact:
            return self.school.contact
        return self.received.text("meta.contact") if self.received else ""


def findings_of(line: SubmissionLine, files: Files) -> list[Finding]:
    """What was found in a line's file and at its receipt."""
    if line.received is None:
        return list(line.added)
    is_known = line.school is not None
    own = files.findings(line.received)
    return [*(one for one in own if not (is_known and one.code == NOT_NAMED)), *line.added]


def best_lines(lines: Iterable[SubmissionLine]) -> list[SubmissionLine]:
    """Each school once: the first of its lines, which is that of its best file."""
    found: dict[str, SubmissionLine] = {}
    for line in lines:
        if line.school is not None:
            found.setdefault(line.school.key, line)
    return list(found.values())
