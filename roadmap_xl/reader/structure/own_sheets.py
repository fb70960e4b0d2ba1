"""Sheets that this program added to a workbook: what it wrote there, and what the school did.

What an earlier repair listed is taken over. A school's own sheet may bear the same name: what tells
ours is the row of headers, and on «Замечания» the seal of every text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ...texts.typed import as_text
from ...workbook.repair_notes import (
    FOUND_HEADERS,
    LEFT_OVER_HEADERS,
    LEFT_OVER_SHEET,
    LEFT_OVER_TEXTS,
    MENDED_HEADERS,
    NOTES_SHEET,
    Correction,
    is_seal,
    seal_of,
)
from ..files.sheet_xml import At
from .leftovers import LeftCell, left_cell
from .losses import answers_at
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


def mended_before(name: str, index: SheetIndex) -> Iterator[Correction]:
    """What an earlier repair listed as mended."""
    at = index.header_at(MENDED_HEADERS) if name == NOTES_SHEET else None
    if at is None:
        return
    for row in range(at[0] + 1, len(index.rows)):
        values = (index.value((row, at[1] + n)) for n in (0, 1, 2, 4))
        place, was, done, field_id = ("" if value is None else as_text(value) for value in values)
        if done:
            yield Correction(field_id, place, was, done)


def _listed_before(index: SheetIndex, at: At) -> Iterator[LeftCell]:
    for row in range(at[0] + 1, len(index.rows)):
        sheet, cell, value, why = (index.value((row, at[1] + n)) for n in range(4))
        if value is not None:
            texts = ("" if text is None else as_text(text) for text in (sheet, cell, why))
            sheet_name, cell_name, reason = texts
            yield LeftCell(sheet_name, cell_name, value, reason)
        else:
            for n, text in ((0, sheet), (1, cell), (3, why)):
                if text is not None:
                    yield _written(LEFT_OVER_SHEET, (row, at[1] + n), text)


def _written_around(index: SheetIndex, at: At) -> Iterator[LeftCell]:
    """What stands outside the list and was not printed there by the program."""
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
