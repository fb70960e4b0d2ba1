"""Rows that people put into a table: their own activities find a spare row's place in the plan."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...form.layout import Block, Line
from ...form.rows import PlanHeadingRow, PlanItemRow
from ...form.submission import Remark
from ...texts.typed import quote_value
from .columns import FoundColumns
from .lines import FoundLines
from .printed_sheet import PrintedSheet
from .sheet_index import SheetIndex

BELOW = 3
"""As many rows below a table still belong to it."""


@dataclass
class Adopted:
    """The rows that were put in: the spare lines they became, and those that have no place."""

    rows: dict[int, Line] = field(default_factory=dict)
    homeless: list[int] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    block: str = ""

    def remarks(self, sheet: str) -> list[Remark]:
        """One for each row: whose it became, or that it has no place."""
        kind = "subject-unknown" if self.block == "ege" else "row-homeless"
        kinds = dict.fromkeys(self.rows, "row-adopted") | dict.fromkeys(self.homeless, kind)
        return [
            Remark(kinds[row], sheet, f"{row + 1}:{row + 1}", words={"text": self.names[row]})
            for row in sorted(kinds)
        ]


def adopt(
    index: SheetIndex,
    printed: PrintedSheet,
    block: Block,
    columns: FoundColumns,
    lines: FoundLines,
    end: int,
) -> Adopted:
    """Gives the rows put into the plan to spare lines of their section, in `lines`.

    At row `end` another block begins, wherever a line of this one was moved to.
    """
    found = Adopted(block=block.name)
    for row in _put_in(index, printed, block, columns, lines):
        if row >= end:
            break
        found.names[row] = quote_value(index.value((row, columns.label_column or 0)))
        spare = _spare(block, lines, row) if block.name == "pln" else None
        if spare is None:
            found.homeless.append(row)
        else:
            found.rows[row] = spare
            lines.row_of[spare.tag] = row
            lines.filled.add(row)
            lines.lost = [line for line in lines.lost if line is not spare]
    return found


def _put_in(
    index: SheetIndex,
    printed: PrintedSheet,
    block: Block,
    columns: FoundColumns,
    lines: FoundLines,
) -> list[int]:
    """The rows of the table that are no line of it and have something in them."""
    if columns.label_column is None or not lines.row_of:
        return []
    around = printed.around(block)
    taken = set(lines.row_of.values()) | {row for _, rows in lines.doubled for row in rows}
    first, last = min(lines.row_of.values()), max(lines.row_of.values())
    labels = dict(index.column(columns.label_column))
    known = set(around.labels.values()) | set(around.aliases) | printed.imprint.words
    return [
        row
        for row in range(first, min(last + BELOW, len(index.rows)))
        if row not in taken and labels.get(row) and labels[row] not in known
    ]


def _spare(block: Block, lines: FoundLines, row: int) -> Line | None:
    """A spare line, still blank, of the section in which the row stands."""
    above = [line for line in block.lines if lines.row_of.get(line.tag, row + 1) <= row]
    nearest = max(above, key=lambda line: lines.row_of[line.tag], default=None)
    section = _section(nearest) if nearest else ""
    for line in block.lines:
        if line.spec.kind == "own" and _section(line) == section:
            at = lines.row_of.get(line.tag)
            if at is None or (at not in lines.filled and at != row):
                return line
    return None


def _section(line: Line) -> str:
    spec = line.spec
    if isinstance(spec, PlanItemRow):
        return spec.headings[0]
    return spec.key.split(".")[0] if isinstance(spec, PlanHeadingRow) else ""
