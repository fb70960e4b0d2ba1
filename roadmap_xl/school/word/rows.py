"""A row of a table as its reader sees it: the column of each cell, and what lies under what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ...form.columns import Kind
from ...form.fields import Field
from ..merging import SAID_OF_ALL
from .content import Cell, Where
from .headers import Header
from .signatures import LABEL
from .taking import Taken
from .words import says

UNDER_ANOTHER = "ячейка объединена с верхней, этот текст в документе не виден"
NO_COLUMN = "такой графы в таблице бланка нет"
_BY_YEAR = (Kind.SHARE, Kind.FREE)
"""What stands in columns of years, and may be said of both; a term is no responsible."""


@dataclass
class Spans:
    """By cell of a table, the one it continues, and the slots that were filled from each."""

    above: dict[int, Cell] = field(default_factory=dict)
    """By grid column, the last cell that continues no other."""
    slots: dict[int, dict[str, int]] = field(default_factory=dict)
    """By identity of a cell and key of a column, the slot it went to."""

    def origin(self, cell: Cell) -> Cell:
        """The cell whose text is seen where this one stands."""
        if cell.continues and cell.start in self.above:
            return self.above[cell.start]
        self.above[cell.start] = cell
        return cell


class Finishing(Protocol):
    """What has something to decide when the whole document has been seen."""

    def finish(self) -> None: ...


class RowReader(Finishing, Protocol):
    """What reads the rows of one table of the form."""

    def take(self, row: TableRow) -> bool:
        """Takes a row; False where it is none of the table's."""
        ...

    def leave(self, row: TableRow) -> None:
        """Lists a row that is nobody's."""
        ...


@dataclass
class TableRow:
    """One row under a header. `cells` are those with text or a column, each with its columns."""

    header: Header
    cells: list[tuple[Cell, Cell, tuple[str, ...]]]
    """Each cell, the one it continues (or itself), the columns it stands in."""
    spans: Spans

    def under(self, key: str) -> Cell | None:
        """The cell whose text is seen in a column."""
        return next((origin for _, origin, keys in self.cells if key in keys), None)

    def text(self, key: str) -> str:
        """What is seen in a column."""
        cell = self.under(key)
        return cell.text if cell else ""

    @property
    def label(self) -> str:
        """What the row is about; the first cell's text where the header has no such column."""
        return self.text(LABEL)

    @property
    def label_place(self) -> Where:
        cell = self.under(LABEL)
        return cell.where if cell else self.cells[0][0].where

    @property
    def is_blank(self) -> bool:
        """Nothing is typed in it."""
        return not any(says(cell.text) for cell, _, _ in self.cells)

    @property
    def goes_on(self) -> bool:
        """Its label is that of the row above, in one merged cell."""
        return any(LABEL in keys and origin is not cell for cell, origin, keys in self.cells)

    def put(self, taken: Taken, fields: Mapping[str, Field | None], *known: str) -> None:
        """Gives the row's cells to the fields of its columns; `known` columns are told already."""
        for cell, origin, keys in self.cells:
            if not {*known}.isdisjoint(keys):
                continue
            if origin is not cell:
                taken.leave(cell.where, cell.text, UNDER_ANOTHER)
                self._repeat(taken, fields, origin, keys)
            elif not keys:
                taken.leave(cell.where, cell.text, NO_COLUMN)
            else:
                first, *others = (fields.get(key) for key in keys)
                give = taken.add if self.goes_on else taken.put
                give(cell.where, cell.text, first)
                if first is not None and first.slot in taken.raw:
                    self.spans.slots.setdefault(id(cell), {})[keys[0]] = first.slot
                    for other in others if first.kind in _BY_YEAR else ():
                        _say_of(taken, other, first.slot, first.kind)

    def _repeat(
        self,
        taken: Taken,
        fields: Mapping[str, Field | None],
        origin: Cell,
        keys: tuple[str, ...],
    ) -> None:
        """A cell merged downwards says the same of this row, too."""
        for key, slot in self.spans.slots.get(id(origin), {}).items():
            one = fields.get(key)
            if key in keys and one is not None:
                _say_of(taken, one, slot, one.kind)

    def leave(self, taken: Taken, why: str, *known: str) -> None:
        """Lists all that stands in the row, but for the columns that are told already."""
        for cell, origin, keys in self.cells:
            if {*known}.isdisjoint(keys):
                taken.leave(cell.where, cell.text, why if origin is cell else UNDER_ANOTHER)


def _say_of(taken: Taken, one: Field | None, source: int, kind: Kind) -> None:
    if one is not None and one.kind is kind and kind in SAID_OF_ALL and one.slot not in taken.raw:
        taken.merged[one.slot] = source


def rows_under(header: Header, cells: Sequence[Cell], spans: Spans) -> TableRow:
    """A row of a table read by its header."""
    origins = {id(cell): spans.origin(cell) for cell in cells}
    found = [(cell, origins[id(cell)], keys) for cell, keys in header.keyed(cells)]
    return TableRow(header, found, spans)


def texts_seen(cells: Sequence[Cell], spans: Spans) -> Iterator[Cell]:
    """The cells of a row with the text that is seen in them."""
    for cell in cells:
        above = spans.above.get(cell.start)
        text = above.text if cell.continues and above else cell.text
        yield Cell(cell.start, cell.span, text, cell.continues, cell.where)
