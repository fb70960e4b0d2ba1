"""Where the cells of a form stand in a file: as in the blank, or where `searching` finds them."""

from __future__ import annotations

from ...form.fields import Layout
from .imprint import Imprint
from .placed_sheet import PlacedSheet
from .sheet_index import SheetIndex


def placed(
    sheet: str, index: SheetIndex, layout: Layout, printed_as: str, *, as_printed: bool
) -> PlacedSheet:
    """The places of the fields of the blank's sheet `printed_as` on this sheet of a file."""
    found = PlacedSheet(sheet, is_as_printed=as_printed)
    if as_printed:
        found.places = layout.usual_places[printed_as]
        return found
    from .searching import search  # a large part of the reader, for the few that were rearranged

    search(found, index, layout, printed_as)
    return found


def is_as_printed(
    rows: list[list[object]], imprint: Imprint, layout: Layout, printed_as: str
) -> bool:
    """Every printed text stands in its cell, and no row is tagged that the blank has not."""
    height = len(rows)
    for row, column, text in imprint.texts:
        if row >= height or column >= len(rows[row]) or rows[row][column] != text:
            return False
    tagged = sum(bool(row) and row[0] is not None for row in rows)
    return tagged == sum(1 + len(block.lines) for block in layout.on(printed_as))
