"""What is to be said of a block that does not stand as the blank has it."""

from __future__ import annotations

from collections.abc import Iterator

from ...form.rows import PlanItemRow
from ...layout import Block, Layout, Line, column_name
from ...submission import Remark
from ..typed_text import quoted
from .block_imprint import block_imprint
from .columns import FoundColumns
from .imprint import imprints_of
from .lines import FoundLines

_LOST = {"ege": "subject-lost", "pln": "item-lost"}
_DOUBLED = {"ege": "subject-doubled"}


def block_remarks(
    sheet: str, layout: Layout, block: Block, columns: FoundColumns, lines: FoundLines
) -> list[Remark]:
    """The remarks on the lines and columns of one block."""
    speaker = _Speaker(sheet, layout, block)
    return [*speaker.of_lines(lines), *speaker.of_columns(columns)]


class _Speaker:
    """Makes the remarks on one block."""

    def __init__(self, sheet: str, layout: Layout, block: Block) -> None:
        self.sheet = sheet
        self.layout = layout
        self.block = block
        self.printed = block_imprint(layout, block)
        self.imprint = imprints_of(layout.edition.key)[block.sheet]

    def _label(self, line: Line) -> str:
        column = self.printed.label_column
        if column is None:  # «Математика базовая», whose rows are years
            return self._header(self.block.columns[0][0])
        return quoted(self.imprint.text_at.get((line.row, column)) or line.spec.label or line.tag)

    def _remark(self, kind: str, line: Line | None = None, cell: str = "", **words: str) -> Remark:
        field = ""
        if line is not None:
            there = self.layout.fields_on(self.block, line)
            field = there[0][1].id if there else ""
            words = {"label": self._label(line), "code": line.spec.key, **words}
        return Remark(kind, self.sheet, cell, field, words)

    def of_lines(self, lines: FoundLines) -> Iterator[Remark]:
        lost = [line for line in lines.lost if line.spec.kind != "own" or self.block.name == "ind"]
        if lost and not lines.row_of:
            yield self._remark("block-lost", label=self._label(lost[0]))
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

    def of_columns(self, columns: FoundColumns) -> Iterator[Remark]:
        of_exams = self.block.name == "ege"
        for tag in columns.lost:
            yield self._remark("column-lost", self.block.lines[0], label=self._header(tag))
        for tag, here in columns.renamed:
            cell = column_name(columns.column_of[tag])
            kind = "band-changed" if of_exams else "header-changed"
            words = {"label": self._header(tag), "here": quoted(here) if here else "пусто"}
            yield self._remark(kind, self.block.lines[0], cell=f"{cell}:{cell}", **words)
        if columns.followed:
            yield self._remark("columns-followed")

    def _header(self, tag: str) -> str:
        for row in range(self.block.lines[0].row - 1, self.block.tag_row, -1):
            text = self.imprint.text_at.get((row, dict(self.block.columns)[tag]), "")
            if text and not text.isdecimal():
                return quoted(text)
        return tag
