"""What a source of cells gives: sheets by name, each as rows of plain values from A1 on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import NamedTuple, Protocol

from ...expressions.cell_values import ErrorValue
from ...texts.typed import storable
from .beside import BesideCells, CellComment
from .sheet_xml import At, SharedTexts, SheetXml
from .styles import Styles


class Markup(NamedTuple):
    """What a file says of a sheet beside its values."""

    xml: SheetXml
    styles: Styles
    has_print_area: bool
    strings: SharedTexts

    def number_format(self, at: At) -> str:
        """The code of a cell's number format."""
        return self.styles.number_format(self.xml.walk.styles.get(at, 0))


@dataclass(frozen=True, slots=True)
class Looks:
    """What is seen on a sheet beside the values, the same for every format."""

    merged: tuple[str, ...] = ()
    """The merged areas by name, as «B3:B4»."""
    struck: frozenset[At] = frozenset()
    """The cells that are struck out as a whole."""
    struck_parts: Mapping[At, str] = field(default_factory=dict, hash=False)
    """By cell, the part of its text that is struck out; the value is without it."""
    hidden_rows: frozenset[int] = frozenset()
    """By zero-based number; those that hold something at least."""
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Beside:
    """What a file has beside its cells."""

    comments: Mapping[str, tuple[CellComment, ...]] = field(default_factory=dict, hash=False)
    """By sheet, what people wrote beside the cells."""
    others: Mapping[str, tuple[BesideCells, ...]] = field(default_factory=dict, hash=False)
    """By sheet, what else there is; that of the whole workbook under an empty name."""
    looks: Mapping[str, Looks] = field(default_factory=dict, hash=False)
    """By sheet, what its reader sees; without those that look as usual."""
    has_macros: bool = False
    """Macros, of whomever; they are never run."""


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
    def beside(self) -> Beside:
        """Empty where the source does not show it."""
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

    What no cell can hold, a number without end or none at all, is the error a program shows for it.
    One place for all sources, so that they agree.
    """
    if value == "":
        return None
    if isinstance(value, float) and not isfinite(value):
        return ErrorValue("#NUM!")
    if isinstance(value, str):
        return storable(value) or None
    return _moment(value) if isinstance(value, datetime) else value


_ROUNDED = timedelta(seconds=30)


def _moment(moment: datetime) -> date | datetime:
    """A day where the time is midnight, or so near that a program only rounded it otherwise."""
    if moment.replace(tzinfo=None) > datetime.max - _ROUNDED:
        return moment
    near = (moment.replace(tzinfo=None) + _ROUNDED).replace(second=0, microsecond=0)
    return near.date() if near.time() == time() else moment
