"""One sheet of an .ods as its XML tells it: values by place, and how the cells look.

Source: OpenDocument 1.3, part 3, sections 6.1.3, 19.385 to 19.391 and 19.670 to 19.675.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from ...expressions.cell_values import ErrorValue
from ...form.layout import column_name
from ...texts.typed import MOST_LETTERS
from .beside import BesideCells, CommentsFound
from .cells import Looks
from .package_parts import DamagedPartError, digits_in
from .places import At
from .visible import LOWERED, PLAIN, RAISED, STRUCK, WHOLE, Pieces, Visible

MOST_REPEATS = 10_000_000
"""Digits that say more are a lie: no sheet has as many rows."""
MOST_CELLS = 500_000
"""Filled cells of a sheet; more is refused by its extent, and never laid out before."""
_DURATION = re.compile(
    r"(-?)P(?:(\d{1,9})D)?T?(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,]\d+)?S)?\Z"
)
_NUMBERS = ("float", "percentage", "currency")
_HIDDEN = ("collapse", "filter")


_THROUGH = ("style:text-line-through-style", "style:text-line-through-type")
_OF_LOOKS = frozenset((*_THROUGH, "style:text-position"))
_MOST_PARENTS = 16
_MOST_COLUMNS = 16_384


class OdsStyles:
    """How texts and cells look by their styles, whether they say so themselves or inherit it."""

    def __init__(self) -> None:
        self._own: dict[tuple[str, str], str] = {}
        self._parents: dict[tuple[str, str], str] = {}
        self._here = ("", "")
        self._hidden_tables: set[str] = set()

    def is_hidden(self, style: str) -> bool:
        """Of a whole sheet."""
        return style in self._hidden_tables

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element of a style, wherever it stands."""
        if name == "style:style":
            self._here = attributes.get("style:family", ""), attributes.get("style:name", "")
            if parent := attributes.get("style:parent-style-name"):
                self._parents[self._here] = parent
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_tables.add(self._here[1])
        elif name == "style:text-properties" and not _OF_LOOKS.isdisjoint(attributes):
            self._own[self._here] = _look_of(attributes)

    def look(self, family: str, name: str) -> str:
        """That of a text (family «text» or «paragraph») or of a whole cell («table-cell»)."""
        for _ in range(_MOST_PARENTS if self._own and name else 0):
            if (family, name) in self._own:
                return self._own[family, name]
            name = self._parents.get((family, name), "")
        return PLAIN


def _look_of(attributes: Mapping[str, str]) -> str:
    """How a text with these properties looks: struck, raised, lowered, or as usual."""
    if any(attributes.get(name, "none") != "none" for name in _THROUGH):
        return STRUCK
    place = attributes.get("style:text-position", "").split(" ")[0]
    if place == "super" or (place.endswith("%") and place[:1] not in ("-", "0", "%")):
        return RAISED
    return LOWERED if place == "sub" or place.startswith("-") else PLAIN


def _repeats(attributes: Mapping[str, str], name: str) -> int:
    """How often a row or a cell stands there; raises `DamagedPartError` for what is no count."""
    text = attributes.get(name, "1")
    number = digits_in(text, 9)
    if not number or number > MOST_REPEATS:
        raise DamagedPartError(f"repeated {text[:20]} times")
    return number


class OdsCell:
    """A cell being read."""

    def __init__(self, attributes: Mapping[str, str], styles: OdsStyles) -> None:
        self.repeats = _repeats(attributes, "table:number-columns-repeated")
        self.attributes = attributes
        self._styles = styles
        self._pieces = Pieces()
        self._letters = self._paragraphs = 0
        self._spans: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "text:p":
            self._add("\n" if self._paragraphs else "")
            self._paragraphs += 1
            look = self._styles.look("paragraph", attributes.get("text:style-name", ""))
            self._spans.append(look)
        elif name == "text:span":
            self._spans.append(self._styles.look("text", attributes.get("text:style-name", "")))
        elif name == "text:s":
            self._add(" " * min(digits_in(attributes.get("text:c", "1"), 9) or 1, MOST_LETTERS))
        elif name in ("text:tab", "text:line-break"):
            self._add("\t" if name == "text:tab" else "\n")

    def text(self, text: str) -> None:
        if self._paragraphs:  # what is indented between the elements is no text
            self._add(text)

    def _add(self, text: str) -> None:
        """Never more than a cell holds: spaces are counted in one short element."""
        text = text[: max(MOST_LETTERS + 1 - self._letters, 0)]
        self._letters += len(text)
        if text:
            look = next((look for look in reversed(self._spans) if look), PLAIN)
            self._pieces.add(text, look)

    def end(self, name: str) -> None:
        if name in ("text:p", "text:span") and self._spans:
            self._spans.pop()

    @property
    def seen(self) -> Visible:
        return self._pieces.seen()

    def value(self) -> object:
        """As `Cells` promises it; raises `DamagedPartError` for what is no value."""
        kind = self.attributes.get("office:value-type", "")
        if self.attributes.get("calcext:value-type") == "error":
            return ErrorValue(self.seen.text or "#N/A")
        if kind in _NUMBERS:
            return _number(self.attributes.get("office:value", ""))
        if kind == "date":
            return _day(self.attributes.get("office:date-value", ""))
        if kind == "time":
            return _duration(self.attributes.get("office:time-value", ""))
        if kind == "boolean":
            return self.attributes.get("office:boolean-value", "").casefold() == "true"
        if kind == "string":
            return self.attributes.get("office:string-value") or self.seen.text
        return self.seen.text


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as fault:
        raise DamagedPartError(f"no number: {text[:20]}") from fault


