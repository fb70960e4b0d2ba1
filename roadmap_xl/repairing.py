"""A sent workbook poured into a fresh blank: what was understood, what is doubtful, what is left.

The file itself is never written to. The same file and date give the same bytes, and repairing the
result again changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from .checking import BY_THE_SCHOOL, Occasion, check_submission
from .errors import OutputError, RoadmapError
from .expressions.snapshot import ErrorValue
from .findings import Severity
from .layout import layout_of
from .prefilling import Delivery
from .readers.structure.gathering import Gathered
from .readers.typed_text import as_text
from .readers.workbook import Reading, read_workbook, understood
from .reading_findings import finding_of_note, finding_of_remark
from .repair_notes import Mended, RepairNotes, Untaken
from .submission import Submission, Value
from .writers.school_workbook import write_school_workbook

_LEFT_BESIDE = {
    "comment": ("all", "примечание к ячейке"),
    "no-value": ("formula", "формула без значения"),
}
"""Remarks on something that has no place in the form: the word with its text, and why."""
_LISTED = ("left-over", "extra-sheet", "still-lost")
"""Remarks on what the sheets of the copy list already, one by one."""


class NotRepairableError(RoadmapError):
    """A file that cannot be read has nothing to pour over."""


@dataclass(frozen=True)
class Repair:
    """A fresh workbook: its values as they will be written, and what is to be said of them."""

    submission: Submission
    notes: RepairNotes
    delivery: Delivery

    def as_lines(self) -> list[str]:
        """What was done, in numbers, and where to read of it."""
        counts = Counter(finding.severity for finding in self.notes.findings)
        left = ", ".join(
            f"{word}: {counts[severity]}"
            for severity, word in (
                (Severity.ERROR, "ошибок"),
                (Severity.WARNING, "предупреждений"),
                (Severity.NOTE, "к сведению"),
            )
            if counts[severity]
        )
        lines = [f"Осталось замечаний — {left}." if left else "Замечаний не осталось."]
        if self.notes.mended:
            lines.append(f"Прочитано иначе, чем записано: {len(self.notes.mended)}.")
        if self.notes.untaken:
            lines.append(f"Не нашлось места в бланке: {len(self.notes.untaken)}.")
        if sheets := self.notes.sheets:
            lines.append(f"Подробно — в копии: {', '.join(f'лист «{name}»' for name in sheets)}.")
        return lines


def repair_file(
    source: Path,
    target: Path,
    *,
    created: date,
    occasion: Occasion = BY_THE_SCHOOL,
    may_replace: bool = True,
) -> Repair:
    """Writes the repaired copy of a workbook and returns what it says.

    Raises `NotRepairableError` for a file that cannot be read, `OutputError` where the copy cannot
    be written, or would be written over the file itself or over one that it may not replace.
    """
    if target.exists() and source.exists() and target.samefile(source):
        raise OutputError("Присланный файл не изменяется: укажите для копии другое имя (-o).")
    if target.exists() and not may_replace:
        raise OutputError(
            f"Файл «{target.name}» уже есть. Укажите другое имя (-o) или добавьте --overwrite."
        )
    if target.suffix.lower() != ".xlsx":
        raise OutputError("Копия — книга без макросов: дайте ей имя с окончанием .xlsx (-o).")
    reading = read_workbook(source)
    repair = repaired(reading, occasion)
    write_school_workbook(
        target, repair.submission, created=created, delivery=repair.delivery, notes=repair.notes
    )
    return repair


def repaired(reading: Reading, occasion: Occasion = BY_THE_SCHOOL) -> Repair:
    """The repair of a reading; raises `NotRepairableError` where nothing was read."""
    if reading.submission is None:
        said = f"{reading.fault.message} {reading.fault.fix}" if reading.fault else ""
        raise NotRepairableError(said or f"Файл «{reading.file}» не прочитан.")
    written = _written(reading, reading.submission)
    layout = layout_of(reading.edition)
    mended = [*reading.mended, *_mended(reading, reading.submission)]
    again = understood(layout, Gathered(raw=_raw(written), mended=mended)).submission
    if again is None:
        raise NotRepairableError(f"Файл «{reading.file}» не прочитан.")
    findings = check_submission(again, occasion)
    untaken = tuple(_untaken(reading, reading.submission))
    notes = RepairNotes(tuple(findings), tuple(mended), untaken)
    return Repair(written, notes, Delivery(said=reading.delivery))


def _written(reading: Reading, submission: Submission) -> Submission:
    """The values to write: cleaned ones, and what could not be understood as it was typed."""
    values: list[Value] = list(submission.values)
    for slot in submission.rejected:
        values[slot] = _typed(reading.raw[slot])
    return Submission(submission.form, tuple(values))


def _typed(raw: object) -> Value:
    """A raw value as it can be typed again: errors, truths and times of day become their text."""
    if isinstance(raw, bool | ErrorValue | datetime | time | timedelta):
        return as_text(raw)
    return raw if isinstance(raw, str | int | float | date) else as_text(raw)


def _raw(written: Submission) -> dict[int, object]:
    return {slot: value for slot, value in enumerate(written.values) if value is not None}


def _mended(reading: Reading, submission: Submission) -> Iterator[Mended]:
    """What was read otherwise than written, and what of the structure the copy has in order."""
    for note in submission.notes:
        if note.slot not in submission.rejected:
            said = finding_of_note(submission, note)
            was = as_text(reading.raw.get(note.slot, note.raw))
            yield Mended(said.field, said.place, was, f"{said.message} ({said.code})")
    for remark in submission.remarks:
        if remark.kind not in (*_LEFT_BESIDE, *_LISTED):
            said = finding_of_remark(submission, remark)
            is_lost = said.severity is Severity.ERROR
            yield Mended(said.field, said.place, "", f"{said.message} ({said.code})", is_lost)


def _untaken(reading: Reading, submission: Submission) -> Iterator[Untaken]:
    """The cells without a place, those of earlier repairs among them."""
    for one in reading.left:
        yield Untaken(one.sheet, one.cell, as_text(one.value), one.why)
    for remark in submission.remarks:
        if remark.kind in _LEFT_BESIDE:
            word, why = _LEFT_BESIDE[remark.kind]
            yield Untaken(remark.sheet, remark.cell, remark.words[word], why)
