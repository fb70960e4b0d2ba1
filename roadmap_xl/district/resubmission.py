"""Several files of one school: which of them counts. Source: decision 13.

The newest by the recorded day of receipt, then by the run that saw it first; of equal ones any;
none where the order is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from .matching import receipt_finding
from .received import Received
from .summary import Status, SubmissionLine


def settled(lines: Sequence[SubmissionLine]) -> list[SubmissionLine]:
    """The lines of one school, the one that counts first, the others with why they do not."""
    standing = [line for line in lines if _competes(line)]
    others = [line for line in lines if not _competes(line)]
    kept, copies = _without_copies(standing)
    if len(kept) < 2:
        return [*kept, *copies, *others]
    newest = _newest(kept)
    if newest is None:
        return [*(_undecided(line, kept) for line in kept), *copies, *others]
    older = [_replaced(line, newest) for line in kept if line is not newest]
    return [newest, *older, *copies, *others]


def _competes(line: SubmissionLine) -> bool:
    return (
        line.received is not None and line.received.was_read and line.status is not Status.WITHDRAWN
    )


def _without_copies(
    lines: Sequence[SubmissionLine],
) -> tuple[list[SubmissionLine], list[SubmissionLine]]:
    """One line for each set of equal values, the newest of it, and the copies left over."""
    groups: dict[str, list[SubmissionLine]] = {}
    for line in sorted(lines, key=_receipt, reverse=True):
        groups.setdefault(_received(line).content, []).append(line)
    kept: list[SubmissionLine] = []
    copies: list[SubmissionLine] = []
    for first, *more in groups.values():
        kept.append(_with_note(first, [first, *more]) if more else first)
        remark = f"То же, что «{_file(first)}»"
        copies += [replace(line, status=Status.REPLACED, remark=remark) for line in more]
    return kept, copies


def _receipt(line: SubmissionLine) -> tuple[date, int]:
    return line.received_on or date.min, line.run or 0


def _with_note(line: SubmissionLine, equal: Sequence[SubmissionLine]) -> SubmissionLine:
    note = receipt_finding("files-equal", files=_files(equal))
    return replace(line, added=(*line.added, note))


def _newest(lines: Sequence[SubmissionLine]) -> SubmissionLine | None:
    """The last received; None where a day is missing or two came last.

    Of those that came on the last day it is the one that a later run saw first.
    """
    days = [line.received_on for line in lines if line.received_on is not None]
    if len(days) < len(lines):
        return None
    last = [line for line in lines if line.received_on == max(days)]
    if len(last) > 1:
        runs = [line.run for line in last if line.run is not None]
        last = [line for line in last if line.run == max(runs)] if len(runs) == len(last) else []
    return last[0] if len(last) == 1 else None


def _replaced(line: SubmissionLine, newest: SubmissionLine) -> SubmissionLine:
    day = f"{newest.received_on:%d.%m.%Y}" if newest.received_on else ""
    remark = f"Заменён файлом «{_file(newest)}» от {day}"
    return replace(line, status=Status.REPLACED, remark=remark, replaced_by=newest.received)


def _undecided(line: SubmissionLine, rivals: Sequence[SubmissionLine]) -> SubmissionLine:
    name = line.school.name if line.school else ""
    finding = receipt_finding("files-differ", school=name, number=len(rivals), files=_files(rivals))
    return replace(line, status=Status.REFUSED, added=(*line.added, finding))


def _received(line: SubmissionLine) -> Received:
    if line.received is None:
        raise ValueError("a school without a file has nothing to compare")
    return line.received


def _file(line: SubmissionLine) -> str:
    return _received(line).file


def _files(lines: Sequence[SubmissionLine]) -> str:
    return ", ".join(f"«{name}»" for name in sorted(_file(line) for line in lines))
