"""The remarks on a block that does not stand as the blank has it."""

from __future__ import annotations

from collections.abc import Iterator

from ...form.layout import Block, Line, column_name
from ...form.rows import PlanItemRow
from ...form.submission import Remark
from ...texts.typed import quote_value
from .columns import FoundColumns
from .lines import FoundLines
from .printed_sheet import PrintedSheet

_LOST = {"ege": "subject-lost", "pln": "item-lost"}
_DOUBLED = {"ege": "subject-doubled"}


def block_remarks(
    sheet: str, printed: PrintedSheet, block: Block, columns: FoundColumns, lines: FoundLines
) -> list[Remark]:
    """The remarks on the lines and columns of one block."""
    remarks = _BlockRemarks(sheet, printed, block)
    return [*remarks.of_lines(lines), *remarks.of_columns(columns, lines)]


class _BlockRemarks:
    """The remarks on one block, as they are made."""

    def __init__(self, sheet: str, printed: PrintedSheet, block: Block) -> None:
        self.sheet = sheet
        self.layout = printed.layout
        self.block = block
        self.printed = printed.around(block)
        self.imprint = printed.imprint

    def _label(self, line: Line) -> str:
        column = self.printed.label_column
        if column is None:  # «Математика базовая», whose rows are years
            return self._header(self.block.columns[0][0])
        return quote_value(
            self.imprint.text_at.get((line.row, column)) or line.spec.label or line.tag
        )

    def _remark(self, kind: str, line: Line | None = None, cell: str = "", **words: str) -> Remark:
        field = ""
        if line is not None:
            there = self.layout.fields_on(self.block, line)
            field = there[0][1].id if there else ""
            words = {"label": self._label(line), "code": line.spec.key, **words}
        return Remark(kind, self.sheet, cell, field, words)

    def of_lines(self, lines: FoundLines) -> Iterator[Remark]:
        lost = [line for line in lines.lost if self._is_missed(line)]
        if lost and not lines.row_of:
            yield self._remark("block-lost", lost[0])
        else:
            for line in lost:
                is_item = isinstance(line.spec, PlanItemRow) or self.block.name == "ege"
                kind = _LOST.get(self.block.name, "line-lost") if is_item else "line-lost"
                yield self._remark(kind, line)
        for line, rows in lines.doubled:
            kind = _DOUBLED.get(self.block.name, "line-doubled")
            named = ", ".join(str(row + 1) for row in rows)
            yield self._remark(kind, line, number=str(len(rows)), rows=named)
        for line in lines.renamed:
            is_item = isinstance(line.spec, PlanItemRow)
            row = lines.row_of[line.tag] + 1
            kind = "item-reworded" if is_item else "label-changed"
            yield self._remark(kind, line, cell=f"{row}:{row}")
        if lines.followed:
            yield self._remark("rows-followed")

    def _is_missed(self, line: Line) -> bool:
        """The school answers for it: no spare row of the plan, and nothing of the district's."""
        if getattr(line.spec, "owner", "") == "D":
            return False
        return line.spec.kind != "own" or self.block.name == "ind"

    def of_columns(self, columns: FoundColumns, lines: FoundLines) -> Iterator[Remark]:
        of_exams, first = self.block.name == "ege", self.block.lines[0]
        if lines.row_of and not columns.column_of:
            yield self._remark("block-lost", first)
            return
        for tag in columns.lost if lines.row_of else ():
            if self._is_typed_in(tag):
                yield self._remark("column-lost", first, label=self._header(tag), tag=tag)
        for tag, places in columns.doubled:
            named = ", ".join(map(column_name, places))
            words = {"label": self._header(tag), "number": str(len(places)), "columns": named}
            words["tag"] = tag
            yield self._remark("column-doubled", first, **words)
        for one in columns.renamed:
            cell = column_name(one.column)
            kind = "band-changed" if of_exams else "header-changed"
            words = {
                "label": quote_value(one.printed),
                "here": quote_value(one.here) if one.here else "пусто",
            }
            yield self._remark(kind, first, cell=f"{cell}:{cell}", **words)
        if columns.headless and columns.column_of:
            yield self._remark("headers-lost", first)
        if columns.followed:
            yield self._remark("columns-followed")

    def _is_typed_in(self, tag: str) -> bool:
        """Not only formulas stand in the column: a lost percent is computed all the same."""
        fields = (self.layout.fields_on(self.block, line) for line in self.block.lines)
        return any(column == tag and one.is_input for found in fields for column, one in found)

    def _header(self, tag: str) -> str:
        """What the blank prints above a column; beside the first line, where it has no header."""
        label = self.printed.headers.label(dict(self.block.columns)[tag])
        return quote_value(label or self._label(self.block.lines[0]))
