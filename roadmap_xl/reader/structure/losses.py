"""Data that lost their place: what the file itself shows, and what an earlier repair still lists.

In a repaired copy a lost row is there again, blank, and reads as «nobody sat it». So the copy lists
what was lost, and the error stays until somebody fills it again or answers. The list stands twice:
on «Замечания», where the school answers, and on the hidden `_meta`, for when that sheet is deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ...expressions.cell_values import says_something
from ...form.fields import Field, Layout
from ...form.layout import Block
from ...form.passport_tables import Acceptance
from ...form.submission import Remark
from ...texts.squeezing import squeeze
from ...texts.typed import as_text, quote_value
from ...workbook.repair_notes import LOST_HEADERS, LOST_KEY, Loss
from ..files.sheet_xml import At
from .sheet_index import SheetIndex

LOSSES: Mapping[str, frozenset[str]] = {
    "sheet-lost": frozenset({"sheet"}),
    "sheet-doubled": frozenset({"sheet", "copies"}),
    "block-lost": frozenset({"label", "code"}),
    "line-lost": frozenset({"label", "code"}),
    "subject-lost": frozenset({"label", "code"}),
    "item-lost": frozenset({"label", "code"}),
    "line-doubled": frozenset({"label", "code", "number", "rows"}),
    "subject-doubled": frozenset({"label", "code", "number", "rows"}),
    "column-lost": frozenset({"label", "code", "tag"}),
    "column-doubled": frozenset({"label", "code", "tag", "number", "columns"}),
    "band-changed": frozenset({"label", "code", "here"}),
}
"""The remarks that say that data lost their place, or may stand at a wrong one: somebody has to
act. Each with the words that it carries."""
_OF_COLUMNS = ("column-lost", "column-doubled", "band-changed")
_OF_BLOCKS = "block-lost"
_WIDER = (*_OF_COLUMNS, _OF_BLOCKS)
"""Errors on more than the row that they name."""
_LONGEST_WORD = 500
"""Characters of a word that is kept for the next reading."""
_ANSWER, _KEPT = LOST_HEADERS.index("Ваш ответ"), len(LOST_HEADERS)
"""Columns of the list, counted from its first: the answer, and the hidden one after the last."""
_META_WIDTH = 3
"""Columns of `_meta` from its first: the key, what is kept of a loss, the answer."""


def losses_in(remarks: Iterable[Remark], lost: Collection[int], layout: Layout) -> list[Loss]:
    """The losses among these remarks, each with the fields that are without a place because of it.

    `lost` are the slots of all fields without a place.
    """
    return [
        _loss(one, lost, layout)
        for one in remarks
        if one.kind in LOSSES and not _is_of_the_review(one, layout)
    ]


def _is_of_the_review(remark: Remark, layout: Layout) -> bool:
    """Of «Проверка», which asks for nothing: a fresh one has all that the lost one had to say."""
    sheet = remark.words.get("sheet")
    fields = [one for place, one in layout.at.items() if place.sheet == sheet]
    return bool(fields) and all(one.table is Acceptance for one in fields)


def _loss(remark: Remark, lost: Collection[int], layout: Layout) -> Loss:
    field = layout.form.by_id.get(remark.field)
    place = layout.place(field) if field else None
    return Loss(
        kind=remark.kind,
        sheet=place.sheet if place else remark.words.get("sheet", remark.sheet),
        cell=f"{place.row + 1}:{place.row + 1}" if place and remark.kind not in _WIDER else "",
        field=remark.field,
        words={name: quote_value(text, _LONGEST_WORD) for name, text in remark.words.items()},
        fields=tuple(one.id for one in _fields(remark, layout) if one.slot in lost),
    )


def _fields(remark: Remark, layout: Layout) -> Iterator[Field]:
    """The fields of the sheet, table, row or column that an error is about."""
    form = layout.form
    field = form.by_id.get(remark.field)
    if field is None:
        sheet = remark.words.get("sheet", remark.sheet)
        yield from (one for place, one in layout.at.items() if place.sheet == sheet)
        return
    block = _block_of(field, layout)
    row, tag = layout.place(field).row, remark.words.get("tag")
    for slot, line, column in layout.fields_by_block[block.name]:
        there = column == tag if remark.kind in _OF_COLUMNS else line.row == row
        if there or remark.kind == _OF_BLOCKS:
            yield form.fields[slot]


def _block_of(field: Field, layout: Layout) -> Block:
    blocks = layout.on(layout.place(field).sheet)
    fields = layout.fields_by_block
    return next(b for b in blocks if any(slot == field.slot for slot, *_ in fields[b.name]))


def losses_before(meta: SheetIndex, notes: Iterable[SheetIndex], layout: Layout) -> list[Loss]:
    """What an earlier repair listed as lost, with the school's answers: as the notes have them."""
    listed = [loss for loss, _ in _kept(meta)]
    listed += [loss for index in notes for loss, _ in _listed(index)]
    last = {loss.kept: loss for loss in listed if _is_sound(loss, layout)}
    return list(last.values())


