"""The search for the cells of a sheet on which something printed does not stand in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...form.fields import Layout
from ...form.layout import Block
from ...form.submission import Remark
from ...texts.squeezing import compared
from .adopting import Adopted, adopted
from .columns import ColumnFinder, FoundColumns
from .headers import BlockImprint, block_imprints, header_rows_on
from .imprint import imprints_of
from .lines import FoundLines, LineFinder, positions
from .placed_sheet import PlacedSheet, Standing
from .remarks import block_remarks
from .sheet_index import SheetIndex


@dataclass(frozen=True)
class FoundBlock:
    """A block with what was found of it on a sheet."""

    block: Block
    columns: FoundColumns
    lines: FoundLines
    own: Adopted

    @property
    def is_sorted(self) -> bool:
        """Its rows stand in another order; spare rows and those put in do not count."""
        rows = [
            self.lines.row_of[line.tag]
            for line in self.block.lines
            if line.tag in self.lines.row_of and line.spec.kind != "own"
        ]
        return any(here > below for here, below in pairwise(rows))

    @property
    def has_moved_rows(self) -> bool:
        return any(self.lines.row_of.get(ln.tag, ln.row) != ln.row for ln in self.block.lines)

    @property
    def has_moved_columns(self) -> bool:
        return any(self.columns.column_of.get(tag, at) != at for tag, at in self.block.columns)

    @property
    def is_explained(self) -> bool:
        """Another remark on the block says why its rows have moved."""
        lines = self.lines
        return bool(lines.lost or lines.doubled or lines.followed or self.own.names)


def moved_remarks(sheet: str, blocks: Sequence[FoundBlock]) -> list[Remark]:
    """One remark at most on rows, one on columns."""
    found = []
    if any(one.is_sorted and not one.lines.followed for one in blocks):
        found.append(Remark("rows-sorted", sheet))
    elif any(one.has_moved_rows for one in blocks) and not any(one.is_explained for one in blocks):
        found.append(Remark("moved", sheet, words={"what": "строки"}))
    if any(one.has_moved_columns and not one.columns.followed for one in blocks):
        found.append(Remark("moved", sheet, words={"what": "столбцы"}))
    return found


# --- The search for the cells of a sheet on which something printed does not stand in its pla ---


def search(found: PlacedSheet, index: SheetIndex, layout: Layout, printed_as: str) -> None:
    """Finds the fields by tags and labels, and remarks on what is not where the blank has it."""
    imprint = imprints_of(layout.form)[printed_as]
    standing = found.standing = Standing(index, imprint)
    rows = header_rows_on(index, layout, printed_as)
    blocks = [
        _place_block(found, index, layout, block, rows, standing) for block in layout.on(printed_as)
    ]
    found.remarks += moved_remarks(found.sheet, blocks)


def _place_block(
    found: PlacedSheet,
    index: SheetIndex,
    layout: Layout,
    block: Block,
    header_rows: Mapping[tuple[str, int], int],
    standing: Standing,
) -> FoundBlock:
    printed = block_imprints(layout.form)[block.name]
    tag_row = _tag_row(index, block)
    tags = positions(index.texts_of(tag_row)) if tag_row is not None else {}
    rows = [header_rows.get((block.name, n)) for n in range(len(printed.headers.levels))]
    columns = ColumnFinder(index, block, printed, tags, rows, standing).found()
    lines = _lines(index, block, printed, columns)
    own = adopted(index, layout, block, columns, lines)
    for slot, line, tag in layout.fields_by_block[block.name]:
        row, column = lines.row_of.get(line.tag), columns.column_of.get(tag)
        if row is None or column is None:
            found.lost.add(slot)
        else:
            found.places[slot] = (row, column)
    found.explained_rows |= {row for _, rows in lines.doubled for row in rows} | set(own.names)
    found.explained_rows |= {lines.row_of[line.tag] for line in lines.renamed}
    found.explained_columns |= {one.column for one in columns.renamed}
    found.remarks += own.remarks(found.sheet)
    found.remarks += block_remarks(found.sheet, layout, block, columns, lines)
    return FoundBlock(block, columns, lines, own)


def _tag_row(index: SheetIndex, block: Block) -> int | None:
    """The row with the tags of the columns; where its own mark is lost, the one that has most."""
    marked = [row for row, _ in index.at.get(f"#{compared(block.name)}", ())]
    if marked:
        return block.tag_row if block.tag_row in marked else marked[0]
    tags = {compared(tag) for tag, _ in block.columns}
    best = max(range(len(index.rows)), key=lambda row: _matches(index, row, tags), default=None)
    if best is None or len(tags) < 2 or _matches(index, best, tags) * 2 < len(tags):
        return None
    return best


def _matches(index: SheetIndex, row: int, tags: set[str]) -> int:
    return len(tags & {text for _, text in index.texts_of(row)})


def _lines(
    index: SheetIndex, block: Block, printed: BlockImprint, columns: FoundColumns
) -> FoundLines:
    tag_column = _tag_column(index, block)
    tags = positions(index.column(tag_column)) if tag_column is not None else {}
    labels = {} if columns.label_column is None else dict(index.column(columns.label_column))
    at = sorted(columns.column_of.values())

    def content(row: int) -> tuple[object, ...]:
        values = tuple(index.value((row, column)) for column in at)
        return values if any(value is not None for value in values) else ()

    return LineFinder(block, printed, tags, labels, content).found()


def _tag_column(index: SheetIndex, block: Block) -> int | None:
    """The column with the tags of the lines, the first of the blank."""
    seen: dict[int, int] = {}
    for line in block.lines:
        for _, column in index.at.get(compared(line.tag), ()):
            seen[column] = seen.get(column, 0) + 1
    return max(seen, key=lambda column: seen[column]) if seen else None
