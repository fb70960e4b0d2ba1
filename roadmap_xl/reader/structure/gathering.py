"""Everything that stands in a file, each cell once: a field's, the template's own or left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from ...form.fields import Field, Form, Layout
from ...form.layout import PROPOSALS, SCORES, Place
from ...form.prefilled import Delivery
from ...form.proposals import AcceptedProposals
from ...form.score_list import ScoreList
from ...form.submission import Remark
from ...texts.signs import is_seen
from ...texts.typed import quote_value
from ...workbook.repair_notes import NOTES_SHEET, Correction, Loss
from ...workbook.seals import META, SEALED, SERVICE
from ..files.cells import Cells, Markup
from ..files.faults import Refused
from ..files.scan import place_at
from ..files.sheet_xml import At, cell_name
from ..files.values import plain
from .hidden_sheets import carried_over, left_on_any, left_on_hidden, left_on_service
from .imprint import Imprint, hidden_imprints_of, imprints_of
from .leftovers import LeftCell, left_elsewhere, left_on
from .losses import losses_before, losses_in, remark_of, slots_of, still_lost
from .own_sheets import left_before, mended_before
from .placed_sheet import PlacedSheet
from .placing import place_fields
from .printed_sheet import PrintedSheet, printed_sheets
from .proposal_sheet import has_proposals, left_on_proposals, proposals_in
from .score_sheet import has_score_list, left_on_scores, score_list_of
from .sheet_index import SheetIndex
from .sheets import RECOGNISED, FoundSheets, find_sheets, likest_hidden

_ON_A_COPY = "лишний лист, похожий на лист бланка"
NOT_COUNTED = "не сосчитаны"
MOST_NAMED = 5
"""As many of the cells that are left over a message names."""


@dataclass(frozen=True, eq=False)
class SheetRead:
    """One sheet of the form as a file has it, beside what the blank prints."""

    printed: PrintedSheet
    index: SheetIndex
    placed: PlacedSheet
    markup: Markup | None

    @property
    def name(self) -> str:
        """In the file."""
        return self.placed.sheet

    @property
    def rows(self) -> list[list[object]]:
        return self.index.rows

    @cached_property
    def field_at(self) -> Mapping[At, Field]:
        fields = self.printed.layout.form.fields
        return {at: fields[slot] for slot, at in self.placed.places.items()}

    def values_by_place(self) -> dict[int, object]:
        """By slot, what stands in the fields that are not blank."""
        rows, found = self.rows, {}
        for slot, (row, column) in self.placed.places.items():
            line = rows[row] if row < len(rows) else ()  # many cells, so not asked of the index
            if column < len(line) and (typed := line[column]) is not None:
                value = plain(typed)
                if value is not None:
                    found[slot] = value
        return found

    def values_at_once(self) -> dict[int, object]:
        """The same of a sheet that is as printed and was scanned."""
        values = (self.markup.values if self.markup else None) or {}
        found = {}
        for name, slot in self.printed.field_names.items():
            if name in values:
                value = values[name]
                if is_seen(value):
                    found[slot] = value
        return found

    def texts(self) -> Iterator[str]:
        """All texts on the sheet, row by row."""
        return (value for _, value in self.index.filled() if isinstance(value, str))

    def texts_at_once(self) -> Iterable[str]:
        """The same of a sheet that is as printed and was scanned."""
        values = (self.markup.values if self.markup else None) or {}
        texts = [
            (place_at(name), value) for name, value in values.items() if isinstance(value, str)
        ]
        return (text for _, text in sorted(texts))

    def value(self, at: At) -> object:
        """What stands in a cell of the file; None for a blank and beyond the last."""
        return self.index.value(at)

    def remark(self, kind: str, at: At, one: Field, **words: str) -> Remark:
        """A remark on a field at its cell, with the value that stands there."""
        value = self.value(at)
        shown = quote_value(value) if value is not None else "пусто"
        return Remark(kind, self.name, cell_name(at), one.id, {"value": shown, **words})


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
    mended: list[Correction] = field(default_factory=list)
    """What earlier repairs listed as mended."""
    losses: list[Loss] = field(default_factory=list)
    """What the file, or an earlier repair of it, shows to be lost."""
    lacks_lookups: bool = False
    """The sheets that the blank's formulas look at are gone, so these show errors."""
    delivery: str = ""
    """What the title sheet says of where the workbook goes."""
    scores: ScoreList | None = None
    """The list on «Баллы», where the workbook has one."""
    proposals: AcceptedProposals | None = None
    """The marks on «Предложения», where the workbook has the sheet."""
    carried: Mapping[str, float] = field(default_factory=dict)
    """By field id, the numbers that the blank took from last year's workbook."""
    percents: set[int] = field(default_factory=set)
    """The slots known to show «%», where no sheet shows it."""
    merged: dict[int, int] = field(default_factory=dict)
    """By slot of a blank field, the slot whose value it shares, where no sheet shows it."""


