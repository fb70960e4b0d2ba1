"""What a sheet's XML says beside its values, by one pass of a real parser.

Source: ECMA-376, part 1, sections 18.3.1.13, 18.3.1.73 and 18.3.1.81.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import NamedTuple

from .package_parts import digits_in
from .places import At, place_of

_MOST_COLUMNS = 16_384


class Formula(NamedTuple):
    """A cell's formula; `has_value` is false where no program has calculated it yet."""

    text: str
    has_value: bool


def _row_of(attributes: dict[str, str], before: int) -> int:
    """The zero-based number that a row gives itself, or the next one."""
    number = digits_in(attributes.get("r", ""), 7)
    return before + 1 if number is None else number - 1


class FilledCells:
    """How far the cells reach that hold a value or a formula."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row = self._column = -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = _row_of(attributes, self._row)
            self._column = -1
        elif name == "c":
            named = place_of(attributes.get("r", "").upper())
            self._row, self._column = named or (self._row, self._column + 1)
        elif name in ("v", "is", "f"):
            self.rows = max(self.rows, self._row + 1)
            self.columns = max(self.columns, self._column + 1)


class SheetWalk:
    """One pass over a sheet's XML with a real parser."""

    def __init__(self) -> None:
        self.row = self.column = self.last_row = self.last_column = -1
        self.errors: dict[At, str] = {}
        self.formulas: dict[At, Formula] = {}
        self.styles: dict[At, int] = {}
        self.hidden_rows: list[int] = []
        self._usual_height = self._usual_width = ""
        self._hidden_from: Counter[int] = Counter()
        """By column, how many hidden stretches begin there, less those that have ended."""
        self._told_from: Counter[int] = Counter()
        """The same of all stretches."""
        self.validated: list[str] = []
        """The areas of all validations, as the file names them."""
        self.merged: list[str] = []
        """The merged areas, as the file names them."""
        self.is_protected = False
        self._in_error = self._in_text = False
        self._inside = ""
        self._in_validations = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.row = _row_of(attributes, self.row)
            self.column = -1
            self.last_row = max(self.last_row, self.row)
            if _is_hidden(attributes, attributes.get("ht", self._usual_height)):
                self.hidden_rows.append(self.row)
        elif name == "sheetFormatPr":
            self._usual_height = attributes.get("defaultRowHeight", "")
            self._usual_width = attributes.get("defaultColWidth", "")
        elif name == "col":
            self._columns(attributes)
        elif name == "c":
            self._cell(attributes)
        elif name == "f":
            self.formulas[self.row, self.column] = Formula("", has_value=False)
        elif name == "v" and self._in_text:  # a formula may give the empty text
            self._has_value()
        elif name == "mergeCell":
            self.merged.append(attributes.get("ref", ""))
        elif name == "sheetProtection":
            self.is_protected = attributes.get("sheet", "0") in ("1", "true")
        elif name in ("dataValidations", "dataValidation"):
            self._in_validations += 1
            self.validated += attributes.get("sqref", "").split()
        self._inside = name

    def _columns(self, attributes: dict[str, str]) -> None:
        is_hidden = _is_hidden(attributes, attributes.get("width", self._usual_width))
        first, last = (digits_in(attributes.get(end, ""), 5) or 0 for end in ("min", "max"))
        for begins in (self._told_from, self._hidden_from) if is_hidden else (self._told_from,):
            begins[first - 1] += 1
            begins[last] -= 1

    @property
    def hidden_columns(self) -> frozenset[int]:
        """Zero-based; however many stretches a file tells, each costs the same."""
        hidden = _within(self._hidden_from)
        if _is_nothing(self._usual_width):
            return frozenset(range(_MOST_COLUMNS)) - _within(self._told_from) | hidden
        return hidden

    def _cell(self, attributes: dict[str, str]) -> None:
        if named := place_of(attributes.get("r", "").upper()):
            self.row, self.column = named
        else:
            self.column += 1
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)
        self._in_error = attributes.get("t") == "e"
        self._in_text = attributes.get("t") == "str"
        self.styles[self.row, self.column] = digits_in(attributes.get("s", ""), 6) or 0

    def _has_value(self) -> None:
        place = (self.row, self.column)
        if place in self.formulas:
            self.formulas[place] = Formula(self.formulas[place].text, has_value=True)

    def text(self, text: str) -> None:
        place = (self.row, self.column)
        if self._inside == "v" and text.strip():
            self._has_value()
        if self._inside == "v" and self._in_error:
            self.errors[place] = self.errors.get(place, "") + text
        elif self._inside == "f" and place in self.formulas:
            found = self.formulas[place]
            self.formulas[place] = Formula(found.text + text, found.has_value)
        elif self._inside == "sqref" and self._in_validations:
            self.validated += text.split()

    def end(self, name: str) -> None:
        self._inside = ""
        if name in ("dataValidations", "dataValidation"):
            self._in_validations -= 1


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Of a row or columns: marked so, or of no height or width."""
    return attributes.get("hidden") in ("1", "true") or _is_nothing(size)


def _is_nothing(size: str) -> bool:
    """A height or width below one point or letter, in which nothing is seen."""
    return size[:1] == "0" and size.partition(".")[0].strip("0") == ""


def _within(begins: Counter[int]) -> frozenset[int]:
    depths = accumulate(begins[column] for column in range(_MOST_COLUMNS))
    return frozenset(column for column, depth in enumerate(depths) if depth > 0)
