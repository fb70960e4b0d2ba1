"""A worksheet for many thousand rows: a cell is XML at once, a row forgotten when written."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, lru_cache
from html import escape
from io import StringIO
from math import isfinite
from typing import TextIO

from xlsxwriter.format import Format
from xlsxwriter.worksheet import RowInfo

from ...form.layout import column_name
from ...workbook.drawing import PlainSheet

KEPT_ROWS = 1000
"""Of these the heights are kept: charts are placed by them, and stand above the long tables."""
MOST_LETTERS = 16_000
"""Texts up to here need no count of their UTF-16 units; Excel keeps 32,767 of them."""
SHORT = 100
"""Names of schools and subjects come again and again; longer texts seldom do."""
_EXACT = 10**15
"""Whole numbers below have all their digits in a cell."""
_PLAIN = re.compile(r"[^\x00-\x08\x0b-\x1f\ufffe\uffff]*\Z")
_NAMES = tuple(f'<c r="{column_name(column)}' for column in range(256))


def _inline(text: str) -> str | None:
    """What follows the name and style of a cell with this text; None where it needs more care."""
    if len(text) > MOST_LETTERS or "_x" in text or not _PLAIN.match(text):
        return None
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f' t="inlineStr"><is><t{space}>{escape(text, quote=False)}</t></is></c>'


_inline_of_short = lru_cache(maxsize=4096)(_inline)


class StreamedSheet(PlainSheet):
    """For `constant_memory`: XlsxWriter itself would keep the height of every row to the end.

    `text`, `number`, `blank` and `formula` do what `write_string`, `write_number`, `write_blank`
    and `write_formula` do, much faster: nearly all cells of a summary are such, and most of the
    time of writing it went into asking each of them what it is. What XlsxWriter's own methods
    write stands beside them in a row. Rows come in order.
    """

    fh: TextIO
    """XlsxWriter's name for the file that the XML goes to."""
    previous_row: int
    """XlsxWriter's name for the row that is being filled."""

    def text(self, row: int, column: int, text: str, style: Format | None) -> None:
        inline = _inline_of_short(text) if len(text) <= SHORT else _inline(text)
        if inline is None:
            self._write_string(row, column, text, style)
        else:
            self._put(row, column, style, inline)

    def number(self, row: int, column: int, number: float, style: Format | None) -> None:
        if type(number) is int and -_EXACT < number < _EXACT:
            self._put(row, column, style, f"><v>{number}</v></c>")
        elif isfinite(number):
            self._put(row, column, style, f"><v>{number:.16G}</v></c>")
        else:
            raise ValueError(f"{number} is no number of a cell")

    def blank(self, row: int, column: int, style: Format) -> None:
        self._put(row, column, style, "/>")

    def formula(
        self, row: int, column: int, formula: str, value: float | None, style: Format | None
    ) -> None:
        """A formula with its present value; None is its empty text."""
        kind, shown = (' t="str"', "") if value is None else ("", value)
        stored = escape(formula.removeprefix("="), quote=False)
        self._put(row, column, style, f"{kind}><f>{stored}</f><v>{shown}</v></c>")

    def height(self, row: int, height: float) -> None:
        """What `set_row` does with a height alone, asked once for each height."""
        info = self._known_heights.get(height)
        if info is None or row < KEPT_ROWS:
            self.set_row(row, height)
            self._known_heights[height] = self.row_info[row]
        else:
            self.row_info[row] = info

    @cached_property
    def _known_heights(self) -> dict[float, RowInfo]:
        return {}

    def _put(self, row: int, column: int, style: Format | None, rest: str) -> None:
        if row != self.previous_row:
            self._begin_row(row)
        mark = self._marks.get(style)
        if mark is None:
            mark = self._marks[style] = "" if style is None else f' s="{style._get_xf_index()}"'
        self.table[row][column] = f'{_NAMES[column]}{row + 1}"{mark}{rest}'

    def _begin_row(self, row: int) -> None:
        if row < self.previous_row:
            raise ValueError(f"row {row} is in the file already")
        self._write_single_row(row)

    @cached_property
    def _marks(self) -> dict[Format | None, str]:
        """How a cell names its format: XlsxWriter works it out anew for each cell."""
        return {}

    def _write_single_row(self, current_row_num: int = 0) -> None:
        """The row before goes to the file, in one piece."""
        row = self.previous_row
        cells = self.table.pop(row, None)
        if cells:
            columns = sorted(cells)
            self._check_dimensions(row, columns[0])
            self._check_dimensions(row, columns[-1])
            written = [cells[column] for column in columns]
            if set(map(type, written)) != {str}:
                written = [self._written(row, column, cells[column]) for column in columns]
            self.fh.write(f'<row r="{row + 1}"{self._attributes(row)}>{"".join(written)}</row>')
            self.previous_row = current_row_num
        else:
            super()._write_single_row(current_row_num)
        if row >= KEPT_ROWS:
            self.row_info.pop(row, None)
            self.row_sizes.pop(row, None)

    def _written(self, row: int, column: int, cell: object) -> str:
        """A cell that is XML already, or as XlsxWriter writes it."""
        return (
            cell
            if isinstance(cell, str)
            else self._aside(lambda: self._write_cell(row, column, cell))
        )

    def _attributes(self, row: int) -> str:
        """What the row's tag says of its height and of whether it is folded."""
        info = self.row_info.get(row)
        if info is None:
            return ""
        key = (info.height, info.row_format, info.hidden, info.level, info.collapsed)
        found = self._known_attributes.get(key)
        if found is None:
            tag = self._aside(lambda: self._write_row(0, None, info))
            found = self._known_attributes[key] = tag.removeprefix('<row r="1"').removesuffix(">")
        return found

    @cached_property
    def _known_attributes(self) -> dict[tuple[object, ...], str]:
        return {}

    def _aside(self, write: Callable[[], None]) -> str:
        """What XlsxWriter writes, before it is in the file."""
        file, self.fh = self.fh, StringIO()
        try:
            write()
            return self.fh.getvalue()
        finally:
            self.fh = file