def gather(cells: Cells, layout: Layout) -> Gathered:
    """The cells of a file of this edition."""
    found = Gathered()
    sheets = find_sheets(cells, layout)
    found.remarks += sheets.remarks
    for printed_as in sheets.named:
        _gather_sheet(found, cells, layout, printed_as, sheets)
    for sheet in sheets.lost:
        found.lost |= {f.slot for p, f in layout.at.items() if p.sheet == sheet}
    _gather_others(found, cells, layout, sheets)
    for sheet in sheets.programs:
        found.mended += mended_before(sheet, sheets.index[sheet])
        _leave(found, sheet, left_before(sheet, sheets.index[sheet]))
    if has_score_list(cells):
        found.scores = score_list_of(cells)
        _leave(found, SCORES, left_on_scores(cells, found.scores, layout.edition))
    if has_proposals(cells):
        found.proposals = proposals_in(cells, layout.edition)
        _leave(found, PROPOSALS, left_on_proposals(cells, found.proposals, layout.edition))
    service = {
        name: SheetIndex(partial(cells.rows, name)) for name in SERVICE if name in cells.sheet_names
    }
    found.carried = carried_over(service.get(META, SheetIndex(list)), layout)
    _gather_losses(found, layout, sheets, service.get(META, SheetIndex(list)))
    for sheet, index in service.items():
        _leave(found, sheet, left_on_service(sheet, index, layout))
    _gather_hidden(found, cells, layout, service.get(META, SheetIndex(list)))
    return found


def _gather_hidden(found: Gathered, cells: Cells, layout: Layout, meta: SheetIndex) -> None:
    for sheet in SEALED:
        if sheet in cells.sheet_names:
            try:
                _leave(found, sheet, left_on_hidden(sheet, cells, layout, meta))
            except Refused:
                found.remarks.append(_extra_remark(sheet, NOT_COUNTED))


def _copied(looks_like: str, index: SheetIndex, form: Form) -> Sequence[Imprint]:
    """The sheet of the blank, of any version, that one of the file's is a copy of."""
    if looks_like:
        return (imprints_of(form)[looks_like],)
    sheet, part = likest_hidden(index, form)
    return hidden_imprints_of(form)[sheet] if part >= RECOGNISED else ()


def _extra_remark(sheet: str, number: str) -> Remark:
    return Remark("extra-sheet", sheet, words={"number": number, "label": quote_value(sheet)})


def _gather_losses(found: Gathered, layout: Layout, sheets: FoundSheets, meta: SheetIndex) -> None:
    fresh = losses_in(found.remarks, found.lost, layout)
    notes = [sheets.index[name] for name in sheets.programs if name == NOTES_SHEET]
    before = still_lost(losses_before(meta, notes, layout), fresh, found.raw, layout)
    found.losses = [*before, *fresh]
    found.remarks += [remark_of(loss) for loss in before]
    unanswered = (loss for loss in before if not loss.answer)
    found.lost |= {slot for loss in unanswered for slot in slots_of(loss, layout)}


def _gather_sheet(
    found: Gathered, cells: Cells, layout: Layout, printed_as: str, sheets: FoundSheets
) -> None:
    name = sheets.named[printed_as]
    index, markup = sheets.index[name], cells.markup(name)
    printed = printed_sheets(layout.form)[printed_as]
    as_printed = printed_as == name in sheets.as_printed
    imprint, there = printed.imprint, place_fields(printed, name, index, as_printed=as_printed)
    others = sheets.beside.get(name) if as_printed else None
    sheet = SheetRead(printed, index, there, markup)
    found.sheets[printed_as] = sheet
    found.raw |= sheet.values_by_place() if others is None else sheet.values_at_once()
    if imprint.free:
        texts = sheet.texts() if others is None else sheet.texts_at_once()
        found.delivery = next(filter(Delivery.is_delivery, texts), "")
    if name != printed_as or not there.is_as_printed:
        found.moved |= _moved(layout, there)
    found.lost |= there.lost
    found.remarks += there.remarks
    _leave(found, name, left_on(there, index, imprint, markup, others))


def _moved(layout: Layout, there: PlacedSheet) -> Mapping[int, Place]:
    places = {slot: Place(there.sheet, *at) for slot, at in there.places.items()}
    fields = layout.form.fields
    return {slot: p for slot, p in places.items() if p != layout.place(fields[slot])}


def _leave(found: Gathered, sheet: str, cells: Iterable[LeftCell]) -> None:
    """Lists these cells, with one remark on those of the sheet that have no remark yet."""
    left = list(cells)
    found.left += left
    if unnamed := [one for one in left if one.sheet == sheet and not one.is_named]:
        found.remarks.append(_left_remark(sheet, unnamed))


def _left_remark(sheet: str, left: list[LeftCell]) -> Remark:
    named = ", ".join(f"{one.cell} «{quote_value(one.value)}»" for one in left[:MOST_NAMED])
    more = " …" if len(left) > MOST_NAMED else ""
    words = {"number": str(len(left)), "cells": named + more}
    return Remark("left-over", sheet, left[0].cell, words=words)


def _gather_others(found: Gathered, cells: Cells, layout: Layout, sheets: FoundSheets) -> None:
    """Sheets that the form does not have; of a copy of one, what the blank does not print."""
    asked = {one.words["sheet"] for one in sheets.remarks if one.kind == "sheet-doubled"}
    for sheet, looks_like in sheets.others.items():
        index, markup = sheets.index[sheet], cells.markup(sheet)
        imprints = _copied(looks_like, index, layout.form)
        if imprints:
            left = left_on_any(sheet, index, imprints, markup, _ON_A_COPY)
        else:
            left = list(left_elsewhere(sheet, index, markup, "лист не из бланка"))
        found.left += left
        if (imprints and not left) or looks_like in asked:
            continue  # a blank copy says nothing; of several filled ones it is asked which counts
        number = NOT_COUNTED if markup is None and not index.rows else str(len(left))
        found.remarks.append(_extra_remark(sheet, number))
