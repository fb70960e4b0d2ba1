"""Cells that are neither the template's own nor a field's: no value, so each is listed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

from ...form.layout import column_name
from ...form.prefilled import Delivery
from ...texts.squeezing import normalize
from ..files.cells import Markup
from ..files.places import At
from ..files.sheet_walk import Formula
from .imprint import Imprint
from .placed_sheet import OriginMap, PlacedSheet
from .sheet_index import SheetIndex

FIRST_FLAG_COLUMN = 40
"""From here on the blank keeps numbers that paint its cells."""
_VERDICTS = frozenset({"✓", "проверка"})
"""What a formula may have left where it was pasted over by its own value."""
_PASTED_VALUE = "значение на месте формулы бланка"
"""Of a sheet that was pasted over by its values; the remark on lost formulas speaks of them."""
_OUTSIDE = "ячейка вне граф бланка"
_NO_VALUE = "формула без значения"
BLANK_FORMULA = re.compile(
    r"\b_(?:checks|rows|lists)!|^IFERROR\(IF\((?:OR\(COUNT\(|COUNT\([A-Z0-9,]+\)<\d)"
)
"""How the formulas of every blank are known: by the hidden sheets, or by the guard of a computed
cell, which for a percent asks for each of its counts since blanks of version 0.2.0.
"""


class LeftCell(NamedTuple):
    """A cell of the school's that has no place in the form; the sheet is the file's."""

    sheet: str
    cell: str
    value: object
    why: str = _OUTSIDE
    is_named: bool = False
    """A remark on its row or its column speaks of it."""


def left_on(
    found: PlacedSheet,
    index: SheetIndex,
    imprint: Imprint,
    markup: Markup | None,
    others: Mapping[At, object] | None = None,
) -> Iterator[LeftCell]:
    """The cells of a sheet of the form that are left over.

    `others` is what stands in none of the cells of a blank, of a sheet as printed, where known.
    """
    if found.is_as_printed and _has_all_formulas(imprint, markup):
        if others is None:
            others = {at: index.value(at) for at in _others(found, index, imprint)}
        for at, value in sorted(others.items(), key=itemgetter(0)):
            is_delivery = at in imprint.free and _is_delivery(value)
            if not is_delivery and not _is_earlier(value, imprint):
                yield left_cell(found.sheet, at, value)
    else:
        yield from _Sorting(found, index, imprint, markup).left()


def _has_all_formulas(imprint: Imprint, markup: Markup | None) -> bool:
    return markup is None or markup.xml.formula_cells == imprint.formulas


def _others(found: PlacedSheet, index: SheetIndex, imprint: Imprint) -> Iterator[At]:
    """The filled cells of a sheet on which all that the blank has stands in its place."""
    taken = found.places_taken
    for row, line in enumerate(index.rows):
        own = imprint.own_columns.get(row, ())
        others = [at for at, value in enumerate(line) if value is not None and at not in own]
        yield from [(row, column) for column in others if (row, column) not in taken]


def _is_earlier(value: object, imprint: Imprint) -> bool:
    """An earlier version's blank prints it."""
    return isinstance(value, str) and normalize(value) in imprint.earlier


def _is_delivery(value: object) -> bool:
    return isinstance(value, str) and Delivery.is_delivery(value)


