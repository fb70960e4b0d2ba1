"""How formulas refer to the cells of a form, and the pieces that live formulas are made of.

`Addresses` finds a field wherever its row has been moved to; a `Live` is a formula with its present
value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from ..expressions.excel import (
    Address,
    excel_text,
    shown_formula,
)
from ..expressions.nodes import Cell, cells_in
from ..form.fields import Layout
from ..form.layout import (
    EGE,
    INDICATORS,
    PASSPORT,
    PLAN,
    REVIEW,
    SCHOOL,
    SIGNATURE,
    TAG_COLUMN,
    TITLE,
    column_name,
)
from ..records import Record
from ..rules.checklist import Check
from .seals import ROWS

LISTS, META = "_lists", "_meta"
SEEN = "_seen"
"""The hidden sheet that says which rows to look at where formulas fill cells of the form."""
DRAFT_FLAG = "$O$1"
"""The cell of `_checks` that says whether the workbook is a draft."""
GRADUATES_FLAG = "$O$2"
"""And the one that says whether the school has graduates this year."""
FIRST = 2
"""The first row of `_checks` with a check; row 1 is its header."""


NAME, OWN_ROW, OTHER_ROW, LABEL = "P", "H", "U", "V"
"""The columns of `_checks` with what a group's line calls the cell that is marked, with its row,
with the other row that is looked at, and with what a message calls the first."""
ROW_NUMBERS = "row_numbers"
"""The name of the cells of `_rows` that say where the rows stand."""
_SHORT = {
    TITLE: "title",
    PASSPORT: "passport",
    EGE: "ege",
    SCHOOL: "school",
    INDICATORS: "indicators",
    PLAN: "plan",
    SIGNATURE: "signature",
    REVIEW: "review",
}
"""How the names of a sheet's columns begin."""

SHEETS, RANKED = ("K", "W"), "Y"
"""There too, a line for each sheet with its name and its first check; and for each line of the list
the number of its check."""
KEY = 10_000
"""What a weight counts in the key by which the list is sorted; a check's row is taken off."""
NO_CHECK = 9999
"""Where a line of the list has none: beyond the last, so that looking there gives nothing."""


class _At(NamedTuple):
    """Where a field stands in the blank; its row by the number of its tag on `_rows`."""

    sheet: str
    column: str
    row_number: int


