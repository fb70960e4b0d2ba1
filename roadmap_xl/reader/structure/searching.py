"""The search for the cells of a sheet on which something printed does not stand in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...form.layout import Block
from ...form.submission import Remark
from ...texts.squeezing import normalize
from .adopting import Adopted, adopt
from .columns import ColumnFinder, FoundColumns
from .headers import BlockImprint
from .lines import FoundLines, LineFinder, positions
from .placed_sheet import OriginMap, PlacedSheet
from .printed_sheet import PrintedSheet
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


HeaderRows = dict[tuple[str, int], int]
"""By block and number of the row of headers, the row it is on a sheet."""
ENOUGH = 0.5
"""The part of a row's headers that tells it from any other row, though some are changed."""


def search(found: PlacedSheet, index: SheetIndex, printed: PrintedSheet) -> None:
    """Finds the fields by tags and labels, and remarks on what is not where the blank has it."""
    found.origins = OriginMap(index, printed.imprint)
    rows = header_rows_on(index, printed)
    blocks = [_found_block(index, printed, block, rows, found.origins) for block in printed.blocks]
    for one in blocks:
        _put(found, one, printed)
    found.remarks += moved_remarks(found.sheet, blocks)


def _found_block(
    index: SheetIndex, printed: PrintedSheet, block: Block, rows: HeaderRows, origins: OriginMap
) -> FoundBlock:
    around = printed.around(block)
    tag_row = _tag_row(index, block)
    tags = positions(index.texts_of(tag_row)) if tag_row is not None else {}
    here = [rows.get((block.name, number)) for number in range(len(around.headers.levels))]
    columns = ColumnFinder(index, block, around, tags, here, origins).found()
    lines = _lines(index, block, around, columns)
    here_begins = next((row for row in here if row is not None), 0)
    others = (row for (name, _), row in rows.items() if name != block.name)
    end = min((row for row in others if row > here_begins), default=len(index.rows))
    own = adopt(index, printed, block, columns, lines, end)
    return FoundBlock(block, columns, lines, own)


def _put(found: PlacedSheet, one: FoundBlock, printed: PrintedSheet) -> None:
    """Adds what was found of a block to what is known of its sheet."""
    columns, lines, own = one.columns, one.lines, one.own
    for slot, line, tag in printed.layout.fields_by_block[one.block.name]:
        row, column = lines.row_of.get(line.tag), columns.column_of.get(tag)
        if row is None or column is None:
            found.lost.add(slot)
        else:
            found.places[slot] = (row, column)
    found.explained_rows |= {row for _, rows in lines.doubled for row in rows} | set(own.names)
    found.explained_rows |= {lines.row_of[line.tag] for line in lines.renamed}
    found.explained_columns |= {column.column for column in columns.renamed}
    if columns.label_column is not None:
        found.other_labels |= {(row, columns.label_column) for row in lines.aliased}
    found.remarks += own.remarks(found.sheet)
    found.remarks += block_remarks(found.sheet, printed, one.block, columns, lines)


def header_rows_on(index: SheetIndex, printed: PrintedSheet) -> HeaderRows:
    """The rows of headers by what stands in them, wherever they have gone, with or without tags.

    A row is the one that fits best, and to which nothing else fits better: the headers of another
    table, though they say «Всего» too, prove nothing.
    """
    wanted = {
        (block.name, number): Counter(level.values())
        for block in printed.blocks
        for number, level in enumerate(printed.around(block).headers.levels)
    }
    rows = {row for texts in wanted.values() for text in texts for row, _ in index.at.get(text, ())}
    texts_of = {row: Counter(text for _, text in index.texts_of(row)) for row in sorted(rows)}
    return _best_pairs(wanted, texts_of)


def _best_pairs(
    wanted: Mapping[tuple[str, int], Counter[str]], texts_of: Mapping[int, Counter[str]]
) -> HeaderRows:
    found: dict[tuple[str, int], tuple[float, int]] = {}
    for row, texts in texts_of.items():
        key = max(wanted, key=lambda one: _fit(wanted[one], texts))
        fit, common = _fit(wanted[key], texts), (wanted[key] & texts).total()
        if common >= ENOUGH * wanted[key].total() and fit > found.get(key, (0.0, 0))[0]:
            found[key] = (fit, row)
    return {key: row for key, (_, row) in found.items()}


def _fit(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / (one.total() + other.total())


def _tag_row(index: SheetIndex, block: Block) -> int | None:
    """The row with the tags of the columns; where its own mark is lost, the one that has most."""
    marked = [row for row, _ in index.at.get(f"#{normalize(block.name)}", ())]
    if marked:
        return block.tag_row if block.tag_row in marked else marked[0]
    tags = {normalize(tag) for tag, _ in block.columns}
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
        for _, column in index.at.get(normalize(line.tag), ()):
            seen[column] = seen.get(column, 0) + 1
    return max(seen, key=lambda column: seen[column]) if seen else None
