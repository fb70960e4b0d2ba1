"""Which files count, and what is seen once that is known.

Of several files of one school the last accepted one counts, the others say why they do not. Then it
can be said who is missing or late, and whose numbers are alike.

Source: domain.md 2, XWB-001, XWB-002, XWB-007, SCH-007; decisions 13, 23 and 24.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ..district.journal import Journal
from ..district.lines import Status, SubmissionLine, best_lines
from ..district.matching import receipt_finding
from ..district.received import Received
from ..district.settings import Settings
from ..rules.findings import Finding
from .numbers.summary import Coverage

MOST_ALIKE = 5
"""As many schools with equal numbers a message names; the rest are counted."""
WRONG_YEAR = "YR-005"
_HANDED_IN = (Status.ACCEPTED, Status.WITH_REMARKS, Status.REFUSED)


def with_receipt_findings(
    lines: Sequence[SubmissionLine], journal: Journal, settings: Settings, today: date | None
) -> list[SubmissionLine]:
    """The lines with their lateness, and with what their receipt shows."""
    confirmed = [_without_data(line, journal) for line in lines]
    agreed = [_with_agreed_deadline(line, journal) for line in confirmed]
    timed = [_with_lateness(line, line.deadline or settings.deadline, today) for line in agreed]
    best = set(map(id, best_lines(timed)))
    lines_with_findings = [
        _with_missing_or_late(line, line.deadline or settings.deadline)
        if id(line) in best
        else line
        for line in timed
    ]
    return _with_equal_numbers(lines_with_findings)


def coverage_findings(coverage: Coverage) -> tuple[Finding, ...]:
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


def _with_agreed_deadline(line: SubmissionLine, journal: Journal) -> SubmissionLine:
    day = journal.deadlines.get(line.school.code) if line.school else None
    return replace(line, deadline=day) if day else line


def _with_lateness(
    line: SubmissionLine, deadline: date | None, today: date | None
) -> SubmissionLine:
    day = today if line.status.is_awaited else line.received_on
    if deadline is None or day is None or line.status is Status.NO_DATA:
        return line
    return replace(line, days_late=max((day - deadline).days, 0))


def _with_missing_or_late(line: SubmissionLine, deadline: date | None) -> SubmissionLine:
    """With «нет файла» or «сдано позже срока»."""
    name = line.school.name if line.school else ""
    if line.status is Status.MISSING:
        return _add_finding(line, receipt_finding("missing", school=name))
    if line.status in _HANDED_IN and line.days_late and deadline and line.received_on:
        received, until = f"{line.received_on:%d.%m.%Y}", f"{deadline:%d.%m.%Y}"
        late = receipt_finding("late", school=name, received=received, deadline=until)
        return _add_finding(line, late)
    return line


def _with_equal_numbers(lines: Sequence[SubmissionLine]) -> list[SubmissionLine]:
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
    return _add_finding(line, receipt_finding("numbers-alike", schools=schools))


def _numbers(line: SubmissionLine) -> str:
    """The mark of the numbers of a file that stands; empty for any other line."""
    stands = line.status in _HANDED_IN and line.received is not None
    return line.received.numbers if stands and line.received else ""


def _add_finding(line: SubmissionLine, finding: Finding) -> SubmissionLine:
    return replace(line, added=(*line.added, finding))


# --- Several files of one school ---


def rank_files(lines: Sequence[SubmissionLine]) -> list[SubmissionLine]:
    """The lines of one school, its best file first, the others with why they do not count.

    Only an accepted file replaces an accepted one. A file that is refused, empty or a draft stands
    beside them with its reason and puts none of them in doubt.
    """
    accepted = [line for line in lines if line.status is Status.ACCEPTED]
    others = [line for line in lines if line.status is not Status.ACCEPTED]
    kept, copies = _without_copies(accepted)
    last = _last_received(kept)
    if len(last) > 1:
        newest = [_refuse_as_rival(line, last) for line in last]
        older = [_replace_by_one_of(line, last) for line in kept if line not in last]
    else:
        newest = last
        older = [_replace_by(line, last[0]) for line in kept if line not in last]
    return [*newest, *older, *copies, *sorted(others, key=_by_worth)]


def _by_worth(line: SubmissionLine) -> tuple[int, int, int]:
    """First what says most of this year's work, of equal ones the newest."""
    day, run = _receipt(line)
    return _worth(line), -day.toordinal(), -run


