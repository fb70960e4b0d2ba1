"""Sheets that this program added to a workbook: what it wrote there, and what the school did.

What an earlier repair listed is taken over. A school's own sheet may bear the same name: what tells
ours is the row of headers, and on «Замечания» the seal of every text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ...form.fields import Layout
from ...form.vocabulary import LIST_NAMES
from ...texts.typed import as_text
from ...workbook.repair_notes import (
    FOUND_HEADERS,
    LEFT_OVER_HEADERS,
    LEFT_OVER_SHEET,
    LEFT_OVER_TEXTS,
    MENDED_HEADERS,
    NOTES_SHEET,
    Mended,
    is_seal,
    seal_of,
)
from ...workbook.seals import DRAWN, FORMULA_COLUMNS, META, SEALED, seal_of_formulas
from ..files.cells import Cells, Markup
from ..files.sheet_xml import At, plain_text
from .imprint import hidden_imprints_of
from .leftovers import LeftCell, left_cell, left_on
from .losses import answers_at, kept_at
from .placed_sheet import PlacedSheet, Standing
from .sheet_index import SheetIndex

PROTOCOL = "Протокол"
_PROTOCOL_TITLE = re.compile(r"Протокол проверки от \d\d\.\d\d\.\d{4}")
_WRITTEN_HERE = "вписано на лист программы"
_CODE = re.compile(r"'?[A-Z]{2,3}-\d{3}")
_MARKED = re.compile(r".+![A-Z]+\d+")
_FIRST_OF_PROTOCOL = (FOUND_HEADERS[0], None, *FOUND_HEADERS[2:])


def is_program_sheet(name: str, index: SheetIndex) -> bool:
    """A sheet that this program wrote into the workbook, not the school."""
    if name == NOTES_SHEET:
        return bool(_seals(index))
    if name == LEFT_OVER_SHEET:
        return index.header_at(LEFT_OVER_HEADERS) is not None
    return name == PROTOCOL and _protocol_at(index) is not None


def left_before(name: str, index: SheetIndex) -> Iterator[LeftCell]:
    """What an earlier repair listed as left over, and what the school wrote on the sheets."""
    if name == LEFT_OVER_SHEET and (at := index.header_at(LEFT_OVER_HEADERS)):
        yield from _listed_before(index, at)
        yield from _written_around(index, at)
    elif name == NOTES_SHEET:
        yield from _unsealed(index)
    elif name == PROTOCOL and (at := _protocol_at(index)):
        yield from _written_on_protocol(index, at)


def mended_before(name: str, index: SheetIndex) -> Iterator[Mended]:
    """What an earlier repair listed as mended."""
    at = index.header_at(MENDED_HEADERS) if name == NOTES_SHEET else None
    if at is None:
        return
    for row in range(at[0] + 1, len(index.rows)):
        values = (index.value((row, at[1] + n)) for n in (0, 1, 2, 4))
        place, was, done, field_id = ("" if value is None else as_text(value) for value in values)
        if done:
            yield Mended(field_id, place, was, done)


def _listed_before(index: SheetIndex, at: At) -> Iterator[LeftCell]:
    for row in range(at[0] + 1, len(index.rows)):
        sheet, cell, value, why = (index.value((row, at[1] + n)) for n in range(4))
        if value is not None:
            said = ("" if text is None else as_text(text) for text in (sheet, cell, why))
            sheet_name, cell_name, reason = said
            yield LeftCell(sheet_name, cell_name, value, reason)
        else:
            for n, text in ((0, sheet), (1, cell), (3, why)):
                if text is not None:
                    yield _written(LEFT_OVER_SHEET, (row, at[1] + n), text)


def _written_around(index: SheetIndex, at: At) -> Iterator[LeftCell]:
    """What stands outside the list and is none of the sheet's own texts."""
    listed = range(at[1], at[1] + len(LEFT_OVER_HEADERS))
    own = (*LEFT_OVER_TEXTS, *LEFT_OVER_HEADERS)
    for place, value in index.filled():
        if (place[0] <= at[0] or place[1] not in listed) and value not in own:
            yield _written(LEFT_OVER_SHEET, place, value)


def _seals(index: SheetIndex) -> Counter[str]:
    """The seals on a sheet, each as often as its text was written."""
    cells = (value for _, value in index.filled() if isinstance(value, str))
    return Counter(seal for cell in cells if is_seal(cell) for seal in cell.split())


def _unsealed(index: SheetIndex) -> Iterator[LeftCell]:
    """Texts that the program did not write, or not so often; the right ones are the school's."""
    seals, answers = _seals(index), answers_at(index)
    for place, value in sorted(index.filled(), key=lambda cell: cell[0][1]):
        if (isinstance(value, str) and is_seal(value)) or place in answers:
            continue
        seal = seal_of(as_text(value))
        if not seals[seal]:
            yield _written(NOTES_SHEET, place, value)
        seals[seal] -= 1


