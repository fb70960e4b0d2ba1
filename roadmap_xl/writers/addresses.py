"""References to the form's cells that survive moved and inserted rows and columns."""

from __future__ import annotations

from functools import cached_property

from ..expressions.excel import Address
from ..expressions.nodes import Cell
from ..hidden_seals import ROWS
from ..layout import Layout, column_name

SPARE_ROWS = 20


class Addresses:
    """How formulas refer to the fields of a layout: by the row's tag, through `_rows`."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        lines = [(block, line) for block in layout.blocks for line in block.lines]
        self.row_numbers = {
            line.tag: (number, block.sheet, line.row + 1)
            for number, (block, line) in enumerate(lines, start=1)
        }
        """By row tag: its row on `_rows`, its sheet, its row there."""

    @cached_property
    def _by_slot(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for block in self.layout.blocks:
            columns = dict(block.columns)
            for line in block.lines:
                row = f"{ROWS}!$C${self.row_numbers[line.tag][0]}"
                for tag, field in self.layout.fields_on(block, line):
                    area = self.column_area(block.sheet, column_name(columns[tag]))
                    found[field.slot] = f"INDEX({area},{row})"
        return found

    def column_area(self, sheet: str, column: str) -> str:
        """The part of a column that holds the form, with room for rows that are put in.

        Not the whole column: LibreOffice loads a workbook of such references three times slower.
        """
        last = max(block.last_row for block in self.layout.on(sheet)) + 1 + SPARE_ROWS
        return f"'{sheet}'!${column}$1:${column}${last}"

    def of(self, cell: Cell) -> str:
        return self._by_slot[cell.slot]

    def field(self, field_id: str) -> str:
        return self._by_slot[self.layout.form.by_id[field_id].slot]

    def row_of(self, slot: int) -> str:
        """The cell of `_rows` that says on which row of its sheet the field stands now."""
        address = self._by_slot[slot]
        return address[address.index(f"{ROWS}!") : -1]

    def near(self, sheet: str) -> Address:
        """Addresses seen from a sheet: its own cells directly, so that percents stay readable."""

        def address(cell: Cell) -> str:
            place = self.layout.place(self.layout.form.fields[cell.slot])
            return place.cell if place.sheet == sheet else self._by_slot[cell.slot]

        return address
