"""How formulas refer to the cells of a form, and the pieces that live formulas are made of.

`Addresses` finds a field wherever its row has been moved to; a `Live` is a formula with its present
value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ..expressions.excel import (
    Address,
    excel_text,
    shown_formula,
)
from ..expressions.nodes import Cell
from ..form.fields import Layout
from ..form.layout import column_name
from ..rules.checklist import Check
from .seals import ROWS

LISTS, META = "_lists", "_meta"
DRAFT_FLAG = "$O$1"
"""The cell of `_checks` that says whether the workbook is a draft."""
HEAVIER = "$O$2:$O$4"
"""How many lines of the list weigh more than 1, 2 and 3."""
FIRST = 2
"""The first row of `_checks` with a check; row 1 is its header."""


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
        return f"'{sheet}'!${column}$1:${column}${self.layout.rows_for_fields(sheet)}"

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


@dataclass(frozen=True, slots=True)
class Live:
    """A formula and its present value."""

    formula: str
    value: str | float


def message_formula(
    message_parts: Iterable[tuple[str, str]], check: Check, address: Address
) -> str:
    """The parts of a message as one text of a formula."""
    parts: list[str] = []
    for text, name in message_parts:
        literal = text + (check.facts.get(name, "") if name not in check.shows else "")
        if literal:
            parts.append(literal)
        if name in check.shows:
            parts.append("=" + shown_formula(check.shows[name], address))
    return "&".join(
        part[1:] if part[0] == "=" else text_constant(part) for part in _join_literals(parts)
    )


def any_broken(numbers: tuple[int, ...]) -> str:
    """The condition that one of these checks is broken."""
    cells = [f'C{FIRST + n}="✗"' for n in numbers]
    return f"OR({','.join(cells)})" if len(cells) > 1 else cells[0]


def _join_literals(parts: list[str]) -> list[str]:
    """Neighbouring literals as one."""
    merged: list[str] = []
    for part in parts:
        if merged and part[0] != "=" and merged[-1][0] != "=":
            merged[-1] += part
        else:
            merged.append(part)
    return merged


def text_constant(text: str) -> str:
    """A literal of a formula; cut into pieces, because Excel allows 255 characters in one."""
    return "&".join(excel_text(text[start : start + 240]) for start in range(0, len(text), 240))
