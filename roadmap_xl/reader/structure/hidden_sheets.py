"""Hidden sheets of the blank: what somebody wrote beside their own words and formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ...form.fields import Layout
from ...form.vocabulary import LIST_NAMES
from ...texts.typed import as_text
from ...workbook.repair_notes import seal_of
from ...workbook.seals import (
    DRAWN,
    EDITION_MARK,
    FORMULA_COLUMNS,
    ID_COLUMN,
    META,
    NUMBER_COLUMN,
    SEALED,
)
from ..files.cells import Cells, Markup
from .formula_seal import formula_seal
from .imprint import Imprint, hidden_imprints_of
from .leftovers import LeftCell, left_cell, left_on
from .losses import kept_at
from .placed_sheet import OriginMap, PlacedSheet
from .sheet_index import SheetIndex

META_KEYS = frozenset(
    {"form", "edition", "template_version", "layout", EDITION_MARK, DRAWN, *SEALED}
)
ON_SERVICE = "служебный лист бланка"


def left_on_service(sheet: str, index: SheetIndex, layout: Layout) -> Iterator[LeftCell]:
    """The cells of a hidden sheet that are not the blank's own."""
    options = {option for name in LIST_NAMES for option in layout.edition.options(name)}
    kept = (kept_at(index, layout) | _carried_at(index, layout)) if sheet == META else frozenset()
    for at, value in index.filled():
        if sheet == META:
            is_key = at[1] <= 1 and index.value((at[0], 0)) in META_KEYS
            is_own = is_key or at in kept
        else:
            is_own = value in options
        if not is_own:
            yield left_cell(sheet, at, value, ON_SERVICE)


def carried_over(meta: SheetIndex, layout: Layout) -> dict[str, float]:
    """By field id, the numbers that the blank took from last year's workbook."""
    return {field_id: number for field_id, number, _ in _carried(meta, layout)}


def _carried(meta: SheetIndex, layout: Layout) -> Iterator[tuple[str, float, int]]:
    """Each with its row."""
    for row in range(len(meta.rows)):
        field_id, number = meta.value((row, ID_COLUMN)), meta.value((row, NUMBER_COLUMN))
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if isinstance(field_id, str) and field_id in layout.form.by_id and is_number:
            yield field_id, float(str(number)), row


def _carried_at(meta: SheetIndex, layout: Layout) -> frozenset[tuple[int, int]]:
    columns = (ID_COLUMN, NUMBER_COLUMN)
    return frozenset((row, c) for _, _, row in _carried(meta, layout) for c in columns)


def left_on_hidden(
    sheet: str, cells: Cells, layout: Layout, meta: SheetIndex
) -> Iterator[LeftCell]:
    """The cells of a hidden sheet that are not the blank's own; `meta` has the seals.

    Raises `Refused` where it cannot be read and its seal is broken.
    """
    kept = next((as_text(meta.value((row, 1))) for row, key in meta.column(0) if key == sheet), "")
    if sheet not in FORMULA_COLUMNS:
        yield from _unsealed_formulas(sheet, SheetIndex(lambda: cells.rows(sheet)), kept)
        return
    markup = cells.markup(sheet)
    if markup is not None and formula_seal(sheet, markup) == kept:
        return
    index, imprints = SheetIndex(lambda: cells.rows(sheet)), hidden_imprints_of(layout.form)[sheet]
    yield from left_on_any(sheet, index, imprints, markup, ON_SERVICE)


def left_on_any(
    sheet: str, index: SheetIndex, imprints: Sequence[Imprint], markup: Markup | None, why: str
) -> list[LeftCell]:
    """What is left over of a sheet of one of these blanks, whichever it is likest."""
    found = (
        list(left_on(PlacedSheet(sheet, is_as_printed=False, origins=origins), index, one, markup))
        for one in imprints
        for origins in (OriginMap(index, one),)
    )
    return [one._replace(why=why) for one in min(found, key=len)]


def _unsealed_formulas(sheet: str, index: SheetIndex, kept: str) -> Iterator[LeftCell]:
    """Texts that the blank does not have, or not so often."""
    seals = Counter(kept.split())
    for at, value in index.filled():
        seal = seal_of(as_text(value))
        if not seals[seal]:
            yield left_cell(sheet, at, value, ON_SERVICE)
        seals[seal] -= 1