def kept_at(meta: SheetIndex, layout: Layout) -> frozenset[At]:
    """The cells of `_meta` that keep what was lost."""
    rows = [row for loss, row in _kept(meta) if _is_sound(loss, layout)]
    return frozenset((row, column) for row in rows for column in range(_META_WIDTH))


def answers_at(index: SheetIndex) -> frozenset[At]:
    """The cells of the list in which the school answers."""
    return frozenset(at for _, at in _listed(index))


def _kept(meta: SheetIndex) -> Iterator[tuple[Loss, int]]:
    for row in range(len(meta.rows)):
        key, kept, answer = (meta.value((row, column)) for column in range(_META_WIDTH))
        loss = Loss.kept_in(kept) if key == LOST_KEY and isinstance(kept, str) else None
        if loss is not None:
            yield loss.answered("" if answer is None else as_text(answer)), row


def _listed(index: SheetIndex) -> Iterator[tuple[Loss, At]]:
    top = index.header_at(LOST_HEADERS)
    if top is None:
        return
    for row in range(top[0] + 1, len(index.rows)):
        kept, at = index.value((row, top[1] + _KEPT)), (row, top[1] + _ANSWER)
        loss = Loss.kept_in(kept) if isinstance(kept, str) else None
        if loss is not None:
            answer = index.value(at)
            text = "" if answer is None else as_text(answer)
            yield loss.answered(text if says_something(squeeze(text)) else ""), at


def _is_sound(loss: Loss, layout: Layout) -> bool:
    """It can be reported: nobody has changed the hidden cell."""
    wanted = LOSSES.get(loss.kind)
    is_known = not loss.field or loss.field in layout.form.by_id
    return wanted is not None and is_known and wanted <= loss.words.keys()


def still_lost(
    before: Iterable[Loss], fresh: Collection[Loss], raw: Mapping[int, object], layout: Layout
) -> list[Loss]:
    """Those of an earlier repair that stand: nobody has filled them, nor are they lost anew."""
    anew = {_about(one) for one in fresh}
    return [
        one
        for one in before
        if _about(one) not in anew
        and not any(slot in raw for slot in slots_of(one, layout, typed=True))
    ]


def _about(loss: Loss) -> tuple[str, ...]:
    return (loss.kind, loss.sheet, loss.field, loss.words.get("label", ""))


def slots_of(loss: Loss, layout: Layout, *, typed: bool = False) -> list[int]:
    """The slots of its fields; if `typed`, of those that stay blank until somebody types."""
    form = layout.form
    found = [form.by_id[one] for one in loss.fields if one in form.by_id]
    return [
        one.slot for one in found if not typed or (one.is_input and one.slot not in form.defaults)
    ]


def remark_of(loss: Loss) -> Remark:
    """The error again, at its place in the blank; once it is answered, a note with the answer."""
    if not loss.answer:
        return loss.remark
    words = {"answer": quote_value(loss.answer, _LONGEST_WORD)}
    return Remark("loss-answered", loss.sheet, loss.cell, loss.field, words, about=loss.remark)
