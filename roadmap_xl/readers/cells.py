"""What a source of cells gives: sheets by name, each as rows of plain values from A1 on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from ..expressions.snapshot import ErrorValue
from .comments import CellComment
from .sheet_xml import At, SheetXml
from .styles import Styles


@dataclass(frozen=True, slots=True)
class Markup:
    """What a file says of a sheet beside its values."""

    xml: SheetXml
    styles: Styles
    comments: tuple[CellComment, ...] = ()

    def number_format(self, at: At) -> str:
        """The code of a cell's number format."""
        return self.styles.number_format(self.xml.walk.styles.get(at, 0))


class Cells(Protocol):
    """The cells of a workbook; the reader does not ask where they come from.

    A value is None for a blank, a str, an int, a float, a bool, a date, a datetime, a time or a
    timedelta as Excel's formats make them, or an `ErrorValue`. Rows may differ in length; a row or
    a column beyond the last is blank.
    """

    @property
    def saved_as(self) -> str:
        """How the file is saved, where it is not as asked; for messages."""
        ...

    @property
    def sheet_names(self) -> list[str]:
        """All sheets, also those that cannot be read."""
        ...

    def rows(self, sheet: str) -> list[list[object]]: ...

    def markup(self, sheet: str) -> Markup | None:
        """What the source tells of a sheet beside its values; None where it cannot."""
        ...


def plain(value: object) -> object:
    """The value as `Cells` promises it: an empty text is a blank, midnight is a date.

    A file may hold «nan» or 1e999, which Excel knows only as an error. One place for all sources,
    so that they agree.
    """
    if value == "":
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return ErrorValue("#NUM!")
    if isinstance(value, datetime) and value.time() == time():
        return date(value.year, value.month, value.day)
    return value
