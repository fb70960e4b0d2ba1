"""A sent workbook poured into a fresh blank: what was understood, what is doubtful, what is left.

The file itself is never written to. The same file and date give the same bytes, and repairing the
result again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from os import PathLike
from pathlib import Path

from ..errors import OutputError, RoadmapError
from ..files import require_free, temporary_folder, write_whole
from ..form.forms import PACKAGED, Forms
from ..form.layout import SCORES
from ..form.loading import DISTRICT_SUFFIX, editions, newest
from ..form.prefilled import Delivery
from ..form.proposals import AcceptedProposals
from ..form.score_list import ScoreList
from ..form.submission import Submission, Value
from ..reader.structure.gathering import Gathered
from ..reader.structure.losses import slots_of
from ..reader.structure.proposal_sheet import NOT_A_MARK
from ..reader.structure.score_sheet import OUTSIDE_LIST
from ..reader.workbook import Reading, interpret, read_workbook
from ..rules.checking import (
    BY_THE_SCHOOL,
    Occasion,
    check_submission,
    finding_of_note,
    finding_of_remark,
    group_findings,
)
from ..rules.findings import numbers_of
from ..texts.typed import MOST_LETTERS, as_text, storable
from ..workbook.repair_notes import Correction, RepairNotes, UnplacedCell
from ..workbook.school_workbook import write_school_workbook
from .newest_version import on_newest_version
from .next_year import newest_blank

_LEFT_BESIDE = {
    "comment": ("all", "примечание к ячейке"),
    "beside": ("all", "стояло не в ячейке"),
    "no-value": ("formula", "формула без значения"),
}
"""Remarks on something that has no place in the form: the word with its text, and why."""
_LISTED = ("left-over", "extra-sheet", "loss-answered", "document-left")
"""Remarks on what other lists name one by one: cells without a place, and what was lost."""
_KEPT = ("list-differs", "carried-number")
"""Remarks on what the copy leaves as it stands: they are findings on the copy, too."""
_UNCLEAR = "merged-number"
"""A number that may be another row's: the copy asks for it again, in its own cell."""
MOST_LETTERS_OF_COPY = 3_000_000
"""Of what has no place in the form: with these a copy stays a quarter of what the reader opens."""
_REST_OF_TEXT = f"продолжение текста: в ячейке не больше {MOST_LETTERS} знаков"


class NotRepairableError(RoadmapError):
    """A file that cannot be read has nothing to pour over."""


@dataclass(frozen=True)
class Repair:
    """A fresh workbook: its values as they will be written, and what is to be said of them."""

    submission: Submission
    notes: RepairNotes
    delivery: Delivery
    newest: Path | None = None
    """The newest year's blank beside the copy, where the file is of an older year."""
    scores: ScoreList | None = None
    """The list on «Баллы», which the copy has, too."""
    proposals: AcceptedProposals | None = None
    """And the marks on «Предложения»."""

    def as_lines(self) -> list[str]:
        """What was done, in numbers, and where to read of it."""
        lost = self.notes.unanswered
        left = numbers_of((*lost, *group_findings(self.notes.findings)))
        lines = [f"Осталось замечаний — {left}." if left else "Замечаний не осталось."]
        if lost:
            lines.append(f"Потеряно, нужно заполнить заново или ответить: {len(lost)}.")
        if self.notes.mended:
            lines.append(f"Прочитано иначе, чем записано: {len(self.notes.mended)}.")
        if self.notes.untaken:
            lines.append(f"Не нашлось места в бланке: {len(self.notes.untaken)}.")
        if sheets := self.notes.sheets:
            lines.append(f"Подробно: {', '.join(f'лист «{name}»' for name in sheets)}.")
        if self.newest:
            year = self.submission.form.edition.key.removesuffix(DISTRICT_SUFFIX)
            lines.append(
                f"Книга — бланк {year} года, и копия тоже. Если сдавать нужно {newest()} год, "
                f"рядом лежит «{self.newest.name}»: что не меняется из года в год, туда перенесено."
            )
        return lines


def repair_file(
    source: str | PathLike[str],
    target: str | PathLike[str],
    *,
    created: date,
    occasion: Occasion = BY_THE_SCHOOL,
    may_replace: bool = True,
    forms: Forms = PACKAGED,
) -> Repair:
    """Writes the repaired copy of a workbook and returns what it says.

    Beside the copy of an older year's workbook goes the newest blank with what is carried over;
    one that is there already is kept. Raises `NotRepairableError` for a file that cannot be read,
    `OutputError` where the copy would be written over the file itself or, unless it `may_replace`
    it, over a file that says anything else, or where it cannot be written.
    """
    source, target = Path(source), Path(target)
    _refuse_target(source, target)
    reading = on_newest_version(read_workbook(source, forms), forms)
    repair = repair_reading(reading, occasion)
    write_copy(repair, source, target, created=created, may_replace=may_replace)
    return replace(repair, newest=_newest_beside(target, reading.submission, created))


def _newest_beside(target: Path, last: Submission | None, created: date) -> Path | None:
    """The newest year's blank with what this workbook hands on; None where it is of that year."""
    year = last.form.edition.key.removesuffix(DISTRICT_SUFFIX) if last else ""
    if last is None or year not in editions() or year == newest():
        return None
    path = target.with_name(f"{target.stem} - бланк {newest()} года.xlsx")
    if not path.exists():  # a person may have begun to fill it
        write_school_workbook(path, newest_blank(last), created=created)
    return path


def _refuse_target(source: Path, target: Path) -> None:
    if target.exists() and source.exists() and target.samefile(source):
        raise OutputError("Присланный файл не изменяется: укажите для копии другое имя (-o).")
    if target.suffix.lower() != ".xlsx":
        raise OutputError("Копия — книга без макросов: дайте ей имя с окончанием .xlsx (-o).")


