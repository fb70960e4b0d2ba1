"""A Word document poured into a fresh workbook: what was understood, doubted, and left over.

The document is only read. The same document, edition and date give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from os import PathLike
from pathlib import Path

from ..form.forms import PACKAGED, Forms
from ..reader.workbook import Reading
from ..rules.checking import (
    BY_THE_SCHOOL,
    Occasion,
    findings_of_notes,
    findings_of_remarks,
    group_findings,
)
from ..rules.findings import Finding
from .repair import Repair, repair_reading, write_copy
from .word.document import read_document


@dataclass(frozen=True)
class Import:
    """What became of a document: its reading, and the workbook it was poured into."""

    reading: Reading
    repair: Repair

    @property
    def doubts(self) -> list[Finding]:
        """What was read, and should be looked at: the notes and remarks of the reading."""
        submission = self.reading.submission
        if submission is None:
            return []
        found = [*findings_of_notes(submission), *findings_of_remarks(submission)]
        return sorted(found, key=lambda finding: -finding.severity.weight)

    def as_lines(self) -> list[str]:
        """What was understood, what is doubtful and why, what had no place, and what is next."""
        doubts = [
            f"  {one.severity.word}: {place}{': ' * bool(place)}{one.message} ({one.code})"
            for place, one in self.placed_doubts()
        ]
        to_look_at = ["Проверьте, что понято верно:"] if doubts else []
        return [*self.numbers(), *to_look_at, *doubts, *self.repair.as_lines()]

    def numbers(self) -> list[str]:
        """Which document it is, and how much of it was understood."""
        cells, edition = self.reading.cells, self.repair.submission.form.edition
        return [
            f"Прочитан документ «{self.reading.file}»: итоги {edition.results_year} учебного года, "
            f"бланк {edition.key}.",
            f"Заполненных ячеек и абзацев: {cells.filled}. Взято как есть: {cells.used}, "
            f"с оговоркой: {cells.noted}, не взято: {cells.rejected}.",
            *self._understood(),
        ]

    def placed_doubts(self) -> Iterator[tuple[str, Finding]]:
        """What should be looked at, equal doubts as one, each with its place in the document."""
        for finding in group_findings(self.doubts):
            yield self._place(finding), finding

    def _understood(self) -> Iterator[str]:
        """By sheet of the workbook, how many fields the document filled."""
        layout = self.repair.submission.form.layout
        counts: dict[str, int] = {}
        for slot in self.reading.places:
            field = layout.form.fields[slot]
            if field.is_input:
                sheet = layout.place(field).sheet
                counts[sheet] = counts.get(sheet, 0) + 1
        named = [f"«{sheet}» — {counts[sheet]}" for sheet in layout.sheets if sheet in counts]
        yield f"Понято, граф по листам: {', '.join(named)}." if named else "Граф не заполнено."

    def _place(self, finding: Finding) -> str:
        """Where in the document a note is about a field's value; else the finding's own place."""
        form = self.repair.submission.form
        field = form.by_id.get(finding.field)
        in_document = self.reading.places.get(field.slot, "") if field else ""
        of_workbook = finding.sheet in form.layout.sheets
        return in_document if of_workbook and in_document else finding.place


def import_file(
    source: str | PathLike[str],
    target: str | PathLike[str],
    *,
    created: date,
    edition: str = "",
    occasion: Occasion = BY_THE_SCHOOL,
    may_replace: bool = True,
    forms: Forms = PACKAGED,
) -> Import:
    """Writes the workbook of a document and returns what became of it.

    The year is read from the document where no `edition` is given. Raises `NotRepairableError` for
    a file that is no such document, `EditionError` for an unknown edition, `OutputError`
    where the workbook cannot be written, or, unless it `may_replace` it, stands there already.
    """
    source, target = Path(source), Path(target)
    reading = read_document(source, edition, forms)
    done = Import(reading, repair_reading(reading, occasion))
    write_copy(done.repair, source, target, created=created, may_replace=may_replace)
    return done