class _Sorting:
    """Tells the template's own cells, known by text or formula, from those left over."""

    def __init__(
        self, found: PlacedSheet, index: SheetIndex, imprint: Imprint, markup: Markup | None
    ) -> None:
        self.found, self.index, self.imprint = found, index, imprint
        self.at_home = self._at_home()
        home = Counter(text for at, text in index.texts() if at in self.at_home)
        self.words = Counter(imprint.word_counts) - home
        """Those not met in their places: as often as the blank prints them they are its own."""
        self.formulas: Mapping[At, Formula] | None = markup.xml.formulas if markup else None

    def left(self) -> Iterator[LeftCell]:
        taken = self.found.places_taken
        for at, value in self.index.filled():
            if at not in taken and not self._is_own(at, value):
                pasted = self.formulas == {} and self._may_be_formula(at)
                why = _PASTED_VALUE if pasted else _OUTSIDE
                is_named = pasted or self.found.explains(at)
                yield left_cell(self.found.sheet, at, value, why, is_named=is_named)
        for at, formula in (self.formulas or {}).items():
            if at not in taken and self.index.value(at) is None and not self._is_template(at):
                yield left_cell(self.found.sheet, at, f"={formula.text}", _NO_VALUE)

    def _is_own(self, at: At, value: object) -> bool:
        if self.formulas is not None and at in self.formulas:
            return self._is_template(at)
        if isinstance(value, str) and (
            self._is_printed(at, value)
            or self._is_delivery_line(value)
            or _is_earlier(value, self.imprint)
        ):
            return True
        # Where the file shows no formulas, what stands in their places is taken for theirs.
        return self._may_be_formula(at) and (self.formulas is None or _is_verdict(at[1], value))

    def _is_printed(self, at: At, value: str) -> bool:
        if self.found.is_as_printed:
            return self.imprint.text_at.get(at) == value
        if at in self.at_home:
            return True
        text = normalize(value)
        self.words[text] -= 1
        return self.words[text] >= 0

    def _at_home(self) -> set[At]:
        """Where texts stand that the blank prints just there, wherever that is now.

        Where one stands twice, the row with more of its own is the blank's.
        """
        home: set[At] = set()
        origins = self.found.origins
        if origins is None:
            return home
        for text, places in self.index.at.items():
            if number := self.imprint.word_counts[text]:
                alike = [at for at in places if self._is_printed_at(origins, at, text)]
                home.update(sorted(alike, key=origins.support, reverse=True)[:number])
        return home

    def _is_printed_at(self, origins: OriginMap, at: At, text: str) -> bool:
        texts = self.imprint.text_at
        return any(normalize(texts.get(place, "")) == text for place in origins.printed_at(at))

    def _is_delivery_line(self, value: str) -> bool:
        return bool(self.imprint.free) and _is_delivery(value)

    def _may_be_formula(self, at: At) -> bool:
        """The blank has a formula in this cell, wherever the cell stands now."""
        places = self.imprint.formula_at
        if self.found.origins is None:
            return at in places
        origins = self.found.origins
        if self.formulas is None and not origins.is_best_match(at) and at not in places:
            return False  # a value of the school's must not pass for a formula's
        return bool(origins.printed_at(at) & places)

    def _is_template(self, at: At) -> bool:
        """A formula of the blank's, or one that a program copied from it into a new row."""
        text = (self.formulas or {})[at].text
        return BLANK_FORMULA.search(text) is not None or self._may_be_formula(at)


def lost_formulas(imprint: Imprint, markup: Markup | None) -> frozenset[At]:
    """The cells without the formula that the blank has there, all else being in its place."""
    if markup is None or markup.xml.formula_cells == imprint.formulas:
        return frozenset()
    return imprint.formula_at - markup.xml.formulas.keys()


def _is_verdict(column: int, value: object) -> bool:
    """What a formula of a check or of a colour leaves where it is pasted over by its value."""
    if isinstance(value, str):
        return normalize(value) in _VERDICTS
    return column >= FIRST_FLAG_COLUMN


def left_elsewhere(
    sheet: str, index: SheetIndex, markup: Markup | None, why: str
) -> Iterator[LeftCell]:
    """Every cell of a sheet that the form does not have."""
    for at, value in index.filled():
        yield left_cell(sheet, at, value, why)
    if markup is not None and b"<f" in markup.xml.bytes:
        for at, formula in markup.xml.formulas.items():
            if index.value(at) is None:
                yield left_cell(sheet, at, f"={formula.text}", _NO_VALUE)


def left_cell(
    sheet: str, at: At, value: object, why: str = _OUTSIDE, *, is_named: bool = False
) -> LeftCell:
    """A cell that is left over, by its place."""
    return LeftCell(sheet, f"{column_name(at[1])}{at[0] + 1}", value, why, is_named)