def _worth(line: SubmissionLine) -> int:
    is_of_this_year = _received_of(line).was_read and not any(
        one.code == WRONG_YEAR for one in line.added
    )
    match line.status:
        case Status.WITHDRAWN:
            return 3
        case Status.EMPTY:
            return 2
        case _:
            return 0 if is_of_this_year else 1


def _without_copies(
    lines: Sequence[SubmissionLine],
) -> tuple[list[SubmissionLine], list[SubmissionLine]]:
    """One line for each set of equal values, the first received of it, and the copies left over."""
    groups: dict[str, list[SubmissionLine]] = {}
    for line in sorted(lines, key=_first_receipt):
        groups.setdefault(_received_of(line).content, []).append(line)
    kept: list[SubmissionLine] = []
    copies: list[SubmissionLine] = []
    for first, *more in groups.values():
        kept.append(_with_note(first, [first, *more]) if more else first)
        remark = f"То же, что «{_file_name(first)}»"
        copies += [replace(line, status=Status.REPLACED, remark=remark) for line in more]
    return kept, copies


def _receipt(line: SubmissionLine) -> tuple[date, int]:
    return line.received_on or date.min, line.run or 0


def _first_receipt(line: SubmissionLine) -> tuple[bool, date, int]:
    """By the day and the run; a file of which no day is known after those with one."""
    return line.received_on is None, *_receipt(line)


def _with_note(line: SubmissionLine, equal: Sequence[SubmissionLine]) -> SubmissionLine:
    note = receipt_finding("files-equal", files=_file_names(equal))
    return replace(line, added=(*line.added, note))


def _last_received(lines: Sequence[SubmissionLine]) -> list[SubmissionLine]:
    """The last received of these; several where the order cannot be told.

    Of those that came on the last day it is the one that a later run saw first.
    """
    days = [line.received_on for line in lines if line.received_on is not None]
    if len(days) < len(lines):
        return list(lines)
    last = [line for line in lines if line.received_on == max(days)]
    runs = [line.run for line in last if line.run is not None]
    if len(runs) < len(last):
        return last
    return [line for line in last if line.run == max(runs)]


def _replace_by(line: SubmissionLine, newest: SubmissionLine) -> SubmissionLine:
    day = f" от {newest.received_on:%d.%m.%Y}" if newest.received_on else ""
    remark = f"Заменён файлом «{_file_name(newest)}»{day}"
    return replace(line, status=Status.REPLACED, remark=remark, replaced_by=newest.received)


def _replace_by_one_of(line: SubmissionLine, rivals: Sequence[SubmissionLine]) -> SubmissionLine:
    return replace(
        line, status=Status.REPLACED, remark=f"Заменён одним из файлов {_file_names(rivals)}"
    )


def _refuse_as_rival(line: SubmissionLine, rivals: Sequence[SubmissionLine]) -> SubmissionLine:
    name = line.school.name if line.school else ""
    finding = receipt_finding(
        "files-differ", school=name, number=len(rivals), files=_file_names(rivals)
    )
    return replace(line, status=Status.REFUSED, added=(*line.added, finding))


def _received_of(line: SubmissionLine) -> Received:
    if line.received is None:
        raise ValueError("a school without a file has nothing to compare")
    return line.received


def _file_name(line: SubmissionLine) -> str:
    return _received_of(line).file


def _file_names(lines: Sequence[SubmissionLine]) -> str:
    return ", ".join(f"«{name}»" for name in sorted(_file_name(line) for line in lines))
