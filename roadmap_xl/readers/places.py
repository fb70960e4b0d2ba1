"""Where the values of a form stand in a workbook: found by the tags of rows and columns.

A moved row or column takes its tag along, so no number comes to another subject. A tag that is
lost, or stands twice with neither in its place, leaves its fields blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..layout import FORM_SHEETS, TAG_COLUMN, Block, Layout
from .cells import Cells, plain


def values_in(cells: Cells, layout: Layout) -> dict[int, object]:
    """By slot, what stands in each cell of the form that is not blank, computed ones too."""
    found: dict[int, object] = {}
    present = set(cells.sheet_names)
    for sheet in FORM_SHEETS:
        if sheet in present:
            rows = cells.rows(sheet)
            tags = _positions([row[TAG_COLUMN] if row else None for row in rows])
            for block in layout.on(sheet):
                found.update(_in_block(rows, tags, block, layout))
    return found


def places_on(cells: Cells, layout: Layout, sheet: str) -> dict[int, tuple[int, int]]:
    """By slot, where the cells of a sheet's fields stand, by zero-based row and column."""
    rows = cells.rows(sheet) if sheet in cells.sheet_names else []
    tags = _positions([row[TAG_COLUMN] if row else None for row in rows])
    found: dict[int, tuple[int, int]] = {}
    for block in layout.on(sheet) if rows else ():
        row_of, column_of = _tagged(rows, tags, block)
        for slot, line_tag, column_tag in _fields_of(layout, block):
            row, column = row_of.get(line_tag), column_of.get(column_tag)
            if row is not None and column is not None:
                found[slot] = (row, column)
    return found


def _positions(values: list[object]) -> dict[str, list[int]]:
    """By tag, the numbers of its rows or columns."""
    found: dict[str, list[int]] = {}
    for number, value in enumerate(values):
        if isinstance(value, str):
            found.setdefault(value.strip(), []).append(number)
    return found


def _only(places: list[int], usual: int) -> int | None:
    """The one place of a tag; of several, the usual one."""
    if len(places) == 1:
        return places[0]
    return usual if usual in places else None


def _tagged(
    rows: list[list[object]], tags: dict[str, list[int]], block: Block
) -> tuple[dict[str, int | None], dict[str, int | None]]:
    """Where the rows and the columns of a block stand, by their tags; nothing if it is lost."""
    tag_row = _only(tags.get(f"#{block.name}", []), block.tag_row)
    if tag_row is None:
        return {}, {}
    columns = _positions(rows[tag_row])
    column_of = {
        # The only column of a list has no tag.
        tag: _only(columns.get(tag, []), usual) if tag else usual
        for tag, usual in block.columns
    }
    return {line.tag: _only(tags.get(line.tag, []), line.row) for line in block.lines}, column_of


def _in_block(
    rows: list[list[object]], tags: dict[str, list[int]], block: Block, layout: Layout
) -> Iterator[tuple[int, object]]:
    row_of, column_of = _tagged(rows, tags, block)
    if not row_of:
        return
    for slot, line_tag, column_tag in _fields_of(layout, block):
        row, column = row_of[line_tag], column_of[column_tag]
        if row is not None and column is not None and column < len(rows[row]):
            value = plain(rows[row][column])
            if value is not None:
                yield slot, value


@lru_cache(maxsize=128)
def _fields_of(layout: Layout, block: Block) -> tuple[tuple[int, str, str], ...]:
    """The fields of a block: slot, tag of the row, tag of the column."""
    return tuple(
        (field.slot, line.tag, tag)
        for line in block.lines
        for tag, field in layout.fields_on(block, line)
    )
