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
from .cell_looks import CellLook
from .cells import Looks
from .ods_looks import PALETTE, OdsConditions, OdsStyles
from .package_parts import DamagedPartError, digits_in
from .piece_looks import NOTHING_OWN, Piece, unseen_part
from .places import At
from .visible import PLAIN, STRUCK, WHOLE, Pieces, Visible

MOST_REPEATS = 10_000_000
"""Digits that say more are a lie: no sheet has as many rows."""
MOST_CELLS = 500_000
"""Filled cells of a sheet; more is refused by its extent, and never laid out before."""
_DURATION = re.compile(
    r"(-?)P(?:(\d{1,9})D)?T?(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,]\d+)?S)?\Z"
)
_NUMBERS = ("float", "percentage", "currency")
_HIDDEN = ("collapse", "filter")
_MOST_COLUMNS = 16_384


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
        self._coloured: list[Piece] = []
        self._own_looks: list[CellLook] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "text:p":
            self._add("\n" if self._paragraphs else "")
            self._paragraphs += 1
            self._begin("paragraph", attributes.get("text:style-name", ""))
        elif name == "text:span":
            self._begin("text", attributes.get("text:style-name", ""))
        elif name == "text:s":
            self._add(" " * min(digits_in(attributes.get("text:c", "1"), 9) or 1, MOST_LETTERS))
        elif name in ("text:tab", "text:line-break"):
            self._add("\t" if name == "text:tab" else "\n")

    def _begin(self, family: str, style: str) -> None:
        self._spans.append(self._styles.look(family, style))
        own = self._styles.text_look(family, style) if style else NOTHING_OWN
        self._own_looks.append(own.over(self._own_looks[-1]) if self._own_looks else own)

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
            self._coloured.append(
                Piece(text, self._own_looks[-1] if self._own_looks else NOTHING_OWN)
            )

    def end(self, name: str) -> None:
        if name in ("text:p", "text:span") and self._spans:
            self._spans.pop()
            self._own_looks.pop()

    @property
    def seen(self) -> Visible:
        return self._pieces.seen()

    def unseen_part(self, style: str) -> str | None:
        """What of its text has the colour of the cell; None where no piece has its own look."""
        if all(piece.look == NOTHING_OWN for piece in self._coloured):
            return None
        return unseen_part(self._coloured, self._styles.cell_look(style), PALETTE)

    @property
    def shown(self) -> str | None:
        """What is seen, where that is not the value as it stands; None as a rule."""
        kind, text = self.attributes.get("office:value-type"), self.seen.text.strip()
        if not self._paragraphs:
            return None
        if kind == "string":
            value = self.attributes.get("office:string-value", "")
            is_same = not value or "".join(value.split()) == "".join(text.split())
        elif kind in _NUMBERS:
            number = f"{_number(self.attributes.get('office:value', '')):.15g}"
            is_same = text.replace(",", ".") == number
        else:
            return None
        return None if is_same else text

    @property
    def is_percent(self) -> bool:
        return self.attributes.get("office:value-type") == "percentage"

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
    """The day with its time; of another zone the time that its writer saw.

    The first sixty of 1900 as Excel names them, a day later: 5 is the fifth of January there.
    """
    try:
        day = (
            datetime.fromisoformat(text).replace(tzinfo=None)
            if "T" in text
            else date.fromisoformat(text)
        )
    except ValueError:
        return text
    return day + timedelta(days=1) if "1899-12-30" < text < "1900-02-28T~" else day


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
        self.conditions = OdsConditions(styles)
        self._style_of_column: dict[int, str] = {}
        self._style_of_row = ""
        self._style_at: dict[At, str] = {}
        self._shown: dict[At, str] = {}
        self._percents: set[At] = set()
        self._unseen_parts: dict[At, str] = {}
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
        if self._is_out_of_sight("table-column", attributes):
            self._hidden_columns += told
        if style := attributes.get("table:default-cell-style-name", ""):
            self._style_of_column.update(dict.fromkeys(told, style))
        self._columns_told += repeats

    def begin_row(self, attributes: Mapping[str, str]) -> None:
        self._column = 0
        self._row_repeats = _repeats(attributes, "table:number-rows-repeated")
        self._is_hidden = self._is_out_of_sight("table-row", attributes)
        self._style_of_row = attributes.get("table:default-cell-style-name", "")

    def _is_out_of_sight(self, family: str, attributes: Mapping[str, str]) -> bool:
        """Of a row or columns: marked so, filtered, or of no height or width."""
        is_hidden = attributes.get("table:visibility") in _HIDDEN
        return is_hidden or self._styles.is_nothing(family, attributes.get("table:style-name", ""))

    def _style_of(self, cell: OdsCell) -> str:
        """Its own style, else its row's, else its column's: a style may be said once for all."""
        own = cell.attributes.get("table:style-name") or self._style_of_row
        return own or self._style_of_column.get(self._column, "")

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
        struck, style = cell.seen.struck, self._style_of(cell)
        if not struck and self._styles.look("table-cell", style) == STRUCK:
            struck = WHOLE
        shown, unseen = cell.shown, cell.unseen_part(style)
        for row in range(self._row, self._row + self._row_repeats):
            for column in range(self._column, self._column + cell.repeats):
                self._values[row, column] = value
                if shown is not None:
                    self._shown[row, column] = shown
                if cell.is_percent:
                    self._percents.add((row, column))
                if unseen is not None:
                    self._unseen_parts[row, column] = unseen
                if self._styles.is_odd(style):
                    self._style_at[row, column] = style
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

    def looks(self, *, shows_no_zeros: bool = False) -> Looks:
        struck_if, unseen_if = self.conditions.on(self._values, self._style_at)
        return Looks(
            tuple(self._merged),
            frozenset(at for at, text in self._struck.items() if text == WHOLE),
            {at: text for at, text in self._struck.items() if text != WHOLE},
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
            self._is_sheet_hidden,
            struck_if,
            frozenset(at for at, style in self._style_at.items() if self._styles.is_unseen(style)),
            unseen_if,
            shown=self._shown,
            percents=frozenset(self._percents),
            unseen_parts=self._unseen_parts,
            shows_no_zeros=shows_no_zeros,
        )
