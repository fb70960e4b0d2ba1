"""A worksheet that forgets its rows once they are in the file."""

from __future__ import annotations

from .school_workbook import PlainFormulas

KEPT_ROWS = 1000
"""Of these the heights are kept: charts are placed by them, and stand above the long tables."""


class StreamedSheet(PlainFormulas):
    """For `constant_memory`: XlsxWriter itself would keep the height of every row to the end."""

    def _write_single_row(self, current_row_num: int = 0) -> None:
        written = self.previous_row
        super()._write_single_row(current_row_num)
        if written >= KEPT_ROWS:
            self.row_info.pop(written, None)
            self.row_sizes.pop(written, None)
