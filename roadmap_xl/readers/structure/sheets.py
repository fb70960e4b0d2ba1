"""Which sheet of a file is which of the form, also where it was renamed, copied or lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...form.loading import editions
from ...layout import FORM_SHEETS, MACRO_TEXTS, XLWINGS_SETTINGS, Layout
from ...repair_notes import LEFT_OVER_SHEET, NOTES_SHEET
from ...submission import Remark
from ...texts.squeezing import compared
from ..cells import Cells
from .imprint import Imprint, imprints_of
from .placing import usual_places

NEVER_READ = ("_checks", "_rows", "_lists", MACRO_TEXTS, XLWINGS_SETTINGS)
"""Hidden sheets of the blank that hold nothing but formulas, lists and words of its macros."""
META = "_meta"
PROGRAM_SHEETS = {
    NOTES_SHEET: NOTES_SHEET,
    LEFT_OVER_SHEET: LEFT_OVER_SHEET,
    "Протокол": "Протокол проверки от",
}
"""The sheets that this program adds, with how the first text on each begins."""
RECOGNISED = 0.3
"""The part of a sheet's printed texts that tells it from any other, even half deleted."""
FEWEST_RECOGNISED = 3
"""As many sheets make a workbook this form where its hidden sheet is lost (domain.md, FIL-003)."""


@dataclass
class FoundSheets:
    """By the blank's name of a sheet, the file's; and what else the file has."""

    named: dict[str, str] = field(default_factory=dict)
    programs: list[str] = field(default_factory=list)
    """Sheets that this program wrote into the workbook."""
    others: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def sheets_found(cells: Cells, layout: Layout) -> FoundSheets:
    """The sheets of the form in a file."""
    found = FoundSheets()
    names = cells.sheet_names
    found.programs = [name for name in names if is_program_sheet(name, cells)]
    known = (*FORM_SHEETS, *NEVER_READ, META, *found.programs)
    unnamed = [name for name in names if name not in known]
    imprints = imprints_of(layout.edition.key)
    if unnamed or any(sheet not in names for sheet in layout.sheets):
        alike = _alike(cells, unnamed, imprints)
    else:
        alike = {}
    for sheet in layout.sheets:
        copies = [name for name, printed_as in alike.items() if printed_as == sheet]
        _decide(found, cells, layout, sheet, copies)
    known = (*found.named.values(), *NEVER_READ, META, *found.programs)
    found.others = [name for name in names if name not in known]
    return found


def _alike(cells: Cells, names: Iterable[str], imprints: Mapping[str, Imprint]) -> dict[str, str]:
    """By name of a sheet in the file, the sheet of the blank it looks like."""
    found = {}
    for name in names:
        sheet, likeness = likest(cells.rows(name), imprints)
        if likeness >= RECOGNISED:
            found[name] = sheet
    return found


def likest(rows: list[list[object]], imprints: Mapping[str, Imprint]) -> tuple[str, float]:
    """The sheet of the blank that most of its printed texts are found of, and what part of them."""
    said = {compared(value) for row in rows for value in row if isinstance(value, str)}
    parts = {
        sheet: len(imprint.words & said) / len(imprint.words) for sheet, imprint in imprints.items()
    }
    best = max(parts, key=lambda sheet: parts[sheet])
    return best, parts[best]


def _decide(
    found: FoundSheets, cells: Cells, layout: Layout, sheet: str, copies: list[str]
) -> None:
    if sheet in cells.sheet_names:
        found.named[sheet] = sheet
        copies = [name for name in copies if _differ(cells, layout, sheet, (sheet, name))]
        if copies:
            words = {"sheet": sheet, "copies": ", ".join(f"«{name}»" for name in copies)}
            found.remarks.append(Remark("sheet-copied", sheet, words=words))
    elif not copies:
        found.lost.append(sheet)
        found.remarks.append(Remark("sheet-lost", words={"sheet": sheet}))
    elif len(copies) == 1 or not _differ(cells, layout, sheet, copies):
        found.named[sheet] = copies[0]
        words = {"sheet": sheet, "here": copies[0]}
        found.remarks.append(Remark("sheet-renamed", copies[0], words=words))
    else:
        found.lost.append(sheet)
        words = {"sheet": sheet, "copies": ", ".join(f"«{name}»" for name in copies)}
        found.remarks.append(Remark("sheet-doubled", words=words))


def _differ(cells: Cells, layout: Layout, sheet: str, names: Iterable[str]) -> bool:
    """The copies do not say the same in the cells of the form; a blank copy says nothing."""
    inputs = [f.slot for f in layout.form.fields if f.is_input]
    places = usual_places(layout, sheet)
    at = [places[slot] for slot in inputs if slot in places]
    said = {_values(cells.rows(name), at) for name in names}
    return len(said - {(None,) * len(at)}) > 1


def _values(rows: list[list[object]], at: list[tuple[int, int]]) -> tuple[object, ...]:
    return tuple(
        rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        for row, column in at
    )


def edition_by_sheets(cells: Cells) -> str:
    """The edition whose blank the sheets look like; nothing if fewer than three do."""
    best: tuple[int, float, str] = (0, 0.0, "")
    names = [name for name in cells.sheet_names if name not in NEVER_READ]
    for edition in editions():
        imprints = imprints_of(edition)
        seen = [likest(cells.rows(name), imprints) for name in names]
        recognised = {sheet for sheet, part in seen if part >= RECOGNISED}
        best = max(best, (len(recognised), sum(part for _, part in seen), edition))
    return best[2] if best[0] >= FEWEST_RECOGNISED else ""


def is_program_sheet(sheet: str, cells: Cells) -> bool:
    """A sheet that this program wrote into the workbook, not the school."""
    if sheet not in PROGRAM_SHEETS:
        return False
    rows = cells.rows(sheet)
    first = next((value for row in rows for value in row if value is not None), None)
    return isinstance(first, str) and first.startswith(PROGRAM_SHEETS[sheet])
