"""From a workbook to a submission: metadata, places, cleaning, and a count of every cell.

A fault in the data is a note, a file that cannot be read a `FileFault`; neither is an exception.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..form.fields import Field, Form
from ..form.loading import editions, is_known
from ..layout import FORM_SHEETS, Layout, layout_of
from ..submission import Note, Submission, Value
from .calamine_cells import CalamineCells
from .cells import Cells
from .cleaned import Cleaned
from .cleaning import clean
from .computed_cells import typed_over
from .faults import FileFault, Refused
from .opening import open_package, read_bytes
from .package_parts import DamagedPartError
from .percents import ShowsPercent
from .places import places_on, values_in
from .settling import settle
from .typed_text import as_text, quoted

META = "_meta"
FORM_NAME = "roadmap_xl"
"""What `form` says in the metadata of every workbook of this program."""


@dataclass(frozen=True, slots=True)
class CellCounts:
    """What became of the non-empty cells that are not the template's own; `filled` is their sum."""

    filled: int = 0
    used: int = 0
    noted: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as it was read. `submission` is None exactly where there is a `fault`."""

    file: str
    sha256: str
    edition: str = ""
    template_version: str = ""
    submission: Submission | None = None
    cells: CellCounts = CellCounts()
    fault: FileFault | None = None


def read_workbook(path: Path) -> Reading:
    """The workbook at this path, .xlsx or .xlsm. Never raises for what is in the file."""
    sha256 = ""
    try:
        data = read_bytes(path)
        sha256 = hashlib.sha256(data).hexdigest()
        package = open_package(data, path.name, (*FORM_SHEETS, META))
        return read_cells(CalamineCells(package), path.name, sha256)
    except Refused as refused:
        return Reading(path.name, sha256, fault=refused.fault)
    except DamagedPartError:
        return Reading(path.name, sha256, fault=Refused("damaged", file=path.name).fault)


def read_cells(cells: Cells, file: str, sha256: str) -> Reading:
    """The reading of these cells, wherever they come from."""
    if META not in cells.sheet_names:
        return Reading(file, sha256, fault=Refused("not-this-form", file=file).fault)
    meta = _metadata(cells.rows(META))
    edition, version = meta.get("edition", ""), meta.get("template_version", "")
    if meta.get("form") != FORM_NAME:
        return Reading(file, sha256, fault=Refused("not-this-form", file=file).fault)
    if not is_known(edition):
        known = ", ".join(editions())
        shown = quoted(edition) if edition else "без года"
        refused = Refused("unknown-edition", file=file, edition=shown, known=known)
        return Reading(file, sha256, edition, version, fault=refused.fault)
    layout = layout_of(edition)
    submission, counts = _submission(layout, values_in(cells, layout), _formats_of(cells, layout))
    return Reading(file, sha256, edition, version, submission, counts)


def _metadata(rows: list[list[object]]) -> dict[str, str]:
    """Keys from column A, values from column B, as text."""
    return {
        as_text(row[0]).strip(): as_text(row[1]).strip()
        for row in rows
        if len(row) > 1 and row[0] is not None and row[1] is not None
    }


def _formats_of(cells: Cells, layout: Layout) -> ShowsPercent:
    """Whether a field's cell shows percents; asked only where a number may be understood twice."""

    places: dict[str, dict[int, tuple[int, int]]] = {}

    def shows_percent(field: Field) -> bool | None:
        sheet = layout.place(field).sheet
        if sheet not in places:
            places[sheet] = places_on(cells, layout, sheet)
        place = places[sheet].get(field.slot)
        code = cells.number_format(sheet, *place) if place else None
        return None if code is None else "%" in code

    return shows_percent


def _submission(
    layout: Layout, found: Mapping[int, object], shows_percent: ShowsPercent
) -> tuple[Submission, CellCounts]:
    form = layout.form
    typed = {
        slot: raw
        for slot, raw in found.items()
        if form.fields[slot].is_input and not _shows_default(form, slot, found)
    }
    cleaned = {slot: clean(raw, form.fields[slot], form.edition) for slot, raw in typed.items()}
    settle(layout, cleaned, shows_percent)
    values: list[Value] = [None] * len(form.fields)
    for slot, one in cleaned.items():
        values[slot] = one.value
    rejected = frozenset(slot for slot, one in cleaned.items() if one.rejected)
    submission = Submission(form, tuple(values), rejected)
    over = typed_over(submission, found)
    notes = [_note(slot, typed[slot], one) for slot, one in cleaned.items() if one.note]
    notes += [note for note in over.values() if note is not None]
    notes.sort(key=lambda note: note.slot)
    counts = _counts(len(cleaned) + len(over), len(notes), len(rejected))
    return replace(submission, notes=tuple(notes)), counts


def _counts(filled: int, notes: int, rejected: int) -> CellCounts:
    """Every rejected cell has a note, and no cell has two."""
    return CellCounts(filled, filled - notes, notes - rejected, rejected)


def _shows_default(form: Form, slot: int, found: Mapping[int, object]) -> bool:
    """The cell shows what the template's own formula puts there, the headcount or 0."""
    source = form.defaults.get(slot)
    if source is None or isinstance(found[slot], bool):
        return False
    return found[slot] == 0 or found[slot] == found.get(source.slot)


def _note(slot: int, raw: object, one: Cleaned) -> Note:
    return Note(one.note, slot, one.quote or quoted(raw), one.says, one.meant)