class Addresses:
    """How formulas refer to the fields of a layout: by the row's tag, through `_rows`."""

    def __init__(self, layout: Layout, shown: frozenset[int] = frozenset()) -> None:
        """`shown` are the slots that formulas fill: from «Баллы» or «Предложения»."""
        self.layout = layout
        self._shown = shown
        lines = [(block, line) for block in layout.blocks for line in block.lines]
        self.row_numbers = {
            line.tag: (number, block.sheet, line.row + 1)
            for number, (block, line) in enumerate(lines, start=1)
        }
        """By row tag: its row on `_rows`, its sheet, its row there."""

    @cached_property
    def _at(self) -> dict[int, _At]:
        """By slot."""
        return {
            field.slot: _At(
                block.sheet,
                column_name(dict(block.columns)[tag]),
                self.row_numbers[line.tag][0],
            )
            for block in self.layout.blocks
            for line in block.lines
            for tag, field in self.layout.fields_on(block, line)
        }

    @cached_property
    def _by_slot(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for slot, at in self._at.items():
            row = self._row_to_look_at(slot, row_cell(at.row_number))
            found[slot] = f"INDEX({self.column_area(at.sheet, at.column)},{row})"
        return found

    def own_cell(self, slot: int) -> str:
        """The field's own cell, also where it shows nothing."""
        at = self._at[slot]
        return f"INDEX({self.column_area(at.sheet, at.column)},{self.row_of(slot)})"

    def row_of(self, slot: int) -> str:
        """The cell that says on which row of its sheet the field stands now."""
        return row_cell(self._at[slot].row_number)

    @property
    def accepted(self) -> tuple[str, str]:
        """Where on «Проверка» a school says which warnings it lets stand, and why."""
        lines = self.layout.block("acc").lines
        first, last = lines[0].row + 1, lines[-1].row + 1
        return f"'{REVIEW}'!$D${first}:$D${last}", f"'{REVIEW}'!$E${first}:$E${last}"

    def _row_to_look_at(self, slot: int, row: str) -> str:
        """The row of a field, or a blank one where a formula fills it and shows nothing.

        A cell that a formula fills is never blank to COUNTA, which all guards ask.
        """
        at = self._at[slot]
        if slot not in self._shown:
            return row
        return f"INDEX({seen_name(at.sheet, at.column)},{row})"

    @cached_property
    def seen_columns(self) -> dict[tuple[str, str], str]:
        """By sheet and column that formulas fill, where `_seen` says which rows to look at."""
        columns = sorted({(self._at[slot].sheet, self._at[slot].column) for slot in self._shown})
        return {one: column_name(n) for n, one in enumerate(columns)}

    def column_area(self, sheet: str, column: str) -> str:
        """The part of a column that holds the form, with room for rows that are put in.

        Not the whole column: LibreOffice loads a workbook of such references three times slower.
        """
        return f"'{sheet}'!${column}$1:${column}${self.layout.rows_for_fields(sheet)}"

    def row_there(self, number: int) -> int:
        """Where the blank has the row that has this number on `_rows`."""
        return self._rows_there[number - 1]

    @cached_property
    def _rows_there(self) -> list[int]:
        return [row for _, _, row in self.row_numbers.values()]

    @property
    def names(self) -> dict[str, str]:
        """The names that the formulas of the hidden sheets use, with their cells."""
        tags = [(block.sheet, column_name(TAG_COLUMN)) for block in self.layout.blocks]
        columns = sorted({*tags, *((at.sheet, at.column) for at in self._at.values())})
        areas = {area_name(*one): self.column_area(*one) for one in columns}
        seen = {
            seen_name(
                sheet, column
            ): f"{SEEN}!${there}$1:${there}${self.layout.rows_for_fields(sheet)}"
            for (sheet, column), there in self.seen_columns.items()
        }
        return {ROW_NUMBERS: f"{ROWS}!$C$1:$C${len(self.row_numbers)}", **areas, **seen}

    def of(self, cell: Cell) -> str:
        return self._by_slot[cell.slot]

    def field(self, field_id: str) -> str:
        return self._by_slot[self.layout.form.by_id[field_id].slot]

    def own_row(self, check: Check) -> int:
        """The number on `_rows` of the row that the check marks a cell of."""
        return self._at[check.field.slot].row_number

    def other_row(self, check: Check) -> int | None:
        """The number of the one other row that the check looks at; None if there are more or none.

        Rows of «Титул» do not count: they hold one cell each, which many checks look at.
        """
        seen = [self._at[cell.slot] for tree in check.trees for cell in cells_in(tree)]
        rows = {at.row_number for at in seen if at.sheet != TITLE} - {self.own_row(check)}
        return rows.pop() if len(rows) == 1 else None

    def beside(self, check: Check) -> Address:
        """Addresses seen from the check's row of `_checks`: by names and by the rows told there.

        So the checks of a rule have formulas that differ in nothing but their own row.
        """
        row, own, other = FIRST + check.number, self.own_row(check), self.other_row(check)

        def address(cell: Cell) -> str:
            at = self._at[cell.slot]
            if at.row_number not in (own, other):
                return self.by_name(cell)
            there = OWN_ROW if at.row_number == own else OTHER_ROW
            seen = self._row_to_look_at(cell.slot, f"${there}{row}")
            return f"INDEX({area_name(at.sheet, at.column)},{seen})"

        return address

    def by_name(self, cell: Cell) -> str:
        """As `of`, without naming a sheet."""
        at = self._at[cell.slot]
        there = f"INDEX({ROW_NUMBERS},{at.row_number})"
        return f"INDEX({area_name(at.sheet, at.column)},{self._row_to_look_at(cell.slot, there)})"

    def near(self, sheet: str) -> Address:
        """Addresses seen from a sheet: its own cells directly, so that percents stay readable."""

        def address(cell: Cell) -> str:
            place = self.layout.place(self.layout.form.fields[cell.slot])
            return place.cell if place.sheet == sheet else self._by_slot[cell.slot]

        return address


def seen_name(sheet: str, column: str) -> str:
    """The name of the rows to look at in such a part, on `_seen`."""
    return f"seen_{area_name(sheet, column)}"


def area_name(sheet: str, column: str) -> str:
    """The name of a column's part that holds the form."""
    return f"{_SHORT[sheet]}_{column}"


def row_cell(number: int) -> str:
    """The cell of `_rows` that says on which row of its sheet a tagged row stands now."""
    return f"{ROWS}!$C${number}"


class Live(Record):
    """A formula and its present value."""

    formula: str
    value: str | float


def message_formula(check: Check, address: Address, cells: Mapping[str, str]) -> str:
    """The check's message as one text of a formula; some of what it names stands in `cells`."""
    parts: list[str] = []
    for text, name in check.rule.message_parts():
        is_literal = name not in check.shows and name not in cells
        literal = text + (check.facts.get(name, "") if is_literal else "")
        if literal:
            parts.append(literal)
        if name in check.shows:
            parts.append("=" + shown_formula(check.shows[name], address))
        elif name in cells:
            parts.append("=" + cells[name])
    return "&".join(
        part[1:] if part[0] == "=" else text_constant(part) for part in _join_literals(parts)
    )


def any_broken(numbers: Iterable[int]) -> str:
    """The condition that one of these checks is broken.

    No COUNTIF: ONLYOFFICE, which Р7-Офис is built on, counts in a range what its formulas gave
    before the last input.
    """
    parts = [
        f'C{FIRST + run[0]}="✗"'
        if len(run) == 1
        else f'ISNUMBER(MATCH("✗",C{FIRST + run[0]}:C{FIRST + run[-1]},0))'
        for run in runs_of(sorted(numbers))
    ]
    return f"OR({','.join(parts)})" if len(parts) > 1 else parts[0]


def count_of(cells: str, test: str) -> str:
    """How many of these cells pass, counted anew after each input: see `any_broken`."""
    return f"SUMPRODUCT(--({cells}{test}))" if ":" in cells else f"IF({cells}{test},1,0)"


def runs_of(numbers: Iterable[int]) -> list[list[int]]:
    """The numbers in runs without gaps."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


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