def _day(text: str) -> object:
    """The day with its time; of another zone the time that its writer saw."""
    try:
        return (
            datetime.fromisoformat(text).replace(tzinfo=None)
            if "T" in text
            else date.fromisoformat(text)
        )
    except ValueError:
        return text


def _duration(text: str) -> object:
    found = _DURATION.match(text)
    if not found:
        return text
    sign, *parts = found.groups("0")
    days, hours, minutes, seconds = (int(part or 0) for part in parts)
    try:
        length = timedelta(days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return text
    if sign == "-":
        return -length
    of_day = length < timedelta(days=1)  # a moment, as every other format has it
    return (datetime.min + length).time() if of_day else length


class OdsSheet:
    """A sheet being read."""

    def __init__(self, styles: OdsStyles, style: str = "") -> None:
        self.rows = self.columns = 0
        self._is_sheet_hidden = styles.is_hidden(style)
        self.comments = CommentsFound()
        self.drawn: list[BesideCells] = []
        self._styles = styles
        self._struck_columns: set[int] = set()
        self._style_of_row = ""
        self._values: dict[At, object] = {}
        self._repeated: list[tuple[int, int]] = []
        self._merged: list[str] = []
        self._struck: dict[At, str] = {}
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[int] = []
        self._row = self._column = self._columns_told = 0
        self._row_repeats = 1
        self._is_hidden = False

    @property
    def here(self) -> str:
        """The cell that is being read, by name."""
        return f"{column_name(self._column)}{self._row + 1}"

    def column(self, attributes: Mapping[str, str]) -> None:
        repeats = _repeats(attributes, "table:number-columns-repeated")
        told = range(self._columns_told, min(self._columns_told + repeats, _MOST_COLUMNS))
        if attributes.get("table:visibility") in _HIDDEN:
            self._hidden_columns += told
        if self._is_struck(attributes.get("table:default-cell-style-name", "")):
            self._struck_columns.update(told)
        self._columns_told += repeats

    def begin_row(self, attributes: Mapping[str, str]) -> None:
        self._column = 0
        self._row_repeats = _repeats(attributes, "table:number-rows-repeated")
        self._is_hidden = attributes.get("table:visibility") in _HIDDEN
        self._style_of_row = attributes.get("table:default-cell-style-name", "")

    def _is_struck(self, style: str) -> bool:
        return self._styles.look("table-cell", style) == STRUCK

    def _is_cell_struck(self, cell: OdsCell) -> bool:
        """By its own style, else its row's, else its column's: a style may be said once for all."""
        if style := cell.attributes.get("table:style-name") or self._style_of_row:
            return self._is_struck(style)
        return self._column in self._struck_columns

    def cell(self, attributes: Mapping[str, str], *, is_covered: bool) -> OdsCell:
        """The cell that begins; a covered one holds what nobody sees, and says nothing."""
        spans = [
            digits_in(attributes.get(f"table:number-{way}-spanned", "1"), 7) or 1
            for way in ("rows", "columns")
        ]
        if spans != [1, 1] and not is_covered:
            last = f"{column_name(min(self._column + spans[1], 16_384) - 1)}{self._row + spans[0]}"
            self._merged.append(f"{self.here}:{last}")
        return OdsCell(attributes, self._styles)

    def take(self, cell: OdsCell) -> None:
        """The end of a cell."""
        value = cell.value()
        if value is not None and value != "":
            self._fill(cell, value)
        self._column += cell.repeats

    def _fill(self, cell: OdsCell, value: object) -> None:
        self.rows = max(self.rows, self._row + self._row_repeats)
        self.columns = max(self.columns, self._column + cell.repeats)
        if self.rows * self.columns > MOST_CELLS or len(self._values) > MOST_CELLS:
            return
        struck = cell.seen.struck
        if not struck and self._is_cell_struck(cell):
            struck = WHOLE
        for row in range(self._row, self._row + self._row_repeats):
            for column in range(self._column, self._column + cell.repeats):
                self._values[row, column] = value
                if struck:
                    self._struck[row, column] = struck
        if self._is_hidden:
            self._hidden_rows += range(self._row, self._row + self._row_repeats)

    def end_row(self) -> None:
        self._row += self._row_repeats

    def values(self) -> list[list[object]]:
        """From A1 on."""
        rows: list[list[object]] = [[None] * self.columns for _ in range(self.rows)]
        for (row, column), value in self._values.items():
            rows[row][column] = value
        return rows

    def looks(self) -> Looks:
        return Looks(
            tuple(self._merged),
            frozenset(at for at, text in self._struck.items() if text == WHOLE),
            {at: text for at, text in self._struck.items() if text != WHOLE},
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
            self._is_sheet_hidden,
        )