def write_copy(
    repair: Repair, source: Path, target: Path, *, created: date, may_replace: bool
) -> None:
    """Writes the workbook of a repair at once or not at all; raises `OutputError`."""
    _refuse_target(source, target)
    copy = copy_of(repair, created)
    # The same copy again changes nothing; one that somebody has typed into is not written over.
    if not may_replace:
        require_free(target, copy, "копию")
    write_whole(target, copy)


def copy_of(repair: Repair, created: date) -> bytes:
    """The workbook of a repair."""
    with temporary_folder() as folder:
        path = folder / "copy.xlsx"
        write_school_workbook(
            path,
            repair.submission,
            created=created,
            delivery=repair.delivery,
            notes=repair.notes,
            scores=repair.scores,
            proposals=repair.proposals,
        )
        return path.read_bytes()


def repair_reading(reading: Reading, occasion: Occasion = BY_THE_SCHOOL) -> Repair:
    """The repair of a reading; raises `NotRepairableError` where nothing was read."""
    if reading.submission is None:
        raise NotRepairableError(reading.refusal)
    written = _values_to_write(reading, reading.submission)
    layout = reading.submission.form.layout
    unanswered = [loss for loss in reading.losses if not loss.answer]
    lost = {slot for loss in unanswered for slot in slots_of(loss, layout)}
    gathered = Gathered(
        raw=_raw(written),
        lost=lost,
        scores=reading.scores,
        proposals=reading.proposals,
        carried=written.carried,
    )
    read_again = interpret(layout, gathered).submission
    if read_again is None:
        raise NotRepairableError(reading.refusal)
    findings = check_submission(read_again, occasion)
    notes = RepairNotes(
        tuple(findings),
        (*reading.mended, *_list_mended(reading, reading.submission)),
        tuple(_limit_length(_list_untaken(reading, reading.submission))),
        tuple((loss, finding_of_remark(written, loss.remark)) for loss in reading.losses),
    )
    return Repair(
        written,
        notes,
        Delivery(text=reading.delivery),
        scores=reading.scores,
        proposals=reading.proposals,
    )


def _values_to_write(reading: Reading, submission: Submission) -> Submission:
    """The values to write: cleaned ones, and what could not be understood as it was typed."""
    values: list[Value] = list(submission.values)
    for slot in submission.rejected:
        values[slot] = _as_typed(reading.raw[slot])
    for remark in submission.remarks:
        if remark.kind == _UNCLEAR:
            slot = submission.form.by_id[remark.field].slot
            values[slot] = f"не ясно: ячейка была объединена с {remark.words['of']}"
    return Submission(submission.form, tuple(values), carried=submission.carried)


def _as_typed(raw: object) -> Value:
    """A raw value as it can be typed again: errors, truths and times of day become their text."""
    if isinstance(raw, int | float | date) and not isinstance(raw, bool | datetime):
        return raw
    return as_text(raw)[:MOST_LETTERS]


def _raw(written: Submission) -> dict[int, object]:
    return {slot: value for slot, value in enumerate(written.values) if value is not None}


def _list_mended(reading: Reading, submission: Submission) -> Iterator[Correction]:
    """What was read otherwise than written, and what of the structure the copy has in order."""
    for note in submission.notes:
        if note.slot not in submission.rejected:
            finding = finding_of_note(submission, note)
            was = as_text(reading.raw.get(note.slot, note.raw))[:MOST_LETTERS]
            place = reading.places.get(note.slot, finding.place)
            yield Correction(finding.field, place, was, f"{finding.message} ({finding.code})")
    lost = {loss.kind for loss in reading.losses}
    for remark in submission.remarks:
        if remark.kind not in (*_LEFT_BESIDE, *_LISTED, *_KEPT, *lost):
            finding = finding_of_remark(submission, remark)
            done = storable(f"{finding.message} ({finding.code})")
            yield Correction(finding.field, storable(finding.place), "", done)


def _list_untaken(reading: Reading, submission: Submission) -> Iterator[UnplacedCell]:
    """The cells without a place, those of earlier repairs among them."""
    for one in reading.left:
        if (one.sheet == SCORES and one.why != OUTSIDE_LIST) or one.why == NOT_A_MARK:
            continue  # it stands in the copy's list, or beside the copy's proposals
        yield from _split_text(one.sheet, one.cell, as_text(one.value), one.why)
    for slot, raw in reading.raw.items():
        if isinstance(raw, str) and len(raw) > MOST_LETTERS:
            place = submission.place(submission.form.fields[slot])
            yield from _split_text(place.sheet, place.cell, raw[MOST_LETTERS:], _REST_OF_TEXT)
    for remark in submission.remarks:
        if remark.kind in _LEFT_BESIDE:
            word, why = _LEFT_BESIDE[remark.kind]
            yield from _split_text(remark.sheet, remark.cell, remark.words[word], why)


def _limit_length(found: Iterable[UnplacedCell]) -> Iterator[UnplacedCell]:
    """As many as a copy holds that can be read again; the last line says so."""
    letters = 0
    for one in found:
        letters += len(one.text) + len(one.why)
        if letters > MOST_LETTERS_OF_COPY:
            yield UnplacedCell("", "", "…", "остальное не поместилось, оно есть в присланном файле")
            return
        yield one


def _split_text(sheet: str, cell: str, text: str, why: str) -> Iterator[UnplacedCell]:
    """A line for each part that a cell can hold."""
    text = storable(text)
    for start in range(0, len(text), MOST_LETTERS):
        part = text[start : start + MOST_LETTERS]
        yield UnplacedCell(storable(sheet), cell, part, storable(why))
