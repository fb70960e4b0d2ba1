"""What a source of cells gives: sheets by name, each as rows of plain values from A1 on."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Protocol


class Cells(Protocol):
    """The cells of a workbook; the reader does not ask where they come from.

    A value is None for a blank, a str, an int, a float, a bool, a date, a datetime, a time or a
    timedelta as Excel's formats make them, or an `ErrorValue`. Rows may differ in length; a row or
    a column beyond the last is blank.
    """

    @property
    def sheet_names(self) -> list[str]: ...

    def rows(self, sheet: str) -> list[list[object]]: ...

    def number_format(self, sheet: str, row: int, column: int) -> str | None:
        """The code of a cell's number format; None where the source cannot tell it."""
        ...


def plain(value: object) -> object:
    """The value as `Cells` promises it: an empty text is a blank, midnight is a date.

    One place for all sources, so that they agree.
    """
    if value == "":
        return None
    if isinstance(value, datetime) and value.time() == time():
        return date(value.year, value.month, value.day)
    return value
