"""What a source of cells gives: sheets by name, each as rows of plain values from A1 on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

from ...records import Record
from .beside import BesideCells, CellComment
from .conditions import Condition, conditions_on
from .piece_looks import HAS_LOOKS, Piece, pieces_in
from .scan import UncertainError, values_of
from .sheet_xml import At, SharedTexts, SheetXml
from .styles import Styles

_CONDITIONAL = b"onditionalFormatting"


@dataclass(frozen=True, eq=False)
class Markup:
    """What a file says of a sheet beside its values."""

    xml: SheetXml
    styles: Styles
    has_print_area: bool
    strings: SharedTexts
    is_1904: bool = False

    @cached_property
    def values(self) -> Mapping[str, object] | None:
        """By name of a cell, what stands in it; None where only a real parser can say."""
        scan, texts = self.xml.scan, self.strings.values
        if scan is None or texts is None:
            return None
        try:
            values = values_of(scan, texts, self.styles.dated)
        except UncertainError:
            return None
        is_moved = self.is_1904 and any(type(value) is date for value in values.values())
        return None if is_moved else values

    @cached_property
    def conditions(self) -> list[Condition]:
        """The conditional formats by which a value may be struck out or seen otherwise."""
        tail = self.xml.after_cells
        own_looks = b":dxf" in tail or b"showValue=" in tail
        if not own_looks and (not self.styles.may_change_sight or _CONDITIONAL not in tail):
            return []
        return conditions_on(self.xml.around_cells, self.styles.changes)

    @cached_property
    def pieces(self) -> Mapping[At, list[Piece]]:
        """By cell, the pieces of a text of which one has a look of its own."""
        found = dict(self.strings.pieces_on(self.xml))
        if self.xml.scan is None and HAS_LOOKS in self.xml.bytes:
            found |= pieces_in(self.xml.bytes).inline
        return found

    def number_format(self, at: At) -> str:
        """The code of a cell's number format."""
        return self.styles.number_format(self.xml.style_at(at))


class Looks(Record):
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
    is_hidden: bool = False
    """All of the sheet."""
    struck_if: frozenset[At] = frozenset()
    """The cells that a conditional format may strike out."""
    unseen: frozenset[At] = frozenset()
    """The cells whose text has the colour of what is behind it."""
    unseen_if: frozenset[At] = frozenset()
    """Those by a conditional format."""
    codes: Mapping[At, str] = field(default_factory=dict, hash=False)
    """The number formats of filled cells in which another number may be seen, where known."""
    shown: Mapping[At, str] = field(default_factory=dict, hash=False)
    """What is seen in the place of a value, where the file keeps that and it may be another."""
    percents: frozenset[At] = frozenset()
    """The filled cells that show percents, where no number formats are known."""
    unseen_parts: Mapping[At, str] = field(default_factory=dict, hash=False)
    """By cell whose text has pieces with looks of their own, what of it is not seen."""
    shows_no_zeros: bool = False


class Beside(Record):
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
