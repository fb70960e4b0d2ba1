"""Cells that are neither the template's own nor a field's: nobody reads them, so they are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ...layout import column_name
from ...repair_notes import LEFT_OVER_SHEET
from ...texts.squeezing import compared
from ..cells import Markup
from ..sheet_xml import At
from .imprint import Imprint
from .placing import PlacedSheet

LEFT_OVER_HEADER = 3
"""Zero-based, on the sheet of a repaired workbook that lists them; the cells follow below, from
column B: sheet, cell, value, why."""
FIRST_FLAG_COLUMN = 40
"""From here on the blank keeps numbers that paint its cells."""
_VERDICTS = frozenset({"✓", "проверка"})
"""What a formula may have left where it was pasted over by its own value."""
_OF_A_FORMULA = "значение на месте формулы бланка"
"""Of a sheet that was pasted over by its values; the remark on lost formulas speaks of them."""


@dataclass(frozen=True, slots=True)
class LeftCell:
    """A cell of the school's that has no place in the form; the sheet is the file's."""

    sheet: str
    cell: str
    value: object
    why: str = "ячейка вне граф бланка"
    is_named: bool = False
    """A remark on its row or its column speaks of it."""


def left_on(
    found: PlacedSheet, rows: list[list[object]], imprint: Imprint, markup: Markup | None
) -> Iterator[LeftCell]:
    """The cells of a sheet of the form that are left over."""
    taken = set(found.places.values())
    if found.is_as_printed:
        yield from _unvalued(found, imprint, markup, taken)
        yield from _left_in_place(found, rows, imprint, markup, taken)
    else:
        formulas = None if markup is None else markup.xml.walk.formulas
        printed = Counter(imprint.word_counts)
        for row, column, value in _others(rows, taken):
            if not _has_moved(imprint, printed, formulas, rows[row], row, column):
                named = row in found.explained_rows or column in found.explained_columns
                cell = f"{column_name(column)}{row + 1}"
                yield LeftCell(found.sheet, cell, value, is_named=named)


def _left_in_place(
    found: PlacedSheet,
    rows: list[list[object]],
    imprint: Imprint,
    markup: Markup | None,
    taken: set[At],
) -> Iterator[LeftCell]:
    lost = lost_formulas(imprint, markup)
    all_lost = bool(lost) and markup is not None and not markup.xml.walk.formulas
    own = imprint.text_at.keys() | (imprint.formula_at - lost) | imprint.free | taken
    for row, column, value in _others(rows, own):
        cell = f"{column_name(column)}{row + 1}"
        if all_lost and (row, column) in lost:
            yield LeftCell(found.sheet, cell, value, _OF_A_FORMULA, is_named=True)
        else:
            yield LeftCell(found.sheet, cell, value)


def _others(rows: list[list[object]], own: Collection[At]) -> Iterator[tuple[int, int, object]]:
    """The cells that hold something and are none of these."""
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            if value is not None and (row, column) not in own and not _is_verdict(column, value):
                yield row, column, value


def _unvalued(
    found: PlacedSheet, imprint: Imprint, markup: Markup | None, fields: set[At]
) -> Iterator[LeftCell]:
    """Formulas of the school's own that nobody has calculated: their cells look blank."""
    if markup is None or markup.xml.formula_cells.decode() == imprint.formulas:
        return
    for at, formula in markup.xml.walk.formulas.items():
        if not formula.has_value and at not in fields and at not in imprint.formula_at:
            cell = f"{column_name(at[1])}{at[0] + 1}"
            yield LeftCell(found.sheet, cell, f"={formula.text}", "формула без значения")


def lost_formulas(imprint: Imprint, markup: Markup | None) -> frozenset[At]:
    """The cells in which the blank has a formula and the file, all else in its place, none."""
    if markup is None or markup.xml.formula_cells.decode() == imprint.formulas:
        return frozenset()
    return imprint.formula_at - markup.xml.walk.formulas.keys()


def _is_verdict(column: int, value: object) -> bool:
    """What a formula of a check or of a colour leaves where it is pasted over by its value."""
    if isinstance(value, str):
        return compared(value) in _VERDICTS
    return column >= FIRST_FLAG_COLUMN


def _has_moved(
    imprint: Imprint,
    printed: Counter[str],
    formulas: Collection[At] | None,
    line: list[object],
    row: int,
    column: int,
) -> bool:
    """The template's own cell, known by its words or its formula, wherever it stands now.

    `printed` are the words not met yet: as often as the blank prints them they are its own.
    """
    value = line[column]
    if formulas is not None and (row, column) in formulas:
        return True
    if isinstance(value, str) and printed[compared(value)] > 0:
        printed[compared(value)] -= 1
        return True
    before = line[column - 1] if column else None
    if isinstance(before, str) and compared(before) in imprint.before_free:
        return True
    may_be_formula = (row, column) in imprint.formula_at or column in imprint.formula_columns
    return formulas is None and may_be_formula


def left_elsewhere(sheet: str, rows: list[list[object]], why: str) -> Iterator[LeftCell]:
    """Every cell of a sheet that is none of the form's."""
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            if value is not None:
                yield LeftCell(sheet, f"{column_name(column)}{row + 1}", value, why)


def left_before(sheet: str, rows: list[list[object]]) -> Iterator[LeftCell]:
    """What an earlier repair listed on its sheet of cells without a place."""
    if sheet != LEFT_OVER_SHEET:
        return
    for line in rows[LEFT_OVER_HEADER + 1 :]:
        there, cell, value, why = [*line[1:5], None, None, None, None][:4]
        if value is not None:
            yield LeftCell(str(there or ""), str(cell or ""), value, str(why or ""))
