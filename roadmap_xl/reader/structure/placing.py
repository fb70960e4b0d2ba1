"""Where the cells of a form stand in a file: as in the blank, or where `searching` finds them."""

from __future__ import annotations

from .placed_sheet import PlacedSheet
from .printed_sheet import PrintedSheet
from .sheet_index import SheetIndex


def place_fields(
    printed: PrintedSheet, sheet: str, index: SheetIndex, *, as_printed: bool
) -> PlacedSheet:
    """The places of the fields of a blank's sheet on this sheet of a file."""
    found = PlacedSheet(sheet, is_as_printed=as_printed)
    if as_printed:
        found.places = printed.layout.usual_places[printed.name]
        return found
    from .searching import search  # a large part of the reader, for the few that were rearranged

    search(found, index, printed)
    return found