def _protocol_at(index: SheetIndex) -> At | None:
    titles = (value for _, value in index.filled() if isinstance(value, str))
    if not any(_PROTOCOL_TITLE.fullmatch(title) for title in titles):
        return None
    return index.header_at(_FIRST_OF_PROTOCOL)


def _written_on_protocol(index: SheetIndex, at: At) -> Iterator[LeftCell]:
    """All but the heading, the findings by their codes, and the list of marked cells."""
    width = len(FOUND_HEADERS)
    for place, value in index.filled():
        row, column = place[0], place[1] - at[1]
        code = index.value((row, at[1] + width - 1))
        is_finding = isinstance(code, str) and bool(_CODE.fullmatch(code))
        if row == at[0] or (row < at[0] and not column) or (is_finding and 0 <= column < width):
            continue
        if not (column == width + 1 and isinstance(value, str) and _MARKED.fullmatch(value)):
            yield _written(PROTOCOL, place, value)


def _written(sheet: str, at: At, value: object) -> LeftCell:
    return left_cell(sheet, at, value, _WRITTEN_HERE)


# --- Hidden sheets of the blank that are read: what somebody wrote beside their own words. ---

META_KEYS = frozenset({"form", "edition", "template_version", "layout", DRAWN, *SEALED})
ON_SERVICE = "служебный лист бланка"


def left_on_service(sheet: str, index: SheetIndex, layout: Layout) -> Iterator[LeftCell]:
    """The cells of a hidden sheet that are not the blank's own."""
    options = {option for name in LIST_NAMES for option in layout.edition.options(name)}
    kept = kept_at(index, layout) if sheet == META else frozenset()
    for at, value in index.filled():
        if sheet == META:
            is_own = at in kept or (at[1] <= 1 and index.value((at[0], 0)) in META_KEYS)
        else:
            is_own = value in options
        if not is_own:
            yield left_cell(sheet, at, value, ON_SERVICE)


# --- The hidden sheets of formulas: what somebody typed there. ---

_LAST = b'<c r="'
_NAME = re.compile(rb"[A-Z]+([0-9]+)")


def left_on_hidden(
    sheet: str, cells: Cells, layout: Layout, meta: SheetIndex
) -> Iterator[LeftCell]:
    """The cells of a hidden sheet that are not the blank's own; `meta` has the seals.

    Raises `Refused` where it cannot be read and its seal is broken.
    """
    kept = next((as_text(meta.value((row, 1))) for row, key in meta.column(0) if key == sheet), "")
    if sheet not in FORMULA_COLUMNS:
        yield from _unsealed_formulas(sheet, SheetIndex(cells.rows(sheet)), kept)
        return
    markup = cells.markup(sheet)
    if markup is not None and _seal_of(sheet, markup) == kept:
        return
    index = SheetIndex(cells.rows(sheet))
    imprint = hidden_imprints_of(layout.form)[sheet]
    there = PlacedSheet(sheet, is_as_printed=False, standing=Standing(index, imprint))
    for one in left_on(there, index, imprint, markup):
        yield one._replace(why=ON_SERVICE)


def _unsealed_formulas(sheet: str, index: SheetIndex, kept: str) -> Iterator[LeftCell]:
    """Texts that the blank does not have, or not so often."""
    seals = Counter(kept.split())
    for at, value in index.filled():
        seal = seal_of(as_text(value))
        if not seals[seal]:
            yield left_cell(sheet, at, value, ON_SERVICE)
        seals[seal] -= 1


def _seal_of(sheet: str, markup: Markup) -> str:
    """The seal of the sheet as it is now; nothing where it is not written as usual."""
    xml, texts = markup.xml.bytes, markup.strings.by_cell
    last = _NAME.match(xml, xml.rfind(_LAST) + len(_LAST))
    if last is None:
        return ""
    found = _beside(FORMULA_COLUMNS[sheet]).findall(xml)
    lines = [name + (texts.get(rest) or _said(rest)) for name, rest in found]
    return seal_of_formulas(lines, int(last[1]))


def _said(rest: bytes) -> bytes:
    """What stands in a cell without a shared text; nothing where a formula begins."""
    if rest.endswith(b"<f"):
        return b""
    return plain_text(rest[rest.rindex(b">") + 1 :])


def _beside(columns: str) -> re.Pattern[bytes]:
    """The name of each cell that holds something, formulas in these columns aside, and the rest."""
    formulas = "|".join(columns).encode()
    rest = rb"[^<]*<(?:f|v>[^<]*|is><t[^<]*)"
    return re.compile(
        rb'<c r="(?!(?:%s)[0-9]+"[^<]*<f)([^"]*")(?: s="[0-9]*")?(%s)' % (formulas, rest)
    )
