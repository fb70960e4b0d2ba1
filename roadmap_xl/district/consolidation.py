"""From received files to the district's summary, in any order of the files the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..findings import Finding, Severity
from ..form.edition import Edition
from ..form.fields import form_of
from ..form.vocabulary import DRAFT
from .counted import CountedSchool
from .journal import Journal
from .matching import NOT_NAMED, Match, NameMatcher, RegistryMatcher, receipt_finding, school_of
from .received import Received, leaves_out_file
from .registry import Registry
from .resubmission import settled
from .school_table import school_table
from .subject_totals import subject_total
from .summary import DistrictSummary, School, Status, SubmissionLine

FOREIGN = "Итого по иностранным"


def consolidate(
    received: Iterable[Received],
    edition: Edition,
    registry: Registry | None = None,
    journal: Journal | None = None,
    *,
    district: str = "",
) -> DistrictSummary:
    """The summary of these files. Without a registry the files say which schools there are."""
    files = sorted(received, key=lambda one: (one.file, one.sha256))
    noted = journal or Journal()
    matcher = RegistryMatcher(registry, noted) if registry else NameMatcher(files, noted)
    found = [_line(one, matcher.match(one), edition, noted) for one in files]
    schools = _schools(found, registry)
    lines = [line for school in schools for line in _lines_of(school, found)]
    lines += [line for line in found if line.school is None]
    counted = [_counted(line) for line in lines if line.status.counts]
    form = form_of(edition.key)
    foreign = {column.key for column in edition.school_columns if not column.single}
    languages = [s for s in edition.subjects if s.school_column in foreign]
    return DistrictSummary(
        district=district,
        edition=edition,
        has_registry=registry is not None,
        schools=tuple(schools),
        lines=tuple(lines),
        counted=tuple(counted),
        subjects=tuple(subject_total(form, counted, s.label, [s]) for s in edition.subjects),
        foreign=subject_total(form, counted, FOREIGN, languages),
        school_table=school_table(form, counted),
    )


def _line(one: Received, match: Match, edition: Edition, journal: Journal) -> SubmissionLine:
    """The file with its school and its status, as long as it is the school's only one."""
    noted = journal.of(one.sha256)
    findings = _of_known_school(one) if match.school else one.findings
    findings = (*findings, *match.findings, *_of_another_year(one, edition))
    line = SubmissionLine(
        status=_status(match.school, findings),
        school=match.school,
        received=one,
        received_on=noted.received if noted else None,
        remark=_remark(one, noted.remark if noted else ""),
        findings=findings,
    )
    return replace(line, status=Status.WITHDRAWN) if noted and noted.withdrawn else line


def _of_known_school(one: Received) -> tuple[Finding, ...]:
    """The file's findings without «не указана школа»: whose it is, is known."""
    return tuple(finding for finding in one.findings if finding.code != NOT_NAMED)


def _of_another_year(one: Received, edition: Edition) -> tuple[Finding, ...]:
    if one.submission is None or one.submission.form.edition.key == edition.key:
        return ()
    theirs = one.submission.form.edition.key
    return (receipt_finding("another-edition", edition=theirs, year=edition.key),)


def _status(school: School | None, findings: Sequence[Finding]) -> Status:
    if school is None:
        return Status.UNKNOWN
    if any(leaves_out_file(finding) for finding in findings):
        return Status.REFUSED
    return Status.ACCEPTED


def _remark(one: Received, noted: str) -> str:
    draft = "Стадия в книге — «Черновик»" if one.said("meta.stage") == DRAFT else ""
    return "; ".join(part for part in (noted, draft) if part)


def _schools(lines: Sequence[SubmissionLine], registry: Registry | None) -> list[School]:
    """The registry's schools in its order, else those of the files by name."""
    if registry is not None:
        return [school_of(entry) for entry in registry.schools]
    found: dict[str, School] = {}
    for line in lines:
        if line.school is not None:
            found.setdefault(line.school.key, line.school)
    return sorted(found.values(), key=lambda school: (school.name.casefold(), school.key))


def _lines_of(school: School, found: Sequence[SubmissionLine]) -> list[SubmissionLine]:
    """A school's files, the one that counts first; a line that it is missing where none stands."""
    own = [replace(line, school=school) for line in found if _is_of(line, school)]
    lines = [_with_remarks(line) for line in settled(own)]
    standing = (Status.REFUSED, Status.ACCEPTED, Status.WITH_REMARKS)
    if any(line.status in standing for line in lines):
        return lines
    return [SubmissionLine(Status.MISSING, school), *lines]


def _is_of(line: SubmissionLine, school: School) -> bool:
    return line.school is not None and line.school.key == school.key


def _with_remarks(line: SubmissionLine) -> SubmissionLine:
    """Accepted «с замечаниями» where the school has something to mend or to explain."""
    has_remarks = line.count(Severity.ERROR) or line.count(Severity.WARNING)
    if line.status is Status.ACCEPTED and has_remarks:
        return replace(line, status=Status.WITH_REMARKS)
    return line


def _counted(line: SubmissionLine) -> CountedSchool:
    school, received = line.school, line.received
    if school is None or received is None or received.submission is None:
        raise ValueError(f"{line.status} without a school or a readable file")
    return CountedSchool(
        school.key, school.code, school.name, received, received.submission, line.findings
    )
