"""The rows of a document's tables, and where their values go.

A `TableRow` is one row under a header: the column of each cell, and which cell is merged with the
one above. `CollectedValues` holds the values by field, and the texts that have none, until the
document ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ...expressions.cell_values import says_something
from ...form.columns import Kind
from ...form.fields import Field
from ...form.submission import Remark
from ...reader.looks import SHARED_KINDS
from ...reader.structure.leftovers import LeftCell
from ...texts.days import day_in
from ...texts.numbers import bare_number, percent_in
from ...texts.squeezing import squeeze
from ...texts.typed import quote_value
from .content import Cell, Where, lines_kept
from .headers import LABEL, Header
from .words import Labels, is_written

MOST_NAMED = 12
"""As many missing rows are named one by one."""
TWO_VALUES = "в документе два разных значения для одной графы"


@dataclass
class CollectedValues:
    """The values of a document by slot, and everything else that stands in it."""

    raw: dict[int, object] = field(default_factory=dict)
    places: dict[int, Where] = field(default_factory=dict)
    """By slot, where its value stands."""
    merged: dict[int, int] = field(default_factory=dict)
    """By slot, the slot whose value stands in a cell merged over both."""
    percents: set[int] = field(default_factory=set)
    """The slots typed with «%»."""
    texts: dict[int, str] = field(default_factory=dict)
    left: list[LeftCell] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    slots_at: dict[Where, set[int]] = field(default_factory=dict)
    """By place with a text of its own, the slots it fills; an empty set for what is left over."""
    noted: set[Where] = field(default_factory=set)
    """Places that fill no field but have a remark."""
    _disputed: set[int] = field(default_factory=set)

    def put(self, where: Where, text: str, one: Field | None) -> None:
        """Gives a text to a field; a second, other text for it makes both doubtful."""
        text = lines_kept(text)
        if not is_written(text):
            return
        if one is None:
            self.leave(where, text, "такой графы в бланке нет")
            return
        slot, compact = one.slot, squeeze(text)
        if slot in self._disputed:
            self.leave(where, text, TWO_VALUES)
        elif slot not in self.raw:
            self.raw[slot], self.places[slot], self.texts[slot] = typed(text, one), where, text
            if one.kind is Kind.SHARE and percent_in(compact) is not None:
                self.percents.add(slot)
            self.slots_at.setdefault(where, set()).add(slot)
        elif squeeze(self.texts[slot]) == compact:
            self.slots_at.setdefault(where, set()).add(slot)
        else:
            self._dispute(one, where, text)

    def add(self, where: Where, text: str, one: Field | None) -> None:
        """Gives a further line to a field of words; a second number makes both doubtful."""
        first = self.raw.get(one.slot) if one is not None else None
        if (
            one is None
            or not isinstance(first, str)
            or one.kind is not Kind.TEXT
            or not is_written(text)
        ):
            self.put(where, text, one)
            return
        self.raw[one.slot] = self.texts[one.slot] = f"{first}\n{lines_kept(text)}"
        self.slots_at.setdefault(where, set()).add(one.slot)

    def _dispute(self, one: Field, where: Where, text: str) -> None:
        first = self.texts.pop(one.slot)
        words = {
            "one": quote_value(first),
            "other": quote_value(text),
            "place": str(self.places[one.slot]),
        }
        self.remarks.append(Remark("document-two-values", *where, one.id, words))
        self.leave(self.places.pop(one.slot), first, TWO_VALUES)
        self.leave(where, text, TWO_VALUES)
        self._disputed.add(one.slot)
        self.percents.discard(one.slot)
        del self.raw[one.slot]
        for slots in self.slots_at.values():
            slots.discard(one.slot)

    def leave(self, where: Where, text: str, why: str) -> None:
        """Lists a text that has no place in the form."""
        text = lines_kept(text)
        if is_written(text):
            self.left.append(LeftCell(*where, value=text, why=why))
            self.slots_at.setdefault(where, set())

    def note(self, where: Where, text: str) -> None:
        """Counts a text that is no value; a remark says how it was understood."""
        if is_written(text):
            self.slots_at.setdefault(where, set())
            self.noted.add(where)

    def missing(self, where: Where, names: Sequence[str], of: int) -> None:
        """Reports the rows that a table of the document lacks."""
        if not 0 < len(names) < of:
            return
        listed = ", ".join(names[:MOST_NAMED])
        more = f" … всего {len(names)} из {of}" if len(names) > MOST_NAMED else ""
        self.remark("rows-missing", where, rows=listed + more)

    def remark(self, kind: str, where: Where, field_id: str = "", **words: str) -> None:
        """Adds a remark on a place."""
        self.remarks.append(Remark(kind, *where, field_id, words))


def typed(text: str, one: Field) -> object:
    """The text as it would be typed into the field's cell: plain numbers, percents, days.

    In a document every number is a text, so that alone needs no note.
    """
    compact = squeeze(text)
    if one.kind in (Kind.SHARE, Kind.FREE) and says_something(compact) and "(" not in compact:
        share = percent_in(compact)
        if share is not None and one.is_input:
            return share
    number = bare_number(compact) if one.kind.is_number or one.kind is Kind.FREE else None
    if number is not None and number == int(number):
        return int(number)
    if number is not None and one.kind is not Kind.COUNT:
        return number
    if one.kind is Kind.DATE and (day := day_in(compact)) is not None:
        return day
    return text


# --- Rows under a header ---

UNDER_ANOTHER = "ячейка объединена с верхней, этот текст в документе не виден"
NO_COLUMN = "такой графы в таблице бланка нет"
_BY_YEAR = (Kind.SHARE, Kind.FREE)
"""Kinds of columns of years, where one cell may stand for both years; a term is not the
responsible person."""


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


class EndsWithDocument(Protocol):
    """A reader that decides something when the whole document has been seen."""

    def finish(self) -> None: ...


class RowReader(EndsWithDocument, Protocol):
    """A reader of the rows of one table of the form."""

    def take(self, row: TableRow) -> bool:
        """Takes a row; False for a row that the table does not have."""
        ...

    def leave(self, row: TableRow) -> None:
        """Lists a row that no table takes."""
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
        return not any(is_written(cell.text) for cell, _, _ in self.cells)

    @property
    def continues_above(self) -> bool:
        """Its label is that of the row above, in one merged cell."""
        return any(LABEL in keys and origin is not cell for cell, origin, keys in self.cells)

    def similar_key(self, labels: Labels, collected: CollectedValues) -> str:
        """The key of the label that this row's is another wording of; a remark says so."""
        key = labels.similar(self.label)
        if key:
            collected.note(self.label_place, self.label)
            collected.remark("label-changed", self.label_place, label=quote_value(self.label))
        return key

    def put(
        self, collected: CollectedValues, fields: Mapping[str, Field | None], *known: str
    ) -> None:
        """Gives the row's cells to the fields of its columns, `known` columns aside."""
        for cell, origin, keys in self.cells:
            if not {*known}.isdisjoint(keys):
                continue
            if origin is not cell:
                collected.leave(cell.where, cell.text, UNDER_ANOTHER)
                self._repeat(collected, fields, origin, keys)
            elif not keys:
                collected.leave(cell.where, cell.text, NO_COLUMN)
            else:
                first, *others = (fields.get(key) for key in keys)
                give = collected.add if self.continues_above else collected.put
                give(cell.where, cell.text, first)
                if first is not None and first.slot in collected.raw:
                    self.spans.slots.setdefault(id(cell), {})[keys[0]] = first.slot
                    for other in others if first.kind in _BY_YEAR else ():
                        _share_value(collected, other, first.slot, first.kind)

    def _repeat(
        self,
        collected: CollectedValues,
        fields: Mapping[str, Field | None],
        origin: Cell,
        keys: tuple[str, ...],
    ) -> None:
        """Gives the value of a cell merged downwards to this row, too."""
        for key, slot in self.spans.slots.get(id(origin), {}).items():
            one = fields.get(key)
            if key in keys and one is not None:
                _share_value(collected, one, slot, one.kind)

    def leave(self, collected: CollectedValues, why: str, *known: str) -> None:
        """Lists all that stands in the row as left over, `known` columns aside."""
        for cell, origin, keys in self.cells:
            if {*known}.isdisjoint(keys):
                collected.leave(cell.where, cell.text, why if origin is cell else UNDER_ANOTHER)


def _share_value(collected: CollectedValues, one: Field | None, source: int, kind: Kind) -> None:
    if (
        one is not None
        and one.kind is kind
        and kind in SHARED_KINDS
        and one.slot not in collected.raw
    ):
        collected.merged[one.slot] = source


def row_under(header: Header, cells: Sequence[Cell], spans: Spans) -> TableRow:
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
