"""A worksheet for many thousand rows: a cell is XML at once, a row forgotten when written."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from html import escape
from io import StringIO
from math import isfinite
from operator import itemgetter
from typing import TextIO

from xlsxwriter.format import Format

from ...form.layout import column_name
from ...workbook.drawing import PlainSheet

KEPT_ROWS = 1000
"""Of these the heights are kept: charts are placed by them, and stand above the long tables."""
MOST_LETTERS = 16_000
"""Texts up to here need no count of their UTF-16 units; Excel keeps 32,767 of them."""
SHORT = 100
"""Names of schools and subjects come again and again; longer texts seldom do."""
_PLAIN = re.compile(r"[^\x00-\x08\x0b-\x1f\ufffe\uffff]*\Z")
_NAMES = tuple(column_name(column) for column in range(256))


def _inline(text: str) -> str | None:
    """What follows the name and style of a cell with this text; None where it needs more care."""
    if len(text) > MOST_LETTERS or "_x" in text or not _PLAIN.match(text):
        return None
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f' t="inlineStr"><is><t{space}>{escape(text, quote=False)}</t></is></c>'


_inline_of_short = lru_cache(maxsize=4096)(_inline)


class StreamedSheet(PlainSheet):
    """For `constant_memory`: XlsxWriter itself would keep the height of every row to the end.

    `text`, `number` and `blank` do what `write_string`, `write_number` and `write_blank` do, much
    faster: nine tenths of a summary's cells are such, and half the time of writing it went into
    asking each of them what it is. Rows come in order.
    """

    fh: TextIO
    """XlsxWriter's name for the file that the XML goes to."""

    def text(self, row: int, column: int, text: str, style: Format | None) -> None:
        inline = _inline_of_short(text) if len(text) <= SHORT else _inline(text)
        if inline is None:
            self._write_string(row, column, text, style)
        else:
            self._put(row, column, style, inline)

    def number(self, row: int, column: int, number: float, style: Format | None) -> None:
        if not isfinite(number):
            raise ValueError(f"{number} is no number of a cell")
        self._put(row, column, style, f"><v>{number:.16G}</v></c>")

    def blank(self, row: int, column: int, style: Format) -> None:
        self._put(row, column, style, "/>")

    def _put(self, row: int, column: int, style: Format | None, rest: str) -> None:
        if row > self.previous_row:
            self._write_single_row(row)
        elif row < self.previous_row:
            raise ValueError(f"row {row} is in the file already")
        if not self._has_reached(row, column):
            self._check_dimensions(row, column)
        mark = self._marks.get(style)
        if mark is None:
            mark = self._marks[style] = "" if style is None else f' s="{style._get_xf_index()}"'
        self.table[row][column] = f'<c r="{_NAMES[column]}{row + 1}"{mark}{rest}'

    @cached_property
    def _marks(self) -> dict[Format | None, str]:
        """How a cell names its format: XlsxWriter works it out anew for each cell."""
        return {}

    def _has_reached(self, row: int, column: int) -> bool:
        """The sheet is known to reach to this row and column."""
        return (
            self.dim_rowmax is not None
            and row <= self.dim_rowmax
            and self.dim_colmin <= column <= self.dim_colmax
        )

    def _write_cell(self, row: int, col: int, cell: object) -> None:
        if isinstance(cell, str):
            self.fh.write(cell)
        else:
            super()._write_cell(row, col, cell)

    def _write_single_row(self, current_row_num: int = 0) -> None:
        written, file, row = self.previous_row, self.fh, StringIO()
        self._join_cells(written)
        self.fh = row  # one write to the file is quicker than one of each cell
        super()._write_single_row(current_row_num)
        file.write(row.getvalue())
        self.fh = file
        if written >= KEPT_ROWS:
            self.row_info.pop(written, None)
            self.row_sizes.pop(written, None)

    def _join_cells(self, row: int) -> None:
        """Neighbours in a row that are XML already as one: XlsxWriter asks for each cell."""
        joined: dict[int, object] = {}
        begin = None
        for column, cell in sorted(self.table.get(row, {}).items(), key=itemgetter(0)):
            if not isinstance(cell, str):
                joined[column], begin = cell, None
            elif begin is None:
                joined[column], begin = cell, column
            else:
                joined[begin] = f"{joined[begin]}{cell}"
        if joined:
            self.table[row] = joined
