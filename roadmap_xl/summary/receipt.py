"""What is seen once it is known which files count: who is missing or late, whose numbers are alike.

Source: domain.md 2, XWB-001, XWB-002, XWB-007, SCH-007.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ..findings import Finding
from .coverage import Coverage
from .journal import Journal
from .matching import receipt_finding
from .settings import Settings
from .summary import Status, SubmissionLine

MOST_ALIKE = 5
"""As many schools with equal numbers a message names; the rest are counted."""
_STANDING = (Status.ACCEPTED, Status.WITH_REMARKS, Status.REFUSED)


def noticed(
    lines: Sequence[SubmissionLine], journal: Journal, settings: Settings, today: date | None
) -> list[SubmissionLine]:
    """The lines with their lateness, and with what their receipt shows."""
    confirmed = [_without_data(line, journal) for line in lines]
    timed = [_timed(line, settings.deadline, today) for line in confirmed]
    said = [_said(line, settings.deadline) for line in timed]
    return _alike(said)


def of_coverage(coverage: Coverage) -> tuple[Finding, ...]:
    """That the summary is not yet of all schools."""
    if coverage.counted >= coverage.of:
        return ()
    return (receipt_finding("coverage", counted=coverage.counted, of=coverage.of),)


def _without_data(line: SubmissionLine, journal: Journal) -> SubmissionLine:
    """A school without a file of which the journal confirms that it has nothing to report."""
    noted = journal.without_data.get(line.school.code) if line.school else None
    if noted is None or line.status is not Status.MISSING:
        return line
    return replace(line, status=Status.NO_DATA, received_on=noted.received, remark=noted.remark)


def _timed(line: SubmissionLine, deadline: date | None, today: date | None) -> SubmissionLine:
    day = today if line.status is Status.MISSING else line.received_on
    if deadline is None or day is None or line.status is Status.NO_DATA:
        return line
    return replace(line, days_late=max((day - deadline).days, 0))


def _said(line: SubmissionLine, deadline: date | None) -> SubmissionLine:
    """With «нет файла» or «сдано позже срока»."""
    name = line.school.name if line.school else ""
    if line.status is Status.MISSING:
        return _with(line, receipt_finding("missing", school=name))
    if line.status in _STANDING and line.days_late and deadline and line.received_on:
        received, until = f"{line.received_on:%d.%m.%Y}", f"{deadline:%d.%m.%Y}"
        late = receipt_finding("late", school=name, received=received, deadline=until)
        return _with(line, late)
    return line


def _alike(lines: Sequence[SubmissionLine]) -> list[SubmissionLine]:
    """With a warning where schools sent the same numbers."""
    names: dict[str, list[str]] = {}
    for line in lines:
        if (numbers := _numbers(line)) and line.school:
            of_numbers = names.setdefault(numbers, [])
            if line.school.full_name not in of_numbers:
                of_numbers.append(line.school.full_name)
    return [_with_alike(line, names.get(_numbers(line), ())) for line in lines]


def _with_alike(line: SubmissionLine, names: Sequence[str]) -> SubmissionLine:
    if len(names) < 2:
        return line
    schools = ", ".join(f"«{name}»" for name in names[:MOST_ALIKE])
    more = len(names) - MOST_ALIKE
    schools += f" и ещё {more}" if more > 0 else ""
    return _with(line, receipt_finding("numbers-alike", schools=schools))


def _numbers(line: SubmissionLine) -> str:
    """The mark of the numbers of a file that stands; empty for any other line."""
    stands = line.status in _STANDING and line.received is not None
    return line.received.numbers if stands and line.received else ""


def _with(line: SubmissionLine, finding: Finding) -> SubmissionLine:
    return replace(line, added=(*line.added, finding))
