"""Everything that stands in a file, each cell once: a field's, the template's own or left over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...layout import Layout, Place
from ...repair_notes import MENDED_HEADER, NOTES_SHEET, Mended
from ...submission import Remark
from ..cells import Cells, Markup, plain
from ..typed_text import quoted
from .imprint import Imprint, imprints_of
from .leftovers import LeftCell, left_before, left_elsewhere, left_on
from .placing import PlacedSheet, placed
from .sheets import FoundSheets, sheets_found

MOST_NAMED = 5
"""As many of the cells that are left over a message names."""


@dataclass(frozen=True)
class SheetRead:
    """One sheet of the form, read."""

    printed_as: str
    rows: list[list[object]]
    placed: PlacedSheet
    markup: Markup | None


@dataclass
class Gathered:
    """The cells of a file. `raw` are those of the form that are not blank, by slot."""

    raw: dict[int, object] = field(default_factory=dict)
    sheets: dict[str, SheetRead] = field(default_factory=dict)
    """By the blank's name."""
    left: list[LeftCell] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    moved: dict[int, Place] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)
    mended: list[Mended] = field(default_factory=list)
    """What earlier repairs said they had mended."""
    delivery: str = ""
    """What the title sheet says of where the workbook goes."""


def gathered(cells: Cells, layout: Layout) -> Gathered:
    """The cells of a file of this edition."""
    found = Gathered()
    sheets = sheets_found(cells, layout)
    found.remarks += sheets.remarks
    for printed_as, name in sheets.named.items():
        _gather_sheet(found, cells, layout, printed_as, name)
    for sheet in sheets.lost:
        found.lost |= {f.slot for p, f in layout.at.items() if p.sheet == sheet}
    _gather_others(found, cells, sheets)
    return found


def _gather_sheet(
    found: Gathered, cells: Cells, layout: Layout, printed_as: str, name: str
) -> None:
    rows, markup = cells.rows(name), cells.markup(name)
    imprint = imprints_of(layout.edition.key)[printed_as]
    there = placed(name, rows, layout, printed_as, imprint)
    found.sheets[printed_as] = SheetRead(printed_as, rows, there, markup)
    for slot, (row, column) in there.places.items():
        if row < len(rows) and column < len(rows[row]):
            value = plain(rows[row][column])
            if value is not None:
                found.raw[slot] = value
    found.delivery = found.delivery or _delivery(rows, there, imprint)
    if name != printed_as or not there.is_as_printed:
        found.moved |= _moved(layout, there)
    found.lost |= there.lost
    found.remarks += there.remarks
    left = list(left_on(there, rows, imprint, markup))
    found.left += left
    if unnamed := [one for one in left if not one.is_named]:
        found.remarks.append(_left_remark(name, unnamed))


def _moved(layout: Layout, there: PlacedSheet) -> Mapping[int, Place]:
    places = {slot: Place(there.sheet, *at) for slot, at in there.places.items()}
    fields = layout.form.fields
    return {slot: p for slot, p in places.items() if p != layout.place(fields[slot])}


def _delivery(rows: list[list[object]], there: PlacedSheet, imprint: Imprint) -> str:
    for row, column in imprint.free if there.is_as_printed else ():
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        return value if isinstance(value, str) else ""
    return ""


def _left_remark(sheet: str, left: list[LeftCell]) -> Remark:
    named = ", ".join(f"{one.cell} «{quoted(one.value)}»" for one in left[:MOST_NAMED])
    more = " …" if len(left) > MOST_NAMED else ""
    words = {"number": str(len(left)), "cells": named + more}
    return Remark("left-over", sheet, left[0].cell, words=words)


def _gather_others(found: Gathered, cells: Cells, sheets: FoundSheets) -> None:
    for sheet in sheets.programs:
        found.left += left_before(sheet, cells.rows(sheet))
        found.mended += mended_before(sheet, cells.rows(sheet))
    for sheet in sheets.others:
        rows = cells.rows(sheet)
        left = list(left_elsewhere(sheet, rows, "лист не из бланка"))
        found.left += left
        unread = cells.markup(sheet) is None and not rows
        number = str(len(left)) if not unread else "не сосчитаны"
        found.remarks.append(
            Remark("extra-sheet", sheet, words={"number": number, "label": quoted(sheet)})
        )


def mended_before(sheet: str, rows: list[list[object]]) -> Iterator[Mended]:
    """What an earlier repair listed as mended."""
    marked = [n for n, row in enumerate(rows) if len(row) > 1 and row[1] == MENDED_HEADER]
    if sheet != NOTES_SHEET or not marked:
        return
    for line in rows[marked[0] + 2 :]:
        place, was, done, _, field_id = [*map(_text, line[2:7]), "", "", "", "", ""][:5]
        if done:
            yield Mended(field_id, place, was, done)


def _text(value: object) -> str:
    return "" if value is None else str(value)
